"""Secondments and transfers: list, case, steps, papers."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from tasuki.apps.moves.actions import secondments as actions
from tasuki.apps.moves.actions.secondments import SecondmentValues
from tasuki.apps.moves.queries import secondments as queries
from tasuki.core.law.secondment import GAP_LABELS, PURPOSE_LABELS, MoveKind
from tasuki.core.moves.labels import KIND_LABELS
from tasuki.web.components.columns import (
    day_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.lists import Tab
from tasuki.web.moves.cases import Case, CaseAdd, CaseEdit, CaseList, CaseValues
from tasuki.web.moves.fields import area_field, choice_field, day_field, text_field, yen_field
from tasuki.web.moves.frame import code_words

CASE: Final = Case(
    name="secondment",
    id_name="secondment_id",
    find=queries.find_secondment,
    list_all=queries.list_secondments,
    add=actions.propose_secondment,
    edit=actions.edit_secondment,
)


class SecondmentList(CaseList):
    """All secondments and transfers."""

    case = CASE
    heading = gettext_lazy("Secondments and transfers")
    lead = gettext_lazy("One person at a time, with the person's own consent.")
    search_label = gettext_lazy("Name, employee number or other firm")
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Proposed"), query="state=proposed"),
        Tab(label=gettext_lazy("Active"), query="state=active"),
    )
    columns = (
        name_column(
            gettext_lazy("Employee"),
            lambda row: row.person_name,
            lambda row: CASE.page_url(row.pk),
            sort="person_name",
        ),
        status_column("secondment", lambda row: row.state, gettext_lazy("Status")),
        text_column(
            "kind", gettext_lazy("Kind"), lambda row: code_words(KIND_LABELS, row.kind), css="nw"
        ),
        text_column("host", gettext_lazy("Other firm"), lambda row: row.host_name),
        day_column(
            "starts_on", gettext_lazy("Begins on"), lambda row: row.starts_on, sort="starts_on"
        ),
        day_column("ends_on", gettext_lazy("Runs until"), lambda row: row.ends_on, sort="ends_on"),
        text_column("number", gettext_lazy("Number"), lambda row: row.number, css="nw"),
    )
    empty_text = gettext_lazy("Secondments and transfers of your people appear here.")
    add_label = gettext_lazy("Propose a move")


class SecondmentForm(CaseValues):
    """A move as far as it is known; the law asks for the rest before the start."""

    submit_label = gettext_lazy("Save")
    kind = choice_field(gettext_lazy("Kind"), KIND_LABELS)
    person_name = text_field(gettext_lazy("Name of the person"), size=160, required=True)
    person_number = text_field(gettext_lazy("Employee number"), size=40, required=True)
    person_mail = forms.EmailField(label=gettext_lazy("Mail of the person"), required=False)
    employed_since = day_field(gettext_lazy("Employed by you since"), required=False)
    host_name = text_field(gettext_lazy("Other firm"), size=120, required=True)
    duties = text_field(gettext_lazy("Duties"), size=300)
    workplace = text_field(gettext_lazy("Workplace"), size=200)
    starts_on = day_field(gettext_lazy("Begins on"), required=False)
    ends_on = day_field(
        gettext_lazy("Runs until"),
        required=False,
        help_text=gettext_lazy("A secondment has one; a transfer has none."),
    )
    purpose = choice_field(gettext_lazy("Purpose"), PURPOSE_LABELS, required=False)
    purpose_evidence = text_field(
        gettext_lazy("What shows the purpose"),
        size=300,
        help_text=gettext_lazy("Such as the name and day of a training plan."),
    )
    actual_cost_yen = yen_field(
        gettext_lazy("Actual cost of a month (yen)"),
        help_text=gettext_lazy("Wages and social insurance that the person really costs."),
    )
    burden_yen = yen_field(gettext_lazy("What the other firm pays of it (yen)"))
    gap_reason = choice_field(gettext_lazy("Why you bear a part"), GAP_LABELS, required=False)
    is_seconded_elsewhere = forms.BooleanField(
        label=gettext_lazy("The person is lent out to another firm already"), required=False
    )
    home_conditions = area_field(gettext_lazy("Your conditions for the time"), size=5_000, rows=4)
    host_conditions = area_field(gettext_lazy("Conditions at the other firm"), size=5_000, rows=4)

    def values(self, **more: Any) -> SecondmentValues:
        """Return what was typed."""
        data = dict(self.cleaned_data)
        data["burden_yen"] = data["burden_yen"] or 0
        return SecondmentValues(**data, **more)


class SecondmentAdd(CaseAdd):
    """A new move."""

    case = CASE
    form_class = SecondmentForm
    heading = gettext_lazy("Propose a move")
    lead = gettext_lazy("Enter what is known. Nothing starts before the law's conditions are met.")
    back_label = gettext_lazy("Back to secondments and transfers")
    said = gettext_lazy("The proposal was saved.")


class SecondmentEdit(CaseEdit):
    """Change a proposal."""

    case = CASE
    form_class = SecondmentForm
    heading = gettext_lazy("Change the proposal")
    lead = gettext_lazy("Enter what is known. Nothing starts before the law's conditions are met.")
    said = gettext_lazy("The proposal was saved.")

    def get_more(self) -> dict[str, Any]:
        """Keep the secondment that a transfer follows."""
        return {"converts_id": self.case.read(self.kwargs).converts_id}


class ConvertSecondment(SecondmentAdd):
    """Propose the transfer that is to follow a secondment."""

    heading = gettext_lazy("Turn it into a transfer")
    lead = gettext_lazy(
        "A transfer needs a consent of its own, given after the new conditions were delivered."
    )

    def get_initial(self) -> dict[str, Any]:
        """Begin with the person of the secondment."""
        row = self.case.read(self.kwargs)
        names = ("person_name", "person_number", "person_mail", "employed_since", "host_name")
        return {name: getattr(row, name) for name in names} | {"kind": MoveKind.TRANSFER_OUT}

    def get_more(self) -> dict[str, Any]:
        """Name the secondment that it follows."""
        return {"converts_id": self.kwargs["secondment_id"]}
