"""Whom an incident touches: from a link, an import, an export, a sending, or chosen by hand."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.models import Registration, RelayLink
from tasuki.apps.rights.incident_steps import lock_open_incident, log_step, set_duty
from tasuki.apps.rights.models import Incident, IncidentPerson
from tasuki.core.access import Permission

PERSON_EXPORTS = ("application", "registration", "queue", "seeker")
Source = IncidentPerson.Source


@action(act=None)
def add_affected(
    *,
    actor: Actor,
    incident_id: UUID,
    source: str,
    source_id: UUID | None = None,
    numbers: Collection[str] = (),
    now: datetime,
) -> int:
    """Put people onto the list of an incident and return how many are new on it.

    Args:
        actor: a member of the desk.
        incident_id: an incident that is not closed.
        source: a value of ``IncidentPerson.Source``.
        source_id: the registration link, the import, the audit event of an export, or the batch
            of mails.
        numbers: for ``hand``: numbers of records.
        now: when.

    Raises:
        NotVisibleError: the organisation has no such link, import, export or sending.
        InvalidInputError: an unknown source, or a number that no record has.
        RefusedError: the incident is closed.
    """
    require(actor, Permission.INCIDENT_EDIT)
    incident = lock_open_incident(incident_id=incident_id)
    if source == Source.HAND:
        found = _by_hand(numbers)
    else:
        finders = {
            Source.LINK: _by_link,
            Source.IMPORT: _by_import,
            Source.EXPORT: _by_export,
            Source.MAILS: _by_mails,
        }
        if source not in finders:
            raise InvalidInputError(
                ja="対象者の探し方を一覧から選んでください。",
                en="Choose from the list how to find the persons.",
                field="source",
            )
        if source_id is None:
            raise NotVisibleError
        found = finders[Source(source)](source_id)
    count = _add(incident, Source(source), found)
    set_duty(incident)
    incident.save()
    log_step(actor, incident, f"persons_{source}", f"{count}", now=now)
    return count


@action(act=None)
def remove_affected(*, actor: Actor, incident_id: UUID, person_id: UUID, now: datetime) -> Incident:
    """Take somebody off the list who was not touched after all, unless that person was told.

    Raises:
        NotVisibleError: no such person on the list, or told already.
    """
    require(actor, Permission.INCIDENT_EDIT)
    incident = lock_open_incident(incident_id=incident_id)
    rows = IncidentPerson.objects.filter(incident=incident, id=person_id, told_at=None)
    if not rows.delete()[0]:
        raise NotVisibleError
    set_duty(incident)
    incident.save()
    log_step(actor, incident, "persons_remove", "1", now=now)
    return incident


def list_exports(*, limit: int = 20) -> list[AuditEvent]:
    """Return the latest exports of lists with people, for the choice of a source."""
    found = AuditEvent.objects.filter(kind="list.export").order_by("-number")[: limit * 5]
    return [one for one in found if _is_of_people(one.object_id)][:limit]


def _is_of_people(page_key: str) -> bool:
    return any(word in page_key for word in PERSON_EXPORTS)


type _Found = Iterable[TalentRecord | Registration | OutboxMail]


def _by_link(source_id: UUID) -> _Found:
    if not RelayLink.objects.filter(id=source_id).exists():
        raise NotVisibleError
    return Registration.objects.filter(link_id=source_id)


def _by_import(source_id: UUID) -> _Found:
    if not ImportRun.objects.filter(id=source_id).exists():
        raise NotVisibleError
    ids = Application.objects.filter(import_run_id=source_id).values("talent_record_id")
    return TalentRecord.objects.filter(id__in=ids)


def _by_export(source_id: UUID) -> _Found:
    """Everybody whom the list could hold when it was taken: the widest reading, on purpose."""
    event = AuditEvent.objects.filter(id=source_id, kind="list.export").first()
    if event is None or not _is_of_people(event.object_id):
        raise NotVisibleError
    if "application" in event.object_id:
        ids = Application.objects.filter(created_at__lte=event.happened_at)
        return TalentRecord.objects.filter(id__in=ids.values("talent_record_id"))
    return Registration.objects.filter(created_at__lte=event.happened_at)


def _by_mails(source_id: UUID) -> _Found:
    mails = list(OutboxMail.objects.filter(batch_id=source_id))
    if not mails:
        raise NotVisibleError
    return mails


def _by_hand(numbers: Collection[str]) -> _Found:
    wanted = {number.strip() for number in numbers if number.strip()}
    found = list(TalentRecord.objects.filter(number__in=wanted))
    if unknown := sorted(wanted - {one.number for one in found}):
        raise InvalidInputError(
            ja=f"この番号の記録がありません：{'、'.join(unknown[:5])}",
            en=f"No record has the number {', '.join(unknown[:5])}.",
            field="numbers",
        )
    if not found:
        raise InvalidInputError(
            ja="記録の番号を入力してください。", en="Enter the numbers of records.", field="numbers"
        )
    return found


def _add(incident: Incident, source: Source, found: _Found) -> int:
    listed = IncidentPerson.objects.filter(incident=incident)
    known_ids = set(listed.values_list("talent_record_id", flat=True))
    known_registrations = set(listed.values_list("registration_id", flat=True))
    known_mails = {one.mail for one in listed if one.mail}
    rows = []
    for one in _as_rows(incident, source, found):
        is_known = (
            (one.talent_record_id is not None and one.talent_record_id in known_ids)
            or (one.registration_id is not None and one.registration_id in known_registrations)
            or (one.mail and one.mail in known_mails)
        )
        if is_known:
            continue
        known_ids.add(one.talent_record_id)
        known_registrations.add(one.registration_id)
        known_mails |= {one.mail} - {""}
        rows.append(one)
    IncidentPerson.objects.bulk_create(rows)
    return len(rows)


def _as_rows(incident: Incident, source: Source, found: _Found) -> Iterable[IncidentPerson]:
    for one in found:
        row = IncidentPerson(
            organisation_id=incident.organisation_id, incident=incident, source=source
        )
        if isinstance(one, OutboxMail):
            row.mail = one.to_address
        elif isinstance(one, Registration):
            row.registration_id, row.talent_record_id = one.id, one.talent_record_id
            row.name, row.mail = one.full_name, one.mail
        else:
            row.talent_record_id, row.name, row.mail = one.id, one.full_name, one.mail
        yield row
