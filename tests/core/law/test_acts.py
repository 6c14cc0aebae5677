import pytest

from tasuki.core.law.acts import (
    ACT_LABELS,
    ACT_RULES,
    Act,
    ActAnswer,
    LegalRole,
    check_act,
)

E, G, P, A, M = LegalRole


def test_every_act_has_an_answer_for_every_kind():
    assert len(ACT_RULES) == len(Act) * len(LegalRole)
    assert set(ACT_LABELS) == set(Act)


def test_a_condition_is_written_where_and_only_where_there_is_one():
    for rule in ACT_RULES.values():
        assert (rule.condition is not None) == (rule.permission is ActAnswer.CONDITION)


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (Act.LIST_JOBS, {E, A, M}),
        (Act.RANK_OWN, {E}),
        (Act.SEARCH, {E, G, P, A, M}),
        (Act.RECOMMEND, {A, M}),
        (Act.RELAY_MSG, {E, G, P, A, M}),
        (Act.EDIT_MSG, {A, M}),
        (Act.CHARGE_HIRE, set()),
        (Act.BROKER_SECONDMENT, {A, M}),
        (Act.SUPPLY, set()),
    ],
)
def test_who_may_do_an_act_without_a_condition(act, allowed):
    assert {kind for kind in LegalRole if check_act(act, kind=kind) is None} == allowed


def test_a_met_condition_opens_the_act():
    assert check_act(Act.CHARGE_HIRE, kind=A, is_condition_met=True) is None
    assert check_act(Act.RANK_OWN, kind=G, is_condition_met=True) is None


def test_a_condition_opens_nothing_that_is_forbidden():
    assert check_act(Act.CHARGE_HIRE, kind=M, is_condition_met=True) is not None


def test_a_refused_act_says_what_to_do():
    recommend = check_act(Act.RECOMMEND, kind=E)
    supply = check_act(Act.SUPPLY, kind=A)
    charge = check_act(Act.CHARGE_HIRE, kind=A)

    assert recommend.rule == "H1"
    assert recommend.next_en == "Ask a licensed placement agency to do it."
    assert supply.source == "職業安定法 44条"
    assert charge.next_ja == "届出済みの手数料表に沿う場合だけです。"
