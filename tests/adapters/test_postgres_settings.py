"""Addresses of the three roles."""

from pathlib import Path

from tasuki.adapters.postgres.bootstrap import administrator_sql
from tasuki.adapters.postgres.settings import databases, role_password

URL = "postgresql://admin:secret@db.example.jp:6543/people?sslmode=require"


def test_embedded_server_is_reached_by_its_folder():
    found = databases(Path("/var/lib/tasuki"), None)

    assert {alias: (v["USER"], v["HOST"], v["NAME"]) for alias, v in found.items()} == {
        "default": ("tasuki_app", "/var/lib/tasuki/postgres", "tasuki"),
        "owner": ("tasuki_owner", "/var/lib/tasuki/postgres", "tasuki"),
        "backup": ("tasuki_backup", "/var/lib/tasuki/postgres", "tasuki"),
    }


def test_external_server_is_reached_by_its_url():
    found = databases(Path("/var/lib/tasuki"), URL)["default"]

    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.jp", "6543", "people")
    assert (found["USER"], found["OPTIONS"]) == ("tasuki_app", {"sslmode": "require"})


def test_each_role_has_its_own_password():
    passwords = {role_password(URL, role) for role in ("tasuki_app", "tasuki_owner", "admin")}

    assert len(passwords) == 3
    assert role_password(URL, "admin") == "secret"


def test_url_without_a_password_sets_none():
    assert role_password("postgresql:///tasuki?host=/run/postgresql", "tasuki_app") == ""


def test_sql_for_the_administrator_makes_roles_database_and_extensions():
    text = administrator_sql(URL, "people")

    assert text.count("create role ") == 3
    assert "create role tasuki_backup login" in text
    assert "bypassrls password" in text
    assert "create database people owner tasuki_owner" in text
    assert "create extension if not exists pg_trgm" in text
