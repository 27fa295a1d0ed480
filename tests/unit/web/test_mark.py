"""Each door's forms carry a mark of their own, made in one way; and a form is read before anything is acted on."""

import ast
from pathlib import Path

import pytest
from starlette.datastructures import FormData

import midback.web
from midback.web.clinic.at_desk import AtDesk
from midback.web.kit.first_visit import Visitor
from midback.web.kit.form import Refused
from midback.web.kit.mark import Holder, check_form
from midback.web.kit.session import Session

WEB = Path(midback.web.__file__).parent


def test_the_same_token_has_another_mark_at_each_door() -> None:
    doors = {kind.marks for kind in (Holder, Session, AtDesk, Visitor)}
    assert doors == {"form", "clinic", "first"}
    assert Holder("token").mark != Visitor("token").mark


def test_a_mark_is_hidden_anew_on_each_page_and_known_again() -> None:
    first, second = Holder("token").csrf, Holder("token").csrf
    assert first != second
    for one in (first, second):
        assert Holder("token").mark.hex() not in one
        check_form(Holder("token"), FormData({"csrf": one}))


@pytest.mark.parametrize("sent", ["", "x", Visitor("token").csrf, Holder("tokem").csrf], ids=range(4))
def test_a_form_with_another_mark_is_refused(sent: str) -> None:
    check_form(Holder("token"), FormData({"csrf": Holder("token").csrf}))
    with pytest.raises(Refused):
        check_form(Holder("token"), FormData({"csrf": sent}))


def makes_a_mark(code: str) -> bool:
    """Does it define a mark, or compare one by itself?"""
    defined = [node.name for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)]
    return "csrf" in defined or ("compare_digest" in code and (".csrf" in code or "holder.mark" in code))


def test_one_class_makes_the_mark_and_one_function_compares_it() -> None:
    assert [file.name for file in WEB.rglob("*.py") if makes_a_mark(file.read_text("utf-8"))] == ["mark.py"]


BY_HAND = {"own_words.py": {"write"}, "account.py": {"change_password"}, "sign_in.py": {"sign_in"}}
"""What does more than read a form and act: it keeps what was typed when the visit is gone, or waits in a queue."""


def reads_by_hand(code: str) -> set[str]:
    """The functions that await a form themselves instead of being marked as `posting`."""
    pages = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.AsyncFunctionDef)]
    return {page.name for page in pages if "await posted" in ast.unparse(page)}


def test_a_page_that_takes_a_form_says_so_and_reads_none_by_hand() -> None:
    wings = [file for file in WEB.rglob("*.py") if file.parent.name != "kit"]
    found = {file.name: reads_by_hand(file.read_text("utf-8")) for file in wings}
    assert {name: pages for name, pages in found.items() if pages} == BY_HAND
