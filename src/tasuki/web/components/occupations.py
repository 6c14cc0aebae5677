"""A field for the number of an occupation: proposals come up while typing.

The proposals are a datalist, which the browser narrows itself: nothing fires while a word is
being composed, and the field works without our script.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.vocab.occupations import (
    find_code,
    find_occupation,
    list_occupations,
    search_occupations,
)
from tasuki.apps.vocab.queries import list_attributions

PROPOSALS_SHOWN: Final = 5
_CODE: Final = re.compile(r"(\d{2,3}(?:-\d{2}){0,2})(?:\s|$)")


class OccupationInput(forms.TextInput):
    """A text field with all occupations as proposals, and where they come from."""

    template_name = "components/occupation_input.html"

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        """Add the proposals; a number gets its name."""
        context = super().get_context(name, value, dict(attrs or {}))
        widget = context["widget"]
        widget["attrs"] |= {"list": f"{name}-proposals", "autocomplete": "off"}
        known = find_occupation(code=str(value)) if value and _CODE.fullmatch(str(value)) else None
        if known is not None and known.code == value:
            widget["value"] = f"{known.code} {known.name}"
        return context | {
            "proposals": list_occupations(),
            "attribution": " ".join(list_attributions(sources=["jobtag"])),
        }


class OccupationField(forms.CharField):
    """The number of an occupation, from a number, a proposal or a name of the vocabulary."""

    def __init__(self, **more: Any) -> None:
        given = {
            "label": gettext_lazy("Number of the occupation (classification of the ministry)"),
            "help_text": gettext_lazy(
                "Type a part of the name or the number and choose. Leave it empty if unsure."
            ),
            "required": False,
            "max_length": 120,
            "widget": OccupationInput(),
        }
        super().__init__(**given | more)

    def clean(self, value: Any) -> str:
        """Return the number, or propose some."""
        typed = " ".join(str(super().clean(value)).split())
        if not typed:
            return ""
        if number := _CODE.match(typed):
            return number[1]
        if code := find_code(text=typed):
            return code
        proposals = search_occupations(text=typed, limit=PROPOSALS_SHOWN)
        if not proposals:
            raise forms.ValidationError(
                _("No such occupation. Leave the field empty, or try a shorter word.")
            )
        names = "、".join(f"{one.code} {one.name}" for one in proposals)
        raise forms.ValidationError(_("Choose one of these: %(names)s") % {"names": names})


def with_code(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed; words that name exactly one number bring it along."""
    code = typed["occupation_code"] or find_code(text=typed["wished_occupation"])
    return {**typed, "occupation_code": code}
