"""Databases for tests: migrate once, copy the result as often as needed.

The template's name holds a hash of what made it, so a change of a migration makes a new one
and an old one is dropped.  A copy takes a fraction of a second.  A test that commits gets a new
copy afterwards: the append-only tables can be neither truncated nor emptied.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg
from django.db import connections
from psycopg import sql

from tasuki.adapters.postgres.bootstrap import make_database, prepare_database, prepare_roles
from tasuki.adapters.postgres.embedded import EmbeddedPostgres

_PREFIX: Final = "tasuki_template_"
_LOCK_NUMBER: Final = 7_309_453_174_121
_NAME_FORM: Final = re.compile(r"^[a-z_][a-z0-9_]{0,62}$")


@dataclass(frozen=True, kw_only=True)
class TemplateDatabase:
    """One migrated database and its copies.

    Attributes:
        server: running embedded server.
        key: changes when the migrations change, for example from ``database_fingerprint``;
            lower-case letters and digits.
        migrate: called with the name of the empty database; migrates it and leaves no
            connection open.
        prefix: of the template's name; another kind of template has another one.
    """

    server: EmbeddedPostgres
    key: str
    migrate: Callable[[str], None]
    prefix: str = _PREFIX

    @property
    def name(self) -> str:
        """Name of the template."""
        return _checked(f"{self.prefix}{self.key}")

    def build(self) -> bool:
        """Make the template unless it is there; return whether this call made it.

        Several processes may call at once: the first one builds and the others wait.
        """
        with self._administrator() as connection:
            connection.execute("select pg_advisory_lock(%s)", [_LOCK_NUMBER])
            prepare_roles(self.server.address())
            if self._is_whole(connection):
                return False
            self._drop_templates(connection)
            make_database(connection, self.name)
            prepare_database(self.server.address(dbname=self.name))
            self.migrate(self.name)
            # Set last: a template whose migration broke off is never taken for a whole one.
            connection.execute(
                sql.SQL("comment on database {} is 'whole'").format(sql.Identifier(self.name))
            )
            return True

    def copy(self, name: str) -> None:
        """Make the database ``name`` a fresh copy of the template, ending its connections."""
        with self._administrator() as connection:
            _drop(connection, _checked(name))
            make_database(connection, name, template=self.name)

    def drop(self, name: str) -> None:
        """Drop a copy, ending its connections."""
        with self._administrator() as connection:
            _drop(connection, _checked(name))

    @contextmanager
    def _administrator(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.server.address(), autocommit=True) as connection:
            yield connection

    def _is_whole(self, connection: psycopg.Connection) -> bool:
        row = connection.execute(
            "select shobj_description(oid, 'pg_database') = 'whole' from pg_database"
            " where datname = %s",
            [self.name],
        ).fetchone()
        return row is not None and bool(row[0])

    def _drop_templates(self, connection: psycopg.Connection) -> None:
        """Drop this template when it is half made, and those of former migrations."""
        rows = connection.execute(
            "select datname from pg_database where starts_with(datname, %s)", [self.prefix]
        ).fetchall()
        for (name,) in rows:
            _drop(connection, name)


def use_database(name: str) -> None:
    """Let all aliases of Django use the database ``name`` from now on."""
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
        connections.settings[alias]["NAME"] = name


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(
        sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    )


def _checked(name: str) -> str:
    if not _NAME_FORM.match(name):
        raise ValueError(f"{name!r} is no database name of ours: a-z, 0-9 and _, 63 at most")
    return name
