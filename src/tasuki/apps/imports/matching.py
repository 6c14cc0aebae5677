"""Who of a file may be somebody who is known already, inside one organisation.

Two levels: the same person (equal mail, or equal phone and beginning of the name), which is
proposed and can be refused; and a possible duplicate, which stays apart until a human decides.
Nothing here merges anybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from tasuki.apps.imports.rows import Rival
from tasuki.apps.people.models import TalentRecord
from tasuki.core.identity.normalise import name_key
from tasuki.core.words import Words

NAME_PREFIX_CHARACTERS: Final = 2
RIVALS_MAX: Final = 3
SHARED_BY_PEOPLE: Final = 3
"""An address or number of so many names in one file is shared, and no key."""

_SAME_MAIL: Final = Words("メールアドレスが同じです", "the mail address is the same")
_SAME_PHONE: Final = Words(
    "電話番号と姓の始まりが同じです", "phone and beginning of the name are the same"
)
_SAME_NAME: Final = Words("氏名が同じです", "the name is the same")
_SAME_KANA: Final = Words("読みが同じです", "the reading is the same")
_SAME_BIRTH: Final = Words(
    "生年月日と姓の始まりが同じです", "birth date and beginning of the name are the same"
)
_SAME_LOCAL: Final = Words(
    "メールアドレスの@より前が同じです", "the mail address is the same before the @"
)
_OTHER_GIVEN: Final = Words(
    "名が違います（家族の共用かもしれません）", "the given name differs (a family may share it)"
)
_OTHER_BIRTH: Final = Words("生年月日が違います", "the birth date differs")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Face:
    """What is compared of one person."""

    person_id: UUID | None = None
    line: int = 0
    name: str = ""
    family: str = ""
    given: str = ""
    kana: str = ""
    mail: str = ""
    phone: str = ""
    birth: date | None = None
    is_stopped: bool = False

    @property
    def prefix(self) -> str:
        """The beginning of the family name."""
        return self.family[:NAME_PREFIX_CHARACTERS]

    @property
    def local(self) -> str:
        """The mail address before the @."""
        return self.mail.partition("@")[0]

    @property
    def reading(self) -> str:
        """The kana without spaces; of somebody known by kana alone, the name."""
        return self.kana.replace(" ", "")


def face_of(person: Mapping[str, Any], *, line: int) -> Face:
    """Return what is compared of a row; ``person`` as ``people_fields`` returns it."""
    return Face(
        line=line,
        name=person["name_key"],
        family=name_key(person["family_name"]),
        given=name_key(person["given_name"]),
        kana=person["name_kana"],
        mail=person["mail"],
        phone=person["phone"],
        birth=person["birth_date"],
    )


def face_of_record(record: TalentRecord) -> Face:
    """Return what is compared of a known person."""
    return Face(
        person_id=record.pk,
        name=record.name_key,
        family=name_key(record.family_name),
        given=name_key(record.given_name),
        kana=record.name_kana,
        mail=record.mail,
        phone=record.phone,
        birth=record.birth_date,
        is_stopped=record.stopped_at is not None,
    )


class Register:
    """People by everything that may point to them."""

    def __init__(self) -> None:
        self._by: dict[str, dict[Any, list[Face]]] = {
            name: defaultdict(list) for name in ("mail", "phone", "name", "kana", "birth", "local")
        }
        self._known: set[UUID] = set()

    def add(self, face: Face) -> None:
        """Take a person in; a known one once."""
        if face.person_id:
            if face.person_id in self._known:
                return
            self._known.add(face.person_id)
        for name, key in _keys(face):
            self._by[name][key].append(face)

    def find(self, face: Face, *, shared: frozenset[str] = frozenset()) -> list[Rival]:
        """Return who may be the same person, the likeliest first, at most ``RIVALS_MAX``.

        Args:
            face: who is looked for.
            shared: addresses and numbers that many people share.
        """
        found: dict[tuple[UUID | None, int], Rival] = {}
        for name, key in _keys(face):
            if name in {"mail", "phone"} and getattr(face, name) in shared:
                continue
            for other in self._by[name][key][:RIVALS_MAX]:
                place = (other.person_id, other.line)
                if place not in found and not _is_passed_over(name, face, other):
                    found[place] = _rival(name, face, other)
        # A sure one before a possible one, a known person before a line of the file.
        ranked = sorted(found.values(), key=lambda one: (one.level != "same", one.line > 0))
        return ranked[:RIVALS_MAX]

    def stopped(self, face: Face) -> bool:
        """Return whether the person is known and asked to stop all use."""
        near = (*self._by["mail"][face.mail], *self._by["phone"][(face.phone, face.prefix)])
        return any(one.is_stopped for one in near if face.mail or face.phone)


def _keys(face: Face) -> Iterator[tuple[str, Any]]:
    """Yield the keys of a person, the strongest first."""
    if face.mail:
        yield "mail", face.mail
    if face.phone and face.prefix:
        yield "phone", (face.phone, face.prefix)
    if face.birth and face.prefix:
        yield "birth", (face.birth, face.prefix)
    if face.name:
        yield "name", face.name
    if face.reading:
        yield "kana", face.reading
    if face.local:
        yield "local", face.local


_REASONS: Final = {
    "mail": _SAME_MAIL,
    "phone": _SAME_PHONE,
    "birth": _SAME_BIRTH,
    "name": _SAME_NAME,
    "kana": _SAME_KANA,
    "local": _SAME_LOCAL,
}


def _rival(name: str, face: Face, other: Face) -> Rival:
    reasons = [_REASONS[name]]
    level = "same" if name in {"mail", "phone"} else "possible"
    if not _given_agrees(face, other):
        level, reasons = "possible", [*reasons, _OTHER_GIVEN]
    if face.birth and other.birth and face.birth != other.birth:
        level, reasons = "possible", [*reasons, _OTHER_BIRTH]
    return Rival(other.person_id, other.line, level, tuple(reasons))


def _given_agrees(face: Face, other: Face) -> bool:
    """Equal, one the beginning of the other, not known, or read the same."""
    mine, theirs = face.given, other.given
    if not mine or not theirs or mine.startswith(theirs) or theirs.startswith(mine):
        return True
    readings = [one.kana.split()[-1] for one in (face, other) if " " in one.kana]
    return len(readings) == 2 and readings[0] == readings[1]


def _is_passed_over(name: str, face: Face, other: Face) -> bool:
    """Equal kana says little where both have a kanji name and the names differ."""
    if name != "kana":
        return False
    has_kanji = all(one.name and one.name != name_key(one.reading) for one in (face, other))
    return has_kanji and face.name != other.name


class KnownPeople:
    """Looks people of the organisation bound now up by the keys of faces; each key once."""

    def __init__(self) -> None:
        self._asked: dict[str, set[Any]] = defaultdict(set)
        self._seen: set[UUID] = set()

    def find(self, faces: Sequence[Face]) -> Iterator[Face]:
        """Yield the people whom a key of the faces points to and who were not found before."""
        yield from self._look("mail", {one.mail for one in faces})
        yield from self._look("phone", {one.phone for one in faces})
        yield from self._look("birth_date", {one.birth for one in faces})
        yield from self._look("name_key", {one.name for one in faces})
        yield from self._look("name_kana", {one.kana for one in faces})

    def _look(self, field: str, values: set[Any]) -> Iterator[Face]:
        wanted = values - self._asked[field] - {"", None}
        self._asked[field] |= wanted
        if not wanted:
            return
        rows = TalentRecord.objects.filter(merged_into_id=None, **{f"{field}__in": wanted})
        if field in {"name_key", "name_kana"}:
            # Of a common name the newest few are enough to ask about.
            place = Window(RowNumber(), partition_by=[F(field)], order_by=["-created_at", "-id"])
            newest = rows.annotate(place=place).filter(place__lte=RIVALS_MAX).values("id")
            rows = TalentRecord.objects.filter(id__in=newest)
        for record in rows:
            if record.pk not in self._seen:
                self._seen.add(record.pk)
                yield face_of_record(record)


def find_shared(faces: Iterable[Face]) -> frozenset[str]:
    """Return the addresses and numbers that people of several names in a file share."""
    names: dict[str, set[str]] = defaultdict(set)
    for one in faces:
        for contact in (one.mail, one.phone):
            if contact:
                names[contact].add(one.name)
    return frozenset(one for one, users in names.items() if len(users) >= SHARED_BY_PEOPLE)
