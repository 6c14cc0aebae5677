"""One synthetic year of one agency, lived through the actions with a virtual clock.

Nobody in it exists. Every act is an action on the real database, at the moment of the story: the
books, the chains, the invoices and the mails are whole. What was done is written down beside it,
so that anybody can count again without asking the product.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import partial
from random import Random
from typing import Final
from uuid import UUID

from django.db import connection

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.agenda.actions import plan_agenda, remind_of_agenda
from tasuki.apps.books.actions import record_check
from tasuki.apps.books.models import SeparationSurvey
from tasuki.apps.books.surveys import answer_survey, run_surveys
from tasuki.apps.introductions.reminders import remind_of_introductions
from tasuki.apps.openings.tasks import suspend_stale_openings
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.orgs.queries import find_door
from tasuki.apps.placement.models import Introduction
from tasuki.apps.placement.seekers import expire_searches
from tasuki.apps.relay.actions import nightly
from tasuki.apps.sample import relay_steps
from tasuki.apps.sample.clock import TOKYO
from tasuki.apps.sample.desk import DAY, Desk, Office, Size
from tasuki.apps.sample.desk_cases import Case, begin_case, plan_cases
from tasuki.apps.sample.desk_fees import file_papers, plan_billing
from tasuki.apps.sample.desk_orders import begin_firms, begin_order, confirm_round, plan_orders
from tasuki.apps.sample.desk_relay import Relay, plan_relays
from tasuki.apps.sample.desk_seekers import begin_seeker, plan_seekers
from tasuki.apps.sample.names import People
from tasuki.apps.sample.parties import make_licence, make_member, make_organisation
from tasuki.apps.sample.results import prepare_company
from tasuki.apps.sample.year_log import CaseFact, Check, YearLog
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.books.rows import Separated
from tasuki.core.books.years import BusinessYear

SEED: Final = 2_000
LEAD_DAYS: Final = 45
TAIL_MONTHS: Final = 9
COMPANIES: Final = 4
SLUG: Final = "sample-year-{year}"
LICENCE: Final = "13-ユ-000000"
_SURVEY_KEY: Final = re.compile(r"/stayed/([^/\s]+)/")
_ANSWERS: Final = (("stayed", 66), ("left", 9), ("dismissed", 3), ("phone", 8), ("silent", 14))


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleYear:
    """What was lived.

    Attributes:
        office: who acted.
        year: the business year.
        log: what was done.
        desk: the clock, to go on with.
    """

    office: Office
    year: BusinessYear
    log: YearLog
    desk: Desk


def live_year(
    *,
    year: BusinessYear,
    scale: Fraction = Fraction(1),
    seed: int = SEED,
    nights: int = 7,
    until: datetime | None = None,
    say: Callable[[str], None] = lambda _line: None,
    is_persona: bool = False,
) -> SampleYear:
    """Make an agency and live a business year with it, and the nine months in which it is closed.

    Args:
        year: the business year; checks after six months and late payments follow it.
        scale: 1 = 2,000 job seekers, 300 orders, 900 introductions, 120 hires, 8 slots, 10
            refunds; a part of it for a quick look.
        seed: decides everything that is left to chance.
        nights: days from one run of the nightly work to the next.
        until: the moment at which the story ends; the end of the calendar year after it if None.
        say: told how far it is, once for each month.
        is_persona: the agency's owner stands among those whom a reader of the demo can play.
    """
    end = until or datetime.combine(date(year.last.year + 1, 1, 10), time(12), tzinfo=TOKYO)
    size = Size.of(scale)
    desk = Desk(
        office=make_office(year.first, is_persona=is_persona),
        first=year.first,
        last=year.last,
        until=end,
        dice=Random(seed),  # noqa: S311 - samples
        people=People(seed, born_before=year.first),
    )
    desk.log.organisation_id = desk.office.owner.organisation_id
    with connection.cursor() as cursor:
        # Lost sample data is made again; no act waits for the disk.
        cursor.execute("set synchronous_commit = off")
    try:
        plan_year(desk, size, nights=nights)
        desk.live(say)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset synchronous_commit")
    return SampleYear(office=desk.office, year=year, log=desk.log, desk=desk)


def has_year(year: BusinessYear) -> bool:
    """Return whether the agency of a sample year is there."""
    return Organisation.objects.filter(slug=SLUG.format(year=year.year)).exists()


def make_office(first: date, *, is_persona: bool = False) -> Office:
    """Make the agency with its licence and members, and its companies on the platform.

    Args:
        first: first day of the year.
        is_persona: a reader of the demo can play its owner.
    """
    agency = make_organisation(
        SLUG.format(year=first.year),
        OrganisationKind.AGENCY,
        "見本年人材株式会社（架空）",
        "Sample Year Staffing (fictitious)",
        handled_range="事務、営業、製造（港湾・建設を除く）",
    )
    make_licence(agency, LICENCE, first)
    mail = f"{first.year}.example.invalid"
    companies = []
    for number in range(1, COMPANIES + 1):
        name = f"見本登録{number}株式会社（架空）"
        company = make_organisation(
            f"sample-company-{first.year}-{number}", OrganisationKind.COMPANY, name, name
        )
        actor = make_member(
            company, Role.COMPANY_OWNER, f"見本 採用{number}", mail=f"hr{number}@{mail}"
        )
        companies.append((actor, name))
    return Office(
        owner=make_member(
            agency,
            Role.AGENCY_OWNER,
            "見本 所長",
            mail=f"owner@{mail}",
            title="見本の一年",
            is_persona=is_persona,
        ),
        clerk=make_member(agency, Role.AGENCY_CLERK, "見本 受付", mail=f"clerk@{mail}"),
        advisor=make_member(agency, Role.AGENCY_ADVISOR, "見本 紹介", mail=f"advisor@{mail}"),
        companies=tuple(companies),
    )


def plan_year(desk: Desk, size: Size, *, nights: int) -> list[Case]:
    """Plan everything that happens in a year and return its introductions.

    Args:
        desk: of the agency; nothing was planned on it.
        size: how much.
        nights: days from one run of the nightly work to the next.
    """
    relays = plan_relays(desk, size.slots) if size.slots else []
    desk.plan(desk.first - DAY * LEAD_DAYS, partial(_begin, desk, relays), minutes=0)
    seekers = plan_seekers(desk, size.seekers - sum(len(one.people) for one in relays))
    orders = plan_orders(desk, begin_firms(desk, size.employers), size.openings)
    slot_hires = sum(use.startswith("join") for one in relays for use in one.uses)
    cases = plan_cases(
        desk,
        orders,
        seekers,
        count=size.introductions,
        hires=max(1, size.placements - slot_hires),
    )
    plan_billing(desk, cases, refunds=size.refunds)
    for order in orders:
        begin_order(desk, order)
    for seeker in seekers:
        begin_seeker(desk, seeker)
    for case in cases:
        begin_case(desk, case)
    desk.plan(desk.first, partial(confirm_round, desk, orders), minutes=1)
    desk.plan(desk.first - DAY * 20, Nights(desk, relays, cases, nights).run, minutes=-300)
    return cases


def _begin(desk: Desk, relays: list[Relay]) -> None:
    owner = desk.office.owner
    filed, desk.fee_table_version = file_papers(owner=owner, filed_on=desk.today, now=desk.now)
    for relay in relays:
        prepare_company(company=relay.company, shown_from=desk.today, now=desk.now)
        relay.begin(desk, filed)


class Nights:
    """The work of the nights: what runs out, reminders, statements, checks after six months."""

    def __init__(self, desk: Desk, relays: list[Relay], cases: list[Case], days: int) -> None:
        self._desk, self._relays, self._cases, self._days = desk, relays, cases, days
        self._dice = Random(desk.dice.random())  # noqa: S311 - samples
        self._facts: dict[UUID, CaseFact] = {}

    def run(self) -> None:
        """Run one night and plan the next."""
        desk, now, task = self._desk, self._desk.now, self._desk.office.task
        suspend_stale_openings(actor=task, now=now)
        expire_searches(actor=task, now=now)
        if self._relays:
            nightly.run_night(actor=task, now=now)
        remind_of_introductions(actor=task, now=now)
        plan_agenda(actor=task, now=now)
        remind_of_agenda(actor=task, now=now)
        for relay in self._relays:
            relay.look(desk)
        run_surveys(actor=task, now=now)
        self._follow_surveys()
        for organisation_id in (
            task.organisation_id,
            *(actor.organisation_id for actor, _name in desk.office.companies),
        ):
            relay_steps.deliver_waiting(organisation_id=organisation_id, now=now)
        desk.plan(desk.today + DAY * self._days, self.run, minutes=-300)

    def _follow_surveys(self) -> None:
        desk, today = self._desk, self._desk.today
        with bound(desk.office.owner.organisation_id, None):
            rows = SeparationSurvey.objects.filter(asked_on=today)
            asked = set(rows.values_list("introduction_id", flat=True))
            closed = SeparationSurvey.objects.filter(closed_on=today, answered_on=None)
            silent = set(closed.values_list("introduction_id", flat=True))
        facts = self._hires()
        for hire_id in sorted(asked & facts.keys(), key=lambda one: facts[one].seeker.number):
            self._plan_answer(hire_id, facts[hire_id])
        for hire_id in silent & facts.keys():
            if not facts[hire_id].checks:
                facts[hire_id].checks.append(
                    Check(answer="unknown", method="silence", known_on=today)
                )

    def _hires(self) -> dict[UUID, CaseFact]:
        """Return the facts of the hires by the row of the books."""
        with bound(self._desk.office.owner.organisation_id, None):
            rows = Introduction.objects.filter(outcome="hired").values_list(
                "id", "job_order__number", "job_seeker__number"
            )
            numbers = {(order, seeker): hire_id for hire_id, order, seeker in rows}
        return {
            numbers[fact.order.number, fact.seeker.number]: fact
            for fact in self._desk.log.cases
            if fact.outcome == "hired"
        }

    def _plan_answer(self, hire_id: UUID, fact: CaseFact) -> None:
        desk = self._desk
        [answer] = self._dice.choices([one[0] for one in _ANSWERS], [one[1] for one in _ANSWERS])
        if answer == "silent":
            return
        act = self._phone if answer == "phone" else partial(self._answer, answer)
        desk.plan(desk.today + DAY * self._dice.randrange(1, 25), partial(act, hire_id, fact))

    def _answer(self, answer: str, hire_id: UUID, fact: CaseFact) -> None:
        """The employer opens the mail and presses a button."""
        desk = self._desk
        found = _SURVEY_KEY.search(desk.find_mail(reference_id=hire_id, kind="separation_survey"))
        assert found is not None
        door = find_door(kind=Door.Kind.SEPARATION, key=found[1], now=desk.now)
        assert door is not None
        assert fact.hired_on is not None
        left_on = fact.hired_on + timedelta(days=120) if answer == "left" else None
        answer_survey(
            actor=Actor(
                organisation_id=door.organisation_id,
                kind=door.kind,
                role=Role.PERSON,
                case_id=door.subject,
            ),
            introduction_id=hire_id,
            answer=answer,
            left_on=left_on,
            now=desk.now,
        )
        fact.checks.append(
            Check(answer=answer, method="survey", known_on=desk.today, left_on=left_on)
        )

    def _phone(self, hire_id: UUID, fact: CaseFact) -> None:
        desk = self._desk
        record_check(
            actor=desk.office.owner,
            introduction_id=hire_id,
            answer=Separated.STAYED,
            method="phone",
            checked_on=desk.today,
            now=desk.now,
        )
        fact.checks.append(Check(answer="stayed", method="phone", known_on=desk.today))
