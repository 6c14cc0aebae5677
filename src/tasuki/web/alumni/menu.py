"""The room's line in the company's menu."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Item

ITEM = Item(
    label=_("Alumni network"),
    url_name="alumni:members",
    permission=Permission.APPLICATION_VIEW,
)
