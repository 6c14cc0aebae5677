"""Synthetic applicant files: the same seed gives the same file.

Used by the tests, by the demo and as a file to try the import with. Nobody in it exists; mail
addresses end in names that no mail server has, phone numbers in blocks that are not assigned.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

HERP_HEADERS: Final = (
    "応募時刻",
    "名前",
    "メールアドレス",
    "電話番号",
    "応募経路",
    "選考ステップ",
    "募集職種",
    "選考終了理由",
    "備考",
)
HRMOS_HEADERS: Final = (
    "応募者ID",
    "氏名",
    "氏名（フリガナ）",
    "メールアドレス",
    "電話番号",
    "求人名",
    "最終の選考ステータス",
    "書類選考_実施日",
    "一次面接_実施日",
    "不合格",
    "辞退",
    "入社日",
    "備考",
)
_FAMILIES: Final = (
    ("髙橋", "タカハシ", "takahashi"),
    ("山﨑", "ヤマザキ", "yamazaki"),
    ("𠮷田", "ヨシダ", "yoshida"),
    ("佐藤", "サトウ", "sato"),
    ("渡邉", "ワタナベ", "watanabe"),
    ("長谷川", "ハセガワ", "hasegawa"),
    ("林", "ハヤシ", "hayashi"),
    ("大河原", "オオカワラ", "okawara"),
    ("勘解由小路", "カデノコウジ", "kadenokoji"),
)
_GIVENS: Final = (
    ("花子", "ハナコ"),
    ("太郎", "タロウ"),
    ("一美", "カズミ"),
    ("健", "ケン"),
    ("さくら", "サクラ"),
    ("悠斗", "ユウト"),
    ("美沙紀", "ミサキ"),
)
_OTHERS: Final = (
    ("Nguyễn Thị Mai", "グエン ティ マイ", "nguyen"),
    ("Maria da Silva", "マリア ダ シルバ", "silva"),
    ("サクラ", "サクラ", "sakura"),
    ("金 民秀", "キム ミンス", "kim"),
    ("O'Brien", "オブライエン", "obrien"),
)
_JOBS: Final = ("経理事務", "機械組立", "品質管理", "営業", "Webアプリ開発", "倉庫管理")
_CHANNELS: Final = (
    "求人媒体",
    "自社サイト",
    "社員紹介",
    "エージェント",
    "求人媒体(スカウト)",
    "その他",
)
_STAGES: Final = ("エントリー", "書類選考", "一次", "二次", "最終", "内定")
_NOTE: Final = "見本データ（架空）"
_FIRST_DAY: Final = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One invented applicant; an empty mail or phone is missing in the file."""

    name: str
    kana: str
    mail: str
    phone: str
    job: str
    channel: str
    stage: str
    end_reason: str
    applied_on: date
    minute: int


def make_people(*, count: int = 240, seed: int = 1) -> list[SamplePerson]:
    """Return invented applicants, exactly half of them (rounded down) not selected.

    Args:
        count: how many, >= 1.
        seed: another seed, other people.
    """
    dice = Random(seed)  # noqa: S311 - invented people, no secret
    reasons = ["不採用"] * (count // 2)
    others = ["", "", "応募者辞退", "入社決定"]
    reasons += [dice.choice(others) for _ in range(count - len(reasons))]
    dice.shuffle(reasons)
    return [_make_person(dice, number, reason) for number, reason in enumerate(reasons, start=1)]


def _make_person(dice: Random, number: int, reason: str) -> SamplePerson:
    if dice.random() < 0.1:
        name, kana, letters = dice.choice(_OTHERS)
    else:
        family, given = dice.choice(_FAMILIES), dice.choice(_GIVENS)
        name, kana = f"{family[0]} {given[0]}", f"{family[1]} {given[1]}"
        letters = family[2]
    domain = dice.choice(("example.jp", "example.invalid"))
    lack = dice.random()
    last = max(1, len(_STAGES) - 1)
    return SamplePerson(
        name=name,
        kana=kana,
        mail="" if lack < 0.04 else f"{letters}{number:05d}@{domain}",
        phone="" if lack > 0.93 else f"0{dice.choice('789')}0-0000-{number % 10_000:04d}",
        job=dice.choice(_JOBS),
        channel=dice.choice(_CHANNELS),
        stage="内定" if reason == "入社決定" else _STAGES[dice.randrange(0, last)],
        end_reason=reason,
        applied_on=_FIRST_DAY + timedelta(days=dice.randrange(300)),
        minute=dice.randrange(24 * 60),
    )


def make_herp_csv(*, count: int = 240, seed: int = 1, encoding: str = "utf-8-sig") -> bytes:
    """Return a file like the export of one widely used system: stage and end reason.

    Args:
        count: rows, >= 1.
        seed: another seed, other people.
        encoding: characters that it cannot hold become their plain variants.
    """
    rows = [
        (
            f"{person.applied_on:%Y/%m/%d} {person.minute // 60:02d}:{person.minute % 60:02d}",
            person.name,
            person.mail,
            person.phone,
            person.channel,
            person.stage,
            person.job,
            person.end_reason,
            _NOTE,
        )
        for person in make_people(count=count, seed=seed)
    ]
    return _write(HERP_HEADERS, rows, encoding)


def make_hrmos_csv(*, count: int = 240, seed: int = 1, encoding: str = "cp932") -> bytes:
    """Return a file like the export of another one: days of stages, a lone ' for empty."""
    rows = []
    for number, person in enumerate(make_people(count=count, seed=seed), start=1):
        end = person.applied_on + timedelta(days=21)
        ends = {
            reason: f"{end:%Y-%m-%d}" if person.end_reason == reason else "'"
            for reason in ("不採用", "応募者辞退", "入社決定")
        }
        rows.append(
            (
                f"HR{number:05d}",
                person.name.replace(" ", "\u3000"),
                person.kana,
                person.mail or "'",
                person.phone,
                person.job,
                person.stage,
                f"{person.applied_on + timedelta(days=7):%Y-%m-%d}",
                f"{person.applied_on + timedelta(days=14):%Y-%m-%d}"
                if person.stage not in {"エントリー", "書類選考"}
                else "",
                *ends.values(),
                _NOTE,
            )
        )
    return _write(HRMOS_HEADERS, rows, encoding)


def _write(headers: Sequence[str], rows: Sequence[Sequence[str]], encoding: str) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    text = buffer.getvalue()
    if encoding == "cp932":
        text = text.replace("𠮷", "吉").replace("ễ", "e").replace("ị", "i")
    return text.encode(encoding)
