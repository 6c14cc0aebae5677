"""Steps, results and their days of one row of applicants.

A column of words decides the step, a filled column of days decides the end; where they differ
the day wins.  Who ended a selection is never guessed.
"""

from dataclasses import dataclass
from typing import Final

from tasuki.core.identity.blanks import is_blank
from tasuki.core.intake.context import Cell, Context, refuse, warn
from tasuki.core.intake.days import ReadDay, read_day, read_moment
from tasuki.core.intake.paths import step_of
from tasuki.core.intake.people import Cells, first
from tasuki.core.intake.problems import Draft, Repair
from tasuki.core.intake.sniff import folded
from tasuki.core.intake.values import (
    ENDED,
    LABELS,
    RUNNING,
    EndReason,
    Meaning,
    Route,
    read_route,
    read_selection_word,
)
from tasuki.core.intake.word_tables import word_key
from tasuki.core.words import Words

_END_DATES: Final = (
    ("joined_on", EndReason.JOINED),
    ("rejected_on", EndReason.REJECTED),
    ("withdrawn_on", EndReason.WITHDRAWN),
)
_TEXTS_MAX: Final = 120
_GROUP_WORDS: Final = frozenset(
    {"中途", "新卒", "アルバイト", "パート", "契約社員", "正社員", "業務委託", "派遣", "派遣社員"}
)


@dataclass(slots=True)
class _Ending:
    """What was found about the end.

    Attributes:
        reason: a code of ``EndReason``; empty = none.
        is_over: it ended, whoever ended it.
        cell: where it stands.
    """

    reason: str = ""
    is_over: bool = False
    cell: Cell = ("", "")


def read_selection(draft: Draft, cells: Cells, context: Context) -> None:
    """Read everything about an application except who applied."""
    _read_day(draft, cells, context, "applied_at", has_time=True)
    _read_day(draft, cells, context, "ended_on")
    _read_day(draft, cells, context, "age_as_of")
    _read_route(draft, cells, context)
    ending = _read_words(draft, cells, context)
    _read_end_days(draft, cells, context, ending)
    _confirm(draft, ending)
    _read_step_days(draft, cells, context)
    _read_job(draft, cells, context)


def _read_day(
    draft: Draft, cells: Cells, context: Context, path: str, *, has_time: bool = False
) -> None:
    if cell := first(cells, path):
        draft.put(path, day_of(draft, cell, path, context, has_time=has_time))


def day_of(
    draft: Draft, cell: Cell, field: str, context: Context, *, has_time: bool = False
) -> str:
    """Return the day of a cell; what is wrong with it is added to the draft."""
    read = read_moment if has_time else read_day
    found: ReadDay = read(cell[1], year=context.year_of(cell[0]), order=context.orders.get(cell[0]))
    if found.problem:
        refuse(draft, cell, field, found.problem, found.repair, found.suggestion)
    for warning in found.warnings:
        warn(draft, cell, field, warning, found.repair)
    return found.text


def _read_route(draft: Draft, cells: Cells, context: Context) -> None:
    if detail := first(cells, "route_detail"):
        draft.put("route_detail", detail[1][:_TEXTS_MAX])
    agency = first(cells, "agency_name")
    cell = first(cells, "route")
    if cell is None:
        draft.put("route", Route.AGENCY if agency else "")
    else:
        code = read_route(cell[1], context.answers.get("route"))
        if code is None:
            code = Route.UNKNOWN
            warn(draft, cell, "route", _unknown_word(cell[1]), Repair.CHOOSE_VALUE)
        draft.put("route", str(code))
        is_name = code and word_key(LABELS["route"][code].ja) != word_key(cell[1])
        draft.put("route_name", cell[1][:_TEXTS_MAX] if is_name else "")
    if agency:
        draft.put("agency_name", agency[1][:_TEXTS_MAX])


def _unknown_word(word: str) -> Words:
    return Words(
        f"「{word[:40]}」の意味がわかりません。値の対応で選んでください。",
        f"“{word[:40]}” is not known. Choose what it means.",
    )


def _read_words(draft: Draft, cells: Cells, context: Context) -> _Ending:
    """The step and the end as words tell them, from columns of steps and of results."""
    ending = _Ending()
    for path in ("step", "end_reason"):
        for cell in cells.get(path, ()):
            meaning = read_selection_word(cell[1], context.answers.get(path))
            if meaning is None:
                _ask(draft, cell, path, ending)
            else:
                _take(draft, cell, path, meaning, ending)
    return ending


def _ask(draft: Draft, cell: Cell, path: str, ending: _Ending) -> None:
    if path == "step":
        refuse(draft, cell, path, _unknown_word(cell[1]), Repair.CHOOSE_VALUE)
        return
    warn(draft, cell, path, _unknown_word(cell[1]), Repair.CHOOSE_VALUE)
    draft.put("end_word", cell[1][:_TEXTS_MAX])
    ending.is_over, ending.cell = True, cell


def _take(draft: Draft, cell: Cell, path: str, meaning: Meaning, ending: _Ending) -> None:
    # A column of results may name a step (内定), which the column of steps knows better.
    if meaning.step and (path == "step" or "step" not in draft.values):
        draft.put("step", str(meaning.step))
        draft.put("step_no", meaning.step_no)
    if meaning.end == ENDED:
        ending.is_over = True
        ending.cell = ending.cell if ending.reason else cell
    elif meaning.end and meaning.end != RUNNING:
        if not ending.reason or path == "end_reason":
            ending.reason, ending.cell = meaning.end, cell
        ending.is_over = True
    draft.put("step_word" if path == "step" else "end_word", cell[1][:_TEXTS_MAX])


def _read_end_days(draft: Draft, cells: Cells, context: Context, ending: _Ending) -> None:
    """A filled column of days decides; of several the latest, and of two on one day the last."""
    found: list[tuple[str, EndReason, Cell]] = []
    for path, reason in _END_DATES:
        cell = first(cells, path)
        if cell is None:
            continue
        day = day_of(draft, cell, path, context)
        draft.put(path, day)
        if day:
            found.append((day, reason, cell))
    if not found:
        return
    day, reason, cell = max(found, key=lambda one: one[0])
    if len(found) > 1:
        warn(draft, cell, "end_reason", _several_ends(reason), Repair.CONFIRM_RESULT)
    if ending.reason and ending.reason != reason:
        warn(draft, cell, "end_reason", _other_end(ending.reason, reason), Repair.CONFIRM_RESULT)
    ending.reason, ending.is_over, ending.cell = reason, True, cell
    draft.values.setdefault("ended_on", day)


def _several_ends(reason: EndReason) -> Words:
    label = LABELS["end_reason"][reason]
    return Words(
        f"結果の日付が2つ以上あります。新しい日付から「{label.ja}」としました。",
        f"There are several days of a result; the latest says “{label.en}”.",
    )


def _other_end(word: str, reason: EndReason) -> Words:
    said, dated = LABELS["end_reason"][word], LABELS["end_reason"][reason]
    return Words(
        f"言葉は「{said.ja}」ですが、日付から「{dated.ja}」としました。",
        f"The word says “{said.en}”, the day says “{dated.en}”; the day was taken.",
    )


def _confirm(draft: Draft, ending: _Ending) -> None:
    """Mark a selection that is over without saying who ended it; it gets no invitation."""
    draft.put("end_reason", str(ending.reason))
    is_over = ending.is_over or "ended_on" in draft.values
    if not is_over or ending.reason:
        return
    draft.put("result_unconfirmed", True)
    warn(
        draft,
        ending.cell,
        "end_reason",
        Words(
            "結果未確認：選考は終わっていますが、だれが終えたかわかりません。結果を選んでください。",
            "Result not confirmed: the selection is over, but not by whose decision. Choose it.",
        ),
        Repair.CONFIRM_RESULT,
    )


def _read_step_days(draft: Draft, cells: Cells, context: Context) -> None:
    """Days of steps by code where the step is known, else by its word in the heading."""
    days: dict[str, str] = {}
    times = list(cells.get("step_times", ()))
    for cell in cells.get("step_dates", ()):
        day = day_of(draft, cell, "step_dates", context, has_time=True)
        if not day:
            continue
        if times and "T" not in day and len(day) == 10:
            day = _with_time(draft, day, times[0])
        word = step_of(cell[0]) or cell[0]
        meaning = read_selection_word(word, context.answers.get("step"))
        name = str(meaning.step) if meaning and meaning.step else word[:60]
        if meaning and meaning.step_no:
            name = f"{name}_{meaning.step_no}"
        days[name] = max(days.get(name, ""), day)
    draft.put("step_dates", days)


def _with_time(draft: Draft, day: str, cell: Cell) -> str:
    if is_blank(cell[1]):
        return day
    found = read_moment(f"{day} {folded(cell[1])}")
    if "T" in found.text:
        return found.text
    warn(
        draft,
        cell,
        "step_times",
        Words(
            "時刻を読み取れないため、日だけにしました。",
            "The time cannot be read; only the day is kept.",
        ),
        Repair.CHECK_VALUE,
    )
    return day


def _read_job(draft: Draft, cells: Cells, context: Context) -> None:
    if title := first(cells, "job_title"):
        draft.put("job_title", title[1][:_TEXTS_MAX])
        return
    groups = [cell[1] for number in "123" if (cell := first(cells, f"job_group.{number}"))]
    groups += [cell[1] for cell in cells.get("job_group", ())]
    known = [one for one in groups if word_key(one) in context.known_jobs]
    others = [one for one in groups if one not in _GROUP_WORDS]
    job = next(iter(known or others), "")
    draft.put("job_title", job[:_TEXTS_MAX])
    draft.values["tags"] = [one[:60] for one in groups if one != job]
    if not draft.values["tags"]:
        del draft.values["tags"]
