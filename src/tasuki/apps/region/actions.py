"""A company agrees to be counted for its region, and the statements deliver the counts."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.region.models import CountAgreement, RegionalCount
from tasuki.core.access import OrganisationKind, Permission


@action(act=None)
def agree_to_count(*, actor: Actor, municipality_id: int, now: datetime) -> CountAgreement:
    """Let a municipality see the company's monthly totals from the next statement on.

    Args:
        actor: a member of the company who may sign for it.
        municipality_id: the municipality.
        now: when.

    Raises:
        NotVisibleError: there is no such municipality.
    """
    require(actor, Permission.CONTRACT_SIGN)
    kind = OrganisationKind.MUNICIPALITY
    if not Organisation.objects.filter(id=municipality_id, kind=kind).exists():
        raise NotVisibleError
    agreement, _ = CountAgreement.objects.update_or_create(
        organisation_id=actor.organisation_id,
        municipality_id=municipality_id,
        defaults={"agreed_on": localdate(now), "ended_on": None},
    )
    _record(actor, agreement, "region.agree", now=now)
    return agreement


@action(act=None)
def end_agreement(*, actor: Actor, municipality_id: int, now: datetime) -> CountAgreement:
    """End an agreement; what was counted before stays counted.

    Raises:
        NotVisibleError: there is no live agreement.
    """
    require(actor, Permission.CONTRACT_SIGN)
    agreement = CountAgreement.objects.filter(
        municipality_id=municipality_id, ended_on=None
    ).first()
    if agreement is None:
        raise NotVisibleError
    agreement.ended_on = localdate(now)
    agreement.save(update_fields=["ended_on"])
    _record(actor, agreement, "region.end", now=now)
    return agreement


def save_counts(
    *,
    actor: Actor,
    company_id: int,
    company_name: str,
    month: date,
    totals: Mapping[str, int],
    slot_count: int,
) -> int:
    """Write a statement's totals for every municipality that the company agreed with.

    Called inside the action that issues the statement; binds both sides by itself.

    Args:
        actor: who issues.
        company_id: the company of the statement.
        company_name: its name.
        month: first day of the month.
        totals: as on the statement; several relays of one company add up.
        slot_count: slots that the statement shows for the first time.

    Returns:
        How many municipalities were written to.
    """
    with bound(company_id, actor.account_id):
        live = CountAgreement.objects.filter(ended_on=None)
        municipality_ids = list(live.values_list("municipality_id", flat=True).order_by("id"))
    for municipality_id in municipality_ids:
        with bound(municipality_id, actor.account_id):
            row, _ = RegionalCount.objects.get_or_create(
                organisation_id=municipality_id,
                company_id=company_id,
                month=month,
                defaults={"company_name": company_name},
            )
            row.informed_count += totals["informed"]
            row.registered_count += totals["earned_added"]
            row.counted_count += totals["confirmed_added"]
            row.slot_count += slot_count
            row.hired_count += totals["slot_used_added"]
            row.save()
    return len(municipality_ids)


def _record(actor: Actor, agreement: CountAgreement, kind: str, *, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=kind,
        object_kind="count_agreement",
        object_id=agreement.id,
        now=now,
        data={"municipality_id": agreement.municipality_id},
    )
