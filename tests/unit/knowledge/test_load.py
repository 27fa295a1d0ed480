"""Content is loaded whole or not at all, and every fault is said at once."""

from pathlib import Path

import pytest
from tests.contents import SHIPPED, copied

from midback.errors import ContentError
from midback.knowledge import load_content, load_knowledge


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped content, to spoil."""
    return copied(tmp_path, monkeypatch)


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    return [str(fault) for fault in caught.value.faults]


def test_the_shipped_content_is_sound() -> None:
    assert load_knowledge().conditions


@pytest.mark.slow
def test_content_read_from_the_cache_is_the_same_as_content_read_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    anew, kept = load_content(SHIPPED), load_content(SHIPPED)
    assert list(tmp_path.rglob("content-*.json"))
    assert anew.conditions == kept.conditions
    assert anew.red_flags == kept.red_flags
    assert anew.weights == kept.weights


@pytest.mark.slow
def test_a_spoilt_cache_is_not_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_content(SHIPPED)
    (file,) = tmp_path.rglob("content-*.json")
    file.write_text("{}", encoding="utf-8")
    assert load_content(SHIPPED).conditions


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert "is not a folder" in faults_of(tmp_path / "nowhere")[0]


@pytest.mark.slow
def test_every_fault_of_every_file_is_reported_in_one_run(folder: Path) -> None:
    spoil(folder / "red_flags" / "leg_weakness.yaml", "urgency: emergency_now", "urgency: soon")
    spoil(folder / "conditions" / "thoracic_muscle_strain.yaml", "family: muscle_posture", "famly: muscle_posture")
    spoil(folder / "sources.yaml", "\n", "\nnonsense\n")
    found = "\n".join(faults_of(folder))
    assert "red_flags/leg_weakness.yaml:" in found
    assert "conditions/thoracic_muscle_strain.yaml:" in found
    assert "`famly`" in found
    assert "sources.yaml" in found


def test_a_link_that_leads_nowhere_is_a_fault_with_its_line_and_a_hint(folder: Path) -> None:
    spoil(folder / "red_flags" / "leg_weakness.yaml", "leg_weakness", "leg_weaknes")
    assert any("`leg_weaknes` is not in findings; did you mean leg_weakness" in fault for fault in faults_of(folder))


NEW = """label: A new warning sign
when:
  any: [no_such_finding, {at_least: 1, of: [fever, nor_this]}]
urgency: soon
because: For {wizards} alone.
sources: [no_such_source]
colour: red
suspects: [no_such_cause]
"""


@pytest.mark.slow
def test_every_fault_of_a_new_file_is_told_in_one_round_and_nothing_else(folder: Path) -> None:
    (folder / "red_flags" / "new_sign.yaml").write_text(NEW, encoding="utf-8")
    spoil(folder / "red_flags" / "leg_weakness.yaml", "expect: absent", "expect: present")
    found = faults_of(folder)
    for told in [
        ":3: `no_such_finding` is not in findings",
        ":3: `nor_this` is not in findings",
        ":6: `no_such_source` is not in sources",
        ":8: `no_such_cause` is not in conditions",
        ":4: `urgency`",
        ":7: `colour`",
        "`review`",
        ":5: {wizards} has no word in the profiles",
    ]:
        assert any("new_sign.yaml" in fault and told in fault for fault in found), (told, found)
    assert any("leg_weakness.yaml" in fault and "the rule says absent" in fault for fault in found)
    assert all("new_sign.yaml" in fault or "leg_weakness.yaml" in fault for fault in found), found


MORE = {
    "red_flags/leg_weakness.yaml": [
        (("because: ", "becuase: "), ":", "`becuase`"),
        (("expect: absent", "expect: present"), ":", "the rule says absent"),
        (("expect: unknown", "expect: perhaps"), ":", "`examples."),
    ],
    "questions/about_you.yaml": [
        (("  ask: Who is it for?", "  aks: Who is it for?"), ":", "`aks`"),
        (("{id: with_me,", "{id: me,"), ":", "`me` stands here twice"),
        (("why: The questions then", "why: The {wizards} then"), ":", "{wizards} has no word"),
    ],
    "profiles/uk.yaml": [
        (("floor: ", "flor: "), ":", "`flor`"),
        (("  same_day:", "  some_day:"), ":", "`advice"),
        (("  nsaid_gel:", "  nsaid_jelly:"), "", "{nsaid_gel} has no word in the profiles uk"),
    ],
    "conditions/thoracic_muscle_strain.yaml": [
        (("family: muscle_posture", "family: muscle_postures"), ":", "`muscle_postures` is not in families"),
        (("explain: ", "explian: The {wizard} knows. "), ":", "`explian`"),
        (("tell: ", "tell: Tell the {wizard}. "), ":", "{wizard} has no word"),
        (("pretest:", "pretset:"), ":", "`pretest`"),
    ],
}


@pytest.mark.parametrize("file", MORE)
@pytest.mark.slow
def test_a_fault_of_one_field_hides_no_fault_of_another(folder: Path, file: str) -> None:
    for (old, new), _, _ in MORE[file]:
        spoil(folder / file, old, new)
    found = faults_of(folder)
    for _, where, told in MORE[file]:
        assert any(told in fault for fault in found if not where or fault.startswith(file + where)), (told, found)


def test_what_is_borrowed_for_a_fault_is_never_told_as_a_fault(folder: Path) -> None:
    spoil(folder / "red_flags" / "leg_weakness.yaml", "when:", "wehn:")
    found = faults_of(folder)
    assert all("`wehn`" in fault or "`when`" in fault for fault in found), found


@pytest.mark.parametrize("file", ["sources.yaml", "findings/nerves.yaml", "families.yaml", "phrases/en/chest.yaml"])
@pytest.mark.slow
def test_a_file_that_cannot_be_read_does_not_fault_all_that_names_what_is_in_it(folder: Path, file: str) -> None:
    spoilt = folder / file
    spoilt.write_text("a: [1\n" + spoilt.read_text(encoding="utf-8"), encoding="utf-8")
    assert all(fault.startswith(f"{file}:") for fault in faults_of(folder))


def test_a_record_at_fault_is_still_there_for_those_that_name_it(folder: Path) -> None:
    spoil(folder / "conditions" / "thoracic_muscle_strain.yaml", "family: muscle_posture", "famly: muscle_posture")
    spoil(folder / "sources.yaml", "type:", "tipe:")
    assert all("thoracic_muscle_strain" in fault or "sources.yaml" in fault for fault in faults_of(folder))


def test_an_example_that_does_not_hold_is_a_fault(folder: Path) -> None:
    spoil(folder / "red_flags" / "leg_weakness.yaml", "expect: absent", "expect: present")
    assert any("the rule says absent" in fault for fault in faults_of(folder))


def test_a_word_no_profile_knows_is_a_fault(folder: Path) -> None:
    spoil(folder / "red_flags" / "leg_weakness.yaml", "because: ", "because: Ask your {wizard}. ")
    assert any("{wizard} has no word" in fault for fault in faults_of(folder))


def test_a_file_on_no_shelf_is_a_fault(folder: Path) -> None:
    (folder / "opinions.yaml").write_text("a: b", encoding="utf-8")
    assert any("opinions.yaml: doesn't belong to a shelf" in fault for fault in faults_of(folder))
