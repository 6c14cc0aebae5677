"""Copies of a migrated database."""

import psycopg
import pytest

from tasuki.adapters.postgres.template_database import TemplateDatabase

COPY = "copy_of_template"


@pytest.fixture
def template(cluster):
    """A template whose only migration makes a table with one row."""

    def migrate(name):
        with psycopg.connect(cluster.address("tasuki_owner", name)) as connection:
            connection.execute("create table sample as select 1 as number")

    made = TemplateDatabase(server=cluster.server, key="abc", migrate=migrate)
    yield made
    made.drop(COPY)
    made.drop(made.name)


def numbers(cluster, statement="select number from sample order by 1"):
    with psycopg.connect(cluster.address("tasuki_app", COPY)) as connection:
        return [row[0] for row in connection.execute(statement).fetchall()]


def test_second_build_finds_the_template(template):
    assert [template.build(), template.build()] == [True, False]


def test_new_copy_forgets_what_was_committed(template, cluster):
    template.build()
    template.copy(COPY)
    committed = numbers(cluster, "insert into sample values (2) returning number")
    dirty = numbers(cluster)
    template.copy(COPY)

    assert (committed, dirty, numbers(cluster)) == ([2], [1, 2], [1])


def test_template_of_a_broken_migration_is_made_again(template, cluster):
    def fail(name):
        raise RuntimeError(name)

    broken = TemplateDatabase(server=cluster.server, key="abc", migrate=fail)
    with pytest.raises(RuntimeError, match="tasuki_template_abc"):
        broken.build()

    assert template.build() is True


def test_template_of_former_migrations_is_dropped(template, cluster):
    template.build()
    newer = TemplateDatabase(server=cluster.server, key="def", migrate=template.migrate)
    newer.build()
    names = cluster.value(
        "select array_agg(datname) from pg_database where datname like 'tasuki_template%%'"
    )
    newer.drop(newer.name)

    assert names == ["tasuki_template_def"]


def test_name_with_other_letters_is_refused(template):
    with pytest.raises(ValueError, match="no database name"):
        template.copy('x"; drop database proof')
