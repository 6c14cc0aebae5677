"""What the pages of figures share: the chosen year, its board, the year before, the tabs."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Final

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tasuki.apps.insights.queries.board import Board, find_board, find_plan, list_years
from tasuki.core.access import Permission
from tasuki.web.components.views import OrganisationView
from tasuki.web.insights.words import year_name

_P: Final = Permission
TABS: Final[Sequence[tuple[str, Any, Permission]]] = (
    ("overview", _("Figures"), _P.KPI_VIEW),
    ("costs", _("Cost of hiring"), _P.KPI_VIEW),
    ("pictures", _("Pictures"), _P.KPI_VIEW),
    ("entries", _("Entries"), _P.KPI_EDIT),
)


class OfYear(OrganisationView):
    """A view about one fiscal year, ``?year=``; the newest one first."""

    permission: ClassVar = Permission.KPI_VIEW
    tab: ClassVar[str] = ""

    @cached_property
    def today(self) -> date:
        """Last day that is looked at."""
        return timezone.localdate()

    @cached_property
    def years(self) -> list[int]:
        """Fiscal years with figures, newest first."""
        return list_years(actor=self.actor, today=self.today)

    @cached_property
    def year(self) -> int:
        """The chosen year, or the newest."""
        wanted = self.request.GET.get("year", "")
        if wanted.isascii() and wanted.isdecimal() and int(wanted) in self.years:
            return int(wanted)
        return self.years[0] if self.years else self.today.year

    @cached_property
    def board(self) -> Board | None:
        """The figures of the year; None if there are none."""
        return self.board_of(self.year) if self.years else None

    @cached_property
    def base(self) -> Board | None:
        """The figures of the base year."""
        wanted = find_plan().baseline_year
        return self.board_of(wanted) if wanted else None

    def board_of(self, year: int) -> Board | None:
        """Return the figures of another year as the same viewer may see them."""
        return find_board(actor=self.actor, year=year, today=self.today)

    def need_board(self) -> Board:
        """Return the figures of the year.

        Raises:
            Http404: there are none.
        """
        if self.board is None:
            raise Http404
        return self.board

    def frame(self) -> dict[str, Any]:
        """Return what the head of every page shows."""
        return {
            "tabs": [
                {
                    "label": label,
                    "url": f"{reverse(f'insights:{name}')}?year={self.year}",
                    "is_current": name == self.tab,
                }
                for name, label, permission in TABS
                if self.actor.can(permission)
            ],
            "year": self.year,
            "years": [(one, year_name(one)) for one in self.years],
            "year_name": year_name(self.year),
            "board": self.board,
            "may_export": self.actor.can(Permission.EXPORT),
            "printed_at": timezone.now(),
        }
