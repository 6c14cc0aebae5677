"""Versions of what was shown, and the papers made from them (D8, D9, refusal)."""

import io
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from pypdf import PdfReader
from tests.apps.openings.desk import Desk
from tests.factories import COMPLETE_TERMS, NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.openings import orders, papers, queries
from tasuki.apps.openings.versions import differences_since, list_versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk.make()


def versions_of(desk, opening):
    with bound(desk.agency.id, None):
        return list(list_versions(opening_id=opening.id))


def text_of(pdf):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return "\n".join(pages).replace("\n", "")


def test_nothing_is_kept_before_it_is_shown_and_the_first_showing_is_version_one(desk):
    opening = desk.take()
    desk.change(opening, title="架空の経理職（本社）")
    before = versions_of(desk, opening)
    desk.accept(opening)
    desk.publish(opening)

    [first] = versions_of(desk, opening)

    assert before == []
    assert (first.version, first.changes, first.made_on) == (1, [], TODAY)
    assert first.content["title"] == "架空の経理職（本社）"
    assert first.content["pay"] == "月給 270,000〜330,000円"


def test_every_change_of_what_is_shown_is_a_version_with_its_kinds(desk):
    opening = desk.open(terms=COMPLETE_TERMS | {"workplace": "本社または支社"})
    later = NOW + timedelta(days=3)

    changed = desk.change(
        opening,
        now=later,
        pay_min_yen=280_000,
        pay_max_yen=300_000,
        terms=COMPLETE_TERMS | {"workplace": "本社", "hours": "9:00〜17:30"},
        age_most=35,
        age_code="3i",
        age_reason="長期勤続によるキャリア形成のため",
    )

    newest = versions_of(desk, opening)[0]
    assert (changed.version, newest.version, newest.made_on) == (2, 2, later.date())
    assert {one["key"]: one["kind"] for one in newest.changes} == {
        "pay": "specified",
        "workplace": "specified",
        "hours": "changed",
        "age": "changed",
    }


def test_saving_without_a_change_and_confirming_keep_no_version(desk):
    opening = desk.open()
    desk.change(opening)

    assert [one.version for one in versions_of(desk, opening)] == [1]


def test_differences_span_several_versions(desk):
    opening = desk.open()
    desk.change(opening, pay_max_yen=340_000)
    desk.change(opening, pay_max_yen=340_000, workplace="見本市9-9")

    with bound(desk.agency.id, None):
        found = differences_since(opening_id=opening.id, before=1, after=3)
        unknown = differences_since(opening_id=opening.id, before=1, after=9)

    assert [(one.key, one.after) for one in found] == [
        ("pay", "月給 270,000〜340,000円"),
        ("work_place", "見本市9-9"),
    ]
    assert unknown == []


def test_a_kept_version_is_never_changed(desk):
    opening = desk.open()

    with (
        bound(desk.agency.id, None),
        pytest.raises(ProgrammingError, match="Cannot update"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update openings_openingversion set content = '{}' where opening_id = %s",
            [opening.id],
        )


def test_job_sheet_shows_items_pairs_age_order_and_rare_characters(desk):
    opening = desk.open(
        title="髙﨑𠮷①㈱の経理",
        person_count=2,
        terms=COMPLETE_TERMS | {"duties": "月次決算", "duties_change": "会社の定める業務"},
    )

    with bound(desk.agency.id, None):
        stored = queries.find_opening(opening_id=opening.id)
        pdf = papers.write_job_sheet(stored, language="ja", printed_by="見本 花子", now=NOW)
    text = text_of(pdf)

    for part in (
        "求人票",
        "髙﨑𠮷①㈱の経理",
        "架空精機株式会社",
        "J-00001",
        "（雇入れ直後）月次決算",
        "（変更の範囲）会社の定める業務",
        "11 受動喫煙防止措置",
        "2名",
        "不問",
        "第1版",
        "見本 花子",
        "1 / ",
    ):
        assert part in text, part


def test_notice_of_changes_shows_old_new_and_kind(desk):
    opening = desk.open()
    desk.change(opening, pay_max_yen=340_000, terms=COMPLETE_TERMS | {"probation": "3か月"})

    with bound(desk.agency.id, None):
        stored = queries.find_opening(opening_id=opening.id)
        pdf = papers.write_change_notice(
            stored,
            before=1,
            after=2,
            addressee="見本 次郎",
            language="ja",
            printed_by="見本 花子",
            now=NOW,
        )
    text = text_of(pdf)

    for part in ("労働条件変更明示書", "見本 次郎 様", "270,000〜330,000円", "270,000〜340,000円"):
        assert part in text, part
    assert 0 < text.index("試用期間") < text.index("3か月")


def test_notice_of_a_refusal_names_ground_and_rule(desk):
    opening = desk.take()
    orders.refuse_order(
        actor=desk.advisor,
        opening_id=opening.id,
        ground="far_below",
        text="月給が最低賃金を大きく下回る",
        now=NOW,
    )

    with bound(desk.agency.id, None):
        stored = queries.find_opening(opening_id=opening.id)
        pdf = papers.write_refusal_notice(stored, language="ja", printed_by="見本 花子", now=NOW)
    text = text_of(pdf)

    for part in ("求人不受理通知書", "架空精機株式会社 御中", "5条の6第1項2号", "大きく下回る"):
        assert part in text, part
