"""Small makers of rows and actors for tests; each says what it makes and nothing more."""

import itertools
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from django.db import models

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.orgs.models import Account, Membership, Organisation
from tasuki.apps.relay.models import Consultation, FeeTable
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.law.posting import POSTING_KEYS

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 10:00 in Tokyo
TODAY = date(2026, 11, 23)
COMPLETE_TERMS = dict.fromkeys(POSTING_KEYS, "記載あり")
COMPLETE_OPENING = {
    "pay_min_yen": 270_000,
    "pay_max_yen": 330_000,
    "prefecture": 33,
    "work_minutes": 9_600,
    "terms": COMPLETE_TERMS,
}
"""What an opening shows before anybody may be introduced to it (H6), but the declaration."""
_serial = itertools.count(1)


def make_organisation(kind: OrganisationKind, **fields: Any) -> Organisation:
    """A new organisation with a name of its own."""
    number = next(_serial)
    names = {
        OrganisationKind.COMPANY: "みなと精機",
        OrganisationKind.AGENCY: "あおば人材",
        OrganisationKind.MUNICIPALITY: "みなと市",
        OrganisationKind.PLATFORM: "運営",
    }
    defaults = {
        "slug": f"org-{number}-{uuid4().hex[:6]}",
        "kind": kind,
        "name": f"{names[kind]}{number}",
        "contact_mail": f"org{number}@example.invalid",
        "phone": "000-0000-0000",
        "complaint_contact": "000-0000-0000",
        "handled_range": "事務、製造",
        "is_synthetic": True,
    }
    return Organisation.objects.create(**(defaults | fields))


def make_company(**fields: Any) -> Organisation:
    """A company."""
    return make_organisation(OrganisationKind.COMPANY, **fields)


def make_agency(**fields: Any) -> Organisation:
    """A placement agency, without a licence yet."""
    return make_organisation(OrganisationKind.AGENCY, **fields)


def make_municipality(**fields: Any) -> Organisation:
    """A municipality."""
    return make_organisation(OrganisationKind.MUNICIPALITY, **fields)


def make_account(**fields: Any) -> Account:
    """An account without a password."""
    number = next(_serial)
    return Account.objects.create_user(
        **(
            {
                "email": f"person{number}-{uuid4().hex[:6]}@example.invalid",
                "name": f"北村 花{number}",
            }
            | fields
        )
    )


def make_member(organisation: Organisation, role: Role, account: Account | None = None) -> Actor:
    """A member of the organisation, returned as the actor that its requests would carry."""
    account = account or make_account()
    with bound(organisation.id, account.id):
        Membership.objects.create(organisation=organisation, account=account, role=role)
    return actor_of(organisation, role, account)


def actor_of(organisation: Organisation, role: Role, account: Account | None = None) -> Actor:
    """An actor without a membership row."""
    return Actor(
        organisation_id=organisation.id,
        kind=OrganisationKind(organisation.kind),
        role=role,
        account_id=account.id if account else next(_serial) + 10_000,
        name=account.name if account else "北村 花",
    )


def put_papers_on_file(agency: Organisation, *, version: int = 2) -> None:
    """The filed fee table and the consultation that free slots need (H4)."""
    with bound(agency.id, None):
        FeeTable.objects.create(
            organisation=agency,
            version=version,
            filed_on=date(2025, 7, 14),
            rate_permille=300,
            free_slot_clause="10名の登録ごとに無料枠1つ",
        )
        Consultation.objects.create(
            organisation=agency, office="東京労働局", consulted_on=date(2025, 7, 2), answer="回答"
        )


def make_import(company: Organisation) -> ImportRun:
    """An import of the company bound now: where results come from that nobody decided here."""
    return ImportRun.objects.create(
        organisation=company,
        file_name="応募者.csv",
        file_hash="0" * 64,
        state=ImportRun.State.DONE,
    )


def count_rows(model: type[models.Model], organisation: Organisation) -> int:
    """How many rows of a table the organisation sees."""
    with bound(organisation.id, None):
        return model._default_manager.count()
