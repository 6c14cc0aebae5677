"""Read the audit chain and check it from the first row."""

from collections.abc import Iterator
from dataclasses import dataclass

from tasuki.apps.audit.actions import GENESIS, hash_event
from tasuki.apps.audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk over one organisation's chain found."""

    event_count: int
    violations: tuple[str, ...]


def list_events_of(*, object_kind: str, object_id: object) -> list[AuditEvent]:
    """Return the events of one object, newest first."""
    events = AuditEvent.objects.filter(object_kind=object_kind, object_id=str(object_id))
    return list(events.order_by("-number"))


def check_chain() -> ChainReport:
    """Walk the chain of the organisation bound now from its first row."""
    violations: list[str] = []
    count = 0
    for problem in _walk():
        count += 1
        if problem:
            violations.append(problem)
    return ChainReport(event_count=count, violations=tuple(violations))


def _walk() -> Iterator[str]:
    expected_number, previous = 1, GENESIS
    for event in AuditEvent.objects.order_by("number").iterator(chunk_size=2_000):
        problem = ""
        if event.number != expected_number:
            problem = f"number {event.number}, expected {expected_number}"
        elif event.previous_hash != previous:
            problem = f"event {event.number} does not follow the one before"
        elif event.hash != hash_event(event):
            problem = f"event {event.number} was changed"
        yield problem
        expected_number, previous = event.number + 1, event.hash
