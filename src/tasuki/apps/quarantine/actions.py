"""Hold passages back, delete them, or release one for a special need of the work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.adapters.postgres.holds import is_held
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.people.models import Application
from tasuki.apps.quarantine.models import HeldState, HeldText
from tasuki.core.access import Permission
from tasuki.core.law.forbidden import SpecialNeed, check_special_need

NEED_CHARACTERS_MAX = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text that may not be stored where it came from.

    Attributes:
        application: the application it belongs to; stored already.
        place: heading of the column or name of the field.
        codes: the matters it touches, ``F01``..``F14`` or ``MN``.
        text: the text as it was.
    """

    application: Application
    place: str
    codes: tuple[str, ...]
    text: str


def hold_passages(*, passages: Iterable[Passage], run_id: UUID | None) -> int:
    """Keep passages of an import apart; inside the transaction that stores the rest.

    A passage that waits already, from the same column of the same application, is not held
    twice.

    Returns:
        How many were held back.

    Source: 職業安定法 5条の5; 公正な採用選考の基本.
    """
    given = list(passages)
    waiting = set(
        HeldText.objects.filter(
            application_id__in=[one.application.pk for one in given], state=HeldState.HELD
        ).values_list("application_id", "place")
    )
    rows = [
        HeldText(
            organisation_id=current_organisation_id(),
            talent_record_id=one.application.talent_record_id,
            application_id=one.application.pk,
            import_run_id=run_id,
            place=one.place[:120],
            codes=list(one.codes),
            text=one.text,
        )
        for one in given
        if (one.application.pk, one.place[:120]) not in waiting
    ]
    HeldText.objects.bulk_create(rows)
    return len(rows)


def forget_passages(*, run_id: UUID) -> None:
    """Remove what an import held back; the import is taken back."""
    HeldText.objects.filter(import_run_id=run_id).delete()


@action(act=None)
def delete_held_text(*, actor: Actor, held_id: UUID, now: datetime) -> HeldText:
    """Delete a held text for good; the row says who did it and when.

    Raises:
        NotVisibleError: no such text.
        ConflictError: somebody decided about it already.
    """
    require(actor, Permission.QUARANTINE_DECIDE)
    held = _locked(held_id)
    if not is_held(HeldText, held.id, held.talent_record_id):
        held.text = ""
    held.state = HeldState.DELETED
    _sign(held, actor, now)
    held.save()
    _record(actor, held, "delete", now)
    return held


@action(act=None)
def approve_held_text(*, actor: Actor, held_id: UUID, need: str, now: datetime) -> HeldText:
    """Let a held text into the note of its application, for a special need of the work.

    Args:
        actor: the officer for fair selection, or who stands for that officer; a human.
        held_id: the text.
        need: why the work needs it, 1-300 characters; kept with name and day.
        now: the moment of the approval.

    Raises:
        RefusedError: H5, no reason or no named human.
        InvalidInputError: the reason is too long.
        NotVisibleError: no such text, or its application is gone.
        ConflictError: somebody decided about it already.

    Source: 職業安定法 5条の5; 平11労告141 (special occupational need, purpose shown).
    """
    require(actor, Permission.QUARANTINE_DECIDE)
    need = " ".join(need.split())
    name = "" if actor.is_task or actor.account_id is None else actor.name or str(actor.account_id)
    facts = SpecialNeed(reason=need, approved_by=name, approved_on=localdate(now))
    if refusal := check_special_need(facts, on=localdate(now)):
        error = RefusedError.by_law(refusal)
        error.field = "need"
        raise error
    if len(need) > NEED_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"理由は{NEED_CHARACTERS_MAX}文字以内で入力してください。",
            en=f"Enter a reason of at most {NEED_CHARACTERS_MAX} characters.",
            field="need",
        )
    held = _locked(held_id)
    application = Application.objects.select_for_update().filter(id=held.application_id).first()
    if application is None:
        raise NotVisibleError
    application.note = "\n".join(part for part in (application.note, held.text) if part)
    application.save(update_fields=["note"])
    if not is_held(HeldText, held.id, held.talent_record_id):
        held.text = ""
    held.state = HeldState.APPROVED
    held.need = need
    _sign(held, actor, now)
    held.save()
    _record(actor, held, "approve", now)
    return held


def _locked(held_id: UUID) -> HeldText:
    held = HeldText.objects.select_for_update().filter(id=held_id).first()
    if held is None:
        raise NotVisibleError
    if held.state != HeldState.HELD:
        raise ConflictError
    return held


def _sign(held: HeldText, actor: Actor, now: datetime) -> None:
    held.decided_by_id = actor.account_id
    held.decided_by_name = (actor.name or str(actor.account_id or ""))[:120]
    held.decided_at = now


def _record(actor: Actor, held: HeldText, act: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=f"quarantine.{act}",
        object_kind="held_text",
        object_id=held.pk,
        now=now,
        after=held.state,
        data={"codes": held.codes, "application": str(held.application_id)},
    )
