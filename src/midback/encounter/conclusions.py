"""What a case at the desk comes to: the person's answers and the clinicians' findings together."""

from midback.encounter.desk_case import DeskCase, Examination
from midback.engine import Assessment, Case, assess, case_from
from midback.knowledge import KnowledgeBase
from midback.terms import Answer


def known(knowledge: KnowledgeBase, case: DeskCase) -> Case:
    """What the person's answers and the examination say together. What they say both ways counts as present.

    A number that was measured goes before one that was told. What this content no longer takes is left out.
    """
    found, encounter = case.examination, case.encounter
    return case_from(
        knowledge,
        responses=encounter.responses,
        present=_those(found, Answer.PRESENT) & knowledge.findings.keys(),
        absent=_those(found, Answer.ABSENT) & knowledge.findings.keys(),
        quantities={id: number for id, number in found.numbers.items() if _fits(knowledge, id, number)},
        setting=encounter.setting,
        profile=encounter.profile,
    )


def left_out(knowledge: KnowledgeBase, case: DeskCase) -> tuple[str, ...]:
    """The ids of findings and quantities in the examination that this content no longer takes."""
    found = case.examination
    findings = (id for id in found.findings if id not in knowledge.findings)
    return (*findings, *(id for id, number in found.numbers.items() if not _fits(knowledge, id, number)))


def conclusion(knowledge: KnowledgeBase, case: DeskCase) -> Assessment:
    """The conclusion from answers and examination. Once a sign was looked for, every open red flag counts."""
    found = case.examination
    examined = bool(found.numbers) or not knowledge.clinician_only.isdisjoint(found.findings)
    return assess(knowledge, known(knowledge, case), examined=examined)


def _fits(knowledge: KnowledgeBase, id: str, number: float) -> bool:
    """Does this content still take the number?"""
    quantity = knowledge.quantities.get(id)
    return quantity is not None and quantity.minimum <= number <= quantity.maximum


def _those(found: Examination, wanted: Answer) -> set[str]:
    return {id for id, answer in found.findings.items() if answer is wanted}
