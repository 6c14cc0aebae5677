"""Addresses of the room, below ``/figures/``."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.insights import costs, entries, overview, pictures, report

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.OverviewPage.as_view(), name="overview"),
    path("rows/<slug:definition_id>/", overview.RowsPage.as_view(), name="rows"),
    path("costs/", costs.CostPage.as_view(), name="costs"),
    path("pictures/", pictures.PicturePage.as_view(), name="pictures"),
    path("pictures/<slug:key>.csv", entries.TableFile.as_view(), name="table"),
    path("report.pdf", report.ReportFile.as_view(), name="report"),
    path("entries/", entries.EntryPage.as_view(), name="entries"),
    path("entries/cost/", entries.AddCost.as_view(), name="cost_add"),
    path("entries/outcomes-file/", entries.ImportFacts.as_view(), name="facts_file"),
    path("entries/costs-file/", entries.ImportCosts.as_view(), name="costs_file"),
    path("entries/plan/", entries.Plan.as_view(), name="plan"),
    path("entries/target/", entries.Target.as_view(), name="target"),
    path("entries/gather/", entries.Gather.as_view(), name="gather"),
    path("entries/close/", entries.CloseMonth.as_view(), name="close"),
]
