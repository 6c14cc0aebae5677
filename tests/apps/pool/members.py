"""A company with a past applicant who agreed to be kept, and an open opening."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.factories import COMPLETE_OPENING, NOW, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.consent.actions import give_consents
from tasuki.apps.consent.models import Purpose
from tasuki.apps.openings import actions as openings
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.values import OpeningValues
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.pool.actions import contact_entries, keep_in_step
from tasuki.apps.pool.models import PoolContact, PoolEntry
from tasuki.core.access import OrganisationKind, Role

BOTH = {Purpose.POOL: True, Purpose.JOB_MAILS: True}


@dataclass
class Members:
    """Makes the smallest lawful pool."""

    company: Any = field(default_factory=make_company)

    def __post_init__(self) -> None:
        self.hr = make_member(self.company, Role.COMPANY_HR)
        self.task = Actor.for_task(organisation_id=self.company.pk, kind=OrganisationKind.COMPANY)

    def at(self):
        return bound(self.company.pk, self.hr.account_id)

    def person(self, record) -> Actor:
        return Actor(
            organisation_id=self.company.pk,
            kind=OrganisationKind.COMPANY,
            role=Role.PERSON,
            talent_record_id=record.pk,
        )

    def applicant(self, number: int = 1) -> TalentRecord:
        with self.at():
            record = TalentRecord.objects.create(
                organisation=self.company,
                number=f"P-{number}",
                family_name="架空",
                given_name=f"花子{number}",
                mail=f"hanako{number}@example.invalid",
            )
            Application.objects.create(
                organisation=self.company,
                talent_record=record,
                number=f"A-{number}",
                job_title="営業職",
                outcome="not_selected",
                applied_on=date(2026, 3, 1),
                ended_on=date(2026, 4, 1),
                decided_by_id=self.hr.account_id,
                decided_at=NOW,
                decision_reason="経験",
            )
        return record

    def agree(self, record, answers=BOTH, now=NOW) -> PoolEntry:
        give_consents(
            actor=self.person(record),
            talent_record_id=record.pk,
            answers=answers,
            language="ja",
            channel="page",
            now=now,
        )
        keep_in_step(actor=self.task, now=now)
        return self.entry(record)

    def entry(self, record) -> PoolEntry:
        with self.at():
            return PoolEntry.objects.select_related("talent_record").get(talent_record=record)

    def opening(self, *, is_open: bool = True) -> Opening:
        values = COMPLETE_OPENING | {
            "title": "法人営業",
            "occupation": "営業職",
            "workplace": "みなと市1-2",
            "is_declared": True,
        }
        made = openings.create_opening(actor=self.hr, values=OpeningValues(**values), now=NOW)
        if is_open:
            openings.publish_opening(actor=self.hr, opening_id=made.pk, now=NOW)
        return made

    def contact(self, *entries, opening=None, now=NOW):
        found = opening or self.opening()
        return contact_entries(
            actor=self.hr, entry_ids=[one.pk for one in entries], opening_id=found.pk, now=now
        )

    def last_contact(self) -> PoolContact:
        with self.at():
            return PoolContact.objects.order_by("-sent_at", "-id").first()
