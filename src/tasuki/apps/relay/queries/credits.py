"""The agency's live view of its credits; no company ever asks here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tasuki.adapters.postgres import ledger
from tasuki.adapters.postgres.ledger import Balance
from tasuki.apps.relay import journal
from tasuki.apps.relay.models import Credit, RelayContract
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.apps.relay.statement_drafts import find_present_contract
from tasuki.core.relay.machines import CreditState
from tasuki.core.relay.parameters import RelayParameters
from tasuki.core.relay.slots import CREDIT_WARNING_DAYS, credit_state_text, people_to_go
from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBalance:
    """The accounts of a book now, and the way to the next slot.

    Attributes:
        slot_open: slots neither used nor ended; ``slot_reserved`` of them are in process.
        ratio: people for the next slot, by the version on the oldest waiting credit.
        people_to_go: people missing for the next slot, 1..ratio.
        is_at_cap: no further slot may be open; counted people wait without expiring.
        text: the sentence beside the number.
    """

    earned: int
    confirmed: int
    bundled: int
    expired: int
    reversed: int
    slot_open: int
    slot_reserved: int
    slot_used: int
    slot_ended: int
    ratio: int
    people_to_go: int
    is_at_cap: bool
    text: Words


def find_live_balance(*, book_id: UUID) -> LiveBalance:
    """Return the live balances of a book of the agency bound now.

    Raises:
        NotVisibleError: the agency keeps no such book.
    """
    contract = find_present_contract(book_id)
    waiting = journal.list_waiting(book_id=book_id)
    rules = rules_of(waiting[0].contract if waiting else contract)
    return _live_balance(rules, ledger.find_balances(contract_id=book_id))


def list_live_balances(*, contracts: Iterable[RelayContract]) -> dict[UUID, LiveBalance]:
    """Return the live balance of each book, with the same work for one book and for many.

    Args:
        contracts: the present version of each book of the agency bound now.
    """
    present = {contract.book_id: contract for contract in contracts}
    waiting = (
        Credit.objects.filter(book_id__in=present, state=CreditState.CONFIRMED)
        .select_related("contract")
        .order_by("book_id", "confirmed_at", "earned_at", "id")
        .distinct("book_id")
    )
    oldest = {credit.book_id: credit.contract for credit in waiting}
    accounts = ledger.list_balances(contract_ids=present)
    return {
        book_id: _live_balance(rules_of(oldest.get(book_id, contract)), accounts.get(book_id, {}))
        for book_id, contract in present.items()
    }


def _live_balance(rules: RelayParameters, accounts: Mapping[str, Balance]) -> LiveBalance:
    def balance_of(code: str) -> int:
        return accounts.get(code, Balance(0, 0)).balance

    confirmed, slot_open = balance_of("confirmed"), balance_of("slot_open")
    to_go = people_to_go(confirmed_credit_count=confirmed, credits_per_slot=rules.ratio)
    is_at_cap = slot_open >= rules.max_open_slots
    return LiveBalance(
        earned=balance_of("earned"),
        confirmed=confirmed,
        bundled=balance_of("bundled"),
        expired=balance_of("expired"),
        reversed=balance_of("reversed"),
        slot_open=slot_open,
        slot_reserved=accounts.get("slot_open", Balance(0, 0)).held,
        slot_used=balance_of("slot_used"),
        slot_ended=balance_of("slot_ended"),
        ratio=rules.ratio,
        people_to_go=to_go,
        is_at_cap=is_at_cap,
        text=credit_state_text(credits_left=confirmed, people_to_go=to_go, is_at_cap=is_at_cap),
    )


def list_credits(*, book_id: UUID, state: CreditState | None = None) -> list[Credit]:
    """Return the credits of a book with their registrations, newest first."""
    rows = Credit.objects.filter(book_id=book_id).select_related("registration", "contract", "slot")
    if state is not None:
        rows = rows.filter(state=state)
    return list(rows.order_by("-earned_at", "-id"))


def list_expiring_credits(*, book_id: UUID, today: date) -> list[Credit]:
    """Return the waiting credits that expire within the days of the warning, next first."""
    soon = today + timedelta(days=CREDIT_WARNING_DAYS)
    rows = Credit.objects.filter(book_id=book_id, state=CreditState.CONFIRMED, expires_on__lte=soon)
    return list(rows.select_related("registration").order_by("expires_on", "id"))
