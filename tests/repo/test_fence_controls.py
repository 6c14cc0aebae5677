"""Controls of the catalogue tests: each damage to the fence is found."""

import psycopg
import pytest
from django.db import connection, connections

from tasuki.adapters.postgres.bootstrap import find_problems

DAMAGES = {
    "a table without a policy": (
        "create table planted (id bigint primary key, organisation_id bigint)",
        "no enabled and forced policy",
    ),
    "the policy off": (
        "alter table orgs_membership disable row level security",
        "no enabled and forced policy",
    ),
    "the owner let through": (
        "alter table orgs_membership no force row level security",
        "no enabled and forced policy",
    ),
    "a policy that is always true": (
        "create policy planted on orgs_membership using (true)",
        "lets the serving role pass always",
    ),
    "a view with the rights of its owner": (
        "create view planted as select * from orgs_membership",
        "view works with the rights of its owner",
    ),
    "a materialised view": (
        "create materialized view planted as select * from orgs_membership",
        "materialised view keeps the rows of everybody",
    ),
    "truncate granted": (
        "grant truncate on orgs_membership to tasuki_app",
        "may truncate it",
    ),
    "a definer function without a path": (
        "create function planted() returns int language sql security definer return 1",
        "definer function without a fixed search path",
    ),
}


def as_owner(statement):
    values = connections["owner"].settings_dict
    with psycopg.connect(
        host=values["HOST"],
        port=values["PORT"],
        dbname=values["NAME"],
        user=values["USER"],
        password=values["PASSWORD"],
    ) as owner:
        owner.execute(statement)


@pytest.mark.parametrize(("statement", "reason"), DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_to_the_fence_stops_the_start(committed_db, statement, reason):
    assert find_problems(connection) == []

    as_owner(statement)

    assert [reason in str(problem) for problem in find_problems(connection)] == [True]
