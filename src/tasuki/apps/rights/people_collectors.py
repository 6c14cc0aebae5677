"""What is known of a person beside the record: one collector for each of its tables."""

from typing import Any, Final

from django.db.models import Q

from tasuki.apps.people.models import (
    Career,
    Employment,
    PersonContact,
    PersonDocument,
    PersonName,
    PersonNote,
    PersonSkill,
    PersonTag,
)
from tasuki.apps.rights.collector import SELECTION, WORK, Collector, plain, records_at
from tasuki.apps.rights.subjects import Subject
from tasuki.core.words import Words


def _skill_values(row: PersonSkill, _subject: Subject) -> dict[str, Any]:
    """Return a skill by its name; an assessment keeps to its own heading."""
    return {
        "skill": row.skill.name,
        "level": row.level,
        "evidence": row.evidence,
        "as_of": plain(row.as_of),
        "obtained_on": plain(row.obtained_on),
        "expires_on": plain(row.expires_on),
    }


def _tag_values(row: PersonTag, _subject: Subject) -> dict[str, Any]:
    """Return a tag by its word."""
    return {
        "tag": row.tag.name,
        "remind_on": plain(row.remind_on),
        "is_removed": row.removed_batch_id is not None,
        "created_at": plain(row.created_at),
    }


PART_COLLECTORS: Final = (
    Collector(
        name="names",
        words=Words("ほかの名前", "Other names"),
        purpose=Words("本人の確認", "knowing who you are"),
        model=PersonName,
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="contacts",
        words=Words("ほかの連絡先", "Other contacts"),
        purpose=Words("本人への連絡", "writing to you"),
        model=PersonContact,
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="employments",
        words=Words("在籍", "Employment"),
        purpose=WORK,
        model=Employment,
        find=records_at("talent_record_id"),
        assessments=("left_reason",),
    ),
    Collector(
        name="careers",
        words=Words("職歴", "Career"),
        purpose=SELECTION,
        model=Career,
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="skills",
        words=Words("スキル・資格（本人の申告）", "Skills and certificates by own statement"),
        purpose=SELECTION,
        model=PersonSkill,
        find=lambda subject: Q(
            talent_record_id__in=subject.record_ids, source=PersonSkill.Source.STATEMENT
        ),
        values=_skill_values,
    ),
    Collector(
        name="skill_assessments",
        words=Words("スキルの評価", "Assessments of skills"),
        purpose=WORK,
        model=PersonSkill,
        find=lambda subject: Q(
            talent_record_id__in=subject.record_ids, source=PersonSkill.Source.ASSESSMENT
        ),
        left_out={"talent_record_id": "the id of this very person's record"},
        assessments=("level", "evidence"),
    ),
    Collector(
        name="tags",
        words=Words("タグ", "Tags"),
        purpose=SELECTION,
        model=PersonTag,
        find=records_at("talent_record_id"),
        values=_tag_values,
    ),
    Collector(
        name="notes",
        words=Words("メモ", "Notes"),
        purpose=SELECTION,
        model=PersonNote,
        find=records_at("talent_record_id"),
        left_out={"author_id": "a member of staff; the day is shown"},
        assessments=("text",),
    ),
    Collector(
        name="documents",
        words=Words("書類", "Documents"),
        purpose=SELECTION,
        model=PersonDocument,
        find=records_at("talent_record_id"),
        left_out={"added_by_id": "a member of staff; the day is shown"},
    ),
)
