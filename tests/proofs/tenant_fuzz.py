"""T5: whatever ids of another organisation are sent, nothing of it is read or changed.

Every address of the resolver that takes an id in its path, its query or its body is asked by
every role with ids of foreign rows.  Every text of a foreign row holds a mark, so a mark in an
answer is a read; the foreign rows are hashed before and after, so a changed hash is a write.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import psycopg
from django.db import connection, connections, models
from django.http import HttpResponse
from django.test import Client
from tests.proofs.own_database import own_database
from tests.proofs.registry import Order, Outcome, Proof
from tests.repo.openapi import Operation, key_of, read_operations
from tests.repo.routes import Route, ask, error_of, list_routes, own_values, sides_for
from tests.repo.tables import tenant_models
from tests.repo.world import World, client_of, make_world

from tasuki.adapters.postgres.context import bound
from tasuki.core.access import Role

FOREIGN = ("other_company", "other_agency")
FOREIGN_ID_SHARE = 0.8
# What the frames of lists and bulk acts read besides the fields of a form.
LIST_FIELDS = ("row", "q", "after", "before", "sort", "act", "everything", "next")


@dataclass(frozen=True)
class Target:
    """One address with one method, and the names of what it takes."""

    route: Route
    method: str
    fields: tuple[str, ...]
    acts: tuple[str, ...]
    operation: Operation | None


def list_targets(client: Client) -> list[Target]:
    """Return every address and method that takes an id anywhere."""
    routes = list_routes()
    operations = read_operations(client, routes)
    found = []
    for route in routes:
        for method in route.methods:
            operation = operations.get(key_of(method, route))
            fields = _field_names(route)
            is_operation = operation and (operation.query or operation.body)
            if route.takes_an_id or fields or is_operation:
                found.append(Target(route, method, fields, _act_names(route), operation))
    return found


def _field_names(route: Route) -> tuple[str, ...]:
    view = getattr(route.view, "view_class", None)
    if not str(getattr(view, "__module__", "")).startswith("tasuki."):
        return ()  # pages of libraries change the session itself
    forms = [getattr(view, name, None) for name in ("form_class", "filter_form")]
    names = [name for form in forms if form for name in form.base_fields]
    return tuple(dict.fromkeys(names)) + (LIST_FIELDS if hasattr(view, "get_rows") else ())


def _act_names(route: Route) -> tuple[str, ...]:
    acts = getattr(getattr(route.view, "view_class", None), "bulk_acts", ())
    return tuple(act.name for act in acts)


class Fuzz:
    """Sends requests with foreign ids and counts what they read."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice = world, dice
        self.marks = [world[name].mark.lower().encode() for name in FOREIGN]
        self.ids = [row.pk for name in FOREIGN for row in world[name].rows.values()]
        self.principals = {
            name: actor
            for name, actor in world.principals().items()
            if not name.startswith("other_")
        }
        self.clients = {name: client_of(actor) for name, actor in self.principals.items()}
        self.targets = list_targets(self.clients[Role.COMPANY_OWNER])
        self.untouched = self._foreign_hash()
        self.reads: list[str] = []
        self.writes: list[str] = []
        self.faults: list[str] = []

    def run(self, size: int) -> None:
        """Send ``size`` requests: every target by everybody first, then by dice."""
        plan = self._plan()
        for _ in range(size):
            target, who = next(plan)
            url, query, body = self._request(target, who)
            response = self._send(target, who, url, query, body)
            content = _content(response).lower()
            label = f"{who} {target.method} {url} {query} {body}"
            if any(mark in content for mark in self.marks):
                self.reads.append(label)
            if response.status_code >= 500:
                self.faults.append(f"{label} {error_of(response)}")

    def _plan(self) -> Iterator[tuple[Target, str]]:
        everything = [(target, who) for target in self.targets for who in self.clients]
        while True:
            self.dice.shuffle(everything)
            yield from everything

    def _request(self, target: Target, who: str) -> tuple[str, dict[str, Any], Any]:
        values = own_values(target.route, sides_for(self.world, target.route, who))
        for name, kind in target.route.places:
            if self.dice.random() < FOREIGN_ID_SHARE:
                values[name] = self._foreign(name, kind)
        query = {name: self._word(name, target) for name in self._some(target.fields)}
        if target.operation:
            query = target.operation.make_query(self._id)
            return target.route.url(values), query, target.operation.make_body(self._id)
        body = {name: self._word(name, target) for name in target.fields}
        return target.route.url(values), query, body

    def _send(
        self, target: Target, who: str, url: str, query: dict[str, Any], body: Any
    ) -> HttpResponse:
        if target.method == "GET":
            return self._ask(who, "GET", f"{url}?{_encoded(query)}")
        if target.operation and "json" in target.operation.content_type:
            return self._ask(
                who,
                target.method,
                f"{url}?{_encoded(query)}",
                data=json.dumps(body, default=str),
                content_type="application/json",
                headers={"Idempotency-Key": str(self.dice.random())},
            )
        form = {"data": _encoded(body or {}), "content_type": "application/x-www-form-urlencoded"}
        return self._ask(who, target.method, url, **form)

    def _ask(self, who: str, method: str, url: str, **kwargs: Any) -> HttpResponse:
        """Send a request and compare the foreign rows when it did something."""

        def look(response: HttpResponse) -> None:
            did_something = method != "GET" and response.status_code < 400
            if did_something and self._foreign_hash() != self.untouched:
                self.writes.append(f"{who} {method} {url} {kwargs}")

        return ask(self.clients[who], method, url, look=look, **kwargs)

    def _foreign_hash(self) -> str:
        """Return a hash over every row of the foreign organisations."""
        digest = hashlib.sha256()
        for name in FOREIGN:
            key = self.world[name].organisation.pk
            with bound(key, None), connection.cursor() as cursor:
                for model in tenant_models():
                    cursor.execute(_rows_of(model), [key])
                    digest.update(repr(cursor.fetchall()).encode())
        return digest.hexdigest()

    def _foreign(self, name: str, kind: str) -> Any:
        if kind == "int":
            return self.world[self.dice.choice(FOREIGN)].organisation.pk
        return self._id(name)

    def _id(self, name: str) -> str:
        """Return the id of a foreign row, one of the kind that the name says where there is one."""
        stem = name.removesuffix("_id").removesuffix("_ids").replace("_", "")
        fitting = [
            row.pk
            for side in FOREIGN
            for model, row in self.world[side].rows.items()
            if stem and model.__name__.lower().endswith(stem)
        ]
        return str(self.dice.choice(fitting or self.ids))

    def _word(self, name: str, target: Target) -> str:
        if name == "act" and target.acts:
            return self.dice.choice(target.acts)
        return self._id(name)

    def _some(self, names: tuple[str, ...]) -> list[str]:
        return [name for name in names if self.dice.random() < 0.5]


def _encoded(values: dict[str, Any]) -> str:
    return "&".join(f"{name}={value}" for name, value in values.items())


def _content(response: HttpResponse) -> bytes:
    location = response.headers.get("Location", "").encode()
    if response.streaming:
        return b"".join(response.streaming_content) + location
    return response.content + location


def _rows_of(model: type[models.Model]) -> str:
    table = model._meta.db_table
    return f'select t.* from "{table}" t where organisation_id = %s order by t.id'


def switch_policies_off() -> None:
    """Take the fence away, as a migration that forgot it would."""
    values = connections["owner"].settings_dict
    with psycopg.connect(
        host=values["HOST"],
        port=values["PORT"],
        dbname=values["NAME"],
        user=values["USER"],
        password=values["PASSWORD"],
    ) as owner:
        for model in tenant_models():
            owner.execute(f'alter table "{model._meta.db_table}" disable row level security')


def count_own_reads(world: World) -> int:
    """Return how many sides see their own mark: without it a scan for marks proves nothing."""
    found = 0
    for side in (world["company"], world["agency"]):
        client = client_of(next(iter(side.actors.values())))
        pages = [route for route in list_routes() if route.methods and not route.takes_an_id]
        own = side.mark.lower().encode()
        found += any(
            own in _content(ask(client, "GET", route.url({}))).lower()
            for route in pages
            if route.template.startswith(side.name) and "GET" in route.methods
        )
    return found


def run(order: Order) -> Outcome:
    """Send ``order.size`` requests from every role of one pair for rows of the other."""
    with own_database():
        world = make_world()
        if order.sabotage:
            switch_policies_off()
        fuzz = Fuzz(world, Random(order.seed))
        fuzz.run(order.size)
        seeing = count_own_reads(world)
        connection.close()
    for label in (fuzz.reads + fuzz.writes + fuzz.faults)[:10] if not order.sabotage else []:
        print(f"    {label}")
    figures = {"addresses": len(fuzz.targets), "roles": len(fuzz.clients), "own sides seen": seeing}
    damage = {"read": len(fuzz.reads), "written": len(fuzz.writes), "faults": len(fuzz.faults)}
    if order.sabotage:
        damage["faults"] = 0
    return Outcome(figures, damage)


PROOF = Proof(
    name="T5",
    promise="no request with foreign ids reads or changes a row of another organisation",
    unit="requests",
    sizes=(5_000, 100_000, 1_500),
    sabotages={"policy-off": 1},
    run=run,
)
