"""Two records become one: the preview with its rules, the second person, and the way back."""

from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.consent.models import Purpose
from tasuki.apps.errors import InvalidInputError, found
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.views import record_views
from tasuki.apps.same_person import merging, queries, undoing
from tasuki.apps.same_person.models import Merge
from tasuki.apps.same_person.preview import FieldPreview, preview_merge
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.same_person.queue import UNDO_DAYS
from tasuki.core.same_person.survivorship import (
    RULES,
    RULES_BY_NAME,
    TEST_WORDS,
    Side,
    Test,
)
from tasuki.web.company.same_person_words import merge_tag, write_values
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct
from tasuki.web.components.views import PageView, toast

_PREFIX: Final = "choice-"


class MergePage(PageView):
    """What would the one record say, and why?"""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SAME_PERSON_DECIDE
    template_name: ClassVar[str] = "company/same_person_merge.html"

    def get_context(self) -> dict[str, Any]:
        """Read what the rules choose."""
        return self._context({})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Look at other choices, or merge."""
        chosen = {
            name.removeprefix(_PREFIX): value
            for name, value in request.POST.items()
            if name.startswith(_PREFIX)
        }
        if "check" in request.POST:
            return self.show(self._context(chosen))
        try:
            merge = merging.merge_records(
                actor=self.actor,
                survivor_id=kwargs["survivor_id"],
                absorbed_id=kwargs["absorbed_id"],
                chosen=chosen,
                now=timezone.now(),
            )
        except InvalidInputError as error:
            context = self._context({}) | {"error": error}
            return self.show(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if merge.state == Merge.State.PROPOSED:
            toast(request, _("Proposed: a second member confirms it."))
        else:
            undo_url = reverse("company:same_person_merge_undo", args=[merge.pk])
            toast(request, _("Both records are one now."), undo_url=undo_url)
        return redirect("company:same_person_merged", merge_id=merge.pk)

    def _context(self, chosen: dict[str, str]) -> dict[str, Any]:
        now = timezone.now()
        preview = preview_merge(
            survivor_id=self.kwargs["survivor_id"],
            absorbed_id=self.kwargs["absorbed_id"],
            chosen=chosen,
            on=localdate(now),
        )
        survivor, absorbed = preview.survivor, preview.absorbed
        record_views(actor=self.actor, talent_record_ids=[survivor.pk, absorbed.pk], now=now)
        pair = queries.find_pair_of(record_ids=(survivor.pk, absorbed.pk))
        return {
            "heading": _("Make one record of two"),
            "lead": _(
                "Check what stays. The other record keeps its row, and you can undo it for "
                "%(days)s days."
            )
            % {"days": UNDO_DAYS},
            "preview": preview,
            "fields": [_field(row) for row in preview.fields],
            "purposes": [str(Purpose(one).label) for one in preview.purposes],
            "swap_url": reverse("company:same_person_merge", args=[absorbed.pk, survivor.pk]),
            "back_url": reverse("company:same_person_pair", args=[pair.pk])
            if pair
            else reverse("company:same_person"),
            "back_label": _("Back to the pair") if pair else _("Back to the pairs"),
        }


def _field(row: FieldPreview) -> dict[str, Any]:
    return {
        "name": f"{_PREFIX}{row.rule.name}",
        "label": formats.say(row.rule.label),
        "is_equal": row.is_equal,
        "why": formats.say(TEST_WORDS[row.choice.test]),
        "sides": [
            {
                "value": str(side),
                "text": write_values(row.rule, candidate.values) or _("(empty)"),
                "is_chosen": row.choice.side is side,
            }
            for side, candidate in ((Side.KEPT, row.kept), (Side.OTHER, row.other))
        ],
    }


class MergedPage(PageView):
    """Who made one record of two, by which rules, and can it be undone?"""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SAME_PERSON_DECIDE
    template_name: ClassVar[str] = "company/same_person_merged.html"

    def get_context(self) -> dict[str, Any]:
        """Read the merge."""
        merge = found(queries.find_merge(merge_id=self.kwargs["merge_id"]))
        ids = [merge.survivor_id, merge.absorbed_id]
        records = {one.pk: one for one in TalentRecord.objects.filter(pk__in=ids)}
        names = {member.account_id: member.name for member in orgs.list_members()}
        is_proposed = merge.state == Merge.State.PROPOSED
        age = timezone.now() - merge.merged_at if merge.merged_at else None
        return {
            "heading": _("Merged records"),
            "merge": merge,
            "tag": merge_tag(merge.state),
            "survivor": records.get(merge.survivor_id),
            "absorbed": records.get(merge.absorbed_id),
            "choices": _told_choices(merge),
            "purposes": [str(Purpose(one).label) for one in merge.limited_purposes],
            "proposed_by": names.get(merge.proposed_by_id or 0, ""),
            "merged_by": names.get(merge.merged_by_id or 0, ""),
            "undone_by": names.get(merge.undone_by_id or 0, ""),
            "is_proposed": is_proposed,
            "may_confirm": is_proposed and merge.proposed_by_id != self.actor.account_id,
            "may_undo": merge.state == Merge.State.DONE
            and age is not None
            and age.days < UNDO_DAYS,
            "back_url": reverse("company:same_person_merges"),
            "back_label": _("Back to the merges"),
        }


def _told_choices(merge: Merge) -> list[dict[str, str]]:
    sides = {Side.KEPT: _("the record that stays"), Side.OTHER: _("the other record")}
    return [
        {
            "label": formats.say(RULES_BY_NAME[rule.name].label),
            "side": sides[Side(merge.choices[rule.name]["side"])],
            "why": formats.say(TEST_WORDS[Test(merge.choices[rule.name]["test"])]),
        }
        for rule in RULES
        if rule.name in merge.choices
    ]


class _MergeAct(RowAct):
    """One act on one merge; then the merge again."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SAME_PERSON_DECIDE
    id_name = "merge_id"
    page_name = "company:same_person_merged"


class ConfirmMerge(_MergeAct):
    """The second person agrees."""

    action = merging.confirm_merge
    said = gettext_lazy("Both records are one now.")


class DropMerge(_MergeAct):
    """Nobody merges."""

    action = merging.drop_merge
    said = gettext_lazy("The proposal was dropped.")


class UndoMerge(_MergeAct):
    """Both records stand alone again."""

    action = undoing.undo_merge
    said = gettext_lazy("Undone: both records are as they were.")


PATTERNS: Final[list[URLPattern]] = [
    path(
        "same-person/merge/<uuid:survivor_id>/<uuid:absorbed_id>/",
        MergePage.as_view(),
        name="same_person_merge",
    ),
    path("same-person/merges/<uuid:merge_id>/", MergedPage.as_view(), name="same_person_merged"),
    path(
        "same-person/merges/<uuid:merge_id>/confirm/",
        ConfirmMerge.as_view(),
        name="same_person_merge_confirm",
    ),
    path(
        "same-person/merges/<uuid:merge_id>/drop/",
        DropMerge.as_view(),
        name="same_person_merge_drop",
    ),
    path(
        "same-person/merges/<uuid:merge_id>/undo/",
        UndoMerge.as_view(),
        name="same_person_merge_undo",
    ),
]
