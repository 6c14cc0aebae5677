"""What was computed and decided: comparison, verification, proposals, explanations, lottery."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from tasuki.apps.rounds.models import Round, RoundDecision, RoundPlace
from tasuki.apps.rounds.queries.rounds import find_names
from tasuki.core.market.explain.words import say
from tasuki.core.market.lottery import mixed_seed
from tasuki.core.market.records import MechanismName
from tasuki.core.relay.labels import StatusLabel
from tasuki.core.rounds.labels import CHECK_WORDS, VERDICT_LABELS
from tasuki.core.rounds.machine import RESULT_STATES, SHOWN_STATES, Decision
from tasuki.core.rounds.rules import MECHANISM_WORDS
from tasuki.core.words import Words

_SIDES: Final = {
    "agents": Words("本人から", "people propose"),
    "openings": Words("受け入れ側から", "places propose"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One mechanism of the dry run.

    Attributes:
        mechanism: stored name. name: as people read it. side: who proposes.
        is_chosen: the round's own mechanism.
        refused: codes of why it cannot be used here; the figures are 0 then.
        figures: matched, moved, first, mean_rank_hundredths, envious, worse_units, value ...
    """

    mechanism: str
    name: Words
    side: Words | None
    is_chosen: bool
    refused: tuple[str, ...]
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check of the verification, with its witness where it failed."""

    key: str
    name: Words
    verdict: StatusLabel
    is_failed: bool
    reason: str
    witness: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfRound:
    """One proposal with the name of its person, for the members who decide.

    Attributes:
        line: the row. name: of the talent record. present: the unit held today.
        has_appeal: an appeal waits for its answer.
    """

    line: RoundDecision
    name: str = field(default="", repr=False)
    has_appeal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LotteryProof:
    """What anybody needs to check the lottery again; secret and seed once it is published."""

    commitment: str
    digest: str
    secret: str = ""
    seed: str = ""


def read_comparison(row: Round) -> list[ComparisonRow]:
    """Return the rows of the dry run, the round's own mechanism marked."""
    found = []
    for one in row.comparison:
        name, side = str(one["mechanism"]), one.get("side")
        found.append(
            ComparisonRow(
                mechanism=name,
                name=MECHANISM_WORDS[MechanismName(name)],
                side=_SIDES.get(str(side)),
                is_chosen=name == row.mechanism and side in (None, "agents"),
                refused=tuple(one.get("refused", ())),
                figures=one,
            )
        )
    return found


def read_checks(row: Round) -> list[CheckLine]:
    """Return the lines of the verification, what failed first."""
    found = [
        CheckLine(
            key=key,
            name=CHECK_WORDS[key],
            verdict=VERDICT_LABELS[str(one["verdict"])],
            is_failed=one["verdict"] == "FAIL",
            reason=str(one.get("reason") or ""),
            witness=one.get("witness"),
        )
        for key, one in row.report.items()
    ]
    return sorted(found, key=lambda one: not one.is_failed)


def list_decisions(
    *, round_id: UUID, decision: str = "", has_appeal: bool = False
) -> list[LineOfRound]:
    """Return the proposals of a round with names: open ones first, then by place.

    Args:
        round_id: the round.
        decision: a ``Decision``; empty for all.
        has_appeal: only those whose appeal waits for an answer.
    """
    rows = RoundDecision.objects.filter(round_id=round_id)
    if decision:
        rows = rows.filter(decision=decision)
    if has_appeal:
        rows = rows.filter(appealed_at__isnull=False, answered_at=None)
    found = list(rows.order_by("place_name", "rank", "id"))
    names = find_names(record_ids=[one.talent_record_id for one in found])
    lines = [
        LineOfRound(
            line=one,
            name=names.get(one.talent_record_id, ""),
            has_appeal=one.appealed_at is not None and one.answered_at is None,
        )
        for one in found
    ]
    return sorted(lines, key=_open_first)


def list_confirmed(*, round_id: UUID) -> QuerySet[RoundDecision]:
    """Return the confirmed proposals that move somebody, by place."""
    rows = RoundDecision.objects.filter(
        round_id=round_id, decision=Decision.CONFIRMED, is_move=True
    )
    return rows.order_by("place_name", "id")


def explain_line(line: RoundDecision, *, language: str) -> list[str]:
    """Return why somebody got this result, in sentences; empty before the verification.

    Args:
        line: of a round with a result.
        language: ``ja`` or ``en``.
    """
    if not line.explanation:
        return []
    places = RoundPlace.objects.filter(round_id=line.round_id).values_list("id", "name")
    titles = {str(key): name for key, name in places}
    next_on = line.round.next_round_on
    said = next_on.isoformat().replace("-", "/") if next_on is not None else None
    return say(line.explanation, language, titles=titles, next_date=said)


def read_cutoffs(row: Round) -> dict[str, int | None]:
    """Return the cutoffs that everybody may see, by the name of the place."""
    if row.round_state not in RESULT_STATES:
        return {}
    names = dict(RoundPlace.objects.filter(round=row).values_list("id", "name"))
    by_id = {str(key): name for key, name in names.items()}
    return {by_id[key]: value for key, value in row.cutoffs.items() if key in by_id}


def read_lottery(row: Round) -> LotteryProof:
    """Return what the lottery can be checked by; secret and seed only after publication."""
    proof = LotteryProof(commitment=row.commitment, digest=row.digest)
    if row.round_state not in SHOWN_STATES:
        return proof
    return LotteryProof(
        commitment=row.commitment,
        digest=row.digest,
        secret=row.secret,
        seed=mixed_seed(row.secret, row.digest),
    )


def _open_first(one: LineOfRound) -> tuple[bool, bool, str]:
    row = one.line
    return row.decision != Decision.OPEN, row.place_id is None, row.place_name
