"""Shapes of pairs, merges and searches."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Given, Page
from tasuki.apps.same_person.deciding import Answer
from tasuki.apps.same_person.explaining import explain
from tasuki.apps.same_person.models import Pair
from tasuki.apps.same_person.preview import MergePreview
from tasuki.apps.same_person.queries import QUEUE
from tasuki.core.same_person.survivorship import Side, Test

type PairState = Literal["review", "later", "auto", "same", "different"]
type MergeState = Literal["proposed", "done", "undone", "dropped"]


class PairReasonOut(Schema):
    """What one field says about a pair: a level, its weight in bits, and a sentence."""

    label_ja: str
    label_en: str
    text_ja: str
    text_en: str
    bits: float


class PairOut(Schema):
    """Two records that may be one person; no value of theirs."""

    id: UUID
    left_id: UUID
    right_id: UUID
    probability: float
    guards: list[str]
    reasons: list[PairReasonOut]
    is_strict: bool
    is_contradicted: bool
    state: PairState
    model_version: str
    scored_at: datetime
    decided_by_id: int | None
    decided_at: datetime | None
    undone_at: datetime | None

    @classmethod
    def of(cls, pair: Pair) -> Self:
        """Return a pair with its reasons in words."""
        values = {name: getattr(pair, name) for name in cls.model_fields if name != "reasons"}
        reasons = [
            PairReasonOut(
                label_ja=line.label.ja,
                label_en=line.label.en,
                text_ja=line.text.ja,
                text_en=line.text.en,
                bits=line.bits,
            )
            for line in explain(pair)
        ]
        return cls(reasons=reasons, **values)


class PairPage(Page):
    """A page of pairs; what waits comes by impact, then probability."""

    items: list[PairOut]


class PairQuery(Given):
    """Which pairs."""

    view: Literal["review", "auto", "decided", "undone", "contradicted"] = QUEUE
    strict: bool = False


class QueueOut(Schema):
    """How much waits."""

    pairs: int
    strict_pairs: int
    minutes: int
    is_long: bool


class PairAnswerIn(Given):
    """What a named member says about two records."""

    answer: Answer


class MergeChoiceIn(Given):
    """Which record stays, and where a member chose by hand."""

    survivor_id: UUID
    absorbed_id: UUID
    chosen: dict[str, Side] = Field(default_factory=dict, max_length=20)


class MergeFieldOut(Schema):
    """One field of a preview: which side stays, and by which rule."""

    name: str
    side: Side
    rule: Test
    is_equal: bool


class MergePreviewOut(Schema):
    """What a merge would do; no value of a person."""

    survivor_id: UUID
    absorbed_id: UUID
    fields: list[MergeFieldOut]
    limited_purposes: list[str]
    needs_second: bool
    shares_stop: bool
    is_held: bool
    application_count: int
    consent_count: int
    survivor_start: date | None
    absorbed_start: date | None

    @classmethod
    def of(cls, preview: MergePreview) -> Self:
        """Return a preview without what the records say."""
        return cls(
            survivor_id=preview.survivor.id,
            absorbed_id=preview.absorbed.id,
            fields=[
                MergeFieldOut(
                    name=row.rule.name,
                    side=row.choice.side,
                    rule=row.choice.test,
                    is_equal=row.is_equal,
                )
                for row in preview.fields
            ],
            limited_purposes=preview.purposes,
            needs_second=preview.needs_second,
            shares_stop=preview.shares_stop,
            is_held=preview.is_held,
            application_count=preview.application_count,
            consent_count=preview.consent_count,
            survivor_start=preview.clocks.survivor,
            absorbed_start=preview.clocks.absorbed,
        )


class MergeOut(Schema):
    """One merge and how far it is."""

    id: UUID
    survivor_id: UUID
    absorbed_id: UUID
    state: MergeState
    choices: dict[str, dict[str, str]]
    limited_purposes: list[str]
    proposed_by_id: int | None
    proposed_at: datetime | None
    merged_by_id: int | None
    merged_at: datetime | None
    undone_by_id: int | None
    undone_at: datetime | None


class MergePage(Page):
    """A page of merges, newest first."""

    items: list[MergeOut]


class MergeQuery(Given):
    """Which merges."""

    state: MergeState | None = None


class SearchIn(Given):
    """How to search."""

    is_training: bool = False


class LinkageRunOut(Schema):
    """One search for records of one person."""

    id: UUID
    kind: Literal["all", "arrivals"]
    state: Literal["running", "done", "failed"]
    phase: Literal["reading", "scoring", "writing"]
    record_count: int
    done_count: int
    pair_count: int
    linked_count: int
    review_count: int
    changed_count: int
    model_version: str
    started_at: datetime
    finished_at: datetime | None


class LinkageRunPage(Page):
    """A page of searches, newest first."""

    items: list[LinkageRunOut]
