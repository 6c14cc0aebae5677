"""The way in by a mailed code: no hint who is known, one browser, one use, ten minutes."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as mails
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.factories import make_account, make_agency, make_company
from tests.model_factories import make_row
from tests.web.person.entry import Phone, last_code, mails_to

from tasuki.apps.orgs.models import Account, AccountLink
from tasuki.apps.orgs.queries import list_own_records
from tasuki.apps.passport.entry import CodeAnswer, CodePurpose, check_code, send_code
from tasuki.apps.people.models import TalentRecord

pytestmark = pytest.mark.django_db
MAIL = "hina@mail.example"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def keep(organisation, **fields):
    """A record under the address."""
    given = {"mail": MAIL, "family_name": "鈴原", "given_name": "陽菜", "name_key": "鈴原陽菜"}
    return make_row(TalentRecord, organisation, **(given | fields))


def places_of(mail=MAIL):
    account = Account.objects.get(email=mail)
    return {one.organisation_id for one in list_own_records(account_id=account.pk)}


def test_known_and_unknown_addresses_get_the_same_page_and_a_code_each():
    make_account(email=MAIL)
    keep(make_company())
    known, unknown = Phone(), Phone()

    pages = []
    for phone, address in ((known, MAIL), (unknown, "nobody@mail.example")):
        phone.ask_for_code(address)
        pages.append(re.sub(r'value="[^"]{40,}"', "", phone.content).replace(address, "<mail>"))

    assert pages[0] == pages[1]
    assert (len(mails_to(MAIL)), len(mails_to("nobody@mail.example"))) == (1, 1)
    bodies = [re.sub(r"\d{4} \d{4}", "", one.body) for one in mails.outbox]
    assert bodies[0] == bodies[1]


def test_asking_makes_no_account_and_reads_no_record():
    Phone().ask_for_code("nobody@mail.example")

    assert not Account.objects.filter(email="nobody@mail.example").exists()


def test_code_opens_all_records_under_the_address_at_every_organisation():
    company, agency = make_company(), make_agency()
    keep(company)
    keep(agency)
    keep(make_company(), mail="other@mail.example")
    phone = Phone()

    text = phone.enter(MAIL)

    assert places_of() == {company.pk, agency.pk}
    assert company.name in text
    assert agency.name in text


def test_code_of_one_browser_is_worth_nothing_in_another():
    thief, owner = Phone(), Phone()
    owner.ask_for_code(MAIL)

    thief.post("enter_code", {"code": last_code(MAIL)})

    assert thief.path == reverse("person:enter")
    assert "_auth_user_id" not in thief.client.session


def test_code_of_another_address_does_not_open_this_one():
    attacker = Phone()
    attacker.ask_for_code("attacker@mail.example")
    code = last_code("attacker@mail.example")
    attacker.ask_for_code(MAIL)

    attacker.post("enter_code", {"code": code})

    assert attacker.status == 422
    assert not Account.objects.filter(email=MAIL).exists()


def test_code_works_once():
    phone = Phone()
    phone.enter(MAIL)
    code = last_code(MAIL)
    phone.client.logout()

    phone.post("enter_code", {"code": code})

    assert "_auth_user_id" not in phone.client.session
    assert phone.path == reverse("person:enter")


def test_five_wrong_codes_end_it_even_for_the_right_one():
    phone = Phone()
    phone.ask_for_code(MAIL)
    code = last_code(MAIL)
    wrong = "0" * 8 if code != "0" * 8 else "1" * 8

    said = [phone.post("enter_code", {"code": wrong}) for _ in range(4)]
    over = phone.post("enter_code", {"code": wrong})
    status = phone.status
    phone.post("enter_code", {"code": code})

    assert "あと4回入力できます" in said[0]
    assert "あと1回入力できます" in said[3]
    assert (status, "このコードは使えません" in over) == (410, True)
    assert "_auth_user_id" not in phone.client.session


def test_code_is_over_after_ten_minutes():
    asked = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    pending = send_code(mail=MAIL, purpose=CodePurpose.ENTER, language="ja", now=asked)
    code = last_code(MAIL)

    def typed_after(**late):
        return check_code(
            pending=pending,
            typed=code,
            purpose=CodePurpose.ENTER,
            now=asked + timedelta(**late),
        )[0]

    assert typed_after(minutes=10, microseconds=-1) is CodeAnswer.RIGHT
    assert typed_after(minutes=10) is CodeAnswer.OVER


def test_code_to_enter_does_not_delete():
    asked = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    pending = send_code(mail=MAIL, purpose=CodePurpose.ENTER, language="ja", now=asked)

    answer, _ = check_code(
        pending=pending, typed=last_code(MAIL), purpose=CodePurpose.ERASE, now=asked
    )

    assert answer is CodeAnswer.OVER


def test_full_width_digits_and_spaces_are_read():
    phone = Phone()
    phone.ask_for_code(MAIL)
    code = last_code(MAIL).translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    phone.post("enter_code", {"code": f" {code[:4]}　{code[4:]} "})

    assert phone.path == reverse("person:home")


def test_opening_the_pages_by_a_scanner_sends_and_signs_in_nothing():
    client = Client()

    for name in ("enter", "enter_code", "home", "leave", "leave_code", "left", "birth"):
        client.get(reverse(f"person:{name}"))
        client.head(reverse(f"person:{name}"))

    assert mails.outbox == []
    assert "_auth_user_id" not in client.session


def test_seventh_code_in_an_hour_for_one_address_is_not_sent():
    for _ in range(6):
        Phone().ask_for_code(MAIL)
    last = Phone()

    text = last.ask_for_code(MAIL)

    assert last.status == 429
    assert "短い時間に何度も送信された" in text
    assert len(mails_to(MAIL)) == 6


def test_wrong_address_keeps_what_was_typed():
    phone = Phone()

    phone.ask_for_code("hina@@mail")

    assert phone.status == 422
    assert 'value="hina@@mail"' in phone.content


def test_session_and_log_hold_no_code(caplog, capfd):
    phone = Phone()
    phone.ask_for_code(MAIL)
    code = last_code(MAIL)

    kept = str(dict(phone.client.session))

    out, err = capfd.readouterr()
    assert code not in kept + caplog.text + out + err


def test_session_key_changes_at_the_sign_in():
    phone = Phone()
    phone.ask_for_code(MAIL)
    before = phone.client.session.session_key

    phone.post("enter_code", {"code": last_code(MAIL)})

    assert phone.client.session.session_key != before


def test_sign_in_leads_back_to_the_page_that_was_wanted_and_nowhere_else():
    phone, lured = Phone(), Phone()
    phone.client.get(f"{reverse('person:enter')}?next=/me/passport/")
    lured.client.get(f"{reverse('person:enter')}?next=https://evil.example/me/")

    phone.enter(MAIL)
    lured.enter("other@mail.example")

    assert phone.path == reverse("person:passport")
    assert lured.path == reverse("person:home")


def test_family_that_shares_an_address_sees_nothing_before_the_birth_date():
    company, agency = make_company(), make_agency()
    keep(company, birth_date=date(1998, 4, 12))
    keep(agency, given_name="健", birth_date=date(1970, 1, 2))
    phone = Phone()

    text = phone.enter(MAIL)

    assert places_of() == set()
    assert "生年月日の確認" in text
    assert company.name not in text
    assert agency.name not in text


def test_birth_date_opens_the_own_records_and_closes_the_others_for_good():
    company, agency = make_company(), make_agency()
    keep(company, birth_date=date(1998, 4, 12))
    keep(agency, given_name="健", birth_date=date(1970, 1, 2))
    phone = Phone()
    phone.enter(MAIL)

    phone.post("birth", {"birth_date": "平成10年4月12日"})
    after = places_of()
    phone.post("birth", {"birth_date": "1970/1/2"})

    assert after == {company.pk}
    assert places_of() == {company.pk}


def test_birth_date_is_asked_at_most_five_times_a_day():
    keep(make_company(), birth_date=date(1998, 4, 12))
    keep(make_agency(), given_name="健", birth_date=date(1970, 1, 2))
    phone = Phone()
    phone.enter(MAIL)

    statuses = []
    for day in range(1, 7):
        phone.post("birth", {"birth_date": f"2000/1/{day}"})
        statuses.append(phone.status)

    assert statuses == [422, 422, 422, 422, 422, 429]


def test_birth_date_is_taken_from_a_session_that_proved_the_address_only():
    keep(make_company(), birth_date=date(1998, 4, 12))
    keep(make_agency(), given_name="健", birth_date=date(1970, 1, 2))
    account = make_account(email=MAIL)
    phone = Phone()
    phone.client.force_login(account)

    phone.post("birth", {"birth_date": "1998/4/12"})

    assert places_of() == set()


def test_same_birth_date_under_another_name_is_the_same_person():
    company, agency = make_company(), make_agency()
    keep(company, birth_date=date(1998, 4, 12))
    keep(agency, family_name="山田", birth_date=date(1998, 4, 12))

    Phone().enter(MAIL)

    assert places_of() == {company.pk, agency.pk}


def test_record_that_is_joined_to_another_account_stays_there():
    company = make_company()
    record = keep(company)
    other = make_account()
    make_row(AccountLink, company, account=other, talent_record_id=record.pk)

    Phone().enter(MAIL)

    assert places_of() == set()
    assert places_of(other.email) == {company.pk}
