"""My passport: by hand, from a text, open to nobody until the person says so."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.factories import make_account, make_agency
from tests.model_factories import make_row
from tests.web.person.entry import Phone

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.passport import actions
from tasuki.apps.passport.queries import list_items, list_shared_items
from tasuki.apps.people.models import TalentRecord

pytestmark = pytest.mark.django_db
MAIL = "hina@mail.example"
TEXT = "■スキル\nExcel、Python\n本籍　神奈川県\n■資格\n2020年6月 品質管理検定2級 合格\n"
ITEM = {"kind": "skill", "title": "品質管理", "place": "", "text": ""}


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def record(agency):
    return make_row(TalentRecord, agency, mail=MAIL)


@pytest.fixture
def phone(record):
    cache.clear()
    entered = Phone()
    entered.enter(MAIL)
    return entered


def own(phone, **options):
    account_id = int(phone.client.session["_auth_user_id"])
    return list_items(account_id=account_id, **options)


def shared(agency, record):
    with bound(agency.pk, None):
        return [one.title for one in list_shared_items(talent_record_ids=[record.pk])]


def test_entry_by_hand_is_open_to_nobody(phone, agency, record):
    text = phone.post(
        "passport_add",
        ITEM | {"kind": "career", "place": "株式会社架空商事", "starts_on": "平成31年4月"},
    )

    [item] = own(phone)
    assert (item.title, item.place, item.starts_on.isoformat()) == (
        "品質管理",
        "株式会社架空商事",
        "2019-04-01",
    )
    assert "だれにも見せていません" in text
    assert shared(agency, record) == []


def test_chosen_agency_reads_the_entry_until_it_is_taken_back(phone, agency, record):
    phone.post("passport_add", ITEM | {"readers": str(agency.pk)})
    [item] = own(phone)
    opened = shared(agency, record)

    phone.post("passport_item", ITEM, item.pk)

    assert opened == ["品質管理"]
    assert shared(agency, record) == []


def test_other_agency_with_a_record_reads_nothing_that_was_not_opened_to_it(phone, agency):
    phone.post("passport_add", ITEM | {"readers": str(agency.pk)})
    other = make_agency()
    elsewhere = make_row(TalentRecord, other, mail=MAIL)

    assert shared(other, elsewhere) == []


def test_organisation_without_a_record_of_mine_cannot_be_a_reader(phone):
    stranger = make_agency()

    phone.post("passport_add", ITEM | {"readers": str(stranger.pk)})

    assert phone.status == 422
    assert "品質管理" in phone.content


def test_forbidden_matter_is_refused_and_what_was_typed_is_kept(phone):
    phone.post("passport_add", ITEM | {"text": "本籍は横浜市です"})

    assert phone.status == 409
    assert "H5" in phone.content
    assert "本籍は横浜市です" in phone.content
    assert own(phone) == []


def test_text_becomes_proposals_that_nobody_reads_and_forbidden_lines_are_told(
    phone, agency, record
):
    text = phone.post("passport_text", {"text": TEXT})

    assert [one.title for one in own(phone, is_proposed=True)] == [
        "品質管理検定2級",
        "Excel",
        "Python",
    ]
    assert own(phone) == []
    assert "取り込まなかったもの： 本籍・出生地" in text
    assert "神奈川県" not in phone.content
    assert shared(agency, record) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("住民票.txt", TEXT), ("scan001.txt", f"健康診断書\n{TEXT}")],
)
def test_paper_that_selection_must_not_take_is_no_resume(phone, name, content):
    file = SimpleUploadedFile(name, content.encode())

    phone.post("passport_text", {"text": "", "file": file})

    assert phone.status == 409
    assert "H5" in phone.content
    assert own(phone, is_proposed=True) == []


def test_work_at_a_health_centre_makes_no_health_certificate_of_a_resume(phone):
    file = SimpleUploadedFile("職務経歴書.txt", f"{TEXT}\n健康診断の受付".encode())

    phone.post("passport_text", {"text": "", "file": file})

    assert own(phone, is_proposed=True)


def test_proposals_are_taken_or_left_one_by_one(phone):
    phone.post("passport_text", {"text": TEXT})
    certificate, excel, python = own(phone, is_proposed=True)

    phone.post("passport_accept", {"chosen": str(excel.pk), "back": "proposed"})
    phone.post("passport_remove", {"chosen": str(python.pk), "back": "proposed"})

    assert [one.title for one in own(phone)] == ["Excel"]
    assert [one.pk for one in own(phone, is_proposed=True)] == [certificate.pk]


def test_all_proposals_are_taken_at_once(phone):
    phone.post("passport_text", {"text": TEXT})

    text = phone.post("passport_proposed")

    assert len(own(phone)) == 3
    assert "3件をパスポートに入れました。" in text


def test_text_file_is_read_and_a_pdf_is_refused_with_a_way_on(phone):
    good = SimpleUploadedFile("経歴.txt", TEXT.encode("cp932"))
    bad = SimpleUploadedFile("経歴.pdf", b"%PDF-1.7")

    phone.client.post("/me/passport/text/", {"text": "", "file": good})
    refused = phone.client.post("/me/passport/text/", {"text": "", "file": bad})

    assert len(own(phone, is_proposed=True)) == 3
    assert refused.status_code == 422
    assert "文章をコピー" in refused.content.decode()


def test_text_without_entries_says_how_to_write_and_is_kept(phone):
    phone.post("passport_text", {"text": "よろしくお願いします"})

    assert phone.status == 422
    assert "1行に1つずつ" in phone.content
    assert "よろしくお願いします" in phone.content


def test_proposal_cannot_be_opened_to_anybody(phone, agency):
    phone.post("passport_text", {"text": TEXT})
    [first, *_] = own(phone, is_proposed=True)

    phone.post("passport_item", ITEM | {"readers": str(agency.pk)}, first.pk)

    assert phone.status == 404


def test_passport_of_somebody_else_is_neither_read_nor_changed(phone):
    stranger = make_account()
    item = actions.save_item(account_id=stranger.pk, values=ITEM, now=timezone.now())

    phone.get("passport_item", item.pk)
    read = phone.status
    phone.post("passport_item", ITEM | {"title": "別のもの"}, item.pk)
    changed = phone.status
    phone.post("passport_remove", {"chosen": str(item.pk)})

    assert (read, changed, phone.status) == (404, 404, 404)
    assert [one.title for one in list_items(account_id=stranger.pk)] == ["品質管理"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "belief", "title": "x"}, "kind"),
        ({"kind": "skill", "title": ""}, "title"),
        ({"kind": "skill", "title": "x" * 121}, "title"),
        ({"kind": "skill", "title": "x", "account_id": 1}, "account_id"),
        ({"kind": "skill", "title": "x", "is_proposed": True}, "is_proposed"),
    ],
)
def test_action_takes_known_fields_with_sound_values_only(db, values, field):
    with pytest.raises(InvalidInputError) as refused:
        actions.save_item(account_id=make_account().pk, values=values, now=timezone.now())

    assert refused.value.field == field
