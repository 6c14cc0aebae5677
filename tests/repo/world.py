"""Two pairs of a company and an agency, a municipality, and a member in every role.

Every table holds at least one row of each organisation, and every text in it holds the mark of
that organisation.  A mark that shows up where it does not belong is a leak.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.test import Client
from tests.factories import NOW, TODAY, make_account, make_member, make_organisation
from tests.model_factories import IN_A_YEAR, plant
from tests.repo.tables import tenant_models, viewer_models

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.ledger import open_book, post
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import AccountLink, Door, Invitation, Organisation
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay import models as relay
from tasuki.apps.relay.statement_drafts import totals_of
from tasuki.core.access import KIND_ROLES, OrganisationKind, Role
from tasuki.core.relay.parameters import RelayParameters, parameters_to_json
from tasuki.web.middleware import SESSION_KEY, organisation_side, record_side

LANGUAGE = "ja"


@dataclass
class Side:
    """One organisation: its mark, its rows by model, and its members by role."""

    name: str
    organisation: Organisation
    mark: str
    rows: dict[type[models.Model], Any] = field(default_factory=dict)
    actors: dict[Role, Actor] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    """All sides by name; ``company`` and ``agency`` are one pair, the two others another."""

    sides: dict[str, Side]
    person: Actor

    def __getitem__(self, name: str) -> Side:
        return self.sides[name]

    def principals(self) -> dict[str, Actor | None]:
        """Return who may knock: nobody, all of the first pair, the owners of the other."""
        found: dict[str, Actor | None] = {"nobody": None}
        for name in ("company", "agency", "municipality", "platform"):
            found |= {str(role): actor for role, actor in self[name].actors.items()}
        found["person"] = self.person
        for name in ("other_company", "other_agency"):
            owner = next(iter(self[name].actors.values()))
            found[name] = owner
        return found


def client_of(actor: Actor | None) -> Client:
    """Return a browser, signed in as the actor where there is one."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # else the file server warns
    client = Client(raise_request_exception=False, headers={"Accept-Language": LANGUAGE})
    if actor is not None:
        client.force_login(get_user_model().objects.get(pk=actor.account_id))
        session = client.session
        side = record_side if actor.role is Role.PERSON else organisation_side
        session[SESSION_KEY] = side(actor.organisation_id)
        session.save()
    return client


def make_world() -> World:
    """Write everything; the caller's transaction decides how long it stays."""
    kinds = {
        "company": OrganisationKind.COMPANY,
        "agency": OrganisationKind.AGENCY,
        "other_company": OrganisationKind.COMPANY,
        "other_agency": OrganisationKind.AGENCY,
        "municipality": OrganisationKind.MUNICIPALITY,
        "platform": OrganisationKind.PLATFORM,
    }
    sides = {
        name: Side(name, make_organisation(kind), f"QX{number}CANARY")
        for number, (name, kind) in enumerate(kinds.items())
    }
    for side in sides.values():
        for role in KIND_ROLES[OrganisationKind(side.organisation.kind)]:
            side.actors[role] = make_member(side.organisation, role)
    _pair(sides["company"], sides["agency"])
    _pair(sides["other_company"], sides["other_agency"])
    for name in ("municipality", "platform"):
        _plant_rest(sides[name])
    return World(sides, _person(sides["agency"]))


def _person(agency: Side) -> Actor:
    account = make_account()
    record = agency.rows[TalentRecord]
    with bound(agency.organisation.pk, None):
        AccountLink.objects.create(
            organisation=agency.organisation, account=account, talent_record_id=record.pk
        )
    return Actor(
        organisation_id=agency.organisation.pk,
        kind=OrganisationKind.AGENCY,
        role=Role.PERSON,
        account_id=account.pk,
        talent_record_id=record.pk,
    )


def _pair(company: Side, agency: Side) -> None:
    """Write the relay between the two: the agency's rows, and what the company has of them."""
    book = uuid4()
    both = {
        "book_id": book,
        "company_id": company.organisation.pk,
        "company_name": company.organisation.name,
    }
    contract = _keep(
        agency,
        relay.RelayContract,
        **both,
        version=1,
        state="running",
        agency_name=agency.organisation.name,
        parameters=parameters_to_json(RelayParameters()),
        consulted_on=TODAY,
        fee_table_filed_on=TODAY,
        company_signed_at=NOW,
        agency_signed_at=NOW,
        valid_from=TODAY,
        valid_to=IN_A_YEAR,
    )
    with bound(agency.organisation.pk, None):
        open_book(contract_id=book)
        for debit, credit in (("registrations", "earned"), ("slot_source", "slot_open")):
            key = f"world:{credit.replace('_', '-')}"
            post(
                contract_id=book,
                key=key,
                debit=debit,
                credit=credit,
                amount=1,
                reason="K1",
                effective_on=TODAY,
            )
    link = _keep(
        agency,
        relay.RelayLink,
        book_id=book,
        company_id=company.organisation.pk,
        code=f"MINATO-{book.hex[:6].upper()}",
    )
    talent = _keep(agency, TalentRecord)
    registration = _keep(
        agency,
        relay.Registration,
        **both,
        contract=contract,
        link=link,
        state="agency_queue",
        talent_record_id=talent.pk,
        due_on=IN_A_YEAR,
        consented_at=NOW,
        completed_at=NOW,
    )
    _slot_of(company, agency, contract, both, registration)
    _statements(company, agency, contract, both)
    _keep(
        company, relay.IssuedCode, book_id=book, link_id=link.pk, agency_id=agency.organisation.pk
    )
    _notice_of(company, book)
    for side in (company, agency):
        _plant_rest(side)
        _doors(side)


def _notice_of(company: Side, book: UUID) -> None:
    """Write an application that was not selected and told of the relay."""
    application = _keep(company, Application, outcome=Application.Outcome.NOT_SELECTED)
    _keep(
        company,
        relay.Invite,
        application=application,
        book_id=book,
        state="invited",
        result_notified_at=NOW,
        invited_at=NOW,
    )


def _slot_of(
    company: Side,
    agency: Side,
    contract: relay.RelayContract,
    both: dict[str, Any],
    registration: relay.Registration,
) -> None:
    slot = _keep(
        agency,
        relay.Slot,
        **both,
        contract=contract,
        agency_name=agency.organisation.name,
        state="granted",
    )
    _keep(
        agency, relay.Credit, registration=registration, contract=contract, book_id=both["book_id"]
    )
    _keep(
        agency,
        relay.Release,
        company_id=both["company_id"],
        company_name=both["company_name"],
        slot=slot,
        registration_id=registration.pk,
        talent_record_id=registration.talent_record_id,
    )
    _keep(company, relay.SlotCandidate, slot_id=slot.pk)
    for side in (company, agency):
        _keep(side, relay.SlotEvent, slot_id=slot.pk)
    dispute = _keep(
        agency,
        relay.Dispute,
        company_id=both["company_id"],
        company_name=both["company_name"],
        statement_book_id=both["book_id"],
    )
    for shared in (contract, slot, dispute):
        _show(agency, shared, company)


def _statements(
    company: Side, agency: Side, contract: relay.RelayContract, both: dict[str, Any]
) -> None:
    for side in (company, agency):
        _keep(
            side,
            relay.Statement,
            **both,
            contract_id=contract.pk,
            agency_id=agency.organisation.pk,
            agency_name=agency.organisation.name,
            totals=totals_of([], opening={}) | {"informed": 12, "expiring": 0},
        )


def _keep(side: Side, model: type[models.Model], **fields: Any) -> Any:
    """Plant one row with the fields that the story needs and remember it."""
    side.rows[model] = plant(model, side.organisation, side.mark, **fields)
    return side.rows[model]


def _show(agency: Side, row: models.Model, company: Side) -> None:
    with bound(agency.organisation.pk, None), connection.cursor() as cursor:
        cursor.execute(
            f"select tasuki.show_{row._meta.db_table}(%s, %s)", [row.pk, company.organisation.pk]
        )


def _plant_rest(side: Side) -> None:
    for model in tenant_models():
        if model not in side.rows and model not in viewer_models():
            _keep(side, model)


def _doors(side: Side) -> None:
    """Make a key of each kind to the row that it is for."""
    subjects: dict[str, type[models.Model]] = {
        Door.Kind.RELAY_CODE: relay.RelayLink,
        Door.Kind.CONFIRM_MAIL: relay.Registration,
        Door.Kind.REGISTRATION: relay.Registration,
        Door.Kind.RELEASE: relay.Release,
        Door.Kind.RESULT: relay.Invite,
        Door.Kind.STOP_NOTICES: relay.Invite,
    }
    is_company = side.organisation.kind == OrganisationKind.COMPANY
    for kind in Door.Kind:
        if (kind in (Door.Kind.RESULT, Door.Kind.STOP_NOTICES)) is not is_company:
            continue  # keys to results are the company's, all others the agency's
        model = subjects.get(kind)
        subject: UUID = side.rows[model].pk if model in side.rows else uuid4()
        if kind == Door.Kind.INVITATION:
            subject = side.rows[Invitation].pk
        key = side.rows[relay.RelayLink].code if kind == Door.Kind.RELAY_CODE else None
        with bound(side.organisation.pk, None):
            side.keys[str(kind)] = make_door(kind=kind, subject=subject, key=key)
