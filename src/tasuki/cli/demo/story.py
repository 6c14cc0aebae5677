"""Eighteen months of one region, month by month; the last morning is left to the reader.

The main company stands at nine of ten: one person waits in the agency's queue, and three acts
of the agency (accept, count, issue the statement) make the tenth.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.db import connection

from tasuki.apps.actor import Actor
from tasuki.apps.agenda import actions as agenda
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.region.actions import agree_to_count
from tasuki.apps.relay.actions import (
    decisions,
    disputes,
    links,
    nightly,
    own_registration,
    statements,
)
from tasuki.apps.relay.models import Registration, RelayContract
from tasuki.apps.sample import relay_steps, slot_steps
from tasuki.apps.sample.applicants import make_month_file
from tasuki.apps.sample.clock import Calendar
from tasuki.apps.sample.names import HINA, People, Person
from tasuki.apps.sample.results import prepare_company, tell_results
from tasuki.cli.demo import (
    desk_steps,
    move_steps,
    order_steps,
    people_steps,
    placement_steps,
    rights_steps,
    seeker_steps,
)
from tasuki.cli.demo.cast import COMPANIES, Cast, make_cast
from tasuki.core.access import OrganisationKind
from tasuki.core.relay.parameters import SelectionStage

SEED: Final = 20
MONTHS: Final = 17
# People told their result, and people counted, in the months before this one, oldest first.
MAIN_INFORMED: Final = (16, 22, 25, 3, 24, 27, 31, 26, 24, 28, 25, 22, 26, 31, 27, 24, 22)
MAIN_COUNTED: Final = (2, 3, 4, 1, 2, 2, 3, 3, 2, 3, 3, 2, 2, 3, 2, 1, 2)
OTHERS: Final = {"misaki": 8, "yamate": 6, "midori": 5, "kitako": 4, "hamada": 3}
OTHER_INFORMED: Final = 7
NIGHTS: Final = (3, 12)
STAGES: Final = (
    SelectionStage.DOCUMENT_SCREENING,
    SelectionStage.FIRST_INTERVIEW,
    SelectionStage.FIRST_INTERVIEW,
    SelectionStage.FINAL_INTERVIEW,
)


@dataclass(slots=True)
class Teller:
    """Tells the story; every act takes the story's own time."""

    calendar: Calendar
    cast: Cast
    people: People
    applicants: People
    dice: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - samples
    contracts: dict[str, RelayContract] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    counted: list[Registration] = field(default_factory=list)
    elsewhere: list[Registration] = field(default_factory=list)
    told_until: datetime = field(default_factory=relay_steps.database_now)

    def begin(self, slug: str, papers: relay_steps.Papers, *, back: int) -> None:
        """Sign a contract and issue the first code."""
        now = self.calendar.at(back, 1, 9)
        contract = relay_steps.start_contract(
            agency=self.cast.agency,
            manager=self.cast.advisor,
            company=self.cast.companies[slug],
            filed=papers,
            now=now,
        )
        self.contracts[slug] = contract
        link = links.issue_link(actor=self.cast.advisor, contract_id=contract.id, now=now)
        self.codes[slug] = link.code

    def inform(self, slug: str, *, back: int, count: int, day: int = 12) -> None:
        """Import a month's applicants and tell everybody not selected."""
        company, now = self.cast.companies[slug], self.calendar.at(back, day, 9)
        month = self.calendar.month(back)
        data = make_month_file(
            people=self.applicants,
            seed=self.dice.randrange(1_000_000),
            month=month,
            not_selected=count,
            hired=2 if slug == "minato" else 0,
            withdrew=1,
        )
        tell_results(company=company, data=data, month=month, now=now)

    def register(
        self, slug: str, *, now: datetime, person: Person | None = None
    ) -> tuple[str, Person]:
        """Somebody opens the page and leaves an address; returns the mailed key."""
        who = person or self.people.next()
        key = relay_steps.begin_registration(
            code=self.codes[slug],
            person=who,
            stage=self.dice.choice(STAGES),
            result_month=now.astimezone(self.calendar.now.tzinfo).date().replace(day=1),
            now=now,
        )
        return key, who

    def complete(self, slug: str, *, now: datetime, person: Person | None = None) -> Registration:
        """Somebody registers to the end."""
        key, who = self.register(slug, now=now, person=person)
        return relay_steps.complete_registration(
            key=key, person=who, now=now + timedelta(minutes=6)
        )

    def count(self, slug: str, *, back: int, number: int) -> None:
        """A number of people register and are accepted and counted."""
        for position in range(number):
            now = self.calendar.at(back, 14 + position % 10, 19)
            registration = self.complete(slug, now=now)
            relay_steps.accept_and_count(
                clerk=self.cast.clerk, registration=registration, now=now + timedelta(days=2)
            )
            (self.counted if slug == "minato" else self.elsewhere).append(registration)

    def close_month(self, slug: str, *, back: int) -> None:
        """Issue the statement of a month on the fifth of the next, and change the code."""
        now = self.calendar.at(back - 1, 5, 9)
        statements.issue_statement(
            actor=self.cast.agency,
            book_id=self.contracts[slug].book_id,
            month=self.calendar.month(back),
            now=now,
        )
        self.date_rows(slug, now=now)

    def date_rows(self, slug: str, *, now: datetime) -> None:
        """Give what the database stamped since the last time the story's own time."""
        company = self.cast.companies[slug].organisation_id
        for organisation_id in (company, self.cast.agency.organisation_id):
            relay_steps.date_rows(organisation_id=organisation_id, since=self.told_until, now=now)
        self.told_until = relay_steps.database_now()

    def night(self, *, back: int) -> None:
        """Run what is due in the agency in the first days of a month."""
        agency = Actor.for_task(
            organisation_id=self.cast.agency.organisation_id, kind=OrganisationKind.AGENCY
        )
        for day in NIGHTS:
            nightly.run_night(actor=agency, now=self.calendar.at(back, day, 3))
        self._renew_codes()

    def _renew_codes(self) -> None:
        for slug, code in relay_steps.find_active_codes(
            agency=self.cast.agency, contracts=self.contracts
        ).items():
            self.codes[slug] = code


def tell(*, now: datetime) -> Cast:
    """Tell the whole story up to ``now`` and return who acts in it."""
    _hurry()
    calendar = Calendar(now)
    cast = make_cast(today=calendar.today)
    teller = Teller(
        calendar=calendar,
        cast=cast,
        people=People(SEED, born_before=calendar.today),
        applicants=People(SEED + 1, born_before=calendar.today),
    )
    papers = relay_steps.file_papers(
        agency=cast.agency,
        filed_on=calendar.month(MONTHS + 2),
        now=calendar.at(MONTHS + 2, 3),
    )
    for slug, *_ in COMPANIES:
        _prepare_company(teller, slug, back=MONTHS + 1)
    months = {"minato": MONTHS} | OTHERS
    for back in range(MONTHS, 0, -1):
        teller.night(back=back)
        for slug in [slug for slug, length in months.items() if length >= back]:
            if slug not in teller.contracts:
                teller.begin(slug, papers, back=back)
            _tell_month(teller, slug, back=back)
    teller.night(back=0)
    move_steps.tell_moves(company=cast.companies["minato"], calendar=calendar)
    desk_steps.tell_desk(cast=cast, calendar=calendar)
    order_steps.tell_orders(advisor=cast.advisor, calendar=calendar)
    placement_steps.tell_placements(
        company=cast.companies["minato"],
        advisor=cast.advisor,
        people=reversed(teller.elsewhere),
        calendar=calendar,
    )
    _tell_this_month(teller)
    people_steps.tell_people(company=cast.companies["minato"], calendar=calendar)
    seeker_steps.tell_direct_seekers(clerk=cast.clerk, people=teller.people, now=now)
    for member in (*cast.companies.values(), cast.agency):
        agenda.plan_agenda(actor=member, now=now)
        relay_steps.deliver_waiting(organisation_id=member.organisation_id, now=now)
    return cast


def _hurry() -> None:
    """Do not wait for the disk after each act: lost sample data is made again."""
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = off")


def _prepare_company(teller: Teller, slug: str, *, back: int) -> None:
    company = teller.cast.companies[slug]
    now = teller.calendar.at(back, 4)
    prepare_company(company=company, shown_from=teller.calendar.month(back + 2), now=now)
    agree_to_count(actor=company, municipality_id=teller.cast.municipality.organisation_id, now=now)


def _tell_month(teller: Teller, slug: str, *, back: int) -> None:
    is_main = slug == "minato"
    position = MONTHS - back
    teller.inform(slug, back=back, count=MAIN_INFORMED[position] if is_main else OTHER_INFORMED)
    teller.count(slug, back=back, number=MAIN_COUNTED[position] if is_main else 1)
    if is_main:
        _tell_extras(teller, back=back)
    teller.close_month(slug, back=back)
    if is_main:
        _use_slots(teller, back=back)


def _tell_extras(teller: Teller, *, back: int) -> None:
    """People who are not counted, and one count that is taken back."""
    agency, clerk = teller.cast.agency, teller.cast.clerk
    now = teller.calendar.at(back, 18)
    if back % 4 == 1:
        refused = teller.complete("minato", now=now)
        decisions.refuse_registration(
            actor=clerk,
            registration_id=refused.id,
            expected_version=refused.row_version,
            code="N1",
            now=now + timedelta(days=1),
        )
    if back == 3:
        left = teller.counted[-1]
        own_registration.withdraw_registration(
            actor=relay_steps.own_actor(left), registration_id=left.id, now=now
        )
    if back == 2:
        wrong = teller.counted[-3]
        decisions.reverse_registration(
            actor=agency,
            registration_id=wrong.id,
            expected_version=relay_steps.find_version(agency=agency, registration_id=wrong.id),
            code="N5",
            note="別の名前で登録済みの方と判明（架空）",
            now=now,
        )


def _use_slots(teller: Teller, *, back: int) -> None:
    """R-01 is used and lasts; R-02 has a candidate at the end of the story."""
    company, agency = teller.cast.companies["minato"], teller.cast.agency
    recruiter = Organisation.objects.get(id=company.organisation_id).name
    if back == 13:
        now = teller.calendar.at(back - 1, 8)
        opening = slot_steps.publish_job(
            company=company, job=slot_steps.ACCOUNTS, recruiter=recruiter, now=now
        )
        slot = slot_steps.find_company_slot(company=company, number=1)
        slot_steps.present(
            company=company,
            agency=agency,
            slot=slot,
            opening_id=opening,
            registration=teller.counted[4],
            now=now,
        )
    if back == 12:
        slot_steps.hire(
            company=company,
            slot=slot_steps.find_company_slot(company=company, number=1),
            pay_yen=4_500_000,
            now=teller.calendar.at(back - 1, 8),
        )
    if back == 1:
        now = teller.calendar.now - timedelta(days=6)
        opening = slot_steps.publish_job(
            company=company, job=slot_steps.PRODUCTION, recruiter=recruiter, now=now
        )
        slot_steps.present(
            company=company,
            agency=agency,
            slot=slot_steps.find_company_slot(company=company, number=2),
            opening_id=opening,
            registration=teller.counted[16],
            now=now,
        )


def _tell_this_month(teller: Teller) -> None:
    """Who waits this morning: nine in the queue, the reader's tenth first."""
    now, agency = teller.calendar.now, teller.cast.agency
    teller.inform("minato", back=0, count=22, day=min(12, teller.calendar.today.day))
    days = min(3, teller.calendar.today.day - 1)
    hina = teller.complete("minato", now=now - timedelta(days=days, minutes=90), person=HINA)
    relay_steps.make_persona(registration=hina, person=HINA)
    for slug in ("minato", "misaki", "yamate", "midori", "misaki", "yamate"):
        teller.complete(slug, now=now - timedelta(hours=teller.dice.randrange(2, 20)))
    held = teller.complete("minato", now=now - timedelta(hours=30))
    decisions.hold_registration(
        actor=teller.cast.clerk,
        registration_id=held.id,
        expected_version=held.row_version,
        note="申告した段階の確認（架空）",
        now=now - timedelta(hours=20),
    )
    teller.register("minato", now=now - timedelta(hours=1))
    _ask_about_statement(teller, now=now - timedelta(hours=3))
    rights_steps.tell_requests(desk=teller.cast.companies["minato"], now=now)
    rights_steps.tell_incidents(desk=teller.cast.companies["minato"], now=now)
    teller.date_rows("minato", now=now - timedelta(hours=1))
    for actor in (*teller.cast.companies.values(), agency):
        relay_steps.deliver_waiting(organisation_id=actor.organisation_id, now=now)


def _ask_about_statement(teller: Teller, *, now: datetime) -> None:
    company = teller.cast.companies["misaki"]
    statement = relay_steps.find_last_statement(company=company)
    disputes.open_dispute(
        actor=company,
        statement_id=statement,
        note="取扱範囲の外とされた人数の内訳の考え方を教えてください（架空）。",
        now=now,
    )
