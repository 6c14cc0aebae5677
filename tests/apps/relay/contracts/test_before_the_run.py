"""What is not offered yet, and who looks after the company: refused before a contract runs."""

from dataclasses import replace

import pytest
from tests.apps.relay.intake import make_parties
from tests.factories import NOW, make_account, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.orgs.models import Membership
from tasuki.apps.relay import actions
from tasuki.apps.relay.models import RelayContract
from tasuki.core.access import Role
from tasuki.core.relay.parameters import CountingRule, RelayParameters, parameters_to_json

pytestmark = pytest.mark.django_db
TRANSFER = CountingRule.TRANSFER_ALL


@pytest.fixture
def relay():
    return make_parties()


def test_passing_on_all_who_ask_is_not_offered_with_a_number_either(relay):
    with pytest.raises(RefusedError) as refused:
        relay.draft(shape="TRANSFER_ALL", notification_number="51-募-000001")

    assert refused.value.code == "H4"
    assert "「本人の登録」を選んでください" in refused.value.ja
    assert "Choose self-registration" in refused.value.en


@pytest.mark.parametrize(
    "stored",
    [
        {"shape": "LICENSED_TIEUP"},
        {"parameters": parameters_to_json(replace(RelayParameters(), counting_rule=TRANSFER))},
    ],
)
def test_what_is_not_offered_does_not_run_whoever_stored_it(relay, stored):
    contract = relay.draft()
    relay.sign(contract)
    with bound(relay.agency.id, None):
        RelayContract.objects.filter(id=contract.id).update(**stored)

    with pytest.raises(RefusedError) as refused:
        actions.run_contract(actor=relay.advisor, contract_id=contract.id, now=NOW)

    assert "まだ提供していません" in refused.value.ja
    assert relay.row(RelayContract, contract.id).state == "agreed"


def test_the_account_manager_is_a_live_member_of_the_agency(relay):
    stranger, left = make_account(), make_member(relay.agency, Role.AGENCY_ADVISOR)
    with bound(relay.agency.id, None):
        Membership.objects.filter(account_id=left.account_id).update(ended_at=NOW)
    contract = relay.draft()

    for account_id in (stranger.id, left.account_id, relay.company_owner.account_id):
        with pytest.raises(InvalidInputError) as drafted:
            relay.draft(account_manager_id=account_id)
        with pytest.raises(InvalidInputError) as edited:
            actions.edit_draft(
                actor=relay.advisor,
                contract_id=contract.id,
                account_manager_id=account_id,
                now=NOW,
            )
        assert drafted.value.field == edited.value.field == "account_manager_id"
    assert relay.row(RelayContract, contract.id).account_manager_id == relay.owner.account_id


def test_no_contract_runs_without_an_account_manager(relay):
    contract = relay.draft(account_manager_id=None)
    relay.sign(contract)

    with pytest.raises(RefusedError) as refused:
        actions.run_contract(actor=relay.advisor, contract_id=contract.id, now=NOW)

    assert refused.value.code == "CT3"
    assert "担当者が決まっていません" in refused.value.ja
    assert "no account manager" in refused.value.en


def test_a_paused_contract_resumes_after_its_account_manager_left(relay):
    manager = make_member(relay.agency, Role.AGENCY_ADVISOR)
    contract = relay.run(relay.draft(account_manager_id=manager.account_id))
    given = {"actor": relay.advisor, "contract_id": contract.id, "now": NOW}
    actions.pause_contract(**given, reason="担当者の退職")
    with bound(relay.agency.id, None):
        Membership.objects.filter(account_id=manager.account_id).update(ended_at=NOW)

    assert actions.resume_contract(**given).state == "running"
