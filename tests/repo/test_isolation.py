"""Isolation, table by table, as the serving role: what another organisation has is not there."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from tests.factories import make_organisation
from tests.model_factories import make_row
from tests.repo.tables import fenced_models, name_of, shared_models, tenant_models, viewer_models

from tasuki.adapters.postgres.context import bound
from tasuki.core.access import OrganisationKind

# A check of law runs before the fence and finds none of the papers of the other one (H1, H2, H4).
REFUSAL = r"row-level security|permission denied|^H[124]: |\(H2\)"

pytestmark = pytest.mark.django_db


def sql_count(table, key):
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}" where id = %s', [key])
        return cursor.fetchone()[0]


def run_sql(statement, values=()):
    """Return how many rows a statement touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def touched_rows(statement, key):
    """Return how many rows were touched; a statement without the right touches none."""
    try:
        return run_sql(statement, [key])
    except ProgrammingError:  # permission denied
        return 0


@pytest.fixture
def two():
    return (
        make_organisation(OrganisationKind.COMPANY),
        make_organisation(OrganisationKind.AGENCY),
    )


@pytest.mark.parametrize("model", tenant_models(), ids=name_of)
def test_a_row_is_seen_by_its_organisation_and_nobody_else(model, two):
    mine, other = two
    row = make_row(model, mine)
    table = model._meta.db_table

    with bound(mine.pk, None):
        assert sql_count(table, row.pk) == 1
    with bound(other.pk, None):
        assert (model._default_manager.count(), sql_count(table, row.pk)) == (0, 0)
    assert (model._default_manager.count(), sql_count(table, row.pk)) == (0, 0)


@pytest.mark.parametrize("model", tenant_models(), ids=name_of)
def test_a_foreign_row_is_neither_changed_nor_deleted(model, two):
    mine, other = two
    row = make_row(model, mine)
    table = model._meta.db_table

    with bound(other.pk, None):
        for statement in (
            f'update "{table}" set organisation_id = {other.pk} where id = %s',
            f'delete from "{table}" where id = %s',
        ):
            assert touched_rows(statement, row.pk) == 0
    with bound(mine.pk, None):
        assert sql_count(table, row.pk) == 1


@pytest.mark.parametrize("model", fenced_models() + shared_models(), ids=name_of)
def test_no_row_is_written_in_the_name_of_another(model, two):
    mine, other = two
    row = make_row(model, mine)
    row.pk = None if model._meta.pk.get_internal_type() == "BigAutoField" else type(row.pk)(int=1)
    row._state.adding = True

    with (
        bound(other.pk, None),
        pytest.raises(DatabaseError, match=REFUSAL),
        transaction.atomic(),
    ):
        row.save(force_insert=True)


@pytest.mark.parametrize("model", fenced_models(), ids=name_of)
def test_a_row_is_not_handed_over_to_another(model, two):
    mine, other = two
    row = make_row(model, mine)

    with bound(mine.pk, None), pytest.raises(DatabaseError):
        run_sql(
            f'update "{model._meta.db_table}" set organisation_id = %s where id = %s',
            [other.pk, row.pk],
        )


@pytest.mark.parametrize("model", viewer_models(), ids=name_of)
def test_nobody_writes_himself_into_the_viewers(model, two):
    mine, other = two
    row = make_row(model, mine)

    with bound(other.pk, None), pytest.raises(DatabaseError, match="permission denied"):
        run_sql(
            f'insert into "{model._meta.db_table}" (organisation_id, subject_id) values (%s, %s)',
            [other.pk, row.subject_id],
        )


@pytest.mark.parametrize("model", shared_models(), ids=name_of)
def test_only_the_keeper_shows_a_shared_row_and_only_to_whom_it_names(model, two):
    mine, other = two
    third = make_organisation(OrganisationKind.COMPANY)
    row = make_row(model, mine)
    show = f"select tasuki.show_{model._meta.db_table}(%s, %s)"

    with bound(other.pk, None), pytest.raises(DatabaseError, match="only the keeper"):
        run_sql(show, [row.pk, other.pk])
    with bound(mine.pk, None):
        run_sql(show, [row.pk, other.pk])

    for organisation, seen in ((mine, 1), (other, 1), (third, 0)):
        with bound(organisation.pk, None):
            assert sql_count(model._meta.db_table, row.pk) == seen
    with bound(other.pk, None):
        assert run_sql(f'update "{model._meta.db_table}" set created_at = now()') == 0


@pytest.mark.parametrize(
    "model",
    [
        model
        for model in fenced_models()
        if any(
            field.is_relation and field.related_model in tenant_models()
            for field in model._meta.local_fields
        )
    ],
    ids=name_of,
)
def test_a_key_cannot_name_a_row_of_another_organisation(model, two):
    mine, other = two
    link = next(
        field
        for field in model._meta.local_fields
        if field.is_relation and field.related_model in tenant_models()
    )
    foreign = make_row(link.related_model, other)

    def name_it():
        make_row(model, mine, **{link.name: foreign})
        run_sql("set constraints all immediate")

    with pytest.raises(DatabaseError), transaction.atomic():
        name_it()
