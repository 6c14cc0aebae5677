from datetime import date

import pytest

from tasuki.core.law.licences import (
    LicenceKind,
    LicenceNumber,
    check_licence_number,
    check_responsible_person,
    lecture_last_day,
    licence_last_day,
    licence_reminders,
    read_licence_number,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13-ユ-301234", LicenceNumber(13, LicenceKind.PAID, "301234")),
        ("厚生労働大臣許可 33-ユ-300001", LicenceNumber(33, LicenceKind.PAID, "300001")),
        ("１３－ユ－３０１２３４", LicenceNumber(13, LicenceKind.PAID, "301234")),
        ("27-ム-123", LicenceNumber(27, LicenceKind.FREE, "123")),
        ("01-特-0000001", LicenceNumber(1, LicenceKind.SPECIAL_CORPORATION, "0000001")),
        ("47-地-000002", LicenceNumber(47, LicenceKind.MUNICIPALITY, "000002")),
        ("51-募-000123", LicenceNumber(51, LicenceKind.INFORMATION, "000123")),
    ],
)
def test_a_licence_number_is_read_in_its_parts(text, number):
    assert read_licence_number(text, on=TODAY) == number
    assert check_licence_number(text, on=TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "13-ユ-12",
        "13-ユ-12345678",
        "48-ユ-301234",
        "00-ユ-301234",
        "13-派-301234",
        "13-募-301234",
        "51-ユ-301234",
        "13-ユ",
        "13-ユ-30123a",
    ],
)
def test_what_has_not_the_form_of_a_number_is_refused(text):
    assert read_licence_number(text, on=TODAY) is None
    assert check_licence_number(text, on=TODAY).rule == "H1"


@pytest.mark.parametrize(
    ("kind", "is_first", "last"),
    [
        (LicenceKind.PAID, True, date(2029, 3, 31)),
        (LicenceKind.PAID, False, date(2031, 3, 31)),
        (LicenceKind.FREE, True, date(2031, 3, 31)),
        (LicenceKind.MUNICIPALITY, True, None),
    ],
)
def test_a_licence_holds_three_years_then_five(kind, is_first, last):
    assert licence_last_day(date(2026, 4, 1), kind, is_first=is_first) == last


def test_a_renewal_is_brought_to_mind_six_and_three_months_before():
    assert licence_reminders(date(2029, 3, 31)) == (date(2028, 9, 30), date(2028, 12, 31))


def test_a_lecture_counts_for_five_years():
    assert lecture_last_day(date(2022, 4, 1)) == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("name", "lecture_on", "is_refused"),
    [
        ("北村 花", date(2021, 11, 24), False),
        ("北村 花", date(2021, 11, 23), True),
        ("北村 花", date(2026, 11, 24), True),
        ("北村 花", None, True),
        (" ", date(2025, 4, 1), True),
    ],
)
def test_an_office_has_a_responsible_person_with_a_valid_lecture(name, lecture_on, is_refused):
    refusal = check_responsible_person(name=name, lecture_on=lecture_on, on=TODAY)

    assert (refusal is not None) == is_refused
