"""Contract work: list, contract with its notice, the case page and its paper."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.moves import papers
from tasuki.apps.moves.actions import contract_work as actions
from tasuki.apps.moves.actions.contract_work import ContractWorkValues
from tasuki.apps.moves.models import ContractWork
from tasuki.apps.moves.queries import contract_work as queries
from tasuki.core.access import Permission
from tasuki.core.law.contract_work import (
    EXCEPTION_LABELS,
    NOTICE_LABELS,
    WORK_LABELS,
    NoticeItem,
)
from tasuki.core.law.refusals import Refusal
from tasuki.core.moves.machines import (
    CONTRACT_WORK,
    ContractWorkEvent,
    ContractWorkState,
    DeliveryState,
)
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    SmallTable,
    day_column,
    name_column,
    status_column,
    text_column,
    yen_column,
)
from tasuki.web.components.lists import Tab
from tasuki.web.moves.cases import Case, CaseAdd, CaseEdit, CaseList, CasePaper, CaseValues
from tasuki.web.moves.fields import area_field, choice_field, day_field, text_field, yen_field
from tasuki.web.moves.frame import (
    Button,
    CasePage,
    ask_buttons,
    code_words,
    step_buttons,
    with_main,
)

CASE: Final = Case(
    name="contract_work",
    id_name="contract_id",
    find=queries.find_contract_work,
    list_all=queries.list_contract_works,
    add=actions.prepare_contract_work,
    edit=actions.edit_contract_work,
)
SIGN_LABELS: Final = {
    "is_commanded": gettext_lazy("We give orders on how to work"),
    "has_fixed_hours": gettext_lazy("The hours are fixed by us"),
    "has_fixed_place": gettext_lazy("The place is fixed by us"),
    "cannot_refuse": gettext_lazy("The supplier cannot refuse an order"),
    "uses_our_tools": gettext_lazy("Our tools are used"),
    "is_sole_client": gettext_lazy("We are the only client"),
}


class ContractWorkList(CaseList):
    """All contracts."""

    case = CASE
    heading = gettext_lazy("Contract work")
    lead = gettext_lazy("Orders to freelancers and smaller suppliers, from the notice to the end.")
    search_label = gettext_lazy("Supplier or work")
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Drafts"), query="state=draft"),
        Tab(label=gettext_lazy("Under way"), query="state=accepted"),
    )
    columns = (
        name_column(
            gettext_lazy("Supplier"),
            lambda row: row.supplier_name,
            lambda row: CASE.page_url(row.pk),
            sort="supplier_name",
        ),
        status_column("contract_work", lambda row: row.state, gettext_lazy("Status")),
        text_column("work", gettext_lazy("Work"), lambda row: row.deliverable[:60]),
        yen_column("fee", gettext_lazy("Fee of the work"), lambda row: row.fee_yen or None),
        day_column(
            "starts_on", gettext_lazy("Begins on"), lambda row: row.starts_on, sort="starts_on"
        ),
        day_column("ends_on", gettext_lazy("Runs until"), lambda row: row.ends_on, sort="ends_on"),
        text_column("number", gettext_lazy("Number"), lambda row: row.number, css="nw"),
    )
    empty_text = gettext_lazy("Orders to suppliers appear here.")
    add_label = gettext_lazy("Prepare an order")


class ContractWorkForm(CaseValues):
    """A contract and the nine items of its notice."""

    submit_label = gettext_lazy("Save")
    supplier_name = text_field(gettext_lazy("Supplier"), size=160, required=True)
    supplier_mail = forms.EmailField(label=gettext_lazy("Mail of the supplier"), required=False)
    supplier_has_staff = forms.BooleanField(
        label=gettext_lazy("The supplier employs somebody or has two or more officers"),
        required=False,
    )
    supplier_employee_count = forms.IntegerField(
        label=gettext_lazy("Employees of the supplier"), min_value=0, required=False
    )
    supplier_capital_yen = yen_field(gettext_lazy("Capital of the supplier (yen)"))
    buyer_employee_count = forms.IntegerField(
        label=gettext_lazy("Your employees"), min_value=0, required=False
    )
    buyer_capital_yen = yen_field(gettext_lazy("Your capital (yen)"))
    work_kind = choice_field(gettext_lazy("Kind of work"), WORK_LABELS)
    deliverable = area_field(gettext_lazy("What is delivered or done"), size=2_000)
    fee_yen = yen_field(gettext_lazy("Fee of one delivery (yen)"))
    fee_note = text_field(gettext_lazy("How the fee is counted"), size=200)
    consigned_on = day_field(gettext_lazy("Day of the order"), required=False)
    starts_on = day_field(gettext_lazy("Begins on"))
    ends_on = day_field(gettext_lazy("Runs until"), required=False)
    receive_on = day_field(gettext_lazy("Day of receipt"), required=False)
    pay_on = day_field(
        gettext_lazy("Pay day"),
        required=False,
        help_text=gettext_lazy("Within 60 days; the day of receipt is day 1."),
    )
    place = text_field(gettext_lazy("Place"), size=200)
    inspection = text_field(
        gettext_lazy("End of inspection"),
        size=120,
        help_text=gettext_lazy("Write “None” where there is none."),
    )
    non_cash = text_field(
        gettext_lazy("Payment other than cash"),
        size=200,
        help_text=gettext_lazy("Write “None” where there is none."),
    )
    upstream_name = text_field(
        gettext_lazy("Who gave you this order"),
        size=160,
        help_text=gettext_lazy("Only where you pass an order on."),
    )
    upstream_pay_on = day_field(gettext_lazy("Pay day of that order"), required=False)
    signs = forms.MultipleChoiceField(
        label=gettext_lazy("Signs of employment"),
        choices=list(SIGN_LABELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def values(self, **more: Any) -> ContractWorkValues:
        """Return what was typed; an empty number is 0."""
        data = dict(self.cleaned_data)
        for name in (
            "supplier_employee_count",
            "supplier_capital_yen",
            "buyer_employee_count",
            "buyer_capital_yen",
            "fee_yen",
        ):
            data[name] = data[name] or 0
        return ContractWorkValues(**data, **more)


class ContractWorkAdd(CaseAdd):
    """A new order."""

    case = CASE
    form_class = ContractWorkForm
    heading = gettext_lazy("Prepare an order")
    lead = gettext_lazy("The notice needs nine items; a draft may have gaps.")
    back_label = gettext_lazy("Back to contract work")
    said = gettext_lazy("The order was saved as a draft.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with today."""
        return {"consigned_on": timezone.localdate(), "starts_on": timezone.localdate()}


class ContractWorkEdit(CaseEdit):
    """Change an order that was not accepted yet."""

    case = CASE
    form_class = ContractWorkForm
    heading = gettext_lazy("Change the order")
    lead = gettext_lazy("After a change the notice is issued again, as a new version.")
    said = gettext_lazy("The order was saved as a draft.")


_EVENTS: Final = (
    (
        ContractWorkEvent.ISSUE_NOTICE,
        "contract_work_issue",
        gettext_lazy("Issue the notice"),
        False,
    ),
    (ContractWorkEvent.ACCEPT, "contract_work_start", gettext_lazy("Record the acceptance"), False),
    (
        ContractWorkEvent.ANNOUNCE_END,
        "contract_work_announce",
        gettext_lazy("Announce the end"),
        False,
    ),
    (ContractWorkEvent.RENEW, "contract_work_renew", gettext_lazy("Renew"), False),
    (ContractWorkEvent.END, "contract_work_end", gettext_lazy("End"), False),
    (ContractWorkEvent.CANCEL, "contract_work_cancel", gettext_lazy("Cancel the order"), True),
)
_RUNNING: Final = {ContractWorkState.ACCEPTED, ContractWorkState.END_NOTICED}
_EARLY: Final = {ContractWorkState.DRAFT, ContractWorkState.NOTICE_ISSUED}


def _next_of(row: Any) -> str:
    return "" if row.state == DeliveryState.PAID else _("Inspect or pay")


_DELIVERIES: Final = (
    Column(
        name="received_on",
        label=gettext_lazy("Day received"),
        value=lambda row: row.received_on,
        show=formats.day,
        link=lambda row: reverse("moves:delivery", args=[row.pk]),
    ),
    status_column("delivery", lambda row: row.state, gettext_lazy("Status")),
    yen_column("agreed", gettext_lazy("Fee of the work"), lambda row: row.agreed_yen),
    day_column("pay_on", gettext_lazy("Pay day"), lambda row: row.pay_on),
    day_column("paid_on", gettext_lazy("Paid on"), lambda row: row.paid_on),
    text_column("next", gettext_lazy("Next step"), _next_of),
)


class ContractWorkPage(CasePage):
    """One order."""

    status_kind = "contract_work"
    back_name = "moves:contract_works"
    back_label = gettext_lazy("Back to contract work")
    facts_label = gettext_lazy("Notice and contract")

    def read(self) -> ContractWork:
        """Return the order."""
        return CASE.read(self.kwargs)

    def get_heading(self, row: Any) -> str:
        """Name the supplier."""
        return str(row.supplier_name)

    def get_refusals(self, row: Any) -> Sequence[Refusal]:
        """Return what the notice lacks (H11)."""
        return queries.list_notice_refusals(row) if row.state in _EARLY else ()

    def get_warnings(self, row: Any) -> Sequence[Words]:
        """Return what should be looked at."""
        return queries.list_contract_warnings(row, on=timezone.localdate())

    def get_buttons(self, row: Any) -> list[Button]:
        """Return the steps of the state table that the role may do."""
        allowed = set(CONTRACT_WORK.allowed_events(ContractWorkState(row.state)))
        if not self.actor.can(Permission.MOVE_APPROVE):
            allowed -= {ContractWorkEvent.ACCEPT}
        buttons = step_buttons(row, _EVENTS, allowed)
        if row.state in _RUNNING:
            url = reverse("moves:delivery_add", args=[row.pk])
            buttons.insert(0, Button(label=_("Record a receipt"), url=url))
        if row.state in _EARLY:
            url = reverse("moves:contract_work_edit", args=[row.pk])
            buttons.append(Button(label=_("Change the order"), url=url))
        return with_main(ask_buttons(row) + buttons)

    def get_facts(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return the nine items and the contract."""
        items = queries.find_notice_items(row)
        laws = queries.find_laws_of(row, on=timezone.localdate())
        bans = queries.list_bans(row, on=timezone.localdate())
        named = (
            (laws.is_freelance, _("Freelance Act (notice)")),
            (laws.is_specific, _("Freelance Act (all duties)")),
            (laws.is_toriteki, _("Act on smaller suppliers")),
        )
        return (
            *(
                (f"{number}. {formats.say(NOTICE_LABELS[item])}", items[item])
                for number, item in enumerate(NoticeItem, start=1)
            ),
            (_("Number"), row.number),
            (_("Kind of work"), code_words(WORK_LABELS, row.work_kind)),
            (_("Laws that hold"), "、".join(label for holds, label in named if holds)),
            (_("From – to"), f"{formats.day(row.starts_on)} – {formats.day(row.ends_on)}"),
            (
                _("Forbidden towards this supplier"),
                " / ".join(formats.say(one) for one in bans),
            ),
            (_("Version of the notice"), str(row.notice_version or "")),
            (_("Notice issued at"), formats.moment(row.notice_issued_at)),
            (_("Day of acceptance"), formats.day(row.accepted_on)),
            (_("Who gave you this order"), row.upstream_name),
            (_("Pay day of that order"), formats.day(row.upstream_pay_on)),
            (_("End announced on"), formats.day(row.end_noticed_on)),
            (_("Ended on"), formats.day(row.ended_on)),
            (_("Exception"), code_words(EXCEPTION_LABELS, row.end_exception)),
            (_("Reason"), row.end_reason),
        )

    def get_tables(self, row: Any) -> Sequence[SmallTable]:
        """Return what was delivered."""
        rows = queries.list_deliveries(contract_id=row.pk)
        return (SmallTable.of(_("Receipts and payments"), _DELIVERIES, rows),)

    def get_papers(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return the notice."""
        return ((_("Notice of nine items"), reverse("moves:contract_work_paper", args=[row.pk])),)


class ContractWorkPaper(CasePaper):
    """The notice of nine items."""

    case = CASE
    title = gettext_lazy("Notice of nine items")
    paper = papers.notice_pdf
