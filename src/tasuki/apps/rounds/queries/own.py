"""A person's own rounds: asked by a mailed key or by who is signed in; never about others."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.rounds.models import Round, RoundChoice, RoundDecision, RoundPerson, RoundPlace
from tasuki.apps.rounds.queries.results import (
    LotteryProof,
    explain_line,
    read_cutoffs,
    read_lottery,
)
from tasuki.core.access import Permission, Role
from tasuki.core.relay.labels import StatusLabel
from tasuki.core.rounds.labels import DECISION_LABELS, PERSON_LABELS, ROUND_LABELS
from tasuki.core.rounds.machine import SHOWN_STATES, Decision, PersonState, RoundState
from tasuki.core.rounds.rules import KIND_WORDS
from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """A place that the person may list; ``seats`` as they are open in this round."""

    id: UUID
    name: str
    company_name: str
    region: str
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnResult:
    """What the person got, why, who decided, and the appeal.

    Attributes:
        sentences: the explanation in the language asked for.
        cutoffs: those that everybody may see, by the name of the place.
        lottery: what the draw can be checked by.
        can_appeal: an appeal may be written now.
    """

    line_id: UUID
    place_name: str
    rank: int | None
    decision: Decision
    status: StatusLabel
    reason: str = field(repr=False)
    decided_by_name: str = field(repr=False)
    decided_at: datetime | None
    sentences: tuple[str, ...] = field(repr=False)
    checks: dict[str, str]
    cutoffs: dict[str, int | None]
    lottery: LotteryProof
    appeal: str = field(default="", repr=False)
    appealed_at: datetime | None = None
    answer: str = field(default="", repr=False)
    answered_by_name: str = field(default="", repr=False)
    answered_at: datetime | None = None
    can_appeal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRound:
    """One round as its person reads it.

    Attributes:
        person_id: the own row; actions of a person take it.
        kind_code, mechanism: as they are stored.
        status: of the round. own_status: of the person in it.
        can_edit: agree, rank and withdraw are possible now.
        present: the unit held today.
        places: what may be listed, without the present unit.
        choices: the own list, best first.
        result: None before publication.
    """

    person_id: UUID
    round_id: UUID
    number: str
    title: str
    kind: Words
    kind_code: str
    mechanism: str
    operator: Words
    language: str
    state: RoundState
    status: StatusLabel
    own_state: PersonState
    own_status: StatusLabel
    opens_at: datetime | None
    deadline_at: datetime
    next_round_on: date | None
    commitment: str
    can_edit: bool
    present: str = ""
    consented_at: datetime | None = None
    submitted_at: datetime | None = None
    places: tuple[OwnPlace, ...] = ()
    choices: tuple[UUID, ...] = ()
    result: OwnResult | None = None


def find_own_round(*, actor: Actor, person_id: UUID, now: datetime, language: str = "") -> OwnRound:
    """Return one round of the person who asks, with the list and, once published, the result.

    Args:
        actor: the person, by a mailed key (``open_list``) or signed in.
        person_id: the own row of the round.
        now: decides whether the list may still change.
        language: of the explanation; the record's own when empty.

    Raises:
        NotVisibleError: there is no such row of this person, or the round never opened.
    """
    person = take_own_person(actor, person_id)
    row = person.round
    record = TalentRecord.objects.filter(id=person.talent_record_id).first()
    speech = language or (record.language if record is not None else "") or "ja"
    found = list(RoundPlace.objects.filter(round=row).order_by("company_name", "name"))
    choices = RoundChoice.objects.filter(person=person).order_by("rank")
    places = tuple(
        OwnPlace(
            id=one.id,
            name=one.name,
            company_name=one.company_name,
            region=one.region,
            seats=one.vacancies or one.capacity,
        )
        for one in found
        if one.id != person.place_id
    )
    return _own_round(
        person,
        now=now,
        language=speech,
        places=places,
        choices=tuple(choices.values_list("place_id", flat=True)),
        result=_result(person, language=speech),
    )


def list_own_rounds(*, actor: Actor, now: datetime) -> tuple[OwnRound, ...]:
    """Return the rounds of the person who is signed in, newest first, without lists and results.

    Args:
        actor: the person, with a record at the organisation bound now.
        now: decides whether lists may still change.
    """
    require(actor, Permission.OWN_DATA_VIEW)
    if actor.role is not Role.PERSON or actor.talent_record_id is None:
        return ()
    ids = list_record_ids(talent_record_id=actor.talent_record_id)
    rows = (
        RoundPerson.objects.filter(talent_record_id__in=ids)
        .exclude(round__state=RoundState.DRAFT)
        .select_related("round", "place")
        .order_by("-round__deadline_at", "id")
    )
    return tuple(_own_round(one, now=now, language="ja") for one in rows)


def take_own_person(actor: Actor, person_id: UUID) -> RoundPerson:
    """Return the row of the person who acts, and of nobody else; drafts are not shown.

    Raises:
        NotVisibleError: it is not this person's.
        NotAllowedError: not a person.
    """
    require(actor, Permission.OWN_DATA_VIEW)
    rows = RoundPerson.objects.select_related("round", "place").filter(id=person_id)
    found = rows.exclude(round__state=RoundState.DRAFT).first()
    if found is None or actor.role is not Role.PERSON:
        raise NotVisibleError
    if actor.case_id == found.id:
        return found
    if actor.talent_record_id is None or found.talent_record_id not in list_record_ids(
        talent_record_id=actor.talent_record_id
    ):
        raise NotVisibleError
    return found


def _own_round(
    person: RoundPerson,
    *,
    now: datetime,
    language: str,
    places: tuple[OwnPlace, ...] = (),
    choices: tuple[UUID, ...] = (),
    result: OwnResult | None = None,
) -> OwnRound:
    row: Round = person.round
    operator = find_organisation(organisation_id=row.organisation_id)
    return OwnRound(
        person_id=person.id,
        round_id=row.id,
        number=row.number,
        title=row.title,
        kind=KIND_WORDS[row.round_kind],
        kind_code=row.kind,
        mechanism=row.mechanism,
        operator=Words(operator.name, operator.name_en or operator.name),
        language=language,
        state=row.round_state,
        status=ROUND_LABELS[row.round_state],
        own_state=PersonState(person.state),
        own_status=PERSON_LABELS[PersonState(person.state)],
        opens_at=row.opens_at,
        deadline_at=row.deadline_at,
        next_round_on=row.next_round_on,
        commitment=row.commitment,
        can_edit=row.round_state is RoundState.OPEN and now <= row.deadline_at,
        present=person.place.name if person.place is not None else "",
        consented_at=person.consented_at,
        submitted_at=person.submitted_at,
        places=places,
        choices=choices,
        result=result,
    )


def _result(person: RoundPerson, *, language: str) -> OwnResult | None:
    """Return the result once it is published; nothing for somebody without a list."""
    row: Round = person.round
    if row.round_state not in SHOWN_STATES:
        return None
    lines = RoundDecision.objects.filter(round=row, participant_id=person.id)
    line = lines.select_related("round").first()
    if line is None:
        return None
    decision = Decision(line.decision)
    return OwnResult(
        line_id=line.id,
        place_name=line.place_name,
        rank=line.rank,
        decision=decision,
        status=DECISION_LABELS[decision],
        reason=line.reason,
        decided_by_name=line.decided_by_name,
        decided_at=line.decided_at,
        sentences=tuple(explain_line(line, language=language)),
        checks=dict(line.explanation.get("checks", {})),
        cutoffs=read_cutoffs(row),
        lottery=read_lottery(row),
        appeal=line.appeal,
        appealed_at=line.appealed_at,
        answer=line.answer,
        answered_by_name=line.answered_by_name,
        answered_at=line.answered_at,
        can_appeal=row.round_state is RoundState.PUBLISHED and line.appealed_at is None,
    )
