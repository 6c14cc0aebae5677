"""The link of the side menu, for the agency and for the company."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Group, Item

GROUP = Group(
    heading=_("Introductions"),
    items=(
        Item(
            label=_("Board of introductions"),
            url_name="introductions:board",
            permission=Permission.INTRODUCTION_VIEW,
        ),
        Item(
            label=_("List of introductions"),
            url_name="introductions:introductions",
            permission=Permission.INTRODUCTION_VIEW,
        ),
    ),
)
