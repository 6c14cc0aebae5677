"""``tasuki simulate``: the tables of the relay's arithmetic, figures from a seed, a report."""

import json

import html5lib
import pytest
import typer
from typer.testing import CliRunner

from tasuki.cli.simulate import simulate

SMALL = ("--companies", "8", "--years", "1", "--runs", "5")


def run(*arguments):
    app = typer.Typer()
    app.command()(simulate)
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.mark.parametrize(
    "line",
    [
        "up_to_50: N 36.6, N/H 15.3, slots/year 0.18 / 0.37 / 0.73 / 1.10, years/slot 2.7",
        "up_to_300: N 38.4, N/H 5.9, slots/year 0.19 / 0.38 / 0.77 / 1.15, years/slot 2.6",
        "up_to_1000: N 56.5, N/H 4.3, slots/year 0.28 / 0.57 / 1.13 / 1.70, years/slot 1.8",
        "above_1000: N 136.4, N/H 1.3, slots/year 0.68 / 1.36 / 2.73 / 4.09, years/slot 0.7",
        "26% / 33% / 52% / 66%",
        "68% / 85% / 135% / 169%",
        "93% / 116% / 185% / 232%",
        "305% / 381% / 610% / 762%",
        "0.3% / 19.1% / 71.1%",
        "0.3% / 21.6% / 74.5%",
        "5.5% / 72.8% / 98.9%",
        "88.3% / 100.0% / 100.0%",
        "agency p 0.0227: -731,258 / -258,258 / -69,058 yen",
        "agency p 0.05: -473,000 / +0 / +189,200 yen",
        "agency p 0.10: +0 / +473,000 / +662,200 yen",
        "cost 1000 -> 835, per hire 69.58, reduction per hire 30.4%, total 16.5%",
        "savings agency -200, ads +220, referral +160, alumni +90, slot +95 = 365",
        "mix 6.67 + rate 23.75 per hire",
        "agency p 0.20: +946,000 / +1,419,000 / +1,608,200 yen",
    ],
)
def test_closed_formulas_are_reproduced_exactly(line):
    done = run("--check")

    assert done.exit_code == 0
    assert line in done.output


def test_the_same_seed_prints_the_same_figures():
    first, again, other = (run(*SMALL, "--seed", seed, "--json") for seed in (1, 1, 2))

    assert first.output == again.output
    told = json.loads(first.output)
    assert told["region"] == {"companies": 8, "years": 1, "runs": 5, "seed": 1}
    assert told["assumptions"]["registration_rate"] == "assumption"
    assert told["whole"] != json.loads(other.output)["whole"]


def test_report_holds_every_picture_with_its_answer_and_says_that_it_is_made_up(tmp_path):
    file = tmp_path / "report.html"

    done = run(*SMALL, "--sweep", "--report", file)

    assert done.exit_code == 0, done.output
    page = file.read_text("utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.count("<svg") == 6
    assert "架空の地域の試算" in page
    assert "採用単価はどれだけ下がる？" in page
    assert "何が結果を動かす？" in page
    assert "40%の削減はいつ届く？" in page
    assert "国税庁" in page


@pytest.mark.parametrize("wrong", [("--ratio", "0"), ("--fee-rate", "2"), ("--expiry", "100")])
def test_wrong_numbers_end_with_the_reason(wrong):
    done = run(*SMALL, *wrong)

    assert done.exit_code == 2
    assert "range" in done.output or "0.0" in done.output or "2.0" in done.output
