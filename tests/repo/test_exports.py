"""Every list that can be exported, with every payload in its rows: no cell is a formula."""

import copy
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from tests.model_factories import canary_fields
from tests.proofs.export_cells import PAYLOADS, csv_formulas, xlsx_formulas
from tests.repo.routes import ask, list_routes, own_values
from tests.repo.world import client_of, make_world

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.sealed import sealed_fields
from tasuki.adapters.tabular import write
from tasuki.apps.base import Viewer
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.web.components.lists import TableView

pytestmark = pytest.mark.django_db
_COPIED_TOO = (TalentRecord, Application)


def list_pages():
    """Return the addresses of lists, by name."""
    return {
        route.name: route
        for route in list_routes()
        if issubclass(getattr(route.view, "view_class", object), TableView)
    }


def copy_row(row, payload):
    """Write a copy of a row, and of the person behind it, with the payload in every text."""
    for field in sealed_fields(type(row)):
        getattr(row, field.attname)  # opened where it belongs, before it moves
    twin = copy.copy(row)
    twin.pk, twin._state = uuid4(), copy.copy(row._state)
    twin._state.adding = True
    for name in canary_fields(type(row), ""):
        field = row._meta.get_field(name)
        if not isinstance(field, models.EmailField) and not getattr(field, "is_mail", False):
            setattr(twin, name, payload[: field.max_length])
    for field in row._meta.local_fields:
        if field.is_relation and field.related_model in _COPIED_TOO:
            setattr(twin, field.name, copy_row(getattr(row, field.name), payload))
    twin.save(force_insert=True)
    return twin


def fill(side, model):
    """Copy the side's row once for each payload; return how many copies the table takes."""
    count = 0
    if issubclass(model, Viewer):  # a view of a shared row: what is shown is copied
        model = model._meta.get_field("subject").related_model
    with bound(side.organisation.pk, None):
        for payload in PAYLOADS:
            try:
                with transaction.atomic():
                    copy_row(side.rows[model], payload)
            except IntegrityError:  # a table with one row for a month, for example
                break
            count += 1
    return count


def side_of(world, route):
    name = (
        "company"
        if route.template.startswith(("company", "account", "moves", "cases"))
        else "agency"
    )
    return world["municipality" if route.template.startswith("region") else name]


def export(world, route, format_name):
    side = side_of(world, route)
    client = client_of(next(iter(side.actors.values())))
    url = route.url(own_values(route, [side, world["agency"], world["company"]]))
    return ask(client, "GET", f"{url}?export={format_name}")


@pytest.fixture
def listed_models(monkeypatch):
    """Learn which rows each list exports."""
    found = {}
    right = TableView._filtered

    def spy(self, rows, form):
        found["model"] = rows.model
        return right(self, rows, form)

    monkeypatch.setattr(TableView, "_filtered", spy)
    return found


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("name", list_pages())
def test_no_payload_becomes_a_formula_in_an_export(name, listed_models):
    route, world = list_pages()[name], make_world()
    assert export(world, route, "csv").status_code == 200
    planted = fill(side_of(world, route), listed_models["model"])

    as_csv, as_xlsx = export(world, route, "csv"), export(world, route, "xlsx")

    assert (as_csv.status_code, as_xlsx.status_code) == (200, 200)
    assert csv_formulas(body_of(as_csv)) == 0
    assert xlsx_formulas(body_of(as_xlsx)) == 0
    assert planted in {0, 1, len(PAYLOADS)}


def test_a_writer_that_looks_at_the_first_character_only_is_found(listed_models, monkeypatch):
    world = make_world()
    route = next(route for name, route in list_pages().items() if name.startswith("company"))
    export(world, route, "csv")
    fill(side_of(world, route), listed_models["model"])
    monkeypatch.setattr(write, "_may_start_formula", lambda text: text[:1] in tuple("=+-@"))

    assert csv_formulas(body_of(export(world, route, "csv"))) > 100
