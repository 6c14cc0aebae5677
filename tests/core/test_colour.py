"""Colours a tenant may set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.colour import (
    PRESETS,
    ColourError,
    contrast,
    find_weak_pairs,
    nearest_readable,
    theme_of,
)

COLOURS = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_black_on_white_has_a_contrast_of_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#006173", "#ffffff") == pytest.approx(7.1, abs=0.05)


@pytest.mark.parametrize("name", PRESETS)
def test_both_presets_can_be_read(name):
    assert find_weak_pairs(PRESETS[name]) == ()


def test_pale_key_colour_is_refused_and_a_darker_one_offered():
    assert find_weak_pairs(theme_of(preset="teal", key_colour="#7fd7e5"))
    offered = nearest_readable("#7fd7e5")

    assert find_weak_pairs(theme_of(preset="teal", key_colour=offered)) == ()


@pytest.mark.parametrize("text", ["red", "#fff", "006173", "#00617g", "#0061730"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ColourError):
        contrast(text, "#ffffff")


@given(COLOURS)
def test_every_colour_has_a_readable_shade(colour):
    assert find_weak_pairs(theme_of(preset="teal", key_colour=nearest_readable(colour))) == ()


@given(COLOURS, COLOURS)
def test_contrast_does_not_depend_on_the_order(first, second):
    assert contrast(first, second) == contrast(second, first)


def test_own_key_colour_replaces_three_of_four():
    assert theme_of(preset="blue", key_colour="#0017C1").as_dict() == {
        "key": "#0017c1",
        "key-strong": "#00129a",
        "key-soft": "#e6e8f9",
        "page": "#f7f8fa",
    }
