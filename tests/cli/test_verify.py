"""``tasuki verify``: sees all organisations, counts what it saw, finds what was tampered with."""

import json

import pytest
import typer
from django.db import connections
from tests.apps.relay.counting_world import World
from typer.testing import CliRunner

from tasuki.cli.verify import verify

pytestmark = pytest.mark.usefixtures("committed_db")


def run(*options: str):
    app = typer.Typer()
    app.command()(verify)
    return CliRunner().invoke(app, list(options))


def tamper(statement: str, *values: object) -> None:
    """Change rows as the owner of the tables could, with every trigger asleep."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("begin")
        for table in ("ledger.entry", "audit_auditevent", "relay_credit", "relay_slot"):
            cursor.execute(f"alter table {table} disable trigger user")
            cursor.execute(f"alter table {table} no force row level security")
        cursor.execute(statement, values)
        assert cursor.rowcount == 1
        for table in ("ledger.entry", "audit_auditevent", "relay_credit", "relay_slot"):
            cursor.execute(f"alter table {table} enable trigger user")
            cursor.execute(f"alter table {table} force row level security")
        cursor.execute("commit")
    connections["owner"].close()


def used_world() -> World:
    world = World()
    world.show_slots(12)
    world.hire()
    return world


def test_honest_books_of_all_organisations_pass():
    used_world()
    used_world()

    result = run("--json")

    body = json.loads(result.stdout)
    assert (result.exit_code, body["violations"], body["ok"]) == (0, [], True)
    assert (body["counts"]["books"], body["counts"]["credits"], body["counts"]["slots"]) == (
        2,
        26,
        2,
    )
    assert body["counts"]["statements"] == 4
    assert body["counts"]["entries"] > 50
    assert body["counts"]["audit_events"] > 20


def test_seeing_nothing_is_a_finding():
    result = run("--json")

    body = json.loads(result.stdout)
    assert result.exit_code == 1
    assert body["violations"] == [
        "entries: 0 rows seen, so nothing was proven",
        "audit_events: 0 rows seen, so nothing was proven",
    ]


FIRST_EVENT = "select id from audit_auditevent order by organisation_id, number limit 1"
WAITING = "select id from relay_credit where state = 'confirmed' limit 1"
TAMPERED = {
    "update ledger.entry set amount = 2 where number = 3": "hash",
    "delete from ledger.entry where number = (select max(number) from ledger.entry)": "head",
    f"update audit_auditevent set reason = 'x' where id = ({FIRST_EVENT})": "was changed",
    f"update relay_credit set state = 'reversed' where id = ({WAITING})": "the rows say",
    "update relay_slot set state = 'granted' where number = 1": "slot_used is 1, the rows say 0",
}


@pytest.mark.parametrize(("statement", "finding"), TAMPERED.items())
def test_tampering_is_found(statement, finding):
    used_world()
    tamper(statement)

    result = run("--json")

    body = json.loads(result.stdout)
    assert result.exit_code == 1
    assert any(finding in violation for violation in body["violations"])


def test_text_form_prints_counts_and_violations():
    used_world()

    result = run()

    assert result.exit_code == 0
    assert "books: 1" in result.stdout
    assert "violations: 0" in result.stdout
