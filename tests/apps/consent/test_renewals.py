"""Consents end by the clock of Tokyo: one mail before, no use after, recipients told."""

from datetime import UTC, date, datetime, timedelta
from re import findall

import pytest
from tests.apps.relay.counting_world import World
from tests.factories import NOW, make_company

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.consent import actions, queries
from tasuki.apps.consent.models import ConsentEvent, Purpose, StopNotice
from tasuki.apps.consent.renewals import run_consent_night
from tasuki.apps.errors import RefusedError
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import find_door
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.models import Release, SlotCandidate
from tasuki.apps.relay.policy import person_actor
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db
LAST_DAY = date(2027, 11, 22)  # twelve months from NOW, 2026-11-23 in Tokyo


def tokyo_midnight(day: date) -> datetime:
    """The first moment of a day in Tokyo."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=9)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def record_id(world):
    return world.register().talent_record_id


def night(world, now):
    task = Actor.for_task(organisation_id=world.agency.id, kind=OrganisationKind.AGENCY)
    return run_consent_night(actor=task, now=now).counts


def live(world, record_id, on, purpose=Purpose.PLACEMENT):
    with world.at_agency():
        return queries.find_live_consent(talent_record_id=record_id, purpose=purpose, on=on)


def renewal_mails(world):
    with world.at_agency():
        return list(OutboxMail.objects.filter(kind="consent_renewal"))


def test_the_mail_goes_out_thirty_days_before_and_not_a_minute_earlier(world, record_id):
    first = tokyo_midnight(LAST_DAY - timedelta(days=30))

    assert night(world, first - timedelta(minutes=1))["renewals_asked"] == 0
    assert night(world, first)["renewals_asked"] == 1


def test_a_person_is_asked_once_and_never_again(world, record_id):
    first = tokyo_midnight(LAST_DAY - timedelta(days=30))
    for days in range(31):
        night(world, first + timedelta(days=days))

    [mail] = renewal_mails(world)
    assert "このお尋ねは1回だけ" in mail.text
    assert "2027/11/22" in mail.subject


def test_one_mail_asks_about_all_consents_that_end_together(world, record_id):
    person = person_actor(organisation_id=world.agency.id, talent_record_id=record_id)
    actions.give_consents(
        actor=person,
        talent_record_id=record_id,
        answers={Purpose.JOB_MAILS: True},
        language="ja",
        channel="page",
        now=NOW,
    )

    night(world, tokyo_midnight(LAST_DAY - timedelta(days=30)))

    assert len(renewal_mails(world)) == 1


def test_the_key_of_the_mail_opens_this_person_alone(world, record_id):
    now = tokyo_midnight(LAST_DAY - timedelta(days=30))
    night(world, now)
    [mail] = renewal_mails(world)
    [key] = findall(r"/privacy/keep/([^/\s]+)/", mail.text)

    door = find_door(kind=Door.Kind.CONSENT, key=key, now=now)

    assert (door.organisation_id, door.subject) == (world.agency.id, record_id)


def test_the_last_day_counts_to_midnight_in_tokyo(world, record_id):
    end = tokyo_midnight(LAST_DAY + timedelta(days=1))

    assert night(world, end - timedelta(seconds=1))["ended"] == 0
    assert live(world, record_id, LAST_DAY) is not None
    assert night(world, end)["ended"] == 1
    assert live(world, record_id, LAST_DAY + timedelta(days=1)) is None


def test_the_end_is_written_once_and_starts_the_clock_of_keeping(world, record_id):
    end = tokyo_midnight(LAST_DAY + timedelta(days=1))
    night(world, end)
    night(world, end + timedelta(days=1))

    with world.at_agency():
        ended = ConsentEvent.objects.filter(kind="expired", purpose="placement")
        assert [one.happened_at for one in ended] == [end]
        assert TalentRecord.objects.get(id=record_id).stopped_at == end
        found = queries.find_use_end(
            talent_record_id=record_id, purpose="placement", on=LAST_DAY + timedelta(days=2)
        )
    assert found == LAST_DAY


def test_a_renewed_consent_does_not_end_on_the_old_day(world, record_id):
    person = person_actor(organisation_id=world.agency.id, talent_record_id=record_id)
    actions.give_consents(
        actor=person,
        talent_record_id=record_id,
        answers={Purpose.PLACEMENT: True},
        language="ja",
        channel="mail",
        now=tokyo_midnight(LAST_DAY),
    )

    assert night(world, tokyo_midnight(LAST_DAY + timedelta(days=1)))["ended"] == 0
    assert live(world, record_id, LAST_DAY + timedelta(days=1)).expires_on == date(2028, 11, 21)


@pytest.mark.parametrize(
    ("given_on", "last_day"),
    [
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 27)),
        (date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_leap_days_follow_the_civil_code(world, given_on, last_day):
    registration = world.register(now=tokyo_midnight(given_on))
    record_id = registration.talent_record_id

    assert live(world, record_id, last_day).expires_on == last_day
    assert live(world, record_id, last_day + timedelta(days=1)) is None


def presented(world):
    world.show_slots()
    world.request()
    world.present()
    with world.at_agency():
        return Release.objects.get()


def test_what_a_company_received_is_stopped_when_the_consent_ends(world):
    release = presented(world)

    night(world, tokyo_midnight(LAST_DAY + timedelta(days=1)))

    with world.at_company():
        assert SlotCandidate.objects.get().released == {}
        assert StopNotice.objects.get().reason == "expired"
    with world.at_agency():
        assert Release.objects.get().state == "withdrawn"
        kinds = list(
            ConsentEvent.objects.filter(scope_id=release.id)
            .order_by("happened_at")
            .values_list("kind", flat=True)
        )
    assert kinds == ["given", "expired"]


def test_a_person_who_stopped_the_use_gets_no_question(world, record_id):
    with world.at_agency():
        TalentRecord.objects.filter(id=record_id).update(stopped_at=NOW)

    assert night(world, tokyo_midnight(LAST_DAY - timedelta(days=30)))["renewals_asked"] == 0
    assert renewal_mails(world) == []


def pool_person():
    company = make_company()
    with bound(company.id, None):
        record = TalentRecord.objects.create(
            organisation=company, number="A-1", mail="p@example.invalid"
        )
    person = Actor(
        organisation_id=company.id,
        kind=OrganisationKind.COMPANY,
        role=Role.PERSON,
        talent_record_id=record.id,
    )
    return company, person


def keep(person, now):
    [event] = actions.give_consents(
        actor=person,
        talent_record_id=person.talent_record_id,
        answers={Purpose.POOL: True},
        language="ja",
        channel="mail",
        now=now,
    )
    return event


def test_nobody_is_asked_to_renew_what_ends_at_the_cap_of_the_pool():
    firm, person = pool_person()
    keep(person, NOW)
    keep(person, tokyo_midnight(date(2027, 11, 20)))
    keep(person, tokyo_midnight(date(2028, 6, 1)))
    task = Actor.for_task(organisation_id=firm.pk, kind=OrganisationKind.COMPANY)
    cap = date(2028, 11, 22)

    with bound(firm.pk, None):
        held = queries.find_live_consent(
            talent_record_id=person.talent_record_id, purpose=Purpose.POOL, on=cap
        )
        assert not actions.can_go_on(held, on=cap - timedelta(days=30))
    counts = run_consent_night(actor=task, now=tokyo_midnight(cap - timedelta(days=30))).counts

    assert counts["renewals_asked"] == 0
    with bound(firm.pk, None):
        assert not OutboxMail.objects.filter(kind="consent_renewal").exists()


def test_the_pool_ends_after_24_months_however_often_it_was_renewed():
    _, person = pool_person()
    first = keep(person, NOW)
    second = keep(person, tokyo_midnight(date(2027, 11, 20)))
    third = keep(person, tokyo_midnight(date(2028, 6, 1)))

    assert first.expires_on == date(2027, 11, 22)
    assert second.expires_on == date(2028, 11, 19)
    assert third.expires_on == date(2028, 11, 22)
    with pytest.raises(RefusedError) as refused:
        keep(person, tokyo_midnight(date(2028, 11, 23)))
    assert refused.value.code == "pool_cap"


def test_a_company_cannot_be_given_a_consent_for_placement():
    _, person = pool_person()

    with pytest.raises(Exception, match="Not found"):
        actions.give_consents(
            actor=person,
            talent_record_id=person.talent_record_id,
            answers={Purpose.PLACEMENT: True},
            language="ja",
            channel="page",
            now=NOW,
        )
