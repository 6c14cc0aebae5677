"""The monthly statement: totals of a stretch of the journal, once, on both sides alike."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from tests.apps.relay.counting_world import World
from tests.factories import NOW, TODAY, actor_of

from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.messages.models import Notification
from tasuki.apps.relay import ledger_check
from tasuki.apps.relay.actions import statements
from tasuki.apps.relay.models import Statement
from tasuki.apps.relay.queries.company_ledger import find_company_balance, list_company_ledger
from tasuki.apps.relay.queries.forecast import forecast_for_agency, forecast_for_company
from tasuki.apps.relay.queries.statements import (
    compare_statement,
    document_number,
    list_statements,
    period_text,
    preview_statement,
)
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)


def at(day: date, hour: int = 1) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=UTC)


def company_rows(world: World) -> list[Statement]:
    with world.at_company():
        return list_statements(book_id=world.book_id, with_superseded=True)


def test_statement_says_totals_and_reasons():
    world = World()
    world.inform(27)
    world.count(2)
    world.register()
    for code in ("N4", "N4", "N1"):
        world.drop(world.register(), code=code)

    statement = world.issue()

    assert {name: count for name, count in statement.totals.items() if count} == {
        "earned_added": 6,
        "earned_taken": 5,
        "earned_closing": 1,
        "confirmed_added": 2,
        "confirmed_closing": 2,
        "reversed_added": 3,
        "reversed_closing": 3,
        "informed": 27,
    }
    assert (statement.reasons, statement.balance_after) == ({"N1": 1, "N4": 2}, 2)
    assert (statement.number, statement.revision, statement.state) == (1, 1, "issued")
    assert statement.dispute_until == TODAY + timedelta(days=30)
    assert document_number(statement) == "2026-11-0001"


def test_withdrawal_before_the_decision_is_not_named():
    world = World()
    world.inform(5)
    world.drop(world.register(), code="R12")

    statement = world.issue()

    assert statement.reasons == {"OTHER": 1}


def test_both_sides_have_the_same_numbers():
    world = World()
    world.show_slots(12)

    (theirs,) = company_rows(world)
    with world.at_agency():
        (ours,) = list_statements(book_id=world.book_id)

    assert ours.id != theirs.id
    for name in ("totals", "reasons", "number", "slots_granted", "journal_head", "balance_after"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert theirs.slots_granted == [
        {
            "number": 1,
            "label": "R-01",
            "granted_on": "2026-11-23",
            "expires_on": "2027-11-22",
            "people": 10,
        }
    ]


def test_few_informed_people_are_carried_into_the_next_month():
    world = World()
    october, november = at(date(2026, 10, 20)), at(date(2026, 11, 20))
    world.inform(3, now=october)
    world.count(1, now=october)
    first = world.issue(OCTOBER, now=at(date(2026, 11, 5)))
    world.inform(4, now=november)
    world.count(1, now=november)

    second = world.issue(NOVEMBER, now=at(date(2026, 12, 5)))

    with world.at_agency():
        texts = (period_text(first).ja, period_text(second).ja)
    assert (first.is_carried_over, second.is_carried_over) == (True, False)
    assert texts == ("翌月に合算", "2か月分の合計")
    assert (first.totals["confirmed_added"], first.balance_after) == (0, 0)
    assert (first.journal_number, first.journal_head) == (0, "")
    assert (second.totals["confirmed_added"], second.totals["informed"]) == (2, 7)


def test_carried_statement_keeps_the_slots_hidden():
    world = World()
    world.count(10)

    statement = world.issue()

    assert (statement.is_carried_over, statement.slots_granted) == (True, [])
    assert len(world.slots()) == 1


def test_issuing_again_changes_nothing():
    world = World()
    world.inform(5)
    world.count(1)
    first = world.issue()
    world.count(3)

    again = world.issue()

    assert again.id == first.id
    assert again.totals["confirmed_added"] == 1
    assert len(company_rows(world)) == 1


def test_month_issued_early_leaves_the_rest_to_the_next_statement():
    world = World()
    world.inform(5)
    world.count(1)
    world.issue(NOVEMBER, now=NOW)
    world.inform(6, now=at(date(2026, 11, 28)))
    world.count(2, now=at(date(2026, 11, 28)))
    world.count(1, now=at(date(2026, 12, 2)))

    december = world.issue(DECEMBER, now=at(date(2027, 1, 5)))

    assert (december.totals["confirmed_added"], december.balance_after) == (3, 4)
    assert december.totals["informed"] == 6


def test_past_month_covers_nothing_of_the_next():
    world = World()
    world.inform(5, now=at(date(2026, 10, 20)))
    world.count(1, now=at(date(2026, 10, 31), hour=14))  # 23:00 in Tokyo
    world.count(4, now=at(date(2026, 10, 31), hour=15))  # midnight in Tokyo

    october = world.issue(OCTOBER, now=NOW)

    assert (october.totals["confirmed_added"], october.balance_after) == (1, 1)


def test_future_month_is_refused():
    world = World()

    with pytest.raises(InvalidInputError) as refused:
        world.issue(DECEMBER)

    assert refused.value.field == "month"


def test_month_before_an_issued_one_is_refused():
    world = World()
    world.issue(NOVEMBER)

    with pytest.raises(RefusedError) as refused:
        world.issue(OCTOBER)

    assert refused.value.code == "later_statement"


def test_only_the_agency_issues():
    world = World()
    clerk = actor_of(world.agency, Role.AGENCY_CLERK)

    for actor in (world.hr, clerk):
        with pytest.raises(NotAllowedError):
            statements.issue_statement(actor=actor, book_id=world.book_id, month=TODAY, now=NOW)


def test_agency_cannot_issue_for_the_book_of_another():
    world, other = World(), World()

    with pytest.raises(NotVisibleError):
        statements.issue_statement(actor=other.owner, book_id=world.book_id, month=TODAY, now=NOW)


def test_company_is_told_with_the_number():
    world = World()
    world.inform(5)
    world.count(2)

    world.issue()

    with world.at_company():
        texts = list(Notification.objects.values_list("text", "text_en"))
    assert texts == [
        ("2026年11月分の通知書が届きました：＋2名", "Statement of 2026-11 has come: +2")
    ]


def test_preview_shows_what_would_be_issued():
    world = World()
    world.inform(5)
    world.count(10)

    with world.at_agency():
        draft = preview_statement(book_id=world.book_id, month=TODAY, now=NOW)
    statement = world.issue()

    assert (draft.totals, draft.slots_granted, draft.journal_head) == (
        statement.totals,
        statement.slots_granted,
        statement.journal_head,
    )


def test_rerun_of_a_month_finds_no_difference():
    world = World()
    world.show_slots(12)
    world.count(3)
    with world.at_agency():
        (statement,) = list_statements()
        differences = compare_statement(statement_id=statement.id)

    with pytest.raises(RefusedError) as refused:
        statements.correct_statement(actor=world.owner, statement_id=statement.id, now=NOW)

    assert (differences, refused.value.code) == ([], "no_difference")


def test_wrong_statement_is_corrected_by_a_revision_and_stays_as_it_was():
    world = World()
    world.inform(5)
    world.count(2)
    honest = world.issue()
    wrong = _add_wrong_copy(world, honest)

    with world.at_agency():
        differences = compare_statement(statement_id=wrong.id)
    corrected = statements.correct_statement(actor=world.owner, statement_id=wrong.id, now=NOW)

    with world.at_agency():
        wrong.refresh_from_db()
    assert [(one.name, one.stored, one.recomputed) for one in differences] == [
        ("confirmed_added", 5, 2)
    ]
    assert (corrected.revision, corrected.totals["confirmed_added"]) == (3, 2)
    assert (wrong.state, wrong.totals["confirmed_added"]) == ("superseded", 5)
    assert [(row.revision, row.state) for row in company_rows(world)] == [
        (3, "issued"),
        (2, "superseded"),
        (1, "superseded"),
    ]


def _add_wrong_copy(world: World, honest: Statement) -> Statement:
    """Issue a second revision with a wrong number on both sides, as a fault would."""
    rows = []
    for side, organisation in (
        (world.at_company(), world.company),
        (world.at_agency(), world.agency),
    ):
        with side:
            Statement.objects.filter(state="issued").update(state="superseded")
            row = Statement.objects.get(organisation=organisation)
            row.pk, row._state.adding = None, True
            row.state, row.revision = "issued", 2
            row.totals = honest.totals | {"confirmed_added": 5}
            row.save(force_insert=True)
            rows.append(row)
    return rows[1]


@pytest.mark.parametrize("change", [{"totals": {}}, {"balance_after": 99}, {"number": 7}])
def test_numbers_of_an_issued_statement_cannot_be_edited(change):
    world = World()
    world.issue()

    with pytest.raises(ProgrammingError), transaction.atomic(), world.at_company():
        Statement.objects.update(**change)


def test_statement_cannot_be_deleted():
    world = World()
    world.issue()

    with pytest.raises(ProgrammingError), transaction.atomic(), world.at_company():
        Statement.objects.all().delete()


def test_company_balance_comes_from_the_statement_only():
    world = World()
    world.inform(5)
    world.count(9)
    world.issue()
    world.count(1)  # the tenth makes a slot, but no statement says so yet

    with world.at_company():
        found = find_company_balance(book_id=world.book_id, today=TODAY)

    assert (found.count, found.ratio, found.people_to_go) == (9, 10, 1)
    assert (found.as_of, found.next_statement_on) == (TODAY, date(2027, 1, 5))
    assert found.text.ja == "次の枠まであと1名"


def test_company_without_a_statement_has_nothing_counted():
    world = World()
    world.count(5)

    with world.at_company():
        found = find_company_balance(book_id=world.book_id, today=TODAY)

    assert (found.count, found.people_to_go, found.statement, found.as_of) == (0, 10, None, None)


def test_company_ledger_tells_people_and_slots_line_by_line():
    world = World()
    world.inform(2, now=at(date(2026, 9, 10)))
    world.issue(date(2026, 9, 1), now=at(date(2026, 10, 5)))
    world.inform(5, now=at(date(2026, 10, 10)))
    people = world.count(11, now=at(date(2026, 10, 10)))
    world.issue(OCTOBER, now=at(date(2026, 11, 5)))
    world.hire(now=at(date(2026, 11, 10)))
    world.reverse(people[10], now=at(date(2026, 11, 12)))
    world.inform(5)
    world.count(2)
    world.issue(NOVEMBER, now=at(date(2026, 12, 5)))

    with world.at_company():
        found = list_company_ledger(book_id=world.book_id)

    lines = [
        (row.text.ja, row.people_change, row.people_balance, row.slot_change) for row in found.rows
    ]
    assert lines == [
        ("2026年9月分：結果通知が少ないため翌月に合算", 0, 0, 0),
        ("2026年10月分の通知書", 11, 11, 0),
        ("10名を枠 R-01 に", -10, 1, 1),
        ("入社により枠 R-01 を使用", 0, 1, -1),
        ("2026年11月分の通知書", 2, 3, 0),
        ("訂正：数えた人数の取り消し", -1, 2, 0),
    ]
    assert (found.counted, found.reversed, found.bundled, found.expired, found.balance) == (
        13,
        1,
        10,
        0,
        2,
    )


def test_forecast_of_the_company_ignores_what_no_statement_says():
    world = World()
    world.inform(5)
    world.count(3)
    world.issue()
    world.count(5)

    with world.at_company():
        company = forecast_for_company(book_id=world.book_id, today=TODAY)
    with world.at_agency():
        agency = forecast_for_agency(book_id=world.book_id, today=TODAY)

    assert (company.people_to_go, company.on, company.assumed) == (
        7,
        TODAY + timedelta(days=420),
        False,
    )
    assert (agency.people_to_go, agency.on) == (2, TODAY + timedelta(days=45))


def test_forecast_with_few_counted_people_is_marked_as_assumed():
    world = World()
    world.inform(5)
    world.count(2)
    world.issue()

    with world.at_company():
        found = forecast_for_company(
            book_id=world.book_id, today=TODAY, planned_not_hired_per_year=365
        )

    assert (found.assumed, found.on) == (True, TODAY + timedelta(days=80))


def test_statement_of_one_side_only_is_a_finding():
    world = World()
    world.issue()
    with world.at_company():
        row = Statement.objects.get()
        row.pk, row._state.adding, row.revision = None, True, 9
        row.save(force_insert=True)

    with world.at_company():
        findings = ledger_check.check_statements(alias="default")

    assert any("revision 9: not exactly one row on each side" in one for one in findings)


def test_correction_forgets_nobody_who_was_informed_before_it():
    world = World()
    world.inform(5)
    world.count(2)
    honest = world.issue()
    world.inform(3, now=NOW + timedelta(days=2))
    wrong = _add_wrong_copy(world, honest)

    statements.correct_statement(
        actor=world.owner, statement_id=wrong.id, now=NOW + timedelta(days=5)
    )
    following = world.issue(DECEMBER, now=at(date(2026, 12, 5)))

    assert following.totals["informed"] == 3


def test_correction_opens_new_days_for_questions():
    world = World()
    world.inform(5)
    world.count(2)
    wrong = _add_wrong_copy(world, world.issue())
    later = NOW + timedelta(days=40)

    corrected = statements.correct_statement(actor=world.owner, statement_id=wrong.id, now=later)

    assert wrong.dispute_until == TODAY + timedelta(days=30)
    assert corrected.dispute_until == TODAY + timedelta(days=70)


def test_company_reads_from_the_statement_that_people_expire():
    world = World(credit_expiry_months=1)
    world.inform(5)
    world.count(2)

    world.issue()

    with world.at_company():
        texts = list(Notification.objects.order_by("text").values_list("text", flat=True))
    assert texts == [
        "2026年11月分の通知書が届きました：＋2名",
        "2026年11月分の通知書：2名が60日以内に期限切れになります。",
    ]
