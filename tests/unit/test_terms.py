"""Answers, urgencies and findings."""

import pytest

from midback.terms import Answer, Findings, Urgency


def test_unknown_stands_between_no_and_yes() -> None:
    assert Answer.ABSENT < Answer.UNKNOWN < Answer.PRESENT


def test_what_was_never_asked_is_unknown() -> None:
    assert Findings(present=["fever"])["weight_loss"] is Answer.UNKNOWN
    assert "weight_loss" not in Findings(present=["fever"])


def test_a_finding_given_both_ways_counts_as_present() -> None:
    assert Findings(present=["fever"], absent=["fever"])["fever"] is Answer.PRESENT


def test_findings_are_equal_whatever_the_order_they_came_in() -> None:
    one, other = Findings(["a", "b"], ["c"]), Findings(["b", "a"], ["c"])
    assert one == other
    assert hash(one) == hash(other)
    assert list(one) == ["a", "b", "c"]


def test_assuming_absent_changes_only_what_is_unknown() -> None:
    findings = Findings(present=["a"], absent=["b"]).assuming_absent(["a", "b", "c"])
    assert findings["a"] is Answer.PRESENT
    assert findings["b"] is Answer.ABSENT
    assert findings["c"] is Answer.ABSENT


def test_urgencies_rise_from_self_care_to_emergency() -> None:
    assert [urgency.id for urgency in sorted(Urgency)] == [
        "self_care",
        "routine",
        "within_days",
        "same_day",
        "emergency_now",
    ]


def test_an_urgency_is_read_by_its_name_and_by_no_other_word() -> None:
    assert Urgency.named("same_day") is Urgency.SAME_DAY
    with pytest.raises(ValueError, match="soon"):
        Urgency.named("soon")
