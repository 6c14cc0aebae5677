"""The side menu of the room."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.cases.menu import ITEM as CASES
from tasuki.web.components.navigation import Group, Item
from tasuki.web.economy.menu import ITEM as WHAT_IF
from tasuki.web.insights.menu import ITEM as FIGURES
from tasuki.web.rounds.menu import ITEM as ROUNDS

MENU: tuple[Group, ...] = (
    Group(
        items=(
            Item(
                label=_("Regional figures"),
                url_name="region:home",
                permission=Permission.REGION_VIEW,
            ),
            FIGURES,
            ROUNDS,
            CASES,
            WHAT_IF,
        )
    ),
    Group(
        heading=_("Administration"),
        items=(
            Item(label=_("Members"), url_name="account:members", permission=Permission.MEMBER_VIEW),
            Item(
                label=_("Organisation"),
                url_name="account:organisation",
                permission=Permission.ORGANISATION_EDIT,
            ),
        ),
    ),
)
