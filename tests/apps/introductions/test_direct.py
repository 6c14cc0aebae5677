"""Who came directly agrees on the page of the mailed terms; without that nobody is asked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.apps.introductions.desk import FIELDS, Desk
from tests.apps.placement.desk import PERSON
from tests.factories import NOW, TODAY, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent.models import ConsentEvent
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.introductions.actions import asking, direct
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.placement import receiving, seekers, terms
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(desk):
    Organisation.objects.filter(pk=desk.agency.pk).update(
        handled_range="事務", complaint_contact="000-0000-0000"
    )
    return make_member(desk.agency, Role.AGENCY_OWNER)


def receive(owner):
    """Somebody who came by phone, with the terms mailed; returns the row and the key."""
    row = receiving.receive_job_seeker(
        actor=owner, values=receiving.SeekerValues(**PERSON), now=NOW
    )
    sent = terms.mail_terms(actor=owner, job_seeker_id=row.id, wished_on=TODAY, now=NOW)
    with bound(owner.organisation_id, None):
        text = OutboxMail.objects.get(reference_id=sent.id).text
    key = re.search(r"/terms/([\w-]+)/", text)[1]
    opened = terms.open_terms(key=key, now=NOW)
    terms.confirm_terms(actor=opened.actor, terms_id=opened.terms_id, now=NOW)
    seekers.start_search(actor=owner, job_seeker_id=row.id, now=NOW)
    return row, key, opened


def ask(desk: Desk, row):
    return asking.ask_introduction(
        actor=desk.advisor,
        job_order_id=desk.order.id,
        job_seeker_id=row.id,
        fields=FIELDS,
        now=NOW,
    )


def test_nobody_is_asked_before_the_own_consent(desk, owner):
    row, _key, opened = receive(owner)
    with pytest.raises(RefusedError) as caught:
        ask(desk, row)

    event = direct.agree_to_placement(actor=opened.actor, terms_id=opened.terms_id, now=NOW)

    assert caught.value.code == "H2"
    assert (event.kind, event.purpose, event.channel) == ("given", "placement", "page")
    assert ask(desk, row).state == "asked"


def test_only_the_key_of_the_terms_agrees_and_only_while_the_search_is_open(desk, owner):
    row, _key, opened = receive(owner)
    other, _key, others = receive_another(owner)

    for actor in (owner, others.actor):
        with pytest.raises(NotVisibleError):
            direct.agree_to_placement(actor=actor, terms_id=opened.terms_id, now=NOW)
    seekers.close_search(actor=owner, job_seeker_id=row.id, reason="own_wish", now=NOW)
    with pytest.raises(NotVisibleError):
        direct.agree_to_placement(actor=opened.actor, terms_id=opened.terms_id, now=NOW)

    with bound(owner.organisation_id, None):
        assert not ConsentEvent.objects.filter(talent_record_id=row.talent_record_id).exists()
    assert other.id != row.id


def receive_another(owner):
    values = PERSON | {"family_name": "東山", "mail": "east@example.jp", "phone": "090-0000-1111"}
    row = receiving.receive_job_seeker(
        actor=owner, values=receiving.SeekerValues(**values), now=NOW
    )
    sent = terms.mail_terms(actor=owner, job_seeker_id=row.id, wished_on=TODAY, now=NOW)
    with bound(owner.organisation_id, None):
        text = OutboxMail.objects.get(reference_id=sent.id).text
    key = re.search(r"/terms/([\w-]+)/", text)[1]
    return row, key, terms.open_terms(key=key, now=NOW)


def test_page_asks_for_the_consent_with_its_full_text_and_keeps_it(desk, owner, time_machine):
    time_machine.move_to(NOW + timedelta(minutes=5), tick=False)
    row, key, _opened = receive(owner)
    visitor = Client()
    before = visitor.get(f"/terms/{key}/").content.decode()
    shown = re.search(r'name="shown" value="([^"]+)"', before)[1]

    answer = visitor.post(f"/terms/{key}/", {"act": "agree", "shown": shown}, follow=True)

    after = answer.content.decode()
    assert "同意する" in before
    assert "あおば人材" in before
    assert 'name="act"' not in after
    with bound(owner.organisation_id, None):
        [event] = ConsentEvent.objects.filter(talent_record_id=row.talent_record_id)
    assert event.kind == "given"
