"""Operations for migrations: run an SQL file, fence a table, share an object, open a door.

All of them work on tables that the same or an earlier migration made, and may be repeated.
Order inside a migration: first every ``CreateModel`` and ``AddField``, then ``Fence`` for the
referenced tables before the referring ones.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import names_digest
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.migrations.state import ProjectState

SQL_FOLDER: Final = Path(__file__).parent / "sql"
_NAME_LENGTH_MAX: Final = 63


class _ServerOperation(Operation):
    """An operation that changes the server and not Django's picture of the models."""

    reduces_to_sql = True
    reversible = True
    elidable = False

    def state_forwards(self, app_label: str, state: "ProjectState") -> None:
        """Leave the picture as it is."""

    def statements(self, app_label: str, state: "ProjectState") -> Iterator[str]:
        """Yield the statements of the way forwards."""
        raise LookupError(f"{type(self).__name__} of {app_label} has no statements")

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        """Run the statements."""
        for statement in self.statements(app_label, to_state):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        """Leave the fence standing: dropping the table removes it, and nothing else may."""


class RunSqlFile(_ServerOperation):
    """Run a file of statements.

    Args:
        path: name of a file in this package's folder ``sql``, or an absolute path.
        reverse: statements of the way back; empty leaves everything in place.
    """

    def __init__(self, path: str | Path, reverse: str = "") -> None:
        self.path = path
        self.reverse = reverse

    def statements(self, app_label: str, state: "ProjectState") -> Iterator[str]:
        """Yield the file as it is; the server takes several statements at once."""
        yield (SQL_FOLDER / self.path).read_text(encoding="utf-8")

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        """Run the statements of the way back."""
        if self.reverse:
            schema_editor.execute(self.reverse, params=None)

    def describe(self) -> str:
        """Say it in one line."""
        return f"Run {Path(self.path).name}"


class Fence(_ServerOperation):
    """Put a table behind the policy of its organisation and tie its keys to the organisation.

    Adds the unique key ``(organisation_id, id)``; and for every foreign key that the model
    declares with ``db_constraint=False`` towards a model with an ``organisation``, a foreign
    key over both columns, so that a row of another organisation cannot be named.  PostgreSQL
    checks foreign keys past the policies: a plain one would accept an invisible row.

    Args:
        model_name: model with a field ``organisation``.
        through: field name -> visibility model, for foreign keys to a shared object.  The key
            then points at the visibility row: only what the organisation sees can be named.
    """

    is_fenced = True

    def __init__(self, model_name: str, through: Mapping[str, str] | None = None) -> None:
        self.model_name = model_name
        self.through = dict(through or {})

    def statements(self, app_label: str, state: "ProjectState") -> Iterator[str]:
        """Yield policy, unique key and foreign keys."""
        model = state.apps.get_model(app_label, self.model_name)
        organisation = _organisation_column(model)
        if self.is_fenced:
            yield f"call tasuki.fence('public.{_quote(_table(model))}')"
        yield from _add_unique(model, organisation, _key_column(model))
        for field in _tied_fields(model):
            yield from self._tie(app_label, state, field)

    def _tie(
        self, app_label: str, state: "ProjectState", field: "models.ForeignKey[Any, Any]"
    ) -> Iterator[str]:
        model, target = field.model, _target(field)
        target_column = _key_column(target)
        if field.name in self.through:
            visibility = _find_model(state, app_label, self.through[field.name])
            target_column = _link_field(visibility, target).column
            target = visibility
        yield from _add_constraint(
            model,
            _constraint_name(model, field.column, "organisation_fk"),
            f"foreign key ({_quote(_organisation_column(model))}, {_quote(str(field.column))}) "
            f"references public.{_quote(_table(target))} "
            f"({_quote(_organisation_column(target))}, {_quote(target_column)}) "
            "deferrable initially deferred",
        )

    def describe(self) -> str:
        """Say it in one line."""
        return f"Fence {self.model_name} by organisation"


class TieKeys(Fence):
    """Tie the keys of a shared table to its keeper; ``Share`` brings the policies.

    A shared table gets no fence: "mine or shared" in two policies would scan the table.
    """

    is_fenced = False

    def describe(self) -> str:
        """Say it in one line."""
        return f"Tie the keys of {self.model_name} to its keeper"


class Share(_ServerOperation):
    """Let more than one organisation see the rows of a table; only the keeper writes them.

    The keeper is the row's ``organisation``.  Every viewer, the keeper included, has one row
    in the visibility table, and lists start from there.  The trigger shows a new row to its
    keeper; ``tasuki.show_<table>(id, viewer)`` shows it to somebody else.

    Args:
        model_name: model with ``organisation`` and a UUID key that the caller makes (an insert
            with RETURNING would ask for the visibility row before the trigger wrote it).
        visibility_model_name: model with ``organisation``, one foreign key to the first model,
            and nothing else without a default in the database (``db_default``).
    """

    def __init__(self, model_name: str, visibility_model_name: str) -> None:
        self.model_name = model_name
        self.visibility_model_name = visibility_model_name

    def statements(self, app_label: str, state: "ProjectState") -> Iterator[str]:
        """Yield policies, trigger and function."""
        model = state.apps.get_model(app_label, self.model_name)
        visibility = _find_model(state, app_label, self.visibility_model_name)
        link = _link_field(visibility, model).column
        yield from _add_unique(visibility, _organisation_column(visibility), link)
        names = {
            "table": f"public.{_quote(_table(model))}",
            "seen": f"public.{_quote(_table(visibility))}",
            "id": _quote(_key_column(model)),
            "keeper": _quote(_organisation_column(model)),
            "viewer": _quote(_organisation_column(visibility)),
            "link": _quote(link),
            "show": f"tasuki.{_quote('show_' + _table(model))}",
            "show_keeper": f"tasuki.{_quote('show_keeper_' + _table(model))}",
        }
        yield _SHARE_SQL.format(**names)

    def describe(self) -> str:
        """Say it in one line."""
        return f"Share {self.model_name} through {self.visibility_model_name}"


class OwnerReads(_ServerOperation):
    """Let functions of tasuki_owner read a fenced table without a context.

    For the few SECURITY DEFINER functions that find an organisation in the first place (a code
    on a public page, a token in a link).  The serving role is not let in by it.

    Args:
        model_name: model that is fenced or shared already.
    """

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def statements(self, app_label: str, state: "ProjectState") -> Iterator[str]:
        """Yield the policy."""
        table = f"public.{_quote(_table(state.apps.get_model(app_label, self.model_name)))}"
        yield f"drop policy if exists owner_reads on {table}"
        yield f"create policy owner_reads on {table} for select to tasuki_owner using (true)"

    def describe(self) -> str:
        """Say it in one line."""
        return f"Let definer functions read {self.model_name}"


# The select policy is one EXISTS by key and nothing else: "mine or shared" scans the table.
_SHARE_SQL: Final = """
alter table {table} enable row level security;
alter table {table} force row level security;
drop policy if exists visible_rows on {table};
create policy visible_rows on {table} for select using (exists (
    select from {seen} v
     where v.{link} = {table}.{id} and v.{viewer} = (select tasuki.organisation())));
drop policy if exists keeper_inserts on {table};
create policy keeper_inserts on {table} for insert
    with check ({keeper} = (select tasuki.organisation()));
drop policy if exists keeper_updates on {table};
create policy keeper_updates on {table} for update
    using ({keeper} = (select tasuki.organisation()))
    with check ({keeper} = (select tasuki.organisation()));
revoke delete on {table} from tasuki_app;

alter table {seen} enable row level security;
alter table {seen} force row level security;
drop policy if exists viewer_reads on {seen};
create policy viewer_reads on {seen} for select
    using ({viewer} = (select tasuki.organisation()));
drop policy if exists functions_insert on {seen};
create policy functions_insert on {seen} for insert to tasuki_owner with check (true);
revoke insert, update, delete on {seen} from tasuki_app;

create or replace function {show_keeper}() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$body$
begin
    insert into {seen} ({viewer}, {link}) values (new.{keeper}, new.{id});
    return null;
end $body$;
create or replace trigger show_to_keeper after insert on {table}
    for each row execute function {show_keeper}();

create or replace function {show}(p_id uuid, p_viewer bigint) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$body$
begin
    if not exists (select from {table} t
                    where t.{id} = p_id and t.{keeper} = tasuki.organisation()) then
        raise exception 'only the keeper shows a row to others' using errcode = '42501';
    end if;
    insert into {seen} ({viewer}, {link}) values (p_viewer, p_id) on conflict do nothing;
end $body$;
revoke execute on function {show}(uuid, bigint), {show_keeper}() from public;
grant execute on function {show}(uuid, bigint) to tasuki_app;
"""


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table


def _key_column(model: type[models.Model]) -> str:
    key = model._meta.pk
    if key.column is None:
        raise ValueError(f"{model._meta.label}: the key needs a column of its own")
    return str(key.column)


def _organisation_column(model: type[models.Model]) -> str:
    field = model._meta.get_field("organisation")
    return str(field.column)  # type: ignore[union-attr]  # a relation, never a reverse one


def _has_organisation(model: type[models.Model]) -> bool:
    try:
        model._meta.get_field("organisation")
    except FieldDoesNotExist:
        return False
    return True


def _tied_fields(model: type[models.Model]) -> Iterator["models.ForeignKey[Any, Any]"]:
    """Yield the foreign keys whose constraint is ours to make."""
    for field in model._meta.local_fields:
        if not isinstance(field, models.ForeignKey) or getattr(field, "db_constraint", True):
            continue
        if _has_organisation(_target(field)):
            yield field


def _target(field: "models.ForeignKey[Any, Any]") -> type[models.Model]:
    target = field.related_model
    if not isinstance(target, type):
        raise TypeError(f"{field} points at a model that is not in the state yet")
    return target


def _link_field(
    visibility: type[models.Model], target: type[models.Model]
) -> "models.ForeignKey[Any, Any]":
    """Return the one foreign key of a visibility model that points at the shared model."""
    found = [
        field
        for field in visibility._meta.local_fields
        if isinstance(field, models.ForeignKey) and _target(field)._meta.label == target._meta.label
    ]
    if len(found) != 1:
        raise ValueError(
            f"{visibility._meta.label} needs one foreign key to {target._meta.label}, "
            f"found {len(found)}"
        )
    return found[0]


def _find_model(state: "ProjectState", app_label: str, name: str) -> type[models.Model]:
    """Return a model by ``Name`` (of the same app) or ``app.Name``."""
    label, _, model_name = name.rpartition(".")
    return state.apps.get_model(label or app_label, model_name)


def _constraint_name(model: type[models.Model], column: str, suffix: str) -> str:
    digest = names_digest(_table(model), column, suffix, length=8)
    rest = _NAME_LENGTH_MAX - len(suffix) - len(digest) - 2
    return f"{(_table(model) + '_' + column)[:rest]}_{digest}_{suffix}"


def _add_unique(model: type[models.Model], *columns: str) -> Iterator[str]:
    listed = ", ".join(_quote(column) for column in columns)
    name = _constraint_name(model, "_".join(columns), "key")
    yield from _add_constraint(model, name, f"unique ({listed})")


def _add_constraint(model: type[models.Model], name: str, definition: str) -> Iterator[str]:
    """Yield a statement that adds the constraint unless it is there."""
    table = f"public.{_quote(_table(model))}"
    yield f"""
do $body$
begin
    if not exists (select from pg_constraint
                    where conname = '{name}' and conrelid = '{table}'::regclass) then
        alter table {table} add constraint {_quote(name)} {definition};
    end if;
end $body$
"""
