"""What a case says about a person: sealed, joined to the record, disclosed and erased."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.factories import NOW, TODAY
from tests.model_factories import make_row

from tasuki.adapters.sealed import SealedTextField
from tasuki.apps.errors import RefusedError
from tasuki.apps.moves.actions import secondments
from tasuki.apps.moves.actions.side_work import refuse_side_work
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork
from tasuki.apps.moves.queries.own import list_own_cases
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rights.collectors import collect
from tasuki.apps.rights.subjects import find_subject
from tasuki.apps.upkeep.erasure import erase_person
from tasuki.apps.upkeep.locked import open_locked
from tasuki.apps.upkeep.models import LockedRecord
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
MAIL = "kanaria@example.invalid"
MODELS = (Secondment, SideWork, ContractWork)


@pytest.fixture
def person(office):
    return make_row(TalentRecord, office.company, family_name="金糸雀", mail=MAIL)


def put_cases(office):
    return (
        office.propose(person_mail=f" {MAIL.upper()} "),
        office.notify(person_mail=MAIL),
        office.prepare(supplier_mail=MAIL),
    )


def erase(office, person):
    return erase_person(actor=office.owner, talent_record_id=person.id, ground="request", now=NOW)


def read(office, row):
    with office.at():
        return type(row).objects.get(pk=row.pk)


def person_of(office, record):
    return replace(office.owner, role=Role.PERSON, account_id=None, talent_record_id=record.id)


@pytest.mark.parametrize("model", MODELS)
def test_addresses_and_texts_about_a_person_are_ciphertext(model):
    sealed = {one.name for one in model._meta.fields if isinstance(one, SealedTextField)}

    assert sealed == set(model.retention.also_emptied)


def test_no_text_about_the_person_stands_in_the_table_in_clear(office):
    row = office.propose(person_mail=MAIL, home_conditions="賃金は月三十万円")

    with office.at(), connection.cursor() as cursor:
        cursor.execute("select m::text from moves_secondment m where id = %s", [row.pk])
        [stored] = cursor.fetchone()
    assert "架空 一郎" in stored
    assert (MAIL in stored, "三十万円" in stored) == (False, False)
    assert read(office, row).home_conditions == "賃金は月三十万円"


def test_case_is_joined_to_the_record_with_the_same_address(office, person):
    rows = put_cases(office)

    assert [read(office, row).talent_record_id for row in rows] == [person.id] * 3


def test_case_of_two_people_with_one_address_is_joined_to_nobody(office, person):
    make_row(TalentRecord, office.company, family_name="別人", mail=MAIL)

    rows = put_cases(office)

    assert [row.talent_record_id for row in rows] == [None] * 3


def test_edit_of_the_address_moves_the_case(office, person):
    row = office.propose(person_mail=MAIL)
    values = secondments.SecondmentValues(
        person_name="架空 一郎", person_number="E-001", host_name="みさき食品株式会社"
    )

    secondments.edit_secondment(actor=office.hr, secondment_id=row.pk, values=values, now=NOW)

    assert read(office, row).talent_record_id is None


def test_disclosure_reaches_cases_that_are_older_than_the_record(office):
    put_cases(office)
    late = make_row(TalentRecord, office.company, mail=MAIL)

    with office.at():
        found = collect(find_subject(talent_record_id=late.id))

    rows = {one.collector.name: one.rows for one in found}
    assert rows["secondments"][0]["host_name"] == "みさき食品株式会社"
    assert rows["side_work"][0]["duties"] == "土曜の講師"
    assert rows["contract_work"][0]["supplier_name"] == "架空デザイン"


def test_disclosure_leaves_out_the_cases_of_others(office, person):
    put_cases(office)
    other = make_row(TalentRecord, office.company, mail="betsu@example.invalid")

    with office.at():
        found = collect(find_subject(talent_record_id=other.id))

    rows = {one.collector.name: len(one.rows) for one in found}
    assert (rows["secondments"], rows["side_work"], rows["contract_work"]) == (0, 0, 0)


def test_own_page_lists_the_cases_with_purpose_ground_and_end(office, person):
    put_cases(office)

    with office.at():
        found = list_own_cases(actor=person_of(office, person), on=TODAY)

    assert [(one.number, one.kind.ja, one.other) for one in found] == [
        ("F-00001", "業務委託", office.company.name),
        ("M-00001", "在籍出向", "みさき食品株式会社"),
        ("W-00001", "副業", "架空学習塾"),
    ]
    assert [one.until.ja for one in found] == [
        "終わってから3年",
        "終わってから7年",
        "終わってから3年",
    ]
    assert all(one.why.ja and one.basis.ja for one in found)


def test_own_page_lists_no_case_of_somebody_else(office, person):
    put_cases(office)
    other = make_row(TalentRecord, office.company, mail="betsu@example.invalid")

    with office.at():
        assert list_own_cases(actor=person_of(office, other), on=TODAY) == ()


def test_erasure_keeps_what_the_law_counts_and_locks_who_it_was(office, person):
    row = office.second(person_mail=MAIL)
    secondments.return_secondment(
        actor=office.hr, secondment_id=row.pk, ended_on=row.starts_on, reason="本人の希望", now=NOW
    )

    report = erase(office, person)

    kept = read(office, row)
    assert (kept.state, kept.burden_yen, kept.host_name, kept.number) == (
        "returned",
        300_000,
        "みさき食品株式会社",
        "M-00001",
    )
    assert {kept.person_name, kept.person_number, kept.person_mail, kept.home_conditions} == {""}
    assert {kept.host_conditions, kept.consent_scan, kept.end_reason} == {""}
    assert [one.name for one in report.kept if one.name == "moves.Secondment"]
    with office.at():
        locked = LockedRecord.objects.get(source_id=row.pk)
    content = open_locked(
        actor=office.owner, locked_record_id=locked.pk, reason="税務調査 11/25", now=NOW
    )
    assert (content["person_name"], content["end_reason"]) == ("架空 一郎", "本人の希望")
    assert content["home_conditions"] == "賃金は出向元が支払う。"


def test_erasure_of_ended_contract_and_refused_side_work_keeps_the_rows(office, person):
    contract = office.end(office.start(supplier_mail=MAIL))
    refused = office.check(person_mail=MAIL)
    refuse_side_work(
        actor=office.owner, side_work_id=refused.pk, ground="work", facts="週60時間", now=NOW
    )

    erase(office, person)

    assert (read(office, contract).state, read(office, contract).supplier_name) == ("ended", "")
    assert (read(office, refused).refusal_ground, read(office, refused).refusal_facts) == (
        "work",
        "",
    )


def test_erasure_drops_a_case_that_never_began(office, person):
    rows = put_cases(office)

    erase(office, person)

    assert [read(office, row).state for row in rows] == ["cancelled", "ended", "cancelled"]


@pytest.mark.parametrize("begin", ["second", "run_side_work"])
def test_nobody_is_erased_while_a_case_runs(office, person, begin):
    row = getattr(office, begin)(person_mail=MAIL)

    with pytest.raises(RefusedError) as caught:
        erase(office, person)

    assert caught.value.code == "move_running"
    assert row.number in caught.value.ja
    assert read(office, row).person_mail == MAIL
