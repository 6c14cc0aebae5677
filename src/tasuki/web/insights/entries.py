"""What is entered: facts and costs by file, single costs, base year, targets, closed months."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.adapters.tabular.write import write_csv
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ActionError
from tasuki.apps.insights.actions.closing import close_month, set_plan, set_target
from tasuki.apps.insights.actions.facts import record_cost
from tasuki.apps.insights.actions.files import (
    COST_COLUMNS,
    FACT_COLUMNS,
    Taken,
    import_costs,
    import_facts,
)
from tasuki.apps.insights.actions.rooms import gather_outcomes
from tasuki.apps.insights.models import CostEntry
from tasuki.apps.insights.queries.board import find_plan, find_saving
from tasuki.apps.insights.queries.facts import list_costs
from tasuki.core.access import Permission
from tasuki.core.kpi.catalogue import CATALOGUE
from tasuki.core.kpi.facts import CHANNEL_WORDS, HireChannel
from tasuki.web.components import exports, formats
from tasuki.web.components.columns import SmallTable, text_column, yen_column
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage, PageView, toast
from tasuki.web.insights.costs import saving_figure
from tasuki.web.insights.frame import OfYear
from tasuki.web.insights.pictures import COHORT_YEARS, list_pictures
from tasuki.web.moves.fields import day_field, text_field

FILE_BYTES_MAX = 5 * 1024 * 1024
ROWS_SHOWN = 100


def _channels() -> list[tuple[str, str]]:
    return [(str(one), formats.say(words)) for one, words in CHANNEL_WORDS.items()]


def _definitions() -> list[tuple[str, str]]:
    return [(one.id, formats.say(one.name)) for one in CATALOGUE]


class CostForm(Form):
    """One cost."""

    month = day_field(gettext_lazy("Month (any day of it)"))
    scope = forms.ChoiceField(label=gettext_lazy("Scope"), choices=CostEntry.Scope.choices)
    channel = forms.ChoiceField(label=gettext_lazy("Route"), choices=_channels)
    job_group = text_field(gettext_lazy("Job group"), size=40)
    amount = forms.IntegerField(label=gettext_lazy("Amount in yen"))
    source = text_field(gettext_lazy("Bill or file"), size=120)


class FileForm(Form):
    """A CSV file."""

    submit_label = gettext_lazy("Import")
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv", "class": "inp drop"}),
    )


class PlanForm(Form):
    """Base year and scope."""

    baseline_year = forms.IntegerField(
        label=gettext_lazy("Base year"), required=False, min_value=2000, max_value=2100
    )
    counts_internal = forms.BooleanField(
        label=gettext_lazy("Count internal costs, too"), required=False
    )
    counts_rooms = forms.BooleanField(
        label=gettext_lazy("Count cases, moves, slots and alumni by themselves"),
        required=False,
        help_text=gettext_lazy("Turn it off where the same outcomes come by file."),
    )
    mails_month = forms.BooleanField(
        label=gettext_lazy("Mail each closed month to members who enter figures"), required=False
    )


class TargetForm(Form):
    """A target."""

    definition_id = forms.ChoiceField(label=gettext_lazy("Figure"), choices=_definitions)
    year = forms.IntegerField(label=gettext_lazy("Fiscal year"), min_value=2000, max_value=2100)
    percent = forms.DecimalField(label=gettext_lazy("Target in percent"), decimal_places=1)


class MonthForm(Form):
    """A month to close."""

    submit_label = gettext_lazy("Close the month")
    month = day_field(gettext_lazy("Month (any day of it)"))


class EntryPage(OfYear, PageView):
    """What was entered for a year, and where to enter more."""

    permission: ClassVar = Permission.KPI_EDIT
    template_name: ClassVar[str] = "insights/entries.html"
    tab = "entries"

    def get_context(self) -> dict[str, Any]:
        """List the costs of the year."""
        rows = list_costs(year=self.year)
        columns = (
            text_column("month", _("Month"), lambda row: formats.month(row.month)),
            text_column("scope", _("Scope"), lambda row: row.get_scope_display()),
            text_column("channel", _("Route"), _channel),
            text_column("group", _("Job group"), lambda row: row.job_group),
            yen_column("amount", _("Amount paid"), lambda row: row.amount),
            text_column("source", _("Entered from"), lambda row: row.source),
        )
        return self.frame() | {
            "heading": _("Enter data"),
            "lead": _("Costs, outcomes, targets and closed months."),
            "table": SmallTable.of(_("Costs"), columns, rows[:ROWS_SHOWN]),
            "total": rows.count(),
        }


def _channel(row: CostEntry) -> str:
    return formats.say(CHANNEL_WORDS[HireChannel(row.channel)])


class EntryForm(FormPage):
    """A form that leads back to the entries."""

    permission: ClassVar = Permission.KPI_EDIT
    back_label: ClassVar[Any] = gettext_lazy("Back to the entries")

    def get_success_url(self) -> str:
        """Show the entries."""
        return reverse("insights:entries")

    def get_back_url(self) -> str:
        """Show the entries."""
        return self.get_success_url()


class AddCost(EntryForm):
    """Enter one cost."""

    form_class = CostForm
    heading = gettext_lazy("Add a cost")
    lead = gettext_lazy("A refund is below zero, in the month in which it came.")

    def act(self, form: Form) -> str:
        """Enter it."""
        record_cost(actor=self.actor, now=timezone.now(), **form.cleaned_data)
        return _("The cost was entered.")


class Plan(EntryForm):
    """Choose what to compare with."""

    form_class = PlanForm
    heading = gettext_lazy("Base year and scope")
    lead = gettext_lazy("Figures of different scope are never compared.")

    def get_initial(self) -> dict[str, Any]:
        """Show what is chosen."""
        plan = find_plan()
        return {
            "baseline_year": plan.baseline_year,
            "counts_internal": plan.counts_internal,
            "mails_month": plan.mails_month,
            "counts_rooms": plan.counts_rooms,
        }

    def act(self, form: Form) -> str:
        """Keep it."""
        set_plan(actor=self.actor, now=timezone.now(), **form.cleaned_data)
        return _("The base year was kept.")


class Target(EntryForm):
    """Set a target."""

    form_class = TargetForm
    heading = gettext_lazy("Set a target")

    def act(self, form: Form) -> str:
        """Keep it."""
        given = form.cleaned_data
        set_target(
            actor=self.actor,
            definition_id=given["definition_id"],
            year=given["year"],
            permille=int(given["percent"] * 10),
            now=timezone.now(),
        )
        return _("The target was kept.")


class Gather(ActView):
    """Read the rooms of the house now instead of at night."""

    permission: ClassVar = Permission.KPI_EDIT

    def act(self) -> str:
        """Read them."""
        count = gather_outcomes(actor=self.actor, now=timezone.now())
        return _("%(count)s outcomes were taken over.") % {"count": formats.number(count)}

    def get_success_url(self) -> str:
        """Show the entries."""
        return reverse("insights:entries")


class CloseMonth(EntryForm):
    """Freeze a month."""

    form_class = MonthForm
    heading = gettext_lazy("Close a month")
    lead = gettext_lazy(
        "Closed figures never change. With the last month of a fiscal year the year is shown to "
        "everybody who may see figures, with small counts hidden."
    )

    def act(self, form: Form) -> str:
        """Freeze it."""
        close_month(actor=self.actor, month=form.cleaned_data["month"], now=timezone.now())
        return _("The month was closed.")


class ImportPage(EntryForm):
    """Take a file; rows that fail come back as a file with their reasons."""

    form_class = FileForm
    what: ClassVar[str]

    def take(self, content: bytes) -> Taken:
        """Import the file."""
        taking = import_facts if self.what == "facts" else import_costs
        return taking(actor=self.actor, content=content, now=timezone.now())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Take the good rows; answer with the others as a file."""
        form = self.make_form(request.POST, request.FILES)
        if not form.is_valid():
            return self._show_form(form, status=422)
        file = form.cleaned_data["file"]
        if file.size > FILE_BYTES_MAX:
            form.add_error("file", _("The file is larger than 5 MB."))
            return self._show_form(form, status=422)
        try:
            taken = self.take(file.read())
        except ActionError as error:
            form.add_refusal(error)
            return self._show_form(form, status=error.status)
        if taken.bad_rows:
            name = _("Rows with errors")
            return exports.send_file(
                taken.bad_rows, exports.FORMATS["csv"], name=name, now=timezone.now()
            )
        return self.done(taken)

    def done(self, taken: Taken) -> HttpResponseBase:
        """Go back to the entries and say how many rows were taken."""
        toast(
            self.request,
            _("%(count)s were imported.") % {"count": formats.count(taken.good_count, "row")},
        )
        return redirect(self.get_success_url())


class ImportFacts(ImportPage):
    """Outcomes by file."""

    what = "facts"
    heading = gettext_lazy("Import outcomes")
    lead = f"CSV: {', '.join(FACT_COLUMNS)}"


class ImportCosts(ImportPage):
    """Costs by file."""

    what = "costs"
    heading = gettext_lazy("Import costs")
    lead = f"CSV: {', '.join(COST_COLUMNS)}"


class TableFile(OfYear):
    """The table of one picture as CSV, as the viewer sees it."""

    permission: ClassVar = Permission.EXPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file; hidden counts stay hidden."""
        board, name = self.need_board(), kwargs["key"]
        figures = list_pictures(board, self._boards(), may_export=False)
        saving = find_saving(board=board, base=self.base)
        if saving is not None and self.base is not None:
            figures.append(saving_figure(board, self.base, saving))
        found = next((one for one in figures if one.key == name), None)
        rows = [] if found is None else [list(found.heads), *(list(row) for row in found.rows)]
        moment = timezone.now()
        audit.record(
            actor=self.actor,
            kind="list.export",
            object_kind="list",
            object_id=f"insights:{name}"[:40],
            now=moment,
            data={"row_count": max(len(rows) - 1, 0)},
        )
        content = write_csv(rows or [[_("There is nothing to show.")]], encoding="utf-8-sig")
        return exports.send_file(content, exports.FORMATS["csv"], name=_("Figures"), now=moment)

    def _boards(self) -> list[Any]:
        years = [one for one in self.years if one <= self.year][:COHORT_YEARS]
        return [one for one in (self.board_of(year) for year in years) if one is not None]
