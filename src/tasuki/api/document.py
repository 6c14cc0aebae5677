"""The description of the API: OpenAPI 3.1, and a page that shows it without foreign files."""

import json
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from tasuki.api.idempotency import HEADER, KEY_FORM
from tasuki.api.problems import MEDIA_TYPE, Problem
from tasuki.core.words import Words

_PROBLEMS: Final = {
    HTTPStatus.UNAUTHORIZED: "signed out",
    HTTPStatus.FORBIDDEN: "the right is missing",
    HTTPStatus.NOT_FOUND: "no such row for this organisation",
    HTTPStatus.CONFLICT: "a rule or a newer change says no",
    HTTPStatus.UNPROCESSABLE_ENTITY: "a value cannot be used",
    HTTPStatus.TOO_MANY_REQUESTS: "too many calls",
}
_BODY_PROBLEMS: Final = {
    HTTPStatus.BAD_REQUEST: "the body cannot be read",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "the body is too large",
}
_TEXTS: Final = {
    "title": Words(ja="Tasuki API", en="Tasuki API"),
    "lead": Words(
        ja="画面と同じ操作を機械から行います。認証はAPIキー（Authorization: Bearer）です。"
        "説明の本文は英語です。",
        en="The same acts as on the pages, for machines. Sign in with an API key "
        "(Authorization: Bearer).",
    ),
    "needs": Words(ja="必要な権限", en="Right"),
    "document": Words(ja="OpenAPI文書（JSON）", en="OpenAPI document (JSON)"),
    "operation": Words(ja="操作", en="Operation"),
    "address": Words(ja="呼び出し先", en="Address"),
}
_ENGINE: Final = Engine(dirs=[str(Path(__file__).parent / "templates")], autoescape=True)


class TasukiApi(NinjaAPI):
    """Adds to ninja's description what ninja does not know: problems, keys and rights."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the whole description, made once: half a second of work for each prefix."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._documents:
            self._documents[prefix] = self._describe(prefix)
        return self._documents[prefix]

    @cached_property
    def _documents(self) -> dict[str, OpenAPISchema]:
        return {}

    def _describe(self, prefix: str) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=prefix)
        schemas = document["components"].setdefault("schemas", {})
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs"))
        schemas["Problem"] = problem
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        document["components"]["responses"] = {
            HTTPStatus(status).name: {"description": text, "content": content}
            for status, text in (_PROBLEMS | _BODY_PROBLEMS).items()
        }
        for operations in document["paths"].values():
            for method, operation in operations.items():
                _complete(method, operation)
        return document


def _complete(method: str, operation: dict[str, Any]) -> None:
    problems = _PROBLEMS | (_BODY_PROBLEMS if "requestBody" in operation else {})
    for status in problems:
        reference = f"#/components/responses/{HTTPStatus(status).name}"
        operation["responses"][int(status)] = {"$ref": reference}
    if not operation.get("security"):
        for status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            operation["responses"].pop(int(status))
    if method == "post" and operation.get("security"):
        operation["parameters"].append(
            {
                "in": "header",
                "name": HEADER,
                "required": False,
                "schema": {"type": "string", "pattern": KEY_FORM},
                "description": "A repeat with the same key gets the first answer.",
            }
        )


class DocsPage(DocsBase):
    """A plain page of all operations: no script, nothing from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: object) -> HttpResponse:
        """Return the page in the language of the moment."""
        language = get_language() or "ja"
        document = api.get_openapi_schema(path_params=kwargs)
        context = {
            "language": language,
            "texts": {name: words.in_language(language) for name, words in _TEXTS.items()},
            "groups": _groups(document),
            "document_url": self.get_openapi_url(api, kwargs),
        }
        return HttpResponse(_ENGINE.get_template("docs.html").render(Context(context)))


def _groups(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            line = {"method": method.upper(), "path": path, "needs": operation.get("x-needs", [])}
            for tag in operation.get("tags", [""]):
                groups.setdefault(tag, []).append(line | {"summary": operation["summary"]})
    return groups


def document_text(api: NinjaAPI) -> str:
    """Return the description as the text that is kept beside the documentation."""
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
