"""Coded reasons of an end, and the words for the person, which are never those of the company.

The code goes to both sides; the company's own words stay with the company; the person reads a
text of its own, written for him or her.
"""

from enum import StrEnum
from typing import Final

from tasuki.core.words import Words


class DeclineReason(StrEnum):
    """Why an employer does not hire; stored."""

    EXPERIENCE = "experience"
    SKILL = "skill"
    CONDITIONS = "conditions"
    TIMING = "timing"
    OTHER_PERSON = "other_person"
    FILLED = "filled"
    OTHER = "other"


class WithdrawReason(StrEnum):
    """Why a person does not go on; stored at the agency only."""

    OTHER_JOB = "other_job"
    CONDITIONS = "conditions"
    WORK = "work"
    TIMING = "timing"
    CONSENT = "consent"
    UNSAID = "unsaid"


DECLINE_WORDS: Final[dict[DeclineReason, Words]] = {
    DeclineReason.EXPERIENCE: Words("経験が求人と合わない", "experience does not fit the job"),
    DeclineReason.SKILL: Words("必要な技能が足りない", "a skill that the job needs is missing"),
    DeclineReason.CONDITIONS: Words("勤務条件が合わない", "working conditions do not fit"),
    DeclineReason.TIMING: Words("時期が合わない", "timing does not fit"),
    DeclineReason.OTHER_PERSON: Words("ほかの方に決まった", "somebody else was chosen"),
    DeclineReason.FILLED: Words("求人が充足・終了した", "the job was filled or closed"),
    DeclineReason.OTHER: Words("その他", "other"),
}

WITHDRAW_WORDS: Final[dict[WithdrawReason, Words]] = {
    WithdrawReason.OTHER_JOB: Words("ほかの会社に決まった", "took another job"),
    WithdrawReason.CONDITIONS: Words("条件が合わない", "the conditions do not fit"),
    WithdrawReason.WORK: Words("仕事の内容が合わない", "the work does not fit"),
    WithdrawReason.TIMING: Words("時期が合わない", "timing does not fit"),
    WithdrawReason.CONSENT: Words("開示の同意を取り消した", "took the consent back"),
    WithdrawReason.UNSAID: Words("理由を聞いていない", "no reason given"),
}

_LINES: Final[dict[DeclineReason, Words]] = {
    DeclineReason.EXPERIENCE: Words(
        "今回の求人で求めるご経験との一致を重視した結果と伺っています。",
        "We hear that the match with the experience asked for in this job decided.",
    ),
    DeclineReason.SKILL: Words(
        "今回の求人で必要な技能との一致を重視した結果と伺っています。",
        "We hear that the match with the skills this job needs decided.",
    ),
    DeclineReason.CONDITIONS: Words(
        "勤務の条件が合わなかったためと伺っています。",
        "We hear that the working conditions did not fit.",
    ),
    DeclineReason.TIMING: Words(
        "入社の時期が合わなかったためと伺っています。",
        "We hear that the time of joining did not fit.",
    ),
    DeclineReason.OTHER_PERSON: Words(
        "ほかの方に決まったためと伺っています。", "We hear that somebody else was chosen."
    ),
    DeclineReason.FILLED: Words(
        "募集が終了したためと伺っています。", "We hear that the search has ended."
    ),
    DeclineReason.OTHER: Words("", ""),
}


def words_for_person(code: str, *, company: str, job: str) -> Words:
    """Return the text that is offered for the person; the agency may change it before it goes.

    Args:
        code: a ``DeclineReason``.
        company: the employer's name.
        job: the job's title.
    """
    line = _LINES[DeclineReason(code)]
    return Words(
        f"{company}「{job}」について、今回は採用を見送るとの連絡がありました。{line.ja}"
        "選考に時間をいただき、ありがとうございました。これからも希望に合う求人を一緒に探します。",
        f"{company} let us know that it will not go on with you for “{job}”. {line.en} "
        "Thank you for the time that you gave. We go on looking for a job that fits your wishes.",
    )


def is_repeated(internal: str, for_person: str) -> bool:
    """Return whether a text for the person repeats the company's own words.

    Args:
        internal: what the company noted for itself.
        for_person: what the person would read.
    """
    inner = "".join(internal.split()).casefold()
    outer = "".join(for_person.split()).casefold()
    return bool(inner) and inner in outer
