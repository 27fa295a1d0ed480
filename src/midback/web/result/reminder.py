"""A calendar entry to look again a week after a result. It holds no answer and names no part of the body."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event

from midback.words import say

ONE_WEEK = timedelta(days=7)
AT_NINE = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A whole day, at nine in the morning wherever the person is. `id` is the same for every copy of one result.

    `turn` counts the weeks that had passed, so that calendars take a later copy for the newer one.
    """

    day: date
    id: str
    turn: int


def reminder_of(token: str, concluded: date, today: date) -> Reminder:
    """A week after the conclusion; where that is over, whole weeks after it, the next that is to come."""
    turn = max((today - concluded) // ONE_WEEK, 0)
    return Reminder(concluded + (turn + 1) * ONE_WEEK, sha256(f"reminder:{token}".encode()).hexdigest()[:32], turn)


def calendar(reminder: Reminder, now: datetime, number: str) -> bytes:
    """The reminder as a calendar file. `number` is where to call for help."""
    event = Event()
    event.add("uid", reminder.id)
    event.add("sequence", reminder.turn)
    event.add("dtstamp", now)
    event.add("dtstart", reminder.day)
    event.add("summary", say("take_away.reminder"))
    event.add("description", say("take_away.reminder_text", number=number))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm())
    whole = Calendar()
    whole.add("prodid", "-//Midback//Reminder//EN")
    whole.add("version", "2.0")
    whole.add_component(event)
    written: bytes = whole.to_ical()
    return written


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", say("take_away.reminder"))
    alarm.add("trigger", AT_NINE)
    return alarm
