"""Orders at an agency: accepted by law, refused on its grounds, shown while they stand."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.apps.openings.desk import IN_A_MONTH, Desk, add_employer
from tests.factories import COMPLETE_TERMS, NOW, TODAY, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.openings import actions, orders, queries, tasks
from tasuki.apps.openings.models import Opening
from tasuki.apps.placement.models import JobOrder
from tasuki.core.access import Role
from tasuki.core.law.order_refusals import OrderGround
from tasuki.core.openings.job_posting import EmploymentType
from tasuki.core.openings.labels import OPENING_LABELS
from tasuki.core.openings.states import PostingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk.make()


def test_states_codes_and_kinds_are_stored_as_the_tables_name_them():
    assert set(Opening.State.values) == set(PostingState)
    assert set(Opening.Ground.values) == set(OrderGround)
    assert set(Opening.Employment.values) == set(EmploymentType)
    assert set(OPENING_LABELS) == set(PostingState)


def order_rows(desk):
    with bound(desk.agency.id, None):
        return list(JobOrder.objects.order_by("number"))


def refuse(desk, opening, ground, text="月給が最低賃金を大きく下回る"):
    return orders.refuse_order(
        actor=desk.advisor, opening_id=opening.id, ground=ground, text=text, now=NOW
    )


def test_acceptance_writes_the_row_of_the_book_with_every_field(desk):
    opening = desk.take(
        person_count=3,
        occupation_code="013-01",
        is_indefinite=False,
        contract_from=TODAY,
        contract_to=TODAY + timedelta(days=364),
    )

    done = desk.accept(opening)

    assert done.opening.state == "accepted"
    [row] = order_rows(desk)
    assert row == done.order
    assert (row.number, row.opening_id, row.employer_id) == (
        "J-00001",
        opening.id,
        desk.employer.id,
    )
    assert (row.employer_name, row.employer_address) == ("架空精機株式会社", "見本県見本市2-2")
    assert row.contact == "見本 太郎 / 000-0000-0001"
    assert (row.received_on, row.received_order, row.valid_to) == (TODAY, 1, IN_A_MONTH)
    assert (row.person_count, row.occupation_code, row.occupation) == (3, "013-01", "経理")
    assert (row.workplace, row.wage) == ("見本市1-2", "月額 270,000〜330,000円")
    assert row.term == f"有期 {TODAY:%Y/%m/%d}〜{TODAY + timedelta(days=364):%Y/%m/%d}"
    assert row.closed_on is None


def test_several_orders_of_one_day_are_numbered_in_their_order(desk):
    first, second = desk.take(), desk.take(title="架空の営業事務")
    desk.accept(first)
    desk.accept(second)

    assert [row.received_order for row in order_rows(desk)] == [1, 2]


def test_office_that_selects_stands_in_the_book(desk):
    office = add_employer(desk.advisor, name="架空物産", office="見本工場 人事課")
    opening = desk.take(employer_id=office.id)

    assert desk.accept(opening).order.employer_address == "見本工場 人事課"


def test_order_is_not_accepted_without_an_employer(desk):
    with bound(desk.agency.id, None):
        opening = Opening.objects.create(
            organisation=desk.agency, number="O-x", title="x", as_of=TODAY
        )

    with pytest.raises(InvalidInputError) as caught:
        desk.accept(opening)

    assert caught.value.field == "employer_id"


@pytest.mark.parametrize("answer", ["", "listed", "declined"])
def test_order_of_an_employer_without_a_clear_declaration_is_not_accepted(desk, answer):
    employer = add_employer(desk.advisor, answer=answer, name="架空物産")
    opening = desk.take(employer_id=employer.id)

    with pytest.raises(RefusedError, match="declaration") as caught:
        desk.accept(opening)

    assert caught.value.code == "H6"
    assert order_rows(desk) == []


def test_incomplete_order_is_not_accepted(desk):
    opening = desk.take(terms={"duties": "経理"})

    with pytest.raises(RefusedError, match="lacks"):
        desk.accept(opening)


def test_agency_without_a_licence_accepts_nothing():
    with pytest.raises(RefusedError) as caught:
        Desk.make(has_licence=False)

    assert caught.value.code == "H1"


def test_barred_work_is_not_accepted(desk):
    opening = desk.take(occupation="とび職人")

    with pytest.raises(RefusedError, match="Harbour") as caught:
        desk.accept(opening)

    assert caught.value.code == "H1"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
        ({"valid_to": TODAY - timedelta(days=1)}, "valid_to"),
        ({"valid_to": TODAY + timedelta(days=367)}, "valid_to"),
        (
            {"received_on": TODAY - timedelta(days=40), "valid_to": TODAY - timedelta(days=10)},
            "valid_to",
        ),
    ],
)
def test_period_that_cannot_be_is_refused(desk, fields, field):
    opening = desk.take()

    with pytest.raises(InvalidInputError) as caught:
        desk.accept(opening, **fields)

    assert caught.value.field == field


def test_agency_shows_only_what_it_accepted(desk):
    opening = desk.take()

    with pytest.raises(RefusedError) as caught:
        desk.publish(opening)

    assert caught.value.code == "order_not_accepted"


def test_order_that_is_over_is_not_shown(desk):
    opening = desk.take()
    desk.accept(opening, valid_to=TODAY)

    with pytest.raises(RefusedError) as caught:
        desk.publish(opening, now=NOW + timedelta(days=1))

    assert caught.value.code == "order_not_accepted"


def test_raw_sql_opens_no_order_that_was_not_accepted(desk):
    opening = desk.take()

    with (
        bound(desk.agency.id, None),
        pytest.raises(IntegrityError, match="opening_order_was_accepted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update openings_opening set state = 'open' where id = %s", [opening.id])


def test_filled_opening_closes_its_order_and_may_be_accepted_again(desk):
    opening = desk.open()

    orders.fill_opening(actor=desk.advisor, opening_id=opening.id, now=NOW)
    again = desk.accept(opening, received_on=TODAY, valid_to=IN_A_MONTH)

    assert [(row.number, row.closed_on) for row in order_rows(desk)] == [
        ("J-00001", TODAY),
        ("J-00002", None),
    ]
    assert again.opening.state == "accepted"


def test_closing_ends_the_order(desk):
    opening = desk.open()

    closed = actions.close_opening(actor=desk.advisor, opening_id=opening.id, now=NOW)

    assert (closed.state, closed.ended_on) == ("closed", TODAY)
    assert order_rows(desk)[0].closed_on == TODAY


def test_closed_order_is_not_published_but_accepted_anew(desk):
    opening = desk.open()
    actions.close_opening(actor=desk.advisor, opening_id=opening.id, now=NOW)

    with pytest.raises(RefusedError) as caught:
        desk.publish(opening)

    assert caught.value.code == "order_not_accepted"


def test_open_order_says_what_the_opening_says_now(desk):
    opening = desk.open()

    desk.change(opening, pay_max_yen=350_000, person_count=2)

    [row] = order_rows(desk)
    assert (row.wage, row.person_count) == ("月額 270,000〜350,000円", 2)


def test_validity_is_extended_in_the_book(desk):
    opening = desk.open()
    later = TODAY + timedelta(days=200)

    orders.extend_order(actor=desk.advisor, opening_id=opening.id, valid_to=later, now=NOW)

    assert order_rows(desk)[0].valid_to == later
    with pytest.raises(InvalidInputError):
        orders.extend_order(
            actor=desk.advisor,
            opening_id=opening.id,
            valid_to=TODAY - timedelta(days=1),
            now=NOW,
        )


def test_refusal_keeps_ground_words_and_day(desk):
    opening = desk.take()

    refused = refuse(desk, opening, "far_below")

    assert (refused.state, refused.refusal_ground) == ("refused", "far_below")
    assert (refused.refusal_text, refused.refused_on) == ("月給が最低賃金を大きく下回る", TODAY)
    assert order_rows(desk) == []


@pytest.mark.parametrize("ground", ["", "bad_feeling", "breach", "no_conditions", "no_declaration"])
def test_order_is_not_refused_without_a_ground_that_fits(desk, ground):
    opening = desk.take()

    with pytest.raises(RefusedError) as caught:
        refuse(desk, opening, ground)

    assert caught.value.code == "order_ground"


def test_refusal_needs_words_for_the_employer(desk):
    with pytest.raises(RefusedError, match="not said what"):
        refuse(desk, desk.take(), "unlawful", text="だめ")


def test_refused_order_that_is_changed_is_a_draft_again_and_can_be_accepted(desk):
    opening = desk.take(terms={"duties": "経理"})
    refuse(desk, opening, "no_conditions", text="賃金と労働時間が示されていない")

    changed = desk.change(opening, terms=COMPLETE_TERMS)

    assert changed.state == "draft"
    assert changed.refused_on == TODAY
    assert desk.accept(opening).opening.state == "accepted"


def test_accepted_order_is_not_refused_afterwards(desk):
    opening = desk.take()
    desk.accept(opening)

    with pytest.raises(RefusedError) as caught:
        refuse(desk, opening, "unlawful")

    assert caught.value.code == "state"


def test_suspended_opening_takes_nobody_and_comes_back_by_confirming(desk):
    opening = desk.open()

    suspended = orders.suspend_opening(actor=desk.advisor, opening_id=opening.id, now=NOW)
    back = actions.confirm_opening(
        actor=desk.advisor, opening_id=opening.id, now=NOW + timedelta(days=2)
    )

    assert suspended.state == "suspended"
    assert (back.state, back.as_of) == ("open", TODAY + timedelta(days=2))


def test_nobody_is_left_in_an_opening_that_nobody_confirmed(desk):
    desk.open()
    fresh = desk.open(title="架空の総務職")
    later = NOW + timedelta(days=30)
    actions.confirm_opening(actor=desk.advisor, opening_id=fresh.id, now=NOW + timedelta(days=9))

    on_the_last_day = tasks.suspend_for_all(now=later)
    after = tasks.suspend_for_all(now=later + timedelta(days=1))

    assert (on_the_last_day, after) == (0, 2)  # the order of the other one is over that day
    with bound(desk.agency.id, None):
        states = {row.title: row.state for row in Opening.objects.all()}
    assert states == {"架空の経理職": "closed", "架空の総務職": "closed"}
    assert {row.closed_on for row in order_rows(desk)} == {TODAY + timedelta(days=31)}


def test_stale_opening_with_a_longer_order_is_suspended(desk):
    opening = desk.take()
    desk.accept(opening, valid_to=TODAY + timedelta(days=90))
    desk.publish(opening)

    count = tasks.suspend_for_all(now=NOW + timedelta(days=31))

    assert count == 1
    with bound(desk.agency.id, None):
        assert queries.find_opening(opening_id=opening.id).state == "suspended"
        kinds = AuditEvent.objects.filter(kind="opening.suspend").count()
    assert kinds == 1
    assert order_rows(desk)[0].closed_on is None


def test_confirming_many_leaves_and_names_what_may_not_be_shown(desk):
    good, bad, over = desk.open(), desk.open(title="架空の総務職"), desk.open(title="架空の受付")
    actions.close_opening(actor=desk.advisor, opening_id=over.id, now=NOW)
    with bound(desk.agency.id, None):
        Opening.objects.filter(id=bad.id).update(pay_min_yen=1_000)
    later = NOW + timedelta(days=10)

    done = orders.confirm_openings(
        actor=desk.advisor, opening_ids=[good.id, bad.id, over.id], now=later
    )

    assert done.fresh_count == 1
    [(number, error)] = done.refused
    assert (number, error.code) == (bad.number, "H6")
    with bound(desk.agency.id, None):
        days = dict(Opening.objects.values_list("id", "as_of"))
    assert days[good.id] == later.date()
    assert days[bad.id] == days[over.id] == TODAY


def test_list_finds_by_employer_and_stale_ones(desk):
    other = add_employer(desk.advisor, name="架空物産")
    first, second = desk.open(), desk.open(title="架空の倉庫係", employer_id=other.id)
    late = TODAY + timedelta(days=31)

    with bound(desk.agency.id, None):
        of_other = list(queries.list_openings(employer_id=other.id))
        by_name = list(queries.list_openings(text="物産"))
        stale = set(queries.list_openings(stale_on=late))
        fresh = queries.list_openings(stale_on=TODAY + timedelta(days=30)).exists()

    assert of_other == by_name == [second]
    assert stale == {first, second}
    assert not fresh


def test_clerk_reads_and_does_not_act(desk):
    clerk = make_member(desk.agency, Role.AGENCY_CLERK)
    opening = desk.take()

    with pytest.raises(NotAllowedError):
        orders.accept_order(
            actor=clerk, opening_id=opening.id, received_on=TODAY, valid_to=IN_A_MONTH, now=NOW
        )


def test_company_accepts_no_orders_and_other_agencies_see_none(desk):
    opening = desk.take()
    hr = make_member(make_company(), Role.COMPANY_HR)
    stranger = Desk.make().advisor

    for actor in (hr, stranger):
        with pytest.raises(NotVisibleError):
            orders.accept_order(
                actor=actor, opening_id=opening.id, received_on=TODAY, valid_to=IN_A_MONTH, now=NOW
            )


def test_employer_of_another_agency_is_not_found(desk):
    stranger = Desk.make()

    with pytest.raises(NotVisibleError):
        desk.take(employer_id=stranger.employer.id)
