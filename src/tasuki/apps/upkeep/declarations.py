"""What the models declare about the life of their rows; the engine has no list of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from tasuki.core.retention import AtCeiling, Retention


@dataclass(frozen=True, slots=True)
class Rule:
    """One declaration beside one model.

    Attributes:
        model: the model.
        retention: floor, ceiling, clock and what happens at the ceiling.
        name: the model's label, with the record kind behind further declarations.
    """

    model: "type[models.Model]"
    retention: Retention
    name: str

    @property
    def is_executable(self) -> bool:
        """Return whether the engine can carry the rule out."""
        return bool(self.retention.clock)

    @property
    def emptied_fields(self) -> tuple[str, ...]:
        """The fields that are emptied at the ceiling or by an erasure."""
        personal: tuple[str, ...] = getattr(self.model, "personal_fields", ())
        return tuple(dict.fromkeys((*personal, *self.retention.also_emptied)))

    @property
    def is_emptied(self) -> bool:
        """Return whether the row stays, without the person."""
        return self.retention.at_ceiling is AtCeiling.EMPTY


@dataclass(frozen=True, slots=True)
class GuardArguments:
    """What the database needs to guard one table.

    Attributes:
        arguments: label, months, days, delay in months, clock, column with the person's id.
        kept_fields: columns that may be emptied below the floor only after they were locked,
            and not at all under a legal hold.
        field_months: the floor for them; 0 in a chain, which holds digests of words.
        drafts: states in which a row is no record yet, in one text with commas.
    """

    arguments: tuple[str, int, int, int, str, str]
    kept_fields: tuple[str, ...]
    field_months: int
    drafts: str


def list_rules() -> list[Rule]:
    """Return all declarations, rows that name other rows before the rows that they name."""
    ours = tuple(model for model in apps.get_models() if hasattr(model, "retention"))
    return [rule for model in _children_first(ours) for rule in _rules_of(model)]


def find_rule(name: str) -> Rule | None:
    """Return one declaration by its name."""
    return next((rule for rule in list_rules() if rule.name == name), None)


def guard_arguments(model: "type[models.Model]", *, on: date) -> GuardArguments | None:
    """Return how the database guards a table; None where nothing is guarded.

    Args:
        model: any model with a declaration.
        on: the day whose law is taken for the floor.
    """
    retention: Retention = model.retention  # type: ignore[attr-defined]  # declared by ours
    floor = retention.floor(on=on)
    kept = next(_rules_of(model)).emptied_fields
    if not has_field(model, "organisation") or (floor is None and not kept):
        return None
    # The first step of a path is enough: a hold on a person holds every row on the way.
    first = retention.subject.partition("__")[0]
    column = str(getattr(model._meta.get_field(first), "attname", "")) if first else ""
    months, days = (floor.months, floor.days) if floor else (0, 0)
    clock = retention.clock or "created_at"
    label = model._meta.label
    return GuardArguments(
        (label, months, days, retention.delay_months, clock, column),
        kept,
        field_months=0 if retention.in_order else months,
        drafts=",".join(retention.drafts),
    )


def has_field(model: "type[models.Model]", name: str) -> bool:
    """Return whether a model has a field of its own by that name."""
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def find_path(model: "type[models.Model]", path: str) -> "models.Field[Any, Any] | None":
    """Return the column at the end of a path of foreign keys; None where there is none."""
    name, _, rest = path.partition("__")
    if not has_field(model, name):
        return None
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    target = field.related_model
    return find_path(target, rest) if rest and isinstance(target, type) else field


def empty_value(field: "models.Field[Any, Any]") -> Any:
    """Return what a field holds when nothing is said."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def _rules_of(model: "type[models.Model]") -> Iterator[Rule]:
    retention: Retention = model.retention  # type: ignore[attr-defined]  # declared by ours
    yield Rule(model, retention, model._meta.label)
    for further in getattr(model, "further_retention", ()):
        yield Rule(model, further, f"{model._meta.label}/{further.kind}")


@lru_cache(maxsize=1)  # models are the same as long as the process lives
def _children_first(
    ours: "tuple[type[models.Model], ...]",
) -> "tuple[type[models.Model], ...]":
    ordered: list[type[models.Model]] = []
    targets = {model: _targets(model) - {model} for model in ours}
    waiting = sorted(ours, key=lambda model: model._meta.label)
    while waiting:
        named = {target for model in waiting for target in targets[model]}
        free = [model for model in waiting if model not in named]
        assert free, f"foreign keys run in a circle: {[model._meta.label for model in waiting]}"
        ordered += free
        waiting = [model for model in waiting if model in named]
    return tuple(ordered)


def _targets(model: "type[models.Model]") -> "set[type[models.Model]]":
    fields = (field for field in model._meta.local_fields if field.is_relation)
    return {field.related_model for field in fields if isinstance(field.related_model, type)}
