"""What rounds of the market hold about a person: taking part, list, numbers, result."""

from typing import Any, Final

from tasuki.apps.rights.collector import Collector, plain, records_at
from tasuki.apps.rights.subjects import Subject
from tasuki.apps.rounds.models import RoundChoice, RoundDecision, RoundPerson, RoundScore
from tasuki.core.words import Words

_PURPOSE: Final = Words("組み合わせの提案と、その説明", "a proposal of a round, and why")


def _choice(row: RoundChoice, _subject: Subject) -> dict[str, Any]:
    return {"rank": row.rank, "place": row.place.name, "submitted_at": plain(row.created_at)}


ROUND_COLLECTORS: Final = (
    Collector(
        name="rounds",
        words=Words("ラウンドへの参加", "Rounds you were asked to join"),
        purpose=_PURPOSE,
        model=RoundPerson,
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="round_choices",
        words=Words("提出した希望", "Lists you submitted"),
        purpose=_PURPOSE,
        model=RoundChoice,
        find=records_at("person__talent_record_id"),
        values=_choice,
    ),
    Collector(
        name="round_scores",
        words=Words("受け入れ側の点数と理由", "How places ranked you"),
        purpose=_PURPOSE,
        model=RoundScore,
        find=records_at("person__talent_record_id"),
        left_out={"scored_by_id": "a member of staff; the name is shown"},
        assessments=("priority", "reason", "is_accepted"),
    ),
    Collector(
        name="round_results",
        words=Words("ラウンドの結果と説明", "Results of rounds, and why"),
        purpose=_PURPOSE,
        model=RoundDecision,
        find=records_at("talent_record_id"),
        left_out={
            "decided_by_id": "a member of staff; the name is shown",
            "answered_by_id": "a member of staff; the name is shown",
        },
        assessments=("reason",),
    ),
)
