"""A desk with people on record, for tests of requests and incidents."""

import re
from typing import Any

from tests.factories import NOW, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.rights import actions
from tasuki.apps.rights.actions import answers, identity
from tasuki.apps.rights.models import RightsRequest
from tasuki.core.access import OrganisationKind, Role


class Desk:
    """A company that knows one person, and short ways to act."""

    def __init__(self, company: Any = None) -> None:
        self.company = company or make_company()
        self.hr = make_member(self.company, Role.COMPANY_HR)
        self.record = self.add_person()
        self.person = self.person_of(self.record)

    def add_person(self, **fields: Any) -> TalentRecord:
        values = {"family_name": "架空", "given_name": "花子", "mail": "hanako@example.invalid"}
        values |= {"name_key": "架空花子"}
        record = make_row(TalentRecord, self.company, **(values | fields))
        make_row(
            Application, self.company, talent_record=record, note="慎重な方", raw={"志望": "製造"}
        )
        return record

    def person_of(self, record: TalentRecord, account_id: int | None = 77_001) -> Actor:
        return Actor(
            organisation_id=self.company.pk,
            kind=OrganisationKind(self.company.kind),
            role=Role.PERSON,
            account_id=account_id,
            talent_record_id=record.pk,
        )

    def file(self, kind: str = "disclosure", *, actor: Any = None, now: Any = NOW, **more: Any):
        actor = actor or self.person
        record_id = more.pop("talent_record_id", actor.talent_record_id)
        return actions.file_request(
            actor=actor, kind=kind, talent_record_id=record_id, now=now, **more
        )

    def file_paper(self, kind: str = "disclosure", *, now: Any = NOW, **more: Any):
        more.setdefault("talent_record_id", self.record.pk)
        return actions.file_request(actor=self.hr, kind=kind, now=now, **more)

    def identify(self, request: RightsRequest, *, now: Any = NOW) -> RightsRequest:
        return identity.confirm_identity(
            actor=self.hr, request_id=request.pk, note="運転免許証", now=now
        )

    def grant(self, request: RightsRequest, *, now: Any = NOW, **more: Any) -> RightsRequest:
        return answers.grant_request(actor=self.hr, request_id=request.pk, now=now, **more)

    def refuse(self, request: RightsRequest, ground: str, *, now: Any = NOW) -> RightsRequest:
        return answers.refuse_request(
            actor=self.hr, request_id=request.pk, ground=ground, note="調査の内容", now=now
        )

    def send(self, request: RightsRequest, *, how: str = "mail", now: Any = NOW) -> RightsRequest:
        return actions.answer_request(actor=self.hr, request_id=request.pk, sent_how=how, now=now)

    def mails(self, kind: str) -> list[OutboxMail]:
        with bound(self.company.pk, None):
            return list(OutboxMail.objects.filter(kind=kind).order_by("created_at"))

    def code(self) -> str:
        found = re.search(r"確認コード：(\d{8})", self.mails("rights_code")[-1].text)
        assert found is not None
        return found[1]

    def reload(self, row: Any) -> Any:
        with bound(self.company.pk, None):
            return type(row).objects.get(pk=row.pk)
