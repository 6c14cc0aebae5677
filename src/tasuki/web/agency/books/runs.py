"""A large book is printed in the background: ask for it, watch it, take the file."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.books import print_runs
from tasuki.apps.books.models import BookRun
from tasuki.apps.books.printing import PART_ENTRIES, TITLES, BookWish, list_entries, part_size
from tasuki.apps.errors import NotVisibleError
from tasuki.core.access import Permission
from tasuki.web.agency.books.frame import page_language, read_year
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.components import exports, formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage, OrganisationView, PageView

_BOOKS = {"D1": "agency:order_book", "D2": "agency:seeker_book", "D3": "agency:fee_book"}
_TONES = {"running": "wait", "done": "ok", "failed": "err"}
_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


def _title(document: str) -> str:
    return formats.say(TITLES[BookRun.Document(document)])


class PrintForm(Form):
    """Whether the notes stand on the paper."""

    submit_label = gettext_lazy("Prepare the book")
    has_notes = forms.BooleanField(
        label=gettext_lazy("With the notes"),
        required=False,
        help_text=gettext_lazy("The Labour Bureau is not given the notes."),
    )


class StartRun(AgencyPage, FormPage):
    """Have what the filters leave printed."""

    permission: ClassVar = Permission.EXPORT
    form_class: ClassVar[type[Form]] = PrintForm
    back_label: ClassVar[Any] = gettext_lazy("Back to the book")

    def get_context(self) -> dict[str, Any]:
        """Say how much it is."""
        wish = self._wish(has_notes=False)
        total = list_entries(wish).count()
        parts = max(1, -(-total // part_size(wish.document)))
        lead = _(
            "%(rows)s are printed in the background. You may leave the page; the file waits for "
            "you."
        ) % {"rows": formats.count(total, "record")}
        if parts > 1:
            lead += _(" It comes as a zip with %(parts)s of up to %(most)s.") % {
                "parts": formats.count(parts, "file"),
                "most": formats.count(PART_ENTRIES, "record"),
            }
        return {"heading": _title(wish.document), "lead": lead}

    def _show_form(self, form: Form, *, status: int = 200) -> Any:
        context = self.get_context() | {
            "form": form,
            "back_url": self.get_back_url(),
            "back_label": self.back_label,
        }
        return self.show(context, status=status)

    def get_initial(self) -> dict[str, Any]:
        """Keep what the link said."""
        return {"has_notes": self.request.GET.get("notes") == "1"}

    def act(self, form: Form) -> str:
        """Start it."""
        wish = self._wish(has_notes=form.cleaned_data["has_notes"])
        run = print_runs.start_printing(actor=self.actor, wish=wish, now=timezone.now())
        self.made = run
        return _("Printing began. You may leave this page.")

    def get_success_url(self) -> str:
        """Show how far it is."""
        return reverse("agency:book_run", args=[self.made.pk])

    def get_back_url(self) -> str:
        """Back to the book."""
        return reverse(_BOOKS[self._document()])

    def _document(self) -> str:
        document = str(self.kwargs["document"])
        if document not in _BOOKS:
            raise NotVisibleError
        return document

    def _wish(self, *, has_notes: bool) -> BookWish:
        return BookWish(
            document=self._document(),
            year=read_year(self.request.GET.get("year", "")),
            text=self.request.GET.get("q", "").strip(),
            has_notes=has_notes,
            language="en" if page_language().startswith("en") else "ja",
        )


class RunPage(AgencyPage, PageView):
    """How far a printing is."""

    permission: ClassVar = Permission.BOOK_VIEW
    template_name: ClassVar[str] = "agency/book_run.html"
    partial_name: ClassVar[str] = "progress"

    def get_context(self) -> dict[str, Any]:
        """Read it."""
        run = print_runs.find_run(run_id=self.kwargs["run_id"])
        is_own = run.started_by_id == self.actor.account_id
        return {
            "heading": _title(run.document),
            "run": run,
            "tag": formats.tag(str(BookRun.State(run.state).label), _TONES[run.state]),
            "is_running": run.state == BookRun.State.RUNNING,
            "has_file": bool(run.file) and is_own and self.actor.can(Permission.EXPORT),
            "back_url": reverse(_BOOKS[run.document]),
            "back_label": _("Back to the book"),
        }


class RunFile(AgencyPage, OrganisationView):
    """The file, for the member who asked for it."""

    permission: ClassVar = Permission.EXPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send it."""
        run = print_runs.find_file(actor=self.actor, run_id=kwargs["run_id"])
        kind = exports.FileFormat(run.file_type, _TYPES[run.file_type])
        return exports.send_file(
            run.file.read(), kind, name=_title(run.document), now=timezone.now()
        )


PATTERNS = [
    path("books/print/<str:document>/", StartRun.as_view(), name="book_run_add"),
    path("books/prints/<uuid:run_id>/", RunPage.as_view(), name="book_run"),
    path("books/prints/<uuid:run_id>/file/", RunFile.as_view(), name="book_run_file"),
]
