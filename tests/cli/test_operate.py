"""Backup, restore and doctor as an operator types them, and who is refused to serve."""

import json
from pathlib import Path

import psycopg
import pytest
from tests.cli.programs import Installation

from tasuki.adapters.postgres.embedded import SUPERUSER
from tasuki.adapters.postgres.settings import APP_ROLE, embedded_server


def administer(installation: Installation, statement: str) -> None:
    """Run one statement as the server's superuser."""
    address = embedded_server(installation.data).address(dbname="tasuki")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())


def read(installation: Installation, question: str) -> list[tuple[object, ...]]:
    """Return rows, as the server's superuser sees them."""
    address = embedded_server(installation.data).address(dbname="tasuki")
    with psycopg.connect(address) as connection:
        return connection.execute(question.encode()).fetchall()


def keys_of(path: Path) -> Path:
    """The file of data keys beside a file of rows."""
    return path.with_name(f"{path.name}.keys")


@pytest.fixture
def dump(demo_installation):
    path = demo_installation.data.with_suffix(".backup")
    yield path
    path.unlink(missing_ok=True)
    keys_of(path).unlink(missing_ok=True)


@pytest.fixture
def unsafe_role(demo_installation):
    """The serving role sees past the policies, for a moment."""
    administer(demo_installation, f"alter role {APP_ROLE} bypassrls")
    yield
    administer(demo_installation, f"alter role {APP_ROLE} nobypassrls")


def test_restored_backup_verifies_like_the_original(demo_installation, dump):
    before = demo_installation.json("verify")
    saved = demo_installation.run("backup", str(dump))
    assert saved.returncode == 0, saved.stderr
    administer(demo_installation, "update orgs_organisation set name = 'changed since'")

    restored = demo_installation.run("restore", str(dump), "--replace")

    assert restored.returncode == 0, restored.stderr
    assert "tasuki verify" in restored.stdout
    assert demo_installation.json("verify") == before
    assert read(demo_installation, "select name from orgs_organisation where slug = 'aoba'") == [
        ("あおば人材株式会社",)
    ]


def test_restore_into_a_filled_database_is_refused(demo_installation, dump):
    for path in (dump, keys_of(dump)):
        path.write_bytes(b"whatever it holds")
    count = "select count(*) from ledger.entry"
    before = read(demo_installation, count)

    refused = demo_installation.run("restore", str(dump))

    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert read(demo_installation, count) == before


def test_restore_of_what_is_no_file_is_wrong_use(demo_installation):
    assert demo_installation.run("restore", "nowhere.dump").returncode == 2


def test_doctor_finds_nothing_on_a_sound_installation(demo_installation):
    assert demo_installation.json("doctor") == {"problems": []}


def test_doctor_names_the_problem_and_its_remedy(demo_installation, unsafe_role):
    found = demo_installation.run("doctor", "--json")

    assert found.returncode == 1
    assert json.loads(found.stdout)["problems"][0] == (
        f"the role {APP_ROLE} passes every row-level policy: "
        f"serve as {APP_ROLE}, which is neither superuser nor BYPASSRLS"
    )


def test_nothing_is_served_past_the_policies(demo_installation, unsafe_role):
    refused = demo_installation.run("run")

    assert refused.returncode == 1
    assert "passes every row-level policy" in refused.stderr.replace("\n", " ")


SERVE_AS = """
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["USER"] = "{role}"
from tasuki.conf import wsgi
print(callable(wsgi.application))
"""


def test_a_superuser_is_refused_by_the_web_server_itself(demo_installation):
    refused = demo_installation.python(SERVE_AS.format(role=SUPERUSER))
    served = demo_installation.python(SERVE_AS.format(role=APP_ROLE))

    assert refused.returncode == 1
    assert f"the role {SUPERUSER} passes every row-level policy" in refused.stderr
    assert served.stdout == "True\n", served.stderr
