"""A corrected gate takes back what was answered behind it; what is said after it stands."""

from pathlib import Path

from midback.encounter import Encounters, open_encounters
from midback.engine import Said
from midback.knowledge import load_knowledge


def begun(folder: Path) -> tuple[Encounters, str]:
    encounters = open_encounters(f"sqlite:///{folder / 'midback.db'}", load_knowledge())
    return encounters, encounters.begin().token


def test_a_gate_corrected_to_none_takes_back_the_answers_of_its_pages(tmp_path: Path) -> None:
    encounters, token = begun(tmp_path)
    for question, said in (("symptom_groups", Said(("ill",))), ("ill", Said(("fever",))), ("symptom_groups", Said())):
        encounters.answer(token, question, said)
    assert set(encounters.find(token).responses) == {"symptom_groups"}


def test_a_tick_that_comes_after_a_no_to_its_group_stands(tmp_path: Path) -> None:
    encounters, token = begun(tmp_path)
    encounters.answer(token, "symptom_groups", Said())
    encounters.answer(token, "ill", Said(("fever",)))
    assert "fever" in encounters.case(encounters.find(token)).findings.present
