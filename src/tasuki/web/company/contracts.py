"""A contract version: its terms, what changed, the penalty terms, and the signature."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.relay.actions import contracts as actions
from tasuki.apps.relay.models import RelayContract
from tasuki.apps.relay.queries import contracts as queries
from tasuki.apps.relay.queries.notices import list_purpose_notices
from tasuki.apps.relay.queries.quarters import find_stated_quarter
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.relay.machines import ContractState
from tasuki.core.relay.parameters import (
    PARAMETER_LABELS,
    AgencyUniqueness,
    ConsumeAt,
    CountingRule,
    DedupeKey,
    SelectionStage,
)
from tasuki.core.relay.quarters import TURNED_AWAY_CODES, quarter_of
from tasuki.core.relay.reasons import REASON_LABELS
from tasuki.web.company.pages import RowFormPage
from tasuki.web.components import formats
from tasuki.web.components.columns import SmallTable, count_column, name_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView

_TERMS = (
    name_column(gettext_lazy("Term"), lambda item: formats.say(item[0]), lambda item: ""),
    text_column("value", gettext_lazy("Value"), lambda item: show_value(item[1])),
)
_QUARTERS = (
    text_column("label", gettext_lazy("Decision"), lambda row: row[0]),
    count_column("before", gettext_lazy("Last quarter"), lambda row: row[1][0]),
    count_column("now", gettext_lazy("This quarter so far"), lambda row: row[1][1]),
)
_CHANGES = (
    name_column(gettext_lazy("Term"), lambda item: formats.say(item.label), lambda item: ""),
    text_column("before", gettext_lazy("Before"), lambda item: show_value(item.before)),
    text_column("after", gettext_lazy("Now"), lambda item: show_value(item.after)),
)


_WORDS: Final = {
    CountingRule.SELF_REGISTRATION_CONFIRMED: gettext_lazy("own registration, confirmed"),
    CountingRule.TRANSFER_ALL: gettext_lazy("transfer of all who ask"),
    CountingRule.LICENSED_TIEUP: gettext_lazy("tie-up of licensed agencies"),
    ConsumeAt.HIRE: gettext_lazy("at the hire"),
    ConsumeAt.INTERVIEW: gettext_lazy("at the interview"),
    ConsumeAt.INTRODUCTION: gettext_lazy("at the introduction"),
    SelectionStage.APPLICATION: gettext_lazy("application received"),
    SelectionStage.DOCUMENT_SCREENING: gettext_lazy("document screening"),
    SelectionStage.TEST: gettext_lazy("test"),
    SelectionStage.FIRST_INTERVIEW: gettext_lazy("first interview"),
    SelectionStage.LATER_INTERVIEW: gettext_lazy("later interview"),
    SelectionStage.FINAL_INTERVIEW: gettext_lazy("final interview"),
    DedupeKey.MAIL: gettext_lazy("mail"),
    DedupeKey.PHONE: gettext_lazy("phone number"),
    DedupeKey.NAME_BIRTH: gettext_lazy("name and birth date"),
    AgencyUniqueness.ONCE: gettext_lazy("once"),
}
_WORD_OF: Final = {str(value): words for value, words in _WORDS.items()}


def show_value(value: Any) -> str:
    """Return a term's value as people read it."""
    if isinstance(value, str):
        return str(_WORD_OF.get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "、".join(show_value(one) for one in value) or formats.NOTHING
    return formats.NOTHING if value is None else formats.number(value)


class SignForm(Form):
    """What a signature confirms."""

    submit_label = gettext_lazy("Sign")
    tax_note_acknowledged = forms.BooleanField(
        label=gettext_lazy("We read the note on tax"),
        required=False,
        help_text=gettext_lazy(
            "A free place can be taxable income in kind. Ask your tax adviser before you use one."
        ),
    )
    purpose_notice_version = forms.TypedChoiceField(
        label=gettext_lazy("Purpose notice shown at application"),
        coerce=int,
        empty_value=None,
        required=False,
    )


class ContractPage(RowFormPage):
    """One version of a contract; a draft can be signed here."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.RELAY_VIEW
    template_name: ClassVar[str] = "company/contract.html"
    form_class = SignForm
    back_label = gettext_lazy("Back to the relay")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the versions of the purpose notice."""
        form = super().make_form(data, files)
        form.fields["purpose_notice_version"].choices = [
            ("", _("None on file")),
            *(
                (one.version, _("Version %(number)s") % {"number": one.version})
                for one in list_purpose_notices()
            ),
        ]
        return form

    def get_initial(self) -> dict[str, Any]:
        """Choose the newest purpose notice."""
        newest = list_purpose_notices().first()
        return {"purpose_notice_version": newest.version if newest else ""}

    def get_context(self) -> dict[str, Any]:
        """Read the version and the one before it."""
        contract = self._contract()
        versions = queries.list_versions(book_id=contract.book_id)
        older = next((one for one in versions if one.version < contract.version), None)
        changes = queries.compare_versions(older=older, newer=contract) if older else []
        terms = [
            (label, contract.parameters.get(key))
            for key, label in PARAMETER_LABELS.items()
            if key in contract.parameters
        ]
        is_open = contract.state == ContractState.DRAFT and contract.company_signed_at is None
        return {
            "heading": _("Contract with %(agency)s, version %(number)s")
            % {"agency": contract.agency_name, "number": contract.version},
            "contract": contract,
            "older": older,
            "changes": SmallTable.of(_("What changed"), _CHANGES, changes) if changes else None,
            "terms": SmallTable.of(_("Terms"), _TERMS, terms),
            "quarters": self._quarters(contract),
            "versions": versions,
            "penalty": self._penalty(contract),
            "may_sign": is_open and self.actor.can(Permission.CONTRACT_SIGN),
            "waits_for_owner": is_open and not self.actor.can(Permission.CONTRACT_SIGN),
        }

    def _quarters(self, contract: RelayContract) -> dict[str, Any] | None:
        """Return what the statements of two quarters say, totals only; None without any."""
        today = timezone.localdate()
        sheets = [
            find_stated_quarter(book_id=contract.book_id, day=day)
            for day in (quarter_of(today).before.last_day, today)
        ]
        if not self.actor.can(Permission.STATEMENT_VIEW) or not any(one.decided for one in sheets):
            return None
        rows = [(_("Counted"), [one.counted for one in sheets])]
        rows += [
            (f"{code} {formats.say(REASON_LABELS[code])}", [one.count_of(code) for one in sheets])
            for code in TURNED_AWAY_CODES
            if any(one.count_of(code) for one in sheets)
        ]
        return {
            "table": SmallTable.of(_("Decisions by quarter"), _QUARTERS, rows),
            "needs_review": any(one.needs_review for one in sheets),
        }

    def act(self, form: Form) -> str:
        """Sign for the company."""
        actions.sign_contract(
            actor=self.actor,
            contract_id=self.kwargs["contract_id"],
            **form.cleaned_data,
            now=timezone.now(),
        )
        return _("Signed for your company.")

    def get_success_url(self) -> str:
        """Stay on the contract."""
        return reverse("company:contract", args=[self.kwargs["contract_id"]])

    def get_back_url(self) -> str:
        """Go back to the relay."""
        return reverse("company:program", args=[self._contract().book_id])

    def _contract(self) -> RelayContract:
        contract_id: UUID = self.kwargs["contract_id"]
        return queries.find_contract(contract_id=contract_id)

    def _penalty(self, contract: RelayContract) -> str:
        """Return the penalty terms once somebody of the company has opened them."""
        if contract.penalty_shown_at is None:
            return ""
        return actions.show_penalty_terms(
            actor=self.actor, contract_id=contract.pk, now=timezone.now()
        )


class OpenPenaltyTerms(ActView):
    """Open the penalty terms; that they were seen is recorded before a signature."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.RELAY_VIEW

    def act(self) -> str:
        """Record the first opening."""
        contract_id = self.kwargs["contract_id"]
        actions.show_penalty_terms(actor=self.actor, contract_id=contract_id, now=timezone.now())
        return ""

    def get_success_url(self) -> str:
        """Show them."""
        return reverse("company:contract", args=[self.kwargs["contract_id"]]) + "#h-penalty"
