"""Tell the persons of an incident, with a look at the mails first (個人情報保護法26条2項)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.messages.actions import Draft, queue_mails
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.rights.incident_letters import notice_subject, notice_text
from tasuki.apps.rights.incident_steps import lock_open_incident, log_step
from tasuki.apps.rights.models import Incident, IncidentPerson
from tasuki.apps.rights.queries.incidents import find_incident
from tasuki.apps.rights.steps import require_human
from tasuki.core.access import Permission

PREVIEWED: Final = 3
NAMELESS: Final = "ご本人"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePreview:
    """What would leave: the first mails, the longest name among them, and how many."""

    subject: str
    samples: tuple[tuple[str, str], ...]
    mail_count: int
    without_mail_count: int


def preview_notice(*, actor: Actor, incident_id: UUID, text: str = "") -> NoticePreview:
    """Return the mails as they would leave; nothing is written.

    Args:
        actor: a member of the desk.
        incident_id: the incident.
        text: the body; empty takes the draft from the nine items.
    """
    require(actor, Permission.INCIDENT_EDIT)
    incident = find_incident(incident_id=incident_id)
    waiting = _waiting(incident)
    with_mail = [one for one in waiting if one.mail]
    longest = sorted(with_mail, key=lambda one: len(one.name), reverse=True)[:PREVIEWED]
    body = text.strip() or notice_text(incident, "ja")
    return NoticePreview(
        subject=_subject(incident),
        samples=tuple((one.mail, _letter(one, body)) for one in longest),
        mail_count=len(with_mail),
        without_mail_count=len(waiting) - len(with_mail),
    )


@action(act=None)
def tell_persons(
    *, actor: Actor, incident_id: UUID, text: str, expected_count: int, now: datetime
) -> int:
    """Mail the notice to everybody on the list who was not told yet and return how many.

    When nobody is left without a notice, the persons count as told; those without an address
    are told by post, see ``record_told``.

    Args:
        actor: the human who sends it.
        incident_id: an incident that is not closed.
        text: the body, as previewed; 1-5,000 characters.
        expected_count: how many the preview named.
        now: when.

    Raises:
        RefusedError: the list changed since the preview, or nobody is left.
        InvalidInputError: no text.
    """
    require(actor, Permission.INCIDENT_EDIT)
    require_human(actor)
    incident = lock_open_incident(incident_id=incident_id)
    if not text.strip():
        raise InvalidInputError(
            ja="本文を入力してください。", en="Enter the text of the notice.", field="text"
        )
    waiting = _waiting(incident)
    persons = [one for one in waiting if one.mail]
    if not persons or len(persons) != expected_count:
        raise RefusedError(
            ja="対象者の一覧が変わったか、送る相手がいません。内容をもう一度確認してください。",
            en="The list changed, or nobody is left to write to. Look at the preview again.",
            code="list_changed",
        )
    _mail(actor, incident, persons, text.strip(), now=now)
    if len(persons) == len(waiting):
        incident.persons_told_at = now
        incident.persons_told_how = "メール"
    incident.save()
    log_step(actor, incident, "tell", f"{len(persons)}\n{text.strip()}", now=now)
    return len(persons)


@action(act=None)
def record_told(*, actor: Actor, incident_id: UUID, how: str, now: datetime) -> Incident:
    """Record that the persons were told by other means, such as by post or in person.

    Raises:
        InvalidInputError: it is not said how.
        RefusedError: the incident is closed.
    """
    require(actor, Permission.INCIDENT_EDIT)
    require_human(actor)
    incident = lock_open_incident(incident_id=incident_id)
    words = " ".join(how.split())[:200]
    if not words:
        raise InvalidInputError(
            ja="どのように通知したかを入力してください。",
            en="Say how the persons were told.",
            field="how",
        )
    IncidentPerson.objects.filter(incident=incident, told_at=None).update(told_at=now)
    incident.persons_told_at = incident.persons_told_at or now
    incident.persons_told_how = (
        f"{incident.persons_told_how}、{words}" if incident.persons_told_how else words
    )[:200]
    incident.save()
    log_step(actor, incident, "told", words, now=now)
    return incident


def _waiting(incident: Incident) -> list[IncidentPerson]:
    rows = IncidentPerson.objects.filter(incident=incident, told_at=None)
    return list(rows.order_by("created_at", "id"))


def _subject(incident: Incident) -> str:
    organisation = find_organisation(organisation_id=incident.organisation_id)
    return notice_subject(incident, organisation.name)


def _letter(person: IncidentPerson, text: str) -> str:
    return f"{person.name or NAMELESS} 様\n\n{text}"


def _mail(
    actor: Actor,
    incident: Incident,
    persons: Sequence[IncidentPerson],
    text: str,
    *,
    now: datetime,
) -> None:
    subject = _subject(incident)
    drafts = [
        Draft(
            kind="incident_notice",
            to_address=one.mail,
            subject=subject,
            text=_letter(one, text),
            reference_kind="incident",
            reference_id=incident.id,
        )
        for one in persons
    ]
    mails = queue_mails(actor=actor, drafts=drafts, now=now, batch_id=uuid4())
    for person, mail in zip(persons, mails, strict=True):
        person.mail_id, person.told_at = mail.id, now
    IncidentPerson.objects.bulk_update(persons, ["mail_id", "told_at"], batch_size=500)
