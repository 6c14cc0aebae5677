"""Legal holds: what must stay, for whom, why and until when."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.models import Registration
from tasuki.apps.upkeep.declarations import find_rule
from tasuki.apps.upkeep.models import LegalHold
from tasuki.core.access import Permission, Role
from tasuki.core.law.keeping import KeepFacts, check_deletion

REASON_CHARACTERS_MIN, REASON_CHARACTERS_MAX = 5, 300


@action(act=None)
def place_hold(
    *,
    actor: Actor,
    reason: str,
    now: datetime,
    subject_id: UUID | None = None,
    record_name: str = "",
    until: date | None = None,
) -> LegalHold:
    """Keep everything of one person or of one kind of record from deletion.

    Args:
        actor: the privacy officer.
        reason: 5-300 characters, such as the number of a lawsuit.
        now: when.
        subject_id: talent record, registration or any single row; or
        record_name: a model label such as ``people.TalentRecord``; exactly one of the two.
        until: last day of the hold; None = until it is lifted.

    Raises:
        InvalidInputError: no reason, both or none of the two, a day that is over, unknown kind.

    Source: 民事訴訟法 (evidence); 個人情報保護法 35条 (exceptions).
    """
    require(actor, Permission.HOLD_EDIT)
    reason = _read_reason(reason)
    if (subject_id is None) == (record_name == "") or (record_name and not find_rule(record_name)):
        raise InvalidInputError(
            ja="保全する相手（本人）か記録の種類の、どちらか1つを選んでください。",
            en="Choose either one person or one kind of record.",
            field="subject_id" if subject_id else "record_name",
        )
    if until is not None and until < localdate(now):
        raise InvalidInputError(
            ja="終了日は今日以降の日付にしてください。",
            en="Choose today or a later day as the last day.",
            field="until",
        )
    hold = LegalHold.objects.create(
        organisation_id=current_organisation_id(),
        subject_id=subject_id,
        record_name=record_name,
        reason=reason,
        placed_by_id=actor.account_id,
        placed_by_name=actor.name[:80],
        placed_at=now,
        until=until,
    )
    _record(actor, hold, "hold.place", now=now)
    return hold


@action(act=None)
def lift_hold(*, actor: Actor, hold_id: UUID, reason: str, now: datetime) -> LegalHold:
    """End a hold; the next nightly run deletes what became due meanwhile.

    Raises:
        InvalidInputError: no reason.
        NotVisibleError: no such hold.
        ConflictError: somebody lifted it already.
    """
    require(actor, Permission.HOLD_EDIT)
    reason = _read_reason(reason)
    hold = LegalHold.objects.select_for_update().filter(id=hold_id).first()
    if hold is None:
        raise NotVisibleError
    if hold.lifted_at is not None:
        raise ConflictError
    hold.lifted_at, hold.lifted_by_id, hold.lift_reason = now, actor.account_id, reason
    hold.ended_on = localdate(now)
    hold.save(update_fields=["lifted_at", "lifted_by_id", "lift_reason", "ended_on"])
    _record(actor, hold, "hold.lift", now=now)
    return hold


def list_holds() -> "QuerySet[LegalHold, LegalHold]":
    """Return the holds of the organisation bound now, live ones first, newest first."""
    return LegalHold.objects.order_by(F("lifted_at").asc(nulls_first=True), "-placed_at", "-id")


def find_by_id(*, hold_id: UUID) -> LegalHold | None:
    """Return one hold of the organisation bound now."""
    return LegalHold.objects.filter(id=hold_id).first()


def find_live_holds(*, on: date) -> "QuerySet[LegalHold, LegalHold]":
    """Return the holds that keep something on a day, a date in Japan."""
    return LegalHold.objects.filter(Q(until=None) | Q(until__gte=on), lifted_at=None)


def list_held_ids(*, on: date) -> set[UUID]:
    """Return every opaque id that a live hold on a person keeps in the organisation bound now.

    A hold on a record or a registration is one on the person: merged records, registrations,
    applications, rows of the books, releases and provisions go with it.
    """
    if not find_live_holds(on=on).filter(subject_id__isnull=False).exists():
        return set()
    with connection.cursor() as cursor:
        cursor.execute("select retention.held_ids(%s, %s)", [current_organisation_id(), on])
        found = {row[0] for row in cursor.fetchall()}
    # Mails to somebody who has no record yet name the key that the record will have.
    registrations = Registration.objects.filter(id__in=found).only("id")
    return found | {one.key_subject() for one in registrations}


def list_held_labels(*, on: date) -> set[str]:
    """Return the labels of the models whose rows a live hold on a kind of record keeps."""
    names = find_live_holds(on=on).exclude(record_name="").values_list("record_name", flat=True)
    return {name.partition("/")[0] for name in names}


def find_hold(
    *, subject_ids: set[UUID], labels: Collection[str] = (), on: date
) -> LegalHold | None:
    """Return a live hold that keeps a person.

    Args:
        subject_ids: any of the opaque ids that stand for the person.
        labels: models of which there are rows about the person.
        on: the day, in Japan.
    """
    live = find_live_holds(on=on)
    kinds = [one for one in live if one.record_name.partition("/")[0] in labels]
    if kinds:
        return kinds[0]
    if not subject_ids & list_held_ids(on=on):
        return None
    direct = live.filter(subject_id__in=subject_ids).first()
    return direct or live.filter(subject_id__isnull=False).first()


def check_not_held(
    *, actor: Actor, subject_ids: set[UUID], labels: Collection[str] = (), on: date
) -> None:
    """Refuse when a person, or a kind of record about the person, is under a legal hold (H8).

    The person is told that there is a duty to keep the data, not the case behind it.

    Args:
        actor: who wants to delete.
        subject_ids: any of the opaque ids that stand for the person.
        labels: models of which there are rows about the person.
        on: the day, in Japan.

    Raises:
        RefusedError: H8.
    """
    hold = find_hold(subject_ids=subject_ids, labels=labels, on=on)
    if hold is None:
        return
    is_person = actor.role is Role.PERSON
    reason = "法令に基づく保存 / kept by order of law" if is_person else hold.reason
    refusal = check_deletion(KeepFacts(has_floor=True, hold_reason=reason), on=on)
    assert refusal is not None
    raise RefusedError.by_law(refusal)


def find_record_id(*, number: str) -> UUID | None:
    """Return the person that a member names by the number of the talent record."""
    return TalentRecord.objects.filter(number=number.strip()).values_list("id", flat=True).first()


def _read_reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not REASON_CHARACTERS_MIN <= len(reason) <= REASON_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"理由を{REASON_CHARACTERS_MIN}〜{REASON_CHARACTERS_MAX}文字で入力してください。",
            en=f"Enter a reason of {REASON_CHARACTERS_MIN}-{REASON_CHARACTERS_MAX} characters.",
            field="reason",
        )
    return reason


def _record(actor: Actor, hold: LegalHold, kind: str, *, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=kind,
        object_kind="legal_hold",
        object_id=hold.id,
        now=now,
        data={"record_name": hold.record_name, "subject_id": str(hold.subject_id or "")},
    )
