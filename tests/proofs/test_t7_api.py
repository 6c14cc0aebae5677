"""T7: calls made from the description of the API, as three roles: no 5xx, nothing undescribed.

TASUKI_T7_CASES sets how many calls are made (1,500 for a change request, 10,000 for a night).
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import time_machine
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.callers import Caller, make_caller
from tests.apps.relay.counting_world import World
from tests.factories import NOW, TODAY, make_municipality
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.api import throttling
from tasuki.api.v1 import organisation
from tasuki.apps.people.models import Application
from tasuki.apps.region.models import RegionalCount
from tasuki.apps.relay.models import Statement
from tasuki.core.access import Role

CASES = int(os.environ.get("TASUKI_T7_CASES", "1500"))
SABOTAGE_CASES = 150
SERVER_ERROR = 500
CHECKS = [content_type_conformance, response_schema_conformance, status_code_conformance]

pytestmark = pytest.mark.proof


@dataclass
class Findings:
    """What the calls showed."""

    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    server_errors: list[str] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)


@pytest.fixture(autouse=True)
def _ready(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(throttling.CallerThrottle, "calls_per_window", 1_000_000)
    cache.clear()
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # else a warning
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def stage(committed_db) -> tuple[list[Caller], dict[str, list[str]]]:
    """Three callers, and ids of rows that exist, by the name of their parameter."""
    world = World()
    world.show_slots(20)
    city = make_municipality()
    for count in (3, 8, 40):
        make_row(RegionalCount, city, registered_count=count, month=TODAY.replace(day=1))
    application = make_row(Application, world.company)
    registration = world.register()
    with bound(world.agency.pk, None):
        statement = Statement.objects.get()
    with bound(world.company.pk, None):
        mine = Statement.objects.get()
    known = {
        "slot_id": [str(slot.pk) for slot in world.slots()],
        "book_id": [str(world.book_id)],
        "contract_id": [str(world.contract.pk)],
        "link_id": [str(world.link.pk)],
        "registration_id": [str(registration.pk), str(world.register().pk)],
        "statement_id": [str(statement.pk), str(mine.pk)],
        "application_id": [str(application.pk)],
        "opening_id": [str(world.make_opening().pk), str(world.make_opening(state="draft").pk)],
        "person_id": [str(application.talent_record_id)],
    }
    callers = [
        make_caller(world.company, Role.COMPANY_OWNER),
        make_caller(world.agency, Role.AGENCY_OWNER),
        make_caller(city, Role.MUNICIPALITY_OPERATOR),
    ]
    return callers, known


def call_the_api(
    callers: list[Caller], known: dict[str, list[str]], *, cases: int, dice: int, tag: str = ""
) -> Findings:
    """Make so many calls from the description, of one tag or of all, and check each answer."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    described = [found.ok() for found in schema.get_all_operations()]
    operations = [one for one in described if not tag or tag in one.definition.raw["tags"]]
    findings = Findings()
    for number, operation in enumerate(operations):
        wanted = -(-cases // len(operations))
        _call_one(operation, callers, known, findings, cases=wanted, dice=dice + number)
    return findings


def _call_one(
    operation: Any,
    callers: list[Caller],
    known: dict[str, list[str]],
    findings: Findings,
    *,
    cases: int,
    dice: int,
) -> None:
    kinds = operation.definition.raw.get("x-kinds", [])
    its_own = [caller for caller in callers if caller.actor and caller.actor.kind in kinds]

    @seed(dice)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), data=st.data())
    def call(case: Any, data: st.DataObject) -> None:
        is_stranger = not its_own or data.draw(st.integers(0, 5)) == 0
        caller = data.draw(st.sampled_from(callers if is_stranger else its_own))
        if data.draw(st.integers(0, 3)):
            case.path_parameters = _with_known(case.path_parameters, known, data)
            case.body = _with_known(case.body, known, data)
        case.headers.pop("X-Own-Key", None)
        case.cookies = {}
        case.headers["Authorization"] = caller.headers["Authorization"]
        response = case.call()
        findings.statuses[response.status_code] += 1
        findings.operations.add(operation.label)
        if response.status_code >= SERVER_ERROR:
            findings.server_errors.append(f"{operation.label} {case.body!r} {case.query!r}")
            return
        try:
            case.validate_response(response, checks=CHECKS)
        except (AssertionError, schemathesis.errors.SchemathesisError, BaseExceptionGroup) as error:
            findings.breaks.append(f"{operation.label}: {error}")

    call()


def _with_known(values: Any, known: dict[str, list[str]], data: st.DataObject) -> Any:
    if not isinstance(values, dict):
        return values
    return {
        name: data.draw(st.sampled_from(known[name])) if name in known else value
        for name, value in values.items()
    }


def test_no_call_from_the_description_breaks_the_api(stage, request):
    callers, known = stage
    dice = int(request.config.getoption("randomly_seed", 0) or 0)

    findings = call_the_api(callers, known, cases=CASES, dice=dice)

    print(f"T7: seed {dice}, {dict(findings.statuses)}, {len(findings.operations)} operations")
    assert findings.server_errors == []
    assert findings.breaks == []
    assert findings.statuses.total() >= CASES * 0.9
    assert len(findings.operations) >= 140
    assert findings.statuses[200] >= CASES * 0.05


def test_sabotage_planted_500_is_found(stage, monkeypatch):
    callers, known = stage
    monkeypatch.setattr(organisation.orgs, "find_organisation", lambda **_: 1 / 0)

    findings = call_the_api(callers, known, cases=SABOTAGE_CASES, dice=7, tag="organisation")

    assert any("/me" in found for found in findings.server_errors)


def test_sabotage_undescribed_answer_is_found(stage, monkeypatch):
    callers, known = stage
    monkeypatch.setattr(organisation.forms.MeOut, "model_dump_json", lambda _: '{"name": 1}')

    findings = call_the_api(callers, known, cases=SABOTAGE_CASES, dice=7, tag="organisation")

    assert any("/me" in found for found in findings.breaks)
