"""Results by a named human, lists, history, archive, stop of use."""

import pytest
from tests.factories import NOW, TODAY, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.messages import queries as messages
from tasuki.apps.messages.actions import suppress_address
from tasuki.apps.people import actions, queries
from tasuki.apps.people.models import Application, ApplicationStep, TalentRecord
from tasuki.apps.people.queries import ApplicationFilters
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.identity.normalise import name_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_member(company, Role.COMPANY_HR)


def add(company, family="架空", given="花子", **fields):
    number = f"T-{fields.pop('number', name_key(family + given))}"[:20]
    person_fields = {
        name: fields.pop(name) for name in ("mail", "phone", "name_kana") if name in fields
    }
    with bound(company.id, None):
        person = TalentRecord.objects.create(
            organisation=company,
            number=number,
            family_name=family,
            given_name=given,
            name_key=name_key(family + given),
            **person_fields,
        )
        defaults = {"job_title": "架空の営業職", "applied_on": TODAY}
        return Application.objects.create(
            organisation=company,
            talent_record=person,
            number=f"A-{number}",
            **(defaults | fields),
        )


def names(company, **filters):
    with bound(company.id, None):
        found = queries.list_applications(filters=ApplicationFilters(**filters))
        return [row.talent_record.full_name for row in found]


def test_decision_carries_human_time_and_reason(company, hr):
    application = add(company)

    decided = actions.decide_result(
        actor=hr,
        application_id=application.id,
        outcome="not_selected",
        reason=" 経験年数が\n募集要件に届かない ",
        now=NOW,
    )

    assert decided.outcome == "not_selected"
    assert decided.decision_reason == "経験年数が 募集要件に届かない"
    assert (decided.decided_by_id, decided.decided_at, decided.ended_on) == (
        hr.account_id,
        NOW,
        TODAY,
    )


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_decision_without_a_reason_is_refused_and_leaves_a_trace(company, hr, reason):
    application = add(company)

    with pytest.raises(RefusedError) as caught:
        actions.decide_result(
            actor=hr, application_id=application.id, outcome="not_selected", reason=reason, now=NOW
        )

    assert caught.value.code == "H12"
    with bound(company.id, None):
        assert Application.objects.get().outcome == "running"
        assert [event.kind for event in AuditEvent.objects.all()] == ["refused"]


def test_no_program_decides_a_result(company):
    application = add(company)
    task = Actor.for_task(organisation_id=company.id, kind=OrganisationKind.COMPANY)

    with pytest.raises(RefusedError) as caught:
        actions.decide_result(
            actor=task, application_id=application.id, outcome="not_selected", reason="点", now=NOW
        )

    assert caught.value.code == "H12"


def test_reason_that_touches_forbidden_data_is_refused(company, hr):
    application = add(company)

    with pytest.raises(RefusedError) as caught:
        actions.decide_result(
            actor=hr,
            application_id=application.id,
            outcome="not_selected",
            reason="本籍が遠いため",
            now=NOW,
        )

    assert caught.value.code == "H5"


def test_unknown_outcome_names_its_field(company, hr):
    application = add(company)

    with pytest.raises(InvalidInputError) as caught:
        actions.decide_result(
            actor=hr, application_id=application.id, outcome="maybe", reason="理由", now=NOW
        )

    assert caught.value.field == "outcome"


def test_manager_may_not_decide(company):
    application = add(company)
    manager = make_member(company, Role.COMPANY_MANAGER)

    with pytest.raises(NotAllowedError):
        actions.decide_result(
            actor=manager, application_id=application.id, outcome="hired", reason="x", now=NOW
        )


def test_application_of_another_company_is_not_found(company):
    application = add(company)
    stranger = make_member(make_company(), Role.COMPANY_HR)

    with pytest.raises(NotVisibleError):
        actions.decide_result(
            actor=stranger, application_id=application.id, outcome="hired", reason="x", now=NOW
        )


@pytest.mark.parametrize(
    "text",
    [
        "高橋",
        "髙橋",
        "タカハシ",
        "たかはし",
        "ﾀｶﾊｼ",
        "一美＠Example.invalid",
        "090-0000-0007",
        "経理",
    ],
)
def test_search_finds_variants_kana_mail_phone_and_job(company, text):
    add(
        company,
        "髙橋",
        "一美",
        name_kana="タカハシ カズミ",
        mail="一美@example.invalid",
        phone="09000000007",
        job_title="経理事務",
    )
    add(company, "山田", "太郎", phone="09000000008")

    assert names(company, text=text) == ["髙橋 一美"]


@pytest.mark.parametrize("text", ["一美@example", "example.invalid", "0007"])
def test_search_does_not_know_parts_of_a_mail_address_or_phone(company, text):
    add(company, "髙橋", "一美", mail="一美@example.invalid", phone="09000000007")

    assert names(company, text=text) == []


def test_every_word_of_a_search_must_occur(company):
    add(company, "髙橋", "一美", job_title="経理事務")
    add(company, "髙橋", "二郎", job_title="営業")

    assert names(company, text="高橋　経理") == ["髙橋 一美"]


def test_filters_narrow_by_outcome_channel_stage_and_job(company):
    add(company, "架空", "一", outcome="hired", channel="媒体", stage="一次", job_title="営業")
    add(company, "架空", "二", channel="社員紹介", stage="最終", job_title="経理")

    assert names(company, outcome="hired") == ["架空 一"]
    assert names(company, channel="社員紹介") == ["架空 二"]
    assert names(company, stage="最終") == ["架空 二"]
    assert names(company, job="営業") == ["架空 一"]
    assert names(company, job="営業", stage="最終") == []


def test_single_and_foreign_names_are_shown_as_written(company):
    add(company, "Nguyễn", "Thị Mai")
    add(company, "", "サクラ", number="x")

    assert set(names(company)) == {"Nguyễn Thị Mai", "サクラ"}


def test_detail_has_history_in_order_and_other_applications(company):
    application = add(company)
    with bound(company.id, None):
        for position, stage in enumerate(["書類選考", "一次"]):
            ApplicationStep.objects.create(
                organisation=company, application=application, stage=stage, position=position
            )
        other = Application.objects.create(
            organisation=company,
            talent_record=application.talent_record,
            number="A-2",
            job_title="経理",
        )
        detail = queries.find_application(application_id=application.id)

    assert [step.stage for step in detail.steps] == ["書類選考", "一次"]
    assert [row.id for row in detail.others] == [other.id]


def test_counts_name_every_outcome(company):
    add(company, outcome="hired")

    with bound(company.id, None):
        assert queries.count_applications_by_outcome() == {
            "running": 0,
            "hired": 1,
            "not_selected": 0,
            "withdrew": 0,
        }


def test_archive_hides_and_restore_brings_back(company, hr):
    application = add(company)

    assert actions.archive_applications(actor=hr, application_ids=[application.id], now=NOW) == 1
    assert names(company) == []
    assert names(company, is_archived=True) == ["架空 花子"]
    assert actions.restore_applications(actor=hr, application_ids=[application.id], now=NOW) == 1
    assert names(company) == ["架空 花子"]


def test_correction_normalises_and_keeps_the_name_as_written(company, hr):
    application = add(company)

    person = actions.edit_person(
        actor=hr,
        talent_record_id=application.talent_record_id,
        values={
            "family_name": "𠮷田",
            "mail": "Ｙoshida＠Example.invalid",
            "phone": "＋81 90-0000-0009",
            "birth_date": "平成2年4月1日",
            "name_kana": "よしだ",
        },
        now=NOW,
    )

    assert (person.family_name, person.name_key) == ("𠮷田", name_key("吉田花子"))
    assert (person.mail, person.phone) == ("yoshida@example.invalid", "09000000009")
    assert (person.birth_date.isoformat(), person.name_kana) == ("1990-04-01", "ヨシダ")


@pytest.mark.parametrize(
    ("field", "value"),
    [("mail", "だめ"), ("phone", "12"), ("birth_date", "2026/13/1"), ("organisation", "1")],
)
def test_unreadable_value_names_its_field(company, hr, field, value):
    application = add(company)

    with pytest.raises(InvalidInputError) as caught:
        actions.edit_person(
            actor=hr,
            talent_record_id=application.talent_record_id,
            values={field: value},
            now=NOW,
        )

    assert caught.value.field == field


@pytest.mark.parametrize(
    "reason, left",
    [("bounce", {}), ("opt_out", {"old@example.invalid": "opt_out"})],
)
def test_corrected_address_that_came_back_is_written_to_again(company, hr, reason, left):
    application = add(company, mail="old@example.invalid")
    both = ["old@example.invalid", "new@example.invalid"]
    with bound(company.id, None):
        suppress_address(address=both[0], reason=reason)

    actions.edit_person(
        actor=hr,
        talent_record_id=application.talent_record_id,
        values={"mail": both[1]},
        now=NOW,
    )

    with bound(company.id, None):
        assert messages.find_suppressions(addresses=both) == left


def test_other_corrections_leave_the_address_held_back(company, hr):
    application = add(company, mail="old@example.invalid")
    with bound(company.id, None):
        suppress_address(address="old@example.invalid", reason="bounce")

    actions.edit_person(
        actor=hr,
        talent_record_id=application.talent_record_id,
        values={"phone": "090-0000-0001", "mail": "Old@example.invalid"},
        now=NOW,
    )

    with bound(company.id, None):
        assert messages.find_suppressions(addresses=["old@example.invalid"]) == {
            "old@example.invalid": "bounce"
        }


def test_address_that_works_after_all_is_written_to_again_once(company, hr):
    application = add(company, mail="old@example.invalid")
    with bound(company.id, None):
        suppress_address(address="old@example.invalid", reason="bounce")
    person_id = application.talent_record_id

    first = actions.mark_mail_works(actor=hr, talent_record_id=person_id, now=NOW)
    second = actions.mark_mail_works(actor=hr, talent_record_id=person_id, now=NOW)

    assert (first, second) == (True, False)


def test_address_of_a_person_who_stopped_the_use_stays_held_back(company, hr):
    application = add(company, mail="old@example.invalid")
    person_id = application.talent_record_id
    actions.stop_use(actor=hr, talent_record_id=person_id, now=NOW)

    assert not actions.mark_mail_works(actor=hr, talent_record_id=person_id, now=NOW)


@pytest.mark.parametrize(
    "values, field",
    [({"family_name": "", "given_name": " "}, "family_name"), ({"language": ""}, "language")],
)
def test_value_that_may_not_be_empty_names_its_field(company, hr, values, field):
    application = add(company)

    with pytest.raises(InvalidInputError) as caught:
        actions.edit_person(
            actor=hr, talent_record_id=application.talent_record_id, values=values, now=NOW
        )

    assert caught.value.field == field


def test_stop_of_use_silences_the_address(company, hr):
    application = add(company, mail="hanako@example.invalid")

    person = actions.stop_use(actor=hr, talent_record_id=application.talent_record_id, now=NOW)

    assert person.stopped_at == NOW
    with bound(company.id, None):
        found = messages.find_suppressions(addresses=["hanako@example.invalid"])
    assert found == {"hanako@example.invalid": "stop_use"}


def test_numbers_of_a_series_have_no_gap(company):
    with bound(company.id, None):
        taken = [
            *actions.take_numbers(name="talent"),
            *actions.take_numbers(name="talent", count=3),
        ]

    assert taken == [1, 2, 3, 4]
