"""Work done by contract and not by employment (業務委託): the stop H11.

Two laws may hold at once, the Freelance Act (フリーランス法) and the act on fair dealing with
smaller suppliers (取適法); the stricter of the two is applied. What is allowed by one and
forbidden by the other is forbidden.

Source: Freelance Act 2-5, 13, 16; 取適法 2-5, 7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tasuki.core.dates import last_day_of_period
from tasuki.core.law.parameters import find_parameter
from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words

NONE_STATED: Final = "なし"
"""What the last two items of the notice say when there is nothing to say."""


class NoticeItem(StrEnum):
    """The nine items of the notice, in the order of the law; stored as names of fields."""

    DELIVERABLE = "deliverable"
    FEE = "fee"
    PAY_DAY = "pay_day"
    PARTIES = "parties"
    CONSIGNED_ON = "consigned_on"
    RECEIPT_DAY = "receipt_day"
    PLACE = "place"
    INSPECTION = "inspection"
    NON_CASH = "non_cash"


NOTICE_LABELS: Final[dict[NoticeItem, Words]] = {
    NoticeItem.DELIVERABLE: Words("給付（役務）の内容", "what is delivered or done"),
    NoticeItem.FEE: Words("報酬の額", "fee"),
    NoticeItem.PAY_DAY: Words("支払期日", "pay day"),
    NoticeItem.PARTIES: Words("双方の名称", "names of both parties"),
    NoticeItem.CONSIGNED_ON: Words("業務委託をした日", "day of the order"),
    NoticeItem.RECEIPT_DAY: Words("受領日・提供日", "day of receipt"),
    NoticeItem.PLACE: Words("受領・提供の場所", "place"),
    NoticeItem.INSPECTION: Words("検査完了日（検査をする場合）", "end of inspection, if any"),
    NoticeItem.NON_CASH: Words("現金以外の支払方法（ある場合）", "payment other than cash, if any"),
}


class WorkKind(StrEnum):
    """What is ordered, as far as the act on smaller suppliers looks at it; stored."""

    MAKING = "making"
    INFORMATION = "information"
    RESOLD_SERVICE = "resold_service"
    TRANSPORT = "transport"
    OWN_SERVICE = "own_service"


class EndException(StrEnum):
    """Why a long contract may end without 30 days' notice; a clause alone is none. Stored."""

    DISASTER = "disaster"
    UPSTREAM_CANCELLED = "upstream_cancelled"
    SHORT_TERM = "short_term"
    SUPPLIER_FAULT = "supplier_fault"
    LONG_WITHOUT_ORDER = "long_without_order"


class BannedAct(StrEnum):
    """The seven acts that harm a supplier."""

    REFUSE_RECEIPT = "refuse_receipt"
    REDUCE_FEE = "reduce_fee"
    RETURN_GOODS = "return_goods"
    PRESS_PRICE = "press_price"
    FORCE_PURCHASE = "force_purchase"
    UNPAID_BENEFIT = "unpaid_benefit"
    UNFAIR_CHANGE = "unfair_change"


WORK_LABELS: Final[dict[WorkKind, Words]] = {
    WorkKind.MAKING: Words("製造・修理", "making or repair"),
    WorkKind.INFORMATION: Words("情報成果物の作成", "works of information"),
    WorkKind.RESOLD_SERVICE: Words("他社に提供する役務", "services that are resold"),
    WorkKind.TRANSPORT: Words("運送", "transport"),
    WorkKind.OWN_SERVICE: Words("自社で使う役務", "services for own use"),
}
EXCEPTION_LABELS: Final[dict[EndException, Words]] = {
    EndException.DISASTER: Words("災害などやむを得ない事由", "disaster or the like"),
    EndException.UPSTREAM_CANCELLED: Words("元の委託の解除", "the upstream order was cancelled"),
    EndException.SHORT_TERM: Words("30日以下の契約", "a term of 30 days or less"),
    EndException.SUPPLIER_FAULT: Words("受託者の責めに帰すべき事由", "the supplier is at fault"),
    EndException.LONG_WITHOUT_ORDER: Words(
        "基本契約のもとで長期間、個別の委託がない", "long without an order under a master contract"
    ),
}
BAN_LABELS: Final[dict[BannedAct, Words]] = {
    BannedAct.REFUSE_RECEIPT: Words("受領拒否", "refusing receipt"),
    BannedAct.REDUCE_FEE: Words("報酬の減額", "reducing the fee"),
    BannedAct.RETURN_GOODS: Words("返品", "returning goods"),
    BannedAct.PRESS_PRICE: Words("買いたたき", "pressing the price"),
    BannedAct.FORCE_PURCHASE: Words("購入・利用の強制", "forcing a purchase"),
    BannedAct.UNPAID_BENEFIT: Words("不当な経済上の利益の要請", "asking for unpaid benefits"),
    BannedAct.UNFAIR_CHANGE: Words("不当な変更・やり直し", "unfair changes or redoing"),
}
_EXCUSABLE: Final = frozenset(
    {
        BannedAct.REFUSE_RECEIPT,
        BannedAct.REDUCE_FEE,
        BannedAct.RETURN_GOODS,
        BannedAct.UNFAIR_CHANGE,
    }
)
# Capital in yen: the buyer above, the supplier at or below (取適法 2条); the lower pair holds
# for buyers between the two.
_CAPITAL_LOW_YEN: Final = 10_000_000
_CAPITAL_HIGH_YEN: Final[dict[WorkKind, int]] = {
    WorkKind.MAKING: 300_000_000,
    WorkKind.TRANSPORT: 300_000_000,
    WorkKind.INFORMATION: 50_000_000,
    WorkKind.RESOLD_SERVICE: 50_000_000,
}
_NOTICE_SOURCE: Final = "フリーランス法 3条; 取適法 4条"
_PAY_SOURCE: Final = "フリーランス法 4条; 取適法 3条"
_BAN_SOURCE: Final = "フリーランス法 5条; 取適法 5条"
_END_SOURCE: Final = "フリーランス法 16条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a contract.

    Attributes:
        has_staff: employs somebody, or has two or more officers.
        employee_count: >= 0.
        capital_yen: >= 0; 0 for a person.
    """

    has_staff: bool
    employee_count: int = 0
    capital_yen: int = 0


@dataclass(frozen=True, slots=True)
class Laws:
    """Which laws hold between two parties.

    Attributes:
        is_freelance: the supplier is one person without staff.
        is_specific: and the buyer has staff, so the duties beyond the notice hold.
        is_toriteki: the act on smaller suppliers holds.
    """

    is_freelance: bool
    is_specific: bool
    is_toriteki: bool


def find_laws(*, buyer: Party, supplier: Party, work: WorkKind, on: date) -> Laws:
    """Return which laws hold.

    Source: Freelance Act 2; 取適法 2条 (capital or number of employees).
    """
    is_freelance = not supplier.has_staff
    return Laws(
        is_freelance=is_freelance,
        is_specific=is_freelance and buyer.has_staff,
        is_toriteki=_is_toriteki(buyer, supplier, work, on),
    )


def last_pay_day(
    received_on: date, *, on: date, upstream_pay_on: date | None = None, is_toriteki: bool = False
) -> date:
    """Return the latest lawful pay day; the day of receipt is day 1.

    Args:
        received_on: day of receipt, inspection or not.
        on: says which numbers hold.
        upstream_pay_on: pay day of the upstream order, if this is a re-consignment and its
            three extra items were shown; it counts as day 1 of its own period.
        is_toriteki: the stricter act knows no longer period for a re-consignment.

    Source: Freelance Act 4 (1), (3).
    """
    days = int(find_parameter("freelance_pay_days", on=on).value)
    limit = received_on + timedelta(days=days - 1)
    if upstream_pay_on is None or is_toriteki:
        return limit
    more = int(find_parameter("freelance_recon_days", on=on).value)
    return max(limit, upstream_pay_on + timedelta(days=more - 1))


def deemed_pay_day(
    received_on: date,
    agreed_on: date | None,
    *,
    on: date,
    upstream_pay_on: date | None = None,
    is_toriteki: bool = False,
) -> date:
    """Return the pay day that the law reads into a contract that names none, or one too late.

    Args:
        received_on: day of receipt.
        agreed_on: the pay day that follows from the contract; None if it names none.
        on: says which numbers hold.
        upstream_pay_on: pay day of the upstream order of a re-consignment.
        is_toriteki: the act on smaller suppliers holds.

    Source: Freelance Act 4 (2), (4).
    """
    if agreed_on is None:
        return received_on
    limit = last_pay_day(
        received_on, on=on, upstream_pay_on=upstream_pay_on, is_toriteki=is_toriteki
    )
    return min(agreed_on, limit)


def missing_notice_items(items: Mapping[NoticeItem, str]) -> tuple[NoticeItem, ...]:
    """Return the items that are not filled in; "none" has to be said as well."""
    return tuple(item for item in NoticeItem if not items.get(item, "").strip())


def check_notice(items: Mapping[NoticeItem, str]) -> Refusal | None:
    """H11: no order without the notice of nine items.

    Source: Freelance Act 3.
    """
    missing = missing_notice_items(items)
    if not missing:
        return None
    return Refusal(
        "H11",
        "3条通知に足りない項目があります："
        + "、".join(NOTICE_LABELS[item].ja for item in missing)
        + "。",
        "The notice lacks: " + "; ".join(NOTICE_LABELS[item].en for item in missing) + ".",
        f"足りない項目を入力してください。検査や現金以外の支払がなければ「{NONE_STATED}」と書きます。",
        "Fill in the missing items; where there is no inspection or no other payment, say so.",
        _NOTICE_SOURCE,
    )


def check_notice_first(*, starts_on: date, noticed_on: date) -> Refusal | None:
    """H11: the work does not begin before the notice.

    Args:
        starts_on: first day of the work.
        noticed_on: day on which the notice of nine items was handed over.

    Source: Freelance Act 3 (the notice comes at once, with the order).
    """
    if starts_on >= noticed_on:
        return None
    return Refusal(
        "H11",
        f"仕事の開始（{starts_on:%Y/%m/%d}）が、3条通知（{noticed_on:%Y/%m/%d}）より前です。",
        f"The work begins on {starts_on.isoformat()}, before the notice of "
        f"{noticed_on.isoformat()}.",
        "通知の日以後の開始日に直すか、通知を実際に渡した日で記録してください。",
        "Choose a first day on or after the notice, or record the day on which it was really "
        "handed over.",
        _NOTICE_SOURCE,
    )


def check_pay_day(
    *,
    received_on: date,
    pay_on: date | None,
    on: date,
    upstream_pay_on: date | None = None,
    is_toriteki: bool = False,
) -> Refusal | None:
    """H11: paid within 60 days, the day of receipt being day 1.

    Args:
        received_on: day of receipt.
        pay_on: the agreed or the real pay day; None = none agreed.
        on: says which numbers hold.
        upstream_pay_on: pay day of the upstream order of a re-consignment.
        is_toriteki: the act on smaller suppliers holds.

    Source: Freelance Act 4; 取適法 3条.
    """
    limit = last_pay_day(
        received_on, on=on, upstream_pay_on=upstream_pay_on, is_toriteki=is_toriteki
    )
    if pay_on is not None and received_on <= pay_on <= limit:
        return None
    return Refusal(
        "H11",
        "支払期日がありません。"
        if pay_on is None
        else f"支払期日（{pay_on:%Y/%m/%d}）が、受領日から数えて認められる日を外れています。",
        "There is no pay day."
        if pay_on is None
        else f"The pay day {pay_on.isoformat()} lies outside the lawful period.",
        f"受領日（{received_on:%Y/%m/%d}）を1日目として、{limit:%Y/%m/%d}までの日にしてください。",
        f"Choose a day from {received_on.isoformat()} to {limit.isoformat()}; the day of receipt "
        "is day 1.",
        _PAY_SOURCE,
    )


def check_payment(
    *, agreed_yen: int, paid_yen: int, is_supplier_fault: bool, reason: str
) -> Refusal | None:
    """H11: nothing is taken off the fee unless the supplier is at fault and the reason is said.

    A reduction that was agreed beforehand, or a transfer fee, is no reason.

    Source: Freelance Act 5 (1) 2; 取適法 5条.
    """
    if paid_yen >= agreed_yen or (is_supplier_fault and reason.strip()):
        return None
    return Refusal(
        "H11",
        f"約束した報酬（{agreed_yen:,}円）より{agreed_yen - paid_yen:,}円少ない支払です。",
        f"The payment is {agreed_yen - paid_yen:,} yen below the agreed {agreed_yen:,} yen.",
        "全額を支払ってください。受託者の責めによる場合だけ、その理由を記録して減らせます。",
        "Pay in full; only a fault of the supplier, with its reason on record, allows less.",
        _BAN_SOURCE,
    )


def list_banned_acts(
    *, laws: Laws, starts_on: date, ends_on: date | None, is_supplier_fault: bool = False, on: date
) -> tuple[BannedAct, ...]:
    """Return which of the seven acts are forbidden between two parties.

    They are forbidden from a term of one month, and always where the other act holds.

    Args:
        laws: which hold.
        starts_on: first day.
        ends_on: last day; None = no end agreed.
        is_supplier_fault: the supplier is at fault; excuses four of the seven.
        on: says which numbers hold.

    Source: Freelance Act 5; 取適法 5条.
    """
    months = int(find_parameter("freelance_bans_from_months", on=on).value)
    is_term_long = ends_on is None or ends_on >= last_day_of_period(starts_on, months)
    if not (laws.is_toriteki or (laws.is_specific and is_term_long)):
        return ()
    return tuple(act for act in BannedAct if not (is_supplier_fault and act in _EXCUSABLE))


def is_long_term(*, starts_on: date, ends_on: date | None, on: date) -> bool:
    """Return whether the term asks for notice before its end: six months, or no end at all."""
    if ends_on is None:
        return True
    months = int(find_parameter("freelance_notice_from_months", on=on).value)
    return ends_on >= last_day_of_period(starts_on, months)


def last_notice_day(end_on: date, *, on: date) -> date:
    """Return the last day on which the end of a long contract can be announced."""
    return end_on - timedelta(days=int(find_parameter("freelance_notice_days", on=on).value))


def check_end(
    *,
    starts_on: date,
    ends_on: date | None,
    end_on: date,
    noticed_on: date | None,
    exception: EndException | None = None,
    reason: str = "",
    on: date,
) -> Refusal | None:
    """H11: a contract of six months or more does not end or lapse within 30 days of the notice.

    Args:
        starts_on: first day, of the first contract if it was renewed without a break.
        ends_on: last day as agreed; None = no end agreed.
        end_on: the day on which it is to end.
        noticed_on: day on which the supplier was told in writing; None = not told.
        exception: one of the five; a clause of the contract is none.
        reason: what happened, needed with an exception.
        on: says which numbers hold.

    Source: Freelance Act 16.
    """
    if not is_long_term(starts_on=starts_on, ends_on=ends_on, on=on):
        return None
    if exception is EndException.SHORT_TERM and ends_on is not None:
        return Refusal(
            "H11",
            f"この契約は{ends_on:%Y/%m/%d}までで、30日以下の契約ではありません。",
            f"This contract runs until {ends_on.isoformat()}; its term is not 30 days or less.",
            "予告するか、事実に合う例外を選んでください。30日以下の例外は、期間を定めない基本契約の"
            "もとで30日以下の個別の委託を終える場合だけです。",
            "Give notice or choose the exception that fits; this one is for an order of 30 days "
            "or less under a master contract without an end.",
            _END_SOURCE,
        )
    if exception is not None and reason.strip():
        return None
    limit = last_notice_day(end_on, on=on)
    if noticed_on is not None and noticed_on <= limit:
        return None
    if exception is not None:
        return Refusal(
            "H11",
            "予告なしで終える理由が書かれていません。",
            "The reason of the exception is missing.",
            "何が起きたかを記入してください。",
            "Write down what happened.",
            _END_SOURCE,
        )
    days = (end_on - limit).days
    return Refusal(
        "H11",
        f"6か月以上の契約を終えるには、{days}日前までの予告が必要です。",
        f"A contract of six months or more needs notice {days} days before its end.",
        f"{limit:%Y/%m/%d}までに書面・メールで予告するか、終了日を延ばしてください。"
        "例外は法が定める5つだけです。",
        f"Give notice by {limit.isoformat()}, or end it later; only the five exceptions of the "
        "law shorten it.",
        _END_SOURCE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Signs that a contract is employment in truth."""

    is_commanded: bool = False
    has_fixed_hours: bool = False
    has_fixed_place: bool = False
    cannot_refuse: bool = False
    uses_our_tools: bool = False
    is_sole_client: bool = False


def find_likeness_warning(signs: Likeness) -> Words | None:
    """Return a warning of disguised employment (偽装請負); None if little speaks for it.

    Orders on how to work, or fixed hours, are enough; of the other signs it takes two.

    Source: Labour Standards Act 9; guideline on the border of supply and contracting (37号告示).
    """
    weak = (signs.has_fixed_place, signs.cannot_refuse, signs.uses_our_tools, signs.is_sole_client)
    if not (signs.is_commanded or signs.has_fixed_hours or sum(weak) > 1):
        return None
    return Words(
        "働き方が雇用に近く、偽装請負とみなされるおそれがあります。"
        "指示や時間・場所の決め方を見直すか、雇用契約にしてください。",
        "This is close to employment and may count as disguised contracting. Loosen orders, "
        "hours and place, or employ the person.",
    )


def _is_toriteki(buyer: Party, supplier: Party, work: WorkKind, on: date) -> bool:
    if work is WorkKind.OWN_SERVICE:
        return False
    is_making = work in {WorkKind.MAKING, WorkKind.TRANSPORT}
    key = "toriteki_employees_making" if is_making else "toriteki_employees_services"
    employees = int(find_parameter(key, on=on).value)
    if buyer.employee_count > employees >= supplier.employee_count:
        return True
    high = _CAPITAL_HIGH_YEN[work]
    if buyer.capital_yen > high:
        return supplier.capital_yen <= high
    return buyer.capital_yen > _CAPITAL_LOW_YEN >= supplier.capital_yen
