"""The form of a step, made from the fields that the declaration lists."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tasuki.core.cases.field import Field, FieldType
from tasuki.core.cases.kind import AnyKind
from tasuki.web.components import formats
from tasuki.web.components.forms import Form

_LONG = 200


class StepForm(Form):
    """The fields of one step."""

    def __init__(self, kind: AnyKind, event: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = add_fields(self, kind, event)

    def typed(self) -> dict[str, str]:
        """Return what was typed, by the code of the field."""
        return {code: str(self.cleaned_data.get(code) or "") for code in self.codes}


def add_fields(form: Form, kind: AnyKind, event: Any) -> list[str]:
    """Add the fields of a step to a form and return their codes."""
    codes = []
    for field, is_asked in kind.fields_of(event):
        form.fields[field.code] = _make(field, is_asked=is_asked)
        codes.append(field.code)
    return codes


def _make(field: Field, *, is_asked: bool) -> forms.Field:
    common: Mapping[str, Any] = {
        "label": formats.say(field.words),
        "required": is_asked,
        "initial": field.initial or None,
    }
    if field.type is FieldType.CHOICE:
        choices = [("", "-"), *((code, formats.say(words)) for code, words in field.choices)]
        return forms.ChoiceField(choices=choices, **common)
    if field.type is FieldType.YES_NO:
        return forms.ChoiceField(
            choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **common
        )
    return forms.CharField(max_length=field.most_letters, widget=_widget(field), **common)


def _widget(field: Field) -> forms.Widget:
    if field.type is FieldType.DAY:
        return forms.DateInput(attrs={"type": "date"})
    if field.type is FieldType.NUMBER:
        return forms.NumberInput(attrs={"min": field.least, "step": 1})
    if field.most_letters > _LONG:
        return forms.Textarea(attrs={"rows": 3})
    return forms.TextInput()
