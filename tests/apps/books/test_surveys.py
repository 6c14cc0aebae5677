"""Employers are asked six months after a hire: mail, one tap, reminder, silence."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.books.world import Office

from tasuki.apps.books.actions import record_check
from tasuki.apps.books.models import SeparationSurvey
from tasuki.apps.books.surveys import find_survey_address, run_surveys
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.placement.models import Introduction
from tasuki.core.books.rows import Separated

pytestmark = pytest.mark.django_db
HIRED = date(2026, 4, 1)
DUE = datetime(2026, 9, 30, 23, 0, tzinfo=UTC)  # 1 October in Tokyo


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def hired(office) -> Introduction:
    return office.hire(HIRED)


def run(office, now=DUE):
    return run_surveys(actor=office.owner, now=now)


def mails(office):
    with office.at():
        return list(OutboxMail.objects.filter(kind="separation_survey").order_by("created_at"))


def reload(office, row):
    with office.at():
        return Introduction.objects.get(pk=row.pk)


def key_of(mail) -> str:
    return re.search(r"/stayed/([\w-]+)/", mail.text)[1]


def open_page(mail, now, monkeypatch, **data):
    monkeypatch.setattr(timezone, "now", lambda: now)
    address = f"/stayed/{key_of(mail)}/"
    client = Client()
    return client.post(address, data) if data else client.get(address)


def test_nobody_is_asked_before_the_six_months_are_over(office, hired):
    assert run(office, DUE - timedelta(days=1))["asked"] == 0
    assert run(office)["asked"] == 1
    assert run(office)["asked"] == 0


def test_mail_goes_to_the_contact_of_the_order_and_names_nobody(office, hired):
    run(office)

    [mail] = mails(office)

    assert mail.to_address == "hr@example.invalid"
    assert "髙﨑" not in mail.subject + mail.text.replace("人事 髙﨑", "")
    assert "2026年4月1日" in mail.text
    assert "2026年9月30日まで" in mail.text


def test_company_is_asked_where_the_order_has_no_address(office):
    order = office.order(contact="電話のみ")

    with office.at():
        assert find_survey_address(order) == office.company.contact_mail


def test_opening_the_page_answers_nothing_and_one_tap_does(office, hired, monkeypatch):
    run(office)
    [mail] = mails(office)

    page = open_page(mail, DUE, monkeypatch)
    unanswered = reload(office, hired)
    done = open_page(mail, DUE, monkeypatch, answer="stayed")

    assert "髙﨑 𠮷乃" in page.content.decode()
    assert unanswered.separation == ""
    assert done.status_code == 302
    answered = reload(office, hired)
    assert (answered.separation, answered.separation_method) == ("stayed", "survey")
    assert answered.separation_checked_on == date(2026, 10, 1)


def test_answer_may_be_changed_but_not_over_a_check_by_a_member(office, hired, monkeypatch):
    run(office)
    [mail] = mails(office)
    open_page(mail, DUE, monkeypatch, answer="stayed")

    open_page(mail, DUE, monkeypatch, answer="left", left_on="2026-08-31")
    changed = reload(office, hired)

    assert (changed.separation, changed.left_on) == ("left", date(2026, 8, 31))


def test_leaving_after_the_six_months_counts_as_stayed(office, hired, monkeypatch):
    run(office)
    [mail] = mails(office)

    open_page(mail, DUE + timedelta(days=5), monkeypatch, answer="left", left_on="2026-10-01")

    assert reload(office, hired).separation == "stayed"


def test_unknown_key_opens_nothing(db):
    assert Client().get("/stayed/abcdef/").status_code == 404


def test_silence_is_reminded_of_and_then_unknown_until_a_late_answer(office, hired, monkeypatch):
    run(office)
    reminded = run(office, DUE + timedelta(days=14))
    closed = run(office, DUE + timedelta(days=30))
    silent = reload(office, hired)
    first, second = mails(office)

    old_key = open_page(first, DUE + timedelta(days=40), monkeypatch)
    late = open_page(second, DUE + timedelta(days=40), monkeypatch, answer="dismissed")

    assert (reminded["reminded"], closed["closed"]) == (1, 1)
    assert (silent.separation, silent.separation_method) == ("unknown", "silence")
    assert (old_key.status_code, late.status_code) == (404, 302)
    assert reload(office, hired).separation == "dismissed"


def test_fixed_terms_are_not_asked_about(office):
    office.hire(HIRED, is_indefinite=False)

    assert run(office) == {"asked": 0, "reminded": 0, "closed": 0, "unreachable": 0}


def test_check_by_phone_ends_the_survey(office, hired, monkeypatch):
    run(office)
    [mail] = mails(office)

    record_check(
        actor=office.owner,
        introduction_id=hired.pk,
        answer=Separated.STAYED,
        method="phone",
        checked_on=date(2026, 10, 1),
        now=DUE,
    )

    with office.at():
        assert SeparationSurvey.objects.get().closed_on == date(2026, 10, 1)
    assert open_page(mail, DUE, monkeypatch).status_code == 404


@pytest.mark.parametrize("checked_on", [date(2026, 3, 31), date(2026, 10, 2)])
def test_check_lies_between_the_hire_and_today(office, hired, checked_on):
    with pytest.raises(InvalidInputError) as refused:
        record_check(
            actor=office.owner,
            introduction_id=hired.pk,
            answer=Separated.STAYED,
            method="phone",
            checked_on=checked_on,
            now=DUE,
        )

    assert refused.value.field == "checked_on"
