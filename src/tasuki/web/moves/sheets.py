"""The sheet of one month: days, sums, alert bar, closing, paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.moves import papers
from tasuki.apps.moves.actions import months as actions
from tasuki.apps.moves.models import SideWorkMonth
from tasuki.apps.moves.queries import months as queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.moves.machines import SheetState
from tasuki.core.moves.month_sums import DayHours
from tasuki.web.components import formats
from tasuki.web.components.columns import SmallTable, day_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage
from tasuki.web.moves.fields import HoursField, day_field
from tasuki.web.moves.frame import CaseForm, PaperView, StepAct, hours_text

_HOURS: Final = (
    "own_scheduled",
    "own_extra",
    "other_scheduled",
    "other_extra",
    "own_holiday",
    "other_holiday",
)


class MonthForm(Form):
    """Which month."""

    submit_label = gettext_lazy("Open the sheet")
    month = day_field(
        gettext_lazy("Any day of the month"), help_text=gettext_lazy("Such as the first.")
    )


class BeginSheet(CaseForm):
    """Open the sheet of a month."""

    form_class = MonthForm
    heading = gettext_lazy("Hours of a month")
    lead = gettext_lazy("A sheet for each month; months are closed in their order.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with this month."""
        return {"month": timezone.localdate().replace(day=1)}

    def act(self, form: Form) -> str:
        """Find or make it."""
        self._sheet = actions.begin_side_work_month(
            actor=self.actor,
            side_work_id=self.kwargs["side_work_id"],
            month=form.cleaned_data["month"],
            now=timezone.now(),
        )
        return ""

    def get_success_url(self) -> str:
        """Show the sheet."""
        return reverse("moves:sheet", args=[self._sheet.pk])

    def get_back_url(self) -> str:
        """Go back to the side work."""
        return reverse("moves:side_work", args=[self.kwargs["side_work_id"]])


class DayForm(Form):
    """One day; empty hours are none."""

    submit_label = gettext_lazy("Save the day")
    worked_on = day_field(gettext_lazy("Day of work"))
    own_scheduled = HoursField(label=gettext_lazy("Scheduled here"), required=False)
    own_extra = HoursField(label=gettext_lazy("Extra here"), required=False)
    other_scheduled = HoursField(label=gettext_lazy("Scheduled there"), required=False)
    other_extra = HoursField(label=gettext_lazy("Extra there"), required=False)
    is_other_extra_first = forms.BooleanField(
        label=gettext_lazy("The extra work there was done before the one here"), required=False
    )
    own_holiday = HoursField(label=gettext_lazy("On a statutory day off, here"), required=False)
    other_holiday = HoursField(label=gettext_lazy("On a statutory day off, there"), required=False)


class TotalsForm(Form):
    """The sums under the management model."""

    submit_label = gettext_lazy("Save the sums")
    own_minutes = HoursField(label=gettext_lazy("Beyond the law here"))
    other_minutes = HoursField(
        label=gettext_lazy("All hours there"),
        help_text=gettext_lazy("Not told: enter the agreed cap."),
    )


@dataclass(frozen=True, slots=True)
class Meter:
    """The alert bar: how far the month is, with the marks in words."""

    minutes: int
    limit_minutes: int

    @property
    def text(self) -> str:
        """82:30 / 100:00."""
        return f"{hours_text(self.minutes)} / {hours_text(self.limit_minutes)}"


_DAYS: Final = (
    day_column("worked_on", gettext_lazy("Day of work"), lambda row: row.worked_on),
    text_column(
        "own_scheduled",
        gettext_lazy("Scheduled here"),
        lambda row: hours_text(row.own_scheduled_minutes),
        css="n",
    ),
    text_column(
        "own_extra",
        gettext_lazy("Extra here"),
        lambda row: hours_text(row.own_extra_minutes),
        css="n",
    ),
    text_column(
        "other_scheduled",
        gettext_lazy("Scheduled there"),
        lambda row: hours_text(row.other_scheduled_minutes),
        css="n",
    ),
    text_column(
        "other_extra",
        gettext_lazy("Extra there"),
        lambda row: hours_text(row.other_extra_minutes),
        css="n",
    ),
    text_column(
        "holiday",
        gettext_lazy("Days off"),
        lambda row: hours_text(row.own_holiday_minutes + row.other_holiday_minutes),
        css="n",
    ),
)
_AVERAGES: Final = (
    text_column("months", gettext_lazy("Months"), lambda row: formats.count(row.months, "month")),
    text_column("minutes", gettext_lazy("Average"), lambda row: hours_text(row.minutes), css="n"),
)


class SheetPage(FormPage):
    """One month."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.MOVE_VIEW
    template_name: ClassVar[str] = "moves/sheet.html"
    back_label = gettext_lazy("Back to the side work")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Return the form of the model: days, or sums."""
        is_model = self._sheet().side_work.hours_model == "management"
        form_class = TotalsForm if is_model else DayForm
        return form_class(data, files, initial=self.get_initial())

    def get_initial(self) -> dict[str, Any]:
        """Begin with the sums, or with the first day that is not entered."""
        sheet = self._sheet()
        return {"own_minutes": sheet.own_minutes, "other_minutes": sheet.other_minutes}

    def act(self, form: Form) -> str:
        """Store day or sums."""
        values = dict(form.cleaned_data)
        common = {"actor": self.actor, "sheet_id": self.kwargs["sheet_id"], "now": timezone.now()}
        if isinstance(form, TotalsForm):
            actions.record_side_work_totals(**common, **values)
            return _("The sums were saved.")
        hours = {name: values[name] or 0 for name in _HOURS}
        day = DayHours(
            day=values["worked_on"],
            is_other_extra_first=values["is_other_extra_first"],
            **hours,
        )
        actions.record_side_work_day(day=day, **common)
        return _("The day was saved.")

    def get_success_url(self) -> str:
        """Stay on the sheet."""
        return reverse("moves:sheet", args=[self.kwargs["sheet_id"]])

    def get_back_url(self) -> str:
        """Go back to the side work."""
        return reverse("moves:side_work", args=[self._sheet().side_work_id])

    def get_context(self) -> dict[str, Any]:
        """Read sums, days, averages and alerts."""
        sheet = self._sheet()
        report = queries.find_report(sheet)
        is_open = sheet.state == SheetState.OPEN
        return {
            "sheet": sheet,
            "side_work": sheet.side_work,
            "is_open": is_open and self.actor.can(Permission.MOVE_EDIT),
            "meter": Meter(sheet.total_minutes, report.limit_minutes),
            "alerts": report.alerts,
            "is_english": formats.is_english(),
            "refusals": report.refusals if is_open else (),
            "sums": [
                (_("Beyond the law here"), hours_text(sheet.own_minutes)),
                (_("There"), hours_text(sheet.other_minutes)),
                (_("Further side works"), hours_text(sheet.elsewhere_minutes)),
                (_("Sum"), hours_text(sheet.total_minutes)),
                (_("With premium pay here"), hours_text(report.premium.own)),
                (_("With premium pay there"), hours_text(report.premium.other)),
            ],
            "averages": SmallTable.of(_("Averages to this month"), _AVERAGES, report.averages),
            "days": SmallTable.of(_("Days"), _DAYS, queries.list_days(sheet_id=sheet.pk)),
        }

    def _sheet(self) -> SideWorkMonth:
        return found(queries.find_sheet(sheet_id=self.kwargs["sheet_id"]))

    def _show_form(self, form: Form, *, status: int = 200) -> Any:
        sheet = self._sheet()
        context = self.get_context() | {
            "form": form,
            "heading": f"{sheet.side_work.person_name} {formats.month(sheet.month)}",
            "back_url": self.get_back_url(),
            "back_label": self.back_label,
        }
        return self.show(context, status=status)


class CloseSheet(StepAct):
    """Close the month."""

    page_name = "moves:sheet"
    id_name = "sheet_id"
    action = actions.close_side_work_month
    said = gettext_lazy("The month is closed for all side work of this person.")


class SheetPaper(PaperView):
    """The sheet on paper."""

    def write(self, *, language: str, printed_by: str, now: datetime) -> tuple[bytes, str]:
        """Return the PDF."""
        sheet = found(queries.find_sheet(sheet_id=self.kwargs["sheet_id"]))
        content = papers.month_pdf(sheet, language=language, printed_by=printed_by, now=now)
        return content, f"{sheet.side_work.number}_{sheet.month:%Y%m}"
