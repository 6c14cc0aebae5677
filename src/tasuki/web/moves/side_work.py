"""Side work: list, notice, decision."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.moves import papers
from tasuki.apps.moves.actions import side_work as actions
from tasuki.apps.moves.actions.side_work import SideWorkValues
from tasuki.apps.moves.models import SideWork
from tasuki.apps.moves.queries import months
from tasuki.apps.moves.queries import side_work as queries
from tasuki.core.access import Permission
from tasuki.core.law.refusals import Refusal
from tasuki.core.moves.labels import GROUND_LABELS, JOB_LABELS, MODEL_LABELS
from tasuki.core.moves.machines import SIDE_WORK, SideWorkEvent, SideWorkState
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    SmallTable,
    day_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab
from tasuki.web.moves.cases import Case, CaseAdd, CaseEdit, CaseList, CasePaper, CaseValues
from tasuki.web.moves.fields import HoursField, HoursListField, choice_field, day_field, text_field
from tasuki.web.moves.frame import (
    Button,
    CasePage,
    StepAct,
    StepForm,
    ask_buttons,
    code_words,
    hours_text,
    step_buttons,
    with_main,
)

CASE: Final = Case(
    name="side_work",
    id_name="side_work_id",
    find=queries.find_side_work,
    list_all=queries.list_side_works,
    add=actions.notify_side_work,
    edit=actions.edit_side_work,
)


class SideWorkList(CaseList):
    """All notices of side work."""

    case = CASE
    heading = gettext_lazy("Side work")
    lead = gettext_lazy("Notices of your employees, with the hours of both jobs.")
    search_label = gettext_lazy("Name, employee number or other party")
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("To check"), query="state=notified"),
        Tab(label=gettext_lazy("Under way"), query="state=running"),
    )
    columns = (
        name_column(
            gettext_lazy("Employee"),
            lambda row: row.person_name,
            lambda row: CASE.page_url(row.pk),
            sort="person_name",
        ),
        status_column("side_work", lambda row: row.state, gettext_lazy("Status")),
        text_column("other", gettext_lazy("Other party"), lambda row: row.other_name),
        text_column("kind", gettext_lazy("Kind"), lambda row: code_words(JOB_LABELS, row.job_kind)),
        day_column(
            "starts_on", gettext_lazy("Begins on"), lambda row: row.starts_on, sort="starts_on"
        ),
        text_column("number", gettext_lazy("Number"), lambda row: row.number, css="nw"),
    )
    empty_text = gettext_lazy("Notices of side work appear here.")
    add_label = gettext_lazy("Enter a notice")


class SideWorkForm(CaseValues):
    """A notice of side work."""

    submit_label = gettext_lazy("Save")
    person_name = text_field(gettext_lazy("Name of the person"), size=160, required=True)
    person_number = text_field(gettext_lazy("Employee number"), size=40, required=True)
    person_mail = forms.EmailField(label=gettext_lazy("Mail of the person"), required=False)
    other_name = text_field(gettext_lazy("Other party"), size=120, required=True)
    other_business = text_field(gettext_lazy("Business of the other party"), size=120)
    duties = text_field(gettext_lazy("Duties"), size=300, required=True)
    job_kind = choice_field(gettext_lazy("Kind of job"), JOB_LABELS)
    own_contract_on = day_field(gettext_lazy("Employed by you since"))
    other_contract_on = day_field(gettext_lazy("Day of the other contract"))
    starts_on = day_field(gettext_lazy("Begins on"))
    ends_on = day_field(gettext_lazy("Runs until"), required=False)
    schedule = text_field(gettext_lazy("Days, hours and expected overtime"), size=300)
    hours_model = choice_field(
        gettext_lazy("How the hours are kept"),
        MODEL_LABELS,
        help_text=gettext_lazy("Under the model each party stays within a cap agreed before."),
    )
    own_cap_minutes = HoursField(
        label=gettext_lazy("Your overtime a month, at most"),
        required=False,
        help_text=gettext_lazy("Needed to agree; 0 means no overtime."),
    )
    other_cap_minutes = HoursField(
        label=gettext_lazy("There a month, at most"),
        required=False,
        help_text=gettext_lazy("Principle: overtime. Model: all hours there. Such as 50:00."),
    )
    own_month_limit_minutes = HoursField(
        label=gettext_lazy("Your overtime agreement, a month"), initial=2_700
    )
    own_year_limit_minutes = HoursField(
        label=gettext_lazy("Your overtime agreement, a year"), initial=21_600
    )
    own_year_begins_month = forms.IntegerField(
        label=gettext_lazy("Month in which its year begins"),
        min_value=1,
        max_value=12,
        initial=4,
        help_text=gettext_lazy("1 to 12."),
    )
    own_before_minutes = HoursListField(
        label=gettext_lazy("Your overtime in the months before the start"),
        required=False,
        help_text=gettext_lazy(
            "The latest month first, such as 10:00, 7:30, 0. Five months, and back to the "
            "beginning of the year of the agreement."
        ),
    )
    rest_minutes = HoursField(label=gettext_lazy("Shortest rest between the jobs"), required=False)
    rest_rule_minutes = HoursField(
        label=gettext_lazy("Rest that your rules ask for"), required=False
    )

    def values(self, **more: Any) -> SideWorkValues:
        """Return what was typed."""
        return SideWorkValues(**self.cleaned_data, **more)


class SideWorkAdd(CaseAdd):
    """A new notice."""

    case = CASE
    form_class = SideWorkForm
    heading = gettext_lazy("Notice of side work")
    lead = gettext_lazy("As the employee wrote it; questions are asked before the decision.")
    back_label = gettext_lazy("Back to side work")
    said = gettext_lazy("The notice was saved.")


class SideWorkEdit(CaseEdit):
    """Change a notice, or plan the hours anew."""

    case = CASE
    form_class = SideWorkForm
    heading = gettext_lazy("Change the notice")
    lead = gettext_lazy("After a stop the changed plan is decided again.")
    said = gettext_lazy("The notice was saved.")


class RefuseForm(Form):
    """The ground and its facts."""

    submit_label = gettext_lazy("Refuse")
    ground = choice_field(gettext_lazy("Ground of refusal"), GROUND_LABELS)
    facts = forms.CharField(
        label=gettext_lazy("Facts behind it"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The employee reads them."),
    )


class StopForm(Form):
    """Why it is stopped."""

    submit_label = gettext_lazy("Stop")
    reason = text_field(gettext_lazy("Reason"), size=300, required=True)


class EndForm(Form):
    """When it ended."""

    submit_label = gettext_lazy("End")
    ended_on = day_field(gettext_lazy("Runs until"))
    reason = text_field(gettext_lazy("Reason"), size=300)


class SideWorkStep(StepForm):
    """One step of side work."""

    page_name = "moves:side_work"
    id_name = "side_work_id"


class RefuseSideWork(SideWorkStep):
    """Refuse it on one of the four grounds."""

    permission: ClassVar = Permission.MOVE_APPROVE
    form_class = RefuseForm
    action = actions.refuse_side_work
    heading = gettext_lazy("Refuse the side work")
    lead = gettext_lazy("Only these four grounds allow it, and only with facts.")
    said = gettext_lazy("The refusal was recorded with your name.")


class StopSideWork(SideWorkStep):
    """Stop it until the hours are planned anew."""

    form_class = StopForm
    action = actions.stop_side_work
    heading = gettext_lazy("Stop the side work")
    lead = gettext_lazy("When the sum nears or passes a limit; then plan the hours anew.")
    said = gettext_lazy("Stopped. Plan the hours anew.")


class EndSideWork(SideWorkStep):
    """Record the end."""

    form_class = EndForm
    action = actions.end_side_work
    heading = gettext_lazy("End of the side work")
    lead = gettext_lazy("The sheets are kept as long as the law asks.")
    said = gettext_lazy("The end was recorded.")


class SideWorkAct(StepAct):
    """One step without values."""

    page_name = "moves:side_work"
    id_name = "side_work_id"


class CheckSideWork(SideWorkAct):
    """The notice was read."""

    action = actions.check_side_work
    said = gettext_lazy("Checked. Now decide.")


class ApproveSideWork(SideWorkAct):
    """Agree to it."""

    permission: ClassVar = Permission.MOVE_APPROVE
    action = actions.approve_side_work
    said = gettext_lazy("Agreed. The agreement can be printed.")


class StartSideWork(SideWorkAct):
    """It began."""

    action = actions.start_side_work
    said = gettext_lazy("The start was recorded. Enter the hours each month.")


_EVENTS: Final = (
    (SideWorkEvent.CHECK, "side_work_check", gettext_lazy("Checked"), True),
    (SideWorkEvent.AGREE, "side_work_approve", gettext_lazy("Agree to the side work"), True),
    (SideWorkEvent.REFUSE, "side_work_refuse", gettext_lazy("Refuse"), False),
    (SideWorkEvent.START, "side_work_start", gettext_lazy("Record the start"), True),
    (SideWorkEvent.CLOSE_MONTH, "sheet_begin", gettext_lazy("Enter the hours of a month"), False),
    (SideWorkEvent.REPLAN, "side_work_edit", gettext_lazy("Plan the hours anew"), False),
    (SideWorkEvent.STOP, "side_work_stop", gettext_lazy("Stop"), False),
    (SideWorkEvent.END, "side_work_end", gettext_lazy("End"), False),
)
_APPROVED: Final = {SideWorkEvent.AGREE, SideWorkEvent.REFUSE}
_DECIDABLE: Final = {SideWorkState.NOTIFIED, SideWorkState.CHECKED}
_SHEETS: Final = (
    Column(
        name="month",
        label=gettext_lazy("Month of the sheet"),
        value=lambda row: row.month,
        show=formats.month,
        link=lambda row: reverse("moves:sheet", args=[row.pk]),
    ),
    status_column("month_sheet", lambda row: row.state, gettext_lazy("Status")),
    text_column("own", gettext_lazy("Here"), lambda row: hours_text(row.own_minutes), css="n"),
    text_column("other", gettext_lazy("There"), lambda row: hours_text(row.other_minutes), css="n"),
    text_column("total", gettext_lazy("Sum"), lambda row: hours_text(row.total_minutes), css="n"),
)


class SideWorkPage(CasePage):
    """One notice and its months."""

    status_kind = "side_work"
    back_name = "moves:side_works"
    back_label = gettext_lazy("Back to side work")

    def read(self) -> SideWork:
        """Return the notice."""
        return CASE.read(self.kwargs)

    def get_heading(self, row: Any) -> str:
        """Name person and other party."""
        return f"{row.person_name} – {row.other_name}"

    def get_refusals(self, row: Any) -> Sequence[Refusal]:
        """Return what H10 says to the plan."""
        if row.state not in _DECIDABLE:
            return ()
        return queries.list_plan_refusals(row, on=timezone.localdate())

    def get_buttons(self, row: Any) -> list[Button]:
        """Return the steps of the state table that the role may do."""
        allowed = set(SIDE_WORK.allowed_events(SideWorkState(row.state)))
        if not self.actor.can(Permission.MOVE_APPROVE):
            allowed -= _APPROVED
        buttons = step_buttons(row, _EVENTS, allowed)
        if row.state in _DECIDABLE:
            url = reverse("moves:side_work_edit", args=[row.pk])
            buttons.append(Button(label=_("Change the notice"), url=url))
        return with_main(ask_buttons(row) + buttons)

    def get_facts(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return what is known."""
        return (
            (_("Number"), row.number),
            (_("Employee number"), row.person_number),
            (_("Business of the other party"), row.other_business),
            (_("Duties"), row.duties),
            (_("Kind of job"), code_words(JOB_LABELS, row.job_kind)),
            (_("Employed by you since"), formats.day(row.own_contract_on)),
            (_("Day of the other contract"), formats.day(row.other_contract_on)),
            (_("From – to"), f"{formats.day(row.starts_on)} – {formats.day(row.ends_on)}"),
            (_("Days, hours and expected overtime"), row.schedule),
            (_("How the hours are kept"), code_words(MODEL_LABELS, row.hours_model)),
            (_("Your overtime a month, at most"), hours_text(row.own_cap_minutes)),
            (_("There a month, at most"), hours_text(row.other_cap_minutes)),
            (
                _("Your overtime in the months before the start"),
                ", ".join(hours_text(one) for one in row.own_before_minutes),
            ),
            (_("Your overtime agreement, a month"), hours_text(row.own_month_limit_minutes)),
            (_("Your overtime agreement, a year"), hours_text(row.own_year_limit_minutes)),
            (_("Month in which its year begins"), str(row.own_year_begins_month)),
            (_("Ground of refusal"), code_words(GROUND_LABELS, row.refusal_ground)),
            (_("Facts behind it"), row.refusal_facts),
            (_("Decided at"), formats.moment(row.decided_at)),
            (_("The person agreed on"), formats.day(row.person_agreed_on)),
            (_("Ended on"), formats.day(row.ended_on)),
            (_("Reason"), row.end_reason),
        )

    def get_tables(self, row: Any) -> Sequence[SmallTable]:
        """Return the months."""
        sheets = months.list_sheets(side_work_id=row.pk)
        return (SmallTable.of(_("Hours by month"), _SHEETS, sheets),)

    def get_papers(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return agreement or notice of the model."""
        is_model = row.hours_model == "management"
        label = _("Notice of the management model") if is_model else _("Agreement on side work")
        return ((label, reverse("moves:side_work_paper", args=[row.pk])),)


class SideWorkPaper(CasePaper):
    """The agreement, or the notice of the management model."""

    case = CASE
    title = gettext_lazy("Side work")
    paper = papers.side_work_pdf
