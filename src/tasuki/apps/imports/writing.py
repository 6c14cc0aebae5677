"""Write rows that were read into people, applications and their history.

Works on blocks of rows with a fixed number of statements, so that a file of 20,000 rows costs
twenty times a file of 1,000 and not 20,000 round trips.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tasuki.apps.imports.reading import ReadRow, RowProblem
from tasuki.apps.messages.models import Suppression
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.people.models import Application, ApplicationStep, TalentRecord
from tasuki.apps.quarantine.actions import Passage, hold_passages
from tasuki.core.words import Words

BLOCK_ROWS = 1_000
NAME_PREFIX_CHARACTERS = 2
_OF_APPLICATION = ("job_title", "channel", "stage", "end_reason", "applied_on", "ended_on")
_OF_PERSON = (
    "family_name",
    "given_name",
    "name_kana",
    "name_key",
    "mail",
    "phone",
    "birth_date",
    "address",
)
_STOPPED = RowProblem(
    "mail",
    Words(
        "本人の希望で利用を停止しています。この行は取り込めません。",
        "The person asked to stop all use; this row cannot be imported.",
    ),
)


@dataclass(slots=True)
class Block:
    """What a block of rows would do; nothing is written before ``write``."""

    new: list[ReadRow] = field(default_factory=list)
    updated: list[tuple[ReadRow, Application]] = field(default_factory=list)
    unchanged: list[ReadRow] = field(default_factory=list)
    failed: list[ReadRow] = field(default_factory=list)


def plan(rows: Sequence[ReadRow]) -> Block:
    """Sort rows into new, updated, unchanged and failed by what the database holds."""
    block = Block()
    numbers = [row.number for row in rows if not row.problems]
    known = {
        application.number: application
        for application in Application.objects.select_related("talent_record").filter(
            number__in=numbers
        )
    }
    stops = find_suppressions(addresses={row.mail for row in rows if row.mail})
    for row in rows:
        if stops.get(row.mail) == Suppression.Reason.STOP_USE:
            row.problems.append(_STOPPED)
        if row.problems:
            block.failed.append(row)
        elif row.number not in known:
            block.new.append(row)
        elif _differs(row, known[row.number]):
            block.updated.append((row, known[row.number]))
        else:
            block.unchanged.append(row)
    return block


def _differs(row: ReadRow, application: Application) -> bool:
    is_outcome_free = application.decided_at is None
    return (
        application.raw != row.raw
        or any(getattr(application, name) != getattr(row, name) for name in _OF_APPLICATION)
        or (is_outcome_free and application.outcome != row.outcome)
    )


def write(block: Block, *, organisation_id: int, run_id: UUID) -> None:
    """Store the new and the updated rows of a block; held cells go into quarantine (H5).

    A result that a human set in Tasuki is not overwritten by a file.
    """
    people = _find_or_make_people(block.new, organisation_id)
    applications = [
        Application(
            organisation_id=organisation_id,
            talent_record=people[row.position],
            number=row.number,
            outcome=row.outcome,
            import_run_id=run_id,
            note=row.note,
            raw=row.raw,
            **{name: getattr(row, name) for name in _OF_APPLICATION},
        )
        for row in block.new
    ]
    Application.objects.bulk_create(applications)
    steps = [
        step
        for row, application in zip(block.new, applications, strict=True)
        for step in _steps(row, application, known=())
    ]
    steps += _update(block.updated)
    ApplicationStep.objects.bulk_create(steps)
    stored = [*zip(block.new, applications, strict=True), *block.updated]
    hold_passages(
        passages=[
            Passage(application=application, place=cell.header, codes=cell.codes, text=cell.text)
            for row, application in stored
            for cell in row.held
        ],
        run_id=run_id,
    )


def _find_or_make_people(
    rows: Sequence[ReadRow], organisation_id: int
) -> Mapping[int, TalentRecord]:
    """Return the person of each row by its position: found by mail or phone, or made."""
    register = _Register(
        TalentRecord.objects.filter(
            mail__in={row.mail for row in rows if row.mail}, merged_into_id=None
        ).union(
            TalentRecord.objects.filter(
                phone__in={row.phone for row in rows if row.phone}, merged_into_id=None
            )
        )
    )
    found: dict[int, TalentRecord] = {}
    made: list[TalentRecord] = []
    filled: dict[UUID, TalentRecord] = {}
    for row in rows:
        person = register.find(row)
        if person is None:
            person = TalentRecord(
                organisation_id=organisation_id,
                **{name: getattr(row, name) for name in _OF_PERSON},
            )
            made.append(person)
        elif _fill_gaps(person, row) and person not in made:
            filled[person.id] = person
        register.add(person)
        found[row.position] = person
    if made:
        for number, person in zip(take_numbers(name="talent", count=len(made)), made, strict=True):
            person.number = f"T-{number:06d}"
        TalentRecord.objects.bulk_create(made)
    if filled:
        TalentRecord.objects.bulk_update(list(filled.values()), _OF_PERSON)
    return found


class _Register:
    """People by mail, and by phone together with the beginning of the name."""

    def __init__(self, people: Iterable[TalentRecord]) -> None:
        self._by_mail: dict[str, TalentRecord] = {}
        self._by_phone: dict[tuple[str, str], TalentRecord] = {}
        for person in people:
            self.add(person)

    def add(self, person: TalentRecord) -> None:
        if person.mail:
            self._by_mail.setdefault(person.mail, person)
        if person.phone:
            self._by_phone.setdefault(_phone_key(person), person)

    def find(self, row: ReadRow) -> TalentRecord | None:
        return self._by_mail.get(row.mail) or self._by_phone.get(_phone_key(row))


def _phone_key(who: ReadRow | TalentRecord) -> tuple[str, str]:
    return who.phone, who.name_key[:NAME_PREFIX_CHARACTERS]


def _fill_gaps(person: TalentRecord, row: ReadRow) -> bool:
    gaps = [name for name in _OF_PERSON if getattr(row, name) and not getattr(person, name)]
    for name in gaps:
        setattr(person, name, getattr(row, name))
    return bool(gaps)


def _update(changed: Sequence[tuple[ReadRow, Application]]) -> list[ApplicationStep]:
    """Store changed applications and return the steps that came on top of the known ones."""
    applications = [application for _, application in changed]
    known: dict[UUID, list[str]] = {}
    for step in ApplicationStep.objects.filter(application__in=applications):
        known.setdefault(step.application_id, []).append(step.stage)
    steps: list[ApplicationStep] = []
    people: dict[UUID, TalentRecord] = {}
    for row, application in changed:
        for name in _OF_APPLICATION:
            setattr(application, name, getattr(row, name))
        application.raw = row.raw
        if application.decided_at is None:
            application.outcome = row.outcome
        person = people.setdefault(application.talent_record_id, application.talent_record)
        for name in _OF_PERSON:
            setattr(person, name, getattr(row, name) or getattr(person, name))
        steps += _steps(row, application, known=known.get(application.id, ()))
    if applications:
        Application.objects.bulk_update(applications, [*_OF_APPLICATION, "raw", "outcome"])
        TalentRecord.objects.bulk_update(list(people.values()), _OF_PERSON)
    return steps


def _steps(
    row: ReadRow, application: Application, *, known: Sequence[str]
) -> list[ApplicationStep]:
    """Return the steps of a row that are not known yet, after those that are."""
    new = [(stage, day) for stage, day in row.steps if stage not in known]
    return [
        ApplicationStep(
            organisation_id=application.organisation_id,
            application=application,
            stage=stage,
            outcome=row.end_reason[:60] if stage == row.stage else "",
            happened_on=day,
            position=len(known) + place,
        )
        for place, (stage, day) in enumerate(new)
    ]
