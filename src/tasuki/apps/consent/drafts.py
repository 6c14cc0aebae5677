"""Write the next version of a consent text, look at it, publish it; published ones never change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.models import ConsentDraft, ConsentText, Purpose
from tasuki.apps.consent.parts import LANGUAGES, check_parts, needed_parts, purposes_of
from tasuki.apps.consent.queries import find_text
from tasuki.apps.consent.texts import is_valid_on, render_text
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.core.access import OrganisationKind, Permission


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as people would read it beside what holds today."""

    draft: ConsentDraft
    body: str
    current: ConsentText | None


@action(act=None)
def save_draft(
    *,
    actor: Actor,
    purpose: Purpose,
    language: str,
    parts: Mapping[str, str],
    items: Sequence[str],
    now: datetime,
) -> ConsentDraft:
    """Keep the next version of a text in one language; nobody is shown it yet.

    Args:
        actor: an owner of the organisation.
        purpose: what the text asks for.
        language: ``ja``, ``en`` or ``ja-simple``.
        parts: text by part; none that the law asks for can be left out.
        items: what is used, keys of ``parts.ITEMS``.
        now: when.

    Raises:
        InvalidInputError: a part lacks something; the field names it.
        RefusedError: H3 or H4 by the wording.
        NotVisibleError: the organisation does not ask for this purpose.
    """
    require(actor, Permission.CONSENT_EDIT)
    _check_purpose(actor, purpose)
    kept = {part: parts.get(part, "").strip() for part in needed_parts(purpose)}
    check_parts(purpose, language, kept, items=items)
    draft, _ = ConsentDraft.objects.update_or_create(
        organisation_id=actor.organisation_id,
        purpose=purpose,
        language=language,
        defaults={"parts": kept, "items": list(items), "saved_by_id": actor.account_id},
    )
    _record(actor, "consent_text.draft", draft.id, purpose, now=now)
    return draft


@action(act=None)
def discard_draft(*, actor: Actor, purpose: Purpose, language: str, now: datetime) -> None:
    """Throw a draft away.

    Raises:
        NotVisibleError: there is none.
    """
    require(actor, Permission.CONSENT_EDIT)
    found = ConsentDraft.objects.filter(purpose=purpose, language=language).first()
    if found is None:
        raise NotVisibleError
    _record(actor, "consent_text.discard", found.id, purpose, now=now)
    found.delete()


def preview_draft(*, actor: Actor, purpose: Purpose, language: str, now: datetime) -> Preview:
    """Return a draft as people would read it.

    Raises:
        NotVisibleError: there is none.
    """
    require(actor, Permission.CONSENT_EDIT)
    draft = ConsentDraft.objects.filter(purpose=purpose, language=language).first()
    if draft is None:
        raise NotVisibleError
    current = find_text(purpose=purpose, language=language, on=localdate(now))
    return Preview(draft, _render(actor, draft, on=localdate(now)), current)


@action(act=None)
def publish_texts(
    *,
    actor: Actor,
    purpose: Purpose,
    valid_from: date,
    needs_new_consent: bool = False,
    old_stops_on: date | None = None,
    now: datetime,
) -> list[ConsentText]:
    """Publish the drafts of a purpose, one new version for each language that has a draft.

    Args:
        actor: an owner of the organisation.
        purpose: what the texts ask for.
        valid_from: first day on which they are shown; today or later.
        needs_new_consent: everybody who agreed before is asked anew; such a change is written
            in all languages, so that nobody is left with the old text.
        old_stops_on: first day on which the old consents no longer hold; None = they go on
            within what they named until the person answers or they run out.
        now: when.

    Raises:
        NotVisibleError: there is no draft.
        InvalidInputError: a day lies in the past.
        RefusedError: H3, H4, or a language is missing.

    Source: 個人情報保護法 17条, 18条 (change of the purpose), 27条1項.
    """
    require(actor, Permission.CONSENT_EDIT)
    drafts = list(ConsentDraft.objects.select_for_update().filter(purpose=purpose))
    if not drafts:
        raise NotVisibleError
    _check_days(valid_from, old_stops_on, needs_new_consent, today=localdate(now))
    missing = set(LANGUAGES) - {draft.language for draft in drafts}
    if needs_new_consent and missing:
        raise RefusedError(
            ja="あらためて同意を求める変更は、日本語、英語、やさしい日本語のすべてに"
            "下書きが必要です。残りの言語も書いてから公開してください。",
            en="A change that asks everybody anew must be written in Japanese, English and easy "
            "Japanese. Write the missing languages first.",
            code="languages_missing",
        )
    published = []
    for draft in drafts:
        check_parts(purpose, draft.language, draft.parts, items=draft.items)
        texts = ConsentText.objects.filter(purpose=purpose, language=draft.language)
        text = ConsentText.objects.create(
            organisation_id=actor.organisation_id,
            purpose=purpose,
            language=draft.language,
            version=(texts.aggregate(last=Max("version"))["last"] or 0) + 1,
            body=_render(actor, draft, on=valid_from),
            parts=draft.parts,
            items=draft.items,
            valid_from=valid_from,
            is_standard=False,
            needs_new_consent=needs_new_consent,
            old_stops_on=old_stops_on if needs_new_consent else None,
            published_at=now,
        )
        _record(actor, "consent_text.publish", text.id, purpose, now=now, version=text.version)
        draft.delete()
        published.append(text)
    return published


def list_drafts() -> list[ConsentDraft]:
    """Return the drafts of the organisation bound now."""
    return list(ConsentDraft.objects.order_by("purpose", "language"))


def _check_purpose(actor: Actor, purpose: Purpose) -> None:
    if purpose not in purposes_of(OrganisationKind(actor.kind)):
        raise NotVisibleError


def _check_days(
    valid_from: date, old_stops_on: date | None, needs_new_consent: bool, *, today: date
) -> None:
    if valid_from < today:
        raise InvalidInputError(
            ja="開始日は今日以降の日付にしてください。公開した文面は過去にさかのぼりません。",
            en="Choose today or a later day: a text does not hold for the past.",
            field="valid_from",
        )
    if old_stops_on is not None and not needs_new_consent:
        raise InvalidInputError(
            ja="以前の同意を止める日は、あらためて同意を求める場合だけ選べます。",
            en="Old consents can only stop where everybody is asked anew.",
            field="old_stops_on",
        )
    if old_stops_on is not None and old_stops_on <= valid_from:
        raise InvalidInputError(
            ja="以前の同意を止める日は、開始日より後にしてください。",
            en="The day on which old consents stop must come after the first day.",
            field="old_stops_on",
        )


def _render(actor: Actor, draft: ConsentDraft, *, on: date) -> str:
    licences = Licence.objects.order_by("-valid_to")
    return render_text(
        Purpose(draft.purpose),
        draft.language,
        parts=draft.parts,
        items=draft.items,
        organisation=Organisation.objects.get(id=actor.organisation_id),
        licence=next((one for one in licences if is_valid_on(one, on)), None),
    )


def _record(
    actor: Actor, kind: str, row_id: object, purpose: str, *, now: datetime, version: int = 0
) -> None:
    audit.record(
        actor=actor,
        kind=kind,
        object_kind="consent_text",
        object_id=row_id,
        now=now,
        after=purpose,
        data={"version": version} if version else {},
    )
