"""The database harness: every test runs as the serving role, so row-level security is on.

``db`` (of pytest-django) rolls back; ``committed_db`` commits and gets a fresh copy afterwards.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from django.utils import timezone, translation
from tests import spread
from xdist.remote import Producer

from tasuki.adapters.postgres.bootstrap import database_fingerprint
from tasuki.adapters.postgres.settings import embedded_server
from tasuki.adapters.postgres.template_database import (
    TemplateDatabase,
    use_database,
)

_HERE = Path(__file__).resolve()
_MARK = hashlib.sha256(str(_HERE).encode()).hexdigest()[:8]
_SOURCE = _HERE.parent.parent / "src" / "tasuki"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", default="", help="folder for pictures of the pages")
    parser.addoption(
        "--year-scale", default="1/20", help="size of the sample year; 1 = 2,000 people"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, so that no process is left alone with one of them at the end."""
    items.sort(key=lambda item: spread.rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> spread.ByFile:
    """However many processes run, a file and what it shares stay in one."""
    return spread.ByFile(config, log)


@pytest.fixture(scope="session", autouse=True)
def loaded_product() -> None:
    """Load every page first: a module that loads while another is patched keeps the patch."""
    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def fresh_language() -> Iterator[None]:
    """A request leaves its language and time zone in the process; no test may depend on that."""
    translation.deactivate()
    timezone.deactivate()
    yield
    translation.deactivate()
    timezone.deactivate()


def _migrate(name: str) -> None:
    use_database(name)
    call_command("migrate", database="owner", verbosity=0)
    call_command("createcachetable", database="owner", verbosity=0)
    use_database(name)


def _fingerprint() -> str:
    files = sorted(
        {
            *_SOURCE.glob("apps/*/migrations/*"),
            *_SOURCE.glob("adapters/postgres/**/*.*"),
            # The guards of the floors are made from these.
            *_SOURCE.glob("apps/upkeep/[dg]*.py"),
            _SOURCE / "core" / "retention.py",
        }
    )
    return database_fingerprint(
        *(path.read_bytes() for path in files if path.suffix in {".py", ".sql"})
    )


@pytest.fixture(scope="session")
def template_database() -> TemplateDatabase:
    """The migrated template; the server keeps running, so the next run starts at once."""
    server = embedded_server(Path(os.environ["TASUKI_DATA"]))
    server.start()
    return TemplateDatabase(server=server, key=_fingerprint(), migrate=_migrate)


@pytest.fixture(scope="session")
def database_name() -> str:
    """One database for each worker process."""
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{_MARK}"


@pytest.fixture(scope="session")
def django_db_setup(template_database, database_name, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        template_database.build()
        template_database.copy(database_name)
        use_database(database_name)
    yield
    with django_db_blocker.unblock():
        use_database(database_name)
        template_database.drop(database_name)


@pytest.fixture
def committed_db(
    django_db_setup, template_database, database_name, django_db_blocker
) -> Iterator[None]:
    """A database whose commits are real; other connections and servers see them."""
    with django_db_blocker.unblock():
        yield
        use_database(database_name)  # closes the connections
        template_database.copy(database_name)
