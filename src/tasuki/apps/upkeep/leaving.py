"""End what still runs with a person before the person is erased."""

from dataclasses import replace
from datetime import datetime

from tasuki.apps.actor import Actor
from tasuki.apps.cases.actions import release_cases as release_move_cases
from tasuki.apps.moves.linking import release_cases
from tasuki.apps.placement.actions import close_job_seeker
from tasuki.apps.relay.actions.own_registration import withdraw_registration
from tasuki.apps.relay.models import Registration
from tasuki.apps.upkeep.subjects import Subject
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.relay.machines import REGISTRATION, RegistrationEvent, RegistrationState


def end_dealings(*, actor: Actor, subject: Subject, now: datetime) -> None:
    """Withdraw what the person registered, take every release back and close the search.

    Recipients are told, credits that were not counted are dropped, counted ones stay: the same
    steps as when the person withdraws on the own page.

    Args:
        actor: who erases; the steps are taken in the person's name.
        subject: the person, in the organisation bound now.
        now: when.

    Raises:
        RefusedError: a secondment, side work or contract of the person runs here.
    """
    release_cases(actor=actor, record_ids=subject.record_ids, mails=subject.mails, now=now)
    release_move_cases(record_ids=subject.record_ids, mails=subject.mails)
    if actor.kind is not OrganisationKind.AGENCY:
        return
    for registration in Registration.objects.filter(id__in=subject.registration_ids):
        state = RegistrationState(registration.state)
        if REGISTRATION.can(state, RegistrationEvent.WITHDRAW):
            person = replace(
                actor,
                role=Role.PERSON,
                talent_record_id=registration.talent_record_id,
                registration_id=registration.id,
                scopes=None,
            )
            withdraw_registration(actor=person, registration_id=registration.id, now=now)
    for record_id in subject.record_ids:
        close_job_seeker(actor=actor, talent_record_id=record_id, now=now)
