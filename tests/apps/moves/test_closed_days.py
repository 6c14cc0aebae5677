"""Days of a closed month by raw SQL as the serving role: they neither change, move nor go."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.model_factories import make_row

from tasuki.apps.moves.models import SideWork, SideWorkDay, SideWorkMonth

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
CLOSE = (
    "update moves_sideworkmonth set state = 'closed', closed_at = now(), closed_by_id = 1"
    " where id = %s"
)


def run(office, statement, *values):
    with office.at(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.fixture
def closed(office):
    """A closed September with one day, and an open October of the same side work."""
    work = make_row(SideWork, office.company, state="stopped", starts_on=SEPTEMBER)
    sheet = make_row(SideWorkMonth, office.company, side_work=work, month=SEPTEMBER)
    day = make_row(SideWorkDay, office.company, sheet=sheet, worked_on=date(2026, 9, 7))
    later = make_row(SideWorkMonth, office.company, side_work=work, month=OCTOBER)
    assert run(office, CLOSE, sheet.pk) == 1
    return sheet, day, later


def test_day_of_a_closed_month_cannot_be_deleted(office, closed):
    _sheet, day, _later = closed

    with pytest.raises(IntegrityError, match="H8"):
        run(office, "delete from moves_sideworkday where id = %s", day.pk)


def test_closed_month_cannot_be_deleted(office, closed):
    sheet, _day, _later = closed

    with pytest.raises(IntegrityError, match="H8"):
        run(office, "delete from moves_sideworkmonth where id = %s", sheet.pk)


def test_day_of_a_closed_month_cannot_be_moved_to_an_open_one(office, closed):
    _sheet, day, later = closed
    statement = "update moves_sideworkday set sheet_id = %s where id = %s"

    with pytest.raises(IntegrityError, match="month of this day is closed"):
        run(office, statement, later.pk, day.pk)


def test_no_day_is_added_to_a_closed_month(office, closed):
    sheet, _day, _later = closed

    with pytest.raises(IntegrityError, match="month of this day is closed"):
        make_row(SideWorkDay, office.company, sheet=sheet, worked_on=date(2026, 9, 8))


def test_control_day_of_an_open_month_changes(office, closed):
    _sheet, _day, later = closed
    day = make_row(SideWorkDay, office.company, sheet=later, worked_on=date(2026, 10, 5))

    statement = "update moves_sideworkday set own_extra_minutes = 60 where id = %s"
    assert run(office, statement, day.pk) == 1
