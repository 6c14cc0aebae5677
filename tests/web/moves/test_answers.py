"""The person's own answer by the mailed key: read all, decide freely, take back, nobody else."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.apps.moves.office import Office
from tests.factories import NOW, TODAY
from tests.web.person.conftest import Visitor

from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.moves.actions import answers, secondments, side_work
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
KEY = re.compile(r"/case/([^/]+)/")
MAIL = "ichiro@example.invalid"
LATER = TODAY + timedelta(days=20)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def office(db):
    return Office()


def case_of(office, kind):
    if kind == "secondment":
        return office.explain(starts_on=LATER)
    if kind == "side_work":
        return office.agree(person_mail=MAIL, starts_on=LATER)
    return office.issue(supplier_mail=MAIL, starts_on=LATER)


def ask(office, row, now=NOW):
    answers.ask_person(actor=office.hr, case_id=row.pk, now=now)
    with office.at():
        mail = OutboxMail.objects.filter(kind="case_question").order_by("created_at").last()
        return KEY.search(mail.text)[1]


def path(key):
    return reverse("person:case", args=[key])


def read(office, row):
    with office.at():
        return type(row).objects.get(pk=row.pk)


def person(office, row):
    return replace(office.hr, role=Role.PERSON, account_id=None, case_id=row.pk)


@pytest.mark.parametrize(
    ("kind", "terms"),
    [
        ("secondment", ["賃金は出向元が支払う。", "始業9時、終業17時30分。", "みさき工場"]),
        ("side_work", ["架空学習塾", "土曜の講師", "80時間"]),
        ("contract_work", ["製品案内の図版10点", "200,000円", "電子メールで納品", "2027/01/31"]),
    ],
)
def test_page_shows_all_terms_and_two_equal_buttons_and_opening_answers_nothing(
    office, kind, terms
):
    row = case_of(office, kind)
    key = ask(office, row)
    visitor = Visitor(office)

    first, second = visitor.get(path(key)), visitor.get(path(key))

    assert [term for term in terms if term not in first] == []
    buttons = re.findall(r'<button class="([^"]+)" name="answer"', visitor.content)
    assert buttons == ["btn wide", "btn wide"]
    assert first == second
    assert read(office, row).state == row.state


@pytest.mark.parametrize(
    ("kind", "yes", "no"),
    [
        ("secondment", "consented", "declined"),
        ("side_work", "agreed", "ended"),
        ("contract_work", "accepted", "cancelled"),
    ],
)
def test_yes_is_kept_and_can_be_taken_back_before_the_first_day(office, kind, yes, no):
    row = case_of(office, kind)
    key = ask(office, row)
    visitor = Visitor(office)

    said = visitor.post(path(key), {"answer": "yes"})
    after_yes = read(office, row)
    visitor.post(path(key), {"answer": "no"})

    assert "同意を記録しました" in said
    given = getattr(after_yes, "consented_on", None) or getattr(after_yes, "person_agreed_on", None)
    assert (after_yes.state, given or after_yes.accepted_on) == (yes, TODAY)
    assert read(office, row).state == no


@pytest.mark.parametrize(
    ("kind", "no"),
    [("secondment", "declined"), ("side_work", "ended"), ("contract_work", "cancelled")],
)
def test_no_closes_the_key(office, kind, no):
    row = case_of(office, kind)
    key = ask(office, row)

    said = Visitor(office).post(path(key), {"answer": "no"})
    again = Visitor(office)
    page = again.get(path(key))

    assert "同意しないことを記録しました" in said
    assert read(office, row).state == no
    assert (again.status, "このリンクは開けません" in page) == (404, True)


@pytest.mark.parametrize("kind", ["secondment", "side_work", "contract_work"])
def test_second_yes_changes_nothing(office, kind):
    row = case_of(office, kind)
    key = ask(office, row)
    visitor = Visitor(office)
    visitor.post(path(key), {"answer": "yes"})
    before = read(office, row)

    visitor.post(path(key), {"answer": "yes"})

    assert 'class="note err mt"' in visitor.content
    assert read(office, row).state == before.state


def test_answer_that_is_none_of_the_two_changes_nothing(office):
    row = case_of(office, "secondment")

    Visitor(office).post(path(ask(office, row)), {"answer": "maybe"})

    assert read(office, row).state == "explained"


def test_unknown_key_opens_nothing(office):
    visitor = Visitor(office)

    text = visitor.get(path("x" * 30))

    assert (visitor.status, "このリンクは開けません" in text) == (404, True)


def test_key_opens_its_own_case_and_no_other(office):
    mine = case_of(office, "secondment")
    other = office.explain(person_number="E-9", starts_on=LATER)
    key = ask(office, mine)

    Visitor(office).post(path(key), {"answer": "yes"})

    assert (read(office, mine).state, read(office, other).state) == ("consented", "explained")


def test_person_of_one_case_cannot_answer_another(office):
    mine = case_of(office, "secondment")
    other = office.explain(person_number="E-9", starts_on=LATER)

    with pytest.raises(NotVisibleError):
        answers.answer_case(actor=person(office, mine), case_id=other.pk, is_yes=True, now=NOW)
    with pytest.raises(NotVisibleError):
        answers.answer_move(actor=person(office, mine), row_id=other.pk, is_yes=True, now=NOW)


def test_another_company_has_no_such_case(office):
    row = case_of(office, "secondment")
    other = Office()

    with pytest.raises(NotVisibleError):
        answers.answer_case(actor=person(other, row), case_id=row.pk, is_yes=True, now=NOW)


@pytest.mark.parametrize("who", ["owner", "hr"])
def test_company_cannot_answer_for_the_person(office, who):
    row = case_of(office, "secondment")

    with pytest.raises(NotAllowedError):
        answers.answer_case(actor=getattr(office, who), case_id=row.pk, is_yes=True, now=NOW)


def test_new_mail_closes_the_earlier_key(office):
    row = case_of(office, "secondment")
    old = ask(office, row)
    new = ask(office, row, now=NOW + timedelta(minutes=1))

    assert answers.open_case(key=old, now=NOW + timedelta(minutes=2)) is None
    assert answers.open_case(key=new, now=NOW + timedelta(minutes=2)).case_id == row.pk


def test_changed_terms_close_the_key(office):
    row = case_of(office, "secondment")
    key = ask(office, row)

    secondments.revise_secondment(actor=office.hr, secondment_id=row.pk, now=NOW)

    assert answers.open_case(key=key, now=NOW) is None


def test_key_opens_for_sixty_days(office):
    key = ask(office, case_of(office, "secondment"))

    assert answers.open_case(key=key, now=NOW + timedelta(days=60, seconds=-1)) is not None
    assert answers.open_case(key=key, now=NOW + timedelta(days=60)) is None


def test_supplier_cannot_take_a_yes_back_from_the_first_day_on(office):
    row = office.issue(supplier_mail=MAIL, starts_on=TODAY)
    key = ask(office, row)
    visitor = Visitor(office)
    visitor.post(path(key), {"answer": "yes"})

    visitor.post(path(key), {"answer": "no"})

    assert read(office, row).state == "accepted"


def test_nothing_can_be_taken_back_after_the_start_of_side_work(office):
    row = office.agree(person_mail=MAIL, starts_on=date(2026, 9, 1))
    key = ask(office, row)
    Visitor(office).post(path(key), {"answer": "yes"})
    side_work.start_side_work(actor=office.hr, side_work_id=row.pk, now=NOW)

    assert answers.open_case(key=key, now=NOW) is None


def test_company_is_told_the_answer(office):
    row = case_of(office, "secondment")
    Visitor(office).post(path(ask(office, row)), {"answer": "yes"})

    with office.at():
        told = Notification.objects.get()

    assert told.text == "M-00001について、本人が同意しました。"
    assert told.url == f"/moves/secondments/{row.pk}/"


def test_person_without_an_address_cannot_be_asked(office):
    row = office.agree(starts_on=LATER)

    with pytest.raises(InvalidInputError) as caught:
        answers.ask_person(actor=office.hr, case_id=row.pk, now=NOW)

    assert caught.value.field == "person_mail"


def test_nobody_is_asked_before_the_terms_are_settled(office):
    row = office.propose()

    with pytest.raises(RefusedError) as caught:
        answers.ask_person(actor=office.hr, case_id=row.pk, now=NOW)

    assert caught.value.code == "state"


def test_mail_names_company_case_and_freedom(office):
    ask(office, case_of(office, "secondment"))

    with office.at():
        mail = OutboxMail.objects.get(kind="case_question")

    assert mail.subject == "在籍出向の条件を確認してください"
    assert mail.text.startswith("架空 一郎 様\n\nみなと精機")
    assert "同意しなくても、不利益な扱いはありません。" in mail.text


def test_button_mails_the_terms(office, client_of):
    row = case_of(office, "contract_work")

    client_of(office.hr).post(reverse("moves:ask", args=[row.pk]))

    with office.at():
        assert OutboxMail.objects.filter(kind="case_question", reference_id=row.pk).count() == 1
