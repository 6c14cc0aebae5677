"""The company's group of the side menu for moves and side work."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.cases.menu import ITEM as CASES
from tasuki.web.components.navigation import Group, Item
from tasuki.web.rounds.menu import ITEM as ROUNDS

GROUP = Group(
    heading=_("Moves and side work"),
    items=(
        ROUNDS,
        CASES,
        Item(
            label=_("Secondments and transfers"),
            url_name="moves:secondments",
            permission=Permission.MOVE_VIEW,
        ),
        Item(label=_("Side work"), url_name="moves:side_works", permission=Permission.MOVE_VIEW),
        Item(
            label=_("Contract work"),
            url_name="moves:contract_works",
            permission=Permission.MOVE_VIEW,
        ),
    ),
)
