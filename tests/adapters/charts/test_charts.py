"""Drawings are valid, readable, and the same everywhere."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.adapters.charts import (
    Flow,
    Node,
    Range,
    Step,
    WaterStep,
    interval_bars,
    line_with_target,
    matrix,
    relay_balance,
    sankey,
    step_bars,
    waterfall,
)
from tasuki.adapters.charts.flow import FlowError
from tasuki.adapters.charts.marks import spread, text_width, wrap

WORDS = {"key": "k", "title": "<題> & 名", "answer": "32名が10.3%でした。"}
NODES = [
    Node("応募", "#3d3a34"),
    Node("採用", "#1d8b56"),
    Node("見送り", "#8a8375"),
    Node("登録", "#006173"),
]
FLOWS = [Flow("応募", "採用", 40), Flow("応募", "見送り", 312), Flow("見送り", "登録", 32)]
DRAWINGS = {
    "sankey": sankey(NODES, FLOWS, **WORDS),
    "step_bars": step_bars(
        [Step("結果通知", 312), Step("登録<b>", 62), Step("数えた", "5未満")], **WORDS
    ),
    "waterfall": waterfall(
        [
            WaterStep("前回の単価で採用", 3960, True),
            WaterStep("求人広告", -448),
            WaterStep("紹介会社", 210),
            WaterStep("今回", 3722, True),
        ],
        **WORDS,
    ),
    "intervals": interval_bars(
        [Range("無料枠 & 登録", 12.5, 30, 41.25), Range("広告<b>", 4, -3, -20.5)], **WORDS
    ),
    "line": line_with_target(["4月", "5月", "6月"], [4, 9], [5, 10, 15], **WORDS),
    "matrix": matrix(["製造", "医療・福祉"], [[None, 12], ["5未満", None]], **WORDS),
    "relay": relay_balance(9, 10, **WORDS),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing_is_valid_xml_with_title_and_answer(name):
    root = ElementTree.fromstring(DRAWINGS[name])

    assert root.attrib["role"] == "img"
    assert root[0].text == "<題> & 名"
    assert root[1].text == "32名が10.3%でした。"
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing_needs_no_style(name):
    assert not re.search(r"style|class=|<script|url\(|href", DRAWINGS[name])


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_text_is_below_12_px(name):
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', DRAWINGS[name])]

    assert min(sizes) >= 12


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_text_leaves_the_drawing(name):
    root = ElementTree.fromstring(DRAWINGS[name])
    width = float(root.attrib["width"])
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        size, x = text_width(text.text, float(text.attrib["font-size"])), float(text.attrib["x"])
        left = {"start": x, "middle": x - size / 2, "end": x - size}[text.attrib["text-anchor"]]

        assert left >= -1, text.text
        assert left + size <= width + 1, text.text


def test_lowest_rate_is_named_in_words():
    drawing = step_bars([Step("a", 268), Step("b", 186), Step("c", 38)], **WORDS)

    assert "↓ 69.4%<" in drawing
    assert "↓ 20.4%（いちばん低い）" in drawing


def test_masked_step_shows_its_word_and_no_rate():
    drawing = DRAWINGS["step_bars"]

    assert "5未満" in drawing
    assert drawing.count("↓") == 1


def test_rise_and_cut_differ_by_sign_not_only_by_colour():
    assert "−448" in DRAWINGS["waterfall"]
    assert "＋210" in DRAWINGS["waterfall"]


def test_flow_in_a_circle_is_refused():
    with pytest.raises(FlowError, match="circle"):
        sankey(NODES[:2], [Flow("応募", "採用", 1), Flow("採用", "応募", 1)], **WORDS)


def test_flow_to_an_unknown_place_is_refused():
    with pytest.raises(FlowError, match="not a listed place"):
        sankey(NODES[:2], [Flow("応募", "別", 1)], **WORDS)


def test_bands_of_a_place_use_its_whole_bar():
    drawing = DRAWINGS["sankey"]

    assert "応募 → 採用 40名" in drawing
    assert "見送り → 登録 32名" in drawing


@given(st.integers(min_value=0, max_value=10))
def test_relay_balance_fills_exactly_the_counted_places(counted):
    drawing = relay_balance(counted, 10, **WORDS)

    assert drawing.count('fill="#006173"') == counted
    assert drawing.count('fill="#ffffff"') == 10 - counted


@given(
    st.text(alphabet="あ漢ア・a1", min_size=1, max_size=30),
    st.integers(min_value=20, max_value=200),
)
def test_wrapped_label_loses_nothing_and_fits(text, room):
    lines = wrap(text, room)

    assert "".join(lines) == text
    assert all(text_width(line) <= room for line in lines)


@given(st.lists(st.floats(min_value=0, max_value=500), min_size=2, max_size=6))
def test_spread_labels_keep_their_distance(heights):
    placed = sorted(spread(heights, 18))

    assert all(after - before >= 18 - 1e-6 for before, after in pairwise(placed))


@pytest.mark.parametrize("values", [[0, 0], [1], [100000, 250000]])
def test_line_stands_extreme_values(values):
    drawing = line_with_target([str(n) for n in range(len(values))], values, values, **WORDS)

    assert ElementTree.fromstring(drawing) is not None
