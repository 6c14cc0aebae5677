"""Forms of the law check: numbers of law, the permission matrix, answers of the hard stops."""

from datetime import date
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Day, Given, Long, Wording
from tasuki.core.law.acts import Act, ActAnswer, LegalRole
from tasuki.core.law.parameters import Parameter
from tasuki.core.law.record_kinds import ClockStart, RecordKind
from tasuki.core.law.refusals import Refusal


class ParameterOut(Schema):
    """One number of law as it holds on a day."""

    key: str
    label: Wording
    value: Any
    unit: str
    valid_from: date
    valid_to: date | None
    source: str
    checked_on: date
    is_confirmed: bool = Field(description="false = still to be confirmed with the authority")
    is_stale: bool = Field(description="last checked more than twelve months ago")
    is_due: bool = Field(description="stale, or the day of a foreseen change has come")
    next_review_on: date = Field(description="from this day on it is due to be compared again")
    is_shown_only: bool = Field(description="kept for people to look up; no code asks for it")
    note: Wording | None = Field(description="what a reader should know; null = nothing")

    @classmethod
    def of(cls, one: Parameter, *, is_stale: bool, is_due: bool) -> "ParameterOut":
        """Return the answer for one parameter."""
        return cls(
            key=one.key,
            label=Wording.of(one.label),
            value=one.value,
            unit=one.unit,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            source=one.source,
            checked_on=one.checked_on,
            is_confirmed=one.is_confirmed,
            is_stale=is_stale,
            is_due=is_due,
            next_review_on=one.next_review_on,
            is_shown_only=one.is_shown_only,
            note=Wording.of(one.note) if one.note else None,
        )


class ParameterList(Schema):
    """All numbers of law of one day."""

    on: date
    items: list[ParameterOut]


class ActOut(Schema):
    """One row of the matrix, for the kind that asks."""

    act: Act
    label: Wording
    permission: ActAnswer
    condition: Wording | None


class MatrixOut(Schema):
    """What the own organisation may do today."""

    kind: LegalRole = Field(description="what it is before the law today")
    items: list[ActOut]


class LawRefusalOut(Schema):
    """Why the law says no."""

    rule: str
    reason: Wording
    next_step: Wording
    source: str

    @classmethod
    def of(cls, refusal: Refusal) -> "LawRefusalOut":
        """Return the answer for one refusal."""
        return cls(
            rule=refusal.rule,
            reason=Wording(ja=refusal.reason_ja, en=refusal.reason_en),
            next_step=Wording(ja=refusal.next_ja, en=refusal.next_en),
            source=refusal.source,
        )


class LawCheckOut(Schema):
    """The answer of a check; nothing is written."""

    is_allowed: bool
    refusals: list[LawRefusalOut]

    @classmethod
    def of(cls, *refusals: Refusal | None) -> "LawCheckOut":
        """Return the answer for the refusals that there are."""
        found = [LawRefusalOut.of(one) for one in refusals if one is not None]
        return cls(is_allowed=not found, refusals=found)


class ActCheckIn(Given):
    """An act to be checked for the own organisation, today."""

    act: Act
    is_own: bool = Field(False, description="only own posts and own people")


class AgeIn(Given):
    """A limit of age with its code."""

    least: int | None = Field(None, ge=0, le=120)
    most: int | None = Field(None, ge=0, le=120)
    code: str = Field("", max_length=10)
    reason: str = Field("", max_length=300)
    is_indefinite: bool = False
    retirement_age: int | None = Field(None, ge=0, le=120)
    asks_experience: bool = False
    occupation: str = Field("", max_length=120)


class PayIn(Given):
    """The lowest pay of a posting."""

    amount_yen: int = Field(ge=0, le=100_000_000)
    unit: str = Field(pattern="^(hour|day|month|year)$")
    minutes: int = Field(0, ge=0, le=60_000)
    prefecture: int | None = Field(None, ge=1, le=47)


class PostingCheckIn(Given):
    """What a posting shows."""

    items: dict[str, Long] = Field(max_length=20)
    title: str = Field("", max_length=120)
    is_fixed_term: bool = False
    confirmed_on: Day | None = None
    declared_on: Day | None = None
    age: AgeIn | None = None
    pay: PayIn | None = None


class HoursCheckIn(Given):
    """A plan of hours, in the form of the command ``tasuki law hours``."""

    plan: dict[str, Any] = Field(max_length=10)


class StopCheckIn(Given):
    """A case of one hard stop."""

    rule: Literal["H2", "H3", "H4", "H5", "H7", "H9", "H11", "H12"]
    facts: dict[str, Any] = Field(max_length=30)


class RetentionCheckIn(Given):
    """A record and the day on which its clock started."""

    kind: RecordKind
    started_on: Day


class RetentionCheckOut(Schema):
    """How long such a record stays."""

    kind: RecordKind
    label: Wording
    starts: ClockStart
    kept_through: date | None = Field(description="last day on which nobody may delete it")
    gone_after: date | None = Field(description="last day on which it may still be there")
    basis: str
