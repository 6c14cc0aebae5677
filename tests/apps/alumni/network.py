"""A company with a leaver who agreed at the exit interview to be written to."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.factories import NOW, TODAY, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.alumni import actions, own
from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.messages.models import OutboxMail
from tasuki.core.access import OrganisationKind, Role

KEY = re.compile(r"/alumni/([^/\s]+)/")


@dataclass
class Network:
    """Makes the smallest lawful network."""

    company: Any = field(default_factory=make_company)

    def __post_init__(self) -> None:
        self.hr = make_member(self.company, Role.COMPANY_HR)
        self.task = Actor.for_task(organisation_id=self.company.pk, kind=OrganisationKind.COMPANY)

    def at(self):
        return bound(self.company.pk, self.hr.account_id)

    def person(self, member) -> Actor:
        return Actor(
            organisation_id=self.company.pk,
            kind=OrganisationKind.COMPANY,
            role=Role.PERSON,
            case_id=member.pk,
        )

    def leaver(self, number: int = 1, *, days: int = 40, now=NOW, **values) -> AlumniMember:
        given = {
            "person_name": f"架空 太郎{number}",
            "person_mail": f"taro{number}@home.invalid",
            "left_on": TODAY - timedelta(days=days),
            "leave_words": "新しい分野に挑戦したいため",
            "leave_code": "career",
            "units": "営業部",
            "wishes_contact": True,
        }
        return actions.record_exit(actor=self.hr, now=now, **(given | values))

    def invite(self, *members, now=NOW):
        return actions.invite_members(
            actor=self.hr, member_ids=[one.pk for one in members], now=now
        )

    def joined(self, number: int = 1, *, now=NOW, visible=("name",)) -> AlumniMember:
        member = self.leaver(number, now=now)
        self.invite(member, now=now)
        own.join_network(
            actor=self.person(member),
            member_id=member.pk,
            is_agreed=True,
            willingness=["rehire"],
            visible_fields=list(visible),
            now=now,
        )
        return self.read(member)

    def read(self, member) -> AlumniMember:
        with self.at():
            return AlumniMember.objects.get(pk=member.pk)

    def mails(self) -> list[OutboxMail]:
        with self.at():
            return list(OutboxMail.objects.filter(kind="alumni").order_by("created_at", "id"))

    def last_key(self) -> str:
        return KEY.search(self.mails()[-1].text)[1]
