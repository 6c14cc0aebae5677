"""Contract work: フリーランス法 3条-5条・16条, 取適法, the stop H11."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.law.contract_work import (
    BAN_LABELS,
    EXCEPTION_LABELS,
    NONE_STATED,
    NOTICE_LABELS,
    WORK_LABELS,
    BannedAct,
    EndException,
    Laws,
    Likeness,
    NoticeItem,
    Party,
    WorkKind,
    check_end,
    check_notice,
    check_notice_first,
    check_pay_day,
    check_payment,
    deemed_pay_day,
    find_laws,
    find_likeness_warning,
    is_long_term,
    last_notice_day,
    last_pay_day,
    list_banned_acts,
)

ON = date(2026, 11, 23)
FULL = dict.fromkeys(NoticeItem, "記入") | {
    NoticeItem.INSPECTION: NONE_STATED,
    NoticeItem.NON_CASH: NONE_STATED,
}
FIRM = Party(has_staff=True, employee_count=40, capital_yen=8_000_000)
PERSON = Party(has_staff=False)
BOTH = Laws(is_freelance=True, is_specific=True, is_toriteki=True)
SPECIFIC = Laws(is_freelance=True, is_specific=True, is_toriteki=False)


def test_notice_with_nine_items_is_complete():
    assert len(NoticeItem) == 9
    assert check_notice(FULL) is None


@pytest.mark.parametrize("item", NoticeItem)
def test_notice_without_one_item_is_refused_and_names_it(item):
    refusal = check_notice(FULL | {item: " "})

    assert refusal.rule == "H11"
    assert NOTICE_LABELS[item].ja in refusal.reason_ja
    assert NOTICE_LABELS[item].en in refusal.reason_en
    assert "フリーランス法 3条" in refusal.source


def test_day_of_receipt_is_day_one_of_sixty():
    assert last_pay_day(date(2026, 11, 2), on=ON) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "pay_on, is_refused",
    [
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
        (date(2026, 11, 2), False),
        (date(2026, 11, 1), True),
        (None, True),
    ],
)
def test_pay_day_lies_within_sixty_days(pay_on, is_refused):
    refusal = check_pay_day(received_on=date(2026, 11, 2), pay_on=pay_on, on=ON)

    assert (refusal is not None) is is_refused
    assert refusal is None or "2026-12-31" in refusal.next_en


def test_sixty_days_over_a_leap_day():
    assert last_pay_day(date(2028, 1, 1), on=ON) == date(2028, 2, 29)


@given(st.dates(date(2025, 1, 1), date(2090, 1, 1)))
def test_last_pay_day_is_the_sixtieth_day(received_on):
    days = [received_on + timedelta(days=number) for number in range(60)]

    assert last_pay_day(received_on, on=ON) == days[-1]


def test_reconsignment_is_paid_within_thirty_days_of_the_upstream_pay_day():
    upstream = date(2027, 1, 10)

    assert last_pay_day(date(2026, 11, 2), on=ON, upstream_pay_on=upstream) == date(2027, 2, 8)
    assert last_pay_day(date(2026, 11, 2), on=ON, upstream_pay_on=date(2026, 11, 5)) == date(
        2026, 12, 31
    )


def test_stricter_act_knows_no_longer_period_for_a_reconsignment():
    found = last_pay_day(
        date(2026, 11, 2), on=ON, upstream_pay_on=date(2027, 1, 10), is_toriteki=True
    )

    assert found == date(2026, 12, 31)


def test_law_reads_a_pay_day_into_the_contract():
    received = date(2026, 11, 2)

    assert deemed_pay_day(received, None, on=ON) == received
    assert deemed_pay_day(received, date(2027, 3, 1), on=ON) == date(2026, 12, 31)
    assert deemed_pay_day(received, date(2026, 12, 1), on=ON) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "paid_yen, is_fault, reason, is_refused",
    [
        (100_000, False, "", False),
        (99_999, False, "振込手数料", True),
        (90_000, True, "", True),
        (90_000, True, "納品物の欠陥のため", False),
        (110_000, False, "", False),
    ],
)
def test_nothing_is_taken_off_the_fee_without_a_fault(paid_yen, is_fault, reason, is_refused):
    refusal = check_payment(
        agreed_yen=100_000, paid_yen=paid_yen, is_supplier_fault=is_fault, reason=reason
    )

    assert (refusal is not None) is is_refused
    assert refusal is None or refusal.rule == "H11"


def bans(laws, ends_on, is_fault=False):
    return list_banned_acts(
        laws=laws,
        starts_on=date(2026, 11, 1),
        ends_on=ends_on,
        is_supplier_fault=is_fault,
        on=ON,
    )


def test_seven_acts_are_forbidden_from_one_month():
    neither = Laws(is_freelance=False, is_specific=False, is_toriteki=False)

    assert len(BannedAct) == len(BAN_LABELS) == 7
    assert bans(SPECIFIC, date(2026, 11, 30)) == tuple(BannedAct)
    assert bans(SPECIFIC, None) == tuple(BannedAct)
    assert bans(SPECIFIC, date(2026, 11, 29)) == ()
    assert bans(BOTH, date(2026, 11, 1)) == tuple(BannedAct)
    assert bans(neither, None) == ()


def test_fault_of_the_supplier_excuses_four_of_the_seven():
    left = bans(BOTH, None, is_fault=True)

    assert set(BannedAct) - set(left) == {
        BannedAct.REFUSE_RECEIPT,
        BannedAct.REDUCE_FEE,
        BannedAct.RETURN_GOODS,
        BannedAct.UNFAIR_CHANGE,
    }


@pytest.mark.parametrize("shift, is_refused", [(-1, True), (0, False), (1, False)])
def test_work_does_not_begin_before_the_notice(shift, is_refused):
    refusal = check_notice_first(starts_on=ON + timedelta(days=shift), noticed_on=ON)

    assert (refusal is not None) is is_refused
    assert refusal is None or refusal.rule == "H11"


def test_deemed_pay_day_knows_the_longer_period_of_a_reconsignment():
    received, upstream = date(2026, 11, 2), date(2027, 1, 10)
    facts = {"on": ON, "upstream_pay_on": upstream}

    assert deemed_pay_day(received, date(2027, 3, 1), **facts) == date(2027, 2, 8)
    assert deemed_pay_day(received, date(2027, 3, 1), **facts, is_toriteki=True) == date(
        2026, 12, 31
    )


@pytest.mark.parametrize(
    "ends_on, is_long",
    [(date(2026, 9, 30), True), (date(2026, 9, 29), False), (None, True)],
)
def test_six_months_from_the_first_of_april_end_on_the_last_of_september(ends_on, is_long):
    assert is_long_term(starts_on=date(2026, 4, 1), ends_on=ends_on, on=ON) is is_long


def end(**changes):
    facts = {
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2027, 3, 31),
        "end_on": date(2026, 12, 31),
        "noticed_on": None,
        "on": ON,
    }
    return check_end(**(facts | changes))


@pytest.mark.parametrize(
    "noticed_on, is_refused",
    [(date(2026, 12, 1), False), (date(2026, 12, 2), True), (None, True)],
)
def test_long_contract_ends_thirty_days_after_the_notice(noticed_on, is_refused):
    refusal = end(noticed_on=noticed_on)

    assert (refusal is not None) is is_refused
    assert refusal is None or "2026-12-01" in refusal.next_en


def test_last_day_to_announce_an_end():
    assert last_notice_day(date(2026, 12, 31), on=ON) == date(2026, 12, 1)


def test_short_contract_ends_without_notice():
    assert end(ends_on=date(2026, 9, 29)) is None


@pytest.mark.parametrize("exception", EndException)
def test_exception_needs_its_reason(exception):
    facts = {"exception": exception, "ends_on": None}

    assert end(**facts, reason="取引先の発注が取り消された") is None
    assert "reason of the exception" in end(**facts).reason_en
    assert len(EndException) == len(EXCEPTION_LABELS) == 5


def test_contract_of_a_year_has_no_term_of_thirty_days():
    refusal = end(exception=EndException.SHORT_TERM, reason="30日以下の個別契約")

    assert refusal.rule == "H11"
    assert "2027-03-31" in refusal.reason_en


def test_clause_of_the_contract_is_no_exception():
    assert end(reason="契約書に7日前と定めた").rule == "H11"


@pytest.mark.parametrize(
    "buyer, supplier, work, expected",
    [
        (FIRM, PERSON, WorkKind.OWN_SERVICE, (True, True, False)),
        (PERSON, PERSON, WorkKind.MAKING, (True, False, False)),
        (FIRM, Party(has_staff=True), WorkKind.MAKING, (False, False, False)),
        (Party(has_staff=True, employee_count=301), PERSON, WorkKind.MAKING, (True, True, True)),
        (Party(has_staff=True, employee_count=300), PERSON, WorkKind.MAKING, (True, True, False)),
        (
            Party(has_staff=True, employee_count=101),
            Party(has_staff=True, employee_count=100),
            WorkKind.RESOLD_SERVICE,
            (False, False, True),
        ),
        (
            Party(has_staff=True, capital_yen=10_000_001),
            PERSON,
            WorkKind.INFORMATION,
            (True, True, True),
        ),
        (
            Party(has_staff=True, capital_yen=300_000_001),
            Party(has_staff=True, capital_yen=300_000_000),
            WorkKind.MAKING,
            (False, False, True),
        ),
        (
            Party(has_staff=True, employee_count=999, capital_yen=999_000_000),
            PERSON,
            WorkKind.OWN_SERVICE,
            (True, True, False),
        ),
    ],
)
def test_which_laws_hold(buyer, supplier, work, expected):
    laws = find_laws(buyer=buyer, supplier=supplier, work=work, on=ON)

    assert (laws.is_freelance, laws.is_specific, laws.is_toriteki) == expected
    assert WORK_LABELS[work].ja


@pytest.mark.parametrize(
    "signs, is_warned",
    [
        (Likeness(), False),
        (Likeness(is_commanded=True), True),
        (Likeness(has_fixed_hours=True), True),
        (Likeness(has_fixed_place=True), False),
        (Likeness(has_fixed_place=True, is_sole_client=True), True),
    ],
)
def test_signs_of_employment_are_a_warning(signs, is_warned):
    warning = find_likeness_warning(signs)

    assert (warning is not None) is is_warned
    assert warning is None or "偽装請負" in warning.ja
