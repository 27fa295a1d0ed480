"""Checks across records: every link leads somewhere, every example holds, nothing asked for is missing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from midback.document import Document, Path
from midback.errors import Fault
from midback.knowledge.advice import Profile
from midback.knowledge.base import Condition, Example, Finding, Option, Phrases, Question, RedFlag, TopicSection
from midback.knowledge.closure import complete, implied, widen
from midback.knowledge.known_ids import KNOWN_IDS
from midback.knowledge.links import Ids, dead_links, unknown
from midback.knowledge.parting import Sentence
from midback.knowledge.places import EMERGENCY_NUMBER
from midback.knowledge.role_check import roles
from midback.knowledge.schema import Made
from midback.knowledge.weights import AGE_BANDS
from midback.logic import evaluate, findings_in
from midback.terms import Findings, Urgency

Records = Mapping[str, Mapping[str, Any]]
Found = Iterator[tuple[Path, str]]
Wider = Mapping[str, frozenset[str]]
Whole = frozenset[str]
"""Shelves of which every record could be built."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def check_links(
    made: Mapping[str, Mapping[str, Made]],
    documents: Mapping[str, Document],
    places: Mapping[str, Mapping[str, Any]],
) -> list[Fault]:
    """Every fault that shows only when records are seen together, each at its line.

    Records that could not be made are missing from `made` and not from `places`: their links are checked all the
    same, and what leans on a shelf that isn't whole is left for the next round.
    """
    records = {shelf: {id: one.record for id, one in shelf_made.items()} for shelf, shelf_made in made.items()}
    wider = widen(records["findings"])
    unread = {_shelf_of(name) for name, document in documents.items() if not isinstance(document.data, dict)}
    ids = {shelf: shelf_places for shelf, shelf_places in places.items() if shelf not in unread}
    whole = frozenset(shelf for shelf in ids if len(records[shelf]) == len(ids[shelf]))
    return [
        Fault(name, documents[name].line((key, *path) if key else path), message)
        for shelf, shelf_places in places.items()
        for id, (name, key, data) in shelf_places.items()
        for path, message in (
            *dead_links(shelf, data, ids),
            *(_faults(made[shelf][id], records, wider, whole) if id in made[shelf] else ()),
        )
    ] + _missing(records, ids, whole)


def _shelf_of(name: str) -> str:
    return name.split("/")[0].removesuffix(".yaml")


def _faults(made: Made, records: Records, wider: Wider, whole: Whole) -> Found:
    if "profiles" in whole:
        yield from _unknown_words(made.sentences, records)
    match record := made.record:
        case RedFlag() if whole >= {"findings", "questions"}:
            yield from _examples(record, wider)
            yield from _unaskable(record, records)
        case Finding():
            yield from _circles(record, records)
            yield from _unreachable(record, records)
        case Condition():
            yield from _links_of(record)
        case Question():
            yield from _options(record)
            yield from roles(record, records["questions"])
        case Phrases() if "findings" in whole:
            yield from _phrases(record, records)
        case Profile():
            yield from _levels(record)
        case _:
            pass


def _parts(part: Any) -> Iterator[tuple[str | int, Any]]:
    if is_dataclass(part):
        yield from ((field.name, getattr(part, field.name)) for field in fields(part))
    elif isinstance(part, Mapping):
        yield from ((str(key), value) for key, value in part.items())
    elif isinstance(part, tuple):
        yield from enumerate(part)


def _unknown_words(sentences: Iterable[Sentence], records: Records) -> Found:
    """Placeholders such as {provider} that some profile has no word for."""
    for sentence in sentences:
        for word in set(_PLACEHOLDER.findall(sentence.text)) - {EMERGENCY_NUMBER}:
            lacking = [id for id, profile in records["profiles"].items() if word not in profile.words]
            if lacking:
                yield sentence.path, f"{{{word}}} has no word in the profiles {', '.join(lacking)}"


def _examples(flag: RedFlag, wider: Wider) -> Found:
    """An example that doesn't hold, or an answer that no example shows."""
    for place, example in enumerate(flag.examples):
        answer = evaluate(flag.when, _known(example, wider)).name.lower()
        if answer != example.expect:
            yield ("examples", place), f"expects {example.expect}, but the rule says {answer}"
    if missing := {"present", "absent", "unknown"} - {example.expect for example in flag.examples}:
        yield ("examples",), f"needs an example that expects {' and one that expects '.join(sorted(missing))}"


def _known(example: Example, wider: Wider) -> Findings:
    return complete(Findings(example.present, example.absent), wider)


def _unaskable(flag: RedFlag, records: Records) -> Found:
    """A reportable finding in a rule that no question or quantity can ever set."""
    settable = {id for question in records["questions"].values() for id in question.asked}
    for id in sorted(set(findings_in(flag.when)) & records["findings"].keys()):
        finding = records["findings"][id]
        if finding.reportable and finding.threshold is None and id not in settable:
            yield ("when",), f"`{id}` is in this rule, but no question asks it"


def _circles(finding: Finding, records: Records) -> Found:
    if finding.id in implied(finding.implies, records["findings"]):
        yield ("implies",), f"`{finding.id}` implies itself through what it implies"


def _unreachable(finding: Finding, records: Records) -> Found:
    """A sign on a sheet that nobody enters, or a symptom on a sheet that only clinicians fill in."""
    topic = records["topics"].get(finding.topic)
    if topic and finding.reportable is (topic.section is TopicSection.EXAMINATION):
        yield (
            ("kind",),
            f"`{finding.kind}` doesn't go with `{topic.id}`: signs and tests alone stand on sheets to examine",
        )


def _phrases(phrases: Phrases, records: Records) -> Found:
    """Phrases for something that nobody can tell of themselves, or none at all."""
    finding = records["findings"].get(phrases.id)
    if finding is None:
        yield (), unknown(phrases.id, "findings", records["findings"])
    elif not finding.reportable or finding.threshold:
        yield (), f"`{phrases.id}` is nothing that a person says in words"
    if not phrases.say:
        yield ("say",), "needs a phrase"


def _links_of(condition: Condition) -> Found:
    seen: set[str] = set()
    for place, link in enumerate(condition.findings):
        path = ("findings", place)
        if link.finding in seen:
            yield path, f"`{link.finding}` stands here twice; keep one"
        if (link.given is None) == (link.present is None and link.absent is None):
            yield path, "give either `given`, or `present` and `absent` likelihood ratios"
        if link.given is not None and not 0 < link.given < 1:
            yield path, f"`given` is {link.given:g}; a probability that can be weighed lies between 0 and 1"
        seen.add(link.finding)
    bands = {band for band, _, _ in AGE_BANDS}
    for band in condition.pretest.by_age.keys() - bands:
        yield ("pretest", "by_age"), f"`{band}` is no age band; the bands are {', '.join(sorted(bands))}"


def _options(question: Question) -> Found:
    if question.kind == "number" and question.quantity is None:
        yield (), "a number needs the `quantity` that it is"
    ids = [option.id for option in question.options]
    for place, option in enumerate(question.options):
        if ids.count(option.id) > 1:
            yield ("options", place), f"`{option.id}` stands here twice; options need ids of their own"
        yield from _both_ways(option, ("options", place))


def _both_ways(option: Option, path: Path) -> Found:
    for id in sorted(set(option.present) & set(option.absent)):
        yield path, f"sets `{id}` both present and absent"


def _levels(profile: Profile) -> Found:
    for urgency in sorted(set(Urgency) - set(profile.advice)):
        yield ("advice",), f"has no advice for {urgency.id}"


def _missing(records: Records, ids: Ids, whole: Whole) -> list[Fault]:
    nets = {net.urgency for net in records["safety_netting"].values()}
    lacking = [urgency for urgency in Urgency if urgency not in nets] if "safety_netting" in whole else []
    faults = [Fault("safety_netting", 0, f"has no file for {urgency.id}") for urgency in lacking]
    faults += [
        Fault(shelf, 0, f"needs `{id}`, which the program names: {why}")
        for shelf, known in KNOWN_IDS.items()
        for id, why in known.items()
        if id not in ids.get(shelf, (id,))
    ]
    if "questions" in whole and not any(question.emergency for question in records["questions"].values()):
        faults.append(Fault("questions", 0, "needs a question with `emergency: true`, asked before all else"))
    return faults
