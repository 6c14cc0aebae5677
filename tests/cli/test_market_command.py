"""``tasuki market``: files in, outcomes, verdicts and explanations out, with exit codes."""

import json

import pytest
from tests.core.market import examples
from typer.testing import CliRunner

from tasuki.cli.market import app
from tasuki.core.market import files


@pytest.fixture(autouse=True)
def kernels_beside_the_data(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path / "data"


@pytest.fixture
def folder(tmp_path):
    """Every documented example as a file."""
    for title, body in examples.ALL.items():
        (tmp_path / f"{title}.json").write_text(json.dumps(body), "utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.mark.parametrize("title", examples.ALL)
def test_every_example_is_cleared_and_verified(folder, title):
    done = run("clear", folder / f"{title}.json", "--out", folder / "out.json")
    checked = run("verify", folder / f"{title}.json", folder / "out.json")

    assert done.exit_code == 0, done.output
    assert checked.exit_code == 0, checked.output
    assert "PASS feasible" in checked.output
    assert "PASS reproducible" in checked.output
    assert "FAIL" not in checked.output


def test_a_changed_outcome_fails_with_a_witness(folder):
    run("clear", folder / "posting.json", "--out", folder / "out.json")
    told = json.loads((folder / "out.json").read_text("utf-8"))
    told["assignment"] = {"A1": "O1", "A2": None, "A3": "O2"}
    (folder / "out.json").write_text(json.dumps(told), "utf-8")

    checked = run("verify", folder / "posting.json", folder / "out.json", "--json")

    assert checked.exit_code == 1
    found = json.loads(checked.output)
    assert found["stable"]["verdict"] == "FAIL"
    assert "A2" in json.dumps(found["stable"]["witness"])


def test_a_folder_of_csv_is_cleared_into_a_folder(folder):
    market = examples.market_of(examples.ROTATION)
    (folder / "in").mkdir()
    for name, data in files.write_csv(market).items():
        (folder / "in" / name).write_bytes(data)

    done = run("clear", folder / "in", "--out", folder / "result")
    checked = run("verify", folder / "in", folder / "result")

    assert (done.exit_code, checked.exit_code) == (0, 0)
    assert (folder / "result" / "assignment.csv").read_text("utf-8-sig").splitlines() == [
        "agent,place,rank,number,cutoff,reason",
        "A1,U2,1,9,,",
        "A2,U1,1,4,,",
        "A3,U3,,,,",
        "A4,U3,1,8,,",
    ]


def test_explanations_are_one_record_a_line_in_both_languages(folder):
    run(
        "clear",
        folder / "posting.json",
        "--out",
        folder / "o.json",
        "--explain",
        folder / "e.jsonl",
    )

    lines = [json.loads(one) for one in (folder / "e.jsonl").read_text("utf-8").splitlines()]

    assert [one["agent"] for one in lines] == ["A1", "A2", "A3"]
    assert lines[0]["change"] == {"kind": "priority", "place": "O1", "by": 100001}
    assert lines[0]["checks"]["stable"] == "PASS"
    assert lines[0]["said"]["ja"][0] == "第2希望のO2が提案されました。"
    assert lines[0]["said"]["en"][0] == "Proposed: O2, your choice no. 2."


def test_another_mechanism_is_written_into_the_outcome(folder):
    done = run(
        "clear",
        folder / "rotation.json",
        *("--mechanism", "status_quo_deferred_acceptance", "--out", folder / "out.json", "--json"),
    )
    checked = run("verify", folder / "rotation.json", folder / "out.json")

    assert (done.exit_code, checked.exit_code) == (0, 0)
    assert json.loads(done.output)["checks"]["individually_rational"]["verdict"] == "PASS"
    told = json.loads((folder / "out.json").read_text("utf-8"))
    assert told["mechanism"] == {"name": "status_quo_deferred_acceptance"}


def test_a_lottery_is_cleared_with_its_seed_and_refused_without(folder):
    body = examples.changed(examples.POSTING, tie_break={"rule": "lottery"})
    (folder / "lots.json").write_text(json.dumps(body), "utf-8")

    without = run("clear", folder / "lots.json", "--out", folder / "out.json")
    done = run("clear", folder / "lots.json", "--out", folder / "out.json", "--seed", "s")
    checked = run("verify", folder / "lots.json", folder / "out.json")

    assert (without.exit_code, done.exit_code, checked.exit_code) == (2, 0, 0)
    assert json.loads((folder / "out.json").read_text("utf-8"))["seed"] == "s"
    assert "seed_missing" in without.output


def test_floors_that_cannot_be_met_exit_with_1(folder):
    openings = [{"id": "O1", "capacity": 4, "minimum": 4}, {"id": "O2", "capacity": 2}]
    body = examples.changed(examples.FLOORS, openings=openings)
    (folder / "floors.json").write_text(json.dumps(body), "utf-8")

    done = run("clear", folder / "floors.json", "--out", folder / "out.json", "--json")

    assert done.exit_code == 1
    assert json.loads(done.output)["status"] == "infeasible"


@pytest.mark.parametrize("title", ["rotation", "posting", "plan"])
def test_mechanisms_are_compared_side_by_side(folder, title):
    told = run("compare", folder / f"{title}.json")
    as_json = run("compare", folder / f"{title}.json", "--json")

    rows = json.loads(as_json.output)
    assert (told.exit_code, as_json.exit_code) == (0, 0)
    assert all(row["mechanism"] in told.output for row in rows)
    assert all(bool(row["refused"]) != bool(row["matched"]) for row in rows)


def test_an_exchange_is_not_compared(folder):
    assert run("compare", folder / "swap.json").exit_code == 2


@pytest.mark.parametrize(
    ("_case", "text", "said"),
    [
        ("no JSON", "{", "no_json"),
        ("an unknown key", json.dumps({**examples.POSTING, "sex": 1}), "unknown_key"),
    ],
)
def test_an_unreadable_file_exits_with_2_and_says_where(folder, _case, text, said):
    (folder / "broken.json").write_text(text, "utf-8")

    done = run("clear", folder / "broken.json", "--out", folder / "out.json")

    assert done.exit_code == 2
    assert said in done.output
    assert not (folder / "out.json").exists()


def test_a_file_that_is_not_there_exits_with_2(folder):
    assert run("verify", folder / "none.json", folder / "none.json").exit_code == 2


def test_an_exchange_of_others_is_converted_and_cleared(folder):
    (folder / "x.input").write_text("2 2\n0 1 5\n1 0 4\n-1 -1 -1\n", "utf-8")

    done = run("convert", folder / "x.input", "--from", "glasgow", "--out", folder / "x.json")
    cleared = run("clear", folder / "x.json", "--out", folder / "out.json", "--json")

    assert done.exit_code == 0, done.output
    assert done.output == "席 seats 2 / 矢印 arcs 2\n"
    assert json.loads(cleared.output)["statistics"]["value"] == 9
