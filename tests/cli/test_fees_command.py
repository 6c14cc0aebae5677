"""``tasuki fees overdue``: what is late, by agency."""

import json
from datetime import timedelta

import pytest
import time_machine
from tests.apps.fees.world import make_desk
from tests.factories import NOW, TODAY
from typer.testing import CliRunner

from tasuki.cli.fees import app

pytestmark = pytest.mark.django_db


def overdue(slug: str):
    return CliRunner().invoke(app, ["overdue", "--org", slug, "--json"])


def test_late_invoice_is_listed_with_what_is_open_and_a_paid_one_is_not():
    desk = make_desk()
    late = desk.issue(pay_yen=4_000_000)
    desk.pay(late, 320_000)
    desk.pay(desk.issue(pay_yen=4_000_000))

    with time_machine.travel(NOW, tick=False):
        before = overdue(desk.agency.slug)
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        after = overdue(desk.agency.slug)

    assert (before.exit_code, json.loads(before.stdout)) == (0, [])
    assert (after.exit_code, json.loads(after.stdout)) == (
        1,
        [
            {
                "agency": desk.agency.slug,
                "number": "INV-00001",
                "company": desk.company.name,
                "due_on": (TODAY + timedelta(days=30)).isoformat(),
                "open_yen": 1_000_000,
            }
        ],
    )


def test_unknown_agency_is_said():
    make_desk(has_agreement=False)

    assert overdue("nobody").exit_code == 2
