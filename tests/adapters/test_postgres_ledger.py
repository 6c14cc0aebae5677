"""The journal through Python; the proofs try the rules themselves."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tasuki.adapters.postgres import chain, ledger
from tasuki.adapters.postgres.context import bound

DAY = date(2026, 11, 23)
END = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture
def book(django_on_cluster):
    """A book with 25 confirmed credits, undone afterwards."""
    contract_id = uuid.uuid4()
    with transaction.atomic(), bound(9, None):
        ledger.open_book(contract_id=contract_id)
        post(contract_id, "earn:all", "registrations", "earned", 25)
        post(contract_id, "confirm:all", "earned", "confirmed", 25)
        yield contract_id
        transaction.set_rollback(True)


def post(contract_id, key, debit, credit, amount):
    return ledger.post(
        contract_id=contract_id,
        key=key,
        debit=debit,
        credit=credit,
        amount=amount,
        reason="K1",
        effective_on=DAY,
    )


def bundle(contract_id, **limits):
    return ledger.bundle(contract_id=contract_id, ratio=10, effective_on=DAY, **limits)


def reserve(contract_id, key):
    return ledger.reserve(
        contract_id=contract_id,
        key=key,
        debit="slot_open",
        credit="slot_used",
        amount=1,
        reason="L2",
        effective_on=DAY,
        expires_at=END,
    )


def resolve(contract_id, key, pending_key, *, is_used):
    return ledger.resolve(
        contract_id=contract_id,
        key=key,
        pending_key=pending_key,
        is_used=is_used,
        reason="L10",
        effective_on=DAY,
    )


def free(contract_id, code):
    return ledger.find_balances(contract_id=contract_id)[code].free


def test_twenty_five_credits_make_two_slots_and_leave_five(book):
    assert bundle(book) == [1, 2]
    assert (free(book, "slot_open"), free(book, "confirmed")) == (2, 5)
    assert bundle(book) == []


def test_credits_wait_at_the_limit_of_open_slots(book):
    assert bundle(book, open_slots_max=1) == [1]
    assert bundle(book, open_slots_max=1) == []
    assert free(book, "confirmed") == 15
    assert bundle(book, open_slots_max=2) == [2]


def test_same_key_again_is_the_same_entry(book):
    assert post(book, "earn:all", "registrations", "earned", 25) == 1
    assert ledger.count_entries() == 2


def test_same_key_with_another_amount_is_refused(book):
    with pytest.raises(IntegrityError, match="stands for another entry"):
        post(book, "earn:all", "registrations", "earned", 24)


def test_overdrawing_is_refused(book):
    with pytest.raises(IntegrityError, match="never_overdrawn"):
        post(book, "confirm:more", "earned", "confirmed", 1)


def test_mail_address_as_a_key_is_refused(book):
    with pytest.raises(IntegrityError, match="key_opaque"):
        post(book, "taro@example.jp", "registrations", "earned", 1)


def test_reserved_slot_is_used_once(book):
    bundle(book)
    reserve(book, "use:1")
    number = resolve(book, "used:1", "use:1", is_used=True)

    assert resolve(book, "used:1", "use:1", is_used=True) == number
    assert free(book, "slot_used") == 1
    with pytest.raises(IntegrityError, match="resolved_once"):
        resolve(book, "freed:1", "use:1", is_used=False)


def test_voided_reservation_gives_the_slot_back(book):
    bundle(book)
    reserve(book, "use:1")
    reserve(book, "use:2")
    while_held = free(book, "slot_open")
    resolve(book, "freed:1", "use:1", is_used=False)

    assert (while_held, free(book, "slot_open")) == (0, 1)


def test_expired_credits_leave_the_confirmed_ones(book):
    ledger.expire(
        contract_id=book,
        key="expire:1",
        code="confirmed",
        amount=3,
        reason="K5",
        effective_on=DAY,
    )

    assert (free(book, "confirmed"), free(book, "expired")) == (22, 3)


def test_earned_credits_do_not_expire(book):
    with pytest.raises(DatabaseError, match="does not expire"):
        ledger.expire(
            contract_id=book,
            key="expire:1",
            code="earned",
            amount=1,
            reason="K5",
            effective_on=DAY,
        )


def test_another_organisation_sees_no_book(book):
    with bound(10, None):
        assert ledger.find_balances(contract_id=book) == {}
        assert ledger.count_entries() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "insert into ledger.entry select * from ledger.entry limit 1",
        "update ledger.account set balance = 99",
        "delete from ledger.entry",
        "truncate ledger.entry",
        "select ledger.append(e) from ledger.entry e",
    ],
)
def test_serving_role_writes_only_through_the_functions(book, statement):
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nothing_is_broken_and_both_verifiers_agree(book):
    bundle(book)
    reserve(book, "use:1")
    books = list(chain.read_books(connection))

    assert ledger.find_broken() == []
    assert [chain.find_breaks(one) for one in books] == [[]]
    assert len(books[0].entries) == ledger.count_entries() == 7


def test_checkpoint_root_depends_on_every_head(book):
    marks = chain.make_checkpoint(chain.read_books(connection))
    others = {key: chain.Mark(mark.entry_count, b"x") for key, mark in marks.items()}

    assert len(chain.checkpoint_root(marks)) == 32
    assert chain.checkpoint_root(marks) != chain.checkpoint_root(others)
