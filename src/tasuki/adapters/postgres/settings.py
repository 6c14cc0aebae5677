"""Where the databases are: the three roles of one PostgreSQL, embedded or your own."""

import hashlib
import hmac
import os
from pathlib import Path
from typing import Any, Final

from psycopg.conninfo import conninfo_to_dict

from tasuki.adapters.postgres.embedded import PORT, EmbeddedPostgres

DATABASE_NAME: Final = "tasuki"
OWNER_ROLE: Final = "tasuki_owner"
APP_ROLE: Final = "tasuki_app"
BACKUP_ROLE: Final = "tasuki_backup"
ROLE_OF_ALIAS: Final = {"default": APP_ROLE, "owner": OWNER_ROLE, "backup": BACKUP_ROLE}

# What Django has fields of its own for; the rest of a URL (sslmode, ...) goes to OPTIONS.
_DJANGO_KEYS: Final = frozenset({"host", "port", "dbname", "user", "password"})


def default_data_dir() -> Path:
    """Return the data folder when TASUKI_DATA is not set.

    Root's home folder is closed to the account that runs the server, hence another place.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/tasuki")
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "tasuki"


def embedded_server(data_dir: Path) -> EmbeddedPostgres:
    """Return the embedded server of a data folder (TASUKI_DATA), running or not."""
    return EmbeddedPostgres(data_dir=data_dir.absolute() / "postgres")


def databases(data_dir: Path, url: str | None) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: ``default`` serves, ``owner`` migrates, ``backup`` reads all.

    Args:
        data_dir: TASUKI_DATA; the embedded server keeps its files in ``postgres`` below it.
        url: DATABASE_URL of an administrator or of tasuki_owner; None for the embedded server.
    """
    return {
        alias: {
            "ENGINE": "django.db.backends.postgresql",
            **role_address(data_dir, url, role),
            # A pooler hands a server connection to somebody else between two statements.
            "DISABLE_SERVER_SIDE_CURSORS": True,
            "CONN_MAX_AGE": 60 if alias == "default" else 0,
            "CONN_HEALTH_CHECKS": alias == "default",
        }
        for alias, role in ROLE_OF_ALIAS.items()
    }


def role_address(data_dir: Path, url: str | None, role: str) -> dict[str, Any]:
    """Return the entries of DATABASES that say where the database is and who asks."""
    if not url:
        server = embedded_server(data_dir)
        return {
            "NAME": DATABASE_NAME,
            "HOST": str(server.data_dir),
            "PORT": str(PORT),
            "USER": role,
            "PASSWORD": "",
        }
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    return {
        "NAME": parts.get("dbname", DATABASE_NAME),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "USER": role,
        "PASSWORD": role_password(url, role),
        "OPTIONS": {name: value for name, value in parts.items() if name not in _DJANGO_KEYS},
    }


def role_password(url: str, role: str) -> str:
    """Return the password of one of our roles on an external server.

    The role that the URL names keeps its own.  The others get one that follows from it, so
    that every machine with the same DATABASE_URL agrees and nothing has to be stored; who
    knows the URL could set them anyway.  Without a password in the URL there is none.
    """
    parts = conninfo_to_dict(url)
    secret = str(parts.get("password") or "")
    if not secret or parts.get("user") == role:
        return secret
    return hmac.new(secret.encode(), f"tasuki role {role}".encode(), hashlib.sha256).hexdigest()
