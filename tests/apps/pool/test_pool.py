"""The pool: only with a live consent, one answer by the person, and nothing goes on without."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.apps.pool.members import Members
from tests.factories import NOW, TODAY, make_company

from tasuki.apps.consent.actions import withdraw_consents
from tasuki.apps.consent.models import Purpose
from tasuki.apps.consent.queries import list_live_consents
from tasuki.apps.errors import (
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.pool import actions, queries
from tasuki.apps.pool.tasks import keep_all_in_step
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def members(db):
    return Members()


@pytest.fixture
def entry(members):
    return members.agree(members.applicant())


def test_yes_makes_an_entry_and_the_end_of_the_consent_ends_it(members, entry):
    assert (entry.state, entry.ends_on) == ("active", TODAY.replace(year=2027) - timedelta(days=1))

    keep_all_in_step(now=NOW + timedelta(days=366))

    assert members.entry(entry.talent_record).state == "expired"
    again = members.agree(entry.talent_record, now=NOW + timedelta(days=400))
    assert again.state == "active"


def test_renewal_moves_the_end_and_never_past_24_months(members, entry):
    later = NOW + timedelta(days=340)
    renewed = members.agree(entry.talent_record, now=later)
    last = members.agree(entry.talent_record, now=NOW + timedelta(days=600))

    assert renewed.state == last.state == "renewed"
    assert last.ends_on == TODAY.replace(year=2028) - timedelta(days=1)


def test_withdrawal_ends_the_entry_at_night(members, entry):
    withdraw_consents(
        actor=members.person(entry.talent_record),
        talent_record_id=entry.talent_record_id,
        channel="page",
        now=NOW,
    )
    keep_all_in_step(now=NOW)

    assert members.entry(entry.talent_record).state == "expired"


def test_mail_goes_to_who_agreed_to_both_and_says_how_to_stop(members, entry):
    silent = members.agree(members.applicant(2), {Purpose.POOL: True, Purpose.JOB_MAILS: False})

    sent = members.contact(entry, silent)

    assert (sent.count, sent.left_out_count) == (1, 1)
    assert members.entry(entry.talent_record).state == "re_contacted"
    assert members.entry(silent.talent_record).state == "active"
    with members.at():
        [mail] = OutboxMail.objects.filter(kind="job_mail")
    assert mail.to_address == "hanako1@example.invalid"
    assert "話を聞きたい" in mail.text
    assert mail.send_after == NOW + timedelta(minutes=10)


def test_nobody_without_consent_is_written_to_h8(members, entry):
    withdraw_consents(
        actor=members.person(entry.talent_record),
        talent_record_id=entry.talent_record_id,
        purposes=(Purpose.JOB_MAILS,),
        channel="page",
        now=NOW,
    )

    with pytest.raises(RefusedError) as refused:
        members.contact(entry)

    assert refused.value.code == "H8"
    with members.at():
        assert not OutboxMail.objects.filter(kind="job_mail").exists()


def test_stop_of_use_keeps_the_mail_back_h8(members, entry):
    with members.at():
        TalentRecord.objects.filter(pk=entry.talent_record_id).update(stopped_at=NOW)

    with pytest.raises(RefusedError) as refused:
        members.contact(entry)
    assert refused.value.code == "H8"


def test_only_a_named_human_writes_about_an_open_opening_h12(members, entry):
    opening = members.opening()
    with pytest.raises(NotAllowedError):
        actions.contact_entries(
            actor=members.task, entry_ids=[entry.pk], opening_id=opening.pk, now=NOW
        )
    draft = members.opening(is_open=False)
    with pytest.raises(RefusedError) as refused:
        members.contact(entry, opening=draft)
    assert refused.value.code == "opening_not_open"


def test_sending_is_taken_back_while_the_mails_wait(members, entry):
    sent = members.contact(entry)
    contact = members.last_contact()

    assert actions.take_back_contacts(actor=members.hr, batch_id=sent.batch_id, now=NOW) == 1

    assert members.entry(entry.talent_record).state == "active"
    with pytest.raises(NotVisibleError):
        actions.answer_contact(
            actor=members.person(entry.talent_record), contact_id=contact.pk, answer="yes", now=NOW
        )


@pytest.mark.parametrize(
    ("answer", "state"), [("yes", "interested"), ("not_now", "not_now"), ("delete_me", "delete_me")]
)
def test_person_answers_and_delete_me_ends_both_consents_at_once(members, entry, answer, state):
    members.contact(entry)
    actions.answer_contact(
        actor=members.person(entry.talent_record),
        contact_id=members.last_contact().pk,
        answer=answer,
        now=NOW,
    )

    assert members.entry(entry.talent_record).state == state
    with members.at():
        live = list_live_consents(talent_record_id=entry.talent_record_id, on=TODAY)
    assert len(live) == (0 if answer == "delete_me" else 2)


def test_nobody_answers_for_somebody_else_or_with_another_word(members, entry):
    members.contact(entry)
    contact = members.last_contact()
    other = members.person(members.applicant(2))
    with pytest.raises(NotVisibleError):
        actions.answer_contact(actor=other, contact_id=contact.pk, answer="yes", now=NOW)
    with pytest.raises(NotAllowedError):
        actions.answer_contact(actor=members.hr, contact_id=contact.pk, answer="yes", now=NOW)
    own = members.person(entry.talent_record)
    with pytest.raises(InvalidInputError):
        actions.answer_contact(actor=own, contact_id=contact.pk, answer="maybe", now=NOW)


def test_deleted_is_said_when_the_record_is_empty(members, entry):
    members.contact(entry)
    own = members.person(entry.talent_record)
    actions.answer_contact(
        actor=own, contact_id=members.last_contact().pk, answer="delete_me", now=NOW
    )
    keep_all_in_step(now=NOW)
    assert members.entry(entry.talent_record).state == "delete_me"
    with members.at():
        TalentRecord.objects.filter(pk=entry.talent_record_id).update(
            family_name="", given_name="", mail="", phone=""
        )
    keep_all_in_step(now=NOW)

    assert members.entry(entry.talent_record).state == "deleted"


def test_not_now_waits_half_a_year_and_silence_two_months(members, entry):
    members.contact(entry)
    actions.answer_contact(
        actor=members.person(entry.talent_record),
        contact_id=members.last_contact().pk,
        answer="not_now",
        now=NOW,
    )
    silent = members.agree(members.applicant(2))
    members.contact(silent, opening=members.opening())

    keep_all_in_step(now=NOW + timedelta(days=61))
    assert members.entry(silent.talent_record).state == "active"
    assert members.entry(entry.talent_record).state == "not_now"
    keep_all_in_step(now=NOW + timedelta(days=183))
    assert members.entry(entry.talent_record).state == "active"


@pytest.mark.parametrize(("is_hired", "state"), [(True, "hired"), (False, "active")])
def test_interested_person_is_selected_and_a_human_records_the_result(
    members, entry, is_hired, state
):
    with pytest.raises(RefusedError):
        actions.begin_selection(actor=members.hr, entry_id=entry.pk, now=NOW)
    members.contact(entry)
    actions.answer_contact(
        actor=members.person(entry.talent_record),
        contact_id=members.last_contact().pk,
        answer="yes",
        now=NOW,
    )
    actions.begin_selection(actor=members.hr, entry_id=entry.pk, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.end_selection(actor=members.task, entry_id=entry.pk, is_hired=False, now=NOW)

    actions.end_selection(actor=members.hr, entry_id=entry.pk, is_hired=is_hired, now=NOW)
    keep_all_in_step(now=NOW)

    assert members.entry(entry.talent_record).state == state


def test_tags_and_reasons_come_from_closed_lists(members, entry):
    for bad in (
        {"tags": ["young"]},
        {"end_reason": "age"},
        {"next_contact_on": TODAY + timedelta(days=400)},
    ):
        with pytest.raises(InvalidInputError) as error:
            actions.edit_entry(actor=members.hr, entry_id=entry.pk, now=NOW, **bad)
        assert error.value.field in bad
    kept = actions.edit_entry(
        actor=members.hr, entry_id=entry.pk, tags=["other_job"], end_reason="timing", now=NOW
    )
    assert (kept.tags, kept.end_reason) == (["other_job"], "timing")
    with members.at():
        assert list(queries.list_entries(tag="other_job", end_reason="timing", job="営業"))
        assert not list(queries.list_entries(tag="event_guest"))


def test_reasons_of_an_opening_name_facts_and_points_to_verify(members, entry):
    opening = members.opening()
    with members.at():
        found = queries.list_fits(entries=[entry], opening=opening, on=TODAY)[entry.pk]

    assert [one.ja for one in found.reasons] == ["「営業職」に応募したことがあります"]
    assert "今の希望と条件" in [one.ja for one in found.points]


def test_another_company_sees_and_writes_nothing(members, entry):
    other = Members(make_company())
    with other.at():
        assert queries.find_entry(entry_id=entry.pk) is None
    with pytest.raises(NotVisibleError):
        other.contact(entry)


def test_viewer_cannot_act(members, entry):
    viewer = replace(members.hr, role=Role.COMPANY_VIEWER)
    with pytest.raises(NotAllowedError):
        actions.edit_entry(actor=viewer, entry_id=entry.pk, now=NOW)
