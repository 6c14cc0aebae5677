"""Which of two values stays when two records become one: the rules are data, one row a field.

Decides by where a value comes from, when it was said, and whether it works. Refuses to know
how the other record was found: a probability never makes a value better.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from tasuki.core.identity.normalise import name_key
from tasuki.core.words import Words

type Plain = str | date | None


class Origin(StrEnum):
    """Who said a value; stored."""

    OWN = "own"
    MEMBER = "member"
    FILE = "file"


class Side(StrEnum):
    """Which of the two records; stored."""

    KEPT = "kept"
    OTHER = "other"


class Test(StrEnum):
    """One question that two values are asked; stored with the choice it made."""

    __test__ = False  # no test case, whatever its name says

    SAME = "same"
    FILLED = "filled"
    WORKS = "works"
    OWN_STATEMENT = "own_statement"
    CHECKED = "checked"
    LONGER = "longer"
    NEWER = "newer"
    KEPT_RECORD = "kept_record"
    BY_HAND = "by_hand"


TEST_WORDS: Final[Mapping[Test, Words]] = {
    Test.SAME: Words("2件で同じです", "the same in both"),
    Test.FILLED: Words("もう一方は空です", "the other one is empty"),
    Test.WORKS: Words("もう一方には届きません", "mail to the other one comes back"),
    Test.OWN_STATEMENT: Words("本人が伝えた内容です", "the person said so"),
    Test.CHECKED: Words("担当者が確認した連絡先です", "a member of staff checked it"),
    Test.LONGER: Words("書かれたとおりの、より長い氏名です", "the longer name, as it was written"),
    Test.NEWER: Words("より新しい内容です", "it is newer"),
    Test.KEPT_RECORD: Words("残すデータの内容です", "it stands in the record that stays"),
    Test.BY_HAND: Words("あなたが選びました", "you chose it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The value that one record holds for a field, and what speaks for it.

    Attributes:
        values: one value, or those that belong together (family name and given name).
        origin: who said it.
        said_at: when; None if nobody knows.
        is_checked: a member of staff corrected it by hand or said that it works.
        is_dead: a mail to it came back.
    """

    values: tuple[Plain, ...]
    origin: Origin = Origin.FILE
    said_at: datetime | None = None
    is_checked: bool = False
    is_dead: bool = False

    @property
    def is_filled(self) -> bool:
        """Whether there is anything."""
        return any(self.values)

    @property
    def text(self) -> str:
        """All values as one text."""
        return "".join(str(one) for one in self.values if one)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which side stays, and the test that said so."""

    side: Side
    test: Test


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field, or fields that belong together, are chosen: the first test that differs."""

    name: str
    fields: tuple[str, ...]
    label: Words
    tests: tuple[Test, ...]


RULES: Final[tuple[FieldRule, ...]] = (
    FieldRule(
        "name",
        ("family_name", "given_name"),
        Words("氏名", "Name"),
        (Test.OWN_STATEMENT, Test.LONGER, Test.CHECKED, Test.NEWER),
    ),
    FieldRule(
        "name_kana",
        ("name_kana",),
        Words("ふりがな", "Kana"),
        (Test.OWN_STATEMENT, Test.CHECKED, Test.NEWER),
    ),
    FieldRule(
        "mail",
        ("mail",),
        Words("メールアドレス", "Mail address"),
        (Test.WORKS, Test.OWN_STATEMENT, Test.CHECKED, Test.NEWER),
    ),
    FieldRule(
        "phone",
        ("phone",),
        Words("電話", "Phone"),
        (Test.OWN_STATEMENT, Test.CHECKED, Test.NEWER),
    ),
    FieldRule(
        "birth_date",
        ("birth_date",),
        Words("生年月日", "Birth date"),
        (Test.OWN_STATEMENT, Test.CHECKED, Test.NEWER),
    ),
    FieldRule(
        "address",
        ("address",),
        Words("住所", "Address"),
        (Test.OWN_STATEMENT, Test.CHECKED, Test.NEWER),
    ),
    FieldRule(
        "language",
        ("language",),
        Words("言語", "Language"),
        (Test.OWN_STATEMENT, Test.CHECKED),
    ),
)
"""What is chosen field by field; every field stands in one row only."""

RULES_BY_NAME: Final[Mapping[str, FieldRule]] = {rule.name: rule for rule in RULES}


def choose(rule: FieldRule, *, kept: Candidate, other: Candidate) -> Choice:
    """Return which of two values stays.

    Args:
        rule: the row of the field.
        kept: the value of the record that stays.
        other: the value of the record that goes into it.

    Returns:
        The side and the first test that could tell them apart; a value always beats an empty one.
    """
    if kept.values == other.values:
        return Choice(Side.KEPT, Test.SAME)
    for test in (Test.FILLED, *rule.tests):
        measure = _MEASURES[test](kept, other)
        if measure:
            return Choice(Side.KEPT if measure > 0 else Side.OTHER, test)
    return Choice(Side.KEPT, Test.KEPT_RECORD)


def _by(quality: Callable[[Candidate], int]) -> Callable[[Candidate, Candidate], int]:
    return lambda kept, other: quality(kept) - quality(other)


def _longer(kept: Candidate, other: Candidate) -> int:
    """Compare lengths of one name written twice; two different names are no question of length."""
    mine, yours = name_key(kept.text), name_key(other.text)
    if not (mine.startswith(yours) or yours.startswith(mine)):
        return 0
    return len(kept.text) - len(other.text)


def _newer(kept: Candidate, other: Candidate) -> int:
    if kept.said_at is None or other.said_at is None:
        return (kept.said_at is not None) - (other.said_at is not None)
    return (kept.said_at > other.said_at) - (kept.said_at < other.said_at)


_MEASURES: Final[Mapping[Test, Callable[[Candidate, Candidate], int]]] = {
    Test.FILLED: _by(lambda one: one.is_filled),
    Test.WORKS: _by(lambda one: not one.is_dead),
    Test.OWN_STATEMENT: _by(lambda one: one.origin is Origin.OWN),
    Test.CHECKED: _by(lambda one: one.is_checked),
    Test.LONGER: _longer,
    Test.NEWER: _newer,
}
