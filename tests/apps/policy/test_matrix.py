"""Who may do what on a day: the matrix, the licence of that day, the gate of matching."""

from datetime import date, timedelta

import pytest
from tests.factories import (
    TODAY,
    actor_of,
    make_agency,
    make_company,
    make_municipality,
    make_organisation,
    put_papers_on_file,
)
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps import policy
from tasuki.apps.errors import RefusedError
from tasuki.apps.orgs.models import Licence
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.law.acts import Act
from tasuki.core.law.acts import LegalRole as Legal

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def licensed_agency(*, valid_to: date = TODAY):
    agency = make_agency()
    make_row(Licence, agency, valid_from=date(2024, 1, 1), valid_to=valid_to)
    return agency


def legal_kind(organisation, *, on=TODAY):
    with bound(organisation.id, None):
        return policy.find_legal_kind(kind=OrganisationKind(organisation.kind), on=on)


def refusal_of(organisation, act, *, on=TODAY, is_own=False, version=None):
    with bound(organisation.id, None):
        return policy.find_refusal(
            kind=OrganisationKind(organisation.kind),
            act=act,
            on=on,
            is_own=is_own,
            fee_table_version=version,
        )


def match(organisation, role, *, employer, occupation=None, on=TODAY):
    with bound(organisation.id, None):
        policy.require_matching(
            actor=actor_of(organisation, role),
            employer_id=employer.id,
            occupation=occupation,
            on=on,
        )


def test_agency_is_licensed_on_the_last_day_and_not_on_the_next():
    agency = licensed_agency()

    assert legal_kind(agency) is Legal.LICENSED_AGENCY
    assert legal_kind(agency, on=TODAY + timedelta(days=1)) is Legal.PLATFORM


def test_agency_is_not_licensed_before_the_first_day():
    assert legal_kind(licensed_agency(), on=date(2023, 12, 31)) is Legal.PLATFORM


def test_municipality_counts_as_one_only_after_its_notification():
    town = make_municipality()
    assert legal_kind(town) is Legal.PLATFORM
    assert refusal_of(town, Act.RECOMMEND).source == "職業安定法 29条"

    make_row(Licence, town, number="13-地-000001", valid_from=TODAY)

    assert legal_kind(town) is Legal.MUNICIPALITY
    assert refusal_of(town, Act.RECOMMEND) is None


def test_number_of_a_municipality_makes_no_agency_of_one_and_the_other_way_round():
    agency, town = make_agency(), make_municipality()
    make_row(Licence, agency, number="13-地-000001", valid_from=TODAY)
    make_row(Licence, town, number="13-ユ-000000", valid_from=TODAY)

    assert legal_kind(agency) is Legal.PLATFORM
    assert legal_kind(town) is Legal.PLATFORM


def test_refusal_of_an_expired_licence_names_the_licence():
    refusal = refusal_of(licensed_agency(valid_to=YESTERDAY), Act.RECOMMEND)

    assert refusal.rule == "H1"
    assert "13-ユ-000000" in refusal.reason_ja
    assert refusal.next_en == "Record the new licence to go on."


def test_fee_for_a_hire_needs_the_filed_table_of_a_licensed_agency():
    agency = licensed_agency()
    assert refusal_of(agency, Act.CHARGE_HIRE).next_en == "Only by the filed fee table."

    put_papers_on_file(agency, version=2)

    assert refusal_of(agency, Act.CHARGE_HIRE, version=2) is None
    assert refusal_of(agency, Act.CHARGE_HIRE, version=2, on=TODAY + timedelta(days=1)).rule == "H1"
    # A table that some other contract was filed for, or none at all, opens nothing.
    assert refusal_of(agency, Act.CHARGE_HIRE, version=3).rule == "H1"
    assert refusal_of(agency, Act.CHARGE_HIRE).rule == "H1"


def test_fee_table_filed_tomorrow_opens_nothing_today():
    agency = licensed_agency()
    put_papers_on_file(agency)

    assert refusal_of(agency, Act.CHARGE_HIRE, version=2, on=date(2025, 7, 14)) is None
    assert refusal_of(agency, Act.CHARGE_HIRE, version=2, on=date(2025, 7, 13)).rule == "H1"


def test_nobody_supplies_workers():
    for organisation in (make_company(), licensed_agency(), make_municipality()):
        assert refusal_of(organisation, Act.SUPPLY).source == "職業安定法 44条"


def test_company_matches_its_own_people_and_posts_only():
    company, other = make_company(), make_company()
    match(company, Role.COMPANY_HR, employer=company)

    with pytest.raises(RefusedError) as refused:
        match(company, Role.COMPANY_HR, employer=other)

    assert refused.value.code == "H1"
    assert refusal_of(company, Act.RECOMMEND, is_own=True) is None


def test_agency_matches_within_its_licence_only():
    employer = make_company()
    match(licensed_agency(), Role.AGENCY_ADVISOR, employer=employer, occupation="経理")

    for agency in (make_agency(), licensed_agency(valid_to=YESTERDAY)):
        with pytest.raises(RefusedError) as refused:
            match(agency, Role.AGENCY_ADVISOR, employer=employer, occupation="経理")
        assert refused.value.code == "H1"


@pytest.mark.parametrize("occupation", ["港湾荷役", "建設作業員"])
def test_barred_work_is_matched_by_nobody(occupation):
    with pytest.raises(RefusedError) as refused:
        match(
            licensed_agency(),
            Role.AGENCY_ADVISOR,
            employer=make_company(),
            occupation=occupation,
        )

    assert refused.value.code == "H1"


def test_platform_without_a_licence_matches_nobody():
    platform = make_organisation(OrganisationKind.PLATFORM)

    with pytest.raises(RefusedError) as refused:
        match(platform, Role.PLATFORM_ADMIN, employer=make_company())

    assert refused.value.code == "H1"
