"""Passages that selection must not know: held back, deleted, or released for a named need (H5)."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import NOW, count_rows, make_account, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.imports import actions as imports
from tasuki.apps.imports.models import ImportRun, StagedRow
from tasuki.apps.people.models import Application
from tasuki.apps.quarantine import actions, queries
from tasuki.apps.quarantine.models import HeldText
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.law.forbidden import FORBIDDEN_DATA, FORBIDDEN_FIELDS, find_forbidden_fields

pytestmark = pytest.mark.django_db
HEADERS = "名前,メールアドレス,募集職種,選考終了理由,備考,面接官の所見"
LINE = "架空 花子,hanako@example.invalid,営業,{reason},{note},{remark}"


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def owner(company):
    return make_member(company, Role.COMPANY_OWNER, make_account(name="推進員 北村"))


def load(actor, *, reason="不採用", note="", remark="", headers=HEADERS, line=LINE):
    text = "\r\n".join([headers, line.format(reason=reason, note=note, remark=remark)])
    return imports.import_file(actor=actor, data=text.encode(), file_name="応募者.csv", now=NOW)


def held_of(company):
    with bound(company.id, None):
        return list(queries.list_held_texts(state=""))


def application_of(company):
    with bound(company.id, None):
        return Application.objects.get()


def test_a_forbidden_passage_of_a_note_is_held_back_and_the_rest_is_imported(company, owner):
    run = load(owner, note="本籍は岡山県", remark="受け答えは明るい")

    [held] = held_of(company)
    application = application_of(company)
    assert (run.new_count, run.failed_count) == (1, 0)
    assert (held.place, held.codes, held.state) == ("備考", ["F01"], "held")
    assert application.note == ""
    assert "備考" not in application.raw
    assert application.raw["面接官の所見"] == "受け答えは明るい"
    with bound(company.id, owner.account_id):
        assert queries.find_held_text(held_id=held.pk).text == "本籍は岡山県"
        assert queries.count_held_of_import(run_id=run.pk) == 1


def test_a_column_that_means_nothing_here_is_read_for_forbidden_passages_too(company, owner):
    load(owner, remark="父親の職業を確認した")

    [held] = held_of(company)
    assert (held.place, held.codes) == ("面接官の所見", ["F02"])
    assert "面接官の所見" not in application_of(company).raw


def test_of_a_held_result_only_the_bare_outcome_is_used(company, owner):
    load(owner, reason="不採用（持病のため）")

    application = application_of(company)
    assert [row.codes for row in held_of(company)] == [["F14"]]
    assert (application.outcome, application.end_reason) == ("not_selected", "不採用")
    assert "選考終了理由" not in application.raw


def test_an_individual_number_in_a_note_is_held_back(company, owner):
    load(owner, note="番号 111111111118")

    assert [row.codes for row in held_of(company)] == [["MN"]]


def test_the_same_file_again_holds_nothing_twice(company, owner):
    load(owner, note="本籍は岡山県")
    again = load(owner, note="本籍は岡山県")

    assert again.unchanged_count == 1
    assert len(held_of(company)) == 1


def test_a_dry_run_holds_nothing(company, owner):
    data = "\r\n".join([HEADERS, LINE.format(reason="不採用", note="本籍", remark="")]).encode()

    imports.try_file(actor=owner, data=data, file_name="a.csv", now=NOW)

    assert held_of(company) == []


def test_a_failed_row_comes_back_without_its_held_cell(company, owner):
    run = load(owner, note="本籍は岡山県", line=LINE.replace("hanako@example.invalid", "誤り"))

    assert run.failed_count == 1
    with bound(company.id, None):
        [staged] = StagedRow.objects.all()
        assert "本籍は岡山県" not in str(staged.content)


def test_an_import_that_is_taken_back_takes_its_held_texts_along(company, owner):
    run = load(owner, note="本籍は岡山県")

    imports.undo_import(actor=owner, run_id=run.pk, now=NOW)

    assert count_rows(HeldText, company) == 0


def test_a_deleted_text_is_gone_and_its_row_says_who_did_it(company, owner):
    load(owner, note="本籍は岡山県")
    [held] = held_of(company)

    actions.delete_held_text(actor=owner, held_id=held.pk, now=NOW)

    with bound(company.id, owner.account_id):
        held = queries.find_held_text(held_id=held.pk)
        kinds = list(AuditEvent.objects.values_list("kind", flat=True))
    assert (held.text, held.state, held.decided_by_name) == ("", "deleted", "推進員 北村")
    assert held.decided_at == NOW
    assert "quarantine.delete" in kinds
    assert application_of(company).note == ""


def test_a_special_need_releases_the_text_into_the_note_with_name_and_day(company, owner):
    load(owner, note="健康診断書を確認済み")
    [held] = held_of(company)

    actions.approve_held_text(actor=owner, held_id=held.pk, need="運転業務の適性の確認", now=NOW)

    with bound(company.id, owner.account_id):
        held = queries.find_held_text(held_id=held.pk)
        assert Application.objects.get().note == "健康診断書を確認済み"
    assert (held.text, held.state, held.need) == ("", "approved", "運転業務の適性の確認")
    assert (held.decided_by_name, held.decided_at) == ("推進員 北村", NOW)


@pytest.mark.parametrize("need", ["", "  "])
def test_a_release_without_a_reason_is_refused(company, owner, need):
    load(owner, note="健康診断書を確認済み")
    [held] = held_of(company)

    with pytest.raises(RefusedError) as caught:
        actions.approve_held_text(actor=owner, held_id=held.pk, need=need, now=NOW)

    assert (caught.value.code, caught.value.field) == ("H5", "need")
    assert application_of(company).note == ""


def test_no_program_releases_a_text(company, owner):
    load(owner, note="健康診断書を確認済み")
    [held] = held_of(company)
    task = Actor.for_task(organisation_id=company.id, kind=OrganisationKind.COMPANY)

    with pytest.raises((RefusedError, NotAllowedError)):
        actions.approve_held_text(actor=task, held_id=held.pk, need="必要", now=NOW)


def test_a_reason_that_is_too_long_is_not_taken(company, owner):
    load(owner, note="健康診断書を確認済み")
    [held] = held_of(company)

    with pytest.raises(InvalidInputError):
        actions.approve_held_text(actor=owner, held_id=held.pk, need="長" * 301, now=NOW)


def test_a_decision_is_made_once(company, owner):
    load(owner, note="本籍は岡山県")
    [held] = held_of(company)
    actions.delete_held_text(actor=owner, held_id=held.pk, now=NOW)

    with pytest.raises(ConflictError):
        actions.approve_held_text(actor=owner, held_id=held.pk, need="必要", now=NOW)


def test_only_the_officer_decides_and_strangers_find_nothing(company, owner):
    load(owner, note="本籍は岡山県")
    [held] = held_of(company)
    hr = make_member(company, Role.COMPANY_HR)
    stranger = make_member(make_company(), Role.COMPANY_OWNER)

    with pytest.raises(NotAllowedError):
        actions.delete_held_text(actor=hr, held_id=held.pk, now=NOW)
    with pytest.raises(NotVisibleError):
        actions.delete_held_text(actor=stranger, held_id=held.pk, now=NOW)


def test_a_text_of_a_removed_application_cannot_be_released(company, owner):
    held = make_row(HeldText, company)

    with pytest.raises(NotVisibleError):
        actions.approve_held_text(actor=owner, held_id=held.pk, need="必要", now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'approved', decided_at = now(), decided_by_name = '北村'",
        "state = 'approved', decided_at = now(), need = '必要'",
        "state = 'approved', need = '必要', decided_by_name = '北村'",
        "state = 'deleted'",
    ],
)
def test_raw_sql_releases_no_text_without_a_named_and_dated_need(company, change):
    held = make_row(HeldText, company)

    with (
        bound(company.id, None),
        pytest.raises(IntegrityError, match="held_text_is_released"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update quarantine_heldtext set {change} where id = %s", [held.pk])


# --- Columns: what may not be a column is dropped, for raw SQL too -----------------------------


@pytest.mark.parametrize("header", ["本籍地", "家族構成", "性別", "My Number", "place_of_birth"])
def test_a_forbidden_column_never_reaches_the_database(company, owner, header):
    run = load(owner, headers=f"{HEADERS},{header}", line=f"{LINE},秘密の値", note="", remark="")

    assert run.mapping[header].startswith("drop:")
    assert "秘密の値" not in str(application_of(company).raw)
    assert held_of(company) == []


@pytest.mark.parametrize("header", ["本籍", "ＭＹ　ＮＵＭＢＥＲ", "place_of_birth", "ご家族の職業"])
def test_raw_sql_maps_no_forbidden_column(company, header):
    with bound(company.id, None), pytest.raises(IntegrityError, match="H5"), transaction.atomic():
        ImportRun.objects.create(
            organisation_id=company.id, file_name="a", state="done", mapping={header: "note"}
        )


def test_a_dropped_or_an_ordinary_column_passes(company):
    with bound(company.id, None):
        run = ImportRun.objects.create(
            organisation_id=company.id,
            file_name="a",
            state="done",
            mapping={"本籍": "drop:F01", "家族手当": "", "備考": "note"},
        )

    assert run.pk


def test_the_database_knows_the_same_dictionary_of_columns_as_the_code():
    items = FORBIDDEN_DATA + FORBIDDEN_FIELDS
    plain = [one for item in items for one in item.patterns if one.isalnum()]
    ordinary = [
        "氏名",
        "応募日",
        "家族手当",
        "扶養手当",
        "選考段階",
        "メール",
        "Trace ID",
        "embrace",
    ]
    tricky = ["race", "Nationality", "顔写真", "労働組合の有無", "ＭＹ　ＮＵＭＢＥＲ"]
    headings = [*(item.label.ja for item in items), *plain, *ordinary, *tricky]

    with connection.cursor() as cursor:
        cursor.execute(
            "select one, tasuki.is_forbidden_column(one) from unnest(%s::text[]) as one",
            [headings],
        )
        answers = dict(cursor.fetchall())

    assert answers == {heading: bool(find_forbidden_fields(heading)) for heading in headings}
    assert sum(answers.values()) > 60


def test_holding_back_of_nothing_writes_nothing(company):
    with bound(company.id, None):
        assert actions.hold_passages(passages=[], run_id=uuid4()) == 0
