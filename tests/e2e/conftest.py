"""A real Chromium, the product behind a real port, and real mail on loopback.

Names every browser test may use: ``live`` (the product's address), ``page`` (a phone),
``desk`` (a wide window), ``scriptless`` (a phone without JavaScript), ``mailbox``, ``sign_in``
and ``shoot``; checks of a page stand in ``tests.e2e.browser``.  ``sample_region`` is the database
of the sample story (``tests.e2e.region``); a file that shows it overrides ``committed_db`` with it.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import Browser, Page, sync_playwright
from tests.e2e import browser as checks
from tests.e2e.mailbox import Mailbox, start_server
from tests.e2e.region import make_region_template

from tasuki.adapters.postgres.template_database import TemplateDatabase, use_database
from tasuki.adapters.texts import compile_texts
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Account
from tasuki.core.access import Role
from tasuki.web import middleware

# The driver keeps an event loop in the main thread, where tests read rows on purpose.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _texts() -> None:
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    compile_texts()


@pytest.fixture(scope="session")
def region_template(
    django_db_setup, template_database, database_name, django_db_blocker
) -> TemplateDatabase:
    """The database of the sample story, told once a day and kept."""
    with django_db_blocker.unblock():
        template = make_region_template(template_database)
        template.build()
        use_database(database_name)
    return template


@pytest.fixture
def sample_region(
    region_template, template_database, database_name, django_db_blocker
) -> Iterator[None]:
    """A copy of the sample region whose commits are real."""
    with django_db_blocker.unblock():
        use_database(database_name)  # closes the connections
        region_template.copy(database_name)
        yield
        use_database(database_name)
        template_database.copy(database_name)


class _Server(ThreadedWSGIServer):
    daemon_threads = False  # closing waits for the last answer and its database connection
    request_queue_size = 128  # a browser opens many at once; a full queue resets them


class _QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.0"  # one thread for one answer: none outlives the test

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def live(committed_db, settings) -> Iterator[str]:
    """The product behind a real port on loopback; the address, without a slash at the end."""
    cache.clear()
    server = _Server(("127.0.0.1", 0), _QuietHandler, connections_override={})
    address = f"http://127.0.0.1:{server.server_port}"
    settings.BASE_URL = address
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()
    cache.clear()


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """A mail server that takes what the product sends."""
    box = Mailbox()
    server = start_server(box)
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 10},
        }
    }
    yield box
    server.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a file; other files keep their main thread free of loops."""
    with sync_playwright() as driver:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        started = driver.chromium.launch(executable_path=path, args=list(checks.FLAGS))
        yield started
        started.close()


@pytest.fixture
def new_page(chromium) -> Iterator[Callable[..., Page]]:
    """Make windows of a fresh visitor each; fails the test when a console said an error."""
    noise, contexts = checks.Noise(), []

    def make(size: dict[str, int] = checks.PHONE, **options: Any) -> Page:
        context = chromium.new_context(
            **(
                {
                    "locale": "ja-JP",
                    "timezone_id": "Asia/Tokyo",
                    "reduced_motion": "reduce",
                    "viewport": size,
                }
                | options
            )
        )
        contexts.append(context)
        made = context.new_page()
        made.set_default_timeout(15_000)
        noise.listen(made)
        return made

    yield make
    for context in contexts:
        context.close()

    assert noise.lines == []


@pytest.fixture
def page(new_page) -> Page:
    """A phone, 390 px wide, in Japanese."""
    return new_page()


@pytest.fixture
def desk(new_page) -> Page:
    """A window 1440 px wide, in Japanese."""
    return new_page(checks.DESK)


@pytest.fixture
def scriptless(new_page) -> Page:
    """A phone with JavaScript off."""
    return new_page(java_script_enabled=False)


def _session_cookie(actor: Actor) -> str:
    account = Account.objects.get(pk=actor.account_id)
    session = import_module(django_settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    side = middleware.record_side if actor.role is Role.PERSON else middleware.organisation_side
    session[middleware.SESSION_KEY] = side(actor.organisation_id)
    session.save()
    return session.session_key or ""


@pytest.fixture
def sign_in(live) -> Callable[[Page, Actor], None]:
    """Sign a window in as an actor, without the sign-in page."""

    def do(page: Page, actor: Actor) -> None:
        page.context.add_cookies(
            [
                {
                    "name": django_settings.SESSION_COOKIE_NAME,
                    "value": _session_cookie(actor),
                    "url": live,
                }
            ]
        )

    return do


@pytest.fixture
def shoot(request) -> Callable[[Page, str], None]:
    """Draw a page at 1440 and 390 px into the folder of ``--screenshots``; else nothing."""
    folder = request.config.getoption("--screenshots")

    def do(page: Page, name: str) -> None:
        if folder:
            checks.draw(page, Path(folder), name)

    return do
