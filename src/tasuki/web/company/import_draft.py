"""Steps 1 to 3 of a draft: how the file is read, what its columns and words mean."""

from typing import Any, ClassVar, Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.adapters.tabular.encodings import ENCODINGS
from tasuki.apps.errors import InvalidInputError, found
from tasuki.apps.imports import actions, queries
from tasuki.apps.imports.models import ImportRun
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.intake.values import EMPTY_ANSWER
from tasuki.web.company.import_steps import DraftPage, say, step_url, words
from tasuki.web.components.views import ActView

DELIMITERS: Final = (
    (",", gettext_lazy("Comma")),
    ("\t", gettext_lazy("Tab")),
    (";", gettext_lazy("Semicolon")),
    ("|", gettext_lazy("Vertical bar")),
)
HEADER_ROWS_MAX: Final = 60


class ImportReading(DraftPage):
    """Step 1: encoding, delimiter, sheet and headings as they were found, and twenty rows."""

    template_name: ClassVar[str] = "company/import_reading.html"
    number: ClassVar[int] = 1

    def get_context(self) -> dict[str, Any]:
        """Return what was found, the choices, and the first rows."""
        preview = queries.preview_file(self.run)
        state = self.run.found
        return {
            "found": state,
            "preview": preview,
            "is_text": state["container"] == "text",
            "encodings": list(ENCODINGS),
            "delimiters": [(sign, label, sign == state["delimiter"]) for sign, label in DELIMITERS],
            "header_rows": range(1, max(HEADER_ROWS_MAX, state["header_row"]) + 1),
            "notes": [say(one) for one in state["notes"]],
            "skipped": [(say(one["why"]), one["count"]) for one in state["skipped"]],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Put another file in, read it in another way, or go on."""
        self.load()
        now = timezone.now()
        try:
            if upload := request.FILES.get("file"):
                actions.change_file(
                    actor=self.actor,
                    run_id=self.run.pk,
                    data=upload.read(),
                    file_name=upload.name or "",
                    now=now,
                )
            elif "again" in request.POST:
                reading = _reading_of(request)
                actions.change_reading(
                    actor=self.actor, run_id=self.run.pk, reading=reading, now=now
                )
            else:
                return redirect("company:import_columns", run_id=self.run.pk)
        except InvalidInputError as error:
            self.load()
            return self.show_again(error)
        return redirect("company:import_reading", run_id=self.run.pk)


def _reading_of(request: HttpRequest) -> dict[str, Any]:
    """Return what was chosen; an empty choice is detected again."""
    names = ("encoding", "delimiter", "sheet")
    reading: dict[str, Any] = {name: request.POST.get(name, "") for name in names}
    row = request.POST.get("header_row", "")
    return reading | {"header_row": int(row) if row.isdecimal() else None}


class ImportColumns(DraftPage):
    """Step 2: what each column means, with samples and the reason of the proposal."""

    template_name: ClassVar[str] = "company/import_columns.html"
    number: ClassVar[int] = 2
    chosen: dict[str, str] | None = None

    def get_context(self) -> dict[str, Any]:
        """Return the columns with their choices."""
        columns = queries.list_columns(self.run)
        chosen = self.chosen or {}
        return {
            "dropped": [one for one in columns if one.code],
            "columns": [
                {
                    "name": f"column-{number}",
                    "view": one,
                    "field": chosen.get(one.header, one.field),
                    "why": words(one.why),
                }
                for number, one in enumerate(one for one in columns if not one.code)
            ],
            "choices": [
                (name, words(label)) for name, label in queries.list_field_choices(self.run)
            ],
            "missing": [words(one) for one in queries.list_missing(self.run)],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Take the columns and go on to the words."""
        self.load()
        names = self.run.headers
        self.chosen = {
            header: request.POST.get(f"column-{number}", "") for number, header in enumerate(names)
        }
        try:
            actions.choose_columns(
                actor=self.actor, run_id=self.run.pk, mapping=self.chosen, now=timezone.now()
            )
        except InvalidInputError as error:
            return self.show_again(error)
        return redirect("company:import_values", run_id=self.run.pk)


class ImportValues(DraftPage):
    """Step 3: words that nobody gave a meaning to yet, each decided once."""

    template_name: ClassVar[str] = "company/import_values.html"
    number: ClassVar[int] = 3

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the words; a draft whose columns are not chosen goes there first."""
        self.load()
        if self.run.is_draft and self.run.step == ImportRun.Step.FILE:
            return redirect("company:import_columns", run_id=self.run.pk)
        return super().get(request, **kwargs)

    def get_context(self) -> dict[str, Any]:
        """Return the words with their choices."""
        return {
            "questions": [
                {
                    "name": f"word-{number}",
                    "label": words(one.label),
                    "word": one.word,
                    "count": one.count,
                    "code": one.code,
                    "choices": [(code, words(label)) for code, label in one.choices],
                }
                for number, one in enumerate(queries.list_questions(self.run))
            ],
            "empty_answer": EMPTY_ANSWER,
            "profile_name": self.run.profile_name,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Remember the answers and check all rows."""
        self.load()
        answers: dict[str, dict[str, str]] = {}
        for number, one in enumerate(queries.list_questions(self.run)):
            code = request.POST.get(f"word-{number}", "")
            answers.setdefault(one.field, {})[one.word] = code
        try:
            run = actions.answer_values(
                actor=self.actor,
                run_id=self.run.pk,
                answers=answers,
                profile_name=request.POST.get("profile_name", ""),
                now=timezone.now(),
            )
        except InvalidInputError as error:
            return self.show_again(error)
        return redirect(step_url(run) if run.is_draft and not run.is_busy else self._wait(run))

    def _wait(self, run: ImportRun) -> str:
        return reverse("company:import_run", args=[run.pk])


class DiscardDraft(ActView):
    """Throw a draft away."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT

    def act(self) -> str:
        """Delete the draft with its file."""
        run = found(queries.find_run(run_id=self.kwargs["run_id"]))
        actions.discard_draft(actor=self.actor, run_id=run.pk, now=timezone.now())
        return _("The draft and its file were deleted.")

    def get_success_url(self) -> str:
        """Go to the imports."""
        return reverse("company:imports")
