"""Logins that nobody uses any more: without membership and without a record for ninety days."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate

from tasuki.apps.orgs.models import Account


def forget_left_accounts(*, dry_run: bool = False, now: datetime) -> int:
    """Empty the logins whose owner left every organisation; return how many.

    Works without an organisation: the database answers only which logins have no membership
    and no record anywhere, and since when.
    """
    last = Account.retention.last_due_start(on=localdate(now))
    with connection.cursor() as cursor:
        cursor.execute("select retention.left_accounts(%s)", [last])
        ids = [row[0] for row in cursor.fetchall()]
    due = Account.objects.filter(
        id__in=ids, is_staff=False, is_superuser=False, is_demo=False, is_active=True
    )
    if dry_run:
        return due.count()
    gone = Concat(Value("gone-"), Cast(F("id"), CharField()), Value("@account.invalid"))
    unusable = Value(make_password(None))
    return due.update(name="", email=gone, password=unusable, is_active=False)
