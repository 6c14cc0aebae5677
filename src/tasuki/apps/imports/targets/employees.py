"""Rows of employees and leavers: a person, and the employment with the organisation."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final
from uuid import UUID

from tasuki.apps.imports.ledger import Ledger, put
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.rows import Decision, Fault, Row, Verdict
from tasuki.apps.imports.targets.base import Target
from tasuki.apps.imports.targets.people import (
    People,
    as_date,
    save_people,
    told_of_person,
)
from tasuki.apps.people.models import Employment, TalentRecord
from tasuki.core.access import Permission
from tasuki.core.words import Words

_STATES: Final = {
    "ACTIVE": Employment.State.ACTIVE,
    "LEAVE": Employment.State.LEAVE,
    "LEFT": Employment.State.LEFT,
}
_FIELDS: Final = (
    "state",
    "department",
    "position",
    "employment_type",
    "joined_on",
    "left_on",
    "left_reason",
)
_ORDER: Final = Words(
    "退職日が入社日より前です。どちらかの日付を直してください。",
    "The day of leaving is before the day of joining. Correct one of them.",
)


def employment_fields(row: Row, *, is_leaver: bool) -> dict[str, Any]:
    """Return the employment of a row by the fields of an employment."""
    left_on = as_date(row.values.get("left_on"))
    has_left = is_leaver or left_on is not None
    state = _STATES.get(row.text("status")) or (
        Employment.State.LEFT if has_left else Employment.State.ACTIVE
    )
    return {
        "state": state,
        "department": row.text("department")[:120],
        "position": row.text("position")[:120],
        "employment_type": row.text("employment_type")[:60],
        "joined_on": as_date(row.values.get("joined_on")),
        # A day to come is an intention: it stands in the imported cells until it is reached.
        "left_on": left_on if state == Employment.State.LEFT else None,
        "left_reason": row.text("left_reason")[:300],
    }


class Employees(Target):
    """People who work here; the employee number tells them apart."""

    kind: ClassVar[str] = "employees"
    permission: ClassVar[Permission] = Permission.APPLICATION_IMPORT
    is_leaver: ClassVar[bool] = False

    def __init__(self, run: ImportRun) -> None:
        super().__init__(run)
        self._people = People(run)

    def prepare(self, rows: Sequence[Row]) -> None:
        """Find what is shared in the file."""
        self._people.prepare(rows)

    def number_of(self, row: Row) -> str:
        """Return the employee number; without one every line is its own."""
        return row.text("employee_no")[:40] or f"\x1f{row.line}"

    def judge(self, rows: Sequence[Row]) -> None:
        """Set what each row would do."""
        for row in rows:
            self._check(row)
        self.check_repeats(rows)
        known = self._find_known(rows)
        for row in rows:
            if row.faults or row.verdict == Verdict.SAME:
                continue
            if employment := known.get(self.number_of(row)):
                self._compare(row, employment)
        self._people.match(rows)

    def _check(self, row: Row) -> None:
        if row.faults:
            return
        fields = employment_fields(row, is_leaver=self.is_leaver)
        if _is_before(fields["left_on"], fields["joined_on"]):
            cell = row.text("left_on")
            row.fail(Fault("", "left_on", cell, _ORDER, repair="enter_date"))

    def _find_known(self, rows: Sequence[Row]) -> dict[str, Employment]:
        numbers = [one for row in rows if not row.faults if (one := row.text("employee_no")[:40])]
        found = Employment.objects.select_related("talent_record").filter(number__in=numbers)
        return {one.number: one for one in found}

    def _compare(self, row: Row, employment: Employment) -> None:
        person = employment.talent_record
        row.person_id = person.pk
        row.compare(employment.pk, (employment, self._told(row)), (person, told_of_person(row)))

    def _told(self, row: Row) -> dict[str, Any]:
        """Return what a row says; a cell that is empty changes nothing."""
        fields = employment_fields(row, is_leaver=self.is_leaver)
        return {name: value for name, value in fields.items() if value}

    def write(self, rows: Sequence[Row], ledger: Ledger) -> None:
        """Store new employments and changed ones, with their people."""
        known = self._find_known(rows)
        changed, new = [], []
        for row in rows:
            employment = known.get(self.number_of(row))
            if employment is None and row.decision == Decision.SAME:
                employment = self._of_person(row)
            if employment is None:
                new.append(row)
                continue
            self._compare(row, employment)
            if row.verdict == Verdict.UPDATE:
                changed.append((row, employment))
        self._write_new(new, ledger)
        self._write_changed(changed, ledger)

    def _of_person(self, row: Row) -> Employment | None:
        """Return the employment without a number of the known person that a row is about."""
        person_id = row.rivals[0].person_id if row.rivals else None
        if person_id is None or row.text("employee_no"):
            return None
        found = Employment.objects.select_related("talent_record")
        return found.filter(talent_record_id=person_id, number="").first()

    def _write_new(self, rows: Sequence[Row], ledger: Ledger) -> None:
        people = self._people.find_or_make(rows, ledger)
        made = []
        for row in rows:
            employment = Employment(
                organisation_id=self.run.organisation_id,
                talent_record=people[row.line],
                number=row.text("employee_no")[:40],
                import_run_id=self.run.pk,
                **employment_fields(row, is_leaver=self.is_leaver),
            )
            row.verdict, row.target_id = Verdict.NEW, employment.pk
            made.append(employment)
        Employment.objects.bulk_create(made)
        ledger.made(made)

    def _write_changed(self, changed: Sequence[tuple[Row, Employment]], ledger: Ledger) -> None:
        people: dict[UUID, TalentRecord] = {}
        of_people: dict[UUID, dict[str, Any]] = {}
        for row, employment in changed:
            before = put(employment, self._told(row))
            ledger.changed(employment, before, subject_id=employment.talent_record_id)
            person = people.setdefault(employment.talent_record_id, employment.talent_record)
            for name, old in put(person, told_of_person(row)).items():
                of_people.setdefault(person.pk, {}).setdefault(name, old)
        Employment.objects.bulk_update([one for _, one in changed], _FIELDS)
        save_people(list(people.values()), of_people, ledger)
        by_line = {row.line: people[one.talent_record_id] for row, one in changed}
        self._people.add_extras([row for row, _ in changed], by_line, ledger)


class Leavers(Employees):
    """People who left: the employment ends with the day of leaving."""

    kind: ClassVar[str] = "leavers"
    is_leaver: ClassVar[bool] = True


def _is_before(left_on: date | None, joined_on: date | None) -> bool:
    return left_on is not None and joined_on is not None and left_on < joined_on
