"""Whether journal, rows and statements say the same; what ``tasuki verify`` walks.

Reads through the role that sees every organisation, changes nothing, and shares no code with
the functions that write: each invariant is counted again from the rows.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from django.db import connections

from tasuki.adapters.postgres import chain
from tasuki.adapters.postgres.chain import Book
from tasuki.apps.audit.actions import GENESIS, hash_event, is_reason_true
from tasuki.apps.audit.models import AuditCut, AuditEvent
from tasuki.apps.consent.check import count_transfers, find_broken_transfers
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.relay.models import Credit, RelayContract, Slot, Statement
from tasuki.core.relay.parameters import ConsumeAt, parameters_from_json

_OPEN: Final = frozenset(
    {"granted", "requested", "candidate_presented", "interview_held", "suspended"}
)
_STATEMENT_FIELDS: Final = (
    "company_id",
    "agency_id",
    "contract_version",
    "number",
    "state",
    "is_carried_over",
    "totals",
    "reasons",
    "balance_after",
    "slots_granted",
    "journal_number",
    "journal_head",
    "issued_at",
)


@dataclass(slots=True)
class VerifyReport:
    """What a walk over everything saw.

    Attributes:
        counts: rows seen by kind; zero entries or events is a finding of its own.
        findings: what does not fit, one line each, without personal data.
    """

    counts: dict[str, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)


def verify_all(*, alias: str) -> VerifyReport:
    """Walk every journal and every audit chain from the first row, for all organisations.

    Args:
        alias: the connection of the role that sees all rows.
    """
    report = VerifyReport()
    books = list(chain.read_books(connections[alias]))
    report.counts = {
        "organisations": Organisation.objects.using(alias).count(),
        "books": len(books),
        "entries": sum(book.entry_count for book in books),
        "credits": Credit.objects.using(alias).count(),
        "slots": Slot.objects.using(alias).count(),
        "statements": Statement.objects.using(alias).count(),
    }
    for book in books:
        report.findings += [
            f"journal {finding.book[1]}: {finding.kind} {finding.item}"
            for finding in chain.find_breaks(book)
        ]
        report.findings += check_book(book, alias=alias)
    report.findings += check_statements(alias=alias)
    events, broken = check_audit_chains(alias=alias)
    report.counts["audit_events"] = events
    report.findings += broken
    report.counts |= count_transfers(alias=alias)
    report.findings += find_broken_transfers(alias=alias)
    for name in ("entries", "audit_events"):
        if report.counts[name] == 0:
            report.findings.append(f"{name}: 0 rows seen, so nothing was proven")
    return report


def check_book(book: Book, *, alias: str) -> list[str]:
    """Return where a book disagrees with the credits and slots of its organisation."""
    mine = {"organisation_id": book.organisation_id, "book_id": book.contract_id}
    credits = Counter(Credit.objects.using(alias).filter(**mine).values_list("state", flat=True))
    slots = list(Slot.objects.using(alias).filter(**mine).select_related("contract"))
    balances = {account.code: account.balance for account in book.accounts}
    held = {account.code: account.held for account in book.accounts}
    used = [slot for slot in slots if _is_used(slot)]
    wanted = {
        "registrations": -sum(credits.values()),
        **{state: credits[state] for state in _CREDIT_ACCOUNTS},
        "slot_source": -len(slots),
        "slot_used": len(used),
        "slot_open": sum(slot.state in _OPEN and slot not in used for slot in slots),
        "slot_ended": sum(slot.state not in _OPEN and slot not in used for slot in slots),
    }
    name = f"book {book.contract_id}"
    findings = [
        f"{name}: {code} is {balances.get(code, 0)}, the rows say {count}"
        for code, count in wanted.items()
        if balances.get(code, 0) != count
    ]
    reserved = sum(bool(slot.reservation_key) for slot in slots)
    if held.get("slot_open", 0) != reserved:
        findings.append(f"{name}: {held.get('slot_open', 0)} held, {reserved} slots reserved")
    findings += _numbering(slots, name)
    findings += _bundles(slots, name, alias=alias)
    findings += _due(book, name, balances, alias=alias)
    return findings


def check_statements(*, alias: str) -> list[str]:
    """Return the statements whose two rows differ, or of which one side has none."""
    rows = Statement.objects.using(alias).order_by("book_id", "month", "revision", "id")
    findings = []
    for key, group in groupby(rows, key=lambda row: (row.book_id, row.month, row.revision)):
        sides = {row.organisation_id: row for row in group}
        first = next(iter(sides.values()))
        name = f"statement {key[0]} {key[1]:%Y-%m} revision {key[2]}"
        if set(sides) != {first.company_id, first.agency_id}:
            findings.append(f"{name}: not exactly one row on each side")
            continue
        ours, theirs = sides[first.agency_id], sides[first.company_id]
        findings += [
            f"{name}: {field_name} differs between the sides"
            for field_name in _STATEMENT_FIELDS
            if getattr(ours, field_name) != getattr(theirs, field_name)
        ]
    return findings


def check_audit_chains(*, alias: str) -> tuple[int, list[str]]:
    """Walk every organisation's audit chain from its first event; return count and breaks.

    A chain whose oldest events went at their ceiling begins at its last cut.
    """
    count, findings = 0, []
    cuts = {cut.organisation_id: cut for cut in AuditCut.objects.using(alias).order_by("number")}
    organisation_id, number, previous = None, 0, GENESIS
    events = AuditEvent.objects.using(alias).order_by("organisation_id", "number")
    for event in events.iterator(chunk_size=2_000):
        count += 1
        if event.organisation_id != organisation_id:
            organisation_id, number, previous = event.organisation_id, 0, GENESIS
            if cut := cuts.get(organisation_id):
                number, previous = cut.number, cut.hash
        name = f"audit of organisation {organisation_id}"
        if event.number != number + 1:
            findings.append(f"{name}: number {event.number}, expected {number + 1}")
        elif event.previous_hash != previous:
            findings.append(f"{name}: event {event.number} does not follow the one before")
        elif event.hash != hash_event(event):
            findings.append(f"{name}: event {event.number} was changed")
        elif not is_reason_true(event):
            findings.append(f"{name}: the reason of event {event.number} was changed")
        number, previous = event.number, event.hash
    return count, findings


_CREDIT_ACCOUNTS: Final = ("earned", "confirmed", "bundled", "expired", "reversed")


def _is_used(slot: Slot) -> bool:
    if slot.state in {"hired", "guarantee_passed"}:
        return True
    if slot.state in {"candidate_presented", "interview_held"}:
        return not slot.reservation_key
    at_hire = parameters_from_json(slot.contract.parameters).consume_at is ConsumeAt.HIRE
    return slot.state == "closed_unused" and (slot.hired_on is not None or not at_hire)


def _numbering(slots: list[Slot], name: str) -> Iterator[str]:
    numbers = sorted(slot.number for slot in slots)
    if numbers != list(range(1, len(slots) + 1)):
        yield f"{name}: slot numbers {numbers} have a gap"


def _bundles(slots: list[Slot], name: str, *, alias: str) -> Iterator[str]:
    """Yield the slots that do not stand on exactly the ratio of credits.

    A reversed credit that nobody has replaced yet still counts for its slot's number.
    """
    rows = Credit.objects.using(alias).filter(slot__in=[slot.id for slot in slots])
    counts = Counter(rows.values_list("slot_id", flat=True))
    for slot in slots:
        ratio = parameters_from_json(slot.contract.parameters).ratio
        if counts[slot.id] != ratio:
            yield f"{name}: slot {slot.number} stands on {counts[slot.id]} credits, not {ratio}"


def _due(book: Book, name: str, balances: dict[str, int], *, alias: str) -> Iterator[str]:
    """Yield a finding when a running book owes a slot: the floor rule of the ratio."""
    mine = {"organisation_id": book.organisation_id, "book_id": book.contract_id}
    contracts = RelayContract.objects.using(alias).filter(**mine, state="running")
    waiting = Credit.objects.using(alias).filter(**mine, state="confirmed")
    oldest = waiting.select_related("contract").order_by("confirmed_at", "earned_at", "id").first()
    if oldest is None or not contracts.exists():
        return
    rules = parameters_from_json(oldest.contract.parameters)
    has_room = balances.get("slot_open", 0) < rules.max_open_slots
    if has_room and waiting.count() >= rules.ratio:
        yield f"{name}: {waiting.count()} confirmed credits wait although a slot is due"
