"""What the API's own document says each operation takes, and bodies that fit it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from tests.repo.routes import Route

MakeId = Callable[[str], str]
_DEPTH_MAX = 6


@dataclass(frozen=True)
class Operation:
    """One operation: the names in its query, and the schema of its body."""

    method: str
    path: str
    query: tuple[tuple[str, dict[str, Any]], ...]
    body: dict[str, Any] | None
    content_type: str
    document: dict[str, Any]

    def make_body(self, make_id: MakeId) -> Any:
        """Return a body that fits the schema; ids come from the caller."""
        return None if self.body is None else sample(self.body, self.document, make_id)

    def make_query(self, make_id: MakeId) -> dict[str, str]:
        """Return a query string that fits."""
        return {
            name: str(sample(schema, self.document, make_id, name))
            for name, schema in self.query
            if schema
        }


def read_operations(client: Client, routes: list[Route]) -> dict[tuple[str, str], Operation]:
    """Return the operations of every document that the product serves, by method and path."""
    found = {}
    for route in routes:
        if not route.template.endswith("openapi.json"):
            continue
        document = client.get(route.url({})).json()
        for path, methods in document["paths"].items():
            for method, entry in methods.items():
                operation = _operation(method.upper(), path, entry, document)
                found[operation.method, operation.path] = operation
    return found


def key_of(method: str, route: Route) -> tuple[str, str]:
    """Return under which key the operation of an address stands."""
    return method, route.openapi_path


def _operation(method: str, path: str, entry: dict[str, Any], document: Any) -> Operation:
    contents = entry.get("requestBody", {}).get("content", {})
    content_type = next(iter(contents), "")
    query = tuple(
        (one["name"], one.get("schema", {}))
        for one in entry.get("parameters", [])
        if one.get("in") == "query"
    )
    body = contents[content_type]["schema"] if contents else None
    return Operation(method, path, query, body, content_type, document)


def sample(
    schema: dict[str, Any], document: Any, make_id: MakeId, name: str = "", depth: int = 0
) -> Any:
    """Return the simplest value that fits a schema."""
    schema = _resolved(schema, document)
    if "default" in schema and schema["default"] is not None:
        return schema["default"]
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    kind = schema.get("type", "object" if "properties" in schema else "")
    if kind == "object":
        return _object(schema, document, make_id, depth)
    if kind == "array":
        inner = schema.get("items", {})
        return [sample(inner, document, make_id, name, depth + 1)] if depth < _DEPTH_MAX else []
    return _scalar(schema, kind, make_id, name)


def _resolved(schema: dict[str, Any], document: Any) -> dict[str, Any]:
    while True:
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            schema = document["components"]["schemas"][name]
        elif choices := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            real = [choice for choice in choices if choice.get("type") != "null"]
            schema = {**{k: v for k, v in schema.items() if k == "default"}, **real[0]}
            if schema.get("default", ...) is None:
                del schema["default"]
        else:
            return schema


def _object(schema: dict[str, Any], document: Any, make_id: MakeId, depth: int) -> dict[str, Any]:
    if depth >= _DEPTH_MAX:
        return {}
    wanted = set(schema.get("required", []))
    return {
        name: sample(inner, document, make_id, name, depth + 1)
        for name, inner in schema.get("properties", {}).items()
        if name in wanted or "uuid" in str(inner)
    }


def _scalar(schema: dict[str, Any], kind: str, make_id: MakeId, name: str) -> Any:
    if schema.get("format") == "uuid":
        return make_id(name)
    if kind in {"integer", "number"}:
        return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
    if kind == "boolean":
        return True
    by_format = {
        "date": "2026-11-24",
        "date-time": "2026-11-24T10:00:00+09:00",
        "email": "someone@example.invalid",
        "binary": "",
    }
    text = by_format.get(schema.get("format", ""), "text")
    return text + "x" * max(0, schema.get("minLength", 0) - len(text))
