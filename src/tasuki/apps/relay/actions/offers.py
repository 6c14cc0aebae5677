"""A company orders people for one of its openings from an agency with which it has a contract.

Source: 職業安定法 5条の3 (the conditions go with the order), 5条の6 (the agency answers it).
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.messages.actions import notify
from tasuki.apps.openings.models import Employer, Opening
from tasuki.apps.openings.values import FIELDS
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.relay.queries.contracts import list_contracts
from tasuki.apps.relay.slot_rules import find_complete_opening
from tasuki.core.access import Permission
from tasuki.core.law.acts import Act
from tasuki.core.relay.machines import ContractState

_OVER: Final = (Opening.State.CLOSED, Opening.State.FILLED, Opening.State.REFUSED)


def list_offer_agencies() -> dict[int, str]:
    """Return the agencies to which the company bound now can give orders, by id."""
    ids = {one.organisation_id for one in list_contracts(state=ContractState.RUNNING)}
    return {
        one.pk: one.name for one in (find_organisation(organisation_id=one) for one in sorted(ids))
    }


@action(act=Act.LIST_JOBS)
def offer_opening(*, actor: Actor, opening_id: UUID, agency_id: int, now: datetime) -> str:
    """Send an open job to an agency as an order and return its name.

    The agency gets a copy as a draft under the company's name, with the day of the company's
    own declaration, and accepts or refuses it; its answer comes back as a notice.

    Args:
        actor: a member of the company.
        opening_id: an open job of the company, whole and confirmed (H6).
        agency_id: an agency with a running contract.
        now: the moment of the act.

    Raises:
        RefusedError: H6, or the job is not open.
        InvalidInputError: the agency has this job already.
        NotVisibleError: no such job, or no running contract with the agency.
    """
    require(actor, Permission.OPENING_EDIT)
    opening = find_complete_opening(opening_id, on=localdate(now))
    agencies = list_offer_agencies()
    if agency_id not in agencies:
        raise NotVisibleError
    company = find_organisation(organisation_id=actor.organisation_id)
    with bound(agency_id, None):
        order = _copy(opening, company, agency_id=agency_id, actor=actor, now=now)
        notify(
            actor=actor,
            text=f"{company.name}から求人の申込みがありました：{opening.title}",
            text_en=f"{company.name} sent an order: {opening.title}",
            url=f"/agency/openings/{order.pk}/",
            needs=Permission.OPENING_VIEW,
        )
    audit.record(
        actor=actor,
        kind="opening.offer",
        object_kind="opening",
        object_id=opening.pk,
        now=now,
        after=opening.state,
        data={"agency": agency_id},
    )
    return agencies[agency_id]


def _copy(
    opening: Opening, company: Organisation, *, agency_id: int, actor: Actor, now: datetime
) -> Opening:
    employer = _employer(opening, company, agency_id=agency_id, actor=actor)
    running = Opening.objects.filter(employer=employer, external_id=opening.number)
    if running.exclude(state__in=_OVER).exists():
        raise InvalidInputError(
            ja="この求人は、この人材紹介会社に申込み済みです。回答をお待ちください。",
            en="This agency has the job already. Wait for its answer.",
            field="agency_id",
        )
    [number] = take_numbers(name="opening")
    return Opening.objects.create(
        organisation_id=agency_id,
        number=f"O-{number:05d}",
        employer=employer,
        external_id=opening.number,
        declared_on=opening.declared_on,
        as_of=opening.as_of,
        received_on=localdate(now),
        **{name: getattr(opening, name) for name in FIELDS},
    )


def _employer(opening: Opening, company: Organisation, *, agency_id: int, actor: Actor) -> Employer:
    known = Employer.objects.select_for_update(of=("self",)).filter(company_id=company.pk).first()
    employer = known or Employer(organisation_id=agency_id, company_id=company.pk)
    if known is None:
        employer.name, employer.address = company.name, company.address
        employer.corporate_number = company.corporate_number
        employer.phone, employer.contact_mail = company.phone, company.contact_mail
        employer.contact_name = actor.name[:80]
    # An open job carries a clear declaration of its company; the newest word counts.
    employer.declaration, employer.declared_on = Employer.Answer.CLEAR, opening.declared_on
    employer.ended_on = None
    employer.save()
    return employer
