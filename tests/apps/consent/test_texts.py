"""Consent texts: no version without its parts, none ever changed, a new one may ask anew."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.factories import NOW, TODAY, make_agency, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent import actions, drafts, queries
from tasuki.apps.consent.models import ConsentDraft, ConsentText, Purpose
from tasuki.apps.consent.parts import LANGUAGES, STANDARD_ITEMS, check_parts, needed_parts
from tasuki.apps.consent.shown import open_shown, seal_shown
from tasuki.apps.consent.standard import standard_parts
from tasuki.apps.errors import (
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.orgs.models import Licence
from tasuki.apps.relay.policy import person_actor
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
PLACEMENT = Purpose.PLACEMENT
ITEMS = list(STANDARD_ITEMS[PLACEMENT])


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
def owner(agency):
    return make_member(agency, Role.AGENCY_OWNER)


@pytest.fixture
def person(agency):
    return person_actor(organisation_id=agency.id, talent_record_id=uuid4())


def draft(owner, language="ja", *, used=ITEMS, purpose=PLACEMENT, **changed):
    return drafts.save_draft(
        actor=owner,
        purpose=purpose,
        language=language,
        parts=standard_parts(purpose, language) | changed,
        items=used,
        now=NOW,
    )


def publish(owner, *, valid_from=TODAY, now=NOW, **more):
    return drafts.publish_texts(
        actor=owner, purpose=PLACEMENT, valid_from=valid_from, now=now, **more
    )


def give(person, *, now=NOW, language="ja", shown=None):
    [event] = actions.give_consents(
        actor=person,
        talent_record_id=person.talent_record_id,
        answers={PLACEMENT: True},
        language=language,
        channel="page",
        shown=shown,
        now=now,
    )
    return event


def in_force(agency, language="ja", on=TODAY):
    with bound(agency.id, None):
        return queries.find_text(purpose=PLACEMENT, language=language, on=on)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_standard_text_passes_the_check_that_drafts_must_pass(purpose, language):
    items = list(STANDARD_ITEMS[purpose])

    check_parts(purpose, language, standard_parts(purpose, language), items=items)


@pytest.mark.parametrize("part", needed_parts(PLACEMENT))
def test_no_part_that_the_law_asks_for_can_be_left_out(owner, part):
    with pytest.raises(InvalidInputError) as refused:
        draft(owner, **{part: " "})

    assert refused.value.field == part


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("who", "{name}が情報を使うことに同意します。"),
        ("items", "集める項目：いろいろ"),
        ("period", "期間：ずっと"),
        ("contact", "お問い合わせは窓口へ"),
        ("no_fee", "手数料は後でお知らせします。"),
        ("no_effect", "選考に使うことがあります。"),
        ("withdrawal", "ご連絡ください。"),
        ("what", "目的：{everything}"),
    ],
)
def test_a_part_without_its_hole_or_its_words_is_refused(owner, part, text):
    with pytest.raises(InvalidInputError) as refused:
        draft(owner, **{part: text})

    assert refused.value.field == part


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("・目的：登録した方にギフトを差し上げます。", "H4"),
        ("・目的：登録すると次の選考で有利になります。", "H3"),
        ("・目的：今すぐ登録してください。", "H3"),
    ],
)
def test_gifts_and_pressure_are_refused_in_a_draft(owner, text, rule):
    with pytest.raises(RefusedError) as refused:
        draft(owner, what=text)

    assert refused.value.code == rule


def test_only_an_owner_writes_texts(agency):
    with pytest.raises(NotAllowedError):
        draft(make_member(agency, Role.AGENCY_CLERK))


def test_a_company_has_no_text_for_placement():
    company = make_company()

    with pytest.raises(NotVisibleError):
        draft(make_member(company, Role.COMPANY_OWNER))


def test_nobody_is_shown_a_draft(agency, owner, person):
    draft(owner, what="・目的：新しい目的です。")

    event = give(person)

    assert "新しい目的です" not in event.words_shown
    with bound(owner.organisation_id, None):
        shown = drafts.preview_draft(actor=owner, purpose=PLACEMENT, language="ja", now=NOW)
    assert "新しい目的です" in shown.body
    assert "横浜市中区1-1" in shown.body


def test_publishing_makes_the_next_version_and_ends_the_draft(agency, owner, person):
    give(person)
    draft(owner, what="・目的：新しい目的です。")

    [text] = publish(owner)

    assert (text.version, text.is_standard, text.published_at) == (2, False, NOW)
    assert in_force(agency).id == text.id
    with bound(agency.id, None):
        assert ConsentDraft.objects.count() == 0


def test_a_text_for_tomorrow_is_not_shown_today(agency, owner, person):
    give(person)
    draft(owner, what="・目的：あすからの目的です。")
    [text] = publish(owner, valid_from=TODAY + timedelta(days=1))

    assert in_force(agency).version == 1
    assert in_force(agency, on=TODAY + timedelta(days=1)).id == text.id


def test_a_text_cannot_begin_in_the_past(owner):
    draft(owner)

    with pytest.raises(InvalidInputError) as refused:
        publish(owner, valid_from=TODAY - timedelta(days=1))

    assert refused.value.field == "valid_from"


def test_own_words_stay_when_the_address_changes(agency, owner, person):
    draft(owner, what="・目的：私たちの言葉です。")
    publish(owner)
    agency.address = "川崎市1-1"
    agency.save()

    event = give(person)

    assert "私たちの言葉です" in event.words_shown
    assert "川崎市1-1" in event.words_shown


def test_a_published_text_is_never_changed_in_the_database(agency, owner):
    draft(owner)
    [text] = publish(owner)

    with bound(agency.id, owner.account_id), pytest.raises(ProgrammingError), transaction.atomic():
        ConsentText.objects.filter(id=text.id).update(body="別の文面")


def test_a_change_that_asks_anew_is_written_in_all_languages(owner):
    draft(owner)

    with pytest.raises(RefusedError) as refused:
        publish(owner, needs_new_consent=True)

    assert refused.value.code == "languages_missing"


def add_items(owner, *, old_stops_on=None, now=NOW):
    for language in LANGUAGES:
        draft(owner, language, used=[*ITEMS, "address", "history"])
    return publish(owner, needs_new_consent=True, old_stops_on=old_stops_on, now=now)


def test_the_old_consent_covers_only_what_it_named(agency, owner, person):
    event = give(person, now=NOW - timedelta(days=3))
    add_items(owner)
    record_id = person.talent_record_id

    with bound(agency.id, None):
        assert queries.find_new_demand(event=event, on=TODAY).version == 2
        queries.check_use(
            talent_record_id=record_id, purpose=PLACEMENT, items=["name", "mail"], on=TODAY
        )
        with pytest.raises(RefusedError) as refused:
            queries.check_use(
                talent_record_id=record_id, purpose=PLACEMENT, items=["address"], on=TODAY
            )

    assert refused.value.code == "H2"
    assert "address" in refused.value.en


def test_the_new_answer_covers_the_new_items(agency, owner, person):
    give(person, now=NOW - timedelta(days=3))
    add_items(owner)

    event = give(person, now=NOW + timedelta(hours=1))

    with bound(agency.id, None):
        queries.check_use(
            talent_record_id=person.talent_record_id,
            purpose=PLACEMENT,
            items=["address"],
            on=TODAY,
        )
        assert queries.find_new_demand(event=event, on=TODAY) is None


def test_old_consents_stop_on_the_day_that_was_set(agency, owner, person):
    give(person, now=NOW - timedelta(days=3))
    add_items(owner, old_stops_on=TODAY + timedelta(days=14))

    def live(on):
        with bound(agency.id, None):
            return queries.find_live_consent(
                talent_record_id=person.talent_record_id, purpose=PLACEMENT, on=on
            )

    assert live(TODAY + timedelta(days=13)) is not None
    assert live(TODAY + timedelta(days=14)) is None


def test_the_answer_names_the_version_that_stood_on_the_page(agency, owner, person):
    texts = actions.ensure_consent_texts(actor=person, now=NOW)
    sealed = seal_shown(texts, now=NOW)
    draft(owner, what="・目的：少し言い換えました。")
    publish(owner, now=NOW + timedelta(minutes=1))

    later = NOW + timedelta(minutes=2)
    event = give(person, now=later, shown=open_shown(sealed, now=later))

    assert (event.text.version, event.shown_at) == (1, NOW)
    assert event.text_hash == actions.hash_text(event.words_shown)


def test_a_page_older_than_a_text_that_asks_anew_must_be_read_again(agency, owner, person):
    sealed = seal_shown(actions.ensure_consent_texts(actor=person, now=NOW), now=NOW)
    add_items(owner, now=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)

    with pytest.raises(RefusedError) as refused:
        give(person, now=later, shown=open_shown(sealed, now=later))

    assert refused.value.code == "text_changed"


@pytest.mark.parametrize("sealed", ["", "x", "eyJ9:1:2"])
def test_a_forged_field_of_the_page_says_nothing(sealed):
    assert open_shown(sealed, now=NOW) is None


def test_easy_japanese_is_a_text_of_its_own(person):
    event = give(person, language="ja-simple")

    assert event.text.language == "ja-simple"
    assert "お金は いりません" in event.words_shown


def test_a_consent_with_the_wrong_hash_does_not_enter_the_database(agency, person):
    [text, *_] = actions.ensure_consent_texts(actor=person, now=NOW)

    with bound(agency.id, None), pytest.raises(Exception, match="H2"), transaction.atomic():
        insert_event(agency, text, person.talent_record_id, "0" * 64)


def test_a_member_cannot_write_a_consent_even_by_raw_sql(agency, owner, person):
    [text, *_] = actions.ensure_consent_texts(actor=person, now=NOW)

    with (
        bound(agency.id, owner.account_id),
        pytest.raises(ProgrammingError, match="the person alone"),
        transaction.atomic(),
    ):
        insert_event(agency, text, person.talent_record_id, actions.hash_text(text.body))


def insert_event(agency, text, record_id, text_hash):
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into consent_consentevent (id, organisation_id, talent_record_id, kind,"
            " purpose, text_id, text_hash, shown_text, channel, items, recipient_name,"
            " happened_at) values (%s, %s, %s, 'given', %s, %s, %s, '', 'page', '[]', '', %s)",
            [uuid4(), agency.id, record_id, text.purpose, text.id, text_hash, NOW],
        )
