"""An agency at work: a running relay, people in the queue, slots, and who may look."""

from dataclasses import dataclass
from uuid import uuid4

from tests.apps.relay import intake
from tests.factories import COMPLETE_TERMS, NOW, TODAY, make_agency, make_import, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Licence
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.actions import hires, releases, slots
from tasuki.apps.relay.actions.statements import issue_statement
from tasuki.apps.relay.models import Invite, Registration, Release, Slot
from tasuki.core.access import Role


@dataclass
class Office:
    """The agency of a relay; ``relay`` acts for both sides."""

    relay: intake.Relay

    @classmethod
    def make(cls, **parameters: object) -> "Office":
        """Return an agency with one running contract and one code."""
        # More people a day than a real code would see without a check.
        return cls(intake.make_relay(parameters={"daily_flag_per_code": 1_000} | parameters))

    @property
    def owner(self) -> Actor:
        return self.relay.owner

    @property
    def book_id(self):
        return self.relay.contract.book_id

    def queue(self, number: int = 1) -> list[Registration]:
        """So many people registered and wait for acceptance."""
        return [self.relay.register() for _ in range(number)]

    def accept(self, number: int = 1) -> list[Registration]:
        return [self.relay.accept(one) for one in self.queue(number)]

    def count(self, number: int = 1) -> list[Registration]:
        accepted = self.accept(number)
        for one in accepted:
            self.relay.count(one)
        return accepted

    def inform(self, number: int = 5) -> None:
        """The company told so many people their result."""
        company, hr = self.relay.company, self.relay.hr
        with bound(company.id, hr.account_id):
            for _ in range(number):
                record = TalentRecord.objects.create(
                    organisation=company, number=uuid4().hex[:12], family_name="長谷部"
                )
                application = Application.objects.create(
                    organisation=company,
                    talent_record=record,
                    number=uuid4().hex[:12],
                    job_title="経理",
                    outcome=Application.Outcome.NOT_SELECTED,
                    import_run_id=make_import(company).pk,
                )
                Invite.objects.create(
                    organisation=company,
                    application=application,
                    book_id=self.book_id,
                    result_decided_by_id=hr.account_id,
                    result_decided_by_name=hr.name,
                    result_reason="経験",
                    result_notified_at=NOW,
                    invited_at=NOW,
                    state="invited",
                )

    def grant(self) -> Slot:
        """Ten people are counted, the statement shows the slot."""
        self.inform()
        self.count(self.relay.contract.parameters["ratio"])
        self.issue()
        return self.slot()

    def issue(self):
        return issue_statement(actor=self.owner, book_id=self.book_id, month=TODAY, now=NOW)

    def slot(self) -> Slot:
        with bound(self.relay.agency.id, None):
            return Slot.objects.get(book_id=self.book_id, number=1)

    def request(self) -> Slot:
        """The company asks for somebody for one job."""
        company, hr = self.relay.company, self.relay.hr
        with bound(company.id, hr.account_id):
            opening = Opening.objects.create(
                organisation=company,
                number=uuid4().hex[:10],
                title="生産管理",
                occupation="生産管理",
                workplace="みなと市",
                pay_min_yen=270_000,
                pay_max_yen=330_000,
                theoretical_pay_yen=4_500_000,
                terms=COMPLETE_TERMS,
                prefecture=33,
                work_minutes=9_600,
                declared_on=TODAY,
                as_of=TODAY,
                state="open",
            )
        return slots.request_slot(
            actor=hr,
            slot_id=self.slot().id,
            opening_id=opening.id,
            conditions={"must": ["工程計画"], "want": []},
            now=NOW,
        )

    def ask(self, registration: Registration) -> Release:
        return releases.ask_release(
            actor=self.owner,
            slot_id=self.slot().id,
            registration_id=registration.id,
            fields=["name", "occupation"],
            now=NOW,
        )

    def agree(self, release: Release, registration: Registration) -> Release:
        """The person says yes."""
        person = self.relay.person_of(self.relay.reload(registration))
        return releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)

    def present(self) -> Slot:
        registration = self.accept()[0]
        release = self.agree(self.ask(registration), registration)
        return releases.present_candidate(
            actor=self.owner, slot_id=self.slot().id, release_id=release.id, now=NOW
        )

    def hire(self) -> Slot:
        """From the request to the first day of work, all on one day."""
        self.present()
        slot_id = self.slot().id
        hr = self.relay.hr
        hires.hold_interview(actor=hr, slot_id=slot_id, interview_at=NOW, now=NOW)
        return hires.join(
            actor=hr,
            slot_id=slot_id,
            hired_on=TODAY,
            theoretical_pay_yen=4_500_000,
            is_indefinite=True,
            is_conditions_notice_sent=True,
            now=NOW,
        )


def make_stranger() -> Actor:
    """The owner of another agency."""
    agency = make_agency()
    make_row(Licence, agency)  # so that what is refused is refused for the row's sake
    return make_member(agency, Role.AGENCY_OWNER)
