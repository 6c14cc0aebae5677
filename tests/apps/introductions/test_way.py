"""From the documents to the first day: offers, changes, acceptance, the books, the fee."""

import pytest
from tests.apps.introductions.desk import DAY
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.introductions import hires
from tasuki.apps.introductions.actions import asking, employer, person
from tasuki.apps.placement.models import Introduction, JobSeeker
from tasuki.apps.relay.models import SlotCandidate


def code_of(call) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.code


def test_joining_writes_the_books(desk):
    case = desk.join(desk.accepted())

    with bound(desk.agency.id, None):
        row = Introduction.objects.get()
        seeker = JobSeeker.objects.get(id=case.job_seeker_id)
    assert (row.outcome, row.hired_on, row.is_indefinite) == ("hired", TODAY + 30 * DAY, True)
    assert row.solicitation_ban_until is not None
    assert seeker.state == "hired"
    assert (case.state, case.turn, case.answer_by) == ("joined", "nobody", None)


def test_person_hired_for_good_is_not_asked_again(desk):
    registration = desk.register()
    desk.join(desk.accepted(registration=registration))

    with bound(desk.agency.id, None):
        again = JobSeeker.objects.create(
            organisation=desk.agency,
            number="S-9",
            talent_record_id=registration.talent_record_id,
            name="北村 花",
            accepted_on=TODAY,
            valid_to=TODAY + 300 * DAY,
            state="active",
        )
    refused = code_of(
        lambda: asking.ask_introduction(
            actor=desk.advisor,
            job_order_id=desk.make_order().id,
            job_seeker_id=again.id,
            fields=["name"],
            now=NOW + 60 * DAY,
        )
    )

    assert refused in {"H6", "H7"}


def test_company_keeps_the_copy_of_a_person_hired(desk):
    desk.join(desk.accepted())

    with bound(desk.company.id, None):
        copy = SlotCandidate.objects.get()
    assert copy.outcome == "hired"
    assert copy.released["name"]


def test_changed_conditions_are_told_before_the_acceptance(desk):
    case = desk.offer(desk.sent(), changed_terms="賃金：月27万円→月26万円")

    assert (
        code_of(lambda: person.accept_offer(actor=desk.advisor, case_id=case.id, now=NOW))
        == "change_not_told"
    )
    person.note_change_told(actor=desk.hr, case_id=case.id, told_on=TODAY, now=NOW)
    accepted = person.accept_offer(actor=desk.advisor, case_id=case.id, now=NOW)

    assert accepted.state == "accepted"


def test_term_that_differs_from_the_job_has_to_be_stated(desk):
    case = desk.sent()

    assert code_of(lambda: desk.offer(case, is_indefinite=False)) == "change_not_stated"
    offered = desk.offer(case, is_indefinite=False, changed_terms="期間：無期→有期1年")
    assert offered.state == "offer"


def test_database_itself_holds_back_an_untold_change(desk):
    from django.db import IntegrityError, transaction

    from tasuki.apps.introductions.models import IntroductionCase

    case = desk.offer(desk.sent(), changed_terms="勤務地が変わる")
    with bound(desk.agency.id, None), pytest.raises(IntegrityError), transaction.atomic():
        IntroductionCase.objects.filter(id=case.id).update(state="accepted")


def test_offer_is_answered_before_the_first_day(desk):
    case = desk.sent()

    with pytest.raises(InvalidInputError):
        desk.offer(case, answer_by=TODAY + 31 * DAY)
    with pytest.raises(InvalidInputError):
        desk.offer(case, pay_yen=0)


def test_notice_of_conditions_comes_before_the_joining(desk):
    case = desk.accepted()

    assert code_of(lambda: desk.join(case, is_conditions_notice_sent=False)) == "conditions_notice"


def test_nobody_joins_in_the_future_or_before_the_introduction(desk):
    case = desk.accepted()

    for day in (TODAY + 31 * DAY, TODAY - DAY):
        with pytest.raises(InvalidInputError):
            desk.join(case, hired_on=day)


def test_agency_records_for_an_employer_outside(desk):
    case = desk.sent(order=desk.outside())
    employer.invite_person(actor=desk.advisor, case_id=case.id, now=NOW)
    desk.offer(case, actor=desk.advisor)
    person.accept_offer(actor=desk.advisor, case_id=case.id, now=NOW)
    done = desk.join(case, actor=desk.advisor)

    assert done.state == "joined"


def test_company_cannot_do_what_is_the_agencys(desk):
    case = desk.offer(desk.sent())

    with pytest.raises(NotAllowedError):
        person.accept_offer(actor=desk.hr, case_id=case.id, now=NOW)


def test_viewer_of_the_company_cannot_answer(desk):
    case = desk.sent()

    with pytest.raises(NotAllowedError):
        desk.decline(case, actor=desk.viewer)


def test_fee_follows_the_hire_in_the_name_of_the_agency(desk, monkeypatch):
    seen = []
    monkeypatch.setattr(hires, "_FOLLOWERS", {"fees": lambda **given: seen.append(given)})
    case = desk.join(desk.accepted())

    [given] = seen
    assert given["introduction_id"] == case.introduction_id
    assert given["theoretical_pay_yen"] == 4_500_000
    assert given["actor"].organisation_id == desk.agency.id


def test_refused_fee_is_told_and_the_hire_stays(desk, monkeypatch):
    def refuse(**_given):
        raise RefusedError(ja="合意がありません。", en="No agreement.", code="no_agreement")

    monkeypatch.setattr(hires, "_FOLLOWERS", {"fees": refuse})
    case = desk.join(desk.accepted())

    assert case.state == "joined"
    assert any("合意がありません" in text for text in desk.notices(desk.agency))
