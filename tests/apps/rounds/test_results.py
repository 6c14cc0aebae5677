"""From the lock to the closing: seed, checks, decisions, explanations, appeals, files."""

import csv
import io
import json
from datetime import timedelta

import pytest
from tests.apps.rounds.house import AFTER, REASON, House, introductions, posting, rotation, swap
from tests.factories import NOW, TODAY, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.introductions.models import IntroductionCase
from tasuki.apps.moves.models import Secondment
from tasuki.apps.people.models import RecordView
from tasuki.apps.rounds.actions import deciding, following, lists, planning, running
from tasuki.apps.rounds.actions.exporting import export_orders
from tasuki.apps.rounds.models import Round
from tasuki.apps.rounds.queries import fairness, own, results
from tasuki.core.access import Role
from tasuki.core.market.lottery import commitment, mixed_seed

pytestmark = pytest.mark.django_db


@pytest.fixture
def verified(db) -> House:
    house = posting()
    house.until_verified()
    return house


@pytest.fixture
def published(verified) -> House:
    verified.decide("蓮", "凛", "湊")
    verified.publish()
    return verified


def own_result(house: House, name: str, *, language: str = "ja"):
    with bound(house.organisation.id, None):
        found = own.find_own_round(
            actor=house.actor_of(name),
            person_id=house.people[name].id,
            now=AFTER,
            language=language,
        )
    return found.result


def test_the_lists_are_not_locked_while_somebody_may_still_answer(house):
    house.plan()
    house.place("経理部")
    house.person("蓮")
    house.person("凛")
    house.open()
    house.rank("蓮", "経理部")

    with pytest.raises(RefusedError) as failure:
        house.lock(now=NOW)

    assert failure.value.code == "deadline_ahead"
    assert house.lock().state == "locked"


def test_a_round_whose_people_all_answered_is_locked_early():
    assert posting().lock(now=NOW).state == "locked"


def test_a_locked_round_is_opened_again_before_the_clearing_only():
    house = posting()
    house.lock()
    planning.reopen_round(
        actor=house.hr,
        round_id=house.round_id,
        deadline_at=AFTER + timedelta(days=3),
        reason="2名から申し出があった",
        now=AFTER,
    )
    assert house.reload().digest == ""
    house.lock(now=AFTER + timedelta(days=4))
    house.clear()

    with pytest.raises(RefusedError) as failure:
        planning.reopen_round(
            actor=house.hr,
            round_id=house.round_id,
            deadline_at=AFTER + timedelta(days=9),
            reason="もう一度",
            now=AFTER,
        )
    assert failure.value.code == "state"


def test_the_dry_run_shows_all_mechanisms_and_changes_nothing():
    house = posting()
    house.lock()

    row = house.compare()

    rows = results.read_comparison(row)
    assert [one.mechanism for one in rows if one.is_chosen] == ["deferred_acceptance"]
    assert len(rows) == 4
    assert rows[0].figures["matched"] == 3
    assert row.state == "locked"


def test_a_second_job_waits_for_the_first():
    house = posting()
    house.lock()
    running.compare_round(actor=house.hr, round_id=house.round_id, now=AFTER)

    with pytest.raises(RefusedError) as failure:
        running.clear_round(actor=house.hr, round_id=house.round_id, now=AFTER)

    assert failure.value.code == "job_runs"


def test_a_job_that_cannot_be_done_says_why_and_leaves_the_round():
    house = posting()
    house.lock()
    with bound(house.organisation.id, None):
        Round.objects.filter(id=house.round_id).update(instance="{}")

    row = house.clear()

    assert row.state == "locked"
    assert row.job == ""
    assert row.job_error
    assert "計算できませんでした" in house.notices()[-1]


def test_every_check_of_the_verification_passes_and_the_seed_is_the_committed_one(verified):
    checks = {one.key: one.verdict.label.en for one in results.read_checks(verified.row)}

    assert checks["stable"] == "PASS"
    assert checks["round_seed"] == "PASS"
    assert checks["reproducible"] == "PASS"
    assert "FAIL" not in checks.values()


def break_outcome(house: House) -> None:
    """Swap what two people were proposed, behind everybody's back."""
    first, second = str(house.people["蓮"].id), str(house.people["凛"].id)
    body = json.loads(house.row.outcome)
    given = body["assignment"]
    given[first], given[second] = given[second], given[first]
    with bound(house.organisation.id, None):
        Round.objects.filter(id=house.round_id).update(outcome=json.dumps(body))


def test_a_broken_outcome_is_never_verified_and_never_published():
    house = posting()
    house.lock()
    house.clear()
    break_outcome(house)

    row = house.verify()

    assert row.state == "cleared"
    assert results.read_checks(row)[0].is_failed
    assert "不合格" in house.notices()[-1]
    for act in (lambda: house.decide("蓮"), house.publish):
        with pytest.raises(RefusedError) as failure:
            act()
        assert failure.value.code == "state"


def test_a_seed_that_was_not_committed_to_fails():
    house = posting()
    house.lock()
    house.clear()
    with bound(house.organisation.id, None):
        row = Round.objects.get(id=house.round_id)
        row.commitment = commitment("another")
        row.save(update_fields=["commitment"])

    row = house.verify()

    assert row.report["round_seed"]["verdict"] == "FAIL"
    assert row.state == "cleared"


def test_the_round_is_decided_when_a_named_human_decided_every_proposal(verified):
    verified.decide("蓮")
    assert verified.row.state == "verified"
    with pytest.raises(RefusedError):
        verified.publish()

    verified.decide("凛", is_confirmed=False, reason="本人から辞退の申し出があったため")
    verified.decide("湊")

    assert verified.row.state == "decided"
    assert verified.line("蓮").decided_by_name == verified.hr.name
    assert verified.line("凛").decision == "declined"


def test_a_program_decides_nothing(verified):
    with pytest.raises(RefusedError) as failure:
        verified.decide("蓮", actor=verified.task)

    assert failure.value.code == "H12"


def test_a_decision_without_a_reason_is_refused_by_h12(verified):
    with pytest.raises(RefusedError) as failure:
        verified.decide("蓮", reason=" ")

    assert failure.value.code == "H12"


def test_a_manager_decides_nothing(verified):
    manager = make_member(verified.organisation, Role.COMPANY_MANAGER)

    with pytest.raises(NotAllowedError):
        verified.decide("蓮", actor=manager)


def test_who_has_no_proposal_is_not_confirmed(house):
    house.plan()
    house.place("経理部")
    for name in ("蓮", "凛"):
        house.person(name)
    house.open()
    for name, number in (("蓮", 9), ("凛", 5)):
        house.rank(name, "経理部")
        house.score(name, "経理部", number)
    house.until_verified()

    with pytest.raises(InvalidInputError):
        house.decide("凛")
    house.decide("蓮")

    assert house.row.state == "decided"
    assert house.line("凛").place_id is None


def test_nothing_of_the_result_is_told_before_the_publication(verified):
    assert own_result(verified, "蓮") is None


def test_a_person_reads_the_own_result_and_why_in_both_languages(published):
    result = own_result(published, "蓮")
    english = own_result(published, "蓮", language="en")

    assert (result.place_name, result.rank) == ("総務部", 2)
    assert result.sentences[0] == "第2希望の総務部が提案されました。"
    assert "経理部は定員1名で、基準点は80、あなたの点は70でした。" in result.sentences
    assert english.sentences[0].startswith("Proposed: 総務部")
    assert result.decided_by_name == published.hr.name
    assert result.reason == REASON


def test_nobody_elses_id_or_name_stands_in_an_explanation(published):
    others = [str(one.id) for name, one in published.people.items() if name != "蓮"]

    text = json.dumps(published.line("蓮").explanation)

    assert not any(one in text for one in others)


def test_the_lottery_can_be_checked_by_everybody_after_publication(published):
    proof = own_result(published, "湊").lottery

    assert commitment(proof.secret) == proof.commitment
    assert proof.seed == mixed_seed(proof.secret, proof.digest)


def test_the_secret_is_not_shown_before_publication(verified):
    assert results.read_lottery(verified.row).secret == ""


def test_a_person_objects_and_a_named_human_answers_before_the_end(published):
    ren = published.people["蓮"]
    line = lists.appeal_result(
        actor=published.actor_of("蓮"), person_id=ren.id, text="経験が数えられていない", now=AFTER
    )
    with pytest.raises(RefusedError) as failure:
        deciding.close_round(actor=published.hr, round_id=published.round_id, now=AFTER)
    assert failure.value.code == "appeals_open"
    with pytest.raises(RefusedError) as unnamed:
        deciding.answer_appeal(actor=published.task, line_id=line.id, text="確認した", now=AFTER)
    assert unnamed.value.code == "H12"

    deciding.answer_appeal(
        actor=published.hr, line_id=line.id, text="3年分を数えています。", now=AFTER
    )

    assert own_result(published, "蓮").answer == "3年分を数えています。"
    assert len(published.mails("round_answer")) == 1
    done = deciding.close_round(actor=published.hr, round_id=published.round_id, now=AFTER)
    assert done.state == "closed"


def test_confirmed_introductions_become_cases_that_ask_the_person(desk):
    house = introductions(desk)
    house.until_verified()
    house.decide("蓮", "凛")
    house.publish()

    count, refused = following.start_cases(actor=house.hr, round_id=house.round_id, now=AFTER)
    again, _ = following.start_cases(actor=house.hr, round_id=house.round_id, now=AFTER)

    assert (count, refused) == (2, [])
    assert again == 0
    with bound(house.organisation.id, None):
        cases = {one.id: one for one in IntroductionCase.objects.all()}
    assert {house.line("蓮").case_id, house.line("凛").case_id} == set(cases)
    assert {one.state for one in cases.values()} == {"asked"}


def test_what_the_law_refuses_for_one_line_does_not_stop_the_others(desk):
    house = introductions(desk)
    house.until_verified()
    house.decide("蓮", "凛")
    house.publish()
    with bound(house.organisation.id, None):
        order = house.places["品質管理"].job_order_id
        type(desk.order).objects.filter(id=order).update(closed_on=TODAY)

    count, refused = following.start_cases(actor=house.hr, round_id=house.round_id, now=AFTER)

    assert count == 1
    assert [one.code for one in refused] == ["order_over"]


def test_a_swap_of_a_company_proposes_the_secondment_of_its_own_person_only():
    house = swap()
    house.until_verified()
    house.decide("蓮", "凛")
    house.publish()

    count, refused = following.start_cases(actor=house.hr, round_id=house.round_id, now=AFTER)

    assert (count, refused) == (1, [])
    with bound(house.organisation.id, None):
        case = Secondment.objects.get()
    assert (case.host_name, case.purpose, case.state) == ("はまべ食品", "skills", "proposed")
    assert house.line("凛").case_id is None


def test_confirmed_moves_of_a_rotation_become_transfer_orders():
    house = rotation()
    house.until_verified()
    with pytest.raises(RefusedError) as failure:
        export_orders(actor=house.hr, round_id=house.round_id, now=AFTER)
    assert failure.value.code == "undecided"
    house.decide("蓮", "凛", "湊")

    text = export_orders(actor=house.hr, round_id=house.round_id, now=AFTER).decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(one["氏名"], one["異動前"], one["異動後"]) for one in rows} == {
        ("北村 蓮", "営業部", "製造部"),
        ("北村 凛", "製造部", "営業部"),
    }
    with bound(house.organisation.id, None):
        assert RecordView.objects.filter(way="exported").count() == 2


def test_the_fairness_report_shows_no_count_of_a_small_group(published):
    with bound(published.organisation.id, None):
        tables = fairness.build_fairness(row=published.row, on=TODAY)

    assert [one.key for one in tables] == [
        "proposed_age",
        "confirmed_age",
        "proposed_channel",
        "confirmed_channel",
    ]
    [row] = tables[0].rows
    assert (row.group, row.is_too_small, row.total, row.selected) == ("35-44", True, None, None)


def test_the_fairness_report_of_large_groups_counts_and_flags():
    counted = fairness.read_tables(
        fairness.figures_of(
            {"proposed_age": {"<35": (36, 40), "45-59": (18, 40), "60+": (1, 3)}}, on=TODAY
        )
    )

    by_group = {row.group: row for row in counted[0].rows}
    assert (by_group["<35"].selected, by_group["<35"].total) == (36, 40)
    assert by_group["45-59"].rate_permille == 450
    assert by_group["45-59"].ratio_permille == 500
    assert by_group["45-59"].is_flagged
    assert by_group["60+"].total is None


def test_the_report_is_frozen_at_the_publication(published):
    kept = published.reload().fairness

    assert next(one["key"] for one in kept) == "proposed_age"
