from tasuki.core.words import Words


def test_english_is_given_for_english_and_its_variants():
    words = Words("枠", "slot")

    assert [words.in_language(code) for code in ("en", "en-gb", "ja", "fr")] == [
        "slot",
        "slot",
        "枠",
        "枠",
    ]
