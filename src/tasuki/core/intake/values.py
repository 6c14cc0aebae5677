"""Words of other systems as codes. A word that is not in the table is asked, never guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tasuki.core.intake.word_tables import (
    END_TABLE,
    MEDIA_NAMES,
    ROUTE_TABLE,
    STATUS_TABLE,
    STEP_TABLE,
    YES_NO_TABLE,
    word_key,
)
from tasuki.core.words import Words


class Step(StrEnum):
    """A step of a selection."""

    CASUAL = "CASUAL"
    ENTRY = "ENTRY"
    DOCUMENT = "DOCUMENT"
    FIRST = "FIRST"
    SECOND = "SECOND"
    FINAL = "FINAL"
    OFFER = "OFFER"
    ACCEPTED = "ACCEPTED"


class EndReason(StrEnum):
    """How a selection ended."""

    JOINED = "JOINED"
    WITHDRAWN = "WITHDRAWN"
    REJECTED = "REJECTED"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    DUPLICATE = "DUPLICATE"


class Route(StrEnum):
    """By which way an application came."""

    MEDIA = "MEDIA"
    MEDIA_SCOUT = "MEDIA_SCOUT"
    OWN_SITE = "OWN_SITE"
    REFERRAL_EMPLOYEE = "REFERRAL_EMPLOYEE"
    REFERRAL_ALUMNI = "REFERRAL_ALUMNI"
    RELAY = "RELAY"
    SLOT = "SLOT"
    AGENCY = "AGENCY"
    ALUMNI_SELF = "ALUMNI_SELF"
    HELLOWORK = "HELLOWORK"
    POOL = "POOL"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


class Status(StrEnum):
    """Whether an employee is still there."""

    ACTIVE = "ACTIVE"
    LEAVE = "LEAVE"
    LEFT = "LEFT"


EMPTY_ANSWER: Final = "-"
"""The answer "leave this word out"."""

ENDED: Final = "ENDED"
"""A word that says that a selection is over, but not who ended it."""

RUNNING: Final = "RUNNING"
"""A word that says that a selection goes on."""

LABELS: Final[dict[str, dict[str, Words]]] = {
    "step": {
        Step.CASUAL: Words("カジュアル面談", "casual talk"),
        Step.ENTRY: Words("エントリー", "entry"),
        Step.DOCUMENT: Words("書類選考", "documents"),
        Step.FIRST: Words("一次", "first interview"),
        Step.SECOND: Words("二次", "second interview"),
        Step.FINAL: Words("最終", "final interview"),
        Step.OFFER: Words("内定", "offer"),
        Step.ACCEPTED: Words("内定承諾", "offer accepted"),
    },
    "end_reason": {
        EndReason.JOINED: Words("入社決定", "joined"),
        EndReason.WITHDRAWN: Words("応募者辞退", "withdrew"),
        EndReason.REJECTED: Words("不採用", "not selected"),
        EndReason.OUT_OF_SCOPE: Words("非選考対象", "not part of the selection"),
        EndReason.DUPLICATE: Words("重複応募", "applied twice"),
        RUNNING: Words("選考中", "still running"),
    },
    "route": {
        Route.MEDIA: Words("求人媒体", "job site"),
        Route.MEDIA_SCOUT: Words("求人媒体（スカウト）", "job site, scouted"),
        Route.OWN_SITE: Words("自社サイト", "own site"),
        Route.REFERRAL_EMPLOYEE: Words("社員紹介", "referred by staff"),
        Route.REFERRAL_ALUMNI: Words("アルムナイ紹介", "referred by alumni"),
        Route.RELAY: Words("リレー経由", "by relay"),
        Route.SLOT: Words("無料枠", "free placement"),
        Route.AGENCY: Words("紹介会社", "agency"),
        Route.ALUMNI_SELF: Words("本人再応募（アルムナイ）", "came back"),
        Route.HELLOWORK: Words("ハローワーク", "public job office"),
        Route.POOL: Words("タレントプール再接触", "talent pool"),
        Route.OTHER: Words("その他", "other"),
        Route.UNKNOWN: Words("不明", "unknown"),
    },
    "status": {
        Status.ACTIVE: Words("在籍", "employed"),
        Status.LEAVE: Words("休職", "on leave"),
        Status.LEFT: Words("退職", "left"),
    },
    "contact_allowed": {"YES": Words("可", "yes"), "NO": Words("否", "no")},
}
"""The codes a word may mean, by field, with their names."""

_KANJI: Final = str.maketrans("一二三四五六七八九", "123456789")
_NTH_STEP: Final = re.compile(r"第?([1-9])次(?:面接|選考|面談)?")
_BRACKETS: Final = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of a selection says.

    Attributes:
        step: a code of ``Step``; empty = it says nothing about the step.
        step_no: number of the interview from the third on; else None.
        end: a code of ``EndReason``, ``ENDED`` or ``RUNNING``; empty = nothing about the end.
    """

    step: str = ""
    step_no: int | None = None
    end: str = ""


def read_selection_word(text: str, answers: Mapping[str, str] | None = None) -> Meaning | None:
    """Return what a word of a selection means; None = unknown, to be asked.

    Args:
        text: a cell of a column for steps or for results.
        answers: what the user decided, word -> code of ``Step`` or ``EndReason``.
    """
    if answers and (code := _answer(text, answers)) is not None:
        return _meaning(code)
    for key in (word_key(text), word_key(_BRACKETS.sub("", text))):
        if code := END_TABLE.get(key) or STEP_TABLE.get(key, ""):
            return _meaning(code)
        if match := _NTH_STEP.fullmatch(key.translate(_KANJI)):
            return _nth(int(match.group(1)))
    return None


def _nth(number: int) -> Meaning:
    if number == 1:
        return Meaning(step=Step.FIRST)
    return Meaning(step=Step.SECOND, step_no=number if number > 2 else None)


def _meaning(code: str) -> Meaning:
    if code in Step.__members__:
        return Meaning(step=code)
    if code in EndReason.__members__ or code in {ENDED, RUNNING}:
        return Meaning(end=code)
    return Meaning()


def read_route(text: str, answers: Mapping[str, str] | None = None) -> str | None:
    """Return the code of a route; None = unknown, to be asked.

    Args:
        text: as it stands in the file; a known job site by its name is ``MEDIA``.
        answers: what the user decided, word -> code of ``Route``.
    """
    if answers and (code := _answer(text, answers)) is not None:
        return code if code in Route.__members__ else ""
    key = word_key(text)
    if key in MEDIA_NAMES:
        return Route.MEDIA
    return ROUTE_TABLE.get(key)


def read_status(text: str, answers: Mapping[str, str] | None = None) -> str | None:
    """Return the code of an employment status; None = unknown, to be asked."""
    if answers and (code := _answer(text, answers)) is not None:
        return code if code in Status.__members__ else ""
    return STATUS_TABLE.get(word_key(text))


def read_yes_no(text: str, answers: Mapping[str, str] | None = None) -> str | None:
    """Return ``YES`` or ``NO``; None = unknown, to be asked."""
    if answers and (code := _answer(text, answers)) is not None:
        return code if code in {"YES", "NO"} else ""
    return YES_NO_TABLE.get(word_key(text))


def _answer(text: str, answers: Mapping[str, str]) -> str | None:
    """The answer for a word, found as written or in its folded form."""
    if text in answers:
        return answers[text]
    key = word_key(text)
    return next((code for word, code in answers.items() if word_key(word) == key), None)
