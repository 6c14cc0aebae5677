"""The link of the side menu, for whoever may hold rounds."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Item

ITEM = Item(label=_("Rounds"), url_name="rounds:rounds", permission=Permission.ROUND_VIEW)
