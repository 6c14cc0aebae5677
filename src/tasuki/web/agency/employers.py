"""The employers whose orders the agency takes, and what they declared."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.openings import employers, queries
from tasuki.apps.openings.employers import EmployerValues
from tasuki.apps.openings.models import Employer
from tasuki.core.access import Permission
from tasuki.core.law.order_refusals import DECLARATION_LABELS, DeclarationAnswer
from tasuki.core.law.posting import check_self_declaration
from tasuki.web.agency.frame import DAY_INPUT, AgencyPage
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct, RowForm
from tasuki.web.components.columns import (
    Column,
    Place,
    SmallTable,
    count_column,
    day_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import TableView
from tasuki.web.components.views import FormPage, PageView

OPENINGS_SHOWN = 50


def declaration_tag(employer: Employer) -> Any:
    """Return the tag of what an employer declared, and whether it still holds."""
    if not employer.declaration:
        return formats.tag(_("not asked yet"), "warn")
    words = formats.say(DECLARATION_LABELS[DeclarationAnswer(employer.declaration)])
    if employer.declaration != Employer.Answer.CLEAR:
        return formats.tag(words, "err")
    if check_self_declaration(employer.declared_on, on=timezone.localdate()):
        return formats.tag(_("to be renewed"), "warn")
    return formats.tag(words, "ok")


class EmployersPage(AgencyPage, TableView):
    """All employers."""

    permission: ClassVar = Permission.OPENING_VIEW
    template_name: ClassVar[str] = "agency/employers.html"
    heading: ClassVar[Any] = gettext_lazy("Employers")
    lead: ClassVar[Any] = gettext_lazy("Whose orders the agency takes, with their declarations.")
    default_sort: ClassVar[str] = "name"
    unit: ClassVar[str] = "firm"
    search_label: ClassVar[Any] = gettext_lazy("Name, address, person in charge or number")
    columns = (
        name_column(
            gettext_lazy("Employer"),
            lambda row: row.name,
            lambda row: reverse("agency:employer", args=[row.pk]),
            sort="name",
        ),
        Column(
            name="declaration",
            label=gettext_lazy("Self-declaration"),
            value=lambda row: row,
            show=declaration_tag,
            file_value=lambda row: str(row.get_declaration_display()),
            place=Place.CORNER,
        ),
        day_column("declared", gettext_lazy("Declared on"), lambda row: row.declared_on),
        text_column("address", gettext_lazy("Address"), lambda row: row.address),
        text_column("contact", gettext_lazy("Contact"), lambda row: row.contact),
        count_column("open", gettext_lazy("Open jobs"), lambda row: row.open_count, unit="record"),
        count_column(
            "all", gettext_lazy("All orders"), lambda row: row.opening_count, unit="record"
        ),
    )
    empty_text: ClassVar[Any] = gettext_lazy("Employers appear here when you add them.")

    def get_rows(self) -> QuerySet[Any]:
        """Return the employers with how many openings they have."""
        return employers.list_employers()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name, address, person in charge or number."""
        return rows & employers.list_employers(text=text)

    def get_context(self) -> dict[str, Any]:
        """Return the list and whether one may be added."""
        may_edit = self.actor.can(Permission.OPENING_EDIT)
        add_url = reverse("agency:employer_add")
        return super().get_context() | {
            "may_edit": may_edit,
            "empty_url": add_url if may_edit else "",
            "empty_label": _("Add an employer"),
        }


class EmployerPage(AgencyPage, PageView):
    """One employer: how to reach it, what it declared, its orders."""

    permission: ClassVar = Permission.OPENING_VIEW
    template_name: ClassVar[str] = "agency/employer.html"

    def get_context(self) -> dict[str, Any]:
        """Read the employer and its orders."""
        employer = found(employers.find_employer(employer_id=self.kwargs["employer_id"]))
        rows = queries.list_openings(employer_id=employer.pk)[:OPENINGS_SHOWN]
        facts = [
            (_("Corporate number"), employer.corporate_number),
            (_("Address"), employer.address),
            (_("Office that applies and selects"), employer.office),
            (_("Person in charge"), employer.contact_name),
            (_("Phone"), employer.phone),
            (_("Mail"), employer.contact_mail),
            (_("Website"), employer.website),
        ]
        return {
            "heading": employer.name,
            "employer": employer,
            "tag": declaration_tag(employer),
            "facts": [(label, value) for label, value in facts if value],
            "openings": SmallTable.of(_("Orders"), _ORDER_COLUMNS, rows),
            "may_edit": self.actor.can(Permission.OPENING_EDIT),
            "back_url": reverse("agency:employers"),
            "back_label": _("Back to the employers"),
        }


_ORDER_COLUMNS = (
    name_column(
        gettext_lazy("Job"),
        lambda row: row.title,
        lambda row: reverse("agency:opening", args=[row.pk]),
    ),
    text_column("number", gettext_lazy("Number"), lambda row: row.number, css="nw"),
    status_column("opening", lambda row: row.state, gettext_lazy("Status")),
    day_column("as_of", gettext_lazy("True on"), lambda row: row.as_of),
    day_column("valid", gettext_lazy("Valid until"), lambda row: row.valid_to),
)


class EmployerForm(Form):
    """What is known of an employer."""

    submit_label = gettext_lazy("Save the employer")
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("As registered.")
    )
    corporate_number = forms.CharField(
        label=gettext_lazy("Corporate number"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Thirteen digits."),
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    office = forms.CharField(
        label=gettext_lazy("Office that applies and selects"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Where it is not the address above; the book names it."),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Person in charge"), max_length=80, required=False
    )
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20, required=False)
    contact_mail = forms.CharField(label=gettext_lazy("Mail"), max_length=254, required=False)
    website = forms.CharField(label=gettext_lazy("Website"), max_length=200, required=False)


class EmployerAdd(AgencyPage, FormPage):
    """A new employer."""

    permission: ClassVar = Permission.OPENING_EDIT
    form_class: ClassVar[type[Form]] = EmployerForm
    heading: ClassVar[Any] = gettext_lazy("Add an employer")
    back_label: ClassVar[Any] = gettext_lazy("Back to the employers")

    def act(self, form: Form) -> str:
        """Keep it."""
        self.saved = employers.add_employer(
            actor=self.actor, values=EmployerValues(**form.cleaned_data), now=timezone.now()
        )
        return _("The employer was added. Record its self-declaration next.")

    def get_success_url(self) -> str:
        """Show it."""
        return reverse("agency:employer", args=[self.saved.pk])

    def get_back_url(self) -> str:
        """Go back to the list."""
        return reverse("agency:employers")


class EmployerRow(AgencyPage, RowForm):
    """A form about one employer."""

    permission: ClassVar = Permission.OPENING_EDIT
    id_name: ClassVar[str] = "employer_id"
    page_name: ClassVar[str] = "agency:employer"
    back_label: ClassVar[Any] = gettext_lazy("Back to the employer")

    def get_context(self) -> dict[str, Any]:
        """Ask nothing about an employer that is not there."""
        return {"subject": self.read().name}

    def read(self) -> Employer:
        """Return the employer."""
        return found(employers.find_employer(employer_id=self.row_id))


class EmployerEdit(EmployerRow):
    """Change what is known."""

    form_class: ClassVar[type[Form]] = EmployerForm
    heading: ClassVar[Any] = gettext_lazy("Change the employer")
    lead: ClassVar[Any] = gettext_lazy("Rows of the book stay as they were written.")
    action = employers.update_employer
    said: ClassVar[Any] = gettext_lazy("The employer was saved.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is stored."""
        row = self.read()
        return {name: getattr(row, name) for name in EmployerForm.base_fields}

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return what was typed."""
        return {"values": EmployerValues(**form.cleaned_data)}


class DeclarationForm(Form):
    """What the employer answered, and when."""

    submit_label = gettext_lazy("Save the declaration")
    answer = forms.ChoiceField(
        label=gettext_lazy("Listed breaches of labour law"), widget=forms.RadioSelect
    )
    declared_on = forms.DateField(label=gettext_lazy("Declared on"), widget=DAY_INPUT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [
            (str(answer), formats.say(words)) for answer, words in DECLARATION_LABELS.items()
        ]


class Declare(EmployerRow):
    """Record the self-declaration."""

    form_class: ClassVar[type[Form]] = DeclarationForm
    heading: ClassVar[Any] = gettext_lazy("Self-declaration of the employer")
    lead: ClassVar[Any] = gettext_lazy(
        "Holds for twelve months. Without a clear answer its open jobs are suspended at once."
    )
    action = employers.declare_for_employer
    said: ClassVar[Any] = gettext_lazy("The declaration was recorded.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with today."""
        return {"declared_on": timezone.localdate().isoformat()}


class EndEmployer(AgencyPage, RowAct):
    """Nothing more is done for this employer."""

    permission: ClassVar = Permission.OPENING_EDIT
    id_name: ClassVar[str] = "employer_id"
    page_name: ClassVar[str] = "agency:employer"
    action = employers.end_employer
    said: ClassVar[Any] = gettext_lazy("Ended. Its rows go when their time is over.")
