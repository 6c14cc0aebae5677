"""An agency's desk with an employer, its order, and people who look for work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tests.apps.relay import intake
from tests.factories import COMPLETE_OPENING, NOW, TODAY, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.introductions.actions import asking, employer, interviews, person
from tasuki.apps.introductions.actions.interviews import Meeting
from tasuki.apps.introductions.models import CaseEvent, Interview, IntroductionCase
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.placement.models import JobOrder, JobSeeker
from tasuki.apps.relay.actions import releases
from tasuki.apps.relay.models import Registration
from tasuki.core.access import OrganisationKind, Role

_numbers = count(1)
FIELDS = ["name", "mail", "occupation"]
DAY = timedelta(days=1)


@dataclass
class Desk:
    """The parties, and short ways to act for them."""

    relay: intake.Relay
    company: Organisation
    hr: Actor
    manager: Actor
    viewer: Actor
    order: JobOrder

    @classmethod
    def make(cls) -> "Desk":
        """A licensed agency, an employer on the platform and its order."""
        relay = intake.make_relay(parameters={"daily_flag_per_code": 1_000})
        company = make_company(name=f"はまべ食品{next(_numbers)}")
        desk = cls(
            relay=relay,
            company=company,
            hr=make_member(company, Role.COMPANY_HR),
            manager=make_member(company, Role.COMPANY_MANAGER),
            viewer=make_member(company, Role.COMPANY_VIEWER),
            order=None,  # type: ignore[arg-type]  # made in the next line
        )
        desk.order = desk.make_order()
        return desk

    @property
    def agency(self) -> Organisation:
        return self.relay.agency

    @property
    def advisor(self) -> Actor:
        return self.relay.advisor

    @property
    def task(self) -> Actor:
        return Actor.for_task(organisation_id=self.agency.id, kind=OrganisationKind.AGENCY)

    def make_order(self, *, opening: dict[str, Any] | None = None, **fields: Any) -> JobOrder:
        """An accepted order with the opening that the agency keeps for it."""
        number = next(_numbers)
        with bound(self.agency.id, None):
            row = Opening.objects.create(
                organisation=self.agency,
                **COMPLETE_OPENING
                | {
                    "number": f"O-{number}",
                    "title": "品質管理",
                    "occupation": "品質管理",
                    "workplace": "横浜市",
                    "declared_on": TODAY,
                    "as_of": TODAY,
                    "state": "open",
                    "theoretical_pay_yen": 4_200_000,
                }
                | (opening or {}),
            )
            given = {
                "number": f"J-{number:05d}",
                "company_id": self.company.id,
                "employer_name": self.company.name,
                "employer_address": "横浜市1-2",
                "contact": "人事 saiyo@hamabe.example",
                "received_on": TODAY,
                "valid_to": TODAY + timedelta(days=90),
                "occupation": row.occupation,
                "workplace": row.workplace,
                "term": "無期",
                "wage": "月額",
                "opening_id": row.id,
            }
            return JobOrder.objects.create(organisation=self.agency, **given | fields)

    def outside(self) -> JobOrder:
        """The order of an employer that is not on the platform."""
        return self.make_order(company_id=None, employer_name="やまと木工")

    def register(self) -> Registration:
        registration = self.relay.accept(self.relay.register())
        with bound(self.agency.id, None):
            return Registration.objects.get(id=registration.id)

    def seeker_of(self, registration: Registration) -> JobSeeker:
        with bound(self.agency.id, None):
            return JobSeeker.objects.get(talent_record_id=registration.talent_record_id)

    # --- the way ----------------------------------------------------------------------------

    def ask(
        self,
        registration: Registration | None = None,
        *,
        order: JobOrder | None = None,
        now: datetime = NOW,
        **fields: Any,
    ) -> IntroductionCase:
        seeker = self.seeker_of(registration or self.register())
        given = {
            "actor": self.advisor,
            "job_order_id": (order or self.order).id,
            "job_seeker_id": seeker.id,
            "fields": FIELDS,
        }
        return asking.ask_introduction(**given | fields, now=now)

    def person_of(self, case: IntroductionCase) -> Actor:
        with bound(self.agency.id, None):
            seeker = JobSeeker.objects.get(id=case.job_seeker_id)
        return Actor(
            organisation_id=self.agency.id,
            kind=OrganisationKind.AGENCY,
            role=Role.PERSON,
            talent_record_id=seeker.talent_record_id,
        )

    def answer(self, case: IntroductionCase, *, is_yes: bool = True, now: datetime = NOW) -> None:
        releases.answer_release(
            actor=self.person_of(case), release_id=case.release_id, is_yes=is_yes, now=now
        )

    def agreed(self, **ask: Any) -> IntroductionCase:
        case = self.ask(**ask)
        self.answer(case)
        return self.reload(case)

    def sent(self, *, now: datetime = NOW, **ask: Any) -> IntroductionCase:
        case = self.agreed(**ask)
        return asking.send_introduction(actor=self.advisor, case_id=case.id, now=now)

    def invited(self, **ask: Any) -> IntroductionCase:
        case = self.sent(**ask)
        return employer.invite_person(actor=self.hr, case_id=case.id, now=NOW)

    def meeting(self, *, at: datetime = NOW + 3 * DAY, **fields: Any) -> Meeting:
        given = {"starts_at": at, "minutes": 60, "way": "onsite", "place": "本社3階"}
        return Meeting(**given | fields)

    def plan(self, case: IntroductionCase, *, actor: Actor | None = None, **meeting: Any):
        return interviews.plan_interview(
            actor=actor or self.hr, case_id=case.id, meeting=self.meeting(**meeting), now=NOW
        )

    def offer(
        self, case: IntroductionCase, *, actor: Actor | None = None, **fields: Any
    ) -> IntroductionCase:
        given = {
            "pay_yen": 4_500_000,
            "starts_on": TODAY + 30 * DAY,
            "is_indefinite": True,
            "answer_by": TODAY + 7 * DAY,
        }
        return employer.make_offer(
            actor=actor or self.hr, case_id=case.id, **given | fields, now=NOW
        )

    def accepted(self, **ask: Any) -> IntroductionCase:
        case = self.offer(self.sent(**ask))
        return person.accept_offer(actor=self.advisor, case_id=case.id, now=NOW)

    def join(
        self, case: IntroductionCase, *, actor: Actor | None = None, **fields: Any
    ) -> IntroductionCase:
        given = {
            "hired_on": TODAY + 30 * DAY,
            "theoretical_pay_yen": 4_500_000,
            "is_indefinite": True,
            "is_conditions_notice_sent": True,
            "now": NOW + 30 * DAY,
        }
        return employer.record_joining(actor=actor or self.hr, case_id=case.id, **given | fields)

    def decline(
        self, case: IntroductionCase, *, actor: Actor | None = None, **fields: Any
    ) -> IntroductionCase:
        given = {"reason": "experience", "note": "製造の経験が2年足りない", "now": NOW}
        return employer.decline_person(actor=actor or self.hr, case_id=case.id, **given | fields)

    # --- looking ----------------------------------------------------------------------------

    def reload(self, case: IntroductionCase) -> IntroductionCase:
        return self.row(IntroductionCase, case.id)

    def row(self, model: Any, row_id: Any) -> Any:
        with bound(self.agency.id, None):
            return model.objects.get(id=row_id)

    def interview(self, interview: Interview) -> Interview:
        return self.row(Interview, interview.id)

    def lines(self, case: IntroductionCase, organisation: Organisation) -> list[CaseEvent]:
        with bound(organisation.id, None):
            return list(CaseEvent.objects.filter(case_id=case.id).order_by("created_at", "id"))

    def mails(self, kind: str, organisation: Organisation | None = None) -> list[OutboxMail]:
        with bound((organisation or self.agency).id, None):
            return list(OutboxMail.objects.filter(kind=kind).order_by("created_at", "id"))

    def notices(self, organisation: Organisation) -> list[str]:
        with bound(organisation.id, None):
            return list(Notification.objects.order_by("created_at").values_list("text", flat=True))
