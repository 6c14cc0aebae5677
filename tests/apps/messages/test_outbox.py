"""The outbox without a mail server: what is written, stopped and refused."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.urls import resolve
from tests.factories import NOW, count_rows, make_account, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import ConflictError, InvalidInputError, NotAllowedError
from tasuki.apps.messages import actions, policy, queries
from tasuki.apps.messages.delivery import deliver_mail
from tasuki.apps.messages.models import OutboxMail, Suppression
from tasuki.apps.people.models import TalentRecord
from tasuki.core.access import OrganisationKind, Permission, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make_company(name="みなと精機", address="みなと市1-1", postal_code="000-0000")


@pytest.fixture
def hr(company):
    return make_member(company, Role.COMPANY_HR)


def queue(actor, **fields):
    defaults = {
        "kind": "result_notice",
        "to_address": "hanako@example.invalid",
        "subject": "選考結果のお知らせ",
        "text": "架空 花子 様\n\n結果をお知らせします。",
        "language": "ja",
        "now": NOW,
    }
    with bound(actor.organisation_id, actor.account_id):
        return actions.queue_mail(actor=actor, **(defaults | fields))


def deliver(actor, mail, now=NOW):
    with bound(actor.organisation_id, None):
        return deliver_mail(mail_id=mail.id, now=now)


def stop_use_of(company, mail):
    with bound(company.pk, None):
        return make_row(TalentRecord, company, mail=mail, stopped_at=NOW)


def test_mail_that_waits_does_not_leave_after_the_person_stopped_the_use(hr, company):
    waiting = queue(hr, kind="release_question")
    receipt = queue(hr, kind="withdrawal")

    stop_use_of(company, waiting.to_address)

    assert deliver(hr, waiting).state == "suppressed"
    assert deliver(hr, receipt).state == "sent"  # the answer to the person's own act
    assert [one.to for one in django_mail.outbox] == [[receipt.to_address]]


def test_mail_to_another_address_of_the_person_is_held_back_by_the_record(hr, company):
    record = make_row(TalentRecord, company, mail="old@example.invalid")
    waiting = queue(hr, kind="consent_renewal", person_id=record.pk)

    with bound(company.pk, None):
        TalentRecord.objects.filter(pk=record.pk).update(stopped_at=NOW)

    assert deliver(hr, waiting).state == "suppressed"
    assert django_mail.outbox == []


def test_dead_mail_is_not_queued_again_after_the_stop(hr, company):
    dead = queue(hr)
    with bound(company.pk, None):
        OutboxMail.objects.filter(pk=dead.pk).update(state="failed")
    stop_use_of(company, dead.to_address)

    actions.retry_mail(actor=hr, mail_id=dead.pk, now=NOW)

    with bound(company.pk, None):
        assert OutboxMail.objects.get(pk=dead.pk).state == "suppressed"


def test_mail_carries_sender_contact_and_stop_link_below_its_text(hr, company):
    mail = queue(hr, stop_url="https://tasuki.example.invalid/stop/k/")

    assert mail.text == (
        "架空 花子 様\n\n結果をお知らせします。\n\n" + "-" * 40 + "\n"
        "送信者：みなと精機\n所在地：000-0000 みなと市1-1\n"
        f"お問い合わせ：{company.contact_mail} / 000-0000-0000\n"
        "今後の案内の停止：https://tasuki.example.invalid/stop/k/\n"
        "このメールは送信専用です。返信いただいてもお答えできません。\n"
    )


def test_english_mail_has_an_english_footer(hr):
    mail = queue(hr, language="en", text="Dear Hanako,\nyour result.")

    assert "Sent by: " in mail.text
    assert mail.text.endswith("This address only sends. Please do not reply to it.\n")


def test_message_id_follows_from_the_row(hr):
    mail = queue(hr)

    assert mail.message_id == f"<{mail.id}@example.invalid>"


def test_row_and_task_disappear_with_the_callers_transaction(hr, company):
    def queue_and_fail():
        with transaction.atomic():
            queue(hr)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        queue_and_fail()

    assert count_rows(OutboxMail, company) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to_address", "not an address"),
        ("to_address", "a@example.invalid\nBcc: b@example.invalid"),
        ("subject", "件名\r\nBcc: b@example.invalid"),
        ("subject", " "),
        ("subject", "長" * 201),
        ("text", "  "),
        ("text", "{name} 様"),
    ],
)
def test_unsendable_mail_is_refused_with_its_field(hr, company, field, value):
    with pytest.raises(InvalidInputError) as caught:
        queue(hr, **{field: value})

    assert caught.value.field == field
    assert caught.value.ja
    assert caught.value.en
    assert count_rows(OutboxMail, company) == 0


def test_due_mail_is_sent_once(hr):
    mail = queue(hr)

    first, second = deliver(hr, mail), deliver(hr, mail)

    assert first.is_sent
    assert second.is_sent
    assert [sent.to for sent in django_mail.outbox] == [["hanako@example.invalid"]]


def test_delayed_mail_waits_and_can_be_cancelled(hr):
    batch = queue(hr).id
    mail = queue(hr, delay_seconds=600, batch_id=batch)

    early = deliver(hr, mail, NOW + timedelta(seconds=599))
    stopped = actions.cancel_mails(actor=hr, batch_id=batch, now=NOW)
    late = deliver(hr, mail, NOW + timedelta(seconds=601))

    assert early.again_at == NOW + timedelta(seconds=600)
    assert stopped == 1
    assert late.state == OutboxMail.State.CANCELLED
    assert django_mail.outbox == []


def test_mail_that_left_cannot_be_cancelled(hr):
    mail = queue(hr)
    deliver(hr, mail)

    with pytest.raises(ConflictError):
        actions.cancel_mails(actor=hr, mail_ids=[mail.id], now=NOW)


def test_viewer_may_not_cancel(company, hr):
    mail = queue(hr, delay_seconds=600)
    viewer = make_member(company, Role.COMPANY_VIEWER)

    with pytest.raises(NotAllowedError):
        actions.cancel_mails(actor=viewer, mail_ids=[mail.id], now=NOW)


@pytest.mark.parametrize(
    ("reason", "kind", "is_sent"),
    [
        ("opt_out", "relay_guidance", False),
        ("opt_out", "result_notice", True),
        ("bounce", "result_notice", False),
        ("bounce", "confirm_mail", False),
        ("stop_use", "result_notice", False),
        ("stop_use", "withdrawal", True),
    ],
)
def test_suppression_holds_back_what_its_reason_covers(hr, reason, kind, is_sent):
    mail = queue(hr, kind=kind, to_address="Hanako@Example.invalid")
    with bound(hr.organisation_id, None):
        actions.suppress_address(address="hanako@example.invalid", reason=reason)

    delivery = deliver(hr, mail)

    assert delivery.is_sent is is_sent
    assert delivery.is_dead is not is_sent
    assert len(django_mail.outbox) == int(is_sent)


def test_suppression_of_one_organisation_does_not_bind_another(hr):
    other = make_member(make_company(), Role.COMPANY_HR)
    with bound(other.organisation_id, None):
        actions.suppress_address(address="hanako@example.invalid", reason="stop_use")

    assert deliver(hr, queue(hr)).is_sent


def test_stop_of_use_outranks_opt_out_and_is_never_weakened(hr):
    with bound(hr.organisation_id, None):
        for reason in ("opt_out", "stop_use", "opt_out", "bounce"):
            actions.suppress_address(address="a@example.invalid", reason=reason)
        found = queries.find_suppressions(addresses=["a@example.invalid", "b@example.invalid"])

    assert found == {"a@example.invalid": "stop_use"}


def test_suppression_keeps_no_address(hr):
    with bound(hr.organisation_id, None):
        actions.suppress_address(address="a@example.invalid", reason="opt_out")
        row = Suppression.objects.get()

    assert len(bytes(row.address_index)) == 32
    assert b"example" not in bytes(row.address_index)


def test_keys_of_mailed_links_are_hidden_from_the_senders_side(hr):
    key = "Zk3" * 14
    mail = queue(hr, text=f"確認：https://tasuki.example.invalid/confirm/{key}/\n以上")

    shown = queries.shown_text(mail)

    assert key not in shown
    assert "https://tasuki.example.invalid/confirm/…\n以上" in shown


def test_notices_are_counted_until_read(hr, company):
    colleague = make_member(company, Role.COMPANY_HR)
    with bound(company.id, None):
        actions.notify(actor=hr, text="通知書が届きました。", text_en="A statement arrived.")
        actions.notify(actor=hr, text="a", text_en="a", account_id=colleague.account_id)
        before = queries.count_unread(actor=hr)
    actions.read_notifications(actor=hr, now=NOW)
    with bound(company.id, None):
        after = queries.count_unread(actor=hr)
        of_colleague = queries.count_unread(actor=colleague)

    assert (before, after, of_colleague) == (1, 0, 1)


def test_notice_about_a_page_is_seen_by_those_who_may_open_it(hr, company):
    viewer = make_member(company, Role.COMPANY_VIEWER)
    key = replace(hr, scopes=frozenset({Permission.ORGANISATION_VIEW}))
    with bound(company.id, None):
        actions.notify(actor=hr, text="請求", text_en="a", needs=Permission.REQUEST_VIEW)
        seen = [queries.count_unread(actor=one) for one in (hr, viewer, key)]
        actions.read_notifications(actor=viewer, now=NOW)
        left = queries.count_unread(actor=hr)

    assert (seen, left) == ([1, 0, 0], 1)


@pytest.mark.parametrize(
    "kind, page",
    [
        (OrganisationKind.COMPANY, "company:mail"),
        (OrganisationKind.AGENCY, "agency:mail"),
        (OrganisationKind.MUNICIPALITY, "account:members"),
        (OrganisationKind.PLATFORM, "account:members"),
    ],
)
def test_notice_about_a_mail_leads_to_a_page_of_its_own_side(kind, page):
    assert resolve(policy.outbox_page(kind, mail_id=uuid4())).view_name == page


def test_notice_is_mailed_to_members_with_the_right_in_their_language(company):
    hr = make_member(company, Role.COMPANY_HR, make_account(email="hr@example.invalid"))
    make_member(company, Role.COMPANY_VIEWER, make_account(email="viewer@example.invalid"))
    make_member(
        company,
        Role.COMPANY_OWNER,
        make_account(email="owner@example.invalid", language="en"),
    )
    make_member(
        company, Role.COMPANY_HR, make_account(email="off@example.invalid", is_active=False)
    )

    with bound(company.id, None):
        actions.notify(
            actor=hr,
            text="枠が増えました。",
            text_en="A slot was added.",
            url="/company/slots/",
            mail_to=Permission.SLOT_REQUEST,
            now=NOW,
        )
        mails = {mail.to_address: mail for mail in OutboxMail.objects.all()}

    assert mails.keys() == {"hr@example.invalid", "owner@example.invalid"}
    assert mails["hr@example.invalid"].subject == "Tasuki：枠が増えました。"
    assert mails["owner@example.invalid"].text.startswith("A slot was added.\n\nSee it here:\nhttp")


def test_notice_without_a_right_is_not_mailed(company, hr):
    with bound(company.id, None):
        actions.notify(actor=hr, text="記録", text_en="noted")

        assert not OutboxMail.objects.exists()
