"""``tasuki books``, ``tasuki seekers`` and ``tasuki fees``: the desk at the terminal."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.apps.books.world import Office
from tests.apps.fees.world import make_desk
from tests.factories import NOW, TODAY
from typer.testing import CliRunner

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Account, Organisation
from tasuki.apps.placement.models import JobSeeker, WorkRequest
from tasuki.cli.books import app as books
from tasuki.cli.fees import app as fees
from tasuki.cli.seekers import app as seekers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(NOW, tick=False):
        yield


def call(app, *arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


def mail_of(actor) -> str:
    return Account.objects.get(pk=actor.account_id).email


def open_desk(agency: Organisation) -> None:
    """Fill in what the statement of the terms needs."""
    Organisation.objects.filter(pk=agency.pk).update(handled_range="全職種", contact_mail="a@b.jp")


@pytest.mark.parametrize("document", ["D1", "D2", "D3", "D4", "D5", "D27"])
def test_every_paper_of_an_inspection_is_printed(tmp_path, document):
    office = Office()
    office.charge(office.hire(date(2025, 6, 1)), 1_200_000, date(2025, 6, 2))

    done = call(books, "print", document, "--org", office.agency.slug, "--out", tmp_path)

    assert done.exit_code == 0, done.output
    [file] = tmp_path.iterdir()
    assert file.name.startswith(document)
    assert file.stat().st_mode & 0o077 == 0
    assert len(PdfReader(file).pages) >= 1


def test_book_is_exported_with_one_line_for_each_introduction(tmp_path):
    office = Office()
    row = office.hire(date(2025, 6, 1))

    done = call(books, "export", "D1", "--org", office.agency.slug, "--out", tmp_path)

    assert done.exit_code == 0, done.output
    lines = list(load_workbook(tmp_path / "D1.xlsx").active.values)
    assert len(lines) == 2
    assert lines[1][0] == row.job_order.number


def test_shift_jis_that_cannot_hold_a_name_says_which_character(tmp_path):
    office = Office()
    office.seeker()

    done = call(
        books,
        "export",
        "D2",
        "--org",
        office.agency.slug,
        "--out",
        tmp_path,
        "--format",
        "csv-sjis",
    )

    assert done.exit_code == 2
    assert "𠮷" in done.output
    assert list(tmp_path.iterdir()) == []


def test_form_30_is_printed_only(tmp_path):
    office = Office()

    assert call(books, "export", "D27", "--org", office.agency.slug).exit_code == 2
    assert call(books, "print", "D1", "--org", "nobody").exit_code == 2


def test_person_is_received_listed_without_a_name_and_closed():
    office = Office()
    open_desk(office.agency)
    by = ("--org", office.agency.slug, "--by", mail_of(office.owner))
    person = ("--family-name", "髙﨑", "--given-name", "花子", "--mail", "hanako@example.jp")
    more = ("--born", "1990-04-01", "--occupation", "生産管理", "--way", "phone")

    received = call(seekers, "receive", *by, *person, *more)
    number = received.stdout.strip()
    listed = call(seekers, "list", "--org", office.agency.slug, "--json")
    closed = call(seekers, "close", number, *by, "--reason", "own_wish")

    assert received.exit_code == 0, received.output
    [line] = json.loads(listed.stdout)
    assert (line["number"], line["state"], line["contact"]) == (number, "received", "")
    assert "髙﨑" not in listed.stdout
    assert closed.exit_code == 0, closed.output
    with office.at():
        assert JobSeeker.objects.get(number=number).closed_on == TODAY
        assert WorkRequest.objects.get().noted_by_id == office.owner.account_id
    assert json.loads(call(seekers, "list", "--org", office.agency.slug, "--json").stdout) == []


def test_banned_person_is_marked_and_a_stranger_receives_nobody():
    office = Office()
    office.hire(TODAY - timedelta(days=10), seeker=office.seeker(valid_to=TODAY))
    listed = call(seekers, "list", "--org", office.agency.slug, "--all", "--json")
    arguments = ("--family-name", "山田", "--way", "phone", "--org", office.agency.slug)

    assert [one["contact"] for one in json.loads(listed.stdout)] == ["banned"]
    assert call(seekers, "receive", *arguments, "--by", "x@example.jp").exit_code == 2
    refused = call(seekers, "receive", *arguments, "--by", mail_of(office.owner))
    assert refused.exit_code == 1  # neither mail nor phone


def test_invoice_is_listed_paid_in_part_reminded_of_and_printed(tmp_path):
    desk = make_desk()
    invoice = desk.issue(pay_yen=4_000_000)
    by = ("--org", desk.agency.slug, "--by", mail_of(desk.advisor))

    paid = call(fees, "pay", invoice.number, 320_000, *by)
    early = call(fees, "remind", invoice.number, "keiri@example.invalid", *by)
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        late = call(fees, "remind", invoice.number, "keiri@example.invalid", *by)
        listed = call(fees, "list", "--org", desk.agency.slug, "--settlement", "overdue", "--json")
    printed = call(fees, "print", invoice.number, "--org", desk.agency.slug, "--out", tmp_path)

    assert paid.stdout.strip() == f"{invoice.number}: 1,000,000"
    assert (early.exit_code, late.exit_code) == (1, 0)
    [line] = json.loads(listed.stdout)
    assert (line["number"], line["total_yen"] - line["paid_yen"]) == (invoice.number, 1_000_000)
    assert printed.exit_code == 0, printed.output
    assert len(PdfReader(tmp_path / f"{invoice.number}.pdf").pages) == 1
    with bound(desk.agency.id, None):
        assert OutboxMail.objects.filter(kind="payment_reminder").count() == 1
    assert call(fees, "pay", "INV-99999", 1, *by).exit_code == 2
