"""One person, one page: everything is added, corrected and removed from there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tasuki.apps.people.models import (
    Career,
    Employment,
    PersonContact,
    PersonDocument,
    PersonName,
    PersonNote,
    PersonSkill,
    PersonTag,
    RecordView,
    TalentRecord,
)
from tasuki.apps.vocab.models import Skill
from tasuki.core.access import Role

PDF = b"%PDF-1.7 synthetic"


@pytest.fixture
def page(small):
    """The address of a person with one application."""
    small.person = small.add_applicant("髙橋 架子").talent_record
    return f"/company/people/{small.person.pk}/"


def add(browser, page, part, values):
    return browser.post(f"{page}{part}/add/", values)


def count(small, model):
    with small.at():
        return model.objects.filter(talent_record=small.person).count()


def test_empty_page_says_what_will_be_there(page, small, client_of, read_strictly):
    text = read_strictly(client_of(small.hr).get(page))

    assert all(word in text for word in ("髙橋 架子", "応募者", "経理", "メモはありません"))


def test_opening_is_logged_and_printing_is_logged_as_such(page, small, client_of, read_strictly):
    browser = client_of(small.hr)

    browser.get(page)
    text = read_strictly(browser.get(f"{page}print/"))

    assert "印刷：" in text
    with small.at():
        views = RecordView.objects.filter(talent_record_id=small.person.pk)
        assert {one.way for one in views} == {"opened", "printed"}


FORMS = {
    "name": ({"kind": "business", "family_name": "田中"}, PersonName, "田中"),
    "contact": (
        {"kind": "phone", "value": "０９０－００００－０００１", "label": "mobile"},
        None,
        "09000000001",
    ),
    "employment": (
        {"number": "E1", "state": "active", "department": "製造部", "joined_on": "2020-04-01"},
        Employment,
        "製造部",
    ),
    "career": (
        {"company": "みなと機械", "position": "班長", "started": "2020年4月", "text": "旋盤の作業"},
        Career,
        "2020-04",
    ),
    "skill": (
        {"skill": "玉掛け", "source": "statement", "level": "3", "evidence": "修了証"},
        PersonSkill,
        "一人でできる",
    ),
    "tag": ({"tag": "半年後に連絡"}, PersonTag, "半年後に連絡"),
    "note": ({"text": "工場の見学を希望"}, PersonNote, "工場の見学を希望"),
}


@pytest.mark.parametrize("part", FORMS)
def test_part_is_added_from_its_form_and_stands_on_the_page(
    page, small, client_of, read_strictly, part
):
    browser, (values, model, shown) = client_of(small.hr), FORMS[part]

    form = read_strictly(browser.get(f"{page}{part}/add/"))
    response = add(browser, page, part, values)

    assert "髙橋 架子" in form
    assert response["Location"] == page
    assert shown in read_strictly(browser.get(page))
    if model is not None:
        assert count(small, model) == 1


def test_document_is_stored_sealed_comes_back_and_goes(page, small, client_of, read_strictly):
    browser = client_of(small.hr)
    upload = SimpleUploadedFile("resume.pdf", PDF)

    add(browser, page, "document", {"kind": "resume", "title": "経歴", "file": upload})
    with small.at():
        document = PersonDocument.objects.get()
        with document.file.storage.open(document.file.name) as stored:
            kept = stored.read()
    read = browser.get(f"/company/people/document/{document.pk}/")
    text = read_strictly(browser.get(page))
    browser.post(f"/company/people/document/{document.pk}/remove/")

    assert PDF not in kept
    assert (read.content, read["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert "経歴" in text
    assert count(small, PersonDocument) == 0


@pytest.mark.parametrize(
    ("name", "data"), [("戸籍謄本.pdf", PDF), ("a.pdf", b"MZ program"), ("a.pdf", b"")]
)
def test_document_of_another_kind_is_refused(page, small, client_of, name, data):
    upload = SimpleUploadedFile(name, data)

    response = add(client_of(small.hr), page, "document", {"kind": "other", "file": upload})

    assert response.status_code in {409, 422}
    assert count(small, PersonDocument) == 0


def test_forbidden_note_is_refused_and_what_was_typed_is_kept(page, small, client_of):
    response = add(client_of(small.hr), page, "note", {"text": "本籍は岡山県"})

    assert response.status_code == 409
    assert "本籍は岡山県" in response.content.decode()
    assert count(small, PersonNote) == 0


def test_second_contact_becomes_the_preferred_one_and_the_first_stays(page, small, client_of):
    browser = client_of(small.hr)
    with small.at():
        before = TalentRecord.objects.get(pk=small.person.pk).mail
    add(browser, page, "contact", {"kind": "mail", "value": "new@example.invalid", "label": "home"})
    with small.at():
        contact = PersonContact.objects.get()

    browser.post(f"/company/people/contact/{contact.pk}/prefer/")

    with small.at():
        assert TalentRecord.objects.get(pk=small.person.pk).mail == "new@example.invalid"
        assert PersonContact.objects.get().mail == before


def test_name_is_corrected_and_found_anew(page, small, client_of):
    browser = client_of(small.hr)
    add(browser, page, "name", FORMS["name"][0])
    with small.at():
        name = PersonName.objects.get()

    browser.post(
        f"/company/people/name/{name.pk}/edit/", {"kind": "business", "family_name": "中村"}
    )

    found = {q: len(browser.get("/company/people/", {"q": q}).context["rows"]) for q in "田中"}
    assert found == {"田": 0, "中": 1}


def test_guessed_reading_is_not_shown_as_a_fact(page, small, client_of):
    with small.at():
        TalentRecord.objects.filter(pk=small.person.pk).update(kana_source="guess")

    text = client_of(small.hr).get(page).content.decode()

    assert "カクウ ハナコ" not in text
    assert "未確認" in text


def test_occupation_is_chosen_by_name_with_proposals_and_its_source_is_shown(
    page, small, client_of
):
    browser = client_of(small.hr)
    values = {"company": "みなと機械"}

    form = browser.get(f"{page}career/add/").content.decode()
    asked = add(browser, page, "career", values | {"occupation_code": "豆腐"})
    add(browser, page, "career", values | {"occupation_code": "豆腐製造、豆腐職人"})

    text = browser.get(page).content.decode()
    assert "job tag" in form
    assert asked.status_code == 422
    assert "豆腐製造、豆腐職人" in asked.content.decode()
    assert "豆腐製造、豆腐職人（12_072-06）" in text
    assert "職業情報データベース" in text


def test_removed_tag_comes_back_by_the_undo_of_the_toast(page, small, client_of):
    browser = client_of(small.hr)
    add(browser, page, "tag", FORMS["tag"][0])
    with small.at():
        tag = PersonTag.objects.get()

    browser.post(f"/company/people/tag/{tag.pk}/remove/")
    with small.at():
        batch = PersonTag.objects.get().removed_batch_id
    browser.post(f"/company/people/tagging/{batch}/undo/")

    with small.at():
        assert PersonTag.objects.get().removed_batch_id is None


@pytest.mark.parametrize(
    ("part", "shown"), [("note", "メモ"), ("name", "名前"), ("skill", "スキル")]
)
def test_removed_part_comes_back_by_the_undo_of_the_toast(page, small, client_of, part, shown):
    browser, (values, model, words) = client_of(small.hr), FORMS[part]
    add(browser, page, part, values)
    with small.at():
        row = model.objects.get()

    answer = browser.post(f"/company/people/{part}/{row.pk}/remove/", follow=True)
    removed = count(small, model)
    undo = f"/company/people/removed/{row.pk}/restore/"
    browser.post(undo)

    assert f"{shown}を外しました。" in answer.content.decode()
    assert f'action="{undo}"' in answer.content.decode()
    assert (removed, count(small, model)) == (0, 1)
    assert words in browser.get(page).content.decode()


def test_line_of_time_has_the_rows_of_all_areas_and_turns_its_pages(
    page, small, client_of, read_strictly
):
    browser = client_of(small.hr)
    for number in range(60):
        add(browser, page, "note", {"text": f"メモ{number}"})

    first = browser.get(f"{page}timeline/")
    later = browser.get(f"{page}timeline/", {"after": first.context["next_after"]})
    notes = browser.get(f"{page}timeline/", {"group": "selection"})

    assert len(first.context["events"]) == 50
    assert len(later.context["events"]) == 11
    assert [event.text for event in notes.context["events"]] == ["応募"]
    assert "メモ59" in read_strictly(first)


def test_merged_record_leads_to_the_one_it_became(page, small, client_of):
    other = small.add_applicant("髙橋 架子").talent_record
    with small.at():
        TalentRecord.objects.filter(pk=other.pk).update(merged_into_id=small.person.pk)
    browser = client_of(small.hr)

    response = browser.get(f"/company/people/{other.pk}/")

    assert response["Location"] == page
    assert len(browser.get(page).context["detail"].applications) == 2


def test_others_of_the_company_may_not_open_the_page(page, small, client_of):
    roles = (Role.COMPANY_MANAGER, Role.COMPANY_VIEWER)

    found = [client_of(small.actors[role]).get(page).status_code for role in roles]

    assert found == [403, 403]


def test_likely_doubles_are_merged_undone_and_kept_apart(page, small, client_of, read_strictly):
    browser = client_of(small.hr)
    for word in ("サーバ", "サーバー構築", "サーバー"):
        add(browser, page, "skill", {"skill": word, "source": "statement"})
    with small.at():
        kept, other = (Skill.objects.get(name=name) for name in ("サーバー", "サーバ"))
    doubles = "/company/people/skills/doubles/"

    text = read_strictly(browser.get(doubles))
    browser.post(f"/company/people/skills/{kept.pk}/merge/{other.pk}/")
    merged = browser.get(doubles)
    again = add(browser, page, "skill", {"skill": "サーバ", "source": "assessment"})

    assert "サーバーに統合" in text
    assert again.status_code == 302
    with small.at():
        rows = PersonSkill.objects.filter(skill=kept)
        assert {one.source for one in rows} == {"statement", "assessment"}
        assert not PersonSkill.objects.filter(skill=other, source="assessment").exists()
    decision = merged.context["merges"][0]
    browser.post(f"/company/people/skills/decisions/{decision.pk}/undo/")
    browser.post(f"/company/people/skills/{kept.pk}/apart/{other.pk}/")
    left = browser.get(doubles).context["pairs"]
    assert {frozenset((p.kept.name, p.other.name)) for p, *_ in left}.isdisjoint(
        {frozenset(("サーバ", "サーバー"))}
    )
    assert "サーバー" in read_strictly(browser.get("/company/people/skills/"))
