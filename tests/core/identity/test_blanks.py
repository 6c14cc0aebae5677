"""Words for an empty cell are known; an answer that only looks like one is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity.blanks import is_blank


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", "　", "-", "－", "―", "—", "'", "なし", "無し", "未入力", "不明", "空白", "ー"],
        *["N/A", "#N/A", "NULL", "null", "n/a", " - ", "\t\n", " " * 40, "なし" + " " * 9],
    ],
)
def test_marker_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize(
    "text", ["特になし", "0", "なしだ", "--- 要確認 ---", "梨", "N/A です", "〇"]
)
def test_answer_is_not_blank(text):
    assert not is_blank(text)


@given(st.text(max_size=30))
def test_spaces_around_change_nothing(text):
    assert is_blank(f"  {text}　") == is_blank(text)
