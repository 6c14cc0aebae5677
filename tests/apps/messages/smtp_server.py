"""A real SMTP server on loopback that keeps what it takes and refuses by the address."""

import asyncio
import contextlib
import email.policy
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Mailbox:
    """Refuses ``dead@`` (550), delays ``busy@`` (451), refuses the text for ``picky@`` (554)."""

    def __init__(self, answer_seconds: float = 0) -> None:
        self.mails: list[EmailMessage] = []
        self.answer_seconds = answer_seconds
        self.port = 0

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address.startswith("dead@"):
            return "550 5.1.1 no such user"
        if address.startswith("busy@"):
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await asyncio.sleep(self.answer_seconds)
        if envelope.rcpt_tos[0].startswith("picky@"):
            return "554 5.7.1 content refused"
        parsed = message_from_bytes(envelope.original_content, policy=email.policy.default)
        self.mails.append(parsed)
        return "250 taken"

    @property
    def mailers(self):
        """The setting that points Django at this server."""
        return {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": self.port, "timeout": 5},
            }
        }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def smtp_server(answer_seconds: float = 0) -> Iterator[Mailbox]:
    """Run the server while the block runs."""
    box = Mailbox(answer_seconds)
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
