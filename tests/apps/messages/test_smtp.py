"""Mails over a real SMTP server: read back as they arrive, and what every answer leads to."""

from datetime import timedelta

import pytest
from tests.apps.messages.smtp_server import free_port, smtp_server
from tests.factories import NOW, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import RefusedError
from tasuki.apps.messages import actions, queries
from tasuki.apps.messages.delivery import deliver_mail
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.messages.policy import RETRY_WAITS
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    with smtp_server() as server:
        settings.MAILERS = server.mailers
        yield server


@pytest.fixture
def hr():
    return make_member(make_company(name="みなと精機", name_en="Minato Seiki"), Role.COMPANY_HR)


def queue(actor, to_address="hanako@example.invalid", **fields):
    defaults = {
        "kind": "result_notice",
        "subject": "選考結果のお知らせ 髙﨑𠮷",
        "text": "髙橋 花子 様\n\n結果をお知らせします。",
        "language": "ja",
        "now": NOW,
    }
    if fields.get("kind") == "job_mail":  # is about a person, whom a two-year ban may protect
        person = make_row(TalentRecord, Organisation.objects.get(pk=actor.organisation_id))
        defaults |= {"reference_kind": "talent_record", "reference_id": person.id}
    with bound(actor.organisation_id, None):
        return actions.queue_mail(actor=actor, to_address=to_address, **(defaults | fields))


def deliver(actor, mail, now=NOW):
    with bound(actor.organisation_id, None):
        return deliver_mail(mail_id=mail.id, now=now)


def reread(actor, mail):
    with bound(actor.organisation_id, None):
        return queries.find_mail(mail_id=mail.id)


def test_mail_arrives_as_it_was_written(box, hr):
    mail = queue(hr)

    deliver(hr, mail)

    [arrived] = box.mails
    assert arrived["Subject"] == "選考結果のお知らせ 髙﨑𠮷"
    assert arrived["To"] == "hanako@example.invalid"
    assert arrived["From"] == "みなと精機 <no-reply@example.invalid>"
    assert arrived["Message-ID"] == mail.message_id
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Content-Language"] == "ja"
    assert arrived.get_content().replace("\r\n", "\n") == mail.text


def test_english_mail_comes_from_the_english_name(box, hr):
    deliver(hr, queue(hr, language="en", subject="Your result", text="Dear Hanako"))

    assert box.mails[0]["From"] == "Minato Seiki <no-reply@example.invalid>"


def test_refused_address_bounces_is_never_written_to_again_and_is_shown(box, hr):
    first = queue(hr, "dead@example.invalid")
    delivery = deliver(hr, first)
    second = deliver(hr, queue(hr, "Dead@example.invalid"))

    assert delivery.state == OutboxMail.State.BOUNCED
    assert reread(hr, first).last_error == "550 5.1.1 no such user"
    assert second.state == OutboxMail.State.SUPPRESSED
    with bound(hr.organisation_id, None):
        [notice] = Notification.objects.all()
    assert "メールが届きませんでした" in notice.text
    assert "did not arrive" in notice.text_en
    assert notice.url == f"/company/outbox/{first.id}/"


def test_busy_server_is_asked_again_after_growing_waits_and_then_given_up(box, hr):
    mail = queue(hr, "busy@example.invalid")
    now, waits = NOW, []
    for _ in RETRY_WAITS:
        delivery = deliver(hr, mail, now)
        waits.append(delivery.again_at - now)
        now = delivery.again_at
    last = deliver(hr, mail, now)

    assert waits == list(RETRY_WAITS)
    assert waits == sorted(waits)
    assert last.state == OutboxMail.State.FAILED
    with bound(hr.organisation_id, None):
        assert [row.id for row in queries.list_mails(states=["failed"])] == [mail.id]
    assert reread(hr, mail).attempt_count == 6


def test_dead_letter_can_be_sent_again_by_hand(box, hr):
    mail = queue(hr, "picky@example.invalid")
    refused = deliver(hr, mail)

    again = actions.retry_mail(actor=hr, mail_id=mail.id, now=NOW + timedelta(hours=1))

    assert refused.state == OutboxMail.State.FAILED
    assert (again.state, again.attempt_count) == ("queued", 0)


def test_dead_notice_of_an_ended_invitation_is_not_sent_again(box, hr):
    mail = queue(hr, "picky@example.invalid", reference_kind="invite")
    deliver(hr, mail)

    with pytest.raises(RefusedError) as caught:
        actions.retry_mail(actor=hr, mail_id=mail.id, now=NOW)

    assert caught.value.code == "X6"


def test_server_that_is_away_delays_the_mail(settings, hr):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": free_port(), "timeout": 2},
        }
    }
    mail = queue(hr)

    delivery = deliver(hr, mail)

    assert delivery.state == OutboxMail.State.QUEUED
    assert delivery.again_at == NOW + RETRY_WAITS[0]
    assert reread(hr, mail).last_error


def test_mail_that_comes_back_later_is_recorded_as_bounced(box, hr):
    mail = queue(hr)
    deliver(hr, mail)

    actions.report_bounce(actor=hr, mail_id=mail.id, answer="mailbox full", now=NOW)

    assert reread(hr, mail).state == OutboxMail.State.BOUNCED
    assert deliver(hr, queue(hr)).state == OutboxMail.State.SUPPRESSED


@pytest.mark.parametrize(
    "sign", ["\x00", "\u2028Bcc: x@example.invalid", "\x0bBcc: x@example.invalid"]
)
def test_no_sign_in_a_subject_becomes_a_header(box, hr, sign):
    try:
        deliver(hr, queue(hr, subject=f"件名{sign}"))
    except actions.InvalidInputError:
        assert box.mails == []
        return

    assert box.mails[0]["Bcc"] is None


@pytest.mark.parametrize(
    "kind, header",
    [
        ("job_mail", "<https://tasuki.example.invalid/stop/k-1_x/>"),
        ("relay_guidance", "<https://tasuki.example.invalid/stop/k-1_x/>"),
        ("result_notice", None),
    ],
)
def test_mail_program_can_offer_the_stop_of_a_guidance(box, hr, kind, header):
    deliver(hr, queue(hr, kind=kind, stop_url="https://tasuki.example.invalid/stop/k-1_x/"))

    assert box.mails[0]["List-Unsubscribe"] == header


def test_guidance_without_a_stop_address_has_no_header(box, hr):
    deliver(hr, queue(hr, kind="job_mail"))

    assert box.mails[0]["List-Unsubscribe"] is None
