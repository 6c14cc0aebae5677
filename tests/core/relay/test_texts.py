import pytest

from tasuki.core.relay.texts import (
    DEFAULT_TEXTS,
    PAGE_ELEMENTS,
    RESULT_LINE_ELEMENTS,
    DefaultText,
    TextError,
    check_elements,
    check_template,
    check_wording,
    count_elements,
    render,
)

LINE = DEFAULT_TEXTS[DefaultText.RESULT_LINE]
VALUES = {
    "agency": "あおば人材",
    "licence": "33-ユ-300001",
    "url": "https://aoba.example/r/x",
    "stop_url": "https://company.example/stop",
    "name": "架空 花子",
}
PAGE = (
    "職業紹介事業者 あおば人材（許可番号 33-ユ-300001）。会社ごとに同意した場合に限り紹介します。"
    "登録は任意・無料です。今回や今後の選考に影響しません。会社には人数だけが届きます。"
    "会社は無料紹介枠を受け取ります。苦情の窓口。集める項目と目的、保存の期間。"
    "いつでも取り消せます。手数料表と返戻金。案内の停止。評価や理由は渡しません。運営者の立場。"
)


@pytest.mark.parametrize("text", [LINE.ja, LINE.en])
def test_the_default_line_has_all_seven_elements(text):
    assert count_elements(check_elements(text, rules=RESULT_LINE_ELEMENTS)) == (7, 7)


@pytest.mark.parametrize("text", [LINE.ja, LINE.en])
def test_the_filled_line_keeps_its_elements(text):
    filled = render(text, VALUES)

    assert count_elements(check_elements(filled, rules=RESULT_LINE_ELEMENTS)) == (7, 7)


@pytest.mark.parametrize(
    ("removed", "key"),
    [
        ("任意・無料", "optional_free"),
        ("影響しません", "no_effect"),
        ("{licence}", "who"),
        ("会社ごとに同意", "each_company"),
        ("人数だけ", "count_only"),
        ("無料紹介枠", "company_gains"),
        ("{stop_url}", "register_and_stop"),
    ],
)
def test_a_missing_element_is_named(removed, key):
    elements = check_elements(LINE.ja.replace(removed, ""), rules=RESULT_LINE_ELEMENTS)

    assert [element.key for element in elements if not element.is_present] == [key]


def test_a_page_needs_thirteen_elements():
    assert count_elements(check_elements(PAGE, rules=PAGE_ELEMENTS)) == (13, 13)
    assert count_elements(check_elements("", rules=PAGE_ELEMENTS)) == (0, 13)


@pytest.mark.parametrize(
    "text", [words for text in DEFAULT_TEXTS.values() for words in (text.ja, text.en)]
)
def test_the_default_texts_hold_no_forbidden_wording(text):
    assert check_wording(text) == ()


@pytest.mark.parametrize(
    ("text", "rule", "kind"),
    [
        ("登録した方にプレゼント", "H4", "gift"),
        ("500ポイントを差し上げます", "H4", "gift"),
        ("ＱＵＯカードなどの特典", "H4", "gift"),
        ("A gift for everyone", "H4", "gift"),
        ("あと一歩でした", "H3", "evaluation"),
        ("You were almost there", "H3", "evaluation"),
        ("次回の選考で有利になります", "H3", "advantage"),
        ("本日中にお願いします", "H3", "pressure"),
        ("他の応募者も登録しています", "H3", "other_registrants"),
        ("内定率は90％", "H3", "success_claim"),
        ("完全に匿名です", "H3", "anonymous"),
    ],
)
def test_forbidden_wording_is_found_with_its_rule(text, rule, kind):
    hits = check_wording(text)

    assert {(hit.rule, hit.kind.value) for hit in hits} == {(rule, kind)}


def test_fields_are_filled():
    assert render("{name} 様 {agency} {name}", VALUES) == "架空 花子 様 あおば人材 架空 花子"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{salary}", "差し込み項目{salary}は使えません。"),
        ("{company}", "差し込み項目{company}の値がありません。"),
    ],
)
def test_a_text_with_a_hole_is_not_sent(text, words):
    with pytest.raises(TextError) as caught:
        render(text, VALUES)

    assert caught.value.words.ja.startswith(words)


def test_a_blank_value_is_a_hole():
    with pytest.raises(TextError, match="has no value"):
        render("{name}", {"name": " "})


def test_a_good_template_has_no_fault():
    faults = check_template(name="結果通知", subject="選考結果", body=LINE.ja, is_bulk=True)

    assert faults == []


@pytest.mark.parametrize(
    ("changes", "part", "words"),
    [
        ({"name": "あ" * 26}, "name", "25文字以下"),
        ({"subject": "あ" * 101}, "subject", "100文字以下"),
        ({"body": "あ" * 10_001}, "body", "10,000文字以下"),
        ({"body": " "}, "body", "1文字以上"),
        ({"body": "{salary}"}, "body", "{salary}は使えません"),
        ({"body": "プレゼント"}, "body", "H4：「プレゼント」を削除"),
        ({"subject": "{name} 様"}, "subject", "一斉送信の件名"),
    ],
)
def test_a_fault_of_a_template_names_its_part(changes, part, words):
    given_parts = {"name": "結果通知", "subject": "選考結果", "body": "本文"} | changes

    faults = check_template(**given_parts, is_bulk=True)

    assert [fault.part for fault in faults] == [part]
    assert words in faults[0].text.ja


def test_a_single_mail_may_name_the_person_in_its_subject():
    assert check_template(name="a", subject="{name} 様", body="本文", is_bulk=False) == []
