"""One opening of an employer: where it stands, what may be done, its papers and versions."""

from datetime import timedelta
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.errors import found
from tasuki.apps.openings import queries
from tasuki.apps.openings.models import Opening, OpeningVersion
from tasuki.apps.openings.policy import age_words
from tasuki.apps.openings.versions import (
    CONDITION_LABELS,
    EMPLOYMENT_LABELS,
    list_versions,
    pay_words,
    stored_changes,
)
from tasuki.apps.placement.orders import list_orders_of, term_of
from tasuki.core.access import Permission
from tasuki.core.law.order_refusals import ORDER_GROUND_LABELS, OrderGround
from tasuki.core.law.posting import POSTING_ITEM_LABELS, POSTING_PAIRS, PostingItem, stale_days
from tasuki.core.law.posting_changes import CHANGE_LABELS
from tasuki.core.openings.states import POSTING, PostingEvent, PostingState
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.components import formats
from tasuki.web.components.columns import SmallTable, text_column
from tasuki.web.components.panels import Event
from tasuki.web.components.views import PageView
from tasuki.web.moves.frame import Button

_ACT_WORDS = {
    "create": gettext_lazy("Order taken"),
    "update": gettext_lazy("Changed"),
    "accept": gettext_lazy("Order accepted"),
    "refuse": gettext_lazy("Order refused"),
    "publish": gettext_lazy("Published"),
    "confirm": gettext_lazy("Confirmed as true"),
    "suspend": gettext_lazy("Suspended"),
    "fill": gettext_lazy("Filled"),
    "close": gettext_lazy("Closed"),
    "expire": gettext_lazy("Ended with its order"),
    "extend": gettext_lazy("Validity changed"),
    "list": gettext_lazy("Public page opened"),
    "unlist": gettext_lazy("Public page taken away"),
    "declare": gettext_lazy("Declaration recorded"),
    "take_back_declaration": gettext_lazy("Declaration taken back"),
}


class OpeningPage(AgencyPage, PageView):
    """One opening."""

    permission: ClassVar = Permission.OPENING_VIEW
    template_name: ClassVar[str] = "agency/opening.html"

    def get_context(self) -> dict[str, Any]:
        """Read the opening, its order, versions and story."""
        opening = found(queries.find_opening(opening_id=self.kwargs["opening_id"]))
        versions = list(list_versions(opening_id=opening.pk))
        may_edit = self.actor.can(Permission.OPENING_EDIT)
        today = timezone.localdate()
        refusal = queries.find_opening_refusal(opening, on=today)
        return {
            "heading": opening.title,
            "opening": opening,
            "missing": [POSTING_ITEM_LABELS[item] for item in queries.missing_items(opening)],
            "refusal": refusal if PostingState(opening.state) in _WATCHED else None,
            "is_english": formats.is_english(),
            "is_stale": opening.as_of < today - timedelta(days=stale_days(on=today)),
            "stale_on": opening.as_of + timedelta(days=stale_days(on=today) + 1),
            "items": _items(opening),
            "facts": _facts(opening),
            "orders": list(list_orders_of(opening_id=opening.pk)[:5]),
            "ground": ORDER_GROUND_LABELS.get(_ground(opening)),
            "buttons": _buttons(opening) if may_edit else [],
            "may_edit": may_edit,
            "can_extend": opening.state in {"accepted", "open", "suspended"},
            "public_url": self._public_url(opening),
            "can_list": opening.state == Opening.State.OPEN and not opening.public_code,
            "papers": _papers(opening, versions),
            "changes": _changes_table(versions),
            "version": versions[0] if versions else None,
            "events": _events(opening),
            "back_url": reverse("agency:openings"),
            "back_label": _("Back to the openings"),
        }

    def _public_url(self, opening: Opening) -> str:
        if not opening.public_code:
            return ""
        path = reverse("jobs:job", args=[opening.public_code])
        return self.request.build_absolute_uri(path)


_WATCHED = {
    PostingState.DRAFT,
    PostingState.ACCEPTED,
    PostingState.OPEN,
    PostingState.SUSPENDED,
}
_STEPS: tuple[tuple[PostingEvent, str, Any, bool], ...] = (
    (PostingEvent.ACCEPT, "opening_accept", gettext_lazy("Accept the order"), False),
    (PostingEvent.PUBLISH, "opening_publish", gettext_lazy("Publish"), True),
    (PostingEvent.REFUSE, "opening_refuse", gettext_lazy("Refuse the order"), False),
    (PostingEvent.SUSPEND, "opening_suspend", gettext_lazy("Suspend"), True),
    (PostingEvent.FILL, "opening_fill", gettext_lazy("Everybody was found"), True),
    (PostingEvent.CLOSE, "opening_close", gettext_lazy("End the job"), True),
)


def _buttons(opening: Opening) -> list[Button]:
    """Return what may be done now, the main act first."""
    state = PostingState(opening.state)
    args = [opening.pk]
    made = []
    if state in {PostingState.OPEN, PostingState.SUSPENDED}:
        url = reverse("agency:opening_confirm", args=args)
        made.append(Button(label=_("Confirm as true today"), url=url, is_post=True))
    for event, name, label, is_post in _STEPS:
        # An agency publishes what it accepted; what is suspended comes back by confirming it.
        if event is PostingEvent.PUBLISH and state is not PostingState.ACCEPTED:
            continue
        if POSTING.can(state, event):
            made.append(
                Button(label=label, url=reverse(f"agency:{name}", args=args), is_post=is_post)
            )
    return [
        Button(label=one.label, url=one.url, is_post=one.is_post, is_main=place == 0)
        for place, one in enumerate(made)
    ]


def _items(opening: Opening) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return number and name of each item with its halves and their texts."""
    found_items = []
    for number, item in enumerate(PostingItem, start=1):
        label = f"{number}. {formats.say(POSTING_ITEM_LABELS[item])}"
        text = str(opening.terms.get(item, ""))
        change = POSTING_PAIRS.get(item)
        later = str(opening.terms.get(change, "")) if change else ""
        halves = [(_("Right after hiring"), text), (_("Range of change"), later)]
        found_items.append((label, halves if change else [("", text)]))
    return found_items


def _facts(opening: Opening) -> list[tuple[Any, str]]:
    occupation = " ".join(part for part in (opening.occupation_code, opening.occupation) if part)
    pairs: list[tuple[Any, str]] = [
        (_("Number"), opening.number),
        (_("Occupation"), occupation),
        (_("Persons wanted"), formats.count(opening.person_count)),
        (_("Kind of employment"), formats.say(EMPLOYMENT_LABELS[opening.employment])),
        (
            _("Term of employment"),
            _("without an end") if opening.is_indefinite else term_of(opening),
        ),
        (_("Pay"), formats.say(pay_words(opening))),
        (_("Theoretical yearly pay"), formats.yen(opening.theoretical_pay_yen or None)),
        (_("Limit of age"), formats.say(age_words(opening, on=opening.as_of))),
        (_("Workplace"), opening.workplace),
    ]
    return [(label, value) for label, value in pairs if value]


def _ground(opening: Opening) -> OrderGround | None:
    return OrderGround(opening.refusal_ground) if opening.refusal_ground else None


def _papers(opening: Opening, versions: list[OpeningVersion]) -> list[tuple[str, str]]:
    papers = [(_("Job sheet"), reverse("agency:opening_sheet", args=[opening.pk]))]
    if opening.refused_on is not None:
        papers.append(
            (_("Notice of the refusal"), reverse("agency:opening_refusal", args=[opening.pk]))
        )
    if len(versions) > 1:
        url = reverse("agency:opening_changes", args=[opening.pk])
        for older in versions[1:6]:
            words = _("Changes since version %(number)s") % {"number": older.version}
            papers.append((words, f"{url}?since={older.version}"))
    return papers


def _changes_table(versions: list[OpeningVersion]) -> SmallTable | None:
    if len(versions) <= 1:
        return None
    newest = versions[0]
    columns = (
        text_column("label", _("Condition"), lambda row: formats.say(CONDITION_LABELS[row.key])),
        text_column("kind", _("Kind"), lambda row: formats.say(CHANGE_LABELS[row.kind]), css="nw"),
        text_column("before", _("Before"), lambda row: row.before or formats.NOTHING),
        text_column("after", _("After"), lambda row: row.after or formats.NOTHING),
    )
    caption = _("What version %(number)s changed") % {"number": newest.version}
    return SmallTable.of(caption, columns, stored_changes(newest))


def _events(opening: Opening) -> list[Event]:
    rows = list_events_of(object_kind="opening", object_id=opening.pk)
    return [
        Event(at=one.happened_at, text=_ACT_WORDS.get(one.kind.rpartition(".")[2], one.kind))
        for one in rows
    ]
