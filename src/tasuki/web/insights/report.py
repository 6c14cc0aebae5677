"""The report of a fiscal year on A4, for a council or a board: figures, pictures, definitions."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tasuki.adapters.pdf.footer import write_footer
from tasuki.adapters.pdf.report import FigureReport, ReportFigure, ReportPicture, render_report
from tasuki.apps.audit import actions as audit
from tasuki.apps.insights.queries.board import Board, find_saving
from tasuki.apps.orgs.queries import find_organisation
from tasuki.core.access import Permission
from tasuki.web.components import exports, formats
from tasuki.web.components.panels import Figure
from tasuki.web.insights.costs import saving_figure
from tasuki.web.insights.frame import OfYear
from tasuki.web.insights.overview import THEME_WORDS, Tile, list_tiles
from tasuki.web.insights.pictures import COHORT_YEARS, list_pictures
from tasuki.web.insights.words import year_name

_PDF = exports.FileFormat("pdf", "application/pdf")


class ReportFile(OfYear):
    """The report as PDF; it shows what the viewer may see on the pages, hidden counts hidden."""

    permission: ClassVar = Permission.EXPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the PDF of the chosen year."""
        board = self.need_board()
        now = timezone.now()
        audit.record(
            actor=self.actor,
            kind="list.export",
            object_kind="list",
            object_id="insights:report",
            now=now,
            data={"year": board.year},
        )
        content = render_report(self._report(board, now))
        name = _("Report of figures %(year)s") % {"year": board.year}
        return exports.send_file(content, _PDF, name=name, now=now)

    def _report(self, board: Board, now: Any) -> FigureReport:
        language = "en" if formats.is_english() else "ja"
        organisation = find_organisation(organisation_id=self.actor.organisation_id)
        tiles = list_tiles(board, self.board_of(board.year - 1), rows_url=False)
        standing = _("closed") if board.is_closed else _("provisional")
        return FigureReport(
            language=get_language() or language,
            title=_("Report of figures"),
            facts=(
                (_("Organisation"), organisation.name),
                (_("Fiscal year"), year_name(board.year)),
                (_("As of"), f"{formats.day(board.until)} ({standing})"),
            ),
            figure_heads=(
                _("Figure"),
                _("Rate in percent"),
                _("Counts"),
                _("Definition"),
                _("Compared with"),
            ),
            groups=[(str(THEME_WORDS[theme]), [_figure(one) for one in of]) for theme, of in tiles],
            pictures=[_picture(one) for one in self._pictures(board)],
            notes=self._notes(board),
            footer=write_footer(
                f"KPI-{board.year}", language=language, printed_by=self.actor.name, now=now
            ),
            page_word="Page" if language == "en" else "ページ",
        )

    def _pictures(self, board: Board) -> list[Figure]:
        years = [one for one in self.years if one <= board.year][:COHORT_YEARS]
        earlier = [found for one in years if (found := self.board_of(one)) is not None]
        found = list_pictures(board, earlier, may_export=False)
        saving = find_saving(board=board, base=self.base)
        if saving is not None and self.base is not None:
            found.append(saving_figure(board, self.base, saving))
        return found

    def _notes(self, board: Board) -> list[str]:
        hidden = [
            _("“under 5”: 1 to 4 people, hidden so that nobody can be told."),
            _("“*”: hidden with it, because it would follow from the other counts."),
        ]
        versions = "、".join(f"{formats.say(one.name)} v{one.version}" for one in board.definitions)
        return [*(hidden if board.hides else []), f"{_('Definitions in force')}: {versions}"]


def _figure(tile: Tile) -> ReportFigure:
    compared = " / ".join(one for one in (tile.before, tile.target, *tile.benchmarks) if one)
    return ReportFigure(
        name=str(tile.name),
        value=tile.value,
        counts=tile.counts,
        meaning=tile.formula,
        compared=compared,
    )


def _picture(one: Figure) -> ReportPicture:
    return ReportPicture(
        question=str(one.question),
        answer=str(one.answer),
        svg=str(one.svg),
        heads=[str(name) for name in one.heads],
        rows=[[str(cell) for cell in row] for row in one.rows],
        note=str(one.note),
    )
