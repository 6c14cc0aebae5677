"""Read company codes: the public page, the agency's list, the company's own copies."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.qr import make_qr_svg
from tasuki.apps.actor import Actor
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.orgs.queries import find_door, find_licence
from tasuki.apps.policy import check_licence_on
from tasuki.apps.relay.models import IssuedCode, RelayContract, RelayLink
from tasuki.apps.relay.policy import PUBLIC_PATH, person_actor
from tasuki.core.relay.machines import ContractState, LinkState
from tasuki.core.relay.parameters import parameters_from_json
from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLink:
    """What the public page may show about a live code; nothing about anybody's registration."""

    link_id: UUID
    code: str
    contract_id: UUID
    agency_id: int
    agency_name: str
    agency_name_en: str
    agency_address: str
    agency_contact: str
    agency_phone: str
    complaint_contact: str
    handled_range: str
    company_name: str
    licence_number: str
    licence_valid_to: date | None
    language: str
    min_stage: str
    ratio: int
    fee_rate_permille: int | None
    refund_rule: str
    is_rotated: bool

    @property
    def actor(self) -> Actor:
        """Somebody who opened the page and has no registration yet."""
        return person_actor(organisation_id=self.agency_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkProblem:
    """Why a code opens nothing today, and whom the reader can ask.

    ``code`` is one of unknown, not_yet, expired, revoked, paused, licence.
    """

    code: str
    text: Words
    agency_name: str = ""
    agency_contact: str = ""
    agency_phone: str = ""


def find_public_link(*, code: str, now: datetime) -> PublicLink | LinkProblem:
    """Return what a company code opens; works before any organisation is bound.

    Args:
        code: as typed or scanned; upper and lower case are the same.
        now: when; the licence and the contract must be valid that day.
    """
    door = find_door(kind=Door.Kind.RELAY_CODE, key=normalise_code(code), now=now)
    if door is None:
        return LinkProblem(code="unknown", text=_UNKNOWN)
    with bound(door.organisation_id, None):
        link = RelayLink.objects.filter(id=door.subject).first()
        if link is None:
            return LinkProblem(code="unknown", text=_UNKNOWN)
        return _open(link, now=now)


def find_open_link(*, link: RelayLink, now: datetime) -> PublicLink | LinkProblem:
    """Return what a link of the agency bound now opens."""
    return _open(link, now=now)


def normalise_code(code: str) -> str:
    """Return a code as it is stored: trimmed, upper case."""
    return code.strip().upper()


def find_link(*, link_id: UUID) -> RelayLink:
    """Return one link of the agency bound now.

    Raises:
        NotVisibleError: there is none.
    """
    link = RelayLink.objects.filter(id=link_id).first()
    if link is None:
        raise NotVisibleError
    return link


def lock_link(*, link_id: UUID) -> RelayLink:
    """Return one link, locked until the transaction ends.

    Raises:
        NotVisibleError: there is none.
    """
    link = RelayLink.objects.select_for_update(of=("self",)).filter(id=link_id).first()
    if link is None:
        raise NotVisibleError
    return link


def list_links(
    *, book_id: UUID | None = None, state: str | None = None
) -> "QuerySet[RelayLink, RelayLink]":
    """Return the agency's links, the newest first.

    Args:
        book_id: only the codes of one company's contract.
        state: only links in this state.
    """
    links = RelayLink.objects.order_by("-active_from", "-created_at", "-id")
    if book_id is not None:
        links = links.filter(book_id=book_id)
    return links.filter(state=state) if state is not None else links


def list_issued_codes(*, book_id: UUID | None = None) -> "QuerySet[IssuedCode, IssuedCode]":
    """Return the company's own copies of its codes, the newest first; no counters in them."""
    codes = IssuedCode.objects.order_by("-active_from", "-created_at", "-id")
    return codes.filter(book_id=book_id) if book_id is not None else codes


def public_address(code: str) -> str:
    """Return the address of the registration page of a code."""
    return settings.BASE_URL + PUBLIC_PATH.format(code=code)


def qr_svg(*, code: str) -> str:
    """Return the QR code of a registration page as SVG text."""
    return make_qr_svg(public_address(code), title=code)


def _open(link: RelayLink, *, now: datetime) -> PublicLink | LinkProblem:
    today = localdate(now)
    agency = Organisation.objects.get(id=link.organisation_id)
    contract = RelayContract.objects.filter(
        book_id=link.book_id, state=ContractState.RUNNING
    ).first()
    problem = _problem_of(link, today=today, is_running=contract is not None)
    if problem is not None or contract is None:
        code, text = problem or ("paused", _PAUSED)
        return LinkProblem(
            code=code,
            text=text,
            agency_name=agency.name,
            agency_contact=agency.contact_mail,
            agency_phone=agency.phone,
        )
    licence = find_licence(on=today)
    rules = parameters_from_json(contract.parameters)
    return PublicLink(
        link_id=link.id,
        code=link.code,
        contract_id=contract.id,
        agency_id=agency.id,
        agency_name=agency.name,
        agency_name_en=agency.name_en,
        agency_address=f"{agency.postal_code} {agency.address}".strip(),
        agency_contact=agency.contact_mail,
        agency_phone=agency.phone,
        complaint_contact=agency.complaint_contact,
        handled_range=agency.handled_range,
        company_name=contract.company_name,
        licence_number=licence.number if licence else contract.licence_number,
        licence_valid_to=licence.valid_to if licence else contract.licence_valid_to,
        language=link.language,
        min_stage=rules.min_stage,
        ratio=rules.ratio,
        fee_rate_permille=contract.fee_rate_permille,
        refund_rule=contract.refund_rule,
        is_rotated=link.state == LinkState.ROTATED,
    )


def _problem_of(link: RelayLink, *, today: date, is_running: bool) -> tuple[str, Words] | None:
    if link.state == LinkState.REVOKED:
        return "revoked", _REVOKED
    if today < link.active_from:
        return "not_yet", _NOT_YET
    if link.state == LinkState.EXPIRED or today > link.accepted_to:
        return "expired", _EXPIRED
    if check_licence_on(on=today) is not None:
        return "licence", _LICENCE
    return None if is_running else ("paused", _PAUSED)


_UNKNOWN = Words(
    "このコードは見つかりません。案内に書かれたコードを確かめて、もう一度入力してください。",
    "This code was not found. Check the code in the notice and enter it again.",
)
_NOT_YET = Words(
    "このコードはまだ使えません。開始日を過ぎてから、もう一度開いてください。",
    "This code cannot be used yet. Open it again after its first day.",
)
_EXPIRED = Words(
    "このコードの受付期間は終わりました。登録をご希望の方は、人材紹介会社へ直接お問い合わせください。",
    "This code has expired. If you wish to register, please contact the agency directly.",
)
_REVOKED = Words(
    "このコードは使えなくなりました。登録をご希望の方は、人材紹介会社へ直接お問い合わせください。",
    "This code was revoked. If you wish to register, please contact the agency directly.",
)
_PAUSED = Words(
    "現在、この窓口の受付を停止しています。人材紹介会社へ直接お問い合わせください。",
    "Registration through this page is paused. Please contact the agency directly.",
)
_LICENCE = Words(
    "人材紹介会社の許可の有効期間を確認しているため、受付を停止しています。"
    "人材紹介会社へ直接お問い合わせください。（H1）",
    "Registration is stopped while the agency's licence is being checked. "
    "Please contact the agency directly. (H1)",
)
