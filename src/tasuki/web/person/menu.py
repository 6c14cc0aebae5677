"""The side menu of the room."""

from tasuki.web.components.navigation import Group

MENU: tuple[Group, ...] = ()
