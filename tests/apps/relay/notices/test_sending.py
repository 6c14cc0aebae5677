"""Notices on their way: channels, delays, bounces, stops, the result page, expiry."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from tests.apps.messages.smtp_server import smtp_server
from tests.apps.relay.notices.notice_world import BODY_EN, LATER, NoticeWorld
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ConflictError, InvalidInputError, RefusedError
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people import actions as people
from tasuki.apps.relay import notice_tasks
from tasuki.apps.relay.actions import notice_doors, notice_sending, notices
from tasuki.apps.relay.models import Invite
from tasuki.apps.relay.notice_texts import default_line
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.access import OrganisationKind

pytestmark = pytest.mark.django_db


def key_in(text, path):
    return re.search(rf"/{path}/([\w-]+)/", text)[1]


def test_line_goes_out_where_the_purpose_notice_covers_it(world):
    world.cover()
    application = world.applicant()
    world.prepare()

    result = world.send(world.template())
    world.deliver()

    assert result.by_channel == {"result_line": 1}
    [mail] = django_mail.outbox
    result_at = mail.body.index("採用を見送らせて")
    line_at = mail.body.index("職業紹介事業者 あおば人材（許可番号 13-ユ-000000）")
    assert result_at < line_at
    assert "/r/MINATO-A1B2/" in mail.body
    assert "/stop/" in mail.body
    assert mail.body.endswith("このメールは送信専用です。返信いただいてもお答えできません。\n")
    invite = world.invite_of(application)
    assert (invite.state, invite.invited_at, invite.purpose_notice_version) == (
        "invited",
        LATER,
        1,
    )
    assert invite.expires_on == TODAY + timedelta(days=30)


def test_applicant_from_before_the_purpose_notice_is_guided_on_the_page(world):
    world.cover(shown_from=TODAY - timedelta(days=5))
    application = world.applicant(applied_on=TODAY - timedelta(days=6))
    world.prepare()

    result = world.send(world.template())
    world.deliver()

    assert result.by_channel == {"result_page": 1}
    [mail] = django_mail.outbox
    assert "MINATO-A1B2" not in mail.body
    assert "あおば人材" not in mail.body
    assert world.invite_of(application).state == "result_notified"


def test_result_page_shows_result_and_line_and_counts_its_first_opening_only(world):
    application = world.applicant()
    world.prepare()
    world.send(world.template())
    world.deliver()
    key = key_in(django_mail.outbox[0].body, "result")

    first = notice_doors.open_result(key=key, now=LATER)
    again = notice_doors.open_result(key=key, now=LATER + timedelta(days=1))

    assert first == again
    assert first.company_name == "みなと精機"
    assert "採用を見送らせて" in first.text
    assert "/r/MINATO-A1B2/" in first.line
    assert world.invite_of(application).invited_at == LATER


def test_unknown_key_opens_nothing(world):
    assert notice_doors.open_result(key="x" * 32, now=NOW) is None
    assert notice_doors.stop_notices(key="x" * 32, now=NOW) is None
    assert notice_doors.find_stop_door(key="", now=NOW) is None


@pytest.mark.parametrize("path", ["stop", "result"])
def test_stop_ends_the_guidance_and_not_the_result(world, path):
    if path == "stop":
        world.cover()
    application = world.applicant(mail="hanako@example.invalid")
    world.prepare()
    template = world.template()
    world.send(template)
    world.deliver()
    key = key_in(django_mail.outbox[0].body, path)

    door = notice_doors.find_stop_door(key=key, now=LATER)
    untouched = world.invite_of(application).state
    notice_doors.stop_notices(key=key, now=LATER)
    notice_doors.stop_notices(key=key, now=LATER)
    second = world.applicant(mail="hanako@example.invalid", job_title="架空の経理職")
    world.prepare()
    world.send(template)
    world.deliver()

    assert door.company_name == "みなと精機"
    assert untouched == ("invited" if path == "stop" else "result_notified")
    assert len(django_mail.outbox) == 2
    assert "架空の経理職" in django_mail.outbox[1].body
    assert "あおば人材" not in django_mail.outbox[1].body
    assert (world.invite_of(second).state, world.invite_of(second).skip_code) == (
        "not_invited",
        "X1",
    )
    assert world.invite_of(second).result_notified_at == LATER


def test_page_shows_no_guidance_after_the_stop(world):
    world.applicant()
    world.prepare()
    world.send(world.template())
    world.deliver()
    key = key_in(django_mail.outbox[0].body, "result")

    notice_doors.stop_notices(key=key, now=LATER)
    page = notice_doors.open_result(key=key, now=LATER)

    assert (page.line, page.guidance) == ("", None)
    assert "採用を見送らせて" in page.text


def test_bulk_waits_ten_minutes_and_can_be_stopped_and_sent_again(world):
    world.applicant()
    world.prepare()
    template = world.template()
    result = world.send(template)

    early = world.deliver(now=NOW + timedelta(minutes=9))
    stopped = notice_sending.stop_sending(actor=world.hr, batch_id=result.batch_id, now=NOW)
    world.deliver()
    after_stop = list(django_mail.outbox)
    world.send(template)
    world.deliver()

    assert result.send_after == NOW + timedelta(minutes=10)
    assert early[0].again_at == NOW + timedelta(minutes=10)
    assert stopped == 1
    assert after_stop == []
    assert len(django_mail.outbox) == 1
    with pytest.raises(ConflictError):
        notice_sending.stop_sending(actor=world.hr, batch_id=result.batch_id, now=LATER)


def test_scheduled_sending_leaves_at_its_time(world):
    world.applicant()
    world.prepare()
    at = NOW + timedelta(days=1)

    result = world.send(world.template(), send_at=at)

    assert result.send_after == at
    with pytest.raises(InvalidInputError) as caught:
        world.send(world.template(), send_at=NOW - timedelta(minutes=1))
    assert caught.value.field in {"send_at", "invites"}


def test_nobody_is_sent_twice_while_a_mail_waits(world):
    world.applicant()
    world.prepare()
    template = world.template()
    world.send(template)

    with pytest.raises(InvalidInputError) as caught:
        world.send(template)

    assert caught.value.field == "invites"


def test_line_that_lacks_an_element_is_not_sent(world):
    world.applicant()
    world.prepare()

    with pytest.raises(RefusedError) as caught:
        world.send(world.template(relay_line="登録は任意・無料です。"))

    assert caught.value.code == "elements"
    assert "許可番号" in caught.value.ja


def test_template_without_a_line_leaves_nobody_out_while_a_contract_runs(world):
    world.applicant()
    world.prepare()

    with pytest.raises(RefusedError) as caught:
        world.send(world.template(relay_line=""))

    assert caught.value.code == "elements"


def test_empty_field_stops_the_whole_sending(world):
    world.applicant()
    world.applicant("山田", "太郎", job_title=" ")
    world.prepare()

    with pytest.raises(RefusedError) as caught:
        world.send(world.template())

    assert caught.value.code == "empty_field"
    assert "山田 太郎" in caught.value.ja
    assert "{job}" in caught.value.en
    with world.at_company():
        assert not OutboxMail.objects.exists()


def test_without_a_contract_the_result_goes_alone():
    world = NoticeWorld()
    application = world.applicant()
    world.prepare()

    world.send(world.template(relay_line=""))
    world.deliver()

    assert "/result/" in django_mail.outbox[0].body
    assert world.invite_of(application).state == "result_notified"


def test_contract_without_a_live_code_says_so():
    world = NoticeWorld()
    world.run_contract(has_code=False)
    world.applicant()
    world.prepare()

    with pytest.raises(InvalidInputError) as caught:
        world.send(world.template())

    assert "あおば人材" in caught.value.ja


def test_english_speaker_gets_the_english_version(world):
    world.cover()
    world.applicant("da Silva", "Maria", language="en")
    world.applicant("架空", "花子")
    world.prepare()
    template = world.template()
    world.template(
        language="en", subject="Your application", body=BODY_EN, relay_line=default_line("en")
    )

    world.send(template)
    world.deliver()

    subjects = sorted(mail.subject for mail in django_mail.outbox)
    assert subjects == ["Your application", "選考結果のお知らせ"]
    english = next(mail for mail in django_mail.outbox if mail.subject == "Your application")
    assert "Dear Maria da Silva" in english.body
    assert "placement agency あおば人材" in english.body
    assert "Sent by:" in english.body


@pytest.mark.parametrize(
    ("address", "code"), [("dead@example.invalid", "X2"), ("picky@example.invalid", "X6")]
)
def test_bounce_and_lasting_failure_end_the_invitation(world, settings, address, code):
    application = world.applicant(mail=address)
    world.prepare()
    world.send(world.template())

    with smtp_server() as box:
        settings.MAILERS = box.mailers
        world.deliver()

    invite = world.invite_of(application)
    assert (invite.state, invite.skip_code) == ("not_invited", code)


def test_change_to_hired_stops_the_waiting_mail(world):
    application = world.applicant()
    world.prepare()
    world.send(world.template())

    notices.change_to_hired(
        actor=world.hr, application_id=application.id, reason="欠員のため", now=NOW
    )
    world.deliver()

    assert django_mail.outbox == []
    assert world.invite_of(application).state == "cancelled"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("hired", "cancelled"), ("running", "draft"), ("withdrew", "not_invited")],
)
def test_result_that_changed_meanwhile_is_not_told(world, outcome, state):
    application = world.applicant()
    world.prepare()
    world.send(world.template())
    people.decide_result(
        actor=world.hr, application_id=application.id, outcome=outcome, reason="訂正", now=NOW
    )

    world.deliver()

    assert django_mail.outbox == []
    assert world.invite_of(application).state == state


def test_invitation_ends_the_day_after_its_last_day(world):
    world.cover()
    application = world.applicant()
    world.prepare()
    world.send(world.template())
    world.deliver()
    last = LATER + timedelta(days=30)

    on_last_day = notices.expire_invites(actor=world.hr, now=last)
    day_after = notices.expire_invites(actor=world.hr, now=last + timedelta(days=1))

    assert (on_last_day, day_after) == (0, 1)
    assert world.invite_of(application).state == "expired"


def test_send_log_counts_mails_by_state(world):
    world.applicant()
    world.applicant("山田", "太郎")
    world.prepare()
    result = world.send(world.template())
    with world.at_company():
        [before] = queries.list_sendings()
    world.deliver()
    with world.at_company():
        [after] = queries.list_sendings()

    assert (before.batch_id, before.counts, before.is_stoppable) == (
        result.batch_id,
        {"queued": 2},
        True,
    )
    assert (after.counts, after.is_stoppable) == ({"sent": 2}, False)


def test_no_program_starts_a_sending(world):
    world.applicant()
    world.prepare()
    template = world.template()
    task = Actor.for_task(organisation_id=world.company.id, kind=OrganisationKind.COMPANY)

    with pytest.raises(RefusedError) as caught:
        notice_sending.send_notices(actor=task, template_id=template.id, now=NOW)

    assert caught.value.code == "H12"


def test_forgotten_notice_is_found_again(world):
    world.applicant()
    world.prepare()
    world.send(world.template())

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        found = notice_tasks.sweep_notices.call()

    assert found == 1


def test_task_sends_and_takes_the_next_step(world):
    application = world.applicant()
    world.prepare()
    world.send(world.template())
    with bound(world.company.id, None):
        mail_id = str(OutboxMail.objects.get().id)

    with time_machine.travel(LATER, tick=False):
        notice_tasks.send_notice.call(organisation_id=world.company.id, mail_id=mail_id)
        notice_tasks.send_notice.call(organisation_id=world.company.id, mail_id=mail_id)

    assert len(django_mail.outbox) == 1
    assert world.invite_of(application).state == "result_notified"


def test_nobody_is_guided_while_somebody_was_left_out_by_merit(world):
    world.cover()
    world.applicant()
    weak = world.applicant("山田", "太郎")
    world.prepare()
    template = world.template()
    with world.at_company():
        left_out = Invite.objects.filter(application=weak)
        left_out.update(state="not_invited", skip_code="A1")

        with pytest.raises(RefusedError) as refused:
            world.send(template)
        assert refused.value.code == "H3"
        assert "評価で案内する相手" in refused.value.ja

        left_out.update(skip_code="X1")
    assert world.send(template).count == 1


@pytest.mark.parametrize("element", ["任意・無料", "今回や今後の選考に影響しません"])
def test_variant_of_the_line_that_makes_registering_a_condition_guides_nobody(world, element):
    world.cover()
    world.applicant(language="en")
    world.prepare()
    template = world.template()
    line = default_line("ja")
    assert element in line
    world.template(language="en", body=BODY_EN, relay_line=line.replace(element, ""))

    with pytest.raises(RefusedError) as refused:
        world.send(template)

    assert refused.value.code == "H3"
    assert "条件にする" in refused.value.ja
