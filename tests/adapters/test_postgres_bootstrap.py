"""Roles and rights on the embedded server, and on a server of one's own."""

import psycopg
import pytest

from tasuki.adapters.postgres import bootstrap
from tasuki.adapters.postgres.bootstrap import ServerNotReadyError, find_problems, prepare_server


def external_url(cluster, role, database="proof"):
    return f"postgresql://{role}:secret@/{database}?host={cluster.server.data_dir}"


@pytest.fixture
def administrator(cluster):
    """A role as managed services give it: may create roles and databases, no superuser."""
    with cluster.connect("postgres") as connection:
        connection.execute("create role managed login createrole createdb")
        connection.execute("grant tasuki_owner to managed")
    yield "managed"
    with cluster.connect("postgres") as connection:
        connection.execute("drop owned by managed cascade; drop role managed")


def test_roles_are_as_weak_as_promised(cluster):
    with cluster.connect("tasuki_app") as connection:
        rows = connection.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
            " where rolname like 'tasuki%' order by rolname"
        ).fetchall()

    assert rows == [
        ("tasuki_app", False, False, False, False),
        ("tasuki_backup", False, True, False, False),
        ("tasuki_owner", False, False, False, False),
    ]


def test_tables_of_the_owner_are_usable_at_once_and_not_more(cluster):
    with cluster.connect("tasuki_owner") as owner:
        owner.execute("create table fresh (id bigint generated always as identity)")
        try:
            rights = cluster.value(
                "select string_agg(grantee || ' ' || privilege_type, ', ' order by 1, 2)".replace(
                    "order by 1, 2", "order by grantee, privilege_type"
                )
                + " from information_schema.role_table_grants"
                " where table_name = 'fresh' and grantee like 'tasuki%%'"
                " and grantee <> 'tasuki_owner'",
                role="postgres",
            )
        finally:
            owner.execute("drop table fresh")

    assert rights == (
        "tasuki_app DELETE, tasuki_app INSERT, tasuki_app SELECT, tasuki_app UPDATE, "
        "tasuki_backup SELECT"
    )


def test_preparing_again_changes_nothing(cluster, administrator, tmp_path):
    prepare_server(tmp_path, external_url(cluster, "postgres"))
    prepare_server(tmp_path, external_url(cluster, administrator))

    with cluster.connect("tasuki_app") as connection:
        assert find_problems(connection) == []


def test_missing_database_is_made_on_a_server_of_ones_own(cluster, administrator, tmp_path):
    prepare_server(tmp_path, external_url(cluster, administrator, "customers_own"))
    with psycopg.connect(cluster.address("tasuki_app", "customers_own")) as connection:
        found = [problem.code for problem in find_problems(connection)]
    with cluster.connect("postgres") as connection:
        connection.execute("drop database customers_own")

    assert found == ["not_migrated"]


def test_server_that_does_not_answer_is_an_error_of_its_own(tmp_path):
    with pytest.raises(psycopg.OperationalError):
        prepare_server(tmp_path, f"postgresql://admin@/proof?host={tmp_path}")


def test_role_without_rights_is_told_the_sql(cluster, tmp_path):
    with pytest.raises(ServerNotReadyError, match="create role tasuki_owner login"):
        prepare_server(tmp_path, external_url(cluster, "tasuki_app"))


def test_database_that_loses_commits_is_a_problem(cluster):
    with cluster.connect("tasuki_app") as connection:
        connection.execute("set synchronous_commit = off")
        found = [problem.code for problem in find_problems(connection)]

    assert found == ["synchronous_commit_off"]


def test_database_without_migrations_is_a_problem(cluster):
    with psycopg.connect(cluster.address("tasuki_app", "postgres")) as connection:
        found = [problem.code for problem in find_problems(connection)]

    assert found == ["not_migrated", "no_trigrams"]


def test_every_problem_says_what_to_do(cluster):
    with psycopg.connect(cluster.address("postgres", "postgres")) as connection:
        problems = find_problems(connection)

    assert all(isinstance(problem, bootstrap.Problem) and problem.remedy for problem in problems)
    assert str(problems[0]) == (
        "the role postgres passes every row-level policy: "
        "serve as tasuki_app, which is neither superuser nor BYPASSRLS"
    )
