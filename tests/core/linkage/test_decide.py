"""A machine links only what is nearly certain and passes every guard."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.linkage.comparisons import COMPARISONS
from tasuki.core.linkage.decide import (
    GUARD_TEXTS,
    Decision,
    Guard,
    ScoredPair,
    decide,
    find_failed_guards,
    rests_on_shared_contact,
)

ALL_SAME = {comparison.name: comparison.levels[0].name for comparison in COMPARISONS}


def gammas(**levels):
    """Return the numbers of levels; fields that are not named agree fully."""
    found = []
    for comparison in COMPARISONS:
        wanted = (ALL_SAME | levels)[comparison.name]
        names = [level.name for level in reversed(comparison.levels)]
        found.append(-1 if wanted == "missing" else names.index(wanted))
    return tuple(found)


@pytest.mark.parametrize(
    ("_case", "levels", "failed"),
    [
        ("all the same", {}, ()),
        (
            "spouses",
            {"given_name": "other", "birth_date": "other"},
            (Guard.GIVEN_NAME, Guard.BIRTH_DATE),
        ),
        (
            "a couple without dates",
            {"given_name": "other", "birth_date": "missing"},
            (Guard.GIVEN_NAME,),
        ),
        ("siblings of one character", {"given_name": "close_shape"}, (Guard.GIVEN_NAME,)),
        ("a name without given name", {"given_name": "missing"}, (Guard.GIVEN_NAME,)),
        ("father and son of one name", {"birth_date": "other"}, (Guard.BIRTH_DATE,)),
        ("namesakes of one year", {"birth_date": "year"}, (Guard.BIRTH_DATE,)),
        ("a digit of the birth date off", {"birth_date": "close"}, ()),
        ("an age that does not fit is no full date", {"birth_date": "age_other"}, ()),
        ("no birth date", {"birth_date": "missing"}, ()),
        ("marriage, former name told", {"family_name": "former"}, ()),
        ("marriage, birth date and own mail", {"family_name": "other", "phone": "other"}, ()),
        ("marriage, birth date and own phone", {"family_name": "other", "mail": "missing"}, ()),
        (
            "marriage, own mail and own phone",
            {"family_name": "other", "birth_date": "missing", "address": "other"},
            (),
        ),
        (
            "marriage, birth date and house",
            {"family_name": "other", "phone": "other", "mail": "missing", "address": "house"},
            (),
        ),
        (
            "marriage, one own contact and nothing else",
            {"family_name": "other", "birth_date": "missing", "phone": "pair", "address": "city"},
            (Guard.FAMILY_NAME,),
        ),
        (
            "marriage, birth date and nothing else",
            {"family_name": "other", "phone": "pair", "mail": "missing", "address": "postal"},
            (Guard.FAMILY_NAME,),
        ),
        (
            "marriage, only contacts of the house",
            {"family_name": "other", "phone": "pair", "mail": "shared", "birth_date": "missing"},
            (Guard.FAMILY_NAME,),
        ),
        (
            "a rare name and nothing else",
            {"birth_date": "missing", "phone": "other", "mail": "missing", "address": "city"},
            (Guard.NAME_ONLY,),
        ),
        (
            "a name and a number one digit off",
            {"birth_date": "missing", "phone": "close", "mail": "missing", "address": "other"},
            (Guard.NAME_ONLY,),
        ),
        (
            "a name and a fitting age",
            {"birth_date": "age", "phone": "missing", "mail": "missing", "address": "missing"},
            (Guard.NAME_ONLY,),
        ),
        (
            "a name and a contact of the house",
            {"birth_date": "missing", "phone": "shared", "mail": "other", "address": "other"},
            (),
        ),
        ("names swapped", {"family_name": "swapped", "given_name": "swapped"}, ()),
        ("the same sound in other characters", {"given_name": "sound"}, ()),
    ],
)
def test_guards(_case, levels, failed):
    assert find_failed_guards(gammas(**levels)) == failed


@pytest.mark.parametrize(
    ("probability", "failed", "decision"),
    [
        (0.99, (), Decision.AUTO),
        (1.0, (), Decision.AUTO),
        (0.9899, (), Decision.REVIEW),
        (0.999, (Guard.GIVEN_NAME,), Decision.REVIEW),
        (0.30, (), Decision.REVIEW),
        (0.2999, (), Decision.APART),
        (0.0, (Guard.BIRTH_DATE,), Decision.APART),
    ],
)
def test_thresholds(probability, failed, decision):
    assert decide(probability=probability, failed=failed) is decision


def test_a_stricter_threshold_asks_more():
    assert decide(probability=0.995, failed=(), auto_min=0.999) is Decision.REVIEW


@given(st.floats(0, 1), st.sets(st.sampled_from(Guard), min_size=1))
def test_a_failed_guard_never_links(probability, failed):
    assert decide(probability=probability, failed=tuple(failed)) is not Decision.AUTO


@pytest.mark.parametrize(
    ("_case", "phone", "odds_bits", "rests"),
    [
        ("certain without it", "shared", 18.0, False),
        ("certain by it alone", "shared", 12.0, True),
        ("an own phone may carry", "same", 12.0, False),
        ("a phone of two may carry", "pair", 12.0, False),
    ],
)
def test_a_contact_of_three_persons_does_not_carry_a_link(_case, phone, odds_bits, rests):
    weights = tuple(10.0 if comparison.name == "phone" else 1.0 for comparison in COMPARISONS)

    assert rests_on_shared_contact(gammas(phone=phone), odds_bits, weights) is rests


def test_reasons_are_sentences_with_weights_in_both_languages():
    numbers = gammas(phone="missing", birth_date="close")
    pair = ScoredPair(
        "a", "b", 0.9, Decision.REVIEW, (), numbers, (7.184, 11.2, 4.3, 0.0, 11.3, 3.4)
    )

    assert [(reason.field, reason.level, reason.weight_bits) for reason in pair.reasons] == [
        ("family_name", "same", 7.18),
        ("given_name", "same", 11.2),
        ("birth_date", "close", 4.3),
        ("phone", "missing", 0.0),
        ("mail", "same", 11.3),
        ("address", "home", 3.4),
    ]
    assert pair.reasons[0].text.ja == "姓が同じです"
    assert pair.reasons[3].text.en == "Phone is missing in one of them"
    assert all(reason.text.ja and reason.text.en for reason in pair.reasons)


def test_every_guard_has_words():
    assert set(GUARD_TEXTS) == set(Guard)


def test_guards_speak_about_every_mix_of_levels():
    names = [range(-1, len(comparison.levels)) for comparison in COMPARISONS[:3]]
    for family, given_name, birth in product(*names):
        numbers = (family, given_name, birth, -1, -1, -1)
        is_certain = find_failed_guards(numbers) == ()

        assert not (is_certain and given_name in {-1, 0, 1, 2})
