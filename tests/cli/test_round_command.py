"""``tasuki round``: list, show, lock, compare, clear, verify and export at the terminal."""

import csv
import io
import json

import pytest
import time_machine
from tests.apps.rounds.house import AFTER, House, posting
from typer.testing import CliRunner

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Account
from tasuki.apps.rounds.models import Round
from tasuki.cli.rounds import app

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db) -> House:
    return posting()


def run(house: House, *words: str, by: bool = False):
    mail = Account.objects.get(pk=house.hr.account_id).email
    named = ["--by", mail] if by else []
    with time_machine.travel(AFTER, tick=False):
        return CliRunner().invoke(app, [*words, "--org", house.organisation.slug, *named])


def test_a_round_is_locked_cleared_verified_and_exported(house, tmp_path):
    locked = run(house, "lock", "RD-0001", by=True)
    compared = run(house, "compare", "RD-0001", by=True)
    cleared = run(house, "clear", "RD-0001", by=True)
    verified = run(house, "verify", "RD-0001", by=True)
    shown = json.loads(run(house, "show", "RD-0001", "--json").stdout)
    house.decide("蓮", "凛", "湊")
    out = tmp_path / "moves.csv"
    exported = run(house, "export", "RD-0001", "--out", str(out), by=True)

    assert locked.stdout.startswith("sha256:")
    assert "deferred_acceptance  matched 3" in compared.stdout
    assert cleared.stdout.strip() == "cleared"
    assert (verified.exit_code, "PASS stable" in verified.stdout) == (0, True)
    assert (shown["state"], shown["checks"]["round_seed"]) == ("verified", "PASS")
    assert exported.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert {one["異動後"] for one in rows} == {"経理部", "総務部"}


def test_a_broken_outcome_exits_with_1(house):
    run(house, "lock", "RD-0001", by=True)
    run(house, "clear", "RD-0001", by=True)
    with bound(house.organisation.id, None):
        row = Round.objects.get()
        row.commitment = "sha256:another"
        row.save(update_fields=["commitment"])

    done = run(house, "verify", "RD-0001", by=True)

    assert done.exit_code == 1
    assert done.stdout.startswith("FAIL round_seed")


def test_the_list_names_no_person(house):
    found = json.loads(run(house, "list", "--json").stdout)

    assert [(one["number"], one["people"], one["lists"]) for one in found] == [("RD-0001", 3, 3)]
    assert "北村" not in json.dumps(found, ensure_ascii=False)


def test_what_is_refused_is_said_with_its_reason(house):
    done = run(house, "clear", "RD-0001", by=True)

    assert done.exit_code == 1
    assert "この操作はできません" in done.stderr


def test_an_unknown_round_or_operator_is_wrong_use(house):
    assert run(house, "show", "RD-9999").exit_code == 2
    assert CliRunner().invoke(app, ["list", "--org", "nobody"]).exit_code == 2
