"""Pay is read as an amount or a range with its period, in whole yen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity.money import Salary, SalaryPeriod, parse_salary
from tasuki.core.identity.problems import Parsed, ParseProblem

YEAR, MONTH, DAY, HOUR = (
    SalaryPeriod.YEAR,
    SalaryPeriod.MONTH,
    SalaryPeriod.DAY,
    SalaryPeriod.HOUR,
)


@pytest.mark.parametrize(
    ("text", "column", "salary"),
    [
        ("年収400万～600万円", "", Salary(4_000_000, 6_000_000, YEAR)),
        ("４００～６００万円", "", Salary(4_000_000, 6_000_000, YEAR)),
        ("400-500", "", Salary(4_000_000, 5_000_000, YEAR)),
        ("400〜500", "希望年収", Salary(4_000_000, 5_000_000, YEAR)),
        ("450", "年収", Salary(4_500_000, 4_500_000, YEAR)),
        (450, "年収", Salary(4_500_000, 4_500_000, YEAR)),
        (450.0, "年収", Salary(4_500_000, 4_500_000, YEAR)),
        (25.5, "月給", Salary(255_000, 255_000, MONTH)),
        ("¥4,500,000", "", Salary(4_500_000, 4_500_000, YEAR)),
        ("月給25万5000円", "", Salary(255_000, 255_000, MONTH)),
        ("月給25万円〜30万円", "", Salary(250_000, 300_000, MONTH)),
        ("250,000円から30万円", "月額", Salary(250_000, 300_000, MONTH)),
        ("時給1,200円", "", Salary(1_200, 1_200, HOUR)),
        ("1200〜1500", "時給", Salary(1_200, 1_500, HOUR)),
        ("日給8000円", "", Salary(8_000, 8_000, DAY)),
        ("8000円/日", "", Salary(8_000, 8_000, DAY)),
        ("1000万円以上", "", Salary(10_000_000, None, YEAR)),
        ("年収400万円〜", "", Salary(4_000_000, None, YEAR)),
        ("年収600万円まで", "", Salary(None, 6_000_000, YEAR)),
        ("〜600万円", "", Salary(None, 6_000_000, YEAR)),
        ("年俸 5,400,000円（月額450,000円）", "", Salary(5_400_000, 5_400_000, YEAR)),
        ("（月額450,000円）", "", Salary(450_000, 450_000, MONTH)),
        ("5,400千円", "年収", Salary(5_400_000, 5_400_000, YEAR)),
        ("1億2000万円", "契約金（年額）", Salary(120_000_000, 120_000_000, YEAR)),
        ("2年目は年収450万円", "", Salary(4_500_000, 4_500_000, YEAR)),
        ("月給25万円＋賞与年2回", "", Salary(250_000, 250_000, MONTH)),
        ("60k per month", "", Salary(60_000, 60_000, MONTH)),
        ("応相談", "年収", Salary()),
        ("当社規定による", "", Salary()),
        ("なし", "", Salary()),
        ("", "年収", Salary()),
    ],
)
def test_pay_is_read(text, column, salary):
    found = parse_salary(text, column=column)

    assert isinstance(found, Parsed)
    assert found.value == salary
    assert found.value.is_empty == (salary == Salary())


@pytest.mark.parametrize(
    ("_case", "text", "salary", "words"),
    [
        ("month by size", "300,000円", Salary(300_000, 300_000, MONTH), "月給"),
        ("hour by size", "1,200円", Salary(1_200, 1_200, HOUR), "時給"),
        ("ends change places", "年収600万〜400万", Salary(4_000_000, 6_000_000, YEAR), "入れ替え"),
        (
            "more amounts",
            "年収400万円、賞与80万円",
            Salary(4_000_000, 4_000_000, YEAR),
            "最初の金額",
        ),
        ("too much", "年収20,000万円", Salary(200_000_000, 200_000_000, YEAR), "単位"),
    ],
)
def test_a_doubt_is_a_warning(_case, text, salary, words):
    found = parse_salary(text)

    assert isinstance(found, Parsed)
    assert found.value == salary
    assert len(found.warnings) == 1
    assert words in found.warnings[0].ja


@pytest.mark.parametrize(
    "text", ["たくさん", "9" * 16, "年収99999億円", "3年", "1" * 201, float("nan"), "2ヶ月"]
)
def test_what_names_no_amount_is_a_problem(text):
    found = parse_salary(text)

    assert isinstance(found, ParseProblem)
    assert "年収450万円" in found.text.ja


@given(st.integers(MAN := 10_000, 99_990_000), st.sampled_from(["円", "", " 円"]))
def test_yen_are_read_back(yen, unit):
    found = parse_salary(f"¥{yen:,}{unit}", column="年収")

    assert isinstance(found, Parsed)
    assert found.value == Salary(yen, yen, YEAR)


@given(st.integers(100, 900), st.integers(0, 900))
def test_a_range_in_man_is_read_in_order(low, more):
    found = parse_salary(f"{low}〜{low + more}万円")

    assert isinstance(found, Parsed)
    assert found.value == Salary(low * 10_000, (low + more) * 10_000, YEAR)


@given(
    st.text(max_size=60)
    | st.text("0123456789,.万千億円年収月給時日〜-~()（）以上下まで¥ kKmM％歳", max_size=40)
    | st.floats()
    | st.integers(),
    st.text("年収月給時日希望", max_size=6),
)
def test_no_cell_breaks_the_reader_of_pay(text, column):
    found = parse_salary(text, column=column)

    assert isinstance(found, Parsed | ParseProblem)
    if isinstance(found, Parsed) and not found.value.is_empty:
        low, high = found.value.min_yen, found.value.max_yen
        assert low is None or high is None or low <= high
        assert found.value.period is not None
