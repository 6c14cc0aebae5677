"""What each relay earns and costs the agency, month by month."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.relay.queries.contracts import list_contracts
from tasuki.apps.relay.queries.margin import MarginLine, list_margin
from tasuki.core.access import Permission
from tasuki.core.relay.economics import agency_break_even
from tasuki.web.agency.frame import AgencyPage, send_lines
from tasuki.web.agency.words import present_versions
from tasuki.web.components import exports, formats
from tasuki.web.components.columns import (
    Column,
    SmallTable,
    count_column,
    name_column,
    yen_column,
)
from tasuki.web.components.views import OrganisationView, PageView

_CONVERSIONS: Final = (Decimal(1), Decimal("0.5"), Decimal("0.3"))
_COLUMNS = (
    Column(
        name="month",
        label=gettext_lazy("Month"),
        value=lambda row: row.month,
        show=formats.month,
        css="nw",
        file_value=lambda row: f"{row.month:%Y/%m}",
    ),
    name_column(gettext_lazy("Company"), lambda row: row.company_name, lambda row: ""),
    count_column("registrants", gettext_lazy("Registered"), lambda row: row.registrants),
    count_column("placements", gettext_lazy("Placed for a fee"), lambda row: row.placements),
    yen_column("income", gettext_lazy("Fees"), lambda row: row.fee_income_yen),
    count_column("slots", gettext_lazy("Slots used"), lambda row: row.slots_used, unit="slot"),
    yen_column("free", gettext_lazy("Fees not charged"), lambda row: row.free_hire_value_yen),
    yen_column("net", gettext_lazy("Margin"), lambda row: row.net_yen),
)
_SUMS: Final = (
    "registrants",
    "placements",
    "fee_income_yen",
    "slots_used",
    "free_hire_value_yen",
)


class MarginPage(AgencyPage, PageView):
    """The ledger with its sums, and when a relay breaks even."""

    permission: ClassVar = Permission.MARGIN_VIEW
    template_name: ClassVar[str] = "agency/margin.html"

    def get_context(self) -> dict[str, Any]:
        """Read all lines once and keep those of the chosen book."""
        lines = list_margin()
        contracts = present_versions(list_contracts())
        chosen = _book_of(self.request)
        rows = [line for line in lines if chosen is None or line.book_id == chosen]
        ratio = _ratio_of(contracts, chosen)
        page, query = reverse("agency:margin"), f"?book={chosen}" if chosen else ""
        return {
            "heading": _("Margin"),
            "lead": _("Fees earned from people of a relay, less the fees of its free hires."),
            "lines": SmallTable.of(_("Margin by company and month"), _COLUMNS, rows)
            if rows
            else None,
            "sums": sum_up(rows),
            "tabs": [
                {"label": _("All"), "url": page, "is_current": chosen is None},
                *(
                    {
                        "label": one.company_name,
                        "url": f"{page}?book={one.book_id}",
                        "is_current": one.book_id == chosen,
                    }
                    for one in contracts
                ),
            ],
            "ratio": ratio,
            "break_even": [
                (share, _decimal(agency_break_even(ratio=ratio, conversion=share)))
                for share in _CONVERSIONS
            ],
            "placement_rate": _placement_rate(rows),
            "files": [
                (name, f"{reverse('agency:margin_file', args=[name])}{query}")
                for name in (exports.FORMATS if self.actor.can(Permission.EXPORT) else ())
            ],
        }


def sum_up(lines: list[MarginLine]) -> dict[str, int]:
    """Return the sums of all lines; the margin is income less what was not charged."""
    sums = {name: sum(getattr(line, name) for line in lines) for name in _SUMS}
    return sums | {"net_yen": sums["fee_income_yen"] - sums["free_hire_value_yen"]}


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / share.denominator


def _placement_rate(lines: list[MarginLine]) -> Decimal | None:
    registrants = sum(line.registrants for line in lines)
    placements = sum(line.placements for line in lines)
    return Decimal(placements) / registrants if registrants else None


def _ratio_of(contracts: list[Any], chosen: UUID | None) -> int:
    own = [one for one in contracts if one.book_id == chosen] or contracts
    return int(own[0].parameters.get("ratio", 10)) if own else 10


def _book_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("book", ""))
    except ValueError:
        return None


class MarginFile(AgencyPage, OrganisationView):
    """The margin ledger as a file."""

    permission: ClassVar = Permission.MARGIN_VIEW

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        """Send the file."""
        rows = list_margin(book_id=_book_of(request))
        return send_lines(
            actor=self.actor, format_name=form, name=_("Margin"), columns=_COLUMNS, rows=rows
        )
