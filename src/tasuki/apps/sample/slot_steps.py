"""How slots are used in the story, on both sides."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.openings import actions as openings
from tasuki.apps.relay.actions import hires, releases, slots
from tasuki.apps.relay.models import Registration, Slot
from tasuki.apps.relay.queries.slots import list_slots
from tasuki.apps.sample.relay_steps import own_actor
from tasuki.core.law.posting import PostingChange, PostingItem

RELEASED: Final = ("name", "occupation", "place", "pay", "note")
_PAY_MONTHS: Final = 14
_PREFECTURE: Final = 33
_MONTH_MINUTES: Final = 160 * 60


@dataclass(frozen=True, slots=True)
class Job:
    """A job that the company fills with a slot."""

    title: str
    occupation: str
    pay_min_yen: int
    pay_max_yen: int


PRODUCTION: Final = Job("生産管理（本社工場）", "生産管理事務", 270_000, 330_000)
ACCOUNTS: Final = Job("経理（決算担当）", "経理事務", 280_000, 340_000)


def publish_job(*, company: Actor, job: Job, recruiter: str, now: datetime) -> UUID:
    """Write and publish an opening with all eleven items."""
    values = openings.OpeningValues(
        title=job.title,
        occupation=job.occupation,
        workplace="みなと市（架空）1-2-3 本社工場",
        pay_min_yen=job.pay_min_yen,
        pay_max_yen=job.pay_max_yen,
        pay_unit="month",
        theoretical_pay_yen=job.pay_min_yen * _PAY_MONTHS,
        is_indefinite=True,
        prefecture=_PREFECTURE,
        work_minutes=_MONTH_MINUTES,
        is_declared=True,
        terms={
            PostingItem.DUTIES: job.occupation,
            PostingChange.DUTIES: "会社の定める業務",
            PostingItem.CONTRACT_PERIOD: "期間の定めなし",
            PostingItem.RENEWAL: "該当なし（期間の定めなし）",
            PostingItem.PROBATION: "3か月（条件は同じ）",
            PostingItem.WORKPLACE: "本社工場",
            PostingChange.WORKPLACE: "国内の事業所",
            PostingItem.HOURS: "8:30〜17:15、休憩45分、時間外あり（月12時間）、土日祝休み",
            PostingItem.WAGE: f"月給 {job.pay_min_yen:,}円〜{job.pay_max_yen:,}円、賞与年2回",
            PostingItem.INSURANCE: "健康保険、厚生年金、労災、雇用",
            PostingItem.RECRUITER: recruiter,
            PostingItem.DISPATCH: "派遣ではない",
            PostingItem.SMOKING: "屋内禁煙（屋外に喫煙所）",
        },
    )
    opening = openings.create_opening(actor=company, values=values, now=now)
    openings.publish_opening(actor=company, opening_id=opening.id, now=now)
    return opening.id


def find_company_slot(*, company: Actor, number: int) -> Slot:
    """Return a slot by its number, as the company sees it."""
    with bound(company.organisation_id, company.account_id):
        return next(slot for slot in list_slots() if slot.number == number)


def present(
    *,
    company: Actor,
    agency: Actor,
    slot: Slot,
    opening_id: UUID,
    registration: Registration,
    now: datetime,
) -> None:
    """Request a slot, ask the person, present after the yes."""
    slots.request_slot(
        actor=company,
        slot_id=slot.id,
        opening_id=opening_id,
        conditions={"must": ["実務経験 3年以上"], "want": ["日商簿記または生産管理の資格"]},
        now=now,
    )
    asked = releases.ask_release(
        actor=agency,
        slot_id=slot.id,
        registration_id=registration.id,
        fields=RELEASED,
        now=now + timedelta(days=1),
    )
    releases.answer_release(
        actor=own_actor(registration),
        release_id=asked.id,
        is_yes=True,
        now=now + timedelta(days=2),
    )
    releases.present_candidate(
        actor=agency, slot_id=slot.id, release_id=asked.id, now=now + timedelta(days=2, hours=1)
    )


def hire(*, company: Actor, slot: Slot, pay_yen: int, now: datetime) -> None:
    """An interview three weeks ago, then joining today at fee 0."""
    met = now - timedelta(days=21)
    hires.hold_interview(actor=company, slot_id=slot.id, interview_at=met, now=now)
    hires.join(
        actor=company,
        slot_id=slot.id,
        hired_on=now.date(),
        theoretical_pay_yen=pay_yen,
        is_indefinite=True,
        is_conditions_notice_sent=True,
        now=now,
    )
