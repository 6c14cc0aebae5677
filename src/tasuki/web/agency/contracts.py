"""Contracts: one line for each company, and one page for each version."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.orgs.queries import list_members
from tasuki.apps.relay.actions import contracts as actions
from tasuki.apps.relay.models import RelayContract
from tasuki.apps.relay.queries import contracts as queries
from tasuki.apps.relay.queries.credits import find_live_balance
from tasuki.apps.relay.queries.forecast import forecast_for_agency
from tasuki.apps.relay.queries.links import list_links
from tasuki.apps.relay.queries.quarters import find_live_quarter
from tasuki.core.access import Permission
from tasuki.core.relay.machines import ContractState, LinkState
from tasuki.core.relay.parameters import PARAMETER_LABELS
from tasuki.core.relay.quarters import TURNED_AWAY_CODES, QuarterSheet, quarter_of
from tasuki.core.relay.reasons import REASON_LABELS
from tasuki.web.agency.frame import AgencyPage, ReasonPage
from tasuki.web.agency.words import contract_event_text, present_versions, show_term
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    SmallTable,
    count_column,
    day_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.panels import Event, Rail
from tasuki.web.components.views import ActView, PageView

_C = ContractState
_STEPS: Final = (
    gettext_lazy("Draft"),
    gettext_lazy("Signed by both"),
    gettext_lazy("Running"),
    gettext_lazy("Ended"),
)
_PLACE: Final = {_C.DRAFT: 0, _C.AGREED: 1, _C.RUNNING: 2, _C.PAUSED: 2, _C.ENDED: 3}
_LIST = (
    name_column(
        gettext_lazy("Company"),
        lambda row: row.company_name,
        lambda row: reverse("agency:contract", args=[row.pk]),
    ),
    text_column(
        "version",
        gettext_lazy("Version"),
        lambda row: _("Version %(number)s") % {"number": row.version},
        css="nw",
    ),
    status_column("contract", lambda row: row.state, gettext_lazy("Status")),
    text_column("next", gettext_lazy("Next step"), lambda row: next_step(row)),
    count_column("ratio", gettext_lazy("People per slot"), lambda row: row.parameters.get("ratio")),
    text_column(
        "fee",
        gettext_lazy("Fee table"),
        lambda row: fee_table_text(row.fee_table_version, row.fee_table_filed_on),
        css="nw",
    ),
    day_column("since", gettext_lazy("Valid from"), lambda row: row.valid_from),
)
_TERMS = (
    name_column(gettext_lazy("Term"), lambda item: formats.say(item[1]), lambda item: ""),
    text_column("value", gettext_lazy("Value"), lambda item: show_term(item[0], item[2])),
)
_CHANGES = (
    name_column(gettext_lazy("Term"), lambda item: formats.say(item.label), lambda item: ""),
    text_column("before", gettext_lazy("Before"), lambda item: show_term(item.key, item.before)),
    text_column("after", gettext_lazy("In this version"), lambda i: show_term(i.key, i.after)),
)
_CODES = (
    name_column(
        gettext_lazy("Company code"),
        lambda row: row.code,
        lambda row: reverse("agency:code", args=[row.pk]),
    ),
    status_column("link", lambda row: row.state, gettext_lazy("Status")),
    text_column("label", gettext_lazy("Label"), lambda row: code_label(row)),
    day_column("to", gettext_lazy("Accepted until"), lambda row: row.accepted_to),
    count_column("views", gettext_lazy("Opened"), lambda row: row.view_count, unit="time"),
    count_column("verified", gettext_lazy("Mail confirmed"), lambda row: row.verified_count),
    count_column("counted", gettext_lazy("Counted"), lambda row: row.confirmed_count),
)


_QUARTERS = (
    text_column("label", gettext_lazy("Decision"), lambda row: row[0]),
    text_column("before", gettext_lazy("Last quarter"), lambda row: row[1][0]),
    text_column("now", gettext_lazy("This quarter so far"), lambda row: row[1][1]),
)


def next_step(contract: RelayContract) -> str:
    """Return what follows for a contract, and who signs next."""
    if contract.state == _C.DRAFT and contract.agency_signed_at and not contract.company_signed_at:
        return _("The company signs")
    if contract.state == _C.DRAFT and contract.company_signed_at and not contract.agency_signed_at:
        return _("Your side signs")
    if contract.state == _C.PAUSED and contract.pause_reason:
        return formats.say(queries.pause_words(contract))
    return formats.say(formats.status_label("contract", contract.state).next_step)


def fee_table_text(version: int | None, filed_on: Any) -> str:
    """Return version and filing of a fee table."""
    if version is None:
        return formats.NOTHING
    if filed_on is None:
        return _("Version %(number)s, not filed") % {"number": version}
    return _("Version %(number)s, filed %(day)s") % {
        "number": version,
        "day": formats.day(filed_on),
    }


def code_label(link: Any) -> str:
    """Return the labels of a code as one text."""
    labels = [link.label_job, link.label_stage, link.label_text]
    return " / ".join(part for part in labels if part) or formats.NOTHING


class ContractsPage(AgencyPage, PageView):
    """One line for each company: the version that counts now."""

    permission: ClassVar = Permission.RELAY_VIEW
    template_name: ClassVar[str] = "agency/contracts.html"

    def get_context(self) -> dict[str, Any]:
        """Return the present version of each book."""
        rows = present_versions(queries.list_contracts())
        return {
            "heading": _("Contracts and codes"),
            "lead": _("With whom a relay runs, and what is still missing."),
            "contracts": SmallTable.of(_("Contracts"), _LIST, rows) if rows else None,
            "may_edit": self.actor.can(Permission.CONTRACT_EDIT),
        }


class ContractPage(AgencyPage, PageView):
    """One version: terms, papers, signatures, what is missing, codes."""

    permission: ClassVar = Permission.RELAY_VIEW
    template_name: ClassVar[str] = "agency/contract.html"

    def get_context(self) -> dict[str, Any]:
        """Read the version, the one before it, and what may be done."""
        contract = queries.find_contract(contract_id=self.kwargs["contract_id"])
        state = ContractState(contract.state)
        versions = queries.list_versions(book_id=contract.book_id)
        older = next((one for one in versions if one.version < contract.version), None)
        changes = queries.compare_versions(older=older, newer=contract) if older else []
        return {
            "heading": contract.company_name,
            "contract": contract,
            "versions": versions,
            "older": older,
            "changes": SmallTable.of(_("What changed"), _CHANGES, changes) if changes else None,
            "terms": SmallTable.of(_("Terms"), _TERMS, _terms_of(contract)),
            "rail": Rail.of(_STEPS, current=_PLACE[state]),
            "next": next_step(contract),
            "manager": _manager_of(contract),
            "back_url": reverse("agency:contracts"),
            "back_label": _("Contracts and codes"),
            **self._problems(contract, state),
            **self._acts(contract, state, versions),
            **self._live(contract, state),
            "events": _story(contract),
        }

    def _problems(self, contract: RelayContract, state: ContractState) -> dict[str, Any]:
        if state not in {_C.DRAFT, _C.AGREED, _C.PAUSED}:
            return {}
        language = get_language() or "ja"
        found = queries.list_run_problems(contract=contract, on=timezone.localdate())
        return {
            "shows_problems": True,
            "problems": [
                (one.rule, one.reason_in(language), one.next_in(language), one.source)
                for one in found
            ],
        }

    def _acts(
        self, contract: RelayContract, state: ContractState, versions: list[RelayContract]
    ) -> dict[str, Any]:
        may_edit = self.actor.can(Permission.CONTRACT_EDIT)
        is_newest = contract.version == versions[0].version
        is_live = state in {_C.RUNNING, _C.PAUSED}
        is_unsigned = state is _C.DRAFT and contract.agency_signed_at is None
        return {
            "can_edit": may_edit and state is _C.DRAFT,
            "can_sign": is_unsigned and self.actor.can(Permission.CONTRACT_SIGN),
            "waits_for_owner": is_unsigned and not self.actor.can(Permission.CONTRACT_SIGN),
            "can_run": may_edit and state is _C.AGREED,
            "can_resume": may_edit and state is _C.PAUSED,
            "can_pause": may_edit and state is _C.RUNNING,
            "can_end": may_edit and is_live,
            "can_renew": may_edit and is_newest and state in {_C.RUNNING, _C.PAUSED, _C.ENDED},
            "can_issue_code": self.actor.can(Permission.LINK_EDIT) and state is _C.RUNNING,
            "may_see_ledger": self.actor.can(Permission.LEDGER_VIEW) and is_live,
            "may_see_margin": self.actor.can(Permission.MARGIN_VIEW) and is_live,
        }

    def _live(self, contract: RelayContract, state: ContractState) -> dict[str, Any]:
        """Return codes, balance and forecast of a book that was opened."""
        links = list(list_links(book_id=contract.book_id))
        live = [one for one in links if one.state in {LinkState.ACTIVE, LinkState.ROTATED}]
        shown = {
            "codes": SmallTable.of(_("Company codes"), _CODES, links) if links else None,
            "live_code_count": len(live),
        }
        if state not in {_C.RUNNING, _C.PAUSED}:
            return shown
        balance = find_live_balance(book_id=contract.book_id)
        today = timezone.localdate()
        return shown | {
            "quarters": quarter_table(
                [
                    find_live_quarter(book_id=contract.book_id, day=day)
                    for day in (quarter_of(today).before.last_day, today)
                ]
            ),
            "balance": balance,
            "forecast": forecast_for_agency(book_id=contract.book_id, today=today),
        }


def quarter_table(sheets: list[QuarterSheet]) -> dict[str, Any]:
    """Return the sheets of two quarters as one table, and whether somebody should look."""
    rows: list[tuple[Any, list[str]]] = [
        (_("Counted"), [formats.count(one.counted, unit="person") for one in sheets])
    ]
    for code in TURNED_AWAY_CODES:
        if any(one.count_of(code) for one in sheets):
            label = f"{code} {formats.say(REASON_LABELS[code])}"
            rows.append((label, [_share(one, one.count_of(code)) for one in sheets]))
    rows.append((_("Turned away in all"), [_share(one, one.turned_away) for one in sheets]))
    return {
        "table": SmallTable.of(_("Decisions by quarter"), _QUARTERS, rows),
        "needs_review": any(one.needs_review for one in sheets),
    }


def _share(sheet: QuarterSheet, count: int) -> str:
    people = formats.count(count, unit="person")
    return _("%(people)s (%(percent)s%%)") % {
        "people": people,
        "percent": sheet.percent_of(count),
    }


def _terms_of(contract: RelayContract) -> list[tuple[str, Any, Any]]:
    return [
        (key, label, contract.parameters.get(key))
        for key, label in PARAMETER_LABELS.items()
        if key in contract.parameters
    ]


def _manager_of(contract: RelayContract) -> str:
    if contract.account_manager_id is None:
        return ""
    names = {one.account_id: one.name for one in list_members()}
    return names.get(contract.account_manager_id, "")


def _story(contract: RelayContract) -> list[Event]:
    names = {one.account_id: one.name for one in list_members()}
    return [
        Event(
            at=event.happened_at,
            text=contract_event_text(event.kind),
            detail=" ".join(
                part
                for part in (
                    names.get(event.actor_id, "") if event.actor_id else "",
                    event.reason if event.reason not in {"company", "agency"} else "",
                )
                if part
            ),
        )
        for event in list_events_of(object_kind="contract", object_id=contract.pk)
    ]


class ContractAct(AgencyPage, ActView):
    """A button on a contract."""

    permission: ClassVar = Permission.CONTRACT_EDIT

    def get_success_url(self) -> str:
        """Show the contract again."""
        return reverse("agency:contract", args=[self.kwargs["contract_id"]])

    def _common(self) -> dict[str, Any]:
        contract_id: UUID = self.kwargs["contract_id"]
        return {"actor": self.actor, "contract_id": contract_id, "now": timezone.now()}


class SignContract(ContractAct):
    """Sign for the agency."""

    permission: ClassVar = Permission.CONTRACT_SIGN

    def act(self) -> str:
        """Sign."""
        signed = actions.sign_contract(**self._common())
        if signed.state == _C.AGREED:
            return _("Signed. Both sides have signed; the contract can start.")
        return _("Signed. The company signs next.")


class RunContract(ContractAct):
    """Let an agreed contract run."""

    def act(self) -> str:
        """Start it."""
        actions.run_contract(**self._common())
        return _("The contract runs from today.")


class ResumeContract(ContractAct):
    """Let a paused contract run again."""

    def act(self) -> str:
        """Resume it."""
        actions.resume_contract(**self._common())
        return _("The contract runs again.")


class NewVersion(ContractAct):
    """Draft the next version with the same terms."""

    def act(self) -> str:
        """Draft it."""
        self.made = actions.draft_new_version(**self._common())
        return _("Version %(number)s was drafted. Change its terms, then both sides sign.") % {
            "number": self.made.version
        }

    def get_success_url(self) -> str:
        """Open the draft."""
        return reverse("agency:contract_edit", args=[self.made.pk])


class ContractReason(ReasonPage):
    """An act on a contract that needs a reason."""

    permission: ClassVar = Permission.CONTRACT_EDIT
    back_label = gettext_lazy("Back to the contract")

    def find_subject(self) -> str:
        """Return the company's name."""
        return queries.find_contract(contract_id=self.kwargs["contract_id"]).company_name

    def get_success_url(self) -> str:
        """Show the contract."""
        return reverse("agency:contract", args=[self.kwargs["contract_id"]])

    def get_back_url(self) -> str:
        """Back to the contract."""
        return self.get_success_url()


class PauseContract(ContractReason):
    """Stop taking people in for a while."""

    heading = gettext_lazy("Pause of the contract")
    submit = gettext_lazy("Pause the contract")
    effects = (
        gettext_lazy("Its codes take nobody in; the page shows your contact."),
        gettext_lazy("Slots that were granted stay usable."),
    )

    def act(self, form: Any) -> str:
        """Pause it."""
        actions.pause_contract(
            actor=self.actor,
            contract_id=self.kwargs["contract_id"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return _("The contract is paused.")


class EndContract(ContractReason):
    """End a contract for good."""

    heading = gettext_lazy("End of the contract")
    submit = gettext_lazy("End the contract")
    effects = (
        gettext_lazy("This cannot be undone; a new version can be agreed later."),
        gettext_lazy("Its codes take nobody in any more."),
        gettext_lazy("Open slots stay usable to their last day."),
    )

    def act(self, form: Any) -> str:
        """End it."""
        actions.end_contract(
            actor=self.actor,
            contract_id=self.kwargs["contract_id"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return _("The contract has ended.")
