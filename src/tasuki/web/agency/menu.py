"""The side menu of the room."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Group, Item

MENU: tuple[Group, ...] = (
    Group(
        items=(
            Item(label=_("Home"), url_name="agency:home"),
            Item(
                label=_("Waiting for acceptance"),
                url_name="agency:queue",
                permission=Permission.REGISTRATION_VIEW,
            ),
        )
    ),
    Group(
        heading=_("Relay"),
        items=(
            Item(
                label=_("Statements and questions"),
                url_name="agency:statements",
                permission=Permission.STATEMENT_VIEW,
            ),
        ),
    ),
    Group(
        heading=_("Administration"),
        items=(
            Item(label=_("Members"), url_name="account:members", permission=Permission.MEMBER_VIEW),
        ),
    ),
)
