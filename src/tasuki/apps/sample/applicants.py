"""A month's file of applicants, as a recruiting tool would export it."""

import csv
import io
from datetime import date, timedelta
from random import Random
from typing import Final

from tasuki.apps.sample.names import People

HEADERS: Final = (
    "応募時刻", "名前", "メールアドレス", "電話番号", "応募経路", "選考ステップ", "募集職種",
    "選考終了理由", "備考",
)  # fmt: skip
_JOBS: Final = ("生産管理", "経理事務", "品質保証", "営業事務", "機械設計")
_CHANNELS: Final = ("求人媒体", "自社サイト", "ハローワーク", "社員紹介")
_STEPS: Final = ("書類選考", "一次面接", "一次面接", "最終面接")
_DAYS: Final = 10


def make_month_file(
    *, people: People, seed: int, month: date, not_selected: int, hired: int, withdrew: int
) -> bytes:
    """Return a CSV (UTF-8 with BOM) of one month's applicants, mixed by the seed.

    Args:
        people: whom to draw from.
        seed: of the draw.
        month: first day of the month in which they applied.
        not_selected: rows of people who are told that it was not them.
        hired: rows of people who accepted an offer.
        withdrew: rows of people who withdrew.
    """
    dice = Random(seed)  # noqa: S311 - samples, no secrets
    reasons = ["不採用"] * not_selected + ["入社決定"] * hired + ["応募者辞退"] * withdrew
    dice.shuffle(reasons)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(HEADERS)
    for reason in reasons:
        person = people.next()
        applied = month + timedelta(days=dice.randrange(_DAYS))
        writer.writerow(
            (
                f"{applied:%Y/%m/%d} {dice.randrange(8, 22):02d}:{dice.randrange(60):02d}",
                f"{person.family_name} {person.given_name}",
                person.mail.replace("sample", "applicant"),
                person.phone.replace("090", "080", 1),  # who registers has another number
                dice.choice(_CHANNELS),
                dice.choice(_STEPS),
                dice.choice(_JOBS),
                reason,
                "見本データ（架空）",
            )
        )
    return buffer.getvalue().encode("utf-8-sig")
