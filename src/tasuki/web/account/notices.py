"""Notices of the organisation and of the member."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasuki.apps.messages import actions as message_actions
from tasuki.apps.messages import queries as messages
from tasuki.core.access import Permission
from tasuki.web.components import formats
from tasuki.web.components.panels import Event
from tasuki.web.components.views import ActView, PageView


class NoticesPage(PageView):
    """What the organisation and the member were told, newest first."""

    permission = Permission.ORGANISATION_VIEW
    template_name = "account/notices.html"

    def get_context(self) -> dict[str, Any]:
        """Read the notices."""
        found = list(messages.list_notifications(actor=self.actor))
        events = [
            Event(
                at=one.created_at,
                text=one.text_en if formats.is_english() else one.text,
                detail="" if one.read_at else _("not read yet"),
                url=one.url,
            )
            for one in found
        ]
        is_new = any(one.read_at is None for one in found)
        return {"heading": _("Notices"), "events": events, "has_unread": is_new}


class ReadNotices(ActView):
    """Mark everything as read."""

    permission = Permission.ORGANISATION_VIEW

    def act(self) -> str:
        """Mark it."""
        message_actions.read_notifications(actor=self.actor, now=timezone.now())
        return _("All notices are marked as read.")

    def get_success_url(self) -> str:
        """Stay on the notices."""
        return reverse("account:notices")
