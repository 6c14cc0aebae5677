"""Rows of applicants: a person, an application, and the stages it went through."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final
from uuid import UUID

from tasuki.apps.imports.ledger import Ledger, put
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.rows import Row, Verdict
from tasuki.apps.imports.targets.base import Target
from tasuki.apps.imports.targets.people import (
    People,
    as_date,
    person_fields,
    save_people,
    told_of_person,
)
from tasuki.apps.imports.targets.words import label_of, stage_of
from tasuki.apps.people.models import Application, ApplicationStep, TalentRecord
from tasuki.apps.quarantine.actions import Passage, hold_passages
from tasuki.core.access import Permission
from tasuki.core.identity.normalise import name_key
from tasuki.core.intake.word_tables import ROUTE_TABLE, word_key

_NO_JOB: Final = "（職種の記載なし）"
_OUTCOMES: Final[Mapping[str, str]] = {
    "JOINED": Application.Outcome.HIRED,
    "WITHDRAWN": Application.Outcome.WITHDREW,
    "REJECTED": Application.Outcome.NOT_SELECTED,
}
_ENDED_BY: Final = {
    "JOINED": "joined_on",
    "WITHDRAWN": "withdrawn_on",
    "REJECTED": "rejected_on",
}
_UNCONFIRMED: Final = "結果未確認"
_VAGUE: Final = frozenset({"", "UNKNOWN", "OTHER"})
_OF_APPLICATION: Final = ("job_title", "channel", "stage", "end_reason", "applied_on", "ended_on")


def application_fields(row: Row) -> dict[str, Any]:
    """Return the application of a row by the fields of an application."""
    reason = row.text("end_reason")
    ended = row.values.get(_ENDED_BY.get(reason, "")) or row.values.get("ended_on")
    return {
        "job_title": row.text("job_title")[:120] or _NO_JOB,
        "channel": _channel(row)[:60],
        "stage": stage_of(row.text("step"), row.values.get("step_no"))[:60],
        "end_reason": _end_of(row)[:120],
        "applied_on": as_date(row.values.get("applied_at")),
        "ended_on": as_date(ended),
        "outcome": _OUTCOMES.get(reason, Application.Outcome.RUNNING),
    }


def _end_of(row: Row) -> str:
    """Return how it ended; an end that nobody confirmed keeps its word for a human to decide."""
    if reason := row.text("end_reason"):
        return label_of("end_reason", reason)
    return (row.text("end_word") or _UNCONFIRMED) if row.values.get("result_unconfirmed") else ""


def _channel(row: Row) -> str:
    code, name = row.text("route"), row.text("agency_name") or row.text("route_name")
    label = label_of("route", code)
    if code in _VAGUE:
        return name or label
    # A name that the table knows says no more than the label.
    return f"{label}（{name}）" if name and word_key(name) not in ROUTE_TABLE else label


class Applicants(Target):
    """Applications with their people; a person of another application is joined, not doubled."""

    kind: ClassVar[str] = "applicants"
    permission: ClassVar[Permission] = Permission.APPLICATION_IMPORT

    def __init__(self, run: ImportRun) -> None:
        super().__init__(run)
        self._people = People(run)

    def prepare(self, rows: Sequence[Row]) -> None:
        """Find what is shared in the file."""
        self._people.prepare(rows)

    def number_of(self, row: Row) -> str:
        """Return the number of the foreign system, else a digest of who applied for what, when."""
        if external := row.text("external_id"):
            return f"E-{external}"[:40]
        person = person_fields(row)
        identity = "\x1f".join(
            (
                person["name_key"],
                person["mail"] or person["phone"],
                row.text("applied_at")[:10],
                name_key(row.text("job_title")),
            )
        )
        return f"H-{hashlib.sha256(identity.encode()).hexdigest()[:32]}"

    def judge(self, rows: Sequence[Row]) -> None:
        """Set what each row would do."""
        self.check_repeats(rows)
        known = self._find_known(rows)
        for row in rows:
            if row.faults or row.verdict == Verdict.SAME:
                continue
            if application := known.get(self.number_of(row)):
                self._compare(row, application)
        self._people.match(rows)

    def _find_known(self, rows: Sequence[Row]) -> dict[str, Application]:
        numbers = [self.number_of(row) for row in rows if not row.faults]
        found = Application.objects.select_related("talent_record").filter(number__in=numbers)
        return {one.number: one for one in found}

    def _compare(self, row: Row, application: Application) -> None:
        row.person_id = application.talent_record_id
        wanted = self._wanted(row, application)
        told = (application.talent_record, told_of_person(row))
        row.compare(application.pk, (application, wanted), told)

    def _wanted(self, row: Row, application: Application) -> dict[str, Any]:
        """Return what the row says of an application; a human's result is not overwritten."""
        wanted = {**application_fields(row), "raw": row.raw(self.run.headers)}
        if application.decided_at is not None:
            for name in ("outcome", "end_reason", "ended_on"):
                del wanted[name]
        return wanted

    def write(self, rows: Sequence[Row], ledger: Ledger) -> None:
        """Store new applications and changed ones, with people, stages and held texts."""
        known = self._find_known(rows)
        changed = []
        for row in rows:
            if application := known.get(self.number_of(row)):
                self._compare(row, application)
                if row.verdict == Verdict.UPDATE:
                    changed.append((row, application))
        new = [row for row in rows if self.number_of(row) not in known]
        stored = [*self._write_new(new, ledger), *self._write_changed(changed, ledger)]
        self._hold(stored)

    def _write_new(self, rows: Sequence[Row], ledger: Ledger) -> list[tuple[Row, Application]]:
        people = self._people.find_or_make(rows, ledger)
        made = []
        for row in rows:
            application = Application(
                organisation_id=self.run.organisation_id,
                talent_record=people[row.line],
                number=self.number_of(row),
                import_run_id=self.run.pk,
                note=row.text("note") if "note" not in row.held else "",
                raw=row.raw(self.run.headers),
                **application_fields(row),
            )
            row.verdict, row.target_id = Verdict.NEW, application.pk
            made.append((row, application))
        Application.objects.bulk_create([one for _, one in made])
        steps = [step for row, one in made for step in _steps(row, one, known=())]
        ApplicationStep.objects.bulk_create(steps)
        ledger.made([one for _, one in made])
        ledger.made(steps)
        return made

    def _write_changed(
        self, changed: Sequence[tuple[Row, Application]], ledger: Ledger
    ) -> list[tuple[Row, Application]]:
        if not changed:
            return []
        known: dict[UUID, list[str]] = {}
        for step in ApplicationStep.objects.filter(application__in=[one for _, one in changed]):
            known.setdefault(step.application_id, []).append(step.stage)
        steps: list[ApplicationStep] = []
        people: dict[UUID, TalentRecord] = {}
        of_people: dict[UUID, dict[str, Any]] = {}
        for row, application in changed:
            before = put(application, self._wanted(row, application))
            if application.import_run_id is None:
                before |= put(application, {"import_run_id": self.run.pk})
            ledger.changed(application, before, subject_id=application.talent_record_id)
            person = people.setdefault(application.talent_record_id, application.talent_record)
            for name, old in put(person, told_of_person(row)).items():
                of_people.setdefault(person.pk, {}).setdefault(name, old)
            steps += _steps(row, application, known=known.get(application.pk, ()))
        applications = [one for _, one in changed]
        Application.objects.bulk_update(
            applications, [*_OF_APPLICATION, "raw", "outcome", "import_run_id"]
        )
        ApplicationStep.objects.bulk_create(steps)
        ledger.made(steps)
        save_people(list(people.values()), of_people, ledger)
        by_line = {row.line: people[one.talent_record_id] for row, one in changed}
        self._people.add_extras([row for row, _ in changed], by_line, ledger)
        return list(changed)

    def _hold(self, stored: Sequence[tuple[Row, Application]]) -> None:
        """Put the held texts into quarantine (H5)."""
        cells = [
            (row, application, dict(zip(self.run.headers, row.cells, strict=False)))
            for row, application in stored
            if row.held
        ]
        if not cells:
            return
        passages = [
            Passage(application=one, place=header, codes=tuple(codes), text=texts[header])
            for row, one, texts in cells
            for header, codes in row.held.items()
            if texts.get(header)
        ]
        hold_passages(passages=passages, run_id=self.run.pk)


def _numbered(step: str) -> tuple[str, int | None]:
    """Return code and number of a key of ``step_dates`` such as ``SECOND_3``."""
    code, _, number = step.rpartition("_")
    return (code, int(number)) if code and number.isdecimal() else (step, None)


def _steps(row: Row, application: Application, *, known: Sequence[str]) -> list[ApplicationStep]:
    """Return the stages of a row that are not known yet, after those that are."""
    stages: dict[str, Any] = {
        stage_of(*_numbered(step))[:60]: as_date(day)
        for step, day in (row.values.get("step_dates") or {}).items()
    }
    if application.stage:
        stages.setdefault(application.stage, None)
    new = [(stage, day) for stage, day in stages.items() if stage not in known]
    return [
        ApplicationStep(
            organisation_id=application.organisation_id,
            application=application,
            stage=stage,
            outcome=application.end_reason[:60] if stage == application.stage else "",
            happened_on=day,
            position=len(known) + place,
        )
        for place, (stage, day) in enumerate(new)
    ]
