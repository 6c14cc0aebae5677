"""The same refusal by every door: on a page, in the API, at the terminal, with its trace."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.api.callers import Caller, make_key
from tests.apps.relay.counting_world import World
from tests.factories import NOW, TODAY, make_company, make_member
from tests.model_factories import make_row
from typer.testing import CliRunner

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.law_cases import CASE_RULES
from tasuki.apps.orgs.models import Account, Licence
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.placement.models import Introduction, JobOrder, JobSeeker
from tasuki.apps.relay.actions import releases
from tasuki.apps.relay.models import Registration
from tasuki.cli.law import app as law_app
from tasuki.core.access import Role
from tasuki.web.middleware import SESSION_KEY, organisation_side

pytestmark = pytest.mark.django_db

CLAUSE_WITH_GIFT = "登録した方にギフト券を進呈する。"
CLAUSE_PER_HIRE = "採用1名につき無料枠1つを付与する。"


@pytest.fixture(autouse=True)
def _at_ten_in_tokyo():
    cache.clear()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with time_machine.travel(NOW, tick=False), translation.override("ja"):
        yield


@pytest.fixture
def world(db) -> World:
    made = World()
    made.show_slots()
    return made


class Doors:
    """One member with a browser and a key."""

    def __init__(self, organisation, role):
        self.organisation = organisation
        self.actor = make_member(organisation, role)
        self.browser = Client()
        self.browser.force_login(Account.objects.get(pk=self.actor.account_id))
        session = self.browser.session
        session[SESSION_KEY] = organisation_side(organisation.id)
        session.save()
        self.api = Caller({"Authorization": f"Bearer {make_key(self.actor)}"}, self.actor)

    def refused(self, rule, *, page, form, path, body):
        """Both doors answer with the rule, and both leave an event."""
        shown = self.browser.post(page, form)
        answered = self.api.post(path, body)

        assert (shown.status_code, answered.status_code) == (409, 409), answered.content
        assert rule in shown.content.decode()
        problem = answered.json()
        assert problem["code"] == rule
        assert problem["detail_ja"].endswith(f"（{rule}）")
        assert problem["detail_en"].endswith(f"({rule})")
        with bound(self.organisation.id, None):
            events = AuditEvent.objects.filter(kind="refused", data__code=rule)
            assert set(events.values_list("actor_id", flat=True)) == {self.actor.account_id}
            assert events.count() >= 2


def ask(world):
    """Where the agency asks a person about a company."""
    slot = world.request()
    registration = world.register()
    return {
        "page": reverse("agency:release_ask", args=[slot.id, registration.id]),
        "form": {"fields_asked": ["name"]},
        "path": f"/slots/{slot.id}/releases",
        "body": {"registration_id": str(registration.id), "fields": ["name"]},
    }


def test_h1_agency_whose_licence_ended_asks_nobody(world):
    door = ask(world)
    with world.at_agency():
        Licence.objects.update(valid_to=TODAY - timedelta(days=1))

    Doors(world.agency, Role.AGENCY_OWNER).refused("H1", **door)


def test_h2_nobody_is_presented_without_a_yes(world):
    slot = world.request()
    release, _ = world.ask()

    Doors(world.agency, Role.AGENCY_OWNER).refused(
        "H2",
        page=reverse("agency:slot_present", args=[slot.id, release.id]),
        form={},
        path=f"/slots/{slot.id}/present",
        body={"release_id": str(release.id)},
    )


def test_h2_nobody_is_presented_after_the_yes_was_taken_back(world):
    slot = world.request()
    release, person = world.ask()
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)
    releases.withdraw_release(actor=person, release_id=release.id, now=NOW)

    Doors(world.agency, Role.AGENCY_OWNER).refused(
        "H2",
        page=reverse("agency:slot_present", args=[slot.id, release.id]),
        form={},
        path=f"/slots/{slot.id}/present",
        body={"release_id": str(release.id)},
    )


def test_h3_nobody_is_left_out_by_merit():
    company = make_company()
    row = make_row(
        Application, company, outcome="not_selected", ended_on=TODAY, end_reason="経験年数"
    )

    Doors(company, Role.COMPANY_OWNER).refused(
        "H3",
        page="/company/notices/prepare/",
        form={f"code-{row.pk}": "A1"},
        path="/invites/prepare",
        body={"left_out": {str(row.pk): "A1"}},
    )


@pytest.mark.parametrize("clause", [CLAUSE_WITH_GIFT, CLAUSE_PER_HIRE])
def test_h4_clause_that_rewards_is_not_kept(world, clause):
    texts = {"free_slot_clause": clause, "refund_rule": "なし", "penalty_rule": "なし"}

    Doors(world.agency, Role.AGENCY_OWNER).refused(
        "H4",
        page=reverse("agency:fee_table_add"),
        form=texts | {"rate_permille": "30.0", "kind": "filed"},
        path="/fee-tables",
        body=texts | {"rate_permille": 300},
    )


def test_h4_credit_plan_does_not_run_without_its_papers(world):
    with world.at_agency():
        contract = world.make_contract(2, state="agreed")
        type(contract).objects.filter(id=contract.id).update(consulted_on=None)

    Doors(world.agency, Role.AGENCY_OWNER).refused(
        "H4",
        page=reverse("agency:contract_run", args=[contract.id]),
        form={},
        path=f"/contracts/{contract.id}/run",
        body=None,
    )


def test_h7_person_placed_for_good_is_not_asked(world):
    door = ask(world)
    with world.at_agency():
        registration_id = door["body"]["registration_id"]
        record_id = Registration.objects.get(id=registration_id).talent_record_id
        Introduction.objects.create(
            organisation=world.agency,
            job_order=JobOrder.objects.get(),
            job_seeker=JobSeeker.objects.get(talent_record_id=record_id),
            introduced_on=date(2026, 1, 10),
            outcome="hired",
            hired_on=TODAY,
            is_indefinite=True,
            solicitation_ban_until=date(2028, 11, 23),
        )

    Doors(world.agency, Role.AGENCY_OWNER).refused("H7", **door)


def test_h8_nobody_is_asked_after_a_stop_of_use(world):
    door = ask(world)
    with world.at_agency():
        TalentRecord.objects.update(stopped_at=NOW)
    doors = Doors(world.agency, Role.AGENCY_OWNER)

    shown = doors.browser.post(door["page"], door["form"])
    answered = doors.api.post(door["path"], door["body"])

    assert shown.status_code == 422  # the page offers nobody whose use was stopped
    assert (answered.status_code, answered.json()["code"]) == (409, "H8")


def test_h12_no_result_is_told_without_a_reason():
    company = make_company()
    make_row(Application, company, outcome="not_selected", ended_on=TODAY)

    Doors(company, Role.COMPANY_OWNER).refused(
        "H12",
        page="/company/notices/prepare/",
        form={},
        path="/invites/prepare",
        body={},
    )


def test_h12_key_of_the_api_acts_in_the_name_of_its_maker():
    company = make_company()
    row = make_row(Application, company)
    doors = Doors(company, Role.COMPANY_OWNER)

    doors.api.post(
        f"/applications/{row.pk}/result", {"outcome": "not_selected", "reason": "経験年数"}
    )

    with bound(company.id, None):
        row.refresh_from_db()
        assert (row.outcome, row.decided_by_id) == ("not_selected", doors.actor.account_id)


CASES = {
    "H2": {"recipient_id": "7", "items": ["name", "mail", "score"], "purpose": "紹介"}
    | {
        "consent": {
            "recipient_id": "7",
            "items": ["name", "mail"],
            "purpose": "紹介",
            "given_on": "2026-01-01",
            "valid_to": None,
            "withdrawn_on": None,
        }
    },
    "H3": {
        "is_result_decided": True,
        "is_result_notified": False,
        "leaves_out_by_merit": False,
        "is_condition_of_process": False,
        "carried_fields": [],
        "text": "",
    },
    "H4": {"beneficiary": "candidate"},
    "H5": {"text": "本籍"},
    "H7": {"hired_on": "2026-04-01", "is_indefinite_term": True},
    "H9": {"kind": "secondment"},
    "H11": {"items": {}},
    "H12": {"decided_by": "", "reason": "自動判定"},
}


def test_every_case_that_can_be_asked_about_is_tried():
    assert set(CASES) == set(CASE_RULES)


@pytest.mark.parametrize("rule", CASES)
def test_terminal_refuses(rule, tmp_path):
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASES[rule]), encoding="utf-8")

    answer = CliRunner().invoke(law_app, ["stop", rule, str(file), "--json"])

    refusal = json.loads(answer.output)["refusals"][0]
    assert (answer.exit_code, refusal["rule"]) == (1, rule)
    assert all((refusal["reason"]["ja"], refusal["next"]["ja"], refusal["source"]))
    assert all((refusal["reason"]["en"], refusal["next"]["en"]))


@pytest.mark.parametrize("rule", CASES)
def test_api_answers_the_same_question(rule):
    caller = Doors(make_company(), Role.COMPANY_OWNER).api

    answer = caller.post("/law/checks/stop", {"rule": rule, "facts": CASES[rule]}).json()

    assert answer["is_allowed"] is False
    assert answer["refusals"][0]["rule"] == rule


def test_terminal_says_which_field_cannot_be_read(tmp_path):
    file = tmp_path / "case.json"
    file.write_text('{"hired_on": "soon", "is_indefinite_term": true}', encoding="utf-8")

    answer = CliRunner().invoke(law_app, ["stop", "H7", str(file)])

    assert answer.exit_code == 2
    assert "hired_on" in answer.output
