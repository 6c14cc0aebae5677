"""The 47 prefectures by number."""

import pytest

from tasuki.core.prefectures import PREFECTURES, prefecture_label


@pytest.mark.parametrize(
    ("number", "ja", "en"),
    [
        (1, "北海道", "Hokkaido"),
        (13, "東京都", "Tokyo"),
        (26, "京都府", "Kyoto"),
        (33, "岡山県", "Okayama"),
        (44, "大分県", "Oita"),
        (47, "沖縄県", "Okinawa"),
    ],
)
def test_prefecture_has_a_name_in_both_languages(number, ja, en):
    assert prefecture_label(number, "ja") == ja
    assert prefecture_label(number, "en") == en


def test_there_are_47_with_names_of_their_own():
    assert len({words.ja for words in PREFECTURES}) == 47
    assert len({words.en for words in PREFECTURES}) == 47
    assert all(words.en.isascii() and words.en.istitle() for words in PREFECTURES)


@pytest.mark.parametrize("number", [0, 48, -1])
def test_other_numbers_are_no_prefecture(number):
    with pytest.raises(LookupError, match=str(number)):
        prefecture_label(number, "ja")
