"""The document names every definition as it is in force."""

from datetime import date
from pathlib import Path

from tasuki.core.kpi.catalogue import list_definitions

TEXT = (Path(__file__).parents[3] / "docs" / "kpi.md").read_text(encoding="utf-8")


def test_every_definition_stands_in_the_document_as_it_is_in_force():
    for one in list_definitions(on=date(2026, 11, 24)):
        cells = (one.id, one.version, one.name.ja, one.formula.ja, one.cohort.ja, one.window.ja)
        assert f"| {' | '.join(str(cell) for cell in cells)} |" in TEXT, one.id


def test_the_document_names_nothing_else():
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and "| id |" not in line]
    assert len(rows) == len(list_definitions(on=date(2026, 11, 24)))
