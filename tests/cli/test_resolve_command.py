"""``tasuki resolve``: files of six systems in, pairs with reasons and figures out."""

import csv
import json

import pytest
import typer
from openpyxl import Workbook
from typer.testing import CliRunner

from tasuki.cli.resolve import resolve
from tasuki.cli.resolve_files import LINK_COLUMNS
from tasuki.core.synthetic.files import make_files

app = typer.Typer()
app.command("resolve")(resolve)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The six files and the truth about them."""
    folder = tmp_path_factory.mktemp("resolve")
    made = make_files(seed=4, size=150)
    for name, data in made.texts.items():
        (folder / name).write_bytes(data)
    for name, sheets in made.workbooks.items():
        book = Workbook()
        book.remove(book.active)
        for sheet in sheets:
            page = book.create_sheet(sheet.name)
            for row in sheet.rows:
                page.append(row)
            for area in sheet.merges:
                page.merge_cells(area)
        book.save(folder / name)
    (folder / "truth.csv").write_bytes(made.truth_csv())
    return folder


def run(folder, *options, files=None):
    names = files or [path for path in sorted(folder.iterdir()) if path.name != "truth.csv"]
    out = folder.parent / f"{folder.name}.csv"
    return CliRunner().invoke(app, [*map(str, names), "--out", str(out), *options]), out


def test_files_of_six_systems_are_resolved(folder):
    done, out = run(folder, "--truth", str(folder / "truth.csv"), "--json")

    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert found["figures"]["found"]["f1"] >= 0.97
    assert found["figures"]["groups"]["f1"] >= 0.97
    assert found["figures"]["auto"]["precision"] >= 0.99
    assert found["figures"]["auto"]["linked"] == found["automatic_pairs"]
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == LINK_COLUMNS
    assert len(rows) == found["automatic_pairs"] + found["review_pairs"]
    assert {row["decision"] for row in rows} == {"auto", "review"}
    assert all(row["why"] and float(row["probability"]) >= 0.3 for row in rows)


def test_figures_are_shown_to_people(folder):
    files = [folder / "employees_smarthr.csv", folder / "employees_kaonavi.csv"]

    done, _ = run(folder, "--truth", str(folder / "truth.csv"), files=files)

    assert done.exit_code == 0, done.output
    assert "precision" in done.output
    assert "確認" in done.output


def test_without_a_truth_only_counts_are_said(folder):
    done, out = run(folder, files=[folder / "applicants_hrmos_cp932.csv"])

    assert done.exit_code == 0, done.output
    assert "precision" not in done.output
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,line\n", "person_id"),
        ("file,line,person_id\na.csv,two,P1\n", "line"),
    ],
)
def test_a_truth_that_cannot_be_used_is_wrong_use(folder, tmp_path, text, said):
    truth = tmp_path / "truth.csv"
    truth.write_text(text)

    done, _ = run(folder, "--truth", str(truth), files=[folder / "employees_kaonavi.csv"])

    assert done.exit_code == 2
    assert said in done.output


def test_a_file_that_is_no_table_is_wrong_use(folder, tmp_path):
    page = tmp_path / "page.csv"
    page.write_text("<html><body>login</body></html>")

    done, _ = run(folder, files=[page])

    assert done.exit_code == 2
