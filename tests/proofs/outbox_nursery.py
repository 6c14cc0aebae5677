"""Fork workers of the queue on demand: ``python -m tests.proofs.outbox_nursery DB PORT BREAK``.

A worker that is forked from a loaded program starts at once, so that killing it every few
hundred milliseconds tests the outbox and not the start of Python. Reads ``start`` lines and
answers each with the number of the new process.
"""

import asyncio
import os
import signal
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from tasuki.adapters import tasks as queue
from tasuki.adapters.mail import sending
from tasuki.adapters.postgres.template_database import use_database
from tasuki.apps.messages import delivery, tasks
from tasuki.apps.messages.models import OutboxMail

HEARTBEAT_SECONDS = 0.5
SILENT_SECONDS_MAX = 3


def mark_then_send(*, mail_id, now):
    """The wrong order: the row says sent before the server has the mail."""
    waiting = OutboxMail.objects.filter(id=mail_id, state="queued")
    mail = waiting.select_for_update(skip_locked=True).first()
    if mail is None:
        return delivery.Delivery(None)
    waiting.update(state="sent", sent_at=now)
    message = delivery._as_message(mail)
    transaction.on_commit(lambda: sending.send_mail(message))
    return delivery.Delivery(OutboxMail.State.SENT)


def work() -> None:
    async def run() -> None:
        async with app.open_async():
            await app.run_worker_async(
                concurrency=1,
                fetch_job_polling_interval=0.5,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                install_signal_handlers=False,
            )

    with app.replace_connector(app.connector.get_worker_connector()):
        asyncio.run(run())


def main(database: str, port: str, breakage: str) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": int(port), "timeout": 5},
        }
    }
    use_database(database)
    queue.SILENT_SECONDS_MAX = SILENT_SECONDS_MAX
    if breakage == "mark-then-send":
        tasks.deliver_mail = mark_then_send
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            work()
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4])
