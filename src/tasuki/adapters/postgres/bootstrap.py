"""Prepare a server for Tasuki: roles, database, extensions, rights; and say what is wrong.

``prepare_server`` may run at every start: what exists is left as it is.  On the embedded
server it works as the superuser.  On a server of your own it works as the role that
DATABASE_URL names, and when that role may not do something, the error holds the SQL that an
administrator runs once.
"""

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tasuki.adapters.postgres.settings import (
    APP_ROLE,
    BACKUP_ROLE,
    DATABASE_NAME,
    OWNER_ROLE,
    embedded_server,
    role_address,
    role_password,
)

_NEVER: Final = "login nosuperuser nocreatedb nocreaterole noreplication"
_ROLES: Final = {
    OWNER_ROLE: f"{_NEVER} nobypassrls",
    APP_ROLE: f"{_NEVER} nobypassrls",
    BACKUP_ROLE: f"{_NEVER} bypassrls",
}
_NEW_DATABASE: Final = "template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'"
_EXTENSIONS: Final = ("pg_trgm", "btree_gist")

# What the owner makes in public is at once usable by the two others: a migration that forgets
# a grant fails nowhere, and no migration can grant too much.
_OWNER_RIGHTS: Final = f"""
    revoke create on schema public from public;
    grant usage on schema public to {APP_ROLE}, {BACKUP_ROLE};
    alter default privileges revoke execute on functions from public;
    alter default privileges in schema public
        grant select, insert, update, delete on tables to {APP_ROLE};
    alter default privileges in schema public grant select on tables to {BACKUP_ROLE};
    alter default privileges in schema public grant usage on sequences to {APP_ROLE};
    alter default privileges in schema public grant select on sequences to {BACKUP_ROLE};
    alter default privileges in schema public grant execute on functions to {APP_ROLE};
"""


class ServerNotReadyError(RuntimeError):
    """The server lacks something that only its administrator can give."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason not to serve from a database.

    Attributes:
        code: stable name, for tests and monitoring.
        found: what is so, in a sentence.
        remedy: what to do about it.
    """

    code: str
    found: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.found}: {self.remedy}"


class _Cursor(Protocol):
    def execute(self, query: Any, params: Any = None, /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Any: ...


class HasCursor(Protocol):
    """A connection of Django or of psycopg."""

    def cursor(self) -> AbstractContextManager[Any]:
        """Return a cursor for a ``with`` block."""


def prepare_server(data_dir: Path, url: str | None = None) -> None:
    """Make roles, database, extensions and rights, as far as they are missing.

    Args:
        data_dir: TASUKI_DATA; the embedded server below it is started when ``url`` is None.
        url: DATABASE_URL of an administrator or of tasuki_owner.

    Raises:
        EmbeddedPostgresError: the embedded server does not start.
        ServerNotReadyError: the role of the URL lacks a right; the message holds the SQL.
    """
    if url:
        _prepare_external(url)
        return
    server = embedded_server(data_dir)
    server.start()
    prepare_roles(server.address())
    with psycopg.connect(server.address(), autocommit=True) as connection:
        make_database(connection, DATABASE_NAME)
    prepare_database(server.address(dbname=DATABASE_NAME))


def _prepare_external(url: str) -> None:
    """Prepare a server of the customer's own."""
    name = str(role_address(Path(), url, OWNER_ROLE)["NAME"])
    try:
        passwords = {role: role_password(url, role) for role in _ROLES}
        entrance = url if _can_connect(url, name) else make_conninfo(url, dbname="postgres")
        prepare_roles(entrance, passwords)
        with psycopg.connect(entrance, autocommit=True) as connection:
            make_database(connection, name)
        prepare_database(url)
    except psycopg.errors.InsufficientPrivilege as error:
        raise ServerNotReadyError(
            f"The role of DATABASE_URL may not prepare the server ({error.diag.message_primary}). "
            f"Let an administrator run this once:\n\n{administrator_sql(url, name)}"
        ) from error


def _can_connect(url: str, database: str) -> bool:
    """Return whether the database is there; any other reason not to connect is an error."""
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError as error:
        if f'"{database}" does not exist' not in str(error):
            raise
        return False
    return True


def administrator_sql(url: str, database: str) -> str:
    """Return what an administrator runs when the role of ``url`` may not: it holds passwords."""
    lines = [
        f"create role {role} {attributes} password '{role_password(url, role)}';"
        for role, attributes in _ROLES.items()
    ]
    return "\n".join(
        [
            *lines,
            f"create database {database} owner {OWNER_ROLE} {_NEW_DATABASE};",
            f"\\connect {database}",
            *(f"create extension if not exists {name};" for name in _EXTENSIONS),
            f"set role {OWNER_ROLE};",
            _OWNER_RIGHTS.strip().replace("\n    ", "\n"),
        ]
    )


def prepare_roles(address: str, passwords: dict[str, str] | None = None) -> None:
    """Create the roles that are missing and let the caller act as the owner.

    Args:
        address: connection string of a role that may create roles.
        passwords: password of each role; an empty or missing one sets none.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        for role, attributes in _ROLES.items():
            if _has_row(connection, "select from pg_roles where rolname = %s", role):
                continue
            _create_role(connection, role, attributes, (passwords or {}).get(role, ""))
        if not _has_row(
            connection,
            "select where pg_has_role(current_user, %s, 'set')"
            if connection.info.server_version >= 160_000
            else "select where pg_has_role(current_user, %s, 'member')",
            OWNER_ROLE,
        ):
            connection.execute(f"grant {OWNER_ROLE} to current_user")


def _create_role(connection: psycopg.Connection, role: str, attributes: str, password: str) -> None:
    """Create one role; without the right to grant BYPASSRLS the backup role goes without.

    Backups are then the service's own and ``tasuki verify`` binds one organisation after another.
    """
    secret = sql.SQL(" password {}").format(sql.Literal(password)) if password else sql.SQL("")
    statement = sql.SQL("create role {} {}").format(sql.Identifier(role), sql.SQL(attributes))
    try:
        connection.execute(statement + secret)
    except psycopg.errors.InsufficientPrivilege:
        if role != BACKUP_ROLE:
            raise
        weaker = sql.SQL("create role {} {} nobypassrls").format(
            sql.Identifier(role), sql.SQL(_NEVER)
        )
        connection.execute(weaker + secret)


def make_database(
    connection: psycopg.Connection, name: str, *, template: str | None = None
) -> bool:
    """Create a database owned by tasuki_owner unless it exists; return whether it was made."""
    if _has_row(connection, "select from pg_database where datname = %s", name):
        return False
    # Japanese search needs a character type that knows the letters, whatever the server's own.
    source = (
        sql.SQL("template {}").format(sql.Identifier(template))
        if template
        else sql.SQL(_NEW_DATABASE)
    )
    connection.execute(
        sql.SQL("create database {} owner {} {}").format(
            sql.Identifier(name), sql.Identifier(OWNER_ROLE), source
        )
    )
    return True


def prepare_database(address: str) -> None:
    """Install extensions and set the rights that come before the first migration."""
    with psycopg.connect(address) as connection:
        for name in _EXTENSIONS:
            if not _has_row(connection, "select from pg_extension where extname = %s", name):
                connection.execute(sql.SQL("create extension {}").format(sql.Identifier(name)))
        connection.execute(f"set local role {OWNER_ROLE}")
        connection.execute(_OWNER_RIGHTS)


def _has_row(connection: psycopg.Connection, query: str, *values: str) -> bool:
    return connection.execute(query.encode(), values).fetchone() is not None


# --- What must not be so --------------------------------------------------------------------

_ROLE_QUERY: Final = """
    select rolname, rolsuper, rolbypassrls,
           (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relowner = r.oid and c.relkind in ('r', 'p')
               and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema')
      from pg_roles r where rolname = current_user
"""
_MUST_BE_ON: Final = ("fsync", "full_page_writes")


def find_problems(connection: HasCursor) -> list[Problem]:
    """Return every reason not to serve over this connection; empty means ready.

    Args:
        connection: of the serving role, Django's ``connections["default"]`` or psycopg's.
    """
    with connection.cursor() as cursor:
        return [
            *_role_problems(cursor),
            *_fence_problems(cursor),
            *_search_problems(cursor),
            *_durability_problems(cursor),
        ]


def _role_problems(cursor: _Cursor) -> Sequence[Problem]:
    cursor.execute(_ROLE_QUERY)
    name, is_superuser, may_bypass, owned_count = cursor.fetchone()
    problems = []
    if is_superuser or may_bypass:
        problems.append(
            Problem(
                "role_sees_everything",
                f"the role {name} passes every row-level policy",
                f"serve as {APP_ROLE}, which is neither superuser nor BYPASSRLS",
            )
        )
    if owned_count:
        problems.append(
            Problem(
                "role_owns_tables",
                f"the role {name} owns {owned_count} tables",
                f"give them to {OWNER_ROLE} (reassign owned by {name} to {OWNER_ROLE})",
            )
        )
    return problems


def _fence_problems(cursor: _Cursor) -> Sequence[Problem]:
    cursor.execute("select to_regclass('tasuki.unfenced') is not null")
    if not cursor.fetchone()[0]:
        return [
            Problem(
                "not_migrated",
                "the schema tasuki is missing",
                "run tasuki migrate (migrate --database=owner)",
            )
        ]
    cursor.execute("select object, reason from tasuki.unfenced order by object, reason")
    return [
        Problem(
            "unfenced", f"{name} stands outside the fence ({reason})", "fence it in a migration"
        )
        for name, reason in cursor.fetchall()
    ]


def _search_problems(cursor: _Cursor) -> Sequence[Problem]:
    cursor.execute("select count(*) = 1 from pg_extension where extname = 'pg_trgm'")
    if not cursor.fetchone()[0]:
        return [Problem("no_trigrams", "pg_trgm is missing", "create extension pg_trgm")]
    cursor.execute("select cardinality(show_trgm('営業')) > 0")
    if cursor.fetchone()[0]:
        return []
    return [
        Problem(
            "japanese_not_searchable",
            "the database's character type does not know Japanese letters",
            "create the database with lc_ctype 'C.UTF-8' and restore into it",
        )
    ]


def _durability_problems(cursor: _Cursor) -> Sequence[Problem]:
    problems = []
    for name in (*_MUST_BE_ON, "synchronous_commit"):
        cursor.execute("select current_setting(%s)", [name])
        value = cursor.fetchone()[0]
        if value == "off":
            problems.append(
                Problem(
                    f"{name}_off",
                    f"{name} is off, so an acknowledged commit can be lost",
                    f"set {name} = on and reload the server",
                )
            )
    return problems


def database_fingerprint(*parts: bytes) -> str:
    """Return twelve hex digits that change when one of the parts does."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:12]
