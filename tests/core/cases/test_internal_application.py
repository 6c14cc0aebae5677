"""An internal application from the wish to the move, its refusals and bad input."""

from datetime import date

import pytest

from tasuki.core.cases.field import BadValueError
from tasuki.core.cases.kind import Case, NotTheirStepError, Party, take_step
from tasuki.core.cases.kinds import KINDS
from tasuki.core.cases.kinds.internal_application import KIND
from tasuki.core.cases.kinds.internal_application import ApplicationEvent as E
from tasuki.core.cases.kinds.internal_application import ApplicationState as S
from tasuki.core.law.refusals import Refusal
from tasuki.core.states import TransitionRefused

TODAY = date(2026, 4, 1)
APPLY = {"same_entity": "yes", "tenure_months": "12", "post_months": "12"}
OFFER = {"offered_on": "2026-04-01", "decider": "Sato"}
WHOLE_WAY = (
    (E.APPLY, APPLY),
    (E.SCREEN, {}),
    (E.OFFER, OFFER),
    (E.INFORM_BOSS, {}),
    (E.MOVE, {"release_on": "2026-07-01"}),
)


def take(case, event, typed):
    return take_step(KIND, case, event, party=KIND.steps[event].party, typed=typed, today=TODAY)


def walk(*steps):
    case = Case()
    for event, typed in steps:
        case = take(case, event, typed)
        assert isinstance(case, Case)
    return case


def test_whole_way():
    assert walk(*WHOLE_WAY).state is S.MOVED


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_state_leads_to_an_end(kind):
    ends = set(kind.machine.final_states())

    assert ends
    assert all(ends & set(kind.machine.reachable_from(one)) for one in kind.machine.states)


@pytest.mark.parametrize(
    ("before", "event", "typed", "rule"),
    [
        (0, E.APPLY, APPLY | {"same_entity": "no"}, "CASE-ENTITY"),
        (0, E.APPLY, APPLY | {"post_months": "11"}, "CASE-TENURE"),
        (2, E.OFFER, OFFER | {"decider": ""}, "H12"),
        (2, E.NOT_SELECT, {"decided_on": "2026-04-01"}, "H12"),
        (4, E.MOVE, {"release_on": "2026-07-02"}, "CASE-RELEASE"),
    ],
)
def test_refusals_name_their_rule(before, event, typed, rule):
    answer = take(walk(*WHOLE_WAY[:before]), event, typed)

    assert isinstance(answer, Refusal)
    assert (answer.rule, bool(answer.next_ja)) == (rule, True)


@pytest.mark.parametrize("change", [{"tenure_months": "-1"}, {"post_months": ""}, {"x": "1"}])
def test_bad_input(change):
    with pytest.raises(BadValueError):
        take(Case(), E.APPLY, APPLY | change)


def test_withdrawal_ends_with_the_offer():
    with pytest.raises(TransitionRefused):
        take(walk(*WHOLE_WAY[:3]), E.WITHDRAW, {})


def test_boss_knows_only_after_the_offer():
    seen = {one for one in S if KIND.may_see(Party.HOME_UNIT, one)}

    assert seen == {S.BOSS_INFORMED, S.MOVED}


def test_step_of_another_party():
    with pytest.raises(NotTheirStepError):
        take_step(KIND, Case(), E.APPLY, party=Party.HR, typed=APPLY, today=TODAY)


def test_feedback_is_due_after_14_days():
    case = walk(*WHOLE_WAY[:2], (E.NOT_SELECT, {"decided_on": "2026-04-01", "decider": "Sato"}))

    assert [day for day, _ in KIND.due(case.state, case.values)] == [date(2026, 4, 15)]
