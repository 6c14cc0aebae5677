"""Ends without a hire: a named human, three audiences, and nobody reads another's words (H12)."""

import pytest
from tests.apps.introductions.desk import DAY
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.introductions.actions import person
from tasuki.apps.placement.models import Introduction
from tasuki.apps.relay.models import SlotCandidate
from tasuki.core.access import OrganisationKind

INNER = "製造の経験が2年足りない"


def code_of(call) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.code


def test_no_names_a_human_and_a_coded_reason(desk):
    case = desk.decline(desk.sent())

    assert (case.state, case.end_code, case.decided_by_id) == (
        "not_hired",
        "experience",
        desk.hr.account_id,
    )
    assert (case.turn, case.told_at) == ("agency", None)
    with bound(desk.agency.id, None):
        assert Introduction.objects.get().outcome == "not_hired"
    with bound(desk.company.id, None):
        copy = SlotCandidate.objects.get()
    assert (copy.outcome, copy.decided_by_id) == ("not_hired", desk.hr.account_id)


def test_task_cannot_say_no(desk):
    case = desk.sent()
    task = Actor.for_task(organisation_id=desk.company.id, kind=OrganisationKind.COMPANY)

    assert code_of(lambda: desk.decline(case, actor=task)) == "H12"


def test_no_without_a_reason_in_words_is_refused(desk):
    case = desk.sent()

    assert code_of(lambda: desk.decline(case, note="  ")) == "H12"
    with pytest.raises(InvalidInputError):
        desk.decline(case, reason="taste")


def test_what_selection_must_not_know_is_no_reason(desk):
    case = desk.sent()

    assert code_of(lambda: desk.decline(case, note="本籍地が遠い")) == "H5"


def test_words_of_the_company_stay_with_the_company(desk):
    case = desk.decline(desk.sent(), note=INNER, person_text="経験を重視しました。")

    theirs = desk.lines(case, desk.company)[-1]
    ours = desk.lines(case, desk.agency)[-1]
    assert (theirs.note, theirs.person_text) == (INNER, "")
    assert (ours.note, ours.person_text) == ("", "経験を重視しました。")


def test_text_for_the_person_cannot_repeat_the_internal_words(desk):
    case = desk.sent()

    assert code_of(lambda: desk.decline(case, note=INNER, person_text=f"貴方は{INNER}。")) == (
        "internal_words"
    )


def test_person_reads_the_text_of_the_agency_once(desk):
    case = desk.decline(desk.sent())
    told = person.tell_person(
        actor=desk.advisor, case_id=case.id, text="今回は見送りとなりました。", now=NOW
    )

    [mail] = desk.mails("introduction_result")
    assert "今回は見送りとなりました。" in mail.text
    assert INNER not in mail.text
    assert (told.turn, told.told_at) == ("nobody", NOW)
    assert (
        code_of(
            lambda: person.tell_person(actor=desk.advisor, case_id=case.id, text="再送", now=NOW)
        )
        == "state"
    )


def test_agency_that_recorded_the_no_does_not_send_its_own_note(desk):
    case = desk.decline(desk.sent(order=desk.outside()), actor=desk.advisor, note=INNER)

    assert (
        code_of(
            lambda: person.tell_person(
                actor=desk.advisor, case_id=case.id, text=f"理由：{INNER}", now=NOW
            )
        )
        == "internal_words"
    )


def test_company_learns_that_the_person_withdrew_and_not_why(desk):
    case = desk.sent()
    person.withdraw_person(
        actor=desk.advisor, case_id=case.id, reason="other_job", note="他社の条件がよい", now=NOW
    )

    theirs = desk.lines(case, desk.company)[-1]
    ours = desk.lines(case, desk.agency)[-1]
    assert (theirs.kind, theirs.reason, theirs.note) == ("withdraw", "", "")
    assert (ours.reason, ours.note) == ("other_job", "他社の条件がよい")
    with bound(desk.agency.id, None):
        assert Introduction.objects.get().outcome == "withdrew"


def test_accepted_offer_is_not_declined_any_more(desk):
    case = desk.accepted()

    assert code_of(lambda: desk.decline(case)) == "state"


def test_end_cancels_the_interviews_ahead(desk):
    case = desk.invited()
    interview = desk.plan(case)
    desk.decline(case)

    assert desk.interview(interview).state == "cancelled"
    assert "METHOD:CANCEL" in desk.mails("interview")[-1].calendar


def test_database_itself_asks_for_the_human(desk):
    from django.db import IntegrityError, transaction

    from tasuki.apps.introductions.models import IntroductionCase

    case = desk.sent()
    with bound(desk.agency.id, None), pytest.raises(IntegrityError), transaction.atomic():
        IntroductionCase.objects.filter(id=case.id).update(state="not_hired", ended_at=NOW + DAY)
