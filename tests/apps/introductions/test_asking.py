"""Asking a person about one employer, and introducing whoever said yes (H1, H2, H6-H8)."""

from datetime import timedelta

import pytest
from tests.apps.introductions.desk import DAY, FIELDS
from tests.factories import NOW, TODAY, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent.models import ProvisionRecord, ReceiptRecord
from tasuki.apps.errors import (
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.introductions.actions import asking
from tasuki.apps.introductions.models import IntroductionCase
from tasuki.apps.introductions.queries import list_cases
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Licence
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.models import Introduction, JobOrder, JobSeeker
from tasuki.apps.relay.actions.nightly import run_night
from tasuki.apps.relay.actions.releases import withdraw_release
from tasuki.apps.relay.models import Release, SlotCandidate
from tasuki.core.access import Role


def refusal(call) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.code


def test_question_waits_seven_days_for_the_person(desk):
    case = desk.ask()

    assert (case.state, case.turn, case.answer_by) == ("asked", "person", TODAY + 7 * DAY)
    [mail] = desk.mails("release")
    assert desk.company.name in mail.text
    assert "/release/" in mail.text


def test_yes_of_the_person_moves_the_case(desk):
    case = desk.agreed()

    assert (case.state, case.turn, case.answer_by) == ("agreed", "agency", TODAY + 5 * DAY)


def test_no_of_the_person_ends_the_case(desk):
    case = desk.ask()
    desk.answer(case, is_yes=False)

    assert desk.reload(case).state == "closed"
    assert (
        refusal(lambda: asking.send_introduction(actor=desk.advisor, case_id=case.id, now=NOW))
        == "state"
    )


def test_silence_is_a_no(desk):
    case = desk.ask()
    run_night(actor=desk.task, now=NOW + 8 * DAY)

    assert desk.reload(case).state == "closed"


def test_introduction_writes_records_of_both_sides_and_the_books_at_once(desk):
    case = desk.sent()

    assert (case.state, case.turn, case.answer_by) == ("document", "company", TODAY + 5 * DAY)
    with bound(desk.agency.id, None):
        provision = ProvisionRecord.objects.get()
        introduction = Introduction.objects.get()
    with bound(desk.company.id, None):
        receipt = ReceiptRecord.objects.get()
        copy = SlotCandidate.objects.get()
    assert provision.items == receipt.items == sorted(FIELDS)
    assert receipt.provision_record_id == provision.id
    assert introduction.id == case.introduction_id
    assert introduction.job_order_id == desk.order.id
    assert set(copy.released) == set(FIELDS)
    assert copy.slot_id is None


def test_company_sees_nothing_before_the_introduction(desk):
    case = desk.agreed()

    with bound(desk.company.id, None):
        assert not list_cases(on=TODAY).exists()
        assert not IntroductionCase.objects.filter(id=case.id).exists()
    asking.send_introduction(actor=desk.advisor, case_id=case.id, now=NOW)
    with bound(desk.company.id, None):
        assert [one.subject_id for one in list_cases(on=TODAY)] == [case.id]


def test_another_company_never_sees_the_case(desk):
    case = desk.sent()
    other = make_company()

    with bound(other.id, None):
        assert not IntroductionCase.objects.exists()
    with pytest.raises(NotVisibleError):
        desk.decline(case, actor=make_member(other, Role.COMPANY_HR))


def test_employer_outside_the_platform_gets_a_record_of_provision_alone(desk):
    case = desk.sent(order=desk.outside())

    with bound(desk.agency.id, None):
        provision = ProvisionRecord.objects.get()
        assert not SlotCandidate.objects.exists()
    assert (provision.recipient_id, provision.recipient_name) == (None, "やまと木工")
    assert case.state == "document"


def test_yes_to_one_employer_outside_is_none_to_another(desk):
    case = desk.agreed(order=desk.outside())
    with bound(desk.agency.id, None):
        JobOrder.objects.filter(id=case.job_order_id).update(employer_name="べつの木工")

    with pytest.raises(RefusedError) as caught:
        asking.send_introduction(actor=desk.advisor, case_id=case.id, now=NOW)

    assert caught.value.code == "H2"


def test_nothing_is_sent_without_a_yes(desk):
    case = desk.ask()

    assert (
        refusal(lambda: asking.send_introduction(actor=desk.advisor, case_id=case.id, now=NOW))
        == "state"
    )


def test_no_licence_no_question(desk):
    registration = desk.register()
    with bound(desk.agency.id, None):
        Licence.objects.update(valid_to=TODAY - DAY)

    assert refusal(lambda: desk.ask(registration)) == "H1"


def test_stale_opening_is_not_recommended(desk):
    registration = desk.register()
    with bound(desk.agency.id, None):
        Opening.objects.filter(id=desk.order.opening_id).update(as_of=TODAY - timedelta(days=40))

    assert refusal(lambda: desk.ask(registration)) == "H6"


def test_person_placed_for_good_is_not_asked_for_two_years(desk):
    registration = desk.register()
    seeker = desk.seeker_of(registration)
    with bound(desk.agency.id, None):
        Introduction.objects.create(
            organisation=desk.agency,
            job_order=desk.order,
            job_seeker=seeker,
            introduced_on=TODAY - timedelta(days=400),
            outcome="hired",
            hired_on=TODAY + timedelta(days=1),
            is_indefinite=True,
            solicitation_ban_until=TODAY + timedelta(days=800),
        )

    assert refusal(lambda: desk.ask(registration, order=desk.make_order())) == "H7"


def test_person_whose_use_was_stopped_is_not_asked(desk):
    registration = desk.register()
    with bound(desk.agency.id, None):
        TalentRecord.objects.filter(id=registration.talent_record_id).update(stopped_at=NOW)

    assert refusal(lambda: desk.ask(registration)) in {"H2", "H8"}


def test_same_question_is_not_asked_twice(desk):
    registration = desk.register()
    desk.ask(registration)

    assert refusal(lambda: desk.ask(registration)) == "asked_already"


def test_nobody_is_asked_until_the_answer_is_yes(desk):
    registration = desk.register()
    desk.answer(desk.ask(registration), is_yes=False)

    assert refusal(lambda: desk.ask(registration)) == "asked_already"
    assert desk.ask(registration, order=desk.make_order()).state == "asked"


def test_order_that_is_over_or_of_a_slot_takes_nobody(desk):
    registration = desk.register()
    over = desk.make_order(valid_to=TODAY - DAY)
    slot = desk.make_order(slot_id=desk.order.id)

    assert refusal(lambda: desk.ask(registration, order=over)) == "order_over"
    assert refusal(lambda: desk.ask(registration, order=slot)) == "slot_order"


def test_search_that_ran_out_is_renewed_first(desk):
    registration = desk.register()
    with bound(desk.agency.id, None):
        JobSeeker.objects.update(valid_to=TODAY - DAY)

    assert refusal(lambda: desk.ask(registration)) == "search_over"


def test_at_least_one_item_is_asked_for(desk):
    with pytest.raises(InvalidInputError):
        desk.ask(fields=[])


def test_clerk_cannot_ask(desk):
    with pytest.raises(NotAllowedError):
        desk.ask(actor=desk.relay.clerk)


def test_closing_ends_the_question_as_well(desk):
    case = desk.ask()
    asking.close_case(actor=desk.advisor, case_id=case.id, note="企業が募集を止めた", now=NOW)

    assert desk.reload(case).state == "closed"
    assert desk.row(Release, case.release_id).state == "closed"


def test_person_who_takes_the_yes_back_ends_the_case_and_empties_the_copy(desk):
    case = desk.sent()
    withdraw_release(actor=desk.person_of(case), release_id=case.release_id, now=NOW + DAY)

    assert desk.reload(case).state == "withdrew"
    with bound(desk.company.id, None):
        copy = SlotCandidate.objects.get()
    assert (copy.released, copy.outcome) == ({}, "withdrew")
    with bound(desk.agency.id, None):
        assert Introduction.objects.get().outcome == "withdrew"


def test_agency_is_told_to_tell_an_employer_outside(desk):
    case = desk.sent(order=desk.outside())
    withdraw_release(actor=desk.person_of(case), release_id=case.release_id, now=NOW + DAY)

    assert any("やまと木工に連絡し" in text for text in desk.notices(desk.agency))
