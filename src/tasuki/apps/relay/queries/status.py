"""All relays of an organisation at a glance, as plain values for programs."""

from datetime import date
from typing import Any
from uuid import UUID

from tasuki.apps.relay.models import ContractViewer, RelayContract, Statement
from tasuki.apps.relay.queries.company_ledger import find_company_balance, list_company_ledger
from tasuki.apps.relay.queries.credits import find_live_balance
from tasuki.apps.relay.queries.slots import count_slots, list_slots
from tasuki.apps.relay.queries.statements import document_number, list_statements
from tasuki.core.access import OrganisationKind

_ACCOUNTS = ("earned", "confirmed", "bundled", "expired", "reversed")


def find_status(*, kind: str, today: date) -> list[dict[str, Any]]:
    """Return credits, slots and statement totals of each relay of the organisation bound now.

    Args:
        kind: an agency gets its live books, a company what its statements say.
        today: the day of the question.
    """
    is_agency = kind == OrganisationKind.AGENCY
    seen = ContractViewer.objects.select_related("subject").order_by("-subject__version")
    newest: dict[UUID, RelayContract] = {}
    for viewer in seen:
        newest.setdefault(viewer.subject.book_id, viewer.subject)
    return [
        {
            "book_id": str(book_id),
            "partner": contract.company_name if is_agency else contract.agency_name,
            "contract_version": contract.version,
            "state": contract.state,
            "credits": _live(book_id) if is_agency else _stated(book_id, today),
            "slots": _slots(book_id),
            "statements": [_statement(row) for row in list_statements(book_id=book_id)],
        }
        for book_id, contract in sorted(newest.items(), key=lambda item: str(item[0]))
    ]


def _live(book_id: UUID) -> dict[str, Any]:
    balance = find_live_balance(book_id=book_id)
    return {name: getattr(balance, name) for name in _ACCOUNTS} | {
        "ratio": balance.ratio,
        "people_to_go": balance.people_to_go,
        "is_at_cap": balance.is_at_cap,
    }


def _stated(book_id: UUID, today: date) -> dict[str, Any]:
    balance = find_company_balance(book_id=book_id, today=today)
    ledger = list_company_ledger(book_id=book_id)
    return {
        "confirmed": balance.count,
        "bundled": ledger.bundled,
        "expired": ledger.expired,
        "reversed": ledger.reversed,
        "ratio": balance.ratio,
        "people_to_go": balance.people_to_go,
        "as_of": balance.as_of.isoformat() if balance.as_of else None,
    }


def _slots(book_id: UUID) -> dict[str, Any]:
    counts = count_slots(book_id=book_id)
    return {
        "usable": counts.usable,
        "in_process": counts.in_process,
        "used": counts.used,
        "ended": counts.ended,
        "suspended": counts.suspended,
        "total": counts.total,
        "labels": [slot.label for slot in reversed(list_slots(book_id=book_id))],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "number": document_number(statement),
        "month": f"{statement.month:%Y-%m}",
        "revision": statement.revision,
        "is_carried_over": statement.is_carried_over,
        "totals": statement.totals,
        "reasons": statement.reasons,
        "balance_after": statement.balance_after,
        "slots_granted": [item["label"] for item in statement.slots_granted],
        "journal_number": statement.journal_number,
        "journal_head": statement.journal_head,
    }
