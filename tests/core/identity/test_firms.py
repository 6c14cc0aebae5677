"""Company names are compared without their legal form, spaces, signs, widths and cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity.firms import firm_key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("株式会社みなと精機", "みなと精機"),
        ("みなと精機株式会社", "みなと精機"),
        ("（株）みなと 精機", "みなと精機"),
        ("㈱みなと精機", "みなと精機"),
        ("ﾐﾅﾄ ㈲", "ミナト"),
        ("合同会社ABC・デザイン", "abcデザイン"),
        ("Minato Seiki Co., Ltd.", "minatoseiki"),
        ("MINATO SEIKI Inc.", "minatoseiki"),
        ("Minato Seiki K.K.", "minatoseiki"),
        ("Incline LLC", "incline"),
        ("株式会社", ""),
        ("", ""),
    ],
)
def test_name_is_compared_without_its_form(written, key):
    assert firm_key(written) == key


@given(st.text(max_size=60))
def test_comparing_twice_changes_nothing(text):
    key = firm_key(text)

    assert " " not in key
    assert firm_key(text) == key
