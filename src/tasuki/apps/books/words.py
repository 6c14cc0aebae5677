"""Words of the books: headings of D1 to D3, outcomes, ways of a check."""

from typing import Final

from tasuki.apps.placement.books import CheckMethod, Outcome
from tasuki.core.books.rows import FeeGroup, Separated
from tasuki.core.books.terms import TermClass
from tasuki.core.words import Words

OUTCOMES: Final[dict[str, Words]] = {
    "": Words("選考中", "open"),
    Outcome.HIRED: Words("採用", "hired"),
    Outcome.NOT_HIRED: Words("不採用", "not hired"),
    Outcome.WITHDREW: Words("辞退", "withdrew"),
}
SEPARATIONS: Final[dict[str, Words]] = {
    Separated.LEFT: Words("離職", "left"),
    Separated.STAYED: Words("離職せず", "stayed"),
    Separated.DISMISSED: Words("解雇（離職に含めない）", "dismissed (not counted as left)"),
    Separated.UNKNOWN: Words("不明", "unknown"),
}
METHODS: Final[dict[str, Words]] = {
    CheckMethod.SURVEY: Words("メール照会", "mail survey"),
    CheckMethod.PHONE: Words("電話", "phone"),
    CheckMethod.VISIT: Words("訪問", "visit"),
    CheckMethod.REPORT: Words("求人者の報告", "employer's report"),
    CheckMethod.REFUND: Words("返戻金の申請", "claim of a refund"),
    CheckMethod.SILENCE: Words("照会に回答なし", "no answer to the survey"),
}
FEE_KINDS: Final[dict[FeeGroup, Words]] = {
    FeeGroup.RECEPTION: Words("求人受付手数料", "reception fee"),
    FeeGroup.LIMITED: Words("紹介手数料（上限制）", "placement fee (limited)"),
    FeeGroup.FILED: Words("紹介手数料（届出制）", "placement fee (filed)"),
    FeeGroup.REFUND: Words("返戻金", "refund"),
}
TERMS: Final[dict[TermClass, Words]] = {
    TermClass.REGULAR: Words("常用", "regular"),
    TermClass.TEMPORARY: Words("臨時", "temporary"),
    TermClass.DAILY: Words("日雇", "daily"),
}
ORDER_HEADS: Final = (
    Words("求人受理番号", "Order no."),
    Words("求人者の氏名又は名称", "Employer"),
    Words("所在地", "Address"),
    Words("連絡先", "Contact"),
    Words("求人受付年月日", "Received on"),
    Words("有効期間", "Valid"),
    Words("求人数", "Persons"),
    Words("職種", "Occupation"),
    Words("就業場所", "Workplace"),
    Words("雇用期間", "Term"),
    Words("賃金", "Wage"),
)
NOTE_HEAD: Final = Words("備考", "Notes")
ORDER_CHILD_HEADS: Final = (
    Words("紹介した求職者の氏名", "Person introduced"),
    Words("求職受付番号", "Seeker no."),
    Words("紹介の時期", "Introduced on"),
    Words("採用・不採用の別", "Outcome"),
    Words("採用年月日", "Hired on"),
    Words("無期雇用", "Indefinite"),
    Words("転職勧奨の禁止期間", "No solicitation"),
    Words("6か月以内の離職状況", "Left within 6 months"),
    Words("調査日", "Checked on"),
    Words("調査方法", "How"),
)
SEEKER_HEADS: Final = (
    Words("求職受付番号", "Seeker no."),
    Words("氏名", "Name"),
    Words("住所", "Address"),
    Words("生年月日", "Born on"),
    Words("希望職種", "Occupation wished"),
    Words("求職受付年月日", "Accepted on"),
    Words("有効期間", "Valid"),
)
SEEKER_CHILD_HEADS: Final = (
    Words("紹介の時期", "Introduced on"),
    Words("求人者の氏名又は名称", "Employer"),
    Words("求人受理番号", "Order no."),
    Words("採否", "Outcome"),
    Words("採用年月日", "Hired on"),
    Words("無期・有期", "Term"),
    Words("転職勧奨の禁止期間", "No solicitation"),
    Words("6か月以内の離職状況", "Left within 6 months"),
    Words("調査日", "Checked on"),
    Words("調査方法", "How"),
)
FEE_HEADS: Final = (
    Words("手数料を支払う者の氏名又は名称", "Payer"),
    Words("徴収年月日", "Charged on"),
    Words("手数料の種類", "Kind of fee"),
    Words("手数料の額（円）", "Fee (yen)"),
    Words("算出の根拠", "Basis"),
    Words("返戻金（年月日・額・事由）", "Refund (day, amount, reason)"),
    Words("無料枠番号", "Free slot"),
    Words("求人受理番号", "Order no."),
    Words("求職受付番号", "Seeker no."),
)
INSPECTION_HEADS: Final = (
    Words("番号", "No."),
    Words("求人受理番号", "Order no."),
    Words("求人者（事業所）", "Employer (office)"),
    Words("所在地", "Address"),
    Words("職種", "Occupation"),
    Words("紹介した人数", "Introduced"),
    Words("採用した人数", "Hired"),
    Words("手数料（円）", "Fees (yen)"),
    Words("確認欄", "Checked"),
)
LINE_HEADS: Final[dict[str, Words]] = {
    "valid_orders": Words("有効求人数（年度末）", "Valid orders (end of year)"),
    "orders_regular": Words("求人数 常用", "Orders, regular"),
    "orders_temporary_days": Words("求人数 臨時（延）", "Orders, temporary (days)"),
    "orders_daily_days": Words("求人数 日雇（延）", "Orders, daily (days)"),
    "valid_seekers": Words("有効求職者数（年度末）", "Valid seekers (end of year)"),
    "new_seekers": Words("新規求職申込件数", "New applications"),
    "hires_regular": Words("就職件数 常用", "Hires, regular"),
    "hires_indefinite": Words("うち無期雇用", "of these indefinite"),
    "hires_temporary_days": Words("就職件数 臨時（延）", "Hires, temporary (days)"),
    "hires_daily_days": Words("就職件数 日雇（延）", "Hires, daily (days)"),
    "leavers": Words("無期のうち6か月以内の離職者数（解雇除く）", "Left within 6 months"),
    "unknown": Words("判明しなかった数", "Not found out"),
    "pending": Words("確認期間中・未確認", "Not known yet"),
}
