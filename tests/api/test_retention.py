"""Retention by the API: what is due, a run and its certificate, holds, the locked store."""

from datetime import date

import pytest
from tests.factories import NOW
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.upkeep.actions import run_disposal
from tasuki.apps.upkeep.erasure import erase_person
from tasuki.apps.upkeep.models import DisposalRun, LockedAccess

pytestmark = pytest.mark.django_db
OLD = date(2025, 1, 10)
KIND = {"record_name": "people.TalentRecord"}


def work(caller):
    """What the worker does after the answer."""
    actor = Actor.for_task(organisation_id=caller.actor.organisation_id, kind=caller.actor.kind)
    run_disposal(actor=actor, now=NOW)


def put_rejected(caller):
    organisation = Organisation.objects.get(pk=caller.actor.organisation_id)
    return make_row(
        Application, organisation, outcome="not_selected", ended_on=OLD, note="面接の記録"
    )


def test_rules_say_floor_ceiling_and_basis(company):
    rules = {one["name"]: one for one in company.get("/retention/rules").json()["items"]}

    book = rules["placement.JobSeeker"]
    assert (book["floor_months"], book["ceiling_months"]) == (24, 36)
    assert "職業安定法施行規則" in book["basis"]


def test_due_list_changes_nothing_and_the_run_does_the_same(company):
    application = put_rejected(company)

    due = company.get("/retention/due").json()
    started = company.post("/retention/runs", {}).json()["run"]
    work(company)

    assert {line["rule"] for line in due["lines"]} >= {"people.Application", "people.TalentRecord"}
    assert (started["total_count"], started["planned_digest"]) == (due["count"], due["digest"])
    with bound(company.actor.organisation_id, None):
        assert Application.objects.get(pk=application.pk).note == ""
        assert DisposalRun.objects.get().state == "done"


def test_nothing_due_starts_no_run(company):
    assert company.post("/retention/runs", {}).json() == {"run": None}


def test_run_is_read_with_its_certificate_and_no_other_organisation_sees_it(company, agency):
    put_rejected(company)
    run_id = company.post("/retention/runs", {}).json()["run"]["id"]
    work(company)

    found = company.get(f"/retention/runs/{run_id}").json()
    paper = company.get(f"/retention/runs/{run_id}/certificate")

    assert (found["state"], len(found["certificate_hash"])) == ("done", 64)
    assert [one["id"] for one in company.get("/retention/runs").json()["items"]] == [run_id]
    assert paper.content[:5] == b"%PDF-"
    assert agency.get(f"/retention/runs/{run_id}").status_code == 404
    assert agency.get(f"/retention/runs/{run_id}/certificate").status_code == 404


def test_hold_keeps_the_person_until_it_is_lifted(company):
    application = put_rejected(company)
    subject_id = str(application.talent_record.pk)

    hold = company.post(
        "/retention/holds", {"subject_id": subject_id, "reason": "訴訟 12号"}
    ).json()
    held = company.get("/retention/due").json()
    company.post(f"/retention/holds/{hold['id']}/lift", {"reason": "裁判の終了"})

    assert held["count"] == 0
    assert company.get("/retention/due").json()["count"] > 0
    [listed] = company.get("/retention/holds").json()["items"]
    assert listed["lifted_at"] is not None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "訴訟 12号"}, "record_name"),
        (KIND | {"reason": "あ"}, "reason"),
        (
            {"record_name": "people.TalentRecord", "reason": "訴訟 12号", "until": "2020-01-01"},
            "until",
        ),
    ],
)
def test_hold_without_whom_why_or_a_day_to_come_is_refused(company, given, field):
    answer = company.post("/retention/holds", given)

    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_locked_record_opens_for_a_reason_that_is_kept(agency):
    organisation = Organisation.objects.get(pk=agency.actor.organisation_id)
    person = make_row(TalentRecord, organisation)
    make_row(JobSeeker, organisation, talent_record_id=person.id, name="北村 花")
    erase_person(actor=agency.actor, talent_record_id=person.id, ground="request", now=NOW)
    [record] = agency.get("/retention/locked").json()["items"]
    url = f"/retention/locked/{record['id']}/open"

    refused = agency.post(url, {"reason": " "})
    opened = agency.post(url, {"reason": "労働局の定期指導"})

    assert (refused.status_code, refused.json()["field"]) == (422, "reason")
    assert opened.json()["content"]["name"] == "北村 花"
    with bound(organisation.pk, None):
        assert LockedAccess.objects.get().reason == "労働局の定期指導"
