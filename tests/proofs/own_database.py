"""A database of its own for a proof that runs the product itself, from the command line too."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.db import connections
from django.test import utils as test_utils
from tests import conftest as harness

from tasuki.adapters.postgres.settings import embedded_server
from tasuki.adapters.postgres.template_database import (
    TemplateDatabase,
    use_database,
)
from tasuki.api.throttling import CallerThrottle

NO_LIMIT = 1_000_000_000


@contextmanager
def own_database() -> Iterator[None]:
    """Let Django work on a fresh copy of the migrated template inside the block."""
    server = embedded_server(Path(os.environ["TASUKI_DATA"]))
    server.start()
    template = TemplateDatabase(server=server, key=harness._fingerprint(), migrate=harness._migrate)
    calls_before = CallerThrottle.calls_per_window
    CallerThrottle.calls_per_window = NO_LIMIT
    before = connections["default"].settings_dict["NAME"]
    name = f"proof_{os.getpid()}"
    # Answers of 4xx and 5xx are counted by the proofs; the log would only repeat them.
    log = logging.getLogger("django.request")
    log_level_before = log.level
    log.setLevel(logging.CRITICAL)
    is_bare = not hasattr(test_utils._TestState, "saved_data")
    if is_bare:
        test_utils.setup_test_environment()
    try:
        template.build()
        template.copy(name)
        use_database(name)
        yield
    finally:
        log.setLevel(log_level_before)
        CallerThrottle.calls_per_window = calls_before
        use_database(before)
        template.drop(name)
        if is_bare:
            test_utils.teardown_test_environment()
