"""Draft, sign, run, pause, end: what a contract needs before anybody is counted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.apps.relay.intake import make_parties, make_relay
from tests.factories import NOW, TODAY, make_company, make_municipality

from tasuki.adapters.postgres import ledger
from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import (
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.relay import actions, queries
from tasuki.apps.relay.models import ContractViewer, FeeTable, RelayContract

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay():
    return make_parties()


def contract_of(relay, contract):
    return relay.row(RelayContract, contract.id)


def run(relay, contract, now=NOW):
    return actions.run_contract(actor=relay.advisor, contract_id=contract.id, now=now)


def test_a_draft_is_seen_by_both_sides_and_by_nobody_else(relay):
    contract = relay.draft()

    assert contract.state == "draft"
    for organisation, seen in (
        (relay.agency, [contract.id]),
        (relay.company, [contract.id]),
        (make_company(), []),
    ):
        with bound(organisation.id, None):
            assert [one.id for one in queries.list_contracts()] == seen
            assert ContractViewer.objects.count() == len(seen)


def test_every_parameter_has_its_default_and_what_was_given_is_stored(relay):
    contract = relay.draft(parameters={"ratio": 8, "monthly_cap_credits": 12})

    rules = contract.parameters
    assert len(rules) == 33
    assert (rules["ratio"], rules["monthly_cap_credits"], rules["credit_expiry_months"]) == (
        8,
        12,
        36,
    )
    assert (rules["transferable"], rules["notice_company_gains"]) == (False, True)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"ratio": 0}, "ratio"),
        ({"ratio": 51}, "ratio"),
        ({"cooling_hours": 0}, "cooling_hours"),
        ({"batch_min_invited": 4}, "batch_min_invited"),
        ({"counting_rule": "TRANSFER_ALL"}, "counting_rule"),
        ({"consume_at": "interview"}, "consume_at"),
        ({"transferable": True}, "transferable"),
        ({"ratio": "ten"}, "ratio"),
        ({"per_hire_yen": 10_000}, "per_hire_yen"),
    ],
)
def test_a_term_outside_its_range_is_refused_by_name(relay, parameters, field):
    with pytest.raises(InvalidInputError) as refused:
        relay.draft(parameters=parameters)

    assert refused.value.field == field
    assert refused.value.ja != refused.value.en
    with bound(relay.agency.id, None):
        assert RelayContract.objects.count() == 0


@pytest.mark.parametrize(
    ("shape", "code", "ja", "en"),
    [
        (
            "SELECTED_TRANSFER",
            "H3",
            "許可のない職業紹介にあたります",
            "placement without a licence",
        ),
        ("DIRECT_TRANSFER", "H4", "直接渡し", "straight to another company"),
        ("TRANSFER_ALL", "H4", "まだ提供していません", "not offered yet"),
        ("LICENSED_TIEUP", "H1", "まだ提供していません", "not offered yet"),
        ("MUNICIPAL_FREE", "H4", "枠や報奨を扱えません", "no slots or rewards"),
    ],
)
def test_a_shape_without_its_conditions_is_refused(relay, shape, code, ja, en):
    with pytest.raises(RefusedError) as refused:
        relay.draft(shape=shape)

    assert refused.value.code == code
    assert ja in refused.value.ja
    assert en in refused.value.en
    with bound(relay.agency.id, None):
        assert RelayContract.objects.count() == 0
        assert AuditEvent.objects.filter(kind="refused", data={"code": code}).count() == 1


def test_a_municipality_gets_no_slots(relay):
    with pytest.raises(RefusedError) as refused:
        relay.draft(company=make_municipality())

    assert refused.value.code == "H4"


def test_an_agency_is_no_company(relay):
    with pytest.raises(NotVisibleError):
        relay.draft(company=relay.agency)


def test_the_company_reads_the_penalty_terms_before_it_signs(relay):
    contract = relay.draft()
    sign = {"contract_id": contract.id, "now": NOW}

    with pytest.raises(RefusedError) as unseen:
        actions.sign_contract(actor=relay.company_owner, tax_note_acknowledged=True, **sign)
    text = actions.show_penalty_terms(actor=relay.company_owner, **sign)
    with pytest.raises(InvalidInputError) as no_tick:
        actions.sign_contract(actor=relay.company_owner, **sign)
    signed = actions.sign_contract(
        actor=relay.company_owner, tax_note_acknowledged=True, purpose_notice_version=3, **sign
    )

    assert (unseen.value.code, no_tick.value.field) == ("H4", "tax_note_acknowledged")
    assert "違約金の定めをまだ開いていません" in unseen.value.ja
    assert "penalty terms were not opened" in unseen.value.en
    assert text == "契約に反した紹介は、手数料の2倍"
    assert (signed.company_signed_by, signed.state) == (relay.company_owner.name, "draft")
    assert contract_of(relay, contract).purpose_notice_version == 3


def test_the_agency_opening_the_penalty_terms_does_not_show_them_to_the_company(relay):
    contract = relay.draft()

    actions.show_penalty_terms(actor=relay.advisor, contract_id=contract.id, now=NOW)

    assert contract_of(relay, contract).penalty_shown_at is None


def test_the_second_signature_makes_it_agreed_and_both_chains_tell_it(relay):
    contract = relay.draft()

    relay.sign(contract)

    stored = contract_of(relay, contract)
    assert (stored.state, stored.agency_signed_by) == ("agreed", relay.owner.name)
    for organisation in (relay.agency, relay.company):
        with bound(organisation.id, None):
            events = AuditEvent.objects.filter(kind="contract.sign").order_by("number")
            assert [event.reason for event in events] == ["company", "agency"]


def test_only_those_with_the_right_sign_and_each_side_once(relay):
    contract = relay.draft()
    actions.sign_contract(actor=relay.owner, contract_id=contract.id, now=NOW)

    with pytest.raises(NotAllowedError):
        actions.sign_contract(actor=relay.hr, contract_id=contract.id, now=NOW)
    with pytest.raises(RefusedError) as twice:
        actions.sign_contract(actor=relay.owner, contract_id=contract.id, now=NOW)
    with pytest.raises(NotVisibleError):
        actions.sign_contract(actor=make_parties().company_owner, contract_id=contract.id, now=NOW)

    assert twice.value.code == "signed"


def test_an_edit_takes_the_signatures_away(relay):
    contract = relay.draft()
    actions.sign_contract(actor=relay.owner, contract_id=contract.id, now=NOW)

    edited = actions.edit_draft(
        actor=relay.advisor, contract_id=contract.id, parameters={"ratio": 12}, now=NOW
    )

    assert (edited.parameters["ratio"], edited.agency_signed_at) == (12, None)


def test_an_agreed_version_is_not_edited(relay):
    contract = relay.draft()
    relay.sign(contract)

    with pytest.raises(RefusedError) as refused:
        actions.edit_draft(
            actor=relay.advisor, contract_id=contract.id, parameters={"ratio": 1}, now=NOW
        )

    assert "合意済み" in refused.value.ja
    assert "Agreed" in refused.value.en
    assert contract_of(relay, contract).parameters["ratio"] == 10


def test_running_takes_over_the_licence_and_opens_the_book(relay):
    contract = relay.draft()

    running = relay.run(contract)

    assert (running.state, running.valid_from) == ("running", TODAY)
    assert running.licence_number == "14-ユ-300001"
    with bound(relay.agency.id, None):
        assert ledger.find_balances(contract_id=running.book_id)["confirmed"].balance == 0


def remove_filing(relay):
    with bound(relay.agency.id, None):
        FeeTable.objects.update(filed_on=None)


@pytest.mark.parametrize(
    ("spoil", "code", "ja", "en"),
    [
        (
            lambda relay, _: relay.end_licence(TODAY - timedelta(days=1)),
            "H1",
            "有効ではありません",
            "is not valid on",
        ),
        (
            lambda relay, _: remove_filing(relay),
            "H4",
            "届出済みの手数料表がありません",
            "no filed fee table",
        ),
    ],
)
def test_running_is_refused_without_licence_or_filing(relay, spoil, code, ja, en):
    contract = relay.draft()
    relay.sign(contract)
    spoil(relay, contract)

    with pytest.raises(RefusedError) as refused:
        run(relay, contract)

    assert refused.value.code == code
    assert ja in refused.value.ja
    assert en in refused.value.en
    assert contract_of(relay, contract).state == "agreed"


@pytest.mark.parametrize(
    ("clause", "has_consultation", "ja"),
    [
        ("", True, "無料枠の定めがありません"),
        ("10名で1名分を0円", False, "相談記録がありません"),
    ],
)
def test_running_is_refused_without_clause_or_consultation(relay, clause, has_consultation, ja):
    table = actions.save_fee_table(
        actor=relay.advisor,
        rate_permille=350,
        free_slot_clause=clause,
        refund_rule="",
        penalty_rule="なし",
        now=NOW,
    )
    actions.mark_fee_table_filed(
        actor=relay.advisor, fee_table_id=table.id, filed_on=TODAY, now=NOW
    )
    papers = {"fee_table_id": table.id} | ({} if has_consultation else {"consultation_id": None})
    contract = relay.draft(**papers)
    relay.sign(contract)

    with pytest.raises(RefusedError) as refused:
        run(relay, contract)

    assert refused.value.code == "H4"
    assert ja in refused.value.ja


def test_the_database_itself_refuses_to_run_without_the_papers(relay):
    contract = relay.draft(consultation_id=None)
    relay.sign(contract)

    with bound(relay.agency.id, None), pytest.raises(IntegrityError), transaction.atomic():
        RelayContract.objects.filter(id=contract.id).update(state="running")
    assert contract_of(relay, contract).state == "agreed"


def test_running_is_refused_before_both_signed(relay):
    contract = relay.draft()
    actions.sign_contract(actor=relay.owner, contract_id=contract.id, now=NOW)

    with pytest.raises(RefusedError) as refused:
        run(relay, contract)
    with bound(relay.agency.id, None):
        problems = queries.list_run_problems(contract=contract_of(relay, contract), on=TODAY)

    assert refused.value.code == "state"
    assert [problem.rule for problem in problems] == ["H4", "CT3"]


def test_a_new_version_shares_the_book_and_ends_the_old_one_when_it_runs():
    relay = make_relay()
    old = relay.contract

    new = actions.draft_new_version(actor=relay.advisor, contract_id=old.id, now=NOW)
    assert (new.book_id, new.version, new.state) == (old.book_id, 2, "draft")
    assert contract_of(relay, old).state == "running"
    actions.edit_draft(actor=relay.advisor, contract_id=new.id, parameters={"ratio": 8}, now=NOW)
    relay.run(new)

    ended, running = contract_of(relay, old), contract_of(relay, new)
    assert (ended.state, ended.valid_to, running.state) == ("ended", TODAY, "running")
    with bound(relay.company.id, None):
        assert [one.version for one in queries.list_versions(book_id=old.book_id)] == [2, 1]
        [change] = queries.compare_versions(older=ended, newer=running)
    assert (change.key, change.before, change.after) == ("ratio", 10, 8)


def test_an_older_version_does_not_replace_a_newer_one():
    relay = make_relay()
    older, newer = (
        actions.draft_new_version(actor=relay.advisor, contract_id=relay.contract.id, now=NOW)
        for _ in range(2)
    )
    relay.sign(older)
    relay.run(newer)

    with pytest.raises(RefusedError) as refused:
        run(relay, older)

    assert refused.value.code == "version"
    assert "第3版" in refused.value.ja
    assert contract_of(relay, newer).state == "running"


def test_a_lapsed_licence_pauses_every_running_contract_and_a_new_one_lets_it_resume():
    relay = make_relay()
    relay.end_licence(TODAY)
    task = Actor.for_task(organisation_id=relay.agency.id, kind=relay.owner.kind)
    tomorrow = NOW + timedelta(days=1)

    today = actions.pause_contracts_without_licence(actor=task, now=NOW)
    lapsed = actions.pause_contracts_without_licence(actor=task, now=tomorrow)
    paused = contract_of(relay, relay.contract)
    with pytest.raises(RefusedError) as refused:
        actions.resume_contract(actor=relay.advisor, contract_id=paused.id, now=tomorrow)
    relay.add_licence(TODAY + timedelta(days=1), TODAY + timedelta(days=1_800))
    resumed = actions.resume_contract(actor=relay.advisor, contract_id=paused.id, now=tomorrow)

    assert (today, lapsed, paused.state, refused.value.code) == (0, 1, "paused", "H1")
    assert (paused.pause_reason, queries.pause_words(paused).ja[:25]) == (
        "H1",
        "人材紹介会社の許可が有効ではありません（H1）。新",
    )
    assert (resumed.state, resumed.pause_reason) == ("running", "")
    assert resumed.licence_valid_to == TODAY + timedelta(days=1_800)


def test_pause_and_end_need_a_reason_and_end_is_final():
    relay = make_relay()
    given = {"actor": relay.advisor, "contract_id": relay.contract.id, "now": NOW}

    with pytest.raises(InvalidInputError):
        actions.pause_contract(**given, reason=" ")
    ended = actions.end_contract(**given, reason="契約期間の満了")
    with pytest.raises(RefusedError):
        actions.resume_contract(**given)

    assert (ended.state, ended.valid_to) == ("ended", TODAY)


def test_the_company_cannot_write_the_contract():
    relay = make_relay()

    with bound(relay.company.id, None):
        changed = RelayContract.objects.filter(id=relay.contract.id).update(parameters={})
    with pytest.raises(NotAllowedError):
        actions.pause_contract(
            actor=relay.company_owner, contract_id=relay.contract.id, reason="x", now=NOW
        )

    assert changed == 0
    assert contract_of(relay, relay.contract).parameters["ratio"] == 10


def test_papers_are_checked_when_they_are_kept(relay):
    tomorrow = TODAY + timedelta(days=1)
    table = {"free_slot_clause": "", "refund_rule": "", "penalty_rule": "", "now": NOW}
    saved = actions.save_fee_table(actor=relay.advisor, rate_permille=300, **table)

    with pytest.raises(InvalidInputError) as rate:
        actions.save_fee_table(actor=relay.advisor, rate_permille=501, **table)
    with pytest.raises(InvalidInputError) as filed:
        actions.mark_fee_table_filed(
            actor=relay.advisor, fee_table_id=saved.id, filed_on=tomorrow, now=NOW
        )
    with pytest.raises(InvalidInputError) as answer:
        actions.record_consultation(
            actor=relay.advisor, office="労働局", consulted_on=TODAY, answer=" ", now=NOW
        )
    with pytest.raises(NotAllowedError):
        actions.save_fee_table(actor=relay.clerk, rate_permille=300, **table)

    assert (rate.value.field, filed.value.field, answer.value.field) == (
        "rate_permille",
        "filed_on",
        "answer",
    )


def test_fee_table_above_the_ceiling_of_the_law_is_not_filed(relay):
    table = {"free_slot_clause": "", "refund_rule": "", "penalty_rule": "", "now": NOW}
    saved = actions.save_fee_table(actor=relay.advisor, rate_permille=500, **table)
    with bound(relay.agency.id, None):
        FeeTable.objects.filter(id=saved.id).update(rate_permille=501)

    with pytest.raises(InvalidInputError) as refused:
        actions.mark_fee_table_filed(
            actor=relay.advisor, fee_table_id=saved.id, filed_on=TODAY, now=NOW
        )

    assert refused.value.field == "rate_permille"
    assert "50%" in refused.value.ja


def test_a_filing_day_is_set_once(relay):
    table = actions.save_fee_table(
        actor=relay.advisor,
        rate_permille=300,
        free_slot_clause="",
        refund_rule="",
        penalty_rule="",
        now=NOW,
    )
    given = {"actor": relay.advisor, "fee_table_id": table.id, "now": NOW}
    actions.mark_fee_table_filed(**given, filed_on=TODAY)
    actions.mark_fee_table_filed(**given, filed_on=TODAY)

    with pytest.raises(RefusedError) as refused:
        actions.mark_fee_table_filed(**given, filed_on=TODAY - timedelta(days=1))

    assert refused.value.code == "filed"
