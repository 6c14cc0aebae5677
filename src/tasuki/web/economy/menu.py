"""The link of the side menu."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Item

ITEM = Item(
    label=_("Try a policy"),
    url_name="economy:what_if",
    permission=Permission.ORGANISATION_VIEW,
)
