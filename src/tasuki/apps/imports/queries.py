"""What an import did, and what a draft would do: files, columns, words, rows and their repairs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from tasuki.apps.imports import engine
from tasuki.apps.imports.models import ImportProfile, ImportRun, StagedRow
from tasuki.apps.imports.report import failed_rows_file
from tasuki.apps.imports.rows import Decision, Row, Verdict
from tasuki.apps.imports.store import load_table
from tasuki.apps.imports.undoing import WHY_TEXTS, Why
from tasuki.apps.openings.models import Opening
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.core.intake.fields import field_label, list_fields
from tasuki.core.words import Words

__all__ = [
    "ColumnView",
    "FaultGroup",
    "FilePreview",
    "KeptRow",
    "QuestionView",
    "count_open_duplicates",
    "count_unclear",
    "count_verdicts",
    "failed_rows_file",
    "find_run",
    "list_columns",
    "list_fault_groups",
    "list_field_choices",
    "list_kept",
    "list_profiles",
    "list_questions",
    "list_rows",
    "list_runs",
    "people_of_rivals",
    "preview_file",
]

PREVIEW_ROWS: Final = 20
SAMPLES: Final = 3
SAMPLE_ROWS: Final = 200


@dataclass(frozen=True, slots=True, repr=False)
class FilePreview:
    """The beginning of a file as it is read.

    Attributes:
        headers: names of the columns.
        rows: the first twenty with the line of each.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, repr=False)
class ColumnView:
    """One column of a draft.

    Attributes:
        header: as it stands in the file.
        samples: three values, none of a column that is dropped.
        field: what it means; empty = not imported.
        why: the reason of the proposal.
        code: of the law by which it is dropped; empty for others.
        label: the matter, for a column that is dropped.
    """

    header: str
    samples: tuple[str, ...]
    field: str
    why: Words
    code: str = ""
    label: Words | None = None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A word without a meaning, with the choices."""

    field: str
    label: Words
    word: str
    count: int
    code: str
    choices: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """Rows that can be repaired in one way.

    Attributes:
        key: names the group for ``repair_rows``.
        text: what is wrong, as the first row of the group says it.
        count: rows.
        can_take_suggestion: every row of the group proposes a text; one button puts them in.
        can_empty: the cell may be left empty; one button empties them.
    """

    key: str
    label: Words
    text: Words
    count: int
    can_take_suggestion: bool
    can_empty: bool


@dataclass(frozen=True, slots=True, repr=False)
class KeptRow:
    """A row that stayed when its import was taken back.

    Attributes:
        name: the person, or the title of the opening; empty once that is gone.
        person_id: the person; None for an opening.
        opening_id: the opening; None for rows about a person.
        why: the reason.
    """

    name: str
    person_id: UUID | None
    opening_id: UUID | None
    why: Words


def list_runs() -> QuerySet[ImportRun]:
    """Return the imports of the organisation with its drafts, the newest first.

    Each carries ``error_count``: rows that failed, or that would fail as a draft stands.
    """
    bad = StagedRow.objects.filter(run=OuterRef("pk"), verdict=Verdict.ERROR).order_by()
    counted = Subquery(bad.values("run").annotate(count=Count("id")).values("count"))
    is_draft = Q(state__in=[ImportRun.State.DRAFT, ImportRun.State.CHECKING])
    shown = Case(
        When(is_draft, then=Coalesce(counted, 0)),
        default=F("failed_count"),
        output_field=IntegerField(),
    )
    return ImportRun.objects.annotate(error_count=shown).order_by("-created_at", "-id")


def find_run(*, run_id: UUID) -> ImportRun | None:
    """Return one import; None if there is none here."""
    return ImportRun.objects.filter(id=run_id).first()


def list_profiles(*, kind: str, limit: int = 20) -> list[ImportProfile]:
    """Return what is remembered for a kind of file, the latest first."""
    return list(ImportProfile.objects.filter(kind=kind).order_by("-saved_at")[:limit])


def preview_file(run: ImportRun) -> FilePreview:
    """Return the first rows of a draft's file.

    Raises:
        InvalidInputError: the file is gone.
    """
    table = load_table(run)
    rows = zip(table.lines[:PREVIEW_ROWS], table.rows, strict=False)
    return FilePreview(table.headers, tuple(rows))


def list_columns(run: ImportRun) -> list[ColumnView]:
    """Return the columns of a draft with samples, meaning and reason; dropped ones first.

    Raises:
        InvalidInputError: the file is gone.
    """
    table = load_table(run)
    dropped = [
        ColumnView(one["header"], (), "", Words(*one["why"]), one["code"], Words(*one["label"]))
        for one in run.found.get("dropped", [])
    ]
    saved = run.mapping if run.profile_id else None
    proposals = engine.propose_columns(table, kind=run.kind, saved=saved)
    views = [
        ColumnView(
            one.header, _samples(table.rows, place), run.mapping.get(one.header, ""), one.why
        )
        for place, one in enumerate(proposals)
    ]
    return [*dropped, *views]


def _samples(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    filled = (row[place] for row in rows[:SAMPLE_ROWS] if row[place])
    return tuple(list(dict.fromkeys(filled))[:SAMPLES])


def list_field_choices(run: ImportRun) -> list[tuple[str, Words]]:
    """Return what a column may mean, paths of the present mapping included."""
    choices = {one.name: one.label for one in list_fields(run.kind)}
    for field in run.mapping.values():
        if field and not field.startswith(engine.DROP):
            choices.setdefault(field, field_label(field))
    return list(choices.items())


def list_missing(run: ImportRun) -> list[Words]:
    """Return what rows of this kind need and no column has."""
    return [field_label(name) for name in engine.missing_fields(run)]


def list_questions(run: ImportRun) -> list[QuestionView]:
    """Return the words of a draft that wait for a meaning, the most frequent first."""
    answered = {(field, word): code for field, word, code in run.answers}
    return [
        QuestionView(
            field=one["field"],
            label=field_label(one["field"]),
            word=one["word"],
            count=one["count"],
            code=answered.get((one["field"], one["word"]), ""),
            choices=tuple(engine.list_codes(one["field"]).items()),
        )
        for one in run.questions
    ]


def count_verdicts(run: ImportRun) -> dict[str, int]:
    """Return the staged rows by what they would do; their sum is the rows of the file."""
    rows = StagedRow.objects.filter(run=run).order_by().values_list("verdict")
    return dict.fromkeys(Verdict.values, 0) | dict(rows.annotate(count=Count("id")))


def count_open_duplicates(run: ImportRun) -> int:
    """Return how many possible duplicates wait for a decision."""
    waiting = StagedRow.objects.filter(run=run, verdict=Verdict.DUPLICATE)
    return waiting.filter(decision=Decision.OPEN).count()


def list_rows(
    run: ImportRun, *, verdict: str = "", after: int = 0, limit: int = 50, fault: str = ""
) -> list[tuple[StagedRow, Row]]:
    """Return staged rows in the order of the file, opened.

    Args:
        run: a draft, or an import with errors.
        verdict: only these; empty for all.
        after: only lines behind this one.
        limit: at most so many.
        fault: only rows with this kind of fault.
    """
    found = StagedRow.objects.filter(run=run, line__gt=after).order_by("line")
    if verdict:
        found = found.filter(verdict=verdict)
    if fault:
        found = found.filter(faults__contains=[fault])
    return [(one, Row.of(one)) for one in found[:limit] if one.content]


def list_fault_groups(run: ImportRun) -> list[FaultGroup]:
    """Return the faults of a draft grouped by their repair, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select fault, count(*), (array_agg(line order by line))[1]"
            " from imports_stagedrow, unnest(faults) as fault"
            " where run_id = %s group by fault order by 2 desc, 1 limit 100",
            [run.pk],
        )
        found = cursor.fetchall()
    lines = {line for _, _, line in found}
    rows = {one.line: Row.of(one) for one in StagedRow.objects.filter(run=run, line__in=lines)}
    groups = []
    for key, count, line in found:
        fault = next(one for one in rows[line].faults if one.key == key)
        groups.append(
            FaultGroup(
                key=key,
                label=field_label(fault.field) if fault.field else Words("行", "row"),
                text=fault.text,
                count=count,
                can_take_suggestion=bool(fault.suggestion),
                can_empty=bool(fault.header) and fault.repair != "required",
            )
        )
    return groups


def people_of_rivals(rows: Iterable[Row]) -> dict[UUID, TalentRecord]:
    """Return the known people whom rows may be about."""
    ids = {rival.person_id for row in rows for rival in row.rivals if rival.person_id}
    return {one.pk: one for one in TalentRecord.objects.filter(id__in=ids)}


def rows_of_rivals(run: ImportRun, rows: Iterable[Row]) -> dict[int, Row]:
    """Return the earlier lines of the file that rows may be about."""
    lines = {rival.line for row in rows for rival in row.rivals if rival.line}
    found = StagedRow.objects.filter(run=run, line__in=lines)
    return {one.line: Row.of(one) for one in found if one.content}


def list_kept(run: ImportRun) -> list[KeptRow]:
    """Return the rows that stayed when an import was taken back; a person stands there once."""
    rows: dict[UUID, KeptRow] = {}
    for label, row_id, why in run.kept:
        row: Any = apps.get_model(label)._default_manager.filter(pk=row_id).first()
        if row is None:
            continue
        is_opening = isinstance(row, Opening)
        person = None if is_opening else getattr(row, "talent_record", row)
        rows[row_id if person is None else person.pk] = KeptRow(
            name=row.title if person is None else person.full_name,
            person_id=None if person is None else person.pk,
            opening_id=row.pk if person is None else None,
            why=WHY_TEXTS[Why(why)],
        )
    return list(rows.values())


def changes_of(row: Row) -> list[tuple[str, Any, Any]]:
    """Return field, old and new value of what an update would change; cells are left out."""
    return [
        (name, old, row.after[name])
        for name, old in row.before.items()
        if name not in {"raw", "name_key"}
    ]


def count_unclear(*, run_id: UUID) -> int:
    """Return how many imported rows are over without saying whose decision it was.

    They get no notice until a human sets their result.
    """
    return (
        Application.objects.filter(import_run_id=run_id, outcome=Application.Outcome.RUNNING)
        .exclude(end_reason="")
        .count()
    )
