"""The side menu of the room."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.agenda.menu import ITEM as AGENDA
from tasuki.web.alumni.menu import ITEM as ALUMNI
from tasuki.web.components.navigation import Group, Item
from tasuki.web.economy.menu import ITEM as WHAT_IF
from tasuki.web.insights.menu import ITEM as FIGURES
from tasuki.web.introductions.menu import ITEM as INTRODUCTIONS
from tasuki.web.pool.menu import ITEM as POOL

_P = Permission

MENU: tuple[Group, ...] = (
    Group(
        items=(
            Item(label=_("Home"), url_name="company:home"),
            AGENDA,
            FIGURES,
            Item(
                label=_("People we know"),
                url_name="company:people",
                permission=_P.APPLICATION_VIEW,
            ),
            Item(
                label=_("Applicants"),
                url_name="company:applicants",
                permission=_P.APPLICATION_VIEW,
            ),
            Item(label=_("Imports"), url_name="company:imports", permission=_P.APPLICATION_IMPORT),
            Item(
                label=_("Identity of records"),
                url_name="company:same_person",
                permission=_P.SAME_PERSON_DECIDE,
            ),
            Item(label=_("Result notices"), url_name="company:notices", permission=_P.NOTICE_EDIT),
        )
    ),
    Group(
        heading=_("Hiring loop"),
        items=(
            Item(label=_("Relay"), url_name="company:relay", permission=_P.RELAY_VIEW),
            Item(
                label=_("Statements"),
                url_name="company:statements",
                permission=_P.STATEMENT_VIEW,
            ),
            Item(label=_("Free slots"), url_name="company:slots", permission=_P.SLOT_VIEW),
            Item(label=_("Jobs"), url_name="company:openings", permission=_P.OPENING_VIEW),
            POOL,
            ALUMNI,
            INTRODUCTIONS,
            WHAT_IF,
        ),
    ),
    Group(
        heading=_("Administration"),
        items=(
            Item(label=_("Outbox"), url_name="company:outbox", permission=_P.OUTBOX_VIEW),
            Item(
                label=_("Regional figures"),
                url_name="company:agreements",
                permission=_P.RELAY_VIEW,
            ),
            Item(label=_("Members"), url_name="account:members", permission=_P.MEMBER_VIEW),
            Item(
                label=_("Organisation"),
                url_name="account:organisation",
                permission=_P.ORGANISATION_EDIT,
            ),
        ),
    ),
)
