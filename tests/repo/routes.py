"""Every address of the product against everybody who may knock: the golden file of rights.

    python -m tests.repo.routes --update     write tests/repo/routes.golden.toml again

A new address or a changed right is a difference, which a person reads before it is accepted.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

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


def _own_value(route: Route, name: str, kind: str, sides: list[Any]) -> Any:
    if door_kind := getattr(getattr(route.view, "view_class", None), "door_kind", ""):
        keyed = [side.keys[str(door_kind)] for side in sides if side.keys]
        if keyed and name in {"key", "code", "token"}:
            return keyed[0]
    if name == "organisation_id":
        return sides[0].organisation.pk
    if kind == "int":
        return 1
    row = _row_for(name, sides)
    if row is not None:
        return row.pk
    return sides[0].organisation.slug if kind in {"str", "slug"} else "0" * 32


def _row_for(name: str, sides: list[Any]) -> Any:
    stem = name.removesuffix("_id").removesuffix("_pk")
    wanted = _STEMS.get(stem, stem.replace("_", "")).lower()
    for side in sides:
        for model, row in side.rows.items():
            if model.__name__.lower() == wanted:
                return row
    return None


# --- Asking ---------------------------------------------------------------------------------


def ask(client: Client, method: str, url: str, **kwargs: Any) -> HttpResponse:
    """Send one request and take back whatever it wrote."""
    with transaction.atomic():
        response = client.generic(method, url, **kwargs) if kwargs else _plain(client, method, url)
        transaction.set_rollback(True)
    return response


def _plain(client: Client, method: str, url: str) -> HttpResponse:
    return getattr(client, method.lower())(url)


def outcome(response: HttpResponse) -> str:
    """Return what an answer means, without what depends on the state of rows."""
    status = response.status_code
    if status >= 500:
        return f"FAULT {status}"
    if status == 401 or (status == 302 and "/login" in response["Location"]):
        return "sign in"
    return {403: "no right", 404: "not there", 405: "wrong method"}.get(status, "yes")


def matrix(world: Any) -> dict[str, dict[str, list[str]]]:
    """Return for every address and method: outcome -> who gets it."""
    from tests.repo.world import client_of

    clients = {name: client_of(actor) for name, actor in world.principals().items()}
    found: dict[str, dict[str, list[str]]] = {}
    for route in list_routes():
        for method in route.methods:
            answers: dict[str, list[str]] = {}
            for name, client in clients.items():
                url = route.url(own_values(route, sides_for(world, route, name)))
                answers.setdefault(outcome(ask(client, method, url)), []).append(name)
            if set(answers) != {"wrong method"}:
                found[f"{method} {route.name}"] = answers
    return found


def sides_for(world: Any, route: Route, principal: str) -> list[Any]:
    """Return the sides whose rows an address is asked for: the room's own first."""
    pair = [world["company"], world["agency"]]
    if route.template.startswith(("agency", "me/", "r/")) or principal.startswith("agency"):
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
    """Return the golden file as text."""
    lines = [
        "# Who gets what from which address. Written by: python -m tests.repo.routes --update",
        "# Read every difference before it is accepted: it is a change of rights.",
    ]
    for name, answers in sorted(found.items()):
        lines.append(f'\n["{name}"]')
        for answer, who in sorted(answers.items()):
            listed = ", ".join(f'"{one}"' for one in who)
            lines.append(f'"{answer}" = [{listed}]')
    return "\n".join(lines) + "\n"


def read() -> dict[str, dict[str, list[str]]]:
    """Return the golden file."""
    return tomllib.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}


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
        from tests.repo.world import make_world

        found = matrix(make_world())
    lines = differences(read(), found)
    print("\n".join(lines) or "no difference")
    if options.update:
        GOLDEN.write_text(write(found), encoding="utf-8")
        return 0
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
