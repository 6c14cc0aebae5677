"""A company with something on every page: people, notices, statements, slots, jobs, mails."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from tests.apps.relay.counting_world import World
from tests.factories import make_member, make_municipality

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports.actions import import_file
from tasuki.apps.imports.samples import make_herp_csv
from tasuki.apps.messages.actions import queue_mail
from tasuki.apps.people.actions import decide_result
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.actions import disputes, notices
from tasuki.apps.relay.models import IssuedCode
from tasuki.apps.relay.notice_texts import TemplateValues, default_line
from tasuki.apps.relay.queries.statements import list_statements
from tasuki.core.access import Role
from tasuki.core.identity.normalise import name_key

BODY = "{name} 様\n\n{company}の{job}にご応募いただき、ありがとうございました。"


@dataclass
class Room:
    """A world of the relay with the company's own pages filled."""

    world: World
    now: datetime
    actors: dict[Role, Any] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def hr(self):
        return self.actors[Role.COMPANY_OWNER]

    def at(self):
        return bound(self.world.company.id, self.hr.account_id)

    def add_applicant(self, name: str = "架空 花子", **fields: Any) -> Application:
        family, _, given = name.partition(" ")
        with self.at():
            record = TalentRecord.objects.create(
                organisation=self.world.company,
                number=uuid4().hex[:12],
                family_name=family,
                given_name=given,
                name_kana="カクウ ハナコ",
                name_key=name_key(name),
                mail=fields.pop("mail", f"{uuid4().hex[:8]}@example.invalid"),
                address="みなと市1-1",
            )
            return Application.objects.create(
                **{
                    "organisation": self.world.company,
                    "talent_record": record,
                    "number": uuid4().hex[:12],
                    "job_title": "経理",
                    "channel": "自社サイト",
                    "stage": "一次面接",
                    "applied_on": localdate(self.now) - timedelta(days=30),
                }
                | fields
            )

    def reject(self, application: Application, reason: str = "経験の年数") -> Application:
        return decide_result(
            actor=self.hr,
            application_id=application.pk,
            outcome="not_selected",
            reason=reason,
            now=self.now,
        )

    def add_code(self) -> None:
        today = localdate(self.now)
        with self.at():
            IssuedCode.objects.create(
                organisation=self.world.company,
                book_id=self.world.book_id,
                link_id=uuid4(),
                agency_id=self.world.agency.id,
                code=f"MINATO-{uuid4().hex[:4].upper()}",
                active_from=today - timedelta(days=3),
                active_to=today + timedelta(days=27),
                accepted_to=today + timedelta(days=57),
            )

    def add_template(self, **fields: Any):
        values = {
            "name": "標準",
            "language": "ja",
            "subject": "選考結果のお知らせ",
            "body": BODY,
            "relay_line": default_line("ja"),
        } | fields
        return notices.save_template(actor=self.hr, values=TemplateValues(**values), now=self.now)

    def add_purpose(self) -> None:
        notices.save_purpose_notice(
            actor=self.hr,
            text="結果のお知らせとあわせて、職業紹介事業者の登録窓口をご案内することがあります。",
            covers_relay=True,
            shown_from=date(2020, 1, 1),
            now=self.now,
        )


@pytest.fixture
def small(db) -> Room:
    """A company with a running relay and members, and nothing else."""
    return make_room()


@pytest.fixture
def room(small) -> Room:
    """The company with something on every page."""
    fill_room(small)
    return small


def make_room() -> Room:
    """A company with a running relay and a member in every role."""
    world, now = World(), timezone.now()
    roles = (
        Role.COMPANY_OWNER,
        Role.COMPANY_HR,
        Role.COMPANY_MANAGER,
        Role.COMPANY_VIEWER,
    )
    room = Room(world, now, {role: make_member(world.company, role) for role in roles})
    world.hr = room.hr
    return room


def fill_room(room: Room) -> None:
    """Put something on every page."""
    world, now, hr = room.world, room.now, room.hr
    earlier = now - timedelta(days=45)
    world.inform(30, now=earlier)
    world.count(19, now=earlier)
    world.drop(world.register(now=earlier), code="N2", now=earlier)
    world.issue(localdate(earlier), now=now)
    room.add_code()
    room.add_purpose()
    template = room.add_template()
    waiting = room.reject(room.add_applicant("髙橋 一郎"))
    room.reject(room.add_applicant("長谷部Maximiliana 陽菜子Konstantinopolitanskaya"))
    notices.prepare_notices(actor=hr, now=now)
    unprepared = room.reject(room.add_applicant("山﨑 さくら"))
    room.add_applicant("林 健", outcome="hired")
    room.add_applicant("佐藤 悠斗", end_reason="不採用")
    run = import_file(actor=hr, data=make_herp_csv(count=12), file_name="応募者.csv", now=now)
    with room.at():
        statement = list_statements(book_id=world.book_id)[0]
        mail = queue_mail(
            actor=hr,
            kind="test",
            to_address="a@example.invalid",
            subject="確認",
            text="本文 http://localhost/result/abcdefghijklmnopqrstuvwxyz012345/",
            language="ja",
            now=now,
        )
        invite_id = notices.Invite.objects.filter(application=waiting).get().pk
    dispute = disputes.open_dispute(
        actor=hr, statement_id=statement.pk, note="人数の内訳を教えてください。", now=now
    )
    opening = world.make_opening(as_of=localdate(now), number="O-00001")
    city = make_municipality()
    room.ids |= {
        "application_id": waiting.pk,
        "unprepared_id": unprepared.pk,
        "run_id": run.pk,
        "template_id": template.pk,
        "invite_id": invite_id,
        "contract_id": world.contract.pk,
        "book_id": world.book_id,
        "statement_id": statement.pk,
        "dispute_id": dispute.pk,
        "slot_id": world.slot(1).pk,
        "opening_id": opening.pk,
        "mail_id": mail.pk,
        "municipality_id": city.pk,
    }
