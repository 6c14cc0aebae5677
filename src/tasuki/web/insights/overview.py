"""The first page: every figure with its definition, its counts and what to compare it with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.insights.models import OutcomeFact
from tasuki.apps.insights.queries.board import Board, find_targets, list_closed_months
from tasuki.apps.insights.queries.facts import list_facts
from tasuki.core.access import Permission
from tasuki.core.kpi.benchmarks import list_benchmarks
from tasuki.core.kpi.catalogue import find_definition
from tasuki.core.kpi.definitions import Definition, Origin, Theme
from tasuki.core.kpi.facts import (
    CHANNEL_WORDS,
    ENDING_WORDS,
    OUTCOME_WORDS,
    Ending,
    HireChannel,
    OutcomeKind,
)
from tasuki.core.kpi.masking import Mask
from tasuki.core.kpi.rates import Rate, change_in_points
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.columns import SmallTable, count_column, day_column, text_column
from tasuki.web.components.views import PageView
from tasuki.web.insights.frame import OfYear
from tasuki.web.insights.words import benchmark_text, points, rate_text, shown, year_name

ROWS_SHOWN: Final = 200
THEME_WORDS: Final[dict[Theme, Any]] = {
    Theme.HEADLINE: gettext_lazy("Leading figures"),
    Theme.HIRING: gettext_lazy("Who joins, and how"),
    Theme.SELECTION: gettext_lazy("Selection"),
    Theme.STAYING: gettext_lazy("Who stays"),
    Theme.RELAY: gettext_lazy("Relay and slots"),
    Theme.INSIDE: gettext_lazy("Inside the company"),
    Theme.REGION: gettext_lazy("Region"),
}
ORIGIN_WORDS: Final = {
    Origin.USUAL: Words("一般的な定義", "usual definition"),
    Origin.STANDARD: Words("規格の定義", "definition of a standard"),
    Origin.PROPOSED: Words("Tasukiの提案", "proposed by Tasuki"),
}
_KIND_OF: Final = {"tile": "joined", "cohort": "joined", "stayed": "joined", "graduates": "joined"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure as the page shows it."""

    definition: Definition
    name: str
    value: str
    formula: str
    counts: str
    details: Sequence[tuple[str, str]]
    before: str
    target: str
    benchmarks: Sequence[str]
    warning: str
    url: str


def kinds_of(one: Definition) -> tuple[str, ...]:
    """Return the kinds of facts behind a figure."""
    heads = {key.partition(".")[0] for key in (*one.top, *one.bottom)}
    found = {_KIND_OF.get(head, "matched" if head == "settled" else head) for head in heads}
    return tuple(sorted(found & set(OutcomeKind)))


def tile_of(
    one: Definition, board: Board, before: Board | None, target: int | None, *, url: str = ""
) -> Tile:
    """Return a figure in words: value, counts, definition, the year before, the target."""
    rate = board.rate(one)
    earlier = before.rate(one) if before is not None else None
    change = change_in_points(rate, earlier) if rate is not None and earlier is not None else None
    said = (
        ""
        if before is None
        else _("%(year)s: %(value)s %(change)s")
        % {"year": year_name(before.year), "value": rate_text(earlier), "change": points(change)}
    )
    return Tile(
        definition=one,
        name=formats.say(one.name),
        value=rate_text(rate),
        formula=formats.say(one.formula),
        counts=_counts(one, board, rate),
        details=(
            (_("Cohort"), formats.say(one.cohort)),
            (_("Window"), formats.say(one.window)),
            (_("Definition"), _("version %(number)s") % {"number": one.version}),
            (_("Origin"), formats.say(ORIGIN_WORDS[one.origin])),
            *(((_("Note"), formats.say(one.note)),) if one.note.ja else ()),
        ),
        before=said.strip(),
        target="" if target is None else _("Target %(share)s%%") % {"share": f"{target / 10:.1f}"},
        benchmarks=[benchmark_text(found) for found in list_benchmarks(one.benchmarks)],
        warning=_("Few people: for reference only.") if rate is not None and rate.is_few else "",
        url=url,
    )


def _counts(one: Definition, board: Board, rate: Rate | None) -> str:
    if rate is not None:
        return f"{formats.number(rate.numerator)} ÷ {formats.number(rate.denominator)}"
    cells = [board.cell(key) for key in one.bottom]
    return f"{_('hidden')} ÷ {shown(cells[0])}" if len(cells) == 1 else _("hidden")


def list_tiles(
    board: Board, before: Board | None, *, rows_url: bool
) -> list[tuple[Theme, list[Tile]]]:
    """Return all figures by theme; a theme of which nothing was ever counted is left out."""
    targets = find_targets(year=board.year)
    groups: dict[Theme, list[Tile]] = {}
    for one in board.definitions:
        if not any(board.cell(key) for key in one.bottom) and one.theme is not Theme.HEADLINE:
            continue
        url = f"{reverse('insights:rows', args=[one.id])}?year={board.year}" if rows_url else ""
        tile = tile_of(one, board, before, targets.get(one.id), url=url)
        groups.setdefault(one.theme, []).append(tile)
    return [(theme, groups[theme]) for theme in Theme if theme in groups]


class OverviewPage(OfYear, PageView):
    """All figures of a year."""

    template_name: ClassVar[str] = "insights/overview.html"
    tab = "overview"

    def get_context(self) -> dict[str, Any]:
        """Read two boards; everything else follows from them."""
        board, before = self.board, self.board_of(self.year - 1) if self.years else None
        tiles = list_tiles(board, before, rows_url=board.sees_people) if board else []
        closed = list_closed_months(year=self.year)
        return self.frame() | {
            "heading": _("Figures"),
            "lead": _("%(year)s, as of %(day)s.")
            % {"year": year_name(board.year), "day": formats.day(board.until)}
            if board
            else _("Figures appear here when outcomes were entered and a year was closed."),
            "groups": [(THEME_WORDS[theme], found) for theme, found in tiles],
            "closed_until": formats.month(closed[-1]) if closed else "",
            "hides": board.hides if board else False,
            "is_running": board is not None and not board.is_closed,
            "may_edit": self.actor.can(Permission.KPI_EDIT),
        }


class RowsPage(OfYear, PageView):
    """The facts behind one figure, for who may see the people anyway."""

    permission: ClassVar = Permission.KPI_ROWS
    template_name: ClassVar[str] = "insights/rows.html"

    def get_context(self) -> dict[str, Any]:
        """List the facts; they name nobody."""
        board = self.need_board()
        found = [one for one in board.definitions if one.id == self.kwargs["definition_id"]]
        one = found[0] if found else find_definition("introduced")
        rows = list_facts(year=board.year, kinds=kinds_of(one))
        columns = (
            day_column("day", _("Day"), lambda row: row.happened_on),
            text_column("kind", _("What"), _kind),
            count_column("count", _("How many"), lambda row: row.count),
            text_column("channel", _("Route"), _channel),
            text_column("ending", _("End"), _ending),
            day_column("followed", _("Follow-up"), lambda row: row.followed_on),
            text_column("source", _("Entered from"), lambda row: f"{row.source} {row.source_key}"),
        )
        total = rows.count()
        return self.frame() | {
            "heading": formats.say(one.name),
            "lead": formats.say(one.formula),
            "back_url": f"{reverse('insights:overview')}?year={board.year}",
            "back_label": _("Back to the figures"),
            "table": SmallTable.of(formats.say(one.name), columns, rows[:ROWS_SHOWN]),
            "total": total,
            "is_cut": total > ROWS_SHOWN,
            "tile": tile_of(one, board, None, None),
        }


def _kind(row: OutcomeFact) -> str:
    return formats.say(OUTCOME_WORDS[OutcomeKind(row.kind)])


def _channel(row: OutcomeFact) -> str:
    return formats.say(CHANNEL_WORDS[HireChannel(row.channel)]) if row.channel else ""


def _ending(row: OutcomeFact) -> str:
    return formats.say(ENDING_WORDS[Ending(row.ending)]) if row.ending else ""


def is_hidden(cell: object) -> bool:
    """Return whether a cell is hidden."""
    return isinstance(cell, Mask)
