"""An order is refused on a ground of the law that the file does not disprove, or not at all."""

import pytest

from tasuki.core.law.order_refusals import (
    ORDER_GROUND_CLAUSES,
    ORDER_GROUND_LABELS,
    OrderGround,
    check_order_refusal,
)

WORDS = "賃金が示されていない"


def check(ground, *, detail=WORDS, answer="", missing_count=0):
    return check_order_refusal(ground, detail=detail, answer=answer, missing_count=missing_count)


def test_the_six_grounds_stand_in_the_order_of_the_law():
    assert [ORDER_GROUND_CLAUSES[ground][-2:] for ground in OrderGround] == [
        "1号",
        "2号",
        "3号",
        "4号",
        "5号",
        "6号",
    ]
    assert set(ORDER_GROUND_LABELS) == set(OrderGround)


@pytest.mark.parametrize(
    ("ground", "file"),
    [
        ("unlawful", {}),
        ("far_below", {"answer": "clear"}),
        ("antisocial", {"answer": "clear"}),
        ("no_conditions", {"missing_count": 1}),
        ("breach", {"answer": "listed"}),
        ("breach", {"answer": "declined"}),
        ("no_declaration", {"answer": "declined"}),
        ("no_declaration", {"answer": ""}),
    ],
)
def test_ground_that_fits_carries_the_refusal(ground, file):
    assert check(ground, **file) is None


@pytest.mark.parametrize(
    ("ground", "file"),
    [
        ("", {}),
        ("we have too many", {}),
        ("no_conditions", {"missing_count": 0}),
        ("breach", {"answer": "clear"}),
        ("no_declaration", {"answer": "clear"}),
        ("no_declaration", {"answer": "listed"}),
        ("unlawful", {"detail": "  だめ "}),
    ],
)
def test_no_ground_no_words_or_a_disproved_ground_is_refused_with_the_rule(ground, file):
    refusal = check(ground, **file)

    assert refusal.rule == "order_ground"
    assert refusal.source == "職業安定法 5条の6第1項"
    assert refusal.reason_ja
    assert refusal.next_en
