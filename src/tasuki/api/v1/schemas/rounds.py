"""Rounds: what the operator and a person read and send."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Count, Day, Given, Ids, Moment, Page, Short
from tasuki.core.rounds.machine import Decision, PersonState, RoundState
from tasuki.core.rounds.rules import RoundKind

Reason = Annotated[str, Field(max_length=500)]
Appeal = Annotated[str, Field(max_length=1_000)]


class RoundOut(Schema):
    """One round; holds no person."""

    id: UUID
    number: str
    title: str
    kind: RoundKind
    mechanism: str
    state: RoundState
    opens_at: datetime | None
    deadline_at: datetime
    next_round_on: date | None
    purpose: str
    is_party: bool
    agreed_on: date | None
    balance: int | None
    commitment: str
    digest: str
    job: str
    job_error: str
    locked_at: datetime | None
    published_at: datetime | None


class RoundListed(RoundOut):
    """A round with its counts."""

    person_count: int
    submitted_count: int
    place_count: int


class RoundPage(Page):
    """A page of rounds."""

    items: list[RoundListed]


class RoundQuery(Given):
    """Which rounds."""

    state: RoundState | None = None
    kind: RoundKind | None = None
    text: Short = ""
    is_open: bool = False


class RoundIn(Given):
    """A round to plan."""

    title: Short
    kind: RoundKind
    mechanism: Short = ""
    deadline_at: Moment
    next_round_on: Day | None = None
    purpose: Short = ""
    is_party: bool = False
    agreed_on: Day | None = None
    flow_maximum: Count | None = Field(
        None, description="Most people in minus out of each company (swap)."
    )


class RoundPlaceOut(Schema):
    """A place of a round."""

    id: UUID
    name: str
    company_name: str
    job_order_id: UUID | None
    opening_id: UUID | None
    capacity: int
    vacancies: int
    minimum: int
    minimum_priority: int | None
    region: str
    region_maximum: int | None


class RoundPlacePage(Page):
    """A page of places."""

    items: list[RoundPlaceOut]


class RoundPlaceIn(Given):
    """A place to add."""

    name: Short
    capacity: Count = 1
    vacancies: Count = 0
    minimum: Count = 0
    minimum_priority: Count | None = None
    region: Annotated[str, Field(max_length=60)] = ""
    region_maximum: Count | None = None
    company_name: Short = ""
    opening_id: UUID | None = None


class RoundOrdersIn(Given):
    """Job orders that become places."""

    job_order_ids: Ids


class RoundPersonOut(Schema):
    """A person of a round; the name stands in the talent record."""

    id: UUID
    talent_record_id: UUID
    place_id: UUID | None
    state: PersonState
    consented_at: datetime | None
    submitted_at: datetime | None


class RoundPersonPage(Page):
    """A page of people of a round."""

    items: list[RoundPersonOut]


class RoundPeopleIn(Given):
    """People to add, and the unit they hold today."""

    talent_record_ids: Ids
    place_id: UUID | None = None
    own_priority: Count | None = None


class RoundScoreIn(Given):
    """How a place ranks one person."""

    place_id: UUID
    priority: Count
    is_accepted: bool = True
    reason: Reason


class RoundScoreOut(Schema):
    """What stands: number, reason, parts of the fit."""

    id: UUID
    person_id: UUID
    place_id: UUID
    priority: int
    is_accepted: bool
    reason: str
    source: str
    parts: dict[str, int]
    missing: list[str]
    scored_by_name: str


class RoundMechanismIn(Given):
    """Another mechanism."""

    mechanism: Short


class RoundReopenIn(Given):
    """Until when lists are taken again, and why."""

    deadline_at: Moment
    reason: Reason


class RoundReasonIn(Given):
    """Why."""

    reason: Reason


class RoundResultOut(Schema):
    """What was computed: dry run, checks with their witnesses, cutoffs, lottery."""

    comparison: list[dict[str, Any]]
    report: dict[str, Any]
    cutoffs: dict[str, int | None]
    commitment: str
    digest: str
    secret: str
    seed: str


class RoundLineOut(Schema):
    """One proposal and what a named human decided."""

    id: UUID
    participant_id: UUID
    talent_record_id: UUID
    place_id: UUID | None
    place_name: str
    rank: int | None
    number: int | None
    is_move: bool
    decision: Decision
    reason: str
    decided_by_name: str
    decided_at: datetime | None
    case_id: UUID | None
    appeal: str
    appealed_at: datetime | None
    answer: str
    answered_by_name: str
    answered_at: datetime | None


class RoundLinePage(Page):
    """A page of proposals."""

    items: list[RoundLineOut]


class RoundLineList(Schema):
    """Proposals that were decided now."""

    items: list[RoundLineOut]


class RoundDecideIn(Given):
    """Which proposals are confirmed or declined, with one reason."""

    line_ids: Ids
    is_confirmed: bool
    reason: Reason


class RoundAnswerIn(Given):
    """The answer to an appeal."""

    text: Appeal


class RoundCasesOut(Schema):
    """How many cases began, and why others did not."""

    count: int
    refused: list[str]


class RoundFairnessRow(Schema):
    """One group; without counts where it is too small to be judged."""

    group: str
    selected: int | None
    total: int | None
    rate_permille: int | None
    ratio_permille: int | None
    low_permille: int | None
    high_permille: int | None
    is_too_small: bool
    is_flagged: bool


class RoundFairnessTable(Schema):
    """One question asked of all groups."""

    key: str
    rows: list[RoundFairnessRow]


class RoundFairnessOut(Schema):
    """The fairness report."""

    tables: list[RoundFairnessTable]


class OwnRoundPlaceOut(Schema):
    """A place that may be listed."""

    id: UUID
    name: str
    company_name: str
    region: str
    seats: int


class OwnRoundResultOut(Schema):
    """What the person got, and why."""

    place_name: str
    rank: int | None
    decision: Decision
    reason: str
    decided_by_name: str
    sentences: list[str]
    checks: dict[str, str]
    cutoffs: dict[str, int | None]
    appeal: str
    answer: str
    can_appeal: bool


class OwnRoundOut(Schema):
    """One round as its person reads it."""

    person_id: UUID
    number: str
    title: str
    state: RoundState
    own_state: PersonState
    deadline_at: datetime
    next_round_on: date | None
    commitment: str
    can_edit: bool
    present: str
    places: list[OwnRoundPlaceOut]
    choices: list[UUID]
    result: OwnRoundResultOut | None


class OwnRoundList(Schema):
    """The rounds of a person at the organisation chosen."""

    items: list[OwnRoundOut]


class OwnRoundListIn(Given):
    """Places, best first."""

    place_ids: Annotated[list[UUID], Field(min_length=1, max_length=50)]


class OwnRoundAppealIn(Given):
    """What the person objects to."""

    text: Appeal


class RoundPersonState(Schema):
    """How far a person is."""

    id: UUID
    state: PersonState
    consented_at: datetime | None
    submitted_at: datetime | None
