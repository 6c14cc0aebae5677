"""The retention job over a synthetic year: 2024, with its leap day, run at midnight in Tokyo."""

from datetime import date, time, timedelta

import pytest
from tests.apps.upkeep import synthetic_year as year
from tests.factories import make_agency, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Licence
from tasuki.apps.relay.ledger_check import check_audit_chains
from tasuki.apps.same_person.models import Merge
from tasuki.apps.upkeep.actions import plan_disposal, run_disposal
from tasuki.apps.upkeep.models import LegalHold
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HALF_YEAR_BEFORE = (
    date(2023, 8, 28),
    date(2023, 8, 29),
    date(2023, 8, 31),
    date(2024, 2, 29),
    date(2024, 3, 31),
    date(2024, 6, 30),
)
BOOKS_CLOSED = (date(2021, 2, 28), date(2021, 3, 1), date(2022, 2, 28), date(2022, 8, 31))
HELD = ((date(2023, 8, 31), date(2024, 6, 15)), (date(2023, 12, 31), date(2024, 12, 30)))
MERGED = (
    (date(2023, 8, 31), date(2023, 10, 10), date(2023, 11, 1)),
    (date(2023, 8, 29), date(2024, 1, 31), date(2023, 11, 1)),
)
"""When each of two selections ended, and when the records were merged: before the later, after."""
HANDED_OVER = (date(2020, 8, 31), date(2021, 2, 28), date(2021, 3, 31))


def task_of(organisation):
    return Actor.for_task(organisation_id=organisation.pk, kind=OrganisationKind(organisation.kind))


def fill(company, agency):
    watched = []
    for start in HALF_YEAR_BEFORE:
        watched += year.put_company_rows(company, start)
        watched += year.put_agency_rows(agency, start)
    owner = make_member(company, Role.COMPANY_OWNER)
    for start, until in HELD:
        watched += year.put_held_rows(company, owner, start, until=until)
    for start, later, merged_on in MERGED:
        watched += year.put_merged_rows(company, owner, start, later=later, merged_on=merged_on)
    for start in BOOKS_CLOSED:
        watched += year.put_books(agency, start)
    for start in HANDED_OVER:
        watched += year.put_long_company_rows(company, start)
        watched += year.put_provision(agency, start)
    return watched


def days_that_matter(watched):
    """The days on which something has to change, and the days before them."""
    turns = {one.gone_on for one in watched} | {one.stays_on + DAY for one in watched}
    days = {day for turn in turns for day in (turn - DAY, turn)}
    return sorted(day for day in days if date(2024, 1, 1) <= day <= date(2024, 12, 31))


def test_year_of_nightly_runs_keeps_every_floor_and_every_ceiling():
    company, agency = make_company(), make_agency()
    make_row(Licence, agency, valid_from=date(2010, 1, 1))
    watched = fill(company, agency)
    days = days_that_matter(watched)
    planned = done = held = 0

    for day in days:
        now = year.at(day, time(0, 0, 0))
        for organisation in (company, agency):
            actor = task_of(organisation)
            plan = plan_disposal(actor=actor, now=now)
            run = run_disposal(actor=actor, now=now, size=3)
            planned += plan.count
            done += run.done_count if run else 0
            held += run.held_count if run else 0
            assert (run.digest if run else "0" * 64) == plan.digest, day
        assert year.find_wrong(watched, day) == []

    assert len(days) > 20
    assert held > 0
    assert planned == done > len(watched) / 2
    assert [year.find_broken_chain(one) for one in (company, agency)] == [[], []]
    for organisation in (company, agency):
        with bound(organisation.pk, None):
            count, breaks = check_audit_chains(alias="default")
        assert (count > 1, breaks) == (True, [])


def test_verifier_finds_a_row_that_goes_under_a_hold():
    company = make_company()
    owner = make_member(company, Role.COMPANY_OWNER)
    start, until = date(2023, 8, 31), date(2024, 6, 15)
    watched = list(year.put_held_rows(company, owner, start, until=until))
    with bound(company.pk, None):
        LegalHold.objects.update(lifted_at=year.at(start))

    run_disposal(actor=task_of(company), now=year.at(date(2024, 3, 1)))

    assert len(year.find_wrong(watched, date(2024, 3, 1))) == 3


def test_verifier_finds_a_merged_record_on_the_later_clock():
    company = make_company()
    owner = make_member(company, Role.COMPANY_OWNER)
    start, later, merged_on = MERGED[0]
    watched = list(year.put_merged_rows(company, owner, start, later=later, merged_on=merged_on))
    with bound(company.pk, None):
        Merge.objects.update(survivor_start=None, absorbed_start=None)

    run_disposal(actor=task_of(company), now=year.at(date(2024, 3, 1)))

    assert len(year.find_wrong(watched, date(2024, 3, 1))) == 2


def test_verifier_finds_a_row_that_stayed_too_long():
    [watched, *_] = year.put_company_rows(make_company(), date(2023, 8, 31))

    assert year.find_wrong([watched], date(2024, 2, 29)) == []
    assert len(year.find_wrong([watched], date(2024, 3, 1))) == 1


def test_verifier_finds_a_row_that_went_too_early():
    [*_, watched] = year.put_company_rows(make_company(), date(2024, 1, 31))
    watched.row.delete()

    assert len(year.find_wrong([watched], date(2024, 2, 29))) == 1
    assert year.find_wrong([watched], date(2024, 3, 1)) == []


@pytest.mark.parametrize(
    ("day", "months", "corresponding"),
    [
        (date(2023, 8, 31), 6, date(2024, 3, 1)),
        (date(2023, 8, 29), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 36, date(2027, 3, 1)),
        (date(2024, 6, 30), 6, date(2024, 12, 30)),
    ],
)
def test_verifier_counts_months_on_a_calendar(day, months, corresponding):
    assert year.month_later(day, months) == corresponding
