"""The relay as the company sees it: totals of statements, terms, code, and nothing of anybody."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.adapters.charts import Step, step_bars
from tasuki.apps.relay.models import RelayContract, Statement
from tasuki.apps.relay.notice_texts import default_line
from tasuki.apps.relay.queries import contracts, links, statements
from tasuki.apps.relay.queries import notices as notice_queries
from tasuki.apps.relay.queries.company_ledger import find_company_balance
from tasuki.apps.relay.queries.forecast import forecast_for_company
from tasuki.apps.relay.queries.statement_files import reason_label
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.relay.machines import LinkState
from tasuki.web.company.relays import find_relay, list_relays
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    SmallTable,
    count_column,
    day_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.panels import Figure
from tasuki.web.components.views import PageView

MONTHS_SHOWN: Final = 12

STATEMENT_COLUMNS = (
    name_column(
        gettext_lazy("Month"),
        lambda row: formats.month(row.month),
        lambda row: reverse("company:statement", args=[row.pk]),
    ),
    count_column("informed", gettext_lazy("Told a result"), lambda row: _shown(row, "informed")),
    count_column("came", gettext_lazy("Registered"), lambda row: _shown(row, "earned_added")),
    count_column("counted", gettext_lazy("Counted"), lambda row: _shown(row, "confirmed_added")),
    count_column("balance", gettext_lazy("Balance"), lambda row: row.balance_after),
    day_column("issued", gettext_lazy("Issued on"), lambda row: row.issued_at),
    status_column("statement", lambda row: row.state, gettext_lazy("Status")),
)
_CODES = (
    name_column(gettext_lazy("Company code"), lambda row: row.code, lambda row: ""),
    text_column(
        "labels",
        gettext_lazy("Label"),
        lambda row: " / ".join(
            part for part in (row.label_job, row.label_stage, row.label_text) if part
        ),
    ),
    day_column("from", gettext_lazy("In use from"), lambda row: row.active_from),
    day_column("to", gettext_lazy("Accepted until"), lambda row: row.accepted_to),
    status_column("link", lambda row: row.state, gettext_lazy("Status")),
)
_RELAYS = (
    name_column(
        gettext_lazy("Placement agency"),
        lambda row: row.agency_name,
        lambda row: reverse("company:program", args=[row.book_id]),
    ),
    status_column("contract", lambda row: row.state, gettext_lazy("Status")),
    day_column("from", gettext_lazy("Running since"), lambda row: row.valid_from),
)


def _shown(row: Statement, name: str) -> Any:
    """Return a total; a carried month shows none, because its people come with the next."""
    return None if row.is_carried_over else row.totals[name]


class RelayPage(PageView):
    """The relays; with one, its page at once."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.RELAY_VIEW
    template_name: ClassVar[str] = "company/relays.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the only relay, or the list."""
        relays = list_relays()
        if len(relays) == 1:
            return redirect("company:program", book_id=relays[0].book_id)
        table = SmallTable.of(_("Relays"), _RELAYS, relays) if relays else None
        return self.show(
            {
                "heading": _("Relay"),
                "lead": _("With which agencies you tell people about a way to go on."),
                "relays": table,
            }
        )


class ProgramPage(PageView):
    """One relay: totals only, from statements only."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.RELAY_VIEW
    template_name: ClassVar[str] = "company/program.html"

    def get_context(self) -> dict[str, Any]:
        """Read contract, statements, balance, forecast, code and text."""
        book_id: UUID = self.kwargs["book_id"]
        contract = find_relay(book_id)
        today = timezone.localdate()
        issued = statements.list_statements(book_id=book_id)[:MONTHS_SHOWN]
        rules = rules_of(contract)
        variants = notice_queries.count_informed_by_text(least=rules.batch_min_invited)
        return {
            "contract": contract,
            "rules": rules,
            "flow": flow_figure(issued),
            "latest": issued[0] if issued else None,
            "statements": SmallTable.of(_("Monthly statements"), STATEMENT_COLUMNS, issued)
            if issued
            else None,
            "balance": find_company_balance(book_id=book_id, today=today),
            "forecast": forecast_for_company(book_id=book_id, today=today),
            "reasons": sum_reasons(issued),
            "variants": variants,
            "versions": contracts.list_versions(book_id=book_id),
            "may_edit": self.actor.can(Permission.NOTICE_EDIT),
            **_code_context(contract),
        }


def sum_reasons(issued: Sequence[Statement]) -> list[tuple[Any, int]]:
    """Return why people were not counted, as totals of the statements, the largest first."""
    totals: dict[str, int] = {}
    for statement in issued:
        for code, count in statement.reasons.items():
            totals[code] = totals.get(code, 0) + int(count)
    ordered = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return [(reason_label(code), count) for code, count in ordered]


def flow_figure(issued: Sequence[Statement]) -> Figure | None:
    """Return the step bars of the statements that show numbers; None without any."""
    shown = [one for one in issued if not one.is_carried_over]
    if not shown:
        return None
    informed, came, counted = (
        sum(int(one.totals[name]) for one in shown)
        for name in ("informed", "earned_added", "confirmed_added")
    )
    steps = [
        (_("Told a result"), informed, shown[0].company_name),
        (_("Registered"), came, _("%(agency)s, totals only") % {"agency": shown[0].agency_name}),
        (_("Counted"), counted, _("%(agency)s, totals only") % {"agency": shown[0].agency_name}),
    ]
    share = formats.percent(Decimal(counted) / informed if informed else None)
    answer = _("%(counted)s of %(informed)s were counted (%(share)s).") % {
        "counted": formats.count(counted),
        "informed": formats.count(informed),
        "share": share,
    }
    return Figure(
        key="flow",
        question=_("From the notice to the count: where do numbers fall?"),
        svg=step_bars(
            [Step(name, count) for name, count, _who in steps],
            key="flow",
            title=_("From the notice to the count"),
            answer=answer,
            width=700,
            unit="" if formats.is_english() else "名",
            lowest_word=_("lowest"),
        ),
        answer=answer,
        heads=(_("Step"), _("People"), _("Who counts")),
        rows=[(name, formats.count(count), who) for name, count, who in steps],
        note=f"{formats.month(shown[-1].month)} – {formats.month(shown[0].month)}",
    )


def _code_context(contract: RelayContract) -> dict[str, Any]:
    """Return the live code with its picture, all codes, and the line in both languages."""
    today = timezone.localdate()
    codes = list(links.list_issued_codes(book_id=contract.book_id))
    live = next((one for one in codes if one.state == LinkState.ACTIVE), None)
    guidance = notice_queries.find_guidance(contract=contract, on=today)
    address = links.public_address(live.code) if live else ""
    return {
        "code": live,
        "address": address,
        # Drawn by our own adapter; nothing of it was typed by anybody.
        "qr": mark_safe(links.qr_svg(code=live.code)) if live else "",  # noqa: S308
        "codes": SmallTable.of(_("Company codes"), _CODES, codes) if codes else None,
        "lines": [
            (language, words, _line(language, contract, guidance.url if guidance else ""))
            for language, words in (("ja", _("Japanese")), ("en", _("English")))
        ],
    }


def _line(language: str, contract: RelayContract, address: str) -> str:
    """Return the guidance as it can be copied into another tool; the stop address stays open."""
    line = default_line(language)
    if address:
        line = line.replace("{url}", address)
    filled = line.replace("{agency}", contract.agency_name)
    return filled.replace("{licence}", contract.licence_number)
