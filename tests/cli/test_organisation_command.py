"""``tasuki organisation``: how a real organisation begins, up to its first owner signing in."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError
from tests.factories import (
    count_rows,
    make_account,
    make_agency,
    make_company,
    make_municipality,
)
from tests.model_factories import make_row
from typer.testing import CliRunner

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.actions import accept_invitation
from tasuki.apps.orgs.models import Invitation, Licence, Membership, Organisation
from tasuki.cli.main import app
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
LICENCE = ("--licence", "13-ユ-123456", "--licence-from", "2024-04-01", "--licence-to")


def call(*arguments):
    return CliRunner().invoke(app, ["organisation", *arguments])


def add(*more, kind="company", slug="minato-seiki", mail="hanako@example.invalid"):
    return call(
        "add", "--kind", kind, "--name", "みなと精機", "--slug", slug, "--owner-mail", mail, *more
    )


def test_link_that_is_printed_makes_the_invited_person_the_owner():
    result = add()
    key = re.search(rf"{settings.BASE_URL}/account/invitation/([^/]+)/", result.stdout)[1]
    account = make_account(email="hanako@example.invalid")
    organisation = Organisation.objects.get(slug="minato-seiki")
    with bound(organisation.id, None):
        expires_at = Invitation.objects.get().expires_at

    accept_invitation(key=key, account=account, now=expires_at - timedelta(seconds=1))

    assert result.exit_code == 0
    assert (organisation.kind, organisation.name, organisation.is_synthetic) == (
        "company",
        "みなと精機",
        False,
    )
    with bound(organisation.id, None):
        assert Membership.objects.get(account=account).role == Role.COMPANY_OWNER


def test_first_owner_gets_the_same_link_by_mail():
    result = add()

    with bound(Organisation.objects.get(slug="minato-seiki").id, None):
        mail = OutboxMail.objects.get()
    assert mail.to_address == "hanako@example.invalid"
    assert result.stdout.splitlines()[-1] in mail.text


def test_with_a_mail_server_the_link_stands_in_the_mail_only(monkeypatch):
    monkeypatch.setattr(settings.ENVIRONMENT, "mail_host", "mail.example.invalid")

    result = add()

    assert result.exit_code == 0
    assert "/account/invitation/" not in result.stdout


@pytest.mark.parametrize(
    "kind, role",
    [
        ("agency", Role.AGENCY_OWNER),
        ("municipality", Role.MUNICIPALITY_OPERATOR),
        ("platform", Role.PLATFORM_ADMIN),
    ],
)
def test_every_kind_invites_its_own_first_role(kind, role):
    add(kind=kind)

    with bound(Organisation.objects.get(slug="minato-seiki").id, None):
        assert Invitation.objects.get().role == role


def test_agency_begins_with_its_licence():
    result = add(*LICENCE, "2029-03-31", kind="agency")

    assert result.exit_code == 0
    with bound(Organisation.objects.get(slug="minato-seiki").id, None):
        licence = Licence.objects.get()
        kinds = list(AuditEvent.objects.order_by("number").values_list("kind", flat=True))
    assert (licence.number, licence.valid_to.isoformat()) == ("13-ユ-123456", "2029-03-31")
    assert kinds == ["organisation.add", "licence.add", "member.invite"]


@pytest.mark.parametrize(
    "more, kind",
    [
        (("--licence", "13-ユ-123456"), "agency"),
        ((*LICENCE, "2029-03-31"), "company"),
        ((*LICENCE, "2024-03-31"), "agency"),
        ((*LICENCE, "2054-03-31"), "agency"),
        ((*LICENCE, "2029-04-01"), "agency"),
        (("--licence", "abc", *LICENCE[2:], "2029-03-31"), "agency"),
        (("--licence", "51-募-000001", *LICENCE[2:], "2029-03-31"), "agency"),
        (("--licence", "13-地-000001", *LICENCE[2:], "2029-03-31"), "agency"),
    ],
)
def test_licence_that_cannot_be_noted_leaves_no_organisation(more, kind):
    result = add(*more, kind=kind)

    assert result.exit_code == 2
    assert result.stderr
    assert not Organisation.objects.filter(slug="minato-seiki").exists()


@pytest.mark.parametrize("slug", ["", "Minato", "みなと", "12345", "-minato", "a b", "a" * 41])
def test_short_name_that_cannot_be_used_is_refused_with_its_form(slug):
    result = add(slug=slug)

    assert result.exit_code == 2
    assert "minato-seiki" in result.stderr
    assert Organisation.objects.count() == 0


def test_short_name_of_another_organisation_is_refused():
    make_company(slug="minato-seiki")

    result = add()

    assert result.exit_code == 2
    assert "ほかの組織が使っています" in result.stderr


def test_unreadable_mail_address_leaves_no_organisation():
    result = add(mail="hanako@")

    assert result.exit_code == 2
    assert Organisation.objects.count() == 0


def test_renewed_licence_is_noted_beside_the_old_one():
    add(*LICENCE, "2027-03-31", kind="agency")
    agency = Organisation.objects.get(slug="minato-seiki")

    result = call(
        *("licence", "--org", "minato-seiki", "--number", "13-ユ-123456"),
        *("--valid-from", "2027-04-01", "--valid-to", "2032-03-31"),
    )

    assert result.exit_code == 0
    assert count_rows(Licence, agency) == 2


def test_number_is_kept_without_the_words_of_the_permit():
    add(
        *("--licence", "厚生労働大臣許可 １３－ユ－１２３４５６", *LICENCE[2:], "2029-03-31"),
        kind="agency",
    )

    with bound(Organisation.objects.get(slug="minato-seiki").id, None):
        assert Licence.objects.get().number == "13-ユ-123456"


@pytest.mark.parametrize(("number", "status"), [("13-地-000001", 0), ("13-ユ-123456", 2)])
def test_municipality_notes_its_notification_and_no_permit_of_an_agency(number, status):
    make_municipality(slug="minato-shi")

    result = call(
        *("licence", "--org", "minato-shi", "--number", number),
        *("--valid-from", "2026-04-01", "--valid-to", "2036-03-31"),
    )

    assert result.exit_code == status


def test_raw_row_with_the_number_of_an_information_service_is_no_licence():
    agency = make_agency()

    with pytest.raises(IntegrityError, match="licence_to_place"):
        make_row(Licence, agency, number="51-募-000001")


def test_company_gets_no_licence():
    make_company(slug="minato-seiki")

    result = call(
        *("licence", "--org", "minato-seiki", "--number", "13-ユ-123456"),
        *("--valid-from", "2027-04-01", "--valid-to", "2032-03-31"),
    )

    assert result.exit_code == 2


def test_list_names_members_and_licence():
    add(*LICENCE, "2029-03-31", kind="agency")
    company = make_company(slug="hamada", name="浜田印刷")

    result = call("list", "--json")

    agency, other = json.loads(result.stdout)
    assert (agency["slug"], agency["members"], agency["licence_to"]) == (
        "minato-seiki",
        0,
        "2029-03-31",
    )
    assert other == {
        "id": company.id,
        "slug": "hamada",
        "kind": "company",
        "name": "浜田印刷",
        "members": 0,
        "licence": None,
        "licence_to": None,
    }


def test_list_for_people_names_the_same_organisations():
    make_company(slug="hamada")

    assert "hamada" in call("list").stdout
