"""What a person types for an opening."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

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
    "person_count",
    "occupation_code",
    "employment",
    "contract_from",
    "contract_to",
    "locality",
    "is_remote",
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
        person_count: how many persons are wanted, 1-999.
        occupation_code: of the classification of the ministry (厚労省編職業分類), such as ``013``
            or ``013-01``; empty while unknown.
        employment: full time, part time and so on, ``Opening.Employment``.
        contract_from: first day of a contract with an end.
        contract_to: its last day.
        locality: city or ward of the workplace, 0-60 characters.
        is_remote: the work is done from anywhere in the country.
        employer_id: whose order it is; only at an agency, which declares for no employer.
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
    person_count: int = 1
    occupation_code: str = ""
    employment: str = "full_time"
    contract_from: date | None = None
    contract_to: date | None = None
    locality: str = ""
    is_remote: bool = False
    employer_id: UUID | None = None
