"""What is counted: outcomes of people and posts, without names.

An outcome is one fact with a day, a number and a few codes. Decides the codes and what a code
is called. Refuses to know who the person is.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tasuki.core.words import Words


class OutcomeKind(StrEnum):
    """What happened; stored."""

    APPLIED = "applied"
    DOCUMENT_PASSED = "document_passed"
    INTERVIEW_PASSED = "interview_passed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    JOINED = "joined"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    TOLD = "told"
    REGISTERED = "registered"
    LEFT = "left"
    RETIRED = "retired"
    ALUMNI = "alumni"
    SLOT = "slot"
    POST = "post"
    MOVED = "moved"
    SECONDED = "seconded"
    SIDE_WORK = "side_work"
    CONSULTED = "consulted"
    MATCHED = "matched"


class HireChannel(StrEnum):
    """The route of a joiner: the first recorded contact; slot where the contract basis is one."""

    SLOT = "slot"
    ALUMNI = "alumni"
    ALUMNI_INTRODUCTION = "alumni_introduction"
    REFERRAL = "referral"
    RELAY = "relay"
    AGENCY = "agency"
    DIRECT = "direct"
    ADVERT = "advert"
    PUBLIC_OFFICE = "public_office"
    OTHER = "other"
    UNKNOWN = "unknown"
    INTERNAL = "internal"


class HireKind(StrEnum):
    """How somebody is hired."""

    NEW_GRADUATE = "new_graduate"
    MID_CAREER = "mid_career"
    PART_TIME = "part_time"
    CONTRACT = "contract"


class Ending(StrEnum):
    """How it ended; which of them a fact can carry depends on its kind."""

    NONE = ""
    EXCLUDED = "excluded"
    USED = "used"
    FILLED = "filled"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    EXTENDED = "extended"
    LEFT = "left"
    APPROVED = "approved"


CHANNEL_WORDS: Final[dict[HireChannel, Words]] = {
    HireChannel.SLOT: Words("無料枠", "free slot"),
    HireChannel.ALUMNI: Words("再入社（アルムナイ）", "alumni re-hire"),
    HireChannel.ALUMNI_INTRODUCTION: Words("アルムナイ紹介", "introduced by alumni"),
    HireChannel.REFERRAL: Words("社員紹介", "employee referral"),
    HireChannel.RELAY: Words("リレー", "relay"),
    HireChannel.AGENCY: Words("紹介会社", "agency"),
    HireChannel.DIRECT: Words("自社サイト・直接", "own site, direct"),
    HireChannel.ADVERT: Words("求人広告", "advert"),
    HireChannel.PUBLIC_OFFICE: Words("ハローワーク", "public employment office"),
    HireChannel.OTHER: Words("その他", "other"),
    HireChannel.UNKNOWN: Words("不明", "unknown"),
    HireChannel.INTERNAL: Words("社内（公募・異動）", "internal"),
}
JOINER_CHANNELS: Final = tuple(one for one in HireChannel if one is not HireChannel.INTERNAL)
"""Routes by which somebody joins; an internal fill is no joiner."""

HIRE_KIND_WORDS: Final[dict[HireKind, Words]] = {
    HireKind.NEW_GRADUATE: Words("新卒", "new graduate"),
    HireKind.MID_CAREER: Words("中途", "mid-career"),
    HireKind.PART_TIME: Words("アルバイト", "part-time"),
    HireKind.CONTRACT: Words("業務委託", "contract"),
}

OUTCOME_WORDS: Final[dict[OutcomeKind, Words]] = {
    OutcomeKind.APPLIED: Words("応募", "applied"),
    OutcomeKind.DOCUMENT_PASSED: Words("書類通過", "passed documents"),
    OutcomeKind.INTERVIEW_PASSED: Words("面接通過", "passed interviews"),
    OutcomeKind.OFFERED: Words("内定", "offered"),
    OutcomeKind.ACCEPTED: Words("承諾", "accepted"),
    OutcomeKind.JOINED: Words("入社", "joined"),
    OutcomeKind.WITHDRAWN: Words("辞退", "withdrawn"),
    OutcomeKind.REJECTED: Words("見送り", "not hired"),
    OutcomeKind.TOLD: Words("結果通知", "told the result"),
    OutcomeKind.REGISTERED: Words("リレー登録（数えた）", "counted registration"),
    OutcomeKind.LEFT: Words("退職", "left"),
    OutcomeKind.RETIRED: Words("定年到達", "reached retirement age"),
    OutcomeKind.ALUMNI: Words("アルムナイ登録", "alumni member"),
    OutcomeKind.SLOT: Words("枠の依頼", "slot requested"),
    OutcomeKind.POST: Words("社内公募の求人", "post opened inside"),
    OutcomeKind.MOVED: Words("異動", "moved"),
    OutcomeKind.SECONDED: Words("出向の終了", "secondment ended"),
    OutcomeKind.SIDE_WORK: Words("副業の届出", "side work notified"),
    OutcomeKind.CONSULTED: Words("相談", "consultation"),
    OutcomeKind.MATCHED: Words("マッチング", "match"),
}

ENDING_WORDS: Final[dict[Ending, Words]] = {
    Ending.NONE: Words("-", "-"),
    Ending.EXCLUDED: Words("除外（死亡・グループ内転籍）", "excluded (death, group transfer)"),
    Ending.USED: Words("枠を使用", "slot used"),
    Ending.FILLED: Words("充足", "filled"),
    Ending.RETURNED: Words("復帰", "returned"),
    Ending.TRANSFERRED: Words("転籍", "transferred"),
    Ending.EXTENDED: Words("延長", "extended"),
    Ending.LEFT: Words("退職", "left"),
    Ending.APPROVED: Words("許可", "approved"),
}

MARKS: Final = (3, 6, 12, 36)
"""Months after which it is asked whether somebody is still there."""
NEVER: Final = 999
"""The follow-up has not happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How many facts share all codes that a count can ask for.

    Attributes:
        kind: what happened.
        channel, hire_kind, ending: codes; empty where none was given.
        is_former: the joiner worked here before.
        prefecture: two digits of the prefecture; empty if unknown.
        origin, destination: units or companies of a move; empty where nothing applies.
        is_in_period: it happened in the period.
        is_live_at_start: it began before the period and had not ended at its start.
        is_followed_in: its follow-up (left, came back, left the region) lies in the period.
        is_followed: its follow-up has happened by the day of the figures.
        stay: months to the follow-up, rounded up to one of 3, 6, 12, 36; more = 998;
            ``NEVER`` without one.
        marks: those of 3, 6, 12, 36 months after the day that lie in the period.
        count: how many, >= 1.
    """

    kind: OutcomeKind
    channel: str = ""
    hire_kind: str = ""
    ending: str = ""
    is_former: bool = False
    prefecture: str = ""
    origin: str = ""
    destination: str = ""
    is_in_period: bool = True
    is_live_at_start: bool = False
    is_followed_in: bool = False
    is_followed: bool = False
    stay: int = NEVER
    marks: tuple[int, ...] = ()
    count: int = 1
