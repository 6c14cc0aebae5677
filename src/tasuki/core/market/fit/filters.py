"""Who and what is never put beside each other, each with the reason by its name.

A filter is no part of a score: what it holds back is not ranked low, it is not ranked at all,
and whoever asks is told which rule did it. Whether the round itself is allowed is decided
elsewhere (``tasuki.core.law.acts``).

Source: 職業安定法 5条の4, 5条の5, 32条の11, 32条の12; 個人情報保護法 27条.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tasuki.core.law.occupations import find_barred_occupation
from tasuki.core.market.fit.records import FitOpening, FitPerson
from tasuki.core.market.fit.vocabulary import Vocabulary, major_group
from tasuki.core.words import Words


class FilterReason(StrEnum):
    """Why a person and an opening are not put beside each other; stored."""

    CLOSED = "closed"
    STALE = "stale"
    BARRED_WORK = "barred_work"
    OUTSIDE_LICENCE = "outside_licence"
    NOT_SUGGESTIBLE = "not_suggestible"
    PERSON_EXPIRED = "person_expired"
    NOT_RELEASED = "not_released"
    BLOCKED_BY_PERSON = "blocked_by_person"
    BLOCKED_BY_OPENING = "blocked_by_opening"
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    CERTIFICATE_MISSING = "certificate_missing"


FILTER_WORDS: Final[Mapping[FilterReason, Words]] = MappingProxyType(
    {
        FilterReason.CLOSED: Words("募集が終わっています。", "The opening is closed."),
        FilterReason.STALE: Words(
            "求人の内容が確かめられないまま日が過ぎています。",
            "Nobody has confirmed the opening for too long.",
        ),
        FilterReason.BARRED_WORK: Words(
            "港湾運送・建設の業務は職業紹介の対象外です（H1）。",
            "Harbour transport and construction work may not be placed (H1).",
        ),
        FilterReason.OUTSIDE_LICENCE: Words(
            "許可・届出の範囲または期間の外です（H1）。",
            "Outside the range or the period of the licence (H1).",
        ),
        FilterReason.NOT_SUGGESTIBLE: Words(
            "利用停止などのため、いまは提案できません（H7・H8）。",
            "Suggestions to this person are stopped for now (H7, H8).",
        ),
        FilterReason.PERSON_EXPIRED: Words(
            "求職の有効期間が終わっています。", "The period of the search is over."
        ),
        FilterReason.NOT_RELEASED: Words(
            "本人がこの組織への提供に同意していません（H2）。",
            "The person has not released the record to this organisation (H2).",
        ),
        FilterReason.BLOCKED_BY_PERSON: Words(
            "本人が希望しない先です。", "The person does not want to be shown here."
        ),
        FilterReason.BLOCKED_BY_OPENING: Words(
            "求人者が理由を記録して対象から外しています。",
            "The employer left the person out, with a recorded reason.",
        ),
        FilterReason.CERTIFICATE_UNKNOWN: Words(
            "仕事に必須の資格があるか、情報がありません。",
            "It is not known whether the certificate the work requires is held.",
        ),
        FilterReason.CERTIFICATE_MISSING: Words(
            "仕事に必須の資格を満たしていません。",
            "A certificate the work requires is not held.",
        ),
    }
)
FILTER_ORDER: Final = tuple(FilterReason)


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRange:
    """For which work somebody may introduce.

    Attributes:
        valid_from: first day.
        valid_to: last day; None while a notification has no end.
        majors: major groups of occupations; None for all.
        prefectures: of the workplace; None for all.
    """

    valid_from: date
    valid_to: date | None = None
    majors: frozenset[str] | None = None
    prefectures: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The filters of one ranking.

    Attributes:
        on: the day of the ranking.
        stale_days: an opening not confirmed for longer is left out; None if that is not asked.
        licence: range of the one who introduces; None for an employer's own openings.
    """

    on: date
    stale_days: int | None = 30
    licence: LicenceRange | None = None


def opening_reason(opening: FitOpening, gate: Gate) -> FilterReason | None:
    """Return why an opening is shown to nobody; None if it may be shown."""
    if not opening.is_open or (opening.valid_to is not None and opening.valid_to < gate.on):
        return FilterReason.CLOSED
    if gate.stale_days is not None and (
        opening.as_of is None or opening.as_of < gate.on - timedelta(days=gate.stale_days)
    ):
        return FilterReason.STALE
    return None if gate.licence is None else _licence_reason(opening, gate.licence, gate.on)


def _licence_reason(opening: FitOpening, licence: LicenceRange, on: date) -> FilterReason | None:
    if find_barred_occupation(opening.title, on=on) is not None:
        return FilterReason.BARRED_WORK
    is_valid = licence.valid_from <= on and (licence.valid_to is None or on <= licence.valid_to)
    major = major_group(opening.occupation) if opening.occupation else None
    is_known = licence.majors is None or major in licence.majors
    is_near = licence.prefectures is None or prefecture_of(opening) in licence.prefectures
    return None if is_valid and is_known and is_near else FilterReason.OUTSIDE_LICENCE


def person_reason(person: FitPerson, gate: Gate) -> FilterReason | None:
    """Return why a person is shown nowhere; None if they may be shown."""
    if not person.may_be_suggested:
        return FilterReason.NOT_SUGGESTIBLE
    if person.valid_to is not None and person.valid_to < gate.on:
        return FilterReason.PERSON_EXPIRED
    return None


def why_not(
    person: FitPerson, opening: FitOpening, gate: Gate, vocabulary: Vocabulary
) -> FilterReason | None:
    """Return the first reason that keeps a person and an opening apart; None if nothing does.

    Args:
        person: as a score knows them.
        opening: as a score knows it.
        gate: the filters of the ranking.
        vocabulary: says which certificates include others.
    """
    wide = opening_reason(opening, gate) or person_reason(person, gate)
    if wide is not None:
        return wide
    if opening.organisation not in person.released_to:
        return FilterReason.NOT_RELEASED
    if opening.organisation in person.blocked or opening.id in person.blocked:
        return FilterReason.BLOCKED_BY_PERSON
    if person.id in opening.blocked:
        return FilterReason.BLOCKED_BY_OPENING
    required = {vocabulary.key(one) for one in opening.required_certificates}
    if required and person.certificates is None:
        return FilterReason.CERTIFICATE_UNKNOWN
    if not required <= vocabulary.held(person.certificates or ()):
        return FilterReason.CERTIFICATE_MISSING
    return None


def prefecture_of(opening: FitOpening) -> str | None:
    """Return the prefecture of the workplace, from its municipality if only that is known."""
    if opening.prefecture is None and opening.municipality is not None:
        return opening.municipality[:2]
    return opening.prefecture
