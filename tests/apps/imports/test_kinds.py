"""Employees, leavers and openings; further names, contacts and posts of a person."""

import pytest
from tests.apps.imports.wizard import HANAKO, HEADERS, check, csv, rows_of, run_draft, verdicts
from tests.factories import NOW, count_rows, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError
from tasuki.apps.imports import actions
from tasuki.apps.imports.sample_files import make_sample
from tasuki.apps.openings.models import Opening
from tasuki.apps.people.models import (
    Application,
    ApplicationStep,
    Career,
    Employment,
    PersonContact,
    PersonName,
    TalentRecord,
)
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
STAFF = "社員番号,氏名,部署,入社日,在籍状況,メールアドレス"
ICHIRO = "A1,架空 一郎,営業部,2020/4/1,在籍,ichiro@example.invalid"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_member(company, Role.COMPANY_OWNER)


def load(actor, data, kind, **fields):
    return actions.import_file(
        actor=actor, data=data, file_name="a.csv", kind=kind, now=NOW, **fields
    )


@pytest.mark.parametrize(
    ("kind", "model", "count"),
    [
        ("applicants", Application, 40),
        ("employees", Employment, 40),
        ("leavers", Employment, 40),
        ("openings", Opening, 5),
    ],
)
def test_sample_of_every_kind_comes_in(hr, company, kind, model, count):
    run = load(hr, make_sample(kind=kind), kind)

    assert (run.new_count, run.failed_count) == (count, 0)
    assert count_rows(model, company) == count


def test_unknown_kind_is_refused(hr):
    with pytest.raises(InvalidInputError) as caught:
        load(hr, csv(HANAKO), "ghosts")

    assert caught.value.field == "kind"


def test_employee_is_known_by_the_number_and_leaves_by_the_next_file(hr, company):
    load(hr, csv(ICHIRO, headers=STAFF), "employees")

    data = csv(ICHIRO.replace("在籍", "退職") + ",令和8年3月31日", headers=STAFF + ",退職日")
    run = load(hr, data, "leavers")

    assert (run.new_count, run.updated_count) == (0, 1)
    with bound(company.id, None):
        employment = Employment.objects.get()
        assert (employment.state, str(employment.left_on)) == ("left", "2026-03-31")


def test_applicant_who_worked_here_is_joined_to_the_record(hr, company):
    load(hr, csv(ICHIRO, headers=STAFF), "employees")
    row = HANAKO.replace("花子", "一郎").replace("hanako@", "ichiro@")

    run = run_draft(hr, csv(row))

    assert run.linked_count == 1
    assert count_rows(TalentRecord, company) == 1


def test_day_of_leaving_before_joining_is_an_error(hr, company):
    data = csv(ICHIRO + ",2019/3/31", headers=STAFF + ",退職日")

    run = check(hr, data, kind="leavers")

    [row] = rows_of(run, "error")
    assert "退職日が入社日より前" in row.faults[0].text.ja


def test_former_name_second_contacts_and_present_post_are_kept(hr, company):
    head = HEADERS + ",旧姓,現職"
    row = (
        HANAKO.replace("090-0000-0001", "090-0000-0001 / 0868-00-0001") + ",佐藤,株式会社架空製作所"
    )

    load(hr, csv(row, headers=head), "applicants")

    with bound(company.id, None):
        assert PersonName.objects.get().family_name == "佐藤"
        assert PersonContact.objects.get().phone == "0868000001"
        assert Career.objects.get().company == "株式会社架空製作所"
        assert "佐藤 花子" in TalentRecord.objects.get().further_names


def test_history_of_stages_and_raw_cells_are_kept(hr, company):
    head = HEADERS + ",書類選考_実施日,一次面接_実施日"

    load(hr, csv(HANAKO + ",2026/10/07,2026/10/20", headers=head), "applicants")

    with bound(company.id, None):
        steps = list(ApplicationStep.objects.order_by("position").values_list("stage", "outcome"))
        application = Application.objects.get()
    assert steps == [("書類選考", ""), ("一次", "不採用")]
    assert application.raw["選考ステップ"] == "一次"
    assert (application.channel, application.outcome) == ("社員紹介", "not_selected")


def test_openings_come_as_drafts_and_a_shown_one_is_not_changed(hr, company):
    head = "求人番号,求人名,勤務地,月給"
    load(hr, csv("J-1,経理事務,岡山県,23万円〜27万円", headers=head), "openings")
    with bound(company.id, None):
        opening = Opening.objects.get()
        assert (opening.state, opening.pay_min_yen, opening.pay_max_yen) == (
            "draft",
            230_000,
            270_000,
        )
        assert opening.prefecture == 33
        Opening.objects.update(state="closed")

    run = check(hr, csv("J-1,経理事務,岡山県,23万円〜28万円", headers=head), kind="openings")

    assert verdicts(run) == {"error": 1}


def test_opening_that_asks_for_what_it_may_not_is_an_error(hr):
    run = check(hr, csv("J-1,営業（宗教を確認）", headers="求人番号,求人名"), kind="openings")

    assert verdicts(run) == {"error": 1}


def test_manager_imports_openings_and_no_applicants(company):
    manager = make_member(company, Role.COMPANY_MANAGER)

    assert load(manager, make_sample(kind="openings"), "openings").new_count == 5
    with pytest.raises(NotAllowedError):
        load(manager, make_sample(kind="applicants"), "applicants")
