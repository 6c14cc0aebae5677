"""Jobs: the eleven items that the law asks for, and how complete each job is."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.openings import actions, queries
from tasuki.apps.openings.actions import OpeningValues
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.policy import PERSON_COUNT_MAX
from tasuki.apps.openings.versions import EMPLOYMENT_LABELS
from tasuki.apps.relay.actions.offers import list_offer_agencies, offer_opening
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.law.ages import list_age_codes
from tasuki.core.law.posting import (
    POSTING_CHANGE_LABELS,
    POSTING_ITEM_LABELS,
    POSTING_KEYS,
    POSTING_PAIRS,
    PostingItem,
    check_self_declaration,
    stale_days,
)
from tasuki.core.openings.labels import PAY_UNITS
from tasuki.core.prefectures import PREFECTURES
from tasuki.web.components import formats
from tasuki.web.components.columns import Column, Place, day_column, name_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.occupations import OccupationField
from tasuki.web.components.views import ActView, FormPage

_DAY: Final = forms.DateInput(attrs={"type": "date"})
_HINTS: Final = {
    PostingItem.DUTIES: gettext_lazy("Right after hiring."),
    PostingItem.WORKPLACE: gettext_lazy("Right after hiring; say whether telework is possible."),
    PostingItem.CONTRACT_PERIOD: gettext_lazy("Without an end, or from … to …"),
    PostingItem.RENEWAL: gettext_lazy("Only with an end: rule and limit of renewals."),
    PostingItem.PROBATION: gettext_lazy("None, or months and pay in that time."),
    PostingItem.HOURS: gettext_lazy("Start, end, breaks, overtime, days off."),
    PostingItem.WAGE: gettext_lazy("Amount and parts; fixed overtime with hours and amount."),
    PostingItem.INSURANCE: gettext_lazy("Health, pension, employment, accident."),
    PostingItem.RECRUITER: gettext_lazy("Your company, or who recruits for it."),
    PostingItem.DISPATCH: gettext_lazy("“No” unless hired to be dispatched."),
    PostingItem.SMOKING: gettext_lazy("Such as: no smoking inside."),
}


class OpeningFilter(Form):
    """What the tabs set."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)


class OpeningList(TableView):
    """All jobs."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.OPENING_VIEW
    template_name: ClassVar[str] = "company/openings.html"
    heading = gettext_lazy("Jobs")
    lead = gettext_lazy("Jobs that a free slot can be used for, with the eleven items of the law.")
    default_sort = "-number"
    search_label = gettext_lazy("Title, occupation or workplace")
    filter_form = OpeningFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Open"), query="state=open"),
        Tab(label=gettext_lazy("Drafts"), query="state=draft"),
        Tab(label=gettext_lazy("Closed"), query="state=closed"),
    )
    columns = (
        name_column(
            gettext_lazy("Job"),
            lambda row: row.title,
            lambda row: reverse("company:opening", args=[row.pk]),
            sort="title",
        ),
        text_column(
            "number", gettext_lazy("Number"), lambda row: row.number, css="nw", sort="number"
        ),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda row: row.state,
            show=lambda state: formats.status_tag("opening", state),
            file_value=lambda row: formats.say(formats.status_label("opening", row.state).label),
            place=Place.CORNER,
        ),
        text_column(
            "items", gettext_lazy("Posting items"), lambda row: _completeness(row), css="nw"
        ),
        text_column("workplace", gettext_lazy("Workplace"), lambda row: row.workplace),
        text_column("next", gettext_lazy("Next step"), lambda row: _next_step(row)),
        day_column("as_of", gettext_lazy("True on"), lambda row: row.as_of, sort="as_of"),
    )
    empty_text = gettext_lazy("Jobs appear here. A half-filled one is kept as a draft.")

    def get_rows(self) -> QuerySet[Any]:
        """Return the jobs."""
        return queries.list_openings()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by title, occupation or workplace."""
        return rows & queries.list_openings(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state."""
        return rows.filter(state=values["state"]) if values.get("state") else rows

    def get_context(self) -> dict[str, Any]:
        """Return the list and whether a job may be added."""
        may_edit = self.actor.can(Permission.OPENING_EDIT)
        return super().get_context() | {
            "may_edit": may_edit,
            "empty_url": reverse("company:opening_add") if may_edit else "",
            "empty_label": _("Add a job"),
        }


def _completeness(opening: Opening) -> str:
    total = len(PostingItem)
    return f"{total - len(queries.missing_items(opening))} / {total}"


def _next_step(opening: Opening) -> str:
    if queries.missing_items(opening):
        return _("Fill in the missing items")
    if opening.state == Opening.State.DRAFT:
        return _("Publish")
    today = timezone.localdate()
    is_stale = opening.as_of < today - timedelta(days=stale_days(on=today))
    return (
        _("Confirm that it is still true")
        if is_stale and opening.state == Opening.State.OPEN
        else ""
    )


class OpeningForm(Form):
    """A job with its eleven items; gaps are allowed in a draft."""

    submit_label = gettext_lazy("Save job")
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    occupation = forms.CharField(label=gettext_lazy("Occupation"), max_length=120, required=False)
    workplace = forms.CharField(label=gettext_lazy("Workplace"), max_length=200, required=False)
    pay_unit = forms.ChoiceField(label=gettext_lazy("Unit of pay"))
    pay_min_yen = forms.IntegerField(label=gettext_lazy("Lowest pay (yen)"), required=False)
    pay_max_yen = forms.IntegerField(label=gettext_lazy("Highest pay (yen)"), required=False)
    theoretical_pay_yen = forms.IntegerField(
        label=gettext_lazy("Theoretical yearly pay (yen)"),
        required=False,
        help_text=gettext_lazy("Monthly pay × 12 + fixed bonus + fixed allowances."),
    )
    prefecture = forms.ChoiceField(
        label=gettext_lazy("Prefecture of the workplace"),
        required=False,
        help_text=gettext_lazy("The minimum wage of this prefecture is checked."),
    )
    work_hours = forms.DecimalField(
        label=gettext_lazy("Scheduled hours of the unit of pay"),
        required=False,
        min_value=0,
        max_value=744,
        decimal_places=2,
        help_text=gettext_lazy(
            "Of a day for daily pay, of an average month for monthly and yearly pay."
        ),
    )
    person_count = forms.IntegerField(
        label=gettext_lazy("Persons wanted"),
        required=False,
        min_value=1,
        max_value=PERSON_COUNT_MAX,
        initial=1,
    )
    occupation_code = OccupationField()
    employment = forms.ChoiceField(label=gettext_lazy("Kind of employment"), required=False)
    locality = forms.CharField(
        label=gettext_lazy("City of the workplace"), max_length=60, required=False
    )
    is_remote = forms.BooleanField(
        label=gettext_lazy("Can be done from anywhere in the country"), required=False
    )
    is_indefinite = forms.BooleanField(
        label=gettext_lazy("Employment without an end date"), required=False, initial=True
    )
    contract_from = forms.DateField(
        label=gettext_lazy("First day of the contract"), required=False, widget=_DAY
    )
    contract_to = forms.DateField(
        label=gettext_lazy("Last day of the contract"),
        required=False,
        widget=_DAY,
        help_text=gettext_lazy("Only for employment with an end date."),
    )
    age_least = forms.IntegerField(
        label=gettext_lazy("Youngest age"), required=False, min_value=0, max_value=100
    )
    age_most = forms.IntegerField(
        label=gettext_lazy("Oldest age"), required=False, min_value=0, max_value=100
    )
    age_code = forms.ChoiceField(
        label=gettext_lazy("Reason of the law for a limit of age"),
        required=False,
        help_text=gettext_lazy("Without a reason of the law a job has no limit of age."),
    )
    age_reason = forms.CharField(
        label=gettext_lazy("Reason in words"), required=False, max_length=300
    )
    retirement_age = forms.IntegerField(
        label=gettext_lazy("Retirement age of the company"),
        required=False,
        min_value=0,
        max_value=100,
    )
    asks_experience = forms.BooleanField(
        label=gettext_lazy("Experience is a condition"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = list_age_codes(on=timezone.localdate())
        self.fields["pay_unit"].choices = [
            (unit, formats.say(words)) for unit, words in PAY_UNITS.items()
        ]
        self.fields["employment"].choices = [
            (kind, formats.say(words)) for kind, words in EMPLOYMENT_LABELS.items()
        ]
        self.fields["prefecture"].choices = [
            ("", "―"),
            *((str(number), formats.say(name)) for number, name in enumerate(PREFECTURES, start=1)),
        ]
        self.fields["age_code"].choices = [
            ("", _("No limit of age")),
            *((code, formats.say(words)) for code, words in codes.items()),
        ]
        for number, item in enumerate(PostingItem, start=1):
            label = f"{number}. {formats.say(POSTING_ITEM_LABELS[item])}"
            self.fields[f"terms.{item}"] = _term_field(label, _HINTS[item])
            if change := POSTING_PAIRS.get(item):
                label = f"{number}. {formats.say(POSTING_CHANGE_LABELS[change])}"
                self.fields[f"terms.{change}"] = _term_field(label, _("As far as it is foreseen."))
        self.fields["is_declared"] = forms.BooleanField(
            label=_("Self-declaration: no listed breach of labour law stands against the company"),
            required=False,
            help_text=_("Needed to publish; to be declared again after twelve months."),
        )

    def values(self) -> OpeningValues:
        """Return what was typed; an empty amount is 0."""
        data = self.cleaned_data
        return OpeningValues(
            title=data["title"],
            occupation=data["occupation"],
            workplace=data["workplace"],
            pay_unit=data["pay_unit"],
            pay_min_yen=data["pay_min_yen"] or 0,
            pay_max_yen=data["pay_max_yen"] or 0,
            theoretical_pay_yen=data["theoretical_pay_yen"] or 0,
            is_indefinite=data["is_indefinite"],
            prefecture=int(data["prefecture"]) if data["prefecture"] else None,
            work_minutes=round((data["work_hours"] or 0) * 60),
            age_least=data["age_least"],
            age_most=data["age_most"],
            age_code=data["age_code"],
            age_reason=data["age_reason"],
            retirement_age=data["retirement_age"],
            asks_experience=data["asks_experience"],
            is_declared=data.get("is_declared"),
            person_count=data["person_count"] or 1,
            occupation_code=data["occupation_code"],
            employment=data["employment"] or Opening.Employment.FULL_TIME,
            contract_from=data["contract_from"],
            contract_to=data["contract_to"],
            locality=data["locality"],
            is_remote=data["is_remote"],
            terms={key: data[f"terms.{key}"] for key in POSTING_KEYS},
        )


def first_values(opening: Opening | None) -> dict[str, Any]:
    """Return the first values of the form: those of a stored job, or of an empty one."""
    if opening is None:
        return {"is_indefinite": True, "pay_unit": "month", "person_count": 1}
    values = {
        name: getattr(opening, name) or ""
        for name in OpeningForm.base_fields
        if name not in {"is_indefinite", "work_hours"}
    }
    hours = Decimal(opening.work_minutes) / 60
    terms = {f"terms.{key}": text for key, text in opening.terms.items()}
    flags = {
        "is_indefinite": opening.is_indefinite,
        "is_declared": check_self_declaration(opening.declared_on, on=timezone.localdate()) is None,
        "work_hours": f"{hours:.2f}".rstrip("0").rstrip(".") if hours else "",
    }
    return values | flags | terms


def _term_field(label: str, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=hint,
    )


class OpeningPage(FormPage):
    """One job: its items, what is missing, and showing it to the agencies."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.OPENING_VIEW
    template_name: ClassVar[str] = "company/opening.html"
    form_class = OpeningForm
    back_label = gettext_lazy("Back to jobs")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the stored job, or with an empty one."""
        return first_values(self._stored())

    def get_context(self) -> dict[str, Any]:
        """Read the job and what it lacks."""
        opening = self._stored()
        missing = set(queries.missing_items(opening)) if opening else set(PostingItem)
        items = [(POSTING_ITEM_LABELS[item], item not in missing) for item in PostingItem]
        may_edit = self.actor.can(Permission.OPENING_EDIT)
        return {
            "opening": opening,
            "items": items,
            "filled_count": len(PostingItem) - len(missing),
            "needs_confirmation": bool(opening) and bool(_next_step(opening)) and not missing,
            "may_edit": may_edit,
            "agencies": self._agencies(opening) if may_edit else {},
            "tag": formats.status_tag("opening", opening.state) if opening else "",
        }

    def act(self, form: Form) -> str:
        """Save the job."""
        assert isinstance(form, OpeningForm)
        common = {"actor": self.actor, "values": form.values(), "now": timezone.now()}
        opening_id: UUID | None = self.kwargs.get("opening_id")
        if opening_id is None:
            self._saved = actions.create_opening(**common)
        else:
            self._saved = actions.update_opening(opening_id=opening_id, **common)
        return _("The job was saved.")

    def get_success_url(self) -> str:
        """Show the job."""
        return reverse("company:opening", args=[self._saved.pk])

    def get_back_url(self) -> str:
        """Go back to the jobs."""
        return reverse("company:openings")

    def _agencies(self, opening: Opening | None) -> dict[int, str]:
        is_open = opening is not None and opening.state == Opening.State.OPEN
        return list_offer_agencies() if is_open else {}

    def _stored(self) -> Opening | None:
        opening_id: UUID | None = self.kwargs.get("opening_id")
        return found(queries.find_opening(opening_id=opening_id)) if opening_id else None

    def _show_form(self, form: Form, *, status: int = 200) -> Any:
        opening = self._stored()
        context = self.get_context() | {
            "form": form,
            "heading": opening.title if opening else _("Add a job"),
            "lead": _("Nobody can be introduced before all eleven items are there (H6)."),
            "back_url": self.get_back_url(),
            "back_label": self.back_label,
        }
        return self.show(context, status=status)


class OpeningAdd(OpeningPage):
    """A new job."""

    permission: ClassVar = Permission.OPENING_EDIT


class OpeningAct(ActView):
    """Publish, confirm or close a job."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.OPENING_EDIT
    said: ClassVar[dict[str, tuple[Any, Any]]] = {
        "publish": (actions.publish_opening, gettext_lazy("Agencies can see the job now.")),
        "confirm": (actions.confirm_opening, gettext_lazy("Confirmed as of today.")),
        "close": (actions.close_opening, gettext_lazy("The job is closed.")),
    }

    def act(self) -> str:
        """Do what the address says."""
        action, words = self.said[self.kwargs["act"]]
        action(actor=self.actor, opening_id=self.kwargs["opening_id"], now=timezone.now())
        return str(words)

    def get_success_url(self) -> str:
        """Show the job."""
        return reverse("company:opening", args=[self.kwargs["opening_id"]])


class OfferOpening(ActView):
    """Send an open job to an agency as an order."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.OPENING_EDIT

    def act(self) -> str:
        """Send it."""
        name = offer_opening(
            actor=self.actor,
            opening_id=self.kwargs["opening_id"],
            agency_id=self.kwargs["agency_id"],
            now=timezone.now(),
        )
        return _("The order was sent to %(agency)s. Its answer comes as a notice.") % {
            "agency": name
        }

    def get_success_url(self) -> str:
        """Show the job."""
        return reverse("company:opening", args=[self.kwargs["opening_id"]])
