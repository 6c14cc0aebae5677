"""Send one mail of plain text, with or without an invitation for calendars, by SMTP.

Says in our words what went wrong.

The server's answer decides what may be done next: an address that does not exist is never
written to again, a busy server is asked again later, a refused message goes to a human.
"""

import smtplib
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr

from django.core.mail import EmailMessage

from tasuki.adapters.mail.invitations import as_part

PERMANENT_CODE_MIN = 500
ERROR_CHARACTERS_MAX = 300


class MailError(Exception):
    """A mail did not leave; ``answer`` is what the server said, shortened."""

    def __init__(self, answer: str) -> None:
        self.answer = " ".join(answer.split())[:ERROR_CHARACTERS_MAX]
        super().__init__(self.answer)


class AddressRefusedError(MailError):
    """The server will never take mail for this address."""


class MailRefusedError(MailError):
    """The server will never take this message; the address itself may be good."""


class MailDelayedError(MailError):
    """The server cannot take it now; try again later."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Mail:
    """One mail to one address.

    Attributes:
        sender_name: shown before the sending address.
        message_id: with angle brackets; the same for every attempt, so that a mail sent
            twice after a crash is shown once by clients that know it.
        headers: further headers.
        calendar: an invitation as iCalendar text; empty for none.
    """

    sender_name: str
    sender_address: str
    to_address: str
    subject: str
    text: str
    message_id: str
    headers: dict[str, str] = field(default_factory=dict)
    calendar: str = ""


def send_mail(mail: Mail) -> None:
    """Hand one mail to the configured server.

    Raises:
        AddressRefusedError: the recipient was refused for good (SMTP 5xx).
        MailRefusedError: the message was refused for good.
        MailDelayedError: not reachable, busy, or the sender may not send yet.
    """
    address = parseaddr(mail.sender_address)[1]
    message = EmailMessage(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((mail.sender_name, address)) if mail.sender_name else address,
        to=[mail.to_address],
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            **mail.headers,
        },
    )
    if mail.calendar:
        message.attach(as_part(mail.calendar))
    try:
        message.send(using="default")
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()), (0, b""))
        raise _error_of(code, answer, refused=AddressRefusedError) from error
    except smtplib.SMTPDataError as error:
        raise _error_of(error.smtp_code, error.smtp_error, refused=MailRefusedError) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailDelayedError(str(error) or type(error).__name__) from error


def _error_of(code: int, answer: bytes | str, *, refused: type[MailError]) -> MailError:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    words = f"{code} {text}"
    return refused(words) if code >= PERMANENT_CODE_MIN else MailDelayedError(words)
