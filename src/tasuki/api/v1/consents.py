"""Operations on consent texts, the registers of transfers, and the person's own consents."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query

from tasuki.api.area import EVERY_KIND, PERSON_AUTH, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.files import PDF, file_response
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import consents as forms
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.consent import actions, drafts, papers, registers
from tasuki.apps.consent.models import ConsentText, Purpose
from tasuki.apps.consent.parts import purposes_of
from tasuki.apps.consent.provision import record_lawful_provision
from tasuki.apps.consent.queries import list_consents, list_live_consents
from tasuki.apps.consent.renewals import renew_own_consent
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay.queries.registrations import find_own_record_id
from tasuki.core.access import OrganisationKind, Permission

area = Area(tags=["consents"])
own = Area(tags=["own data"], auth=list(PERSON_AUTH))
_VIEW = Permission.CONSENT_VIEW
_EDIT = Permission.CONSENT_EDIT
_TRANSFERS = Permission.PROVISION_VIEW
_MINE = Permission.OWN_DATA_VIEW
_DECIDE = Permission.OWN_DATA_DECIDE


@area.read("/consents", forms.ConsentOverviewOut, needs=_VIEW, kinds=EVERY_KIND)
def read_consents(request: ApiRequest) -> forms.ConsentOverviewOut:
    """Read how many consents hold, by purpose; never whose."""
    kind = OrganisationKind(request.auth.kind)
    found = registers.find_overview(kind=kind, on=timezone.localdate())
    return forms.ConsentOverviewOut(
        purposes=[
            forms.PurposeCount(
                purpose=one, live=found.live[one.value], expiring=found.expiring[one.value]
            )
            for one in purposes_of(kind)
        ],
        asked_anew=found.asked_anew,
        open_stops=found.open_stops,
    )


@area.read("/consent-texts", forms.ConsentTextPage, needs=_VIEW, kinds=EVERY_KIND)
def list_consent_texts(request: ApiRequest, page: Query[PageQuery]) -> forms.ConsentTextPage:
    """List all versions of the texts, newest first."""
    return fill_page(
        forms.ConsentTextPage,
        forms.ConsentTextOut,
        ConsentText.objects.order_by("-created_at", "-id"),
        page,
    )


@area.write("/consent-texts/draft", forms.DraftOut, needs=_EDIT, kinds=EVERY_KIND)
def save_consent_draft(request: ApiRequest, given: forms.ConsentDraftIn) -> forms.DraftOut:
    """Keep the next version of a text in one language; nobody is shown it."""
    saved = drafts.save_draft(
        actor=request.auth,
        purpose=given.purpose,
        language=given.language,
        parts=given.parts,
        items=given.items,
        now=timezone.now(),
    )
    return forms.DraftOut.from_orm(saved)


@area.write("/consent-texts/publish", forms.PublishedList, needs=_EDIT, kinds=EVERY_KIND)
def publish_consent_texts(request: ApiRequest, given: forms.PublishIn) -> forms.PublishedList:
    """Publish the drafts of a purpose as new versions."""
    published = drafts.publish_texts(actor=request.auth, now=timezone.now(), **given.model_dump())
    return forms.PublishedList(items=[forms.ConsentTextOut.from_orm(one) for one in published])


@area.read("/provisions", forms.ProvisionPage, needs=_TRANSFERS, kinds=EVERY_KIND)
def list_provisions(request: ApiRequest, page: Query[PageQuery]) -> forms.ProvisionPage:
    """List what the organisation handed over, newest first."""
    return fill_page(forms.ProvisionPage, forms.ProvisionOut, registers.list_provision_rows(), page)


@area.write("/provisions/by-law", forms.ProvisionOut, needs=_EDIT, kinds=EVERY_KIND)
def record_provision_by_law(
    request: ApiRequest, given: forms.LawfulProvisionIn
) -> forms.ProvisionOut:
    """Record what an authority was given by order of the law; needs the document's number."""
    values = given.model_dump() | {"items": dict.fromkeys(given.items, "")}
    done = record_lawful_provision(actor=request.auth, now=timezone.now(), **values)
    return forms.ProvisionOut.from_orm(done)


@area.read(
    "/provisions/person/{uuid:talent_record_id}/pdf",
    None,
    needs=_TRANSFERS,
    kinds=EVERY_KIND,
    media_type=PDF,
)
def read_person_statement(request: ApiRequest, talent_record_id: UUID) -> HttpResponse:
    """Read what was handed over about one person as PDF (D13)."""
    if registers.find_record(talent_record_id=talent_record_id) is None:
        raise NotVisibleError
    data = papers.person_statement_pdf(
        actor=request.auth,
        talent_record_id=talent_record_id,
        language=get_language() or "ja",
        now=timezone.now(),
    )
    return file_response(data, media_type=PDF, file_name="provisions.pdf")


@area.read("/receipts", forms.ReceiptPage, needs=_TRANSFERS, kinds=EVERY_KIND)
def list_receipts(request: ApiRequest, page: Query[PageQuery]) -> forms.ReceiptPage:
    """List what the organisation received, newest first."""
    return fill_page(forms.ReceiptPage, forms.ReceiptOut, registers.list_receipt_rows(), page)


@area.read("/stop-notices", forms.StopNoticePage, needs=_TRANSFERS, kinds=EVERY_KIND)
def list_stop_notices(
    request: ApiRequest, page: Query[PageQuery], is_done: bool | None = None
) -> forms.StopNoticePage:
    """List what may no longer be used here, newest first."""
    return fill_page(
        forms.StopNoticePage,
        forms.StopNoticeOut,
        registers.list_stop_notices(is_done=is_done),
        page,
    )


@area.write(
    "/stop-notices/{uuid:notice_id}/done",
    forms.StopNoticeOut,
    needs=Permission.REQUEST_DECIDE,
    kinds=EVERY_KIND,
)
def confirm_stop(request: ApiRequest, notice_id: UUID) -> forms.StopNoticeOut:
    """Confirm that the use ended and all copies are gone."""
    done = registers.confirm_stop(actor=request.auth, notice_id=notice_id, now=timezone.now())
    return forms.StopNoticeOut.from_orm(done)


@own.read("/own/consents", forms.OwnConsentList, needs=_MINE, kinds=EVERY_KIND)
def list_own_consents(request: ApiRequest, *, is_live: bool = True) -> forms.OwnConsentList:
    """List the person's consents that hold today, or every answer ever given, with the texts."""
    record_id = _own_record(request)
    found = (
        list_live_consents(talent_record_id=record_id, on=timezone.localdate())
        if is_live
        else list_consents(talent_record_id=record_id)
    )
    return forms.OwnConsentList(items=[forms.OwnConsentOut.from_orm(one) for one in found])


@own.write("/own/consents/withdraw", forms.OwnConsentList, needs=_DECIDE, kinds=EVERY_KIND)
def withdraw_own_consent(request: ApiRequest, given: forms.OwnPurposeIn) -> forms.OwnConsentList:
    """Withdraw one consent; the use stops at once and recipients are told."""
    actions.withdraw_consents(
        actor=request.auth,
        talent_record_id=_own_record(request),
        purposes=(Purpose(given.purpose),),
        channel="api",
        now=timezone.now(),
    )
    return list_own_consents(request)


@own.write("/own/consents/renew", forms.OwnConsentList, needs=_DECIDE, kinds=EVERY_KIND)
def renew_consent(request: ApiRequest, given: forms.OwnPurposeIn) -> forms.OwnConsentList:
    """Let a live consent go on, to the text of today."""
    renew_own_consent(
        actor=request.auth,
        talent_record_id=_own_record(request),
        purpose=Purpose(given.purpose),
        language=get_language() or "ja",
        channel="api",
        now=timezone.now(),
    )
    return list_own_consents(request)


def _own_record(request: ApiRequest) -> UUID:
    found = find_own_record_id(actor=request.auth)
    if found is None:
        raise NotVisibleError
    return found
