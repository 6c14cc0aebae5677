"""The law check (法令点検): the numbers of law in use, who may do what, and the hard stops."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps import policy
from tasuki.core.access import Permission
from tasuki.core.law import acts
from tasuki.core.law.acts import Act
from tasuki.core.law.hard_stops import HARD_STOPS
from tasuki.core.law.parameters import (
    RECORDS_BEGIN_ON,
    Parameter,
    list_coming,
    list_due,
    list_parameters,
    list_stale,
)
from tasuki.core.words import Words
from tasuki.web.components import columns, formats
from tasuki.web.components.views import PageView
from tasuki.web.privacy.law_values import show_value

_ANSWERS: Final[dict[acts.ActAnswer, tuple[Any, str]]] = {
    acts.ActAnswer.YES: (gettext_lazy("allowed"), "ok"),
    acts.ActAnswer.NO: (gettext_lazy("not allowed"), "err"),
    acts.ActAnswer.CONDITION: (gettext_lazy("under a condition"), "warn"),
    acts.ActAnswer.NOT_ITS_ACT: (gettext_lazy("not its act"), ""),
}
KIND_LABELS: Final[dict[acts.LegalRole, Any]] = {
    acts.LegalRole.EMPLOYER: gettext_lazy("an employer that hires for itself"),
    acts.LegalRole.GROUP_COMPANY: gettext_lazy("a company of a group"),
    acts.LegalRole.PLATFORM: gettext_lazy("an information service without a licence"),
    acts.LegalRole.LICENSED_AGENCY: gettext_lazy("a licensed placement agency"),
    acts.LegalRole.MUNICIPALITY: gettext_lazy("a municipality that notified"),
}


def _say(words: Words) -> str:
    return words.in_language(get_language() or "ja")


def _with_more(text: Any, more: str) -> Any:
    """Return a text with a second, smaller line where there is one."""
    return format_html('{}<div class="small sub">{}</div>', text, more) if more else text


def _figure(one: Parameter) -> Any:
    """Return the value, and its days where it was not in force from the beginning for good."""
    begins = "" if one.valid_from == RECORDS_BEGIN_ON else formats.day(one.valid_from)
    ends = formats.day(one.valid_to) if one.valid_to else ""
    return _with_more(show_value(one), f"{begins}〜{ends}" if begins or ends else "")


def _checked(one: Parameter) -> Any:
    """Return the day of the check, and of the next one where it is named."""
    more = _("next check %(day)s") % {"day": formats.day(one.review_by)} if one.review_by else ""
    return _with_more(formats.day(one.checked_on), more)


@dataclass(frozen=True, slots=True)
class _Line:
    """One number of law as the page shows it."""

    one: Parameter
    is_due: bool


def _marks(line: _Line) -> list[tuple[Any, str]]:
    one = line.one
    marks = [
        (_("overdue"), "err", line.is_due),
        (_("to be confirmed"), "warn", not one.is_confirmed),
        (_("for reference only"), "", one.is_shown_only),
    ]
    return [(label, tone) for label, tone, is_so in marks if is_so]


_PARAMETERS: Final = (
    columns.Column(
        name="label",
        label=gettext_lazy("Number of law"),
        value=lambda line: _say(line.one.label),
        place=columns.Place.TITLE,
        css="wrap",
    ),
    columns.Column(
        name="mark",
        label=gettext_lazy("State of the check"),
        value=_marks,
        show=lambda marks: format_html_join(
            "", "<div>{}</div>", ((formats.tag(label, tone),) for label, tone in marks)
        ),
        place=columns.Place.CORNER,
    ),
    columns.Column(
        name="value",
        label=gettext_lazy("Figure and period"),
        value=lambda line: line.one,
        show=_figure,
    ),
    columns.Column(
        name="source",
        label=gettext_lazy("Source and note"),
        value=lambda line: line.one,
        show=lambda one: _with_more(formats.cited(one.source), _say(one.note) if one.note else ""),
    ),
    columns.Column(
        name="checked",
        label=gettext_lazy("Checked on"),
        value=lambda line: line.one,
        show=_checked,
    ),
)
_EMPTY: Final = gettext_lazy("No number of law is in this list.")
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
    columns.text_column("source", gettext_lazy("Source"), lambda stop: formats.cited(stop.source)),
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
        due = [one for one in list_due(on=today) if one not in stale]
        rows = [(act, acts.ACT_RULES[act, legal]) for act in Act]
        return {
            "heading": _("Law check"),
            "lead": _(
                "The numbers of law in use, what this organisation may do, and what no "
                "setting can open."
            ),
            "legal_kind": KIND_LABELS[legal],
            "stale_labels": [_say(one.label) for one in stale],
            "due_labels": [_say(one.label) for one in due],
            "matrix": columns.SmallTable.of(_("Who may do what"), _MATRIX, rows),
            "stops": columns.SmallTable.of(_("Hard stops"), _STOPS, HARD_STOPS),
            **self._numbers(today),
            **self._answer(today),
        }

    def _numbers(self, today: date) -> dict[str, Any]:
        """Return the numbers that the chosen tab shows, and the tabs with their counts."""
        due = {one.key for one in list_due(on=today)}
        lines = [_Line(one, one.key in due) for one in list_parameters(on=today)]
        lists: dict[str, tuple[str, list[_Line]]] = {
            "": (_("All in force"), lines),
            "unconfirmed": (
                _("To be confirmed"),
                [line for line in lines if not line.one.is_confirmed],
            ),
            "due": (_("Check overdue"), [line for line in lines if line.is_due]),
            "coming": (
                _("Coming changes"),
                [_Line(one, is_due=False) for one in list_coming(on=today)],
            ),
        }
        wanted = self.request.GET.get("show", "")
        chosen = wanted if wanted in lists else ""
        return {
            "number_tabs": [
                {
                    "label": label,
                    "count": len(rows),
                    "query": f"?show={name}" if name else "?",
                    "is_current": name == chosen,
                }
                for name, (label, rows) in lists.items()
            ],
            "parameters": columns.SmallTable.of(_("Numbers of law"), _PARAMETERS, lists[chosen][1]),
            "has_numbers": bool(lists[chosen][1]),
            "no_numbers": _EMPTY,
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
            "refusal_source": formats.cited(refusal.source) if refusal else "",
        }


PATTERNS: Final[list[URLPattern]] = [path("law/", LawPage.as_view(), name="law")]
