"""The confirmed moves of a round as a file: transfer orders for whoever carries them out."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localtime

from tasuki.adapters.tabular.write import write_csv
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import RefusedError
from tasuki.apps.people.models import Employment, RecordView
from tasuki.apps.people.views import record_views
from tasuki.apps.rounds.models import RoundPerson, RoundPlace
from tasuki.apps.rounds.queries.results import list_confirmed
from tasuki.apps.rounds.queries.rounds import find_names, find_round
from tasuki.apps.rounds.steps import record
from tasuki.core.access import Permission
from tasuki.core.rounds.machine import RoundState

HEADS: Final = (
    "ラウンド",
    "社員番号",
    "氏名",
    "異動前の会社",
    "異動前",
    "異動後の会社",
    "異動後",
    "希望順位",
    "決定者",
    "決定日",
)
_DECIDED: Final = frozenset({RoundState.DECIDED, RoundState.PUBLISHED, RoundState.CLOSED})


@action(act=None)
def export_orders(*, actor: Actor, round_id: UUID, now: datetime) -> bytes:
    """Return the confirmed moves as CSV (UTF-8 with a mark), one line a person.

    Args:
        actor: a member who may export; the people see the export in their log.
        round_id: a round whose proposals are all decided.
        now: when.

    Raises:
        NotVisibleError: there is no such round.
        RefusedError: proposals are undecided.
    """
    require(actor, Permission.EXPORT)
    require(actor, Permission.ROUND_VIEW)
    row = find_round(round_id=round_id)
    if row.round_state not in _DECIDED:
        raise RefusedError(
            ja="すべての提案を決定してから出力してください。",
            en="Decide every proposal first.",
            code="undecided",
        )
    lines = list(list_confirmed(round_id=round_id))
    ids = [one.talent_record_id for one in lines]
    names = find_names(record_ids=ids)
    working = Employment.objects.filter(talent_record_id__in=ids)
    numbers = dict(working.order_by("created_at").values_list("talent_record_id", "number"))
    people = {one.id: one for one in RoundPerson.objects.filter(round=row)}
    places = {one.id: one for one in RoundPlace.objects.filter(round=row)}
    found: list[tuple[str | int | None, ...]] = [HEADS]
    for line in lines:
        person = people.get(line.participant_id)
        before = places.get(person.place_id) if person is not None and person.place_id else None
        after = places.get(line.place_id) if line.place_id is not None else None
        found.append(
            (
                row.number,
                numbers.get(line.talent_record_id, ""),
                names.get(line.talent_record_id, ""),
                before.company_name if before is not None else "",
                before.name if before is not None else "",
                after.company_name if after is not None else "",
                line.place_name,
                line.rank,
                line.decided_by_name,
                localtime(line.decided_at).date().isoformat() if line.decided_at else "",
            )
        )
    record_views(actor=actor, talent_record_ids=ids, now=now, way=RecordView.Way.EXPORTED)
    record(actor=actor, row=row, act="export", now=now, data={"lines": len(lines)})
    return write_csv(found)
