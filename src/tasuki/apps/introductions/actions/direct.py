"""The consent of a person who came directly: given on the page of the mailed terms of service.

Whoever registers through a code agrees on that way. Who came by phone or to the office reads the
terms behind a mailed key, and agrees there or not; without it nobody is asked about an employer.

Source: 個人情報保護法 18条, 27条; 職業安定法 5条の5.
"""

from datetime import date, datetime
from uuid import UUID

from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.consent.actions import ensure_consent_texts, give_consents
from tasuki.apps.consent.models import ConsentEvent, ConsentText, Purpose
from tasuki.apps.consent.queries import find_live_consent
from tasuki.apps.consent.shown import Shown
from tasuki.apps.consent.texts import text_language
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.placement.models import TermsDelivery
from tasuki.apps.relay.policy import person_actor
from tasuki.core.access import Role


@action(act=None)
def agree_to_placement(
    *, actor: Actor, terms_id: UUID, shown: Shown | None = None, now: datetime
) -> ConsentEvent:
    """Keep the person's yes that the agency may use the data to find work.

    Args:
        actor: who holds the mailed key of the terms; the person, and nobody else.
        terms_id: the delivery that the key opens; its search is open.
        shown: which version stood on the page, and when.
        now: when.

    Raises:
        NotVisibleError: the actor does not hold the key, or the search is over.
        RefusedError: the text was changed since the page was shown.
    """
    if actor.role is not Role.PERSON or actor.case_id != terms_id:
        raise NotVisibleError
    terms = TermsDelivery.objects.select_related("job_seeker").filter(id=terms_id).first()
    if terms is None or terms.job_seeker.closed_on is not None:
        raise NotVisibleError
    [event] = give_consents(
        actor=person_actor(
            organisation_id=actor.organisation_id, talent_record_id=terms.talent_record_id
        ),
        talent_record_id=terms.talent_record_id,
        answers={Purpose.PLACEMENT: True},
        language=terms.language,
        channel="page",
        shown=shown,
        now=now,
    )
    return event


def find_placement_text(*, actor: Actor, terms: TermsDelivery, now: datetime) -> ConsentText:
    """Return the text that the person reads before agreeing, in the language of the terms."""
    variant = text_language(terms.language)
    texts = ensure_consent_texts(actor=actor, now=now)
    return next(one for one in texts if (one.purpose, one.language) == (Purpose.PLACEMENT, variant))


def has_agreed(*, terms: TermsDelivery, on: date) -> bool:
    """Return whether the person's agreement is live on a day."""
    record_id = terms.talent_record_id
    live = find_live_consent(talent_record_id=record_id, purpose=Purpose.PLACEMENT, on=on)
    return live is not None
