"""Cases through the actions, and what the database refuses whoever writes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from tests.core.cases.ways import typed_for, way_to
from tests.factories import NOW, TODAY, make_company, make_member, make_municipality

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.agenda.sources import list_from_rows
from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.cases.actions import OBJECT_KIND, open_case, release_cases, take_case_step
from tasuki.apps.cases.models import MoveCase
from tasuki.apps.cases.queries import find_case, list_cases
from tasuki.apps.errors import (
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.cases.kinds import KINDS

pytestmark = pytest.mark.django_db
WAYS = {
    "internal_posting": "filled",
    "internal_application": "moved",
    "internal_side": "evaluated",
    "rental": "followed_up",
    "rehire": "joined",
    "referral": "paid_via_payroll",
    "casual_talk": "held",
    "mission": "closed",
    "kigyonin": "ended",
    "regional_case": "followed_up",
}


@pytest.fixture
def hr(db):
    return make_member(make_company(), Role.COMPANY_HR)


def with_cursor(statement, key):
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])


def keeper_of(kind, hr):
    if OrganisationKind.COMPANY in kind.keepers:
        return hr
    return make_member(make_municipality(), Role.MUNICIPALITY_OPERATOR)


def opened(actor, code, **more):
    kind = KINDS[code]
    person = {"person_name": "架空 花子", "person_mail": "hanako@example.invalid"}
    return open_case(
        actor=actor,
        kind=code,
        typed=typed_for(kind, kind.opening),
        now=NOW,
        **(person if kind.has_person else {}),
        **more,
    )


def walk(actor, code, state):
    row = opened(actor, code)
    kind = KINDS[code]
    for event in way_to(kind, state)[1:]:
        row = step(actor, row, str(event))
    return row


def step(actor, row, event, **changed):
    kind = row.declaration
    found = next(one for one in kind.steps if one == event)
    return take_case_step(
        actor=actor,
        move_case_id=row.pk,
        event=event,
        typed=typed_for(kind, found) | changed,
        now=NOW,
    )


@pytest.mark.parametrize(("code", "state"), WAYS.items())
def test_whole_way_of_every_kind(hr, code, state):
    actor = keeper_of(KINDS[code], hr)

    row = walk(actor, code, state)

    with bound(actor.organisation_id, None):
        kept = find_case(move_case_id=row.pk)
        story = list_events_of(object_kind=OBJECT_KIND, object_id=row.pk)
    assert kept.state == state
    assert kept.values == row.values
    assert len(story) == len(way_to(KINDS[code], state))
    assert (kept.ended_on is not None) == (not KINDS[code].machine.allowed_events(state))


def test_every_kind_has_a_whole_way():
    assert WAYS.keys() == KINDS.keys()


def test_words_about_the_person_lie_sealed(hr):
    row = walk(hr, "rental", "selected")

    with bound(hr.organisation_id, None), connection.cursor() as cursor:
        cursor.execute("select facts::text, words::text, person_mail::text from cases_movecase")
        [(facts, words, mail)] = cursor.fetchall()
    assert "架空の内容" in facts
    assert "purpose" not in facts
    assert "架空" not in words
    assert "example" not in mail
    assert row.values["purpose"] == "架空の内容"


def test_refusal_names_its_rule_and_changes_nothing(hr):
    row = walk(hr, "rental", "design_agreed")

    with pytest.raises(RefusedError) as refused:
        step(hr, row, "consent", is_consent_single="no")

    assert refused.value.code == "H9"
    with bound(hr.organisation_id, None):
        assert find_case(move_case_id=row.pk).state == "design_agreed"


def test_bad_input_names_its_field(hr):
    kind = KINDS["internal_side"]
    typed = typed_for(kind, kind.opening) | {"share_percent": "many"}

    with pytest.raises(InvalidInputError) as refused:
        open_case(actor=hr, kind="internal_side", typed=typed, person_name="架空", now=NOW)
    assert refused.value.field == "share_percent"
    with pytest.raises(InvalidInputError) as nameless:
        open_case(actor=hr, kind="internal_side", typed=typed_for(kind, kind.opening), now=NOW)
    assert nameless.value.field == "person_name"


def test_a_kind_is_opened_by_its_keepers_only(hr):
    with pytest.raises(InvalidInputError) as refused:
        opened(hr, "regional_case")
    assert refused.value.field == "kind"


def test_no_task_takes_a_step_h12(hr):
    row = opened(hr, "internal_application")
    task = Actor.for_task(organisation_id=hr.organisation_id, kind=OrganisationKind.COMPANY)

    with pytest.raises(NotAllowedError):
        step(task, row, "screen")


def test_another_company_sees_nothing(hr):
    row = opened(hr, "internal_side")
    other = make_member(make_company(), Role.COMPANY_HR)

    with pytest.raises(NotVisibleError):
        step(other, row, "accept")
    with bound(other.organisation_id, None):
        assert list_cases().count() == 0


@pytest.mark.parametrize(
    "change",
    [
        "state = 'evaluated'",
        "kind = 'rental'",
        "state = 'no_such_state'",
        "facts = '{}'::jsonb",
    ],
)
def test_the_database_refuses_what_no_table_lists(hr, change):
    row = opened(hr, "internal_side")

    refused = pytest.raises((InternalError, ProgrammingError))
    with refused, transaction.atomic(), bound(hr.organisation_id, None):
        with_cursor(f"update cases_movecase set {change} where id = %s", row.pk)


def test_the_database_refuses_a_transfer_without_consent(hr):
    row = walk(hr, "rental", "consented")
    facts = {code: value for code, value in row.facts.items() if code != "consented_on"}

    refused = pytest.raises((InternalError, ProgrammingError))
    with refused, transaction.atomic(), bound(hr.organisation_id, None):
        MoveCase.objects.filter(pk=row.pk).update(facts=facts)


def test_no_reward_but_to_employees_h4(hr):
    row = walk(hr, "referral", "hired")
    with bound(hr.organisation_id, None):
        row.facts = row.facts | {"relation": "alumnus"}
        row.save()

    with pytest.raises(RefusedError) as refused:
        step(hr, row, "owe_reward")
    assert refused.value.code == "H4"
    reward = {"rule": "給与規程12条", "rule_shown_on": "2026-11-01", "reward_yen": 100_000}
    guarded = pytest.raises(IntegrityError, match="h4_reward")
    with guarded, transaction.atomic(), bound(hr.organisation_id, None):
        MoveCase.objects.filter(pk=row.pk).update(state="reward_due", facts=row.facts | reward)
    assert step(hr, row, "close").state == "closed"


def test_reminders_stand_in_the_calendar_until_they_are_settled(hr):
    row = walk(hr, "internal_application", "not_selected")

    with bound(hr.organisation_id, None):
        due = list_from_rows(OrganisationKind.COMPANY, today=TODAY)
    assert [one.due_on for one in due if str(row.pk) in one.key] == [TODAY + timedelta(days=14)]

    step(hr, row, "give_feedback")
    with bound(hr.organisation_id, None):
        rest = list_from_rows(OrganisationKind.COMPANY, today=TODAY)
    assert not [one for one in rest if str(row.pk) in one.key]


def test_a_running_case_keeps_its_person(hr):
    row = opened(hr, "internal_side")

    with bound(hr.organisation_id, None), pytest.raises(RefusedError) as refused:
        release_cases(record_ids=[], mails=["hanako@example.invalid"])
    assert refused.value.code == "move_running"

    step(hr, row, "decline")
    record_id = uuid4()
    with bound(hr.organisation_id, None):
        release_cases(record_ids=[record_id], mails=["hanako@example.invalid"])
        assert find_case(move_case_id=row.pk).talent_record_id == record_id
