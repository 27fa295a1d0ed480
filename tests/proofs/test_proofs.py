"""The safety of the shipped rules, proved for every possible person; and proofs that can fail."""

from dataclasses import replace

from midback.assurance.proofs import prove
from midback.knowledge import KnowledgeBase, load_knowledge
from midback.logic import Has, Not, all_of
from midback.terms import Urgency

KNOWLEDGE = load_knowledge()


def broken(knowledge: KnowledgeBase, *kinds: str) -> list[str]:
    """The statements that don't hold, of all kinds or of some."""
    return [proof.statement for proof in prove(knowledge, kinds) if not proof.holds]


def with_flag(**changes: object) -> KnowledgeBase:
    """The shipped knowledge with the leg weakness flag spoilt."""
    flag = replace(KNOWLEDGE.red_flags["leg_weakness"], **changes)  # type: ignore[arg-type]  # fields named by the test
    return replace(KNOWLEDGE, version="spoilt", red_flags={**KNOWLEDGE.red_flags, "leg_weakness": flag})


def test_every_statement_holds() -> None:
    assert broken(KNOWLEDGE) == []


def test_a_lowered_flag_lets_a_danger_escape() -> None:
    assert any(not proof.holds for proof in prove(with_flag(urgency=Urgency.ROUTINE), ["danger"]))


def test_a_dead_flag_and_a_not_are_caught() -> None:
    dead = broken(with_flag(when=all_of([Has("fever"), Not(Has("fever"))])), "raisable")
    assert "red flag leg_weakness: can be raised" in dead
    alarmed = broken(with_flag(when=Not(Has("fever"))), "well", "monotone")
    assert "somebody with no finding at all raises no red flag" in alarmed
    assert "fever: when present, never lowers the urgency" in alarmed


def test_a_floor_at_home_is_caught() -> None:
    low = replace(KNOWLEDGE.profiles["international"], floor=Urgency.SELF_CARE)
    spoilt = replace(KNOWLEDGE, version="low", profiles={**KNOWLEDGE.profiles, "international": low})
    assert any("never ends at home" in statement for statement in broken(spoilt, "disposition"))
