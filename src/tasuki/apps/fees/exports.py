"""Entries as files for accounting programs."""

from datetime import date, datetime
from enum import StrEnum

from tasuki.adapters.tabular.write import SHIFT_JIS, UnwritableCharactersError, write_csv
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.fees.queries.accounts import list_entries
from tasuki.core.access import Permission
from tasuki.core.fees.journal import freee_rows, yayoi_rows


class AccountingFormat(StrEnum):
    """Whose layout."""

    YAYOI = "yayoi"
    FREEE = "freee"


@action(act=None)
def write_accounts(
    *, actor: Actor, first_day: date, last_day: date, layout: str, now: datetime
) -> bytes:
    """Return the entries of a range of days as CSV in Shift_JIS, which both programs read.

    Args:
        actor: member of the agency who may take files.
        first_day: the first.
        last_day: the last, included.
        layout: ``yayoi`` or ``freee``.
        now: when; the audit keeps who took which days.

    Raises:
        InvalidInputError: the days are the wrong way round, or a name cannot be written.
    """
    require(actor, Permission.FEE_VIEW)
    require(actor, Permission.EXPORT)
    if last_day < first_day:
        raise InvalidInputError(
            ja="終了日は開始日以後の日を入力してください。",
            en="Enter a last day that is not before the first one.",
            field="last_day",
        )
    entries = list_entries(first_day=first_day, last_day=last_day)
    is_yayoi = AccountingFormat(layout) is AccountingFormat.YAYOI
    rows = yayoi_rows(entries) if is_yayoi else freee_rows(entries)
    audit.record(
        actor=actor,
        kind="accounts.export",
        object_kind="list",
        object_id="accounts",
        now=now,
        data={"from": first_day.isoformat(), "to": last_day.isoformat(), "format": layout},
    )
    try:
        return write_csv(rows, encoding=SHIFT_JIS)
    except UnwritableCharactersError as error:
        listed = "、".join(error.characters)
        raise InvalidInputError(
            ja=f"Shift_JISで書けない文字があります（{listed}）。求人者の名称の表記を確認してください。",
            en=f"Shift_JIS has no place for {listed}. Check how the company's name is written.",
            code="unwritable_characters",
            field="layout",
        ) from error
