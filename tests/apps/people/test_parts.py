"""What is known of a person is read, checked, kept with the person and gone with the person."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from tests.factories import actor_of, make_member

from tasuki.apps.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.people import keeping
from tasuki.apps.people.actions import (
    contacts,
    names,
    notes,
    skill_merging,
    skills,
    tags,
    working,
)
from tasuki.apps.people.models import (
    Career,
    Employment,
    PersonContact,
    PersonDocument,
    PersonName,
    PersonNote,
    PersonSkill,
    PersonTag,
    TalentRecord,
)
from tasuki.apps.people.queries.people import find_person
from tasuki.apps.rights.collectors import collect
from tasuki.apps.rights.subjects import find_subject
from tasuki.apps.upkeep.engine import dispose_batch, find_due, list_executable_rules
from tasuki.apps.upkeep.erasure import erase_person
from tasuki.apps.vocab.actions import add_alias
from tasuki.apps.vocab.models import Skill
from tasuki.core.access import Role
from tasuki.core.law.parameters import find_parameter

pytestmark = pytest.mark.django_db
PARTS = (PersonName, PersonContact, Career, PersonSkill, PersonTag, PersonNote, PersonDocument)
PDF = b"%PDF-1.7 synthetic"


def fill(house, person):
    """Give a person one row of every part, with words that betray who it is."""
    one = {"talent_record_id": person.pk}
    house.do(names.add_name, **one, values={"kind": "business", "family_name": "消失院"})
    house.do(contacts.add_contact, **one, kind="mail", value="first@example.invalid")
    house.do(contacts.add_contact, **one, kind="mail", value="second@example.invalid")
    house.do(working.save_career, **one, values={"company": "みなと機械", "started": "2020年4月"})
    house.do(skills.set_skill, **one, skill="玉掛け", level=3)
    house.do(tags.tag_people, talent_record_ids=[person.pk], tag="催しに来た")
    house.do(notes.add_note, **one, text="工場の見学を希望")
    house.do(notes.add_document, **one, kind="resume", data=PDF, file_name="a.pdf")


def counts(house):
    with house.at():
        return {model.__name__: model.objects.count() for model in PARTS}


EACH_ONCE = {model.__name__: 1 for model in PARTS}
GONE = {model.__name__: 0 for model in PARTS}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2020年4月", "2020-04"),
        ("2020/4", "2020-04"),
        ("２０２０．４", "2020-04"),
        ("令和2年4月", "2020-04"),
        ("2020-04-15", "2020-04-15"),
        ("", ""),
    ],
)
def test_month_of_a_career_stays_a_month(house, typed, stored):
    person = house.add()

    row = house.do(
        working.save_career,
        talent_record_id=person.pk,
        values={"company": "みなと機械", "started": typed},
    )

    assert row.started == stored


@pytest.mark.parametrize(
    ("act", "values", "field"),
    [
        (working.save_career, {"company": "A", "started": "13月"}, "started"),
        (working.save_career, {"company": "A", "started": "2021-04", "ended": "2020-04"}, "ended"),
        (working.save_career, {"text": "仕事"}, "company"),
        (working.save_career, {"company": "A", "occupation_code": "99999"}, "occupation_code"),
        (working.save_employment, {"joined_on": "2021/4/1", "left_on": "2020/4/1"}, "left_on"),
        (working.save_employment, {"state": "gone"}, "state"),
        (working.save_employment, {"salary": 1}, "salary"),
        (names.add_name, {"kind": "former"}, "family_name"),
        (names.add_name, {"kind": "other", "family_name": "A"}, "kind"),
    ],
)
def test_value_that_cannot_be_is_named(house, act, values, field):
    person = house.add()

    with pytest.raises(InvalidInputError) as refused:
        house.do(act, talent_record_id=person.pk, values=values)

    assert refused.value.field == field
    assert counts(house) == GONE


def test_employee_number_is_one_person_s(house):
    first, second = house.add(), house.add()
    values = {"number": "E1"}
    house.do(working.save_employment, talent_record_id=first.pk, values=values)

    with pytest.raises(InvalidInputError) as refused:
        house.do(working.save_employment, talent_record_id=second.pk, values=values)

    assert refused.value.field == "number"


def test_first_contact_is_the_preferred_one_and_no_contact_comes_twice(house):
    person = house.add()
    add = {"talent_record_id": person.pk, "kind": "phone"}

    first = house.do(contacts.add_contact, **add, value="090-0000-0001")
    second = house.do(contacts.add_contact, **add, value="０９０－００００－０００２")

    with house.at():
        assert (first, TalentRecord.objects.get(pk=person.pk).phone) == (None, "09000000001")
    assert second.value == "09000000002"
    for value in ("09000000001", "090-0000-0002", "だめ"):
        with pytest.raises(InvalidInputError):
            house.do(contacts.add_contact, **add, value=value)


@pytest.mark.parametrize("text", ["本籍は岡山県", "支持政党は"])
def test_what_selection_must_not_know_is_stored_nowhere(house, text):
    person = house.add()

    with pytest.raises(RefusedError) as refused:
        house.do(notes.add_note, talent_record_id=person.pk, text=text)

    assert refused.value.code == "H5"
    assert counts(house) == GONE


def test_spellings_of_a_skill_are_one_and_an_unknown_word_is_a_new_one(house):
    person = house.add()
    give = {"talent_record_id": person.pk}
    row = house.do(skills.set_skill, **give, skill="Excel", level=2)
    house.do(add_alias, skill_id=row.skill_id, name="エクセル")

    again = house.do(skills.set_skill, **give, skill="ＥＸＣＥＬ", level=4)
    alias = house.do(skills.set_skill, **give, skill="エクセル", level=3, source="assessment")

    assert (again.pk, again.level) == (row.pk, 4)
    assert (alias.skill_id, alias.source) == (row.skill_id, "assessment")
    with house.at():
        assert Skill.objects.count() == 1


def test_certificate_of_the_vocabulary_takes_its_kind_from_there(house):
    row = house.do(skills.set_skill, talent_record_id=house.add().pk, skill="食品衛生責任者")

    assert (row.skill.kind, row.skill.term_code) == ("certificate", "食品衛生責任者")


def test_merge_of_skills_moves_people_and_its_undo_brings_them_back(house):
    both, one = house.add(), house.add()
    kept = house.do(skills.set_skill, talent_record_id=both.pk, skill="サーバー").skill
    other = house.do(skills.set_skill, talent_record_id=both.pk, skill="サーバ").skill
    house.do(skills.set_skill, talent_record_id=one.pk, skill="サーバ")

    decision = house.do(skill_merging.merge_skills, kept_id=kept.pk, other_id=other.pk)
    with house.at():
        merged = set(PersonSkill.objects.filter(skill=kept).values_list("talent_record_id"))
    new = house.do(skills.set_skill, talent_record_id=house.add().pk, skill="サーバ")
    house.do(skill_merging.undo_skill_merge, decision_id=decision.pk)

    assert merged == {(both.pk,), (one.pk,)}
    assert new.skill_id == kept.pk
    with house.at():
        assert PersonSkill.objects.filter(skill=other).count() == 2
    with pytest.raises(ConflictError):
        house.do(skill_merging.undo_skill_merge, decision_id=decision.pk)


def test_tag_with_a_new_day_replaces_the_day_and_its_undo_brings_the_old_one_back(house):
    person = house.add()
    days = [localdate(house.now) + timedelta(days=number) for number in (10, 20)]
    tag = {"talent_record_ids": [person.pk], "tag": "半年後に連絡"}
    house.do(tags.tag_people, **tag, remind_on=days[0])
    second = house.do(tags.tag_people, **tag, remind_on=days[1])
    house.do(tags.tag_people, **tag)

    def live():
        with house.at():
            return list(
                PersonTag.objects.filter(removed_batch_id=None).values_list("remind_on", flat=True)
            )

    assert live() == [days[1]]
    house.do(tags.undo_tagging, batch_id=second.batch_id)
    assert live() == [days[0]]
    with pytest.raises(NotVisibleError):
        house.do(tags.undo_tagging, batch_id=second.batch_id)


def test_reminder_of_today_is_refused(house):
    with pytest.raises(InvalidInputError) as refused:
        house.do(
            tags.tag_people,
            talent_record_ids=[house.add().pk],
            tag="連絡",
            remind_on=localdate(house.now),
        )

    assert refused.value.field == "remind_on"


def test_only_who_decides_about_applications_writes(house):
    person = house.add()
    viewer = make_member(house.company, Role.COMPANY_MANAGER)

    for act, given in (
        (notes.add_note, {"talent_record_id": person.pk, "text": "a"}),
        (tags.tag_people, {"talent_record_ids": [person.pk], "tag": "a"}),
        (names.add_name, {"talent_record_id": person.pk, "values": {}}),
    ):
        with pytest.raises(NotAllowedError):
            act(actor=viewer, now=house.now, **given)

    assert counts(house) == GONE


def test_person_of_another_company_is_not_there(house):
    stranger = actor_of(type(house)().company, Role.COMPANY_OWNER)
    person = house.add()

    with pytest.raises(NotVisibleError):
        notes.add_note(actor=stranger, talent_record_id=person.pk, text="a", now=house.now)

    assert counts(house) == GONE


def test_everything_known_is_disclosed_to_the_person(house):
    person = house.add()
    fill(house, person)
    house.do(working.save_employment, talent_record_id=person.pk, values={"number": "E7"})

    with house.at():
        found = {
            one.collector.name: one.rows
            for one in collect(find_subject(talent_record_id=person.pk))
        }

    names_of = {name for name, rows in found.items() if rows}
    assert {
        *("names", "contacts", "careers", "skills", "tags", "notes", "documents", "employments"),
    } <= names_of
    assert found["skills"][0]["skill"] == "玉掛け技能講習"
    assert found["contacts"][0]["mail"] == "second@example.invalid"


def test_erasure_takes_every_part_and_keeps_what_the_law_of_labour_keeps(house):
    owner = make_member(house.company, Role.COMPANY_OWNER)
    person = house.add()
    fill(house, person)
    house.do(working.save_employment, talent_record_id=person.pk, values={"number": "E7"})

    report = erase_person(actor=owner, talent_record_id=person.pk, ground="request", now=house.now)

    assert counts(house) == GONE
    assert [one.name for one in report.kept] == ["people.Employment"]
    with house.at():
        record = TalentRecord.objects.get(pk=person.pk)
        assert (record.search_key, record.further_names, record.name_key) == ("", "", "")
        assert Employment.objects.get().number == ""


def test_parts_go_with_the_record_and_notes_too(house):
    person = house.add()
    fill(house, person)
    later = house.now + timedelta(days=400)
    on = localdate(later)

    with house.at():
        for rule in list_executable_rules():
            if rule.model in PARTS and find_due(rule, on=on).exists():
                dispose_batch(rule, on=on, now=later)

    assert counts(house) == GONE


def test_parts_of_an_employee_stay_and_those_of_a_leaver_stay_as_long_as_the_books(house):
    keep_years = int(find_parameter("labour_keep_years", on=localdate(house.now)).value)
    person = house.add()
    save = {"talent_record_id": person.pk}
    row = house.do(working.save_employment, **save, values={"number": "E7"})

    def end(on):
        with house.at():
            return keeping.find_record_end(talent_record_id=person.pk, on=on).gone_after

    left = localdate(house.now).replace(year=2020, month=3, day=31)
    assert end(localdate(house.now)) is None
    house.do(working.save_employment, **save, employment_id=row.pk, values={"left_on": left})
    books_end = left.replace(year=left.year + keep_years)
    assert end(books_end) is None
    assert end(books_end + timedelta(days=1)) is not None


def test_kinds_of_relation_come_from_the_rows(house):
    person = house.add()
    with house.at():
        before = find_person(talent_record_id=person.pk).kinds
    house.do(working.save_employment, talent_record_id=person.pk, values={"left_on": "2020/3/31"})
    house.do(working.save_employment, talent_record_id=person.pk, values={"number": "E8"})

    with house.at():
        assert (before, find_person(talent_record_id=person.pk).kinds) == (
            (),
            ("employee", "leaver"),
        )
