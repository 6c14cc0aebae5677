"""Draft a contract, or change a draft: company, papers, terms with their ranges."""

from typing import Any, ClassVar, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.orgs.queries import list_companies, list_members
from tasuki.apps.relay.actions import contracts as actions
from tasuki.apps.relay.queries import contracts as queries
from tasuki.core.access import Permission
from tasuki.core.relay.machines import ContractState
from tasuki.core.relay.parameters import (
    PARAMETER_LABELS,
    PARAMETER_RANGES,
    RelayParameters,
    parameters_to_json,
)
from tasuki.web.agency.contracts import fee_table_text
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.agency.words import CONSUME_LABELS, DEDUPE_LABELS, STAGE_LABELS
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage

_PARTIES: Final = ("company_id", "account_manager_id", "fee_table_id", "consultation_id")
_COUNT: Final = (
    "ratio",
    "min_stage",
    "count_window_days",
    "monthly_cap_credits",
    "unique_days_company",
    "known_to_agency_counts",
    "acceptance_days",
    "credit_expiry_months",
)
_SLOT: Final = (
    "max_open_slots",
    "slot_expiry_months",
    "consume_at",
    "promised_interview",
    "find_days",
    "answer_days",
    "slot_max_returns",
    "guarantee_days",
    "max_theoretical_pay",
    "eligible_jobs",
)
_REST: Final = (
    "statement_day",
    "batch_min_invited",
    "dispute_days",
    "cooling_hours",
    "code_rotation_days",
    "daily_flag_per_code",
    "risk_data_keep_days",
    "referrer_name_shown",
    "dedupe_keys",
)
_HINTS: Final = {
    "ratio": gettext_lazy("Most contracts say 10."),
    "count_window_days": gettext_lazy("The guidance stays valid for the same time."),
    "known_to_agency_counts": gettext_lazy("Known people are served, but usually not counted."),
    "consume_at": gettext_lazy(
        "Other than the hire only if the filed fee table says so in the same words."
    ),
    "max_theoretical_pay": gettext_lazy("Empty: no limit."),
    "eligible_jobs": gettext_lazy("One a line; empty: all jobs that an agency may handle."),
    "batch_min_invited": gettext_lazy(
        "A month with fewer people is added to the next, so that nobody can be told apart."
    ),
    "referrer_name_shown": gettext_lazy(
        "The person is asked and chooses; without this term nobody is asked."
    ),
    "cooling_hours": gettext_lazy("At least 24 hours after the result."),
}


class ContractForm(Form):
    """All terms of one version; what is not asked here is a rule nobody can change."""

    submit_label = gettext_lazy("Save the draft")
    template_name = "agency/contract_fields.html"

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            self.fields["company_id"] = _choice(
                gettext_lazy("Company"),
                _companies(),
                help_text=gettext_lazy("Companies without a contract with your agency."),
            )
        self.fields["account_manager_id"] = _choice(
            gettext_lazy("Account manager"),
            [(str(one.account_id), one.name) for one in list_members()],
            help_text=gettext_lazy("Looks after the company and never reviews its people."),
            is_required=False,
        )
        self.fields["fee_table_id"] = _choice(
            gettext_lazy("Fee table"),
            [
                (str(one.pk), fee_table_text(one.version, one.filed_on))
                for one in queries.list_fee_tables()
            ],
            is_required=False,
        )
        self.fields["consultation_id"] = _choice(
            gettext_lazy("Consultation record"),
            [
                (str(one.pk), f"{formats.day(one.consulted_on)} {one.office}")
                for one in queries.list_consultations()
            ],
            is_required=False,
        )
        for key in (*_COUNT, *_SLOT, *_REST):
            self.fields[key] = _term_field(key)
        self.initial = _initial_terms(RelayParameters()) | self.initial

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields by what they are about; groups with an error are open."""
        titles = (
            (_PARTIES, _("Parties and papers"), True),
            (_COUNT, _("Who is counted"), True),
            (_SLOT, _("Free slots"), False),
            (_REST, _("Statements, notices and checks"), False),
        )
        return [
            {
                "title": title,
                "fields": [self[key] for key in keys if key in self.fields],
                "is_open": is_open or any(key in self.errors for key in keys),
            }
            for keys, title, is_open in titles
        ]

    def terms(self) -> dict[str, Any]:
        """Return the terms as the action takes them."""
        values = {key: self.cleaned_data[key] for key in (*_COUNT, *_SLOT, *_REST)}
        lines = str(values["eligible_jobs"] or "").splitlines()
        values["eligible_jobs"] = [line.strip() for line in lines if line.strip()]
        values["dedupe_keys"] = list(values["dedupe_keys"])
        values["invite_expiry_days"] = values["count_window_days"]
        return values

    def papers(self) -> dict[str, Any]:
        """Return papers and account manager; what was not chosen stays away."""
        values = self.cleaned_data
        return {
            "fee_table_id": values["fee_table_id"] or None,
            "consultation_id": values["consultation_id"] or None,
            "account_manager_id": int(values["account_manager_id"])
            if values["account_manager_id"]
            else None,
        }


class DraftContract(AgencyPage, FormPage):
    """The first version of a contract with a company."""

    permission: ClassVar = Permission.CONTRACT_EDIT
    form_class: ClassVar[type[Form]] = ContractForm
    heading: ClassVar[Any] = gettext_lazy("New contract")
    lead: ClassVar[Any] = gettext_lazy(
        "The company sees the draft at once. It runs after both signatures, with a filed fee "
        "table and a consultation record."
    )
    back_label: ClassVar[Any] = gettext_lazy("Contracts and codes")

    def act(self, form: Form) -> str:
        """Draft it."""
        assert isinstance(form, ContractForm)
        self.made = actions.draft_contract(
            actor=self.actor,
            company_id=int(form.cleaned_data["company_id"]),
            parameters=form.terms(),
            now=timezone.now(),
            **form.papers(),
        )
        return _("The draft was saved. Both sides sign next.")

    def get_success_url(self) -> str:
        """Show the draft."""
        return reverse("agency:contract", args=[self.made.pk])

    def get_back_url(self) -> str:
        """Back to the list."""
        return reverse("agency:contracts")


class EditContract(AgencyPage, FormPage):
    """Change a draft; signatures under the former text fall away."""

    permission: ClassVar = Permission.CONTRACT_EDIT
    form_class: ClassVar[type[Form]] = ContractForm
    heading: ClassVar[Any] = gettext_lazy("Change of the draft")
    lead: ClassVar[Any] = gettext_lazy("Signatures under the former text fall away.")
    back_label: ClassVar[Any] = gettext_lazy("Back to the contract")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Return the form without the company, which stays."""
        return ContractForm(data, files, initial=self.get_initial(), is_new=False)

    def get_initial(self) -> dict[str, Any]:
        """Begin with the terms and papers of the draft."""
        contract = queries.find_contract(contract_id=self.kwargs["contract_id"])
        tables = {one.version: str(one.pk) for one in queries.list_fee_tables()}
        talks = {
            (one.office, one.consulted_on): str(one.pk) for one in queries.list_consultations()
        }
        parameters = dict(contract.parameters)
        parameters["eligible_jobs"] = "\n".join(parameters.get("eligible_jobs", []))
        return parameters | {
            "account_manager_id": contract.account_manager_id or "",
            "fee_table_id": tables.get(contract.fee_table_version, ""),
            "consultation_id": talks.get((contract.consultation_office, contract.consulted_on), ""),
        }

    def act(self, form: Form) -> str:
        """Change it."""
        assert isinstance(form, ContractForm)
        actions.edit_draft(
            actor=self.actor,
            contract_id=self.kwargs["contract_id"],
            parameters=form.terms(),
            now=timezone.now(),
            **form.papers(),
        )
        return _("The draft was saved. Both sides sign next.")

    def get_success_url(self) -> str:
        """Show the contract."""
        return reverse("agency:contract", args=[self.kwargs["contract_id"]])

    def get_back_url(self) -> str:
        """Back to the contract."""
        return self.get_success_url()


def _companies() -> list[tuple[str, str]]:
    """Return the companies that have no contract which could get a new version instead."""
    bound_to = {
        one.company_id for one in queries.list_contracts() if one.state != ContractState.ENDED
    }
    return [(str(one.pk), one.name) for one in list_companies() if one.pk not in bound_to]


def _choice(
    label: Any, choices: list[tuple[str, str]], *, help_text: Any = "", is_required: bool = True
) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=label,
        choices=[("", _("Choose")), *choices],
        help_text=help_text,
        required=is_required,
    )
    field.error_messages["required"] = _("Choose one from the list.")
    return field


def _term_field(key: str) -> forms.Field:
    """Return the field of one term with its range as the hint."""
    label, hint = formats.say(PARAMETER_LABELS[key]), _HINTS.get(key, "")
    if key in PARAMETER_RANGES:
        low, high = PARAMETER_RANGES[key]
        limits = _("%(low)s to %(high)s.") % {
            "low": formats.number(low),
            "high": formats.number(high),
        }
        return forms.IntegerField(
            label=label,
            min_value=low,
            max_value=high,
            help_text=f"{limits} {hint}".strip(),
            error_messages={"required": limits, "invalid": limits},
        )
    if key == "max_theoretical_pay":
        return forms.IntegerField(label=label, min_value=1, required=False, help_text=hint)
    if key == "eligible_jobs":
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(label=label, required=False, widget=area, help_text=hint)
    if key == "min_stage":
        return _words_field(label, STAGE_LABELS, hint)
    if key == "consume_at":
        return _words_field(label, CONSUME_LABELS, hint)
    if key == "dedupe_keys":
        return forms.MultipleChoiceField(
            label=label,
            choices=[(str(one), formats.say(words)) for one, words in DEDUPE_LABELS.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one.")},
        )
    return forms.BooleanField(label=label, required=False, help_text=hint)


def _words_field(label: str, words: Any, hint: Any) -> forms.ChoiceField:
    choices = [(str(value), formats.say(one)) for value, one in words.items()]
    return forms.ChoiceField(label=label, choices=choices, help_text=hint)


def _initial_terms(parameters: RelayParameters) -> dict[str, Any]:
    return parameters_to_json(parameters) | {"eligible_jobs": ""}
