"""Find what is due and dispose of it, in batches; knows no model by name.

Everything comes from the declarations: clock, ceiling, what is emptied or deleted. The due list
of a moment is computed again for every batch, so a run that was interrupted goes on where it
stopped, and a hold that was placed meanwhile is obeyed.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final, cast
from uuid import UUID

import pgtrigger
import structlog
from django.core.files.storage import Storage
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Func, Max, Min, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils.timezone import get_default_timezone

from tasuki.apps.audit import actions as audit
from tasuki.apps.upkeep.declarations import (
    Rule,
    empty_value,
    find_path,
    has_field,
    list_rules,
)
from tasuki.apps.upkeep.holds import list_held_ids, list_held_labels
from tasuki.apps.upkeep.locked import drop_locked
from tasuki.apps.upkeep.models import LockedRecord

BATCH_ROWS: Final = 500
NO_DIGEST: Final = "0" * 64
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Line:
    """What is due under one rule.

    Attributes:
        rule: name of the rule.
        act: ``delete`` or ``empty``.
        count: rows due.
        held: rows past their ceiling that a legal hold keeps.
        first_start, last_start: first and last day on which their clocks started.
        basis: why they go.
    """

    rule: str
    act: str
    count: int
    held: int
    first_start: date | None
    last_start: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A dry run: what would go now.

    Attributes:
        lines: rules under which something is due or held.
        digest: hash over the opaque ids in their order; the real run must reach the same.
    """

    lines: tuple[Line, ...]
    digest: str

    @property
    def count(self) -> int:
        """How many rows are due."""
        return sum(line.count for line in self.lines)

    @property
    def held(self) -> int:
        """How many rows a hold keeps."""
        return sum(line.held for line in self.lines)


def list_executable_rules() -> list[Rule]:
    """Return the rules that the engine carries out inside an organisation, in its order."""
    return [
        rule
        for rule in list_rules()
        if rule.is_executable and has_field(rule.model, "organisation")
    ]


def make_plan(*, on: date) -> Plan:
    """Return what is due in the organisation bound now on a day, a date in Japan."""
    lines, digest = [], NO_DIGEST
    for rule in list_executable_rules():
        if rule.retention.ceiling(on=on) is None:
            continue
        over, due = _past_ceiling(rule, on=on), find_due(rule, on=on)
        for keys in _batches(due):
            digest = add_to_digest(digest, rule, keys)
        count = due.count()
        held = over.count() - count
        if count or held:
            days = due.aggregate(first=Min("start"), last=Max("start"))
            lines.append(
                Line(
                    rule=rule.name,
                    act=str(rule.retention.at_ceiling),
                    count=count,
                    held=held,
                    first_start=days["first"],
                    last_start=days["last"],
                    basis=rule.retention.source(on=on),
                )
            )
    return Plan(tuple(lines), digest)


def find_due(rule: Rule, *, on: date) -> "QuerySet[Any, Any]":
    """Return the rows of one rule that must go on a day, without those under a hold."""
    return _past_ceiling(rule, on=on).exclude(_held(rule, on=on)).order_by("pk")


def find_starts(rule: Rule, *, on: date) -> "QuerySet[Any, Any]":
    """Return all rows of a rule with ``start``, the day on which their clock started."""
    return _manager(rule).annotate(start=_clock(rule, on=on))


def dispose_batch(
    rule: Rule,
    *,
    on: date,
    now: datetime,
    size: int = BATCH_ROWS,
    without: Collection[str] = (),
) -> tuple[list[Any], list[Any]]:
    """Delete or empty the next rows of one rule in the transaction that is open.

    A row that the database refuses stays and holds up no other.

    Args:
        rule: the declaration.
        on: the day whose due list it is.
        now: when.
        size: rows at most, >= 1.
        without: keys of rows that were refused before in this run.

    Returns:
        The keys of the rows that went, in their order, and of those that were refused; both
        empty when nothing is due any more.
    """
    keys = list(
        find_due(rule, on=on).exclude(pk__in=list(without)).values_list("pk", flat=True)[:size]
    )
    if not keys or _is_disposed(rule, keys, now=now):
        return keys, []
    gone = [key for key in keys if _is_disposed(rule, [key], now=now)]
    return gone, [key for key in keys if key not in gone]


def _is_disposed(rule: Rule, keys: list[Any], *, now: datetime) -> bool:
    """Dispose of rows in a savepoint; answer whether the database let them go."""
    try:
        with transaction.atomic():
            _dispose(rule, keys, now=now)
    except IntegrityError as error:
        # The text may name a row's content; its class and rule are enough for the operator.
        _log.warning("disposal refused", action=rule.name, error=type(error).__name__)
        return False
    return True


def _dispose(rule: Rule, keys: list[Any], *, now: datetime) -> None:
    rows = _manager(rule).filter(pk__in=keys)
    if rule.model is LockedRecord:
        drop_locked(keys, now=now)
    elif rule.is_emptied:
        empty_rows(rule, rows)
    else:
        delete_rows(rule, rows)


def empty_rows(rule: Rule, rows: "QuerySet[Any, Any]") -> None:
    """Empty the personal fields of rows; stored files go with the commit."""
    _forget_files(rule, rows)
    with past_the_edits(rule.model):
        rows.update(**_emptied_values(rule))


def delete_rows(rule: Rule, rows: "QuerySet[Any, Any]") -> None:
    """Delete rows; the database still refuses those below their floor or under a hold."""
    _forget_files(rule, rows)
    if rule.retention.in_order:
        audit.cut_chain(rows.order_by(f"-{rule.retention.in_order}").first())
    with past_the_edits(rule.model):
        rows.delete()


def add_to_digest(digest: str, rule: Rule, keys: Sequence[Any]) -> str:
    """Return the hash of a list that goes on with these keys."""
    for key in keys:
        digest = hashlib.sha256(f"{digest} {rule.name} {key}".encode()).hexdigest()
    return digest


@contextmanager
def past_the_edits(model: "type[models.Model]") -> Iterator[None]:
    """Let append-only rows be emptied or deleted inside the block.

    Opens the triggers that protect rows against edits, for this transaction only; not the
    guards of the floors: those know no exception.
    """
    protections = [
        trigger.get_pgid(cast("Any", model))
        for trigger in getattr(model._meta, "triggers", [])
        if isinstance(trigger, pgtrigger.Protect) and not isinstance(trigger, pgtrigger.FSM)
    ]
    _open_triggers(protections)
    yield
    # After an error the savepoint takes the setting with it.
    _open_triggers([])


def _open_triggers(names: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"]
        )


def _manager(rule: Rule) -> "models.Manager[Any]":
    return rule.model._default_manager


def _past_ceiling(rule: Rule, *, on: date) -> "QuerySet[Any, Any]":
    last = rule.retention.last_due_start(on=on)
    rows = find_starts(rule, on=on)
    if last is None:
        return rows.none()
    due = rows.filter(start__lte=last)
    if rule.is_emptied:
        due = due.filter(filled(rule))
    if field := rule.retention.in_order:
        staying = rows.exclude(start__lte=last).aggregate(first=Min(field))["first"]
        due = due if staying is None else due.filter(**{f"{field}__lt": staying})
    return due


def _clock(rule: Rule, *, on: date) -> Any:
    name = rule.retention.clock
    field = find_path(rule.model, name)
    if field is None:
        return Func(
            F("pk"),
            Value(on, output_field=models.DateField()),
            function=f"retention.{name}",
            output_field=models.DateField(),
        )
    if isinstance(field, models.DateTimeField):
        return TruncDate(name, tzinfo=get_default_timezone())
    return F(name)


def _held(rule: Rule, *, on: date) -> Q:
    if rule.model._meta.label in list_held_labels(on=on):
        return Q(pk__isnull=False)
    ids = list_held_ids(on=on)
    held = Q(pk__in=ids)
    if rule.model is LockedRecord:
        # Held like the row that it came from, whose kind the database knows.
        held |= Q(
            Func(
                F("pk"),
                function="retention.is_locked_held",
                output_field=models.BooleanField(),
            )
        )
    elif path := rule.retention.subject:
        column = find_path(rule.model, path)
        is_text = isinstance(column, models.CharField)
        held |= Q(**{f"{path}__in": [str(one) for one in ids] if is_text else ids})
    if field := rule.retention.in_order:
        # The chain stays whole: what follows a held row stays with it.
        first = _manager(rule).filter(held).aggregate(first=Min(field))["first"]
        return Q(pk__in=[]) if first is None else Q(**{f"{field}__gte": first})
    return held


def filled(rule: Rule) -> Q:
    """Return the condition that at least one of the emptied fields says something."""
    filled = Q()
    for name, value in _emptied_values(rule).items():
        filled |= ~Q(**{f"{name}__isnull": True}) if value is None else ~Q(**{name: value})
    return filled


def _emptied_values(rule: Rule) -> dict[str, Any]:
    special = dict(rule.retention.values)
    return {
        name: special.get(name, empty_value(rule.model._meta.get_field(name)))  # type: ignore[arg-type]  # a column
        for name in rule.emptied_fields
    }


def _forget_files(rule: Rule, rows: "QuerySet[Any, Any]") -> None:
    """Delete the stored files of rows once the transaction is through."""
    fields = [
        field for field in rule.model._meta.local_fields if isinstance(field, models.FileField)
    ]
    for field in fields:
        storage: Storage = field.storage
        for name in rows.exclude(**{field.name: ""}).values_list(field.name, flat=True):
            transaction.on_commit(partial(storage.delete, name))


def _batches(rows: "QuerySet[Any, Any]") -> Iterator[list[UUID]]:
    keys: list[UUID] = []
    for key in rows.values_list("pk", flat=True).iterator(chunk_size=2_000):
        keys.append(key)
        if len(keys) >= BATCH_ROWS:
            yield keys
            keys = []
    if keys:
        yield keys
