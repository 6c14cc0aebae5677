"""Write openings: half-filled ones stay drafts, only complete ones are shown (H6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.policy import find_problems, posting_facts
from tasuki.apps.people.actions import take_numbers
from tasuki.core.access import Permission
from tasuki.core.law.acts import Act
from tasuki.core.law.posting import check_posting, check_self_declaration

FIELDS: Final = (
    "title",
    "occupation",
    "workplace",
    "pay_min_yen",
    "pay_max_yen",
    "pay_unit",
    "theoretical_pay_yen",
    "is_indefinite",
    "prefecture",
    "work_minutes",
    "age_least",
    "age_most",
    "age_code",
    "age_reason",
    "retirement_age",
    "asks_experience",
    "terms",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningValues:
    """What a person types for an opening.

    Attributes:
        title: 1-120 characters.
        occupation: 0-120 characters.
        workplace: 0-200 characters.
        pay_min_yen: lowest pay by ``pay_unit``, >= 0.
        pay_max_yen: highest pay, >= the lowest.
        pay_unit: ``hour``, ``day``, ``month`` or ``year``.
        theoretical_pay_yen: pay of a whole year, >= 0.
        is_indefinite: the contract has no end.
        prefecture: number of the prefecture of the workplace, 1-47; None while unknown.
        work_minutes: scheduled minutes of a day for daily pay, of an average month for monthly
            and yearly pay; 0 for hourly pay or while unknown.
        age_least: youngest age in years; None without a lower limit.
        age_most: oldest age in years; None without an upper limit.
        age_code: reason code of the law behind a limit of age; empty without one.
        age_reason: the written reason, 0-300 characters.
        retirement_age: of the company; needed for the code that ends there.
        asks_experience: experience is a condition.
        is_declared: the company declares that no listed breach of labour law stands against it
            (自己申告): True keeps the day of a declaration that still holds and dates a new one
            today, False takes it back, None leaves it as it is.
        terms: text by key of ``POSTING_KEYS``; missing ones are not filled in yet.
    """

    title: str
    occupation: str = ""
    workplace: str = ""
    pay_min_yen: int = 0
    pay_max_yen: int = 0
    pay_unit: str = "month"
    theoretical_pay_yen: int = 0
    is_indefinite: bool = True
    prefecture: int | None = None
    work_minutes: int = 0
    age_least: int | None = None
    age_most: int | None = None
    age_code: str = ""
    age_reason: str = ""
    retirement_age: int | None = None
    asks_experience: bool = False
    is_declared: bool | None = None
    terms: Mapping[str, str] = field(default_factory=dict)


@action(act=Act.LIST_JOBS)
def create_opening(*, actor: Actor, values: OpeningValues, now: datetime) -> Opening:
    """Store a new opening as a draft.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        RefusedError: H5, a text asks for what selection must not know.
    """
    require(actor, Permission.OPENING_EDIT)
    _check(values)
    [number] = take_numbers(name="opening")
    opening = Opening(
        organisation_id=current_organisation_id(),
        number=f"O-{number:05d}",
        as_of=localdate(now),
    )
    _fill(opening, values, on=localdate(now))
    opening.save(force_insert=True)
    _record(actor, opening, "create", now)
    return opening


@action(act=Act.LIST_JOBS)
def update_opening(
    *, actor: Actor, opening_id: UUID, values: OpeningValues, now: datetime
) -> Opening:
    """Change an opening and renew its date; one that is shown must stay complete.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        RefusedError: H5; H6, the shown opening would lack an item.
        NotVisibleError: no such opening.
    """
    require(actor, Permission.OPENING_EDIT)
    _check(values)
    opening = _locked(opening_id)
    declared_on = opening.declared_on
    _fill(opening, values, on=localdate(now))
    opening.as_of = localdate(now)
    if opening.state == Opening.State.OPEN:
        _check_complete(opening)
    opening.save()
    _record(actor, opening, "update", now)
    if opening.declared_on != declared_on:
        _record(actor, opening, "declare" if opening.declared_on else "take_back_declaration", now)
    return opening


@action(act=Act.LIST_JOBS)
def publish_opening(*, actor: Actor, opening_id: UUID, now: datetime) -> Opening:
    """Show an opening to the agencies; people can be introduced to it from now on.

    Raises:
        RefusedError: H6: an item, the self-declaration or the code of a limit of age is
            missing, a word asks for one sex, or the pay is below the minimum wage.
        NotVisibleError: no such opening.

    Source: 職業安定法 5条の3, 5条の4.
    """
    require(actor, Permission.OPENING_EDIT)
    opening = _locked(opening_id)
    opening.as_of = localdate(now)
    _check_complete(opening)
    opening.state = Opening.State.OPEN
    opening.save()
    _record(actor, opening, "publish", now)
    return opening


@action(act=Act.LIST_JOBS)
def confirm_opening(*, actor: Actor, opening_id: UUID, now: datetime) -> Opening:
    """Say that the content is still true and renew its date.

    Raises:
        RefusedError: H6, an opening that is shown may not be shown any more.
        NotVisibleError: no such opening.

    Source: 職業安定法 5条の4.
    """
    require(actor, Permission.OPENING_EDIT)
    opening = _locked(opening_id)
    opening.as_of = localdate(now)
    if opening.state == Opening.State.OPEN:
        _check_complete(opening)
    opening.save(update_fields=["as_of"])
    _record(actor, opening, "confirm", now)
    return opening


@action(act=Act.LIST_JOBS)
def close_opening(*, actor: Actor, opening_id: UUID, now: datetime) -> Opening:
    """Take an opening back; ``publish_opening`` shows it again.

    Raises:
        NotVisibleError: no such opening.
    """
    require(actor, Permission.OPENING_EDIT)
    opening = _locked(opening_id)
    opening.state = Opening.State.CLOSED
    opening.save(update_fields=["state"])
    _record(actor, opening, "close", now)
    return opening


def _check(values: OpeningValues) -> None:
    problems = find_problems(**{name: getattr(values, name) for name in FIELDS})
    for name, problem in problems.items():
        if problem.refusal:
            raise RefusedError.by_law(problem.refusal)
        raise InvalidInputError(ja=problem.text.ja, en=problem.text.en, field=name)


def _fill(opening: Opening, values: OpeningValues, *, on: date) -> None:
    for name in FIELDS:
        value = getattr(values, name)
        setattr(opening, name, value.strip() if isinstance(value, str) else value)
    opening.terms = {key: text.strip() for key, text in values.terms.items() if text.strip()}
    if values.is_declared is False:
        opening.declared_on = None
    elif values.is_declared and check_self_declaration(opening.declared_on, on=on):
        opening.declared_on = on


def _check_complete(opening: Opening) -> None:
    if refusal := check_posting(posting_facts(opening), on=opening.as_of):
        raise RefusedError.by_law(refusal)


def _locked(opening_id: UUID) -> Opening:
    opening = Opening.objects.select_for_update().filter(id=opening_id).first()
    if opening is None:
        raise NotVisibleError
    return opening


def _record(actor: Actor, opening: Opening, act: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=f"opening.{act}",
        object_kind="opening",
        object_id=opening.id,
        now=now,
        after=opening.state,
    )
