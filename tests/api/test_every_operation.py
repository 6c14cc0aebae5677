"""What holds for each operation of the API, whoever adds the next one."""

import pytest
from tests.api.callers import Caller, make_caller
from tests.api.examples import Operation, operations
from tests.factories import make_agency, make_company, make_municipality

from tasuki.core.access import KIND_ROLES, OrganisationKind, Permission, Role, permissions_of

pytestmark = pytest.mark.django_db

ALL = operations()
PRIVATE = [one for one in ALL if not one.is_public]
FOR_KEYS = [one for one in PRIVATE if one.is_for_keys and not one.takes_file]
WITH_IDS = [one for one in FOR_KEYS if "{" in one.path]
OWNERS = {
    OrganisationKind.COMPANY: Role.COMPANY_OWNER,
    OrganisationKind.AGENCY: Role.AGENCY_OWNER,
    OrganisationKind.MUNICIPALITY: Role.MUNICIPALITY_OPERATOR,
}
MAKERS = {
    OrganisationKind.COMPANY: make_company,
    OrganisationKind.AGENCY: make_agency,
    OrganisationKind.MUNICIPALITY: make_municipality,
}


def name_of(operation: Operation) -> str:
    return operation.name


def first_kind(operation: Operation) -> OrganisationKind:
    return next(kind for kind in OWNERS if kind in operation.kinds)


def call(caller: Caller, operation: Operation):
    return caller.send(operation.method, operation.address(), operation.body())


def test_names_are_unique():
    names = [one.name for one in ALL]

    assert len(names) == len(set(names))
    assert len(names) >= 130


@pytest.mark.parametrize("operation", PRIVATE, ids=name_of)
def test_signed_out_gets_401_and_no_redirect(operation):
    response = call(Caller(), operation)

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", FOR_KEYS, ids=name_of)
def test_missing_right_gets_403(operation):
    kind = first_kind(operation)
    role = OWNERS[kind]
    others = permissions_of(role) - operation.needs
    caller = make_caller(MAKERS[kind](), role, sorted(others))

    response = call(caller, operation)

    assert (response.status_code, response.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    "operation", [one for one in FOR_KEYS if set(OWNERS) - one.kinds], ids=name_of
)
def test_other_kind_of_organisation_gets_404(operation):
    other = next(kind for kind in OWNERS if kind not in operation.kinds)
    caller = make_caller(MAKERS[other](), OWNERS[other])

    response = call(caller, operation)

    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("operation", WITH_IDS, ids=name_of)
def test_unknown_row_gets_a_refusal(operation):
    kind = first_kind(operation)
    caller = make_caller(MAKERS[kind](), OWNERS[kind])

    response = call(caller, operation)

    assert response.status_code in {404, 409, 422}
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("operation", PRIVATE, ids=name_of)
def test_operation_names_its_right_and_its_kinds(operation):
    roles = {role for kind in operation.kinds for role in KIND_ROLES[kind]} | {Role.PERSON}

    assert operation.needs
    assert any(operation.needs & permissions_of(role) for role in roles)
    assert operation.needs <= set(Permission)
