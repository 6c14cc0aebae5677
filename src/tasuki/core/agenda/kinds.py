"""The kinds of duties that the calendar knows, and what each of them is called."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.words import Words


class AgendaKind(StrEnum):
    """One kind of duty; stored."""

    REPORT = "report"
    SITE_HIRES = "site_hires"
    SITE_LEAVERS = "site_leavers"
    SEPARATION = "separation"
    BAN_END = "ban_end"
    LICENCE = "licence"
    SLOT = "slot"
    SLOT_USE = "slot_use"
    SLOT_ANSWER = "slot_answer"
    TRAINING = "training"
    JOB_INFO = "job_info"
    REQUEST = "request"
    INCIDENT = "incident"
    POOL = "pool"
    SECONDMENT = "secondment"
    PAY_DAY = "pay_day"
    END_NOTICE = "end_notice"
    SIDE_WORK = "side_work"
    FOREIGN_10 = "foreign_10"
    FOREIGN_END = "foreign_end"
    GRANT = "grant"
    MINIMUM_WAGE = "minimum_wage"
    FAIRNESS = "fairness"
    AI_AUDIT = "ai_audit"
    ACCESSIBILITY = "accessibility"
    ORDER_END = "order_end"
    OPENING_CHECK = "opening_check"
    SEARCH_END = "search_end"
    TERMS = "terms"
    CASE_ANSWER = "case_answer"
    GUARANTEE = "guarantee"
    INVOICE_DUE = "invoice_due"
    INVOICE_PAY = "invoice_pay"
    REFUND_END = "refund_end"
    FEE_TABLE = "fee_table"
    LECTURE = "lecture"
    MOVE_CASE = "move_case"


@dataclass(frozen=True, slots=True)
class Duty:
    """What a kind means.

    Attributes:
        title: what is to be done; ``{subject}`` names the case.
        source: rule of law or design.
        kinds: organisations whom it concerns.
        needs: who else may see it: the right to see the case behind it; None = whoever sees
            the calendar.
        is_on: whether it stands in the calendar until somebody turns it off.
    """

    title: Words
    source: str
    kinds: frozenset[OrganisationKind]
    needs: Permission | None = None
    is_on: bool = True


_AGENCY: Final = frozenset({OrganisationKind.AGENCY})
_COMPANY: Final = frozenset({OrganisationKind.COMPANY})
_BOTH: Final = _AGENCY | _COMPANY
_P = Permission

DUTIES: Final[dict[AgendaKind, Duty]] = {
    AgendaKind.REPORT: Duty(
        Words(
            "{subject}年度の職業紹介事業報告書（様式第8号）を提出する",
            "Hand in the placement report (Form No. 8) for {subject}",
        ),
        "職業安定法 32条の16",
        _AGENCY,
        _P.BOOK_VIEW,
    ),
    AgendaKind.SITE_HIRES: Duty(
        Words(
            "{subject}年度の就職者数と平均手数料率を人材サービス総合サイトに入力する",
            "Enter the hires and average fee rates of {subject} on the public site",
        ),
        "職業安定法 32条の16第3項",
        _AGENCY,
        _P.BOOK_VIEW,
    ),
    AgendaKind.SITE_LEAVERS: Duty(
        Words(
            "{subject}年度の6か月以内の離職者数を人材サービス総合サイトに入力する",
            "Enter who left within six months in {subject} on the public site",
        ),
        "職業安定法 32条の16第3項",
        _AGENCY,
        _P.BOOK_VIEW,
    ),
    AgendaKind.SEPARATION: Duty(
        Words("{subject}の6か月後の離職状況を確認する", "Check after six months: {subject}"),
        "職業安定法施行規則 24条の8",
        _AGENCY,
        _P.BOOK_VIEW,
    ),
    AgendaKind.BAN_END: Duty(
        Words("{subject}の転職勧奨の禁止期間が終わる", "The ban on solicitation ends: {subject}"),
        "職業安定法 指針（平11労告141）",
        _AGENCY,
        _P.BOOK_VIEW,
    ),
    AgendaKind.LICENCE: Duty(
        Words("許可 {subject} の更新を申請する", "Apply for the renewal of licence {subject}"),
        "職業安定法 32条の6",
        _AGENCY,
    ),
    AgendaKind.SLOT: Duty(
        Words("無料枠 {subject}で1名を紹介する", "Introduce one person by free slot {subject}"),
        "design",
        _AGENCY,
        _P.SLOT_VIEW,
    ),
    AgendaKind.SLOT_USE: Duty(
        Words("無料枠 {subject}を求人に使う", "Use free slot {subject} for a job"),
        "design",
        _COMPANY,
        _P.SLOT_VIEW,
    ),
    AgendaKind.SLOT_ANSWER: Duty(
        Words("無料枠 {subject}で紹介された方に回答する", "Answer who was presented by {subject}"),
        "design",
        _COMPANY,
        _P.SLOT_VIEW,
    ),
    AgendaKind.TRAINING: Duty(
        Words(
            "{subject}年度の従業員教育（職業紹介責任者）を行い、実施日と人数を記録する",
            "Hold the staff training of {subject} and note day and number of people",
        ),
        "職業安定法 32条の14",
        _AGENCY,
    ),
    AgendaKind.JOB_INFO: Duty(
        Words(
            "{subject}年の特定募集情報等提供事業の概況を報告する",
            "Report on the job information service of {subject}",
        ),
        "職業安定法 43条の5",
        _BOTH,
        is_on=False,
    ),
    AgendaKind.REQUEST: Duty(
        Words("請求 {subject} に回答する", "Answer request {subject}"),
        "個人情報保護法 33条, 34条, 35条",
        _BOTH,
        _P.REQUEST_VIEW,
    ),
    AgendaKind.INCIDENT: Duty(
        Words("事故 {subject} を報告する", "Report incident {subject}"),
        "個人情報保護法 26条",
        _BOTH,
        _P.INCIDENT_VIEW,
    ),
    AgendaKind.POOL: Duty(
        Words(
            "人材プールの同意 {subject} を更新するか、削除する",
            "Renew the pool consents {subject}, or delete the people",
        ),
        "design",
        _BOTH,
        _P.CONSENT_VIEW,
    ),
    AgendaKind.SECONDMENT: Duty(
        Words(
            "出向 {subject} の復帰・延長・転籍を決める",
            "Settle return, extension or transfer of secondment {subject}",
        ),
        "労働契約法 14条",
        _COMPANY,
        _P.MOVE_VIEW,
    ),
    AgendaKind.PAY_DAY: Duty(
        Words("業務委託 {subject} の報酬を支払う", "Pay the fee of contract {subject}"),
        "フリーランス法 4条",
        _COMPANY,
        _P.MOVE_VIEW,
    ),
    AgendaKind.END_NOTICE: Duty(
        Words(
            "業務委託 {subject} を更新しない場合は予告する",
            "Announce the end of contract {subject}, if it is not renewed",
        ),
        "フリーランス法 16条",
        _COMPANY,
        _P.MOVE_VIEW,
    ),
    AgendaKind.SIDE_WORK: Duty(
        Words("副業 {subject} の時間表を締める", "Close the month sheet of {subject}"),
        "労働基準法 38条",
        _COMPANY,
        _P.MOVE_VIEW,
    ),
    AgendaKind.FOREIGN_10: Duty(
        Words(
            "{subject}に雇い入れた外国人の届出（雇用保険の被保険者）をする",
            "Notify foreign workers insured who were hired in {subject}",
        ),
        "労働施策総合推進法 28条",
        _COMPANY,
        is_on=False,
    ),
    AgendaKind.FOREIGN_END: Duty(
        Words(
            "{subject}に雇入れ・離職した外国人の届出（被保険者以外）をする",
            "Notify other foreign workers who were hired or left in {subject}",
        ),
        "労働施策総合推進法 28条",
        _COMPANY,
        is_on=False,
    ),
    AgendaKind.GRANT: Duty(
        Words(
            "{subject}年の助成金の日額上限を確認する",
            "Look up the daily cap of grants for {subject}",
        ),
        "雇用保険法 62条",
        _COMPANY,
        is_on=False,
    ),
    AgendaKind.MINIMUM_WAGE: Duty(
        Words(
            "{subject}年の最低賃金の改定を求人に反映する",
            "Bring the minimum wages of {subject} into the openings",
        ),
        "最低賃金法 14条",
        _BOTH,
    ),
    AgendaKind.FAIRNESS: Duty(
        Words("{subject}年度の公正採用選考を点検する", "Check fair selection for {subject}"),
        "職業安定法 5条の5",
        _COMPANY,
    ),
    AgendaKind.AI_AUDIT: Duty(
        Words("{subject}年度の自動処理を点検する", "Check automated processing for {subject}"),
        "design",
        _BOTH,
    ),
    AgendaKind.ACCESSIBILITY: Duty(
        Words("{subject}年度のアクセシビリティを試験する", "Test accessibility for {subject}"),
        "design",
        _BOTH,
    ),
    AgendaKind.ORDER_END: Duty(
        Words(
            "求人 {subject} の有効期間を更新するか、終了する",
            "Renew job order {subject}, or let it end",
        ),
        "職業安定法施行規則 24条の7",
        _AGENCY,
        _P.OPENING_VIEW,
    ),
    AgendaKind.OPENING_CHECK: Duty(
        Words(
            "求人 {subject} の内容が最新かを確認する",
            "Confirm that opening {subject} still holds",
        ),
        "職業安定法 5条の4",
        _BOTH,
        _P.OPENING_VIEW,
    ),
    AgendaKind.SEARCH_END: Duty(
        Words(
            "{subject}に有効期間が終わる求職を、本人に確認して更新する",
            "Ask the people whose search ends in {subject} and renew it",
        ),
        "職業安定法施行規則 24条の7",
        _AGENCY,
        _P.REGISTRATION_VIEW,
    ),
    AgendaKind.TERMS: Duty(
        Words(
            "求職 {subject} の明示書（取扱職種の範囲等）を届け、到達を記録する",
            "Deliver the terms of service of {subject} and note the arrival",
        ),
        "職業安定法 32条の13",
        _AGENCY,
        _P.REGISTRATION_VIEW,
    ),
    AgendaKind.CASE_ANSWER: Duty(
        Words("紹介 {subject} に対応する", "Act on introduction {subject}"),
        "design",
        _BOTH,
        _P.INTRODUCTION_VIEW,
    ),
    AgendaKind.GUARANTEE: Duty(
        Words(
            "無料枠 {subject} の保証期間が終わる前に、在籍を確認する",
            "Ask whether the hire by free slot {subject} stays: the guarantee ends",
        ),
        "design",
        _BOTH,
        _P.SLOT_VIEW,
    ),
    AgendaKind.INVOICE_DUE: Duty(
        Words("請求書 {subject} の入金を確認する", "See to the payment of invoice {subject}"),
        "design",
        _AGENCY,
        _P.FEE_VIEW,
    ),
    AgendaKind.INVOICE_PAY: Duty(
        Words("請求書 {subject} を支払う", "Pay invoice {subject}"),
        "design",
        _COMPANY,
        _P.FEE_VIEW,
    ),
    AgendaKind.REFUND_END: Duty(
        Words(
            "請求書 {subject} の返戻金の期間が終わる前に、在籍を確認する",
            "Ask whether the hire of invoice {subject} stays: a refund window ends",
        ),
        "職業安定法 指針（平11労告141）",
        _AGENCY,
        _P.FEE_VIEW,
    ),
    AgendaKind.FEE_TABLE: Duty(
        Words(
            "手数料表 第{subject}版を労働局に届け出て、届出日を記録する",
            "File version {subject} of the fee table and note the day",
        ),
        "職業安定法 32条の3",
        _AGENCY,
        _P.RELAY_VIEW,
    ),
    AgendaKind.LECTURE: Duty(
        Words(
            "許可 {subject} の職業紹介責任者が講習を受ける",
            "Have the responsible person of licence {subject} attend the lecture",
        ),
        "職業安定法 32条の14",
        _AGENCY,
    ),
    AgendaKind.MOVE_CASE: Duty(
        Words("動きの案件：{subject}", "Case of a move: {subject}"),
        "design",
        _COMPANY,
        _P.MOVE_VIEW,
    ),
}
