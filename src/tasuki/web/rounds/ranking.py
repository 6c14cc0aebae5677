"""How one place ranks people: points or ranks, each with the reason of a named human."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import ActionError, NotVisibleError
from tasuki.apps.rounds.actions.running import score_person
from tasuki.apps.rounds.models import RoundPlace
from tasuki.apps.rounds.queries.rounds import ScoreLine, list_places, list_scores
from tasuki.core.access import Permission
from tasuki.core.market.fit.features import Part
from tasuki.core.market.fit.reason_words import PART_WORDS
from tasuki.core.market.fit.reasons import show, shown_hundredths
from tasuki.core.market.records import INTEGER_MAX
from tasuki.core.rounds.machine import RoundState
from tasuki.web.components import formats
from tasuki.web.components.views import PageView, toast
from tasuki.web.rounds.frame import OfRound

ROWS_A_PAGE: Final = 50
REASON_CHARACTERS_MAX: Final = 500


@dataclass(slots=True, kw_only=True)
class Entry:
    """One person on the page: what stands, what was typed, what is wrong with it."""

    line: ScoreLine = field(repr=False)
    number: str = ""
    is_refused: bool = False
    reason: str = field(default="", repr=False)
    error: str = ""
    parts: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of the person's row, in the names of the fields."""
        return str(self.line.person.id)

    @property
    def is_suggested(self) -> bool:
        """Whether the number is a computed fit that nobody confirmed."""
        score = self.line.score
        return score is not None and score.scored_by_id is None

    def is_changed(self) -> bool:
        """Whether what was typed differs from what stands."""
        score = self.line.score
        if score is None:
            return bool(self.number or self.is_refused or self.reason)
        stands = (str(score.priority), not score.is_accepted, score.reason)
        return (self.number or "0", self.is_refused, self.reason) != stands


def _entry(line: ScoreLine) -> Entry:
    score = line.score
    if score is None:
        return Entry(line=line)
    parts = {Part(name): points for name, points in score.parts.items() if name in set(Part)}
    shown = shown_hundredths(list(parts.values()))
    return Entry(
        line=line,
        number=str(score.priority) if score.is_accepted else "",
        is_refused=not score.is_accepted,
        reason=score.reason,
        parts=[
            (formats.say(PART_WORDS[part]), show(points))
            for part, points in zip(parts, shown, strict=True)
        ],
        missing=[formats.say(PART_WORDS[Part(one)]) for one in score.missing if one in set(Part)],
    )


class PlacePage(OfRound, PageView):
    """One place, with everybody who agreed to take part; who listed it is not told."""

    permission: ClassVar = Permission.ROUND_VIEW
    template_name: ClassVar[str] = "rounds/place.html"
    tab = "places"

    @cached_property
    def place(self) -> RoundPlace:
        """The place of the address.

        Raises:
            NotVisibleError: there is none in this round.
        """
        found = list_places(round_id=self.row.pk).filter(pk=self.kwargs["place_id"]).first()
        if found is None:
            raise NotVisibleError
        return found

    @cached_property
    def lines(self) -> list[ScoreLine]:
        """Everybody whom the place may rank."""
        return list_scores(place_id=self.place.pk)

    @property
    def can_rank(self) -> bool:
        """Whether numbers are taken now."""
        return self.row.state == RoundState.OPEN and self.actor.can(Permission.ROUND_SCORE)

    def get_context(self) -> dict[str, Any]:
        """Show what stands."""
        return self._context([_entry(one) for one in self._shown_lines()])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Keep what was typed; a row that cannot be kept stays as it was typed, with the reason."""
        is_ranks = request.POST.get("way") == "ranks"
        common = request.POST.get("reason", "").strip()
        entries = [_typed(_entry(one), request.POST) for one in self._shown_lines()]
        wanted = [one for one in entries if _is_wanted(one, is_ranks=is_ranks)]
        saved = sum(
            self._save(one, common=common, most=len(entries) if is_ranks else 0) for one in wanted
        )
        if any(one.error for one in entries):
            context = self._context(entries) | {
                "is_ranks": is_ranks,
                "common": common,
                "saved": formats.count(saved) if saved else "",
                "wrong": [one for one in entries if one.error],
            }
            return self.show(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        toast(request, _("%(count)s saved.") % {"count": formats.count(saved)})
        return redirect(request.get_full_path())

    def _save(self, entry: Entry, *, common: str, most: int) -> bool:
        """Keep one row; return whether it was kept."""
        number = _number(entry, most=most)
        if number is None:
            return False
        try:
            score_person(
                actor=self.actor,
                person_id=entry.line.person.id,
                place_id=self.place.pk,
                priority=number,
                is_accepted=not entry.is_refused,
                reason=entry.reason or common,
                now=timezone.now(),
            )
        except ActionError as error:
            entry.error = error.text
            return False
        return True

    def _shown_lines(self) -> list[ScoreLine]:
        text = self.request.GET.get("q", "").strip().casefold()
        found = [one for one in self.lines if not text or text in one.name.casefold()]
        return found[self._start : self._start + ROWS_A_PAGE]

    @property
    def _start(self) -> int:
        first = self.request.GET.get("from", "")
        return int(first) if first.isascii() and first.isdecimal() else 0

    def _context(self, entries: list[Entry]) -> dict[str, Any]:
        total = len(self.lines)
        address = reverse("rounds:place", args=[self.row.pk, self.place.pk])
        after = self._start + ROWS_A_PAGE
        can_remove = self.row.state == RoundState.DRAFT and self.actor.can(Permission.ROUND_EDIT)
        return self.frame() | {
            "place": self.place,
            "entries": entries,
            "total": total,
            "can_rank": self.can_rank,
            "can_use_ranks": total <= ROWS_A_PAGE,
            "reason_max": REASON_CHARACTERS_MAX,
            "number_max": INTEGER_MAX,
            "has_suggestions": any(one.is_suggested for one in entries),
            "search_text": self.request.GET.get("q", ""),
            "next_url": f"{address}?from={after}" if after < total else "",
            "previous_url": f"{address}?from={max(0, self._start - ROWS_A_PAGE)}"
            if self._start
            else "",
            "can_remove": can_remove,
            "back_url": reverse("rounds:places", args=[self.row.pk]),
            "back_label": gettext_lazy("Back to the places"),
        }


def _typed(entry: Entry, data: Mapping[str, str]) -> Entry:
    entry.number = data.get(f"number-{entry.id}", "").strip()
    entry.is_refused = data.get(f"refused-{entry.id}") == "yes"
    entry.reason = data.get(f"reason-{entry.id}", "").strip()
    return entry


def _is_wanted(entry: Entry, *, is_ranks: bool) -> bool:
    if is_ranks:
        return bool(entry.number or entry.is_refused)
    return entry.is_changed()


def _number(entry: Entry, *, most: int) -> int | None:
    """Return the number of the place for a person; None with the reason in the row.

    Args:
        entry: what was typed.
        most: how many people are ranked; 0 where points were typed.
    """
    if entry.is_refused:
        return 0
    if not (entry.number.isascii() and entry.number.isdecimal()):
        entry.error = _("Enter a whole number of 0 or more.")
        return None
    number = int(entry.number)
    if not most:
        return number
    if not 1 <= number <= most:
        entry.error = _("Enter a rank between 1 and %(most)s.") % {"most": most}
        return None
    return most + 1 - number
