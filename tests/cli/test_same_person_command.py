"""``tasuki same-person``: search, list, decide in a member's name, undo."""

import json
from uuid import uuid4

import pytest
import time_machine
from tests.factories import NOW, make_account, make_company, make_member
from tests.model_factories import make_row
from typer.testing import CliRunner

from tasuki.adapters.postgres.context import bound
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person.merging import merge_records
from tasuki.apps.same_person.models import LinkageRun, Pair
from tasuki.cli.same_person import app
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
MAIL = "hr@example.invalid"


@pytest.fixture(autouse=True)
def _at_ten_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def member(company):
    return make_member(company, Role.COMPANY_HR, make_account(email=MAIL, name="採用 一子"))


def ask(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def read(row):
    with bound(row.organisation_id, None):
        return type(row).objects.get(pk=row.pk)


def test_run_compares_and_list_shows_what_it_found(company):
    values = {"given_name": "花子", "phone": "09000000001", "mail": "h@example.invalid"}
    for _ in range(2):
        make_row(TalentRecord, company, **values)

    done = json.loads(ask("run", "--org", company.slug, "--json").stdout)
    listed = json.loads(ask("list", "--org", company.slug, "--view", "auto", "--json").stdout)

    assert (done["state"], done["records"], done["linked"]) == ("done", 2, 1)
    assert [one["state"] for one in listed["pairs"]] == ["auto"]
    assert "電話番号が同じです" in listed["pairs"][0]["why"]


def test_list_as_text_names_nobody(company):
    pair = make_row(Pair, company)

    said = ask("list", "--org", company.id).stdout

    assert str(pair.pk) in said
    assert "北村" not in said


def test_decision_stands_in_the_members_name(company, member):
    pair = make_row(Pair, company)

    done = ask("decide", pair.pk, "same", "--org", company.slug, "--as", MAIL)

    assert (done.exit_code, done.stdout.strip()) == (0, "same")
    assert read(pair).decided_by_id == member.account_id


def test_undo_takes_back_a_decision_and_a_merge(company, member):
    pair = make_row(Pair, company)
    merge = merge_records(
        actor=member, survivor_id=pair.left_id, absorbed_id=pair.right_id, now=NOW
    )

    words = ("--org", company.slug, "--as", MAIL)
    first, second = ask("undo", merge.pk, *words), ask("undo", pair.pk, *words)

    assert (first.stdout.strip(), second.stdout.strip()) == ("undone", "review")
    assert read(pair).state == "review"


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--org", "nobody"),
        ("list", "--org", "{org}", "--view", "all"),
        ("run", "--org", "{org}", "--train"),
        ("decide", str(uuid4()), "same", "--org", "{org}", "--as", "nobody@example.invalid"),
        ("decide", str(uuid4()), "same", "--org", "{org}", "--as", MAIL),
        ("undo", str(uuid4()), "--org", "{org}", "--as", MAIL),
    ],
)
def test_wrong_use_ends_with_two_and_changes_nothing(company, member, words):
    done = ask(*(word.format(org=company.slug) for word in words))

    assert done.exit_code == 2
    assert done.stderr != ""
    with bound(company.id, None):
        assert LinkageRun.objects.count() == 0


def test_viewer_decides_nothing(company):
    make_member(company, Role.COMPANY_VIEWER, make_account(email="viewer@example.invalid"))
    pair = make_row(Pair, company)

    done = ask("decide", pair.pk, "same", "--org", company.slug, "--as", "viewer@example.invalid")

    assert done.exit_code == 2
    assert read(pair).state == "review"


def test_many_pairs_are_shown_first_and_decided_with_yes(company, member):
    sure = make_row(Pair, company, probability=0.96, guards=[])
    guarded = make_row(Pair, company, probability=0.99, guards=["given_name"])
    unsure = make_row(Pair, company, probability=0.6, guards=[])
    words = ["decide-many", "same", "--org", company.slug, "--as", MAIL]

    shown = ask(*words).stdout
    assert [str(one.pk) in shown for one in (sure, guarded, unsure)] == [True, True, False]
    assert read(sure).state == "review"

    assert ask(*words, "--yes").stdout.strip() == "1 / 2"
    assert [read(one).state for one in (sure, guarded, unsure)] == ["same", "review", "review"]
