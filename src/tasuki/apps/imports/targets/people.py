"""What the kinds about people share: who a row is about, and the fields of the person."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from tasuki.apps.imports.ledger import Ledger, put
from tasuki.apps.imports.matching import Matches, find_matches
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.rows import Decision, Fault, Row, Verdict
from tasuki.apps.imports.targets.abilities import add_skills, add_tags
from tasuki.apps.imports.targets.base import people_of_lines
from tasuki.apps.imports.targets.extras import add_extras
from tasuki.apps.messages.models import Suppression
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person.deciding import remember_apart
from tasuki.core.identity.names import split_name
from tasuki.core.identity.normalise import name_key
from tasuki.core.words import Words

PERSON_FIELDS: Final = (
    "family_name",
    "given_name",
    "name_kana",
    "name_key",
    "mail",
    "phone",
    "birth_date",
    "address",
)
_STOPPED: Final = Fault(
    "",
    "mail",
    "",
    Words(
        "本人の希望で利用を停止しています。この行は取り込めません。",
        "The person asked to stop all use; this row cannot be imported.",
    ),
    repair="stopped",
)


def person_fields(row: Row) -> dict[str, Any]:
    """Return the person of a row by the fields of a talent record."""
    family, given = row.text("family_name"), row.text("given_name")
    kana = " ".join(part for name in ("family_kana", "given_kana") if (part := row.text(name)))
    kana = kana or row.text("name_kana")
    if not family and not given:
        # One name alone is a name; somebody known by the reading only is called so.
        family = row.text("name") or kana
        if " " in family:
            parts = split_name(family).value
            family, given = parts.family_name, parts.given_name
    return {
        "family_name": family[:80],
        "given_name": given[:80],
        "name_kana": kana[:160],
        "name_key": name_key(family + given)[:200],
        "mail": (row.text("private_mail") or row.text("mail"))[:254],
        "phone": row.text("phone")[:20],
        "birth_date": as_date(row.values.get("birth_date")),
        "address": _address(row)[:200],
    }


def told_of_person(row: Row) -> dict[str, Any]:
    """Return what a row says of a person who is known by the same number."""
    return {name: value for name, value in person_fields(row).items() if value}


def as_date(value: Any) -> date | None:
    """Return a whole day; None for a month only, or nothing."""
    text = str(value or "")[:10]
    try:
        return date.fromisoformat(text) if len(text) == len("2026-10-05") else None
    except ValueError:
        return None


def _address(row: Row) -> str:
    parts = [row.text(name) for name in ("prefecture", "city", "town", "address")]
    return "".join(part for part in parts if part)


class People:
    """Finds the people of a file, and makes those whom nobody knows yet."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self._matches = Matches({}, ())
        self._persons: set[int] = set()
        self._written: dict[int, UUID] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        """Find who the rows of the file may be about."""
        good = [row for row in rows if not row.faults and row.verdict != Verdict.SAME]
        self._matches = find_matches(good, {row.line: person_fields(row) for row in good})

    def match(self, rows: Sequence[Row]) -> None:
        """Refuse the stopped, and set rivals and proposals of rows that are new."""
        open_rows = [row for row in rows if not row.faults]
        addresses = {one for row in open_rows if (one := person_fields(row)["mail"])}
        stops = find_suppressions(addresses=addresses)
        for row in open_rows:
            reason = stops.get(person_fields(row)["mail"])
            if reason == Suppression.Reason.STOP_USE or row.line in self._matches.stopped:
                row.fail(_STOPPED)
                continue
            if row.verdict == Verdict.NEW:
                self._propose(row)
            if row.verdict != Verdict.SAME or row.target_id:
                self._persons.add(row.line)

    def _propose(self, row: Row) -> None:
        found = self._matches.rivals.get(row.line, ())
        # A line that failed, or only repeats another one, is nobody.
        row.rivals = [one for one in found if one.person_id or one.line in self._persons]
        if not row.rivals:
            return
        row.verdict = Verdict.DUPLICATE
        is_sure = row.rivals[0].level == "same"
        row.decision = Decision.SAME if is_sure else Decision.OPEN
        row.is_proposed = is_sure

    def find_or_make(self, rows: Sequence[Row], ledger: Ledger) -> dict[int, TalentRecord]:
        """Return the person of each row by its line: somebody known, of an earlier line, or new."""
        wanted = {row.line: _chosen(row) for row in rows}
        lines = {line for _, line in wanted.values() if line} | set(_apart_lines(rows))
        earlier = people_of_lines(self.run, lines - set(self._written)) | self._written
        ids = {person for person, _ in wanted.values() if person}
        ids |= {earlier[line] for line in lines if line in earlier}
        known = {one.pk: one for one in TalentRecord.objects.filter(id__in=ids)}
        found: dict[int, TalentRecord] = {}
        made: list[TalentRecord] = []
        for row in rows:
            person_id, line = wanted[row.line]
            person_id = person_id or earlier.get(line)
            person = known.get(person_id) if person_id else found.get(line)
            if person is None:
                person = TalentRecord(
                    organisation_id=self.run.organisation_id, **person_fields(row)
                )
                made.append(person)
            found[row.line] = person
        self._number(made)
        TalentRecord.objects.bulk_create(made)
        ledger.made(made)
        new = {one.pk for one in made}
        self._keep_apart(rows, found, earlier, ledger)
        self._fill([row for row in rows if found[row.line].pk not in new], found, ledger)
        self._add(rows, found, ledger, new=new)
        for row in rows:
            row.person_id = self._written[row.line] = found[row.line].pk
        return found

    def add_extras(
        self, rows: Sequence[Row], people: Mapping[int, TalentRecord], ledger: Ledger
    ) -> None:
        """Add what rows say besides the records of known people."""
        self._add(rows, people, ledger, new=set())

    def _add(
        self,
        rows: Sequence[Row],
        people: Mapping[int, TalentRecord],
        ledger: Ledger,
        *,
        new: set[UUID],
    ) -> None:
        add_extras(rows, people, ledger, new=new)
        add_skills(rows, people, ledger)
        add_tags(rows, people, ledger)

    def _keep_apart(
        self,
        rows: Sequence[Row],
        found: Mapping[int, TalentRecord],
        earlier: Mapping[int, UUID],
        ledger: Ledger,
    ) -> None:
        """Remember whom a human said to be somebody else, so that no search asks again."""
        account_id = self.run.imported_by_id
        if account_id is None:
            return
        earlier = {**earlier, **{line: person.pk for line, person in found.items()}}
        pairs = [
            (found[row.line].pk, other, rival.probability)
            for row in rows
            if row.decision == Decision.APART
            for rival in row.rivals
            if (other := rival.person_id or earlier.get(rival.line))
        ]
        if pairs:
            ledger.made(remember_apart(account_id=account_id, pairs=pairs, now=ledger.now))

    def _number(self, made: Sequence[TalentRecord]) -> None:
        if made:
            numbers = take_numbers(name="talent", count=len(made))
            for number, person in zip(numbers, made, strict=True):
                person.number = f"T-{number:06d}"

    def _fill(self, rows: Sequence[Row], found: Mapping[int, TalentRecord], ledger: Ledger) -> None:
        """Fill what was not known of people yet; what is known is not overwritten."""
        changes: dict[UUID, dict[str, Any]] = {}
        for row in rows:
            person = found[row.line]
            values = person_fields(row)
            gaps = {name: one for name, one in values.items() if one and not getattr(person, name)}
            before = changes.setdefault(person.pk, {})
            for name, old in put(person, gaps).items():
                before.setdefault(name, old)
        save_people([found[row.line] for row in rows], changes, ledger)


def save_people(
    people: Sequence[TalentRecord], changes: Mapping[UUID, dict[str, Any]], ledger: Ledger
) -> None:
    """Store changed people and write down what they held before."""
    changed = {one.pk: one for one in people if changes.get(one.pk)}
    if changed:
        TalentRecord.objects.bulk_update(list(changed.values()), PERSON_FIELDS)
    for person in changed.values():
        ledger.changed(person, changes[person.pk], subject_id=person.pk)


def _apart_lines(rows: Sequence[Row]) -> Iterator[int]:
    """Yield the earlier lines whose people a human said to be others."""
    apart = (row for row in rows if row.decision == Decision.APART)
    yield from (rival.line for row in apart for rival in row.rivals if rival.line)


def _chosen(row: Row) -> tuple[UUID | None, int]:
    """Return the known person and the earlier line that a row was said to be; both may be none."""
    if row.decision == Decision.SAME and row.rivals:
        return row.rivals[0].person_id, row.rivals[0].line
    return None, 0
