"""What the database itself refuses, whoever asks: edits of the past and steps not listed."""

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from tests.factories import make_agency
from tests.model_factories import make_row
from tests.repo.tables import name_of, our_models

from tasuki.adapters.postgres.context import bound
from tasuki.core.alumni import machines as alumni
from tasuki.core.fees import machines as fees
from tasuki.core.introductions.machine import CASE, INTERVIEW
from tasuki.core.moves import machines as moves
from tasuki.core.openings.states import POSTING
from tasuki.core.pool import machines as pool
from tasuki.core.relay import machines
from tasuki.core.rights.breach import INCIDENT
from tasuki.core.rights.requests import REQUEST
from tasuki.core.rounds import machine as rounds

pytestmark = pytest.mark.django_db

MACHINES = {
    "relay.Invite": machines.INVITE,
    "relay.Registration": machines.REGISTRATION,
    "relay.Credit": machines.CREDIT,
    "relay.Slot": machines.SLOT,
    "relay.RelayContract": machines.CONTRACT,
    "relay.RelayLink": machines.LINK,
    "relay.Release": machines.RELEASE,
    "relay.Dispute": machines.DISPUTE,
    "relay.Statement": machines.STATEMENT,
    "moves.Secondment": moves.MOVE,
    "moves.SideWork": moves.SIDE_WORK,
    "moves.SideWorkMonth": moves.SHEET,
    "moves.ContractWork": moves.CONTRACT_WORK,
    "moves.Delivery": moves.DELIVERY,
    "pool.PoolEntry": pool.POOL,
    "alumni.AlumniMember": alumni.ALUMNI,
    "fees.FeeAgreement": fees.AGREEMENT,
    "fees.Invoice": fees.INVOICE,
    "openings.Opening": POSTING,
    "introductions.IntroductionCase": CASE,
    "introductions.Interview": INTERVIEW,
    "rounds.Round": rounds.ROUND,
    "rounds.RoundPerson": rounds.PERSON,
    "rights.RightsRequest": REQUEST,
    "rights.Incident": INCIDENT,
}
# What the law asks for besides the step (H4, H12) is checked by constraints and triggers of
# their own; see tests/apps/policy.
STEPS_WITH_MORE_CONDITIONS = {
    ("relay.RelayContract", "running"),
    ("relay.Invite", "invited"),
    ("fees.FeeAgreement", "accepted"),
    ("fees.FeeAgreement", "replaced"),
    ("fees.FeeAgreement", "ended"),
    ("fees.Invoice", "issued"),
    ("fees.Invoice", "cancelled"),
    ("relay.Release", "sent"),
    ("relay.Registration", "refused"),
    ("relay.Registration", "not_counted"),
    ("relay.Registration", "reversed"),
}


def protected(operation):
    """Return the models whose rows the database protects against an operation."""
    return [
        model
        for model in our_models()
        if any(
            isinstance(trigger, pgtrigger.Protect)
            and not isinstance(trigger, (pgtrigger.FSM, pgtrigger.ReadOnly))
            and operation in str(trigger.operation).upper()
            for trigger in getattr(model._meta, "triggers", [])
        )
    ]


def run_sql(organisation, statement, key):
    with bound(organisation.pk, None), connection.cursor() as cursor:
        cursor.execute(statement, [key])
        return cursor.rowcount


def is_let_through(model, organisation, before, after):
    """Return whether the guard lets a new row pass; None where the law refuses before it."""
    update = f"update {model._meta.db_table} set state = '{after}' where id = %s"
    try:
        with transaction.atomic():
            row = make_row(model, organisation, state=before)
    except IntegrityError:
        return None
    try:
        with transaction.atomic():
            run_sql(organisation, update, row.pk)
    except ProgrammingError:
        return False
    except IntegrityError as refusal:
        # A constraint looks at the row after the guard did; a check of law may come before it.
        return True if refusal.__cause__.diag.constraint_name else None
    return True


def test_append_only_tables_are_these():
    assert {name_of(model) for model in protected("UPDATE")} == {
        "audit.AuditEvent",
        "upkeep.LockedAccess",
        "upkeep.DisposalRun",
        "audit.AuditCut",
        "books.ReportFreeze",
        "consent.ConsentEvent",
        "consent.ConsentText",
        "consent.ProvisionRecord",
        "consent.ReceiptRecord",
        "fees.Payment",
        "insights.CostEntry",
        "insights.FigureMonth",
        "openings.OpeningVersion",
        "people.RecordView",
        "placement.FeeEntry",
        "placement.WorkRequest",
        "rights.IncidentStep",
    }


@pytest.mark.parametrize("model", protected("UPDATE"), ids=name_of)
def test_append_only_row_is_not_edited(model):
    agency = make_agency()
    row = make_row(model, agency)
    table = model._meta.db_table

    with pytest.raises(DatabaseError, match="Cannot update"):
        run_sql(agency, f"update {table} set created_at = now() where id = %s", row.pk)


@pytest.mark.parametrize("model", protected("DELETE"), ids=name_of)
def test_append_only_row_is_not_deleted(model):
    agency = make_agency()
    row = make_row(model, agency)

    # From a shared table nobody may delete at all; the trigger behind it is not reached.
    with pytest.raises(DatabaseError, match=r"Cannot .*delete|permission denied"):
        run_sql(agency, f"delete from {model._meta.db_table} where id = %s", row.pk)


@pytest.mark.parametrize(
    "column", ["month", "number", "totals", "reasons", "balance_after", "issued_at"]
)
def test_totals_of_an_issued_statement_are_not_edited(column):
    from_other = {"month": "month + 1", "totals": "'{\"planted\": 1}'", "reasons": "'{\"p\": 1}'"}
    value = from_other.get(column, f"{column} + " + ("interval '1 s'" if "_at" in column else "1"))
    agency = make_agency()
    model = next(model for model in our_models() if name_of(model) == "relay.Statement")
    row = make_row(model, agency)

    with pytest.raises(DatabaseError, match="Cannot update"):
        run_sql(agency, f"update relay_statement set {column} = {value} where id = %s", row.pk)


def test_every_model_with_a_state_has_a_guard():
    guarded = {
        name_of(model)
        for model in our_models()
        if any(isinstance(found, pgtrigger.FSM) for found in getattr(model._meta, "triggers", []))
    }

    assert guarded == set(MACHINES)


@pytest.mark.parametrize("name", MACHINES)
def test_database_lets_through_exactly_the_listed_steps(name):
    machine = MACHINES[name]
    model = next(model for model in our_models() if name_of(model) == name)
    agency = make_agency()
    listed = {(str(before), str(after)) for before, after in machine.pairs()}
    asked = [
        (str(before), str(after))
        for before in machine.states
        for after in machine.states
        if before != after and not {(name, before), (name, after)} & STEPS_WITH_MORE_CONDITIONS
    ]

    answers = {step: is_let_through(model, agency, *step) for step in asked}

    passed = {step for step, is_through in answers.items() if is_through}
    known = {step for step, is_through in answers.items() if is_through is not None}
    assert passed == listed & known
    assert passed
