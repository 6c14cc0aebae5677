"""What a row says of a person besides the record: further names, contacts and posts.

Only what is not known yet is added; nothing that stands there is changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from tasuki.apps.imports.ledger import Ledger, put
from tasuki.apps.imports.rows import Row
from tasuki.apps.people.models import Career, PersonContact, PersonName, PersonPart, TalentRecord

_CAREER_MAX: Final = 20
_PARTS: Final[tuple[type[Any], ...]] = (PersonName, PersonContact, Career)
_Kind = PersonContact.Kind
_Label = PersonContact.Label


def add_extras(
    rows: Sequence[Row], people: Mapping[int, TalentRecord], ledger: Ledger, *, new: set[UUID]
) -> None:
    """Store what rows say besides the records of their people.

    Args:
        rows: written just now.
        people: line -> person.
        ledger: what was made and changed is told to it.
        new: ids of people who were made with these rows.
    """
    wanted = {row.line: list(_parts(row, people[row.line])) for row in rows}
    if not any(wanted.values()):
        return
    known = _known_keys({people[row.line].pk for row in rows} - new)
    made: list[PersonPart] = []
    for row in rows:
        for part in wanted[row.line]:
            key = _key(part)
            if key not in known:
                known.add(key)
                made.append(part)
    for model in _PARTS:
        parts = [one for one in made if isinstance(one, model)]
        model._default_manager.bulk_create(parts)
        ledger.made(parts)
    _refresh_names([one for one in made if isinstance(one, PersonName)], people, ledger, new)


def _parts(row: Row, person: TalentRecord) -> Iterator[PersonPart]:
    common: dict[str, Any] = {
        "organisation_id": person.organisation_id,
        "talent_record": person,
    }
    if former := row.text("former_family_name"):
        yield PersonName(kind=PersonName.Kind.FORMER, family_name=former[:80], **common)
    family, given = row.text("business_family_name"), row.text("business_given_name")
    if family or given:
        yield PersonName(
            kind=PersonName.Kind.BUSINESS, family_name=family[:80], given_name=given[:80], **common
        )
    for name, label in (
        ("mail", _Label.WORK),
        ("private_mail", _Label.HOME),
        ("mail2", _Label.OTHER),
    ):
        mail = row.text(name)
        if mail and mail != person.mail:
            yield PersonContact(kind=_Kind.MAIL, label=label, mail=mail[:254], **common)
    phone = row.text("phone2")
    if phone and phone != person.phone:
        yield PersonContact(kind=_Kind.PHONE, label=_Label.OTHER, phone=phone[:20], **common)
    for post in _posts(row):
        yield Career(**post, **common)


def _posts(row: Row) -> Iterator[dict[str, Any]]:
    careers = row.values.get("careers")
    for one in careers[:_CAREER_MAX] if isinstance(careers, list) else ():
        post = {
            "company": str(one.get("company", ""))[:120],
            "department": str(one.get("department", ""))[:120],
            "position": str(one.get("position", ""))[:120],
            "started": str(one.get("start", "") or "")[:10],
            "ended": str(one.get("end", "") or "")[:10],
            "is_current": bool(one.get("current", False)),
            "text": str(one.get("text", ""))[:2000],
        }
        if any(post.values()):
            yield post
    if not careers and (employer := row.text("present_employer")):
        yield {"company": employer[:120], "is_current": True}


def _known_keys(people: Iterable[UUID]) -> set[tuple[Any, ...]]:
    ids = list(people)
    if not ids:
        return set()
    return {
        _key(part)
        for model in _PARTS
        for part in model._default_manager.filter(talent_record__in=ids)
    }


def _key(part: PersonPart) -> tuple[Any, ...]:
    """Return what makes two parts of a person the same."""
    names: tuple[str, ...] = ("company", "started", "position")
    if isinstance(part, PersonName):
        names = ("kind", "family_name", "given_name")
    elif isinstance(part, PersonContact):
        names = ("kind", "mail", "phone", "address")
    values = (str(getattr(part, name)) for name in names)
    return (type(part).__name__, part.talent_record_id, *values)


def _refresh_names(
    made: Sequence[PersonName],
    people: Mapping[int, TalentRecord],
    ledger: Ledger,
    new: set[UUID],
) -> None:
    """Let people be found by the names that were added."""
    by_person: dict[UUID, list[PersonName]] = defaultdict(list)
    for name in made:
        by_person[name.talent_record_id].append(name)
    changed = []
    for person in {one.pk: one for one in people.values() if one.pk in by_person}.values():
        lines = person.further_names.splitlines()
        for name in by_person[person.pk]:
            given = name.given_name or person.given_name
            lines.append(f"{name.family_name} {given}".strip())
        before = put(person, {"further_names": "\n".join(dict.fromkeys(lines))})
        changed.append(person)
        if person.pk not in new:
            ledger.changed(person, before, subject_id=person.pk)
    TalentRecord.objects.bulk_update(changed, ["further_names"])
