"""Incidents with personal data: states, triggers of the report, and what closing asks for.

Decides whether a report is owed and what still lacks.  Refuses to know clocks and people.

Source: 個人情報保護法 26条, 施行規則 7条-10条; for public bodies 68条.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tasuki.core.law.parameters import find_number
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words


class Trigger(StrEnum):
    """What makes a report due; stored."""

    SENSITIVE = "sensitive"
    FINANCIAL = "financial"
    WRONGFUL = "wrongful"
    MANY = "many"


TRIGGER_WORDS: Final[dict[Trigger, Words]] = {
    Trigger.SENSITIVE: Words(
        "要配慮個人情報が含まれる（施行規則7条1号）", "sensitive data is among it (rule 7 i)"
    ),
    Trigger.FINANCIAL: Words(
        "財産的被害のおそれがある（施行規則7条2号）", "financial harm is possible (rule 7 ii)"
    ),
    Trigger.WRONGFUL: Words(
        "不正の目的によるおそれがある（施行規則7条3号）",
        "it may have been done for a wrongful purpose (rule 7 iii)",
    ),
    Trigger.MANY: Words(
        "本人の数が1,000人を超える（施行規則7条4号）", "more than 1,000 persons (rule 7 iv)"
    ),
}


class IncidentState(StrEnum):
    """How far an incident is; stored."""

    OPEN = "open"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    CLOSED = "closed"


class IncidentEvent(StrEnum):
    """What happens to an incident."""

    REPORT_PRELIMINARY = "report_preliminary"
    REPORT_FINAL = "report_final"
    CLOSE = "close"
    REOPEN = "reopen"


_S, _E = IncidentState, IncidentEvent
INCIDENT: Final = Machine(
    name="事故 (incident)",
    initial=_S.OPEN,
    transitions=(
        Transition(_S.OPEN, _E.REPORT_PRELIMINARY, _S.PRELIMINARY, "BR1"),
        Transition(_S.OPEN, _E.REPORT_FINAL, _S.FINAL, "BR2"),
        Transition(_S.PRELIMINARY, _E.REPORT_FINAL, _S.FINAL, "BR2"),
        Transition(_S.OPEN, _E.CLOSE, _S.CLOSED, "BR3"),
        Transition(_S.PRELIMINARY, _E.CLOSE, _S.CLOSED, "BR3"),
        Transition(_S.FINAL, _E.CLOSE, _S.CLOSED, "BR3"),
        Transition(_S.CLOSED, _E.REOPEN, _S.OPEN, "BR4"),
    ),
)

ITEMS: Final[dict[str, Words]] = {
    "overview": Words("概要", "What happened"),
    "data_items": Words("漏えい等が発生した個人データの項目", "Items of data"),
    "person_count": Words("本人の数", "Number of persons"),
    "cause": Words("原因", "Cause"),
    "secondary_damage": Words(
        "二次被害またはそのおそれの有無とその内容", "Secondary damage or its risk"
    ),
    "response": Words("本人への対応の実施状況", "What was done for the persons"),
    "publication": Words("公表の実施状況", "Publication"),
    "prevention": Words("再発防止のための措置", "Measures against a recurrence"),
    "other": Words("その他参考となる事項", "Other"),
}
"""The nine items of a report, in the order of the Commission's form (施行規則8条1項)."""
OPTIONAL_ITEMS: Final = frozenset({"other"})


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """Whether a report to the Commission is owed.

    Attributes:
        is_due: a report and a notice to the persons are owed.
        is_wrongful: the final report has 60 days instead of 30.
        triggers: why, in the order of the rule.
        reason: in words.
    """

    is_due: bool
    is_wrongful: bool
    triggers: tuple[Trigger, ...]
    reason: Words


def decide_duty(
    *,
    triggers: Collection[Trigger],
    person_count: int,
    is_encrypted: bool,
    is_told_controller: bool,
    on: date,
) -> ReportDuty:
    """Return whether an incident must be reported.

    Args:
        triggers: what was found; the number of persons is looked at by itself.
        person_count: affected persons as far as known, >= 0.
        is_encrypted: the data was encrypted so strongly that nobody can read it.
        is_told_controller: a processor that told its controller; the controller reports.
        on: the day on which it became known.

    Source: 個人情報保護法 26条1項, 施行規則 7条.
    """
    found = set(triggers) - {Trigger.MANY}
    if person_count > find_number("breach_persons_over", on=on):
        found.add(Trigger.MANY)
    ordered = tuple(one for one in Trigger if one in found)
    is_wrongful = Trigger.WRONGFUL in found
    if is_encrypted:
        reason = Words(
            "高度な暗号化により報告の対象外です（施行規則7条1号かっこ書）。",
            "No report is due: the data was strongly encrypted (rule 7).",
        )
        return ReportDuty(False, is_wrongful, ordered, reason)
    if is_told_controller:
        reason = Words(
            "委託元に通知したため、報告は委託元が行います（26条1項ただし書）。",
            "The controller was told and reports itself (proviso of 26 (1)).",
        )
        return ReportDuty(False, is_wrongful, ordered, reason)
    if not ordered:
        reason = Words(
            "報告が必要な4つの場合のどれにもあたりません。記録は残してください。",
            "None of the four cases applies, so no report is due. Keep the record.",
        )
        return ReportDuty(False, is_wrongful, ordered, reason)
    reason = Words(
        "個人情報保護委員会への報告と本人への通知が必要です（26条）。",
        "A report to the Commission and a notice to the persons are due (26).",
    )
    return ReportDuty(True, is_wrongful, ordered, reason)
