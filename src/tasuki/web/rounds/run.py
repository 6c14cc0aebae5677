"""Dry run, clearing and verification: progress, the mechanisms side by side, the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.rounds.actions import running
from tasuki.apps.rounds.models import Round
from tasuki.apps.rounds.queries.results import (
    CheckLine,
    ComparisonRow,
    read_checks,
    read_comparison,
)
from tasuki.core.access import Permission
from tasuki.core.market.records import MechanismName
from tasuki.core.rounds.machine import RoundState
from tasuki.core.rounds.rules import MECHANISM_WORDS, RoundKind
from tasuki.web.components import formats
from tasuki.web.components.views import PageView
from tasuki.web.rounds.frame import OfRound, RoundAct
from tasuki.web.rounds.words import PROMISES, REFUSED

_JOB_WORDS: Final = {
    Round.Job.COMPARE: gettext_lazy("The mechanisms are being compared on the locked lists."),
    Round.Job.CLEAR: gettext_lazy("The round is being cleared."),
    Round.Job.FIT: gettext_lazy("The fits of people and places are being computed."),
    Round.Job.VERIFY: gettext_lazy("The outcome is being verified in another process."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMechanism:
    """One column of the comparison."""

    name: str
    is_chosen: bool
    refused: str
    figures: tuple[tuple[Any, str], ...]


class RunPage(OfRound, PageView):
    """What was computed on the locked lists, and whether it may be published."""

    template_name: ClassVar[str] = "rounds/run.html"
    partial_name: ClassVar[str] = "progress"
    tab = "run"

    def get_context(self) -> dict[str, Any]:
        """Read job, comparison and report."""
        row = self.row
        rows = read_comparison(row)
        checks = read_checks(row)
        may_act = self.actor.can(Permission.ROUND_EDIT)
        heads = _heads(row.round_kind)
        return self.frame() | {
            "job": _JOB_WORDS.get(Round.Job(row.job), ""),
            "is_running": bool(row.job),
            "mechanism": formats.say(MECHANISM_WORDS[MechanismName(row.mechanism)]),
            "promise": PROMISES[MechanismName(row.mechanism)],
            "heads": [label for _key, label in heads],
            "shown": [_shown(one, heads) for one in rows],
            "sentence": _sentence(rows, row.round_kind),
            "checks": checks,
            "failed": [one for one in checks if one.is_failed],
            "has_passed": bool(checks) and not any(one.is_failed for one in checks),
            "witnesses": [(one, _witness(one)) for one in checks if one.is_failed],
            "can_clear": may_act and row.state == RoundState.LOCKED and not row.job,
            "can_verify": may_act and row.state == RoundState.CLEARED and not row.job,
            "is_locked": row.state == RoundState.LOCKED,
        }


class CompareRound(RoundAct):
    """Begin the dry run."""

    action = running.compare_round
    page_name = "rounds:run"
    said = gettext_lazy("The comparison has begun. Nothing is decided by it.")


class ClearRound(RoundAct):
    """Begin the clearing."""

    action = running.clear_round
    page_name = "rounds:run"
    said = gettext_lazy("The clearing has begun.")


class VerifyRound(RoundAct):
    """Begin the verification."""

    action = running.verify_round
    page_name = "rounds:run"
    said = gettext_lazy("The verification has begun.")


_PLAIN: Final = frozenset({"weight", "worse_units"})
"""Figures that count no people."""


def _heads(kind: RoundKind) -> Sequence[tuple[str, Any]]:
    """Return the figures that say something about a kind of round."""
    if kind is RoundKind.SWAP:
        return (("matched", _("People seconded")), ("weight", _("Total of the wishes")))
    found = [
        ("matched", _("People with a place")),
        ("moved", _("People who move")),
        ("first", _("First choice")),
        ("mean_rank", _("Mean rank")),
        ("envious", _("People with justified envy")),
    ]
    if kind is RoundKind.ROTATION:
        return (*found, ("worse_units", _("Units worse off")))
    return [one for one in found if one[0] != "moved"]


def _shown(one: ComparisonRow, heads: Sequence[tuple[str, Any]]) -> ShownMechanism:
    name = formats.say(one.name)
    if one.side is not None:
        name = (
            f"{name} ({formats.say(one.side)})"
            if formats.is_english()
            else (f"{name}（{formats.say(one.side)}）")
        )
    reasons = [str(REFUSED.get(code, code)) for code in one.refused]
    return ShownMechanism(
        name=name,
        is_chosen=one.is_chosen,
        refused=", ".join(reasons),
        figures=() if reasons else tuple((label, _figure(one, key)) for key, label in heads),
    )


def _figure(one: ComparisonRow, key: str) -> str:
    if key == "mean_rank":
        hundredths = int(one.figures.get("mean_rank_hundredths", 0))
        return f"{hundredths / 100:.2f}" if hundredths else formats.NOTHING
    value = one.figures.get(key)
    if value is None:
        return formats.NOTHING
    return formats.number(value) if key in _PLAIN else formats.count(value)


def _sentence(rows: Sequence[ComparisonRow], kind: RoundKind) -> str:
    """Say in one sentence what the comparison means for the round's own mechanism."""
    used = [one for one in rows if not one.refused]
    chosen = next((one for one in used if one.is_chosen), None)
    if chosen is None:
        return ""
    figures = chosen.figures
    name = formats.say(chosen.name)
    if kind is RoundKind.ROTATION:
        most = max(used, key=lambda one: int(one.figures.get("moved", 0)))
        said = _(
            "With %(name)s %(moved)s move, %(envious)s have justified envy and %(units)s units "
            "are worse off than today."
        ) % {
            "name": name,
            "moved": formats.count(figures.get("moved", 0)),
            "envious": formats.count(figures.get("envious", 0)),
            "units": formats.number(figures.get("worse_units", 0)),
        }
        if int(most.figures.get("moved", 0)) == 0:
            return f"{said} " + _(
                "No mechanism moves anybody: all wish for the same places. Only a planned "
                "assignment with compensation would create movement."
            )
        if most is not chosen:
            return f"{said} " + _("Most people would move with %(name)s: %(moved)s.") % {
                "name": formats.say(most.name),
                "moved": formats.count(most.figures.get("moved", 0)),
            }
        return said
    if kind is RoundKind.SWAP:
        return _("%(matched)s would be seconded; that is proven to be the best total.") % {
            "matched": formats.count(figures.get("matched", 0))
        }
    return _(
        "With %(name)s %(matched)s get a place, %(first)s of them their first choice; %(envious)s "
        "are passed over for somebody whom a place ranks lower."
    ) % {
        "name": name,
        "matched": formats.count(figures.get("matched", 0)),
        "first": formats.count(figures.get("first", 0)),
        "envious": formats.count(figures.get("envious", 0)),
    }


def _witness(one: CheckLine) -> str:
    """Return what a red check found, as it can be followed by hand."""
    parts = [one.reason, "" if one.witness is None else str(one.witness)]
    return " ".join(part for part in parts if part) or formats.NOTHING
