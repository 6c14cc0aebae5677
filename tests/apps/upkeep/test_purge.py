"""What is past its ceiling goes by itself, what is not stays, and books are never touched."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories import NOW, TODAY, count_rows, make_company, make_member
from typer.testing import CliRunner

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import NotAllowedError
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.orgs.models import ApiCall, Door, Invitation
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.upkeep.actions import purge_rows
from tasuki.cli.main import app
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db
MONTH, HALF_YEAR, SECOND = timedelta(days=30), timedelta(days=184), timedelta(seconds=1)


@pytest.fixture
def company():
    return make_company()


def purge(company, **fields):
    actor = Actor.for_task(organisation_id=company.pk, kind=OrganisationKind.COMPANY)
    return purge_rows(actor=actor, now=NOW, **fields)


def put(company, model, **fields):
    """A row, with the moment of its making changed where it is given."""
    created_at = fields.pop("created_at", None)
    with bound(company.pk, None):
        row = model.objects.create(organisation=company, **fields)
        if created_at:
            model.objects.filter(pk=row.pk).update(created_at=created_at)
    return row


def put_door(company, kind="confirm_mail", **fields):
    return put(company, Door, kind=kind, digest=uuid4().bytes * 2, subject=uuid4(), **fields)


def put_mail(company, state="sent", sent_at=None, send_after=NOW - HALF_YEAR - SECOND):
    fields = {"kind": "test", "to_address": "a@example.invalid", "subject": "件名", "text": "本文"}
    return put(company, OutboxMail, state=state, sent_at=sent_at, send_after=send_after, **fields)


def put_application(company, **fields):
    person = put(company, TalentRecord, number=uuid4().hex[:12], family_name="架空")
    given = {"number": uuid4().hex[:12], "note": "面接の記録", "raw": {"備考": "x"}} | fields
    return put(company, Application, talent_record=person, **given)


def left(company, model):
    with bound(company.pk, None):
        return set(model.objects.values_list("pk", flat=True))


def test_key_goes_thirty_days_after_it_stopped_opening(company):
    put_door(company, used_at=NOW - MONTH - SECOND)
    put_door(company, expires_at=NOW - MONTH - SECOND)
    kept = {
        put_door(company, used_at=NOW - MONTH).pk,
        put_door(company, expires_at=NOW + SECOND).pk,
        put_door(company).pk,
        put_door(company, kind="relay_code", used_at=NOW - 12 * MONTH).pk,
    }

    assert purge(company)["doors"] == 2
    assert left(company, Door) == kept


def test_invitation_goes_thirty_days_after_its_end(company):
    common = {"email": "a@example.invalid", "role": "company_hr", "invited_by_id": 1}
    put(company, Invitation, expires_at=NOW - MONTH - SECOND, **common)
    put(company, Invitation, expires_at=NOW, accepted_at=NOW - MONTH - SECOND, **common)
    put(company, Invitation, expires_at=NOW, revoked_at=NOW - MONTH - SECOND, **common)
    kept = put(company, Invitation, expires_at=NOW - MONTH, **common)

    assert purge(company)["invitations"] == 3
    assert left(company, Invitation) == {kept.pk}


def test_notices_and_answers_of_the_api_go_after_thirty_days(company):
    old, young = NOW - MONTH - SECOND, NOW - MONTH
    call = {"route": "x", "fingerprint": "x", "status": 200, "content_type": "x"}
    put(company, ApiCall, key="old", created_at=old, **call)
    kept_call = put(company, ApiCall, key="young", created_at=young, **call)
    put(company, Notification, text="古", text_en="old", created_at=old)
    kept_notice = put(company, Notification, text="新", text_en="new", created_at=young)

    counts = purge(company)

    assert (counts["api_calls"], counts["notices"]) == (1, 1)
    assert left(company, ApiCall) == {kept_call.pk}
    assert left(company, Notification) == {kept_notice.pk}


def test_send_log_goes_after_six_months_and_what_waits_stays(company):
    put_mail(company, sent_at=NOW - HALF_YEAR - SECOND)
    put_mail(company, state="cancelled")
    kept = {put_mail(company, state="queued").pk, put_mail(company, sent_at=NOW - HALF_YEAR).pk}

    assert purge(company)["mails"] == 2
    assert left(company, OutboxMail) == kept


def test_notes_of_a_selection_are_emptied_six_months_after_its_end(company):
    old = TODAY - HALF_YEAR - timedelta(days=1)
    over = put_application(company, outcome="not_selected", ended_on=old)
    undated = put_application(
        company,
        outcome="hired",
        decided_at=NOW - HALF_YEAR - timedelta(days=1),
        decided_by_id=1,
        decision_reason="要件",
    )
    kept = [
        put_application(company, outcome="not_selected", ended_on=TODAY - HALF_YEAR),
        put_application(company, outcome="running", ended_on=old),
        put_application(company, outcome="not_selected"),
    ]

    first, second = purge(company), purge(company)

    assert (first["selection_notes"], second["selection_notes"]) == (2, 0)
    with bound(company.pk, None):
        texts = dict(Application.objects.values_list("pk", "note"))
        assert Application.objects.get(pk=over.pk).raw == {}
    assert (texts[over.pk], texts[undated.pk]) == ("", "")
    assert {texts[one.pk] for one in kept} == {"面接の記録"}


def test_run_that_deleted_something_stands_in_the_audit(company):
    put_door(company, used_at=NOW - MONTH - SECOND)

    purge(company)
    purge(company)

    with bound(company.pk, None):
        [event] = AuditEvent.objects.filter(kind="data.purge")
    assert event.data["doors"] == 1


def test_dry_run_counts_and_deletes_nothing(company):
    put_door(company, used_at=NOW - MONTH - SECOND)

    assert purge(company, dry_run=True)["doors"] == 1
    assert count_rows(Door, company) == 1
    assert count_rows(AuditEvent, company) == 0


def test_human_does_not_purge(company):
    owner = make_member(company, Role.COMPANY_OWNER)

    with pytest.raises(NotAllowedError):
        purge_rows(actor=owner, now=NOW)


def test_command_sums_over_all_organisations(company):
    other = make_company()
    for one in (company, other):
        put_door(one, used_at=NOW - 120 * MONTH)

    counted = CliRunner().invoke(app, ["purge", "--dry-run", "--json"])
    done = CliRunner().invoke(app, ["purge"])

    assert json.loads(counted.stdout) == {
        "is_dry_run": True,
        "counts": {
            "doors": 2,
            "invitations": 0,
            "api_calls": 0,
            "notices": 0,
            "mails": 0,
            "selection_notes": 0,
        },
    }
    assert done.stdout.splitlines()[0] == "doors: 2"
    assert left(company, Door) == left(other, Door) == set()
