"""Read the audit chain; ``tasuki verify`` checks it from the first row."""

from tasuki.apps.audit.models import AuditEvent


def list_events_of(*, object_kind: str, object_id: object) -> list[AuditEvent]:
    """Return the events of one object, newest first."""
    events = AuditEvent.objects.filter(object_kind=object_kind, object_id=str(object_id))
    return list(events.order_by("-number"))
