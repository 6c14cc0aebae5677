"""Step 4 of a draft: what every row would do; repair, decide, and nothing is written yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from django.apps import apps
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import ActionError
from tasuki.apps.imports import actions, queries
from tasuki.apps.imports.models import ImportRun, StagedRow
from tasuki.apps.imports.rows import Rival, Row, Verdict
from tasuki.apps.people.models import TalentRecord
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company.import_steps import DraftPage, step_url, words
from tasuki.web.components import formats
from tasuki.web.components.views import ActView, toast

ROWS_SHOWN: Final = 20
CELLS_SHOWN: Final = 6
FILTERS: Final = (
    (Verdict.NEW, gettext_lazy("New")),
    (Verdict.UPDATE, gettext_lazy("Updated")),
    (Verdict.DUPLICATE, gettext_lazy("Possible duplicates")),
    (Verdict.ERROR, gettext_lazy("Errors")),
    (Verdict.SAME, gettext_lazy("Unchanged")),
)
_MODELS: Final = (
    "people.Application",
    "people.TalentRecord",
    "people.Employment",
    "openings.Opening",
)
DECISIONS: Final = {
    "same": gettext_lazy("The same person"),
    "apart": gettext_lazy("Different people"),
    "skip": gettext_lazy("Not imported"),
    "": gettext_lazy("Not decided"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One side of a comparison: what is told of a person, field by field."""

    title: str
    lines: tuple[tuple[Any, str, bool], ...]
    why: tuple[str, ...] = ()
    number: int = 0


class ImportCheck(DraftPage):
    """The rows of a draft by what they would do."""

    template_name: ClassVar[str] = "company/import_check.html"
    number: ClassVar[int] = 4

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the rows; a draft that is not checked goes where it is."""
        self.load()
        if self.run.is_draft and self.run.step != ImportRun.Step.CHECK:
            return redirect(step_url(self.run))
        return super().get(request, **kwargs)

    def get_context(self) -> dict[str, Any]:
        """Return figures, groups of repairs and one page of rows."""
        counts = queries.count_verdicts(self.run)
        shown = self._shown(counts)
        after = self.request.GET.get("after", "")
        fault = self.request.GET.get("fault", "") if shown == Verdict.ERROR else ""
        rows = queries.list_rows(
            self.run,
            verdict=shown,
            after=int(after) if after.isdecimal() else 0,
            limit=ROWS_SHOWN + 1,
            fault=fault,
        )
        more = len(rows) > ROWS_SHOWN
        rows = rows[:ROWS_SHOWN]
        good = sum(counts[one] for one in ("new", "update", "duplicate"))
        return {
            "filters": [(str(one), label, counts[one], one == shown) for one, label in FILTERS],
            "shown": str(shown),
            "groups": self._groups() if counts[Verdict.ERROR] else [],
            "rows": self._rows(shown, rows),
            "next_url": self._page_url(shown, fault, rows[-1][0].line) if more else "",
            "total": counts[shown],
            "good": good,
            "bad": counts[Verdict.ERROR],
            "open_count": queries.count_open_duplicates(self.run),
            "dropped": [
                (one["header"], one["code"], one["label"][formats.is_english()])
                for one in self.run.found.get("dropped", [])
            ],
            "query": urlencode({"show": str(shown), "fault": fault}),
        }

    def _shown(self, counts: Mapping[str, int]) -> str:
        wanted = self.request.GET.get("show", "")
        if wanted in Verdict.values:
            return wanted
        # What needs a human comes first.
        order = (Verdict.ERROR, Verdict.DUPLICATE, Verdict.NEW, Verdict.UPDATE, Verdict.SAME)
        return next((one for one in order if counts[one]), Verdict.NEW)

    def _page_url(self, shown: str, fault: str, line: int) -> str:
        query = urlencode({"show": str(shown), "fault": fault, "after": line})
        return f"{reverse('company:import_check', args=[self.run.pk])}?{query}"

    def _groups(self) -> list[dict[str, Any]]:
        return [
            {"group": one, "label": words(one.label), "text": words(one.text)}
            for one in queries.list_fault_groups(self.run)
        ]

    def _rows(self, shown: str, rows: list[tuple[StagedRow, Row]]) -> list[dict[str, Any]]:
        opened = [row for _, row in rows]
        people = queries.people_of_rivals(opened) if shown == Verdict.DUPLICATE else {}
        lines = queries.rows_of_rivals(self.run, opened) if shown == Verdict.DUPLICATE else {}
        return [
            {
                "line": row.line,
                "name": _name_of(row),
                "decision": str(DECISIONS[row.decision]),
                "is_proposed": row.is_proposed,
                "note": words(row.note) if row.note else "",
                "cells": self._cells(row),
                "faults": [words(one.text) for one in row.faults],
                "remarks": [words(one.text) for one in row.remarks],
                "changes": [
                    (_label_of(name), _shown_value(old), _shown_value(new))
                    for name, old, new in queries.changes_of(row)
                ],
                "self": _person_of_row(row, None),
                "rivals": [
                    _rival_side(row, rival, number, people, lines)
                    for number, rival in enumerate(row.rivals)
                ],
            }
            for _, row in rows
        ]

    def _cells(self, row: Row) -> list[dict[str, Any]]:
        """Return the cells of a row to edit or to look at: the faulty ones first."""
        bad = {fault.header: words(fault.text) for fault in row.faults if fault.header}
        cells = dict(zip(self.run.headers, row.cells, strict=False))
        used = [header for header, field in self.run.mapping.items() if field and header in cells]
        order = [*bad, *(one for one in used if one not in bad)]
        return [
            {"header": one, "value": cells[one], "fault": bad.get(one, "")}
            for one in order[: max(CELLS_SHOWN, len(bad))]
            if one in cells
        ]


def _name_of(row: Row) -> str:
    name = f"{row.text('family_name')} {row.text('given_name')}".strip()
    return name or row.text("name") or row.text("name_kana") or row.text("job_title")


_COMPARED: Final = (
    ("name", gettext_lazy("Name")),
    ("kana", gettext_lazy("Kana")),
    ("birth", gettext_lazy("Birth date")),
    ("mail", gettext_lazy("Mail")),
    ("phone", gettext_lazy("Phone")),
    ("address", gettext_lazy("Home address")),
)


def _facts_of_row(row: Row) -> dict[str, str]:
    kana = " ".join(part for one in ("family_kana", "given_kana") if (part := row.text(one)))
    parts = ("prefecture", "city", "town", "address")
    return {
        "name": _name_of(row),
        "kana": kana or row.text("name_kana"),
        "birth": row.text("birth_date"),
        "mail": row.text("private_mail") or row.text("mail"),
        "phone": row.text("phone"),
        "address": "".join(row.text(one) for one in parts),
    }


def _facts_of_person(person: TalentRecord) -> dict[str, str]:
    return {
        "name": person.full_name,
        "kana": person.name_kana,
        "birth": str(person.birth_date or ""),
        "mail": person.mail,
        "phone": person.phone,
        "address": person.address,
    }


def _side(title: str, facts: Mapping[str, str], other: Mapping[str, str] | None) -> Person:
    lines = tuple(
        (label, facts[key], bool(other and facts[key]) and facts[key] != (other or {}).get(key))
        for key, label in _COMPARED
        if facts[key] or (other or {}).get(key)
    )
    return Person(title, lines)


def _person_of_row(row: Row, other: Mapping[str, str] | None) -> Person:
    title = _("Line %(line)s of this file") % {"line": row.line}
    return _side(title, _facts_of_row(row), other)


def _rival_side(
    row: Row,
    rival: Rival,
    number: int,
    people: Mapping[Any, TalentRecord],
    lines: Mapping[int, Row],
) -> Person:
    mine = _facts_of_row(row)
    person = people.get(rival.person_id)
    if person is not None:
        side = _side(
            _("Known: %(number)s") % {"number": person.number}, _facts_of_person(person), mine
        )
    elif rival.line in lines:
        side = _person_of_row(lines[rival.line], mine)
    else:
        side = Person(_("Line %(line)s of this file") % {"line": rival.line}, ())
    return Person(side.title, side.lines, tuple(words(one) for one in rival.reasons), number)


def _label_of(name: str) -> str:
    for label in _MODELS:
        model = apps.get_model(label)
        for field in model._meta.concrete_fields:
            if field.name == name:
                return str(field.verbose_name)
    return name


def _shown_value(value: Any) -> str:
    return "-" if value in (None, "") else str(value)


class _CheckAct(ActView):
    """An act on the rows of a draft; goes back to the rows that were shown."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT

    def get_success_url(self) -> str:
        """Show the rows again."""
        url = reverse("company:import_check", args=[self.kwargs["run_id"]])
        query = self.request.POST.get("query", "")
        return f"{url}?{query}" if query else url


class EditRow(_CheckAct):
    """Correct cells of one row."""

    def act(self) -> str:
        """Read the row again with what was typed."""
        posted = self.request.POST
        names = zip(posted.getlist("header"), posted.getlist("cell"), strict=False)
        staged = actions.edit_row(
            actor=self.actor,
            run_id=self.kwargs["run_id"],
            line=self.kwargs["line"],
            cells=dict(names),
            now=timezone.now(),
        )
        if staged.verdict == Verdict.ERROR:
            return _("Line %(line)s still has an error.") % {"line": staged.line}
        return _("Line %(line)s is repaired.") % {"line": staged.line}


class RepairRows(_CheckAct):
    """Repair all rows of one group."""

    def act(self) -> str:
        """Put the suggestions in, or empty the cells."""
        count = actions.repair_rows(
            actor=self.actor,
            run_id=self.kwargs["run_id"],
            fault=self.request.POST.get("fault", ""),
            act=self.request.POST.get("act", ""),
            now=timezone.now(),
        )
        return _("%(count)s were checked again.") % {"count": formats.count(count, "row")}


class DecideRows(_CheckAct):
    """Decide about one possible duplicate, or about all that are open."""

    def act(self) -> str:
        """Write the decision down."""
        posted = self.request.POST
        line, rival = posted.get("line", ""), posted.get("rival", "")
        count = actions.decide_rows(
            actor=self.actor,
            run_id=self.kwargs["run_id"],
            lines=[int(line)] if line.isdecimal() else None,
            decision=posted.get("decision", ""),
            rival=int(rival) if rival.isdecimal() else 0,
            now=timezone.now(),
        )
        return _("%(count)s were decided.") % {"count": formats.count(count, "row")}


class StartImport(ActView):
    """Write the good rows, or all or nothing."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Start; an answer of the rule is shown on the page of the rows."""
        try:
            run = actions.start_import(
                actor=self.actor,
                run_id=kwargs["run_id"],
                is_all_or_nothing=request.POST.get("mode") == "all",
                now=timezone.now(),
            )
        except ActionError as error:
            return self.refuse(error)
        if run.is_busy:
            toast(request, _("The import has started. You may leave this page."))
        return redirect("company:import_run", run_id=run.pk)
