"""What a person noted down, and what of it an organisation may know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tasuki.adapters.postgres.own import owned
from tasuki.adapters.sealed import open_own, own_index, share_box, unwrap_own
from tasuki.apps.errors import RefusedError
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.passport.models import CompanyBlock, PassportGrant, PassportItem
from tasuki.apps.people.queries import list_record_ids
from tasuki.core.identity.firms import firm_key
from tasuki.core.sealing import DataKey


@dataclass(frozen=True, slots=True)
class SharedItem:
    """One passport entry that a person opened to the organisation bound now.

    Attributes:
        opened_at: when it was opened, or changed after that.
    """

    id: UUID
    kind: str
    title: str
    place: str
    text: str
    starts_on: date | None
    ends_on: date | None
    opened_at: datetime

    @property
    def line(self) -> str:
        """The entry in one line, as it is handed over."""
        months = [f"{day:%Y/%m}" if day else "" for day in (self.starts_on, self.ends_on)]
        period = "-".join(months) if any(months) else ""
        place = "" if self.place == self.title else self.place
        text = " ".join(self.text.split())
        return " ".join(part for part in (period, self.title, place, text) if part)


def find_blocks(*, account_id: int) -> list[CompanyBlock]:
    """Return the companies to which a person is never proposed, newest first.

    Args:
        account_id: the person's own account; nobody else's is asked.
    """
    with owned(account_id):
        rows = list(CompanyBlock.objects.order_by("-created_at", "id"))
    share_box(rows, account_id)
    return rows


def check_not_blocked(
    *, talent_record_id: UUID, company_id: int | None, company_name: str = ""
) -> None:
    """Refuse to propose a person to a company that the person blocked.

    Call it with the organisation bound that proposes. The text says no more than that this is
    not available: whether and why somebody hides from a company is nobody's matter.

    Args:
        talent_record_id: the person's record at the organisation bound now.
        company_id: to whom the person would be proposed; None for one outside the platform.
        company_name: its name, where it is outside.

    Raises:
        RefusedError: ``not_available``.

    Source: stories REL-RA-06, ALM-AL-10.
    """
    if is_blocked(
        talent_record_id=talent_record_id, company_id=company_id, company_name=company_name
    ):
        raise RefusedError(
            ja="この方は、この求人にはご案内できません。別の方に確認してください。",
            en="This person is not available for this job. Ask somebody else.",
            code="not_available",
        )


def is_blocked(*, talent_record_id: UUID, company_id: int | None, company_name: str = "") -> bool:
    """Return whether the person of a record here blocked a company, by choice or by name."""
    company = None if company_id is None else Organisation.objects.filter(pk=company_id).first()
    name = company.name if company else company_name
    records = list_record_ids(talent_record_id=talent_record_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "select tasuki.blocks_company(%s, %s, %s)",
            [list(records), company_id, name_indexes(firm_key(name)) if name else []],
        )
        return bool(cursor.fetchone()[0])


def list_shared_items(*, talent_record_ids: Collection[UUID]) -> list[SharedItem]:
    """Return the entries that the person of these records opened to the organisation bound now."""
    with connection.cursor() as cursor:
        cursor.execute("select * from tasuki.passport_for(%s)", [list(talent_record_ids)])
        rows = cursor.fetchall()
    keys = {row[9]: unwrap_own(*row[8:12]) for row in {one[9]: one for one in rows}.values()}
    return [_shared(row, keys[row[9]]) for row in rows]


def _shared(row: tuple[Any, ...], key: DataKey) -> SharedItem:
    table = PassportItem._meta.db_table
    title, place, text = (
        open_own(blob, key, table=table, column=column, row_id=row[0])
        for column, blob in zip(("title", "place", "text"), row[2:5], strict=True)
    )
    return SharedItem(row[0], row[1], title, place, text, *row[5:8])


def list_items(*, account_id: int, is_proposed: bool = False) -> list[PassportItem]:
    """Return the own entries, by kind, the newest first; or those that wait for a yes."""
    with owned(account_id):
        rows = PassportItem.objects.filter(is_proposed=is_proposed)
        found = list(rows.order_by("kind", "-starts_on", "created_at", "id"))
    share_box(found, account_id)
    return found


def list_grants(*, account_id: int) -> dict[UUID, set[int]]:
    """Return which organisations may read each own entry."""
    found: dict[UUID, set[int]] = {}
    with owned(account_id):
        for item_id, reader_id in PassportGrant.objects.values_list("item_id", "reader_id"):
            found.setdefault(item_id, set()).add(reader_id)
    return found


def list_hidden_companies(*, account_id: int) -> dict[UUID, list[str]]:
    """Return the registered companies that each own block covers today, by name."""
    companies = [
        (one.pk, one.name, firm_key(one.name))
        for one in Organisation.objects.filter(kind="company")
    ]
    return {
        block.id: sorted(
            name
            for company_id, name, key in companies
            if company_id == block.company_id or covers(firm_key(block.name), key)
        )
        for block in find_blocks(account_id=account_id)
    }


SHORTEST_PART = 3
"""A typed name this long blocks every company whose name contains it."""


def covers(blocked_key: str, company_key: str) -> bool:
    """Return whether a typed name stands for a company: the same, or a part of its name."""
    if blocked_key == company_key:
        return True
    return len(blocked_key) >= SHORTEST_PART and blocked_key in company_key


def name_index(key: str) -> bytes:
    """Return the keyed hash under which a blocked name is kept."""
    return own_index(key, kind="blocked company")


def name_indexes(company_key: str) -> list[bytes]:
    """Return the hashes of every blocked name that stands for a company; see ``covers``."""
    size = len(company_key)
    parts = {
        company_key[start:end]
        for start in range(size)
        for end in range(start + SHORTEST_PART, size + 1)
    }
    return sorted(name_index(part) for part in parts | {company_key} if part)
