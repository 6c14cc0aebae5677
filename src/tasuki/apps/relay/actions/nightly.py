"""What an agency's relay does every night, in the order in which things may follow.

Every step is an action of its own in its own transaction and looks at the rows again, so a
night that was cut off or runs twice does no harm.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres import ledger
from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.messages.actions import notify
from tasuki.apps.relay import journal, slot_moves
from tasuki.apps.relay.actions.contract_runs import pause_contracts_without_licence
from tasuki.apps.relay.actions.links import expire_links, rotate_due_links
from tasuki.apps.relay.actions.releases import expire_release
from tasuki.apps.relay.actions.reminders import is_answer_late, remind_answer, warn_credits
from tasuki.apps.relay.actions.slot_ends import expire_slot, miss_deadline, pass_guarantee
from tasuki.apps.relay.actions.statements import issue_statement
from tasuki.apps.relay.actions.upkeep import (
    abandon_idle,
    decide_waiting_counts,
    delete_old_proofs,
    forget_risk_data,
)
from tasuki.apps.relay.models import RelayContract, Release, Slot, SlotEvent, Statement
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.core.access import Permission
from tasuki.core.dates import add_months, month_start
from tasuki.core.relay.machines import ContractState, ReleaseState, SlotState, StatementState
from tasuki.core.relay.statements import statement_due_on

WARNING_DAYS: Final = (7, 30, 60)
_LIVE: Final = (ContractState.RUNNING, ContractState.PAUSED)
_SIGNED: Final = (*_LIVE, ContractState.ENDED)


@dataclass(frozen=True, slots=True)
class NightReport:
    """How often each step did something, and what was refused."""

    counts: dict[str, int]
    refused: list[str]


def run_night(*, actor: Actor, now: datetime) -> NightReport:
    """Do everything that is due in one agency; safe to repeat.

    Args:
        actor: the agency's task.
        now: the moment of the run; days are those of Tokyo.
    """
    night = _Night(actor, now)
    steps: dict[str, Callable[..., int]] = {
        "contracts_paused": pause_contracts_without_licence,
        "links_expired": expire_links,
        "links_rotated": rotate_due_links,
        "registrations_abandoned": abandon_idle,
        "risk_data_forgotten": forget_risk_data,
        "proofs_deleted": delete_old_proofs,
        "counts_decided": decide_waiting_counts,
    }
    for name, step in steps.items():
        night.call(name, step)
    night.each("releases_expired", expire_release, "release_id", _late_releases)
    night.each("deadlines_missed", miss_deadline, "slot_id", _late_requests)
    night.each("slots_expired", expire_slot, "slot_id", _over_slots)
    night.each("guarantees_passed", pass_guarantee, "slot_id", _passed_guarantees)
    night.each("slots_warned", warn_slot, "slot_id", _slots_to_warn)
    night.each("answers_reminded", remind_answer, "slot_id", _late_answers)
    night.each("credits_renewed", renew_credits, "book_id", _books)
    night.each("credits_warned", warn_credits, "book_id", _books)
    for book_id, month in night.look(_due_statements):
        night.call("statements_issued", issue_statement, book_id=book_id, month=month)
    return NightReport(counts=night.counts, refused=night.refused)


@action(act=None)
def renew_credits(*, actor: Actor, book_id: UUID, now: datetime) -> int:
    """K5 and K4 for one book: expire what ran out, then grant what is due.

    Returns:
        How many credits expired.
    """
    require(actor, Permission.STATEMENT_ISSUE)
    expired = journal.expire_credits(actor=actor, book_id=book_id, now=now)
    journal.mint_slots(actor=actor, book_id=book_id, now=now)
    return expired


@action(act=None)
def warn_slot(*, actor: Actor, slot_id: UUID, now: datetime) -> Slot:
    """Warn both sides 60, 30 and 7 days before a slot expires; each warning comes once."""
    require(actor, Permission.SLOT_FILL)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        days = _warning_of(slot, localdate(now))
        if days is None:
            return slot
        last_day = slot.expires_on
        slot_moves.tell(
            actor=actor,
            slot=slot,
            code=f"W{days}",
            before=str(slot.state),
            now=now,
            kind="warn",
            note=last_day.isoformat(),
        )
        text = f"枠 {slot.label} の期限は{last_day:%Y/%m/%d}です（{days}日以内）。"
        text_en = f"Slot {slot.label} expires on {last_day.isoformat()} (within {days} days)."
        notify(actor=actor, text=text, text_en=text_en, url=f"/agency/slots/{slot.id}/")
        slot_moves.tell_company(actor=actor, slot=slot, text=text, text_en=text_en)
        return slot


class _Night:
    """One run: calls actions one by one and counts what they did."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        self.counts: dict[str, int] = {}
        self.refused: list[str] = []

    def add(self, name: str, count: int) -> None:
        self.counts[name] = self.counts.get(name, 0) + count

    def look[T](self, find: Callable[[date], Iterable[T]]) -> list[T]:
        """Return what is due, in a transaction of its own."""
        with bound(self.actor.organisation_id, None):
            return list(find(localdate(self.now)))

    def each(
        self,
        name: str,
        act: Callable[..., Any],
        argument: str,
        find: Callable[[date], Iterable[UUID]],
    ) -> None:
        for found in self.look(find):
            self.call(name, act, **{argument: found})

    def call(self, name: str, act: Callable[..., Any], **values: Any) -> None:
        try:
            done = act(actor=self.actor, now=self.now, **values)
        except ActionError as error:
            # Somebody was faster since the look; the rest of the night goes on.
            self.refused.append(f"{name}: {error.code}")
            return
        self.add(name, done if isinstance(done, int) else 1)


def _late_releases(today: date) -> Iterable[UUID]:
    rows = Release.objects.filter(state=ReleaseState.ASKED, answer_by__lt=today)
    return rows.order_by("asked_at").values_list("id", flat=True)


def _late_requests(today: date) -> Iterable[UUID]:
    rows = Slot.objects.filter(state=SlotState.REQUESTED, find_by__lt=today)
    # Before the expiry: the missed days may carry a slot over its old last day.
    return rows.order_by("id").values_list("id", flat=True)


def _over_slots(today: date) -> Iterable[UUID]:
    waiting = [SlotState.GRANTED, SlotState.REQUESTED]
    rows = Slot.objects.filter(state__in=waiting, expires_on__lt=today)
    return rows.order_by("id").values_list("id", flat=True)


def _passed_guarantees(today: date) -> Iterable[UUID]:
    rows = Slot.objects.filter(state=SlotState.HIRED, guarantee_until__lt=today)
    return rows.order_by("id").values_list("id", flat=True)


def _slots_to_warn(today: date) -> Iterable[UUID]:
    waiting = [SlotState.GRANTED, SlotState.REQUESTED]
    rows = Slot.objects.filter(state__in=waiting, expires_on__gte=today).order_by("id")
    return [slot.id for slot in rows if _warning_of(slot, today) is not None]


def _late_answers(today: date) -> Iterable[UUID]:
    rows = Slot.objects.filter(state=SlotState.CANDIDATE_PRESENTED, answer_by__lt=today)
    return [slot.id for slot in rows.order_by("id") if is_answer_late(slot, today)]


def _warning_of(slot: Slot, today: date) -> int | None:
    """Return the warning that is due for a slot's present last day, if it was not given yet."""
    days_left = (slot.expires_on - today).days
    days = next((days for days in WARNING_DAYS if days_left <= days), None)
    if days is None or slot.state not in {SlotState.GRANTED, SlotState.REQUESTED}:
        return None
    given = SlotEvent.objects.filter(
        slot_id=slot.id, code=f"W{days}", note=slot.expires_on.isoformat()
    )
    return None if given.exists() else days


def _books(today: date) -> Iterable[UUID]:
    rows = RelayContract.objects.filter(state__in=_SIGNED).order_by("book_id")
    return rows.values_list("book_id", flat=True).distinct()


def _due_statements(today: date) -> Iterable[tuple[UUID, date]]:
    """Yield the books whose statement of the last month is due and not issued."""
    month = add_months(month_start(today), -1)
    for book_id in _books(today):
        versions = RelayContract.objects.filter(book_id=book_id, state__in=_SIGNED)
        newest = versions.order_by("-version").first()
        if newest is None or _begins_after(book_id, month):
            continue
        day = rules_of(newest).statement_day
        issued = Statement.objects.filter(
            book_id=book_id, state=StatementState.ISSUED, month__gte=month
        )
        if statement_due_on(month, statement_day=day) <= today and not issued.exists():
            yield book_id, month


def _begins_after(book_id: UUID, month: date) -> bool:
    """Return whether a book has nothing to say of a month: begun later, or ended and still."""
    versions = RelayContract.objects.filter(book_id=book_id, state__in=_SIGNED)
    begins = [day for day in versions.values_list("valid_from", flat=True) if day]
    if begins and min(begins) >= add_months(month, 1):
        return True
    if versions.filter(state__in=_LIVE).exists():
        return False
    last = Statement.objects.filter(book_id=book_id).order_by("-number", "-revision").first()
    return not ledger.list_entries(
        contract_id=book_id, after_number=last.journal_number if last else 0
    )
