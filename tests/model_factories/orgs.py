"""Organisations, accounts and what stands outside the fence."""

from uuid import uuid4

import factory
from tests.factories import NOW, TODAY
from tests.model_factories.parts import IN_A_YEAR, RowOf, add, new_id, one_of, serial

from tasuki.apps.audit.models import AuditCut, AuditEvent
from tasuki.apps.imports.models import (
    ImportChange,
    ImportFile,
    ImportProfile,
    ImportRun,
    StagedRow,
)
from tasuki.apps.keys.models import DataKey
from tasuki.apps.messages.models import Notification, OutboxMail, Suppression
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
from tasuki.apps.quarantine.models import HeldText
from tasuki.core.access import OrganisationKind, Role

add(
    Organisation,
    slug=serial("org-"),
    kind=OrganisationKind.COMPANY,
    name="みなと精機",
    is_synthetic=True,
)
add(
    Account,
    email=factory.LazyFunction(lambda: f"{uuid4().hex[:10]}@example.invalid"),
    name="北村 花",
    password="!",
)


add(Membership, account=RowOf(Account), role=Role.COMPANY_HR)
add(Invitation, email="new@example.invalid", role=Role.COMPANY_HR, invited_by_id=1, expires_at=NOW)
add(Licence, number="13-ユ-000000", valid_from=TODAY, valid_to=IN_A_YEAR)
add(
    Door,
    kind=Door.Kind.INVITATION,
    digest=factory.LazyFunction(lambda: uuid4().bytes * 2),
    subject=new_id(),
)
add(AccountLink, account=RowOf(Account), talent_record_id=new_id())
add(SavedFilter, page="company:applications", name="今月", query="outcome=not_selected")
add(ApiToken, name="給与連携", key_end="0000", role=Role.COMPANY_HR, created_by_id=1)
add(
    ApiCall,
    key=serial("call-"),
    route="POST /api/v1/openings",
    fingerprint="0" * 64,
    status=200,
    content_type="application/json",
)
add(
    AuditEvent,
    number=factory.Sequence(lambda number: 1_000_000 + number),
    happened_at=NOW,
    kind="registration.accept",
    object_kind="registration",
    object_id="0",
    previous_hash="0" * 64,
    hash="0" * 64,
)
add(AuditCut, number=factory.Sequence(lambda number: 1_000 + number), hash="0" * 64)
add(
    HeldText,
    talent_record_id=factory.LazyFunction(uuid4),
    application_id=factory.LazyFunction(uuid4),
    place="備考",
    codes=["F01"],
    text="本籍の話",
)
add(ImportRun, file_name="応募者.csv", file_hash="0" * 64, state=ImportRun.State.DONE)
add(ImportFile, run=one_of(ImportRun))
add(StagedRow, run=one_of(ImportRun), line=2, verdict=StagedRow.Verdict.NEW)
add(ImportChange, run=one_of(ImportRun), label="people.Application", made_ids=[])
add(
    ImportProfile,
    kind="applicants",
    name="採用管理",
    signature=serial("signature-"),
    saved_at=NOW,
)
add(
    OutboxMail,
    kind="result_notice",
    to_address="person@example.invalid",
    subject="選考結果のご連絡",
    text="本文",
    message_id=serial("<message-"),
    send_after=NOW,
)
add(
    Suppression,
    address_index=factory.LazyFunction(lambda: uuid4().bytes * 2),
    reason=Suppression.Reason.OPT_OUT,
)
add(Notification, text="通知", text_en="Notice")
add(DataKey, subject_id=new_id(), master_version=1, wrapped=bytes(60))
