"""After a restore: erase again who was erased after the backup of the rows was written.

Their keys are gone and their rows are back. What was sealed does not open; names stand in clear,
and rows about them were never sealed. The whole erasure is repeated, without a mail.
"""

from datetime import datetime
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.sealed import find_unreadable
from tasuki.apps.keys.actions import sweep_forgotten_rows
from tasuki.apps.keys.queries import list_organisation_ids
from tasuki.apps.orgs.actions import remove_unused_account
from tasuki.apps.orgs.models import Account, AccountLink
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.models import Registration
from tasuki.apps.upkeep.erasure import erase_rows
from tasuki.apps.upkeep.subjects import find_forgotten

GROUND = "request"


def repeat_erasures(*, dry_run: bool = False, now: datetime) -> dict[str, int]:
    """Erase again the persons whose keys are gone, in all organisations, and empty what is left.

    Args:
        dry_run: count the rows that have lost their key only.
        now: when.

    Returns:
        Table or model -> number of rows.

    Source: 個人情報保護法 22条, 35条.
    """
    counts: dict[str, int] = {}
    if not dry_run:
        for organisation_id in list_organisation_ids():
            with bound(organisation_id, None):
                for name, count in _repeat_here(now=now).items():
                    counts[name] = counts.get(name, 0) + count
    for name, count in sweep_forgotten_rows(dry_run=dry_run).items():
        counts[name] = counts.get(name, 0) + count
    return counts


def _repeat_here(*, now: datetime) -> dict[str, int]:
    record_ids = set(find_unreadable(TalentRecord))
    registration_ids = find_unreadable(Registration)
    made = Registration.objects.filter(id__in=registration_ids, talent_record_id__isnull=False)
    record_ids |= {one for one in made.values_list("talent_record_id", flat=True) if one}
    counts: dict[str, int] = {}
    done: set[UUID] = set()
    for record_id in sorted(record_ids):
        if record_id in done:
            continue
        subject = find_forgotten(talent_record_id=record_id)
        done |= subject.record_ids
        accounts = Account.objects.filter(
            id__in=AccountLink.objects.filter(talent_record_id__in=subject.record_ids).values(
                "account_id"
            )
        )
        mails = list(accounts.values_list("email", flat=True))
        for name, count in erase_rows(subject, ground=GROUND, now=now).erased.items():
            counts[name] = counts.get(name, 0) + count
        for mail in mails:
            remove_unused_account(email=mail, talent_record_ids=subject.record_ids)
    return counts
