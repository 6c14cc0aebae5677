"""Decide results by a named human, put applications away, correct and stop people's data."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages import actions as messages
from tasuki.apps.messages.models import Suppression
from tasuki.apps.people.models import Application, NumberSeries, TalentRecord
from tasuki.core.access import Permission
from tasuki.core.identity.normalise import (
    name_key,
    normalise_kana,
    normalise_mail,
    normalise_phone,
    parse_date,
)
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.law.acts import Act
from tasuki.core.law.forbidden import check_forbidden_data
from tasuki.core.law.stops import check_human_decision

REASON_CHARACTERS_MAX = 300
EDITABLE = frozenset(
    {
        "family_name",
        "given_name",
        "name_kana",
        "mail",
        "phone",
        "birth_date",
        "address",
        "language",
    }
)


@action(act=Act.RANK_OWN)
def decide_result(
    *, actor: Actor, application_id: UUID, outcome: str, reason: str, now: datetime
) -> Application:
    """Set the result of one application.

    Args:
        actor: the human who decides; his name stands beside the result.
        application_id: the application.
        outcome: a value of ``Application.Outcome``; ``running`` takes a result back.
        reason: 1-300 characters; stays inside the company.
        now: the moment of the decision.

    Raises:
        RefusedError: H12, no named human or no reason; H5, the reason touches forbidden data.
        NotVisibleError: no such application.

    Source: 公正な採用選考の基本 (no automatic rejection).
    """
    require(actor, Permission.APPLICATION_DECIDE)
    reason = " ".join(reason.split())
    if outcome not in Application.Outcome.values:
        raise InvalidInputError(
            ja="結果を一覧から選んでください。",
            en="Choose a result from the list.",
            field="outcome",
        )
    named = "" if actor.is_task or actor.account_id is None else actor.name or str(actor.account_id)
    refusal = check_human_decision(decided_by=named, reason=reason) or check_forbidden_data(reason)
    if refusal:
        raise RefusedError.by_law(refusal)
    if len(reason) > REASON_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"理由は{REASON_CHARACTERS_MAX}文字以内で入力してください。",
            en=f"Enter a reason of at most {REASON_CHARACTERS_MAX} characters.",
            field="reason",
        )
    application = _locked(application_id)
    before = application.outcome
    is_over = outcome != Application.Outcome.RUNNING
    application.outcome = outcome
    application.ended_on = _tokyo_date(now) if is_over else None
    application.decided_by_id = actor.account_id
    application.decided_at = now
    application.decision_reason = reason
    application.save(
        update_fields=["outcome", "ended_on", "decided_by_id", "decided_at", "decision_reason"]
    )
    audit.record(
        actor=actor,
        kind="application.decide",
        object_kind="application",
        object_id=application.id,
        now=now,
        before=before,
        after=outcome,
    )
    return application


@action(act=None)
def archive_applications(*, actor: Actor, application_ids: Sequence[UUID], now: datetime) -> int:
    """Put applications away and return how many; ``restore_applications`` undoes it."""
    require(actor, Permission.APPLICATION_DECIDE)
    return _set_archived(actor, application_ids, now, archived_at=now)


@action(act=None)
def restore_applications(*, actor: Actor, application_ids: Sequence[UUID], now: datetime) -> int:
    """Bring archived applications back and return how many."""
    require(actor, Permission.APPLICATION_DECIDE)
    return _set_archived(actor, application_ids, now, archived_at=None)


def _set_archived(
    actor: Actor, application_ids: Sequence[UUID], now: datetime, *, archived_at: datetime | None
) -> int:
    rows = Application.objects.filter(
        id__in=list(application_ids), archived_at__isnull=archived_at is not None
    )
    changed = list(rows.select_for_update().values_list("id", flat=True))
    if not changed:
        raise NotVisibleError
    Application.objects.filter(id__in=changed).update(archived_at=archived_at)
    for application_id in changed:
        audit.record(
            actor=actor,
            kind="application.archive" if archived_at else "application.restore",
            object_kind="application",
            object_id=application_id,
            now=now,
        )
    return len(changed)


@action(act=None)
def edit_person(
    *, actor: Actor, talent_record_id: UUID, values: Mapping[str, str | date | None], now: datetime
) -> TalentRecord:
    """Correct a person's data; only the given fields change.

    A new mail address is written to even if it, or the old one, came back before: that is what
    the correction is for. An opt-out and a stop of use stay.

    Raises:
        InvalidInputError: a value cannot be read, or no name is left; ``field`` says which.
        NotVisibleError: no such person.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    person = TalentRecord.objects.select_for_update().filter(id=talent_record_id).first()
    if person is None:
        raise NotVisibleError
    if unknown := sorted(values.keys() - EDITABLE):
        raise InvalidInputError(
            ja=f"変更できない項目です：{unknown[0]}。画面の項目だけを変更してください。",
            en=f"This field cannot be changed: {unknown[0]}. Change the fields shown only.",
            field=unknown[0],
        )
    old_mail = person.mail
    for field, value in values.items():
        setattr(person, field, _read(field, value))
    if not person.family_name + person.given_name:
        raise InvalidInputError(
            ja="姓か名のどちらかを入力してください。",
            en="Enter a family name or a given name.",
            field="family_name",
        )
    if person.mail != old_mail:
        for address in (old_mail, person.mail):
            messages.lift_bounce(address=address)
    person.name_key = name_key(person.family_name + person.given_name)
    person.save(update_fields=[*values, "name_key"])
    audit.record(
        actor=actor,
        kind="person.edit",
        object_kind="talent_record",
        object_id=person.id,
        now=now,
        data={"fields": sorted(values)},
    )
    return person


_READERS: Final[Mapping[str, Callable[[str], str | date | ParseProblem]]] = {
    "mail": normalise_mail,
    "phone": normalise_phone,
    "birth_date": parse_date,
}


def _read(field: str, value: str | date | None) -> str | date | None:
    text = str(value or "").strip()
    if not text and field != "language":
        return None if field == "birth_date" else ""
    if field == "name_kana":
        return normalise_kana(text)
    if field == "language" and text not in dict(settings.LANGUAGES):
        raise InvalidInputError(
            ja="言語は ja か en を選んでください。", en="Choose ja or en.", field=field
        )
    read = _READERS[field](text) if field in _READERS else text
    if isinstance(read, ParseProblem):
        raise InvalidInputError(ja=read.text.ja, en=read.text.en, field=field)
    return read


@action(act=None)
def mark_mail_works(*, actor: Actor, talent_record_id: UUID, now: datetime) -> bool:
    """Write again to a person whose address came back, because somebody knows that it works.

    Returns:
        Whether the address was held back for that reason.

    Raises:
        NotVisibleError: no such person.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    person = TalentRecord.objects.filter(id=talent_record_id).first()
    if person is None:
        raise NotVisibleError
    was_held = messages.lift_bounce(address=person.mail)
    if was_held:
        audit.record(
            actor=actor,
            kind="person.mail_works",
            object_kind="talent_record",
            object_id=person.id,
            now=now,
        )
    return was_held


@action(act=None)
def stop_use(*, actor: Actor, talent_record_id: UUID, now: datetime) -> TalentRecord:
    """Stop all use of a person's data: no mail, no list for notices (利用停止).

    Raises:
        NotVisibleError: no such person.

    Source: 個人情報保護法 35条.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    person = TalentRecord.objects.select_for_update().filter(id=talent_record_id).first()
    if person is None:
        raise NotVisibleError
    person.stopped_at = person.stopped_at or now
    person.save(update_fields=["stopped_at"])
    if person.mail:
        messages.suppress_address(address=person.mail, reason=Suppression.Reason.STOP_USE)
    audit.record(
        actor=actor,
        kind="person.stop_use",
        object_kind="talent_record",
        object_id=person.id,
        now=now,
    )
    return person


def take_numbers(*, name: str, count: int = 1) -> range:
    """Take the next numbers of a series of the organisation bound now, without gaps.

    Args:
        name: the series, such as ``talent``.
        count: how many, >= 1.
    """
    series, _ = NumberSeries.objects.get_or_create(
        organisation_id=current_organisation_id(), name=name
    )
    series = NumberSeries.objects.select_for_update().get(id=series.id)
    first = series.last_number + 1
    series.last_number += count
    series.save(update_fields=["last_number"])
    return range(first, first + count)


def _locked(application_id: UUID) -> Application:
    found = Application.objects.select_for_update().filter(id=application_id).first()
    if found is None:
        raise NotVisibleError
    return found


def _tokyo_date(now: datetime) -> date:
    return timezone.localdate(now)
