"""What a confirmed line becomes: an introduction case, a secondment case, or a line of a file.

Every line stands for itself: what the law refuses for one does not stop the others, and can be
tried again.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError, NotVisibleError
from tasuki.apps.introductions.actions.asking import ask_introduction
from tasuki.apps.moves.actions.secondments import SecondmentValues, propose_secondment
from tasuki.apps.people.models import Employment, TalentRecord
from tasuki.apps.rounds.models import Round, RoundDecision, RoundPerson, RoundPlace
from tasuki.apps.rounds.queries.results import list_confirmed
from tasuki.apps.rounds.queries.rounds import find_round
from tasuki.apps.rounds.steps import record
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.rounds.machine import SHOWN_STATES
from tasuki.core.rounds.rules import RoundKind

RELEASED_FIELDS: Final = ("name", "occupation")
"""What a person of a round of introductions is asked to release first; more follows by hand."""


def start_cases(*, actor: Actor, round_id: UUID, now: datetime) -> tuple[int, list[ActionError]]:
    """Begin the case of every confirmed line that has none: introductions and own secondments.

    An introduction asks the person as every case does. In a swap of a company its own people get
    a proposed secondment; those of the other companies are for their employers. Rotation and
    internal posting begin no case: see ``transfer_orders``.

    Args:
        actor: a member of the operator.
        round_id: a published round; others start nothing.
        now: when.

    Returns:
        How many cases began, and why others did not.

    Raises:
        NotVisibleError: there is no such round.
    """
    refused: list[ActionError] = []
    count = 0
    for line_id in _list_waiting(actor=actor, round_id=round_id):
        try:
            case_id = start_case(actor=actor, line_id=line_id, now=now)
        except ActionError as error:
            refused.append(error)
            continue
        count += case_id is not None
    return count, refused


@action(act=None)
def start_case(*, actor: Actor, line_id: UUID, now: datetime) -> UUID | None:
    """Begin the case of one confirmed line; None where no case follows here.

    Raises:
        NotVisibleError: no confirmed line of a published round.
        RefusedError: what the law refuses for this person and place.
    """
    require(actor, Permission.ROUND_DECIDE)
    rows = RoundDecision.objects.select_for_update(of=("self",)).select_related("round")
    line = rows.filter(id=line_id, round__state__in=SHOWN_STATES).first()
    if line is None or line.place_id is None:
        raise NotVisibleError
    confirmed = list_confirmed(round_id=line.round_id).filter(id=line_id)
    if line.case_id is not None or not confirmed.exists():
        return line.case_id
    place = RoundPlace.objects.get(id=line.place_id)
    row: Round = line.round
    if row.kind == RoundKind.INTRODUCTIONS:
        line.case_id = _introduce(actor, line, place, now=now)
    elif row.kind == RoundKind.SWAP and actor.kind is OrganisationKind.COMPANY:
        line.case_id = _second(actor, line, place, purpose=row.purpose, now=now)
    if line.case_id is not None:
        line.save(update_fields=["case_id"])
        record(actor=actor, row=row, act="case", now=now, data={"line": str(line.id)})
    return line.case_id


@action(act=None)
def _list_waiting(*, actor: Actor, round_id: UUID) -> list[UUID]:
    require(actor, Permission.ROUND_DECIDE)
    row = find_round(round_id=round_id)
    if row.round_state not in SHOWN_STATES:
        return []
    rows = list_confirmed(round_id=round_id).filter(case_id=None)
    return list(rows.values_list("id", flat=True))


def _introduce(
    actor: Actor, line: RoundDecision, place: RoundPlace, *, now: datetime
) -> UUID | None:
    person = RoundPerson.objects.filter(id=line.participant_id).first()
    if person is None or person.job_seeker_id is None or place.job_order_id is None:
        return None
    case = ask_introduction(
        actor=actor,
        job_order_id=place.job_order_id,
        job_seeker_id=person.job_seeker_id,
        fields=RELEASED_FIELDS,
        now=now,
    )
    found: UUID = case.id
    return found


def _second(
    actor: Actor, line: RoundDecision, place: RoundPlace, *, purpose: str, now: datetime
) -> UUID | None:
    """Propose the secondment of an own employee to another company; everything else by hand."""
    employment = (
        Employment.objects.filter(talent_record_id=line.talent_record_id)
        .exclude(state=Employment.State.LEFT)
        .first()
    )
    record_ = TalentRecord.objects.filter(id=line.talent_record_id).first()
    if employment is None or record_ is None or not place.company_name:
        return None
    case = propose_secondment(
        actor=actor,
        values=SecondmentValues(
            person_name=record_.full_name,
            person_number=employment.number or record_.number,
            person_mail=record_.mail,
            employed_since=employment.joined_on,
            host_name=place.company_name,
            workplace=place.name,
            purpose=purpose,
        ),
        now=now,
    )
    found: UUID = case.id
    return found
