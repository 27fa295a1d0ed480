"""What is told in an emergency: an order, a sentence to say, what to do until help comes, and why."""

from collections.abc import Iterator

from midback.engine.assessment import FlagReason
from midback.exchange.told.first import both_ways, level, numbers, raised, suspected
from midback.exchange.told.telling import Telling
from midback.exchange.told.tree import Group, Item, Kind, Section, View
from midback.terms import Urgency


def stop(telling: Telling) -> View:
    """The view for an emergency; empty where it is none.

    Where somebody near may be the danger, nothing is read out or shown, and the way out comes first.
    """
    if telling.assessment.disposition.urgency is not Urgency.EMERGENCY_NOW:
        return View()
    private = any(reason.red_flag.private for reason in telling.assessment.raised)
    sections = (_order(telling), *(() if private else _aloud(telling)), _why(telling))
    return View(tuple(filter(None, sections)))


def _order(telling: Telling) -> Section:
    told, text = telling.assessment.disposition, telling.words.text
    private = tuple(raised(telling, one) for one in telling.assessment.raised if one.red_flag.private)
    apart = private and telling.assessment.profile.police_number
    heading = Item("heading", telling.say("told.stop.private") if apart else text(told.heading), Kind.HEADING)
    way = () if private or not told.transport else (Item("transport", text(told.transport), Kind.WAY),)
    order = Group("order", (level(telling, told.urgency), heading, *way, *numbers(telling)))
    return Section("order", groups=tuple(filter(None, (order, Group("private", private)))))


def _aloud(telling: Telling) -> Iterator[Section]:
    """What is said on the telephone, what to do meanwhile, and what to do for who can't call."""
    sentence = Item("sentence", telling.say("told.stop.sentence", who=_who(telling), what=_what(telling)), Kind.LINE)
    number = telling.assessment.profile.emergency_number
    cannot = Item("cannot", telling.say("told.stop.cannot", number=number), Kind.LINE)
    meanwhile = tuple(telling.lines(telling.assessment.safety_net.meanwhile))
    yield Section("say", telling.say("told.stop.say"), (Group("say", (sentence,)),))
    yield Section("now", telling.say("told.now.emergency_now"), (Group("meanwhile", meanwhile),))
    yield Section("cannot", telling.to_them("told.stop.cannot_title"), (Group("cannot", (cannot,)),))


def _who(telling: Telling) -> str:
    age = telling.assessment.case.age
    return "" if age is None else telling.say("told.stop.who", age=int(age))


def _what(telling: Telling) -> str:
    findings = {one.id: one for reason in _emergencies(telling) for one in reason.findings}
    texts = [telling.words.text(one.lay) for one in findings.values()][: telling.limits.stop_findings]
    return telling.say("told.stop.what", findings="; ".join(texts)) if texts else ""


def _why(telling: Telling) -> Section:
    flags = tuple(raised(telling, one) for one in _emergencies(telling) if not one.red_flag.private)
    reasons = flags[: telling.limits.stop_reasons] or (*suspected(telling),)[:1]
    groups = (Group("main", reasons), both_ways(telling).cut(telling.limits.stop_findings))
    return Section("why", telling.say("told.why.title"), tuple(filter(None, groups)))


def _emergencies(telling: Telling) -> list[FlagReason]:
    return [one for one in telling.assessment.raised if one.red_flag.urgency is Urgency.EMERGENCY_NOW]
