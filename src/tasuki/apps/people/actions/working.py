"""A person's working life: employment with the organisation, career entries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.people.actions.common import (
    choice_of,
    line_of,
    lock_part,
    lock_person,
    note_act,
    read_day,
    read_flag,
    read_month_or_day,
    read_values,
    text_of,
)
from tasuki.apps.people.models import Career, Employment
from tasuki.apps.vocab.queries import find_term
from tasuki.core.access import Permission

_EMPLOYMENT: Final = {
    "number": line_of(40),
    "state": choice_of(Employment.State.values),
    "department": line_of(120),
    "position": line_of(120),
    "employment_type": line_of(60),
    "joined_on": read_day,
    "left_on": read_day,
    "left_reason": line_of(300),
}


def _occupation(value: Any, field: str) -> str:
    code = str(value or "").strip()
    if code and find_term(kind="occupation", code=code) is None:
        raise InvalidInputError(
            ja="職業を一覧から選んでください。", en="Choose an occupation of the list.", field=field
        )
    return code


_CAREER: Final = {
    "company": line_of(120),
    "department": line_of(120),
    "position": line_of(120),
    "started": read_month_or_day,
    "ended": read_month_or_day,
    "is_current": read_flag,
    "occupation_code": _occupation,
    "text": text_of(2000),
}


@action(act=None)
def save_employment(
    *,
    actor: Actor,
    talent_record_id: UUID,
    employment_id: UUID | None = None,
    values: Mapping[str, Any],
    now: datetime,
) -> Employment:
    """Write down a person's employment; only the given fields change.

    Args:
        actor: who writes.
        talent_record_id: the person.
        employment_id: one that is there; None for a new one.
        values: number, state, department, position, employment_type, joined_on, left_on,
            left_reason. A day of leaving makes the state ``left``.
        now: when.

    Raises:
        InvalidInputError: a value cannot be read, the number is somebody else's, or the days
            are in the wrong order.
        NotVisibleError: no such person or employment.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    person = lock_person(talent_record_id)
    if employment_id is None:
        row = Employment(organisation_id=person.organisation_id, talent_record=person)
    else:
        row = lock_part(Employment, employment_id)
    for field, value in read_values(values, _EMPLOYMENT).items():
        setattr(row, field, value)
    if row.left_on is not None:
        row.state = Employment.State.LEFT
    if row.left_on and row.joined_on and row.left_on < row.joined_on:
        raise InvalidInputError(
            ja="退職日が入社日より前です。日付を確認してください。",
            en="The day of leaving lies before the day of joining. Check the days.",
            field="left_on",
        )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "one_employee_number" not in str(error):
            raise
        raise InvalidInputError(
            ja="この社員番号はほかの人が使っています。番号を確認してください。",
            en="Somebody else has this employee number. Check the number.",
            field="number",
        ) from error
    note_act(
        actor=actor, act="employment_save", talent_record_id=person.id, now=now, state=row.state
    )
    return row


@action(act=None)
def save_career(
    *,
    actor: Actor,
    talent_record_id: UUID,
    career_id: UUID | None = None,
    values: Mapping[str, Any],
    now: datetime,
) -> Career:
    """Write down one post of a person's career; only the given fields change.

    Args:
        actor: who writes.
        talent_record_id: the person.
        career_id: one that is there; None for a new one.
        values: company, department, position, started, ended, is_current, occupation_code,
            text. A month stays a month.
        now: when.

    Raises:
        InvalidInputError: a value cannot be read, or company and post are both empty.
        RefusedError: H5, the text touches forbidden data.
        NotVisibleError: no such person or entry.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    person = lock_person(talent_record_id)
    if career_id is None:
        row = Career(organisation_id=person.organisation_id, talent_record=person)
    else:
        row = lock_part(Career, career_id)
    for field, value in read_values(values, _CAREER).items():
        setattr(row, field, value)
    if not row.company + row.position:
        raise InvalidInputError(
            ja="会社名か役職を入力してください。",
            en="Enter a company or a position.",
            field="company",
        )
    if row.started and row.ended and row.ended < row.started[: len(row.ended)]:
        raise InvalidInputError(
            ja="終わりが始まりより前です。年月を確認してください。",
            en="The end lies before the beginning. Check the months.",
            field="ended",
        )
    term = find_term(kind="occupation", code=row.occupation_code) if row.occupation_code else None
    row.mhlw_code = next(iter(term.details.get("mhlw", [])), "") if term else ""
    row.save()
    note_act(actor=actor, act="career_save", talent_record_id=person.id, now=now)
    return row
