"""What a statement that doesn't hold means for a person, shown by the engine and not by the solver."""

from collections.abc import Callable, Mapping
from itertools import accumulate, product

from midback.assurance.proof import Proof
from midback.assurance.reach import interview_from, says
from midback.engine import Case, assess, case_from, triage
from midback.engine.interview import is_askable, question_sets
from midback.knowledge import KnowledgeBase
from midback.knowledge.closure import complete
from midback.knowledge.stories import Relation
from midback.logic import evaluate, findings_in
from midback.terms import Answer, Findings, Urgency

NOBODY = Findings()


def is_wrong(knowledge: KnowledgeBase, proof: Proof, somebody: Findings) -> bool:
    """Does the engine do what the statement forbids, for this person (and the same person later)?"""
    return WRONGS[proof.kind](knowledge, proof, somebody, proof.then or NOBODY)


def _escapes(knowledge: KnowledgeBase, proof: Proof, somebody: Findings, _later: Findings) -> bool:
    danger = knowledge.dangers[_subject(proof, "danger ")]
    in_danger = evaluate(danger.when, somebody) is Answer.PRESENT
    return in_danger and triage(knowledge, somebody).urgency < danger.minimum


def _subject(proof: Proof, before: str = "") -> str:
    return proof.statement.removeprefix(before).split(":")[0]


def _dead(knowledge: KnowledgeBase, proof: Proof, _nobody: Findings, _later: Findings) -> bool:
    """No way to answer all that the rule names raises it."""
    flag = knowledge.red_flags[_subject(proof, "red flag ")]
    ids = sorted(set(findings_in(flag.when)))
    people = [_answering(dict(zip(ids, answers, strict=True))) for answers in product(Answer, repeat=len(ids))]
    return all(evaluate(flag.when, complete(one, knowledge.wider)) is not Answer.PRESENT for one in people)


def _answering(answers: Mapping[str, Answer]) -> Findings:
    return Findings(
        [id for id, one in answers.items() if one is Answer.PRESENT],
        [id for id, one in answers.items() if one is Answer.ABSENT],
    )


def _fell(knowledge: KnowledgeBase, _proof: Proof, somebody: Findings, later: Findings) -> bool:
    """More is present, no more is absent, and the urgency is lower."""
    grew = somebody.present <= later.present and later.absent <= somebody.absent
    return grew and triage(knowledge, later).urgency < triage(knowledge, somebody).urgency


def _reopened(knowledge: KnowledgeBase, _proof: Proof, somebody: Findings, later: Findings) -> bool:
    """More is answered, and the urgency is lower, or higher although no flag so urgent was open."""
    before, after = (triage(knowledge, one, examined=True) for one in (somebody, later))
    answered = somebody.present <= later.present and somebody.absent <= later.absent
    was_open = any(flag.urgency >= after.urgency for flag in before.still_open)
    return answered and (after.urgency < before.urgency or (after.urgency > before.urgency and not was_open))


def _no_disposition(knowledge: KnowledgeBase, _proof: Proof, somebody: Findings, _later: Findings) -> bool:
    """In some profile a case that isn't settled ends at home, or somebody who is well can't be told anything."""
    open_cases = [assess(knowledge, Case(somebody, profile=id)).disposition for id in knowledge.profiles]
    if any(not one.settled and one.urgency <= Urgency.ROUTINE for one in open_cases):
        return True
    try:
        assess(knowledge, Case(Findings(absent=knowledge.findings)))
    except KeyError:
        return True
    return False


def _not_screened(knowledge: KnowledgeBase, _proof: Proof, _nobody: Findings, _later: Findings) -> bool:
    """No page is the emergency screen, or it isn't for somebody with no finding at all."""
    signs = knowledge.index.signs.of(Findings(absent=knowledge.findings).lookup)
    screen = [question for question in knowledge.interview if question.emergency]
    return not any(is_askable(knowledge, question, {}, signs) for question in screen)


def _never_asked(knowledge: KnowledgeBase, proof: Proof, somebody: Findings, _later: Findings) -> bool:
    """They have the finding, and no page that can set it is for them, whatever else they answer no to."""
    others = Findings(somebody.present, frozenset(knowledge.findings) - somebody.present)
    signs = knowledge.index.signs.of(others.lookup)
    askable = [one for one in knowledge.interview if is_askable(knowledge, one, {}, signs)]
    settable = {id for question in askable for id in question_sets(knowledge, question)}
    return _subject(proof) in somebody.present - settable


def _alarmed(knowledge: KnowledgeBase, _proof: Proof, somebody: Findings, _later: Findings) -> bool:
    result = triage(knowledge, somebody, examined=True)
    return not somebody.present and (result.urgency > Urgency.SELF_CARE or not result.settled)


def _not_calm(knowledge: KnowledgeBase, proof: Proof, somebody: Findings, _later: Findings) -> bool:
    """Whose story it is gets more than its maximum."""
    calm = knowledge.calms[_subject(proof, "calm ")]
    demanded = assess(knowledge, Case(somebody)).disposition.demanded
    return somebody.present.issuperset(calm.present) and demanded > calm.maximum


def _falls(knowledge: KnowledgeBase, proof: Proof, somebody: Findings, later: Findings) -> bool:
    """Two steps that follow each other: the later isn't as urgent as its relation to the one before says."""
    steps = knowledge.ladders[_subject(proof, "ladder ")].steps
    added = (frozenset(step.add) for step in steps)
    so_far = accumulate(added, lambda one, more: one | more)
    known = [complete(Findings(ids), knowledge.wider).present for ids in so_far]
    if somebody.present not in known:
        return False
    place = known.index(somebody.present) + 1
    before, after = (assess(knowledge, Case(one)).disposition.demanded for one in (somebody, later))
    stands = {Relation.HIGHER: after > before, Relation.NOT_HIGHER: after <= before}.get(steps[place].relation)
    return later.present == known[place] and not (after >= before if stands is None else stands)


def _read_less(knowledge: KnowledgeBase, proof: Proof, somebody: Findings, _later: Findings) -> bool:
    """Who has it isn't read as having a wider one, or is less urgent than who has that alone."""
    told = complete(somebody, knowledge.wider)
    wider = [complete(Findings([id]), knowledge.wider) for id in proof.note.split(", ")]
    return _subject(proof) in somebody.present and any(
        not told.present.issuperset(wide.present) or triage(knowledge, told).urgency < triage(knowledge, wide).urgency
        for wide in wider
    )


def _milder_is_more(knowledge: KnowledgeBase, proof: Proof, somebody: Findings, later: Findings) -> bool:
    """The worse pain, all else alike, is less urgent."""
    quantity = proof.statement.split()[0]
    counted = {id for id, one in knowledge.findings.items() if one.threshold and one.threshold.quantity == quantity}
    whole = counted <= {*somebody} and counted <= {*later}
    return whole and triage(knowledge, later).urgency < triage(knowledge, somebody).urgency


def _decides(knowledge: KnowledgeBase, proof: Proof, somebody: Findings, _later: Findings) -> bool:
    """All that they have follows from one finding, which raises the flag undeclared, or doesn't though declared."""
    flag = knowledge.red_flags[_subject(proof, "red flag ")]
    origins = {id for id in somebody.present if complete(Findings([id]), knowledge.wider) == somebody}
    raised = evaluate(flag.when, somebody) is Answer.PRESENT
    return bool(origins) and raised is origins.isdisjoint(flag.alone)


def _not_led_to(knowledge: KnowledgeBase, proof: Proof, somebody: Findings, _later: Findings) -> bool:
    """They raise an emergency, and an interview that begins with the page that is named ends without it."""
    flag = knowledge.red_flags[_subject(proof, "emergency ")]
    case = case_from(knowledge, present=somebody.present)
    heard = interview_from(knowledge, knowledge.questions[proof.note], case, says)
    told = triage(knowledge, case_from(knowledge, responses=heard).findings)
    return evaluate(flag.when, somebody) is Answer.PRESENT and told.urgency < flag.urgency


WRONGS: Mapping[str, Callable[[KnowledgeBase, Proof, Findings, Findings], bool]] = {
    "danger": _escapes,
    "raisable": _dead,
    "monotone": _fell,
    "settled": _reopened,
    "disposition": _no_disposition,
    "screen": _not_screened,
    "asked": _never_asked,
    "well": _alarmed,
    "calm": _not_calm,
    "ladder": _falls,
    "narrower": _read_less,
    "scale": _milder_is_more,
    "alone": _decides,
    "reached": _not_led_to,
}
