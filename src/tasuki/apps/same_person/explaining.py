"""Why two records may be one person, in sentences made of levels; no value of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tasuki.apps.same_person.models import Pair
from tasuki.apps.same_person.scoring import FIELD_LABELS, LEVEL_TEXTS
from tasuki.core.linkage.decide import GUARD_TEXTS
from tasuki.core.same_person.clusters import ClusterGuard
from tasuki.core.words import Words

_CLUSTER_TEXTS: Final = {
    ClusterGuard.SIZE: Words(
        "つなぐと、8件以上のデータが1人になります。",
        "Linked, eight records or more would become one person.",
    ),
    ClusterGuard.BIRTH_DATES: Words(
        "つなぐと、生年月日が2つある1人になります。",
        "Linked, one person would have two dates of birth.",
    ),
}
_MISSING: Final = Words("どちらかに書かれていません", "not written in one of them")


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """What one field says about a pair, as a sentence with its weight in bits."""

    label: Words
    text: Words
    bits: float


def explain(pair: Pair) -> list[ReasonLine]:
    """Return what each field says about a pair, the weightiest first."""
    lines = [
        ReasonLine(
            label=FIELD_LABELS[reason["field"]],
            text=LEVEL_TEXTS.get((reason["field"], reason["level"]), _MISSING),
            bits=reason["bits"],
        )
        for reason in pair.reasons
        if reason["field"] in FIELD_LABELS
    ]
    return sorted(lines, key=lambda line: -abs(line.bits))


def explain_guards(guards: Sequence[str]) -> list[Words]:
    """Return why pairs were not linked by machine, as sentences."""
    texts = {str(guard): words for guard, words in (*GUARD_TEXTS.items(), *_CLUSTER_TEXTS.items())}
    return [texts[guard] for guard in guards if guard in texts]
