"""Orders of employers at the agency: one open with a public page, and one in each other state."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.openings import actions, employers, orders
from tasuki.apps.openings.employers import EmployerValues
from tasuki.apps.openings.values import OpeningValues
from tasuki.apps.sample.clock import Calendar
from tasuki.core.law.posting import PostingChange, PostingItem

_PREFECTURE: Final = 33
_MONTH_MINUTES: Final = 160 * 60
_PAY_MONTHS: Final = 14


@dataclass(frozen=True, slots=True)
class Order:
    """A job that an employer orders."""

    title: str
    occupation: str
    pay_min_yen: int
    pay_max_yen: int
    person_count: int = 1


_OPEN: Final = Order("品質管理（測定・検査）", "品質管理", 260_000, 320_000, 2)
_DRAFT: Final = Order("購買担当（部品調達）", "購買事務", 250_000, 300_000)
_SUSPENDED: Final = Order("社内SE（基幹システム）", "システムエンジニア", 320_000, 420_000)
_REFUSED: Final = Order("物流センター管理", "物流管理", 240_000, 280_000)


def tell_orders(*, advisor: Actor, calendar: Calendar) -> None:
    """Two employers and four orders, on their own days."""
    came = calendar.now - timedelta(days=20)
    seiki = _add_employer(advisor, "青葉精工株式会社（架空）", answer="clear", now=came)
    butsuryu = _add_employer(advisor, "架空物流株式会社", answer="declined", now=came)
    shown = _open(advisor, _OPEN, employer_id=seiki, now=came)
    orders.list_publicly(actor=advisor, opening_id=shown, now=came)
    actions.update_opening(
        actor=advisor,
        opening_id=shown,
        values=_values(_OPEN, employer_id=seiki, hours="8:30〜17:00、休憩45分、土日祝休み"),
        now=calendar.now - timedelta(days=3),
    )
    stopped = _open(advisor, _SUSPENDED, employer_id=seiki, now=came)
    orders.suspend_opening(actor=advisor, opening_id=stopped, now=calendar.now)
    _take(advisor, _DRAFT, employer_id=seiki, now=calendar.now)
    refused = _take(advisor, _REFUSED, employer_id=butsuryu, now=came)
    orders.refuse_order(
        actor=advisor,
        opening_id=refused,
        ground="no_declaration",
        text="自己申告書の提出を2回お願いしましたが、理由なく応じていただけなかったため（架空）",
        now=calendar.now - timedelta(days=6),
    )


def _open(advisor: Actor, order: Order, *, employer_id: UUID, now: datetime) -> UUID:
    opening_id = _take(advisor, order, employer_id=employer_id, now=now)
    day = localdate(now)
    orders.accept_order(
        actor=advisor,
        opening_id=opening_id,
        received_on=day,
        valid_to=day + timedelta(days=90),
        now=now,
    )
    actions.publish_opening(actor=advisor, opening_id=opening_id, now=now)
    return opening_id


def _take(advisor: Actor, order: Order, *, employer_id: UUID, now: datetime) -> UUID:
    values = _values(order, employer_id=employer_id)
    opening = actions.create_opening(actor=advisor, values=values, now=now)
    found: UUID = opening.pk
    return found


def _add_employer(advisor: Actor, name: str, *, answer: str, now: datetime) -> UUID:
    values = EmployerValues(
        name=name,
        address="みなと市（架空）北町4-5-6",
        contact_name="採用担当 見本",
        phone="000-0000-0400",
        contact_mail="saiyo@example.invalid",
    )
    employer = employers.add_employer(actor=advisor, values=values, now=now)
    declared_on: date = localdate(now)
    employers.declare_for_employer(
        actor=advisor, employer_id=employer.pk, answer=answer, declared_on=declared_on, now=now
    )
    found: UUID = employer.pk
    return found


def _values(
    order: Order, *, employer_id: UUID, hours: str = "8:30〜17:15、休憩45分、土日祝休み"
) -> OpeningValues:
    return OpeningValues(
        title=order.title,
        occupation=order.occupation,
        workplace="みなと市（架空）北町4-5-6 本社工場",
        locality="みなと市",
        pay_min_yen=order.pay_min_yen,
        pay_max_yen=order.pay_max_yen,
        theoretical_pay_yen=order.pay_min_yen * _PAY_MONTHS,
        prefecture=_PREFECTURE,
        work_minutes=_MONTH_MINUTES,
        person_count=order.person_count,
        employer_id=employer_id,
        terms={
            PostingItem.DUTIES: f"{order.occupation}とその記録",
            PostingChange.DUTIES: "会社の定める業務",
            PostingItem.CONTRACT_PERIOD: "期間の定めなし",
            PostingItem.RENEWAL: "該当なし（期間の定めなし）",
            PostingItem.PROBATION: "3か月（条件は同じ）",
            PostingItem.WORKPLACE: "本社工場（在宅勤務なし）",
            PostingChange.WORKPLACE: "会社の定める事業所",
            PostingItem.HOURS: hours,
            PostingItem.WAGE: f"月給 {order.pay_min_yen:,}円〜{order.pay_max_yen:,}円、賞与年2回",
            PostingItem.INSURANCE: "健康保険、厚生年金、雇用保険、労災保険",
            PostingItem.RECRUITER: "青葉精工株式会社（架空）",
            PostingItem.DISPATCH: "派遣労働者としての雇用ではない",
            PostingItem.SMOKING: "屋内禁煙（屋外に喫煙場所あり）",
        },
    )
