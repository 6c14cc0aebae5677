"""Fields that the forms of the room share: days, hours, choices with words of core."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from tasuki.core.law.hours import HOUR
from tasuki.core.words import Words
from tasuki.web.components import formats

_PARTS: Final = 2


class HoursField(forms.Field):
    """Hours as people write them, 7:45 or 7; minutes inside."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("Hours and minutes, such as 7:45."))
        super().__init__(widget=forms.TextInput(attrs={"maxlength": 8}), **more)

    def prepare_value(self, value: Any) -> Any:
        """Show minutes as hours; what was typed stays as it was."""
        if isinstance(value, int):
            return f"{value // HOUR}:{value % HOUR:02d}"
        return value

    def to_python(self, value: Any) -> Any:
        """Return whole minutes; None for an empty field."""
        text = str(value or "").strip()
        if not text:
            return None
        hours, _colon, minutes = text.partition(":")
        is_whole = hours.isascii() and hours.isdecimal()
        has_minutes = not _colon or (
            minutes.isascii() and minutes.isdecimal() and len(minutes) == _PARTS
        )
        if not is_whole or not has_minutes or int(minutes or 0) >= HOUR:
            raise forms.ValidationError(_("Write hours and minutes, such as 7:45."), code="hours")
        return int(hours) * HOUR + int(minutes or 0)


class HoursListField(forms.Field):
    """Hours of several months in a row, 10:00, 7:30, 0; a list of minutes inside."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"maxlength": 120}), **more)

    def prepare_value(self, value: Any) -> Any:
        """Show each month as hours; what was typed stays as it was."""
        if isinstance(value, list):
            return ", ".join(HoursField().prepare_value(one) for one in value)
        return value

    def to_python(self, value: Any) -> list[int]:
        """Return the minutes of each month; an empty list for an empty field."""
        parts = re.split(r"[\s,、，]+", str(value or "").strip())
        return [HoursField().to_python(part) for part in parts if part]


def day_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **more)


def text_field(label: Any, *, size: int, required: bool = False, **more: Any) -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(label=label, max_length=size, required=required, **more)


def area_field(label: Any, *, size: int, rows: int = 3, **more: Any) -> forms.CharField:
    """Return a field for several lines."""
    return forms.CharField(
        label=label,
        max_length=size,
        required=more.pop("required", False),
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


def yen_field(label: Any, *, required: bool = False, **more: Any) -> forms.IntegerField:
    """Return a field for an amount in yen."""
    return forms.IntegerField(
        label=label, required=required, min_value=0, max_value=2_000_000_000, **more
    )


def choice_field(
    label: Any, labels: Mapping[Any, Words], *, required: bool = True, **more: Any
) -> forms.ChoiceField:
    """Return a field for a code; the words follow the language of the moment."""

    def choices() -> list[tuple[str, str]]:
        empty = [] if required else [("", formats.NOTHING)]
        return [*empty, *((str(code), formats.say(words)) for code, words in labels.items())]

    return forms.ChoiceField(label=label, choices=choices, required=required, **more)
