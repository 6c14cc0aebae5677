"""How the numbers of law read on the page of the law check: in words, never as a dump of data."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.core.law.ages import list_age_codes
from tasuki.core.law.parameters import Parameter
from tasuki.core.prefectures import prefecture_label
from tasuki.web.components import formats

_UNITS: Final[dict[str, Any]] = {
    "years": gettext_lazy("years"),
    "years of age": gettext_lazy("years of age"),
    "months": gettext_lazy("months"),
    "days": gettext_lazy("days"),
    "hours": gettext_lazy("hours"),
    "minutes": gettext_lazy("minutes"),
    "yen": gettext_lazy("yen"),
    "percent": gettext_lazy("percent"),
    "persons": gettext_lazy("persons"),
    "digits": gettext_lazy("digits"),
    "cases": gettext_lazy("cases"),
    "weeks": gettext_lazy("weeks"),
}
_WORDS: Final[dict[str, Any]] = {
    "harbour": gettext_lazy("harbour transport"),
    "construction": gettext_lazy("construction work"),
    "working_days": gettext_lazy("the working days"),
}


def show_value(one: Parameter) -> Any:
    """Return the value in words: with its unit, or as a list that opens for a table."""
    unit = str(_UNITS.get(one.unit, one.unit))
    if one.key == "min_wage":
        return _wages(one.value)
    if one.key == "age_codes":
        names = [formats.say(name) for name in list_age_codes(on=one.valid_from).values()]
        return _folded(_("%(count)s reasons") % {"count": len(names)}, names)
    if one.unit == "month-day":
        days = one.value if isinstance(one.value, tuple) else (one.value,)
        return ("、" if _is_japanese() else ", ").join(_month_day(day) for day in days)
    if one.unit == "year":
        return str(one.value)
    return f"{_plain(one.value)}{'' if _is_japanese() else ' '}{unit}".strip()


def _wages(table: Mapping[str, int]) -> Any:
    language = get_language() or "ja"
    lines = [
        f"{prefecture_label(int(number), language)} {yen:,}"
        for number, yen in sorted(table.items())
    ]
    low, high = min(table.values()), max(table.values())
    head = _("%(low)s to %(high)s yen, by prefecture") % {"low": f"{low:,}", "high": f"{high:,}"}
    return _folded(head, lines)


def _folded(head: str, lines: Sequence[str]) -> Any:
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html(
        '<details><summary>{}</summary><ul class="cols">{}</ul></details>', head, items
    )


def _month_day(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return ("〜" if _is_japanese() else " to ").join(_month_day(one) for one in value)
    month, day = (int(part) for part in value.split("-"))
    if _is_japanese():
        return f"{month}月{day}日"
    return f"{date(2000, month, day):%-d %B}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("in force") if value else _("not in force")
    if isinstance(value, tuple):
        return ("、" if _is_japanese() else ", ").join(_plain(one) for one in value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(_WORDS.get(value, value))


def _is_japanese() -> bool:
    return not formats.is_english()
