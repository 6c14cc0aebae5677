"""Pairs of records that may be one person: the queue, what was decided, and the search itself."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.adapters.linkage.training import TRAINING_RECORDS_MIN
from tasuki.apps.errors import found
from tasuki.apps.same_person import explaining, queries, searching
from tasuki.apps.same_person.deciding import Answer
from tasuki.apps.same_person.deciding_many import (
    PAIRS_MAX,
    Many,
    decide_pairs,
    undo_decisions,
)
from tasuki.apps.same_person.models import LinkageRun, Merge, Pair
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.linkage.decide import Guard
from tasuki.core.same_person.queue import UNSEEN_FROM
from tasuki.web.company import same_person_merge, same_person_pair
from tasuki.web.company.same_person_words import merge_tag, pair_tag
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    Place,
    moment_column,
    name_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView
from tasuki.web.components.views import ActView, PageView

_REASONS_SHOWN: Final = 2


_GUARDS: Final = (
    ("", gettext_lazy("All")),
    ("none", gettext_lazy("Nothing but the probability")),
    (Guard.FAMILY_NAME, gettext_lazy("Family name")),
    (Guard.NAME_ONLY, gettext_lazy("Nothing but the name")),
    (Guard.SHARED_CONTACT, gettext_lazy("Shared contact")),
    (Guard.GIVEN_NAME, gettext_lazy("Given name")),
    (Guard.BIRTH_DATE, gettext_lazy("Birth date")),
)
_LEAST: Final = (
    ("", gettext_lazy("All")),
    *((str(share), f"{share:.0%}") for share in (0.99, UNSEEN_FROM, 0.8, 0.5)),
)


class PairFilter(Form):
    """What the tabs set, and pairs of one kind."""

    view = forms.ChoiceField(
        required=False, choices=[(one, one) for one in queries.VIEWS], widget=forms.HiddenInput
    )
    least = forms.ChoiceField(
        label=gettext_lazy("Probability from"), required=False, choices=_LEAST
    )
    guard = forms.ChoiceField(
        label=gettext_lazy("Why it was not linked"), required=False, choices=_GUARDS
    )
    strict = forms.BooleanField(
        label=gettext_lazy("Strictest keys only"),
        required=False,
        help_text=gettext_lazy(
            "The given name and an own contact agree, or the whole name and the birth date."
        ),
    )


def _names(pair: Pair) -> str:
    left, right = pair.left, pair.right
    if left.full_name == right.full_name:
        return f"{left.full_name}（{left.number} / {right.number}）"
    return f"{left.full_name} / {right.full_name}"


def _why(pair: Pair) -> str:
    """Return the weightiest reasons, as sentences."""
    lines = [line for line in explaining.explain(pair) if line.bits][:_REASONS_SHOWN]
    return "・".join(formats.say(line.text) for line in lines)


def _ids(rows: QuerySet[Any]) -> list[UUID]:
    return list(rows.order_by().values_list("pk", flat=True)[: PAIRS_MAX + 1])


def _say_many(done: Many) -> str:
    said = _("%(count)s pairs were changed; each can be undone for 30 days.") % {"count": done.done}
    left = _("%(count)s pairs need a look of their own and stay as they are.") % {
        "count": done.left
    }
    return f"{said} {left}" if done.left else said


class PairList(TableView):
    """Which records may be one person?"""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SAME_PERSON_DECIDE
    template_name: ClassVar[str] = "company/same_person.html"
    heading = gettext_lazy("Identity of records")
    lead = gettext_lazy("Which records are one person? You decide; nothing is lost by it.")
    default_sort = "-urgency"
    filter_form = PairFilter
    tabs = (
        Tab(label=gettext_lazy("To look at"), query=""),
        Tab(label=gettext_lazy("Linked automatically"), query="view=auto"),
        Tab(label=gettext_lazy("Decided"), query="view=decided"),
        Tab(label=gettext_lazy("Undone"), query="view=undone"),
        Tab(label=gettext_lazy("Seen otherwise by a newer model"), query="view=contradicted"),
    )
    empty_text = gettext_lazy("No pair of records waits here.")
    bulk_acts = (
        BulkAct(
            name="same",
            label=gettext_lazy("One person"),
            effect=gettext_lazy(
                "Each pair becomes one person; no record is changed and nobody gets a mail. Pairs "
                "below 95%, or with other given names or birth dates, stay to be looked at. It can "
                "be undone for 30 days under “Decided”."
            ),
            permission=Permission.SAME_PERSON_DECIDE,
        ),
        BulkAct(
            name="different",
            label=gettext_lazy("Two persons"),
            effect=gettext_lazy(
                "You will not be asked about these pairs again. It can be undone for 30 days under "
                "“Decided”."
            ),
            permission=Permission.SAME_PERSON_DECIDE,
        ),
        BulkAct(
            name="undo",
            label=gettext_lazy("Undo the decision"),
            effect=gettext_lazy("The pairs wait for a decision again, by a human only."),
            permission=Permission.SAME_PERSON_DECIDE,
        ),
    )
    columns = (
        name_column(
            gettext_lazy("Names"),
            _names,
            lambda pair: reverse("company:same_person_pair", args=[pair.pk]),
        ),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda pair: pair.state,
            show=pair_tag,
            file_value=lambda pair: str(Pair.State(pair.state).label),
            place=Place.CORNER,
        ),
        Column(
            name="probability",
            label=gettext_lazy("Probability"),
            value=lambda pair: pair.probability,
            show=formats.percent,
            file_value=lambda pair: formats.percent(pair.probability),
            css="n",
            sort="probability",
        ),
        text_column("why", gettext_lazy("Reason"), _why),
        moment_column(
            "decided",
            gettext_lazy("Decided at"),
            lambda pair: pair.decided_at,
            sort="decided_at",
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the pairs of the tab."""
        view = self.request.GET.get("view", "")
        return queries.list_pairs(view=view if view in queries.VIEWS else queries.QUEUE)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Leave the pairs of one kind."""
        if values.get("strict"):
            rows = rows.filter(is_strict=True)
        if least := values.get("least"):
            rows = rows.filter(probability__gte=float(least))
        if guard := values.get("guard"):
            wanted = [] if guard == "none" else [guard]
            rows = rows.filter(guards=wanted)
        return rows

    def do_same(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Call many pairs one person each."""
        return self._decide(rows, Answer.SAME)

    def do_different(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Call many pairs two persons each."""
        return self._decide(rows, Answer.DIFFERENT)

    def do_undo(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Open many questions again."""
        done = undo_decisions(actor=self.actor, pair_ids=_ids(rows), now=timezone.now())
        return _say_many(done)

    def _decide(self, rows: QuerySet[Any], answer: Answer) -> str:
        done = decide_pairs(
            actor=self.actor, pair_ids=_ids(rows), answer=answer, now=timezone.now()
        )
        return _say_many(done)

    def get_context(self) -> dict[str, Any]:
        """Add how much waits, and how far the search is."""
        queue = queries.count_queue()
        run = queries.list_runs().filter(kind=LinkageRun.Kind.ALL).first()
        proposed = queries.list_merges(state=Merge.State.PROPOSED).count()
        first = queries.find_next(is_strict_only=bool(self.request.GET.get("strict")))
        return super().get_context() | {
            "queue": queue,
            "first": first,
            "run": run,
            "run_url": reverse("company:same_person_run", args=[run.pk]) if run else "",
            "is_running": run is not None and run.state == LinkageRun.State.RUNNING,
            "proposed_count": proposed,
            "is_strict": bool(self.request.GET.get("strict")),
        }


class StartSearch(ActView):
    """Look for pairs among all records."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SAME_PERSON_DECIDE

    def act(self) -> str:
        """Start it in the background."""
        run = searching.start_search(
            actor=self.actor,
            is_training=bool(self.request.POST.get("training")),
            now=timezone.now(),
        )
        self._url = reverse("company:same_person_run", args=[run.pk])
        return _("The search has started. You may leave this page.")

    def get_success_url(self) -> str:
        """Show how far it is."""
        return self._url


class RunPage(PageView):
    """How far a search is, and what it found."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SAME_PERSON_DECIDE
    template_name: ClassVar[str] = "company/same_person_run.html"
    partial_name: ClassVar[str] = "progress"

    def get_context(self) -> dict[str, Any]:
        """Read the run."""
        run = found(queries.find_run(run_id=self.kwargs["run_id"]))
        is_writing = run.phase == LinkageRun.Phase.WRITING
        return {
            "heading": _("Search for the same person"),
            "lead": _(
                "All records of your company are compared with each other, and with nobody else's."
            ),
            "run": run,
            "tag": run_tag(run.state),
            "phase": LinkageRun.Phase(run.phase).label,
            "is_running": run.state == LinkageRun.State.RUNNING,
            "total": run.pair_count if is_writing else run.record_count,
            "training_min": TRAINING_RECORDS_MIN,
            "back_url": reverse("company:same_person"),
            "back_label": _("Back to the pairs"),
        }


def run_tag(state: str) -> SafeString:
    """The tag of a search."""
    tones = {"running": "wait", "done": "ok", "failed": "err"}
    return formats.tag(str(LinkageRun.State(state).label), tones[state])


class MergeList(TableView):
    """Which records were made one, by whom, and which wait for a second person?"""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SAME_PERSON_DECIDE
    heading = gettext_lazy("Merged records")
    lead = gettext_lazy("A merge can be undone for 30 days; then both records are as they were.")
    default_sort = "-created_at"
    empty_text = gettext_lazy("Merges appear here.")
    columns = (
        name_column(
            gettext_lazy("Record that stays"),
            lambda merge: merge.survivor_number or "-",
            lambda merge: reverse("company:same_person_merged", args=[merge.pk]),
        ),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda merge: merge.state,
            show=merge_tag,
            file_value=lambda merge: str(Merge.State(merge.state).label),
            place=Place.CORNER,
        ),
        text_column(
            "absorbed",
            gettext_lazy("Record that went into it"),
            lambda merge: merge.absorbed_number or "-",
        ),
        moment_column(
            "at",
            gettext_lazy("Merged at"),
            lambda merge: merge.merged_at,
            sort="merged_at",
        ),
        moment_column(
            "created",
            gettext_lazy("Proposed at"),
            lambda merge: merge.proposed_at,
            sort="created_at",
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the merges."""
        return queries.list_merges()

    def get_context(self) -> dict[str, Any]:
        """Lead back to the pairs."""
        back = {"back_url": reverse("company:same_person"), "back_label": _("Back to the pairs")}
        return super().get_context() | back


PATTERNS: Final[list[URLPattern]] = [
    path("same-person/", PairList.as_view(), name="same_person"),
    path("same-person/search/", StartSearch.as_view(), name="same_person_search"),
    path("same-person/searches/<uuid:run_id>/", RunPage.as_view(), name="same_person_run"),
    path("same-person/merges/", MergeList.as_view(), name="same_person_merges"),
    *same_person_pair.PATTERNS,
    *same_person_merge.PATTERNS,
]
