"""The migration operation that puts the declared floors into the database."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection, connections, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from tasuki.apps.messages.policy import OWN_ACT_KINDS
from tasuki.apps.upkeep.declarations import guard_arguments, list_rules

if TYPE_CHECKING:
    from django.db.migrations.state import ProjectState


def mail_arguments() -> list[str]:
    """Return the kinds of mail that a stop of use does not silence, in one order."""
    return sorted(OWN_ACT_KINDS)


def find_drift(*, on: date) -> list[str]:
    """Return where the guards of the database differ from what is declared as law on a day.

    A number of law that changed, or a changed declaration, reaches the triggers only by a
    migration that repeats ``GuardFloors``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, t.tgname, encode(t.tgargs, 'escape') from pg_trigger t"
            " join pg_class c on c.oid = t.tgrelid"
            " where t.tgname in ('zz_keep', 'zz_keep_fields')"
        )
        found = {(table, name): args.split("\\000")[:-1] for table, name, args in cursor.fetchall()}
        cursor.execute("select source, name, delay_months from retention.clock")
        clocks = {source: [name, str(delay)] for source, name, delay in cursor.fetchall()}
    wrong = []
    for model in sorted({rule.model for rule in list_rules()}, key=lambda one: one._meta.label):
        wanted = guard_arguments(model, on=on)
        if wanted is None:
            continue
        label, months, days, delay, clock, subject = wanted.arguments
        table = model._meta.db_table
        head = [label, str(wanted.field_months), subject, wanted.drafts]
        fields = [*head, *wanted.kept_fields]
        for what, stands, declared in (
            ("floor", found.get((table, "zz_keep")), [label, str(months), str(days), subject]),
            ("clock", clocks.get(label), [clock, str(delay)]),
            ("fields", found.get((table, "zz_keep_fields"), head), fields),
        ):
            if stands != declared:
                wrong.append(f"{label}: {what} {stands}, declared {declared}")
    return wrong


class GuardFloors(Operation):
    """Guard every table whose model declares a floor or a subject against early deletion.

    Reads the declarations beside the models as they stand; a test compares the triggers with
    them, so that a changed declaration asks for a migration that repeats this operation.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, on: date) -> None:
        self.on = on

    def state_forwards(self, app_label: str, state: "ProjectState") -> None:
        """Leave the picture of the models as it is."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        """Make the triggers."""
        tables = set(connections[schema_editor.connection.alias].introspection.table_names())
        for model in sorted({rule.model for rule in list_rules()}, key=lambda one: one._meta.label):
            if model._meta.db_table in tables:
                for statement, values in self._statements(model):
                    schema_editor.execute(statement, params=values)

        schema_editor.execute("call retention.guard_mails(%s)", params=[mail_arguments()])

    def _statements(self, model: type[models.Model]) -> Iterator[tuple[str, list[Any]]]:
        found = guard_arguments(model, on=self.on)
        if found is None:
            return
        table = f'public."{model._meta.db_table}"'
        yield "call retention.guard(%s, %s, %s, %s, %s, %s, %s)", [table, *found.arguments]
        if found.kept_fields:
            yield (
                "call retention.guard_fields(%s, %s, %s, %s, %s, %s)",
                [
                    table,
                    found.arguments[0],
                    found.field_months,
                    found.arguments[5],
                    found.drafts,
                    list(found.kept_fields),
                ],
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        """Leave the guards standing: dropping the table removes them, and nothing else may."""

    def describe(self) -> str:
        """Say it in one line."""
        return "Guard the declared floors"
