"""What a company knows: its statements and the story of the slots it was shown.

Nothing here asks the agency's side, so nothing can shine through before a statement.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.relay.models import ContractViewer, RelayContract, SlotEvent, SlotViewer, Statement
from tasuki.apps.relay.queries.statements import list_statements
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.core.dates import add_months
from tasuki.core.relay.machines import ContractState, SlotState
from tasuki.core.relay.parameters import RelayParameters
from tasuki.core.relay.slots import credit_state_text, people_to_go
from tasuki.core.relay.statements import statement_due_on
from tasuki.core.words import Words

_SLOT_CHANGES: Final[dict[tuple[str, str], tuple[int, Words]]] = {
    ("L9", SlotState.CLOSED_UNUSED): (
        -1,
        Words("採用に至らず枠 {} を終了", "slot {} closed unused"),
    ),
    ("L10", SlotState.HIRED): (-1, Words("入社により枠 {} を使用", "slot {} used by a hire")),
    ("L12", SlotState.GRANTED): (
        1,
        Words("保証期間内の退職により枠 {} を再付与", "slot {} given again"),
    ),
    ("L13", SlotState.EXPIRED): (-1, Words("期限により枠 {} が終了", "slot {} expired")),
    ("L14", SlotState.SUSPENDED): (0, Words("枠 {} を停止", "slot {} suspended")),
    ("L14", SlotState.GRANTED): (0, Words("枠 {} を再開", "slot {} restored")),
    ("L14", SlotState.REVERSED): (-1, Words("枠 {} を取り消し", "slot {} reversed")),
}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger of people and slots; balances are None where nothing moved."""

    on: date
    text: Words
    people_change: int
    people_balance: int
    slot_change: int
    source: Words


@dataclass(frozen=True, slots=True)
class CompanyLedger:
    """All lines, oldest first, and their sums: counted - reversed - bundled - expired = balance."""

    rows: list[LedgerRow]
    counted: int
    reversed: int
    bundled: int
    expired: int
    balance: int


@dataclass(frozen=True, slots=True)
class CompanyBalance:
    """Where a company stands by its latest statement.

    Attributes:
        count: counted people in no slot.
        ratio: people for one slot.
        people_to_go: people missing for the next slot, 1..ratio.
        is_waiting_at_cap: enough people are counted, but no further slot may be open.
        as_of: last day that the statement covers; None before the first statement.
        statement: the latest one.
        next_statement_on: day on which the next one is due.
        text: the sentence beside the number.
    """

    count: int
    ratio: int
    people_to_go: int
    is_waiting_at_cap: bool
    as_of: date | None
    statement: Statement | None
    next_statement_on: date
    text: Words


def find_company_balance(*, book_id: UUID, today: date) -> CompanyBalance:
    """Return the numbers of a company's home page, from its statements only.

    Args:
        book_id: a relay of the company bound now.
        today: for the day of the next statement.
    """
    rules = rules_of_book(book_id)
    latest = next(iter(list_statements(book_id=book_id)), None)
    count = latest.balance_after if latest else 0
    to_go = people_to_go(confirmed_credit_count=count, credits_per_slot=rules.ratio)
    is_waiting = count >= rules.ratio
    next_month = add_months(latest.month, 1) if latest else today
    return CompanyBalance(
        count=count,
        ratio=rules.ratio,
        people_to_go=to_go,
        is_waiting_at_cap=is_waiting,
        as_of=_covered_to(latest) if latest else None,
        statement=latest,
        next_statement_on=statement_due_on(next_month, statement_day=rules.statement_day),
        text=credit_state_text(credits_left=count, people_to_go=to_go, is_at_cap=is_waiting),
    )


def list_company_ledger(*, book_id: UUID) -> CompanyLedger:
    """Return the ledger of people and slots of a company's relay, oldest line first."""
    statements = list(reversed(list_statements(book_id=book_id)))
    rows: list[LedgerRow] = []
    balance = 0
    for statement in statements:
        for row in _statement_rows(statement, balance):
            balance = row.people_balance
            rows.append(row)
    rows += _event_rows(book_id, rows)
    sums = {name: _sum(statements, name) for name in ("confirmed", "bundled", "expired")}
    return CompanyLedger(
        rows=sorted(rows, key=lambda row: row.on),
        counted=sums["confirmed"],
        reversed=sums["confirmed"] - sums["bundled"] - sums["expired"] - balance,
        bundled=sums["bundled"],
        expired=sums["expired"],
        balance=balance,
    )


def rules_of_book(book_id: UUID) -> RelayParameters:
    """Return the terms of the live version of a relay that the organisation sees.

    A relay that was never signed has the terms every contract begins with.
    """
    seen = ContractViewer.objects.filter(subject__book_id=book_id).select_related("subject")
    versions = [viewer.subject for viewer in seen.order_by("-subject__version")]
    live = {ContractState.RUNNING, ContractState.PAUSED}
    contract: RelayContract | None = next(
        (version for version in versions if version.state in live),
        versions[0] if versions else None,
    )
    return rules_of(contract) if contract else RelayParameters()


def _covered_to(statement: Statement) -> date:
    month_over = add_months(statement.month, 1)
    issued_on = localdate(statement.issued_at)
    return issued_on if issued_on < month_over else _day_before(month_over)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _statement_rows(statement: Statement, balance: int) -> Iterator[LedgerRow]:
    """Yield the lines of one statement; each carries the balance after it."""
    on, totals = localdate(statement.issued_at), statement.totals
    source = Words(f"通知書 {statement.number}号", f"statement no. {statement.number}")
    month_ja = f"{statement.month.year}年{statement.month.month}月分"
    month_en = f"{statement.month:%Y-%m}"
    if statement.is_carried_over:
        text = Words(
            f"{month_ja}：結果通知が少ないため翌月に合算",
            f"{month_en}: few result notices, added to next month",
        )
        yield LedgerRow(on, text, 0, balance, 0, source)
        return
    balance += totals["confirmed_added"]
    text = Words(f"{month_ja}の通知書", f"statement of {month_en}")
    yield LedgerRow(on, text, totals["confirmed_added"], balance, 0, source)
    for text, change, slot_change in _takings(statement):
        balance += change
        yield LedgerRow(on, text, change, balance, slot_change, source)


def _takings(statement: Statement) -> Iterator[tuple[Words, int, int]]:
    """Yield what a statement took off the counted people: corrections, expiry, new slots."""
    totals = statement.totals
    in_slots = sum(int(item["people"]) for item in statement.slots_granted)
    filled = totals["bundled_added"] - in_slots
    taken_back = totals["confirmed_taken"] - totals["bundled_added"] - totals["expired_added"]
    if taken_back:
        yield Words("訂正：数えた人数の取り消し", "correction: count reversed"), -taken_back, 0
    if filled:
        yield Words("訂正：枠の人数を補充", "correction: place in a slot refilled"), -filled, 0
    if totals["expired_added"]:
        yield Words("期限切れ", "expired"), -totals["expired_added"], 0
    for item in statement.slots_granted:
        text = Words(
            f"{item['people']}名を枠 {item['label']} に",
            f"{item['people']} people into slot {item['label']}",
        )
        yield text, -int(item["people"]), 1


def _event_rows(book_id: UUID, rows: list[LedgerRow]) -> list[LedgerRow]:
    """Return the lines of what happened to the slots that the company was shown."""
    seen = SlotViewer.objects.filter(subject__book_id=book_id).select_related("subject")
    labels = {viewer.subject_id: viewer.subject.label for viewer in seen}
    found = []
    for event in SlotEvent.objects.filter(slot_id__in=labels).order_by("happened_at", "id"):
        change = _SLOT_CHANGES.get((event.code, event.after))
        if change is None:
            continue
        label, on = labels[event.slot_id], localdate(event.happened_at)
        text = Words(change[1].ja.format(label), change[1].en.format(label))
        balance = next((row.people_balance for row in reversed(rows) if row.on <= on), 0)
        source = Words(f"枠 {label} の履歴", f"story of slot {label}")
        found.append(LedgerRow(on, text, 0, balance, change[0], source))
    return found


def _sum(statements: list[Statement], account: str) -> int:
    return sum(int(statement.totals[f"{account}_added"]) for statement in statements)
