"""What code knows of content is declared in content, and content that declares it wrongly isn't sound."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.contents import copied

from midback.engine import Said
from midback.errors import ContentError
from midback.exchange.about import speaks_of_them, worst_place
from midback.knowledge import load_content, load_knowledge
from midback.knowledge.known_ids import KNOWN_IDS
from midback.knowledge.roles import asks_about_whom, body_map, own_words

Change = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped content, to spoil."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return copied(tmp_path, monkeypatch)


@pytest.fixture
def change(folder: Path) -> Change:
    """Says something else in a file, wherever it was said."""

    def changed(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return changed


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("shelf", "id", "name", "line"),
    [
        ("quantities", "age", "quantities.yaml", "\nage: "),
        ("quantities", "pain_now", "quantities.yaml", "\npain_now: "),
        ("findings", "female", "findings/about_you.yaml", "\nfemale:"),
    ],
)
@pytest.mark.slow
def test_a_record_that_code_names_must_be_there(
    folder: Path, change: Change, shelf: str, id: str, name: str, line: str
) -> None:
    change(name, line, line.replace(id, f"{id}_else"))
    assert f"{shelf}: needs `{id}`, which the program names: {KNOWN_IDS[shelf][id]}" in faults_of(folder)


def test_the_place_of_whoever_chose_none_must_be_there(folder: Path) -> None:
    (folder / "profiles" / "international.yaml").unlink()
    assert any(fault.startswith("profiles: needs `international`") for fault in faults_of(folder))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("questions/pain.yaml", "worst: where_most", "worst: where_mist", "`where_mist` is not in questions"),
        ("questions/pain.yaml", "worst: where_most", "worst: where_spread", "`where_spread` must be of kind single"),
        ("questions/pain.yaml", "worst: where_most", "worst: feels", "which is no place of this question"),
        ("questions/own_words.yaml", "own_words:", "more:\n  chapter: pain\n  kind: text\n  order: 90\n  ask: x\n"
         "  ask_they: x\n  clinician: x\n  why: x\nown_words:", "`more` is answered in writing already"),
        ("questions/about_you.yaml", "speaks_of: they", "speaks_of: them", "speaks_of"),
        ("profiles/us.yaml", "paper: letter", "paper: legal", "`paper`"),
        ("topics.yaml", "section: site", "section: place", "`section`"),
        ("topics.yaml", "regions: ", "places: ", "`regions` is not in topics"),
        ("topics.yaml", "section: site", "section: examination", "stand on sheets to examine"),
        ("anatomy/disks.yaml", "figure: disks", "figure: disk", "`figure`"),
    ],
)  # fmt: skip
@pytest.mark.slow
def test_what_is_declared_wrongly_is_a_fault(
    folder: Path, change: Change, name: str, old: str, new: str, said: str
) -> None:
    change(name, old, new)
    assert any(said in fault for fault in faults_of(folder))


@pytest.mark.slow
def test_questions_are_found_by_what_they_declare_whatever_their_ids(folder: Path, change: Change) -> None:
    for name, ids in (
        ("questions/pain.yaml", ("where_worst", "where_most", "where_spread")),
        ("questions/about_you.yaml", ("for_whom", "id: me,", "id: apart,")),
        ("questions/own_words.yaml", ("own_words",)),
    ):
        for id in ids:
            change(name, id, id.replace("id: ", "id: new_") if id.startswith("id") else f"new_{id}")
    knowledge = load_content(folder)
    found = [role(knowledge) for role in (asks_about_whom, body_map, own_words)]
    assert [one.id for one in found if one] == ["new_for_whom", "new_where_worst", "new_own_words"]
    assert speaks_of_them(knowledge, {"new_for_whom": Said(("new_apart",))})
    assert not speaks_of_them(knowledge, {"new_for_whom": Said(("new_me",))})
    assert worst_place(knowledge, {"new_where_most": Said(("back_neck",))}) == "back_neck"


def test_sheets_of_the_examination_come_in_their_declared_order() -> None:
    order = [topic.order for topic in load_knowledge().topics.values() if topic.section == "examination"]
    assert len(order) == len(set(order))
