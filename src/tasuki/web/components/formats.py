"""How values are written on pages, in files and in charts; in the language of the moment.

Decides spelling only.  Refuses to know what a value means or who may see it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tasuki.core.alumni.labels import ALUMNI_LABELS
from tasuki.core.cases.kinds import KINDS
from tasuki.core.dates import round_half_up
from tasuki.core.fees.labels import AGREEMENT_LABELS, INVOICE_LABELS, SETTLEMENT_LABELS
from tasuki.core.introductions.labels import CASE_LABELS, INTERVIEW_LABELS
from tasuki.core.kpi.masking import SMALL_COUNT
from tasuki.core.law.citations import cite
from tasuki.core.moves.labels import (
    CONTRACT_WORK_LABELS,
    DELIVERY_LABELS,
    MOVE_LABELS,
    SHEET_LABELS,
    SIDE_WORK_LABELS,
)
from tasuki.core.openings.labels import OPENING_LABELS
from tasuki.core.placement.seekers import JOB_SEEKER_LABELS
from tasuki.core.pool.labels import POOL_LABELS
from tasuki.core.relay.labels import (
    CONTRACT_LABELS,
    CREDIT_LABELS,
    DISPUTE_LABELS,
    INVITE_LABELS,
    LINK_LABELS,
    REGISTRATION_LABELS,
    RELEASE_LABELS,
    SLOT_LABELS,
    STATEMENT_LABELS,
    TRANSFER_LABELS,
    StatusLabel,
    Tone,
)
from tasuki.core.rights.labels import INCIDENT_LABELS, REQUEST_LABELS
from tasuki.core.rounds.labels import DECISION_LABELS, PERSON_LABELS, ROUND_LABELS
from tasuki.core.words import Words

NOTHING: Final = "-"
_DAYS: Final = ("月火水木金土日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
_YEN_OF_MAN: Final = 10_000

UNITS: Final[dict[str, tuple[str, str, str]]] = {  # Japanese, English for one, for more
    "person": ("名", " person", " people"),
    "record": ("件", " record", " records"),
    "slot": ("枠", " slot", " slots"),
    "row": ("行", " row", " rows"),
    "firm": ("社", " firm", " firms"),
    "day": ("日", " day", " days"),
    "month": ("か月", " month", " months"),
    "minute": ("分", " minute", " minutes"),
    "time": ("回", " time", " times"),
    "item": ("項目", " item", " items"),
    "file": ("分冊", " file", " files"),
}
TONE_CLASS: Final[dict[Tone, str]] = {
    Tone.GREEN: "ok",
    Tone.AMBER: "warn",
    Tone.VIOLET: "wait",
    Tone.RED: "err",
    Tone.TEAL: "key",
    Tone.GREY: "",
}
_STATUSES: Final[dict[str, Mapping[Any, StatusLabel]]] = {
    "invite": INVITE_LABELS,
    "registration": REGISTRATION_LABELS,
    "job_seeker": JOB_SEEKER_LABELS,
    "credit": CREDIT_LABELS,
    "slot": SLOT_LABELS,
    "pool_entry": POOL_LABELS,
    **{f"case_{code}": one.labels for code, one in KINDS.items()},
    "alumni_member": ALUMNI_LABELS,
    "contract": CONTRACT_LABELS,
    "link": LINK_LABELS,
    "release": RELEASE_LABELS,
    "transfer": TRANSFER_LABELS,
    "dispute": DISPUTE_LABELS,
    "statement": STATEMENT_LABELS,
    "secondment": MOVE_LABELS,
    "side_work": SIDE_WORK_LABELS,
    "month_sheet": SHEET_LABELS,
    "contract_work": CONTRACT_WORK_LABELS,
    "delivery": DELIVERY_LABELS,
    "opening": OPENING_LABELS,
    "fee_agreement": AGREEMENT_LABELS,
    "invoice": INVOICE_LABELS,
    "settlement": SETTLEMENT_LABELS,
    "introduction": CASE_LABELS,
    "interview": INTERVIEW_LABELS,
    "request": REQUEST_LABELS,
    "incident": INCIDENT_LABELS,
    "round": ROUND_LABELS,
    "round_person": PERSON_LABELS,
    "round_decision": DECISION_LABELS,
}
STATUS_LABELS: Final[dict[str, dict[str, StatusLabel]]] = {
    name: {str(state): label for state, label in labels.items()}
    for name, labels in _STATUSES.items()
}

type Show = Callable[[object], str]


_FAR_DAYS: Final = 180
"""From here on a day without its year could be taken for another year's."""


def is_english() -> bool:
    """Return whether the reader chose English."""
    return (get_language() or "ja").startswith("en")


def say(words: Words) -> str:
    """Return the text in the language of the moment."""
    return words.in_language(get_language() or "ja")


def cited(source: str) -> str:
    """Return a source of law in the language of the moment; our own choices are called so."""
    said = cite(source, get_language() or "ja")
    return said.replace("design", "design of Tasuki" if is_english() else "Tasukiの設計")


def text(value: object) -> str:
    """Return the value as text; None is blank."""
    return "" if value is None else str(value)


def number(value: object) -> str:
    """1,234 with a true minus sign; None is blank."""
    if value is None:
        return ""
    if not isinstance(value, int | Decimal | float):
        return str(value)  # a masked value is a text already
    return f"{value:,}".replace("-", "−")


def signed(value: int) -> str:
    """＋2, −1 or 0: a change reads as one without its colour."""
    return f"＋{value:,}" if value > 0 else number(value)


def count(value: object, unit: str = "person") -> str:
    """12名, 3枠, 5,000行; in English 12 people."""
    if value is None:
        return ""
    ja, one, more = UNITS[unit]
    if not is_english():
        return f"{number(value)}{ja}"
    return f"{number(value)}{one if value == 1 else more}"


def yen(value: int | None) -> str:
    """1,350,000円; blank when there is none."""
    if value is None:
        return ""
    return f"¥{number(value)}" if is_english() else f"{number(value)}円"


def man_yen(value: int | None) -> str:
    """450万円, for charts and sentences; halves of 0.1 are rounded away from zero."""
    if value is None:
        return ""
    if is_english():
        return yen(value)
    shown = round_half_up(Decimal(value) / _YEN_OF_MAN, 1)
    return f"{number(int(shown) if shown == int(shown) else shown)}万円"


def day(value: date | datetime | None) -> str:
    """2026/10/03."""
    return "" if value is None else f"{_local(value):%Y/%m/%d}"


def moment(value: datetime | None) -> str:
    """2026/11/18（水） 14:20."""
    if value is None:
        return ""
    return f"{day(value)}{_weekday(_local(value))} {timezone.localtime(value):%H:%M}"


def deadline(value: date | datetime | None) -> str:
    """11/27（金）: the end of that day, Asia/Tokyo; with the year when it is far away."""
    if value is None:
        return ""
    local = _local(value)
    away = local.toordinal() - timezone.localdate().toordinal()
    year = f"{local:%Y}/" if abs(away) > _FAR_DAYS else ""
    return f"{year}{local:%m/%d}{_weekday(local)}"


def month(value: date | datetime | None) -> str:
    """2026年10月."""
    if value is None:
        return ""
    local = _local(value)
    return f"{local:%Y-%m}" if is_english() else f"{local.year}年{local.month}月"


def percent(share: Decimal | float | None, digits: int = 1) -> str:
    """Return a share of 1 as 19.9%; without a denominator that it cannot be computed."""
    if share is None:
        return "n/a" if is_english() else "算出不可"
    return f"{round_half_up(Decimal(str(share)) * 100, digits):.{digits}f}%"


def masked(value: int | None) -> str:
    """Return a count, or that it is under five; for single numbers without a total beside them."""
    if value is None or value == 0 or value >= SMALL_COUNT:
        return number(value)
    return f"under {SMALL_COUNT}" if is_english() else f"{SMALL_COUNT}未満"


def status_label(kind: str, state: object) -> StatusLabel:
    """Return the words of a state.

    Args:
        kind: the object, such as ``registration`` or ``slot``.
        state: the stored value.
    """
    return STATUS_LABELS[kind][str(state)]


def tag(label: str, tone: str = "") -> SafeString:
    """Return a status tag; ``tone`` is ok, warn, wait, err, key or nothing."""
    return format_html('<span class="tag {}">{}</span>', tone, label)


def status_tag(kind: str, state: object) -> SafeString:
    """Return the tag of a state from the one table of words."""
    found = status_label(kind, state)
    return tag(say(found.label), TONE_CLASS[found.tone])


class Tint(StrEnum):
    """What a tag's colour repeats."""

    NONE = ""
    RUNNING = "key"
    DONE = "ok"
    YOURS = "warn"
    THEIRS = "wait"
    BROKEN = "err"


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _weekday(value: date) -> str:
    ja, en = _DAYS
    return f" ({en[value.weekday()]})" if is_english() else f"（{ja[value.weekday()]}）"
