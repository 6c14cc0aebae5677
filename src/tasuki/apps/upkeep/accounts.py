"""Logins that nobody uses any more, what hangs on them, and sessions that are over."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils.timezone import localdate

from tasuki.adapters.postgres.own import owned
from tasuki.apps.orgs.models import Account
from tasuki.apps.upkeep.declarations import has_field, list_rules
from tasuki.core.retention import Retention

OWN_NOTES_UNUSED: Final = Retention(
    starts_at="last sign-in of a login that no organisation knows",
    ceiling_days=731,
    basis="design: own notes go two years after the last sign-in; nobody else can read them",
)


def forget_left_accounts(*, dry_run: bool = False, now: datetime) -> int:
    """Empty the logins whose owner left every organisation, with all that hangs on them.

    Ninety days after the last membership or sign-in; two years where the person keeps a passport
    or blocks companies, which go with the login.

    Works without an organisation: the database answers only which logins have no membership
    and no record anywhere, and since when.

    Returns:
        How many logins.
    """
    on = localdate(now)
    before = Account.retention.last_due_start(on=on)
    with connection.cursor() as cursor:
        cursor.execute(
            "select retention.left_accounts(%s, %s)",
            [before, OWN_NOTES_UNUSED.last_due_start(on=on)],
        )
        ids = [row[0] for row in cursor.fetchall()]
    due = Account.objects.filter(
        id__in=ids, is_staff=False, is_superuser=False, is_demo=False, is_active=True
    )
    accounts = list(due)
    if not dry_run:
        for account in accounts:
            _forget(account)
    return len(accounts)


def forget_old_sessions(*, now: datetime) -> int:
    """Delete the sessions that are over; they may hold an address that asked for a code."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def forget_waiting_codes(*, mails: Collection[str]) -> int:
    """Empty the sessions of browsers that asked for a code to one of these addresses.

    Such a session holds the address until it is over, whoever typed it, known or not. The row
    stays: the browser of somebody who erases the own data goes on to the receipt.

    Args:
        mails: the addresses of somebody who is erased, as stored.

    Returns:
        How many were emptied.
    """
    wanted = [mail for mail in mails if mail]
    gone = [
        one.session_key
        for one in Session.objects.iterator(chunk_size=1_000)
        if any(mail in json.dumps(one.get_decoded(), ensure_ascii=False) for mail in wanted)
    ]
    empty = SessionStore().encode({})
    return Session.objects.filter(session_key__in=gone).update(session_data=empty)


def _forget(account: Account) -> None:
    with transaction.atomic():
        with owned(account.pk):
            for rule in list_rules():
                if has_field(rule.model, "account") and not has_field(rule.model, "organisation"):
                    rule.model._default_manager.filter(account=account).delete()
        sessions = UserSession.objects.filter(user=account)
        keys = list(sessions.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        for rows in (sessions, EmailAddress.objects.filter(user=account)):
            rows.delete()
        Authenticator.objects.filter(user=account).delete()
        account.name, account.email = "", f"gone-{account.pk}@account.invalid"
        account.password, account.is_active = make_password(None), False
        account.save(update_fields=["name", "email", "password", "is_active"])
