"""The file of an incident: open it, keep its facts, report, tell the persons, close.

Source: 個人情報保護法 26条, 施行規則 7条-10条; for public bodies 68条.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.messages.actions import notify
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.rights.incident_steps import (
    clock_of,
    lock_incident,
    lock_open_incident,
    log_step,
    set_duty,
    take_incident_step,
)
from tasuki.apps.rights.models import Incident
from tasuki.apps.rights.queries.incidents import closing_blockers, missing_items
from tasuki.apps.rights.steps import require_human
from tasuki.core.access import Permission
from tasuki.core.law.clocks import breach_clock
from tasuki.core.law.parameters import UnknownParameterError
from tasuki.core.rights.breach import ITEMS, IncidentEvent, Trigger

TITLE_CHARACTERS_MAX: Final = 120
TEXT_CHARACTERS_MAX: Final = 5_000
COUNT_MAX: Final = 100_000_000
TEXT_FIELDS: Final = frozenset(ITEMS) - {"person_count"}
EDITABLE: Final = TEXT_FIELDS | {
    "title",
    "triggers",
    "is_encrypted",
    "encryption_note",
    "stated_count",
    "happened_on",
    "substitute",
}


@action(act=None)
def open_incident(
    *,
    actor: Actor,
    title: str,
    known_at: datetime,
    overview: str = "",
    data_items: str = "",
    triggers: Collection[Trigger | str] = (),
    stated_count: int = 0,
    happened_on: date | None = None,
    processor_name: str = "",
    now: datetime,
) -> Incident:
    """Open the file of an incident; from here its clocks run.

    Args:
        actor: whoever found out, or a processor that tells its controller.
        title: 1-120 characters; names no person.
        known_at: when somebody in the organisation first knew; not after ``now``.
        overview: what happened, as far as known.
        data_items: which items of data.
        triggers: what makes a report due; the number of persons is counted by itself.
        stated_count: affected persons as far as known, >= 0.
        happened_on: the day it happened, where known.
        processor_name: who told, when a processor opens it on the controller's side.
        now: when.

    Raises:
        InvalidInputError: a text is missing or too long, or a day lies in the future.
    """
    require(actor, Permission.INCIDENT_EDIT)
    if known_at > now:
        raise InvalidInputError(
            ja="知った日時が未来になっています。実際に知った日時を入力してください。",
            en="The moment of knowing lies in the future. Enter when it really was.",
            field="known_at",
        )
    try:
        breach_clock(localdate(known_at), is_wrongful=False)
    except UnknownParameterError:
        raise InvalidInputError(
            ja="報告の義務が始まるより前の日時です。実際に知った日時を入力してください。",
            en="The duty to report did not exist then. Enter when it really was.",
            field="known_at",
        ) from None
    values = _checked(
        {
            "title": title,
            "overview": overview,
            "data_items": data_items,
            "triggers": list(triggers),
            "stated_count": stated_count,
            "happened_on": happened_on,
        }
    )
    [number] = take_numbers(name="incident")
    incident = Incident(
        organisation_id=actor.organisation_id,
        number=f"J-{number:05d}",
        known_at=known_at,
        processor_name=processor_name[:120],
        opened_by_id=actor.account_id,
        opened_by_name=actor.name[:80],
        **values,
    )
    set_duty(incident)
    incident.save(force_insert=True)
    log_step(actor, incident, "open", incident.overview, now=now, happened_at=known_at)
    _tell_desk(actor, incident, now=now)
    return incident


@action(act=None)
def edit_incident(
    *, actor: Actor, incident_id: UUID, values: Mapping[str, Any], now: datetime
) -> Incident:
    """Keep what is known by now; duty and clocks follow from it.

    Args:
        actor: a member of the desk.
        incident_id: an incident that is not closed.
        values: field -> value, of ``EDITABLE`` only; the others stay.
        now: when.

    Raises:
        InvalidInputError: an unknown field, a text too long, an exemption without its reason.
        RefusedError: it is closed.
    """
    require(actor, Permission.INCIDENT_EDIT)
    if unknown := sorted(values.keys() - EDITABLE):
        raise InvalidInputError(
            ja=f"変更できない項目です：{unknown[0]}",
            en=f"This field cannot be changed: {unknown[0]}",
            field=unknown[0],
        )
    incident = lock_open_incident(incident_id=incident_id)
    given = _checked({"title": incident.title} | dict(values))
    changed = [name for name, value in given.items() if getattr(incident, name) != value]
    for name, value in given.items():
        setattr(incident, name, value)
    if incident.is_encrypted and not incident.encryption_note:
        raise InvalidInputError(
            ja="暗号化の方式と、鍵が漏れていないことを記入してください。",
            en="State how the data was encrypted and that the key did not leak.",
            field="encryption_note",
        )
    set_duty(incident)
    incident.save()
    if changed:
        log_step(actor, incident, "edit", ", ".join(sorted(changed)), now=now)
    return incident


@action(act=None)
def add_note(
    *,
    actor: Actor,
    incident_id: UUID,
    text: str,
    happened_at: datetime | None = None,
    now: datetime,
) -> Incident:
    """Write a line into the log: what was done, by whom, when. Lines are never changed.

    Raises:
        InvalidInputError: no text, or a moment in the future.
        RefusedError: the incident is closed.
    """
    require(actor, Permission.INCIDENT_EDIT)
    incident = lock_open_incident(incident_id=incident_id)
    if happened_at is not None and happened_at > now:
        raise InvalidInputError(
            ja="日時が未来になっています。",
            en="The moment lies in the future.",
            field="happened_at",
        )
    log_step(actor, incident, "note", _filled(text, "text"), now=now, happened_at=happened_at)
    return incident


@action(act=None)
def record_report(
    *, actor: Actor, incident_id: UUID, is_final: bool, receipt: str, now: datetime
) -> Incident:
    """BR1, BR2: a report went to the Commission; its receipt is kept.

    Args:
        actor: the human who sent it.
        incident_id: an open incident.
        is_final: the final report; it may leave without a preliminary one before it.
        receipt: number or note of the receipt, 1-60 characters.
        now: when it was sent.

    Raises:
        RefusedError: the final report lacks items (all but the last are asked for).
        InvalidInputError: no receipt.
    """
    require(actor, Permission.INCIDENT_EDIT)
    require_human(actor)
    incident = lock_open_incident(incident_id=incident_id)
    text = _filled(receipt, "receipt")[:60]
    if is_final and (missing := missing_items(incident)):
        names = "、".join(ITEMS[name].ja for name in missing)
        raise RefusedError(
            ja=f"確報に必要な項目が空いています（{names}）。記入してから提出してください。",
            en=f"Items of the final report are empty: {', '.join(missing)}. Fill them in first.",
            code="report_items",
        )
    event = IncidentEvent.REPORT_FINAL if is_final else IncidentEvent.REPORT_PRELIMINARY
    if is_final:
        incident.final_at, incident.final_receipt = now, text
    else:
        incident.preliminary_at, incident.preliminary_receipt = now, text
    return take_incident_step(actor=actor, incident=incident, event=event, text=text, now=now)


@action(act=None)
def close_incident(*, actor: Actor, incident_id: UUID, now: datetime) -> Incident:
    """BR3: close the file; where a report is due, only after report and notice to the persons.

    Raises:
        RefusedError: the final report or the notice to the persons (or a stated substitute) lacks.
        NotAllowedError: no named human acts.

    Source: 個人情報保護法 26条1項・2項.
    """
    require(actor, Permission.INCIDENT_EDIT)
    account_id, name = require_human(actor)
    incident = lock_open_incident(incident_id=incident_id)
    set_duty(incident)
    if blockers := closing_blockers(incident):
        raise RefusedError(
            ja="".join(one.ja for one in blockers) + "終了する前に済ませてください。（26条）",
            en=" ".join(one.en for one in blockers) + " Do this before closing. (26)",
            code="incident_open_duty",
        )
    incident.closed_at, incident.closed_by_id, incident.closed_by_name = now, account_id, name
    return take_incident_step(
        actor=actor, incident=incident, event=IncidentEvent.CLOSE, text="", now=now
    )


@action(act=None)
def reopen_incident(*, actor: Actor, incident_id: UUID, reason: str, now: datetime) -> Incident:
    """BR4: new facts came up; the file opens again with its clocks.

    Raises:
        InvalidInputError: no reason is given.
        RefusedError: it is not closed.
    """
    require(actor, Permission.INCIDENT_EDIT)
    incident = lock_incident(incident_id=incident_id)
    text = _filled(reason, "reason")
    incident.closed_at, incident.closed_by_id, incident.closed_by_name = None, None, ""
    return take_incident_step(
        actor=actor, incident=incident, event=IncidentEvent.REOPEN, text=text, now=now
    )


def _tell_desk(actor: Actor, incident: Incident, *, now: datetime) -> None:
    clock = clock_of(incident)
    notify(
        actor=actor,
        text=f"事故「{incident.title}」（{incident.number}）を記録しました。"
        f"報告が必要な場合の速報は{clock.preliminary_by:%Y/%m/%d}までです。",
        text_en=f"Incident {incident.number} was recorded. If a report is due, the preliminary "
        f"one leaves by {clock.preliminary_by.isoformat()}.",
        url=f"/privacy/incidents/{incident.id}/",
        needs=Permission.INCIDENT_VIEW,
        mail_to=Permission.INCIDENT_EDIT,
        now=now,
    )


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    title = " ".join(str(values["title"]).split())
    if not title or len(title) > TITLE_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"件名を1～{TITLE_CHARACTERS_MAX}文字で入力してください。氏名は書きません。",
            en=f"Enter a title of 1-{TITLE_CHARACTERS_MAX} characters without names.",
            field="title",
        )
    checked = values | {"title": title}
    for name in TEXT_FIELDS | {"substitute", "encryption_note"}:
        if name in values:
            checked[name] = _text(str(values[name]), name)
    if "triggers" in values:
        checked["triggers"] = _triggers(values["triggers"])
    if "stated_count" in values:
        checked["stated_count"] = _count(values["stated_count"])
    return checked


def _triggers(given: Collection[Trigger | str]) -> list[str]:
    known = {str(one) for one in Trigger}
    if unknown := sorted(set(map(str, given)) - known):
        raise InvalidInputError(
            ja="一覧から選んでください。",
            en=f"Unknown case: {unknown[0]}.",
            field="triggers",
        )
    return [str(one) for one in Trigger if str(one) in set(map(str, given)) - {Trigger.MANY}]


def _count(given: Any) -> int:
    count = int(given or 0)
    if not 0 <= count <= COUNT_MAX:
        raise InvalidInputError(
            ja="人数を0以上の数で入力してください。",
            en="Enter the number of persons, 0 or more.",
            field="stated_count",
        )
    return count


def _text(text: str, field: str) -> str:
    limit = 300 if field == "encryption_note" else TEXT_CHARACTERS_MAX
    if len(text.strip()) > limit or "\0" in text:
        raise InvalidInputError(
            ja=f"{limit:,}文字以内で入力してください。",
            en=f"Enter at most {limit:,} characters.",
            field=field,
        )
    return text.strip()


def _filled(text: str, field: str) -> str:
    if not text.strip():
        raise InvalidInputError(ja="内容を入力してください。", en="Enter a text.", field=field)
    return _text(text, field)
