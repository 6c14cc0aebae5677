"""Contract work as a case: フリーランス法 3条-5条・16条, 取適法 (H11)."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate
from tests.apps.moves.office import CONTRACT
from tests.factories import NOW, TODAY

from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.moves.actions import contract_work as actions
from tasuki.apps.moves.actions import deliveries
from tasuki.apps.moves.actions.contract_work import ContractWorkValues
from tasuki.apps.moves.queries import contract_work as queries

pytestmark = pytest.mark.django_db
LONG = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}


def test_contract_walks_from_notice_to_payment_and_end(office):
    row = office.start()
    delivery = office.deliver(row)
    deliveries.inspect_delivery(
        actor=office.hr, delivery_id=delivery.pk, inspected_on=TODAY, now=NOW
    )
    paid = office.pay(delivery)

    ended = office.end(row, reason="完了")

    assert (row.notice_version, delivery.pay_on) == (1, TODAY + timedelta(days=52))
    assert (paid.state, paid.paid_yen, ended.state) == ("paid", 200_000, "ended")


@pytest.mark.parametrize(
    "missing",
    [
        {"deliverable": ""},
        {"fee_yen": 0},
        {"pay_on": None},
        {"consigned_on": None},
        {"receive_on": None},
        {"place": " "},
        {"inspection": ""},
        {"non_cash": ""},
    ],
)
def test_notice_without_one_of_its_items_is_not_issued(office, missing):
    row = office.prepare(**missing)

    with pytest.raises(RefusedError) as refused:
        actions.issue_notice(actor=office.hr, contract_id=row.pk, now=NOW)

    assert refused.value.code == "H11"
    with office.at():
        assert len(queries.missing_items(row)) == 1


def test_nothing_starts_before_the_notice(office):
    row = office.prepare()

    with pytest.raises(RefusedError):
        actions.start_contract_work(
            actor=office.owner, contract_id=row.pk, accepted_on=TODAY, now=NOW
        )


def test_start_of_an_incomplete_draft_names_h11(office):
    row = office.prepare(place="")

    with pytest.raises(RefusedError) as refused:
        actions.start_contract_work(
            actor=office.owner, contract_id=row.pk, accepted_on=TODAY, now=NOW
        )

    assert refused.value.code == "H11"


def test_acceptance_follows_the_notice(office):
    row = office.issue()

    with pytest.raises(InvalidInputError) as refused:
        actions.start_contract_work(
            actor=office.owner,
            contract_id=row.pk,
            accepted_on=TODAY - timedelta(days=1),
            now=NOW,
        )

    assert refused.value.field == "accepted_on"


@pytest.mark.parametrize(
    "pay_on, is_refused", [(date(2026, 12, 31), False), (date(2027, 1, 1), True)]
)
def test_pay_day_of_a_receipt_on_2_november_is_31_december_at_most(office, pay_on, is_refused):
    facts = {"receive_on": date(2026, 11, 2), "pay_on": pay_on}

    if is_refused:
        with pytest.raises(RefusedError, match="2026-12-31") as refused:
            office.prepare(**facts)
        assert refused.value.code == "H11"
    else:
        assert office.prepare(**facts).pay_on == pay_on


def test_reconsignment_is_paid_thirty_days_after_the_upstream_pay_day(office):
    facts = {
        "receive_on": date(2026, 11, 2),
        "pay_on": date(2027, 2, 8),
        "upstream_pay_on": date(2027, 1, 10),
    }

    assert office.prepare(**facts, upstream_name="元の会社").is_toriteki is False
    with pytest.raises(InvalidInputError) as nameless:
        office.prepare(**facts)
    with pytest.raises(RefusedError):
        office.prepare(
            **facts,
            upstream_name="元の会社",
            work_kind="information",
            buyer_employee_count=101,
        )

    assert nameless.value.field == "upstream_name"


def test_changed_notice_is_issued_as_a_new_version(office):
    row = office.issue()
    values = ContractWorkValues(**(CONTRACT | {"fee_yen": 250_000}))

    draft = actions.edit_contract_work(actor=office.hr, contract_id=row.pk, values=values, now=NOW)
    again = actions.issue_notice(actor=office.hr, contract_id=row.pk, now=NOW)

    assert (draft.state, again.state, again.notice_version) == ("draft", "notice_issued", 2)


def test_accepted_contract_is_not_edited(office):
    row = office.start()

    with pytest.raises(RefusedError):
        actions.edit_contract_work(
            actor=office.hr, contract_id=row.pk, values=ContractWorkValues(**CONTRACT), now=NOW
        )


def test_receipt_with_a_pay_day_past_the_sixtieth_is_refused(office):
    row = office.start()

    with pytest.raises(RefusedError) as refused:
        office.deliver(row, pay_on=TODAY + timedelta(days=60))

    assert refused.value.code == "H11"
    assert office.deliver(row, pay_on=TODAY + timedelta(days=59)).state == "delivered"


def test_deduction_without_cause_is_refused(office):
    delivery = office.deliver(office.start())

    with pytest.raises(RefusedError) as refused:
        office.pay(delivery, paid_yen=199_560, reason="振込手数料")
    paid = office.pay(delivery, paid_yen=150_000, is_supplier_fault=True, reason="図版2点の欠け")

    assert refused.value.code == "H11"
    assert paid.paid_yen == 150_000


def test_late_payment_is_recorded_as_it_was(office):
    row = office.start()
    delivery = office.deliver(row)
    later = NOW + timedelta(days=70)

    with office.at():
        warnings = queries.list_contract_warnings(row, on=TODAY + timedelta(days=60))
    paid = deliveries.pay_delivery(
        actor=office.hr,
        delivery_id=delivery.pk,
        paid_on=TODAY + timedelta(days=65),
        paid_yen=200_000,
        now=later,
    )

    assert paid.paid_on > paid.pay_on
    assert "has passed" in warnings[0].en


def test_long_contract_does_not_end_within_thirty_days(office):
    row = office.start(**LONG)

    with pytest.raises(RefusedError) as refused:
        office.end(row)
    row = actions.announce_end(
        actor=office.hr, contract_id=row.pk, noticed_on=TODAY - timedelta(days=29), now=NOW
    )
    with pytest.raises(RefusedError):
        office.end(row)

    assert refused.value.code == "H11"


def test_long_contract_ends_thirty_days_after_the_notice(office):
    row = office.start(**LONG)
    actions.announce_end(
        actor=office.hr, contract_id=row.pk, noticed_on=TODAY - timedelta(days=30), now=NOW
    )

    assert office.end(row).state == "ended"


def test_short_term_is_no_exception_for_a_contract_of_a_year(office):
    row = office.start(**LONG)

    with pytest.raises(RefusedError, match="not 30 days or less") as refused:
        office.end(row, exception="short_term", reason="30日以下の契約")

    assert refused.value.code == "H11"


def test_notice_is_not_issued_after_the_work_began(office):
    row = office.prepare(starts_on=TODAY - timedelta(days=1))
    given = {"actor": office.hr, "contract_id": row.pk, "now": NOW}

    with pytest.raises(RefusedError, match="before the notice") as refused:
        actions.issue_notice(**given)
    with pytest.raises(InvalidInputError) as ahead:
        actions.issue_notice(**given, issued_on=TODAY + timedelta(days=1))
    issued = actions.issue_notice(**given, issued_on=TODAY - timedelta(days=1))

    assert (refused.value.code, ahead.value.field) == ("H11", "issued_on")
    assert localdate(issued.notice_issued_at) == TODAY - timedelta(days=1)


def test_seven_bans_are_named_for_a_contract_of_a_month(office):
    long, short = office.prepare(), office.prepare(ends_on=TODAY)

    with office.at():
        assert "報酬の減額" in [one.ja for one in queries.list_bans(long, on=TODAY)]
        assert queries.list_bans(short, on=TODAY) == ()


def test_exception_of_the_law_needs_its_code_and_its_reason(office):
    row = office.start(**LONG)

    with pytest.raises(InvalidInputError) as unknown:
        office.end(row, exception="clause", reason="契約書の定め")
    with pytest.raises(RefusedError):
        office.end(row, exception="disaster")
    ended = office.end(row, exception="supplier_fault", reason="納品がなく連絡もつかない")

    assert unknown.value.field == "exception"
    assert (ended.state, ended.end_exception) == ("ended", "supplier_fault")


def test_contract_with_an_unpaid_delivery_does_not_end(office):
    row = office.start()
    office.deliver(row)

    with pytest.raises(RefusedError) as refused:
        office.end(row)

    assert refused.value.code == "unpaid"


def test_renewal_makes_a_short_contract_long(office):
    row = office.start(starts_on=date(2026, 8, 1), ends_on=date(2026, 12, 31))

    actions.renew_contract_work(
        actor=office.hr, contract_id=row.pk, ends_on=date(2027, 1, 31), now=NOW
    )

    with pytest.raises(RefusedError) as refused:
        office.end(row)
    assert refused.value.code == "H11"


def test_signs_of_employment_are_shown(office):
    row = office.prepare(signs=["is_commanded", "unknown"])

    assert row.signs == ["is_commanded"]
    with office.at():
        assert "偽装請負" in queries.list_contract_warnings(row, on=TODAY)[0].ja


def test_only_an_approver_starts_contract_work(office):
    row = office.issue()

    with pytest.raises(NotAllowedError):
        actions.start_contract_work(actor=office.hr, contract_id=row.pk, accepted_on=TODAY, now=NOW)
