"""The list of people: found in any script, narrowed, tagged in bulk with an undo, exported."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from tasuki.apps.people import bulk_tasks
from tasuki.apps.people.actions import bulk, names, reminders, tags, working
from tasuki.apps.people.models import BulkRun, PersonNote, PersonTag, RecordView, TalentRecord
from tasuki.core.access import Role

LIST = "/company/people/"


@pytest.fixture
def people(small):
    """Three people: an applicant with a former name, an employee, a former employee."""
    made = {}
    for name, kana in (("髙橋 架子", "タカハシ カコ"), ("大野 翔太", "オオノ ショウタ")):
        made[name] = small.add_applicant(name).talent_record
        with small.at():
            record = TalentRecord.objects.get(pk=made[name].pk)
            record.name_kana = kana
            record.save()
    with small.at():
        worker = TalentRecord.objects.create(
            organisation=small.world.company,
            number="T-9",
            family_name="林",
            given_name="健",
            name_kana="ハヤシ ケン",
        )
    made["林 健"] = worker
    common = {"actor": small.hr, "now": small.now}
    names.add_name(
        talent_record_id=made["髙橋 架子"].pk,
        values={"kind": "former", "family_name": "佐藤", "family_kana": "サトウ"},
        **common,
    )
    working.save_employment(
        talent_record_id=worker.pk, values={"number": "E0012", "department": "製造部"}, **common
    )
    working.save_employment(
        talent_record_id=made["大野 翔太"].pk, values={"left_on": "2025/3/31"}, **common
    )
    return made


def names_on(response):
    return {row.name for row in response.context["rows"]}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("高橋", {"髙橋 架子"}),
        ("たかはし", {"髙橋 架子"}),
        ("takahashi", {"髙橋 架子"}),
        ("佐藤", {"髙橋 架子"}),
        ("ohno shota", {"大野 翔太"}),
        ("野翔", {"大野 翔太"}),
        ("ケン", {"林 健"}),
        ("E0012", {"林 健"}),
        ("T-9", {"林 健"}),
        ("鈴木", set()),
    ],
)
def test_search_finds_people_in_any_script(people, small, client_of, typed, found):
    assert names_on(client_of(small.hr).get(LIST, {"q": typed})) == found


def test_contacts_are_found_whole_and_never_by_a_part(people, small, client_of):
    browser = client_of(small.hr)
    with small.at():
        mail = TalentRecord.objects.get(pk=people["髙橋 架子"].pk).mail

    assert names_on(browser.get(LIST, {"q": mail.upper()})) == {"髙橋 架子"}
    assert names_on(browser.get(LIST, {"q": mail[:-1]})) == set()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "applicant"}, {"髙橋 架子", "大野 翔太"}),
        ({"kind": "employee"}, {"林 健"}),
        ({"kind": "leaver"}, {"大野 翔太"}),
        ({"department": "製造部"}, {"林 健"}),
        ({"outcome": "running"}, {"髙橋 架子", "大野 翔太"}),
        ({"outcome": "hired"}, set()),
    ],
)
def test_filters_narrow_the_list(people, small, client_of, query, found):
    assert names_on(client_of(small.hr).get(LIST, query)) == found


def test_page_is_written_strictly_and_shows_kinds_and_tags(people, small, client_of, read_strictly):
    ids = [one.pk for one in people.values()]
    tags.tag_people(actor=small.hr, talent_record_ids=ids, tag="半年後に連絡", now=small.now)

    text = read_strictly(client_of(small.hr).get(LIST))

    assert text.count("半年後に連絡") >= 3
    words = ("応募者", "社員", "退職者", "E0012", "製造部")
    assert [word for word in words if word not in text] == []


def test_bulk_tag_asks_for_the_tag_tags_all_and_is_undone(people, small, client_of):
    browser, rows = client_of(small.hr), [str(one.pk) for one in people.values()]

    asked = browser.post(LIST, {"act": "tag", "row": rows})
    done = browser.post(
        LIST,
        {"act": "tag", "row": rows, "confirmed": "yes", "tag": "催しに来た", "remind_on": ""},
    )
    with small.at():
        batch = PersonTag.objects.values_list("batch_id", flat=True).first()
        count = PersonTag.objects.count()
    browser.post(f"/company/people/tagging/{batch}/undo/")

    assert asked.status_code == 200
    assert 'name="tag"' in asked.content.decode()
    assert (done.status_code, count) == (302, 3)
    with small.at():
        assert PersonTag.objects.count() == 0


def test_bulk_tag_without_a_word_is_asked_again(people, small, client_of):
    rows = [str(one.pk) for one in people.values()]

    response = client_of(small.hr).post(LIST, {"act": "tag", "row": rows, "confirmed": "yes"})

    assert response.status_code == 422
    with small.at():
        assert PersonTag.objects.count() == 0


def test_bulk_untag_takes_the_tag_off_and_the_undo_brings_it_back(people, small, client_of):
    browser, ids = client_of(small.hr), [one.pk for one in people.values()]
    done = tags.tag_people(actor=small.hr, talent_record_ids=ids, tag="催し", now=small.now)
    asked = {"act": "untag", "row": [str(ids[0])], "confirmed": "yes", "tag": str(done.tag.pk)}

    browser.post(LIST, asked)
    with small.at():
        batch = PersonTag.objects.exclude(removed_batch_id=None).get().removed_batch_id
        left = PersonTag.objects.filter(removed_batch_id=None).count()
    browser.post(f"/company/people/tagging/{batch}/undo/")

    assert left == 2
    with small.at():
        assert PersonTag.objects.filter(removed_batch_id=None).count() == 3


def test_reminder_that_is_due_is_told_once_and_opens_the_people(people, small, client_of):
    ids = [people["林 健"].pk]
    day = timezone.localdate(small.now) + timedelta(days=1)
    tags.tag_people(
        actor=small.hr, talent_record_ids=ids, tag="半年後に連絡", remind_on=day, now=small.now
    )
    tomorrow = small.now + timedelta(days=1)

    told = [reminders.remind_tags(actor=small.hr, now=tomorrow) for _ in range(2)]

    assert told == [1, 0]
    page = client_of(small.hr).get("/account/notices/").content.decode()
    assert "タグ「半年後に連絡」の確認日になりました：1名。" in page
    with small.at():
        tag = PersonTag.objects.get().tag_id
    opened = client_of(small.hr).get(f"/company/people/due/{tag}/")
    assert opened["Location"] == f"{LIST}?tag={tag}&due=yes"


def test_selected_people_leave_as_a_workbook_and_the_look_is_logged(people, small, client_of):
    rows = [str(people["林 健"].pk)]

    response = client_of(small.hr).post(LIST, {"act": "export", "row": rows})

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    values = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in values[1:]] == ["林 健"]
    with small.at():
        views = RecordView.objects.filter(talent_record_id=people["林 健"].pk)
        assert [one.way for one in views] == ["exported"]


def test_others_of_the_company_do_not_see_people(people, small, client_of):
    roles = (Role.COMPANY_MANAGER, Role.COMPANY_VIEWER)

    found = [client_of(small.actors[role]).get(LIST).status_code for role in roles]

    assert found == [403, 403]


def test_list_costs_the_same_for_many_rows(people, small, client_of, django_assert_max_num_queries):
    browser = client_of(small.hr)
    browser.get(LIST)
    for number in range(30):
        small.add_applicant(f"架空 {number}")

    with django_assert_max_num_queries(40):
        response = browser.get(LIST)

    assert response.context["page"].total_count == 33


@pytest.fixture
def crowd(small, settings, tmp_path, monkeypatch):
    """More people than a page does at once."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(bulk, "BACKGROUND_PEOPLE", 2)
    return [str(small.add_applicant(f"架空 {number}").talent_record.pk) for number in range(3)]


def work(task, small):
    """Do the last act on many as the queue would."""
    with small.at():
        run = BulkRun.objects.latest("created_at")
    task.call(
        organisation_id=run.organisation_id, run_id=str(run.pk), account_id=small.hr.account_id
    )
    return f"/company/people/acts/{run.pk}/"


def test_many_people_get_a_note_by_a_task_whose_progress_is_shown(
    crowd, small, client_of, read_strictly
):
    browser = client_of(small.hr)
    asked = {"act": "note", "row": crowd, "confirmed": "yes", "text": "説明会に来た"}

    page = browser.post(LIST, asked)["Location"]
    waiting = read_strictly(browser.get(page))
    listed = read_strictly(browser.get(LIST))
    assert work(bulk_tasks.run_bulk, small) == page
    done = read_strictly(browser.get(page))

    assert 'hx-trigger="every 2s"' in waiting
    assert "3名のうち0名" in waiting
    assert page in listed
    assert "3名にメモを追加しました。" in done
    assert "every 2s" not in done
    back = browser.post(page.replace("/acts/", "/tagging/") + "undo/")
    assert back["Location"] == page
    work(bulk_tasks.undo_bulk, small)
    assert "元に戻しました" in read_strictly(browser.get(page))
    with small.at():
        assert PersonNote.objects.count() == 0


def test_file_of_many_people_is_taken_by_the_member_who_asked_for_it(crowd, small, client_of):
    browser = client_of(small.hr)
    page = browser.post(LIST, {"act": "export", "row": crowd})["Location"]
    early = browser.get(f"{page}file/").status_code
    work(bulk_tasks.run_bulk, small)

    response = browser.get(f"{page}file/")
    other = client_of(small.actors[Role.COMPANY_HR])

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert {row[1] for row in list(sheet.values)[1:]} == {"架空 0", "架空 1", "架空 2"}
    assert (early, other.get(page).status_code, other.get(f"{page}file/").status_code) == (
        404,
        200,
        404,
    )
