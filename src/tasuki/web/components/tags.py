"""Tags and filters of all templates; loaded everywhere, so no template names them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.columns import SmallTable
from tasuki.web.components.panels import Event, Figure, Rail

register = template.Library()


@register.simple_tag(name="status")
def status_tag(kind: str, state: object) -> SafeString:
    """``{% status "registration" row.state %}``: the tag of a state."""
    return formats.status_tag(kind, state)


@register.simple_tag(name="next_step")
def next_step_text(kind: str, state: object) -> str:
    """``{% next_step "slot" slot.state %}``: what follows, empty at an end."""
    return formats.say(formats.status_label(kind, state).next_step)


@register.simple_tag(name="tag")
def plain_tag(label: str, tone: str = "") -> SafeString:
    """``{% tag label "ok" %}``: a tag with words of its own; ok, warn, wait, err, key."""
    return formats.tag(str(label), tone)


@register.filter
def say(words: Words | None) -> str:
    """``{{ reason.words|say }}``: a text of core in the language of the moment."""
    return formats.say(words) if words else ""


@register.filter
def cited(source: str) -> str:
    """``{{ refusal.source|cited }}``: a source of law in the language of the moment."""
    return formats.cited(source)


@register.filter
def number(value: Any) -> str:
    """``{{ 5000|number }}``: 5,000."""
    return formats.number(value)


@register.filter
def signed(value: int) -> str:
    """``{{ -3|signed }}``: −3."""
    return formats.signed(value)


@register.filter
def count(value: Any, unit: str = "person") -> str:
    """``{{ 12|count:"person" }}``: 12名."""
    return formats.count(value, unit)


@register.filter
def yen(value: int | None) -> str:
    """``{{ 1350000|yen }}``: 1,350,000円."""
    return formats.yen(value)


@register.filter
def man_yen(value: int | None) -> str:
    """``{{ 4500000|man_yen }}``: 450万円."""
    return formats.man_yen(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """``{{ row.starts_on|day }}``: 2026/10/03."""
    return formats.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """``{{ row.sent_at|moment }}``: 2026/11/18（水） 14:20."""
    return formats.moment(value)


@register.filter
def deadline(value: date | datetime | None) -> str:
    """``{{ row.answer_by|deadline }}``: 11/27（金）."""
    return formats.deadline(value)


@register.filter
def month(value: date | datetime | None) -> str:
    """``{{ statement.month|month }}``: 2026年10月."""
    return formats.month(value)


@register.filter
def percent(share: Decimal | float | None) -> str:
    """``{{ 0.199|percent }}``: 19.9%."""
    return formats.percent(share)


@register.filter
def masked(value: int | None) -> str:
    """``{{ 3|masked }}``: 5未満."""
    return formats.masked(value)


@register.inclusion_tag("components/figure.html")
def figure(shown: Figure) -> dict[str, Any]:
    """``{% figure flow %}``: a panel with question, drawing, answer and table."""
    return {"figure": shown}


@register.inclusion_tag("components/timeline.html")
def timeline(events: list[Event]) -> dict[str, Any]:
    """``{% timeline events %}``: who, what, when; deadlines to come on top."""
    return {"events": events}


@register.inclusion_tag("components/rail.html")
def rail(shown: Rail, label: str) -> dict[str, Any]:
    """``{% rail steps label %}``: the steps with the present one marked."""
    return {"rail": shown, "label": label}


@register.inclusion_tag("components/small_table.html")
def small_table(table: SmallTable) -> dict[str, Any]:
    """``{% small_table ledger %}``: a table without pages."""
    return {"table": table}


@register.inclusion_tag("components/relay.html")
def relay_balance(counted: int, needed: int, answer: str, reward: str = "") -> dict[str, Any]:
    """``{% relay_balance 9 10 sentence %}``: the places filled and the slot they earn."""
    shown = min(max(counted, 0), needed)
    filled = [True] * shown + [False] * (needed - shown)
    return {"places": filled, "answer": answer, "reward": reward or gettext("+1 slot")}


@register.inclusion_tag("components/empty.html")
def empty(text: str, url: str = "", label: str = "") -> dict[str, Any]:
    """``{% empty text url label %}``: what will appear here, and the one button."""
    return {"text": text, "url": url, "label": label}


@register.simple_tag
def logo() -> SafeString:
    """The mark; decoration, because the name stands beside it."""
    return format_html('<img src="{}" alt="" width="30" height="30">', static("tasuki/logo.svg"))


@register.filter
def unit_word(unit: str) -> str:
    """``{{ "person"|unit_word }}``: 名; in English "people"."""
    ja, _one, more = formats.UNITS[unit]
    return more.strip() if formats.is_english() else ja
