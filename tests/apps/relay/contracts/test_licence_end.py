"""The licence runs out: both sides are told, and the agency is warned before."""

from datetime import timedelta

import pytest
from django.urls import resolve
from tests.apps.relay.intake import make_relay
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import Notification
from tasuki.apps.relay import actions, queries
from tasuki.apps.relay.models import RelayContract

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay():
    return make_relay()


def night(relay, days=0):
    task = Actor.for_task(organisation_id=relay.agency.id, kind=relay.owner.kind)
    return actions.pause_contracts_without_licence(actor=task, now=NOW + timedelta(days=days))


def told(organisation):
    with bound(organisation.id, None):
        return list(Notification.objects.order_by("created_at"))


def test_a_pause_without_a_licence_is_told_to_both_sides_in_both_languages(relay):
    relay.end_licence(TODAY - timedelta(days=1))

    paused = night(relay)

    [here], [there] = told(relay.agency), told(relay.company)
    assert paused == 1
    assert here.text.startswith(f"{relay.company.name}との契約を停止しました。")
    assert there.text.startswith(f"{relay.agency.name}との契約を停止しました。")
    assert there.text_en == (
        f"The contract with {relay.agency.name} is paused. The agency's licence is not valid "
        "(H1). Record the new licence to go on."
    )
    assert resolve(here.url).view_name == "agency:contract"
    assert resolve(there.url).view_name == "company:contract"


def test_the_reason_of_a_pause_is_a_code_and_is_read_in_the_readers_language(relay):
    relay.end_licence(TODAY - timedelta(days=1))
    night(relay)

    contract = relay.row(RelayContract, relay.contract.id)
    words = queries.pause_words(contract)
    assert contract.pause_reason == "H1"
    assert "許可が有効ではありません" in words.ja
    assert "licence is not valid" in words.en


def test_what_a_member_wrote_as_a_reason_stays_as_written(relay):
    paused = actions.pause_contract(
        actor=relay.advisor, contract_id=relay.contract.id, reason="担当者の交代", now=NOW
    )

    assert set(queries.pause_words(paused).__getstate__()) == {"担当者の交代"}


def test_the_agency_is_warned_once_60_30_and_7_days_before_the_last_day(relay):
    relay.end_licence(TODAY + timedelta(days=61))

    for days in (0, 1, 1, 2, 31, 32, 54, 55, 61):
        night(relay, days)

    warnings = told(relay.agency)
    assert len(warnings) == 3
    assert warnings[0].text == (
        "職業紹介の許可（14-ユ-300001）は2027/01/23までです。"
        "更新した許可を登録しないと、翌日にすべての契約が停止します。"
    )
    assert resolve(warnings[0].url).view_name == "agency:papers"
    assert told(relay.company) == []


def test_nobody_is_warned_when_the_next_licence_is_recorded(relay):
    relay.end_licence(TODAY + timedelta(days=20))
    relay.add_licence(TODAY + timedelta(days=21), TODAY + timedelta(days=1_800))

    night(relay)

    assert told(relay.agency) == []
