"""The file of an incident: clocks, duty, persons, notice, closing (個人情報保護法26条)."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.apps.relay.intake import make_relay
from tests.apps.rights.desk import Desk
from tests.factories import NOW, make_company, make_member, make_organisation
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.people.models import Application
from tasuki.apps.rights import incident_letters
from tasuki.apps.rights.actions import affected, incidents, open_incident, processors, telling
from tasuki.apps.rights.models import Incident, IncidentPerson, IncidentStep
from tasuki.apps.rights.queries.incidents import find_incident_detail, next_deadline
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.rights.breach import Trigger

pytestmark = pytest.mark.django_db
ITEMS = {
    "overview": "一覧を別の方に送った",
    "data_items": "氏名、メールアドレス",
    "stated_count": 1,
    "cause": "宛先の選び間違い",
    "secondary_damage": "確認されていない",
    "response": "電話で説明した",
    "publication": "公表しない",
    "prevention": "送信前に2名で確認する",
}


@pytest.fixture
def desk():
    return Desk()


def start(desk, *, known_at=NOW, triggers=(Trigger.SENSITIVE,), now=NOW, **more):
    return open_incident(
        actor=desk.hr,
        title="メールの誤送信",
        known_at=known_at,
        triggers=triggers,
        now=now,
        **more,
    )


def fill(desk, incident, **more):
    return incidents.edit_incident(
        actor=desk.hr, incident_id=incident.pk, values=ITEMS | more, now=NOW
    )


def report(desk, incident, *, is_final):
    return incidents.record_report(
        actor=desk.hr, incident_id=incident.pk, is_final=is_final, receipt="受付1", now=NOW
    )


def close(desk, incident):
    return incidents.close_incident(actor=desk.hr, incident_id=incident.pk, now=NOW)


def add(desk, incident, source, source_id=None, numbers=()):
    return affected.add_affected(
        actor=desk.hr,
        incident_id=incident.pk,
        source=source,
        source_id=source_id,
        numbers=numbers,
        now=NOW,
    )


def tell(desk, incident, count, text="お知らせの本文"):
    return telling.tell_persons(
        actor=desk.hr, incident_id=incident.pk, text=text, expected_count=count, now=NOW
    )


@pytest.mark.parametrize(
    ("known_at", "preliminary_by", "final_by"),
    [
        (datetime(2026, 11, 2, 3, 0, tzinfo=UTC), date(2026, 11, 7), date(2026, 12, 1)),
        (datetime(2026, 11, 2, 14, 59, 59, tzinfo=UTC), date(2026, 11, 7), date(2026, 12, 1)),
        (datetime(2026, 11, 2, 15, 0, tzinfo=UTC), date(2026, 11, 8), date(2026, 12, 2)),
        (datetime(2024, 2, 26, 1, 0, tzinfo=UTC), date(2024, 3, 2), date(2024, 3, 26)),
    ],
)
def test_days_run_from_the_day_of_knowing_in_tokyo(desk, known_at, preliminary_by, final_by):
    incident = start(desk, known_at=known_at)

    assert (incident.preliminary_by, incident.final_by) == (preliminary_by, final_by)


def test_wrongful_purpose_found_later_moves_the_final_day(desk):
    incident = start(desk, known_at=datetime(2026, 11, 2, 3, tzinfo=UTC))

    incident = fill(desk, incident, triggers=["wrongful"])

    assert incident.final_by == date(2026, 12, 31)


def test_moment_of_knowing_lies_not_in_the_future(desk):
    with pytest.raises(InvalidInputError):
        start(desk, known_at=NOW + timedelta(seconds=1))


def test_one_thousand_and_one_persons_make_a_report_due(desk):
    incident = start(desk, triggers=(), stated_count=1_000)
    assert not incident.is_reportable

    assert fill(desk, incident, stated_count=1_001).is_reportable


def test_encrypted_data_is_exempt_only_with_the_reason(desk):
    incident = start(desk)
    with pytest.raises(InvalidInputError):
        fill(desk, incident, is_encrypted=True)

    done = fill(desk, incident, is_encrypted=True, encryption_note="AES-256、鍵は別の場所")

    assert not done.is_reportable


def test_incident_without_a_case_closes_without_a_report(desk):
    assert close(desk, start(desk, triggers=())).state == "closed"


def test_reportable_incident_is_not_closed_before_report_and_notice(desk):
    incident = fill(desk, start(desk))

    with pytest.raises(RefusedError, match="final report"):
        close(desk, incident)
    report(desk, incident, is_final=True)
    with pytest.raises(RefusedError, match="not told"):
        close(desk, incident)


@pytest.mark.parametrize("way", ["told", "substitute"])
def test_incident_closes_after_a_notice_or_a_stated_substitute(desk, way):
    incident = fill(desk, start(desk))
    report(desk, incident, is_final=True)
    if way == "told":
        telling.record_told(actor=desk.hr, incident_id=incident.pk, how="郵送", now=NOW)
    else:
        fill(desk, incident, substitute="サイトで公表した")

    done = close(desk, incident)

    assert (done.state, done.closed_by_name) == ("closed", desk.hr.name)


def test_database_refuses_to_close_without_a_notice(desk):
    incident = start(desk)
    values = {"state": "closed", "closed_at": NOW, "closed_by_id": 1, "closed_by_name": "北村"}

    with (
        bound(desk.company.pk, None),
        pytest.raises(IntegrityError, match="incident_persons_told_before_closing"),
        transaction.atomic(),
    ):
        Incident.objects.filter(pk=incident.pk).update(**values)


def test_database_refuses_a_step_that_the_table_does_not_list(desk):
    incident = report(desk, fill(desk, start(desk)), is_final=True)

    with (
        bound(desk.company.pk, None),
        pytest.raises(DatabaseError, match="transition"),
        transaction.atomic(),
    ):
        Incident.objects.filter(pk=incident.pk).update(state="open")


def test_line_of_the_log_cannot_be_changed(desk):
    start(desk)

    with (
        bound(desk.company.pk, None),
        pytest.raises(DatabaseError, match="Cannot update"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update rights_incidentstep set text = 'nothing happened'")


def test_final_report_needs_its_items(desk):
    incident = start(desk)

    with pytest.raises(RefusedError, match="cause"):
        report(desk, incident, is_final=True)
    assert report(desk, incident, is_final=False).state == "preliminary"


def test_next_deadline_follows_the_reports(desk):
    incident = fill(desk, start(desk))
    assert next_deadline(incident)[1] == incident.preliminary_by

    incident = report(desk, incident, is_final=False)
    assert next_deadline(incident)[1] == incident.final_by
    assert next_deadline(report(desk, incident, is_final=True)) is None


def test_closed_incident_changes_only_after_reopening(desk):
    incident = close(desk, start(desk, triggers=()))
    with pytest.raises(RefusedError):
        fill(desk, incident)

    incidents.reopen_incident(
        actor=desk.hr, incident_id=incident.pk, reason="別の宛先が見つかった", now=NOW
    )

    assert fill(desk, incident).state == "open"


def test_task_does_not_close_an_incident(desk):
    task = Actor.for_task(organisation_id=desk.company.pk, kind=desk.hr.kind)

    with pytest.raises(NotAllowedError):
        incidents.close_incident(actor=task, incident_id=start(desk).pk, now=NOW)


def test_persons_are_taken_by_number_once(desk):
    incident = start(desk)

    assert add(desk, incident, "hand", numbers=[desk.record.number]) == 1
    assert add(desk, incident, "hand", numbers=[desk.record.number]) == 0
    with pytest.raises(InvalidInputError):
        add(desk, incident, "hand", numbers=["nobody"])


def test_persons_are_taken_from_an_import(desk):
    run = make_row(ImportRun, desk.company)
    make_row(Application, desk.company, talent_record=desk.record, import_run_id=run.pk)

    assert add(desk, start(desk), "import", run.pk) == 1


def test_persons_are_taken_from_a_mail_batch(desk):
    batch = uuid4()
    for address in ("a@example.invalid", "b@example.invalid"):
        make_row(OutboxMail, desk.company, batch_id=batch, to_address=address)
    incident = start(desk)

    assert add(desk, incident, "mails", batch) == 2
    with pytest.raises(NotVisibleError):
        add(desk, incident, "mails", uuid4())


def test_persons_of_another_organisation_cannot_be_taken(desk):
    other = make_row(ImportRun, make_company())

    with pytest.raises(NotVisibleError):
        add(desk, start(desk), "import", other.pk)


def test_preview_shows_the_longest_name_and_counts(desk):
    desk.add_person(number="P-LONG", family_name="長曽我部長曽我部", mail="long@example.invalid")
    desk.add_person(number="P-POST", mail="")
    incident = start(desk)
    add(desk, incident, "hand", numbers=[desk.record.number, "P-LONG", "P-POST"])

    with bound(desk.company.pk, None):
        preview = telling.preview_notice(actor=desk.hr, incident_id=incident.pk)

    assert (preview.mail_count, preview.without_mail_count) == (2, 1)
    assert preview.samples[0][0] == "long@example.invalid"
    assert desk.mails("incident_notice") == []


def test_notice_goes_to_everybody_once(desk):
    incident = start(desk)
    add(desk, incident, "hand", numbers=[desk.record.number])

    assert tell(desk, incident, 1) == 1
    with pytest.raises(RefusedError):
        tell(desk, incident, 1)

    [mail] = desk.mails("incident_notice")
    assert mail.text.startswith("架空 花子 様\n\nお知らせの本文")
    assert desk.reload(incident).persons_told_at == NOW


def test_notice_after_a_changed_list_is_refused(desk):
    incident = start(desk)
    add(desk, incident, "hand", numbers=[desk.record.number])

    with pytest.raises(RefusedError):
        tell(desk, incident, 2)


def test_person_without_an_address_keeps_the_notice_open(desk):
    desk.add_person(number="P-POST", mail="")
    incident = start(desk)
    add(desk, incident, "hand", numbers=[desk.record.number, "P-POST"])
    tell(desk, incident, 1)

    assert desk.reload(incident).persons_told_at is None
    with bound(desk.company.pk, None):
        assert find_incident_detail(incident_id=incident.pk).unreachable_count == 1


def test_person_who_was_told_stays_on_the_list(desk):
    incident = start(desk)
    add(desk, incident, "hand", numbers=[desk.record.number])
    with bound(desk.company.pk, None):
        person = IncidentPerson.objects.get()
    tell(desk, incident, 1)

    with pytest.raises(NotVisibleError):
        affected.remove_affected(
            actor=desk.hr, incident_id=incident.pk, person_id=person.pk, now=NOW
        )


def test_other_organisation_sees_no_incident(desk):
    start(desk)

    with bound(make_company().pk, None):
        assert Incident.objects.count() == 0
        assert IncidentStep.objects.count() == 0


@pytest.mark.parametrize("kind", incident_letters.KINDS)
def test_drafts_are_printed_in_the_order_of_the_form(desk, kind):
    incident = fill(desk, start(desk))

    with bound(desk.company.pk, None):
        text = incident_letters.report_text(incident, kind, "ja")
        data = incident_letters.print_report(
            incident, kind, language="ja", printed_by="北村 花", now=NOW
        )

    assert data.startswith(b"%PDF-")
    if kind != "notice":
        places = [text.index(f"{number}. ") for number in range(1, 10)]
        assert places == sorted(places)


def test_agency_tells_its_company_without_list_and_number():
    relay = make_relay()
    relay.register(mail="secret@example.invalid", family_name="登録")
    incident = open_incident(
        actor=relay.owner,
        title="サーバーの障害",
        known_at=NOW,
        overview="データの一部が失われた",
        stated_count=3,
        now=NOW,
    )

    told = processors.tell_controllers(
        actor=relay.owner,
        incident_id=incident.pk,
        organisation_ids=[relay.company.pk],
        are_reporting=True,
        now=NOW,
    )

    with bound(relay.company.pk, None):
        there = Incident.objects.get()
        notices = Notification.objects.filter(url=f"/privacy/incidents/{there.pk}/").count()
        assert IncidentPerson.objects.count() == 0
    assert (there.title, there.stated_count, there.processor_name) == (
        "サーバーの障害",
        0,
        relay.agency.name,
    )
    assert (told.is_told_controller, told.is_reportable, notices) == (True, False, 1)


def test_agency_cannot_name_a_registrant_to_the_company():
    relay = make_relay()
    relay.register(mail="secret@example.invalid", family_name="珍名字")
    incident = open_incident(
        actor=relay.owner,
        title="誤送信",
        known_at=NOW,
        overview="secret@example.invalid に送った",
        now=NOW,
    )

    with pytest.raises(RefusedError) as caught:
        processors.tell_controllers(
            actor=relay.owner,
            incident_id=incident.pk,
            organisation_ids=[relay.company.pk],
            are_reporting=False,
            now=NOW,
        )

    assert caught.value.code == "answer_names_person"


def test_company_has_no_controllers_to_tell(desk):
    with pytest.raises(InvalidInputError):
        processors.tell_controllers(
            actor=desk.hr,
            incident_id=start(desk).pk,
            organisation_ids=[make_company().pk],
            are_reporting=False,
            now=NOW,
        )


@pytest.mark.parametrize("who", ["agency", "platform"])
def test_link_is_stopped_from_the_file(who):
    relay = make_relay()
    actor = relay.owner
    if who == "platform":
        platform = make_organisation(OrganisationKind.PLATFORM)
        actor = make_member(platform, Role.PLATFORM_ADMIN)
    incident = open_incident(actor=actor, title="リンクの流出", known_at=NOW, now=NOW)

    processors.stop_link(
        actor=actor, incident_id=incident.pk, code=relay.link.code.lower(), now=NOW
    )

    assert relay.row(type(relay.link), relay.link.pk).state == "revoked"


def test_link_of_somebody_else_is_not_found(desk):
    relay = make_relay()

    with pytest.raises(NotVisibleError):
        processors.stop_link(
            actor=desk.hr, incident_id=start(desk).pk, code=relay.link.code, now=NOW
        )


def test_registrants_of_a_link_are_put_on_the_list():
    relay = make_relay()
    relay.register(mail="one@example.invalid")
    relay.register(mail="two@example.invalid")
    incident = open_incident(actor=relay.owner, title="リンクの流出", known_at=NOW, now=NOW)

    count = affected.add_affected(
        actor=relay.owner,
        incident_id=incident.pk,
        source="link",
        source_id=relay.link.pk,
        now=NOW,
    )

    assert count == 2
