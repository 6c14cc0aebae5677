"""Tests that share something costly run in one process, the longest first."""

from fnmatch import fnmatch
from pathlib import Path

import pytest
from tests import spread

ROOT = Path(__file__).resolve().parents[2]
FILES = {str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")}


@pytest.mark.parametrize(
    ("fixture", "unit"), [("sample_region", "region"), ("demo_installation", "installations")]
)
def test_files_that_share_a_costly_fixture_are_one_unit(fixture, unit):
    users = {file for file in FILES if f"{fixture})" in (ROOT / file).read_text("utf-8")}

    assert len(users) >= 2
    assert {spread.unit_of(f"{file}::test_it") for file in users} == {unit}


def test_any_other_file_is_a_unit_of_its_own():
    file = "tests/core/test_dates.py"

    assert spread.unit_of(f"{file}::test_it[a/b@c]") == file


def test_the_longest_files_come_first():
    files = ["tests/core/test_dates.py", "tests/cli/test_demo.py", "tests/proofs/test_proofs.py"]

    assert sorted(files, key=spread.rank) == files[::-1]


@pytest.mark.parametrize("form", [*spread.LONGEST_FIRST, *spread.TOGETHER])
def test_every_form_names_files_that_are_there(form):
    assert any(fnmatch(file, form) for file in FILES)
