"""What time does to registrations: idle ones go, risk data and files go, capped ones come up."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from tasuki.adapters.postgres.holds import is_held
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.orgs.actions import close_doors
from tasuki.apps.orgs.models import Door
from tasuki.apps.relay import mails
from tasuki.apps.relay.actions.counts import decide_again
from tasuki.apps.relay.duplicates import lock_intake
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.policy import ABANDON_DAYS, PROOF_KEEP_DAYS
from tasuki.apps.relay.steps import save_changes, take_step
from tasuki.core.access import Permission
from tasuki.core.dates import month_start
from tasuki.core.relay.machines import RegistrationEvent, RegistrationState
from tasuki.core.relay.parameters import parameters_from_json
from tasuki.core.relay.reasons import ReasonCode


@action(act=None)
def abandon_idle(*, actor: Actor, now: datetime) -> int:
    """R13: empty registrations that were started and left for seven days, but none under a hold.

    Returns:
        How many were abandoned.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    since = now - timedelta(days=ABANDON_DAYS)
    idle = _locked(
        Q(state=RegistrationState.STARTED, created_at__lt=since)
        | Q(state=RegistrationState.MAIL_VERIFIED, mail_verified_at__lt=since)
    )
    gone = [one for one in idle if not is_held(Registration, one.id, one.talent_record_id)]
    for registration in gone:
        for kind in (Door.Kind.CONFIRM_MAIL, Door.Kind.REGISTRATION):
            close_doors(kind=kind, subject=registration.id, now=now)
        take_step(
            actor=actor,
            registration=registration,
            event=RegistrationEvent.ABANDON,
            now=now,
            changes={"mail": "", "risk_source": "", "ended_at": now},
        )
        mails.forget_mails(registration_id=registration.id)
    mails.forget_mails_of_the_ended()
    return len(gone)


@action(act=None)
def forget_risk_data(*, actor: Actor, now: datetime) -> int:
    """Delete the hash of device and address after the days that the contract names.

    Returns:
        How many registrations had one.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    count = 0
    for registration in _locked(~Q(risk_source="")):
        rules = parameters_from_json(registration.contract.parameters)
        began = registration.completed_at or registration.created_at
        if began < now - timedelta(days=rules.risk_data_keep_days):
            save_changes(registration, risk_source="")
            count += 1
    return count


@action(act=None)
def delete_old_proofs(*, actor: Actor, now: datetime) -> int:
    """Delete files of proof thirty days after the agency's decision.

    Returns:
        How many files were deleted.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    since = now - timedelta(days=PROOF_KEEP_DAYS)
    found = _locked(~Q(proof_file="") & Q(decided_at__lt=since))
    decided = [one for one in found if not is_held(Registration, one.id, one.talent_record_id)]
    for registration in decided:
        registration.proof_file.delete(save=False)
        save_changes(registration, proof_file="")
    return len(decided)


@action(act=None)
def decide_waiting_counts(*, actor: Actor, now: datetime) -> int:
    """N8: decide again on the counts that waited at the cap of an earlier month, oldest first.

    A count that another rule stops by now is left for a person to decide. One that is refused
    waits for the next night and holds up no other.

    Returns:
        How many were counted.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    lock_intake()
    this_month = month_start(localdate(now))
    waiting = _locked(
        Q(state=RegistrationState.ACCEPTED, count_code=ReasonCode.N8)
        & Q(counted_at__date__lt=this_month)
    )
    ordered = sorted(waiting, key=lambda one: (one.completed_at or now, one.id))
    return sum(_decide_alone(actor, one, now=now) for one in ordered)


def _decide_alone(actor: Actor, registration: Registration, *, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return decide_again(actor=actor, registration=registration, now=now)
    except ActionError:
        return False


def _locked(condition: Q) -> list[Registration]:
    return list(
        Registration.objects.select_related("contract", "link")
        .select_for_update(of=("self",), skip_locked=True)
        .filter(condition)
        .order_by("id")
    )
