"""What a person does in a round: agree, rank, take it back, appeal. Asked by a key or a sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localtime

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.introductions.steps import checked_text
from tasuki.apps.messages.actions import notify
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import find_door
from tasuki.apps.rounds.inviting import Letter, write_to
from tasuki.apps.rounds.models import (
    Round,
    RoundChoice,
    RoundDecision,
    RoundPerson,
    RoundPlace,
    RoundScore,
)
from tasuki.apps.rounds.queries.own import take_own_person
from tasuki.apps.rounds.steps import record, take_round
from tasuki.core.access import Permission
from tasuki.core.rounds.machine import PERSON, PersonEvent, PersonState, RoundState
from tasuki.core.states import TransitionRefused
from tasuki.core.words import Words

CHOICES_MAX: Final = 50
APPEAL_CHARACTERS_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class OpenList:
    """What a mailed key opens: who acts, and the person's row of a round."""

    actor: Actor
    person_id: UUID


def open_list(*, key: str, now: datetime) -> OpenList | None:
    """Return what a key opens; None if it is unknown, closed or too old, the same for all."""
    door = find_door(kind=Door.Kind.ROUND, key=key, now=now)
    if door is None:
        return None
    return OpenList(door.holder, door.subject)


@action(act=None)
def agree_to_round(*, actor: Actor, person_id: UUID, now: datetime) -> RoundPerson:
    """RP2, RP5: keep the person's consent to this round.

    Raises:
        NotVisibleError: the actor is not that person.
        RefusedError: the lists are not open any more.

    Source: 個人情報保護法 27条 (H2); for a secondment H9.
    """
    row, person = _take_own(actor, person_id, now=now)
    _step(person, PersonEvent.CONSENT)
    person.consented_at = now
    person.save(update_fields=["state", "consented_at"])
    record(actor=actor, row=row, act="consent", now=now, data={"participant": str(person.id)})
    return person


@action(act=None)
def submit_list(
    *, actor: Actor, person_id: UUID, place_ids: Sequence[UUID], now: datetime
) -> RoundPerson:
    """RP3: keep the list of a person, best first, and mail a receipt; a later one replaces it.

    Args:
        actor: the person.
        person_id: the own row of the round.
        place_ids: places of the round, each once; at least one.
        now: before the deadline.

    Raises:
        NotVisibleError: the actor is not that person, or no such place.
        InvalidInputError: an empty, too long or doubled list.
        RefusedError: H2 without consent; the lists are not open any more.
    """
    row, person = _take_own(actor, person_id, now=now)
    wanted = list(place_ids)
    if not wanted or len(wanted) > CHOICES_MAX or len(set(wanted)) < len(wanted):
        raise InvalidInputError(
            ja=f"希望を1つから{CHOICES_MAX}個まで、重複なく選んでください。",
            en=f"Choose 1 to {CHOICES_MAX} places, each once.",
            field="place_ids",
        )
    places = {one.id: one for one in RoundPlace.objects.filter(round=row, id__in=wanted)}
    if len(places) < len(wanted):
        raise NotVisibleError
    if person.place_id in places:
        raise InvalidInputError(
            ja="今の所属は、希望に入れなくても残れます。ほかの行き先を選んでください。",
            en="You keep your present unit without listing it. Choose other places.",
            field="place_ids",
        )
    _step(person, PersonEvent.SUBMIT)
    RoundChoice.objects.filter(person=person).delete()
    RoundChoice.objects.bulk_create(
        RoundChoice(
            organisation_id=row.organisation_id, person=person, place=places[one], rank=rank
        )
        for rank, one in enumerate(wanted, start=1)
    )
    person.submitted_at = now
    person.save(update_fields=["state", "submitted_at"])
    record(
        actor=actor,
        row=row,
        act="submit",
        now=now,
        data={"participant": str(person.id), "choices": len(wanted)},
    )
    names = [places[one].name for one in wanted]
    write_to(actor=actor, row=row, people=[person], letter=_receipt(row, names, now), now=now)
    return person


@action(act=None)
def withdraw_from_round(*, actor: Actor, person_id: UUID, now: datetime) -> RoundPerson:
    """RP4: take the consent back; list and numbers go, as if the person had never been there.

    Raises:
        NotVisibleError: the actor is not that person.
        RefusedError: the lists are locked; then the person declines the proposal instead.
    """
    row, person = _take_own(actor, person_id, now=now)
    _step(person, PersonEvent.WITHDRAW)
    RoundChoice.objects.filter(person=person).delete()
    RoundScore.objects.filter(person=person).delete()
    person.consented_at = None
    person.submitted_at = None
    person.save(update_fields=["state", "consented_at", "submitted_at"])
    record(actor=actor, row=row, act="withdraw", now=now, data={"participant": str(person.id)})
    return person


@action(act=None)
def appeal_result(*, actor: Actor, person_id: UUID, text: str, now: datetime) -> RoundDecision:
    """Keep what a person objects to; a named human answers.

    Raises:
        NotVisibleError: the actor is not that person, or there is no result.
        InvalidInputError: no text.
        RefusedError: the result is not published, or the round is closed; H5.
    """
    require(actor, Permission.OWN_DATA_DECIDE)
    person = take_own_person(actor, person_id)
    row = take_round(person.round_id, states=[RoundState.PUBLISHED])
    line = (
        RoundDecision.objects.select_for_update(of=("self",))
        .filter(round=row, participant_id=person.id)
        .first()
    )
    if line is None:
        raise NotVisibleError
    said = checked_text(text, field="text", most=APPEAL_CHARACTERS_MAX)
    if not said:
        raise InvalidInputError(
            ja="異議の内容を入力してください。", en="Write what you object to.", field="text"
        )
    line.appeal, line.appealed_at = said, now
    line.answer, line.answered_at = "", None
    line.save(update_fields=["appeal", "appealed_at", "answer", "answered_at"])
    record(actor=actor, row=row, act="appeal", now=now, data={"participant": str(person.id)})
    notify(
        actor=actor,
        text=f"ラウンド {row.number} の結果に異議が届きました。担当者が回答してください。",
        text_en=f"Somebody objects to a result of round {row.number}. Answer it.",
        url=f"/rounds/{row.id}/result/",
        needs=Permission.ROUND_VIEW,
        mail_to=Permission.ROUND_DECIDE,
        now=now,
    )
    return line


def _take_own(actor: Actor, person_id: UUID, *, now: datetime) -> tuple[Round, RoundPerson]:
    """Lock round and row while the lists are open."""
    require(actor, Permission.OWN_DATA_DECIDE)
    round_id = take_own_person(actor, person_id).round_id
    row = take_round(round_id, states=[RoundState.OPEN])
    if now > row.deadline_at:
        raise RefusedError(
            ja="締切を過ぎたため、変更できません。担当者に連絡してください。",
            en="The deadline is over, so nothing can be changed. Write to the operator.",
            code="deadline_over",
        )
    person = RoundPerson.objects.select_for_update(of=("self",)).get(id=person_id)
    return row, person


def _step(person: RoundPerson, event: PersonEvent) -> None:
    try:
        person.state = PERSON.next_state(PersonState(person.state), event)
    except TransitionRefused as refusal:
        raise RefusedError(
            ja="先に、このラウンドへの参加に同意してください。"
            if event is PersonEvent.SUBMIT
            else "この操作は済んでいます。画面を読み込み直してください。",
            en="Agree to take part first."
            if event is PersonEvent.SUBMIT
            else "This was done already. Reload the page.",
            code="H2" if event is PersonEvent.SUBMIT else "state",
        ) from refusal


def _receipt(row: Round, names: Sequence[str], now: datetime) -> Letter:
    lines = "\n".join(f"{rank}. {name}" for rank, name in enumerate(names, start=1))
    at = localtime(now).strftime("%Y/%m/%d %H:%M")
    until = localtime(row.deadline_at).strftime("%Y/%m/%d %H:%M")
    return Letter(
        kind="round_receipt",
        subject=Words(f"希望を受け付けました：{row.title}", f"Your list arrived: {row.title}"),
        text=Words(
            f"{at}に、次の順番で希望を受け付けました。\n\n{lines}\n\n"
            f"{until}までは、次のページで変更・取り下げができます。\n{{url}}",
            f"At {at} your list arrived:\n\n{lines}\n\n"
            f"Until {until} you can change it or take it back here:\n{{url}}",
        ),
    )
