"""The master table of record kinds: how long each must be kept and may be kept.

The numbers stand in ``parameters.toml``; this module says which number belongs to which kind of
record and at what moment its clock starts. A floor always wins over a wish to erase; a ceiling
is where the record goes by itself.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tasuki.core.law.clocks import last_day_of
from tasuki.core.law.parameters import find_parameter
from tasuki.core.words import Words


class RecordKind(StrEnum):
    """What a record is before the law; stored in certificates."""

    PLACEMENT_BOOK = "placement_book"
    BUSINESS_REPORT = "business_report"
    PROVISION_RECORD = "provision_record"
    CONSENT_LOG = "consent_log"
    REJECTED_APPLICANT = "rejected_applicant"
    TALENT_POOL = "talent_pool"
    SELECTION_NOTES = "selection_notes"
    LABOUR_PAPER = "labour_paper"
    TAX_DOCUMENT = "tax_document"
    CONTRACT_WORK_RECORD = "contract_work_record"
    SECONDMENT_RECORD = "secondment_record"
    SIDE_WORK_HOURS = "side_work_hours"
    REQUEST_RECORD = "request_record"
    INCIDENT_RECORD = "incident_record"
    MATCH_RUN = "match_run"
    AUDIT_LOG = "audit_log"
    SUPPRESSION = "suppression"
    ORGANISATION_MASTER = "organisation_master"
    TECHNICAL = "technical"


class ClockStart(StrEnum):
    """The moment at which the clock of a record starts."""

    CREATED = "created"
    ROW_CLOSED = "row_closed"
    REPORT_SUBMITTED = "report_submitted"
    LAST_PROVISION = "last_provision"
    RELIANCE_ENDED = "reliance_ended"
    RESULT_FIXED = "result_fixed"
    CONSENT_GIVEN = "consent_given"
    EMPLOYMENT_ENDED = "employment_ended"
    TAX_YEAR_DUE = "tax_year_due"
    WORK_ENDED = "work_ended"
    ANSWERED = "answered"
    OPTED_OUT = "opted_out"
    ORGANISATION_LEFT = "organisation_left"


@dataclass(frozen=True, slots=True)
class Period:
    """A length in months or in days; one of the two is 0."""

    months: int = 0
    days: int = 0

    def last_day(self, start: date) -> date:
        """Return the last day of the period that begins on a day, which counts (民法 143条)."""
        if self.days:
            return start + timedelta(days=self.days - 1)
        return last_day_of(start, months=self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRule:
    """What holds for one kind of record on one day.

    Attributes:
        kind: the kind of record.
        label: its name for readers.
        starts: the moment its clock starts.
        floor: it must be kept so long; None if nothing asks for it.
        ceiling: it must be gone after so long; None if nothing limits it.
        cap: the ceiling over all renewals, counted from the first start; None if none.
        basis: rules of law and decisions behind the numbers.
    """

    kind: RecordKind
    label: Words
    starts: ClockStart
    floor: Period | None
    ceiling: Period | None
    cap: Period | None
    basis: str

    def kept_through(self, start: date) -> date | None:
        """Return the last day on which nobody may delete it; None if it has no floor.

        The day of the start is not counted (民法 140条): of two ways to count, the longer one.
        """
        return self.floor.last_day(start + timedelta(days=1)) if self.floor else None

    def gone_after(self, start: date, *, first_start: date | None = None) -> date | None:
        """Return the last day on which it may still be there; None if it has no ceiling.

        The day of the start is counted: of two ways to count, the shorter one.

        Args:
            start: the day on which the clock started, for a renewed one the last renewal.
            first_start: the first start of a renewed clock; the cap counts from there.
        """
        days = [
            period.last_day(day)
            for period, day in ((self.ceiling, start), (self.cap, first_start or start))
            if period
        ]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class _Row:
    """Names of the parameters behind one kind; empty = none."""

    label: Words
    starts: ClockStart
    floor: str = ""
    ceiling: str = ""
    cap: str = ""


_C = ClockStart
_TABLE: Final[dict[RecordKind, _Row]] = {
    RecordKind.PLACEMENT_BOOK: _Row(
        Words("求人・求職・手数料管理簿", "job, seeker and fee books"),
        _C.ROW_CLOSED,
        floor="ledger_keep_years",
        ceiling="ledger_keep_most_years",
    ),
    RecordKind.BUSINESS_REPORT: _Row(
        Words("事業報告の資料", "data of the business report"),
        _C.REPORT_SUBMITTED,
        floor="report_keep_months",
        ceiling="report_keep_most_years",
    ),
    RecordKind.PROVISION_RECORD: _Row(
        Words("提供・受領の記録", "records of provision and receipt"),
        _C.LAST_PROVISION,
        floor="provision_keep_years",
        ceiling="provision_keep_most_months",
    ),
    RecordKind.CONSENT_LOG: _Row(
        Words("同意文書と同意の記録", "consent texts and consents"),
        _C.RELIANCE_ENDED,
        floor="consent_keep_years",
    ),
    RecordKind.REJECTED_APPLICANT: _Row(
        Words("不採用の応募者", "applicants who were not hired"),
        _C.RESULT_FIXED,
        ceiling="reject_keep_months",
    ),
    RecordKind.TALENT_POOL: _Row(
        Words("タレントプール・アルムナイ", "talent pool and alumni"),
        _C.CONSENT_GIVEN,
        ceiling="pool_keep_months",
        cap="pool_cap_months",
    ),
    RecordKind.SELECTION_NOTES: _Row(
        Words("面接メモ・評価", "interview notes and scores"),
        _C.RESULT_FIXED,
        ceiling="notes_keep_months",
    ),
    RecordKind.LABOUR_PAPER: _Row(
        Words("採用者の書類・賃金台帳など", "papers and wage books of hired persons"),
        _C.EMPLOYMENT_ENDED,
        floor="labour_keep_years",
    ),
    RecordKind.TAX_DOCUMENT: _Row(
        Words("請求書・返金・契約書", "invoices, refunds, contracts"),
        _C.TAX_YEAR_DUE,
        floor="invoice_keep_years",
    ),
    RecordKind.CONTRACT_WORK_RECORD: _Row(
        Words("業務委託の通知と記録", "notices and records of contract work"),
        _C.WORK_ENDED,
        floor="freelance_keep_years",
    ),
    RecordKind.SECONDMENT_RECORD: _Row(
        Words("出向の契約と費用", "contract and cost of a secondment"),
        _C.TAX_YEAR_DUE,
        floor="invoice_keep_years",
    ),
    RecordKind.SIDE_WORK_HOURS: _Row(
        Words("副業の労働時間", "hours of side work"),
        _C.WORK_ENDED,
        floor="labour_keep_years",
    ),
    RecordKind.REQUEST_RECORD: _Row(
        Words("本人からの請求の記録", "requests of the person"),
        _C.ANSWERED,
        floor="request_keep_years",
        ceiling="request_keep_most_years",
    ),
    RecordKind.INCIDENT_RECORD: _Row(
        Words("漏えい等の記録", "breach incidents"),
        _C.ROW_CLOSED,
        floor="incident_keep_years",
        ceiling="incident_keep_most_years",
    ),
    RecordKind.MATCH_RUN: _Row(
        Words("推薦・順位づけの実行記録", "logs of recommendation runs"),
        _C.CREATED,
        floor="match_run_keep_months",
    ),
    RecordKind.AUDIT_LOG: _Row(
        Words("操作・閲覧の記録", "access and audit log"),
        _C.CREATED,
        floor="audit_keep_years",
        ceiling="audit_keep_most_years",
    ),
    RecordKind.SUPPRESSION: _Row(
        Words("配信停止の照合値", "marks of those who opted out"),
        _C.OPTED_OUT,
    ),
    RecordKind.ORGANISATION_MASTER: _Row(
        Words("組織の基本情報", "master data of an organisation"),
        _C.ORGANISATION_LEFT,
        ceiling="master_keep_most_days",
    ),
    RecordKind.TECHNICAL: _Row(
        Words("技術的な行", "technical rows"),
        _C.CREATED,
        ceiling="technical_keep_most_days",
    ),
}


def find_record_rule(kind: RecordKind, *, on: date) -> RecordRule:
    """Return floor and ceiling of a kind of record as the law stands on a day.

    Args:
        kind: the kind of record.
        on: the day whose law is asked for, a date in Japan.

    Raises:
        UnknownParameterError: nothing is recorded for the day.
    """
    row = _TABLE[kind]
    sources = [
        find_parameter(key, on=on).source for key in (row.floor, row.ceiling, row.cap) if key
    ]
    return RecordRule(
        kind=kind,
        label=row.label,
        starts=row.starts,
        floor=_period(row.floor, on),
        ceiling=_period(row.ceiling, on),
        cap=_period(row.cap, on),
        basis="; ".join(dict.fromkeys(sources)) or "design",
    )


def list_record_rules(*, on: date) -> list[RecordRule]:
    """Return the rules of all kinds on a day, in the order of the table."""
    return [find_record_rule(kind, on=on) for kind in RecordKind]


def _period(key: str, on: date) -> Period | None:
    if not key:
        return None
    found = find_parameter(key, on=on)
    length = {"years": 12, "months": 1}
    if found.unit == "days":
        return Period(days=found.value)
    return Period(months=found.value * length[found.unit])
