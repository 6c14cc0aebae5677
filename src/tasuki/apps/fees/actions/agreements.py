"""Agreements on fees: drafted and offered by the agency, accepted by the employer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError, found
from tasuki.apps.fees.actions.billing import check_payment_days
from tasuki.apps.fees.models import FeeAgreement
from tasuki.apps.fees.queries.agreements import filed_table_of, find_agreement, table_of, terms_of
from tasuki.apps.fees.steps import (
    check_step,
    lock,
    record,
    show_to_company,
    take_step,
    tell_company,
)
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.relay.models import FeeTable
from tasuki.apps.relay.queries.contracts import find_fee_table
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.fees.amounts import FeeTerms, is_within_table
from tasuki.core.fees.labels import AcceptanceWay
from tasuki.core.fees.machines import AgreementEvent, AgreementState
from tasuki.core.law.fees import FeeKind
from tasuki.core.words import Words

_TRIAL_PAY_YEN: Final = 1_000_000
"""A share lies within a table at any pay or at none; a fixed fee does not look at the pay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementValues:
    """What an agreement says.

    Attributes:
        company_id: the employer as an organisation here; None for one that is none.
        employer_name, employer_address: of an employer that is no organisation here.
        fee_table_version: the version of the fee table it rests on.
        rate_permille: share of the base; 0 for a fixed fee.
        fixed_yen: a fixed fee; None for a share.
        payment_days: days to pay, 1-120.
        starts_on, ends_on: for hires of these days.
    """

    company_id: int | None = None
    employer_name: str = ""
    employer_address: str = ""
    fee_table_version: int
    rate_permille: int = 0
    fixed_yen: int | None = None
    payment_days: int = 30
    starts_on: date
    ends_on: date | None = None


@action(act=None)
def draft_agreement(*, actor: Actor, values: AgreementValues, now: datetime) -> FeeAgreement:
    """Draft an agreement with an employer; nobody else sees it before it is offered.

    Raises:
        InvalidInputError: a value cannot be used.
        RefusedError: the fee lies above the table or the law (H1).

    Source: 職業安定法 32条の3.
    """
    require(actor, Permission.FEE_EDIT)
    row = FeeAgreement(
        id=uuid4(),
        organisation_id=actor.organisation_id,
        number=f"A-{take_numbers(name='fee_agreement')[0]:05d}",
    )
    _fill(row, values, on=localdate(now))
    row.save(force_insert=True)
    record(actor=actor, row=row, act=AgreementEvent.DRAFT, now=now)
    return row


@action(act=None)
def edit_agreement(
    *, actor: Actor, agreement_id: UUID, values: AgreementValues, now: datetime
) -> FeeAgreement:
    """Change a draft.

    Raises:
        RefusedError: it is no draft any more; make a new version.
        InvalidInputError: a value cannot be used.
    """
    require(actor, Permission.FEE_EDIT)
    row = lock(FeeAgreement, agreement_id)
    check_step(row, AgreementEvent.OFFER)
    _fill(row, values, on=localdate(now))
    row.save()
    record(actor=actor, row=row, act="edit", now=now)
    return row


@action(act=None)
def revise_agreement(*, actor: Actor, agreement_id: UUID, now: datetime) -> FeeAgreement:
    """Draft the next version of an agreement in force; it takes its place once accepted.

    Raises:
        RefusedError: it is not in force.
    """
    require(actor, Permission.FEE_EDIT)
    base = lock(FeeAgreement, agreement_id)
    check_step(base, AgreementEvent.REPLACE)
    same = FeeAgreement.objects.filter(
        organisation_id=base.organisation_id, number=base.number
    ).order_by("-version")
    newest = same[0]
    if newest.state in {AgreementState.DRAFT, AgreementState.OFFERED}:
        raise RefusedError(
            ja="次の版がすでにあります。その版を変更するか、取り下げてください。",
            en="There is a next version already. Change or withdraw that one.",
            code="state",
        )
    row = FeeAgreement(
        id=uuid4(),
        organisation_id=base.organisation_id,
        number=base.number,
        version=newest.version + 1,
    )
    values = AgreementValues(
        company_id=base.company_id,
        employer_name=base.employer_name,
        employer_address=base.employer_address,
        fee_table_version=base.fee_table_version,
        rate_permille=base.rate_permille,
        fixed_yen=base.fixed_yen,
        payment_days=base.payment_days,
        starts_on=max(localdate(now), base.starts_on),
    )
    _fill(row, values, on=localdate(now))
    row.save(force_insert=True)
    record(actor=actor, row=row, act=AgreementEvent.DRAFT, now=now)
    return row


@action(act=None)
def offer_agreement(*, actor: Actor, agreement_id: UUID, now: datetime) -> FeeAgreement:
    """Show a draft to the employer, with refund scheme and penalty terms of the filed table.

    Raises:
        RefusedError: the table was not filed, or the fee lies above it (H1).
    """
    require(actor, Permission.FEE_EDIT)
    row = lock(FeeAgreement, agreement_id)
    table = _filed(table_of(row), on=localdate(now))
    _check_within(terms_of(row), table, on=localdate(now))
    _copy_words(row, table)
    take_step(actor=actor, row=row, event=AgreementEvent.OFFER, now=now, offered_at=now)
    show_to_company(row)
    text = Words(
        f"{row.agency_name}から手数料の合意書が届きました。返戻金と違約金の定めを確認してください。",
        f"{row.agency_name} offers an agreement on fees. Read its refund and penalty terms.",
    )
    url = f"/company/fee-agreements/{row.id}/"
    tell_company(actor=actor, row=row, text=text, url=url, act=AgreementEvent.OFFER, now=now)
    return row


@action(act=None)
def show_terms(*, actor: Actor, agreement_id: UUID, now: datetime) -> FeeAgreement:
    """Return an agreement with its refund and penalty terms; the first look of the company is kept.

    Raises:
        NotVisibleError: no such agreement for the actor's organisation.

    Source: 職業安定法施行規則 24条の5 (penalty terms are shown to the employer).
    """
    require(actor, Permission.FEE_VIEW)
    seen = found(find_agreement(agreement_id=agreement_id))
    is_company = seen.company_id == actor.organisation_id
    if is_company and seen.state == AgreementState.OFFERED and seen.terms_shown_at is None:
        with bound(seen.organisation_id, actor.account_id):
            row = lock(FeeAgreement, agreement_id)
            row.terms_shown_at = row.terms_shown_at or now
            row.save(update_fields=["terms_shown_at"])
            record(actor=actor, row=row, act="show_terms", now=now)
        record(actor=actor, row=seen, act="show_terms", now=now)
        seen.terms_shown_at = now
    return seen


@action(act=None)
def accept_agreement(*, actor: Actor, agreement_id: UUID, now: datetime) -> FeeAgreement:
    """Accept an offered agreement for the company; who, when and which version are kept.

    Raises:
        RefusedError: the refund and penalty terms were not opened, or it is not offered any more.
        NotVisibleError: no such agreement for the company.

    Source: 職業安定法 32条の3; 指針 (penalty and refund terms are shown before).
    """
    require(actor, Permission.CONTRACT_SIGN)
    if actor.is_task or actor.kind is not OrganisationKind.COMPANY:
        raise NotAllowedError
    seen = found(find_agreement(agreement_id=agreement_id))
    with bound(seen.organisation_id, actor.account_id):
        row = lock(FeeAgreement, agreement_id)
        if row.terms_shown_at is None:
            raise RefusedError(
                ja="返戻金と違約金の定めをまだ開いていません。開いて確かめてから、同意してください。",
                en="The refund and penalty terms were not opened yet. Open them, then accept.",
                code="terms_not_shown",
            )
        _accept(actor, row, by=actor.name, on=localdate(now), way=AcceptanceWay.TASUKI, now=now)
    record(actor=actor, row=row, act=AgreementEvent.ACCEPT, now=now, before=AgreementState.OFFERED)
    return row


@action(act=None)
def record_acceptance(
    *,
    actor: Actor,
    agreement_id: UUID,
    accepted_by: str,
    accepted_on: date,
    way: str,
    terms_shown: bool,
    now: datetime,
) -> FeeAgreement:
    """Write down that an employer accepted on paper or by mail.

    Args:
        actor: the member of the agency who keeps the paper.
        agreement_id: an offered agreement of an employer that is no organisation here.
        accepted_by: who accepted for the employer.
        accepted_on: the day on the paper, not in the future.
        way: ``paper`` or ``mail``.
        terms_shown: refund and penalty terms were shown with it.
        now: when it is written down.

    Raises:
        InvalidInputError: a value cannot be used.
        RefusedError: the employer accepts for itself here, or the terms were not shown.
    """
    require(actor, Permission.FEE_EDIT)
    row = lock(FeeAgreement, agreement_id)
    check_step(row, AgreementEvent.ACCEPT)
    if row.company_id is not None:
        raise RefusedError(
            ja="この求人者はTasukiで同意します。求人者の同意を待ってください。",
            en="This company accepts in Tasuki. Wait for it.",
            code="own_acceptance",
        )
    _check_paper(accepted_by, accepted_on, way, today=localdate(now))
    if not terms_shown:
        raise InvalidInputError(
            ja="返戻金と違約金の定めを示したことを確認してください。",
            en="Confirm that the refund and penalty terms were shown.",
            field="terms_shown",
        )
    row.terms_shown_at = row.terms_shown_at or now
    _accept(actor, row, by=accepted_by.strip(), on=accepted_on, way=AcceptanceWay(way), now=now)
    return row


@action(act=None)
def withdraw_agreement(*, actor: Actor, agreement_id: UUID, now: datetime) -> FeeAgreement:
    """Take a draft or an offer back.

    Raises:
        RefusedError: it was accepted.
    """
    require(actor, Permission.FEE_EDIT)
    row = lock(FeeAgreement, agreement_id)
    take_step(actor=actor, row=row, event=AgreementEvent.WITHDRAW, now=now)
    return row


@action(act=None)
def end_agreement(
    *, actor: Actor, agreement_id: UUID, ends_on: date, now: datetime
) -> FeeAgreement:
    """End an agreement; hires up to that day are still charged by it.

    Raises:
        RefusedError: it is not in force.
        InvalidInputError: the day lies before its first day.
    """
    require(actor, Permission.FEE_EDIT)
    row = lock(FeeAgreement, agreement_id)
    _check_order(row.starts_on, ends_on)
    take_step(actor=actor, row=row, event=AgreementEvent.END, now=now, ends_on=ends_on)
    return row


def _accept(
    actor: Actor, row: FeeAgreement, *, by: str, on: date, way: AcceptanceWay, now: datetime
) -> None:
    """Put a version in force and let the one before it end."""
    check_step(row, AgreementEvent.ACCEPT)
    before = FeeAgreement.objects.select_for_update(of=("self",)).filter(
        organisation_id=row.organisation_id, number=row.number, state=AgreementState.ACCEPTED
    )
    for older in before:
        last = row.starts_on - timedelta(days=1)
        ends_on = last if older.ends_on is None else min(older.ends_on, last)
        take_step(actor=actor, row=older, event=AgreementEvent.REPLACE, now=now, ends_on=ends_on)
    take_step(
        actor=actor,
        row=row,
        event=AgreementEvent.ACCEPT,
        now=now,
        accepted_by=by[:80],
        accepted_on=on,
        accepted_way=str(way),
        data={"version": row.version, "way": str(way)},
    )


def _fill(row: FeeAgreement, values: AgreementValues, *, on: date) -> None:
    """Write values into a draft."""
    table = find_fee_table(version=values.fee_table_version)
    if table is None:
        raise InvalidInputError(
            ja="手数料表の版を一覧から選んでください。",
            en="Choose a version of the fee table from the list.",
            field="fee_table_version",
        )
    check_payment_days(values.payment_days)
    _check_order(values.starts_on, values.ends_on)
    if (values.rate_permille > 0) is (values.fixed_yen is not None):
        raise InvalidInputError(
            ja="料率か定額のどちらか一方を入力してください。",
            en="Enter either a rate or a fixed fee.",
            field="rate_permille",
        )
    terms = FeeTerms(
        kind=FeeKind(table.kind), rate_permille=values.rate_permille, fixed_yen=values.fixed_yen
    )
    if table.filed_on is not None:
        _check_within(terms, table, on=on)
    _fill_party(row, values)
    row.agency_name = Organisation.objects.get(id=row.organisation_id).name
    row.fee_table_version, row.kind = table.version, table.kind
    row.rate_permille, row.fixed_yen = values.rate_permille, values.fixed_yen
    row.payment_days = values.payment_days
    row.starts_on, row.ends_on = values.starts_on, values.ends_on
    _copy_words(row, table)


def _fill_party(row: FeeAgreement, values: AgreementValues) -> None:
    if values.company_id is None:
        row.company_id = None
        row.employer_name = values.employer_name.strip()
        row.employer_address = values.employer_address.strip()
    else:
        company = Organisation.objects.filter(
            id=values.company_id, kind=OrganisationKind.COMPANY
        ).first()
        if company is not None:
            row.company_id = company.id
            row.employer_name, row.employer_address = company.name, company.address
    if not row.employer_name:
        raise InvalidInputError(
            ja="求人者を選ぶか、名称を入力してください。",
            en="Choose the employer, or enter its name.",
            field="employer_name",
        )


def _copy_words(row: FeeAgreement, table: FeeTable) -> None:
    row.refund_rule, row.refund_steps = table.refund_rule, table.refund_steps
    row.penalty_rule, row.free_slot_clause = table.penalty_rule, table.free_slot_clause


def _filed(table: FeeTable | None, *, on: date) -> FeeTable:
    if table is None or table.filed_on is None or table.filed_on > on:
        raise RefusedError(
            ja="手数料表が届け出られていません。届出を記録してから提示してください。（H1）",
            en="The fee table was not filed. Record its filing, then offer the agreement. (H1)",
            code="H1",
        )
    return table


def _check_within(terms: FeeTerms, table: FeeTable, *, on: date) -> None:
    is_share = terms.fixed_yen is None
    fits_kind = is_share is (table.max_fixed_yen is None)
    within = fits_kind and is_within_table(
        terms, filed_table_of(table), yearly_pay_yen=_TRIAL_PAY_YEN, on=on
    )
    if not within:
        error = RefusedError(
            ja="手数料が、届け出た手数料表の上限を超えています。料率か版を見直してください。（H1）",
            en="The fee lies above the filed table. Lower the rate, or file a new version. (H1)",
            code="H1",
        )
        error.field = "rate_permille" if is_share else "fixed_yen"
        raise error


def _check_order(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInputError(
            ja="終了日は開始日以後の日を入力してください。",
            en="Enter a last day that is not before the first one.",
            field="ends_on",
        )


def _check_paper(accepted_by: str, accepted_on: date, way: str, *, today: date) -> None:
    if not accepted_by.strip():
        raise InvalidInputError(
            ja="同意した方の名前を入力してください。",
            en="Enter who accepted.",
            field="accepted_by",
        )
    if accepted_on > today:
        raise InvalidInputError(
            ja="未来の日付は入力できません。実際の日付を入力してください。",
            en="The day lies in the future. Enter the actual day.",
            field="accepted_on",
        )
    if way not in {AcceptanceWay.PAPER, AcceptanceWay.MAIL}:
        raise InvalidInputError(
            ja="同意の方法を一覧から選んでください。",
            en="Choose from the list how it was accepted.",
            field="way",
        )
