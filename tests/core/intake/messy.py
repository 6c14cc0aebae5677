"""Small messy files, the same for the same seed. Nobody in them exists."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from openpyxl import Workbook

from tasuki.core.identity.dates import wareki

FAMILIES = (
    ("髙橋", "タカハシ"),
    ("山﨑", "ヤマザキ"),
    ("渡邉", "ワタナベ"),
    ("佐藤", "サトウ"),
    ("長谷川", "ハセガワ"),
    ("小林", "コバヤシ"),
)
GIVENS = (
    ("架子", "カコ"),
    ("一郎", "イチロウ"),
    ("美咲", "ミサキ"),
    ("健太", "ケンタ"),
    ("陽子", "ヨウコ"),
)
STEPS = (("書類選考", "DOCUMENT"), ("一次面接", "FIRST"), ("最終面接", "FINAL"))
ENDS = (("不採用", "REJECTED"), ("辞退", "WITHDRAWN"), ("", ""))


@dataclass(frozen=True)
class Person:
    """One made-up applicant and what must come out of the row."""

    family: str
    given: str
    kana: str
    birth: date
    mail: str
    phone: str
    applied: date
    step: tuple[str, str]
    end: tuple[str, str]


@dataclass
class Messy:
    """A file and what is true about it."""

    data: bytes
    people: list[Person]
    skipped: list[str] = field(default_factory=list)


def make_people(seed: int, count: int) -> list[Person]:
    """Return made-up applicants."""
    random = Random(seed)
    people = []
    for number in range(count):
        family, given = random.choice(FAMILIES), random.choice(GIVENS)
        people.append(
            Person(
                family=family[0],
                given=given[0],
                kana=f"{family[1]} {given[1]}",
                birth=date(1960, 1, 1) + timedelta(days=random.randrange(14_000)),
                mail=f"p{number}@example.jp",
                phone=f"0900000{number:04d}",
                applied=date(2026, 1, 1) + timedelta(days=random.randrange(300)),
                step=random.choice(STEPS),
                end=random.choice(ENDS),
            )
        )
    return people


def written_birth(day: date, random: Random) -> str:
    """Return a date as one of the ways in which offices write it."""
    ways = (
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        wareki(day),
        f"{day.year}年{day.month}月{day.day}日",
    )
    return random.choice(ways)


def messy_csv(seed: int, *, count: int = 30, encoding: str = "cp932") -> Messy:
    """A CSV with titles, odd phones, eras, a group row, a total row and a note at the end."""
    random = Random(seed)
    people = make_people(seed, count)
    rows: list[list[str]] = [["応募者一覧（2026年度）"], ["出力日：2026/11/02"], []]
    rows.append(
        ["応募者氏名", "フリガナ", "生年月日", "Ｅ－ｍａｉｌ", "ＴＥＬ", "応募日", "段階", "合否"]
    )
    for number, one in enumerate(people):
        if number == count // 2:
            rows.append(["10月応募"])
        gap = random.choice(("　", " "))
        rows.append(
            [
                f"{one.family}{gap}{one.given}",
                one.kana,
                written_birth(one.birth, random),
                random.choice((one.mail, one.mail.upper(), one.mail.replace("@", "＠"))),
                random.choice((one.phone, f"{one.phone[:3]}-{one.phone[3:7]}-{one.phone[7:]}")),
                f"{one.applied:%Y/%m/%d}",
                one.step[0],
                one.end[0],
            ]
        )
    rows += [["合計", f"{count}名"], ["※個人情報につき取扱注意"]]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    skipped = ["title", "title", "group", "total", "end_note"]
    return Messy(buffer.getvalue().encode(encoding), people, skipped)


def messy_xlsx(seed: int, *, count: int = 12) -> Messy:
    """A firm's own sheet: cover, title, two rows of merged headings, month rows, phone numbers."""
    people = make_people(seed, count)
    book = Workbook()
    cover = book.active
    cover.title = "表紙"
    cover["A1"] = "応募者管理"
    sheet = book.create_sheet("応募者")
    sheet.append(["応募者管理表（2026年度）"])
    sheet.append(["記入者：人事", None, None, None, None, None, "更新日", date(2026, 11, 2)])
    sheet.append(["No", "段階", "応募者", None, "電話番号", "面接", None, "年齢"])
    sheet.append([None, None, "氏名", "カナ", None, "日程(曜日)", "時間", None])
    for merged in ("A1:H1", "C3:D3", "F3:G3", "A3:A4", "B3:B4", "E3:E4", "H3:H4"):
        sheet.merge_cells(merged)
    for number, one in enumerate(people):
        if number % 6 == 0:
            sheet.append([f"{10 + number // 6}月応募"])
            sheet.merge_cells(
                start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=8
            )
        sheet.append(
            [
                number + 1,
                one.step[0],
                f"{one.family}　{one.given}",
                one.kana,
                int(one.phone),
                date(2026, 10, 5) if number % 2 else "10/5(月)",
                "14:00",
                34,
            ]
        )
    sheet.append(["合計", None, f"{count}名"])
    summary = book.create_sheet("集計")
    summary.append(["媒体", "応募数"])
    buffer = io.BytesIO()
    book.save(buffer)
    return Messy(buffer.getvalue(), people, ["title", "title", "group", "group", "total"])
