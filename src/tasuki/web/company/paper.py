"""Result notices on paper: choose the drafts, print one sheet each, record the handing over."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tasuki.apps.errors import InvalidInputError
from tasuki.apps.relay.actions import notice_sending as actions
from tasuki.apps.relay.queries import links
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components import formats
from tasuki.web.components.views import PageView, toast

_ROWS_MAX = 100


class PaperPage(PageView):
    """Drafts that can be printed; people without a mail address come first."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_SEND
    template_name: ClassVar[str] = "company/paper.html"

    def get_context(self) -> dict[str, Any]:
        """Read the drafts and the templates."""
        drafts = queries.list_invites(state="draft").order_by(
            "application__talent_record__mail", "created_at", "id"
        )
        return {
            "heading": _("Notices on paper"),
            "lead": _("For people without a mail address, or where you hand the result over."),
            "drafts": list(drafts[:_ROWS_MAX]),
            "templates": list(queries.list_templates()),
            "back_url": reverse("company:notices"),
            "back_label": _("Back to result notices"),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Print the chosen ones, or record that they were handed over."""
        ids = [UUID(one) for one in request.POST.getlist("invite") if _is_id(one)]
        if not ids:
            raise InvalidInputError(
                ja="通知が選択されていません。一覧で選んでから、もう一度押してください。",
                en="No notice is selected. Select some in the list and press the button again.",
                field="invite",
            )
        if "handed" in request.POST:
            count = actions.record_paper_notice(
                actor=self.actor, invite_ids=ids, now=timezone.now()
            )
            told = _("%(count)s recorded as handed over.")
            toast(request, told % {"count": formats.count(count, "record")})
            return redirect("company:paper")
        return self._print(ids, request.POST.get("template", ""))

    def _print(self, ids: list[UUID], template: str) -> HttpResponse:
        if not _is_id(template):
            raise InvalidInputError(
                ja="文面を選んでください。", en="Choose a template.", field="template"
            )
        sheets = queries.list_paper_notices(
            template_id=UUID(template), invite_ids=ids, on=timezone.localdate()
        )
        codes = {sheet.code for sheet in sheets if sheet.code}
        # Drawn by our own adapter; nothing of it was typed by anybody.
        drawings = {code: mark_safe(links.qr_svg(code=code)) for code in codes}  # noqa: S308
        context = {
            "heading": _("Notices to print"),
            "sheets": [(sheet, drawings.get(sheet.code, "")) for sheet in sheets],
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
