"""The pictures: each a question, an answer in one sentence, a drawing and its table.

A drawing that a hidden count would falsify (bands, rings) is not drawn; its table stays.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from tasuki.adapters.charts import (
    COLOURS,
    Flow,
    Node,
    Step,
    chord,
    matrix,
    sankey,
    step_bars,
    tile_map,
)
from tasuki.apps.insights.queries.board import Board
from tasuki.core.access import Permission
from tasuki.core.kpi.facts import MARKS
from tasuki.core.kpi.masking import Mask
from tasuki.core.kpi.rates import Rate
from tasuki.core.prefectures import PREFECTURES
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.panels import Figure
from tasuki.web.components.views import PageView
from tasuki.web.insights.frame import OfYear
from tasuki.web.insights.words import drawn, rate_text, shown, year_name

COHORT_YEARS: Final = 5
UNITS_MAX: Final = 10
_FUNNEL: Final = (
    ("applied", Words("応募", "Applied")),
    ("document_passed", Words("書類通過", "Documents")),
    ("interview_passed", Words("面接通過", "Interviews")),
    ("offered", Words("内定", "Offered")),
    ("accepted", Words("承諾", "Accepted")),
    ("joined", Words("入社", "Joined")),
)
_WAYS: Final = (
    ("left", "left.rehired", Words("退職", "Left"), Words("再雇用", "Re-hired"), "settled"),
    (
        "seconded",
        "seconded.returned",
        Words("出向の終了", "Secondments"),
        Words("復帰", "Returned"),
        "own_will",
    ),
    (
        "seconded",
        "seconded.transferred",
        Words("出向の終了", "Secondments"),
        Words("転籍", "Transferred"),
        "rise",
    ),
    (
        "seconded",
        "seconded.left",
        Words("出向の終了", "Secondments"),
        Words("出向後に退職", "Left after it"),
        "unknown",
    ),
)


def list_pictures(board: Board, earlier: Sequence[Board], *, may_export: bool) -> list[Figure]:
    """Return the pictures of a year for which there is something to draw.

    Args:
        board: the year.
        earlier: this and earlier years, newest first, for the cohorts.
        may_export: whether a link to the file stands beside each.
    """
    found = [
        funnel(board),
        where_to(board),
        *exchanges(board),
        regions(board),
        cohorts(earlier),
    ]
    return [_with_csv(one, board.year) if may_export else one for one in found if one is not None]


def funnel(board: Board) -> Figure | None:
    """Where do we lose people?"""
    if not board.cell("applied"):
        return None
    steps = [(formats.say(words), board.cell(key)) for key, words in _FUNNEL]
    answer = _("%(applied)s applied, %(joined)s joined.") % {
        "applied": shown(steps[0][1], "record"),
        "joined": shown(steps[-1][1], "person"),
    }
    return Figure(
        key="funnel",
        question=_("Where do we lose people?"),
        svg=step_bars(
            [Step(name, drawn(cell)) for name, cell in steps],
            key="funnel",
            title=_("Steps of the selection"),
            answer=answer,
            unit="" if formats.is_english() else "件",
            lowest_word=_("lowest"),
        ),
        answer=answer,
        heads=(_("Step"), _("Number")),
        rows=[(name, shown(cell)) for name, cell in steps],
        note=year_name(board.year),
    )


def where_to(board: Board) -> Figure | None:
    """Where did people go?"""
    flows: list[tuple[str, str, int | Mask, str]] = [
        (formats.say(source), formats.say(target), board.cell(key), colour)
        for _whole, key, source, target, colour in _WAYS
        if board.cell(key)
    ]
    stayed_away = _rest(board, "left", "left.rehired")
    if stayed_away:
        flows.append((_("Left"), _("Elsewhere"), stayed_away, "unknown"))
    if not flows:
        return None
    known = [
        (source, target, cell, colour)
        for source, target, cell, colour in flows
        if isinstance(cell, int)
    ]
    is_whole = len(known) == len(flows)
    answer = _("%(left)s left and %(back)s came back; %(returned)s returned from secondment.") % {
        "left": shown(board.cell("left"), "person"),
        "back": shown(board.cell("left.rehired"), "person"),
        "returned": shown(board.cell("seconded.returned"), "person"),
    }
    names = list(dict.fromkeys(one[0] for one in flows))
    nodes = [Node(name, COLOURS.total) for name in names]
    nodes += [Node(target, getattr(COLOURS, colour)) for _source, target, _cell, colour in flows]
    title = _("Ways of people")
    svg = (
        sankey(
            nodes,
            [Flow(source, target, cell) for source, target, cell, _colour in known],
            key="ways",
            title=title,
            answer=answer,
            unit="" if formats.is_english() else "名",
            height=260,
        )
        if is_whole
        else step_bars(
            [Step(f"{source} → {target}", drawn(cell)) for source, target, cell, _c in flows],
            key="ways",
            title=title,
            answer=answer,
            width=712,
            unit="" if formats.is_english() else "名",
            lowest_word="",
        )
    )
    return Figure(
        key="ways",
        question=_("Where did people go?"),
        svg=svg,
        answer=answer,
        heads=(_("From and to"), _("People")),
        rows=[(f"{source} → {target}", shown(cell)) for source, target, cell, _c in flows],
        note=year_name(board.year),
    )


def _rest(board: Board, whole: str, part: str) -> int | Mask:
    """Return what is left of a count; hidden where one of the two is."""
    cells = (board.cell(whole), board.cell(part))
    if isinstance(cells[0], Mask) or isinstance(cells[1], Mask):
        return Mask.PARTNER
    return cells[0] - cells[1]


def exchanges(board: Board) -> list[Figure]:
    """Who exchanges with whom? A matrix, and the ring where nothing is hidden."""
    keys = board.keys("flow.")
    ways = [key.removeprefix("flow.").split(">", 1) for key in keys]
    units = sorted({name for way in ways for name in way})[:UNITS_MAX]
    if not units:
        return []
    cells = [[board.cell(f"flow.{row}>{column}") for column in units] for row in units]
    flat = [cell for row in cells for cell in row]
    top = max(
        (
            (cell, way)
            for way in ways
            if isinstance(cell := board.cell(f"flow.{way[0]}>{way[1]}"), int)
        ),
        default=None,
    )
    answer = (
        _("Most moved from %(source)s to %(target)s: %(count)s.")
        % {"source": top[1][0], "target": top[1][1], "count": shown(top[0], "person")}
        if top
        else _("All counts are hidden, because few people moved.")
    )
    rows = [
        (unit, *(shown(cell) for cell in line)) for unit, line in zip(units, cells, strict=True)
    ]
    shared: dict[str, Any] = {
        "heads": (_("From"), *units),
        "rows": rows,
        "note": year_name(board.year),
    }
    figures = [
        Figure(
            key="exchange",
            question=_("Who exchanges with whom?"),
            svg=matrix(
                units,
                [[drawn(cell) for cell in line] for line in cells],
                key="exchange",
                title=_("Exchanges between units"),
                answer=answer,
                corner=_("from, to"),
            ),
            answer=answer,
            **shared,
        )
    ]
    if not any(isinstance(cell, Mask) for cell in flat) and len(units) > 1:
        counts = [[cell for cell in line if isinstance(cell, int)] for line in cells]
        figures.append(
            Figure(
                key="ring",
                question=_("How strongly are the units tied?"),
                svg=chord(
                    units,
                    counts,
                    key="ring",
                    title=_("Exchanges as a ring"),
                    answer=answer,
                    unit="" if formats.is_english() else "名",
                ),
                answer=answer,
                **shared,
            )
        )
    return figures


def regions(board: Board) -> Figure | None:
    """Where do joiners live?"""
    cells = {int(key.partition(".")[2]): board.cell(key) for key in board.keys("tile.")}
    if not cells:
        return None
    known = [(cell, number) for number, cell in cells.items() if isinstance(cell, int)]
    answer = _("Joiners come from %(count)s prefectures.") % {"count": len(cells)}
    if known:
        most = max(known)
        answer += _(" Most of them from %(name)s: %(number)s.") % {
            "name": formats.say(PREFECTURES[most[1] - 1]),
            "number": shown(most[0], "person"),
        }
    return Figure(
        key="tiles",
        question=_("Where do they come from?"),
        svg=tile_map(
            [_short(one) for one in PREFECTURES],
            {number: drawn(cell) for number, cell in cells.items()},
            key="tiles",
            title=_("Joiners by prefecture"),
            answer=answer,
        ),
        answer=answer,
        heads=(_("Prefecture"), _("People")),
        rows=[
            (formats.say(PREFECTURES[number - 1]), shown(cell))
            for number, cell in sorted(cells.items())
        ],
        note=year_name(board.year),
    )


def cohorts(boards: Sequence[Board]) -> Figure | None:
    """Who stays? Years in which the mark was reached, by months after joining."""
    table = []
    for board in boards[:COHORT_YEARS]:
        line = []
        for mark in MARKS:
            whole, part = board.cell(f"cohort.{mark}"), board.cell(f"stayed.{mark}")
            is_hidden = isinstance(whole, Mask) or isinstance(part, Mask)
            line.append(None if is_hidden else Rate(part, whole))
        if any(rate is None or rate.denominator for rate in line):
            table.append((board, line))
    if not table:
        return None
    board, line = table[0]
    answer = _("%(year)s: after 12 months %(rate)s are still there.") % {
        "year": year_name(board.year),
        "rate": rate_text(line[MARKS.index(12)]),
    }
    columns = [formats.count(mark, "month") for mark in MARKS]
    cells = [
        [
            rate_text(rate) if rate is None or rate.percent is None else int(rate.percent)
            for rate in rates
        ]
        for _board, rates in table
    ]
    return Figure(
        key="cohorts",
        question=_("Who is still there?"),
        svg=matrix(
            [year_name(one.year).partition("（")[0] for one, _rates in table],
            cells,
            key="cohorts",
            title=_("Still employed, percent"),
            answer=answer,
            column_names=columns,
            corner=_("mark reached in"),
        ),
        answer=answer,
        heads=(_("Mark reached in"), *columns),
        rows=[(year_name(one.year), *(rate_text(rate) for rate in rates)) for one, rates in table],
        note="%",
    )


def _short(one: Words) -> str:
    if formats.is_english():
        return one.en[:6]
    return one.ja if one.ja == "北海道" else one.ja[:-1]


def _with_csv(one: Figure, year: int) -> Figure:
    url = f"{reverse('insights:table', args=[one.key])}?year={year}"
    return Figure(
        key=one.key,
        question=one.question,
        svg=one.svg,
        answer=one.answer,
        heads=one.heads,
        rows=one.rows,
        note=one.note,
        marks=one.marks,
        csv_url=url,
    )


class PicturePage(OfYear, PageView):
    """All pictures of a year."""

    template_name: ClassVar[str] = "insights/pictures.html"
    tab = "pictures"

    def get_context(self) -> dict[str, Any]:
        """Draw what there is."""
        board = self.board
        pictures = (
            list_pictures(
                board, self.earlier_boards(), may_export=self.actor.can(Permission.EXPORT)
            )
            if board
            else []
        )
        return self.frame() | {
            "heading": _("Pictures"),
            "lead": _("%(year)s in pictures; each with its table.")
            % {"year": year_name(self.year)},
            "pictures": pictures,
            "hides": board.hides if board else False,
        }

    def earlier_boards(self) -> list[Board]:
        """Return this year's figures and those before, newest first."""
        years = [one for one in self.years if one <= self.year][:COHORT_YEARS]
        found = [self.board if one == self.year else self.board_of(one) for one in years]
        return [one for one in found if one is not None]
