"""Agreements on fees: list, form, one agreement with its steps."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.fees import actions
from tasuki.apps.fees.actions.agreements import AgreementValues
from tasuki.apps.fees.models import FeeAgreement
from tasuki.apps.fees.papers import rate_words
from tasuki.apps.fees.queries import agreements as queries
from tasuki.apps.orgs.queries import list_companies
from tasuki.apps.relay.queries.contracts import list_fee_tables
from tasuki.core.access import Permission
from tasuki.core.fees.labels import (
    ACCEPTANCE_WAY_LABELS,
    FEE_KIND_LABELS,
    AcceptanceWay,
)
from tasuki.core.fees.machines import AGREEMENT, AgreementEvent, AgreementState
from tasuki.core.fees.refunds import step_words
from tasuki.core.law.fees import FeeKind
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
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.views import FormPage
from tasuki.web.fees.frame import AgencySide, FeeAct, FeeCase, FeeStep, read_agreement
from tasuki.web.moves.fields import choice_field, day_field, text_field, yen_field
from tasuki.web.moves.frame import Button, StateFilter, with_main

PERMILLE_OF_PERCENT: Final = 10
_E = AgreementEvent


def agreement_columns(*, page: str, partner: Any) -> tuple[Column, ...]:
    """Return the columns of a list of agreements.

    Args:
        page: name of the address of one agreement.
        partner: heading and value of the other party.
    """
    label, value = partner
    return (
        name_column(label, value, lambda row: reverse(page, args=[row.pk])),
        status_column("fee_agreement", lambda row: row.state, gettext_lazy("Status")),
        text_column("number", gettext_lazy("Number"), lambda row: row.number, css="nw"),
        text_column(
            "version",
            gettext_lazy("Version"),
            lambda row: _("Version %(number)s") % {"number": row.version},
            css="nw",
        ),
        text_column(
            "fee",
            gettext_lazy("Fee"),
            lambda row: formats.say(rate_words(queries.terms_of(row))),
        ),
        day_column(
            "starts_on", gettext_lazy("Begins on"), lambda row: row.starts_on, sort="starts_on"
        ),
        day_column("accepted_on", gettext_lazy("Agreed on"), lambda row: row.accepted_on),
    )


class AgreementTable(TableView):
    """What both sides share."""

    permission: ClassVar = Permission.FEE_VIEW
    heading = gettext_lazy("Fee agreements")
    search_label = gettext_lazy("Name or number")
    filter_form = StateFilter
    file_name = gettext_lazy("Fee agreements")

    def get_rows(self) -> QuerySet[Any]:
        """Return what the organisation sees."""
        return queries.list_agreements()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by the other party."""
        return rows & queries.list_agreements(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state."""
        return rows.filter(state=values["state"]) if values.get("state") else rows


class AgreementList(AgencySide, AgreementTable):
    """All agreements of the agency."""

    template_name = "fees/agreements.html"
    lead = gettext_lazy("What each company accepted, under which version of the fee table.")
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Offered"), query="state=offered"),
        Tab(label=gettext_lazy("Agreements in force"), query="state=accepted"),
    )
    columns = agreement_columns(
        page="fees:agreement", partner=(gettext_lazy("Company"), lambda row: row.employer_name)
    )
    empty_text = gettext_lazy("Agreements appear here with the first draft.")

    def get_context(self) -> dict[str, Any]:
        """Return the list, and the fee tables to print."""
        return super().get_context() | {
            "may_edit": self.actor.can(Permission.FEE_EDIT),
            "fee_tables": list_fee_tables(),
        }


class AgreementForm(Form):
    """What an agreement says."""

    submit_label = gettext_lazy("Save")
    company_id = forms.TypedChoiceField(
        label=gettext_lazy("Company in Tasuki"), coerce=int, empty_value=None, required=False
    )
    employer_name = text_field(
        gettext_lazy("Name of the employer"),
        size=120,
        help_text=gettext_lazy("Only where the employer does not use Tasuki."),
    )
    employer_address = text_field(gettext_lazy("Address of the employer"), size=200)
    fee_table_version = forms.TypedChoiceField(
        label=gettext_lazy("Version of the fee table"), coerce=int
    )
    rate_percent = forms.DecimalField(
        label=gettext_lazy("Rate (percent of the expected yearly pay)"),
        min_value=0,
        max_value=100,
        decimal_places=1,
        required=False,
        help_text=gettext_lazy("At most the rate of the filed table. Empty for a fixed fee."),
    )
    fixed_yen = yen_field(gettext_lazy("Fixed fee without tax (yen)"))
    payment_days = forms.IntegerField(
        label=gettext_lazy("Days to pay after the issue"), min_value=1, max_value=120
    )
    starts_on = day_field(gettext_lazy("For hires from"))
    ends_on = day_field(gettext_lazy("For hires until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        companies = [(one.pk, one.name) for one in list_companies()]
        self._choose("company_id", [("", formats.NOTHING), *companies])
        tables = [(one.version, _table_name(one)) for one in list_fee_tables()]
        self._choose("fee_table_version", tables)

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def values(self) -> AgreementValues:
        """Return what was typed."""
        data = dict(self.cleaned_data)
        rate = data.pop("rate_percent") or Decimal(0)
        return AgreementValues(**data, rate_permille=int(rate * PERMILLE_OF_PERCENT))


def _table_name(table: Any) -> str:
    day = formats.day(table.filed_on) if table.filed_on else _("not filed")
    return _("Version %(number)s (%(day)s)") % {"number": table.version, "day": day}


class AgreementAdd(AgencySide, FormPage):
    """A new agreement."""

    permission: ClassVar = Permission.FEE_EDIT
    form_class = AgreementForm
    heading = gettext_lazy("Draft an agreement on fees")
    lead = gettext_lazy("Refund scheme and penalty terms come from the filed table.")
    back_label = gettext_lazy("Back to the agreements")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the newest table and today."""
        newest = next(iter(list_fee_tables()), None)
        profile = queries.find_billing_profile()
        initial = {
            "starts_on": timezone.localdate(),
            "payment_days": profile.payment_days if profile else 30,
        }
        if newest is not None:
            initial |= {
                "fee_table_version": newest.version,
                "rate_percent": Decimal(newest.rate_permille) / PERMILLE_OF_PERCENT or None,
                "fixed_yen": newest.max_fixed_yen,
            }
        return initial

    def act(self, form: Form) -> str:
        """Store it."""
        assert isinstance(form, AgreementForm)
        self.row = actions.draft_agreement(
            actor=self.actor, values=form.values(), now=timezone.now()
        )
        return _("The agreement was saved as a draft.")

    def get_success_url(self) -> str:
        """Show it."""
        return reverse("fees:agreement", args=[self.row.pk])

    def get_back_url(self) -> str:
        """Go back to the list."""
        return reverse("fees:agreements")


class AgreementEdit(AgencySide, FormPage):
    """Change a draft."""

    permission: ClassVar = Permission.FEE_EDIT
    form_class = AgreementForm
    heading = gettext_lazy("Change the agreement")
    back_label = gettext_lazy("Back")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the stored values."""
        row = read_agreement(self.kwargs["agreement_id"])
        names = set(AgreementForm.base_fields) - {"rate_percent"}
        rate = Decimal(row.rate_permille) / PERMILLE_OF_PERCENT
        return {name: getattr(row, name) for name in names} | {"rate_percent": rate or None}

    def act(self, form: Form) -> str:
        """Store it."""
        assert isinstance(form, AgreementForm)
        actions.edit_agreement(
            actor=self.actor,
            agreement_id=self.kwargs["agreement_id"],
            values=form.values(),
            now=timezone.now(),
        )
        return _("The agreement was saved as a draft.")

    def get_success_url(self) -> str:
        """Show it."""
        return reverse("fees:agreement", args=[self.kwargs["agreement_id"]])

    def get_back_url(self) -> str:
        """Go back to it."""
        return self.get_success_url()


def agreement_facts(row: FeeAgreement) -> list[tuple[Any, str]]:
    """Return label and value of what an agreement says; both sides read it."""
    accepted = ""
    if row.accepted_on:
        way = formats.say(ACCEPTANCE_WAY_LABELS[AcceptanceWay(row.accepted_way)])
        accepted = f"{formats.day(row.accepted_on)} {row.accepted_by} ({way})"
    steps = [formats.say(step_words(one)) for one in queries.refund_steps_of(row)]
    return [
        (_("Company"), row.employer_name),
        (_("Agency"), row.agency_name),
        (_("Number"), row.number),
        (_("Version"), str(row.version)),
        (_("Kind of fee"), formats.say(FEE_KIND_LABELS[FeeKind(row.kind)])),
        (_("Fee"), formats.say(rate_words(queries.terms_of(row)))),
        (_("Version of the fee table"), str(row.fee_table_version)),
        (_("Days to pay after the issue"), formats.count(row.payment_days, "day")),
        (_("From – to"), f"{formats.day(row.starts_on)} – {formats.day(row.ends_on)}"),
        (_("Refund scheme"), "\n".join([*steps, row.refund_rule])),
        (_("Penalty terms"), row.penalty_rule),
        (_("Free slots"), row.free_slot_clause),
        (_("Terms opened"), formats.moment(row.terms_shown_at)),
        (_("Agreed to"), accepted),
    ]


class AgreementPage(FeeCase):
    """One agreement of the agency."""

    status_kind = "fee_agreement"
    back_name = "fees:agreements"
    back_label = gettext_lazy("Back to the agreements")
    facts_label = gettext_lazy("Agreement")

    def read(self) -> FeeAgreement:
        """Return it."""
        return read_agreement(self.kwargs["agreement_id"])

    def get_heading(self, row: Any) -> str:
        """Name the company."""
        return str(row.employer_name)

    def get_facts(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return what it says."""
        return agreement_facts(row)

    def get_papers(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return the agreement as PDF."""
        return [(_("Agreement on fees"), reverse("fees:agreement_paper", args=[row.pk]))]

    def get_tables(self, row: Any) -> Sequence[SmallTable]:
        """Return the other versions."""
        versions = queries.list_versions(row)
        if len(versions) == 1:
            return ()
        return [SmallTable.of(_("Versions"), AgreementList.columns, versions)]

    def get_buttons(self, row: Any) -> list[Button]:
        """Return the steps of the state table."""
        allowed = set(AGREEMENT.allowed_events(AgreementState(row.state)))
        steps = (
            (_E.OFFER, "offer", _("Offer it"), True),
            (_E.OFFER, "edit", _("Change the draft"), False),
            (_E.ACCEPT, "accept", _("Record the acceptance on paper"), False),
            (_E.REPLACE, "revise", _("Draft a new version"), True),
            (_E.END, "end", _("End"), False),
            (_E.WITHDRAW, "withdraw", _("Take it back"), True),
        )
        if row.company_id is not None:
            allowed -= {_E.ACCEPT}
        found = [
            Button(
                label=label,
                url=reverse(f"fees:agreement_{name}", args=[row.pk]),
                is_post=is_post,
            )
            for event, name, label, is_post in steps
            if event in allowed
        ]
        return with_main(found)


class _AgreementAct(FeeAct):
    page_name = "fees:agreement"
    id_name = "agreement_id"


class _AgreementStep(FeeStep):
    page_name = "fees:agreement"
    id_name = "agreement_id"

    def get_context(self) -> dict[str, Any]:
        """Ask only about an agreement that is there."""
        return {"subject": read_agreement(self.row_id).number}


class OfferAgreement(_AgreementAct):
    """Show a draft to the company."""

    action = actions.offer_agreement
    said = gettext_lazy("The agreement was offered.")


class WithdrawAgreement(_AgreementAct):
    """Take a draft or an offer back."""

    action = actions.withdraw_agreement
    said = gettext_lazy("The agreement was taken back.")


class ReviseAgreement(_AgreementAct):
    """Draft the next version."""

    action = actions.revise_agreement

    def say(self, done: Any) -> str:
        """Keep the new draft, where the way leads."""
        self.made = done
        return _("Version %(number)s was drafted.") % {"number": done.version}

    def get_success_url(self) -> str:
        """Show the new draft."""
        return reverse("fees:agreement", args=[self.made.pk])


_PAPER_WAYS = {
    way: words for way, words in ACCEPTANCE_WAY_LABELS.items() if way is not AcceptanceWay.TASUKI
}


class AcceptanceForm(Form):
    """Who accepted on paper."""

    submit_label = gettext_lazy("Record the agreement")
    accepted_by = text_field(gettext_lazy("Accepted by"), size=80, required=True)
    accepted_on = day_field(gettext_lazy("Day of the agreement"))
    way = choice_field(gettext_lazy("Way"), _PAPER_WAYS)
    terms_shown = forms.BooleanField(
        label=gettext_lazy("Refund scheme and penalty terms were shown before")
    )


class RecordAcceptance(_AgreementStep):
    """Write down an acceptance on paper."""

    action = actions.record_acceptance
    form_class = AcceptanceForm
    heading = gettext_lazy("Record the acceptance on paper")
    said = gettext_lazy("The agreement is in force.")


class EndForm(Form):
    """The last day."""

    submit_label = gettext_lazy("End")
    ends_on = day_field(gettext_lazy("For hires until"))


class EndAgreement(_AgreementStep):
    """End an agreement."""

    action = actions.end_agreement
    form_class = EndForm
    heading = gettext_lazy("End the fee agreement")
    lead = gettext_lazy("Hires up to that day are still charged by it.")
    said = gettext_lazy("The agreement was ended.")
