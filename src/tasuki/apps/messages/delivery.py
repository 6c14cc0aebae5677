"""One attempt to send one mail; the row, the lock and the answer of the server.

The mail is sent first and marked afterwards, in one transaction that holds the row. A worker
that dies in between leaves a mail that goes out twice under one Message-ID; the other order
would lose it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from tasuki.adapters.mail import sending
from tasuki.apps.messages import policy
from tasuki.apps.messages.models import Notification, OutboxMail, Suppression
from tasuki.apps.orgs.models import Organisation
from tasuki.core.access import OrganisationKind

_STOP_ADDRESS: Final = re.compile(r"https?://[^\s<>]+/stop/[A-Za-z0-9_-]+/?")


class MailBusyError(RuntimeError):
    """Another worker holds the mail; the queue tries again, in case that one dies."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the attempt.

    Attributes:
        state: state of the mail now; None if there is no such mail.
        again_at: when to try again; None if it is over.
        reference_id: what the mail is about.
    """

    state: OutboxMail.State | None
    again_at: datetime | None = None
    reference_id: UUID | None = None

    @property
    def is_sent(self) -> bool:
        """Return whether the mail left."""
        return self.state == OutboxMail.State.SENT

    @property
    def is_dead(self) -> bool:
        """Return whether it will never leave by itself."""
        return self.state in {
            OutboxMail.State.FAILED,
            OutboxMail.State.BOUNCED,
            OutboxMail.State.SUPPRESSED,
        }


def deliver_mail(*, mail_id: UUID | str, now: datetime) -> Delivery:
    """Try once to send a waiting mail of the organisation bound now.

    Args:
        mail_id: the mail; sent, cancelled and unknown ones are left alone.
        now: the moment of the attempt.

    Raises:
        MailBusyError: another worker is sending it.
    """
    waiting = OutboxMail.objects.filter(id=mail_id, state=OutboxMail.State.QUEUED)
    mail = waiting.select_for_update(skip_locked=True).first()
    if mail is None:
        if waiting.exists():
            raise MailBusyError(str(mail_id))
        state = OutboxMail.objects.filter(id=mail_id).values_list("state", flat=True).first()
        # Over already: whoever finished it did what follows from it.
        return Delivery(OutboxMail.State(state) if state else None)
    if mail.send_after > now:
        return Delivery(OutboxMail.State.QUEUED, again_at=mail.send_after)
    index = policy.address_index(mail.to_address, organisation_id=mail.organisation_id)
    stop = Suppression.objects.filter(address_index=index).first()
    if stop and policy.is_stopped(mail.kind, stop.reason):
        mail.last_error = stop.get_reason_display()
        return _close(mail, OutboxMail.State.SUPPRESSED)
    if _was_stopped_meanwhile(mail):
        return Delivery(OutboxMail.State.SUPPRESSED, reference_id=mail.reference_id)
    mail.attempt_count += 1
    try:
        sending.send_mail(_as_message(mail))
    except sending.AddressRefusedError as error:
        return _bounce(mail, error.answer)
    except sending.MailRefusedError as error:
        return _give_up(mail, error.answer)
    except sending.MailDelayedError as error:
        return _postpone(mail, error.answer, now)
    mail.sent_at = now
    mail.last_error = ""
    return _close(mail, OutboxMail.State.SENT)


def _was_stopped_meanwhile(mail: OutboxMail) -> bool:
    """Ask the database once more, before each attempt, whether the person stopped the use (H8).

    A mail waits for hours after a failure or in a bulk sending; the guard of the table holds it
    back when its state is written, as it does when the mail is made.
    """
    same = OutboxMail.objects.filter(id=mail.id)
    same.update(state=OutboxMail.State.QUEUED)
    return not same.filter(state=OutboxMail.State.QUEUED).exists()


def _as_message(mail: OutboxMail) -> sending.Mail:
    organisation = Organisation.objects.get(id=mail.organisation_id)
    is_english = mail.language.startswith("en")
    return sending.Mail(
        sender_name=(organisation.name_en if is_english else "") or organisation.name,
        sender_address=settings.DEFAULT_FROM_EMAIL,
        to_address=mail.to_address,
        subject=mail.subject,
        text=mail.text,
        message_id=mail.message_id,
        headers={"Content-Language": mail.language} | _stop_headers(mail),
        calendar=mail.calendar,
    )


def _stop_headers(mail: OutboxMail) -> dict[str, str]:
    """Let mail programs offer the stop of a guidance; the page behind it still asks (RFC 2369).

    A press in the mail program does not stop by itself (RFC 8058): the key that opens the page
    also stands in the text, and programs that look at mails would press it.
    """
    if mail.kind not in policy.GUIDANCE_KINDS:
        return {}
    found = _STOP_ADDRESS.search(mail.text)
    return {"List-Unsubscribe": f"<{found[0]}>"} if found else {}


def _close(mail: OutboxMail, state: OutboxMail.State) -> Delivery:
    mail.state = state
    fields = ["state", "sent_at", "attempt_count", "last_error", "send_after"]
    if mail.kind == policy.ERASURE_RECEIPT and state != OutboxMail.State.QUEUED:
        mail.to_address = mail.text = mail.calendar = ""
        fields += ["to_address", "text", "calendar"]
    mail.save(update_fields=fields)
    return Delivery(state, reference_id=mail.reference_id)


def _bounce(mail: OutboxMail, answer: str) -> Delivery:
    mail.last_error = answer
    mark_bounced(mail)
    return _close(mail, OutboxMail.State.BOUNCED)


def mark_bounced(mail: OutboxMail) -> None:
    """Remember that the address does not work and tell the sender's side."""
    index = policy.address_index(mail.to_address, organisation_id=mail.organisation_id)
    Suppression.objects.bulk_create(
        [
            Suppression(
                organisation_id=mail.organisation_id,
                address_index=index,
                reason=Suppression.Reason.BOUNCE,
            )
        ],
        ignore_conflicts=True,
    )
    Notification.objects.create(
        organisation_id=mail.organisation_id,
        text=f"メールが届きませんでした（{mail.subject[:60]}）。宛先を確認してください。",
        text_en=f"A mail did not arrive ({mail.subject[:60]}). Check its address.",
        url=_page_of(mail),
    )


def _give_up(mail: OutboxMail, answer: str) -> Delivery:
    mail.last_error = answer
    Notification.objects.create(
        organisation_id=mail.organisation_id,
        text=f"メールを送信できませんでした（{mail.subject[:60]}）。"
        "送信一覧で理由を確認し、もう一度送信してください。",
        text_en=f"A mail could not be sent ({mail.subject[:60]}). "
        "See the reason in the outbox and send it again.",
        url=_page_of(mail),
    )
    return _close(mail, OutboxMail.State.FAILED)


def _page_of(mail: OutboxMail) -> str:
    kind = Organisation.objects.values_list("kind", flat=True).get(id=mail.organisation_id)
    return policy.outbox_page(OrganisationKind(kind), mail_id=mail.id)


def _postpone(mail: OutboxMail, answer: str, now: datetime) -> Delivery:
    wait = policy.wait_after(mail.attempt_count)
    if wait is None:
        return _give_up(mail, answer)
    mail.last_error = answer
    mail.send_after = now + wait
    _close(mail, OutboxMail.State.QUEUED)
    return Delivery(OutboxMail.State.QUEUED, again_at=mail.send_after)
