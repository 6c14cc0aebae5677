"""What a member removes from a person can come back for seven days, and is gone after that."""

from datetime import timedelta

import pytest

from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError
from tasuki.apps.people.actions import contacts, names, notes, skill_merging, skills, working
from tasuki.apps.people.actions.removing import (
    MODELS,
    UNDO_DAYS,
    forget_removed,
    remove_part,
    restore_part,
)
from tasuki.apps.people.models import PersonDocument, PersonSkill
from tasuki.apps.people.queries.people import find_person
from tasuki.apps.rights.collectors import collect
from tasuki.apps.rights.subjects import find_subject
from tasuki.apps.vocab.models import Skill

pytestmark = pytest.mark.django_db
SHOWN = {
    "name": "names",
    "contact": "contacts",
    "career": "careers",
    "skill": "skills",
    "note": "notes",
    "document": "documents",
}


@pytest.fixture
def person(house):
    return house.add("髙橋 架子", mail="first@example.invalid")


@pytest.fixture
def rows(house, person):
    """One row of every part that can be removed, by its name."""
    one = {"talent_record_id": person.pk}
    return {
        "name": house.do(names.add_name, **one, values={"kind": "former", "family_name": "佐藤"}),
        "contact": house.do(contacts.add_contact, **one, kind="mail", value="b@example.invalid"),
        "career": house.do(working.save_career, **one, values={"company": "みなと機械"}),
        "skill": house.do(skills.set_skill, **one, skill="手話"),
        "note": house.do(notes.add_note, **one, text="面談の約束"),
        "document": house.do(
            notes.add_document, **one, kind="other", data=b"%PDF-1.7 x", file_name="a.pdf"
        ),
    }


def shown(house, person, part):
    with house.at():
        return getattr(find_person(talent_record_id=person.pk), SHOWN[part])


@pytest.mark.parametrize("part", MODELS)
def test_removed_part_is_seen_no_more_and_comes_back_as_it_was(house, person, rows, part):
    before = shown(house, person, part)

    assert house.do(remove_part, part=part, part_id=rows[part].pk) == person.pk
    assert shown(house, person, part) == ()
    assert house.do(restore_part, part_id=rows[part].pk) == person.pk
    assert shown(house, person, part) == before


@pytest.mark.parametrize("part", MODELS)
def test_what_is_gone_cannot_be_removed_and_what_is_there_cannot_be_restored(house, rows, part):
    with pytest.raises(NotVisibleError):
        house.do(restore_part, part_id=rows[part].pk)
    house.do(remove_part, part=part, part_id=rows[part].pk)
    with pytest.raises(NotVisibleError):
        house.do(remove_part, part=part, part_id=rows[part].pk)


def test_after_seven_days_all_is_deleted_with_its_file(
    house, person, rows, django_capture_on_commit_callbacks
):
    for part, row in rows.items():
        house.do(remove_part, part=part, part_id=row.pk)
    with house.at():
        stored = PersonDocument.everything.get().file
        assert forget_removed(now=house.now + timedelta(days=UNDO_DAYS, seconds=-1)) == 0
        house.now += timedelta(days=UNDO_DAYS)
        with pytest.raises(NotVisibleError):
            house.do(restore_part, part_id=rows["note"].pk)
        with django_capture_on_commit_callbacks(execute=True):
            assert forget_removed(now=house.now) == len(MODELS)

        assert [model.everything.count() for model in MODELS.values()] == [0] * len(MODELS)
        assert not stored.storage.exists(stored.name)


def test_removed_rows_are_still_told_to_the_person_who_asks_what_is_kept(house, person, rows):
    house.do(remove_part, part="career", part_id=rows["career"].pk)

    with house.at():
        told = collect(find_subject(talent_record_id=person.pk))

    assert "みなと機械" in str(told)


def test_contact_that_came_again_in_between_is_not_brought_back(house, person, rows):
    house.do(remove_part, part="contact", part_id=rows["contact"].pk)
    one = {"talent_record_id": person.pk, "kind": "mail", "value": "b@example.invalid"}
    house.do(contacts.add_contact, **one)

    with pytest.raises(InvalidInputError):
        house.do(restore_part, part_id=rows["contact"].pk)


def test_skill_that_was_set_again_stays_and_the_removed_one_too(house, person, rows):
    house.do(remove_part, part="skill", part_id=rows["skill"].pk)
    again = house.do(skills.set_skill, talent_record_id=person.pk, skill="手話", level=2)

    with pytest.raises(ConflictError):
        house.do(restore_part, part_id=rows["skill"].pk)
    assert [row.pk for row in shown(house, person, "skill")] == [again.pk]


def test_restored_skill_follows_a_merge_that_came_in_between(house, person, rows):
    house.do(remove_part, part="skill", part_id=rows["skill"].pk)
    other = house.add()
    kept = house.do(skills.set_skill, talent_record_id=other.pk, skill="手話通訳").skill
    with house.at():
        merged = Skill.objects.exclude(pk=kept.pk).get()
    house.do(skill_merging.merge_skills, kept_id=kept.pk, other_id=merged.pk)

    house.do(restore_part, part_id=rows["skill"].pk)

    with house.at():
        assert PersonSkill.objects.get(talent_record=person).skill == kept


def test_part_of_another_organisation_is_not_there(house, rows):
    stranger = type(house)()

    with pytest.raises(NotVisibleError):
        stranger.do(remove_part, part="note", part_id=rows["note"].pk)
    with pytest.raises(NotVisibleError):
        stranger.do(remove_part, part="nothing", part_id=rows["note"].pk)
