"""Read agreements on fees and how the agency bills."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.fees.models import BillingProfile, FeeAgreement
from tasuki.apps.relay.models import FeeTable
from tasuki.apps.relay.queries.contracts import find_fee_table
from tasuki.core.fees.amounts import FeeTerms
from tasuki.core.fees.machines import AgreementState
from tasuki.core.fees.refunds import steps_from_json
from tasuki.core.law.fees import FeeKind, FiledTable, RefundRule

_PERMILLE_OF_PERCENT = 10


def list_agreements(*, state: str = "", text: str = "") -> "QuerySet[FeeAgreement, FeeAgreement]":
    """Return the agreements that the organisation bound now sees, newest first.

    Args:
        state: only those in it; empty = all.
        text: part of the employer's or the agency's name, or of the number.
    """
    rows = _visible().order_by("-created_at", "-id")
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(
            Q(employer_name__icontains=text)
            | Q(agency_name__icontains=text)
            | Q(number__icontains=text)
        )
    return rows


def find_agreement(*, agreement_id: UUID) -> FeeAgreement | None:
    """Return an agreement that the organisation bound now sees; None if there is none."""
    return _visible().filter(id=agreement_id).first()


def list_versions(agreement: FeeAgreement) -> list[FeeAgreement]:
    """Return all versions of an agreement that the organisation bound now sees, newest first."""
    same = {"number": agreement.number, "organisation_id": agreement.organisation_id}
    return list(_visible().filter(**same).order_by("-version"))


def find_agreement_in_force(
    *, company_id: int | None, employer_name: str, on: date
) -> FeeAgreement | None:
    """Return the agreement with an employer that held on a day; None if none did.

    Args:
        company_id: the employer as an organisation here; None if it is none.
        employer_name: its name, for one that is none.
        on: the day.
    """
    party = (
        Q(company_id=company_id)
        if company_id is not None
        else Q(company_id=None, employer_name=employer_name)
    )
    was_accepted = (AgreementState.ACCEPTED, AgreementState.REPLACED, AgreementState.ENDED)
    held = _visible().filter(
        party,
        Q(ends_on=None) | Q(ends_on__gte=on),
        organisation_id=current_organisation_id(),
        state__in=was_accepted,
        starts_on__lte=on,
        accepted_on__lte=on,
    )
    return held.order_by("-starts_on", "-version").first()


def find_billing_profile() -> BillingProfile | None:
    """Return how the organisation bound now bills; None before it was said."""
    return BillingProfile.objects.first()


def filed_table_of(table: FeeTable) -> FiledTable:
    """Return the part of a fee table that limits a charge.

    Raises:
        ValueError: it was not filed.
    """
    if table.filed_on is None:
        raise ValueError(f"fee table {table.version} was not filed")
    is_fixed = table.max_fixed_yen is not None
    return FiledTable(
        version=str(table.version),
        filed_on=table.filed_on,
        max_percent=None if is_fixed else Decimal(table.rate_permille) / _PERMILLE_OF_PERCENT,
        max_yen=table.max_fixed_yen,
    )


def table_of(agreement: FeeAgreement) -> FeeTable | None:
    """Return the fee table an agreement rests on, as the agency keeps it."""
    return find_fee_table(version=agreement.fee_table_version)


def terms_of(agreement: FeeAgreement) -> FeeTerms:
    """Return by what an agreement reckons a fee."""
    return FeeTerms(
        kind=FeeKind(agreement.kind),
        rate_permille=agreement.rate_permille,
        fixed_yen=agreement.fixed_yen,
    )


def refund_steps_of(agreement: FeeAgreement) -> tuple[RefundRule, ...]:
    """Return the refund scheme of an agreement."""
    return steps_from_json(agreement.refund_steps)


def _visible() -> "QuerySet[FeeAgreement, FeeAgreement]":
    """Start from what is shown to the organisation bound now."""
    return FeeAgreement.objects.filter(viewers__organisation_id=current_organisation_id())
