"""The mail of its own: who wants it, when it leaves, what ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from tests.apps.relay.notices.notice_world import LATER
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent.events import hash_text
from tasuki.apps.consent.models import ConsentEvent, ConsentText
from tasuki.apps.errors import RefusedError
from tasuki.apps.relay import notice_tasks
from tasuki.apps.relay.models import NoticeTemplate
from tasuki.apps.relay.queries import notices as queries
from tasuki.apps.relay.queries.notice_guards import check_guidance, is_anybody_left_out_by_merit

pytestmark = pytest.mark.django_db


def opt_in(world, application, expires_on=None):
    with bound(world.company.id, None):  # nobody who works here can say yes for a person
        text = ConsentText.objects.create(
            organisation=world.company,
            purpose="job_mails",
            language="ja",
            version=1,
            body="案内メールを希望する",
            valid_from=TODAY,
        )
        ConsentEvent.objects.create(
            organisation=world.company,
            talent_record_id=application.talent_record_id,
            kind="given",
            purpose="job_mails",
            text=text,
            text_hash=hash_text("案内メールを希望する"),
            channel="form",
            happened_at=NOW - timedelta(days=5),
            expires_on=expires_on,
        )


def test_separate_mail_waits_a_day_after_the_result(world):
    application = world.applicant()
    without = world.applicant("山田", "太郎")
    opt_in(world, application)
    world.prepare()
    world.send(world.template(), channel="separate_mail")
    world.deliver()
    states = world.invite_of(application).state, world.invite_of(without).state
    first_mails = [mail.body for mail in django_mail.outbox]
    arguments = {
        "organisation_id": world.company.id,
        "invite_id": str(world.invite_of(application).id),
    }

    with time_machine.travel(LATER + timedelta(hours=23), tick=False):
        notice_tasks.guide_after_wait.call(**arguments)
    waiting = len(world.deliver(now=LATER + timedelta(hours=23)))
    with time_machine.travel(LATER + timedelta(hours=24), tick=False):
        notice_tasks.guide_after_wait.call(**arguments)
        notice_tasks.guide_after_wait.call(**arguments)
    world.deliver(now=LATER + timedelta(hours=24))

    assert states == ("cooling", "result_notified")
    assert not any("あおば人材" in body for body in first_mails)
    assert waiting == 0
    assert len(django_mail.outbox) == 3
    guidance = django_mail.outbox[2]
    assert guidance.subject == "職業紹介の登録窓口のご案内｜みなと精機"
    assert "所在地：みなと市1-1" in guidance.body
    assert "/stop/" in guidance.body
    assert world.invite_of(application).state == "invited"


def test_opt_out_during_the_wait_ends_the_separate_mail(world):
    application = world.applicant()
    opt_in(world, application)
    world.prepare()
    world.send(world.template(), channel="separate_mail")
    world.deliver()
    with world.at_company():
        ConsentEvent.objects.create(
            organisation=world.company,
            talent_record_id=application.talent_record_id,
            kind="withdrawn",
            purpose="job_mails",
            text=ConsentText.objects.get(),
            text_hash=hash_text("案内メールを希望する"),
            channel="form",
            happened_at=LATER,
        )

    with time_machine.travel(LATER + timedelta(hours=25), tick=False):
        notice_tasks.guide_after_wait.call(
            organisation_id=world.company.id, invite_id=str(world.invite_of(application).id)
        )

    invite = world.invite_of(application)
    assert (invite.state, invite.skip_code) == ("not_invited", "X1")


def test_consent_that_is_over_opens_no_separate_mail(world):
    over = world.applicant()
    opt_in(world, over, expires_on=TODAY - timedelta(days=1))
    world.prepare()

    world.send(world.template(), channel="separate_mail")
    world.deliver()

    assert world.invite_of(over).state == "result_notified"


def test_mail_of_its_own_is_refused_where_the_result_was_never_told(world):
    application = world.applicant()
    world.prepare()
    template = world.template()
    with world.at_company():
        invite = world.invite_of(application)
        invite.template = NoticeTemplate.objects.get(id=template.id)

        with pytest.raises(RefusedError) as refused:
            check_guidance(
                invite,
                queries.values_of(invite.template),
                is_result_notified=invite.result_notified_at is not None,
                leaves_out_by_merit=is_anybody_left_out_by_merit(),
            )

    assert refused.value.code == "H3"
    assert "結果を伝える前" in refused.value.ja
