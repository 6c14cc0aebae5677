"""Clocks of law: when a period ends, when a request is due, when a breach is reported."""

from dataclasses import dataclass
from datetime import date, timedelta

from tasuki.core.dates import last_day_of_period
from tasuki.core.law.parameters import find_number, find_numbers


def last_day_of(start: date, *, months: int = 0, years: int = 0) -> date:
    """Return the last day of a period of months or years that begins on a day.

    Args:
        start: first day of the period.
        months: whole months, >= 0.
        years: whole years, >= 0.

    Returns:
        The day before the corresponding day; the month's last day where there is none. For a
        period of no length the day before the start: nothing has to be waited for.

    Source: Civil Code (民法) 143条2項.
    """
    total = months + 12 * years
    if total == 0:
        return start - timedelta(days=1)
    return last_day_of_period(start, total)


@dataclass(frozen=True, slots=True)
class RequestClock:
    """Days of a request by the person.

    Attributes:
        remind_on: the days on which the office is reminded.
        answer_by: the last day for the answer.
    """

    remind_on: tuple[date, ...]
    answer_by: date


def separation_due(hired_on: date) -> date:
    """Return the first day on which it can be checked whether a placed person stayed (離職状況).

    The window ends with the last day of six months; the check falls due on the day after it.

    Args:
        hired_on: first day of work.

    Source: 職業安定法施行規則 24条の8; 民法 143条2項.
    """
    months = find_number("separation_check_months", on=hired_on)
    return last_day_of(hired_on, months=months) + timedelta(days=1)


def request_due(received_on: date) -> RequestClock:
    """Return the clock of a request for disclosure, correction or stop of use.

    Args:
        received_on: the day on which the request arrived, in Japan.

    Source: 個人情報保護法 33-35条 (without delay) and 39条 (two weeks before a lawsuit).
    """
    reminders = find_numbers("dsr_reminder_days", on=received_on)
    return RequestClock(
        remind_on=tuple(received_on + timedelta(days=days) for days in reminders),
        answer_by=received_on + timedelta(days=find_number("dsr_sla_days", on=received_on)),
    )


@dataclass(frozen=True, slots=True)
class BreachClock:
    """Days of a breach.

    Attributes:
        preliminary_from: first day of the window in which the preliminary report is expected.
        preliminary_by: last day for the preliminary report (速報).
        reminders: the days on which the office is reminded, the last one being ``final_by``.
        final_by: last day for the final report (確報).
    """

    preliminary_from: date
    preliminary_by: date
    reminders: tuple[date, ...]
    final_by: date


def breach_clock(known_on: date, *, is_wrongful: bool) -> BreachClock:
    """Return the clock of a breach of personal data.

    The day of knowing is not counted for the preliminary report and is day 1 for the final one
    and for the reminders: of two ways to count, the earlier day is taken.

    Args:
        known_on: the day on which the organisation came to know, in Japan.
        is_wrongful: somebody acted for a wrongful purpose, such as an intrusion.

    Source: 個人情報保護法 26条; 施行規則 7条, 8条.
    """
    first, last = find_numbers("breach_preliminary_days", on=known_on)
    key = "breach_final_wrongful_days" if is_wrongful else "breach_final_days"
    final_by = known_on + timedelta(days=find_number(key, on=known_on) - 1)
    hours = find_number("breach_first_reminder_hours", on=known_on)
    days = find_numbers("breach_reminder_days", on=known_on)
    return BreachClock(
        preliminary_from=known_on + timedelta(days=first),
        preliminary_by=known_on + timedelta(days=last),
        reminders=(
            known_on + timedelta(hours=hours),
            *(known_on + timedelta(days=day - 1) for day in days),
            final_by,
        ),
        final_by=final_by,
    )
