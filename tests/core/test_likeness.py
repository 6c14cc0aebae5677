"""Words that may mean the same skill look alike, others do not."""

import pytest

from tasuki.core.likeness import likeness


@pytest.mark.parametrize(
    ("first", "second"),
    [("サーバ", "サーバー"), ("簿記2級", "日商簿記検定2級"), ("excel", "microsoftexcel")],
)
def test_likely_doubles_score_high(first, second):
    assert likeness(first, second) >= 0.6


@pytest.mark.parametrize(
    ("first", "second"), [("簿記2級", "簿記3級"), ("溶接", "経理"), ("", "経理"), ("java", "溶接")]
)
def test_other_words_score_low(first, second):
    assert likeness(first, second) < 0.3


def test_equal_words_are_alike():
    assert likeness("溶接", "溶接") == pytest.approx(1.0)
