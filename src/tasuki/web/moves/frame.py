"""What the pages of the three kinds of moves share: a case page, its steps, its papers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Final

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.moves.actions.answers import ask_person
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork
from tasuki.apps.moves.queries.contract_work import find_delivery
from tasuki.apps.moves.queries.questions import find_case, mail_of, question_of
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.law.hours import HOUR
from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words
from tasuki.web.components import exports, formats
from tasuki.web.components.acts import RowAct, RowForm
from tasuki.web.components.columns import SmallTable
from tasuki.web.components.forms import Form
from tasuki.web.components.panels import Event
from tasuki.web.components.views import FormPage, OrganisationView, PageView

ACT_WORDS: dict[str, Any] = {
    "propose": gettext_lazy("Proposed"),
    "edit": gettext_lazy("Changed"),
    "confirm_purpose": gettext_lazy("Purpose confirmed"),
    "explain": gettext_lazy("Conditions delivered"),
    "deliver_conditions": gettext_lazy("Conditions delivered"),
    "consent": gettext_lazy("Consent of the person"),
    "decline": gettext_lazy("Declined by the person"),
    "sign": gettext_lazy("Signed by both firms"),
    "activate": gettext_lazy("Begun"),
    "hand_over": gettext_lazy("Transferred"),
    "extend": gettext_lazy("Extended"),
    "return": gettext_lazy("Returned home"),
    "convert": gettext_lazy("Turned into a transfer"),
    "revise": gettext_lazy("Taken back to be changed"),
    "cancel": gettext_lazy("Cancelled"),
    "notify": gettext_lazy("Notified"),
    "check": gettext_lazy("Checked"),
    "agree": gettext_lazy("Both agree"),
    "refuse": gettext_lazy("Refused"),
    "start": gettext_lazy("Begun"),
    "stop": gettext_lazy("Stopped"),
    "replan": gettext_lazy("Planned anew"),
    "end": gettext_lazy("Ended"),
    "begin": gettext_lazy("Sheet begun"),
    "close": gettext_lazy("Month closed"),
    "prepare": gettext_lazy("Draft made"),
    "issue_notice": gettext_lazy("Notice issued"),
    "accept": gettext_lazy("Accepted by the supplier"),
    "ask": gettext_lazy("Terms mailed to the person"),
    "person_agrees": gettext_lazy("The person agreed"),
    "withdraw": gettext_lazy("Declined by the person"),
    "announce_end": gettext_lazy("End announced"),
    "renew": gettext_lazy("Renewed"),
    "deliver": gettext_lazy("Work received"),
    "inspect": gettext_lazy("Inspected"),
    "pay": gettext_lazy("Paid"),
}


class StateFilter(Form):
    """What the tabs of a list set."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One next step: a link to a form, or an act by POST."""

    label: Any
    url: str
    is_post: bool = False
    is_main: bool = False
    is_danger: bool = False


class CasePage(PageView):
    """One case: where it stands, what is missing, what can be done, its papers and story."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.MOVE_VIEW
    template_name: ClassVar[str] = "moves/case.html"
    status_kind: ClassVar[str]
    back_name: ClassVar[str]
    back_label: ClassVar[Any]
    facts_label: ClassVar[Any] = gettext_lazy("What is known")
    edit_permission: ClassVar = Permission.MOVE_EDIT

    def read(self) -> Any:
        """Return the row of the address."""
        raise TypeError(f"{type(self).__name__} reads no row")

    def get_facts(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return label and value of what is known."""
        return ()

    def get_buttons(self, row: Any) -> list[Button]:
        """Return what can be done now."""
        return []

    def get_refusals(self, row: Any) -> Sequence[Refusal]:
        """Return what keeps the next step from being done."""
        return ()

    def get_warnings(self, row: Any) -> Sequence[Words]:
        """Return what should be looked at."""
        return ()

    def get_papers(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return label and address of the papers."""
        return ()

    def get_tables(self, row: Any) -> Sequence[SmallTable]:
        """Return further tables."""
        return ()

    def get_heading(self, row: Any) -> str:
        """Return the name of the case."""
        return str(row.number)

    def get_context(self) -> dict[str, Any]:
        """Read everything that the page shows."""
        row = self.read()
        may_act = self.actor.can(self.edit_permission)
        return {
            "row": row,
            "status_kind": self.status_kind,
            "heading": self.get_heading(row),
            "facts_label": self.facts_label,
            "facts": [(label, value) for label, value in self.get_facts(row) if value],
            "buttons": self.get_buttons(row) if may_act else [],
            "refusals": self.get_refusals(row),
            "is_english": formats.is_english(),
            "warnings": self.get_warnings(row),
            "papers": self.get_papers(row),
            "tables": self.get_tables(row),
            "events": self.get_events(row),
            "back_url": reverse(self.back_name),
            "back_label": self.back_label,
        }

    def get_events(self, row: Any) -> list[Event]:
        """Return the story of the case, the newest first."""
        found = list_events_of(object_kind=self.status_kind, object_id=row.pk)
        return [
            Event(at=one.happened_at, text=ACT_WORDS.get(one.kind.rpartition(".")[2], one.kind))
            for one in found
        ]


class CaseForm(FormPage):
    """A form about a case, or for a new one."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.MOVE_EDIT
    back_label: ClassVar[Any] = gettext_lazy("Back")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the form; nothing is asked about a case that is not there."""
        for row_id in kwargs.values():
            if find_case(case_id=row_id) is None and find_delivery(delivery_id=row_id) is None:
                raise NotVisibleError
        return super().get(request, **kwargs)


class StepForm(CaseForm, RowForm):
    """One step that asks for values."""


class StepAct(RowAct):
    """One step that asks for nothing."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.MOVE_EDIT


class PaperView(OrganisationView):
    """A paper as PDF."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.MOVE_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the PDF."""
        now = timezone.now()
        content, name = self.write(
            language=get_language() or "ja", printed_by=self.actor.name, now=now
        )
        return exports.send_file(
            content, exports.FileFormat("pdf", "application/pdf"), name=name, now=now
        )

    def write(self, *, language: str, printed_by: str, now: datetime) -> tuple[bytes, str]:
        """Return the paper and the name of its file."""
        raise TypeError(f"{type(self).__name__} writes no paper")


def code_words[Code: StrEnum](labels: dict[Code, Words], code: str) -> str:
    """Return the words of a stored code; empty for an empty one."""
    return formats.say({str(one): words for one, words in labels.items()}[code]) if code else ""


def hours_text(minutes: int | None) -> str:
    """7:45; nothing where no hours were stated."""
    if minutes is None:
        return formats.NOTHING
    return f"{minutes // HOUR}:{minutes % HOUR:02d}"


def ask_buttons(row: Any) -> list[Button]:
    """Return the button that mails the person the terms; none where nothing is to be answered."""
    question = question_of(row, on=timezone.localdate())
    if not mail_of(row) or not (question.is_open or question.can_take_back):
        return []
    url = reverse("moves:ask", args=[row.pk])
    return [Button(label=_("Mail the terms to the person"), url=url, is_post=True)]


class AskPerson(StepAct):
    """Mail the person the terms with a key to answer."""

    action = ask_person
    id_name = "case_id"
    said = gettext_lazy("The terms were mailed. The answer arrives here and as a notice.")

    def get_success_url(self) -> str:
        """Show the case."""
        row = find_case(case_id=self.row_id)
        if row is None:
            return reverse("moves:secondments")
        return reverse(f"moves:{CASE_NAMES[type(row)]}", args=[row.pk])


CASE_NAMES: Final = {
    Secondment: "secondment",
    SideWork: "side_work",
    ContractWork: "contract_work",
}


def step_buttons(
    row: Any, steps: Iterable[tuple[Any, str, Any, bool]], allowed: Collection[Any]
) -> list[Button]:
    """Return the buttons of the steps that are allowed.

    Args:
        row: the case.
        steps: event, name of the address, words, and whether it is an act by POST.
        allowed: the events that may happen now.
    """
    return [
        Button(label=label, url=reverse(f"moves:{name}", args=[row.pk]), is_post=is_post)
        for event, name, label, is_post in steps
        if event in allowed
    ]


def with_main(buttons: list[Button]) -> list[Button]:
    """Return the buttons with the first one filled, unless it only ends the case."""
    return [
        replace(one, is_main=place == 0 and not one.is_danger) for place, one in enumerate(buttons)
    ]
