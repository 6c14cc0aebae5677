"""The way in, the sides of an account, language, notices, health."""

import re

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import NoReverseMatch, reverse
from tests.factories import make_account, make_agency, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages import actions as messages
from tasuki.apps.messages.models import Notification
from tasuki.apps.orgs import actions
from tasuki.apps.orgs.models import Account, SavedFilter
from tasuki.core.access import Role
from tasuki.web.account import demo

pytestmark = pytest.mark.django_db


def test_sign_in_page_offers_the_code_first(client, read_strictly):
    text = read_strictly(client.get("/account/login/"))

    assert text.index("ログインコードを送信") < text.index("パスキーでログイン")
    assert text.index("パスキーでログイン") < text.index("パスワードでログイン")


def test_code_by_mail_signs_in(client, read_strictly):
    account = make_account(email="hana@example.invalid")

    asked = client.post("/account/login/code/", {"email": "hana@example.invalid"}, follow=True)
    assert read_strictly(asked)
    code = re.search(r"\n([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\n", mail.outbox[0].body)[1]
    client.post("/account/login/code/confirm/", {"code": code})

    assert client.session["_auth_user_id"] == str(account.pk)


def test_unknown_address_gets_the_same_page_as_a_known_one(client, read_strictly):
    make_account(email="hana@example.invalid")

    known = client.post("/account/login/code/", {"email": "hana@example.invalid"})
    client.logout()
    unknown = client.post("/account/login/code/", {"email": "nobody@example.invalid"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_password_signs_in_and_a_wrong_one_keeps_the_address(client, read_strictly):
    account = make_account(email="hana@example.invalid", password="correct horse battery")

    wrong = client.post("/account/login/", {"login": "hana@example.invalid", "password": "x"})
    assert 'value="hana@example.invalid"' in read_strictly(wrong)
    client.post("/account/login/", {"login": account.email, "password": "correct horse battery"})

    assert client.session["_auth_user_id"] == str(account.pk)


def test_nobody_signs_up_without_an_invitation(client, read_strictly):
    sent = {"email": "x@example.invalid", "password1": "correct horse battery"}

    response = client.post("/account/signup/", sent)

    assert "招待メール" in read_strictly(response)
    assert not Account.objects.filter(email="x@example.invalid").exists()


def test_invited_person_signs_up_for_the_invited_address_only(client, read_strictly):
    owner = make_member(make_company(), Role.COMPANY_OWNER)
    from django.utils import timezone

    made = actions.make_invitation(
        actor=owner, email="new@example.invalid", role=Role.COMPANY_HR, now=timezone.now()
    )
    assert read_strictly(client.get(f"/account/invitation/{made.key}/"))
    assert read_strictly(client.get("/account/signup/"))

    sent = {"email": "evil@example.invalid", "password1": "correct horse battery"}
    client.post("/account/signup/", sent)

    assert Account.objects.filter(email="new@example.invalid").exists()
    assert not Account.objects.filter(email="evil@example.invalid").exists()


def test_nobody_changes_the_own_address(client_of):
    browser = client_of(make_member(make_company(), Role.COMPANY_OWNER))

    response = browser.post("/account/email/", {"email": "x@example.invalid", "action_add": ""})

    assert response["Location"] == "/account/profile/"


def test_account_switches_between_its_organisations_and_to_no_other(client_of):
    account = make_account()
    first = make_member(make_company(), Role.COMPANY_HR, account)
    second = make_member(make_agency(), Role.AGENCY_CLERK, account)
    other = make_agency()
    browser = client_of(first)

    refused = browser.post("/account/organisations/", {"side": f"organisation:{other.pk}"})
    assert refused.status_code == 422
    browser.post("/account/organisations/", {"side": f"organisation:{second.organisation_id}"})

    page = browser.get("/account/profile/")
    assert page.wsgi_request.actor.organisation_id == second.organisation_id
    assert page.wsgi_request.actor.role is Role.AGENCY_CLERK


def test_session_with_a_foreign_organisation_falls_back_to_an_own_one(client_of):
    actor = make_member(make_company(), Role.COMPANY_HR)
    browser = client_of(actor)
    session = browser.session
    session["tasuki_side"] = f"organisation:{make_company().pk}"
    session.save()

    page = browser.get("/account/profile/")

    assert page.wsgi_request.actor.organisation_id == actor.organisation_id


def test_account_without_any_side_is_told_what_to_do(client, read_strictly):
    client.force_login(make_account())

    assert client.get("/")["Location"] == "/account/organisations/"
    assert "招待メールのリンクを開く" in read_strictly(client.get("/account/organisations/"))


@pytest.mark.parametrize(
    ("make", "role", "home"),
    [
        (make_company, Role.COMPANY_HR, "/company/"),
        (make_agency, Role.AGENCY_CLERK, "/agency/"),
    ],
)
def test_home_leads_to_the_own_kind(client_of, make, role, home):
    assert client_of(make_member(make(), role)).get("/")["Location"] == home


def test_language_switch_keeps_the_page_and_leaves_no_other_site(client):
    stay = client.post("/account/language/", {"language": "en", "next": "/account/login/?x=1"})
    away = client.post("/account/language/", {"language": "en", "next": "https://evil.invalid/"})

    assert stay["Location"] == "/account/login/?x=1"
    assert away["Location"] == "/"
    assert 'lang="en"' in client.get("/account/login/").content.decode()


def test_unknown_language_changes_nothing(client):
    client.post("/account/language/", {"language": "xx", "next": "/"})

    assert "tasuki_language" not in client.cookies


def test_notices_are_counted_read_and_private_to_their_member(client_of, read_strictly):
    company = make_company()
    actor, other = (make_member(company, Role.COMPANY_HR) for _ in range(2))
    with bound(company.pk, None):
        messages.notify(
            actor=actor, text="通知書が届きました", text_en="Statement", url="/company/"
        )
        messages.notify(actor=actor, text="私宛て", text_en="For one", account_id=other.account_id)
    browser = client_of(actor)

    text = read_strictly(browser.get("/account/notices/"))
    assert "通知書が届きました" in text
    assert "私宛て" not in text
    assert "件の未読" in text
    browser.post("/account/notices/read/")

    with bound(company.pk, None):
        assert Notification.objects.filter(read_at=None).count() == 1


def test_saved_conditions_become_a_tab_of_their_owner(client_of, read_strictly):
    company = make_company()
    mine, other = (make_member(company, Role.COMPANY_HR) for _ in range(2))
    sent = {
        "page": "company:applications",
        "query": "state=a",
        "name": "甲",
        "next": "/account/filters/",
    }

    response = client_of(mine).post("/account/filters/add/", sent)

    assert response["Location"] == "/account/filters/"
    assert "甲" in read_strictly(client_of(mine).get("/account/filters/"))
    assert "甲" not in client_of(other).get("/account/filters/").content.decode()
    with bound(company.pk, None):
        saved = SavedFilter.objects.get()
    assert client_of(other).post(f"/account/filters/{saved.pk}/remove/").status_code == 404
    assert client_of(mine).post(f"/account/filters/{saved.pk}/remove/").status_code == 302


def test_sample_sign_in_is_not_routed_outside_demo_mode(client):
    with pytest.raises(NoReverseMatch):
        reverse("demo")

    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"account": "1"}).status_code == 404


def test_sample_sign_in_checks_the_mode_again(rf):
    persona = make_account(is_demo=True)

    with pytest.raises(demo.Http404):
        demo.PersonaPage.as_view()(rf.post("/demo/", {"account": str(persona.pk)}))


def test_only_sample_accounts_can_be_chosen_in_demo_mode(rf, client):
    real = make_account()
    request = rf.post("/demo/", {"account": str(real.pk)})
    request.session = client.session

    with override_settings(DEMO=True), pytest.raises(demo.Http404):
        demo.PersonaPage.as_view()(request)


def test_process_lives_and_is_ready(client):
    assert client.get("/livez").json() == {"status": "ok"}
    ready = client.get("/readyz")

    assert ready.status_code == 200
    assert ready.json() == {
        "status": "ok",
        "database": True,
        "search": True,
        "role": True,
        "fences": True,
    }
