"""What follows from a probability: link, ask a person, or keep apart.

A link by machine needs a high probability and every guard, because people of one household
share name, phone and house. The guards look at levels only, never at the values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tasuki.core.linkage.comparisons import COMPARISONS, Comparison, Level
from tasuki.core.words import Words

AUTO_PROBABILITY_MIN = 0.99
REVIEW_PROBABILITY_MIN = 0.30

type Gammas = tuple[int, ...]
"""The level of each comparison as engines count: 0 = the weakest, -1 = missing."""


class Decision(StrEnum):
    """What happens to a pair."""

    AUTO = "auto"
    REVIEW = "review"
    APART = "apart"


class Guard(StrEnum):
    """Why a pair of high probability still needs a person."""

    GIVEN_NAME = "given_name"
    BIRTH_DATE = "birth_date"
    FAMILY_NAME = "family_name"
    NAME_ONLY = "name_only"
    SHARED_CONTACT = "shared_contact"
    GROUP = "group"


GUARD_TEXTS: Mapping[Guard, Words] = {
    Guard.GIVEN_NAME: Words(
        "名が一致しません。家族は姓・電話・住所が同じことがあります。",
        "The given names do not agree; a family shares name, phone and address.",
    ),
    Guard.BIRTH_DATE: Words(
        "生年月日が食い違います。同姓同名の別人かもしれません。",
        "The dates of birth contradict; it may be a namesake.",
    ),
    Guard.FAMILY_NAME: Words(
        "姓が一致せず、旧姓や本人だけの連絡先でも確かめられません。",
        "The family names do not agree, and no former name or own contact confirms it.",
    ),
    Guard.NAME_ONLY: Words(
        "名前のほかに一致するものがありません。珍しい名前でも同姓同名の別人はいます。",
        "Nothing but the name agrees; even a rare name has namesakes.",
    ),
    Guard.SHARED_CONTACT: Words(
        "複数の人が使う連絡先に頼った一致です。",
        "The agreement rests on a contact that several persons use.",
    ),
    Guard.GROUP: Words(
        "つなぐと記録が多すぎるか、違う生年月日の人が一つになります。",
        "Linked, too many records or two dates of birth would become one person.",
    ),
}

_GIVEN_AGREES = frozenset({"same", "sound_only", "sound", "swapped"})
_FAMILY_AGREES = frozenset({"same", "sound_only", "sound", "swapped", "former"})
_HOUSE_AGREES = frozenset({"home", "house"})
_BIRTH_SUPPORTS = frozenset({"same", "close", "month"})
_CONTACT_SUPPORTS = frozenset({"same", "pair", "shared", "local_part"})
WITNESSES_MIN = 2
"""Of birth date, own phone, own mail address and house, so many stand in for a family name."""
_BIRTH_CONTRADICTS = frozenset({"year", "other"})


@dataclass(frozen=True, slots=True)
class Reason:
    """What one field says about a pair.

    Attributes:
        field: name of the comparison.
        level: name of its level; "missing" where a record lacks the field.
        weight_bits: how strongly it speaks for (+) or against (-) one person; each bit doubles
            the odds.
        text: the sentence a person reads.
    """

    field: str
    level: str
    weight_bits: float
    text: Words


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two records, how probably they are one person, and what follows.

    Attributes:
        left_id: id of the first record; the new one where new records meet old ones.
        right_id: id of the second record.
        probability: 0..1.
        decision: what happens to the pair.
        guard: the guards that failed, in the order of the enum.
        gammas: level of each comparison.
        weights_bits: weight of each comparison, in its order.
    """

    left_id: str
    right_id: str
    probability: float
    decision: Decision
    guard: tuple[Guard, ...]
    gammas: Gammas
    weights_bits: tuple[float, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What each field says, in the order of the comparisons."""
        rows = zip(COMPARISONS, self.gammas, self.weights_bits, strict=True)
        return tuple(_reason(comparison, gamma, bits) for comparison, gamma, bits in rows)


def _reason(comparison: Comparison, gamma: int, bits: float) -> Reason:
    level = comparison.level_of(gamma)
    if level is None:
        text = Words(
            f"{comparison.label.ja}がどちらかにありません",
            f"{comparison.label.en} is missing in one of them",
        )
        return Reason(comparison.name, "missing", 0.0, text)
    return Reason(comparison.name, level.name, round(bits, 2), level.text)


@lru_cache(maxsize=65_536)
def find_failed_guards(gammas: Gammas) -> tuple[Guard, ...]:
    """Return the guards that two records fail by their levels alone."""
    levels = {
        comparison.name: _name(comparison.level_of(gamma))
        for comparison, gamma in zip(COMPARISONS, gammas, strict=True)
    }
    is_given = levels["given_name"] in _GIVEN_AGREES
    witnesses = sum(levels[name] == "same" for name in ("birth_date", "phone", "mail"))
    witnesses += levels["address"] in _HOUSE_AGREES
    is_family = levels["family_name"] in _FAMILY_AGREES or (is_given and witnesses >= WITNESSES_MIN)
    is_supported = (
        levels["birth_date"] in _BIRTH_SUPPORTS
        or levels["address"] in _HOUSE_AGREES
        or not _CONTACT_SUPPORTS.isdisjoint((levels["phone"], levels["mail"]))
    )
    failed = {
        Guard.GIVEN_NAME: not is_given,
        Guard.BIRTH_DATE: levels["birth_date"] in _BIRTH_CONTRADICTS,
        Guard.FAMILY_NAME: not is_family,
        Guard.NAME_ONLY: not is_supported,
    }
    return tuple(guard for guard, is_failed in failed.items() if is_failed)


def _name(level: Level | None) -> str:
    return "missing" if level is None else level.name


_CONTACTS = tuple(
    (place, frozenset(len(c.levels) - 1 - i for i, x in enumerate(c.levels) if x.name == "shared"))
    for place, c in enumerate(COMPARISONS)
    if c.name in {"phone", "mail"}
)


def rests_on_shared_contact(
    gammas: Gammas, odds_bits: float, weights_bits: tuple[float, ...]
) -> bool:
    """Return whether a pair is certain only because of a contact of three or more persons.

    Args:
        gammas: level of each comparison.
        odds_bits: binary logarithm of the odds of the pair.
        weights_bits: weight of each comparison.
    """
    shared = sum(max(weights_bits[i], 0.0) for i, levels in _CONTACTS if gammas[i] in levels)
    return shared > 0 and odds_bits - shared < _AUTO_ODDS_BITS


_AUTO_ODDS_BITS = 6.6293566  # log2(.99 / .01)


def decide(
    *, probability: float, failed: tuple[Guard, ...], auto_min: float = AUTO_PROBABILITY_MIN
) -> Decision:
    """Return what happens to a pair.

    Args:
        probability: 0..1.
        failed: guards that the pair fails.
        auto_min: probability from which the machine may link; .30..1.
    """
    if probability < REVIEW_PROBABILITY_MIN:
        return Decision.APART
    return Decision.AUTO if probability >= auto_min and not failed else Decision.REVIEW
