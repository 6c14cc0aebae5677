"""Every operation of the API with a smallest valid call, made from its own description."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

from tasuki.api.v1.routes import api
from tasuki.core.access import OrganisationKind, Permission

_FORMATS = {
    "uuid": lambda: str(uuid4()),
    "date": lambda: "2026-11-23",
    "date-time": lambda: "2026-11-24T10:00:00+09:00",
}
_TEXT = "example"


@cache
def description() -> dict[str, Any]:
    """The description of the API."""
    return api.get_openapi_schema(path_prefix="/api/v1/")


@dataclass(frozen=True)
class Operation:
    """One operation of the description."""

    name: str
    method: str
    path: str
    details: Any

    @property
    def is_public(self) -> bool:
        return not self.details.get("security")

    @property
    def is_for_keys(self) -> bool:
        """Whether an API key may call it: not the person's own, not the making of keys."""
        return any("TokenAuth" in one for one in self.details.get("security", []))

    @property
    def needs(self) -> set[Permission]:
        return {Permission(right) for right in self.details.get("x-needs", [])}

    @property
    def kinds(self) -> set[OrganisationKind]:
        return {OrganisationKind(kind) for kind in self.details.get("x-kinds", [])}

    def address(self) -> str:
        """The path with fresh ids and the query it requires."""
        path = self.path.removeprefix("/api/v1")
        path = re.sub(r"{code}", "NO-SUCH", path)
        path = re.sub(r"{\w+}", lambda _: str(uuid4()), path)
        query = [
            f"{one['name']}={example(one['schema'])}"
            for one in self.details["parameters"]
            if one["in"] == "query" and one["required"]
        ]
        return path + ("?" + "&".join(query) if query else "")

    @property
    def takes_file(self) -> bool:
        return "multipart/form-data" in self.details.get("requestBody", {}).get("content", {})

    def body(self) -> Any:
        """A smallest valid body."""
        content = self.details.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return None
        return example(content["application/json"]["schema"])


def operations() -> list[Operation]:
    """All operations."""
    return [
        Operation(details["operationId"], method.upper(), path, details)
        for path, methods in description()["paths"].items()
        for method, details in methods.items()
    ]


def example(schema: dict[str, Any]) -> Any:
    """A smallest value that fits a schema."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return example(description()["components"]["schemas"][name])
    if "anyOf" in schema:
        return example(schema["anyOf"][0])
    if "enum" in schema or "const" in schema:
        return schema.get("const") or schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return _example_object(schema)
    if kind == "array":
        return [example(schema["items"]) for _ in range(schema.get("minItems", 0))]
    if kind == "string":
        if schema.get("pattern") == "^(ja|en)$":
            return "ja"
        return _FORMATS.get(schema.get("format", ""), lambda: _TEXT)()
    if kind in {"integer", "number"}:
        return max(schema.get("minimum", 0), 1) if schema.get("maximum", 1) >= 1 else 0
    return {"boolean": False, "null": None}[kind]


def _example_object(schema: dict[str, Any]) -> dict[str, Any]:
    values = {
        name: example(inner)
        for name, inner in schema.get("properties", {}).items()
        if name in schema.get("required", [])
    }
    if schema.get("minProperties"):
        values[str(uuid4())] = example(schema["additionalProperties"])
    return values
