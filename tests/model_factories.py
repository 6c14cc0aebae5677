"""One factory for every model: the smallest valid row of one organisation.

``make_row(Model, organisation)`` writes it with the organisation bound; a repository test fails
when a model has no factory here.
"""

import datetime
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import factory
from django.db import models
from factory.django import DjangoModelFactory
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.consent.models import ConsentEvent, ConsentText, ProvisionRecord, ReceiptRecord
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.messages.models import Notification, OutboxMail, Suppression
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
from tasuki.apps.people.models import Application, ApplicationStep, NumberSeries, TalentRecord
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.apps.region.models import CountAgreement, RegionalCount
from tasuki.apps.relay import models as relay
from tasuki.core.access import OrganisationKind, Role

IN_A_YEAR = TODAY + datetime.timedelta(days=365)
ITEMS = {"name": "北村 花"}

FACTORIES: dict[type[models.Model], type[DjangoModelFactory]] = {}


class RowFactory(DjangoModelFactory):
    """What all factories here share."""

    class Meta:
        abstract = True


def make_row(model: type[models.Model], organisation: Organisation, **fields: Any) -> Any:
    """Write one row of a model for an organisation and return it."""
    with bound(organisation.pk, None):
        return FACTORIES[model].create(organisation=organisation, **fields)


def _one_of(row_factory: type[DjangoModelFactory]) -> factory.SubFactory:
    """Return a row that belongs to the same organisation."""
    return factory.SubFactory(row_factory, organisation=factory.SelfAttribute("..organisation"))


def _new_id() -> factory.LazyFunction:
    return factory.LazyFunction(uuid4)


def _serial(text: str) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: f"{text}{uuid4().hex[:10]}")


# --- Outside the fence -----------------------------------------------------------------------


class OrganisationFactory(RowFactory):
    class Meta:
        model = Organisation

    slug = _serial("org-")
    kind = OrganisationKind.COMPANY
    name = "みなと精機"
    is_synthetic = True


class AccountFactory(RowFactory):
    class Meta:
        model = Account

    email = factory.LazyFunction(lambda: f"{uuid4().hex[:10]}@example.invalid")
    name = "北村 花"
    password = "!"


# --- Organisations ---------------------------------------------------------------------------


class MembershipFactory(RowFactory):
    class Meta:
        model = Membership

    account = factory.SubFactory(AccountFactory)
    role = Role.COMPANY_HR


class InvitationFactory(RowFactory):
    class Meta:
        model = Invitation

    email = "new@example.invalid"
    role = Role.COMPANY_HR
    invited_by_id = 1
    expires_at = NOW


class LicenceFactory(RowFactory):
    class Meta:
        model = Licence

    number = "13-ユ-000000"
    valid_from = TODAY
    valid_to = IN_A_YEAR


class DoorFactory(RowFactory):
    class Meta:
        model = Door

    kind = Door.Kind.INVITATION
    digest = factory.LazyFunction(lambda: uuid4().bytes * 2)
    subject = _new_id()


class AccountLinkFactory(RowFactory):
    class Meta:
        model = AccountLink

    account = factory.SubFactory(AccountFactory)
    talent_record_id = _new_id()


class SavedFilterFactory(RowFactory):
    class Meta:
        model = SavedFilter

    page = "company:applications"
    name = "今月"
    query = "outcome=not_selected"


class ApiTokenFactory(RowFactory):
    class Meta:
        model = ApiToken

    name = "給与連携"
    key_end = "0000"
    role = Role.COMPANY_HR
    created_by_id = 1


class ApiCallFactory(RowFactory):
    class Meta:
        model = ApiCall

    key = _serial("call-")
    route = "POST /api/v1/openings"
    fingerprint = "0" * 64
    status = 200
    content_type = "application/json"


class AuditEventFactory(RowFactory):
    class Meta:
        model = AuditEvent

    number = factory.Sequence(lambda number: 1_000_000 + number)
    happened_at = NOW
    kind = "registration.accept"
    object_kind = "registration"
    object_id = "0"
    previous_hash = "0" * 64
    hash = "0" * 64


class ImportRunFactory(RowFactory):
    class Meta:
        model = ImportRun

    file_name = "応募者.csv"
    file_hash = "0" * 64
    state = ImportRun.State.DONE


class OutboxMailFactory(RowFactory):
    class Meta:
        model = OutboxMail

    kind = "result_notice"
    to_address = "person@example.invalid"
    subject = "選考結果のご連絡"
    text = "本文"
    message_id = _serial("<message-")
    send_after = NOW


class SuppressionFactory(RowFactory):
    class Meta:
        model = Suppression

    address_index = factory.LazyFunction(lambda: uuid4().bytes * 2)
    reason = Suppression.Reason.OPT_OUT


class NotificationFactory(RowFactory):
    class Meta:
        model = Notification

    text = "通知"
    text_en = "Notice"


# --- People, openings, consent ---------------------------------------------------------------


class TalentRecordFactory(RowFactory):
    class Meta:
        model = TalentRecord

    number = _serial("P-")
    family_name = "北村"
    given_name = "花"
    mail = "person@example.invalid"


class ApplicationFactory(RowFactory):
    class Meta:
        model = Application

    talent_record = _one_of(TalentRecordFactory)
    number = _serial("A-")
    job_title = "生産管理"


class ApplicationStepFactory(RowFactory):
    class Meta:
        model = ApplicationStep

    application = _one_of(ApplicationFactory)
    stage = "一次面接"


class NumberSeriesFactory(RowFactory):
    class Meta:
        model = NumberSeries

    name = _serial("series-")


class OpeningFactory(RowFactory):
    class Meta:
        model = Opening

    number = _serial("J-")
    title = "生産管理"
    occupation = "生産管理"
    workplace = "みなと市"
    as_of = TODAY


class ConsentTextFactory(RowFactory):
    class Meta:
        model = ConsentText

    purpose = "placement"
    language = "ja"
    version = factory.Sequence(lambda number: number + 1)
    body = "同意文"
    valid_from = TODAY


class ConsentEventFactory(RowFactory):
    class Meta:
        model = ConsentEvent

    talent_record_id = _new_id()
    kind = ConsentEvent.Kind.GIVEN
    purpose = "placement"
    text = _one_of(ConsentTextFactory)
    text_hash = "0" * 64
    channel = "web"
    happened_at = NOW


class ProvisionRecordFactory(RowFactory):
    class Meta:
        model = ProvisionRecord

    talent_record_id = _new_id()
    recipient_id = 1
    recipient_name = "みなと精機"
    purpose = "選考"
    items = ITEMS
    consent_reference = "release:0"
    provided_at = NOW


class ReceiptRecordFactory(RowFactory):
    class Meta:
        model = ReceiptRecord

    provision_record_id = _new_id()
    provider_id = 1
    provider_name = "あおば人材"
    purpose = "選考"
    items = ITEMS
    received_at = NOW


# --- The agency's books ----------------------------------------------------------------------


class JobOrderFactory(RowFactory):
    class Meta:
        model = JobOrder

    number = _serial("O-")
    company_id = 1
    employer_name = "みなと精機"
    received_on = TODAY
    valid_to = IN_A_YEAR
    occupation = "生産管理"
    workplace = "みなと市"
    term = "期間の定めなし"
    wage = "月給25万円"


class JobSeekerFactory(RowFactory):
    class Meta:
        model = JobSeeker

    number = _serial("S-")
    talent_record_id = _new_id()
    name = "北村 花"
    accepted_on = TODAY
    valid_to = IN_A_YEAR


class IntroductionFactory(RowFactory):
    class Meta:
        model = Introduction

    job_order = _one_of(JobOrderFactory)
    job_seeker = _one_of(JobSeekerFactory)
    introduced_on = TODAY


class FeeEntryFactory(RowFactory):
    class Meta:
        model = FeeEntry

    introduction = _one_of(IntroductionFactory)
    payer_name = "みなと精機"
    charged_on = TODAY
    kind = "slot"
    amount_yen = 0
    basis = "無料枠"


class CountAgreementFactory(RowFactory):
    class Meta:
        model = CountAgreement

    municipality_id = factory.Sequence(lambda number: 1_000_000 + number)
    agreed_on = TODAY


class RegionalCountFactory(RowFactory):
    class Meta:
        model = RegionalCount

    company_id = factory.Sequence(lambda number: 1_000_000 + number)
    company_name = "みなと精機"
    month = TODAY.replace(day=1)


# --- Relay -----------------------------------------------------------------------------------


class FeeTableFactory(RowFactory):
    class Meta:
        model = relay.FeeTable

    version = factory.Sequence(lambda number: number + 1)
    rate_permille = 300


class ConsultationFactory(RowFactory):
    class Meta:
        model = relay.Consultation

    office = "需給調整事業部"
    consulted_on = TODAY
    answer = "回答"


class RelayContractFactory(RowFactory):
    class Meta:
        model = relay.RelayContract

    book_id = _new_id()
    version = 1
    company_id = 1
    company_name = "みなと精機"
    agency_name = "あおば人材"


class RelayLinkFactory(RowFactory):
    class Meta:
        model = relay.RelayLink

    book_id = _new_id()
    company_id = 1
    code = _serial("MNT-")
    active_from = TODAY
    active_to = IN_A_YEAR
    accepted_to = IN_A_YEAR


class IssuedCodeFactory(RowFactory):
    class Meta:
        model = relay.IssuedCode

    book_id = _new_id()
    link_id = _new_id()
    agency_id = 1
    code = "MNT-0"
    active_from = TODAY
    active_to = IN_A_YEAR
    accepted_to = IN_A_YEAR


class RegistrationFactory(RowFactory):
    class Meta:
        model = relay.Registration

    link = _one_of(RelayLinkFactory)
    contract = _one_of(RelayContractFactory)
    book_id = _new_id()
    company_id = 1
    company_name = "みなと精機"
    mail = "person@example.invalid"
    stage_declared = "一次面接"


class SlotFactory(RowFactory):
    class Meta:
        model = relay.Slot

    contract = _one_of(RelayContractFactory)
    book_id = _new_id()
    company_id = 1
    company_name = "みなと精機"
    agency_name = "あおば人材"
    number = factory.Sequence(lambda number: number + 1)
    granted_on = TODAY
    expires_on = IN_A_YEAR


class SlotEventFactory(RowFactory):
    class Meta:
        model = relay.SlotEvent

    slot_id = _new_id()
    happened_at = NOW
    code = "L1"
    after = "granted"


class CreditFactory(RowFactory):
    class Meta:
        model = relay.Credit

    registration = _one_of(RegistrationFactory)
    contract = factory.SelfAttribute("registration.contract")
    book_id = _new_id()
    earned_at = NOW


class ReleaseFactory(RowFactory):
    class Meta:
        model = relay.Release

    talent_record_id = _new_id()
    company_id = 1
    company_name = "みなと精機"
    job_title = "生産管理"
    purpose = "選考"
    asked_at = NOW
    answer_by = IN_A_YEAR


class SlotCandidateFactory(RowFactory):
    class Meta:
        model = relay.SlotCandidate

    slot_id = _new_id()
    release_id = _new_id()
    receipt_record_id = _new_id()
    released = ITEMS
    presented_at = NOW


class PurposeNoticeFactory(RowFactory):
    class Meta:
        model = relay.PurposeNotice

    version = factory.Sequence(lambda number: number + 1)
    text = "利用目的"
    shown_from = TODAY


class NoticeTemplateFactory(RowFactory):
    class Meta:
        model = relay.NoticeTemplate

    name = _serial("結果通知")
    version = 1
    subject = "選考結果のご連絡"
    body = "本文"


class InviteFactory(RowFactory):
    class Meta:
        model = relay.Invite

    application = _one_of(ApplicationFactory)
    result_decided_by_id = 1
    result_decided_by_name = "人事 一郎"
    result_reason = "経験年数"


class StatementFactory(RowFactory):
    class Meta:
        model = relay.Statement

    book_id = _new_id()
    contract_id = _new_id()
    contract_version = 1
    company_id = 1
    company_name = "みなと精機"
    agency_id = 2
    agency_name = "あおば人材"
    month = TODAY.replace(day=1)
    number = 1
    totals: dict[str, int] = {}
    issued_at = NOW
    issued_by = "相談 花子"
    dispute_until = IN_A_YEAR


class DisputeFactory(RowFactory):
    class Meta:
        model = relay.Dispute

    statement_book_id = _new_id()
    statement_month = TODAY.replace(day=1)
    company_id = 1
    company_name = "みなと精機"
    note = "件数について"
    opened_by = "人事 一郎"
    opened_at = NOW
    due_on = IN_A_YEAR


class ViewerFactory(RowFactory):
    """Makes the shared object; the database shows it to its keeper."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[models.Model], *args: Any, **kwargs: Any) -> Any:
        subject = cls._subject().create(**kwargs)
        return model_class._default_manager.get(subject=subject)

    @classmethod
    def _subject(cls) -> type[DjangoModelFactory]:
        return FACTORIES[cls._meta.model._meta.get_field("subject").related_model]


class ContractViewerFactory(ViewerFactory):
    class Meta:
        model = relay.ContractViewer


class SlotViewerFactory(ViewerFactory):
    class Meta:
        model = relay.SlotViewer


class DisputeViewerFactory(ViewerFactory):
    class Meta:
        model = relay.DisputeViewer


def _all_factories(start: type[DjangoModelFactory]) -> Iterator[type[DjangoModelFactory]]:
    for row_factory in start.__subclasses__():
        if not row_factory._meta.abstract:
            yield row_factory
        yield from _all_factories(row_factory)


FACTORIES.update({found._meta.model: found for found in _all_factories(RowFactory)})


# --- Canaries --------------------------------------------------------------------------------

_MEANING = {"state", "state_before_pause", "state_before_suspension", "shape", "theme"}
_MEANING |= {"object_kind", "language", "slug", "hash", "previous_hash", "text_hash", "file_hash"}


def canary_fields(model: type[models.Model], mark: str) -> dict[str, Any]:
    """Return the mark for every field in which an organisation's own words stand."""
    found: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.name in _MEANING or field.choices or isinstance(field, models.FileField):
            continue
        if isinstance(field, models.EmailField):
            found[field.name] = f"{mark.lower()}-{uuid4().hex[:8]}@example.invalid"
        elif isinstance(field, models.TextField):
            found[field.name] = f"{mark} 本文"
        elif isinstance(field, models.CharField) and field.max_length >= len(mark) + 9:
            found[field.name] = f"{mark}-{uuid4().hex[:8]}"
    return found


def plant(model: type[models.Model], organisation: Organisation, mark: str) -> Any:
    """Write a row whose every text holds the mark; a mark elsewhere is a leak."""
    if issubclass(FACTORIES[model], ViewerFactory):
        return make_row(model, organisation)
    return make_row(model, organisation, **canary_fields(model, mark))


def row_ids(rows: list[models.Model]) -> list[UUID | int]:
    """Return the keys of rows."""
    return [row.pk for row in rows]
