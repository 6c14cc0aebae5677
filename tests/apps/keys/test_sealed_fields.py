"""Sealed fields read like any other; the rows hold ciphertext that opens nowhere else."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from tests.factories import make_agency, make_company
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.sealed import ForgottenError, KeyBox, current_box
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.keys.actions import forget_key
from tasuki.apps.keys.models import DataKey
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay.models import Registration
from tasuki.core.sealing import ORGANISATION_SUBJECT, SealingError

pytestmark = pytest.mark.django_db

PERSON = {
    "mail": "hanako@example.invalid",
    "phone": "09000000001",
    "birth_date": date(1990, 4, 1),
    "address": "みなと市1-2-3",
}


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def person(company):
    return make_row(TalentRecord, company, **PERSON)


def raw(table, column, **where):
    """The bytes of a column as the server stores them."""
    conditions = " and ".join(f"{name} = %s" for name in where) or "true"
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from {table} where {conditions}", list(where.values()))
        return [bytes(row[0]) for row in cursor.fetchall()]


def read(company, **where):
    with bound(company.id, None):
        return TalentRecord.objects.get(**where)


# --- Read and write ---------------------------------------------------------------------------


def test_sealed_values_read_as_they_were_written(company, person):
    found = read(company, id=person.id)

    assert {name: getattr(found, name) for name in PERSON} == PERSON


def test_row_holds_no_clear_value(company, person):
    with bound(company.id, None):
        stored = b"".join(raw("people_talentrecord", column, id=person.id)[0] for column in PERSON)

    assert b"hanako" not in stored
    assert b"09000000001" not in stored
    assert "みなと".encode() not in stored
    assert b"1990" not in stored


def test_values_that_say_nothing_are_stored_as_nothing(company):
    row = make_row(TalentRecord, company, mail="", birth_date=None)

    with bound(company.id, None):
        found = TalentRecord.objects.filter(mail="", birth_date=None, address="").get()
        assert (found.mail, found.phone, found.birth_date) == ("", "", None)
        assert raw("people_talentrecord", "mail", id=row.id) == [b""]
        assert raw("people_talentrecord", "mail_index", id=row.id) == [b""]


def test_mappings_keep_their_shape(company):
    cells = {"氏名": "北村 花", "備考": ["a", 1, None]}
    made = make_row(Application, company, raw=cells, note="メモ\n二行目")

    with bound(company.id, None):
        found = Application.objects.select_related("talent_record").get(id=made.id)
        assert (found.raw, found.note) == (cells, "メモ\n二行目")
        assert found.talent_record.mail == "person@example.invalid"


def test_rows_read_in_a_block_can_be_opened_after_it(company, person):
    with bound(company.id, None):
        rows = list(TalentRecord.objects.all())

    assert [row.mail for row in rows] == [PERSON["mail"]]


def test_one_saved_field_takes_its_blind_index_along(company, person):
    with bound(company.id, None):
        found = TalentRecord.objects.get(id=person.id)
        found.mail = "new@example.invalid"
        found.save(update_fields=["mail"])

        assert TalentRecord.objects.filter(mail="new@example.invalid").count() == 1
        assert TalentRecord.objects.filter(mail=PERSON["mail"]).count() == 0


def test_saving_a_row_that_nobody_opened_changes_no_byte(company, person):
    with bound(company.id, None):
        before = raw("people_talentrecord", "mail", id=person.id)
        found = TalentRecord.objects.get(id=person.id)
        found.language = "en"
        found.save()

        assert raw("people_talentrecord", "mail", id=person.id) == before
        assert TalentRecord.objects.get(mail=PERSON["mail"]).language == "en"


def test_bulk_update_seals_for_each_row(company):
    people = [make_row(TalentRecord, company, mail=f"{n}@example.invalid") for n in range(3)]
    for number, one in enumerate(people):
        one.mail, one.family_name = f"new{number}@example.invalid", f"姓{number}"

    with bound(company.id, None):
        count = TalentRecord.objects.bulk_update(people, ["mail", "family_name"])
        found = TalentRecord.objects.filter(
            mail__in=["new0@example.invalid", "new2@example.invalid"]
        )

        assert count == 3
        assert sorted((row.mail, row.family_name) for row in found) == [
            ("new0@example.invalid", "姓0"),
            ("new2@example.invalid", "姓2"),
        ]


def test_update_empties_a_field_and_its_index(company, person):
    with bound(company.id, None):
        TalentRecord.objects.filter(id=person.id).update(mail="", birth_date=None)

        assert TalentRecord.objects.filter(mail="", birth_date=None).count() == 1
        assert raw("people_talentrecord", "mail_index", id=person.id) == [b""]


# --- Look-ups ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", ["hanako@example.invalid", " Hanako@EXAMPLE.invalid ", "ｈanako@example.invalid"]
)
def test_an_exact_mail_is_found_in_any_width_and_case(company, person, asked):
    assert read(company, mail=asked).id == person.id


def test_several_values_and_nothing_can_be_asked_together(company, person):
    empty = make_row(TalentRecord, company, mail="")
    make_row(TalentRecord, company, mail="other@example.invalid")

    with bound(company.id, None):
        found = TalentRecord.objects.filter(mail__in=["", PERSON["mail"], "nobody@example.invalid"])
        assert {row.id for row in found} == {person.id, empty.id}
        assert TalentRecord.objects.filter(mail__in=[]).count() == 0
        assert TalentRecord.objects.exclude(mail=PERSON["mail"]).count() == 2


def test_a_birth_date_is_found(company, person):
    assert read(company, birth_date=date(1990, 4, 1)).id == person.id


def test_a_look_up_reaches_through_a_relation(company, person):
    made = make_row(Application, company, talent_record=person)

    with bound(company.id, None):
        assert Application.objects.get(talent_record__mail=PERSON["mail"]).id == made.id


def test_one_entry_of_a_mapping_is_found_by_its_index():
    agency = make_agency()
    made = make_row(Registration, agency, wishes={"note": "夜勤はできません", "area": "みなと市"})

    with bound(agency.id, None):
        assert Registration.objects.get(note_index="夜勤はできません").id == made.id
        assert not Registration.objects.filter(note_index="みなと市").exists()


def test_two_organisations_hold_different_indexes_of_one_address(company):
    agency = make_agency()
    for organisation in (company, agency):
        make_row(TalentRecord, organisation, mail="same@example.invalid")
    indexes = []
    for organisation in (company, agency):
        with bound(organisation.id, None):
            indexes += raw("people_talentrecord", "mail_index")

    assert len(set(indexes)) == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda rows: rows.filter(mail__icontains="hanako"),
        lambda rows: rows.filter(mail__startswith="h"),
        lambda rows: rows.filter(birth_date__lt=date(2000, 1, 1)),
        lambda rows: rows.filter(birth_date__year=1990),
        lambda rows: rows.order_by("mail"),
        lambda rows: rows.order_by("-birth_date"),
        lambda rows: rows.values_list("mail"),
        lambda rows: rows.values("id", "phone"),
        lambda rows: rows.filter(address="みなと市"),
    ],
    ids=["part", "beginning", "range", "year", "order", "descending", "list", "values", "no index"],
)
def test_what_ciphertext_cannot_answer_is_refused_by_name(company, person, ask):
    with (
        bound(company.id, None),
        pytest.raises(FieldError, match=r"people\.TalentRecord\.\w+ is encrypted"),
    ):
        list(ask(TalentRecord.objects.all()))


def test_order_through_a_relation_is_refused(company):
    with bound(company.id, None), pytest.raises(FieldError, match="cannot be ordered by"):
        Application.objects.order_by("talent_record__mail")


def test_a_clear_value_cannot_be_written_past_its_row(company, person):
    with bound(company.id, None), pytest.raises(SealingError, match="sealed for one row"):
        TalentRecord.objects.update(mail="a@example.invalid")


# --- Places -----------------------------------------------------------------------------------


def swap(company, first, second, column, other_column=None):
    with bound(company.id, None), connection.cursor() as cursor:
        cursor.execute(
            f"update people_talentrecord set {column} = (select {other_column or column}"
            " from people_talentrecord where id = %s) where id = %s",
            [second.id, first.id],
        )


def test_a_ciphertext_of_another_row_does_not_open(company, person):
    other = make_row(TalentRecord, company, mail="other@example.invalid")
    swap(company, person, other, "mail")

    with pytest.raises(SealingError, match="does not open"):
        _ = read(company, id=person.id).mail


def test_a_ciphertext_of_another_column_does_not_open(company, person):
    swap(company, person, person, "phone", "mail")

    with pytest.raises(SealingError, match="does not open"):
        _ = read(company, id=person.id).phone


def test_a_ciphertext_of_another_organisation_does_not_open(company, person):
    agency = make_agency()
    foreign = make_row(TalentRecord, agency, mail="foreign@example.invalid")
    with bound(agency.id, None):
        stolen = raw("people_talentrecord", "mail", id=foreign.id)[0]
    with bound(company.id, None), connection.cursor() as cursor:
        cursor.execute(
            "update people_talentrecord set mail = %s where id = %s", [stolen, person.id]
        )

    with pytest.raises(ForgottenError):  # the key of another organisation is not even seen
        _ = read(company, id=person.id).mail


def test_a_changed_byte_is_an_error_and_not_an_empty_text(company, person):
    with bound(company.id, None), connection.cursor() as cursor:
        cursor.execute(
            "update people_talentrecord set mail = set_byte(mail, 40, get_byte(mail, 40) # 1)"
        )

    with pytest.raises(SealingError, match="it was changed"):
        _ = read(company, id=person.id).mail


# --- Keys -------------------------------------------------------------------------------------


def subjects(organisation):
    with bound(organisation.id, None):
        return set(DataKey.objects.values_list("subject_id", flat=True))


def test_a_person_has_one_key_and_their_applications_share_it(company, person):
    make_row(Application, company, talent_record=person, note="a")
    make_row(Application, company, talent_record=person, note="b")

    assert subjects(company) == {person.id}


def test_a_registration_and_the_record_that_it_makes_share_a_key():
    agency = make_agency()
    registration = make_row(Registration, agency)

    record = make_row(TalentRecord, agency, id=registration.key_subject())

    assert subjects(agency) == {record.id}


def test_mails_to_members_are_sealed_for_the_organisation(company, person):
    make_row(OutboxMail, company)
    make_row(OutboxMail, company, person_id=person.id)

    assert subjects(company) == {person.id, ORGANISATION_SUBJECT}


def test_rows_that_outlive_the_person_have_a_key_of_their_own():
    """職業安定法施行規則24条の7: the row of the book stays readable for two years."""
    agency = make_agency()
    person = make_row(TalentRecord, agency)
    row = make_row(JobSeeker, agency, talent_record_id=person.id, address="みなと市")
    with bound(agency.id, None):
        forget_key(subject_id=person.id)

    with bound(agency.id, None):
        assert JobSeeker.objects.get(id=row.id).address == "みなと市"


def test_a_forgotten_key_makes_everything_of_the_person_unreadable_and_nothing_else(
    company, person
):
    made = make_row(Application, company, talent_record=person, note="メモ")
    other = make_row(TalentRecord, company, mail="other@example.invalid")
    with bound(company.id, None):
        assert forget_key(subject_id=person.id) == 1
        assert forget_key(subject_id=person.id) == 0

    with pytest.raises(ForgottenError, match="the person was erased"):
        _ = read(company, id=person.id).phone
    with bound(company.id, None), pytest.raises(ForgottenError):
        _ = Application.objects.get(id=made.id).note
    assert read(company, id=other.id).mail == "other@example.invalid"


def test_a_key_is_forgotten_at_once_in_the_same_transaction(company, person):
    with bound(company.id, None):
        assert TalentRecord.objects.get(id=person.id).mail == PERSON["mail"]
        forget_key(subject_id=person.id)

        with pytest.raises(ForgottenError):
            _ = TalentRecord.objects.get(id=person.id).mail


def test_one_organisation_cannot_forget_the_key_of_another(company, person):
    with bound(make_agency().id, None):
        assert forget_key(subject_id=person.id) == 0

    assert read(company, id=person.id).mail == PERSON["mail"]


def test_a_key_that_was_rolled_back_is_not_used_again(company):
    """Else a value would be written whose key is nowhere."""
    person_id = uuid4()
    with bound(company.id, None):
        with transaction.atomic():
            TalentRecord.objects.create(
                organisation=company, id=person_id, number="1", mail="a@b.jp"
            )
            transaction.set_rollback(True)
        TalentRecord.objects.create(organisation=company, id=person_id, number="1", mail="c@d.jp")

    assert read(company, id=person_id).mail == "c@d.jp"


def test_without_an_organisation_nothing_is_sealed_or_opened(company):
    with pytest.raises(RuntimeError, match="no organisation is bound"):
        current_box()


# --- Cost -------------------------------------------------------------------------------------


def test_fifty_rows_cost_one_query_more(company, django_assert_num_queries):
    with bound(company.id, None):
        TalentRecord.objects.bulk_create(
            TalentRecord(
                organisation=company, number=str(n), mail=f"{n}@example.invalid", phone="1"
            )
            for n in range(50)
        )
    with bound(company.id, None), django_assert_num_queries(2):
        shown = [(row.mail, row.phone) for row in TalentRecord.objects.all()]

    assert len(shown) == 50


def test_fifty_new_persons_cost_four_queries_for_their_keys(company, django_assert_num_queries):
    people = [
        TalentRecord(organisation=company, number=str(n), mail=f"{n}@example.invalid")
        for n in range(50)
    ]

    with bound(company.id, None), django_assert_num_queries(5):
        TalentRecord.objects.bulk_create(people)


def test_rows_whose_sealed_fields_nobody_reads_cost_nothing(
    company, person, django_assert_num_queries
):
    with bound(company.id, None), django_assert_num_queries(1):
        assert [row.full_name for row in TalentRecord.objects.all()] == ["北村 花"]


def test_look_ups_by_index_may_use_it_behind_the_fence(company):
    """PostgreSQL uses an index behind row-level security only for leakproof comparisons."""
    with bound(company.id, None), connection.cursor() as cursor:
        cursor.execute("select proleakproof from pg_proc where proname in ('byteaeq', 'byteacmp')")
        leakproof = cursor.fetchall()
        cursor.execute("select indexdef from pg_indexes where indexname = 'talent_mail'")
        (definition,) = cursor.fetchone()

    assert leakproof == [(True,), (True,)]
    assert definition.endswith("USING btree (organisation_id, mail_index)")


# --- Nothing shows itself ---------------------------------------------------------------------


def test_rows_show_their_id_only(company, person):
    found = read(company, id=person.id)
    run = ImportRun(file_name="x.csv", questions=[{"word": ["hanako"]}])

    assert repr(found) == f"<TalentRecord {person.id}>"
    assert repr(found.__dict__["mail"]) == "<sealed>"
    assert "hanako" not in repr(run) + str(run)
    assert repr(KeyBox(1)) == "<key box of organisation 1>"
