"""Days as an iCalendar file (RFC 5545) that calendar programs subscribe to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, vDuration

PRODUCT: Final = "-//Tasuki//Calendar of duties//EN"
REFRESH: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One whole day in a calendar.

    Attributes:
        uid: names it for good, so that a changed day replaces the former one.
        on: the day.
        title: one line.
        text: more words; may be empty.
        url: address of a page; empty for none.
        changed_at: last change, aware.
        is_done: crossed out in programs that show it.
        remind_days: how many days before it is brought to mind; None = not at all.
    """

    uid: str
    on: date
    title: str
    text: str = ""
    url: str = ""
    changed_at: datetime
    is_done: bool = False
    remind_days: int | None = None


def write_calendar(days: Iterable[Day], *, name: str) -> bytes:
    """Return the days as one calendar: lines folded at 75 octets, ended by CR LF.

    Args:
        days: in any order.
        name: of the calendar as programs show it.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    for day in days:
        calendar.add_component(_event(day))
    content: bytes = calendar.to_ical()
    return content


def _event(day: Day) -> Event:
    event = Event()
    event.add("uid", day.uid)
    event.add("dtstamp", day.changed_at)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", day.title)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if day.is_done else "CONFIRMED")
    if day.text:
        event.add("description", day.text)
    if day.url:
        event.add("url", day.url)
    if day.remind_days is not None and not day.is_done:
        event.add_component(_alarm(day))
    return event


def _alarm(day: Day) -> Alarm:
    assert day.remind_days is not None
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", day.title)
    alarm.add("trigger", -timedelta(days=day.remind_days))
    return alarm
