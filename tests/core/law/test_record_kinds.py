from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.law.record_kinds import (
    Period,
    RecordKind,
    find_record_rule,
    list_record_rules,
)

TODAY = date(2026, 11, 23)
K = RecordKind


def test_every_kind_of_record_has_a_rule():
    rules = list_record_rules(on=TODAY)

    assert [rule.kind for rule in rules] == list(RecordKind)
    assert all(rule.basis and rule.label.ja and rule.label.en for rule in rules)


@pytest.mark.parametrize(
    ("kind", "floor", "ceiling"),
    [
        (K.PLACEMENT_BOOK, 24, 36),
        (K.BUSINESS_REPORT, 30, 84),
        (K.PROVISION_RECORD, 36, 42),
        (K.CONSENT_LOG, 36, None),
        (K.REJECTED_APPLICANT, None, 6),
        (K.TALENT_POOL, None, 12),
        (K.SELECTION_NOTES, None, 6),
        (K.LABOUR_PAPER, 36, None),
        (K.TAX_DOCUMENT, 84, None),
        (K.CONTRACT_WORK_RECORD, 36, None),
        (K.SECONDMENT_RECORD, 84, None),
        (K.SIDE_WORK_HOURS, 36, None),
        (K.REQUEST_RECORD, 36, 60),
        (K.INCIDENT_RECORD, 36, 60),
        (K.MATCH_RUN, 24, None),
        (K.AUDIT_LOG, 36, 84),
        (K.SUPPRESSION, None, None),
    ],
)
def test_floor_and_ceiling_are_those_of_the_table(kind, floor, ceiling):
    rule = find_record_rule(kind, on=TODAY)

    assert rule.floor == (floor and Period(months=floor))
    assert rule.ceiling == (ceiling and Period(months=ceiling))


def test_a_book_row_is_kept_two_years_and_gone_after_three():
    rule = find_record_rule(K.PLACEMENT_BOOK, on=TODAY)

    assert rule.kept_through(date(2026, 3, 31)) == date(2028, 3, 31)
    assert rule.gone_after(date(2026, 3, 31)) == date(2029, 3, 30)


def test_a_renewed_pool_ends_at_its_cap():
    rule = find_record_rule(K.TALENT_POOL, on=TODAY)
    first, renewed = date(2026, 4, 1), date(2027, 10, 1)

    assert rule.gone_after(first) == date(2027, 3, 31)
    assert rule.gone_after(renewed, first_start=first) == date(2028, 3, 31)
    assert rule.kept_through(first) is None


def test_technical_rows_go_after_thirty_days():
    rule = find_record_rule(K.TECHNICAL, on=TODAY)

    assert rule.gone_after(date(2026, 11, 1)) == date(2026, 11, 30)
    assert find_record_rule(K.SUPPRESSION, on=TODAY).gone_after(TODAY) is None


@given(st.sampled_from(RecordKind), st.dates(date(2020, 1, 1), date(2080, 1, 1)))
def test_no_record_must_go_before_its_floor_is_over(kind, start):
    rule = find_record_rule(kind, on=TODAY)
    kept, gone = rule.kept_through(start), rule.gone_after(start)

    assert kept is None or gone is None or kept < gone
