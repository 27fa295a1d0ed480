"""Checks across records: every link leads somewhere, every example holds, nothing asked for is missing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from midback.document import Document, Path
from midback.errors import Fault
from midback.knowledge.advice import Country, Profile
from midback.knowledge.base import Condition, Example, Finding, Option, Question, RedFlag, TopicSection
from midback.knowledge.closure import complete, implied, widen
from midback.knowledge.gates import gate_faults
from midback.knowledge.known_ids import KNOWN_IDS
from midback.knowledge.parting import Sentence, part
from midback.knowledge.places import NUMBERS
from midback.knowledge.references import Ids, dead_references
from midback.knowledge.role_check import roles
from midback.knowledge.schema import SHELVES, Made, Partly, Shelf, partly
from midback.knowledge.speech import Phrases
from midback.knowledge.stories import Calm, Ladder
from midback.knowledge.story_check import STORY, story_faults
from midback.knowledge.weights import AGE_BANDS
from midback.logic import evaluate, findings_in
from midback.terms import Findings, Urgency

Records = Mapping[str, Mapping[str, Any]]
Found = Iterator[tuple[Path, str]]
Wider = Mapping[str, frozenset[str]]
Whole = frozenset[str]
"""Shelves of which every record could be built."""

TRIED = 3
"""Sentences that mean a finding, and that don't, in which its phrases are tried."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def check_records(
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
    words = _words_of(places["profiles"]) if "profiles" in ids else {}
    return [
        Fault(name, documents[name].line((key, *path) if key else path), message)
        for shelf in SHELVES
        for id, (name, key, data) in places[shelf.name].items()
        for path, message in (
            *dead_references(shelf.name, data, ids),
            *_unknown_words(_sentences(shelf, id, data, made[shelf.name]), words),
            *_faults(_sound_parts(shelf, id, data, made[shelf.name]), records, wider, whole),
        )
    ] + _missing(records, ids, whole)


def _sentences(shelf: Shelf, id: str, data: object, made: Mapping[str, Made]) -> Iterable[Sentence]:
    return made[id].sentences if id in made else part(shelf.record, data, id)[1]


def _sound_parts(shelf: Shelf, id: str, data: object, made: Mapping[str, Made]) -> Partly | None:
    """A record whole, or what of it can be checked although the rest is at fault."""
    if id in made:
        return Partly(made[id].record, frozenset())
    return partly(shelf, id, data, next(iter(made.values()))) if made else None


def _words_of(profiles: Mapping[str, Any]) -> dict[str, Iterable[str]]:
    """The words that each profile has, as written, whatever else is at fault in it."""
    return {id: _names(data) for id, (_, _, data) in profiles.items()}


def _names(profile: object) -> Iterable[str]:
    words = profile.get("words") if isinstance(profile, dict) else None
    return words.keys() if isinstance(words, dict) else ()


def _shelf_of(name: str) -> str:
    return name.split("/")[0].removesuffix(".yaml")


def _faults(parts: Partly | None, records: Records, wider: Wider, whole: Whole) -> Found:
    """What is wrong in a record; what leans on a borrowed part of it is left for the next round."""
    if parts is None:
        return
    borrowed = {place[0] for place in parts.borrowed if len(place) == 1}
    for leans_on, found in _checks(parts.record, records, wider, whole):
        if borrowed.isdisjoint(leans_on):
            yield from ((path, message) for path, message in found if not _is_borrowed(path, parts.borrowed))


def _is_borrowed(path: Path, borrowed: Iterable[Path]) -> bool:
    return any(path[: len(place)] == place or place[: len(path)] == path for place in borrowed if path)


def _checks(record: Any, records: Records, wider: Wider, whole: Whole) -> Iterator[tuple[set[str], Found]]:
    """The checks of a record, each with the fields that it leans on."""
    match record:
        case RedFlag() if whole >= {"findings", "questions"}:
            yield {"when", "examples"}, _examples(record, wider)
            yield {"when"}, _unaskable(record, records, wider)
        case Finding():
            yield {"implies"}, _circles(record, records)
            yield {"kind"}, _unreachable(record, records)
        case Condition():
            yield {"findings", "pretest"}, _links_of(record)
        case Question():
            yield {"kind", "quantity", "options", "beside"}, _options(record)
            yield {"kind", "quantity", "options", "beside"}, roles(record, records["questions"])
            yield {"kind", "options", "order", "always"}, gate_faults(record, records["questions"])
        case Phrases() if "findings" in whole:
            yield {"say", "means", "means_not"}, _phrases(record, records)
        case Calm() | Ladder() if whole >= {"findings", "questions", "quantities"}:
            yield STORY, story_faults(record, records)
        case Profile() | Country():
            yield from _checks_of_place(record)
        case _:
            pass


def _checks_of_place(place: Profile | Country) -> Iterator[tuple[set[str], Found]]:
    if isinstance(place, Profile):
        yield {"advice"}, _levels(place)
    else:
        yield {"ambulance", "police", "health_line"}, _dialled(place)


def _unknown_words(sentences: Iterable[Sentence], words: Mapping[str, Iterable[str]]) -> Found:
    """Placeholders such as {provider} that some profile has no word for."""
    for sentence in sentences:
        for word in sorted(set(_PLACEHOLDER.findall(sentence.text)) - NUMBERS):
            lacking = [id for id, known in words.items() if word not in known]
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


def _unaskable(flag: RedFlag, records: Records, wider: Wider) -> Found:
    """A reportable finding in a rule that no question or quantity can ever set, itself or by a narrower one."""
    asked = {id for question in records["questions"].values() for id in question.asked}
    settable = asked.union(*(wider[id] for id in asked if id in wider))
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
    """Phrases for something that nobody can tell of themselves, or none at all, or too few sentences to try them."""
    finding = records["findings"].get(phrases.finding)
    if finding and (not finding.reportable or finding.threshold):
        yield (), f"`{phrases.finding}` is nothing that a person says in words"
    if not phrases.say:
        yield ("say",), "needs a phrase"
    for field, tried in (("means", phrases.means), ("means_not", phrases.means_not)):
        if len(set(tried)) < TRIED:
            yield (field,), f"needs {TRIED} sentences; it has {len(set(tried))}"


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


def _dialled(country: Country) -> Found:
    """A number that no telephone can dial; only a line for advice may be written with spaces."""
    numbers = {"ambulance": country.ambulance, "police": country.police, "health_line": country.health_line}
    for name, number in numbers.items():
        bare = number.replace(" ", "") if name == "health_line" else number
        if number and not (bare.isascii() and bare.isdigit()):
            yield (name,), f"`{number}` can't be dialled"
    if not country.ambulance:
        yield ("ambulance",), "has no number"


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
