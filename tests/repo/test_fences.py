"""The catalogue of the database: every table fenced, every key tied to its organisation."""

import pytest
from django.db import connection
from tests.repo.tables import (
    OUTSIDE,
    fenced_models,
    name_of,
    our_models,
    own_models,
    tenant_models,
)

pytestmark = pytest.mark.django_db

TABLES = """
    select n.nspname || '.' || c.relname, c.relrowsecurity and c.relforcerowsecurity,
           exists (select from pg_policy p where p.polrelid = c.oid)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%%'
       and n.nspname <> 'information_schema'
"""
# Foreign keys between tables with an organisation that do not begin with it.
LOOSE_KEYS = """
    select k.conname
      from pg_constraint k
     where k.contype = 'f'
       and exists (select from pg_attribute a where a.attrelid = k.conrelid
                    and a.attname = 'organisation_id' and not a.attisdropped)
       and exists (select from pg_attribute a where a.attrelid = k.confrelid
                    and a.attname = 'organisation_id' and not a.attisdropped)
       and not exists (select from pg_attribute a where a.attrelid = k.conrelid
                        and a.attname = 'organisation_id' and a.attnum = k.conkey[1])
     order by k.conname
"""
# A viewer's row names the object of another organisation: that is its purpose.
LOOSE_BY_DESIGN = (
    "contractviewer",
    "slotviewer",
    "disputeviewer",
    "agreementviewer",
    "invoiceviewer",
    "introductions_casevi",
    "introductions_interv_subject",
)
DEFINER_FUNCTIONS = """
    select p.oid::regprocedure::text
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and n.nspname in ('public', 'tasuki', 'ledger')
       and has_function_privilege('tasuki_app', p.oid, 'execute')
"""
# Made by createcachetable at start; the tests cache in memory.
MADE_AT_START = {"tasuki_cache"}
# What the serving role may call that works past the policies; each has a test of its own.
DEFINERS = {
    "tasuki.open_door(text,bytea)": "finds the organisation behind a mailed or printed key",
    "tasuki.memberships_of(bigint)": "finds the organisations of an account at sign-in",
    "tasuki.records_of(bigint)": "finds a person's own records at sign-in",
    "tasuki.show_relay_relaycontract(uuid,bigint)": "the keeper shows a contract",
    "tasuki.show_relay_slot(uuid,bigint)": "the keeper shows a slot",
    "tasuki.show_fees_feeagreement(uuid,bigint)": "the keeper shows an agreement on fees",
    "tasuki.show_fees_invoice(uuid,bigint)": "the keeper shows an invoice",
    "tasuki.show_introductions_introductioncase(uuid,bigint)": "the keeper shows a case",
    "tasuki.show_introductions_interview(uuid,bigint)": "the keeper shows an interview",
    "tasuki.show_relay_dispute(uuid,bigint)": "the keeper shows a dispute",
    "tasuki.find_people(text[])": "finds people of the organisation bound now by their names",
    "tasuki.own_keys()": "names accounts with a key and its master version; no key, no row",
    "tasuki.blocks_company(uuid[],bigint,bytea[])": "answers whether a person hides from a company",
    "tasuki.passport_for(uuid[])": "reads the passport entries opened to the organisation",
    "ledger.open_book(uuid)": "makes the book of a contract",
    "ledger.post(uuid,text,text,text,bigint,text,date)": "moves an amount",
    "ledger.expire(uuid,text,text,bigint,text,date)": "takes off what ran out",
    "ledger.reserve(uuid,text,text,text,bigint,text,date,timestamp with time zone)": "holds",
    "ledger.resolve(uuid,text,text,text,text,date)": "uses or frees what is held",
    "ledger.bundle(uuid,integer,date,integer)": "turns credits into slots",
}


def rows(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_nothing_stands_outside_the_fence():
    assert rows("select object, reason from tasuki.unfenced") == []


def test_every_table_is_fenced_or_listed_with_a_reason():
    open_tables = {
        name.removeprefix("public.")
        for name, is_forced, has_policy in rows(TABLES)
        if not (is_forced and has_policy)
    }

    assert open_tables - set(OUTSIDE) == set()
    assert all(len(reason) > 5 for reason in OUTSIDE.values())


def test_the_list_of_tables_outside_names_no_table_that_is_gone():
    names = {name.removeprefix("public.") for name, *_ in rows(TABLES)}

    assert set(OUTSIDE) - names <= MADE_AT_START


def test_models_outside_the_fence_are_listed():
    fenced = [*tenant_models(), *own_models()]
    outside = {name_of(model) for model in our_models() if model not in fenced}

    assert outside == {"orgs.Account", "orgs.Organisation", "vocab.Edition", "vocab.Term"}


@pytest.mark.parametrize("model", tenant_models(), ids=name_of)
def test_table_has_a_forced_policy(model):
    found = {name: (is_forced, has_policy) for name, is_forced, has_policy in rows(TABLES)}

    assert found[f"public.{model._meta.db_table}"] == (True, True)


@pytest.mark.parametrize("model", fenced_models(), ids=name_of)
def test_fence_is_the_one_policy_form(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
            " from pg_policy where polrelid = %s::regclass and polname = 'organisation_rows'",
            [model._meta.db_table],
        )
        found = cursor.fetchall()

    form = "(organisation_id = ( SELECT tasuki.organisation() AS organisation))"
    assert found == [(form, form)]


@pytest.mark.parametrize("model", own_models(), ids=name_of)
def test_table_of_a_person_shows_the_rows_of_one_account(model):
    found = rows(
        "select c.relrowsecurity and c.relforcerowsecurity,"
        " pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)"
        " from pg_policy p join pg_class c on c.oid = p.polrelid"
        f" where c.relname = '{model._meta.db_table}' and p.polname = 'own_rows'"
    )

    form = "(account_id = ( SELECT tasuki.person() AS person))"
    assert found == [(True, form, form)]


def test_foreign_keys_begin_with_the_organisation():
    loose = [name for (name,) in rows(LOOSE_KEYS)]

    assert [name for name in loose if not any(word in name for word in LOOSE_BY_DESIGN)] == []


@pytest.mark.parametrize("model", fenced_models(), ids=name_of)
def test_every_key_to_an_organisation_s_row_is_tied(model):
    tied = {
        columns
        for (columns,) in rows(
            "select (select string_agg(a.attname, ',' order by x.place)"
            " from unnest(k.conkey) with ordinality x(number, place)"
            " join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.number)"
            f" from pg_constraint k where k.contype = 'f'"
            f" and k.conrelid = '{model._meta.db_table}'::regclass"
        )
    }
    wanted = {
        f"organisation_id,{field.column}"
        for field in model._meta.local_fields
        if field.is_relation and field.related_model in tenant_models()
    }

    assert wanted <= tied


def test_serving_role_may_not_truncate_or_own_anything():
    found = rows(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'p', 'v', 'S') and n.nspname in ('public', 'ledger', 'tasuki')"
        " and (pg_get_userbyid(c.relowner) = current_user or (c.relkind in ('r', 'p')"
        "      and has_table_privilege(c.oid, 'truncate, references, trigger')))"
    )

    assert (rows("select current_user"), found) == ([("tasuki_app",)], [])


def test_definer_functions_open_to_the_serving_role_are_listed():
    found = {name for (name,) in rows(DEFINER_FUNCTIONS)}

    assert found == set(DEFINERS)
