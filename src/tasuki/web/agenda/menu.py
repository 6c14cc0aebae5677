"""The link of the side menu, for agencies and companies."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Item

ITEM = Item(
    label=_("Calendar of duties"),
    url_name="agenda:tasks",
    permission=Permission.AGENDA_VIEW,
)
