"""The group of the side menu that every organisation's menu shares."""

from django.utils.translation import gettext_lazy as _

from tasuki.web.components.navigation import Group

GROUP = Group(heading=_("Law and personal data"), items=())
