"""R9-R11: count, not count, wait at the cap, reverse; the rules of the version decide."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.apps.relay.intake import make_relay
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ConflictError, InvalidInputError, RefusedError
from tasuki.apps.placement.actions import close_job_seeker
from tasuki.apps.relay import actions, queries
from tasuki.apps.relay.models import RelayLink, Slot

pytestmark = pytest.mark.django_db
FIRST_OF_DECEMBER = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)  # midnight in Tokyo


@pytest.fixture
def relay():
    return make_relay()


def counted(relay, **person):
    registration = relay.accept(relay.register(**person))
    relay.count(registration)
    return registration


def not_count(relay, registration, code, note="", now=NOW):
    return actions.not_count_registration(
        actor=relay.clerk,
        registration_id=registration.id,
        expected_version=relay.reload(registration).row_version,
        code=code,
        note=note,
        now=now,
    )


def test_r9_counts_and_names_who_decided(relay):
    registration = counted(relay)

    stored = relay.reload(registration)
    assert (stored.state, stored.counted_by_id) == ("counted", relay.clerk.account_id)
    assert stored.counted_at == NOW
    assert relay.credit(registration).state == "confirmed"
    assert relay.row(RelayLink, relay.link.id).confirmed_count == 1


def test_r9_the_last_person_of_the_ratio_makes_one_slot():
    relay = make_relay(parameters={"ratio": 3})
    outcomes = []
    for _ in range(3):
        registration = relay.accept(relay.register())
        outcomes.append(relay.count(registration))

    assert [len(outcome.slots) for outcome in outcomes] == [0, 0, 1]
    with bound(relay.agency.id, None):
        assert Slot.objects.get().number == 1


def test_r9_is_refused_before_the_acceptance(relay):
    registration = relay.register()

    with pytest.raises(RefusedError) as refused:
        relay.count(registration)

    assert refused.value.code == "state"
    assert relay.credit(registration).state == "earned"


def test_r9_twice_is_refused_and_counts_once(relay):
    registration = relay.accept(relay.register())
    seen = relay.reload(registration).row_version
    relay.count(registration)

    with pytest.raises(ConflictError):
        actions.count_registration(
            actor=relay.owner, registration_id=registration.id, expected_version=seen, now=NOW
        )

    assert relay.row(RelayLink, relay.link.id).confirmed_count == 1


def test_n5_the_same_person_within_a_year_does_not_count_again(relay):
    counted(relay, mail="same@mail.example")
    later = NOW + timedelta(days=200)
    relay.link = actions.issue_link(actor=relay.advisor, contract_id=relay.contract.id, now=later)
    again = relay.accept(relay.register(mail="same@mail.example", now=later), now=later)

    with pytest.raises(RefusedError) as refused:
        relay.count(again, now=later)

    assert refused.value.code == "N5"
    assert "同じ会社からの一定期間内の再登録" in refused.value.ja
    assert "same person for this company" in refused.value.en
    assert relay.reload(again).state == "accepted"
    stored = not_count(relay, again, "N5", now=later)
    assert (stored.state, stored.count_code) == ("not_counted", "N5")
    assert relay.credit(again).state == "reversed"


def test_the_same_person_counts_again_after_400_days_with_the_search_closed(relay):
    first = counted(relay, mail="same@mail.example")
    with bound(relay.agency.id, None):
        close_job_seeker(
            actor=relay.clerk,
            talent_record_id=relay.reload(first).talent_record_id,
            now=NOW + timedelta(days=60),
        )
    later = NOW + timedelta(days=400)
    relay.link = actions.issue_link(actor=relay.advisor, contract_id=relay.contract.id, now=later)
    again = relay.accept(relay.register(mail="same@mail.example", now=later), now=later)

    assert relay.count(again, now=later).is_counted


def test_n4_a_person_known_through_another_company_is_served_and_not_counted(relay):
    other = make_second_company(relay)
    first = relay.accept(relay.register(mail="known@mail.example"))
    relay.count(first)
    second = other.accept(other.register(mail="known@mail.example", now=NOW + timedelta(hours=1)))

    with pytest.raises(RefusedError) as refused:
        other.count(second)

    assert refused.value.code == "N4"
    assert "すでに登録のある方" in refused.value.ja
    assert "already registered" in refused.value.en
    assert relay.reload(second).state == "accepted"


def make_second_company(relay, **draft):
    """Another company of the same agency."""
    other = make_relay()
    second = replace(other, agency=relay.agency, owner=relay.owner, advisor=relay.advisor)
    second.clerk = relay.clerk
    second.contract = second.run(second.draft(**draft))
    second.link = actions.issue_link(actor=relay.advisor, contract_id=second.contract.id, now=NOW)
    return second


def test_a_suspected_person_who_was_kept_apart_counts(relay):
    counted(relay, phone="090-9999-0001")
    twin = relay.register(phone="090-9999-0001")
    actions.resolve_duplicate(
        actor=relay.clerk,
        registration_id=twin.id,
        expected_version=relay.reload(twin).row_version,
        is_same=False,
        now=NOW,
    )
    relay.accept(twin)

    assert relay.count(twin).is_counted


def test_n6_a_stage_below_the_lowest_is_reviewed_served_and_not_counted(relay):
    registration = relay.register(start={"stage": "application"})
    actions.review_registration(
        actor=relay.advisor,
        registration_id=registration.id,
        expected_version=relay.reload(registration).row_version,
        is_accepted=True,
        note="本人に確認した",
        now=NOW,
    )

    with pytest.raises(RefusedError) as refused:
        relay.count(registration)

    assert refused.value.code == "N6"


def test_n7_a_result_of_long_ago_is_outside_the_window(relay):
    inside = relay.accept(relay.register(start={"result_month": date(2026, 10, 5)}))
    outside = relay.accept(relay.register(start={"result_month": date(2026, 9, 5)}))

    assert relay.count(inside).is_counted
    with pytest.raises(RefusedError) as refused:
        relay.count(outside)

    assert refused.value.code == "N7"
    assert "案内期間の外" in refused.value.ja
    assert "outside the window" in refused.value.en


def test_n7_a_code_revoked_before_the_form_was_complete_does_not_count(relay):
    person = relay.agree(relay.confirm(relay.start()))
    actions.revoke_link(actor=relay.advisor, link_id=relay.link.id, reason="誤配布", now=NOW)
    registration = relay.complete(person, now=NOW + timedelta(days=1))
    relay.accept(registration, now=NOW + timedelta(days=1))

    with pytest.raises(RefusedError) as refused:
        relay.count(registration, now=NOW + timedelta(days=1))

    assert refused.value.code == "N7"


def test_the_version_on_the_registration_decides_when_the_contract_changes_in_between():
    relay = make_relay(parameters={"min_stage": "document_screening"})
    before = relay.register()
    stricter = actions.draft_new_version(
        actor=relay.advisor, contract_id=relay.contract.id, now=NOW
    )
    actions.edit_draft(
        actor=relay.advisor,
        contract_id=stricter.id,
        parameters={"min_stage": "final_interview"},
        now=NOW,
    )
    relay.run(stricter)
    after = relay.register()

    relay.accept(before)
    assert relay.count(before).is_counted
    assert relay.credit(before).contract_id == relay.contract.id
    assert relay.reload(after).contract_id == stricter.id
    assert relay.reload(after).risk_flags == ["stage_too_early"]


def test_n8_waits_at_the_monthly_cap_and_counts_on_the_first_of_the_next_month():
    relay = make_relay(parameters={"monthly_cap_credits": 1})
    counted(relay)
    waiting = relay.accept(relay.register())

    outcome = relay.count(waiting)

    stored = relay.reload(waiting)
    assert (outcome.is_waiting, outcome.is_counted, outcome.slots) == (True, False, [])
    assert (stored.state, stored.count_code) == ("accepted", "N8")
    assert relay.credit(waiting).state == "earned"
    task = Actor.for_task(organisation_id=relay.agency.id, kind=relay.clerk.kind)
    early = actions.decide_waiting_counts(actor=task, now=FIRST_OF_DECEMBER - timedelta(minutes=1))
    late = actions.decide_waiting_counts(actor=task, now=FIRST_OF_DECEMBER)
    again = actions.decide_waiting_counts(actor=task, now=FIRST_OF_DECEMBER)
    stored = relay.reload(waiting)
    assert (early, late, again) == (0, 1, 0)
    assert (stored.state, stored.count_code, stored.counted_by_id) == (
        "counted",
        "",
        relay.clerk.account_id,
    )


def test_n8_the_cap_of_the_next_month_holds_too():
    relay = make_relay(parameters={"monthly_cap_credits": 1})
    counted(relay)
    for _ in range(2):
        relay.count(relay.accept(relay.register()))
    task = Actor.for_task(organisation_id=relay.agency.id, kind=relay.clerk.kind)

    counted_now = actions.decide_waiting_counts(actor=task, now=FIRST_OF_DECEMBER)

    states = sorted((one.state, one.count_code) for one in relay.registrations())
    assert counted_now == 1
    assert states == [("accepted", "N8"), ("counted", ""), ("counted", "")]


def test_r10_a_code_that_the_rules_do_not_give_needs_a_note(relay):
    registration = relay.accept(relay.register())

    with pytest.raises(InvalidInputError) as refused:
        not_count(relay, registration, "N4")
    assert refused.value.field == "note"
    assert "N4と判定されません" in refused.value.ja
    assert "do not give N4" in refused.value.en
    assert relay.reload(registration).state == "accepted"

    stored = not_count(relay, registration, "N4", note="紙の台帳に登録がある")
    assert (stored.state, stored.count_code) == ("not_counted", "N4")


@pytest.mark.parametrize("code", ["N1", "N8", "N9", "R12"])
def test_r10_takes_no_other_code(relay, code):
    registration = relay.accept(relay.register())

    with pytest.raises(InvalidInputError) as refused:
        not_count(relay, registration, code)

    assert refused.value.ja == "理由コードを選んでください（N4、N5、N6、N7）。"


def test_the_preview_shows_every_rule_and_changes_nothing(relay):
    registration = relay.accept(relay.register())

    with bound(relay.agency.id, None):
        decision = queries.preview_count(
            registration=queries.find_registration(registration_id=registration.id), now=NOW
        )

    assert decision.counted
    assert len(decision.checks) == 12
    assert relay.reload(registration).state == "accepted"


def test_reasons_are_summed_by_code(relay):
    first, second = relay.register(), relay.accept(relay.register())
    actions.refuse_registration(
        actor=relay.clerk,
        registration_id=first.id,
        expected_version=relay.reload(first).row_version,
        code="N1",
        now=NOW,
    )
    not_count(relay, second, "N4", note="台帳にある")

    with bound(relay.agency.id, None):
        reasons = queries.count_reasons(book_id=relay.contract.book_id, since=TODAY, until=TODAY)
        queue = queries.count_queue(on=TODAY)

    assert reasons == {"N1": 1, "N4": 1}
    assert (queue.waiting, queue.held, queue.to_count, queue.waiting_for_cap) == (0, 0, 0, 0)


def test_of_two_completed_in_the_same_moment_for_two_companies_one_counts(relay):
    other = make_second_company(relay)
    pair = [one.accept(one.register(mail="same@mail.example"), now=NOW) for one in (relay, other)]
    refused = []
    for registration in pair:
        try:
            relay.count(registration)
        except RefusedError as error:
            refused.append(error.code)

    assert refused == ["N4"]


def test_n7_a_contract_that_ended_before_the_form_was_complete_counts_nobody(relay):
    person = relay.agree(relay.confirm(relay.start()))
    actions.end_contract(
        actor=relay.advisor, contract_id=relay.contract.id, reason="契約期間の満了", now=NOW
    )
    tomorrow = NOW + timedelta(days=1)
    registration = relay.complete(person, now=tomorrow)
    relay.accept(registration, now=tomorrow)

    with pytest.raises(RefusedError) as refused:
        relay.count(registration, now=tomorrow)

    assert refused.value.code == "N7"
    assert relay.reload(registration).state == "accepted"


def test_n7_a_form_completed_after_the_end_of_the_same_day_counts_nobody(relay):
    early, late = (relay.agree(relay.confirm(relay.start())) for _ in range(2))
    before = relay.complete(early, now=NOW + timedelta(minutes=59))
    ended_at = NOW + timedelta(hours=1)
    actions.end_contract(
        actor=relay.advisor, contract_id=relay.contract.id, reason="契約期間の満了", now=ended_at
    )
    after = relay.complete(late, now=ended_at + timedelta(minutes=1))
    evening = NOW + timedelta(hours=2)
    for registration in (before, after):
        relay.accept(registration, now=evening)

    assert relay.count(before, now=evening).is_counted
    with pytest.raises(RefusedError) as refused:
        relay.count(after, now=evening)
    assert refused.value.code == "N7"


def test_n4_nobody_counts_twice_at_an_agency_even_where_known_people_count():
    relay = make_relay(parameters={"known_to_agency_counts": True})
    other = make_second_company(relay, parameters={"known_to_agency_counts": True})
    counted(relay, mail="known@mail.example")
    second = other.accept(other.register(mail="known@mail.example", now=NOW + timedelta(hours=1)))

    with pytest.raises(RefusedError) as refused:
        other.count(second)

    assert refused.value.code == "N4"


def test_a_person_known_and_never_counted_counts_where_the_contract_says_so():
    relay = make_relay(parameters={"known_to_agency_counts": True})
    other = make_second_company(relay, parameters={"known_to_agency_counts": True})
    relay.accept(relay.register(mail="known@mail.example"))
    second = other.accept(other.register(mail="known@mail.example", now=NOW + timedelta(hours=1)))

    assert other.count(second).is_counted


def test_n4_holds_after_a_year_while_the_search_is_open_and_ends_with_it():
    relay = make_relay(parameters={"known_to_agency_counts": True})
    other = make_second_company(relay, parameters={"known_to_agency_counts": True})
    first = counted(relay, mail="known@mail.example")
    later = NOW + timedelta(days=400)
    other.link = actions.issue_link(actor=relay.advisor, contract_id=other.contract.id, now=later)
    again = other.register(mail="known@mail.example", now=later)
    other.accept(again, now=later)

    with pytest.raises(RefusedError) as refused:
        other.count(again, now=later)
    with bound(relay.agency.id, None):
        person = queries.find_registration(registration_id=first.id)
        close_job_seeker(actor=relay.clerk, talent_record_id=person.talent_record_id, now=later)

    assert refused.value.code == "N4"
    assert other.count(again, now=later).is_counted
