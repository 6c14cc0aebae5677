"""Two records side by side, what speaks for one person, and the answer of a human."""

from typing import Any, ClassVar, Final

from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.errors import found
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.views import record_views
from tasuki.apps.same_person import deciding, explaining, queries
from tasuki.apps.same_person.models import Merge, Pair
from tasuki.apps.same_person.preview import find_survivor
from tasuki.apps.same_person.queries import PairDetail
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company.same_person_words import compare_records, pair_tag
from tasuki.web.company.words import outcome_tag
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct
from tasuki.web.components.columns import Column, SmallTable, day_column, name_column
from tasuki.web.components.panels import Event
from tasuki.web.components.views import ActView, PageView

_APPLICATIONS: Final = (
    name_column(
        gettext_lazy("Job"),
        lambda row: row.job_title,
        lambda row: reverse("company:applicant", args=[row.pk]),
    ),
    day_column("applied_on", gettext_lazy("Applied on"), lambda row: row.applied_on),
    Column(
        name="outcome",
        label=gettext_lazy("Result"),
        value=lambda row: row.outcome,
        show=outcome_tag,
    ),
)
_ACTS: Final = {
    "same_person.link": gettext_lazy("Linked automatically"),
    "same_person.decide": gettext_lazy("Decided: %(after)s"),
    "same_person.undo": gettext_lazy("Decision undone"),
}
_SAID: Final = {
    "same": gettext_lazy("Both records are one person."),
    "different": gettext_lazy("Two persons: you will not be asked again."),
    "later": gettext_lazy("Put off: the pair comes last in the queue."),
}


class PairPage(PageView):
    """Are these two records one person?"""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SAME_PERSON_DECIDE
    template_name: ClassVar[str] = "company/same_person_pair.html"

    def get_context(self) -> dict[str, Any]:
        """Read both records; each look is written down for the person."""
        detail = found(queries.find_pair(pair_id=self.kwargs["pair_id"]))
        pair, left, right = detail.pair, detail.left, detail.right
        now = timezone.now()
        record_views(actor=self.actor, talent_record_ids=[left.pk, right.pk], now=now)
        survivor = find_survivor(left, right)
        is_open = pair.state in {Pair.State.REVIEW, Pair.State.LATER}
        return {
            "heading": _("Are these one person?"),
            "lead": _("Probability %(share)s. Compare what differs, then answer.")
            % {"share": formats.percent(pair.probability)},
            "pair": pair,
            "tag": pair_tag(pair.state),
            "left": left,
            "right": right,
            "fields": compare_records(left, right),
            "reasons": explaining.explain(pair),
            "guards": explaining.explain_guards(pair.guards),
            "tables": [_applications(detail, one) for one in (left, right)],
            "is_open": is_open,
            "may_undo": not is_open and detail.merge is None,
            "merge": detail.merge,
            "may_merge": detail.merge is None and pair.state != Pair.State.DIFFERENT,
            "merge_url": reverse(
                "company:same_person_merge",
                args=[survivor.pk, right.pk if survivor is left else left.pk],
            ),
            "is_proposed": detail.merge is not None and detail.merge.state == Merge.State.PROPOSED,
            "events": _story(pair),
            "back_url": reverse("company:same_person"),
            "back_label": _("Back to the pairs"),
        }


def _applications(detail: PairDetail, record: TalentRecord) -> dict[str, Any]:
    rows = detail.applications[record.pk]
    caption = _("Applications of %(number)s") % {"number": record.number}
    return {
        "caption": caption,
        "table": SmallTable.of(caption, _APPLICATIONS, rows) if rows else None,
    }


def _story(pair: Pair) -> list[Event]:
    names = {member.account_id: member.name for member in orgs.list_members()}
    told = [
        Event(
            at=event.happened_at,
            text=str(_ACTS[event.kind])
            % {"after": Pair.State(event.after).label if event.after else ""},
            detail=names.get(event.actor_id, ""),
        )
        for event in list_events_of(object_kind="pair", object_id=pair.pk)
        if event.kind in _ACTS
    ]
    return [*told, Event(at=pair.created_at, text=_("Found by the search"))]


class DecidePair(ActView):
    """Same, different or later; then the next pair."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SAME_PERSON_DECIDE

    def act(self) -> str:
        """Write the answer down."""
        deciding.decide_pair(
            actor=self.actor,
            pair_id=self.kwargs["pair_id"],
            answer=self.kwargs["answer"],
            now=timezone.now(),
        )
        return str(_SAID[self.kwargs["answer"]])

    def get_undo_url(self) -> str:
        """Open the question again."""
        return reverse("company:same_person_undo", args=[self.kwargs["pair_id"]])

    def get_success_url(self) -> str:
        """Go on to the next pair, or to the list when there is none."""
        following = queries.find_next(
            after=self.kwargs["pair_id"], is_strict_only=bool(self.request.POST.get("strict"))
        )
        if following is None:
            return reverse("company:same_person")
        return reverse("company:same_person_pair", args=[following.pk])


class UndoPair(RowAct):
    """Open a question again."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SAME_PERSON_DECIDE
    action = deciding.undo_decision
    id_name = "pair_id"
    page_name = "company:same_person_pair"
    said = gettext_lazy("Undone: the pair waits for a decision again.")


PATTERNS: Final[list[URLPattern]] = [
    path("same-person/<uuid:pair_id>/", PairPage.as_view(), name="same_person_pair"),
    *(
        path(
            f"same-person/<uuid:pair_id>/{answer}/",
            DecidePair.as_view(),
            {"answer": str(answer)},
            name=f"same_person_{answer}",
        )
        for answer in deciding.Answer
    ),
    path("same-person/<uuid:pair_id>/undo/", UndoPair.as_view(), name="same_person_undo"),
]
