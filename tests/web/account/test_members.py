"""Who acts for an organisation: inviting, accepting, changing, leaving."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import NOW, make_account, make_agency, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs import actions, queries
from tasuki.apps.orgs.models import Account, Invitation, Membership, Organisation
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def owner(company):
    return make_member(company, Role.COMPANY_OWNER)


def invite(owner, email="new@example.invalid", role=Role.COMPANY_HR):
    return actions.make_invitation(actor=owner, email=email, role=role, now=timezone.now())


def live(company):
    with bound(company.pk, None):
        return {one.account_id: one.role for one in Membership.objects.filter(ended_at=None)}


def test_invitation_goes_out_by_mail_with_a_key_that_is_stored_as_hash_only(
    client_of, owner, company
):
    browser = client_of(owner)

    response = browser.post(
        "/account/members/invite/", {"email": "New@Example.invalid", "role": "company_hr"}
    )

    assert response["Location"] == "/account/members/"
    with bound(company.pk, None):
        mail = OutboxMail.objects.get()
        invitation = Invitation.objects.get()
    assert mail.to_address == invitation.email == "new@example.invalid"
    key = re.search(r"/account/invitation/([^/\s]+)/", mail.text)[1]
    assert (
        queries.find_door(kind="invitation", key=key, now=timezone.now()).subject == invitation.pk
    )
    assert key not in str(vars(invitation))


def test_opening_the_link_changes_nothing(client, client_of, owner, company, read_strictly):
    made = invite(owner)

    response = client.get(f"/account/invitation/{made.key}/")

    text = read_strictly(response)
    assert company.name in text
    assert "人事担当" in text
    assert response["Referrer-Policy"] == "same-origin"
    assert queries.find_door(kind="invitation", key=made.key, now=timezone.now()) is not None
    assert len(live(company)) == 1


def test_invited_account_becomes_a_member_by_post_and_the_key_is_used_up(client, owner, company):
    made = invite(owner)
    account = make_account(email="new@example.invalid")
    client.force_login(account)

    response = client.post(f"/account/invitation/{made.key}/")

    assert response["Location"] == "/"
    assert live(company)[account.pk] == "company_hr"
    assert client.post(f"/account/invitation/{made.key}/").status_code == 404
    with bound(company.pk, None):
        kinds = list(AuditEvent.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["member.invite", "member.join"]


def test_forwarded_invitation_gives_another_account_nothing(client, owner, company):
    made = invite(owner)
    client.force_login(make_account(email="other@example.invalid"))

    response = client.post(f"/account/invitation/{made.key}/")

    assert response.status_code == 409
    assert len(live(company)) == 1


@pytest.mark.parametrize("key", ["x" * 32, "x" * 500])
def test_unknown_key_looks_like_an_ended_one(client, owner, key):
    ended = invite(owner)
    actions.revoke_invitation(actor=owner, invitation_id=ended.invitation.pk, now=timezone.now())

    unknown, over = (client.get(f"/account/invitation/{one}/") for one in (key, ended.key))

    assert unknown.status_code == over.status_code == 404


def test_key_opens_nothing_after_seven_days(owner):
    made = invite(owner)
    last = made.invitation.expires_at

    assert queries.find_door(kind="invitation", key=made.key, now=last - timedelta(seconds=1))
    assert queries.find_door(kind="invitation", key=made.key, now=last) is None


def test_key_of_one_purpose_opens_no_other(owner):
    made = invite(owner)

    assert queries.find_door(kind="registration", key=made.key, now=timezone.now()) is None


def test_second_invitation_ends_the_first(owner):
    first, second = invite(owner), invite(owner)

    assert queries.find_door(kind="invitation", key=first.key, now=timezone.now()) is None
    assert queries.find_door(kind="invitation", key=second.key, now=timezone.now()) is not None


def test_member_is_not_invited_again(owner, company):
    member = make_account(email="here@example.invalid")
    make_member(company, Role.COMPANY_HR, member)

    with pytest.raises(RefusedError, match="already"):
        invite(owner, email="Here@example.invalid")


def test_role_of_another_kind_is_not_handed_out(owner):
    with pytest.raises(RefusedError, match="more than your own"):
        invite(owner, role=Role.AGENCY_CLERK)


def test_key_is_used_once_even_when_two_come_together(owner, company):
    made = invite(owner)
    door = queries.find_door(kind="invitation", key=made.key, now=timezone.now())
    with bound(company.pk, None):
        actions.use_door(door_id=door.id, now=NOW)

        with pytest.raises(ConflictError):
            actions.use_door(door_id=door.id, now=NOW)


def test_last_owner_stays(owner, company):
    with bound(company.pk, None):
        mine = Membership.objects.get()

    for change in (
        lambda: actions.end_membership(actor=owner, membership_id=mine.pk, now=NOW),
        lambda: actions.change_role(
            actor=owner, membership_id=mine.pk, role=Role.COMPANY_HR, now=NOW
        ),
    ):
        with pytest.raises(RefusedError, match="last owner"):
            change()
    assert live(company) == {owner.account_id: "company_owner"}


def test_role_changes_and_the_audit_holds_both(owner, company, client_of):
    other = make_member(company, Role.COMPANY_VIEWER)
    with bound(company.pk, None):
        membership = Membership.objects.get(account_id=other.account_id)

    client_of(owner).post(f"/account/members/{membership.pk}/role/", {"role": "company_hr"})

    assert live(company)[other.account_id] == "company_hr"
    with bound(company.pk, None):
        event = AuditEvent.objects.get(kind="member.role")
    assert (event.before, event.after) == ("company_viewer", "company_hr")


def test_ended_member_sees_nothing_from_the_next_request_on(owner, company, client_of):
    other = make_member(company, Role.COMPANY_HR)
    browser = client_of(other)
    assert browser.get("/account/members/").status_code == 200
    with bound(company.pk, None):
        membership = Membership.objects.get(account_id=other.account_id)

    actions.end_membership(actor=owner, membership_id=membership.pk, now=NOW)

    assert browser.get("/account/members/")["Location"] == "/account/organisations/"


def test_hr_sees_members_and_may_not_change_them(company, owner, client_of, read_strictly):
    browser = client_of(make_member(company, Role.COMPANY_HR))

    text = read_strictly(browser.get("/account/members/"))

    assert "メンバーを招待" not in text
    assert "/role/" not in text
    assert browser.get("/account/members/invite/").status_code == 403


def test_member_of_another_organisation_does_not_exist(owner, client_of):
    stranger = make_agency()
    make_member(stranger, Role.AGENCY_OWNER)
    with bound(stranger.pk, None):
        membership = Membership.objects.get()

    response = client_of(owner).get(f"/account/members/{membership.pk}/role/")

    assert response.status_code == 404
    with pytest.raises(NotVisibleError):
        actions.end_membership(actor=owner, membership_id=membership.pk, now=NOW)


@pytest.mark.parametrize(
    "path",
    [
        "/account/members/",
        "/account/members/invite/",
        "/account/organisation/",
        "/account/notices/",
        "/account/profile/",
        "/account/filters/",
        "/account/organisations/",
        "/account/filters/add/?page=x&query=a",
        "/account/sessions/",
        "/account/2fa/",
        "/account/logout/",
    ],
)
def test_page_of_a_member_is_valid(owner, client_of, read_strictly, path):
    response = client_of(owner).get(path)

    assert response.status_code == 200
    assert read_strictly(response)


def test_organisation_changes_and_pale_colours_are_refused(owner, company, client_of):
    browser = client_of(owner)
    sent = {"name": "みなと精機株式会社", "theme": "blue", "key_colour": ""}

    pale = browser.post("/account/organisation/", sent | {"key_colour": "#7fd7e5"})
    assert pale.status_code == 422
    assert "近い色の#" in pale.content.decode()
    assert browser.post("/account/organisation/", sent).status_code == 302

    changed = Organisation.objects.get(pk=company.pk)
    assert (changed.name, changed.theme, changed.key_colour) == ("みなと精機株式会社", "blue", "")


def test_theme_is_a_small_style_sheet_of_its_own(owner, company, client_of, client):
    actions.update_organisation(actor=owner, values={"theme": "blue"}, now=NOW)

    page = client_of(owner).get("/account/members/").content.decode()
    sheet = client.get(f"/account/theme/{company.pk}.css")

    assert f"/account/theme/{company.pk}.css?v=blue" in page
    assert sheet["Content-Type"] == "text/css"
    assert "--key: #0017c1;" in sheet.content.decode()


def test_corporate_number_is_kept_only_with_its_check_digit(owner, company):
    def save(number):
        return actions.update_organisation(
            actor=owner, values={"corporate_number": number}, now=NOW
        ).corporate_number

    assert save("7000-0120-50002") == "7000012050002"
    with pytest.raises(InvalidInputError) as refused:
        save("8000012050002")
    assert refused.value.field == "corporate_number"
    assert save("") == ""


def test_field_that_may_not_change_is_a_fault_of_the_caller(owner):
    with pytest.raises(ValueError, match="kind"):
        actions.update_organisation(actor=owner, values={"kind": "agency"}, now=NOW)


def test_account_keeps_its_own_settings(owner, client_of):
    browser = client_of(owner)

    browser.post("/account/profile/", {"name": " 北村 花 ", "language": "en"})

    account = Account.objects.get(pk=owner.account_id)
    assert (account.name, account.language, account.shortcuts_enabled) == ("北村 花", "en", False)
    assert 'data-keys="off"' in browser.get("/account/profile/").content.decode()


def test_refused_invitation_keeps_the_form_and_leaves_its_trace(owner, company, client_of):
    member = make_account(email="here@example.invalid")
    make_member(company, Role.COMPANY_HR, member)

    response = client_of(owner).post(
        "/account/members/invite/", {"email": "here@example.invalid", "role": "company_hr"}
    )

    assert response.status_code == 409
    assert 'value="here@example.invalid"' in response.content.decode()
    with bound(company.pk, None):
        event = AuditEvent.objects.get()
        assert not Invitation.objects.exists()
    assert (event.kind, event.data) == ("refused", {"code": "already_member"})
