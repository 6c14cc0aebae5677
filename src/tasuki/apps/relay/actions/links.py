"""Issue, label, rotate and revoke company codes.

A code belongs to a company, never to a person. The agency's link counts page views; the
company keeps a copy of the code without counters, so that nothing live can be read from it.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.orgs.queries import digest_of
from tasuki.apps.relay.models import IssuedCode, RelayContract, RelayLink
from tasuki.apps.relay.policy import make_code
from tasuki.apps.relay.queries.contracts import find_contract as find_visible_contract
from tasuki.apps.relay.queries.contracts import find_running_contract
from tasuki.apps.relay.queries.links import lock_link
from tasuki.core.access import Permission
from tasuki.core.law.acts import Act
from tasuki.core.relay.counting import rotated_code_last_day
from tasuki.core.relay.labels import LINK_LABELS
from tasuki.core.relay.machines import LINK, ContractState, LinkEvent, LinkState
from tasuki.core.relay.parameters import parameters_from_json
from tasuki.core.relay.texts import check_wording

LABEL_CHARACTERS_MAX = 60
CODE_TRIES_MAX = 20
LANGUAGES = ("ja", "en")


@action(act=Act.RECOMMEND)
def issue_link(
    *,
    actor: Actor,
    contract_id: UUID,
    label_job: str = "",
    label_stage: str = "",
    label_text: str = "",
    language: str = "ja",
    now: datetime,
) -> RelayLink:
    """Issue a company code under a running contract.

    Args:
        actor: member of the agency.
        contract_id: the running version.
        label_job: job the code is printed for, at most 60 characters.
        label_stage: selection stage it is printed for.
        label_text: text variant it is printed in.
        language: ``ja`` or ``en``, the page's first language.
        now: when.

    Raises:
        RefusedError: the contract does not run, or the licence is not valid today (H1).
        InvalidInputError: a label is too long, promises something or evaluates people.
    """
    require(actor, Permission.LINK_EDIT)
    contract = find_visible_contract(contract_id=contract_id)
    if contract.state != ContractState.RUNNING:
        raise RefusedError(
            ja="運用中の契約がないため、コードを発行できません。契約の運用を開始してください。",
            en="No code can be issued, because the contract is not running. Start it first.",
            code="contract",
        )
    labels = _checked_labels(label_job=label_job, label_stage=label_stage, label_text=label_text)
    if language not in LANGUAGES:
        raise InvalidInputError(
            ja="言語は日本語か英語を選んでください。",
            en="Choose Japanese or English.",
            field="language",
        )
    link = _issue(actor, contract, labels=labels, language=language, now=now)
    _record(actor, link, LinkEvent.ISSUE, now=now)
    return link


@action(act=None)
def edit_labels(
    *,
    actor: Actor,
    link_id: UUID,
    label_job: str,
    label_stage: str,
    label_text: str,
    now: datetime,
) -> RelayLink:
    """Rename a link; the code stays.

    Raises:
        InvalidInputError: a label is too long, promises something or evaluates people.
        NotVisibleError: no such link.
    """
    require(actor, Permission.LINK_EDIT)
    link = lock_link(link_id=link_id)
    labels = _checked_labels(label_job=label_job, label_stage=label_stage, label_text=label_text)
    for name, value in labels.items():
        setattr(link, name, value)
    link.save(update_fields=list(labels))
    _update_copy(actor, link, **labels)
    _record(actor, link, "label", now=now)
    return link


@action(act=None)
def rotate_link(*, actor: Actor, link_id: UUID, now: datetime) -> RelayLink:
    """Replace a code by a new one; the old one is accepted for 30 more days.

    Returns:
        The new link, with the labels of the old one.

    Raises:
        RefusedError: the link is not active, or the contract does not run.
    """
    require(actor, Permission.LINK_EDIT)
    return _rotate(actor, lock_link(link_id=link_id), now=now)


@action(act=None)
def revoke_link(*, actor: Actor, link_id: UUID, reason: str, now: datetime) -> RelayLink:
    """Stop a code at once; its page shows the agency's contact.

    Raises:
        InvalidInputError: no reason is given.
        RefusedError: the link is expired or revoked already.
    """
    require(actor, Permission.LINK_EDIT)
    if not reason.strip():
        raise InvalidInputError(
            ja="理由を入力してください。", en="Enter the reason.", field="reason"
        )
    link = lock_link(link_id=link_id)
    before = link.state
    link.state = _next_state(link, LinkEvent.REVOKE)
    link.accepted_to = min(link.accepted_to, localdate(now))
    link.save(update_fields=["state", "accepted_to"])
    _update_copy(actor, link, state=link.state, accepted_to=link.accepted_to)
    _record(actor, link, LinkEvent.REVOKE, now=now, before=before, reason=reason.strip())
    return link


@action(act=None)
def count_page_view(*, actor: Actor, link_id: UUID, now: datetime) -> None:
    """Add one to the page views of a link: a sum, without any trace of who looked.

    Args:
        actor: ``PublicLink.actor``.
        link_id: the link whose page was opened.
        now: when.
    """
    require(actor, Permission.OWN_DATA_VIEW)
    RelayLink.objects.filter(id=link_id).update(view_count=F("view_count") + 1)


@action(act=None)
def rotate_due_links(*, actor: Actor, now: datetime) -> int:
    """Rotate every active code whose days are over and whose contract runs.

    Returns:
        How many codes were rotated.
    """
    require(actor, Permission.LINK_EDIT)
    due = (
        RelayLink.objects.select_for_update(of=("self",))
        .filter(state=LinkState.ACTIVE, active_to__lt=localdate(now))
        .order_by("id")
    )
    count = 0
    for link in due:
        if find_running_contract(book_id=link.book_id) is not None:
            _rotate(actor, link, now=now)
            count += 1
    return count


@action(act=None)
def expire_links(*, actor: Actor, now: datetime) -> int:
    """Close every rotated code whose last accepted day is over.

    Returns:
        How many codes expired.
    """
    require(actor, Permission.LINK_EDIT)
    over = (
        RelayLink.objects.select_for_update(of=("self",))
        .filter(state=LinkState.ROTATED, accepted_to__lt=localdate(now))
        .order_by("id")
    )
    count = 0
    for link in over:
        link.state = _next_state(link, LinkEvent.EXPIRE)
        link.save(update_fields=["state"])
        _update_copy(actor, link, state=link.state)
        _record(actor, link, LinkEvent.EXPIRE, now=now, before=LinkState.ROTATED)
        count += 1
    return count


def _rotate(actor: Actor, link: RelayLink, *, now: datetime) -> RelayLink:
    after = _next_state(link, LinkEvent.ROTATE)
    contract = find_running_contract(book_id=link.book_id)
    if contract is None:
        raise RefusedError(
            ja="運用中の契約がないため、コードを交換できません。契約の運用を再開してください。",
            en="The code cannot be replaced, because the contract is not running. Resume it first.",
            code="contract",
        )
    today = localdate(now)
    labels = {name: getattr(link, name) for name in ("label_job", "label_stage", "label_text")}
    new = _issue(actor, contract, labels=labels, language=link.language, now=now)
    link.state, link.active_to = after, min(link.active_to, today)
    link.accepted_to = rotated_code_last_day(today)
    link.save(update_fields=["state", "active_to", "accepted_to"])
    _update_copy(actor, link, state=after, active_to=link.active_to, accepted_to=link.accepted_to)
    _record(actor, link, LinkEvent.ROTATE, now=now, before=LinkState.ACTIVE)
    _record(actor, new, LinkEvent.ISSUE, now=now)
    return new


def _issue(
    actor: Actor,
    contract: RelayContract,
    *,
    labels: dict[str, str],
    language: str,
    now: datetime,
) -> RelayLink:
    """Write link, door and the company's copy under a code that nobody has."""
    company = Organisation.objects.get(id=contract.company_id)
    first = localdate(now)
    last = first + timedelta(days=parameters_from_json(contract.parameters).code_rotation_days)
    link = RelayLink(
        id=uuid4(),
        organisation_id=contract.organisation_id,
        book_id=contract.book_id,
        company_id=company.id,
        language=language,
        active_from=first,
        active_to=last,
        accepted_to=rotated_code_last_day(last),
        **labels,
    )
    link.code = _take_code(company.slug, link)
    link.save(force_insert=True)
    with bound(company.id, actor.account_id):
        IssuedCode.objects.create(
            organisation_id=company.id,
            book_id=link.book_id,
            link_id=link.id,
            agency_id=link.organisation_id,
            code=link.code,
            active_from=link.active_from,
            active_to=link.active_to,
            accepted_to=link.accepted_to,
            **labels,
        )
    return link


def _take_code(slug: str, link: RelayLink) -> str:
    """Open the door of a new code; one that somebody else has is drawn again."""
    for _ in range(CODE_TRIES_MAX):
        code = make_code(slug)
        try:
            with transaction.atomic():
                Door.objects.create(
                    organisation_id=link.organisation_id,
                    kind=Door.Kind.RELAY_CODE,
                    digest=digest_of(code),
                    subject=link.id,
                )
        except IntegrityError:
            continue
        return code
    raise RefusedError(
        ja="コードを作れませんでした。もう一度発行してください。",
        en="No free code was found. Issue it again.",
        code="code",
    )


def _checked_labels(**labels: str) -> dict[str, str]:
    for field, value in labels.items():
        if len(value.strip()) > LABEL_CHARACTERS_MAX:
            raise InvalidInputError(
                ja=f"ラベルは{LABEL_CHARACTERS_MAX}文字以内で入力してください。",
                en=f"Enter a label of at most {LABEL_CHARACTERS_MAX} characters.",
                field=field,
            )
        if hits := check_wording(value):
            raise InvalidInputError(
                ja=f"「{hits[0].found}」はラベルに使えません。{hits[0].reason.ja}",
                en=f"“{hits[0].found}” cannot stand in a label. {hits[0].reason.en}",
                field=field,
            )
    return {field: value.strip() for field, value in labels.items()}


def _next_state(link: RelayLink, event: LinkEvent) -> LinkState:
    state = LinkState(link.state)
    if LINK.can(state, event):
        return LINK.next_state(state, event)
    label = LINK_LABELS[state].label
    raise RefusedError(
        ja=f"このコードは「{label.ja}」のため、この操作はできません。"
        "一覧を読み込み直し、最新の状態を確認してください。",
        en=f"This code is “{label.en}”, so this cannot be done. "
        "Reload the list and check the present state.",
        code="state",
    )


def _update_copy(actor: Actor, link: RelayLink, **values: str | date) -> None:
    with bound(link.company_id, actor.account_id):
        IssuedCode.objects.filter(link_id=link.id).update(**values)


def _record(
    actor: Actor,
    link: RelayLink,
    kind: str,
    *,
    now: datetime,
    before: str = "",
    reason: str = "",
) -> None:
    """Write the event into the chains of both sides; it says nothing about anybody."""
    for organisation_id in (link.organisation_id, link.company_id):
        with bound(organisation_id, actor.account_id):
            audit.record(
                actor=actor,
                kind=f"link.{kind}",
                object_kind="link",
                object_id=link.id,
                now=now,
                before=before,
                after=link.state,
                reason=reason,
            )
