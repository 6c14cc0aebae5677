"""``tasuki relay status``: numbers for programs, and no more than the side may know."""

import json

import pytest
from tests.apps.relay.counting_world import World
from typer.testing import CliRunner

from tasuki.cli.relay import app

pytestmark = pytest.mark.django_db


def status(slug: str, *more: str):
    return CliRunner().invoke(app, ["status", "--org", slug, *more])


def test_agency_reads_its_live_books():
    world = World()
    world.inform(5)
    world.count(10)
    world.issue()
    world.count(3)

    result = status(world.agency.slug, "--json")

    (relay,) = json.loads(result.stdout)["relays"]
    assert result.exit_code == 0
    assert (relay["credits"]["confirmed"], relay["credits"]["people_to_go"]) == (3, 7)
    assert (relay["slots"]["usable"], relay["slots"]["labels"]) == (1, ["R-01"])
    assert relay["statements"][0]["totals"]["confirmed_added"] == 10


def test_company_reads_its_statements_only():
    world = World()
    world.inform(5)
    world.count(9)
    world.issue()
    world.count(3)

    (relay,) = json.loads(status(world.company.slug, "--json").stdout)["relays"]

    assert (relay["credits"]["confirmed"], relay["credits"]["people_to_go"]) == (9, 1)
    assert relay["slots"]["total"] == 0
    assert set(relay["credits"]) == {
        "confirmed",
        "bundled",
        "expired",
        "reversed",
        "ratio",
        "people_to_go",
        "as_of",
    }


def test_organisation_is_found_by_its_number_too():
    world = World()

    result = status(str(world.agency.id), "--json")

    assert json.loads(result.stdout)["organisation"] == world.agency.slug


def test_table_for_people_shows_the_same_numbers():
    world = World()
    world.inform(5)
    world.count(2)
    world.issue()

    result = status(world.agency.slug)

    assert "credits.confirmed" in result.stdout
    assert "2026-11-0001" in result.stdout


def test_unknown_organisation_is_named():
    result = status("nobody", "--json")

    assert result.exit_code == 2
    assert "nobody" in result.stderr
