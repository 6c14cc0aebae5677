"""The company's side of the database is the same whether anybody registers or not."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from tests.apps.relay.counting_world import World
from tests.apps.relay.intake import make_relay
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages.actions import report_bounce
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.relay import actions
from tasuki.apps.relay.models import Release, SlotCandidate
from tasuki.apps.relay.policy import person_actor

pytestmark = pytest.mark.django_db


def everything_seen_by(organisation):
    """Every row of every table that the organisation sees, as text, by table."""
    with bound(organisation.id, None), connection.cursor() as cursor:
        seen = {}
        for model in apps.get_models():
            fields = {field.name for field in model._meta.get_fields()}
            if "organisation" not in fields:
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"select t::text from {table} t order by 1")
            seen[model._meta.label] = cursor.fetchall()
    return seen


def test_nothing_that_the_company_sees_changes_from_the_first_page_view_to_the_count():
    relay = make_relay()
    before = everything_seen_by(relay.company)

    relay.start()
    first, second, third = (relay.register() for _ in range(3))
    relay.count(relay.accept(first))
    actions.refuse_registration(
        actor=relay.clerk,
        registration_id=second.id,
        expected_version=relay.reload(second).row_version,
        code="N1",
        now=NOW,
    )
    actions.withdraw_registration(actor=relay.person_of(third), registration_id=third.id, now=NOW)
    actions.abandon_idle(actor=relay.advisor, now=NOW + timedelta(days=8))

    assert len(before) > 20
    assert before["relay.RelayContract"] != []
    assert everything_seen_by(relay.company) == before


def test_a_bounced_confirmation_leaves_an_unfinished_registration_that_earns_nothing():
    relay = make_relay()
    address = relay.start()
    [mail] = relay.mails(address)
    with bound(relay.agency.id, None):
        OutboxMail.objects.filter(id=mail.id).update(state=OutboxMail.State.SENT, sent_at=NOW)

    report_bounce(actor=relay.advisor, mail_id=mail.id, answer="550 no such user", now=NOW)
    abandoned = actions.abandon_idle(actor=relay.advisor, now=NOW + timedelta(days=8))

    [registration] = relay.registrations()
    assert (abandoned, registration.state, registration.mail) == (1, "abandoned", "")
    kept = relay.row(OutboxMail, mail.id)
    assert (kept.state, kept.to_address, kept.text) == ("bounced", "", "")


def test_a_withdrawal_empties_the_copy_of_a_company_that_was_presented_the_person():
    world = World()
    world.show_slots()
    world.request()
    world.present()
    with world.at_agency():
        release = Release.objects.get()
    person = person_of(world, release)

    actions.withdraw_registration(actor=person, registration_id=release.registration_id, now=NOW)

    with world.at_agency():
        assert Release.objects.get().state == "withdrawn"
    with world.at_company():
        copy = SlotCandidate.objects.get()
    assert (copy.released, copy.withdrawn_at) == ({}, NOW)
    assert world.slot().state == "requested"


def person_of(world, release):
    """The person whom the release is about."""
    return person_actor(
        organisation_id=world.agency.id,
        registration_id=release.registration_id,
        talent_record_id=release.talent_record_id,
    )
