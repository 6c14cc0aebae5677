"""Placements for a fee: the agreement, an order of the main company, and cases at every step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.fees import actions as fees
from tasuki.apps.fees.models import Invoice
from tasuki.apps.introductions.actions import asking, employer, interviews, person
from tasuki.apps.introductions.models import IntroductionCase
from tasuki.apps.openings import actions as openings
from tasuki.apps.openings import orders
from tasuki.apps.openings.models import Opening
from tasuki.apps.placement.models import JobOrder, JobSeeker
from tasuki.apps.relay.actions import offers, releases
from tasuki.apps.relay.models import Registration
from tasuki.apps.sample import slot_steps
from tasuki.apps.sample.clock import TOKYO, Calendar
from tasuki.apps.sample.relay_steps import own_actor

JOB: Final = slot_steps.Job("設計補助（機械CAD）", "機械設計補助", 270_000, 340_000)
PAY_YEN: Final = 4_080_000
_RELEASED: Final = ("name", "occupation", "place", "pay")
_ORDER_DAYS: Final = 28
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


@dataclass(slots=True)
class Placements:
    """Acts for both sides; days are counted back from the end of the story."""

    company: Actor
    advisor: Actor
    people: Iterator[Registration]
    now: datetime
    order: JobOrder

    def at(self, back: int, hour: int = 11) -> datetime:
        """Return a moment so many days before the end, never after it."""
        day = localdate(self.now) - back * _DAY
        return min(datetime.combine(day, time(hour), tzinfo=TOKYO), self.now)

    def ask(self, *, back: int) -> tuple[IntroductionCase, Registration]:
        """Ask the next person about the job."""
        registration = next(self.people)
        with bound(self.advisor.organisation_id, None):
            seeker = JobSeeker.objects.get(talent_record_id=registration.talent_record_id)
        case = asking.ask_introduction(
            actor=self.advisor,
            job_order_id=self.order.id,
            job_seeker_id=seeker.id,
            fields=list(_RELEASED),
            now=self.at(back),
        )
        return case, registration

    def introduce(self, *, back: int) -> UUID:
        """Ask, hear the yes the day after, introduce; returns the case."""
        case, registration = self.ask(back=back + 1)
        releases.answer_release(
            actor=own_actor(registration),
            release_id=case.release_id,
            is_yes=True,
            now=self.at(back, 9),
        )
        asking.send_introduction(actor=self.advisor, case_id=case.id, now=self.at(back, 10))
        return case.id

    def plan(self, case_id: UUID, *, back: int, ahead: int) -> UUID:
        """Fix an interview so many days after the day on which it is fixed."""
        meeting = interviews.Meeting(
            starts_at=self.at(back) + ahead * _DAY,
            minutes=60,
            way="onsite",
            place="本社3階 第2会議室",
        )
        interview = interviews.plan_interview(
            actor=self.company, case_id=case_id, meeting=meeting, now=self.at(back)
        )
        return interview.id

    def offer(self, case_id: UUID, *, back: int, starts_in: int) -> None:
        """Offer the job."""
        today = localdate(self.at(back))
        employer.make_offer(
            actor=self.company,
            case_id=case_id,
            pay_yen=PAY_YEN,
            starts_on=today + starts_in * _DAY,
            is_indefinite=True,
            answer_by=today + min(starts_in, 7) * _DAY,
            now=self.at(back),
        )

    def place(self, *, joined: int) -> Invoice:
        """From the introduction to the first day of work; returns the draft that follows."""
        case_id = self.introduce(back=joined + 9)
        met = self.plan(case_id, back=joined + 8, ahead=2)
        interviews.hold_interview(actor=self.company, interview_id=met, now=self.at(joined + 6, 13))
        self.offer(case_id, back=joined + 5, starts_in=5)
        person.accept_offer(actor=self.advisor, case_id=case_id, now=self.at(joined + 4))
        case = employer.record_joining(
            actor=self.company,
            case_id=case_id,
            hired_on=localdate(self.at(joined)),
            theoretical_pay_yen=PAY_YEN,
            is_indefinite=True,
            is_conditions_notice_sent=True,
            now=self.at(joined),
        )
        with bound(self.advisor.organisation_id, None):
            return Invoice.objects.get(introduction_id=case.introduction_id)

    def issue(self, invoice: Invoice, *, back: int) -> None:
        """Issue a draft and mail it."""
        now = self.at(back)
        fees.issue_invoice(actor=self.advisor, invoice_id=invoice.id, now=now)
        fees.mail_invoice(
            actor=self.advisor,
            invoice_id=invoice.id,
            to_address="keiri@minato.example.invalid",
            now=now,
        )


def tell_placements(
    *, company: Actor, advisor: Actor, people: Iterator[Registration], calendar: Calendar
) -> None:
    """Three hires (paid, refunded in part, drafted) and a case at each other step.

    Args:
        company: the employer.
        advisor: who introduces.
        people: who is introduced: counted from the codes of other companies.
        calendar: of the story.
    """
    order = _order(company=company, advisor=advisor, calendar=calendar)
    desk = Placements(company, advisor, people, calendar.now, order)
    _agree(desk)
    first, second = desk.place(joined=12), desk.place(joined=8)
    desk.place(joined=1)
    desk.issue(first, back=11)
    fees.record_payment(
        actor=advisor,
        invoice_id=first.id,
        amount_yen=first.total_yen,
        paid_on=localdate(desk.at(2)),
        now=desk.at(2),
    )
    desk.issue(second, back=7)
    _refund(desk, second)
    _tell_cases(desk)


def _tell_cases(desk: Placements) -> None:
    """Cases that are under way, and two that ended without a hire."""
    desk.ask(back=1)
    desk.introduce(back=8)
    desk.plan(desk.introduce(back=4), back=2, ahead=4)
    offered = desk.introduce(back=9)
    desk.plan(offered, back=8, ahead=1)
    desk.offer(offered, back=3, starts_in=21)
    employer.decline_person(
        actor=desk.company,
        case_id=desk.introduce(back=6),
        reason="experience",
        note="図面の経験が求める年数に届かなかったため（架空）",
        person_text="今回は、図面作成の経験をより長くお持ちの方を優先しました。",
        now=desk.at(2),
    )
    person.withdraw_person(
        actor=desk.advisor,
        case_id=desk.introduce(back=7),
        reason="other_job",
        now=desk.at(3),
    )


def _order(*, company: Actor, advisor: Actor, calendar: Calendar) -> JobOrder:
    """Send one job of the company to the agency, which accepts the order."""
    came = calendar.now - _ORDER_DAYS * _DAY
    recruiter = "みなと精機株式会社"
    mine = slot_steps.publish_job(company=company, job=JOB, recruiter=recruiter, now=came)
    offers.offer_opening(
        actor=company, opening_id=mine, agency_id=advisor.organisation_id, now=came + _HOUR
    )
    with bound(advisor.organisation_id, None):
        copy = Opening.objects.get(title=JOB.title)
    day = localdate(came)
    accepted = orders.accept_order(
        actor=advisor,
        opening_id=copy.id,
        received_on=day,
        valid_to=day + 90 * _DAY,
        now=came + 2 * _HOUR,
    )
    openings.publish_opening(actor=advisor, opening_id=copy.id, now=came + 2 * _HOUR)
    return accepted.order


def _agree(desk: Placements) -> None:
    """The agency says how it bills and offers its agreement; the company accepts."""
    now = desk.at(_ORDER_DAYS - 1)
    fees.save_billing_profile(
        actor=desk.advisor,
        issuer_number="T7000012050002",
        bank_account="みなと銀行（架空） 本店 普通 0000000 アオバジンザイ（カ",
        payment_days=30,
        remark="",
        now=now,
    )
    values = fees.AgreementValues(
        company_id=desk.company.organisation_id,
        fee_table_version=1,
        rate_permille=300,
        starts_on=localdate(now),
    )
    draft = fees.draft_agreement(actor=desk.advisor, values=values, now=now)
    fees.offer_agreement(actor=desk.advisor, agreement_id=draft.id, now=now)
    fees.show_terms(actor=desk.company, agreement_id=draft.id, now=now)
    fees.accept_agreement(actor=desk.company, agreement_id=draft.id, now=now)


def _refund(desk: Placements, invoice: Invoice) -> None:
    """The second person left after five days of work."""
    refund = fees.draft_refund(
        actor=desk.advisor,
        invoice_id=invoice.id,
        left_on=localdate(desk.at(3)),
        reason="自己都合による早期退職",
        now=desk.at(2),
    )
    fees.issue_invoice(actor=desk.advisor, invoice_id=refund.id, now=desk.at(2))
    fees.set_off_refund(actor=desk.advisor, invoice_id=refund.id, now=desk.at(2))
