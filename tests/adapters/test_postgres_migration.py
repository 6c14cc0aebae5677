"""Fence, Share and OwnerReads on real tables, tried as the serving role."""

import uuid

import pytest
from django.contrib.postgres.functions import RandomUUID
from django.db import (
    DatabaseError,
    IntegrityError,
    connection,
    connections,
    migrations,
    models,
    transaction,
)
from django.db.migrations.state import ProjectState
from django.db.models.functions import Now

from tasuki.adapters.postgres.bootstrap import find_problems
from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.migration import Fence, OwnerReads, RunSqlFile, Share
from tasuki.adapters.postgres.shared import SharedRows

KEY = models.UUIDField(primary_key=True, default=uuid.uuid4)


def organisation():
    return models.ForeignKey("sample.Organisation", models.PROTECT, related_name="+")


def operations():
    tied = {"on_delete": models.PROTECT, "db_constraint": False, "related_name": "+"}
    return [
        migrations.CreateModel("Organisation", [("id", models.BigAutoField(primary_key=True))]),
        migrations.CreateModel(
            "Person", [("id", KEY), ("organisation", organisation()), ("name", models.TextField())]
        ),
        migrations.CreateModel(
            "Slot",
            [
                ("id", KEY),
                ("organisation", organisation()),
                ("state", models.TextField(default="granted")),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
            bases=(SharedRows,),
        ),
        migrations.CreateModel(
            "SlotViewer",
            [
                ("id", models.UUIDField(primary_key=True, db_default=RandomUUID())),
                ("organisation", organisation()),
                ("slot", models.ForeignKey("sample.Slot", models.PROTECT, related_name="+")),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
        ),
        migrations.CreateModel(
            "Application",
            [
                ("id", KEY),
                ("organisation", organisation()),
                ("person", models.ForeignKey("sample.Person", null=True, **tied)),
                ("slot", models.ForeignKey("sample.Slot", null=True, **tied)),
            ],
        ),
        Fence("Person"),
        Share("Slot", "SlotViewer"),
        Fence("Application", through={"slot": "SlotViewer"}),
    ]


def run(steps, state):
    with connections["owner"].schema_editor(atomic=True) as editor:
        for step in steps:
            before, state = state, state.clone()
            step.state_forwards("sample", state)
            step.database_forwards("sample", editor, before, state)
    return state


@pytest.fixture(scope="module")
def state(django_on_cluster):
    made = run(operations(), ProjectState())
    with connection.cursor() as cursor:
        cursor.execute("insert into sample_organisation select from generate_series(1, 3)")
    yield made
    with connections["owner"].cursor() as cursor:
        for name in ("application", "slotviewer", "slot", "person", "organisation"):
            cursor.execute(f"drop table if exists sample_{name} cascade")


@pytest.fixture
def table(state):
    """Return the models, inside a transaction that is undone."""
    with transaction.atomic():
        yield lambda name: state.apps.get_model("sample", name)
        transaction.set_rollback(True)


def test_serving_role_finds_no_problem(state):
    assert find_problems(connection) == []


def test_table_without_a_fence_is_found(state):
    with connections["owner"].cursor() as cursor:
        cursor.execute("create table forgotten (organisation_id bigint)")
        try:
            found = [(problem.code, problem.found) for problem in find_problems(connection)]
        finally:
            cursor.execute("drop table forgotten")

    assert found == [
        ("unfenced", "forgotten stands outside the fence (no enabled and forced policy)")
    ]


def test_policy_that_is_always_true_is_found(state):
    with connections["owner"].cursor() as cursor:
        cursor.execute("create policy open on sample_person using (true)")
        try:
            found = [problem.found for problem in find_problems(connection)]
        finally:
            cursor.execute("drop policy open on sample_person")

    assert found == [
        "sample_person stands outside the fence (policy open lets the serving role pass always)"
    ]


def test_owner_and_superuser_must_not_serve(state, cluster):
    with cluster.connect("postgres") as superuser:
        as_superuser = {problem.code for problem in find_problems(superuser)}
    as_owner = {problem.code for problem in find_problems(connections["owner"])}

    assert as_superuser == {"role_sees_everything"}
    assert as_owner == {"role_owns_tables"}


def test_operations_may_run_again(state):
    again = [step for step in operations() if isinstance(step, Fence | Share)]

    run(again, state)

    assert find_problems(connection) == []


def test_sql_files_may_run_again(state):
    run([RunSqlFile("tenancy.sql"), RunSqlFile("ledger.sql")], state)

    assert find_problems(connection) == []


def test_organisation_sees_its_own_rows_only(table):
    person = table("Person")
    with bound(1, None):
        person.objects.create(organisation_id=1, name="ヤマダ")
    with bound(2, None):
        seen_by_other = person.objects.count()
    seen_by_nobody = person.objects.count()
    with bound(1, None):
        seen_by_owner = person.objects.count()

    assert (seen_by_other, seen_by_nobody, seen_by_owner) == (0, 0, 1)


def test_row_of_another_organisation_is_not_written(table):
    person = table("Person")

    with pytest.raises(DatabaseError, match="row-level security"), bound(1, None):
        person.objects.create(organisation_id=2, name="ヤマダ")


def test_owner_obeys_the_policy(state):
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from sample_person")
        assert cursor.fetchone() == (0,)


def apply(model, organisation_id, **keys):
    """Write a row and let the deferred keys be checked now."""
    with bound(organisation_id, None):
        model.objects.create(organisation_id=organisation_id, **keys)
        connection.cursor().execute("set constraints all immediate")


def test_key_of_another_organisations_row_is_refused(table):
    person, application = table("Person"), table("Application")
    with bound(1, None):
        foreign = person.objects.create(organisation_id=1, name="ヤマダ")

    with pytest.raises(IntegrityError, match="organisation_fk"):
        apply(application, 2, person_id=foreign.pk)


def test_key_of_an_own_row_is_accepted(table):
    person, application = table("Person"), table("Application")
    with bound(1, None):
        own = person.objects.create(organisation_id=1, name="ヤマダ")
    apply(application, 1, person_id=own.pk)

    with bound(1, None):
        assert application.objects.count() == 1


def show(slot, viewer):
    with connection.cursor() as cursor:
        cursor.execute("select tasuki.show_sample_slot(%s, %s)", [slot.pk, viewer])


def test_shared_row_is_seen_by_keeper_and_viewer_and_nobody_else(table):
    slots, viewers = table("Slot"), table("SlotViewer")
    with bound(1, None):
        slot = slots.objects.create(organisation_id=1)
        before = viewers.objects.count()
        show(slot, 2)
        show(slot, 2)
    counts = []
    for organisation_id in (1, 2, 3):
        with bound(organisation_id, None):
            counts.append((slots.objects.count(), viewers.objects.count()))

    assert before == 1
    assert counts == [(1, 1), (1, 1), (0, 0)]


def test_shared_row_knows_the_defaults_of_the_database(table):
    with bound(1, None):
        made = table("Slot").objects.create(organisation_id=1)
        stored = table("Slot").objects.get()

    assert made.created_at == stored.created_at


def test_viewer_neither_writes_nor_passes_on(table):
    slots = table("Slot")
    with bound(1, None):
        slot = slots.objects.create(organisation_id=1)
        show(slot, 2)
    with bound(2, None):
        changed = slots.objects.update(state="used")
    with pytest.raises(DatabaseError, match="only the keeper"), bound(2, None):
        show(slot, 3)
    with bound(1, None):
        changed_by_keeper = slots.objects.update(state="used")

    assert (changed, changed_by_keeper) == (0, 1)


def test_visibility_is_written_by_the_functions_only(table):
    slots, viewers = table("Slot"), table("SlotViewer")
    with bound(1, None):
        slot = slots.objects.create(organisation_id=1)
    with pytest.raises(DatabaseError, match="permission denied"), bound(3, None):
        viewers.objects.create(organisation_id=3, slot_id=slot.pk)


def test_key_of_a_shared_row_needs_visibility(table):
    slots, application = table("Slot"), table("Application")
    with bound(1, None):
        slot = slots.objects.create(organisation_id=1)
        show(slot, 2)
    apply(application, 2, slot_id=slot.pk)

    with pytest.raises(IntegrityError, match="organisation_fk"):
        apply(application, 3, slot_id=slot.pk)


def test_definer_function_reads_without_a_context_only_behind_an_open_door(state, cluster):
    look = "select tasuki.count_people()"
    with cluster.connect("tasuki_owner") as owner:
        owner.execute(
            "create function tasuki.count_people() returns bigint language sql security definer"
            " set search_path = pg_catalog, pg_temp as 'select count(*) from public.sample_person'"
        )
        owner.execute("grant execute on function tasuki.count_people() to tasuki_app")
        with owner.transaction():
            owner.execute("select tasuki.bind(1, null)")
            owner.execute(
                "insert into sample_person (id, organisation_id, name)"
                " values (gen_random_uuid(), 1, 'ヤマダ')"
            )

        closed = cluster.value(look, role="tasuki_app")
        run([OwnerReads("Person"), OwnerReads("Person")], state)
        opened = cluster.value(look, role="tasuki_app")
        direct = cluster.value("select count(*) from sample_person", role="tasuki_app")
        problems = find_problems(connection)

        owner.execute("drop policy owner_reads on sample_person")
        owner.execute("drop function tasuki.count_people()")
        with owner.transaction():
            owner.execute("select tasuki.bind(1, null)")
            owner.execute("delete from sample_person")

    assert (closed, opened, direct) == (0, 1, 0)
    assert problems == []
