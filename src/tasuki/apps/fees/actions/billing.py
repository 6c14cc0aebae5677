"""Say how the agency bills."""

from datetime import datetime

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.fees.models import BillingProfile
from tasuki.core.access import Permission
from tasuki.core.law.invoices import read_invoice_number

PAYMENT_DAYS_MAX = 120


@action(act=None)
def save_billing_profile(
    *,
    actor: Actor,
    issuer_number: str,
    bank_account: str,
    payment_days: int,
    remark: str,
    now: datetime,
) -> BillingProfile:
    """Keep number, bank account and days to pay; invoices that went out keep theirs.

    Args:
        actor: member of the agency.
        issuer_number: T and thirteen digits; empty for an agency that is no qualified issuer.
        bank_account: as it stands on invoices.
        payment_days: days from the issue to the last day to pay, 1-120.
        remark: as it stands on invoices.
        now: when.

    Raises:
        InvalidInputError: the number or the days cannot be used.

    Source: 消費税法 57条の4.
    """
    require(actor, Permission.FEE_EDIT)
    number = read_invoice_number(issuer_number) if issuer_number.strip() else ""
    if number is None:
        raise InvalidInputError(
            ja="登録番号が正しくありません。Tと13桁の数字を確認してください。",
            en="The registration number is not valid. Check T and the thirteen digits.",
            field="issuer_number",
        )
    check_payment_days(payment_days)
    profile, _made = BillingProfile.objects.get_or_create(organisation_id=actor.organisation_id)
    profile.issuer_number = number
    profile.bank_account = bank_account.strip()
    profile.payment_days = payment_days
    profile.remark = remark.strip()
    profile.save()
    audit.record(
        actor=actor,
        kind="billing_profile.save",
        object_kind="billing_profile",
        object_id=profile.id,
        now=now,
    )
    return profile


def check_payment_days(payment_days: int) -> None:
    """Refuse days to pay outside of 1-120.

    Raises:
        InvalidInputError: they are.
    """
    if not 1 <= payment_days <= PAYMENT_DAYS_MAX:
        raise InvalidInputError(
            ja=f"支払期限は1日から{PAYMENT_DAYS_MAX}日で入力してください。",
            en=f"Enter 1 to {PAYMENT_DAYS_MAX} days to pay.",
            field="payment_days",
        )
