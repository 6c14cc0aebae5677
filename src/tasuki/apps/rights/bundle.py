"""Everything of a person in one bundle: every organisation's data, the passport, the log."""

from datetime import datetime
from typing import Any, Final

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Account, Organisation
from tasuki.apps.orgs.queries import find_organisation, list_own_records
from tasuki.apps.passport import queries as passport
from tasuki.apps.passport.models import PassportItem
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.policy import person_actor
from tasuki.apps.relay.queries import holdings
from tasuki.apps.relay.queries.own_data import find_own_data
from tasuki.apps.rights.queries.requests import list_own_requests
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.relay.machines import RegistrationState
from tasuki.core.words import Words

_HALFWAY: Final = (
    RegistrationState.STARTED,
    RegistrationState.MAIL_VERIFIED,
    RegistrationState.CONSENTED,
)


def find_bundle(*, account: Account, now: datetime) -> dict[str, Any]:
    """Return all that is held about a person, by organisation, and what is the person's own.

    Args:
        account: the person who is signed in; only the records joined to it are read.
        now: when; stands in the answer.

    Source: 個人情報保護法 33条.
    """
    opened = passport.list_grants(account_id=account.pk)
    return {
        "made_at": now,
        "account": {
            "mail": account.email,
            "name": account.name,
            "language": account.language,
            "made_at": account.date_joined,
        },
        "passport": [
            _item(one) | {"opened_to": sorted(opened.get(one.id, ()))}
            for is_proposed in (False, True)
            for one in passport.list_items(account_id=account.pk, is_proposed=is_proposed)
        ],
        "blocked_companies": [
            {"name": one.name, "is_employer": one.is_employer, "since": one.created_at}
            for one in passport.find_blocks(account_id=account.pk)
        ],
        "organisations": [_place(actor, now) for actor in list_person_actors(account=account)],
        "registrations_under_way": [
            _under_way(actor, now) for actor in list_halfway_actors(account=account)
        ],
    }


def list_person_actors(*, account: Account) -> list[Actor]:
    """Return the person as each organisation that keeps a record knows them, oldest first."""
    return [
        Actor(
            organisation_id=one.organisation_id,
            kind=one.kind,
            role=Role.PERSON,
            account_id=account.pk,
            name=account.name,
            talent_record_id=one.talent_record_id,
        )
        for one in list_own_records(account_id=account.pk)
    ]


def list_halfway_actors(*, account: Account) -> list[Actor]:
    """Return the person at each agency where a registration under this address is not complete.

    Such a registration has no record yet and holds little more than the address, which the
    account proved; whoever reads that mailbox could open it by its own mail, too.

    Args:
        account: the person who is signed in.
    """
    found = []
    agencies = Organisation.objects.filter(kind=OrganisationKind.AGENCY).order_by("id")
    for organisation_id in agencies.values_list("id", flat=True):
        with bound(organisation_id, account.pk):
            rows = Registration.objects.filter(
                mail=account.email, talent_record_id=None, state__in=_HALFWAY
            )
            found += [
                person_actor(
                    organisation_id=organisation_id,
                    registration_id=one,
                    account_id=account.pk,
                    name=account.name,
                )
                for one in rows.order_by("created_at", "id").values_list("id", flat=True)
            ]
    return found


def _under_way(actor: Actor, now: datetime) -> dict[str, Any]:
    with bound(actor.organisation_id, actor.account_id):
        return find_own_data(actor=actor, now=now)


def _place(actor: Actor, now: datetime) -> dict[str, Any]:
    organisation = find_organisation(organisation_id=actor.organisation_id)
    with bound(actor.organisation_id, actor.account_id):
        holding = holdings.describe_holding(actor=actor, now=now)
        return {
            "organisation_id": actor.organisation_id,
            "name": organisation.name,
            "kind": str(actor.kind),
            "number": holding.number,
            "why": _both(holding.why),
            "basis": _both(holding.basis),
            "kept_until": _both(holding.until),
            "kept_until_day": holding.until_on,
            "data": find_own_data(actor=actor, now=now),
            "requests": [
                {
                    "number": one.number,
                    "kind": one.kind,
                    "state": one.state,
                    "received_at": one.received_at,
                    "answer_by": one.answer_by,
                    "answer": one.answer_text if one.notified_at else "",
                }
                for one in list_own_requests(actor=actor)
            ],
        }


def _item(one: PassportItem) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "title": one.title,
        "place": one.place,
        "text": one.text,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "is_proposed": one.is_proposed,
    }


def _both(words: Words) -> dict[str, str]:
    return {"ja": words.ja, "en": words.en}
