"""The room's line in the menus of companies and municipalities."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Item

ITEM = Item(label=_("Cases of all kinds"), url_name="cases:cases", permission=Permission.MOVE_VIEW)
