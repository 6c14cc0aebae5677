"""Made-up organisations and their members; plainly synthetic, and marked so."""

from datetime import date, timedelta
from typing import Final

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Account, Licence, Membership, Organisation
from tasuki.core.access import OrganisationKind, Role

LICENCE_YEARS_LEFT: Final = 3


def make_organisation(
    slug: str, kind: OrganisationKind, name: str, name_en: str, handled_range: str = ""
) -> Organisation:
    """Make an organisation that does not exist."""
    return Organisation.objects.create(
        slug=slug,
        kind=kind,
        name=name,
        name_en=name_en,
        postal_code="000-0000",
        address="みなと市（架空）1-2-3",
        phone="000-0000-0000",
        contact_mail=f"info@{slug}.example.invalid",
        complaint_contact="000-0000-0000（平日9〜18時）",
        handled_range=handled_range,
        mail_domains=[f"{slug}.example.invalid"],
        is_synthetic=True,
    )


def make_licence(agency: Organisation, number: str, today: date) -> None:
    """Give an agency a licence that began two years before a day."""
    with bound(agency.id, None):
        Licence.objects.create(
            organisation=agency,
            number=number,
            valid_from=today - timedelta(days=2 * 365),
            valid_to=today + timedelta(days=LICENCE_YEARS_LEFT * 365),
            responsible_person="相沢 直人",
            checked_on=today,
        )


def make_member(
    organisation: Organisation,
    role: Role,
    name: str,
    *,
    mail: str,
    title: str = "",
    is_persona: bool = False,
) -> Actor:
    """Make an account with a role and return who acts by it."""
    account = Account.objects.create_user(mail, name=name, is_demo=is_persona)
    with bound(organisation.id, account.id):
        Membership.objects.create(
            organisation=organisation, account=account, role=role, title=title
        )
    return Actor(
        organisation_id=organisation.id,
        kind=OrganisationKind(organisation.kind),
        role=role,
        account_id=account.id,
        name=name,
    )
