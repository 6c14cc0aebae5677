"""The side menu of the room, for the frame of signed-in pages."""

from django.utils.translation import gettext_lazy as _

from tasuki.web.components.navigation import Group, Item

MENU: tuple[Group, ...] = (Group(items=(Item(label=_("My page"), url_name="person:home"),)),)
