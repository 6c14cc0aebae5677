"""Employers of an agency: what is kept, what they declared, and what follows from it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.apps.openings.desk import Desk, add_employer
from tests.factories import NOW, TODAY, count_rows, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.openings import actions, employers, queries
from tasuki.apps.openings.employers import EmployerValues
from tasuki.apps.openings.models import Employer, Opening
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk.make()


def declare(desk, answer, *, on=TODAY, now=NOW):
    return employers.declare_for_employer(
        actor=desk.advisor, employer_id=desk.employer.id, answer=answer, declared_on=on, now=now
    )


def state_of(desk, opening):
    with bound(desk.agency.id, None):
        row = queries.find_opening(opening_id=opening.id)
    return row.state, row.declared_on


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "長" * 121}, "name"),
        ({"corporate_number": "7000012050003"}, "corporate_number"),
        ({"corporate_number": "12"}, "corporate_number"),
        ({"contact_mail": "no address"}, "contact_mail"),
        ({"website": "javascript:alert(1)"}, "website"),
    ],
)
def test_unusable_value_names_its_field(desk, fields, field):
    with pytest.raises(InvalidInputError) as caught:
        add_employer(desk.advisor, **fields)

    assert caught.value.field == field
    assert count_rows(Employer, desk.agency) == 1


def test_corporate_number_is_kept_as_thirteen_digits(desk):
    employer = add_employer(desk.advisor, corporate_number="7-0000-1205-0002")

    assert employer.corporate_number == "7000012050002"


@pytest.mark.parametrize("answer", ["listed", "declined"])
def test_open_jobs_are_suspended_when_the_declaration_is_not_clear(desk, answer):
    opening = desk.open()
    draft = desk.take(title="架空の受付")

    declare(desk, answer)

    assert state_of(desk, opening) == ("suspended", None)
    assert state_of(desk, draft) == ("draft", None)


def test_clear_declaration_gives_its_day_to_running_openings_only(desk):
    opening, closed = desk.open(), desk.open(title="架空の受付")
    actions.close_opening(actor=desk.advisor, opening_id=closed.id, now=NOW)
    later = NOW + timedelta(days=20)

    declare(desk, "clear", on=later.date(), now=later)

    assert state_of(desk, opening) == ("open", later.date())
    assert state_of(desk, closed) == ("closed", TODAY)


def test_declaration_of_tomorrow_or_of_no_kind_is_refused(desk):
    for answer, on, field in (
        ("clear", TODAY + timedelta(days=1), "declared_on"),
        ("maybe", TODAY, "answer"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            declare(desk, answer, on=on)
        assert caught.value.field == field


def test_agency_cannot_declare_for_an_employer_by_the_form_of_an_opening(desk):
    silent = add_employer(desk.advisor, answer="", name="架空物産")

    opening = desk.take(employer_id=silent.id, is_declared=True)

    assert opening.declared_on is None


def test_employer_with_running_orders_is_not_ended(desk):
    opening = desk.open()

    with pytest.raises(InvalidInputError):
        employers.end_employer(actor=desk.advisor, employer_id=desk.employer.id, now=NOW)

    actions.close_opening(actor=desk.advisor, opening_id=opening.id, now=NOW)
    ended = employers.end_employer(actor=desk.advisor, employer_id=desk.employer.id, now=NOW)
    assert ended.ended_on == TODAY


def test_list_counts_openings_and_finds_by_text(desk):
    desk.open()
    desk.take(title="架空の受付")
    add_employer(desk.advisor, name="架空物産", corporate_number="7000012050002")

    with bound(desk.agency.id, None):
        rows = {row.name: (row.open_count, row.opening_count) for row in employers.list_employers()}
        found = [row.name for row in employers.list_employers(text="7000012050002")]

    assert rows == {"架空精機株式会社": (1, 2), "架空物産": (0, 0)}
    assert found == ["架空物産"]


def test_drafts_of_an_import_become_orders_of_one_employer(desk):
    run_id = uuid4()
    with bound(desk.agency.id, None):
        for number in ("O-1", "O-2"):
            Opening.objects.create(
                organisation=desk.agency,
                number=number,
                title="x",
                as_of=TODAY,
                import_run_id=run_id,
            )

    count = employers.give_to_employer(
        actor=desk.advisor, import_run_id=run_id, employer_id=desk.employer.id, now=NOW
    )

    assert count == 2
    with bound(desk.agency.id, None):
        rows = Opening.objects.filter(import_run_id=run_id)
        assert {(row.employer_id, row.declared_on, row.received_on) for row in rows} == {
            (desk.employer.id, TODAY, TODAY)
        }


def test_company_keeps_no_employers():
    hr = make_member(make_company(), Role.COMPANY_HR)

    with pytest.raises(NotVisibleError):
        employers.add_employer(actor=hr, values=EmployerValues(name="x"), now=NOW)
