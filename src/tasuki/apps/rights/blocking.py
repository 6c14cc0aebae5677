"""A person hides from a company: for every agency at once, and for what already runs."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Account
from tasuki.apps.passport.actions import block_company
from tasuki.apps.passport.models import CompanyBlock
from tasuki.apps.passport.queries import covers, find_blocks
from tasuki.apps.relay.actions.releases import answer_release, withdraw_release
from tasuki.apps.relay.models import Release
from tasuki.apps.relay.queries import holdings
from tasuki.apps.rights.bundle import list_person_actors
from tasuki.core.identity.firms import firm_key
from tasuki.core.relay.machines import ReleaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What followed from hiding.

    Attributes:
        block: the entry of the list.
        refused: questions that were answered with no.
        taken_back: a yes that was taken back before anything was told.
    """

    block: CompanyBlock
    refused: int
    taken_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StillSeen:
    """A company on the list that was told something before; the person may take it back."""

    actor: Actor
    release: Release
    block: CompanyBlock


def hide_from_company(
    *,
    account: Account,
    company_id: int | None = None,
    name: str = "",
    is_employer: bool = False,
    now: datetime,
) -> Hidden:
    """Block a company, say no to its open questions and take back a yes that told nothing yet.

    What the company was already told stays until the person takes it back (``list_still_seen``):
    that also ends a talk that may be under way, so it is a decision of its own.

    Args:
        account: the person.
        company_id: a registered company; None for a typed name.
        name: 1-120 characters, where no registered company is chosen.
        is_employer: it is the present employer.
        now: when.

    Raises:
        InvalidInputError: no such company, or no name.
        RefusedError: too many companies are blocked already.
    """
    block = block_company(
        account_id=account.pk,
        company_id=company_id,
        name=name,
        is_employer=is_employer,
        now=now,
    )
    refused = taken_back = 0
    for actor in list_person_actors(account=account):
        for release in _releases_to(block, actor):
            if release.state == ReleaseState.YES:
                withdraw_release(actor=actor, release_id=release.id, now=now)
                taken_back += 1
            elif release.state == ReleaseState.ASKED and localdate(now) <= release.answer_by:
                answer_release(actor=actor, release_id=release.id, is_yes=False, now=now)
                refused += 1
    return Hidden(block=block, refused=refused, taken_back=taken_back)


def list_still_seen(*, account: Account) -> list[StillSeen]:
    """Return which companies on the person's list still see what they were told before."""
    blocks = find_blocks(account_id=account.pk)
    return [
        StillSeen(actor=actor, release=release, block=block)
        for actor in list_person_actors(account=account)
        for block in blocks
        for release in _releases_to(block, actor)
        if release.state == ReleaseState.SENT
    ]


def _releases_to(block: CompanyBlock, actor: Actor) -> list[Release]:
    with bound(actor.organisation_id, actor.account_id):
        return [
            one
            for one in holdings.list_own_releases(actor=actor)
            if one.company_id == block.company_id
            or covers(firm_key(block.name), firm_key(one.company_name))
        ]
