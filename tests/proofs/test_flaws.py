"""Every kind of proof catches a flaw that is planted for it, and shows somebody whom the flaw harms."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.proofs.flaws import FLAWS, Flaw, lay, load_flawed
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


@pytest.fixture(autouse=True)
def cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Content that only a switched-off check lets through must not be remembered as sound."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


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
    if proof.kind != OF_EVERYBODY_WELL:
        assert not any(is_wrong(knowledge, proof, fewer) for fewer in with_one_less(knowledge, somebody or NOBODY))


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.folder.name)
def test_a_planted_flaw_is_caught_and_harms_whom_the_proof_shows(
    flaw: Flaw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge = load_flawed(flaw, lay(flaw, tmp_path, monkeypatch), monkeypatch)
    for kind in flaw.caught_by:
        broken = [proof for proof in prove(knowledge, [kind]) if not proof.holds]
        assert broken, f"{kind} holds, although {flaw.why}"
        assert {proof.kind for proof in broken} == {kind}
        for proof in broken:
            shows_somebody = kind not in NAMED_BY_NOBODY and "self_care" not in proof.note
            assert (proof.counter_example is not None) == shows_somebody
            check_harm(knowledge, proof)


REFUSED = [flaw for flaw in FLAWS if flaw.refused]


@pytest.mark.parametrize("flaw", REFUSED, ids=lambda flaw: flaw.folder.name)
def test_the_loader_refuses(flaw: Flaw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ContentError) as caught:
        load_content(lay(flaw, tmp_path, monkeypatch))
    assert flaw.refused in str(caught.value)


def test_every_kind_of_proof_has_a_flaw_that_it_catches() -> None:
    assert {kind for flaw in FLAWS for kind in flaw.caught_by} == set(PROOFS) == set(WRONGS)


@pytest.mark.parametrize("kind", ["disposition", "screen", "well"])
def test_the_same_is_not_wrong_with_the_shipped_content(kind: str) -> None:
    well = Findings(absent=KNOWLEDGE.findings)
    for proof in prove(KNOWLEDGE, [kind]):
        assert not is_wrong(KNOWLEDGE, proof, well if kind == OF_EVERYBODY_WELL else NOBODY)
