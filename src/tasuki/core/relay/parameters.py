"""The terms of a relay contract: one value for each key, with its default and its range.

A change makes a new version of the contract and never touches counted items. The keys are
the stored JSON keys, so a key that was once stored keeps its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar

from tasuki.core.words import Words


class CountingRule(StrEnum):
    """What makes one counted person; only the first is offered so far."""

    SELF_REGISTRATION_CONFIRMED = "SELF_REGISTRATION_CONFIRMED"
    TRANSFER_ALL = "TRANSFER_ALL"
    LICENSED_TIEUP = "LICENSED_TIEUP"


class ConsumeAt(StrEnum):
    """The step at which a slot counts as used."""

    HIRE = "hire"
    INTERVIEW = "interview"
    INTRODUCTION = "introduction"


class SelectionStage(StrEnum):
    """How far an applicant came; listed from the first step to the last."""

    APPLICATION = "application"
    DOCUMENT_SCREENING = "document_screening"
    TEST = "test"
    FIRST_INTERVIEW = "first_interview"
    LATER_INTERVIEW = "later_interview"
    FINAL_INTERVIEW = "final_interview"

    def reaches(self, minimum: "SelectionStage") -> bool:
        """Return whether this stage is the minimum or a later one."""
        order = list(SelectionStage)
        return order.index(self) >= order.index(minimum)


class DedupeKey(StrEnum):
    """What makes two registrations one person inside the agency."""

    MAIL = "mail"
    PHONE = "phone"
    NAME_BIRTH = "name_birth"


class AgencyUniqueness(StrEnum):
    """How often one person counts at one agency."""

    ONCE = "once"


@dataclass(frozen=True, slots=True)
class RelayParameters:
    """All terms of one version of a relay contract.

    Days are calendar days, amounts whole yen. `transferable` and `notice_company_gains` are
    not terms but rules: nobody can agree otherwise, so they are no fields.
    """

    transferable: ClassVar[bool] = False
    notice_company_gains: ClassVar[bool] = True

    ratio: int = 10
    counting_rule: CountingRule = CountingRule.SELF_REGISTRATION_CONFIRMED
    acceptance_days: int = 7
    unique_days_company: int = 365
    unique_agency: AgencyUniqueness = AgencyUniqueness.ONCE
    dedupe_keys: tuple[DedupeKey, ...] = tuple(DedupeKey)
    known_to_agency_counts: bool = False
    count_window_days: int = 30
    cooling_hours: int = 24
    invite_expiry_days: int = 30
    reminder_max: int = 0
    min_stage: SelectionStage = SelectionStage.DOCUMENT_SCREENING
    code_rotation_days: int = 30
    daily_flag_per_code: int = 10
    monthly_cap_credits: int = 30
    credit_expiry_months: int = 36
    slot_expiry_months: int = 12
    max_open_slots: int = 3
    consume_at: ConsumeAt = ConsumeAt.HIRE
    promised_interview: bool = False
    eligible_jobs: tuple[str, ...] = ()
    max_theoretical_pay: int | None = None
    find_days: int = 30
    answer_days: int = 7
    slot_max_returns: int = 1
    guarantee_days: int = 90
    statement_day: int = 5
    dispute_days: int = 30
    batch_min_invited: int = 5
    referrer_name_shown: bool = False
    risk_data_keep_days: int = 30


@dataclass(frozen=True, slots=True)
class ParameterProblem:
    """One term that is outside its range, with the sentence for the screen."""

    key: str
    text: Words


# key -> (lowest, highest); where the rule book names no highest value, ours is a year.
PARAMETER_RANGES: dict[str, tuple[int, int]] = {
    "ratio": (1, 50),
    "acceptance_days": (1, 14),
    "unique_days_company": (1, 3650),
    "count_window_days": (1, 365),
    "cooling_hours": (24, 720),
    "invite_expiry_days": (1, 365),
    "reminder_max": (0, 0),
    "code_rotation_days": (1, 365),
    "daily_flag_per_code": (1, 1000),
    "monthly_cap_credits": (1, 10_000),
    "credit_expiry_months": (1, 120),
    "slot_expiry_months": (1, 120),
    "max_open_slots": (1, 100),
    "find_days": (14, 180),
    "answer_days": (1, 60),
    "slot_max_returns": (0, 10),
    "guarantee_days": (1, 365),
    "statement_day": (1, 28),
    "dispute_days": (1, 365),
    "batch_min_invited": (5, 1000),
    "risk_data_keep_days": (1, 30),
}

PARAMETER_LABELS: dict[str, Words] = {
    "ratio": Words("無料枠1つあたりの人数", "people per slot"),
    "counting_rule": Words("数え方", "counting rule"),
    "acceptance_days": Words("受理判断の期限（日）", "days to decide on acceptance"),
    "unique_days_company": Words(
        "同じ会社で数え直すまでの日数", "days until one person counts again"
    ),
    "unique_agency": Words("人材紹介会社での重複", "uniqueness at the agency"),
    "dedupe_keys": Words("同一人物の判定項目", "keys that make one person"),
    "known_to_agency_counts": Words("既登録の方を数えるか", "whether known people count"),
    "count_window_days": Words("案内から登録までの日数", "days from guidance to registration"),
    "cooling_hours": Words("別メールまでの時間", "hours before a separate mail"),
    "invite_expiry_days": Words("案内の有効日数", "days an invite is valid"),
    "reminder_max": Words("再案内の上限", "reminders at most"),
    "min_stage": Words("数える最低の選考段階", "lowest selection stage that counts"),
    "code_rotation_days": Words("会社コードの交換日数", "days until a code is rotated"),
    "daily_flag_per_code": Words("1日あたりの確認ライン", "registrations a day before a check"),
    "monthly_cap_credits": Words("月の上限人数", "monthly cap"),
    "credit_expiry_months": Words("残高の有効月数", "months a credit is valid"),
    "slot_expiry_months": Words("無料枠の有効月数", "months a slot is valid"),
    "max_open_slots": Words("同時に持てる無料枠", "open slots at most"),
    "consume_at": Words("枠を使ったとする時点", "step at which a slot is used"),
    "promised_interview": Words("面談確約", "promised interview"),
    "eligible_jobs": Words("対象の求人・職種", "eligible jobs"),
    "max_theoretical_pay": Words("理論年収の上限（円）", "theoretical pay at most (yen)"),
    "find_days": Words("候補者を探す日数", "days to find a candidate"),
    "answer_days": Words("候補者への回答日数", "days to answer a candidate"),
    "slot_max_returns": Words("枠が戻る回数の上限", "times a slot may return"),
    "guarantee_days": Words("保証期間（日）", "guarantee days"),
    "transferable": Words("譲渡", "transferable"),
    "statement_day": Words("通知書の発行日（翌月）", "day of the statement (next month)"),
    "dispute_days": Words("照会できる日数", "days to raise a question"),
    "batch_min_invited": Words("人数を示す最低の案内数", "invited people needed to show a count"),
    "referrer_name_shown": Words("紹介元の社名の表示", "show the referring company's name"),
    "notice_company_gains": Words("会社が枠を得ることの明示", "notice that the company gains"),
    "risk_data_keep_days": Words("不正確認データの保存日数", "days risk data is kept"),
}


def check_parameters(
    parameters: RelayParameters,
    *,
    is_consume_wording_filed: bool = False,
) -> list[ParameterProblem]:
    """Return every term that may not be agreed.

    Args:
        parameters: the terms to check.
        is_consume_wording_filed: the filed fee table and the consultation record name the
            step at which a slot is used.

    Returns:
        Problems in the order of the terms; empty when all is well.
    """
    problems = [
        ParameterProblem(key, _range_text(key, low, high))
        for key, (low, high) in PARAMETER_RANGES.items()
        if not low <= getattr(parameters, key) <= high
    ]
    if parameters.invite_expiry_days != parameters.count_window_days:
        problems.append(ParameterProblem("count_window_days", _WINDOW_TEXT))
    if parameters.max_theoretical_pay is not None and parameters.max_theoretical_pay < 1:
        problems.append(ParameterProblem("max_theoretical_pay", _PAY_TEXT))
    if not parameters.dedupe_keys:
        problems.append(ParameterProblem("dedupe_keys", _DEDUPE_TEXT))
    # Nothing reads the other two yet: under them, self-registrations would count all the same.
    if parameters.counting_rule is not CountingRule.SELF_REGISTRATION_CONFIRMED:
        problems.append(ParameterProblem("counting_rule", _RULE_TEXT))
    if parameters.consume_at is not ConsumeAt.HIRE and not is_consume_wording_filed:
        problems.append(ParameterProblem("consume_at", _CONSUME_TEXT))
    return problems


def parameters_to_json(parameters: RelayParameters) -> dict[str, Any]:
    """Return the terms as JSON values, the two fixed rules included."""
    values: dict[str, Any] = {}
    for item in fields(parameters):
        value = getattr(parameters, item.name)
        values[item.name] = list(value) if isinstance(value, tuple) else value
    values["transferable"] = parameters.transferable
    values["notice_company_gains"] = parameters.notice_company_gains
    return values


def parameters_from_json(values: Mapping[str, Any]) -> RelayParameters:
    """Return the terms of a stored version; a missing key takes its default.

    Raises:
        ValueError: a key is unknown, a value has the wrong type, or one of the two fixed
            rules is set otherwise.
    """
    known = {item.name: item.default for item in fields(RelayParameters)}
    given: dict[str, Any] = {}
    for key, value in values.items():
        if key in _FIXED:
            if value is not _FIXED[key]:
                raise ValueError(f"{key} is fixed to {_FIXED[key]} and cannot be {value!r}")
        elif key in known:
            given[key] = _parsed(key, value, known[key])
        else:
            raise ValueError(f"{key!r} is no relay parameter")
    return RelayParameters(**given)


_FIXED = {"transferable": False, "notice_company_gains": True}
_WINDOW_TEXT = Words(
    "案内から登録までの日数は、案内の有効日数と同じにしてください。",
    "Set the days from guidance to registration equal to the days an invite is valid.",
)
_PAY_TEXT = Words(
    "理論年収の上限は1円以上にするか、空にしてください。",
    "Set the theoretical pay limit to 1 yen or more, or leave it empty.",
)
_DEDUPE_TEXT = Words(
    "同一人物の判定項目を1つ以上選んでください。", "Choose at least one key that makes one person."
)
_RULE_TEXT = Words(
    "この数え方はまだ提供していません。「本人の登録」を選んでください。",
    "This counting rule is not offered yet. Choose self-registration.",
)
_CONSUME_TEXT = Words(
    "枠を使ったとする時点を採用以外にするには、届出済みの手数料表に同じ文言が必要です。",
    "To use a slot at another step than the hire, the filed fee table needs the same wording.",
)


def _range_text(key: str, low: int, high: int) -> Words:
    label = PARAMETER_LABELS[key]
    if low == high:
        return Words(f"{label.ja}は{low:,}にしてください。", f"Set {label.en} to {low:,}.")
    return Words(
        f"{label.ja}は{low:,}以上{high:,}以下にしてください。",
        f"Set {label.en} between {low:,} and {high:,}.",
    )


def _parsed(key: str, value: object, default: object) -> object:
    """Return a JSON value in the type of the default."""
    if isinstance(default, tuple):
        if not isinstance(value, list | tuple):
            raise ValueError(f"{key} must be a list, not {value!r}")  # noqa: TRY004 - stored data
        return tuple(DedupeKey(part) if key == "dedupe_keys" else str(part) for part in value)
    if isinstance(default, StrEnum):
        return type(default)(str(value))
    if key == "max_theoretical_pay" and value is None:
        return None
    # bool is an int in Python, but true is no number of days.
    wanted = bool if isinstance(default, bool) else int
    if type(value) is not wanted:
        raise ValueError(f"{key} must be {wanted.__name__}, not {value!r}")
    return value
