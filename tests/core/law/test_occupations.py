from datetime import date

import pytest

from tasuki.core.law.occupations import find_barred_occupation

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("港湾運送", "harbour"),
        ("港湾荷役の仕事", "harbour"),
        ("harbour", "harbour"),
        ("stevedore", "harbour"),
        ("建設作業員", "construction"),
        ("建設の作業", "construction"),
        ("土木工事の現場", "construction"),
        ("とび職", "construction"),
        ("大工", "construction"),
        ("ﾄﾋﾞ職、鉄筋工", "construction"),
        ("construction", "construction"),
        ("Construction work", "construction"),
        ("とび", "construction"),
        ("建築現場の職人", "construction"),
        ("大工（営業もあり）", "construction"),
        ("営業兼大工", "construction"),
        ("事務、建設作業員", "construction"),
        ("construction worker, sales", "construction"),
        ("港湾荷役・事務", "harbour"),
    ],
)
def test_work_that_may_not_be_placed_is_found(text, code):
    assert find_barred_occupation(text, on=TODAY) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "事務",
        "建設会社の経理事務",
        "土木工事の施工管理",
        "建築設計",
        "建設作業の管理",
        "大工道具の販売",
        "とびら製造",
        "construction company, office work",
        "港の近くの倉庫で検品",
        "土木工場の検査",
        "製造",
    ],
)
def test_other_work_may_be_placed_also_at_such_a_company(text):
    assert find_barred_occupation(text, on=TODAY) is None
