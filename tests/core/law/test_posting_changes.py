"""The four kinds of a change (特定, 変更, 削除, 追加) between two versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.law.posting_changes import ChangeKind, find_differences, kind_of_change

_TEXTS = st.dictionaries(
    st.sampled_from(["wage", "hours", "workplace", "pay"]),
    st.text("本社支は、または100-9〜円 ", max_size=12),
)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("", "3か月", ChangeKind.ADDED),
        ("3か月", "", ChangeKind.REMOVED),
        ("3か月", "6か月", ChangeKind.CHANGED),
        ("本社または支社", "本社", ChangeKind.SPECIFIED),
        ("本社、支社、工場", "工場", ChangeKind.SPECIFIED),
        ("本社または支社", "工場", ChangeKind.CHANGED),
        ("月給 250,000〜300,000円", "月給 280,000円", ChangeKind.SPECIFIED),
        ("月給 250,000〜300,000円", "月給 260,000〜290,000円", ChangeKind.SPECIFIED),
        ("月給 250,000〜300,000円", "月給 240,000〜290,000円", ChangeKind.CHANGED),
        ("月給 250,000〜300,000円", "月給 310,000円", ChangeKind.CHANGED),
        ("月給 250,000〜300,000円", "時給 260,000円", ChangeKind.CHANGED),
        ("月給 280,000円", "月給 250,000〜300,000円", ChangeKind.CHANGED),
    ],
)
def test_kind_of_a_change(before, after, kind):
    assert kind_of_change(before, after) is kind


def test_differences_stand_in_the_newer_order_with_what_was_removed_last():
    found = find_differences(
        {"pay": "月給 1円", "probation": "3か月", "hours": "9:00"},
        {"hours": "9:00", "age": "不問", "pay": "月給 2円"},
    )

    assert [(one.key, str(one.kind), one.before, one.after) for one in found] == [
        ("age", "added", "", "不問"),
        ("pay", "changed", "月給 1円", "月給 2円"),
        ("probation", "removed", "3か月", ""),
    ]


@given(_TEXTS, _TEXTS)
def test_differences_say_all_and_only_what_differs(before, after):
    found = {one.key: (one.before, one.after) for one in find_differences(before, after)}

    for key in {*before, *after}:
        old, new = before.get(key, "").strip(), after.get(key, "").strip()
        assert (key in found) == (old != new)
        assert found.get(key, (old, new)) == (old, new)


@given(_TEXTS)
def test_nothing_differs_from_itself(content):
    assert find_differences(content, content) == ()
