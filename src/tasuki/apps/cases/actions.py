"""Open a case and take its steps; the declaration of the kind decides, a named human acts."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.cases.models import MoveCase
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.moves.linking import find_record_id
from tasuki.apps.moves.steps import require_human, require_text
from tasuki.apps.people.actions import take_numbers
from tasuki.core.access import Permission
from tasuki.core.cases.field import BadValueError
from tasuki.core.cases.kind import AnyKind, Standing, take_step
from tasuki.core.cases.kinds import KINDS
from tasuki.core.law.refusals import Refusal
from tasuki.core.states import TransitionRefused

OBJECT_KIND = "move_case"


@action(act=None)
def open_case(
    *,
    actor: Actor,
    kind: str,
    typed: Mapping[str, str],
    person_name: str = "",
    person_mail: str = "",
    now: datetime,
) -> MoveCase:
    """Open a case of one kind, about one person where the kind is about one.

    Args:
        actor: a human member of an organisation that keeps cases of the kind.
        kind: code of a declaration.
        typed: the fields of the opening step, by code.
        person_name: who is meant; required where the kind is about a person.
        person_mail: joins the case to the one record here with this address.
        now: when.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        RefusedError: a rule of the kind.
    """
    require(actor, Permission.MOVE_EDIT)
    require_human(actor)
    declaration = KINDS.get(kind)
    if declaration is None or actor.kind not in declaration.keepers:
        raise InvalidInputError(
            ja="動き方の種類を一覧から選んでください。",
            en="Choose the kind of move from the list.",
            field="kind",
        )
    name = ""
    if declaration.has_person:
        name = require_text(
            person_name, field="person_name", ja="本人の氏名", en="the person's name"
        )
    standing = _step(declaration, Standing(), declaration.opening, typed, now)
    [number] = take_numbers(name="move_case")
    row = MoveCase(
        organisation_id=current_organisation_id(),
        number=f"C-{number:05d}",
        kind=kind,
        person_name=name,
        person_mail=person_mail.strip() if name else "",
        talent_record_id=find_record_id(person_mail) if name else None,
        opened_on=localdate(now),
    )
    row.keep(standing)
    row.save(force_insert=True)
    _record(actor, row, str(declaration.opening), before="", now=now)
    return row


@action(act=None)
def take_case_step(
    *, actor: Actor, move_case_id: UUID, event: str, typed: Mapping[str, str], now: datetime
) -> MoveCase:
    """Take one step of a case.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        NotVisibleError: no such case here.
        RefusedError: the table does not list the step, or a rule of the kind refuses it.
    """
    require(actor, Permission.MOVE_EDIT)
    require_human(actor)
    row = _lock(move_case_id)
    kind = row.declaration
    known = {str(one): one for one in kind.steps}
    if event not in known:
        raise InvalidInputError(
            ja="手順を一覧から選んでください。", en="Choose a step of the list.", field="event"
        )
    before = row.state
    row.keep(_step(kind, row.standing, known[event], typed, now))
    is_over = not kind.machine.allowed_events(row.standing.state)
    row.ended_on = localdate(now) if is_over else None
    row.save()
    _record(actor, row, event, before=before, now=now)
    return row


def release_cases(*, record_ids: Collection[UUID], mails: Collection[str]) -> None:
    """Join the cases of a person who is about to be erased.

    Raises:
        RefusedError: a case runs; its parties need the data until it ends.

    Source: 個人情報保護法 35条5項.
    """
    mine = Q(talent_record_id__in=list(record_ids))
    if mails:
        mine |= Q(talent_record_id=None, person_mail__in=sorted(mails))
    for row in MoveCase.objects.filter(mine).select_for_update():
        if row.ended_on is None:
            raise RefusedError(
                ja=f"{row.number}が続いているため、今は消去できません。終わった後に、もう一度"
                "請求してください。続ける必要がない場合は、先に終了の手続きをしてください。",
                en=f"{row.number} still runs, so the data cannot be erased now. Ask again "
                "after it ended, or have it ended first.",
                code="move_running",
            )
        if row.talent_record_id is None and record_ids:
            row.talent_record_id = min(record_ids)
            row.save(update_fields=["talent_record_id"])


def _step(
    kind: AnyKind, standing: Standing[Any], event: Any, typed: Mapping[str, str], now: datetime
) -> Standing[Any]:
    try:
        found = take_step(kind, standing, event, typed=typed, today=localdate(now))
    except BadValueError as error:
        raise InvalidInputError(ja=error.reason.ja, en=error.reason.en, field=error.code) from error
    except TransitionRefused as error:
        raise RefusedError(
            ja=error.in_language("ja"), en=error.in_language("en"), code="state"
        ) from error
    if isinstance(found, Refusal):
        raise RefusedError.by_law(found)
    return found


def _lock(move_case_id: UUID) -> MoveCase:
    row = MoveCase.objects.select_for_update().filter(pk=move_case_id).first()
    if row is None:
        raise NotVisibleError
    return row


def _record(actor: Actor, row: MoveCase, event: str, *, before: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=f"case.{event}",
        object_kind=OBJECT_KIND,
        object_id=row.pk,
        now=now,
        before=before,
        after=row.state,
    )
