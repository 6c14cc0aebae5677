"""Every hard stop has a test at every door, and docs/law.md shows the very same table."""

import re
from pathlib import Path

import pytest
from tests.apps.policy.table import ASKED, HEADING, QUESTIONS, TABLE, render

from tasuki.core.law.hard_stops import HARD_STOPS

ROOT = Path(__file__).resolve().parents[2]
LAW_PAGE = ROOT / "docs" / "law.md"
NAMED = sorted({cell for row in TABLE for cell in (row.page, row.api, row.terminal, row.sql)})
ACTS_AT_THE_TERMINAL = re.compile(
    r"from tasuki\.apps\.(?:consent|moves|openings|passport|people|placement|relay|rights)"
    r"(?:\.\w+)*(?:\.actions\b| import [^\n]*\bactions\b)"
)


def rows_of_law_page():
    """The rows of the first table about the stops: stop, check, action, guard, tests."""
    text = LAW_PAGE.read_text(encoding="utf-8").split("## The twelve hard stops")[1]
    lines = text.split(HEADING)[0].splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("| H")]


def test_table_names_all_twelve_stops_in_their_order():
    assert [row.rule for row in TABLE] == [stop.rule for stop in HARD_STOPS]
    assert [row.rule for row in TABLE] == [f"H{number}" for number in range(1, 13)]


@pytest.mark.parametrize("named", NAMED)
def test_named_test_exists(named):
    file, _, function = named.partition("::")

    assert f"\ndef {function}(" in (ROOT / file).read_text(encoding="utf-8")


def test_terminal_is_called_a_question_and_no_other_door_is():
    assert {row.rule for row in TABLE if row.terminal not in QUESTIONS} == {"H5"}
    assert not any({row.page, row.api, row.sql} & QUESTIONS for row in TABLE)
    assert render().count(ASKED) == len(TABLE) - 1


def test_no_command_does_an_act_that_a_stop_holds_back():
    commands = (ROOT / "src" / "tasuki" / "cli").glob("*.py")

    acting = [
        path.name
        for path in commands
        if ACTS_AT_THE_TERMINAL.search(path.read_text(encoding="utf-8"))
    ]
    assert acting == []


def test_law_page_has_a_row_for_each_stop_of_the_product():
    rows = rows_of_law_page()

    assert [row[0].split()[0] for row in rows] == [stop.rule for stop in HARD_STOPS]


@pytest.mark.parametrize("row", rows_of_law_page(), ids=lambda row: row[0].split()[0])
def test_guard_of_a_stop_is_named_by_its_name_in_the_database(row):
    guards = re.findall(r"`([^`]+)`", row[3])

    assert guards
    assert all("::" in guard for guard in guards)


def test_page_about_the_law_shows_the_table():
    page = LAW_PAGE.read_text(encoding="utf-8")

    assert f"{HEADING}\n\n{render()}\n" in page
