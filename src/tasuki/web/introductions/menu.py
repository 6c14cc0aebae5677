"""The link of the side menu, for the agency and for the company."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Item

ITEM = Item(
    label=_("Introductions"),
    url_name="introductions:introductions",
    permission=Permission.INTRODUCTION_VIEW,
)
