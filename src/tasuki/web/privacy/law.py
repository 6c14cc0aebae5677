"""The law check (法令点検): the numbers of law in use, who may do what, and the hard stops."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final

from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps import policy
from tasuki.core.access import Permission
from tasuki.core.law import acts
from tasuki.core.law.acts import Act
from tasuki.core.law.hard_stops import HARD_STOPS
from tasuki.core.law.parameters import Parameter, list_parameters, list_stale
from tasuki.core.words import Words
from tasuki.web.components import columns, formats
from tasuki.web.components.views import PageView

# In force before the records of the product begin: the first day says nothing.
_ALWAYS: Final = date(2000, 1, 1)
_UNITS: Final[dict[str, Any]] = {
    "years": gettext_lazy("years"),
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
    "month-day": "",
    "year": "",
}
_ANSWERS: Final[dict[acts.Permission, tuple[Any, str]]] = {
    acts.Permission.YES: (gettext_lazy("allowed"), "ok"),
    acts.Permission.NO: (gettext_lazy("not allowed"), "err"),
    acts.Permission.CONDITION: (gettext_lazy("under a condition"), "warn"),
    acts.Permission.NOT_ITS_ACT: (gettext_lazy("not its act"), ""),
}
KIND_LABELS: Final[dict[acts.OrganisationKind, Any]] = {
    acts.OrganisationKind.EMPLOYER: gettext_lazy("an employer that hires for itself"),
    acts.OrganisationKind.GROUP_COMPANY: gettext_lazy("a company of a group"),
    acts.OrganisationKind.PLATFORM: gettext_lazy("an information service without a licence"),
    acts.OrganisationKind.LICENSED_AGENCY: gettext_lazy("a licensed placement agency"),
    acts.OrganisationKind.MUNICIPALITY: gettext_lazy("a municipality that notified"),
}


def _say(words: Words) -> str:
    return words.in_language(get_language() or "ja")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("in force") if value else _("not in force")
    if isinstance(value, Mapping):
        return " / ".join(f"{key}: {_value(one)}" for key, one in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " / ".join(_value(one) for one in value)
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _shown_value(one: Parameter) -> str:
    unit = _UNITS.get(one.unit, one.unit)
    return f"{_value(one.value)} {unit}".strip()


def _from(one: Parameter) -> str:
    return _("from the beginning") if one.valid_from == _ALWAYS else formats.day(one.valid_from)


def _to(one: Parameter) -> str:
    return formats.day(one.valid_to) if one.valid_to else _("no end known")


def _is_confirmed(one: Parameter) -> Any:
    if one.is_confirmed:
        return ""
    return formats.tag(_("to be confirmed"), "warn")


_PARAMETERS: Final = (
    columns.Column(
        name="label",
        label=gettext_lazy("Number of law"),
        value=lambda one: _say(one.label),
        place=columns.Place.TITLE,
    ),
    columns.Column(
        name="mark", label="", value=_is_confirmed, show=lambda tag: tag, place=columns.Place.CORNER
    ),
    columns.text_column("value", gettext_lazy("Value"), _shown_value),
    columns.text_column("from", gettext_lazy("Valid from"), _from),
    columns.text_column("to", gettext_lazy("Valid to"), _to),
    columns.text_column("source", gettext_lazy("Source"), lambda one: one.source),
    columns.day_column("checked", gettext_lazy("Checked on"), lambda one: one.checked_on),
    columns.text_column("note", gettext_lazy("Note"), lambda one: one.note),
)
_MATRIX: Final = (
    columns.Column(
        name="act",
        label=gettext_lazy("Act between people and posts"),
        value=lambda row: _say(acts.ACT_LABELS[row[0]]),
        place=columns.Place.TITLE,
    ),
    columns.Column(
        name="answer",
        label=gettext_lazy("Verdict"),
        value=lambda row: _ANSWERS[row[1].permission],
        show=lambda answer: formats.tag(*answer),
        place=columns.Place.CORNER,
    ),
    columns.text_column(
        "condition",
        gettext_lazy("Condition"),
        lambda row: _say(row[1].condition) if row[1].condition else "",
    ),
)
_STOPS: Final = (
    columns.Column(
        name="rule",
        label=gettext_lazy("Hard stop"),
        value=lambda stop: f"{stop.rule} {_say(stop.name)}",
        place=columns.Place.TITLE,
    ),
    columns.text_column(
        "meaning", gettext_lazy("What it means here"), lambda stop: _say(stop.meaning)
    ),
    columns.text_column("exception", gettext_lazy("Exception"), lambda stop: _say(stop.exception)),
    columns.text_column("source", gettext_lazy("Source"), lambda stop: stop.source),
)


class LawPage(PageView):
    """Parameters, matrix, hard stops, and the question whether one act is allowed."""

    permission: ClassVar = Permission.LAW_VIEW
    template_name: ClassVar[str] = "privacy/law.html"

    def get_context(self) -> dict[str, Any]:
        """Read what holds today for the kind of the own organisation."""
        today = timezone.localdate()
        legal = policy.find_legal_kind(kind=self.actor.kind, on=today)
        stale = list_stale(on=today)
        parameters = list_parameters(on=today)
        rows = [(act, acts.ACT_RULES[act, legal]) for act in Act]
        return {
            "heading": _("Law check"),
            "lead": _(
                "The numbers of law in use, what this organisation may do, and what no "
                "setting can open."
            ),
            "legal_kind": KIND_LABELS[legal],
            "stale_labels": [_say(one.label) for one in stale],
            "unconfirmed_count": sum(not one.is_confirmed for one in parameters),
            "parameter_count": len(parameters),
            "matrix": columns.SmallTable.of(_("Who may do what"), _MATRIX, rows),
            "stops": columns.SmallTable.of(_("Hard stops"), _STOPS, HARD_STOPS),
            "parameters": columns.SmallTable.of(_("Numbers of law"), _PARAMETERS, parameters),
            **self._answer(today),
        }

    def _answer(self, today: date) -> dict[str, Any]:
        """Answer the question in the address, if there is one."""
        asked = self.request.GET.get("act", "")
        choices = [(act.value, _say(acts.ACT_LABELS[act])) for act in Act]
        if asked not in set(Act):
            return {"acts": choices, "asked": "", "is_own": False}
        is_own = self.request.GET.get("own") == "1"
        refusal = policy.find_refusal(kind=self.actor.kind, act=Act(asked), on=today, is_own=is_own)
        language = get_language() or "ja"
        return {
            "acts": choices,
            "asked": asked,
            "asked_label": _say(acts.ACT_LABELS[Act(asked)]),
            "is_own": is_own,
            "is_allowed": refusal is None,
            "refusal_text": refusal.in_language(language) if refusal else "",
            "refusal_source": refusal.source if refusal else "",
        }


PATTERNS: Final[list[URLPattern]] = [path("law/", LawPage.as_view(), name="law")]
