"""A statement as a file: the printed D24 and a table for the spreadsheet."""

import csv
import io
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localtime

from tasuki.adapters.pdf.footer import write_footer
from tasuki.adapters.pdf.statement import StatementSheet, render_statement
from tasuki.apps.relay.models import RelayContract, Statement
from tasuki.apps.relay.queries.statements import (
    document_number,
    find_statement,
    period_text,
    statement_lines,
)
from tasuki.core.relay.reasons import REASON_LABELS, ReasonCode
from tasuki.core.words import Words

OTHER_LABEL: Final = Words("その他（判断の前に終了）", "other (ended before a decision)")
_COLUMNS: Final = (
    Words("区分", "account"),
    Words("前回の残高", "opening"),
    Words("増", "added"),
    Words("減", "taken"),
    Words("今回の残高", "closing"),
)
_NOTES: Final = (
    Words(
        "この通知書は人数だけを知らせます。誰が登録したかは、どこにも記載されません。",
        "This statement tells numbers only. It does not say anywhere who registered.",
    ),
    Words(
        "訂正は新しい版として発行し、発行済みの数字は書き換えません。",
        "A correction is issued as a new revision; issued numbers are never rewritten.",
    ),
)


def reason_label(code: str) -> Words:
    """Return the words of a reason code on a statement."""
    return REASON_LABELS[ReasonCode(code)] if code in set(ReasonCode) else OTHER_LABEL


def statement_csv(*, statement_id: UUID) -> bytes:
    """Return the totals of a statement as CSV in UTF-8 with a mark for spreadsheets.

    Raises:
        NotVisibleError: no such statement of the organisation bound now.
    """
    statement = find_statement(statement_id=statement_id)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["通知書番号", "版", "対象月", *(column.ja for column in _COLUMNS)])
    head = [document_number(statement), statement.revision, f"{statement.month:%Y-%m}"]
    for line in statement_lines(statement):
        writer.writerow([*head, line.label.ja, line.opening, line.added, line.taken, line.closing])
    for code, count in statement.reasons.items():
        label = f"数えない理由：{reason_label(code).ja}（{code}）"
        writer.writerow([*head, label, "", count, "", ""])
    return text.getvalue().encode("utf-8-sig")


def statement_pdf(*, statement_id: UUID, language: str, printed_by: str, now: datetime) -> bytes:
    """Return the printed statement (D24, A4).

    Args:
        statement_id: a statement of the organisation bound now.
        language: ``ja`` or ``en``.
        printed_by: name of the one who prints, for the footer.
        now: moment of printing, for the footer.

    Raises:
        NotVisibleError: there is no such statement here.
    """
    statement = find_statement(statement_id=statement_id)
    return render_statement(
        statement_sheet(statement, language=language, printed_by=printed_by, now=now)
    )


def statement_sheet(
    statement: Statement, *, language: str, printed_by: str, now: datetime
) -> StatementSheet:
    """Return the words and numbers of the printed statement in one language."""

    def say(words: Words) -> str:
        return words.in_language(language)

    month = Words(
        f"{statement.month.year}年{statement.month.month}月分", f"{statement.month:%Y-%m}"
    )
    count = statement.totals["confirmed_added"]
    headline = Words(
        f"数えた人数 ＋{count}名　残高 {statement.balance_after}名",
        f"Counted +{count}, balance {statement.balance_after}",
    )
    if statement.is_carried_over:
        headline = Words("翌月に合算します（結果通知が少ないため）", "Added to next month")
    footer = write_footer(
        document_number(statement),
        language=language,
        printed_by=printed_by,
        now=now,
        version=statement.revision,
    )
    return StatementSheet(
        language="en" if language.startswith("en") else "ja",
        title=say(Words(f"無料枠の通知書（{month.ja}）", f"Relay statement {month.en}")),
        facts=[(say(label), value) for label, value in _facts(statement, language)],
        headline=say(headline),
        columns=[say(column) for column in _COLUMNS],
        lines=[
            (say(line.label), line.opening, line.added, line.taken, line.closing)
            for line in statement_lines(statement)
        ],
        reasons_title=say(Words("数えなかった・取り消した理由", "Why not counted or reversed")),
        reasons=[
            (f"{say(reason_label(code))} ({code})", count)
            for code, count in statement.reasons.items()
        ],
        slots_title=say(Words("この通知書で付与した枠", "Slots granted with this statement")),
        slots=[say(_slot_line(item)) for item in statement.slots_granted],
        notes=[say(note) for note in (*_NOTES, _dispute_note(statement))],
        footer=footer,
        page_word=say(Words("ページ", "page")),
    )


def _facts(statement: Statement, language: str) -> list[tuple[Words, str]]:
    contract = RelayContract.objects.filter(id=statement.contract_id).first()
    facts = [
        (Words("会社", "company"), statement.company_name),
        (Words("人材紹介会社", "agency"), statement.agency_name),
        (Words("契約の版", "contract version"), str(statement.contract_version)),
        (Words("対象", "period"), period_text(statement).in_language(language)),
        (Words("結果通知の人数", "people informed"), str(statement.totals["informed"])),
        (
            Words("60日以内に期限が来る人数", "people expiring within 60 days"),
            str(statement.totals["expiring"]),
        ),
        (
            Words("発行", "issued"),
            f"{localtime(statement.issued_at):%Y-%m-%d} {statement.issued_by}",
        ),
        (Words("台帳の最終行", "last journal entry"), _journal_line(statement)),
    ]
    if contract is not None:
        table = f"{contract.fee_table_version or '-'} / {contract.fee_table_filed_on or '-'}"
        facts.insert(2, (Words("許可番号", "licence"), contract.licence_number or "-"))
        facts.insert(4, (Words("手数料表の版・届出日", "fee table version, filed on"), table))
    return facts


def _journal_line(statement: Statement) -> str:
    return f"{statement.journal_number}　{statement.journal_head[:16]}"


def _slot_line(item: dict[str, str]) -> Words:
    return Words(
        f"枠 {item['label']}　付与 {item['granted_on']}　期限 {item['expires_on']}",
        f"Slot {item['label']}, granted {item['granted_on']}, valid to {item['expires_on']}",
    )


def _dispute_note(statement: Statement) -> Words:
    day = statement.dispute_until.isoformat()
    return Words(
        f"合計に疑問があるときは {day} まで照会できます。回答は理由ごとの合計で行います。",
        f"Questions about the totals are possible until {day}; answers give totals by reason.",
    )
