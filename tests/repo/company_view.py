"""Everything a company can see: its rows, and what every address answers to each of its roles."""

import io
import re
from typing import Any

import openpyxl
import pypdf
from django.db import connection
from django.http import HttpResponse
from tests.repo.openapi import key_of, read_operations
from tests.repo.routes import Route, ask, list_routes, own_values
from tests.repo.tables import tenant_models
from tests.repo.world import Side, client_of

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Organisation
from tasuki.web.components.exports import FORMATS
from tasuki.web.components.lists import TableView

ROOMS = ("company/", "account/", "api/")
_TOKENS = re.compile(rb"""((?i:csrf[\w-]*)["'][^>]{0,20}?["'])[\w-]{32,}""")
# Signing in and out is the library's and changes the session; two formats of one document do.
_LEFT_OUT = re.compile(r"^account/(?!members|notices|filters|organisation|profile)|docs$")


def visible_rows(organisation: Organisation) -> dict[str, list[str]]:
    """Return every row of every table that the organisation can read, past all pages."""
    found = {}
    with bound(organisation.pk, None), connection.cursor() as cursor:
        for model in tenant_models():
            table = model._meta.db_table
            cursor.execute(f'select t::text from "{table}" t order by 1')
            found[table] = [row for (row,) in cursor.fetchall()]
        cursor.execute("select t::text from ledger.entry t order by 1")
        found["ledger.entry"] = [row for (row,) in cursor.fetchall()]
    return found


def answers(organisation: Organisation, actors: list[Actor]) -> dict[str, bytes]:
    """Return what each address answers to each actor, tokens left out; files as well."""
    side = side_of(organisation)
    routes = [route for route in list_routes() if is_company_address(route)]
    operations = read_operations(client_of(actors[0]), list_routes())
    found = {}
    for actor in actors:
        client = client_of(actor)
        for route in routes:
            url = route.url(own_values(route, [side]))
            for query in queries_of(route, operations.get(key_of("GET", route))):
                response = ask(client, "GET", url + query)
                found[f"{actor.role} {url}{query}"] = content_of(response)
    return found


def is_company_address(route: Route) -> bool:
    """Return whether a company may ask the address by GET."""
    is_room = route.template.startswith(ROOMS) or not route.template
    return is_room and "GET" in route.methods and not _LEFT_OUT.search(route.template)


def queries_of(route: Route, operation: Any) -> list[str]:
    """Return the query strings to ask with: plain, and each file format of a list."""
    view = getattr(route.view, "view_class", object)
    if issubclass(view, TableView):
        return ["", *(f"?export={name}" for name in FORMATS)]
    if operation is not None:
        return ["", "?export=csv", "?format=xlsx"]
    return [""]


def content_of(response: HttpResponse) -> bytes:
    """Return an answer without what differs each time: tokens, and how a file is packed."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"%PDF"):
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        content = "\n".join(page.extract_text() for page in pages).encode()
    if content.startswith(b"PK"):  # a workbook holds the moment at which it was packed
        book = openpyxl.load_workbook(io.BytesIO(content))
        content = repr([list(sheet.iter_rows(values_only=True)) for sheet in book]).encode()
    head = f"{response.status_code} {response.headers.get('Location', '')}\n".encode()
    return head + _TOKENS.sub(rb"\1", content)


def mails_to(addresses: set[str], sender: Organisation) -> list[str]:
    """Return the mails of an organisation to some addresses."""
    with bound(sender.pk, None):
        rows = OutboxMail.objects.filter(to_address__in=addresses).order_by("created_at", "id")
        return [f"{row.to_address} {row.subject} {row.text}" for row in rows]


def side_of(organisation: Organisation) -> Side:
    """Return one visible row of each table, for the places in addresses."""
    side = Side("company", organisation, "")
    with bound(organisation.pk, None):
        for model in tenant_models():
            row = model._default_manager.order_by("pk").first()
            if row is not None:
                side.rows[model] = row
    return side
