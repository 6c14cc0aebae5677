"""Every page of moves, and the person's page behind the mailed key, in a real browser."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.apps.moves.office import Office
from tests.e2e.browser import check_page, no_sideways_scroll, problems_of
from tests.factories import NOW, TODAY
from tests.web.moves.test_pages import every_page

from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.moves.actions.answers import ask_person

LATER = TODAY + timedelta(days=20)
KEY = re.compile(r"/case/[^/]+/")


@pytest.fixture(autouse=True)
def _clock(live, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def office(live) -> Office:
    return Office()


def mailed(office, row):
    ask_person(actor=office.hr, case_id=row.pk, now=NOW)
    with office.at():
        mail = OutboxMail.objects.get(kind="case_question", reference_id=row.pk)
        return KEY.search(mail.text)[0]


def test_every_page_is_accessible_and_narrow(office, live, desk, sign_in, shoot):
    sign_in(desk, office.owner)

    for number, address in enumerate(every_page(office)):
        name = "-".join(part for part in address.split("/")[2:] if part and "-4" not in part)
        desk.goto(live + address)
        assert problems_of(desk) == [], name
        no_sideways_scroll(desk, widths=(1440,))
        shoot(desk, f"moves-{number:02d}-{name}")


def test_person_reads_the_terms_says_yes_and_takes_it_back_on_a_phone(office, live, page, shoot):
    row = office.explain(starts_on=LATER)
    page.goto(live + mailed(office, row))
    check_page(page)
    shoot(page, "case-secondment")

    page.get_by_role("button", name="この条件に同意する").click()
    check_page(page)
    shoot(page, "case-secondment-yes")
    page.get_by_role("button", name="同意を取り消し").click()
    check_page(page)
    shoot(page, "case-secondment-no")

    with office.at():
        row.refresh_from_db()
    assert row.state == "declined"


@pytest.mark.parametrize("kind", ["side_work", "contract_work"])
def test_terms_of_the_other_kinds_fit_a_phone(office, live, page, shoot, kind):
    mail = {"side_work": "person_mail", "contract_work": "supplier_mail"}[kind]
    begin = office.agree if kind == "side_work" else office.issue
    row = begin(**{mail: "kakuu@example.invalid"}, starts_on=LATER)

    page.goto(live + mailed(office, row))

    check_page(page)
    shoot(page, f"case-{kind}")
    assert page.get_by_role("button", name="同意しない").is_visible()
    assert reverse("moves:side_works") not in page.content()
