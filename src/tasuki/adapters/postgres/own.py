"""The person that a transaction works for, beside the organisation of ``context``.

Tables of a person (passport, blocked companies) carry ``account_id`` and no organisation.  Their
policy shows the rows of one account only, and only inside a block of ``owned``: without it, and
for every member of every organisation, there are no rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from asgiref.local import Local
from django.db import connection, transaction

# As long-lived as Django's connections: one for each thread, never shared with a task.
_local = Local(thread_critical=True)


@contextmanager
def owned(account_id: int) -> Iterator[None]:
    """Run the block in a transaction that sees the own rows of one account.

    Blocks nest; after each the former person is back, and after the outermost one nobody is.

    Args:
        account_id: whose passport; the caller has made sure that this account acts.
    """
    former: int | None = getattr(_local, "account_id", None)
    with transaction.atomic():
        _local.account_id = account_id
        try:
            _tell_server(account_id)
            yield
        finally:
            _local.account_id = former
        # What is rolled back takes the setting with it and answers no statement.
        if not transaction.get_rollback():
            _tell_server(former)


def owner_now() -> int | None:
    """Return the account that is bound now."""
    found: int | None = getattr(_local, "account_id", None)
    return found


def _tell_server(account_id: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select tasuki.bind_person(%s)", [account_id])
