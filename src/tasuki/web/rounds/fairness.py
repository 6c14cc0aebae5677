"""The fairness report of a round, on the screen and on A4."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _

from tasuki.apps.rounds.queries.fairness import (
    TOO_SMALL,
    FairnessRow,
    FairnessTable,
    build_fairness,
)
from tasuki.core.access import Permission
from tasuki.core.market.records import MechanismName
from tasuki.core.rounds.rules import KIND_WORDS, MECHANISM_WORDS, RoundKind
from tasuki.web.components import formats
from tasuki.web.components.columns import SmallTable, text_column
from tasuki.web.components.views import PageView
from tasuki.web.rounds.frame import OfRound

_PER_MILLE = 1000


class FairnessPage(OfRound, PageView):
    """Selection rates and impact ratios with counts; small groups are not judged."""

    permission: ClassVar = Permission.ROUND_DECIDE
    template_name: ClassVar[str] = "rounds/fairness.html"
    tab = "fairness"

    def get_context(self) -> dict[str, Any]:
        """Read the tables."""
        row = self.row
        tables = build_fairness(row=row, on=timezone.localdate())
        return self.frame() | {
            "tables": [(_table(one), _sentence(one)) for one in tables if one.rows],
            "facts": (
                (_("Number"), row.number),
                (_("Kind"), formats.say(KIND_WORDS[RoundKind(row.kind)])),
                (_("Mechanism"), formats.say(MECHANISM_WORDS[MechanismName(row.mechanism)])),
                (_("Lists locked at"), formats.moment(row.locked_at)),
                (_("Published at"), formats.moment(row.published_at) or formats.NOTHING),
                (_("Version of the fit"), row.model_version or _("no fit was computed")),
                (_("Digest of the input"), row.digest),
            ),
            "printed_at": timezone.now(),
            "printed_by": self.actor.name,
        }


def _table(one: FairnessTable) -> SmallTable:
    columns = (
        text_column("group", _("Group"), lambda row: formats.say(row.words), css="wrap"),
        text_column("count", _("Selected / people"), _counts, css="n"),
        text_column("rate", _("Selection rate"), lambda row: _share(row.rate_permille), css="n"),
        text_column("interval", _("Exact 95% interval"), _interval, css="n"),
        text_column("ratio", _("Impact ratio"), _ratio, css="n"),
        text_column("mark", _("Judgement"), _mark, show=_mark_tag),
    )
    return SmallTable.of(formats.say(one.title), columns, one.rows)


def _counts(row: FairnessRow) -> str:
    if row.total is None:
        return formats.NOTHING
    return f"{formats.number(row.selected)} / {formats.number(row.total)}"


def _share(permille: int | None) -> str:
    return formats.NOTHING if permille is None else formats.percent(permille / _PER_MILLE)


def _interval(row: FairnessRow) -> str:
    if row.low_permille is None or row.high_permille is None:
        return formats.NOTHING
    return f"{_share(row.low_permille)}-{_share(row.high_permille)}"


def _ratio(row: FairnessRow) -> str:
    if row.ratio_permille is None:
        return formats.NOTHING
    return f"{row.ratio_permille / _PER_MILLE:.2f}"


def _mark(row: FairnessRow) -> str:
    if row.is_too_small:
        return formats.say(TOO_SMALL)
    return _("below four fifths") if row.is_flagged else _("not flagged")


def _mark_tag(word: object) -> str:
    if word == _("below four fifths"):
        return formats.tag(str(word), "err")
    return str(word)


def _sentence(one: FairnessTable) -> str:
    judged: Sequence[FairnessRow] = [row for row in one.rows if not row.is_too_small]
    flagged = [formats.say(row.words) for row in judged if row.is_flagged]
    if not judged:
        return _("No group is large enough to be judged; 30 people or more are needed.")
    if flagged:
        return _("Below four fifths of the highest rate: %(groups)s. Look for the reason.") % {
            "groups": "、".join(flagged) if not formats.is_english() else ", ".join(flagged)
        }
    return _("No judged group lies below four fifths of the highest rate.")
