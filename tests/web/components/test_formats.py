"""How values are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation

from tasuki.core.relay import labels
from tasuki.web.components import formats

DAY = date(2026, 11, 27)
MOMENT = datetime(2026, 11, 26, 16, 5, tzinfo=UTC)  # already the 27th in Tokyo


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.count(5000, "row"), "5,000行"),
        (formats.count(None), ""),
        (formats.yen(1350000), "1,350,000円"),
        (formats.yen(-5), "−5円"),
        (formats.man_yen(4500000), "450万円"),
        (formats.man_yen(625500), "62.6万円"),
        (formats.day(DAY), "2026/11/27"),
        (formats.day(MOMENT), "2026/11/27"),
        (formats.moment(MOMENT), "2026/11/27（金） 01:05"),
        (formats.month(DAY), "2026年11月"),
        (formats.percent(Decimal("0.1994")), "19.9%"),
        (formats.percent(None), "算出不可"),
        (formats.masked(4), "5未満"),
        (formats.masked(0), "0"),
        (formats.masked(5), "5"),
        (formats.signed(2), "＋2"),
        (formats.signed(-1), "−1"),
        (formats.signed(0), "0"),
    ],
)
def test_value_is_written_the_japanese_way(written, expected):
    assert written == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (DAY, "11/27（金）"),
        (date(2026, 5, 31), "11/27（金）"),
        (date(2026, 5, 30), "2026/11/27（金）"),
    ],
)
def test_deadline_that_is_far_away_says_its_year(today, expected):
    with time_machine.travel(today, tick=False):
        assert formats.deadline(DAY) == expected


def test_value_is_written_the_english_way():
    with translation.override("en"):
        assert formats.count(1, "slot") == "1 slot"
        assert formats.count(3, "person") == "3 people"
        with time_machine.travel(DAY, tick=False):
            assert formats.deadline(DAY) == "11/27 (Fri)"
        assert formats.month(DAY) == "2026-11"
        assert formats.masked(3) == "under 5"
        assert formats.yen(1000) == "¥1,000"


def test_every_state_has_a_tag_with_its_word():
    for kind, states in formats.STATUS_LABELS.items():
        for state, label in states.items():
            assert label.label.ja in formats.status_tag(kind, state)


def test_tag_escapes_what_people_wrote():
    assert formats.tag("<b>", "ok") == '<span class="tag ok">&lt;b&gt;</span>'


def test_every_tone_has_a_class():
    assert set(formats.TONE_CLASS) == set(labels.Tone)
