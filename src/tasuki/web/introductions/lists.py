"""Board and table of the same filter: cases, and the free slots that run beside them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.introductions import queries
from tasuki.apps.introductions.queries import BoardColumn, Card, CaseFilter
from tasuki.apps.relay.models import Slot
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.introductions.labels import STAGES
from tasuki.core.introductions.waiting import TURN_WORDS, Turn
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    SmallTable,
    day_column,
    deadline_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.views import PageView
from tasuki.web.moves.fields import choice_field

_TURNS: Final = {side: words for side, words in TURN_WORDS.items() if side is not Turn.NOBODY}
_TABS: Final = (
    (gettext_lazy("Not ended"), "is_open=on"),
    (gettext_lazy("Overdue"), "is_overdue=on"),
    (gettext_lazy("All"), ""),
)


class CaseFilterForm(Form):
    """What narrows board and table."""

    stage = choice_field(
        gettext_lazy("Stage of the introduction"),
        {stage.key: stage.words for stage in STAGES},
        required=False,
    )
    turn = choice_field(gettext_lazy("Waits for"), _TURNS, required=False)
    is_open = forms.BooleanField(label=gettext_lazy("Running only"), required=False)
    is_overdue = forms.BooleanField(label=gettext_lazy("Overdue only"), required=False)
    is_mine = forms.BooleanField(label=gettext_lazy("My introductions only"), required=False)


def read_filter(values: dict[str, Any], *, text: str, account_id: int | None) -> CaseFilter:
    """Return the filter of the address.

    Args:
        values: cleaned values of ``CaseFilterForm``.
        text: what was typed into the search.
        account_id: who looks; for "my introductions".
    """
    return CaseFilter(
        text=text,
        stage=values.get("stage", ""),
        turn=values.get("turn", ""),
        is_overdue=values.get("is_overdue", False),
        is_open=values.get("is_open", False),
        advisor_id=account_id if values.get("is_mine") else None,
    )


def slot_url(kind: OrganisationKind, slot_id: Any) -> str:
    """Return the page of a free slot on the reader's side."""
    return reverse(f"{kind}:slot", args=[slot_id])


def turn_text(turn: str) -> str:
    """Return who has to act."""
    return formats.say(TURN_WORDS[Turn(turn)]) if turn != Turn.NOBODY else formats.NOTHING


def _due(day: date | None) -> str:
    """Return the last day to answer, marked once it is over."""
    said = formats.deadline(day)
    if day is None or day >= timezone.localdate():
        return said
    return format_html("{} {}", said, formats.tag(_("Overdue"), "err"))


class CaseTable(TableView):
    """All introductions that the organisation sees, as a table."""

    permission: ClassVar = Permission.INTRODUCTION_VIEW
    template_name: ClassVar[str] = "introductions/table.html"
    heading = gettext_lazy("Introductions")
    lead = gettext_lazy("Who is introduced where, whose turn it is, and until when.")
    search_label = gettext_lazy("Name, number, job or company")
    filter_form = CaseFilterForm
    default_sort = "-subject__asked_at"
    tabs = tuple(Tab(label=label, query=query) for label, query in (_TABS[2], *_TABS[:2]))
    empty_text = gettext_lazy("Introductions appear here.")
    columns = (
        name_column(
            gettext_lazy("Introduction"),
            lambda row: (
                _("%(number)s %(name)s")
                % {"number": row.subject.number, "name": getattr(row, "person_name", None) or ""}
            ),
            lambda row: reverse("introductions:introduction", args=[row.subject_id]),
            sort="subject__number",
        ),
        status_column(
            "introduction", lambda row: row.subject.state, gettext_lazy("Stage of the introduction")
        ),
        Column(
            name="contact",
            label=gettext_lazy("Contact about jobs"),
            value=lambda row: getattr(row, "contact", ""),
            show=lambda word: formats.tag(word, "err") if word else "",
        ),
        text_column("company", gettext_lazy("Company"), lambda row: row.subject.company_name),
        text_column("job", gettext_lazy("Job"), lambda row: row.subject.job_title),
        text_column("turn", gettext_lazy("Waits for"), lambda row: turn_text(row.subject.turn)),
        deadline_column(
            "due",
            gettext_lazy("Answer by"),
            lambda row: row.subject.answer_by,
            sort="subject__answer_by",
            show=_due,
        ),
        day_column(
            "asked",
            gettext_lazy("Begun on"),
            lambda row: timezone.localdate(row.subject.asked_at),
            sort="subject__asked_at",
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the cases."""
        return queries.list_cases(on=timezone.localdate())

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Narrow by what was typed."""
        return queries.narrow(rows, CaseFilter(text=text), on=timezone.localdate())

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by the form."""
        wanted = read_filter(values, text="", account_id=self.actor.account_id)
        return queries.narrow(rows, wanted, on=timezone.localdate())

    def prepare(self, rows: Sequence[Any]) -> None:
        """Read the names that were released to a company."""
        names = queries.find_names(kind=self.actor.kind, rows=rows)
        banned: set[Any] = set()
        if self.actor.kind is OrganisationKind.AGENCY:
            banned = queries.find_banned(rows=rows, on=timezone.localdate())
        for row in rows:
            row.person_name = names.get(row.subject_id, "")
            row.contact = _("No solicitation") if row.subject.job_seeker_id in banned else ""

    def get_context(self) -> dict[str, Any]:
        """Add the free slots that the same filter leaves, and the way to the board."""
        form = CaseFilterForm(self.request.GET)
        form.is_valid()
        text = self.request.GET.get("q", "").strip()
        wanted = read_filter(form.cleaned_data, text=text, account_id=self.actor.account_id)
        slots = queries.list_slots_of(wanted=wanted, on=timezone.localdate())
        return super().get_context() | {
            "slots": _slot_table(self.actor.kind, slots) if slots else None,
            "other_url": f"{reverse('introductions:board')}?{self.request.GET.urlencode()}",
            "other_label": _("Show as board"),
            "add_url": _add_url(self.actor),
        }


class BoardPage(PageView):
    """The same introductions as a board, by stage."""

    permission: ClassVar = Permission.INTRODUCTION_VIEW
    template_name: ClassVar[str] = "introductions/board.html"

    def get_context(self) -> dict[str, Any]:
        """Read the cards; a constant number of queries."""
        form = CaseFilterForm(self.request.GET)
        form.is_valid()
        text = self.request.GET.get("q", "").strip()
        wanted = read_filter(form.cleaned_data, text=text, account_id=self.actor.account_id)
        columns = queries.build_board(kind=self.actor.kind, wanted=wanted, on=timezone.localdate())
        query = self.request.GET.urlencode()
        address = reverse("introductions:board")
        return {
            "heading": _("Board of introductions"),
            "lead": _("From the person's yes to the first day of work; what ended stays 30 days."),
            "columns": [self._column(one) for one in columns],
            "filter_form": form,
            "search_label": CaseTable.search_label,
            "search_text": text,
            "is_filtered": bool(query),
            "tabs": [
                {
                    "label": label,
                    "url": f"{address}?{part}" if part else address,
                    "is_current": query == part,
                }
                for label, part in (_TABS[2], *_TABS[:2])
            ],
            "other_url": f"{reverse('introductions:introductions')}?{query}",
            "other_label": _("Show as table"),
            "late_label": _("Overdue"),
            "add_url": _add_url(self.actor),
        }

    def _column(self, column: BoardColumn) -> dict[str, Any]:
        stage = column.stage
        return {
            "key": stage.key,
            "heading": formats.say(stage.words),
            "count": column.count,
            "cards": [self._card(one) for one in column.cards],
            "more": column.more,
            "more_url": f"{reverse('introductions:introductions')}?stage={stage.key}",
        }

    def _card(self, card: Card) -> dict[str, Any]:
        is_slot = card.kind == "slot"
        own = self.actor.kind is OrganisationKind.COMPANY
        return {
            "card": card,
            "url": slot_url(self.actor.kind, card.id)
            if is_slot
            else reverse("introductions:introduction", args=[card.id]),
            "title": card.person or card.job or card.number,
            "lines": [
                part
                for part in (card.job if card.person else "", "" if own else card.company)
                if part
            ],
            "is_slot": is_slot,
            "turn": turn_text(card.turn),
        }


def _add_url(actor: Any) -> str:
    return reverse("introductions:ask") if actor.can(Permission.INTRODUCTION_EDIT) else ""


def _slot_table(kind: OrganisationKind, slots: list[Slot]) -> SmallTable:
    columns = (
        name_column(
            gettext_lazy("Slot"),
            lambda row: f"{row.label} {row.company_name}",
            lambda row: slot_url(kind, row.pk),
        ),
        status_column("slot", lambda row: row.state, gettext_lazy("Stage of the introduction")),
        text_column("job", gettext_lazy("Job"), lambda row: row.opening_title or formats.NOTHING),
        text_column(
            "turn", gettext_lazy("Waits for"), lambda row: turn_text(queries.slot_turn(row))
        ),
        deadline_column("due", gettext_lazy("Answer by"), queries.slot_due),
    )
    return SmallTable.of(_("Free slots in process"), columns, slots)
