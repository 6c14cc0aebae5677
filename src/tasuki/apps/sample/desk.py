"""The virtual clock of a sample year and what its parts share: who acts, dice, the log."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import count
from random import Random
from typing import Any, Final, Self

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.sample.clock import TOKYO
from tasuki.apps.sample.names import People
from tasuki.apps.sample.year_log import YearLog
from tasuki.core.access import OrganisationKind

DAY: Final = timedelta(days=1)
_OPENS: Final = time(9)
_OFFICE_MINUTES: Final = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who works at the agency, and its companies on the platform.

    Attributes:
        owner: files tables, bills, answers for the books.
        clerk: receives job seekers.
        advisor: accepts orders and introduces.
        companies: members of companies who may act for them, with the companies' names.
    """

    owner: Actor
    clerk: Actor
    advisor: Actor
    companies: tuple[tuple[Actor, str], ...] = ()

    @property
    def task(self) -> Actor:
        """The clock of the agency."""
        return Actor.for_task(
            organisation_id=self.owner.organisation_id, kind=OrganisationKind.AGENCY
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much happens in a sample year; at full size what a middle-sized agency does."""

    seekers: int = 2_000
    openings: int = 300
    introductions: int = 900
    placements: int = 120
    slots: int = 8
    refunds: int = 10
    employers: int = 40

    @classmethod
    def of(cls, scale: Fraction) -> Self:
        """Return a part of the full year; of everything there is at least one.

        Args:
            scale: above 0, 1 = the full year.
        """
        full = cls()
        return cls(**{name: max(1, round(getattr(full, name) * scale)) for name in cls.__slots__})


@dataclass(slots=True)
class Desk:
    """One agency's year: acts wait in the order of their moments and are done one by one.

    Attributes:
        office: who acts.
        first, last: days of the year.
        until: the moment at which the story ends; what would come later did not happen.
        dice: decides what is planned.
        people: who comes.
        log: what was done.
        fee_table_version: on which agreements rest.
        now: the moment of the act that happens now.
    """

    office: Office
    first: date
    last: date
    until: datetime
    dice: Random
    people: People
    log: YearLog = field(default_factory=YearLog)
    fee_table_version: int = 1
    now: datetime = field(default_factory=lambda: datetime.min.replace(tzinfo=TOKYO))
    _waiting: list[tuple[datetime, int, Callable[[], Any]]] = field(default_factory=list)
    _serial: Any = field(default_factory=count)

    def plan(self, day: date, act: Callable[[], Any], *, minutes: int | None = None) -> None:
        """Let an act happen on a day, at a moment of the office's hours.

        Args:
            day: the day; never before the present moment.
            act: reads the moment from ``now``.
            minutes: after nine o'clock; by chance where None.
        """
        offset = self.dice.randrange(_OFFICE_MINUTES) if minutes is None else minutes
        moment = datetime.combine(day, _OPENS, tzinfo=TOKYO) + timedelta(minutes=offset)
        serial = next(self._serial)
        heapq.heappush(self._waiting, (max(moment, self.now), serial, act))

    def live(self, say: Callable[[str], None]) -> None:
        """Do everything up to the end of the story.

        Args:
            say: told at the beginning of each month.
        """
        month = None
        while self._waiting and self._waiting[0][0] <= self.until:
            self.now, _serial, act = heapq.heappop(self._waiting)
            if month != (self.now.year, self.now.month):
                month = (self.now.year, self.now.month)
                say(f"{self.now:%Y-%m}  {self.log.act_count:,}")
            try:
                act()
            except ActionError as error:
                name = getattr(getattr(act, "func", act), "__qualname__", "")
                self.log.refusals.append(f"{self.today} {name} {error.code}: {error.en}")
            self.log.act_count += 1

    @property
    def today(self) -> date:
        """The day of the act that happens now."""
        return self.now.astimezone(TOKYO).date()

    def find_mail(self, *, reference_id: Any, kind: str) -> str:
        """Return the text of the newest mail about something, as its reader opens it."""
        with bound(self.office.owner.organisation_id, None):
            found = OutboxMail.objects.filter(reference_id=reference_id, kind=kind)
            text: str = found.latest("created_at").text
        return text
