"""The migration operation that puts the declared floors into the database."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connections, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from tasuki.apps.messages.policy import OWN_ACT_KINDS
from tasuki.apps.upkeep.declarations import guard_arguments, list_rules

if TYPE_CHECKING:
    from django.db.migrations.state import ProjectState


def mail_arguments() -> list[str]:
    """Return the kinds of mail that a stop of use does not silence, in one order."""
    return sorted(OWN_ACT_KINDS)


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
                "call retention.guard_fields(%s, %s, %s, %s)",
                [table, found.arguments[0], found.arguments[1], list(found.kept_fields)],
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
