"""What hiring costs, against the base year, by route; the sum is exact."""

from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from tasuki.adapters.charts import WaterStep, waterfall
from tasuki.apps.insights.queries.board import Board, find_plan, find_saving, split_yen
from tasuki.apps.insights.queries.facts import spent_by_group
from tasuki.core.access import Permission
from tasuki.core.dates import round_yen
from tasuki.core.kpi.benchmarks import BENCHMARKS
from tasuki.core.kpi.facts import CHANNEL_WORDS, HireChannel
from tasuki.core.kpi.savings import Saving, mix_adjusted_percent
from tasuki.web.components import formats
from tasuki.web.components.panels import Figure
from tasuki.web.components.views import PageView
from tasuki.web.insights.frame import OfYear
from tasuki.web.insights.words import benchmark_text, shown, year_name

_MAN: Final = 10_000
_YEAR_MONTHS: Final = 12
_COST_BENCHMARKS: Final = ("cost_mid_career", "cost_new_graduate", "cost_part_time")


def cost_rows(board: Board) -> list[tuple[str, str, str, str]]:
    """Return route, joiners, cost and cost per hire; hidden where the number of people is."""
    rows = []
    for channel in HireChannel:
        cell, yen = board.cell(f"joined.{channel}"), board.costs.get(channel, 0)
        if not yen and cell == 0:
            continue
        per = formats.percent(None) if cell == 0 else _("hidden")
        if isinstance(cell, int) and cell:
            per = formats.yen(round_yen(yen) // cell)
        rows.append(
            (formats.say(CHANNEL_WORDS[channel]), shown(cell, "person"), formats.yen(yen), per)
        )
    total, whole = board.cell("joined"), sum(board.costs.values())
    per = formats.percent(None) if total == 0 else _("hidden")
    if isinstance(total, int) and total:
        per = formats.yen(round(whole / total))
    rows.append((_("Total"), shown(total, "person"), formats.yen(whole), per))
    return rows


def saving_figure(board: Board, base: Board, saving: Saving, *, csv_url: str = "") -> Figure:
    """Return the waterfall from what the same people would have cost to what they did cost."""
    parts = split_yen(saving)
    expected = saving.now.yen + sum(parts.values())
    names = {key: formats.say(CHANNEL_WORDS[HireChannel(key)]) for key in parts}
    steps = [
        WaterStep(_("At base cost"), expected / _MAN, is_total=True),
        *(WaterStep(names[key], -value / _MAN) for key, value in parts.items() if value),
        WaterStep(_("Actual"), saving.now.yen / _MAN, is_total=True),
    ]
    answer = _("%(count)s joined; against the cost per hire of %(base)s %(saved)s were saved.") % {
        "count": formats.count(saving.now.hires),
        "base": year_name(base.year),
        "saved": formats.man_yen(sum(parts.values())),
    }
    return Figure(
        key="savings",
        question=_("Which route saved how much?"),
        svg=waterfall(
            steps,
            key="savings",
            title=_("Saving by route"),
            answer=answer,
            unit="" if formats.is_english() else "万円",
            width=712,
        ),
        answer=answer,
        heads=(_("Route"), _("Joiners"), _("Cost"), _("Saved")),
        rows=[
            *(
                (
                    names[key],
                    shown(board.cell(f"joined.{key}")),
                    formats.yen(board.costs.get(key, 0)),
                    formats.yen(value),
                )
                for key, value in parts.items()
            ),
            (
                _("Total"),
                formats.number(saving.now.hires),
                formats.yen(saving.now.yen),
                formats.yen(sum(parts.values())),
            ),
        ],
        note=year_name(board.year),
        marks=() if board.is_closed else (_("provisional"),),
        csv_url=csv_url,
    )


class CostPage(OfYear, PageView):
    """Cost per hire, the reduction, and what each route saved."""

    template_name: ClassVar[str] = "insights/costs.html"
    tab = "costs"

    def get_context(self) -> dict[str, Any]:
        """Read the year and the base year."""
        board, base, plan = self.board, self.base, find_plan()
        saving = find_saving(board=board, base=base) if board else None
        scope = (
            _("external and internal costs") if plan.counts_internal else _("external costs only")
        )
        facts: list[tuple[str, str]] = []
        if saving is not None and base is not None and board is not None:
            facts = [
                (_("Reduction per hire"), f"{formats.number(saving.per_hire_percent)}%"),
                (_("Reduction in total"), f"{formats.number(saving.total_percent)}%"),
                (_("Of it by other routes"), formats.yen(round_yen(saving.mix))),
                (_("Of it by lower prices"), formats.yen(round_yen(saving.rate))),
                *self._mix(board, base, counts_internal=plan.counts_internal),
            ]
        return self.frame() | {
            "heading": _("Cost of hiring"),
            "lead": _("%(year)s, %(scope)s.") % {"year": year_name(self.year), "scope": scope},
            "rows": cost_rows(board) if board else [],
            "facts": facts,
            "base_name": year_name(plan.baseline_year) if plan.baseline_year else "",
            "is_same_year": plan.baseline_year == self.year,
            "figure": saving_figure(board, base, saving, csv_url=self._csv())
            if saving is not None and base is not None and board is not None
            else None,
            "missing": _YEAR_MONTHS - board.cost_months if board else 0,
            "benchmarks": [benchmark_text(BENCHMARKS[one]) for one in _COST_BENCHMARKS],
            "hides": board.hides if board else False,
            "may_edit": self.actor.can(Permission.KPI_EDIT),
        }

    def _csv(self) -> str:
        if not self.actor.can(Permission.EXPORT):
            return ""
        return f"{reverse('insights:table', args=['savings'])}?year={self.year}"

    def _mix(self, board: Board, base: Board, *, counts_internal: bool) -> list[tuple[str, str]]:
        if not board.sees_people:
            return []
        before, now = (
            spent_by_group(year=one.year, until=one.until, counts_internal=counts_internal)
            for one in (base, board)
        )
        found = mix_adjusted_percent(before, now)
        if found is None or set(before) <= {""}:
            return []
        return [(_("Adjusted for job groups"), f"{formats.number(found)}%")]
