"""Join a case to the person's record here, and end what waits when the person goes."""

from collections.abc import Collection, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.errors import RefusedError
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork
from tasuki.apps.moves.steps import machine_of, take_step
from tasuki.apps.people.models import TalentRecord
from tasuki.core.moves.machines import ContractWorkEvent, MoveEvent, SideWorkEvent

MAIL_FIELDS: Final = {
    Secondment: "person_mail",
    SideWork: "person_mail",
    ContractWork: "supplier_mail",
}
"""The kinds of case and where each keeps the person's address."""

_DROP: Final[dict[type[Any], StrEnum]] = {
    Secondment: MoveEvent.CANCEL,
    SideWork: SideWorkEvent.END,
    ContractWork: ContractWorkEvent.CANCEL,
}
_RUNNING: Final = {
    Secondment: ("active", "extended"),
    SideWork: ("agreed", "running", "stopped"),
    ContractWork: ("accepted", "end_noticed"),
}


def find_record_id(mail: str) -> UUID | None:
    """Return the one record here whose whole mail address this is; None where none or several."""
    if not mail.strip():
        return None
    found = TalentRecord.objects.filter(mail=mail.strip())
    roots = {one.merged_into_id or one.id for one in found}
    return roots.pop() if len(roots) == 1 else None


def list_cases_of(
    *, record_ids: Collection[UUID], mails: Collection[str]
) -> "Iterator[QuerySet[Any, Any]]":
    """Return the cases of one person in the organisation bound now, one query for each kind.

    Args:
        record_ids: the person's records here.
        mails: addresses of the person; they find cases that were made before the record.
    """
    for model, field in MAIL_FIELDS.items():
        mine = Q(talent_record_id__in=list(record_ids))
        if mails:
            mine |= Q(talent_record_id=None) & Q(**{f"{field}__in": sorted(mails)})
        yield model._default_manager.filter(mine)


def release_cases(
    *, actor: Actor, record_ids: Collection[UUID], mails: Collection[str], now: datetime
) -> None:
    """Join the cases of a person who is about to be erased, and drop those that never began.

    Args:
        actor: who erases.
        record_ids: the person's records here, at least one if a case is to be joined.
        mails: addresses of the person.
        now: when.

    Raises:
        RefusedError: a case runs; its contract needs the person's data until it ends.

    Source: 個人情報保護法 35条5項 (erasing what is not needed any more); 労働基準法 109条.
    """
    for cases in list_cases_of(record_ids=record_ids, mails=mails):
        if record_ids:
            cases.filter(talent_record_id=None).update(talent_record_id=min(record_ids))
        for row in cases.select_for_update():
            if row.state in _RUNNING[type(row)]:
                raise RefusedError(
                    ja=f"{row.number}が続いているため、今は消去できません。終わった後に、もう一度"
                    "請求してください。続ける必要がない場合は、先に終了の手続きをしてください。",
                    en=f"{row.number} still runs, so the data cannot be erased now. Ask again "
                    "after it ended, or have it ended first.",
                    code="move_running",
                )
            event = _DROP[type(row)]
            if machine_of(row).can(row.state, event):
                take_step(actor=actor, row=row, event=event, now=now, ended_on=localdate(now))
