"""Every address of the product against everybody who may knock: the golden file of rights.

    python -m tests.repo.routes --update     write tests/repo/routes.golden.toml again

A new address or a changed right is a difference, which a person reads before it is accepted.
"""

import argparse
import copy
import json
import re
import sys
import tomllib
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import time_machine
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tasuki.core.access import ROLE_PERMISSIONS, Role

GOLDEN = Path(__file__).with_name("routes.golden.toml")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Route:
    """One address: its name, its pattern and what it answers to."""

    name: str
    template: str
    places: tuple[tuple[str, str], ...]
    methods: tuple[str, ...]
    view: Any

    @property
    def takes_an_id(self) -> bool:
        return bool(self.places)

    @property
    def openapi_path(self) -> str:
        return "/" + _PLACE.sub(lambda found: f"{{{found[2] or found[3]}}}", self.template)

    def url(self, values: dict[str, Any]) -> str:
        """Return the address with its places filled."""
        path = _PLACE.sub(lambda found: str(values[found[2] or found[3]]), self.template)
        return "/" + path.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


def list_routes() -> list[Route]:
    """Return all addresses that the resolver knows, in the order of their names."""
    routes = {route.name: route for route in _walk(get_resolver(), "", "")}
    return [routes[name] for name in sorted(routes)]


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        template = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, template, inner)
        elif isinstance(entry, URLPattern):
            name = f"{space}{entry.name or template}"
            yield Route(name, template, _places(template), _methods(entry), entry.callback)


def _places(template: str) -> tuple[tuple[str, str], ...]:
    return tuple((found[2] or found[3], found[1] or "str") for found in _PLACE.finditer(template))


def _methods(entry: URLPattern) -> tuple[str, ...]:
    view = getattr(entry.callback, "view_class", None)
    if view is None:
        return METHODS
    if not view.__module__.startswith("tasuki."):
        return ("GET", "POST")  # pages of libraries
    return tuple(
        name
        for name in METHODS
        if hasattr(view, name.lower()) and name.lower() in view.http_method_names
    )


# --- Values for the places ------------------------------------------------------------------

_STEMS = {
    "contract": "RelayContract",
    "link": "RelayLink",
    "template": "NoticeTemplate",
    "filter": "SavedFilter",
    "run": "ImportRun",
    "mail": "OutboxMail",
    "candidate": "SlotCandidate",
    "record": "TalentRecord",
    "notice": "PurposeNotice",
    "code": "IssuedCode",
    "token": "ApiToken",
}


def own_values(route: Route, sides: list[Any]) -> dict[str, Any]:
    """Return values for the places of an address: rows of the first side that has them."""
    return {name: _own_value(route, name, kind, sides) for name, kind in route.places}


# First part of an address that a key opens -> kind of the key.
_DOORS = {
    "r/own": "registration",
    "r/confirm": "confirm_mail",
    "r": "relay_code",
    "release": "release",
    "result": "result",
    "stop": "stop_notices",
    "account/invitation": "invitation",
}


def _own_value(route: Route, name: str, kind: str, sides: list[Any]) -> Any:
    door_kind = _DOORS.get(route.template.split("/<")[0])
    keyed = [side.keys[door_kind] for side in sides if door_kind in side.keys]
    if keyed and name in {"key", "code"}:
        return keyed[0]
    if name == "organisation_id":
        return sides[0].organisation.pk
    if kind == "int":
        return 1
    row = _row_for(name, sides)
    if row is not None:
        return row.pk
    # No row of that kind: an id that is nobody's, in a form that the address takes.
    return sides[0].organisation.slug if kind in {"str", "slug"} else UUID(int=0)


def _row_for(name: str, sides: list[Any]) -> Any:
    stem = name.removesuffix("_id").removesuffix("_pk")
    wanted = _STEMS.get(stem, stem.replace("_", "")).lower()
    for side in sides:
        for model, row in side.rows.items():
            if model.__name__.lower() == wanted:
                return row
    return None


# --- Asking ---------------------------------------------------------------------------------


def ask(
    client: Client,
    method: str,
    url: str,
    *,
    look: Callable[[HttpResponse], None] | None = None,
    **kwargs: Any,
) -> HttpResponse:
    """Send one request, look at what it did, and take it back: rows, and a sign-out as well."""
    cookies = copy.deepcopy(client.cookies)
    cache.clear()  # limits of how often somebody may knock
    with transaction.atomic():
        response = client.generic(method, url, **kwargs)
        if look is not None:
            look(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def error_of(response: HttpResponse) -> str:
    """Return what went wrong in a view; empty when nothing did."""
    error = getattr(response, "exc_info", None)
    if not error or response.status_code < 500:
        return ""
    place = traceback.extract_tb(error[1].__traceback__)[-1]
    return f"{error[1]!r:.200} at {place.filename}:{place.lineno}"


def outcome(response: HttpResponse) -> str:
    """Return what an answer means; ``asked again`` is past the right, but not done."""
    status = response.status_code
    if status >= 500:
        return f"FAULT {status}"
    if status == 401 or (status == 302 and "/login" in response["Location"]):
        return "sign in"
    if status == 302 and response["Location"].split("?")[0] == response.request["PATH_INFO"]:
        return "asked again"
    refused = {403: "no right", 404: "not there", 405: "wrong method"}
    return refused.get(status, "yes" if status < 400 else "asked again")


def found_now() -> dict[str, dict[str, list[str]]]:
    """Make the world and walk; the clock begins where the dates of its rows do."""
    from tests.factories import NOW
    from tests.repo.world import make_world

    with time_machine.travel(NOW):
        return matrix(make_world())


def matrix(world: Any) -> dict[str, dict[str, list[str]]]:
    """Return for every address and method: outcome -> who gets it; and what each role may."""
    from tests.repo.openapi import read_operations
    from tests.repo.world import client_of

    people = world.principals()
    clients = {name: client_of(people[name]) for name in sorted(people, key="nobody".__eq__)}
    routes = list_routes()
    operations = read_operations(clients[Role.COMPANY_OWNER], routes)
    found = {f"role {role}": {"can": sorted(can)} for role, can in ROLE_PERMISSIONS.items()}
    for route in routes:
        for method in route.methods:
            operation = operations.get((method, route.openapi_path))
            answers: dict[str, list[str]] = {}
            for name, client in clients.items():
                response = _knock(client, method, route, operation, sides_for(world, route, name))
                answers.setdefault(outcome(response), []).append(name)
                if "wrong method" in answers:
                    break
                if error := error_of(response):
                    print(f"    {name} {method} {route.name}: {error}")
            if "wrong method" not in answers:
                found[f"{method} {route.name}"] = answers
    return found


def _knock(
    client: Client, method: str, route: Route, operation: Any, sides: list[Any]
) -> HttpResponse:
    """Ask one address with ids of the own side, and with a body that fits where there is one."""
    url = route.url(own_values(route, sides))
    if operation is None or "json" not in operation.content_type:
        return ask(client, method, url)
    body = operation.make_body(lambda name: str(_own_value(route, name, "uuid", sides)))
    return ask(
        client,
        method,
        url,
        data=json.dumps(body, default=str),
        content_type="application/json",
        headers={"Idempotency-Key": route.name},
    )


def sides_for(world: Any, route: Route, principal: str) -> list[Any]:
    """Return the sides whose rows an address is asked for: the room's own first."""
    pair = [world["company"], world["agency"]]
    if route.template.startswith(("agency", "me/", "r/", "release/")) or principal.startswith(
        "agency"
    ):
        pair.reverse()
    if route.template.startswith("region"):
        return [world["municipality"], *pair]
    if principal.startswith("municipality") and not route.template.startswith(
        ("company", "agency")
    ):
        return [world["municipality"], *pair]
    return pair


# --- The golden file ------------------------------------------------------------------------


def write(found: dict[str, dict[str, list[str]]]) -> str:
    """Return the golden file as text; who gets the same as all others is not listed."""
    people = list(dict.fromkeys(who for one in _asked(found) for names in one for who in names))
    lines = [
        "# Who gets what from which address. Written by: python -m tests.repo.routes --update",
        "# Read every difference before it is accepted: it is a change of rights.",
        f"everybody = {_listed(people)}",
    ]
    for name, answers in sorted(found.items()):
        lines.append(f'\n["{name}"]')
        for answer, who in sorted(answers.items()):
            is_all = set(who) == set(people)
            lines.append(f'"{answer}" = {_listed(["everybody"] if is_all else who)}')
    return "\n".join(lines) + "\n"


def _asked(found: dict[str, dict[str, list[str]]]) -> Iterator[Iterable[list[str]]]:
    yield from (answers.values() for name, answers in found.items() if name[:5] != "role ")


def _listed(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def read() -> dict[str, dict[str, list[str]]]:
    """Return the golden file."""
    if not GOLDEN.exists():
        return {}
    kept = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))
    people = kept.pop("everybody")
    return {
        name: {answer: people if who == ["everybody"] else who for answer, who in answers.items()}
        for name, answers in kept.items()
    }


def differences(
    expected: dict[str, dict[str, list[str]]], found: dict[str, dict[str, list[str]]]
) -> list[str]:
    """Return one line for each address and person whose answer differs."""
    lines = [f"{name}: new" for name in sorted(found.keys() - expected.keys())]
    lines += [f"{name}: gone" for name in sorted(expected.keys() - found.keys())]
    for name in sorted(expected.keys() & found.keys()):
        before = {who: answer for answer, names in expected[name].items() for who in names}
        after = {who: answer for answer, names in found[name].items() for who in names}
        lines += [
            f"{name}: {who} {before.get(who)!r} -> {after.get(who)!r}"
            for who in sorted(before.keys() | after.keys())
            if before.get(who) != after.get(who)
        ]
    return lines


def main() -> int:
    """Write the golden file again, or say what differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.repo.routes")
    parser.add_argument("--update", action="store_true", help="write the golden file")
    options = parser.parse_args()
    from tests.proofs.own_database import own_database

    with own_database():
        found = found_now()
    lines = differences(read(), found)
    print("\n".join(lines) or "no difference")
    if options.update:
        GOLDEN.write_text(write(found), encoding="utf-8")
        return 0
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
