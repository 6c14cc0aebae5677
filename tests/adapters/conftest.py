"""A server of their own for the tests of the PostgreSQL adapter, with Django on it."""

import pytest
from django.conf import settings
from django.db import connections
from tests.proofs.cluster import DATABASE, private_cluster

ALIASES = {"default": "tasuki_app", "owner": "tasuki_owner", "backup": "tasuki_backup"}


@pytest.fixture(scope="session")
def cluster():
    with private_cluster() as running:
        yield running


@pytest.fixture(scope="module")
def django_on_cluster(cluster, django_db_blocker):
    """Point Django's aliases at the private cluster for one module."""
    before = {alias: dict(connections[alias].settings_dict) for alias in ALIASES}
    connections.close_all()
    for alias, role in ALIASES.items():
        connections[alias].settings_dict.update(
            NAME=DATABASE, HOST=str(cluster.server.data_dir), PORT="5432", USER=role, PASSWORD=""
        )
    assert settings.configured
    with django_db_blocker.unblock():
        yield cluster
        connections.close_all()
    for alias, values in before.items():
        connections[alias].settings_dict.update(values)
