"""The terms of service (D6): by mail as wished or on paper, with proof of arrival."""

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.factories import TODAY

from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages.models import Notification
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.placement import seekers, terms
from tasuki.apps.placement.models import TermsDelivery
from tasuki.apps.placement.terms import TERMS_LABELS, open_terms
from tasuki.apps.relay.models import FeeTable
from tasuki.core.access import OrganisationKind, Role


def _key(text: str) -> str:
    found = re.search(r"/terms/([\w-]+)/", text)
    assert found
    return found[1]


def test_paper_arrives_when_it_is_handed_over(desk):
    row = desk.receive()

    given = desk.hand_over(row)

    assert (given.way, given.arrival, given.arrived_on) == ("paper", "handed", TODAY)
    assert desk.read(row).state == "disclosed"


def test_statement_holds_every_matter_of_the_law(desk):
    content = desk.hand_over(desk.receive()).content

    assert set(content) == set(TERMS_LABELS)
    assert all(content.values())
    assert content["licence"] == "13-ユ-000000（2020/01/01〜2035/12/31）"
    assert content["responsible"] == "髙﨑 𠮷乃"
    assert content["range"] == "事務、製造"
    assert "手数料を一切いただきません" in content["fee"]
    assert "第2版" in content["fee"]
    assert "30％" in content["fee"]
    assert "000-0000-0000" in content["complaints"]


def test_mail_waits_for_the_person_to_say_that_it_arrived(desk):
    row = desk.receive()

    sent = desk.mail(row)

    assert (sent.way, sent.mail_wished_on, sent.arrived_on) == ("mail", TODAY, None)
    assert desk.read(row).state == "received"
    mail = desk.last_mail()
    assert (mail.to_address, mail.person_id, mail.id) == (
        "hana@example.jp",
        row.talent_record_id,
        sent.mail_id,
    )
    assert "手数料を一切いただきません" in mail.text
    with pytest.raises(RefusedError) as refused:
        desk.start(row)
    assert refused.value.code == "terms"


def test_key_of_the_mail_confirms_the_arrival_once(desk):
    row = desk.receive()
    sent = desk.mail(row)
    desk.pass_days(1)

    opened = open_terms(key=_key(desk.last_mail().text), now=desk.now)
    assert desk.read(row).state == "received"  # opening it says nothing
    terms.confirm_terms(actor=opened.actor, terms_id=opened.terms_id, now=desk.now)
    terms.confirm_terms(actor=opened.actor, terms_id=opened.terms_id, now=desk.now)

    with desk.at():
        kept = TermsDelivery.objects.get(id=sent.id)
        said = Notification.objects.filter(text__contains="明示書").count()
    assert (kept.arrival, kept.arrived_on) == ("confirmed", TODAY + timedelta(days=1))
    assert desk.read(row).state == "disclosed"
    assert said == 1


def test_nobody_confirms_for_the_person_without_the_key(desk):
    first = desk.mail(desk.receive())
    other = desk.mail(
        desk.receive(family_name="森", mail="mori@example.jp", birth_date=date(1980, 1, 1))
    )
    stranger = Actor(
        organisation_id=desk.agency.id,
        kind=OrganisationKind.AGENCY,
        role=Role.PERSON,
        case_id=first.id,
    )

    with pytest.raises(NotVisibleError):
        terms.confirm_terms(actor=stranger, terms_id=other.id, now=desk.now)


def test_new_mail_closes_the_key_of_the_former_one(desk):
    row = desk.receive()
    desk.mail(row)
    former = _key(desk.last_mail().text)

    desk.mail(row)

    assert open_terms(key=former, now=desk.now) is None
    with desk.at():
        numbers = TermsDelivery.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [1, 2]


def test_key_opens_nothing_after_sixty_days_or_when_the_search_is_over(desk):
    row = desk.receive()
    desk.mail(row)
    key = _key(desk.last_mail().text)

    assert open_terms(key=key, now=desk.now + timedelta(days=59)) is not None
    assert open_terms(key=key, now=desk.now + timedelta(days=61)) is None
    seekers.close_search(actor=desk.clerk, job_seeker_id=row.id, reason="own_wish", now=desk.now)
    assert open_terms(key=key, now=desk.now) is None


def test_member_notes_how_the_arrival_is_known(desk):
    row = desk.receive()
    sent = desk.mail(row)

    with pytest.raises(InvalidInputError) as wrong:
        terms.note_arrival(
            actor=desk.clerk, terms_id=sent.id, arrival="confirmed", arrived_on=TODAY, now=desk.now
        )
    noted = terms.note_arrival(
        actor=desk.clerk, terms_id=sent.id, arrival="told", arrived_on=TODAY, now=desk.now
    )

    assert wrong.value.field == "arrival"
    assert (noted.arrival, noted.noted_by_id) == ("told", desk.clerk.account_id)
    assert desk.read(row).state == "disclosed"


def test_arrival_lies_neither_ahead_nor_before_the_delivery(desk):
    sent = desk.mail(desk.receive())

    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(InvalidInputError):
            terms.note_arrival(
                actor=desk.clerk, terms_id=sent.id, arrival="told", arrived_on=day, now=desk.now
            )


def test_mail_needs_an_address_and_a_wish(desk):
    row = desk.receive(mail="")

    with pytest.raises(InvalidInputError):
        desk.mail(row)
    given = desk.hand_over(row)
    with desk.at(), pytest.raises(IntegrityError), transaction.atomic():
        TermsDelivery.objects.create(
            organisation=desk.agency,
            job_seeker=row,
            talent_record_id=row.talent_record_id,
            number=9,
            way="mail",
            delivered_on=given.delivered_on,
        )


def test_nothing_is_delivered_while_a_matter_is_missing(desk):
    Organisation.objects.filter(id=desk.agency.id).update(handled_range="")
    row = desk.receive()

    with pytest.raises(RefusedError) as refused:
        desk.hand_over(row)

    assert "取扱職種の範囲" in refused.value.ja
    assert desk.read(row).state == "received"


def test_what_was_delivered_stays_whatever_is_filed_later(desk):
    given = desk.hand_over(desk.receive())
    with desk.at():
        FeeTable.objects.create(
            organisation=desk.agency,
            version=3,
            filed_on=TODAY,
            rate_permille=350,
            free_slot_clause="",
        )

    with desk.at():
        kept = TermsDelivery.objects.get(id=given.id)
    assert "30％" in kept.content["fee"]
    refused = pytest.raises(DatabaseError, match="Cannot update")
    with desk.at(), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "update placement_termsdelivery set content = '{}' where id = %s", [given.id]
        )


def test_mail_in_english_speaks_english(desk):
    desk.mail(desk.receive(language="en"), language="en")

    text = desk.last_mail().text
    assert "Job seekers pay nothing at all." in text
    assert "手数料" not in text
