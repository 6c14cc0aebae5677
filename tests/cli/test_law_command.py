"""``tasuki law``: one case in a file, one clear answer, an exit status that a script can use."""

import json

import pytest
from typer.testing import CliRunner

from tasuki.cli.law import app
from tasuki.core.law.posting import POSTING_KEYS

ACT = {"act": "recommend", "kind": "employer"}
HOURS = {"on": "2026-11-23", "months": [{"month": "2026-11", "minutes": [2_700, 3_300]}]}
POSTING = {
    "on": "2026-11-23",
    "title": "経理",
    "items": dict.fromkeys(POSTING_KEYS, "記載あり"),
    "confirmed_on": "2026-11-01",
    "declared_on": "2026-11-01",
    "pay": {"amount_yen": 1_100, "unit": "hour", "prefecture": 33},
}
RETENTION = {"on": "2026-11-23", "kind": "placement_book", "started_on": "2026-03-31"}
YOUNG = {"most": 35, "code": "3i", "reason": "長期勤続", "is_indefinite": False}


def ask(question, case, *options):
    text = case if isinstance(case, str) else json.dumps(case, ensure_ascii=False)
    return CliRunner().invoke(app, [question, "-", *options], input=text)


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("posting", POSTING | {"on": "1999-12-31"}),
        ("retention", RETENTION | {"on": "1999-12-31"}),
        ("hours", HOURS | {"on": "2018-01-01"}),
    ],
)
def test_a_day_before_the_records_is_said_plainly(question, case):
    answer = ask(question, case)

    assert answer.exit_code == 2
    assert "on record for that day" in answer.output


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("act", ACT | {"kind": "licensed_agency"}),
        ("act", {"act": "charge_hire", "kind": "licensed_agency", "is_condition_met": True}),
        ("hours", HOURS | {"months": [{"month": "2026-11", "minutes": [1_800, 3_000]}]}),
        ("posting", POSTING),
        ("retention", RETENTION),
        ("retention", RETENTION | {"delete_on": "2028-04-01"}),
        ("retention", {"kind": "suppression", "started_on": "2026-03-31"}),
    ],
)
def test_a_lawful_case_ends_with_status_0(question, case):
    answer = ask(question, case, "--json")

    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["ok"] is True


@pytest.mark.parametrize(
    ("question", "case", "rule", "words"),
    [
        ("act", ACT, "H1", "licensed placement agency"),
        (
            "act",
            ACT
            | {
                "on": "2026-11-23",
                "kind": "licensed_agency",
                "licence": {
                    "number": "13-ユ-301234",
                    "valid_from": "2023-11-23",
                    "valid_to": "2026-11-22",
                },
            },
            "H1",
            "not valid on 2026-11-23",
        ),
        (
            "act",
            ACT | {"kind": "licensed_agency", "occupation": "港湾荷役"},
            "H1",
            "cannot be placed",
        ),
        ("hours", HOURS, "H10", "below 100 h"),
        ("posting", POSTING | {"items": {}}, "H6", "lacks"),
        ("posting", POSTING | {"age": YOUNG}, "H6", "without an end"),
        ("retention", RETENTION | {"delete_on": "2028-03-31"}, "H8", "through 2028-03-31"),
    ],
)
def test_a_refused_case_ends_with_status_1_and_names_its_rule(question, case, rule, words):
    answer = ask(question, case, "--lang", "en")

    assert answer.exit_code == 1
    assert answer.output.startswith(f"{rule}: ")
    assert words in answer.output


def test_the_answer_is_japanese_unless_asked_otherwise():
    answer = ask("act", ACT)

    assert answer.output.startswith("H1：この立場では")
    assert "職業安定法" in answer.output


def test_machines_get_rule_reason_next_step_and_source_in_both_languages():
    [refusal] = json.loads(ask("posting", POSTING | {"age": YOUNG}, "--json").output)["refusals"]

    assert refusal["rule"] == "H6"
    assert all(refusal[part][language] for part in ("reason", "next") for language in ("ja", "en"))
    assert refusal["source"].startswith("労働施策総合推進法")


def test_retention_prints_both_days():
    answer = json.loads(ask("retention", RETENTION, "--json").output)

    assert (answer["kept_through"], answer["gone_after"]) == ("2028-03-31", "2029-03-30")
    assert "2028/03/31" in ask("retention", RETENTION).output


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("act", "no json"),
        ("act", "[]"),
        ("act", {"act": "recommend"}),
        ("act", ACT | {"kind": "bank"}),
        ("act", ACT | {"colour": "red"}),
        ("hours", {"months": [{"month": "2026-13", "minutes": [1]}]}),
        ("posting", {"items": {"duties": 1}}),
        ("retention", RETENTION | {"started_on": "soon"}),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_status_2_and_says_why(question, case):
    answer = ask(question, case)

    assert answer.exit_code == 2
    assert "The file cannot be used" in answer.output


def test_a_file_is_read_by_its_name(tmp_path):
    path = tmp_path / "act.json"
    path.write_text(json.dumps(ACT), encoding="utf-8")

    assert CliRunner().invoke(app, ["act", str(path)]).exit_code == 1
    assert CliRunner().invoke(app, ["act", str(tmp_path / "none.json")]).exit_code == 2


def test_help_shows_a_file_for_each_question():
    answer = CliRunner().invoke(app, ["--help"])

    assert answer.exit_code == 0
    for name in ("act.json", "hours.json", "posting.json", "retention.json"):
        assert name in answer.output
