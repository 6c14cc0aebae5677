"""Who may hold which round: one fact a test."""

import pytest

from tasuki.core.law.acts import LegalRole
from tasuki.core.rounds.machine import (
    PERSON,
    ROUND,
    PersonEvent,
    PersonState,
    RoundEvent,
    RoundState,
)
from tasuki.core.rounds.rules import (
    PersonSource,
    RoundFacts,
    RoundKind,
    check_consents,
    check_person,
    check_round,
)
from tasuki.core.states import TransitionRefused


def facts(kind: RoundKind, legal: LegalRole, **more: object) -> RoundFacts:
    return RoundFacts(**{"kind": kind, "legal": legal, "operator_id": 1} | more)


@pytest.mark.parametrize("legal", [LegalRole.LICENSED_AGENCY, LegalRole.MUNICIPALITY])
def test_introductions_are_for_a_licensed_agency_or_a_notified_municipality(legal):
    assert check_round(facts(RoundKind.INTRODUCTIONS, legal, company_ids=[7, None])) is None


@pytest.mark.parametrize("legal", [LegalRole.EMPLOYER, LegalRole.GROUP_COMPANY, LegalRole.PLATFORM])
def test_introductions_by_anybody_else_are_refused_by_h1(legal):
    refusal = check_round(facts(RoundKind.INTRODUCTIONS, legal))

    assert refusal is not None
    assert refusal.rule == "H1"


@pytest.mark.parametrize("kind", [RoundKind.INTERNAL, RoundKind.ROTATION])
def test_a_company_ranks_its_own_people_for_its_own_places(kind):
    assert check_round(facts(kind, LegalRole.EMPLOYER, company_ids=[1])) is None


@pytest.mark.parametrize("kind", [RoundKind.INTERNAL, RoundKind.ROTATION])
def test_a_place_of_a_group_company_makes_an_internal_round_a_placement(kind):
    refusal = check_round(facts(kind, LegalRole.EMPLOYER, company_ids=[1, 2]))

    assert refusal is not None
    assert refusal.rule == "H1"


def test_an_agency_holds_no_internal_round():
    refusal = check_round(facts(RoundKind.INTERNAL, LegalRole.LICENSED_AGENCY))

    assert refusal is not None
    assert refusal.rule == "H1"


def test_a_swap_without_a_purpose_is_refused_by_h9():
    refusal = check_round(facts(RoundKind.SWAP, LegalRole.LICENSED_AGENCY))

    assert refusal is not None
    assert refusal.rule == "H9"


def test_a_swap_without_an_agreement_of_the_companies_is_refused_by_h9():
    refusal = check_round(facts(RoundKind.SWAP, LegalRole.LICENSED_AGENCY, purpose="skills"))

    assert refusal is not None
    assert refusal.rule == "H9"


def test_a_company_settles_a_swap_only_as_a_party_of_the_agreement():
    signed = {"purpose": "skills", "has_agreement": True}
    party = facts(RoundKind.SWAP, LegalRole.EMPLOYER, is_party=True, **signed)
    stranger = facts(RoundKind.SWAP, LegalRole.EMPLOYER, **signed)

    assert check_round(party) is None
    refusal = check_round(stranger)
    assert refusal is not None
    assert refusal.rule == "H1"


@pytest.mark.parametrize("kind", list(RoundKind))
def test_an_applicant_takes_part_in_no_round(kind):
    refusal = check_person(kind=kind, source=PersonSource.APPLICANT)

    assert refusal is not None
    assert refusal.rule == "H3"


def test_a_job_seeker_takes_part_in_introductions_only():
    found = {
        kind
        for kind in RoundKind
        if check_person(kind=kind, source=PersonSource.JOB_SEEKER) is None
    }

    assert found == {RoundKind.INTRODUCTIONS}


def test_one_list_without_consent_stops_the_lock():
    refusal = check_consents(missing=1)

    assert check_consents(missing=0) is None
    assert refusal is not None
    assert refusal.rule == "H2"


def test_a_cleared_round_is_not_opened_again():
    assert ROUND.next_state(RoundState.LOCKED, RoundEvent.REOPEN) == RoundState.OPEN
    with pytest.raises(TransitionRefused):
        ROUND.next_state(RoundState.CLEARED, RoundEvent.REOPEN)


def test_nothing_is_published_before_humans_decided():
    leading = [state for state in RoundState if ROUND.can(state, RoundEvent.PUBLISH)]

    assert leading == [RoundState.DECIDED]


def test_a_published_round_is_not_cancelled():
    assert not ROUND.can(RoundState.PUBLISHED, RoundEvent.CANCEL)


def test_who_took_the_consent_back_agrees_again_before_ranking():
    assert not PERSON.can(PersonState.WITHDRAWN, PersonEvent.SUBMIT)
    assert PERSON.next_state(PersonState.WITHDRAWN, PersonEvent.CONSENT) == PersonState.READY
