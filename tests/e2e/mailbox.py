"""A real SMTP server on loopback, and the queue worked off as the worker would."""

import asyncio
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

_ADDRESS = re.compile(r"https?://\S+")


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _work() -> None:
    worker = app.with_connector(app.connector.get_worker_connector())
    # What the clock alone starts has no place in a test; it would write by a connection of its
    # own, in a thread that outlives the test's database.
    worker.periodic_registry = PeriodicRegistry()
    with ThreadPoolExecutor(max_workers=1) as hands:  # one thread, so that it can tidy up
        asyncio.get_running_loop().set_default_executor(hands)
        async with worker.open_async():
            await worker.run_worker_async(
                wait=False, install_signal_handlers=False, listen_notify=False
            )
        hands.submit(connections.close_all).result()


def _work_off() -> None:
    try:
        asyncio.run(_work())
    finally:
        connections.close_all()


def run_tasks() -> None:
    """Run every task of the queue that is due, and stop.

    A thread of its own: the browser's driver keeps an event loop in the main thread.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(_work_off).result()


@dataclass
class Mailbox:
    """What the server took, newest last.

    Attributes:
        refused: addresses that the server answers with 550 from now on.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802 - the name is the library's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name is the library's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def receive(self) -> list[EmailMessage]:
        """Work off the queue and return every mail so far, oldest first."""
        run_tasks()
        return list(self.mails)

    def read(self, address: str, *, containing: str = "") -> str:
        """Work off the queue and return the text of the newest mail to an address."""
        run_tasks()
        texts = [
            one.get_content().replace("\r\n", "\n") for one in self.mails if one["To"] == address
        ]
        fitting = [text for text in texts if containing in text]
        assert fitting, f"no mail to {address} with {containing!r} among {len(texts)}"
        return fitting[-1]

    def find_link(self, address: str, part: str) -> str:
        """Return the newest link mailed to an address whose path contains ``part``."""
        text = self.read(address, containing=part)
        links = [link for link in _ADDRESS.findall(text) if part in link]
        return links[0]


def start_server(box: Mailbox) -> Controller:
    """Start the server for a mailbox."""
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    return server
