"""Home of a municipality: what the agreed companies' statements add up to."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasuki.adapters.charts import Step, matrix, step_bars
from tasuki.adapters.tabular.write import write_csv
from tasuki.apps.audit import actions as audit
from tasuki.apps.region.queries import list_counts
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components import exports, formats
from tasuki.web.components.panels import Figure
from tasuki.web.components.views import OrganisationView, PageView
from tasuki.web.region.figures import (
    MEASURES,
    Year,
    figures_of,
    headlines,
    list_years,
    with_unit,
    year_name,
)


class HomePage(PageView):
    """The figures of one fiscal year."""

    kind: ClassVar = OrganisationKind.MUNICIPALITY
    permission: ClassVar = Permission.REGION_VIEW
    template_name: ClassVar[str] = "region/home.html"

    def get_context(self) -> dict[str, Any]:
        """Read the counts once; everything else follows from them."""
        rows = list_counts()
        years = list_years(rows)
        year = _chosen(self.request, years)
        now = figures_of(rows, year=year) if years else None
        before = figures_of(rows, year=year - 1) if year - 1 in years else None
        return {
            "heading": _("Regional figures"),
            "lead": _("%(year)s, totals of %(count)s. Counts under 5 are hidden.")
            % {
                "year": year_name(year),
                "count": formats.count(len(now.companies), "firm"),
            }
            if now
            else _("Totals of the companies that agreed to be counted."),
            "year": year,
            "years": [(one, year_name(one)) for one in years],
            "figures": now,
            "headlines": headlines(now, before) if now else [],
            "before_name": year_name(year - 1),
            "chain": _chain_figure(now) if now else None,
            "months": _months_figure(now, year, self._may_export()) if now else None,
            "measures": MEASURES,
            "printed_at": timezone.now(),
        }

    def _may_export(self) -> bool:
        return self.actor.can(Permission.EXPORT)


def _chosen(request: HttpRequest, years: list[int]) -> int:
    wanted = request.GET.get("year", "")
    if wanted.isascii() and wanted.isdecimal() and int(wanted) in years:
        return int(wanted)
    return years[0] if years else timezone.localdate().year


def _chain_figure(now: Year) -> Figure:
    steps = [
        (str(measure.label), now.totals[index])
        for index, measure in enumerate(MEASURES)
        if measure.unit == "person"
    ]
    answer = _(
        "%(informed)s were told a result, %(counted)s were counted, %(hired)s were hired."
    ) % {
        "informed": with_unit(now.totals[0], "person"),
        "counted": with_unit(now.totals[2], "person"),
        "hired": with_unit(now.totals[4], "person"),
    }
    return Figure(
        key="chain",
        question=_("From the notice to the hire: how far do people come?"),
        svg=step_bars(
            [Step(name, total) for name, total in steps],
            key="chain",
            title=_("From the notice to the hire"),
            answer=answer,
            unit="" if formats.is_english() else "名",
            lowest_word=_("lowest"),
        ),
        answer=answer,
        heads=(_("Step"), _("People")),
        rows=[(name, with_unit(total, "person")) for name, total in steps],
        note=year_name(now.year),
    )


def _months_figure(now: Year, year: int, may_export: bool) -> Figure:
    names = [formats.month(month) for month in now.months]
    labels = [str(measure.label) for measure in MEASURES]
    answer = _(
        "Statements of %(count)s are in. Hidden cells cannot be computed from the total."
    ) % {"count": formats.count(len(names), "month")}
    return Figure(
        key="months",
        question=_("How did it go month by month?"),
        svg=matrix(
            names,
            now.cells,
            key="months",
            title=_("Figures by month"),
            answer=answer,
            column_names=labels,
            corner=_("Month"),
        ),
        answer=answer,
        heads=(_("Month"), *labels),
        rows=[
            *((name, *line) for name, line in zip(names, now.cells, strict=True)),
            (_("Total"), *now.totals),
        ],
        note=year_name(year),
        csv_url=f"{reverse('region:months_csv')}?year={year}" if may_export else "",
    )


class MonthsCsv(OrganisationView):
    """The masked months of a year as CSV, as open data."""

    kind: ClassVar = OrganisationKind.MUNICIPALITY
    permission: ClassVar = Permission.EXPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file; masked cells stay masked."""
        rows = list_counts()
        years = list_years(rows)
        if not years:
            raise Http404
        now = figures_of(rows, year=_chosen(request, years))
        heads = [_("Month"), *(str(measure.label) for measure in MEASURES)]
        lines = [
            [f"{month:%Y-%m}", *cells] for month, cells in zip(now.months, now.cells, strict=True)
        ]
        total = [_("Total"), *now.totals]
        content = write_csv([heads, *lines, total], encoding="utf-8-sig")
        moment = timezone.now()
        audit.record(
            actor=self.actor,
            kind="list.export",
            object_kind="list",
            object_id="region:months",
            now=moment,
            data={"row_count": len(lines)},
        )
        name = _("Regional figures")
        return exports.send_file(content, exports.FORMATS["csv"], name=name, now=moment)
