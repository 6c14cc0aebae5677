"""A company, its members, and records that are or are not one person."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.factories import NOW, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.consent.events import hash_text
from tasuki.apps.consent.models import ConsentEvent, ConsentText
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.same_person.models import Pair
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.identity.normalise import name_key

HANAKO: dict[str, Any] = {
    "family_name": "架空",
    "given_name": "花子",
    "name_kana": "カクウ ハナコ",
    "mail": "hanako@example.invalid",
    "phone": "09000000001",
    "birth_date": date(1998, 4, 12),
    "address": "みなと市1-2-3",
}


@dataclass
class Site:
    """One company with an owner and a second member."""

    company: Organisation
    owner: Actor
    second: Actor

    @property
    def task(self) -> Actor:
        return Actor.for_task(organisation_id=self.company.id, kind=OrganisationKind.COMPANY)

    def at(self):
        return bound(self.company.id, None)

    def record(self, **fields: Any) -> TalentRecord:
        values = HANAKO | fields
        key = name_key(values["family_name"] + values["given_name"])
        with self.at():
            return TalentRecord.objects.create(
                organisation=self.company,
                **({"number": f"T-{uuid4().hex[:10]}", "name_key": key} | values),
            )

    def apply(self, record: TalentRecord, **fields: Any) -> Application:
        return make_row(Application, self.company, talent_record=record, **fields)

    def pair(self, one: TalentRecord, other: TalentRecord, **fields: Any) -> Pair:
        left, right = sorted((one, other), key=lambda record: record.id)
        return make_row(Pair, self.company, left=left, right=right, **fields)

    def read(self, row: Any) -> Any:
        with self.at():
            return type(row).objects.get(pk=row.pk)

    def answer(self, record: TalentRecord, kind: str, *, at=NOW, **fields: Any) -> ConsentEvent:
        """What the person said about staying in the pool."""
        with self.at():
            text = ConsentText.objects.filter(purpose="pool").first()
            text = text or make_row(ConsentText, self.company, purpose="pool")
            return ConsentEvent.objects.create(
                organisation=self.company,
                talent_record_id=record.id,
                kind=kind,
                purpose="pool",
                text=text,
                text_hash=hash_text(text.body),
                channel="web",
                happened_at=at,
                **fields,
            )


def all_values(record: TalentRecord) -> dict[str, Any]:
    """Everything a record says, in clear."""
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


@pytest.fixture
def site(db) -> Site:
    company = make_company()
    return Site(
        company,
        make_member(company, Role.COMPANY_OWNER),
        make_member(company, Role.COMPANY_HR),
    )


def ids_of(*records: TalentRecord) -> tuple[UUID, UUID]:
    left, right = sorted(record.id for record in records)
    return left, right
