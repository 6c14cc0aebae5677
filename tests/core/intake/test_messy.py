"""Whole messy files: what goes in comes out, and nothing is lost."""

import pytest
from tests.core.intake.helpers import TODAY
from tests.core.intake.messy import messy_csv, messy_xlsx

from tasuki.adapters.tabular.read import read_table
from tasuki.core.intake.mapping import propose
from tasuki.core.intake.record import read_records


def _records(table, kind="applicants"):
    columns = propose(table.headers, table.rows, kind=kind)
    return read_records(table, columns, kind=kind, answers={}, today=TODAY)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("seed", range(5))
def test_people_of_a_messy_csv_come_out_as_they_are(seed, encoding):
    made = messy_csv(seed, encoding=encoding)
    table = read_table(made.data, "a.csv")

    records = _records(table)

    assert [str(row.reason) for row in table.skipped] == made.skipped
    assert [
        (
            one.values["family_name"],
            one.values["given_name"],
            one.values["birth_date"],
            one.values["mail"],
            one.values["phone"],
            one.values["applied_at"],
            one.values["step"],
            one.values.get("end_reason", ""),
        )
        for one in records
    ] == [
        (
            one.family,
            one.given,
            one.birth.isoformat(),
            one.mail,
            one.phone,
            one.applied.isoformat(),
            one.step[1],
            one.end[1],
        )
        for one in made.people
    ]
    assert not any(one.problems for one in records)


@pytest.mark.parametrize("seed", range(3))
def test_people_of_a_firms_sheet_come_out_as_they_are(seed):
    made = messy_xlsx(seed)
    table = read_table(made.data, "a.xlsx")

    records = _records(table)

    assert (table.sheet, table.header_row, table.header_row_count) == ("応募者", 3, 2)
    assert table.headers == (
        "No",
        "段階",
        "応募者/氏名",
        "応募者/カナ",
        "電話番号",
        "面接/日程(曜日)",
        "面接/時間",
        "年齢",
    )
    assert [str(row.reason) for row in table.skipped] == made.skipped
    assert [one.values["phone"] for one in records] == [one.phone for one in made.people]
    assert {str(one.values["step_dates"]) for one in records} == {"{'FIRST': '2026-10-05T14:00'}"}
    assert {one.values["age_as_of"] for one in records} == {"2026-11-02"}
