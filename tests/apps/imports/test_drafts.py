"""A draft walks five steps; nothing is written to people's rows before the last one."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from tests.apps.imports.wizard import (
    HANAKO,
    HEADERS,
    TARO,
    again,
    check,
    csv,
    rows_of,
    run_draft,
    start,
    verdicts,
)
from tests.factories import NOW, count_rows, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError
from tasuki.apps.imports import actions, queries
from tasuki.apps.imports.forgetting import forget_old, forget_person
from tasuki.apps.imports.models import ImportFile, ImportProfile, ImportRun, StagedRow
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_member(company, Role.COMPANY_HR)


def views(run):
    with bound(run.organisation_id, None):
        return queries.list_columns(run)


# 1. the file -----------------------------------------------------------------------------------
def test_file_is_detected_and_kept_sealed(hr, company):
    run = start(hr, csv(HANAKO).decode().encode("cp932"))

    assert (run.found["encoding"], run.found["delimiter"], run.found["header_row"]) == (
        "cp932",
        ",",
        1,
    )
    with bound(company.id, None):
        kept = ImportFile.objects.get()
        assert "架空" in kept.content.read().decode("cp932")
    with default_storage.open(kept.content.name) as file:
        stored = file.read()
    assert "架空".encode("cp932") not in stored


def test_reading_can_be_chosen_and_is_detected_again_when_it_is_emptied(hr):
    run = start(hr, csv("表題", HEADERS, HANAKO, headers="あ;い;う"))

    chosen = actions.change_reading(
        actor=hr, run_id=run.id, reading={"header_row": 3, "encoding": ""}, now=NOW
    )

    assert chosen.headers == HEADERS.split(",")
    assert chosen.row_count == 1
    assert chosen.reading == {"header_row": 3}


def test_reading_that_cannot_be_is_refused_and_the_draft_stays(hr):
    run = start(hr, csv(HANAKO))

    with pytest.raises(InvalidInputError):
        actions.change_reading(actor=hr, run_id=run.id, reading={"encoding": "utf-16"}, now=NOW)

    assert again(run).headers == HEADERS.split(",")


def test_preview_shows_twenty_rows_with_their_lines(hr, company):
    run = start(hr, csv(*[HANAKO] * 30))

    with bound(company.id, None):
        preview = queries.preview_file(run)

    assert len(preview.rows) == 20
    assert preview.rows[0][0] == 2


# 2. the columns --------------------------------------------------------------------------------
def test_column_shows_three_samples_and_a_reason(hr):
    run = start(hr, csv(HANAKO, TARO))

    found = {one.header: one for one in views(run)}

    assert found["氏名"].field == "name"
    assert found["氏名"].samples == ("架空 花子", "架空 太郎")
    assert found["氏名"].why.ja


def test_forbidden_column_is_struck_out_and_not_even_in_the_kept_copy(hr, company):
    run = start(hr, csv(HANAKO + ",某教", headers=HEADERS + ",宗教"))

    first = views(run)[0]

    assert (first.header, first.code, first.samples) == ("宗教", "F05", ())
    assert run.mapping["宗教"] == "drop:F05"
    with bound(company.id, None):
        assert "某教" not in ImportFile.objects.get().content.read().decode()
    with pytest.raises(InvalidInputError) as caught:
        actions.change_reading(actor=hr, run_id=run.id, reading={"header_row": 2}, now=NOW)
    assert caught.value.code == "file_cleaned"


def test_my_number_is_never_stored(hr, company):
    run = start(hr, csv(HANAKO + ",番号は123456789018です", headers=HEADERS + ",備考"))

    with bound(company.id, None):
        assert "123456789018" not in ImportFile.objects.get().content.read().decode()
    checked = check(hr, csv(HANAKO + ",123456789018", headers=HEADERS + ",備考"))
    assert "123456789018" not in str([row.content() for row in rows_of(checked)])
    assert run.found["is_cleaned"]


def test_mapping_is_remembered_for_the_same_headers_with_a_version(hr, company):
    data = csv("花子,x,一次", headers="よびな,ふめい,だんかい")
    mapping = {"よびな": "name", "だんかい": "step"}
    check(hr, data, mapping=mapping)

    second = start(hr, data)

    assert second.mapping == {"よびな": "name", "ふめい": "", "だんかい": "step"}
    assert (second.profile_name, second.profile_version) == ("応募者", 1)
    check(hr, data, mapping=mapping | {"ふめい": "note"})
    with bound(company.id, None):
        assert ImportProfile.objects.get().version == 2


def test_another_organisation_does_not_see_draft_or_profile(hr, company):
    run = check(hr, csv(HANAKO))
    stranger = make_member(make_company(), Role.COMPANY_HR)

    with pytest.raises(NotVisibleError):
        actions.choose_columns(actor=stranger, run_id=run.id, now=NOW)

    assert start(stranger, csv(HANAKO)).profile_version == 0


# 3. the values ---------------------------------------------------------------------------------
def test_unknown_word_is_asked_once_with_its_rows_and_remembered(hr, company):
    data = csv(HANAKO.replace("一次", "顔合わせ"), TARO.replace("書類選考", "顔合わせ"))
    run = start(hr, data)
    actions.choose_columns(actor=hr, run_id=run.id, now=NOW)
    with bound(company.id, None):
        [question] = queries.list_questions(again(run))
    assert (question.word, question.count) == ("顔合わせ", 2)

    answers = {"step": {"顔合わせ": "CASUAL"}}
    checked = actions.answer_values(actor=hr, run_id=run.id, answers=answers, now=NOW)

    assert [row.values["step"] for row in rows_of(checked)] == ["CASUAL", "CASUAL"]
    assert [row.values["step"] for row in rows_of(check(hr, data))] == ["CASUAL", "CASUAL"]


def test_answer_that_is_no_code_is_refused(hr):
    run = start(hr, csv(HANAKO))
    actions.choose_columns(actor=hr, run_id=run.id, now=NOW)

    with pytest.raises(InvalidInputError) as caught:
        actions.answer_values(
            actor=hr, run_id=run.id, answers={"step": {"一次": "NOWHERE"}}, now=NOW
        )

    assert caught.value.field == "answers"


# 4. the preview --------------------------------------------------------------------------------
def test_sum_of_the_five_is_the_rows_of_the_file(hr, company):
    run_draft(hr, csv(HANAKO, TARO))
    bad = TARO.replace("2026/10/06", "2026/13/06").replace("太郎", "次郎")
    known = HANAKO.replace("営業", "総務")
    new = "2026/10/07,架空 三子,mitsuko@example.invalid,090-0000-0003,社員紹介,一次,営業,"

    run = check(hr, csv(HANAKO.replace("一次", "最終"), TARO, bad, known, new))

    assert verdicts(run) == {"new": 1, "update": 1, "duplicate": 1, "error": 1, "unchanged": 1}
    assert count_rows(Application, company) == 2  # nothing is written yet
    [update] = rows_of(run, "update")
    changed = {name: (old, new) for name, old, new in queries.changes_of(update)}
    assert changed == {"stage": ("一次", "最終")}


def test_errors_are_grouped_and_repaired_with_one_button(hr, company):
    bad = [
        f"2026/10/0{n},架空 {name},{name}@mail,,,一次,営業,"
        for n, name in enumerate(("ichiro", "jiro"), start=1)
    ]
    run = check(hr, csv(*bad))
    with bound(company.id, None):
        [group] = queries.list_fault_groups(run)
    assert group.count == 2

    count = actions.repair_rows(actor=hr, run_id=run.id, fault=group.key, act="empty", now=NOW)

    assert count == 2
    assert verdicts(run) == {"new": 2}


def test_cell_is_edited_in_place_and_stays_when_the_draft_is_checked_again(hr):
    bad = HANAKO.replace("2026/10/05", "2026/13/05")
    run = check(hr, csv(bad))

    edited = actions.edit_row(
        actor=hr, run_id=run.id, line=2, cells={"応募日": "2026/12/05"}, now=NOW
    )

    assert edited.verdict == "new"
    assert edited.content["values"]["applied_at"] == "2026-12-05"
    checked = actions.answer_values(actor=hr, run_id=run.id, now=NOW)
    assert [row.values["applied_at"] for row in rows_of(checked)] == ["2026-12-05"]


def test_edit_of_a_column_that_is_not_there_is_refused(hr):
    run = check(hr, csv(HANAKO))

    with pytest.raises(InvalidInputError):
        actions.edit_row(actor=hr, run_id=run.id, line=2, cells={"なし": "x"}, now=NOW)
    with pytest.raises(NotVisibleError):
        actions.edit_row(actor=hr, run_id=run.id, line=99, cells={}, now=NOW)


@pytest.mark.parametrize(
    ("decision", "people", "applications"), [("same", 1, 2), ("apart", 2, 2), ("skip", 1, 1)]
)
def test_decision_about_a_duplicate_is_what_happens(hr, company, decision, people, applications):
    run_draft(hr, csv(HANAKO))
    run = check(hr, csv(HANAKO.replace("営業", "総務").replace("hanako@", "other@")))
    [row] = rows_of(run, "duplicate")
    assert row.rivals[0].level == "same"  # phone and beginning of the name

    actions.decide_rows(actor=hr, run_id=run.id, lines=[2], decision=decision, now=NOW)
    actions.start_import(actor=hr, run_id=run.id, now=NOW)

    assert count_rows(TalentRecord, company) == people
    assert count_rows(Application, company) == applications


def test_open_duplicates_can_be_decided_together(hr, company):
    run_draft(hr, csv(HANAKO))
    other = "2026/11/05,架空 花子,other@example.invalid,,,一次,総務,"
    run = check(hr, csv(other))
    with bound(company.id, None):
        assert queries.count_open_duplicates(run) == 1

    assert actions.decide_rows(actor=hr, run_id=run.id, lines=None, decision="apart", now=NOW) == 1

    with bound(company.id, None):
        assert queries.count_open_duplicates(run) == 0


# 5. the run ------------------------------------------------------------------------------------
def test_draft_that_is_not_checked_cannot_run(hr):
    run = start(hr, csv(HANAKO))

    with pytest.raises(ConflictError):
        actions.start_import(actor=hr, run_id=run.id, now=NOW)


def test_good_rows_go_in_and_bad_rows_stay_for_the_file(hr, company):
    bad = TARO.replace("2026/10/06", "2026/13/06")

    run = run_draft(hr, csv(HANAKO, bad))

    assert (run.new_count, run.failed_count, run.state) == (1, 1, ImportRun.State.PARTLY)
    assert count_rows(StagedRow, company) == 1
    assert [row.line for row in rows_of(run, "error")] == [3]


def test_all_or_nothing_refuses_while_a_row_has_an_error(hr, company):
    run = check(hr, csv(HANAKO, TARO.replace("2026/10/06", "2026/13/06")))

    with pytest.raises(InvalidInputError):
        actions.start_import(actor=hr, run_id=run.id, is_all_or_nothing=True, now=NOW)

    assert count_rows(Application, company) == 0
    assert again(run).state == ImportRun.State.DRAFT


def test_draft_is_discarded_with_its_file(hr, company):
    run = check(hr, csv(HANAKO))

    actions.discard_draft(actor=hr, run_id=run.id, now=NOW)

    assert count_rows(ImportRun, company) == count_rows(StagedRow, company) == 0
    assert count_rows(ImportFile, company) == 0


def test_what_waits_is_gone_after_seven_days_and_the_result_stays(hr, company):
    check(hr, csv(HANAKO))
    done = run_draft(hr, csv(TARO, "x"))
    with bound(company.id, None):
        now = ImportRun.objects.latest("created_at").created_at

        forget_old(before=now + timedelta(minutes=1))

        assert list(ImportRun.objects.values_list("id", flat=True)) == [done.id]
        assert StagedRow.objects.count() == ImportFile.objects.count() == 0


def test_erased_person_leaves_no_waiting_row_and_no_file(hr, company):
    run = check(hr, csv(HANAKO, TARO))

    with bound(company.id, None):
        forget_person(is_named_in=lambda text: "hanako@" in text)

        assert ImportFile.objects.count() == 0
    assert [row.line for row in rows_of(run)] == [3]
    assert actions.start_import(actor=hr, run_id=run.id, now=NOW).new_count == 1
