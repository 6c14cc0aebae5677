"""The description of the API: kept, complete, and closed to what callers must not set."""

import json
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, get_args

import pytest
from jsonschema_rs import Draft202012Validator
from pydantic import BaseModel
from tests.api.callers import Caller
from tests.api.examples import description, operations
from tests.api.snapshot import SNAPSHOT

from tasuki.api.document import document_text
from tasuki.api.v1 import schemas
from tasuki.api.v1.routes import api

NEVER_SET = {
    "id", "organisation", "organisation_id", "state", "balance", "balance_after", "created_at",
    "row_version", "totals", "number", "version", "decided_by_id", "counted_by_id", "is_current",
}  # fmt: skip
OWN_RECORDS = {
    "file_paper_request", "answer_request", "read_request", "grant_request", "list_requests",
    "record_provision_by_law", "confirm_identity", "confirm_code", "assign_record",
    "withdraw_request", "list_provisions", "send_identity_code", "refuse_request",
    "list_round_people", "add_round_people", "list_round_lines", "decide_round_lines",
    "answer_round_appeal", "list_pool_entries", "read_pool_entry", "edit_pool_entry",
    "begin_pool_selection", "end_pool_selection",
}  # fmt: skip
"""Requests, provisions, rounds and the pool name the caller's own record of the person; no agency
is in them."""
REGISTRATION_WORDS = {
    "registration_id", "registrations", "talent_record_id", "risk_flags", "wishes",
    "duplicate_of_id", "stage_declared", "started_count", "verified_count", "confirmed_count",
    "view_count", "mail_verified_at",
}  # fmt: skip


def fields_of(schema: Any, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """All field names that a schema can carry, however deep."""
    if isinstance(schema, list):
        for inner in schema:
            yield from fields_of(inner, seen)
    if not isinstance(schema, dict):
        return
    reference = schema.get("$ref")
    if reference and reference not in seen:
        name = reference.rsplit("/", 1)[1]
        yield from fields_of(description()["components"]["schemas"][name], seen | {reference})
    yield from schema.get("properties", {})
    for inner in schema.values():
        yield from fields_of(inner, seen)


def choices_in(annotation: Any) -> Iterator[type[Enum]]:
    """Return the choices that a type names, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    for inner in get_args(annotation):
        yield from choices_in(inner)


def test_every_shape_has_a_name_of_its_own():
    # Two classes of one name become one shape in the description, and one of them is wrong.
    modules = [
        import_module(f"{schemas.__name__}.{one.name}") for one in iter_modules(schemas.__path__)
    ]
    names = [
        name
        for module in modules
        for name, kind in vars(module).items()
        if isinstance(kind, type)
        and issubclass(kind, BaseModel)
        and kind.__module__ == module.__name__
    ]
    choices = {
        kind
        for module in modules
        for shape in vars(module).values()
        if isinstance(shape, type) and issubclass(shape, BaseModel)
        for field in shape.model_fields.values()
        for kind in choices_in(field.annotation)
    }
    names += [kind.__name__ for kind in choices]

    assert sorted(name for name in set(names) if names.count(name) > 1) == []
    assert len(names) > 100


def test_description_is_the_one_that_is_kept():
    assert SNAPSHOT.read_text(encoding="utf-8") == document_text(api), (
        "run: python -m tests.api.snapshot --update"
    )


def test_description_is_openapi_3_1_with_valid_schemas():
    assert description()["openapi"].startswith("3.1")
    for schema in description()["components"]["schemas"].values():
        Draft202012Validator(schema | {"components": description()["components"]})


@pytest.mark.parametrize("operation", operations(), ids=lambda one: one.name)
def test_no_operation_lets_a_caller_set_what_only_actions_set(operation):
    body = operation.details.get("requestBody", {})

    assert set(fields_of(body)) & NEVER_SET == set()


@pytest.mark.parametrize(
    "operation",
    [one for one in operations() if "company" in one.kinds],
    ids=lambda one: one.name,
)
def test_no_answer_to_a_company_can_carry_a_registration(operation):
    answer = operation.details["responses"][200]

    words = REGISTRATION_WORDS - ({"talent_record_id"} if operation.name in OWN_RECORDS else set())
    assert set(fields_of(answer)) & words == set()


def test_a_company_answer_with_a_registration_would_be_found():
    release = {"$ref": "#/components/schemas/ReleaseOut"}

    assert set(fields_of(release)) & REGISTRATION_WORDS == {"registration_id", "talent_record_id"}


@pytest.mark.parametrize("operation", operations(), ids=lambda one: one.name)
def test_every_operation_says_what_it_does_and_how_it_refuses(operation):
    refusals = {404, 409, 422, 429} | (set() if operation.is_public else {401, 403})

    assert operation.details["summary"]
    assert refusals <= set(operation.details["responses"])


def test_every_post_knows_the_idempotency_key():
    posts = [one for one in operations() if one.method == "POST"]

    without = [
        one.name
        for one in posts
        if "Idempotency-Key" not in {each["name"] for each in one.details["parameters"]}
    ]
    assert len(posts) >= 75
    assert without == []


def test_description_is_served_to_everybody():
    response = Caller().get("/openapi.json")

    assert response.status_code == 200
    assert json.loads(response.content)["paths"].keys() == description()["paths"].keys()


@pytest.mark.parametrize(("language", "word"), [("ja", "必要な権限"), ("en", "Right")])
def test_page_of_operations_is_served_in_both_languages(language, word):
    page = Caller().get("/docs", **{"Accept-Language": language}).content.decode()

    assert f'<html lang="{language}">' in page
    assert word in page
    assert "/api/v1/slots/{slot_id}/request" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page
