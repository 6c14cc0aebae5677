"""Result notices on paper: print one sheet for each person, record the handing over."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tasuki.apps.errors import InvalidInputError
from tasuki.apps.relay.actions import paper_notices as actions
from tasuki.apps.relay.queries import links, notices
from tasuki.apps.relay.queries import paper_notices as queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components import formats
from tasuki.web.components.views import PageView, toast

_ROWS_MAX = 100


class PaperPage(PageView):
    """Everybody without a mail address at once; others by pick, with the result alone."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_SEND
    template_name = "company/paper.html"

    def get_context(self) -> dict[str, Any]:
        """Read the drafts, the templates and the running relays."""
        contracts = notices.list_guiding_contracts()
        return {
            "heading": _("Notices on paper"),
            "lead": _("For people without a mail address, or where you hand the result over."),
            "drafts": list(queries.list_paper_drafts()),
            "others": list(queries.list_mail_drafts()[:_ROWS_MAX]),
            "templates": list(notices.list_templates()),
            "contracts": contracts if len(contracts) > 1 else [],
            "back_url": reverse("company:notices"),
            "back_label": _("Back to result notices"),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Print the sheets, or record that they were handed over."""
        if "print" in request.POST:
            return self._print()
        count = actions.record_paper_notices(actor=self.actor, now=timezone.now(), **self._chosen())
        told = _("%(count)s recorded as handed over.")
        toast(request, told % {"count": formats.count(count, "record")})
        return redirect("company:paper")

    def _chosen(self) -> dict[str, Any]:
        """Read template, relay and, in the list of single results, who was picked."""
        given = self.request.POST
        if not _is_id(given.get("template", "")):
            raise InvalidInputError(
                ja="文面を選んでください。", en="Choose a template.", field="template"
            )
        ids = [UUID(one) for one in given.getlist("invite") if _is_id(one)]
        if "single" in given and not ids:
            raise InvalidInputError(
                ja="通知が選択されていません。一覧で選んでから、もう一度押してください。",
                en="No notice is selected. Select some in the list and press the button again.",
                field="invite",
            )
        book = given.get("book", "")
        return {
            "template_id": UUID(given["template"]),
            "book_id": UUID(book) if _is_id(book) else None,
            "invite_ids": ids if "single" in given else [],
        }

    def _print(self) -> HttpResponse:
        sending = queries.find_paper_sending(on=timezone.localdate(), **self._chosen())
        codes = {sheet.code for sheet in sending.sheets if sheet.code}
        # Drawn by our own adapter; nothing of it was typed by anybody.
        drawings = {code: mark_safe(links.qr_svg(code=code)) for code in codes}  # noqa: S308
        context = {
            "heading": _("Notices to print"),
            "sheets": [(sheet, drawings.get(sheet.code, "")) for sheet in sending.sheets],
            "back_url": reverse("company:paper"),
            "back_label": _("Back to notices on paper"),
            "today": timezone.localdate(),
        }
        self.template_name = "company/paper_print.html"
        return self.show(context)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
