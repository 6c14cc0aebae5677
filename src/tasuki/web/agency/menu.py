"""The side menu of the room."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.agenda.menu import ITEM as AGENDA
from tasuki.web.components.navigation import Group, Item
from tasuki.web.economy.menu import ITEM as WHAT_IF
from tasuki.web.introductions.menu import ITEM as INTRODUCTIONS
from tasuki.web.rounds.menu import ITEM as ROUNDS

_P = Permission

MENU: tuple[Group, ...] = (
    Group(
        items=(
            Item(label=_("Home"), url_name="agency:home"),
            AGENDA,
            Item(
                label=_("Waiting for acceptance"),
                url_name="agency:queue",
                permission=_P.REGISTRATION_VIEW,
            ),
            Item(
                label=_("Job seekers"), url_name="agency:seekers", permission=_P.REGISTRATION_VIEW
            ),
            Item(label=_("Job openings"), url_name="agency:openings", permission=_P.OPENING_VIEW),
            INTRODUCTIONS,
            ROUNDS,
        )
    ),
    Group(
        heading=_("Relay"),
        items=(
            Item(
                label=_("Contracts and codes"),
                url_name="agency:contracts",
                permission=_P.RELAY_VIEW,
            ),
            Item(label=_("Free slots to fill"), url_name="agency:slots", permission=_P.SLOT_VIEW),
            Item(
                label=_("Statements and questions"),
                url_name="agency:statements",
                permission=_P.STATEMENT_VIEW,
            ),
            Item(label=_("Margin"), url_name="agency:margin", permission=_P.MARGIN_VIEW),
            WHAT_IF,
        ),
    ),
    Group(
        heading=_("Legal books"),
        items=(
            Item(label=_("Books"), url_name="agency:order_book", permission=_P.BOOK_VIEW),
            Item(
                label=_("After six months"),
                url_name="agency:separations",
                permission=_P.BOOK_VIEW,
            ),
            Item(label=_("Yearly report"), url_name="agency:report", permission=_P.BOOK_VIEW),
        ),
    ),
    Group(
        heading=_("Administration"),
        items=(
            Item(
                label=_("Filings and consultations"),
                url_name="agency:papers",
                permission=_P.RELAY_VIEW,
            ),
            Item(label=_("Outbox"), url_name="agency:outbox", permission=_P.OUTBOX_VIEW),
            Item(label=_("Members"), url_name="account:members", permission=_P.MEMBER_VIEW),
            Item(
                label=_("Organisation"),
                url_name="account:organisation",
                permission=_P.ORGANISATION_EDIT,
            ),
        ),
    ),
)
