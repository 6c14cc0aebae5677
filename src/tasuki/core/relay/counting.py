"""Whether one registration counts, and which registrations a person looks at first.

The module knows facts, not people: no name, no address of the person enters here except the
mail domain. It never decides whether the agency serves the person; that is another question.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tasuki.core.dates import month_end
from tasuki.core.relay.parameters import AgencyUniqueness, RelayParameters, SelectionStage
from tasuki.core.relay.reasons import ReasonCode
from tasuki.core.words import Words

DEVICE_OR_IP_PER_DAY_MAX = 3
ROTATED_CODE_GRACE_DAYS = 30


@dataclass(frozen=True, slots=True)
class CountingFacts:
    """What is known about an accepted registration when its count is decided.

    Args:
        registered_on: day on which the person completed the form.
        code_live_from: first day of the company code.
        code_live_to: last day on which the code is accepted, the days after its rotation
            included; None while no end is set.
        is_contract_running: the contract ran on that day.
        is_mail_verified: the person opened the confirmation link.
        is_own_act: the person filled in the form.
        has_consents: both consent questions were answered and the needed one is yes.
        is_accepted: the agency accepted the person as a job seeker.
        stage_declared: the stage the person states; None if not stated.
        result_month: any day of the month of the result as the person states it.
        was_known_to_agency: the agency had the person before this registration, with an
            open search or within the last 365 days.
        was_counted_at_agency: this person counted at the agency, for any company, and has an
            open search there or counted within the last 365 days.
        last_counted_on: when this person last counted for this company.
        counted_this_month: people already counted for the company this month.
        has_open_hold: a reviewer has not cleared a hold.
    """

    registered_on: date
    code_live_from: date
    code_live_to: date | None = None
    is_contract_running: bool = True
    is_mail_verified: bool = True
    is_own_act: bool = True
    has_consents: bool = True
    is_accepted: bool = True
    stage_declared: SelectionStage | None = SelectionStage.DOCUMENT_SCREENING
    result_month: date | None = None
    was_known_to_agency: bool = False
    was_counted_at_agency: bool = False
    last_counted_on: date | None = None
    counted_this_month: int = 0
    has_open_hold: bool = False


@dataclass(frozen=True, slots=True)
class CountCheck:
    """One rule of the count, whether it passed, and the sentence shown beside it."""

    name: str
    passed: bool
    text: Words


@dataclass(frozen=True, slots=True)
class CountDecision:
    """The outcome for one registration.

    `code` is None when it counts, and also when nothing can be decided yet because a step
    before the decision is missing.
    """

    counted: bool
    code: ReasonCode | None
    checks: tuple[CountCheck, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether the registration stays accepted and is decided again later."""
        return not self.counted and self.code in {None, ReasonCode.N8}


def acceptance_due_on(registered_on: date, *, parameters: RelayParameters) -> date:
    """Return the last day on which the agency answers; silence never counts by itself."""
    return registered_on + timedelta(days=parameters.acceptance_days)


def is_acceptance_overdue(registered_on: date, *, on: date, parameters: RelayParameters) -> bool:
    """Return whether the agency's answer is late on a day."""
    return on > acceptance_due_on(registered_on, parameters=parameters)


def rotated_code_last_day(rotated_on: date) -> date:
    """Return the last day on which a rotated code is still accepted."""
    return rotated_on + timedelta(days=ROTATED_CODE_GRACE_DAYS)


def decide_count(facts: CountingFacts, *, parameters: RelayParameters) -> CountDecision:
    """Return whether a registration counts, with every rule that was looked at.

    The first rule that fails gives the code, in the order of the rules: what the person did,
    code and window, the same person again, a known person, a hold, and last the monthly cap,
    because a capped person waits while every other reason is final.

    Args:
        facts: what is known about the registration.
        parameters: the terms of the version under which the person registered.
    """
    results = [(rule, rule.holds(facts, parameters)) for rule in _RULES]
    checks = tuple(CountCheck(rule.name, passed, rule.text) for rule, passed in results)
    failed = [rule.code for rule, passed in results if not passed]
    return CountDecision(counted=not failed, code=failed[0] if failed else None, checks=checks)


def _is_code_live(facts: CountingFacts) -> bool:
    is_open = facts.code_live_to is None or facts.registered_on <= facts.code_live_to
    return facts.code_live_from <= facts.registered_on and is_open


def _is_in_window(facts: CountingFacts, parameters: RelayParameters) -> bool:
    """Only the month of the result is known, so the doubt goes in the person's favour."""
    if facts.result_month is None:
        return True
    window = timedelta(days=parameters.count_window_days)
    return facts.registered_on <= month_end(facts.result_month) + window


def _is_new_for_company(facts: CountingFacts, parameters: RelayParameters) -> bool:
    if facts.last_counted_on is None:
        return True
    return (facts.registered_on - facts.last_counted_on).days >= parameters.unique_days_company


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    code: ReasonCode | None
    holds: Callable[[CountingFacts, RelayParameters], bool]
    text: Words


# Rules without a code are steps before the decision: while one is open nothing is decided.
_RULES: tuple[_Rule, ...] = (
    _Rule(
        "accepted",
        None,
        lambda facts, _: facts.is_accepted,
        Words("人材紹介会社が求職を受理した", "the agency accepted the person as a job seeker"),
    ),
    _Rule(
        "consents",
        None,
        lambda facts, _: facts.has_consents,
        Words("本人の同意の記録がある", "the person's consent is recorded"),
    ),
    _Rule(
        "own_act",
        ReasonCode.N3,
        lambda facts, _: facts.is_own_act,
        Words("本人が自分で登録した", "the person registered by their own act"),
    ),
    _Rule(
        "mail_verified",
        ReasonCode.N2,
        lambda facts, _: facts.is_mail_verified,
        Words("メールを確認した", "the mail address is verified"),
    ),
    _Rule(
        "live_code",
        ReasonCode.N7,
        lambda facts, _: facts.is_contract_running and _is_code_live(facts),
        Words("運用中の契約の有効なコードで登録した", "live code of a running contract"),
    ),
    _Rule(
        "window",
        ReasonCode.N7,
        _is_in_window,
        Words("案内の期間内に登録した", "registered inside the window"),
    ),
    _Rule(
        "unique_for_company",
        ReasonCode.N5,
        _is_new_for_company,
        Words(
            "この会社で一定期間内に数えていない",
            "not counted for this company within the set days",
        ),
    ),
    _Rule(
        "unique_at_agency",
        ReasonCode.N4,
        # Whatever the contract says of known people: nobody makes two slots at one agency.
        lambda facts, terms: (
            terms.unique_agency is not AgencyUniqueness.ONCE or not facts.was_counted_at_agency
        ),
        Words(
            "この人材紹介会社でまだ数えていない", "not counted at the agency for another company"
        ),
    ),
    _Rule(
        "not_known_to_agency",
        ReasonCode.N4,
        lambda facts, terms: terms.known_to_agency_counts or not facts.was_known_to_agency,
        Words("人材紹介会社に登録がなかった", "not known to the agency before"),
    ),
    _Rule(
        "min_stage",
        ReasonCode.N6,
        lambda facts, terms: (
            facts.stage_declared is not None and facts.stage_declared.reaches(terms.min_stage)
        ),
        Words("申告した選考段階が最低の段階以上", "declared stage is the lowest one or later"),
    ),
    _Rule(
        "no_open_hold",
        ReasonCode.N6,
        lambda facts, _: not facts.has_open_hold,
        Words("確認中の保留がない", "no hold is open"),
    ),
    _Rule(
        "monthly_cap",
        ReasonCode.N8,
        lambda facts, terms: facts.counted_this_month < terms.monthly_cap_credits,
        Words("月の上限に達していない", "the monthly cap is not reached"),
    ),
)


class RiskFlag(StrEnum):
    """Why a reviewer looks at a registration before it is accepted."""

    CODE_BURST = "code_burst"
    DEVICE_BURST = "device_burst"
    IP_BURST = "ip_burst"
    DISPOSABLE_MAIL = "disposable_mail"
    COMPANY_STAFF = "company_staff"
    SAME_ANSWERS = "same_answers"
    STAGE_TOO_EARLY = "stage_too_early"


RISK_LABELS: dict[RiskFlag, Words] = {
    RiskFlag.CODE_BURST: Words("1日の登録が多い", "many registrations in a day"),
    RiskFlag.DEVICE_BURST: Words("同じ端末からの登録が多い", "many registrations from one device"),
    RiskFlag.IP_BURST: Words("同じ接続元からの登録が多い", "many registrations from one address"),
    RiskFlag.DISPOSABLE_MAIL: Words("使い捨てメール", "disposable mail address"),
    RiskFlag.COMPANY_STAFF: Words("案内した会社の社内メール", "mail domain of the company's staff"),
    RiskFlag.SAME_ANSWERS: Words("ほかの登録と同じ回答", "same answers as another registration"),
    RiskFlag.STAGE_TOO_EARLY: Words(
        "選考段階が最低の段階より前", "declared stage is below the lowest one"
    ),
}


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What is looked at for a hold; counts include this registration.

    Args:
        registrations_of_code_today: registrations under the code that day, >= 1.
        registrations_of_device_today: from the same device that day, >= 1.
        registrations_of_ip_today: from the same network address that day, >= 1.
        mail_domain: domain of the person's mail, lower case.
        stage_declared: the stage the person states; None if not stated.
        has_same_answers: all answers equal those of another registration.
    """

    registrations_of_code_today: int
    registrations_of_device_today: int
    registrations_of_ip_today: int
    mail_domain: str
    stage_declared: SelectionStage | None = SelectionStage.DOCUMENT_SCREENING
    has_same_answers: bool = False


def risk_flags(
    facts: RiskFacts,
    *,
    parameters: RelayParameters,
    disposable_domains: Collection[str] = (),
    staff_domains: Collection[str] = (),
) -> tuple[RiskFlag, ...]:
    """Return why a registration is held for a reviewer; empty when nothing stands out.

    A flag is no verdict: it only asks a named person to look within 14 days.

    Args:
        facts: counts of the day and what the person stated.
        parameters: the terms of the contract.
        disposable_domains: mail domains that forward nobody's mail, lower case.
        staff_domains: mail domains of the company's own staff, lower case.
    """
    stage = facts.stage_declared
    found = {
        RiskFlag.CODE_BURST: facts.registrations_of_code_today > parameters.daily_flag_per_code,
        RiskFlag.DEVICE_BURST: facts.registrations_of_device_today > DEVICE_OR_IP_PER_DAY_MAX,
        RiskFlag.IP_BURST: facts.registrations_of_ip_today > DEVICE_OR_IP_PER_DAY_MAX,
        RiskFlag.DISPOSABLE_MAIL: _is_under(facts.mail_domain, disposable_domains),
        RiskFlag.COMPANY_STAFF: _is_under(facts.mail_domain, staff_domains),
        RiskFlag.SAME_ANSWERS: facts.has_same_answers,
        RiskFlag.STAGE_TOO_EARLY: stage is None or not stage.reaches(parameters.min_stage),
    }
    return tuple(flag for flag, is_raised in found.items() if is_raised)


def _is_under(domain: str, parents: Collection[str]) -> bool:
    """Return whether a domain is one of the given or a part of one."""
    return any(domain == parent or domain.endswith("." + parent) for parent in parents)
