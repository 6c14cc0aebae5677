"""Requests and incidents of the story: one of each step, with invented people only."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rights.actions import (
    affected,
    answer_request,
    answers,
    file_request,
    identity,
    incidents,
    open_incident,
    telling,
)
from tasuki.core.access import Role
from tasuki.core.rights.breach import Trigger
from tasuki.core.rights.requests import RefusalGround, RequestKind

FACTS = {
    "overview": "面接の案内メールを、同じ姓の別の応募者に送信した（架空）。",
    "data_items": "氏名、面接の日時",
    "cause": "宛先の候補から選び間違えた。",
    "secondary_damage": "誤って届いた方に削除を依頼し、削除を確認した。",
    "response": "電話でお詫びし、経緯を説明した。",
    "publication": "対象が1名のため公表しない。",
    "prevention": "送信の前に、宛先を2名で確認する。",
    "stated_count": 1,
}


def tell_requests(*, desk: Actor, now: datetime) -> None:
    """File and answer requests of people whom the desk's organisation knows.

    Args:
        desk: a member who decides requests.
        now: the morning of the story.
    """
    people = _people(desk, count=4)
    if len(people) < 4:
        return
    first, second, third, fourth = people
    done = _file(desk, first, RequestKind.DISCLOSURE, now=now - timedelta(days=20))
    at = now - timedelta(days=17)
    answers.grant_request(actor=desk, request_id=done, note="応募の記録を確認した。", now=at)
    answer_request(actor=desk, request_id=done, now=at + timedelta(hours=1))
    refused = _file(desk, second, RequestKind.CORRECTION, now=now - timedelta(days=16))
    answers.refuse_request(
        actor=desk,
        request_id=refused,
        ground=RefusalGround.CONTENT_TRUE,
        note="応募時の書類と照らし合わせ、記録の日付が正しいことを確認しました。",
        now=now - timedelta(days=12),
    )
    answer_request(actor=desk, request_id=refused, now=now - timedelta(days=12))
    _file(desk, third, RequestKind.STOP_USE, now=now - timedelta(days=5))
    _file(desk, fourth, RequestKind.DISCLOSURE, now=now - timedelta(days=12))
    paper = file_request(
        actor=desk,
        kind=RequestKind.DISCLOSURE,
        talent_record_id=first.id,
        scope="選考の記録をすべて見たい（架空）。",
        received_at=now - timedelta(days=1),
        now=now - timedelta(days=1),
    )
    identity.send_identity_code(actor=desk, request_id=paper.id, now=now - timedelta(hours=20))


def tell_incidents(*, desk: Actor, now: datetime) -> None:
    """One incident that was closed, and one whose preliminary report is due.

    Args:
        desk: a member who keeps incidents.
        now: the morning of the story.
    """
    at = now - timedelta(days=40)
    old = open_incident(
        actor=desk,
        title="面接案内メールの誤送信（架空）",
        known_at=at,
        happened_on=at.date(),
        triggers=[Trigger.SENSITIVE],
        now=at,
    )
    incidents.edit_incident(actor=desk, incident_id=old.id, values=FACTS, now=at)
    for is_final, days in ((False, 36), (True, 20)):
        incidents.record_report(
            actor=desk,
            incident_id=old.id,
            is_final=is_final,
            receipt=f"架空-{days:04d}",
            now=now - timedelta(days=days),
        )
    telling.record_told(
        actor=desk, incident_id=old.id, how="電話（架空）", now=now - timedelta(days=39)
    )
    incidents.close_incident(actor=desk, incident_id=old.id, now=now - timedelta(days=19))
    fresh = open_incident(
        actor=desk,
        title="応募者一覧の共有設定の誤り（架空）",
        known_at=now - timedelta(days=2),
        overview="共有フォルダの設定を誤り、社外の1社から一覧を開ける状態だった。",
        data_items="氏名、メールアドレス、応募した求人",
        triggers=[Trigger.WRONGFUL],
        now=now - timedelta(days=2),
    )
    numbers = [one.number for one in _people(desk, count=3)]
    if numbers:
        affected.add_affected(
            actor=desk,
            incident_id=fresh.id,
            source="hand",
            numbers=numbers,
            now=now - timedelta(days=1),
        )


def _people(desk: Actor, *, count: int) -> list[TalentRecord]:
    with bound(desk.organisation_id, desk.account_id):
        found = TalentRecord.objects.filter(stopped_at=None, merged_into_id=None)
        return [one for one in found.order_by("number")[: count * 5] if one.mail][:count]


def _file(desk: Actor, person: TalentRecord, kind: RequestKind, *, now: datetime) -> UUID:
    """The person asks by a mailed key, from the own page."""
    actor = replace(desk, role=Role.PERSON, account_id=None, name="", talent_record_id=person.id)
    scope = {
        RequestKind.DISCLOSURE: "私について保存している情報をすべて見せてください（架空）。",
        RequestKind.CORRECTION: "応募日が1日違うと思います（架空）。",
        RequestKind.STOP_USE: "今後の案内に使わないでください（架空）。",
    }[kind]
    request = file_request(actor=actor, kind=kind, talent_record_id=person.id, scope=scope, now=now)
    return request.id
