"""Values that fit every field of every kind, and the ways through the tables."""

from collections import deque
from datetime import date

from tasuki.core.cases.field import FieldType
from tasuki.core.cases.kind import Standing, take_step
from tasuki.core.law.refusals import Refusal

DAY = date(2026, 11, 23)
VALUES = {
    "same_entity": "yes",
    "tenure_months": "48",
    "post_months": "24",
    "release_on": "2026-12-23",
    "is_fair": "yes",
    "deadline_on": "2026-12-07",
    "share_percent": "20",
    "share_limit_percent": "20",
    "commander": "sender",
    "is_consent_single": "yes",
    "reviewer_one": "架空 一郎",
    "reviewer_two": "架空 二郎",
    "carries_record": "no",
    "form": "firm",
    "employed_since": "2020-04-01",
    "starts_on": "2026-11-23",
    "ends_on": "2027-05-23",
    "working_days": "20",
    "onsite_days": "10",
    "licence": "13-ユ-300001",
    "is_ordered": "yes",
    "evaluation_percent": "20",
}
OF_STEP = {
    ("internal_side", "renew"): {"ends_on": "2027-11-23"},
    ("kigyonin", "renew"): {"ends_on": "2028-03-31"},
    ("referral", "apply"): {"consented_on": "2026-11-20"},
    ("referral", "owe_reward"): {"rule_shown_on": "2026-11-01"},
    ("casual_talk", "request"): {"form": "talk"},
    ("mission", "draft"): {"form": "pro_bono"},
}


def value_of(field):
    """Return a text that the field takes."""
    if field.code in VALUES:
        return VALUES[field.code]
    match field.type:
        case FieldType.DAY:
            return DAY.isoformat()
        case FieldType.NUMBER:
            return field.initial or str(max(field.least, 1))
        case FieldType.CHOICE:
            return field.choices[0][0]
        case FieldType.YES_NO:
            return "yes"
    return "架空の内容"


def typed_for(kind, event):
    """Return good values for every field of a step."""
    typed = {field.code: value_of(field) for field, _asked in kind.fields_of(event)}
    return typed | OF_STEP.get((kind.code, str(event)), {})


def way_to(kind, state):
    """Return the shortest chain of events from nothing to a state."""
    waiting = deque([(kind.machine.initial, (kind.opening,))])
    seen = {kind.machine.initial}
    while waiting:
        here, events = waiting.popleft()
        if here == state:
            return events
        for event in kind.machine.allowed_events(here):
            target = kind.machine.next_state(here, event)
            if target not in seen:
                seen.add(target)
                waiting.append((target, (*events, event)))
    raise AssertionError(f"no way to {state}")


def go(kind, events):
    """Return how a case stands after the events."""
    standing = Standing()
    for event in events:
        standing = take_step(kind, standing, event, typed=typed_for(kind, event), today=DAY)
        assert not isinstance(standing, Refusal), (kind.code, event, standing)
    return standing
