"""The group of the side menu that agencies and companies share."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Group, Item

GROUP = Group(
    items=(
        Item(
            label=_("Calendar of duties"),
            url_name="agenda:tasks",
            permission=Permission.AGENDA_VIEW,
        ),
    )
)
