"""Facts become figures; closed figures stay; others see closed years only."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import Error, connection, transaction
from tests.factories import NOW, make_company, make_member, make_municipality

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.insights.actions.closing import close_month, set_plan, set_target
from tasuki.apps.insights.actions.facts import Outcome, record_cost, record_outcome
from tasuki.apps.insights.actions.files import import_costs, import_facts
from tasuki.apps.insights.models import FigureMonth, OutcomeFact
from tasuki.apps.insights.queries.board import find_board, find_saving, find_targets, list_years
from tasuki.core.access import Role
from tasuki.core.kpi.catalogue import find_definition
from tasuki.core.kpi.masking import Mask

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YEAR = 2025


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_member(company, Role.COMPANY_HR)


def tell(actor, kind, day, count=1, **more):
    outcome = Outcome(
        kind=kind,
        happened_on=day,
        source="test",
        source_key=f"{kind}-{day}-{count}-{more}"[:80],
        count=count,
        **more,
    )
    return record_outcome(actor=actor, outcome=outcome, now=NOW)


def board_of(actor, year=YEAR, today=TODAY):
    with bound(actor.organisation_id, actor.account_id):
        return find_board(actor=actor, year=year, today=today)


def close_year(actor, year=YEAR):
    months = [date(year, month, 1) for month in range(4, 13)]
    months += [date(year + 1, month, 1) for month in range(1, 4)]
    return [close_month(actor=actor, month=month, now=NOW) for month in months]


def test_rates_come_from_facts(hr):
    tell(hr, "left", date(2025, 6, 30), 194)
    tell(hr, "left", date(2025, 6, 30), 6, followed_on=date(2026, 1, 1))
    tell(hr, "joined", date(2025, 4, 1), 5, channel="referral")
    tell(hr, "joined", date(2025, 4, 1), 35, channel="agency")
    board = board_of(hr)

    assert board.rate(find_definition("rehire_leavers")).percent == Decimal("3.0")
    assert board.rate(find_definition("introduced")).percent == Decimal("12.5")
    assert board.rate(find_definition("side_work")).percent is None


def test_who_stays_is_asked_at_the_mark(hr):
    tell(hr, "joined", date(2024, 10, 1), 17)
    tell(hr, "joined", date(2024, 10, 1), 3, followed_on=date(2025, 5, 31))
    tell(hr, "joined", date(2026, 1, 10), 4)
    board = board_of(hr)

    assert board.rate(find_definition("retention_12")).percent == Decimal("85.0")
    assert board.cell("joined") == 4


def test_alumni_who_came_back_before_the_year_are_members_no_more(hr):
    day = date(2024, 5, 1)
    tell(hr, "alumni", day, 150)
    tell(hr, "alumni", day, 6, followed_on=date(2025, 7, 1))
    tell(hr, "alumni", day, 9, followed_on=date(2025, 1, 1))
    tell(hr, "alumni", day, 8, ended_on=date(2025, 2, 1))

    rate = board_of(hr).rate(find_definition("rehire_alumni"))
    assert (rate.numerator, rate.denominator) == (6, 156)


def test_the_same_number_replaces(hr, company):
    for count in (3, 7):
        outcome = Outcome(
            kind="told", happened_on=date(2025, 5, 1), source="a", source_key="1", count=count
        )
        record_outcome(actor=hr, outcome=outcome, now=NOW)
    with bound(company.pk, None):
        assert [one.count for one in OutcomeFact.objects.all()] == [7]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("born", {}),
        ("joined", {"channel": "internal"}),
        ("joined", {"channel": "magic"}),
        ("joined", {"prefecture": "48"}),
        ("left", {"followed_on": date(2020, 1, 1)}),
        ("moved", {"origin": "a>b"}),
        ("told", {"count": 0}),
    ],
)
def test_what_cannot_be_is_refused(hr, kind, more):
    with pytest.raises(InvalidInputError):
        tell(hr, kind, date(2025, 5, 1), **more)
    with pytest.raises(InvalidInputError):
        tell(hr, "told", TODAY + timedelta(days=1))


def test_saving_by_route_adds_up(hr):
    for year, parts in (
        (2024, (("agency", 6, 840), ("advert", 4, 160))),
        (2025, (("agency", 4, 600), ("advert", 4, 180), ("referral", 2, 40), ("slot", 2, 15))),
    ):
        for channel, count, man in parts:
            day = date(year, 6, 1)
            tell(hr, "joined", day, count, channel=channel)
            record_cost(
                actor=hr,
                month=day,
                scope="external",
                channel=channel,
                amount=man * 10_000,
                now=NOW,
            )
    saving = find_in(hr, lambda: find_saving(board=board_of(hr), base=board_of(hr, 2024)))

    assert saving.saved == 365 * 10_000
    assert saving.per_hire_percent == Decimal("30.4")


def find_in(actor, function):
    with bound(actor.organisation_id, actor.account_id):
        return function()


def test_closed_figures_never_change(hr, company):
    tell(hr, "joined", date(2025, 4, 1), 20, channel="agency")
    rows = close_year(hr)
    tell(hr, "joined", date(2025, 4, 2), 7, channel="agency")

    with bound(company.pk, None):
        assert FigureMonth.objects.get(pk=rows[-1].pk).counts["joined"] == 20
        for statement in (
            "update insights_figuremonth set year = 1",
            "delete from insights_figuremonth",
        ):
            with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    assert board_of(hr).cell("joined") == 27
    viewer = make_member(company, Role.COMPANY_VIEWER)
    assert board_of(viewer).cell("joined") == 20


def test_others_see_closed_years_only_and_no_small_count(hr, company):
    tell(hr, "joined", date(2025, 4, 1), 20, channel="agency")
    tell(hr, "joined", date(2025, 4, 1), 12, channel="advert")
    tell(hr, "joined", date(2025, 4, 1), 3, channel="referral")
    viewer = make_member(company, Role.COMPANY_MANAGER)
    assert board_of(viewer) is None
    close_year(hr)
    board = board_of(viewer)

    assert board.cell("joined.referral") is Mask.SMALL
    assert board.cell("joined.advert") is Mask.PARTNER
    assert board.cell("joined.agency") == 20
    assert board.rate(find_definition("referral_hires")) is None
    assert board.spent() is None
    with bound(company.pk, None):
        assert list_years(actor=viewer, today=TODAY) == [2025]
        assert list_years(actor=hr, today=TODAY) == [2026, 2025]


def test_an_operator_of_a_region_sees_no_people():
    town = make_municipality()
    operator = make_member(town, Role.MUNICIPALITY_OPERATOR)
    tell(operator, "matched", date(2025, 5, 1), 3)

    assert board_of(operator) is None
    close_year(operator)
    assert board_of(operator).cell("matched") is Mask.SMALL


def test_a_cohort_is_as_hidden_as_the_joiners_it_was(hr, company):
    tell(hr, "joined", date(2024, 6, 1), 3, channel="agency")
    close_year(hr, 2024)
    tell(hr, "joined", date(2024, 6, 2), 9, channel="agency")
    close_year(hr, 2025)

    viewer = make_member(company, Role.COMPANY_VIEWER)
    assert board_of(viewer).cell("cohort.12") is Mask.PARTNER


def test_a_closed_month_takes_no_cost(hr):
    close_month(actor=hr, month=date(2025, 4, 1), now=NOW)

    with pytest.raises(RefusedError):
        record_cost(
            actor=hr, month=date(2025, 4, 9), scope="external", channel="agency", amount=1, now=NOW
        )
    with pytest.raises(RefusedError):
        close_month(actor=hr, month=date(2025, 4, 1), now=NOW)
    with pytest.raises(InvalidInputError):
        close_month(actor=hr, month=TODAY, now=NOW)


def test_file_good_rows_in_bad_rows_back(hr):
    content = (
        "number,kind,happened_on,count,channel,is_former\n"
        "1,joined,2025-04-01,2,referral,はい\n"
        "2,joined,2025/13/01,1,referral,\n"
        "3,flown,2025-04-01,1,,\n"
    ).encode("cp932")
    taken = import_facts(actor=hr, content=content, now=NOW)

    assert (taken.good_count, taken.bad_count) == (1, 2)
    lines = taken.bad_rows.decode("utf-8-sig").splitlines()
    assert lines[0].endswith('"エラー内容"')
    assert "2025/13/01" in lines[1]
    assert "flown" in lines[2]
    import_facts(actor=hr, content=content, now=NOW)
    assert board_of(hr).cell("joined.former") == 2


def test_costs_by_file(hr):
    content = (
        'month,scope,channel,amount\n2025-05,external,agency,"1,200,000"\n2025-05,x,agency,5\n'
    )
    taken = import_costs(actor=hr, content=content.encode(), now=NOW)

    assert (taken.good_count, taken.bad_count) == (1, 1)
    assert find_in(hr, lambda: board_of(hr).costs) == {"agency": 1_200_000}
    for wrong in (b"a,b\n1,2\n", b"\xff\xfe\x00\x81"):
        with pytest.raises(InvalidInputError):
            import_costs(actor=hr, content=wrong, now=NOW)


def test_plan_and_targets(hr):
    set_plan(actor=hr, baseline_year=2024, counts_internal=True, now=NOW)
    set_target(actor=hr, definition_id="introduced", year=2026, permille=250, now=NOW)

    assert find_in(hr, lambda: find_targets(year=2026)) == {"introduced": 250}
    with pytest.raises(InvalidInputError):
        set_plan(actor=hr, baseline_year=TODAY.year, counts_internal=False, now=NOW)
    with pytest.raises(InvalidInputError):
        set_target(actor=hr, definition_id="no", year=2026, permille=1, now=NOW)


def test_who_only_reads_changes_nothing(company):
    viewer = make_member(company, Role.COMPANY_VIEWER)
    with pytest.raises(NotAllowedError):
        tell(viewer, "told", date(2025, 5, 1))
    with pytest.raises(NotAllowedError):
        close_month(actor=viewer, month=date(2025, 4, 1), now=NOW)
