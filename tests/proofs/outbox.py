"""T9: workers are killed while they send; no mail is lost, and one kill doubles one at most."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from random import Random

from django.db import connections
from django.utils import timezone
from tests.apps.messages.smtp_server import smtp_server
from tests.factories import make_company, make_member
from tests.proofs.own_database import own_database
from tests.proofs.registry import Order, Outcome, Proof

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages.actions import Draft, queue_mails
from tasuki.apps.messages.models import OutboxMail
from tasuki.core.access import Role

WORKERS = 2
MAILS_FOR_A_KILL = 50
KILL_EVERY_SECONDS = (0.15, 0.45)
QUIET_SECONDS_MAX = 90
ANSWER_SECONDS = 0.01
"""How long the mail server takes: real ones are slower, which widens the dangerous moment."""


class Nursery:
    """The process that forks workers."""

    def __init__(self, port: int, breakage: str) -> None:
        database = str(connections["default"].settings_dict["NAME"])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.outbox_nursery", database, str(port), breakage],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.workers = [self._start() for _ in range(WORKERS)]

    def _start(self) -> int:
        self.process.stdin.write("start\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def kill_one(self, dice: Random) -> None:
        place = dice.randrange(len(self.workers))
        os.kill(self.workers[place], signal.SIGKILL)
        self.workers[place] = self._start()

    def stop(self) -> None:
        for worker in self.workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()


def queue_all(count: int) -> int:
    """Queue the mails in blocks and return the organisation."""
    company = make_company()
    actor = make_member(company, Role.COMPANY_HR)
    for start in range(0, count, 100):
        drafts = [
            Draft(
                kind="result_notice",
                to_address=f"person{number}@example.invalid",
                subject=f"通知 {number}",
                text="本文",
            )
            for number in range(start, min(start + 100, count))
        ]
        with bound(company.id, None):
            queue_mails(actor=actor, drafts=drafts, now=timezone.now())
    return company.id


def count_waiting(organisation_id: int) -> int:
    with bound(organisation_id, None):
        return OutboxMail.objects.filter(state="queued").count()


def run(order: Order) -> Outcome:
    dice = Random(order.seed)
    kills_wanted = max(1, order.size // MAILS_FOR_A_KILL)
    kills = 0
    with own_database(), smtp_server(answer_seconds=ANSWER_SECONDS) as box:
        organisation_id = queue_all(order.size)
        nursery = Nursery(box.port, order.sabotage or "")
        try:
            starts_by = time.monotonic() + QUIET_SECONDS_MAX
            while not box.mails and time.monotonic() < starts_by:
                time.sleep(0.05)
            while kills < kills_wanted and count_waiting(organisation_id):
                time.sleep(dice.uniform(*KILL_EVERY_SECONDS))
                nursery.kill_one(dice)
                kills += 1
            ends_at = time.monotonic() + QUIET_SECONDS_MAX
            while count_waiting(organisation_id) and time.monotonic() < ends_at:
                time.sleep(0.2)
            time.sleep(1)  # a mail whose row is committed may still be under way
        finally:
            nursery.stop()
    arrived = Counter(str(mail["Message-ID"]) for mail in box.mails)
    doubled = sum(arrived.values()) - len(arrived)
    return Outcome(
        figures={"mails": order.size, "kills": kills, "doubled": doubled},
        damage={"lost": order.size - len(arrived), "doubled beyond kills": max(0, doubled - kills)},
    )


PROOF = Proof(
    name="T9",
    promise="no mail is lost when workers are killed; one kill doubles one mail at most",
    unit="mails",
    sizes=(500, 20_000, 1_000),
    sabotages={"mark-then-send": 1},
    run=run,
)
