"""Every kind: each row of its table can be taken, no state is dead, each refusal says what next."""

import pytest
from tests.core.cases.ways import DAY, go, typed_for, way_to

from tasuki.core.cases.field import BadValueError
from tasuki.core.cases.kind import Standing, take_step
from tasuki.core.cases.kinds import KINDS
from tasuki.core.cases.kinds.kigyonin import meets_presence
from tasuki.core.law.refusals import Refusal
from tasuki.core.states import TransitionRefused

ROWS = [
    pytest.param(kind, row, id=f"{kind.code}-{row.source}-{row.event}")
    for kind in KINDS.values()
    for row in kind.machine.transitions
]
EVERY_KIND = [pytest.param(kind, id=kind.code) for kind in KINDS.values()]


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_every_row_of_every_table_can_be_taken(kind, row):
    before = () if row.source is None else way_to(kind, row.source)

    after = go(kind, (*before, row.event))

    assert after.state is row.target
    assert kind.held()[row.target] <= set(after.values)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_an_end_is_reached_from_every_state(kind):
    finals = set(kind.machine.final_states())
    lasting = {"moved", "joined", "followed_up"}  # followed up as long as the work lasts

    for state in kind.machine.states:
        ahead = set(kind.machine.reachable_from(state))
        assert ahead & finals or {str(one) for one in ahead} & lasting, state


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_state_says_what_follows_unless_it_is_an_end(kind):
    for state in kind.machine.states:
        label = kind.labels[state]
        is_end = not kind.machine.allowed_events(state)
        assert all((label.label.ja, label.label.en))
        assert is_end or label.next_step.ja or state == "followed_up", state


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_step_without_its_fields_is_bad_input(kind):
    if not kind.steps[kind.opening].asks:
        pytest.skip("the opening of this kind asks for nothing")
    with pytest.raises(BadValueError):
        take_step(kind, Standing(), kind.opening, typed={}, today=DAY)


def refused(code, event, **changed):
    kind = KINDS[code]
    found = next(one for one in kind.steps if one == event)
    source = next(row.source for row in kind.machine.transitions if row.event == found)
    before = go(kind, () if source is None else way_to(kind, source))
    typed = {
        key: value for key, value in (typed_for(kind, found) | changed).items() if value is not None
    }
    answer = take_step(kind, before, found, typed=typed, today=DAY)
    assert isinstance(answer, Refusal), answer
    assert all((answer.reason_ja, answer.next_ja, answer.next_en, answer.source))
    return answer.rule


@pytest.mark.parametrize(
    ("rule", "code", "event", "changed"),
    [
        ("CASE-ENTITY", "internal_application", "apply", {"same_entity": "no"}),
        ("CASE-TENURE", "internal_application", "apply", {"tenure_months": "11"}),
        ("H12", "internal_application", "offer", {"decider": None}),
        ("H12", "internal_application", "not_select", {"decider": None}),
        ("CASE-RELEASE", "internal_application", "move", {"release_on": "2027-02-24"}),
        ("H5", "internal_posting", "check", {"is_fair": "no"}),
        ("CASE-DEADLINE", "internal_posting", "publish", {"deadline_on": "2026-11-23"}),
        ("CASE-SHARE", "internal_side", "apply", {"share_percent": "21"}),
        ("CASE-TERM", "internal_side", "apply", {"ends_on": "2027-05-24"}),
        ("CASE-LIMIT", "internal_side", "limit", {"share_percent": "21"}),
        ("CASE-LIMIT", "internal_side", "limit", {"starts_on": "2026-11-22"}),
        ("CASE-RENEWAL", "internal_side", "renew", {"ends_on": "2027-11-24"}),
        ("CASE-TENURE", "rental", "apply", {"tenure_months": "35"}),
        ("H9", "rental", "agree_design", {"commander": "host"}),
        ("CASE-TERM", "rental", "agree_design", {"ends_on": "2027-11-24"}),
        ("H9", "rental", "consent", {"is_consent_single": "no"}),
        ("H12", "rental", "select", {"decider": None}),
        ("H12", "rehire", "review", {"reviewer_two": "架空 一郎"}),
        ("H8", "rehire", "select", {"carries_record": "yes", "record_consent_on": None}),
        ("CASE-CONDITIONS", "rehire", "join", {"joined_on": "2026-11-22"}),
        ("H4", "referral", "owe_reward", {"rule_shown_on": "2026-11-23"}),
        ("H12", "referral", "hire", {"decider": None}),
        ("H1", "mission", "draft", {"form": "employed"}),
        ("CASE-JOINED", "kigyonin", "plan", {"employed_since": "2026-08-24"}),
        ("CASE-TERM", "kigyonin", "plan", {"ends_on": "2027-05-21"}),
        ("CASE-TERM", "kigyonin", "plan", {"ends_on": "2029-11-24"}),
        (
            "CASE-PRESENCE",
            "kigyonin",
            "close_month",
            {"onsite_days": "9", "shortfall_reason": None},
        ),
        ("H1", "regional_case", "hand_over", {"licence": None}),
        ("H2", "regional_case", "hand_over", {"is_ordered": "no"}),
    ],
)
def test_rules_refuse_and_say_what_to_do(rule, code, event, changed):
    assert refused(code, event, **changed) == rule


def test_side_work_needs_no_licence_of_placement():
    kind = KINDS["regional_case"]
    before = go(kind, way_to(kind, "person_spec"))
    event = next(one for one in kind.steps if one == "hand_over")
    typed = typed_for(kind, event) | {"route": "side_work"}
    del typed["licence"]

    assert take_step(kind, before, event, typed=typed, today=DAY).state == "handed_over"


def test_paid_mission_needs_the_notice_of_nine_items_h11():
    kind = KINDS["mission"]
    start = {**typed_for(kind, kind.opening), "form": "paid"}
    standing = take_step(kind, Standing(), kind.opening, typed=start, today=DAY)
    for name in ("publish", "talk"):
        event = next(one for one in kind.steps if one == name)
        standing = take_step(kind, standing, event, typed=typed_for(kind, event), today=DAY)
    agree = next(one for one in kind.steps if one == "agree")
    typed = typed_for(kind, agree)
    without = {key: value for key, value in typed.items() if key != "notice_on"}

    assert take_step(kind, standing, agree, typed=without, today=DAY).rule == "H11"
    assert take_step(kind, standing, agree, typed=typed, today=DAY).state == "agreed"


def test_discipline_needs_the_review_of_two_people():
    kind = KINDS["rehire"]
    standing = go(kind, way_to(kind, "casual_talk"))
    check, select, review = (
        next(one for one in kind.steps if one == name) for name in ("check", "select", "review")
    )
    typed = typed_for(kind, check) | {"left_by": "discipline"}
    standing = take_step(kind, standing, check, typed=typed, today=DAY)

    asked = {"carries_record": "no"}
    assert take_step(kind, standing, select, typed=asked, today=DAY).rule == "CASE-REVIEW"
    reviewed = take_step(kind, standing, review, typed=typed_for(kind, review), today=DAY)
    assert take_step(kind, reviewed, select, typed=asked, today=DAY).state == (
        "simplified_selection"
    )


@pytest.mark.parametrize(
    ("form", "working", "onsite", "days", "hours", "is_met"),
    [
        ("firm", 20, 10, 0, 0, True),
        ("firm", 21, 10, 0, 0, False),
        ("side", 0, 1, 4, 19, False),
        ("side", 0, 0, 5, 20, False),
        ("side", 0, 1, 4, 20, True),
    ],
)
def test_presence_of_a_month(form, working, onsite, days, hours, is_met):
    found = meets_presence(
        form=form, working_days=working, onsite_days=onsite, days=days, hours=hours
    )

    assert found is is_met


def test_a_follow_up_settles_only_what_was_due():
    kind = KINDS["rehire"]
    joined = go(kind, way_to(kind, "joined"))
    assert [due.isoformat() for due, _one in kind.due(joined.state, joined.values)] == [
        "2027-02-23",
        "2027-05-23",
        "2027-11-23",
    ]

    values = {**joined.values, "asked_on": DAY.replace(year=2027, month=3)}
    assert [due.isoformat() for due, _one in kind.due(joined.state, values)] == [
        "2027-05-23",
        "2027-11-23",
    ]


def test_a_step_that_the_table_does_not_list_is_refused():
    kind = KINDS["internal_application"]
    move = next(one for one in kind.steps if one == "move")
    applied = go(kind, (kind.opening,))
    with pytest.raises(TransitionRefused):
        take_step(kind, applied, move, typed=typed_for(kind, move), today=DAY)


@pytest.mark.parametrize("text", ["", " ", "2026/04/01", "2026-02-30", "1900-01-01", "2027-01-01"])
def test_a_day_that_does_not_fit_says_why(text):
    field = KINDS["rehire"].find_field("talk_on")
    with pytest.raises(BadValueError) as found:
        field.read(text, today=DAY)
    assert found.value.reason.ja
    assert found.value.code == "talk_on"
