"""List pages with many rows: statements, CPU of the program, time until the answer."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import NOW, TODAY
from tests.repo.routes import Route, list_routes, own_values
from tests.repo.world import Side, World, client_of, make_world

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.sealed import sealed_fields
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.models import Registration
from tasuki.web.components.lists import TableView

WARM_RUNS = 3
RUNS = 21
TURNS = 3
SEALED_ROWS = 1_000


@dataclass(frozen=True)
class Page:
    """What one page costs."""

    address: str
    status: int
    statement_count: int
    repeated_count: int
    cpu_p50_ms: float
    cpu_p95_ms: float
    wall_p95_ms: float


def measure_pages(*, application_count: int) -> list[Page]:
    """Return the figures of every list of the company and the agency, and of their details."""
    world = make_world()
    fill(world, application_count)
    return [page for side in (world["company"], world["agency"]) for page in _of_side(side, world)]


def _of_side(side: Side, world: World) -> Iterator[Page]:
    client = client_of(next(iter(side.actors.values())))
    sides = [side, world["agency"], world["company"]]
    for route in list_routes():
        if not route.template.startswith(f"{side.name}/") or "GET" not in route.methods:
            continue
        url = route.url(own_values(route, sides))
        if client.get(url).status_code != 200:
            continue
        yield measure(client, url)
        if is_list(route) and (later := _turned(client, url)) != url:
            yield measure(client, later)


def is_list(route: Route) -> bool:
    """Return whether an address is a list with pages."""
    view = getattr(route.view, "view_class", object)
    return issubclass(view, TableView)


def _turned(client: Client, url: str) -> str:
    """Return the address some pages further on."""
    for _ in range(TURNS):
        context: Any = client.get(url).context
        url = (context and context.get("next_url")) or url
    return url


def measure(client: Client, url: str) -> Page:
    """Ask a page again and again."""
    for _ in range(WARM_RUNS):
        response = client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    texts = [query["sql"] for query in captured.captured_queries if not _is_frame(query["sql"])]
    cpu, wall = [], []
    for _ in range(RUNS):
        cpu_began, wall_began = time.process_time(), time.perf_counter()
        client.get(url)
        cpu.append((time.process_time() - cpu_began) * 1000)
        wall.append((time.perf_counter() - wall_began) * 1000)
    return Page(
        url.split("after=")[0] + ("after=…" if "after=" in url else ""),
        response.status_code,
        len(texts),
        len(texts) - len(set(texts)),
        sorted(cpu)[RUNS // 2],
        sorted(cpu)[int(RUNS * 0.95)],
        sorted(wall)[int(RUNS * 0.95)],
    )


def _is_frame(text: str) -> bool:
    """Savepoints of the measuring client itself are no statements of the page."""
    return text.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))


def fill(world: World, count: int) -> None:
    """Write many applications of the company and registrations of the agency, and plan for them."""
    company, agency = world["company"], world["agency"]
    _copy_rows(
        company,
        TalentRecord,
        count,
        {
            "number": "'P' || n",
            "family_name": "'北村' || (n %% 997)",
            "given_name": "'花'",
            "name_key": "'北村' || (n %% 997) || '花'",
            "mail_index": "substring(sha256(('p' || n)::bytea) for 16)",
        },
    )
    _copy_rows(
        company,
        Application,
        count,
        {
            "number": "'A' || n",
            "applied_on": f"date '{TODAY}' - (n %% 700)",
            "outcome": "(array['running','not_selected','hired','withdrew'])[1 + n %% 4]",
            "talent_record_id": "talents.ids[1 + n %% 1000]",
        },
        source=(
            ", (select array_agg(id) as ids from (select id from people_talentrecord"
            " where organisation_id = tasuki.organisation() limit 1000) t) talents"
        ),
    )
    _copy_rows(
        agency,
        Registration,
        count // 10,
        {
            "mail_index": "substring(sha256(('r' || n)::bytea) for 16)",
            "created_at": f"timestamptz '{NOW}' - n * interval '1 minute'",
            "due_on": f"date '{TODAY}' + (n %% 7)",
        },
    )
    _seal_rows(company, TalentRecord)
    _seal_rows(agency, Registration)
    with connection.cursor() as cursor:
        cursor.execute("analyze people_talentrecord, people_application, relay_registration")


def _seal_rows(side: Side, model: type[TalentRecord | Registration]) -> None:
    """Give the rows that the lists show addresses of their own."""
    with bound(side.organisation.pk, None):
        rows = list(model.objects.order_by("-created_at", "-id")[:SEALED_ROWS])
        if model is TalentRecord:
            ids = set(Application.objects.values_list("talent_record_id", flat=True).distinct())
            rows = list(model.objects.filter(id__in=ids))
        for number, row in enumerate(rows):
            row.mail, row.phone = f"p{number}@example.invalid", f"0900000{number:04d}"
        model.objects.bulk_update(rows, ["mail", "phone"])


def _copy_rows(
    side: Side, model: type[models.Model], count: int, changed: dict[str, str], source: str = ""
) -> None:
    """Copy the side's row ``count`` times, some columns made from the number ``n``."""
    columns = {field.column: f"t.{field.column}" for field in model._meta.concrete_fields}
    # What is sealed for one row opens in no copy of it.
    columns |= {str(field.column): "''::bytea" for field in sealed_fields(model)}
    columns |= {"id": "gen_random_uuid()"} | changed
    table = model._meta.db_table
    with bound(side.organisation.pk, None), connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({', '.join(columns)}) select {', '.join(columns.values())}"
            f" from {table} t, generate_series(1, %s) n {source} where t.id = %s",
            [count, side.rows[model].pk],
        )
