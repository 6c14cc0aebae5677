"""The fairness report of a round: who was proposed a place and confirmed, by group.

Age and channel are read for this report alone; no mechanism and no score knows them.
Nobody's sex is kept, so no figure by sex is made.

Source: law.md 11; 6 RCNY 5-300; AI事業者ガイドライン v1.2.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.models import Registration
from tasuki.apps.rounds.models import Round, RoundDecision
from tasuki.core.law.fairness import GroupCount, GroupResult, age_band, impact_ratios
from tasuki.core.rounds.machine import SHOWN_STATES, Decision
from tasuki.core.rounds.rules import RoundKind
from tasuki.core.words import Words

TOO_SMALL: Final = Words("少数のため判定不可", "too few to judge")
UNKNOWN: Final = "unknown"
RELAY: Final = "relay"
DIRECT: Final = "direct"
_GROUP_WORDS: Final[dict[str, Words]] = {
    UNKNOWN: Words("不明", "unknown"),
    RELAY: Words("リレーからの登録", "registered by the relay"),
    DIRECT: Words("直接の登録", "came directly"),
}
_TABLES: Final[dict[str, tuple[Words, str]]] = {
    "proposed_age": (Words("提案された割合（年齢区分）", "Proposed, by age band"), "age"),
    "confirmed_age": (Words("確定した割合（年齢区分）", "Confirmed, by age band"), "age"),
    "proposed_channel": (Words("提案された割合（経路）", "Proposed, by channel"), "channel"),
    "confirmed_channel": (Words("確定した割合（経路）", "Confirmed, by channel"), "channel"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessRow:
    """One group.

    Attributes:
        group: age band or channel.
        selected, total: people; ``None`` where the group is too small to be shown apart.
        rate_permille, ratio_permille: rate, and rate over the highest rate; None = not judged.
        low_permille, high_permille: exact 95 % interval of the rate.
        is_too_small: fewer than a judgement needs; 少数のため判定不可.
        is_flagged: judged, and below four fifths.
    """

    group: str
    words: Words
    selected: int | None
    total: int | None
    rate_permille: int | None
    ratio_permille: int | None
    low_permille: int | None
    high_permille: int | None
    is_too_small: bool
    is_flagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessTable:
    """One question asked of all groups."""

    key: str
    title: Words
    rows: tuple[FairnessRow, ...]


def build_fairness(*, row: Round, on: date) -> list[FairnessTable]:
    """Return the report: as it was kept at the publication, before that from the rows now.

    Args:
        row: a round with a result; before that every table is empty.
        on: the day whose bands and marks hold; ages are of that day.
    """
    kept = row.fairness if row.round_state in SHOWN_STATES else None
    return read_tables(kept or count_fairness(row=row, on=on))


def count_fairness(*, row: Round, on: date) -> list[dict[str, Any]]:
    """Return the report as it is kept: counts alone, nobody in it; small groups without counts."""
    rows = RoundDecision.objects.filter(round=row)
    lines = list(rows.values_list("talent_record_id", "place_id", "decision"))
    people = [one for one, _place, _said in lines]
    groups = {"age": _ages(people, on=on), "channel": _channels(row, people)}
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for key, (_title, by) in _TABLES.items():
        total: Counter[str] = Counter()
        selected: Counter[str] = Counter()
        for record_id, place, said in lines:
            group = groups[by].get(record_id, UNKNOWN)
            total[group] += 1
            is_proposed = place is not None
            is_confirmed = said == Decision.CONFIRMED
            selected[group] += is_proposed if key.startswith("proposed") else is_confirmed
        counts[key] = {name: (selected[name], total[name]) for name in sorted(total)}
    return figures_of(counts, on=on)


def figures_of(
    counts: Mapping[str, Mapping[str, tuple[int, int]]], *, on: date
) -> list[dict[str, Any]]:
    """Return rates, ratios and intervals of each table, small groups without any number.

    Args:
        counts: table -> group -> (selected, total).
        on: the day whose marks hold.
    """
    return [
        {
            "key": key,
            "rows": [
                _figures(one)
                for one in impact_ratios(
                    {name: GroupCount(*both) for name, both in groups.items()}, on=on
                )
            ],
        }
        for key, groups in counts.items()
    ]


def read_tables(kept: Iterable[Mapping[str, Any]]) -> list[FairnessTable]:
    """Return the tables of a report as it is kept."""
    return [_table(one) for one in kept]


def _figures(one: GroupResult) -> dict[str, Any]:
    if one.is_too_small or one.rate is None:
        return {"group": one.name, "is_too_small": True}
    low, high = one.interval
    return {
        "group": one.name,
        "selected": one.selected,
        "total": one.total,
        "rate": int(one.rate * 1000),
        "ratio": None if one.impact_ratio is None else int(one.impact_ratio * 1000),
        "low": int(low * 1000),
        "high": int(high * 1000),
        "is_too_small": False,
        "is_flagged": one.is_flagged,
    }


def _table(kept: Mapping[str, Any]) -> FairnessTable:
    rows = tuple(
        FairnessRow(
            group=one["group"],
            words=_GROUP_WORDS.get(one["group"], Words(one["group"], one["group"])),
            selected=one.get("selected"),
            total=one.get("total"),
            rate_permille=one.get("rate"),
            ratio_permille=one.get("ratio"),
            low_permille=one.get("low"),
            high_permille=one.get("high"),
            is_too_small=one["is_too_small"],
            is_flagged=one.get("is_flagged", False),
        )
        for one in kept["rows"]
    )
    return FairnessTable(key=kept["key"], title=_TABLES[kept["key"]][0], rows=rows)


def _ages(record_ids: list[UUID], *, on: date) -> dict[UUID, str]:
    found = {}
    for one in TalentRecord.objects.filter(id__in=record_ids):
        born = one.birth_date
        if born is not None:
            age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
            found[one.id] = age_band(max(age, 0), on=on)
    return found


def _channels(row: Round, record_ids: list[UUID]) -> dict[UUID, str]:
    """How people came: by the relay or directly (agency), by the channel of application."""
    if row.kind == RoundKind.INTRODUCTIONS:
        relayed = Registration.objects.filter(talent_record_id__in=record_ids)
        known = set(relayed.values_list("talent_record_id", flat=True))
        return {one: RELAY if one in known else DIRECT for one in record_ids}
    rows = Application.objects.filter(talent_record_id__in=record_ids).exclude(channel="")
    return dict(rows.order_by("created_at").values_list("talent_record_id", "channel"))
