"""Who of a file is proposed as somebody known: the keys and the model of one person."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.imports.wizard import HANAKO, again, check, csv, rows_of, run_draft
from tests.factories import NOW, count_rows, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports import actions
from tasuki.apps.people.models import PersonContact, TalentRecord
from tasuki.apps.same_person.job import check_arrivals
from tasuki.apps.same_person.models import Pair
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
HEADERS = "応募日,氏名,フリガナ,生年月日,メールアドレス,電話番号,選考ステップ,募集職種"
KNOWN = "2026/10/01,架空 花子,カクウ ハナコ,1990/4/1,hanako@example.invalid,090-0000-0001,一次,営業"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_member(company, Role.COMPANY_OWNER)


def look(hr, line, known=KNOWN):
    """Return the row of a file as it is judged beside one known person."""
    run_draft(hr, csv(known, headers=HEADERS))
    [row] = rows_of(check(hr, csv(line, headers=HEADERS)))
    return row


@pytest.mark.parametrize(
    ("line", "verdict", "level"),
    [
        # equal address, other writing
        ("2026/11/1,架空　花子,,,Hanako@Example.invalid,,一次,総務", "duplicate", "same"),
        # equal number, other writing
        ("2026/11/1,架空 花子,,,,０９０－００００－０００１,一次,総務", "duplicate", "same"),
        # a given name cut short may be the mother's: a human decides
        ("2026/11/1,架空 花,,,,090-0000-0001,一次,総務", "duplicate", "possible"),
        # only the name
        ("2026/11/1,架空 花子,,,other@example.invalid,080-7734-5582,一次,総務",
         "duplicate", "possible"),
        # the family's address
        ("2026/11/1,架空 太郎,カクウ タロウ,,hanako@example.invalid,,一次,総務",
         "duplicate", "possible"),
        # a namesake born on another day
        ("2026/11/1,架空 花子,カクウ ハナコ,1971/12/9,other@example.invalid,,一次,総務",
         "new", None),
        # a name changed at marriage
        ("2026/11/1,仮名 花子,,1990/4/1,hanako@example.invalid,090-0000-0001,一次,総務",
         "duplicate", "same"),
        # an empty mark is no address
        ("2026/11/1,仮名 太郎,,,',,一次,総務", "new", None),
    ],
)  # fmt: skip
def test_a_row_is_proposed_asked_about_or_new(hr, line, verdict, level):
    row = look(hr, line)

    assert row.verdict == verdict
    assert [one.level for one in row.rivals] == ([level] if level else [])
    assert row.decision == ("same" if level == "same" else "")


def test_a_proposal_says_why_and_how_sure_it_is(hr):
    row = look(hr, "2026/11/1,架空 太郎,カクウ タロウ,,hanako@example.invalid,,一次,総務")

    [rival] = row.rivals
    said = [one.ja for one in rival.reasons]
    assert said[:2] == ["二人が使うメールアドレスが同じです", "姓が同じです"]
    assert said[2].startswith("名が一致しません。家族は")
    assert len(said) == 3
    assert 0 < rival.probability < 0.5


def test_a_further_address_leads_to_its_person(hr, company):
    run_draft(hr, csv(KNOWN, headers=HEADERS))
    with bound(company.id, None):
        person = TalentRecord.objects.get()
        PersonContact.objects.create(
            organisation_id=company.id,
            talent_record=person,
            kind="mail",
            mail="home@example.invalid",
        )

    line = "2026/11/1,架空 花子,,,home@example.invalid,,一次,総務"
    [row] = rows_of(check(hr, csv(line, headers=HEADERS)))

    assert (row.rivals[0].person_id, row.decision) == (person.pk, "same")


def test_a_switchboard_of_three_people_is_no_key(hr):
    lines = [
        f"2026/11/1,{name},,,,0868-22-0001,一次,総務"
        for name in ("架空 花子", "仮名 太郎", "見本 一郎", "試作 健太")
    ]

    rows = rows_of(check(hr, csv(*lines, headers=HEADERS)))

    assert [row.verdict for row in rows] == ["new"] * 4


def test_said_to_be_two_people_is_never_asked_again(hr, company):
    run_draft(hr, csv(HANAKO))
    run = check(hr, csv("2026/11/05,架空 花子,other@example.invalid,,,一次,総務,"))
    actions.decide_rows(actor=hr, run_id=run.id, lines=[2], decision="apart", now=NOW)
    actions.start_import(actor=hr, run_id=run.id, now=NOW)

    with bound(company.id, None):
        ids = list(TalentRecord.objects.values_list("id", flat=True))
    check_arrivals(actor=hr, record_ids=ids, clock=lambda: NOW)

    with bound(company.id, None):
        [pair] = Pair.objects.all()
        assert (pair.state, pair.decided_by_id) == ("different", hr.account_id)

    actions.undo_import(actor=hr, run_id=run.id, now=again(run).created_at)
    assert count_rows(TalentRecord, company) == 1
    assert count_rows(Pair, company) == 0


def test_new_people_of_an_import_are_announced_in_its_transaction(hr, company):
    run_draft(hr, csv(HANAKO))
    run_draft(hr, csv(HANAKO.replace("一次", "最終")))

    with bound(company.id, None):
        person = TalentRecord.objects.get()
    jobs = ProcrastinateJob.objects.filter(
        args__path="tasuki.apps.same_person.tasks.check_arrivals"
    )
    [job] = [one for one in jobs if str(person.id) in str(one.args)]
    assert str(company.id) in str(job.args)
