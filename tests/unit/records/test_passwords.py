"""Passwords are hashed with argon2id, and compared by what was meant."""

import pytest
from argon2 import PasswordHasher

from midback.records import fits, hashed, outdated
from midback.records import passwords as module

PASSWORD = "correct horse staple"


def test_only_the_password_fits() -> None:
    stored = hashed(PASSWORD)
    assert stored.startswith("$argon2id$")
    assert fits(stored, PASSWORD)
    assert not fits(stored, PASSWORD.title())


def test_the_same_letters_from_another_keyboard_fit() -> None:
    assert fits(hashed("caf\u00e9 caf\u00e9 caf\u00e9"), "cafe\u0301 cafe\u0301 cafe\u0301")


def test_nothing_fits_where_nothing_or_rubbish_is_stored() -> None:
    assert not fits(None, PASSWORD)
    assert not fits("rubbish", PASSWORD)


def test_the_same_work_is_done_where_nothing_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Watched:
        def verify(self, stored: str, _password: str) -> bool:
            verified.append(stored)
            return True

    nobodys = module.stand_in()
    monkeypatch.setattr(module, "hasher", Watched())
    assert not fits(None, PASSWORD)
    assert verified == [nobodys]


def test_a_hash_of_other_parameters_is_outdated() -> None:
    assert outdated(PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD))
    assert not outdated(hashed(PASSWORD))
