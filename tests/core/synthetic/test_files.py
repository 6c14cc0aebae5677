"""The made-up files: what each system writes, who stands where, what is broken."""

import csv
import io
from collections import Counter
from datetime import date
from random import Random

import pytest

from tasuki.core.identity.dates import parse_date
from tasuki.core.identity.normalise import normalise_kana, normalise_phone
from tasuki.core.synthetic import spelling
from tasuki.core.synthetic.broken import HEADINGS, break_lines
from tasuki.core.synthetic.files import TRUTH_HEADINGS, make_files


@pytest.fixture(scope="module")
def made():
    return make_files(seed=11, size=120)


def rows_of(made, name, encoding):
    return list(csv.reader(io.StringIO(made.texts[name].decode(encoding), newline="")))


def test_the_same_seed_makes_the_same_files(made):
    assert make_files(seed=11, size=120) == made
    assert make_files(seed=12, size=120).texts != made.texts


def test_a_size_without_room_for_people_in_two_files_is_refused():
    with pytest.raises(ValueError, match="size 19 is below 20"):
        make_files(seed=1, size=19)


@pytest.mark.parametrize(
    ("name", "encoding", "rows"),
    [
        ("applicants_herp.csv", "utf-8", 96),
        ("applicants_hrmos_cp932.csv", "cp932", 59),
        ("employees_smarthr.csv", "utf-8-sig", 120),
        ("employees_kaonavi.csv", "utf-8", 42),
    ],
)
def test_each_line_of_a_file_is_named_in_the_truth(made, name, encoding, rows):
    lines = rows_of(made, name, encoding)

    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(lines) == rows + 1
    assert [one.line for one in made.truth if one.file == name] == list(range(2, rows + 2))


def test_people_stand_in_several_files_and_twice_in_one(made):
    files = {}
    for line in made.truth:
        files.setdefault(line.person, []).append(line.file)

    assert sum(len(set(names)) > 1 for names in files.values()) >= 30
    assert any(count > 1 for names in files.values() for count in Counter(names).values())


def test_the_truth_is_a_table(made):
    rows = list(csv.reader(io.StringIO(made.truth_csv().decode())))

    assert tuple(rows[0]) == TRUTH_HEADINGS
    assert len(rows) == len(made.truth) + 1


def test_the_sheet_has_titles_two_headings_months_and_a_total(made):
    sheet, summary = made.workbooks["applicants_sheet.xlsx"]
    people = {one.line for one in made.truth if one.file == "applicants_sheet.xlsx"}

    assert (sheet.name, summary.name) == ("応募者管理", "集計")
    assert sheet.merges
    assert sheet.rows[-1] == ["合計", f"{len(people)}名"]
    assert all(len(sheet.rows[line - 1]) == len(sheet.rows[3]) for line in people)
    assert sum(str(row[0]).endswith("月応募") for row in sheet.rows if row) >= 3


def test_the_broken_file_is_broken_in_every_way(made):
    data = made.texts["applicants_broken.csv"]

    for piece in (
        b"=1+1",
        b"@SUM(A1)",
        b"\x00",
        b"x" * 40_000,
        "\u202e".encode(),
        "令和7年13月".encode(),
    ):
        assert piece in data
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    with pytest.raises(UnicodeDecodeError):
        data.decode("cp932")


def test_a_broken_line_without_a_name_is_nobody():
    rows = [["2026/10/1", f"架空 {n}", "", "", "", "", "", "", ""] for n in range(30)]

    data, lines = break_lines(rows, Random(1))

    assert lines.count(0) == 1
    named = data.split(b"\r\n")
    for place, line in enumerate(lines):
        assert not line or f"架空 {place}," in named[line - 1].decode(
            "cp932" if place % 5 == 4 else "utf-8"
        )
    assert len(HEADINGS) == len(rows[0])


def test_every_way_to_write_means_the_same():
    rng = Random(1)
    day = date(1985, 3, 7)

    assert {parse_date(spelling.any_era_date(day, rng)) for _ in range(40)} == {day}
    assert {parse_date(spelling.any_date(day, rng)) for _ in range(40)} == {day}
    assert {normalise_phone(spelling.any_phone("09000000123", rng)) for _ in range(40)} == {
        "09000000123"
    }
    assert spelling.half_width("ジュンガ パッ") == "ｼﾞｭﾝｶﾞ ﾊﾟｯ"
    assert normalise_kana(spelling.half_width("ジュンガ")) == "ジュンガ"
    assert spelling.hyphened("0868001234") == "0868-00-1234"
