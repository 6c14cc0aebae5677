"""The link of the side menu, for whoever may see figures."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Item

ITEM = Item(label=_("Figures"), url_name="insights:overview", permission=Permission.KPI_VIEW)
