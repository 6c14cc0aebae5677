"""Consents: the text as shown, the last answer decides, withdrawal holds at once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from tests.factories import NOW, TODAY, make_agency, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent import actions, queries
from tasuki.apps.consent.models import ConsentEvent, ConsentText, Purpose
from tasuki.apps.errors import NotAllowedError
from tasuki.apps.orgs.models import Licence
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.policy import person_actor
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
PLACEMENT = Purpose.PLACEMENT


@pytest.fixture
def agency():
    agency = make_agency(address="横浜市中区1-1")
    with bound(agency.id, None):
        Licence.objects.create(
            organisation=agency,
            number="14-ユ-300001",
            valid_from=TODAY,
            valid_to=date(2031, 11, 22),
        )
    return agency


@pytest.fixture
def person(agency):
    return person_actor(organisation_id=agency.id, talent_record_id=uuid4())


def give(person, answers, now=NOW, language="ja"):
    return actions.give_consents(
        actor=person,
        talent_record_id=person.talent_record_id,
        answers=answers,
        language=language,
        channel="page",
        now=now,
    )


def live(person, on=TODAY, purpose=PLACEMENT):
    with bound(person.organisation_id, None):
        return queries.find_live_consent(
            talent_record_id=person.talent_record_id, purpose=purpose, on=on
        )


def test_the_texts_stand_in_three_variants_and_are_written_once(person):
    first = actions.ensure_consent_texts(actor=person, now=NOW)
    again = actions.ensure_consent_texts(actor=person, now=NOW)

    assert [text.id for text in first] == [text.id for text in again]
    keys = {(text.purpose, text.language, text.version) for text in first}
    asked = (Purpose.PLACEMENT, Purpose.JOB_MAILS, Purpose.PROVISION)
    assert keys == {(p, language, 1) for p in asked for language in ("ja", "en", "ja-simple")}
    placement = {text.language: text.body for text in first if text.purpose == PLACEMENT}
    assert "14-ユ-300001" in placement["ja"]
    assert "いつでも取り下げる" in placement["ja"]
    assert "無料の紹介枠" in placement["ja"]
    assert "no effect on this or any later selection" in placement["en"]


def test_a_changed_address_makes_a_new_version_and_the_old_one_stays(agency, person):
    actions.ensure_consent_texts(actor=person, now=NOW)
    given = give(person, {PLACEMENT: True})[0]
    agency.address = "川崎市1-1"
    agency.save()

    actions.ensure_consent_texts(actor=person, now=NOW)

    with bound(agency.id, None):
        current = queries.find_text(purpose=PLACEMENT, language="ja")
        shown = ConsentText.objects.get(id=given.text_id)
    assert (current.version, shown.version) == (2, 1)
    assert "横浜市中区1-1" in shown.body
    assert given.text_hash == actions.hash_text(shown.body)


def test_a_yes_holds_for_twelve_months(person):
    give(person, {PLACEMENT: True})

    assert live(person, on=date(2027, 11, 22)).expires_on == date(2027, 11, 22)
    assert live(person, on=date(2027, 11, 23)) is None


def test_a_no_is_kept_and_holds_nothing(person):
    [event] = give(person, {Purpose.JOB_MAILS: False})

    assert (event.kind, event.expires_on) == ("refused", None)
    assert live(person, purpose=Purpose.JOB_MAILS) is None


def test_the_last_answer_decides(person):
    give(person, {PLACEMENT: True})
    actions.withdraw_consents(
        actor=person,
        talent_record_id=person.talent_record_id,
        channel="page",
        now=NOW + timedelta(seconds=1),
    )
    assert live(person) is None

    give(person, {PLACEMENT: True}, now=NOW + timedelta(seconds=2))

    assert live(person) is not None
    with bound(person.organisation_id, None):
        kinds = [
            event.kind for event in queries.list_consents(talent_record_id=person.talent_record_id)
        ]
    assert kinds == ["given", "withdrawn", "given"]


def test_withdrawing_what_was_never_given_writes_nothing(person):
    events = actions.withdraw_consents(
        actor=person, talent_record_id=person.talent_record_id, channel="page", now=NOW
    )

    assert events == []


def test_a_member_of_the_agency_cannot_answer_for_a_person(agency):
    owner = make_member(agency, Role.AGENCY_OWNER)

    with pytest.raises(NotAllowedError):
        actions.give_consents(
            actor=owner,
            talent_record_id=uuid4(),
            answers={PLACEMENT: True},
            language="ja",
            channel="page",
            now=NOW,
        )

    with bound(agency.id, None):
        assert ConsentEvent.objects.count() == 0


def test_merged_records_are_one_person(agency, person):
    give(person, {PLACEMENT: True})
    with bound(agency.id, None):
        root = TalentRecord.objects.create(organisation=agency, number="T-1")
        TalentRecord.objects.create(
            id=person.talent_record_id, organisation=agency, number="T-2", merged_into_id=root.id
        )
        found = queries.find_live_consent(talent_record_id=root.id, purpose=PLACEMENT, on=TODAY)

    assert found is not None


def test_an_answer_is_never_changed_in_the_database(agency, person):
    [event] = give(person, {PLACEMENT: True})

    with bound(agency.id, None), pytest.raises(ProgrammingError), transaction.atomic():
        ConsentEvent.objects.filter(id=event.id).update(kind="refused")
