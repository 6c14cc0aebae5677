"""Files into applications: good rows in, bad rows back, the same file again changes nothing."""

import io
from dataclasses import replace

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import NOW, count_rows, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError
from tasuki.apps.imports import actions, queries, samples
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.messages import actions as messages
from tasuki.apps.people import actions as people
from tasuki.apps.people.models import Application, ApplicationStep, TalentRecord
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
HEADERS = "応募時刻,名前,メールアドレス,電話番号,応募経路,選考ステップ,募集職種,選考終了理由"


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_member(company, Role.COMPANY_HR)


def csv(*lines, headers=HEADERS):
    return "\r\n".join([headers, *lines]).encode()


def load(actor, data, **fields):
    return actions.import_file(actor=actor, data=data, file_name="応募者.csv", now=NOW, **fields)


def counts(run):
    return (run.new_count, run.updated_count, run.unchanged_count, run.failed_count)


def faults_of(company, run):
    with bound(company.id, None):
        return [row.faults for _, row in queries.list_rows(run, verdict="error")]


BAD = "2026/13/05 09:30,架空 悪,,,媒体,一次,営業,"
GOOD = "2026/10/05 09:30,架空 花子,hanako@example.invalid,090-0000-0001,媒体,一次,営業,不採用"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (samples.make_herp_csv(), "herp.csv"),
        (samples.make_herp_csv(encoding="utf-16"), "herp.csv"),
        (samples.make_herp_csv(encoding="cp932"), "herp.csv"),
        (samples.make_hrmos_csv(), "hrmos.csv"),
    ],
)
def test_whole_sample_comes_in_with_half_of_it_not_selected(hr, company, data, name):
    run = actions.import_file(actor=hr, data=data, file_name=name, now=NOW)

    assert counts(run) == (240, 0, 0, 0)
    assert run.state == ImportRun.State.DONE
    with bound(company.id, None):
        not_selected = Application.objects.filter(outcome="not_selected").count()
        unread = Application.objects.filter(applied_on=None).count()
    assert not_selected == 120
    assert unread == (0 if name == "herp.csv" else 240)


def test_samples_hold_the_hard_cases():
    made = samples.make_people(count=240, seed=1)

    joined = "".join(person.name for person in made)
    assert all(sign in joined for sign in "髙﨑𠮷")
    assert any(" " not in person.name for person in made)
    assert any(person.name.isascii() for person in made)
    assert any(not person.mail for person in made)
    assert any(not person.phone for person in made)
    assert sum(person.end_reason == "不採用" for person in made) == 120
    assert {person.mail.rpartition("@")[2] for person in made if person.mail} == {
        "example.jp",
        "example.invalid",
    }


def test_the_same_file_again_changes_nothing(hr, company):
    data = samples.make_herp_csv(count=50)
    load(hr, data)

    again = load(hr, data)

    assert counts(again) == (0, 0, 50, 0)
    assert count_rows(Application, company) == 50


def test_changed_row_is_updated_and_its_history_grows(hr, company):
    load(hr, csv(GOOD.replace("一次,営業,不採用", "書類選考,営業,")))

    run = load(hr, csv(GOOD))

    assert counts(run) == (0, 1, 0, 0)
    with bound(company.id, None):
        application = Application.objects.get()
        steps = list(ApplicationStep.objects.values_list("stage", "outcome"))
    assert (application.stage, application.outcome) == ("一次", "not_selected")
    assert steps == [("書類選考", ""), ("一次", "不採用")]


def test_file_does_not_overwrite_what_a_human_decided(hr, company):
    load(hr, csv(GOOD))
    with bound(company.id, None):
        application_id = Application.objects.get().id
    people.decide_result(
        actor=hr, application_id=application_id, outcome="hired", reason="欠員のため", now=NOW
    )

    load(hr, csv(GOOD.replace("一次", "最終")))

    with bound(company.id, None):
        assert Application.objects.get().outcome == "hired"


def test_second_application_of_a_person_joins_the_person(hr, company):
    other_job = GOOD.replace("営業", "経理").replace("hanako@", "new@")

    load(hr, csv(GOOD, GOOD.replace("営業", "総務"), other_job))

    assert count_rows(Application, company) == 3
    assert count_rows(TalentRecord, company) == 1  # mail equal, then phone and name equal


def test_equal_names_alone_are_two_people(hr, company):
    other = GOOD.replace("hanako@", "other@").replace("0000-0001", "7734-5582")

    load(hr, csv(GOOD, other))

    assert count_rows(TalentRecord, company) == 2


def test_bad_rows_come_back_with_their_reason_and_good_rows_go_in(hr, company):
    bad = GOOD.replace("2026/10/05", "2026/13/05").replace("花子", "月子")

    other = GOOD.replace("一次", "二次")

    run = load(hr, csv(GOOD, bad, other, GOOD))

    assert counts(run) == (1, 0, 1, 2)
    assert run.state == ImportRun.State.PARTLY
    with bound(company.id, None):
        content = queries.failed_rows_file(run)
        in_english = queries.failed_rows_file(run, language="en")
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert rows[0] == ["行", *HEADERS.split(","), "エラー内容"]
    assert rows[1][0] == 3
    assert rows[1][2] == "架空 月子"
    assert "月が13になっています" in rows[1][-1]
    assert rows[2][-1].startswith("2行目と同じものです")
    english = openpyxl.load_workbook(io.BytesIO(in_english)).active
    assert "The month is 13" in english.cell(row=2, column=10).value


def test_column_that_is_dropped_leaves_no_trace(hr, company):
    headers = HEADERS + ",宗教"

    run = load(hr, csv(GOOD + ",某教", ",,,,,,,,某教", headers=headers))

    assert run.mapping["宗教"] == "drop:F05"
    with bound(company.id, None):
        stored = [str(row) for row in Application.objects.values()]
        stored += [str(row) for row in ImportRun.objects.values()]
    assert "某教" not in "".join(stored)


def test_a_mapping_cannot_bring_a_dropped_column_back(hr):
    data = csv(GOOD + ",某教", headers=HEADERS + ",宗教")

    run = load(hr, data, mapping={"名前": "name", "宗教": "note"})

    assert run.mapping["宗教"] == "drop:F05"


def test_mapping_of_ones_own_is_used(hr, company):
    run = load(hr, csv("花子,x", headers="よびな,ふめい"), mapping={"よびな": "name"})

    assert counts(run) == (1, 0, 0, 0)
    with bound(company.id, None):
        assert TalentRecord.objects.get().full_name == "花子"
        assert Application.objects.get().raw == {"よびな": "花子", "ふめい": "x"}


def test_file_without_a_name_column_says_so(hr):
    with pytest.raises(InvalidInputError) as caught:
        load(hr, csv("x", headers="ふめい"))

    assert caught.value.field == "mapping"
    assert "氏名の列がありません" in caught.value.ja


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.csv"),
        (b"\x00\x01\x02\x03" * 100, "photo.jpg"),
        (b"PK\x03\x04broken", "broken.xlsx"),
        (b"a" * (51 * 1024 * 1024), "large.csv"),
    ],
)
def test_file_that_is_no_table_is_refused_before_anything_is_stored(hr, company, data, name):
    with pytest.raises(InvalidInputError) as caught:
        actions.import_file(actor=hr, data=data, file_name=name, now=NOW)

    assert caught.value.field == "file"
    assert caught.value.ja
    assert caught.value.en
    assert count_rows(ImportRun, company) == 0


def test_dry_run_counts_and_stores_nothing(hr, company):
    load(hr, csv(GOOD))
    data = csv(GOOD, GOOD.replace("花子", "月子"), BAD)

    trial = actions.try_file(actor=hr, data=data, file_name="a.csv", now=NOW)

    assert trial.counts == {"new": 0, "update": 0, "duplicate": 1, "error": 1, "unchanged": 1}
    assert [row.line for row in trial.failed] == [4]
    assert count_rows(Application, company) == 1
    assert count_rows(ImportRun, company) == 1


def test_all_or_nothing_stores_nothing_while_one_row_has_an_error(hr, company):
    with pytest.raises(InvalidInputError) as caught:
        load(hr, csv(GOOD, BAD), is_all_or_nothing=True)

    assert caught.value.field == "is_all_or_nothing"
    assert count_rows(Application, company) == 0
    assert count_rows(ImportRun, company) == 0
    assert counts(load(hr, csv(GOOD), is_all_or_nothing=True)) == (1, 0, 0, 0)


def test_person_who_stopped_the_use_does_not_come_back(hr, company):
    with bound(company.id, None):
        messages.suppress_address(address="hanako@example.invalid", reason="stop_use")

    run = load(hr, csv(GOOD))

    assert counts(run) == (0, 0, 0, 1)
    assert "利用を停止" in faults_of(company, run)[0][0].text.ja


def test_viewer_may_not_import(company):
    viewer = make_member(company, Role.COMPANY_VIEWER)

    with pytest.raises(NotAllowedError):
        load(viewer, csv(GOOD))


def test_unclear_ends_are_counted_for_a_human(hr, company):
    run = load(hr, csv(GOOD.replace("不採用", "非選考対象")))

    with bound(company.id, None):
        assert queries.count_unclear(run_id=run.id) == 1


def test_number_of_statements_does_not_grow_with_the_rows(hr):
    # The series of numbers exists, and every further file names somebody who is known.
    load(hr, samples.make_herp_csv(count=200, seed=10))
    measured = []
    for count, seed in ((20, 11), (900, 12)):
        data = samples.make_herp_csv(count=count, seed=seed)
        with CaptureQueriesContext(connection) as captured:
            load(hr, data)
        measured.append(len(captured))

    # It depends on which fields of people change, never on how many people there are.
    assert abs(measured[1] - measured[0]) <= 8, measured
    assert measured[0] <= 60, measured


def test_operator_sets_how_large_a_file_may_be(hr, company, settings):
    settings.IMPORT_LIMITS = replace(settings.IMPORT_LIMITS, columns=3)

    with pytest.raises(InvalidInputError) as caught:
        load(hr, csv(GOOD))

    assert caught.value.field == "file"
    assert "3" in caught.value.ja
    assert count_rows(TalentRecord, company) == 0
