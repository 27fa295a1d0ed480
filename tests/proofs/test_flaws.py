"""Every kind of proof catches the flaws that are planted for it, names them, and shows somebody whom they harm."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.contents import copied
from tests.proofs.flaws import FLAWS
from tests.proofs.planting import Flaw, with_shelf
from tests.proofs.wrongs import NOBODY, WRONGS, is_wrong

from midback.assurance.proof import Proof
from midback.assurance.proofs import PROOFS, prove
from midback.errors import ContentError
from midback.knowledge import KnowledgeBase, load_content, load_knowledge
from midback.knowledge.closure import complete
from midback.terms import Findings

KNOWLEDGE = load_knowledge()
NAMED_BY_NOBODY = {"raisable", "screen"}
"""Statements of which nobody in particular is the counter-example."""
OF_EVERYBODY_WELL = "well"
"""Its counter-example is told by the statement: every finding absent."""
NOT_THE_SMALLEST = {OF_EVERYBODY_WELL, "calm", "ladder", "reached"}
"""Whom these show is whom a story or an example tells of."""
STORIES = {"danger": "dangers", "calm": "calms", "ladder": "ladders"}
EVERYWHERE = ("desk_ache_of_some_days", "old_ache_known_to_a_doctor")
"""Whose stories show a flaw that shows in any of its kind."""


def planted(flaw: Flaw) -> KnowledgeBase:
    """The knowledge with the flaw, and no flags but those in which it shows, if it names some."""
    knowledge = flaw.plant(KNOWLEDGE)
    flags = {id: knowledge.red_flags[id] for id in flaw.flags}
    return replace(knowledge, version=flaw.id, red_flags=flags) if flags else knowledge


def touched(flaw: Flaw, knowledge: KnowledgeBase) -> KnowledgeBase:
    """The same with those stories alone in which the flaw shows: the one that it is named for, or two of any."""
    shelf = STORIES.get(flaw.kind, "")
    told = getattr(knowledge, shelf, {})
    stories = {id: one for id, one in told.items() if flaw.named in id} or {
        id: one for id, one in told.items() if id in EVERYWHERE
    }
    return with_shelf(knowledge, shelf, stories) if stories else knowledge


def with_one_less(knowledge: KnowledgeBase, somebody: Findings) -> Iterator[Findings]:
    """The same person with one known finding less; what follows from the others can't be left out."""
    for id in somebody:
        fewer = complete(Findings(somebody.present - {id}, somebody.absent - {id}), knowledge.wider)
        if fewer != somebody:
            yield fewer


def check_harm(knowledge: KnowledgeBase, proof: Proof) -> None:
    """The engine does wrong by the person that the proof shows, and by nobody of whom less is known."""
    somebody = proof.counter_example
    assert is_wrong(knowledge, proof, somebody or NOBODY), proof
    if proof.kind not in NOT_THE_SMALLEST:
        assert not any(is_wrong(knowledge, proof, fewer) for fewer in with_one_less(knowledge, somebody or NOBODY))


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.id)
def test_a_planted_flaw_is_caught_and_named_and_harms_whom_the_proof_shows(
    flaw: Flaw, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge = touched(flaw, planted(flaw))
    if flaw.code:
        flaw.code(monkeypatch)
    broken = [proof for proof in prove(knowledge, [flaw.kind]) if not proof.holds]
    assert any(flaw.named in f"{proof.statement} {proof.note}" for proof in broken), broken
    for proof in broken:
        assert proof.kind == flaw.kind
        shows_somebody = flaw.kind not in NAMED_BY_NOBODY and not proof.note.endswith(": self_care")
        assert (proof.counter_example is not None) == shows_somebody
        check_harm(knowledge, proof)


def test_there_are_flaws_for_every_kind_of_proof_and_forty_or_more() -> None:
    assert {flaw.kind for flaw in FLAWS} == set(PROOFS) == set(WRONGS)
    assert len({flaw.id for flaw in FLAWS}) == len(FLAWS) >= 40


SPOILT = {
    "questions/body.yaml": ("present: [weight_loss]", "present: [unwell]"),
    "questions/emergency.yaml": ("  emergency: true\n", ""),
    "red_flags/leg_weakness.yaml": ("expect: absent", "expect: present"),
}


@pytest.mark.slow
def test_the_loader_refuses_what_it_can_see_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    content = copied(tmp_path, monkeypatch)
    (content / "safety_netting/self_care.yaml").unlink()
    for name, (old, new) in SPOILT.items():
        text = (content / name).read_text(encoding="utf-8")
        assert old in text
        (content / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(content)
    for told in (
        "`weight_loss` is in this rule, but no question asks it",
        "needs a question with `emergency: true`",
        "expects present, but the rule says absent",
        "has no file for self_care",
    ):
        assert told in str(caught.value)


@pytest.mark.parametrize("kind", ["disposition", "screen", "well"])
def test_the_same_is_not_wrong_with_the_shipped_content(kind: str) -> None:
    well = Findings(absent=KNOWLEDGE.findings)
    for proof in prove(KNOWLEDGE, [kind]):
        assert not is_wrong(KNOWLEDGE, proof, well if kind == OF_EVERYBODY_WELL else NOBODY)
