"""Which of two values stays, and by which rule."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.same_person.survivorship import (
    RULES,
    RULES_BY_NAME,
    TEST_WORDS,
    Candidate,
    Choice,
    Origin,
    Side,
    Test,
    choose,
)

EARLY = datetime(2026, 1, 1, tzinfo=UTC)
LATE = datetime(2026, 9, 1, tzinfo=UTC)


def one(*values, **more):
    return Candidate(values=values, **more)


@pytest.mark.parametrize(
    ("_case", "name", "kept", "other", "choice"),
    [
        ("equal values", "mail", one("a"), one("a"), (Side.KEPT, Test.SAME)),
        ("a value beats an empty one", "mail", one(""), one("a"), (Side.OTHER, Test.FILLED)),
        (
            "an address that works beats a newer one that does not",
            "mail",
            one("a", said_at=LATE, is_dead=True),
            one("b", said_at=EARLY),
            (Side.OTHER, Test.WORKS),
        ),
        (
            "the person's word beats a newer one of a member",
            "phone",
            one("1", origin=Origin.MEMBER, said_at=LATE, is_checked=True),
            one("2", origin=Origin.OWN, said_at=EARLY, is_checked=True),
            (Side.OTHER, Test.OWN_STATEMENT),
        ),
        (
            "the newer of two checked contacts wins",
            "phone",
            one("1", is_checked=True, said_at=EARLY),
            one("2", is_checked=True, said_at=LATE),
            (Side.OTHER, Test.NEWER),
        ),
        (
            "a checked contact beats a newer one of a file",
            "phone",
            one("1", is_checked=True, said_at=EARLY),
            one("2", said_at=LATE),
            (Side.KEPT, Test.CHECKED),
        ),
        (
            "the longer spelling of one name",
            "name",
            one("髙橋", "花子", said_at=EARLY),
            one("高橋", "花", said_at=LATE),
            (Side.KEPT, Test.LONGER),
        ),
        (
            "two different names are no question of length",
            "name",
            one("長谷部", "花子", said_at=EARLY),
            one("林", "花子", said_at=LATE),
            (Side.OTHER, Test.NEWER),
        ),
        (
            "a day beats no day",
            "address",
            one("a"),
            one("b", said_at=EARLY),
            (Side.OTHER, Test.NEWER),
        ),
        (
            "else the record that stays",
            "address",
            one("a"),
            one("b"),
            (Side.KEPT, Test.KEPT_RECORD),
        ),
    ],
)
def test_choice(_case, name, kept, other, choice):
    assert choose(RULES_BY_NAME[name], kept=kept, other=other) == Choice(*choice)


candidates = st.builds(
    Candidate,
    values=st.tuples(st.sampled_from(["", "髙橋花", "高橋花子", "林花子"])),
    origin=st.sampled_from(Origin),
    said_at=st.sampled_from([None, EARLY, LATE]),
    is_checked=st.booleans(),
    is_dead=st.booleans(),
)


@given(rule=st.sampled_from(RULES), kept=candidates, other=candidates)
def test_a_choice_by_rule_does_not_depend_on_which_record_stays(rule, kept, other):
    choice = choose(rule, kept=kept, other=other)
    mirrored = choose(rule, kept=other, other=kept)

    is_tie = choice.test in {Test.SAME, Test.KEPT_RECORD}
    assert choice.test == mirrored.test
    assert is_tie or choice.side != mirrored.side


@given(rule=st.sampled_from(RULES), kept=candidates, other=candidates)
def test_a_filled_value_never_loses_to_an_empty_one(rule, kept, other):
    choice = choose(rule, kept=kept, other=other)

    chosen = kept if choice.side is Side.KEPT else other
    assert chosen.is_filled == (kept.is_filled or other.is_filled)


def test_every_field_stands_in_one_rule_and_every_test_has_words():
    fields = [name for rule in RULES for name in rule.fields]

    assert len(fields) == len(set(fields))
    assert set(TEST_WORDS) == set(Test)
