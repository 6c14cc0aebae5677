import pytest

from tasuki.core.law.refusals import HardStopError, Refusal, raise_if_refused

REFUSAL = Refusal("H4", "理由。", "Reason.", "次にすること。", "Next step.", "source")


def test_a_refusal_speaks_both_languages():
    assert REFUSAL.in_language("ja") == "H4：理由。次にすること。"
    assert REFUSAL.in_language("en-gb") == "H4: Reason. Next step."
    assert (REFUSAL.reason_in("ja"), REFUSAL.reason_in("en")) == ("理由。", "Reason.")
    assert (REFUSAL.next_in("ja"), REFUSAL.next_in("en")) == ("次にすること。", "Next step.")


def test_a_refusal_is_raised_with_its_three_parts():
    with pytest.raises(HardStopError, match="H4: Reason") as caught:
        raise_if_refused(REFUSAL)

    assert caught.value.refusal is REFUSAL


def test_no_refusal_raises_nothing():
    assert raise_if_refused(None) is None
