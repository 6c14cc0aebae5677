"""Every hard stop has a test at every door, and docs/law.md shows the very same table."""

from pathlib import Path

import pytest
from tests.apps.policy.table import HEADING, NO_DOOR, TABLE, render

from tasuki.core.law.hard_stops import HARD_STOPS

ROOT = Path(__file__).resolve().parents[2]
NAMED = sorted(
    {
        cell
        for row in TABLE
        for cell in (row.page, row.api, row.terminal, row.sql)
        if cell != NO_DOOR
    }
)


def test_table_names_all_twelve_stops_in_their_order():
    assert [row.rule for row in TABLE] == [stop.rule for stop in HARD_STOPS]
    assert [row.rule for row in TABLE] == [f"H{number}" for number in range(1, 13)]


@pytest.mark.parametrize("named", NAMED)
def test_named_test_exists(named):
    file, _, function = named.partition("::")

    assert f"\ndef {function}(" in (ROOT / file).read_text(encoding="utf-8")


def test_only_deletion_has_doors_without_a_test():
    assert {row.rule for row in TABLE if NO_DOOR in {row.page, row.api}} == {"H8"}
    assert not any(NO_DOOR in {row.terminal, row.sql} for row in TABLE)


def test_page_about_the_law_shows_the_table():
    page = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")

    assert f"{HEADING}\n\n{render()}\n" in page
