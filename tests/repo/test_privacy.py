"""The company never learns who registered, nor whether anybody did before the statement."""

from datetime import date, timedelta

import pytest
import time_machine
from tests.apps.relay.intake import make_relay
from tests.factories import NOW, TODAY, make_member
from tests.model_factories import make_row
from tests.repo.company_view import answers, mails_to, visible_rows

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages.models import Notification
from tasuki.apps.orgs.models import Account
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.models import Invite
from tasuki.core.access import KIND_ROLES, OrganisationKind

pytestmark = pytest.mark.django_db
KNOWN_MAIL = "known-applicant@mail.example"
MARKS = ("QZREGISTRANT", "qzregistrant", "0905550", "QZWISH")


@pytest.fixture(autouse=True)
def _standing_clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def relay():
    """A running relay; one applicant of the company was told where to register."""
    made = make_relay()
    person = make_row(TalentRecord, made.company, mail=KNOWN_MAIL)
    application = make_row(
        Application, made.company, talent_record=person, outcome="not_selected", ended_on=TODAY
    )
    make_row(
        Invite,
        made.company,
        application=application,
        book_id=made.contract.book_id,
        state="invited",
        result_notified_at=NOW,
        invited_at=NOW,
    )
    return made


@pytest.fixture
def actors(relay):
    return [make_member(relay.company, role) for role in KIND_ROLES[OrganisationKind.COMPANY]]


def register(relay, number, mail=None):
    """A person with marked data registers and is accepted and counted."""
    registration = relay.register(
        mail=mail or f"qzregistrant{number}@mail.example",
        family_name=f"QZREGISTRANT{number}",
        phone=f"090-5550-{number:04d}",
        wishes={"occupation": f"QZWISH{number}", "place": "横浜市"},
        birth_date=date(1980, 1, 1) + timedelta(days=number),
    )
    relay.accept(registration)
    relay.count(registration)
    return registration


def addresses_of(relay, actors):
    ids = [actor.account_id for actor in actors]
    mails = set(Account.objects.filter(pk__in=ids).values_list("email", flat=True))
    return mails | {relay.company.contact_mail}


def changed(before, after):
    return sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )


def test_nothing_the_company_can_read_changes_when_people_register(relay, actors):
    rows, mails = visible_rows(relay.company), mails_to(addresses_of(relay, actors), relay.agency)

    register(relay, 1, mail=KNOWN_MAIL)
    register(relay, 2)

    assert changed(rows, visible_rows(relay.company)) == []
    assert mails_to(addresses_of(relay, actors), relay.agency) == mails


def test_every_address_answers_the_same_before_and_after_a_registration(relay, actors):
    before = answers(relay.company, actors)

    register(relay, 1, mail=KNOWN_MAIL)

    assert changed(before, answers(relay.company, actors)) == []
    assert len(before) >= 20


def test_no_answer_and_no_row_names_a_registrant_even_after_ten(relay, actors):
    for number in range(10):
        register(relay, number)

    found = answers(relay.company, actors)
    seen = [name for name, text in found.items() if any(mark.encode() in text for mark in MARKS)]
    rows = [
        name
        for name, texts in visible_rows(relay.company).items()
        if any(mark in text for mark in MARKS for text in texts)
    ]

    assert (seen, rows) == ([], [])


def test_the_agency_does_see_the_marks(relay):
    register(relay, 1)

    rows = visible_rows(relay.agency)

    assert any("QZREGISTRANT1" in text for text in rows["relay_registration"])


def test_a_row_that_tells_of_a_registration_is_found(relay):
    before = visible_rows(relay.company)

    register(relay, 1)
    with bound(relay.company.pk, None):
        Notification.objects.create(
            organisation=relay.company, text="1名が登録しました", text_en="One person registered"
        )

    assert changed(before, visible_rows(relay.company)) == ["outbox_notification"]
