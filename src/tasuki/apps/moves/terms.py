"""The terms of a case as label and text, the same on paper and on the person's page."""

from datetime import date

from tasuki.apps.moves.models import ContractWork, Secondment, SideWork
from tasuki.apps.moves.policy import notice_items
from tasuki.core.law.contract_work import NOTICE_LABELS, NoticeItem
from tasuki.core.law.hours import HoursModel, JobKind, hours_en, hours_ja
from tasuki.core.law.secondment import PURPOSE_LABELS, MoveKind, MovePurpose
from tasuki.core.moves.labels import JOB_LABELS, MODEL_LABELS
from tasuki.core.words import Words

type Rows = tuple[tuple[Words, Words], ...]


def secondment_facts(row: Secondment) -> Rows:
    """Return firm, work, place, term and purpose of a secondment or transfer."""
    is_secondment = row.kind == MoveKind.SECONDMENT
    facts = (
        (Words("出向先" if is_secondment else "転籍先", "other firm"), as_is(row.host_name)),
        (Words("仕事の内容", "duties"), as_is(row.duties)),
        (Words("就業場所", "workplace"), as_is(row.workplace)),
        (Words("期間", "term"), term_of(row.starts_on, row.ends_on)),
    )
    if not is_secondment:
        return facts
    purpose = PURPOSE_LABELS[MovePurpose(row.purpose)] if row.purpose else as_is("")
    return (
        *facts,
        (Words("目的", "purpose"), purpose),
        (Words("目的を示す資料", "what shows it"), as_is(row.purpose_evidence)),
    )


def secondment_conditions(row: Secondment) -> Rows:
    """Return the conditions of both firms; of a transfer those of the new employer."""
    if row.kind != MoveKind.SECONDMENT:
        return ((Words("転籍先", "other firm"), as_is(row.host_conditions)),)
    return (
        (Words("出向元", "home firm"), as_is(row.home_conditions)),
        (Words("出向先", "other firm"), as_is(row.host_conditions)),
    )


def side_work_facts(row: SideWork) -> Rows:
    """Return what a notice of side work says."""
    return (
        (Words("副業先", "other party"), as_is(f"{row.other_name} {row.other_business}".strip())),
        (Words("仕事の内容", "duties"), as_is(row.duties)),
        (Words("区分", "kind"), JOB_LABELS[JobKind(row.job_kind)]),
        (Words("副業先との契約日", "day of that contract"), as_is(day(row.other_contract_on))),
        (Words("期間", "term"), term_of(row.starts_on, row.ends_on)),
        (Words("曜日・時間・残業の見込み", "days and hours"), as_is(row.schedule)),
    )


def side_work_caps(row: SideWork) -> Rows:
    """Return how the hours are kept and the caps of a month."""
    caps = (row.own_cap_minutes, row.other_cap_minutes)
    total = None if None in caps else sum(cap or 0 for cap in caps)
    return (
        (Words("方法", "model"), MODEL_LABELS[HoursModel(row.hours_model)]),
        (Words("当社の時間外（月）", "overtime here a month"), hours_of(row.own_cap_minutes)),
        (Words("副業先（月）", "there a month"), hours_of(row.other_cap_minutes)),
        (Words("合計（月）", "sum a month"), hours_of(total)),
    )


def contract_rows(row: ContractWork) -> Rows:
    """Return the nine items of the notice, numbered, and those of a re-consignment."""
    items = notice_items(row)
    nine = tuple(
        (
            Words(f"{number}. {NOTICE_LABELS[item].ja}", f"{number}. {NOTICE_LABELS[item].en}"),
            as_is(items[item]),
        )
        for number, item in enumerate(NoticeItem, start=1)
    )
    return (*nine, *upstream_rows(row))


def upstream_rows(row: ContractWork) -> Rows:
    """Return the extra items of a re-consignment; empty where it is none."""
    if not row.upstream_name:
        return ()
    return (
        (Words("再委託", "re-consignment"), Words("はい", "yes")),
        (Words("元の委託者", "first order from"), as_is(row.upstream_name)),
        (Words("元の委託の支払期日", "its pay day"), as_is(day(row.upstream_pay_on))),
    )


def as_is(text: str) -> Words:
    """Return a typed text, the same in both languages."""
    return Words(text, text)


def day(value: date | None) -> str:
    """2026/11/23; empty where it is not known."""
    return f"{value:%Y/%m/%d}" if value else ""


def term_of(first: date | None, last: date | None) -> Words:
    """Return a term; an open one ends in nothing."""
    return as_is(f"{day(first)} – {day(last)}" if first or last else "")


def hours_of(minutes: int | None) -> Words:
    """Return minutes as hours in words; nothing where they were not stated."""
    if minutes is None:
        return as_is("")
    return Words(hours_ja(minutes), hours_en(minutes))
