"""The proposals: a named human confirms or declines each with a reason, and answers appeals."""

from functools import cached_property
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.errors import ActionError, NotVisibleError
from tasuki.apps.rounds.actions.deciding import ANSWER_CHARACTERS_MAX, answer_appeal, decide_lines
from tasuki.apps.rounds.models import RoundDecision
from tasuki.apps.rounds.queries.results import explain_line
from tasuki.apps.rounds.queries.rounds import find_names
from tasuki.apps.rounds.queries.tables import list_lines
from tasuki.core.access import Permission
from tasuki.core.rounds.labels import DECISION_LABELS
from tasuki.core.rounds.machine import RoundState
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    moment_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView
from tasuki.web.components.views import PageView, toast
from tasuki.web.moves.fields import area_field, choice_field
from tasuki.web.rounds.frame import OfRound
from tasuki.web.rounds.people import record_url

_DECIDING = frozenset({RoundState.VERIFIED, RoundState.DECIDED})


class ReasonForm(Form):
    """One reason, for one proposal or for many."""

    reason = area_field(
        gettext_lazy("Reason"),
        size=500,
        required=True,
        help_text=gettext_lazy("In your words, about the work. The people read it with your name."),
    )


class LineFilter(Form):
    """What narrows the proposals."""

    decision = choice_field(
        gettext_lazy("What was decided"),
        {decision: label.label for decision, label in DECISION_LABELS.items()},
        required=False,
    )
    is_appealed = forms.BooleanField(
        label=gettext_lazy("Appeals without an answer"), required=False
    )


class DecisionTable(OfRound, TableView):
    """All proposals of a round."""

    permission: ClassVar = Permission.ROUND_DECIDE
    template_name: ClassVar[str] = "rounds/result.html"
    tab = "result"
    heading = gettext_lazy("Proposals")
    caption = gettext_lazy("Proposals")
    file_name = gettext_lazy("Proposals")
    unit = "person"
    default_sort = "place_name"
    filter_form = LineFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Undecided"), query="decision=open"),
        Tab(label=gettext_lazy("Appeals without an answer"), query="is_appealed=on"),
    )
    empty_text = gettext_lazy("The round was not cleared yet.")
    _effect = gettext_lazy(
        "Your name and the reason are kept with each of them, and the people read both after the "
        "publication. Until then it can be decided anew."
    )
    bulk_acts = (
        BulkAct(
            name="confirm",
            label=gettext_lazy("Confirm"),
            effect=_effect,
            permission=Permission.ROUND_DECIDE,
            form=ReasonForm,
        ),
        BulkAct(
            name="decline",
            label=gettext_lazy("Decline"),
            effect=_effect,
            permission=Permission.ROUND_DECIDE,
            form=ReasonForm,
        ),
    )

    def get_columns(self) -> tuple[Any, ...]:
        """Return the columns; the name leads to explanation and appeal."""
        return (
            name_column(
                _("Name"),
                lambda row: self.names.get(row.talent_record_id) or formats.NOTHING,
                lambda row: reverse("rounds:line", args=[row.round_id, row.pk]),
            ),
            status_column("round_decision", lambda row: row.decision, _("What was decided")),
            text_column("number", _("Number"), lambda row: row.record_number),
            text_column(
                "place", _("Proposal"), lambda row: row.place_name, sort="place_name", show=_place
            ),
            Column(name="rank", label=_("Rank on the list"), value=_rank, css="n", sort="rank"),
            Column(
                name="points",
                label=_("Number at the place"),
                value=lambda row: row.number,
                show=formats.number,
                css="n",
            ),
            text_column("reason", _("Reason"), lambda row: row.reason),
            text_column("by", _("Decided by"), lambda row: row.decided_by_name),
            moment_column("at", _("Decided at"), lambda row: row.decided_at),
            Column(name="appeal", label=_("Appeal"), value=_appeal, show=_appeal_tag),
        )

    def get_rows(self) -> QuerySet[Any]:
        """Return the proposals."""
        return list_lines(row=self.row)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by decision and appeal."""
        if values.get("decision"):
            rows = rows.filter(decision=values["decision"])
        if values.get("is_appealed"):
            rows = rows.filter(appealed_at__isnull=False, answered_at=None)
        return rows

    @cached_property
    def names(self) -> dict[Any, str]:
        """The names of the round's people, read once for page, file and question."""
        records = list_lines(row=self.row).values_list("talent_record_id", flat=True)
        return find_names(record_ids=list(records))

    def get_context(self) -> dict[str, Any]:
        """Add what the page says about the state of the decisions."""
        row = self.row
        return (
            super().get_context()
            | self.frame()
            | {
                "is_unverified": row.state == RoundState.CLEARED,
                "is_decided": row.state == "decided",
            }
        )

    def do_confirm(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Confirm what was chosen with one reason."""
        return self._decide(rows, is_confirmed=True)

    def do_decline(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Decline what was chosen with one reason."""
        return self._decide(rows, is_confirmed=False)

    def _decide(self, rows: QuerySet[Any], *, is_confirmed: bool) -> str:
        done = decide_lines(
            actor=self.actor,
            round_id=self.row.pk,
            line_ids=list(rows.values_list("pk", flat=True)),
            is_confirmed=is_confirmed,
            reason=self.bulk_values["reason"],
            now=timezone.now(),
        )
        return _("%(count)s decided.") % {"count": formats.count(len(done))}

    def _allowed_acts(self) -> list[BulkAct]:
        """Decisions are taken between the verification and the publication."""
        return super()._allowed_acts() if self.row.state in _DECIDING else []


class DecideForm(ReasonForm):
    """One proposal."""

    submit_label = gettext_lazy("Keep the decision")
    decision = forms.ChoiceField(
        label=gettext_lazy("What was decided"),
        widget=forms.RadioSelect,
        choices=(("yes", gettext_lazy("Confirm")), ("no", gettext_lazy("Decline"))),
    )
    field_order = ("decision", "reason")


class AnswerForm(Form):
    """The answer to an appeal."""

    submit_label = gettext_lazy("Send this answer")
    text = area_field(
        gettext_lazy("Answer"),
        size=ANSWER_CHARACTERS_MAX,
        rows=6,
        required=True,
        help_text=gettext_lazy("The person gets a mail and reads it with your name."),
    )


class LinePage(OfRound, PageView):
    """One proposal: why, what was decided, the appeal and its answer."""

    permission: ClassVar = Permission.ROUND_DECIDE
    template_name: ClassVar[str] = "rounds/line.html"
    tab = "result"

    @cached_property
    def line(self) -> RoundDecision:
        """The proposal of the address.

        Raises:
            NotVisibleError: there is none in this round.
        """
        found = list_lines(row=self.row).filter(pk=self.kwargs["line_id"]).first()
        if found is None:
            raise NotVisibleError
        return found

    def get_context(self) -> dict[str, Any]:
        """Read explanation and appeal."""
        line = self.line
        names = find_names(record_ids=[line.talent_record_id])
        name = names.get(line.talent_record_id) or formats.NOTHING
        can_decide = self.row.state in _DECIDING
        can_answer = self.row.state == RoundState.PUBLISHED and line.appealed_at is not None
        return self.frame() | {
            "line": line,
            "heading": _("%(name)s: proposal") % {"name": name},
            "sentences": explain_line(line, language=get_language() or "ja"),
            "record_url": record_url(self.actor.kind, line),
            "decide_form": self._decide_form() if can_decide else None,
            "answer_form": AnswerForm(initial={"text": line.answer}) if can_answer else None,
            "back_url": reverse("rounds:result", args=[self.row.pk]),
            "back_label": _("Back to the proposals"),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Decide, or answer the appeal; what was typed stays when it is refused."""
        is_answer = request.POST.get("act") == "answer"
        form: Form = AnswerForm(request.POST) if is_answer else self._decide_form(request.POST)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                said = self._answer(form) if is_answer else self._decide(form)
            except NotVisibleError:
                raise
            except ActionError as error:
                form.add_refusal(error)
                status = HTTPStatus(error.status)
            else:
                toast(request, said)
                return redirect("rounds:line", self.row.pk, self.line.pk)
        name = "answer_form" if is_answer else "decide_form"
        return self.show(self.get_context() | {name: form}, status=status)

    def _decide_form(self, data: Any = None) -> DecideForm:
        line = self.line
        form = DecideForm(data, initial={"reason": line.reason})
        if line.place_id is None:
            field = form.fields["decision"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = (("no", _("Decline")),)
        return form

    def _decide(self, form: Form) -> str:
        decide_lines(
            actor=self.actor,
            round_id=self.row.pk,
            line_ids=[self.line.pk],
            is_confirmed=form.cleaned_data["decision"] == "yes",
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return _("The decision was kept with your name.")

    def _answer(self, form: Form) -> str:
        answer_appeal(
            actor=self.actor,
            line_id=self.line.pk,
            text=form.cleaned_data["text"],
            now=timezone.now(),
        )
        return _("The answer was sent.")


def _place(name: object) -> str:
    return str(name) or _("no proposal")


def _rank(row: Any) -> int | str:
    return row.rank if row.rank is not None else ""


def _appeal(row: Any) -> str:
    if row.appealed_at is None:
        return ""
    return _("answered") if row.answered_at is not None else _("waits for an answer")


def _appeal_tag(word: object) -> str:
    if not word:
        return ""
    return formats.tag(str(word), "ok" if word == _("answered") else "err")
