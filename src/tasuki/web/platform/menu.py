"""The side menu of the room."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Group, Item

MENU: tuple[Group, ...] = (
    Group(
        items=(
            Item(label=_("Home"), url_name="platform:home", permission=Permission.PLATFORM_VIEW),
        )
    ),
    Group(
        heading=_("Administration"),
        items=(
            Item(label=_("Members"), url_name="account:members", permission=Permission.MEMBER_VIEW),
        ),
    ),
)
