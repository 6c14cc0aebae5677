"""The journal of one book: every entry with the balances after it, never changed."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.relay.queries.agency_ledger import JournalLine, list_journal
from tasuki.apps.relay.queries.contracts import list_versions
from tasuki.core.access import Permission
from tasuki.web.agency.frame import AgencyPage, send_lines
from tasuki.web.agency.words import present_versions
from tasuki.web.components import exports, formats
from tasuki.web.components.columns import (
    Column,
    Place,
    SmallTable,
    count_column,
    day_column,
    text_column,
)
from tasuki.web.components.views import OrganisationView, PageView

LINES_SHOWN: Final = 50
_HASH_LETTERS_SHOWN: Final = 12
_COLUMNS = (
    Column(
        name="number",
        label=gettext_lazy("Number"),
        value=lambda row: row.number,
        show=formats.number,
        place=Place.TITLE,
        css="nw",
    ),
    day_column("on", gettext_lazy("Day"), lambda row: row.on),
    text_column("text", gettext_lazy("What happened"), lambda row: _why(row)),
    text_column("source", gettext_lazy("Account that gives"), lambda row: formats.say(row.source)),
    text_column(
        "target", gettext_lazy("Account that receives"), lambda row: formats.say(row.target)
    ),
    Column(
        name="amount",
        label=gettext_lazy("Amount"),
        value=lambda row: row.amount,
        show=formats.number,
        css="n",
    ),
    count_column("people", gettext_lazy("Counted people"), lambda row: row.people_balance),
    count_column("slots", gettext_lazy("Open slots"), lambda row: row.slot_balance, unit="slot"),
    text_column(
        "hash",
        gettext_lazy("Hash"),
        lambda row: row.hash[:_HASH_LETTERS_SHOWN],
        css="nw",
        file_value=lambda row: row.hash,
    ),
)


def _why(line: JournalLine) -> str:
    text = formats.say(line.text)
    return f"{text} ({formats.say(line.move)})" if line.move else text


class LedgerPage(AgencyPage, PageView):
    """The newest entries on top; older ones page by page."""

    permission: ClassVar = Permission.LEDGER_VIEW
    template_name: ClassVar[str] = "agency/ledger.html"

    def get_context(self) -> dict[str, Any]:
        """Read the journal."""
        book_id: UUID = self.kwargs["book_id"]
        lines = list_journal(book_id=book_id)
        before = self._before(len(lines))
        shown = list(reversed(lines[max(0, before - LINES_SHOWN) : before]))
        contract = present_versions(list_versions(book_id=book_id))[0]
        older = before - LINES_SHOWN
        return {
            "heading": _("Journal of %(company)s") % {"company": contract.company_name},
            "lead": _("Entries are only added. A correction is a further entry."),
            "contract": contract,
            "ledger": SmallTable.of(_("Journal"), _COLUMNS, shown) if shown else None,
            "last": lines[-1] if lines else None,
            "older": max(0, older),
            "is_newest": before == len(lines),
            "total": len(lines),
            "printed_at": timezone.now(),
            "formats": list(exports.FORMATS) if self.actor.can(Permission.EXPORT) else [],
            "back_url": reverse("agency:contract", args=[contract.pk]),
            "back_label": _("Back to the contract"),
        }

    def _before(self, total: int) -> int:
        given = self.request.GET.get("to", "")
        return min(int(given), total) if given.isascii() and given.isdecimal() else total


class LedgerFile(AgencyPage, OrganisationView):
    """The whole journal as a file, oldest entry first."""

    permission: ClassVar = Permission.LEDGER_VIEW

    def get(self, request: HttpRequest, book_id: UUID, form: str) -> HttpResponse:
        """Send the file."""
        lines = list_journal(book_id=book_id)
        return send_lines(
            actor=self.actor,
            format_name=form,
            name=_("Journal"),
            columns=_COLUMNS,
            rows=lines,
        )
