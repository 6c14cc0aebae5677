"""What the frame of every page shows: organisation, person, menu, notices, sample strip."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tasuki.adapters.postgres.context import is_bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages import queries as messages
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.orgs.models import Account, Organisation
from tasuki.core.access import OrganisationKind, Role
from tasuki.web.agency.menu import MENU as AGENCY_MENU
from tasuki.web.company.menu import MENU as COMPANY_MENU
from tasuki.web.components.navigation import Group, Section, visible_menu
from tasuki.web.fees.menu import COMPANY_GROUP as COMPANY_FEES
from tasuki.web.fees.menu import GROUP as FEES_GROUP
from tasuki.web.moves.menu import GROUP as MOVES_GROUP
from tasuki.web.person.menu import MENU as PERSON_MENU
from tasuki.web.platform.menu import MENU as PLATFORM_MENU
from tasuki.web.privacy.menu import GROUP as PRIVACY_GROUP
from tasuki.web.region.menu import MENU as REGION_MENU

_MENUS: Final[dict[OrganisationKind, tuple[Group, ...]]] = {
    OrganisationKind.COMPANY: (
        *COMPANY_MENU[:-1],
        COMPANY_FEES,
        MOVES_GROUP,
        PRIVACY_GROUP,
        COMPANY_MENU[-1],
    ),
    OrganisationKind.AGENCY: (
        *AGENCY_MENU[:-2],
        FEES_GROUP,
        AGENCY_MENU[-2],
        PRIVACY_GROUP,
        AGENCY_MENU[-1],
    ),
    OrganisationKind.MUNICIPALITY: (*REGION_MENU[:-1], PRIVACY_GROUP, REGION_MENU[-1]),
    OrganisationKind.PLATFORM: (*PLATFORM_MENU[:-1], PRIVACY_GROUP, PLATFORM_MENU[-1]),
}


@dataclass(frozen=True, slots=True)
class Persona:
    """One role of the sample strip."""

    id: int
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of a page; empty for signed-out pages."""

    is_demo: bool = False
    personas: tuple[Persona, ...] = ()
    persona_url: str = ""
    organisation_name: str = ""
    person_name: str = ""
    menu: list[Section] = field(default_factory=list)
    unread_count: int = 0
    theme_url: str = ""
    has_shortcuts: bool = True
    legal_form: str = ""
    notification_number: str = ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the variable ``shell`` for all templates."""
    user = getattr(request, "user", None)
    account = user if isinstance(user, Account) else None
    actor: Actor | None = getattr(request, "actor", None)
    demo: dict[str, Any] = _demo(account) if settings.DEMO else {}
    demo |= {
        "legal_form": settings.LEGAL_FORM,
        "notification_number": settings.NOTIFICATION_NUMBER,
    }
    if account is None or actor is None:
        return {"shell": Shell(**demo)}
    organisation = orgs.find_organisation(organisation_id=actor.organisation_id)
    return {
        "shell": Shell(
            organisation_name=organisation.name,
            person_name=account.name or account.email,
            menu=visible_menu(_menu_of(actor), actor=actor, path=request.path),
            unread_count=_count_unread(actor),
            theme_url=_theme_url(organisation),
            has_shortcuts=account.shortcuts_enabled,
            **demo,
        )
    }


def _menu_of(actor: Actor) -> tuple[Group, ...]:
    return PERSON_MENU if actor.role is Role.PERSON else _MENUS[actor.kind]


def _count_unread(actor: Actor) -> int:
    """Notices are rows of the organisation: counted on its own pages only, one query."""
    if not is_bound() or actor.role is Role.PERSON:
        return 0
    return messages.count_unread(actor=actor)


def _theme_url(organisation: Organisation) -> str:
    if organisation.theme == Organisation.Theme.TEAL and not organisation.key_colour:
        return ""
    mark = organisation.key_colour.removeprefix("#") or organisation.theme
    return f"{reverse('account:theme', args=[organisation.pk])}?v={mark}"


def _demo(account: Account | None) -> dict[str, Any]:
    personas = tuple(
        Persona(id=one.pk, label=one.name, is_current=account is not None and one.pk == account.pk)
        for one in orgs.list_demo_accounts()
    )
    return {"is_demo": True, "personas": personas, "persona_url": reverse("demo")}
