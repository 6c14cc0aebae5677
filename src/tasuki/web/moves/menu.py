"""The company's group of the side menu for moves and side work."""

from django.utils.translation import gettext_lazy as _

from tasuki.web.components.navigation import Group

GROUP = Group(heading=_("Moves and side work"), items=())
