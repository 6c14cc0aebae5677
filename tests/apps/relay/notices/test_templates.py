"""Purpose notices and templates: versions, limits, forbidden words, elements, previews."""

import pytest
from tests.apps.relay.notices.notice_world import BODY, NoticeWorld
from tests.factories import NOW, TODAY, make_member

from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.relay.actions import notice_sending, notices
from tasuki.apps.relay.models import NoticeTemplate
from tasuki.apps.relay.notice_texts import SAMPLE_NAMES, TemplateValues, default_line
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return NoticeWorld()


def values(**fields):
    defaults = {"name": "見送り", "subject": "選考結果のお知らせ", "body": BODY}
    return TemplateValues(**(defaults | fields))


def test_a_change_makes_a_new_version_and_keeps_the_old_one(world):
    world.template()
    second = world.template(subject="結果のご連絡")

    with world.at_company():
        current = list(queries.list_templates())
        versions = [
            row.version for row in queries.list_template_versions(name="見送り", language="ja")
        ]
    assert [row.id for row in current] == [second.id]
    assert versions == [2, 1]


def test_languages_have_versions_of_their_own(world):
    world.template()
    english = world.template(language="en", body="Dear {name}", relay_line=default_line("en"))

    assert english.version == 1


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"name": "長" * 26}, "name"),
        ({"name": ""}, "name"),
        ({"subject": "長" * 101}, "subject"),
        ({"subject": "{name}様へ"}, "subject"),
        ({"body": "長" * 10_001}, "body"),
        ({"body": ""}, "body"),
        ({"body": "{nickname} 様"}, "body"),
        ({"body": "登録窓口：{url}"}, "body"),
        ({"relay_line": "{unknown}"}, "relay_line"),
        ({"relay_line": "長" * 2_001}, "relay_line"),
        ({"language": "fr"}, "language"),
        ({"label_text": "長" * 61}, "label_text"),
    ],
)
def test_unusable_part_is_named_and_nothing_is_stored(world, fields, part):
    check = queries.check_notice(values(**fields))
    with pytest.raises(InvalidInputError) as caught:
        notices.save_template(actor=world.hr, values=values(**fields), now=NOW)

    assert list(check.problems) == [part]
    assert caught.value.field == part
    assert caught.value.ja
    assert caught.value.en
    with world.at_company():
        assert not NoticeTemplate.objects.exists()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"relay_line": "登録でプレゼントを進呈"}, "H4"),
        ({"body": "あと一歩でした。"}, "H3"),
        ({"relay_line": "今すぐ登録"}, "H3"),
        ({"body": "Register now for a voucher"}, "H4"),
    ],
)
def test_forbidden_wording_is_refused_with_its_rule(world, fields, rule):
    with pytest.raises(RefusedError) as caught:
        notices.save_template(actor=world.hr, values=values(**fields), now=NOW)

    assert caught.value.code == rule


@pytest.mark.parametrize("language", ["ja", "en"])
def test_default_line_has_all_seven_elements(language):
    check = queries.check_notice(values(relay_line=default_line(language), language=language))

    assert (check.present, check.required, check.is_complete) == (7, 7, True)


def test_missing_elements_are_counted_and_named():
    check = queries.check_notice(values(relay_line="登録は任意・無料です。"))

    assert (check.present, check.required) == (1, 7)
    assert [element.is_present for element in check.elements].count(True) == 1


def test_preview_shows_three_people_the_longest_name_first(world):
    world.applicant("林", "一")
    world.applicant("勘解由小路", "美沙紀之介")
    world.prepare()

    with world.at_company():
        shown = queries.preview_notice(values=values(relay_line=default_line("ja")), on=TODAY)

    assert [preview.name for preview in shown] == [
        "勘解由小路 美沙紀之介",
        "林 一",
        SAMPLE_NAMES[0],
    ]
    assert shown[0].text.startswith("勘解由小路 美沙紀之介 様\n\nみなと精機です。")
    assert "{" not in shown[0].text


def test_preview_without_applicants_uses_samples(world):
    with world.at_company():
        shown = queries.preview_notice(values=values(), on=TODAY)

    assert [preview.name for preview in shown] == list(SAMPLE_NAMES)


def test_preview_names_an_unknown_field_instead_of_failing(world):
    with world.at_company():
        [first, *_] = queries.preview_notice(values=values(body="{nickname}"), on=TODAY)

    assert "{nickname}" in first.problem.ja
    assert first.text == ""


def test_test_mail_goes_to_the_writer_with_a_mark(world):
    mail = notice_sending.send_test(
        actor=world.hr, values=values(relay_line=default_line("ja")), now=NOW
    )

    assert mail.subject == "【テスト送信】選考結果のお知らせ"
    assert mail.kind == "test"
    assert mail.to_address.endswith("@example.invalid")


def test_purpose_notice_of_a_day_is_the_one_shown_then(world):
    world.cover(shown_from=TODAY.replace(year=2025), covers=False)
    world.cover(shown_from=TODAY, covers=True)

    with world.at_company():
        before = queries.current_purpose_notice(on=TODAY.replace(month=1))
        today = queries.current_purpose_notice(on=TODAY)
    assert (before.version, before.covers_relay) == (1, False)
    assert (today.version, today.covers_relay) == (2, True)


def test_channels_say_why_the_line_is_not_possible(world):
    with world.at_company():
        before = {choice.channel: choice for choice in queries.allowed_channels(on=TODAY)}
    world.cover()
    with world.at_company():
        after = {choice.channel: choice for choice in queries.allowed_channels(on=TODAY)}

    assert not before["result_line"].is_allowed
    assert before["result_line"].reason.en
    assert after["result_line"].is_allowed


def test_empty_purpose_notice_names_its_field(world):
    with pytest.raises(InvalidInputError) as caught:
        notices.save_purpose_notice(
            actor=world.hr, text=" ", covers_relay=True, shown_from=TODAY, now=NOW
        )

    assert caught.value.field == "text"


def test_retired_template_is_not_offered(world):
    template = world.template()

    notices.retire_template(actor=world.hr, template_id=template.id, now=NOW)

    with world.at_company():
        assert list(queries.list_templates()) == []


def test_manager_may_not_edit_notices(world):
    manager = make_member(world.company, Role.COMPANY_MANAGER)

    with pytest.raises(NotAllowedError):
        notices.save_template(actor=manager, values=values(), now=NOW)
