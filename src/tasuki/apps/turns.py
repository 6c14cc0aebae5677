"""Transactions that wait for one another: each is tried again before it gives up."""

from collections.abc import Callable
from typing import Final

from django.db import OperationalError
from psycopg.errors import LockNotAvailable

from tasuki.adapters.postgres.context import is_bound
from tasuki.apps.errors import BusyError

ATTEMPTS: Final = 3
"""How often a transaction that waited too long for a lock is tried; each wait is three seconds."""


def run_in_turn[R](run: Callable[[], R]) -> R:
    """Run a transaction again when it waited too long for a lock; inside another one, never.

    Raises:
        BusyError: it waited too long each time.
    """
    for left in range(0 if is_bound() else ATTEMPTS - 1, -1, -1):
        try:
            return run()
        except OperationalError as error:
            if is_bound() or not isinstance(error.__cause__, LockNotAvailable):
                raise
            if not left:
                raise BusyError from error
    raise AssertionError("every attempt returns or raises")
