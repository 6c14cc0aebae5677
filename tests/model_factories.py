"""One factory for every model: the smallest valid row of one organisation.

``make_row(Model, organisation)`` writes it with the organisation bound; a repository test fails
when a model has no factory here.
"""

import datetime
from typing import Any
from uuid import uuid4

import factory
from django.db import models
from factory.django import DjangoModelFactory
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.sealed import SealedTextField
from tasuki.apps.audit.models import AuditCut, AuditEvent
from tasuki.apps.consent.events import hash_text
from tasuki.apps.consent.models import (
    ConsentDraft,
    ConsentEvent,
    ConsentText,
    ProvisionRecord,
    ReceiptRecord,
    StopNotice,
)
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.keys.models import DataKey
from tasuki.apps.messages.models import Notification, OutboxMail, Suppression
from tasuki.apps.moves.models import (
    ContractWork,
    Delivery,
    Secondment,
    SideWork,
    SideWorkDay,
    SideWorkMonth,
)
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import (
    Account,
    AccountLink,
    ApiCall,
    ApiToken,
    Door,
    Invitation,
    Licence,
    Membership,
    Organisation,
    SavedFilter,
)
from tasuki.apps.passport.models import CompanyBlock, PassportGrant, PassportItem
from tasuki.apps.people.models import (
    Application,
    ApplicationStep,
    NumberSeries,
    RecordView,
    TalentRecord,
)
from tasuki.apps.placement.models import (
    FeeEntry,
    Introduction,
    JobOrder,
    JobSeeker,
    WorkRequest,
)
from tasuki.apps.quarantine.models import HeldText
from tasuki.apps.region.models import CountAgreement, RegionalCount
from tasuki.apps.relay import models as relay
from tasuki.apps.rights.models import Incident, IncidentPerson, IncidentStep, RightsRequest
from tasuki.apps.upkeep.models import DisposalRun, LegalHold, LockedAccess, LockedRecord
from tasuki.core.access import OrganisationKind, Role

IN_A_YEAR = TODAY + datetime.timedelta(days=365)
ITEMS = {"name": "北村 花"}

_PAPERS: dict[type[models.Model], dict[str, Any]] = {
    Licence: {"valid_from": datetime.date(2020, 1, 1)},
    relay.FeeTable: {
        "version": 1,
        "filed_on": datetime.date(2020, 1, 1),
        "free_slot_clause": "10名につき1枠",
    },
    relay.Consultation: {"consulted_on": datetime.date(2020, 1, 1)},
}
FACTORIES: dict[type[models.Model], type[DjangoModelFactory]] = {}


def make_row(model: type[models.Model], organisation: Organisation, **fields: Any) -> Any:
    """Write one row of a model for an organisation and return it."""
    with bound(organisation.pk, None):
        if model._meta.app_label in {"placement", "relay"} and model not in _PAPERS:
            _put_on_file(organisation)
        return FACTORIES[model].create(organisation=organisation, **fields)


def _put_on_file(organisation: Organisation) -> None:
    """Licence, filed fee table and consultation: without them the database refuses the rows."""
    for paper in _PAPERS:
        if not paper._default_manager.filter(organisation=organisation).exists():
            FACTORIES[paper].create(organisation=organisation, **_PAPERS[paper])


def _one_of(model: type[models.Model]) -> factory.SubFactory:
    """Return a row that belongs to the same organisation."""
    return factory.SubFactory(
        FACTORIES[model], organisation=factory.SelfAttribute("..organisation")
    )


def _add(model: type[models.Model], **fields: Any) -> None:
    FACTORIES[model] = factory.make_factory(model, FACTORY_CLASS=DjangoModelFactory, **fields)


def _new_id() -> factory.LazyFunction:
    return factory.LazyFunction(uuid4)


def _serial(text: str) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: f"{text}{uuid4().hex[:10]}")


def _set_if(states: str, value: Any, *, otherwise: Any = None) -> factory.LazyAttribute:
    """Return a value for rows that are made in one of these states: the law asks for it there."""
    return factory.LazyAttribute(lambda row: value if row.state in states.split() else otherwise)


# --- Outside the fence -----------------------------------------------------------------------
_add(
    Organisation,
    slug=_serial("org-"),
    kind=OrganisationKind.COMPANY,
    name="みなと精機",
    is_synthetic=True,
)
_add(
    Account,
    email=factory.LazyFunction(lambda: f"{uuid4().hex[:10]}@example.invalid"),
    name="北村 花",
    password="!",
)


# --- Organisations ---------------------------------------------------------------------------
_add(Membership, account=factory.SubFactory(FACTORIES[Account]), role=Role.COMPANY_HR)
_add(Invitation, email="new@example.invalid", role=Role.COMPANY_HR, invited_by_id=1, expires_at=NOW)
_add(Licence, number="13-ユ-000000", valid_from=TODAY, valid_to=IN_A_YEAR)
_add(
    Door,
    kind=Door.Kind.INVITATION,
    digest=factory.LazyFunction(lambda: uuid4().bytes * 2),
    subject=_new_id(),
)
_add(AccountLink, account=factory.SubFactory(FACTORIES[Account]), talent_record_id=_new_id())
_add(SavedFilter, page="company:applications", name="今月", query="outcome=not_selected")
_add(ApiToken, name="給与連携", key_end="0000", role=Role.COMPANY_HR, created_by_id=1)
_add(
    ApiCall,
    key=_serial("call-"),
    route="POST /api/v1/openings",
    fingerprint="0" * 64,
    status=200,
    content_type="application/json",
)
_add(
    AuditEvent,
    number=factory.Sequence(lambda number: 1_000_000 + number),
    happened_at=NOW,
    kind="registration.accept",
    object_kind="registration",
    object_id="0",
    previous_hash="0" * 64,
    hash="0" * 64,
)
_add(AuditCut, number=factory.Sequence(lambda number: 1_000 + number), hash="0" * 64)
_add(
    HeldText,
    talent_record_id=factory.LazyFunction(uuid4),
    application_id=factory.LazyFunction(uuid4),
    place="備考",
    codes=["F01"],
    text="本籍の話",
)
_add(ImportRun, file_name="応募者.csv", file_hash="0" * 64, state=ImportRun.State.DONE)
_add(
    OutboxMail,
    kind="result_notice",
    to_address="person@example.invalid",
    subject="選考結果のご連絡",
    text="本文",
    message_id=_serial("<message-"),
    send_after=NOW,
)
_add(
    Suppression,
    address_index=factory.LazyFunction(lambda: uuid4().bytes * 2),
    reason=Suppression.Reason.OPT_OUT,
)
_add(Notification, text="通知", text_en="Notice")
_add(DataKey, subject_id=_new_id(), master_version=1, wrapped=bytes(60))


# --- People, openings, consent ---------------------------------------------------------------
_add(
    TalentRecord,
    number=_serial("P-"),
    family_name="北村",
    given_name="花",
    mail="person@example.invalid",
)
_add(Application, talent_record=_one_of(TalentRecord), number=_serial("A-"), job_title="生産管理")
_add(ApplicationStep, application=_one_of(Application), stage="一次面接")
_add(NumberSeries, name=_serial("series-"))
_add(
    Opening,
    number=_serial("J-"),
    title="生産管理",
    occupation="生産管理",
    workplace="みなと市",
    as_of=TODAY,
)
_add(
    ConsentText,
    purpose="placement",
    language="ja",
    version=factory.Sequence(lambda number: number + 1),
    body="同意文",
    valid_from=TODAY,
)
_add(
    ConsentDraft,
    purpose="placement",
    language=factory.LazyFunction(lambda: uuid4().hex[:10]),
    parts={"who": "{name}"},
    items=["name"],
)
_add(
    ConsentEvent,
    talent_record_id=_new_id(),
    kind=ConsentEvent.Kind.GIVEN,
    purpose="placement",
    text=_one_of(ConsentText),
    text_hash=factory.LazyAttribute(
        lambda row: hash_text(getattr(row, "shown_text", "") or row.text.body)
    ),
    channel="web",
    happened_at=NOW,
)
_add(
    ProvisionRecord,
    talent_record_id=_new_id(),
    recipient_name="みなと警察署",
    purpose="捜査関係事項照会への回答",
    items=["name"],
    basis="law",
    document_number="照会第1号",
    payload_hash="0" * 64,
    provided_at=NOW,
    keep_until=IN_A_YEAR,
)
_add(
    ReceiptRecord,
    provision_record_id=_new_id(),
    provider_id=1,
    provider_name="あおば人材",
    purpose="選考",
    items=["name"],
    payload_hash="0" * 64,
    received_at=NOW,
    keep_until=IN_A_YEAR,
)
_add(
    StopNotice,
    receipt=_one_of(ReceiptRecord),
    reason="withdrawn",
    told_at=NOW,
)


# --- Retention -------------------------------------------------------------------------------
_add(
    LegalHold,
    subject_id=_new_id(),
    reason="訴訟の準備",
    placed_by_name="責任 太郎",
    placed_at=NOW,
)
_add(
    DisposalRun,
    number=factory.Sequence(lambda number: number + 1),
    as_of=NOW,
    started_at=NOW,
    started_by_name="Tasuki",
    state=DisposalRun.State.DONE,
    planned_digest="0" * 64,
    digest="0" * 64,
)
_add(
    LockedRecord,
    source="placement.JobSeeker",
    source_id=_new_id(),
    basis="職業安定法施行規則24条の7",
    ground="request",
    locked_at=NOW,
)
_add(LockedAccess, locked_record=_one_of(LockedRecord), reason="定期指導", opened_at=NOW)


# --- The agency's books ----------------------------------------------------------------------
_add(
    JobOrder,
    number=_serial("O-"),
    company_id=1,
    employer_name="みなと精機",
    received_on=TODAY,
    valid_to=IN_A_YEAR,
    occupation="生産管理",
    workplace="みなと市",
    term="期間の定めなし",
    wage="月給25万円",
)
_add(
    JobSeeker,
    number=_serial("S-"),
    talent_record_id=_new_id(),
    name="北村 花",
    accepted_on=TODAY,
    valid_to=IN_A_YEAR,
)
_add(Introduction, job_order=_one_of(JobOrder), job_seeker=_one_of(JobSeeker), introduced_on=TODAY)
_add(
    FeeEntry,
    introduction=_one_of(Introduction),
    payer_name="みなと精機",
    charged_on=TODAY,
    kind="slot",
    amount_yen=0,
    basis="無料枠",
)
_add(
    WorkRequest,
    talent_record_id=_new_id(),
    requested_on=TODAY,
    way=WorkRequest.Way.REGISTRATION,
)
_add(
    CountAgreement,
    municipality_id=factory.Sequence(lambda number: 1_000_000 + number),
    agreed_on=TODAY,
)
_add(
    RegionalCount,
    company_id=factory.Sequence(lambda number: 1_000_000 + number),
    company_name="みなと精機",
    month=TODAY.replace(day=1),
)


# --- Relay -----------------------------------------------------------------------------------
_add(relay.FeeTable, version=factory.Sequence(lambda number: number + 1), rate_permille=300)
_add(relay.Consultation, office="需給調整事業部", consulted_on=TODAY, answer="回答")
_add(
    relay.RelayContract,
    book_id=_new_id(),
    version=1,
    company_id=1,
    company_name="みなと精機",
    agency_name="あおば人材",
    fee_table_version=1,
)
_add(
    relay.RelayLink,
    book_id=_new_id(),
    company_id=1,
    code=_serial("MNT-"),
    active_from=TODAY,
    active_to=IN_A_YEAR,
    accepted_to=IN_A_YEAR,
)
_add(
    relay.IssuedCode,
    book_id=_new_id(),
    link_id=_new_id(),
    agency_id=1,
    code="MNT-0",
    active_from=TODAY,
    active_to=IN_A_YEAR,
    accepted_to=IN_A_YEAR,
)
_add(
    relay.Registration,
    link=_one_of(relay.RelayLink),
    contract=_one_of(relay.RelayContract),
    book_id=_new_id(),
    company_id=1,
    company_name="みなと精機",
    mail="person@example.invalid",
    stage_declared="document_screening",
    state="started",
    decided_by_id=_set_if("refused", 1),
    decided_at=_set_if("refused", NOW),
    decision_code=_set_if("refused", "N9", otherwise=""),
    counted_by_id=_set_if("not_counted reversed", 1),
    counted_at=_set_if("not_counted reversed", NOW),
    count_code=_set_if("not_counted reversed", "N4", otherwise=""),
)
_add(
    relay.Slot,
    contract=_one_of(relay.RelayContract),
    book_id=_new_id(),
    company_id=1,
    company_name="みなと精機",
    agency_name="あおば人材",
    number=factory.Sequence(lambda number: number + 1),
    granted_on=TODAY,
    expires_on=IN_A_YEAR,
)
_add(relay.SlotEvent, slot_id=_new_id(), happened_at=NOW, code="L1", after="granted")
_add(
    relay.Credit,
    registration=_one_of(relay.Registration),
    contract=factory.SelfAttribute("registration.contract"),
    book_id=_new_id(),
    earned_at=NOW,
)
_add(
    relay.Release,
    talent_record_id=_new_id(),
    company_id=1,
    company_name="みなと精機",
    job_title="生産管理",
    purpose="選考",
    asked_at=NOW,
    answer_by=IN_A_YEAR,
)
_add(
    relay.SlotCandidate,
    slot_id=_new_id(),
    release_id=_new_id(),
    receipt_record_id=_new_id(),
    released=ITEMS,
    presented_at=NOW,
)
_add(
    relay.PurposeNotice,
    version=factory.Sequence(lambda number: number + 1),
    text="利用目的",
    shown_from=TODAY,
)
_add(
    relay.NoticeTemplate,
    name=_serial("結果通知"),
    version=1,
    subject="選考結果のご連絡",
    body="本文",
)
_add(
    relay.Invite,
    application=factory.SubFactory(
        FACTORIES[Application],
        organisation=factory.SelfAttribute("..organisation"),
        outcome=Application.Outcome.NOT_SELECTED,
    ),
    state="draft",
    result_notified_at=_set_if("result_notified cooling invited", NOW),
    result_decided_by_id=1,
    result_decided_by_name="人事 一郎",
    result_reason="経験年数",
)
_add(
    relay.Statement,
    book_id=_new_id(),
    contract_id=_new_id(),
    contract_version=1,
    company_id=1,
    company_name="みなと精機",
    agency_id=2,
    agency_name="あおば人材",
    month=TODAY.replace(day=1),
    number=1,
    totals={},
    issued_at=NOW,
    issued_by="相談 花子",
    dispute_until=IN_A_YEAR,
)
_add(
    relay.Dispute,
    statement_book_id=_new_id(),
    statement_month=TODAY.replace(day=1),
    company_id=1,
    company_name="みなと精機",
    note="件数について",
    opened_by="人事 一郎",
    opened_at=NOW,
    due_on=IN_A_YEAR,
)


class ViewerFactory(DjangoModelFactory):
    """Makes the shared object; the database shows it to its keeper."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[models.Model], *args: Any, **kwargs: Any) -> Any:
        shared = model_class._meta.get_field("subject").related_model
        return model_class._default_manager.get(subject=FACTORIES[shared].create(**kwargs))


for _model in (relay.ContractViewer, relay.SlotViewer, relay.DisputeViewer):
    FACTORIES[_model] = factory.make_factory(_model, FACTORY_CLASS=ViewerFactory)


# --- Canaries --------------------------------------------------------------------------------

_MEANING = {
    "agency_name",
    "company_name",
    "decision_code",
    "count_code",
    "skip_code",
    "state",
    "state_before_pause",
    "state_before_suspension",
    "shape",
    "theme",
}
_MEANING |= {"stage_declared", "duplicate_reason", "duplicate_resolution", "pay_unit", "outcome"}
_MEANING |= {"outcome_code", "reversal_code", "before", "after", "reservation_key"}
_MEANING |= {"object_kind", "language", "slug", "hash", "previous_hash", "text_hash", "file_hash"}
_MEANING |= {"kind", "purpose", "gap_reason", "consent_method", "job_kind", "hours_model"}
_MEANING |= {"refusal_ground", "work_kind", "end_exception"}


def canary_fields(model: type[models.Model], mark: str) -> dict[str, Any]:
    """Return the mark for every field in which an organisation's own words stand."""
    found: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.name in _MEANING or field.choices or isinstance(field, models.FileField):
            continue
        if isinstance(field, models.EmailField) or getattr(field, "is_mail", False):
            found[field.name] = f"{mark.lower()}-{uuid4().hex[:8]}@example.invalid"
        elif isinstance(field, SealedTextField) and (field.max_length or 20) < 20 + len(mark):
            found[field.name] = mark[: field.max_length]
        elif isinstance(field, models.TextField | SealedTextField):
            found[field.name] = f"{mark} 本文"
        elif isinstance(field, models.CharField) and field.max_length >= len(mark) + 9:
            found[field.name] = f"{mark}-{uuid4().hex[:8]}"
    return found


def plant(model: type[models.Model], organisation: Organisation, mark: str, **fields: Any) -> Any:
    """Write a row whose every text holds the mark, but for the fields given."""
    return make_row(model, organisation, **(canary_fields(model, mark) | fields))


# --- A person's own: behind the fence by account, written with ``owned`` ----------------------
_add(
    RecordView,
    talent_record_id=_new_id(),
    viewer_id=1,
    role=Role.COMPANY_HR,
    viewed_on=TODAY,
    first_at=NOW,
)
_add(
    CompanyBlock,
    account=factory.SubFactory(FACTORIES[Account]),
    name="みなと精機",
    name_key=_serial("みなと精機"),
)
_add(
    PassportItem,
    account=factory.SubFactory(FACTORIES[Account]),
    kind=PassportItem.Kind.SKILL,
    title="品質管理",
    updated_at=NOW,
)
_add(PassportGrant, item=factory.SubFactory(FACTORIES[PassportItem]), reader_id=1)


# --- Moves -----------------------------------------------------------------------------------
_add(
    Secondment,
    number=_serial("M-"),
    kind="secondment",
    person_name="架空 一郎",
    person_number=_serial("E"),
    host_name="みさき食品株式会社",
)
_add(
    SideWork,
    number=_serial("W-"),
    person_name="架空 二郎",
    person_number=_serial("E"),
    other_name="架空塾",
    duties="週末の講師",
    own_contract_on=TODAY,
    other_contract_on=TODAY,
    starts_on=TODAY,
)
_add(SideWorkMonth, side_work=_one_of(SideWork), month=TODAY.replace(day=1))
_add(SideWorkDay, sheet=_one_of(SideWorkMonth), worked_on=TODAY)
_add(
    ContractWork,
    number=_serial("F-"),
    supplier_name="架空デザイン",
    starts_on=TODAY,
)
_add(
    Delivery,
    contract=_one_of(ContractWork),
    received_on=TODAY,
    pay_on=TODAY,
    agreed_yen=100_000,
)


# --- Requests and incidents ------------------------------------------------------------------
_add(
    RightsRequest,
    number=_serial("R-"),
    kind="disclosure",
    channel=RightsRequest.Channel.PAPER,
    claimant_name="北村 花",
    received_at=NOW,
    answer_by=TODAY + datetime.timedelta(days=14),
)
_add(
    Incident,
    number=_serial("J-"),
    title="宛先の取り違え",
    known_at=NOW,
    preliminary_by=TODAY + datetime.timedelta(days=5),
    final_by=TODAY + datetime.timedelta(days=29),
)
_add(IncidentStep, incident=_one_of(Incident), kind="note", happened_at=NOW)
_add(IncidentPerson, incident=_one_of(Incident), source="hand", talent_record_id=_new_id())
