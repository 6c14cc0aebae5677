from dataclasses import replace
from datetime import date

import pytest

from tasuki.core.law.ages import AgeLimit
from tasuki.core.law.posting import (
    POSTING_ITEM_LABELS,
    POSTING_KEYS,
    PostingFacts,
    PostingItem,
    check_posting,
    missing_posting_items,
)
from tasuki.core.law.wages import PayFloor

TODAY = date(2026, 11, 23)
POSTING = PostingFacts(
    dict.fromkeys(POSTING_KEYS, "あり"),
    confirmed_on=date(2026, 10, 24),
    title="経理",
    declared_on=date(2025, 11, 23),
    pay=PayFloor(amount_yen=200_000, unit="month", minutes=9_600, prefecture=33),
)


def without(*keys):
    return {key: text for key, text in POSTING.items.items() if key not in keys}


def test_a_posting_with_eleven_items_and_a_fresh_date_passes():
    assert check_posting(POSTING, on=TODAY) is None
    assert len(PostingItem) == len(POSTING_ITEM_LABELS) == 11


@pytest.mark.parametrize("item", [item for item in PostingItem if item is not PostingItem.RENEWAL])
def test_each_missing_item_is_named(item):
    refusal = check_posting(replace(POSTING, items={**POSTING.items, item: " "}), on=TODAY)

    assert refusal.rule == "H6"
    assert POSTING_ITEM_LABELS[item].ja in refusal.reason_ja


@pytest.mark.parametrize("item", [PostingItem.DUTIES, PostingItem.WORKPLACE])
def test_half_of_a_pair_is_missing(item):
    facts = replace(POSTING, items=without(f"{item}_change"))

    assert missing_posting_items(facts) == (item,)


@pytest.mark.parametrize(
    "text",
    ["（雇入れ直後）経理　（変更の範囲）なし", "(right after hiring) x; (range of change) none"],
)
def test_both_halves_of_a_pair_may_stand_in_one_text(text):
    items = without("duties_change") | {"duties": text}

    assert missing_posting_items(replace(POSTING, items=items)) == ()


def test_the_renewal_rule_is_needed_for_a_fixed_term_only():
    facts = replace(POSTING, items=without("renewal"))

    assert missing_posting_items(facts) == ()
    assert missing_posting_items(replace(facts, is_fixed_term=True)) == (PostingItem.RENEWAL,)


@pytest.mark.parametrize("confirmed_on", [None, date(2026, 10, 23)])
def test_a_stale_posting_is_refused(confirmed_on):
    refusal = check_posting(replace(POSTING, confirmed_on=confirmed_on), on=TODAY)

    assert refusal.rule == "H6"
    assert "30" in refusal.reason_ja


@pytest.mark.parametrize("declared_on", [None, date(2025, 11, 22), date(2026, 11, 24)])
def test_a_posting_without_a_self_declaration_of_the_last_year_is_refused(declared_on):
    refusal = check_posting(replace(POSTING, declared_on=declared_on), on=TODAY)

    assert "自己申告" in refusal.reason_ja


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("営業マン", "営業マン"),
        ("ウエイター", "ウエイター"),
        ("看護婦", "看護婦"),
        ("事務（女性のみ）", "女性のみ"),
        ("主婦歓迎の軽作業", "主婦"),
        ("Salesman", "Salesman"),
        ("men only", "men only"),
    ],
)
def test_a_title_that_asks_for_one_sex_is_refused(title, word):
    refusal = check_posting(replace(POSTING, title=title), on=TODAY)

    assert refusal.rule == "H6"
    assert word in refusal.reason_en


@pytest.mark.parametrize("title", ["営業職", "看護師", "主婦・主夫の方も在籍", "女性用衣料の販売"])
def test_a_neutral_title_passes(title):
    assert check_posting(replace(POSTING, title=title), on=TODAY) is None


@pytest.mark.parametrize(
    ("pay", "words"),
    [
        (PayFloor(amount_yen=1_047, unit="hour", prefecture=33), None),
        (PayFloor(amount_yen=1_046, unit="hour", prefecture=33), "1,047"),
        (PayFloor(amount_yen=8_376, unit="day", minutes=480, prefecture=33), None),
        (PayFloor(amount_yen=8_375, unit="day", minutes=480, prefecture=33), "1,047"),
        (PayFloor(amount_yen=2_010_240, unit="year", minutes=9_600, prefecture=33), None),
        (PayFloor(amount_yen=2_010_239, unit="year", minutes=9_600, prefecture=33), "1,047"),
        (PayFloor(amount_yen=200_000, unit="month", minutes=0, prefecture=33), "確かめられません"),
        (PayFloor(amount_yen=200_000, unit="month", minutes=9_600), "確かめられません"),
        (PayFloor(amount_yen=0, unit="hour", prefecture=33), "確かめられません"),
        (PayFloor(amount_yen=1_100, unit="hour", prefecture=48), "確かめられません"),
        (PayFloor(amount_yen=1_225, unit="hour", prefecture=13), "1,226"),
    ],
)
def test_the_lowest_pay_reaches_the_minimum_wage(pay, words):
    refusal = check_posting(replace(POSTING, pay=pay), on=TODAY)

    assert (refusal is None) == (words is None)
    assert refusal is None or words in refusal.reason_ja


def test_a_day_without_a_recorded_minimum_wage_passes_no_pay():
    posting = replace(
        POSTING,
        confirmed_on=date(2020, 1, 1),
        declared_on=date(2020, 1, 1),
        pay=PayFloor(amount_yen=1, unit="hour", prefecture=13),
    )

    refusal = check_posting(posting, on=date(2020, 1, 1))

    assert refusal.rule == "H6"
    assert "最低賃金が登録されていない" in refusal.reason_ja


@pytest.mark.parametrize(
    ("wage", "words"),
    [
        ("月給20万円", None),
        ("月給20万円。固定残業代 30,000円（20時間分）は別途支給。超えた分は追加で支払う", None),
        ("固定残業代 30,000円（20時間分）を含む。超過分は別途支給", "最低賃金"),
        ("固定残業手当(20時間分)3万円込み。超えた時間は追加支給", "最低賃金"),
        ("みなし残業代 10,000円（5時間分）を含む。超えた分は追加で支払う", None),
        ("固定残業代を含む", "時間数"),
        ("固定残業代 30,000円を含む。超過分は支給", "時間数"),
        ("固定残業代 30,000円（20時間分）を含む", "時間数"),
        ("fixed overtime 30,000 yen (20 hours) included; hours beyond it are paid extra", "最低"),
    ],
)
def test_fixed_overtime_is_stated_in_full_and_no_part_of_the_minimum_wage(wage, words):
    # 9,600 minutes are 160 hours: 1,047 yen an hour are 167,520 yen a month.
    pay = PayFloor(amount_yen=180_000, unit="month", minutes=9_600, prefecture=33)
    facts = replace(POSTING, items={**POSTING.items, "wage": wage}, pay=pay)

    refusal = check_posting(facts, on=TODAY)

    assert (refusal is None) == (words is None)
    assert refusal is None or words in refusal.reason_ja


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "経理（35歳まで）"},
        {"items": {**POSTING.items, "duties": "35歳以下の若い方を募集"}},
        {"occupation": "営業マン"},
    ],
)
def test_age_and_sex_in_words_of_a_posting_are_refused(changes):
    assert check_posting(replace(POSTING, **changes), on=TODAY).rule == "H6"


def test_words_of_age_stand_beside_a_valid_limit():
    facts = replace(
        POSTING,
        title="経理（35歳まで）",
        age=AgeLimit(most=35, code="3i", reason="長期勤続によるキャリア形成のため"),
    )

    assert check_posting(facts, on=TODAY) is None
    assert check_posting(replace(facts, age=AgeLimit(code="3i")), on=TODAY).rule == "H6"


def test_a_limit_of_age_of_the_posting_is_checked():
    facts = replace(POSTING, age=AgeLimit(most=35, code="3i", reason="理由", is_indefinite=False))

    assert check_posting(facts, on=TODAY).rule == "H6"
    assert check_posting(replace(POSTING, age=AgeLimit()), on=TODAY) is None
