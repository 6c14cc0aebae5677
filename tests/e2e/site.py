"""Walks the pages of the sample region as a visitor would: from the menu along the links."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from tests.e2e import region

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.sealed.rows import sealed_fields
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import PersonDocument
from tasuki.apps.relay.notice_texts import SAMPLE_NAMES
from tasuki.core.access import Role
from tasuki.web.middleware import SESSION_KEY, organisation_side, record_side

SAME_NAME_MAX = 3  # pages of one address pattern that a visitor opens: states differ
# As many as there are, where what a page offers is another thing in each state.
ALL_OF_A_NAME = {
    "privacy:request": 9,
    "privacy:incident": 9,
    "introductions:introduction": 9,
    "agency:opening": 6,
}
LONG = 6  # letters: a part of this length comes from the data by no chance
_ORDER_ONLY = {"sort", "after", "before", "next", "page", "query", "q", "export", "format"}
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9d\U00020000-\U0002ffff]+")
_SPOKEN = ("title", "alt", "placeholder", "aria-label", "aria-description", "content")
_NOT_OURS = {"script", "style", "button ja"}  # the switch names each language in itself
OWN_WORDS = {"襷", "日本語", *(run for name in SAMPLE_NAMES for run in _JAPANESE.findall(name))}
_VOID = {"input", "br", "hr", "meta", "link", "img", "wbr", "col", "area", "source"}
_KEYS = re.compile(r"(/(?:r/own|r/confirm|release|result|stop|case)/[^/\s]+/)")


class Outline(HTMLParser):
    """What can be said of a page without drawing it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.files: list[str] = []
        self.texts: list[str] = []
        self.shape: list[str] = []
        self.lang, self.title, self.h1_count = "", "", 0
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.shape.clear()  # the frame around it is the same on every page
        self.shape.append(
            f"{tag}.{values.get('class', '')}.{values.get('type', '')} {sorted(values)}"
        )
        self.lang = values.get("lang", "") if tag == "html" else self.lang
        self.h1_count += tag == "h1"
        if tag == "a" and "download" not in values:
            self.links.append(values.get("href", ""))
        if tag == "link" and values.get("rel") == "stylesheet":
            self.files.append(values["href"])
        if tag == "script" and "src" in values:
            self.files.append(values["src"])
        self.texts += [values[name] for name in _SPOKEN if values.get(name) and tag != "html"]
        if tag not in _VOID:
            is_quote = tag == "textarea" or "quote" in values.get("class", "").split()
            self._open.append(f"{tag} {'quote' if is_quote else values.get('lang', '')}".strip())

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().split()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        is_of_the_page = not any(one in _NOT_OURS or one.endswith(" quote") for one in self._open)
        if data.strip() and is_of_the_page:
            self.texts.append(data.strip())

    def japanese(self) -> list[str]:
        """Return the texts with Japanese letters in them, each once."""
        return list(dict.fromkeys(text for text in self.texts if _JAPANESE.search(text)))

    @property
    def kind(self) -> tuple[str, ...]:
        """Return the parts the page is made of: two pages of one kind differ in data only."""
        return tuple(dict.fromkeys(self.shape))


@dataclass(frozen=True)
class Stop:
    """One page as the server sent it."""

    name: str
    url: str
    status: int
    outline: Outline
    byte_count: int


@dataclass
class Visitor:
    """Somebody with a way in, and what they found.

    Attributes:
        opened: names of all addresses that answered, files and ways through included.
    """

    name: str
    mail: str
    client: Client
    starts: list[str]
    stops: list[Stop] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)

    def walk(self) -> None:
        """Open every page that a link leads to, a few of each address pattern."""
        waiting, seen, per_name = deque(self.starts), set(), Counter()
        while waiting:
            url = waiting.popleft()
            name = name_of(url)
            if not name or url in seen or per_name[name] >= ALL_OF_A_NAME.get(name, SAME_NAME_MAX):
                continue
            seen.add(url)
            per_name[name] += 1
            stop = self.look(url)
            if stop is None or stop.url in {one.url for one in self.stops}:
                continue
            self.stops.append(stop)
            waiting += [plain(urljoin(stop.url, link)) for link in stop.outline.links]

    def look(self, url: str) -> Stop | None:
        """Open one page; a file is opened too, but is no page."""
        response = self.client.get(url, follow=True)
        url = response.redirect_chain[-1][0] if response.redirect_chain else url
        name = name_of(url)
        if response.status_code < 400:
            self.opened.add(name)
        if not response["Content-Type"].startswith("text/html"):
            return None
        body = response.content
        return Stop(name, url, response.status_code, Outline(body.decode()), len(body))

    def speak(self, language: str) -> None:
        """Look at the pages in another language from now on."""
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language


def name_of(url: str) -> str:
    """Return the name of an address of ours, "" for any other."""
    parts = urlsplit(url)
    if parts.netloc or parts.scheme not in {"", "http"}:
        return ""
    try:
        found = resolve(parts.path)
    except Resolver404:
        return ""
    return "" if found.view_name.startswith("api:") else found.view_name or found.route


def plain(url: str) -> str:
    """Leave out what only orders the same rows, and the place on the page."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in _ORDER_ONLY]
    return parts._replace(query=urlencode(kept), fragment="").geturl()


def client_of(actor: Actor | None) -> Client:
    """Return a visitor without a screen, signed in where there is an actor."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    client = Client(headers={"Accept-Language": "ja", "Host": "127.0.0.1"})
    if actor is not None:
        client.force_login(get_user_model().objects.get(pk=actor.account_id))
        session = client.session
        side = record_side if actor.role is Role.PERSON else organisation_side
        session[SESSION_KEY] = side(actor.organisation_id)
        session.save()
    return client


# Statuses of pages that a walk finds on purpose, besides 200: keys and codes that are over.
KNOWN_STATUS = {
    "nobody": {200, 404, 410},
    "clerk": {200, 403},  # a notice to the whole agency leads to a question that advisors answer
    "person": {200, 404},  # pages of members are not there for a person
}
OWN_PAGES = (
    "account:organisations",
    "account:profile",
    "account:notices",
    "account:filters",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "usersessions_list",
    "account_logout",
)
MAILS = {
    "owner": region.OWNER,
    "manager": region.MANAGER,
    "viewer": region.VIEWER,
    "agency": region.AGENCY,
    "clerk": region.CLERK,
    "city": region.CITY,
    "operator": region.OPERATOR,
    "person": region.PERSON,
}
STOPS_MIN = dict.fromkeys((*MAILS, "nobody"), 12) | {"owner": 60, "agency": 60, "clerk": 30}


def make_visitor(name: str) -> Visitor:
    """Return somebody who looks around, not yet gone anywhere."""
    mail = MAILS.get(name, "")
    own = [reverse(page) for page in ("home", *OWN_PAGES)]
    actor = region.find_actor(mail) if mail else None
    starts = {
        "owner": lambda: [*own, _best_known_person(actor)],
        "person": lambda: [*own, reverse("person:home")],
        "nobody": lambda: list(_open_doors()),
    }
    return Visitor(name, mail, client_of(actor), starts.get(name, lambda: own)())


_walks: dict[str, Visitor] = {}  # in this process: all copies of the region are the same


def walk_of(name: str) -> Visitor:
    """Return a visitor who has walked through all pages; each walks once."""
    if name not in _walks:
        _walks[name] = make_visitor(name)
        _walks[name].walk()
    return _walks[name]


def _best_known_person(actor: Actor) -> str:
    """Return the page of the person with everything on it; the list begins with others."""
    with bound(actor.organisation_id, actor.account_id):
        person = PersonDocument.objects.get().talent_record_id
    return reverse("company:person", args=[person])


def _open_doors() -> Iterator[str]:
    """Pages for somebody without an account: by code, by mailed keys, and the way in."""
    yield "/account/login/"
    yield "/account/login/code/"
    yield "/account/password/reset/"
    yield "/account/signup/"
    yield "/demo/"
    yield reverse("person:enter")
    yield from (f"{open_code()}{page}" for page in ("", "?plain=1", "fees/", "no/", "sent/"))
    for kind in ("/r/own/", "/r/confirm/", "/release/", "/result/", "/stop/", "/case/"):
        yield from keys_of(kind)[:SAME_NAME_MAX]


def open_code() -> str:
    """Return the public address of the main company's code in use."""
    [[code]] = _read(
        "select code from relay_relaylink where state = 'active' and code like 'MINATO-%'"
    )
    return f"/r/{code}/"


def keys_of(kind: str) -> list[str]:
    """Return the addresses of one kind with keys that were mailed, the newest first."""
    mails = [mail for _one in _each_organisation() for mail in OutboxMail.objects.all()]
    mails.sort(key=lambda mail: (mail.send_after, str(mail.id)), reverse=True)
    paths = [path for mail in mails for path in _KEYS.findall(mail.text)]
    return [path for path in paths if path.startswith(kind)]


def _each_organisation() -> Iterator[Organisation]:
    """Bind one organisation after another, as each reads its own rows only."""
    for organisation in Organisation.objects.order_by("id"):
        with bound(organisation.id, None):
            yield organisation


def _opened_texts() -> Iterator[str]:
    """Every text that is sealed in the rows, opened with the keys of its organisation."""
    models = [model for model in apps.get_models() if sealed_fields(model)]
    for _organisation in _each_organisation():
        for model in models:
            names = [field.name for field in sealed_fields(model)]
            for row in model._default_manager.all():
                yield from (str(getattr(row, name)) for name in names)


def _read(statement: str) -> list[tuple[str, ...]]:
    """Read rows of all organisations."""
    with connections["backup"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


class Data:
    """Every Japanese text in the rows of the sample region: it may stand on any page."""

    def __init__(self) -> None:
        columns = _read(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = 'public' and table_name <> 'outbox_notification'"
            " and data_type in ('character varying', 'text', 'jsonb') and table_name ~"
            " '^(audit|orgs|people|consent|imports|openings|relay|placement|region|outbox|moves"
            "|rights|passport|vocab|same_person|quarantine|fees|introductions|agenda|books)_'"
        )
        found: set[str] = set(_opened_texts())
        for table, column in columns:
            cells = _read(f'select distinct to_jsonb("{column}") #>> \'{{}}\' from "{table}"')
            found.update(text for (text,) in cells if text)
        self._all = "\n".join(found)
        self._runs = {run for text in found for run in _JAPANESE.findall(text)}

    def explains(self, text: str) -> bool:
        """Return whether each Japanese run of letters is one of the data, or a long part."""
        return all(
            run in OWN_WORDS | self._runs or (len(run) >= LONG and run in self._all)
            for run in _JAPANESE.findall(text)
        )
