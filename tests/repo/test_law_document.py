"""docs/law.md names what exists: every path, every function, every guard, every stop."""

import re

import pytest
from tests.repo.tree import ROOT

TEXT = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:src|tests|docs)/[\w./-]+)(?:::([\w.]+))?`", TEXT)))
# The first table: stop, check, action, guard, tests. A second one names a test for each door.
STOPS = [line for line in TEXT.splitlines() if re.match(r"\| H\d+ .*src/tasuki/core/", line)]


def test_the_document_names_many_places():
    assert len(NAMED) > 70


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_what_the_document_names_exists(path, name):
    found = ROOT / path

    assert found.exists()
    assert not name or name in found.read_text(encoding="utf-8")


def test_every_hard_stop_has_a_check_and_a_test():
    stops = {line.split()[1]: [cell.strip() for cell in line.split("|")[2:6]] for line in STOPS}

    assert list(stops) == [f"H{number}" for number in range(1, 13)]
    for stop, (core, _, _, tests) in stops.items():
        assert "src/tasuki/core/" in core, stop
        assert "tests/" in tests, stop


def test_every_module_of_law_is_named():
    core = ROOT / "src" / "tasuki" / "core" / "law"
    modules = {path.name for path in core.glob("*.py")} - {
        "__init__.py",
        "refusals.py",
        "stops.py",
        "hard_stops.py",
        "added_hours.py",
    }

    assert {name for name in modules if f"core/law/{name}" not in TEXT} == set()
