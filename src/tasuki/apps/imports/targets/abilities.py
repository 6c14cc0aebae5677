"""What a row says a person can do, and under which words people are found again.

Words of the columns for skills and certificates become the person's own statements, through the
organisation's table of skills with its other names; an unknown word becomes a skill there, where
its merge screen proposes what it may mean. Words of the columns for labels become tags.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.imports.ledger import Ledger
from tasuki.apps.imports.rows import Row
from tasuki.apps.people.actions.tags import find_or_make_tags
from tasuki.apps.people.models import PersonSkill, PersonTag, TalentRecord
from tasuki.apps.vocab.actions import find_or_make_skills
from tasuki.apps.vocab.models import Skill
from tasuki.core.law.forbidden import check_forbidden_data

WORDS_MAX: Final = 30
"""Words of one row and column that are used; the rest stays in the imported cells."""

_KINDS: Final = {"skills": Skill.Kind.SKILL, "certificates": Skill.Kind.CERTIFICATE}


def add_skills(rows: Sequence[Row], people: Mapping[int, TalentRecord], ledger: Ledger) -> None:
    """Store skills and certificates that are not known of the people yet.

    Args:
        rows: written just now.
        people: line -> person.
        ledger: what was made is told to it.
    """
    wanted = [
        (people[row.line], word, kind)
        for row in rows
        for name, kind in _KINDS.items()
        for word in _words(row, name)
    ]
    if not wanted:
        return
    names: dict[str, str] = {}
    for _, word, kind in wanted:
        names.setdefault(word, kind)
    skills, made = find_or_make_skills(names=names)
    ledger.made(made)
    known = set(
        PersonSkill.objects.filter(
            talent_record__in={person.pk for person, _, _ in wanted},
            source=PersonSkill.Source.STATEMENT,
        ).values_list("talent_record_id", "skill_id")
    )
    new: dict[tuple[UUID, UUID], PersonSkill] = {}
    for person, word, _ in wanted:
        key = (person.pk, skills[word].pk)
        if key not in known and key not in new:
            new[key] = PersonSkill(
                organisation_id=person.organisation_id,
                talent_record=person,
                skill=skills[word],
                as_of=localdate(ledger.run.created_at),
            )
    PersonSkill.objects.bulk_create(new.values())
    ledger.made(new.values())


def add_tags(rows: Sequence[Row], people: Mapping[int, TalentRecord], ledger: Ledger) -> None:
    """Put the labels of rows on their people as tags; who has one keeps it.

    Args:
        rows: written just now.
        people: line -> person.
        ledger: what was made is told to it.
    """
    wanted = [(people[row.line], word) for row in rows for word in _words(row, "tags")]
    if not wanted:
        return
    tags, made = find_or_make_tags(names=dict.fromkeys(word for _, word in wanted))
    ledger.made(made)
    has = PersonTag.objects.filter(
        talent_record__in={person.pk for person, _ in wanted}, removed_batch_id=None
    )
    known = set(has.values_list("talent_record_id", "tag_id"))
    new: dict[tuple[UUID, UUID], PersonTag] = {}
    for person, word in wanted:
        tag = tags.get(word)
        if tag is not None and (key := (person.pk, tag.pk)) not in known:
            new[key] = PersonTag(
                organisation_id=person.organisation_id,
                talent_record=person,
                tag=tag,
                added_by_id=ledger.run.imported_by_id,
                batch_id=ledger.run.pk,
            )
    PersonTag.objects.bulk_create(new.values())
    ledger.made(new.values())


def _words(row: Row, name: str) -> Iterator[str]:
    """Yield the words of a field; one that selection must not know stays out (H5)."""
    values: Any = row.values.get(name)
    for value in values[:WORDS_MAX] if isinstance(values, list) else ():
        word = " ".join(str(value).split())
        if word and check_forbidden_data(word) is None:
            yield word
