"""What a merge would do, before it is done: field by field, with the rule that decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tasuki.adapters.postgres.holds import is_held
from tasuki.apps.consent.models import ConsentEvent
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError
from tasuki.apps.messages.models import Suppression
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.same_person.evidence import find_candidates
from tasuki.apps.same_person.strictness import (
    Clocks,
    Question,
    find_clocks,
    find_limits,
    list_group_ids,
)
from tasuki.core.same_person.stricter import Limit
from tasuki.core.same_person.survivorship import (
    RULES,
    RULES_BY_NAME,
    Candidate,
    Choice,
    FieldRule,
    Side,
    Test,
    choose,
)


@dataclass(frozen=True, slots=True, repr=False)
class FieldPreview:
    """One row of the preview: both values, which one stays, and why."""

    rule: FieldRule
    kept: Candidate
    other: Candidate
    choice: Choice

    @property
    def result(self) -> tuple[Any, ...]:
        """The values that stay."""
        return (self.kept if self.choice.side is Side.KEPT else self.other).values

    @property
    def is_equal(self) -> bool:
        """Whether both records say the same."""
        return self.kept.values == self.other.values


@dataclass(frozen=True, slots=True, repr=False)
class MergePreview:
    """What would become of two records.

    Attributes:
        survivor: the record that stays, with its number.
        absorbed: the record that goes into it; its row stays as it is.
        fields: one row a field.
        limits: consents that the merge narrows; more than none needs a second person.
        shares_stop: a stop of mail or of use of one holds for both afterwards.
        clocks: retention clocks of both, each alone.
        application_count: applications shown under the surviving record afterwards.
        consent_count: answers of the person shown under it afterwards.
        is_held: a legal hold keeps the values of one of them as they are.
    """

    survivor: TalentRecord
    absorbed: TalentRecord
    fields: tuple[FieldPreview, ...]
    limits: Mapping[Question, Limit]
    shares_stop: bool
    clocks: Clocks
    application_count: int
    consent_count: int
    is_held: bool

    @property
    def needs_second(self) -> bool:
        """Whether a second person has to confirm it: the merge would override a consent."""
        return bool(self.limits)

    @property
    def purposes(self) -> list[str]:
        """The purposes of the consents that it narrows."""
        return sorted({purpose for purpose, _scope in self.limits})

    @property
    def new_values(self) -> dict[str, Any]:
        """Field -> value of the surviving record afterwards, for the fields that change."""
        return {
            name: value
            for row in self.fields
            for name, value in zip(row.rule.fields, row.result, strict=True)
            if getattr(self.survivor, name) != value
        }


def find_survivor(left: TalentRecord, right: TalentRecord) -> TalentRecord:
    """Return the record that is proposed to stay: the older one keeps its number."""
    return min(left, right, key=lambda one: (one.created_at, one.id))


def preview_merge(
    *,
    survivor_id: UUID,
    absorbed_id: UUID,
    chosen: Mapping[str, str] | None = None,
    on: date,
    is_locked: bool = False,
) -> MergePreview:
    """Return what a merge in the organisation bound now would do.

    Args:
        survivor_id: the record that stays.
        absorbed_id: the other one.
        chosen: name of a rule -> side (``kept``, ``other``), where a member chose by hand.
        on: the day of the merge.
        is_locked: lock both records first, for the merge itself.

    Raises:
        NotVisibleError: one of the records is not there.
        ConflictError: one of them was merged already.
        InvalidInputError: a choice names no field or no side.
    """
    survivor, absorbed = _read_both(survivor_id, absorbed_id, is_locked=is_locked)
    candidates = find_candidates([survivor, absorbed])
    picks = _read_choices(chosen or {})
    ids = list_group_ids(survivor_id, absorbed_id)
    mails = {one.mail for one in (survivor, absorbed) if one.mail}
    stops = set(find_suppressions(addresses=mails).values()) - {str(Suppression.Reason.BOUNCE)}
    return MergePreview(
        survivor=survivor,
        absorbed=absorbed,
        fields=tuple(
            _preview_field(
                rule,
                candidates[survivor.id][rule.name],
                candidates[absorbed.id][rule.name],
                picks,
            )
            for rule in RULES
        ),
        limits=find_limits(survivor_id=survivor_id, absorbed_id=absorbed_id, on=on),
        shares_stop=bool(stops or survivor.stopped_at or absorbed.stopped_at),
        clocks=find_clocks(survivor_id=survivor_id, absorbed_id=absorbed_id, on=on),
        application_count=Application.objects.filter(talent_record_id__in=ids).count(),
        consent_count=ConsentEvent.objects.filter(talent_record_id__in=ids).count(),
        is_held=is_held(TalentRecord, *ids),
    )


def _preview_field(
    rule: FieldRule, kept: Candidate, other: Candidate, picks: Mapping[str, Side]
) -> FieldPreview:
    choice = choose(rule, kept=kept, other=other)
    if rule.name in picks and picks[rule.name] is not choice.side:
        choice = Choice(picks[rule.name], Test.BY_HAND)
    return FieldPreview(rule, kept, other, choice)


def _read_choices(chosen: Mapping[str, str]) -> dict[str, Side]:
    found = {}
    for name, side in chosen.items():
        if name not in RULES_BY_NAME or side not in set(Side):
            raise InvalidInputError(
                ja="残す内容を、画面の選択肢から選んでください。",
                en="Choose what stays from what the page offers.",
                field=name if name in RULES_BY_NAME else "choices",
            )
        found[name] = Side(side)
    return found


def _read_both(
    survivor_id: UUID, absorbed_id: UUID, *, is_locked: bool
) -> tuple[TalentRecord, TalentRecord]:
    rows = TalentRecord.objects.filter(id__in=[survivor_id, absorbed_id]).order_by("id")
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    found = {row.id: row for row in rows}
    if set(found) != {survivor_id, absorbed_id} or survivor_id == absorbed_id:
        raise NotVisibleError
    survivor, absorbed = found[survivor_id], found[absorbed_id]
    if survivor.merged_into_id or absorbed.merged_into_id:
        raise ConflictError
    return survivor, absorbed
