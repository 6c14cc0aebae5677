"""Numbers that name something keep their zeros; a My Number is recognised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity.ids import (
    is_my_number,
    normalise_corporate_number,
    normalise_id,
    normalise_postal,
)
from tasuki.core.identity.problems import ParseProblem


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("000123", "000123"),
        (1.0, "1"),
        (1000, "1000"),
        ("1.0", "1"),
        ("Ｓ０００１ ", "S0001"),
        ("HR-1.0.2", "HR-1.0.2"),
        ("-", ""),
        ("", ""),
        (1.5, "1.5"),
    ],
)
def test_an_id_is_text(value, text):
    assert normalise_id(value) == text


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("〒７０８－００２２", "7080022"),
        ("708-0022", "7080022"),
        ("708ー0022", "7080022"),
        ("郵便番号：708 0022", "7080022"),
        ("060-0001", "0600001"),
        (600001, "0600001"),
        (600001.0, "0600001"),
        ("600001", "0600001"),
        ("", ""),
        ("-", ""),
    ],
)
def test_a_postal_code_is_seven_digits(value, digits):
    assert normalise_postal(value) == digits


@pytest.mark.parametrize("value", ["708-002", "708-00222", "12345", "abc-defg", "７０８"])
def test_other_text_is_no_postal_code(value):
    found = normalise_postal(value)

    assert isinstance(found, ParseProblem)
    assert "7桁" in found.text.ja


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("7000012050002", "7000012050002"),
        ("T7000012050002", "7000012050002"),
        ("ｔ７０００-０１２０-５０００-２", "7000012050002"),
        (7000012050002, "7000012050002"),
        (7000012050002.0, "7000012050002"),
        ("5835678256246", "5835678256246"),
        ("", ""),
    ],
)
def test_a_corporate_number_has_thirteen_digits_and_a_check_digit(value, digits):
    assert normalise_corporate_number(value) == digits


@pytest.mark.parametrize(
    ("value", "words"),
    [("8000012050002", "検査用数字"), ("700001205000", "13桁"), ("株式会社", "13桁")],
)
def test_a_wrong_corporate_number_says_why(value, words):
    found = normalise_corporate_number(value)

    assert isinstance(found, ParseProblem)
    assert words in found.text.ja


@given(st.integers(0, 10**12 - 1))
def test_exactly_one_first_digit_fits_a_corporate_number(body):
    fitting = [
        first
        for first in range(1, 10)
        if isinstance(normalise_corporate_number(f"{first}{body:012d}"), str)
    ]

    assert len(fitting) == 1


@pytest.mark.parametrize(
    "value",
    [
        "111111111118",
        "1111-1111-1118",
        "1111 1111 1118",
        "１１１１－１１１１－１１１８",
        "1111‐1111‐1118",
        "1111・1111・1118",
        "番号：1111 1111 1118（本人）",
        "1111\u200b1111\u200b1118",
        111111111118,
        111111111118.0,
        "111111111118.0",
    ],
)
def test_a_my_number_is_recognised_in_any_dress(value):
    assert is_my_number(value)


@pytest.mark.parametrize(
    "value",
    ["111111111117", "0901111111118", "090-0000-0001", "", "営業経験5年", 1.5, "2026-04-01 09:00"],
)
def test_other_numbers_are_none(value):
    assert not is_my_number(value)


@given(st.integers(0, 10**11 - 1))
def test_exactly_one_last_digit_makes_a_my_number(body):
    found = [last for last in range(10) if is_my_number(f"{body:011d}{last}")]

    assert len(found) == 1


@given(
    st.text(max_size=40) | st.text("0123456789-－〒T. ", max_size=20) | st.floats() | st.integers()
)
def test_no_cell_breaks_a_reader_of_numbers(value):
    for read in (normalise_postal, normalise_corporate_number):
        found = read(value)
        assert isinstance(found, str | ParseProblem)
        if isinstance(found, str):
            assert read(found) == found
    assert normalise_id(normalise_id(value)) == normalise_id(value)
    assert isinstance(is_my_number(value), bool)
