"""What the golden file of rights may never say, whoever accepted it."""

import pytest
from tests.repo.routes import differences, list_routes, read, write

from tasuki.core.access import ROLE_PERMISSIONS

# Open to everybody: signing in, pages behind a key, and what says nothing of anybody.
PUBLIC = (
    "account",
    "mfa_login",
    "mfa_authenticate",
    "person:",
    "own_rounds:",
    "livez",
    "readyz",
    "api:v1:openapi",
    "api:v1:read_public_link",
)


@pytest.fixture(scope="module")
def golden():
    return {name: answers for name, answers in read().items() if not name.startswith("role ")}


def routes_with_ids():
    return {
        route.name for route in list_routes() if any(kind == "uuid" for _, kind in route.places)
    }


def test_every_role_has_its_permissions_in_the_golden_file():
    kept = {name: answers for name, answers in read().items() if name.startswith("role ")}

    assert kept == {f"role {role}": {"can": sorted(can)} for role, can in ROLE_PERMISSIONS.items()}


def test_no_address_fails(golden):
    assert [name for name, answers in golden.items() if "FAULT" in "".join(answers)] == []


def test_another_organisation_never_reaches_a_row(golden):
    with_ids = routes_with_ids()
    reached = [
        f"{name} {who}"
        for name, answers in golden.items()
        for who in ("other_company", "other_agency")
        if name.split(" ", 1)[1] in with_ids and who in answers.get("yes", [])
    ]

    assert reached == []


def test_nobody_gets_in_without_a_key_or_a_sign_in(golden):
    open_doors = [
        name
        for name, answers in golden.items()
        if "nobody" in answers.get("yes", []) and not name.split(" ", 1)[1].startswith(PUBLIC)
    ]

    assert open_doors == []


def test_rooms_are_closed_to_other_kinds(golden):
    kinds = {
        "company:": "company_",
        "agency:": "agency_",
        "region:": "municipality_",
        "platform:": "platform_",
    }
    guests = [
        f"{name} {who}"
        for name, answers in golden.items()
        for room, kind in kinds.items()
        if name.split(" ", 1)[1].startswith(room)
        for who in answers.get("yes", [])
        if not who.startswith((kind, "other_"))
    ]

    assert guests == []


def test_the_file_is_read_as_it_was_written():
    found = {"GET a": {"yes": ["x", "y"]}, "GET b": {"yes": ["x"], "no right": ["y"]}}

    assert differences(found, found) == []
    assert 'yes" = ["everybody"]' in write(found)


def test_a_changed_right_is_a_difference():
    before = {"GET a": {"yes": ["x"], "no right": ["y"]}}
    after = {"GET a": {"yes": ["x", "y"]}, "GET b": {"yes": ["x"]}}

    assert differences(before, after) == ["GET b: new", "GET a: y 'no right' -> 'yes'"]
