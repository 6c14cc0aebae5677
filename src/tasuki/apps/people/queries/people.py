"""People as their organisation finds them: lists, filters, search while somebody types."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    Expression,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)

from tasuki.apps.people.models import (
    Application,
    BulkRun,
    Career,
    Employment,
    PersonContact,
    PersonDocument,
    PersonName,
    PersonNote,
    PersonPart,
    PersonSkill,
    PersonTag,
    Tag,
    TalentRecord,
)
from tasuki.core.identity.normalise import normalise_mail, normalise_phone
from tasuki.core.searching import search_patterns

KINDS: Final = ("applicant", "employee", "leaver")
"""Kinds of relation between a person and the organisation; one person may have several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFilters:
    """What a list of people is narrowed to; empty values narrow nothing.

    Attributes:
        text: parts of names in kanji (variants are one), kana or romaji, in any order; a whole
            mail address, phone, record number or employee number.
        kind: one of ``KINDS``.
        tag_id: who has the tag.
        skill_id: who has the skill.
        outcome: who has an application with this ``Application.Outcome``.
        department: employed there.
        reminder_until: who has a tag whose day comes until then.
    """

    text: str = ""
    kind: str = ""
    tag_id: UUID | None = None
    skill_id: UUID | None = None
    outcome: str = ""
    department: str = ""
    reminder_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetail:
    """All that is known of one person; rows of records merged into this one included.

    Attributes:
        record_ids: the record and those merged into it.
        kinds: of ``KINDS``.
    """

    person: TalentRecord
    record_ids: tuple[UUID, ...]
    kinds: tuple[str, ...]
    names: tuple[PersonName, ...]
    contacts: tuple[PersonContact, ...]
    employments: tuple[Employment, ...]
    applications: tuple[Application, ...]
    careers: tuple[Career, ...]
    skills: tuple[PersonSkill, ...]
    tags: tuple[PersonTag, ...]
    notes: tuple[PersonNote, ...]
    documents: tuple[PersonDocument, ...]


def list_people(*, filters: PersonFilters | None = None) -> "QuerySet[TalentRecord, TalentRecord]":
    """Return the people of the organisation bound now, the newest first.

    Each row carries ``is_applicant``, ``is_employee`` and ``is_leaver``. Records merged into
    others are not among them.
    """
    rows = TalentRecord.objects.filter(merged_into_id=None).annotate(
        talent_record_id=F("pk"),  # whose record it is, as in every row about a person
        is_applicant=Exists(_rows(Application)),
        is_employee=Exists(_rows(Employment).exclude(state=Employment.State.LEFT)),
        is_leaver=Exists(_rows(Employment).filter(state=Employment.State.LEFT)),
    )
    return narrow_people(rows, filters or PersonFilters()).order_by("-created_at", "-id")


def narrow_people(
    found: "QuerySet[TalentRecord, TalentRecord]", wanted: PersonFilters
) -> "QuerySet[TalentRecord, TalentRecord]":
    """Return the rows of ``list_people`` that fit filters."""
    if wanted.kind in KINDS:
        found = found.filter(**{f"is_{wanted.kind}": True})
    if wanted.tag_id is not None:
        found = found.filter(pk__in=_live_tags().filter(tag_id=wanted.tag_id).values(_PERSON))
    if wanted.skill_id is not None:
        skilled = PersonSkill.objects.filter(skill_id=wanted.skill_id)
        found = found.filter(pk__in=skilled.values(_PERSON))
    if wanted.outcome:
        applied = Application.objects.filter(outcome=wanted.outcome, archived_at=None)
        found = found.filter(pk__in=applied.values(_PERSON))
    if wanted.department:
        employed = Employment.objects.filter(department=wanted.department)
        found = found.filter(pk__in=employed.values(_PERSON))
    if wanted.reminder_until is not None:
        due = _live_tags().filter(remind_on__lte=wanted.reminder_until)
        found = found.filter(pk__in=due.values(_PERSON))
    if wanted.text.strip():
        found = found.filter(_found_by(wanted.text))
    return found


_PERSON: Final = "talent_record_id"


def _rows(model: type[Application] | type[Employment]) -> "QuerySet[Any, Any]":
    return model._default_manager.filter(talent_record_id=OuterRef("pk"))


def _live_tags() -> "QuerySet[PersonTag, PersonTag]":
    return PersonTag.objects.filter(removed_batch_id=None)


class FoundByName(Expression):
    """Whether a row is among those that ``tasuki.find_people`` finds; see ``search.sql``."""

    conditional = True

    def __init__(self, patterns: list[str]) -> None:
        super().__init__(output_field=BooleanField())
        self.patterns = patterns
        self.row: Any = F("pk")

    def get_source_expressions(self) -> list[Any]:
        """Return the key of the row: it says under which name the table stands in a query."""
        return [self.row]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        """Take the resolved key."""
        (self.row,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return the condition: the row lies at one of the places found."""
        table = compiler.quote_name(self.row.alias)
        return f"{table}.ctid = any(array(select tasuki.find_people(%s)))", [self.patterns]


def _found_by(text: str) -> Q:
    """Return whom a search means: by exact contact or number, or else by name.

    What has a digit or an @ in it is no name; so each search asks one index only.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if "@" in typed:
        mail = normalise_mail(typed)
        wanted = mail if isinstance(mail, str) else typed
        further = PersonContact.objects.filter(mail=wanted)
        return Q(mail=wanted) | Q(pk__in=_ids(further))
    if re.search(r"\d", typed):
        return _numbered(typed)
    patterns = search_patterns(typed)
    if not patterns or "" in patterns:
        return Q(pk__in=[])
    return Q(FoundByName(patterns))


def _numbered(typed: str) -> Q:
    employed = Employment.objects.filter(number__in={typed, typed.upper(), typed.lower()})
    ids = _ids(employed)
    found = Q(number__in={typed, typed.upper()})
    phone = normalise_phone(typed)
    if isinstance(phone, str):
        found |= Q(phone=phone)
        ids |= _ids(PersonContact.objects.filter(phone=phone))
    return found | Q(pk__in=ids) if ids else found


def _ids(rows: "QuerySet[Any, Any]") -> set[UUID]:
    """Return whose rows they are, read at once: with a subquery in an OR no index would serve."""
    return set(rows.values_list(_PERSON, flat=True))


def find_person(*, talent_record_id: UUID) -> PersonDetail | None:
    """Return one person with all rows; None if there is none here.

    A record that was merged leads to the one it was merged into.
    """
    person = TalentRecord.objects.filter(id=talent_record_id).first()
    if person is not None and person.merged_into_id is not None:
        person = TalentRecord.objects.filter(id=person.merged_into_id).first()
    if person is None:
        return None
    merged = TalentRecord.objects.filter(merged_into_id=person.id).order_by("created_at")
    ids = (person.id, *merged.values_list("id", flat=True))
    mine = Q(talent_record_id__in=ids)
    employments = tuple(Employment.objects.filter(mine).order_by("-joined_on", "-created_at"))
    applications = tuple(Application.objects.filter(mine).order_by("-applied_on", "-id"))
    tags = _live_tags().filter(mine).select_related("tag")
    careers = Career.objects.filter(mine).order_by("-is_current", "-started", "created_at")
    skills = PersonSkill.objects.filter(mine).select_related("skill")
    return PersonDetail(
        person=person,
        record_ids=ids,
        kinds=kinds_of(applications, employments),
        names=tuple(PersonName.objects.filter(mine).order_by("created_at", "id")),
        contacts=tuple(PersonContact.objects.filter(mine).order_by("kind", "created_at", "id")),
        employments=employments,
        applications=applications,
        careers=tuple(careers),
        skills=tuple(skills.order_by("skill__kind", "skill__name", "source")),
        tags=tuple(tags.order_by("tag__name")),
        notes=tuple(PersonNote.objects.filter(mine).order_by("-created_at", "-id")),
        documents=tuple(PersonDocument.objects.filter(mine).order_by("-created_at", "-id")),
    )


def kinds_of(
    applications: Collection[Application], employments: Collection[Employment]
) -> tuple[str, ...]:
    """Return the kinds of relation that these rows make."""
    left = Employment.State.LEFT
    has = (
        bool(applications),
        any(row.state != left for row in employments),
        any(row.state == left for row in employments),
    )
    return tuple(kind for kind, is_so in zip(KINDS, has, strict=True) if is_so)


def with_rows_shown(
    rows: "QuerySet[TalentRecord, TalentRecord]",
) -> "QuerySet[TalentRecord, TalentRecord]":
    """Return people with what a list shows of each: ``live_tags`` and ``employed``."""
    return rows.prefetch_related(
        Prefetch("persontag_set", _live_tags().select_related("tag"), to_attr="live_tags"),
        Prefetch("employment_set", Employment.objects.order_by("-joined_on"), to_attr="employed"),
    )


def kinds_shown(row: TalentRecord) -> tuple[str, ...]:
    """Return the kinds of relation of a row of ``list_people``."""
    return tuple(kind for kind in KINDS if getattr(row, f"is_{kind}"))


def list_tags() -> list[Tag]:
    """Return the tags of the organisation bound now, by name."""
    return list(Tag.objects.order_by("name", "id"))


def list_departments() -> list[str]:
    """Return the departments that occur, each once."""
    rows = Employment.objects.exclude(department="").order_by("department")
    return list(rows.values_list("department", flat=True).distinct())


def list_stopped_ids(*, record_ids: Collection[UUID | None]) -> set[UUID]:
    """Return which of these people stopped the use of their data; they stand in no export.

    Args:
        record_ids: records of the organisation bound now; a merged one stops with its person.

    Source: 個人情報保護法 35条.
    """
    root = TalentRecord.objects.filter(pk=OuterRef("merged_into_id"), stopped_at__isnull=False)
    stopped = TalentRecord.objects.filter(
        Exists(root) | Q(stopped_at__isnull=False), pk__in={one for one in record_ids if one}
    )
    return set(stopped.values_list("pk", flat=True))


def find_bulk_run(*, run_id: UUID) -> BulkRun | None:
    """Return one act on many people; None if there is none here."""
    return BulkRun.objects.select_related("tag").filter(id=run_id).first()


def list_bulk_runs(*, people_min: int, limit: int = 3) -> list[BulkRun]:
    """Return the latest acts on many people, newest first.

    Args:
        people_min: only acts on more people than these.
        limit: at most so many.
    """
    rows = BulkRun.objects.filter(total_count__gt=people_min).select_related("tag")
    return list(rows.defer("person_ids").order_by("-created_at", "-id")[:limit])


def find_document(*, document_id: UUID) -> PersonDocument | None:
    """Return one paper; its file opens while the organisation is bound."""
    return PersonDocument.objects.filter(id=document_id).first()


def find_part[P: PersonPart](*, model: type[P], part_id: UUID) -> P | None:
    """Return one row about a person of the organisation bound now."""
    return model.objects.filter(pk=part_id).first()


def count_skilled(*, skill_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many people have each skill; those that nobody has are left out."""
    rows = PersonSkill.objects.filter(skill_id__in=list(skill_ids)).order_by()
    counted = rows.values_list("skill_id").annotate(count=Count("talent_record", distinct=True))
    return dict(counted)


def list_worked_on(
    *,
    talent_record_ids: Collection[UUID],
    since: datetime | None = None,
    except_batch_id: UUID | None = None,
) -> set[UUID]:
    """Return who of these people has something that a member added by hand.

    Taking an import back must leave them: notes, papers and tags came from no file.

    Args:
        talent_record_ids: people of the organisation bound now.
        since: only what was added from then on; None for all.
        except_batch_id: tags of this act do not count.
    """
    found: set[UUID] = set()
    tags = PersonTag.objects.all()
    if except_batch_id is not None:
        tags = tags.exclude(batch_id=except_batch_id)
    for rows in (PersonNote.objects.all(), PersonDocument.objects.all(), tags):
        mine = rows.filter(talent_record_id__in=list(talent_record_ids))
        if since is not None:
            mine = mine.filter(created_at__gte=since)
        found |= set(mine.values_list("talent_record_id", flat=True))
    return found
