"""What a form changes in an examination, whatever it showed and whatever stands there now."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from midback.encounter import Entry, Examination
from midback.encounter.merging import merged
from midback.terms import Answer

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SIGNS = ("babinski", "bp_arm_difference")
NUMBERS = ("residual_volume", "bp_arm_difference")

found = some.dictionaries(some.sampled_from(SIGNS), some.sampled_from(Answer))
measured = some.dictionaries(some.sampled_from(NUMBERS), some.sampled_from([None, 1.0, 2.0]))
entries = some.lists(some.builds(Entry, some.just("ada"), some.just(NOON), found, measured), max_size=4)


def as_stands(examination: Examination) -> dict[tuple[str, str], object]:
    signs = {("sign", id): answer for id, answer in examination.findings.items()}
    return {**signs, **{("number", id): number for id, number in examination.numbers.items()}}


@given(before=entries, since=entries, signs=found, numbers=measured)
def test_only_what_was_changed_in_the_form_is_written(
    before: list[Entry], since: list[Entry], signs: dict[str, Answer], numbers: dict[str, float | None]
) -> None:
    seen, now = Examination(tuple(before)), Examination((*before, *since))
    one = merged(signs, numbers, seen, now)
    after = as_stands(now.with_entry(Entry("grace", NOON, one.findings, one.numbers)))
    shown, stood = as_stands(seen), as_stands(now)
    sent: dict[tuple[str, str], object] = {
        ("sign", id): None if said is Answer.UNKNOWN else said for id, said in signs.items()
    }
    sent |= {("number", id): number for id, number in numbers.items()}
    for key in {*shown, *stood, *sent}:
        was_changed = key in sent and sent[key] != shown.get(key)
        assert after.get(key) == (sent[key] if was_changed else stood.get(key))


@given(before=entries, since=entries, signs=found, numbers=measured)
def test_it_is_a_clash_when_both_changed_the_same_differently(
    before: list[Entry], since: list[Entry], signs: dict[str, Answer], numbers: dict[str, float | None]
) -> None:
    seen, now = Examination(tuple(before)), Examination((*before, *since))
    shown, stood = as_stands(seen), as_stands(now)
    sent: dict[tuple[str, str], object] = {
        ("sign", id): None if said is Answer.UNKNOWN else said for id, said in signs.items()
    }
    sent |= {("number", id): number for id, number in numbers.items()}
    both = [key for key in sent if len({repr(one.get(key)) for one in (shown, stood, sent)}) == 3]
    is_clash = merged(signs, numbers, seen, now).is_clash
    assert not both or is_clash
    assert not is_clash or any(
        sent[key] not in (shown.get(key), stood.get(key)) and shown.get(key) != stood.get(key) for key in sent
    )


@pytest.mark.parametrize("count", [-3, 0, 1, 2, 99])
def test_an_examination_is_as_it_stood_after_so_many_entries(count: int) -> None:
    both = tuple(Entry("ada", NOON, {"babinski": answer}, {}) for answer in (Answer.PRESENT, Answer.ABSENT))
    assert Examination(both).first(count).entries == both[: max(count, 0)]
