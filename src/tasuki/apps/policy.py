"""What the law lets an organisation do between people and posts: asked before every act.

The frame of every action (``tasuki.apps.action``) asks ``check_act`` for the act that the
action declares; a suggestion between a person and a job of another legal entity passes
``require_matching``, whoever makes it, a human or an engine. There is no switch that opens
either.

Source: 職業安定法 4条, 29条, 30条, 32条の3, 32条の11, 33条, 44条.
"""

from datetime import date
from typing import Final

from tasuki.adapters.postgres.licences import find_licence_facts, has_filed_fee_table
from tasuki.apps.actor import Actor
from tasuki.apps.errors import RefusedError
from tasuki.core import access
from tasuki.core.law import acts
from tasuki.core.law.acts import Act
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.stops import RewardFacts, check_licence, check_reward

Kind = acts.LegalRole

_NOT_NOTIFIED: Final = Refusal(
    "H1",
    "無料職業紹介の通知（特定地方公共団体）が登録されていません。",
    "The notification as a municipality with free placement is not on file.",
    "通知した番号と開始日を登録すると行えます。",
    "Record the number and the first day of the notification.",
    "職業安定法 29条",
)


def check_licence_on(*, on: date, occupation: str | None = None) -> Refusal | None:
    """Return the hard stop H1 for the organisation bound now, or None if it may act that day.

    Args:
        on: the day of the act.
        occupation: the kind of work as written, if the act concerns one.

    Source: 職業安定法 30条, 32条の11.
    """
    return check_licence(find_licence_facts(on=on), on=on, occupation_code=occupation)


def require_licence(*, on: date, occupation: str | None = None) -> None:
    """Refuse unless the agency bound now holds a licence valid that day (H1).

    Args:
        on: the day of the act.
        occupation: occupation of the job, if the act concerns one.

    Raises:
        RefusedError: H1.

    Source: 職業安定法 30条, 32条の11.
    """
    if refusal := check_licence_on(on=on, occupation=occupation):
        raise RefusedError.by_law(refusal)


def find_legal_kind(*, kind: access.OrganisationKind, on: date) -> Kind:
    """Return the column of the matrix in which the organisation bound now stands on a day.

    An agency without a licence valid that day, and a municipality that notified nobody, are
    what any other information service is.

    Args:
        kind: what the organisation was registered as.
        on: the day of the act.
    """
    if kind is access.OrganisationKind.COMPANY:
        return Kind.EMPLOYER
    if kind is access.OrganisationKind.PLATFORM or check_licence_on(on=on) is not None:
        return Kind.PLATFORM
    if kind is access.OrganisationKind.AGENCY:
        return Kind.LICENSED_AGENCY
    return Kind.MUNICIPALITY


def find_refusal(
    *,
    kind: access.OrganisationKind,
    act: Act,
    on: date,
    is_own: bool = False,
    fee_table_version: int | None = None,
) -> Refusal | None:
    """Return why the organisation bound now may not do an act that day; None if it may.

    Args:
        kind: what the organisation was registered as.
        act: a row of the matrix.
        on: the day of the act.
        is_own: the act concerns only the organisation's own posts and people.
        fee_table_version: the fee table by which a hire is charged; without one nothing is.
    """
    if is_own and act is Act.RECOMMEND and kind is access.OrganisationKind.COMPANY:
        # A company's own people and own posts: internal mobility, no placement.
        act = Act.RANK_OWN
    legal = find_legal_kind(kind=kind, on=on)
    is_met = is_own
    if act is Act.CHARGE_HIRE:
        is_met = legal is Kind.LICENSED_AGENCY and has_filed_fee_table(
            on=on, version=fee_table_version
        )
    refusal = acts.check_act(act, kind=legal, is_condition_met=is_met)
    if refusal is None or legal is not Kind.PLATFORM:
        return refusal
    # The reason it can do something about: the licence or the notification that is missing.
    if kind is access.OrganisationKind.AGENCY and _opens(act, Kind.LICENSED_AGENCY):
        return check_licence_on(on=on) or refusal
    if kind is access.OrganisationKind.MUNICIPALITY and _opens(act, Kind.MUNICIPALITY):
        return _NOT_NOTIFIED
    return refusal


def check_act(*, actor: Actor, act: Act, about: int | None = None, on: date) -> None:
    """Refuse an act that the permission matrix does not give to the actor's organisation.

    The organisation of the actor is bound.

    Args:
        actor: who acts; the organisation counts, not the role.
        act: a row of the matrix.
        about: the organisation whose opening or person it concerns; None if several or none.
        on: the day of the act.

    Raises:
        RefusedError: H1, with rule, reason, source and next step.

    Source: 職業安定法 4条, 29条, 30条, 32条の3, 44条.
    """
    is_own = about == actor.organisation_id
    if refusal := find_refusal(kind=actor.kind, act=act, on=on, is_own=is_own):
        raise RefusedError.by_law(refusal)


def require_matching(
    *, actor: Actor, employer_id: int, occupation: str | None = None, on: date
) -> None:
    """Let a suggestion between a person and an opening happen, or refuse it (H1).

    The one gate of every list, score, mail or question that brings a person and a job of
    another legal entity together. A company passes for its own openings only.

    Args:
        actor: who suggests, or in whose name an engine does.
        employer_id: the organisation whose opening it is.
        occupation: the work of the opening as written; harbour and construction never pass.
        on: the day of the suggestion; a licence must be valid that day.

    Raises:
        RefusedError: H1.

    Source: 職業安定法 4条, 29条, 30条, 32条の11.
    """
    check_act(actor=actor, act=Act.RECOMMEND, about=employer_id, on=on)
    if actor.kind is access.OrganisationKind.COMPANY:
        return
    require_licence(on=on, occupation=occupation)


def require_charge(
    *, kind: access.OrganisationKind, fee_table_version: int | None, on: date
) -> None:
    """Let the organisation bound now write a fee for a hire, be it zero yen, or refuse it (H1).

    Asked at the side of the agency that charges, whoever reports the hire.

    Args:
        kind: what the organisation bound now was registered as.
        fee_table_version: the filed fee table that the contract names.
        on: the day of the charge; the licence must be valid and the table filed by then.

    Raises:
        RefusedError: H1.

    Source: 職業安定法 30条, 32条の3.
    """
    act = Act.CHARGE_HIRE
    if refusal := find_refusal(kind=kind, act=act, on=on, fee_table_version=fee_table_version):
        raise RefusedError.by_law(refusal)


def require_no_reward(facts: RewardFacts) -> None:
    """Refuse money or a benefit that nobody may receive (H4).

    Raises:
        RefusedError: H4.

    Source: 職業安定法 36条, 39条, 40条.
    """
    if refusal := check_reward(facts):
        raise RefusedError.by_law(refusal)


def _opens(act: Act, legal: Kind) -> bool:
    return acts.check_act(act, kind=legal, is_condition_met=True) is None
