"""The two-year ban on urging a placed person to change the job (H7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tasuki.core.law.clocks import last_day_of
from tasuki.core.law.parameters import find_number
from tasuki.core.law.refusals import Refusal

REQUEST_MONTHS: Final = 6
"""How long one logged request of the person opens the ban: our own limit, on the safe side."""


@dataclass(frozen=True, slots=True)
class SolicitationBan:
    """The ban after one hire for an indefinite term.

    Attributes:
        first: first day, the first day of work.
        last: last day as the books print it.
        blocked_through: last day on which contact is blocked, one day more than printed.
    """

    first: date
    last: date
    blocked_through: date


def solicitation_ban(hired_on: date) -> SolicitationBan:
    """Return the ban that a hire for an indefinite term begins.

    Args:
        hired_on: first day of work.

    Source: 職業安定法 指針 and licence condition チ(イ); 民法 143条2項.
    """
    last = last_day_of(hired_on, years=find_number("solicit_ban_years", on=hired_on))
    return SolicitationBan(hired_on, last, last + timedelta(days=1))


def solicit_block_until(hired_on: date) -> date:
    """Return the last day on which the agency may not urge a placed person to move.

    One day later than the strict period: the safe side.

    Source: guideline to the Employment Security Act (職業安定法 指針), two years.
    """
    return solicitation_ban(hired_on).blocked_through


def request_last_day(requested_on: date) -> date:
    """Return the last day on which a request of the person opens the ban.

    The law lets a person ask; it does not let one call open what is left of two years.

    Args:
        requested_on: the day on which the person asked.
    """
    return last_day_of(requested_on, months=REQUEST_MONTHS)


def is_open_by_request(*, hired_on: date, requested_on: date | None, on: date) -> bool:
    """Return whether a request made after the hire opens the ban on a day.

    Args:
        hired_on: first day of work.
        requested_on: the day of the last logged request of the person; None if there is none.
        on: the day of the contact.
    """
    if requested_on is None:
        return False
    return hired_on < requested_on <= on <= request_last_day(requested_on)


def check_solicitation(
    *, hired_on: date, is_indefinite_term: bool, on: date, requested_on: date | None
) -> Refusal | None:
    """H7: for two years the placing agency must not urge a placed person to move.

    Args:
        hired_on: first day of work.
        is_indefinite_term: the job has no end.
        on: the day of the contact.
        requested_on: the day on which the person asked first, as it is logged; None if never.
    """
    until = solicit_block_until(hired_on)
    if not is_indefinite_term or on > until:
        return None
    if is_open_by_request(hired_on=hired_on, requested_on=requested_on, on=on):
        return None
    return Refusal(
        "H7",
        f"当社の紹介で就職した方に、{until:%Y/%m/%d}まで転職を勧めることはできません。",
        f"A person we placed may not be urged to move until {until.isoformat()}.",
        "本人から申し出があった場合だけ、その記録を付けて対応してください。",
        "Act only on the person's own request, and log it.",
        "職業安定法 指針（就職から2年間の転職勧奨の禁止）",
    )
