"""Fits of people at the places of a round: plain columns in, numbers with their parts out.

A place looks at people, so only what the work needs counts (``to_people``); wishes stand in the
person's own list. A fit is a reason to look and decides nothing (H12).
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tasuki.core.market.fit.reading import read_opening, read_person
from tasuki.core.market.fit.scorer import FitScore, Scorer
from tasuki.core.market.fit.wishes import Direction


def fit_texts(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fit of every person at every place, and the model that made it.

    Args:
        given: ``people`` and ``openings``, each a list of columns as ``read_person`` and
            ``read_opening`` take them; a column outside the closed list is refused (H5).

    Returns:
        ``version``, ``weights``, and ``scores``: person, place, points in millionths, parts,
        missing, input_hash and shown_order (1 = shown first at its place).

    Raises:
        ForbiddenFeature: H5.
        FitError: a value is out of range.
    """
    people = [read_person(one) for one in given["people"]]
    openings = [read_opening(one) for one in given["openings"]]
    scorer = Scorer().fitted(openings)
    found: list[dict[str, Any]] = []
    for opening in openings:
        scores = [scorer.score(one, opening, Direction.TO_PEOPLE) for one in people]
        scores.sort(key=lambda one: (-one.points, one.person_id))
        found += [_row(one, order) for order, one in enumerate(scores, start=1)]
    return {"version": scorer.version, "weights": asdict(scorer.weights), "scores": found}


def _row(score: FitScore, order: int) -> dict[str, Any]:
    parts: dict[str, int] = {}
    for line in score.lines:
        parts[str(line.part)] = parts.get(str(line.part), 0) + line.points
    return {
        "person": score.person_id,
        "place": score.opening_id,
        "points": score.points,
        "parts": parts,
        "missing": sorted({f"{one.part}:{one.side}" for one in score.missing}),
        "input_hash": score.input_hash,
        "shown_order": order,
    }
