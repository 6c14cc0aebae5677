"""Decide results by a named human, put applications away, correct and stop people's data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

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
from tasuki.core.law.stops import check_forbidden_data, check_human_decision

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The result of one application and its own reason."""

    application_id: UUID
    outcome: str
    reason: str


@action
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
    return _decide(
        actor, Decision(application_id=application_id, outcome=outcome, reason=reason), now
    )


@action
def decide_results(
    *, actor: Actor, decisions: Sequence[Decision], now: datetime
) -> list[Application]:
    """Set several results, each with its own reason; all or none.

    Raises:
        RefusedError: see ``decide_result``.
        NotVisibleError: one of them does not exist.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    return [_decide(actor, decision, now) for decision in decisions]


def _decide(actor: Actor, decision: Decision, now: datetime) -> Application:
    reason = " ".join(decision.reason.split())
    if decision.outcome not in Application.Outcome.values:
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
    application = _locked(decision.application_id)
    before = application.outcome
    is_over = decision.outcome != Application.Outcome.RUNNING
    application.outcome = decision.outcome
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
        after=decision.outcome,
    )
    return application


@action
def archive_applications(*, actor: Actor, application_ids: Sequence[UUID], now: datetime) -> int:
    """Put applications away and return how many; ``restore_applications`` undoes it."""
    require(actor, Permission.APPLICATION_DECIDE)
    return _set_archived(actor, application_ids, now, archived_at=now)


@action
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


@action
def edit_person(
    *, actor: Actor, talent_record_id: UUID, values: Mapping[str, str | date | None], now: datetime
) -> TalentRecord:
    """Correct a person's data; only the given fields change.

    Raises:
        InvalidInputError: a value cannot be read; ``field`` says which.
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
    for field, value in values.items():
        setattr(person, field, _read(field, value))
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
    if not text:
        return None if field == "birth_date" else ""
    if field == "name_kana":
        return normalise_kana(text)
    read = _READERS[field](text) if field in _READERS else text
    if isinstance(read, ParseProblem):
        raise InvalidInputError(ja=read.text.ja, en=read.text.en, field=field)
    return read


@action
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
