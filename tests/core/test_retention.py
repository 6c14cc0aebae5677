import pytest

from tasuki.core.retention import Retention


@pytest.mark.parametrize(
    ("floor_days", "ceiling_days", "basis", "words"),
    [
        (-1, None, "law", "floor >= 0"),
        (0, None, "", "a basis"),
        (10, 9, "law", "ceiling 9 lies below floor 10"),
    ],
)
def test_a_retention_rule_that_contradicts_itself_is_an_error(
    floor_days, ceiling_days, basis, words
):
    with pytest.raises(ValueError, match=words):
        Retention(
            starts_at="closed_at", floor_days=floor_days, ceiling_days=ceiling_days, basis=basis
        )


def test_floor_and_ceiling_may_be_the_same_day():
    rule = Retention(starts_at="closed_at", floor_days=10, ceiling_days=10, basis="law")

    assert rule.floor_days == rule.ceiling_days == 10
