"""Undo: what an import made goes, what it changed comes back, unless somebody used it since."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.imports.wizard import HANAKO, TARO, again, csv, run_draft
from tests.factories import NOW, count_rows, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.sealed import sealed_fields
from tasuki.apps.errors import ConflictError
from tasuki.apps.imports import actions, queries
from tasuki.apps.imports.models import ImportChange, ImportRun
from tasuki.apps.people import actions as people
from tasuki.apps.people.actions.notes import add_note
from tasuki.apps.people.models import Application, PersonNote, TalentRecord
from tasuki.apps.same_person.job import check_arrivals
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
TABLES = [
    *apps.get_app_config("people").get_models(),
    *apps.get_app_config("openings").get_models(),
    *apps.get_app_config("quarantine").get_models(),
]
EMPLOYEES = "社員番号,氏名,フリガナ,部署,役職,入社日,在籍状況,メールアドレス,旧姓"
ICHIRO = "A1,架空 一郎,カクウ イチロウ,営業部,主任,2020/4/1,在籍,ichiro@example.invalid,佐藤"
OPENINGS = "求人番号,求人名,勤務地,月給"
CLERK = "J-1,経理事務,岡山県,23万円〜27万円"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_member(company, Role.COMPANY_OWNER)


def picture(company):
    """Everything that the company knows of people and openings, in clear; counters left out."""
    found = {}
    with bound(company.id, None):
        for model in TABLES:
            if model._meta.object_name == "NumberSeries":
                continue
            sealed = {field.name for field in sealed_fields(model)}
            for row in model._default_manager.all():
                values = {
                    field.attname: getattr(row, field.attname)
                    for field in model._meta.concrete_fields
                    if not field.name.endswith("_index") or field.name in sealed
                }
                found[f"{model._meta.label} {row.pk}"] = json.dumps(
                    values, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, default=str
                )
    return found


def undo(actor, run):
    return actions.undo_import(actor=actor, run_id=run.id, now=NOW)


LINES = st.lists(
    st.tuples(
        st.sampled_from(["架空 花子", "架空 太郎", "髙橋 架子", "架空花"]),
        st.sampled_from(["a@example.invalid", "b@example.invalid", ""]),
        st.sampled_from(["090-0000-0001", "090-0000-0002", ""]),
        st.sampled_from(["書類選考", "一次", "最終", "内定"]),
        st.sampled_from(["営業", "経理"]),
        st.sampled_from(["", "不採用", "応募者辞退"]),
        st.sampled_from(["", "父は会社員です"]),
    ),
    min_size=1,
    max_size=6,
)


def file_of(lines):
    head = "氏名,メールアドレス,電話番号,選考ステップ,募集職種,選考終了理由,備考"
    return csv(*(",".join(one) for one in lines), headers=head)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=LINES, second=LINES)
def test_import_and_undo_leave_everything_as_it_was(first, second):
    company = make_company()
    actor = make_member(company, Role.COMPANY_OWNER)
    actions.import_file(actor=actor, data=file_of(first), file_name="a.csv", now=NOW)
    before = picture(company)

    run = actions.import_file(actor=actor, data=file_of(second), file_name="b.csv", now=NOW)
    undo(actor, run)

    assert picture(company) == before


@pytest.mark.parametrize(
    ("kind", "head", "first", "second"),
    [
        ("employees", EMPLOYEES, ICHIRO, ICHIRO.replace("営業部", "総務部")),
        ("leavers", EMPLOYEES + ",退職日", ICHIRO + ",", ICHIRO + ",2026/3/31"),
        ("openings", OPENINGS, CLERK, CLERK.replace("27万円", "28万円")),
    ],
)
def test_every_kind_is_undone(hr, company, kind, head, first, second):
    load = {"actor": hr, "kind": kind, "now": NOW, "file_name": "a.csv"}
    empty = picture(company)
    made = actions.import_file(data=csv(first, headers=head), **load)
    before = picture(company)
    changed = actions.import_file(data=csv(second, headers=head), **load)
    assert (made.new_count, changed.updated_count) == (1, 1)
    assert picture(company) != before

    undo(hr, changed)
    assert picture(company) == before

    undo(hr, made)
    assert picture(company) == empty


def test_decided_application_stays_with_its_person(hr, company):
    run = run_draft(hr, csv(HANAKO, TARO))
    with bound(company.id, None):
        decided = Application.objects.get(job_title="経理")
    people.decide_result(
        actor=hr, application_id=decided.id, outcome="hired", reason="欠員のため", now=NOW
    )

    done = undo(hr, run)

    assert (done.removed, done.kept) == (1, 1)
    with bound(company.id, None):
        assert Application.objects.get().id == decided.id
        assert TalentRecord.objects.get().full_name == "架空 太郎"


def test_corrected_person_stays(hr, company):
    run = run_draft(hr, csv(HANAKO))
    with bound(company.id, None):
        person = TalentRecord.objects.get()
    people.edit_person(
        actor=hr, talent_record_id=person.id, values={"phone": "090-0000-0009"}, now=NOW
    )

    undo(hr, run)

    with bound(company.id, None):
        assert TalentRecord.objects.get().phone == "09000000009"


def test_person_with_a_note_stays_whole_and_is_listed(hr, company):
    headers = "応募日,氏名,メールアドレス,選考ステップ,募集職種,一次面接日,スキル,応募ラベル"
    lines = (
        "2026/10/05,架空 花子,hanako@example.invalid,一次,営業,2026/10/9,Excel,中途",
        "2026/10/06,仮名 太郎,taro@example.invalid,一次,経理,2026/10/9,Excel,即日",
    )
    run = run_draft(hr, csv(*lines, headers=headers))
    before = picture(company)
    with bound(company.id, None):
        person = TalentRecord.objects.get(given_name="花子")
    add_note(actor=hr, talent_record_id=person.id, text="再連絡は来月", now=NOW)

    done = undo(hr, run)

    assert (done.removed, done.kept) == (1, 1)
    after = picture(company)
    for part, of_both in (("ApplicationStep ", 2), ("PersonSkill ", 2), ("PersonTag ", 2)):
        was = [name for name in before if part in name]
        assert len(was) == of_both
        assert sum(after.get(name) == before[name] for name in was) == of_both // 2, part
    with bound(company.id, None):
        [kept] = queries.list_kept(again(run))
    assert (kept.person_id, kept.name) == (person.id, "架空 花子")
    assert kept.why.ja == "取り込みのあとに、メモ・書類・タグが付けられました"


def test_known_person_with_a_new_note_is_not_overwritten(hr, company):
    run_draft(hr, csv(HANAKO.replace("090-0000-0001", "")))
    run = run_draft(hr, csv(HANAKO.replace("営業", "総務")))
    with bound(company.id, None):
        person = TalentRecord.objects.get()
    assert person.phone == "09000000001"
    add_note(actor=hr, talent_record_id=person.id, text="電話で確認済み", now=NOW)

    done = undo(hr, run)

    assert (done.removed, done.restored, done.kept) == (0, 0, 2)
    with bound(company.id, None):
        assert TalentRecord.objects.get().phone == "09000000001"
        assert Application.objects.count() == 2


def test_note_of_before_the_import_keeps_nothing(hr, company):
    run_draft(hr, csv(HANAKO))
    with bound(company.id, None):
        person = TalentRecord.objects.get()
    add_note(actor=hr, talent_record_id=person.id, text="以前のメモ", now=NOW)
    run = run_draft(hr, csv(HANAKO.replace("営業", "総務")))
    with bound(company.id, None):
        # All rows of a test carry the time of its one transaction.
        PersonNote.objects.update(created_at=again(run).created_at - timedelta(days=1))

    done = undo(hr, run)

    assert (done.removed, done.kept) == (1, 0)


def test_pair_found_by_a_search_is_no_use_of_a_person(hr, company):
    run = run_draft(hr, csv(HANAKO, HANAKO.replace("hanako@", "other@").replace("営業", "経理")))
    with bound(company.id, None):
        ids = list(TalentRecord.objects.values_list("id", flat=True))
    check_arrivals(actor=hr, record_ids=ids, clock=lambda: NOW)

    done = undo(hr, run)

    assert (done.removed, done.kept) == (2, 0)
    assert count_rows(TalentRecord, company) == 0


def test_value_that_somebody_changed_since_is_not_restored(hr, company):
    run_draft(hr, csv(HANAKO))
    run = run_draft(hr, csv(HANAKO.replace("一次", "最終")))
    with bound(company.id, None):
        Application.objects.update(stage="内定")

    done = undo(hr, run)

    assert done.kept == 1
    with bound(company.id, None):
        assert Application.objects.get().stage == "内定"


def test_undo_is_once_and_within_seven_days(hr, company):
    run = run_draft(hr, csv(HANAKO))
    late = again(run).created_at + timedelta(days=7, minutes=1)
    with pytest.raises(ConflictError):
        actions.undo_import(actor=hr, run_id=run.id, now=late)
    undo(hr, run)

    assert again(run).state == ImportRun.State.UNDONE
    with pytest.raises(ConflictError):
        undo(hr, run)
    with bound(company.id, None):
        assert ImportChange.objects.count() == 0
