"""What all page tests share: compiled texts, a signed-in client, a strict reader of pages."""

from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from tasuki.adapters.texts import compile_texts
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Account
from tasuki.web.middleware import SESSION_KEY, organisation_side


@pytest.fixture(scope="session", autouse=True)
def _texts() -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # else the file server warns
    compile_texts(Path(__file__).resolve().parents[2] / "src" / "tasuki")


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


@pytest.fixture
def client_of(db) -> Callable[[Actor], Client]:
    """A browser signed in as the actor's account, on the actor's side."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=actor.account_id))
        session = client.session
        session[SESSION_KEY] = organisation_side(actor.organisation_id)
        session.save()
        return client

    return sign_in


@pytest.fixture
def read_strictly() -> Callable[[HttpResponse], str]:
    """Return a page's text; broken HTML, an empty heading or a missing title is an error."""

    def read(response: HttpResponse) -> str:
        text = response.content.decode()
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        assert len(list(tree.iter("h1"))) == 1
        assert (tree.findtext("head/title") or "").strip("｜ ") not in {"", "Tasuki"}
        assert [one for one in tree.iter() if "style" in one.attrib] == []
        return text

    return read
