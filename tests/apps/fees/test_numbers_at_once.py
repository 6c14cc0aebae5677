"""Two members issue at the same moment: numbers follow each other, none twice, none left out."""

import threading

import pytest
from django.db import connection
from tests.apps.fees.world import make_desk
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.fees import actions
from tasuki.apps.fees.models import Invoice

COUNT = 6


@pytest.mark.usefixtures("committed_db")
def test_invoices_issued_over_two_connections_are_numbered_without_a_gap():
    desk = make_desk()
    drafts = [desk.draft() for _number in range(COUNT)]
    start = threading.Barrier(2)
    failures: list[Exception] = []

    def issue(mine):
        start.wait(timeout=30)
        try:
            for invoice in mine:
                actions.issue_invoice(actor=desk.advisor, invoice_id=invoice.id, now=NOW)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=(drafts[side::2],)) for side in (0, 1)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=120)

    assert failures == []
    with bound(desk.agency.id, None):
        serials = list(Invoice.objects.order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, COUNT + 1))
