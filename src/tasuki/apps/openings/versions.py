"""The conditions of an opening as text, and the versions that were shown (D8, D9).

The texts are Japanese: they are what was shown to a person by law, whatever the language of
the page.

Source: 職業安定法 5条の3第3項; 施行規則 4条の2.
"""

from dataclasses import asdict
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from tasuki.apps.actor import Actor
from tasuki.apps.openings.models import Opening, OpeningVersion
from tasuki.apps.openings.policy import age_words
from tasuki.apps.placement.orders import term_of
from tasuki.core.law.posting import (
    POSTING_CHANGE_LABELS,
    POSTING_ITEM_LABELS,
    POSTING_PAIRS,
    PostingItem,
)
from tasuki.core.law.posting_changes import ChangeKind, PostingDifference, find_differences
from tasuki.core.openings.labels import PAY_UNITS
from tasuki.core.words import Words

EMPLOYMENT_LABELS: Final[dict[str, Words]] = {
    "full_time": Words("正社員・フルタイム", "full time"),
    "part_time": Words("パートタイム", "part time"),
    "contractor": Words("契約社員", "contract employee"),
    "temporary": Words("臨時・短期", "temporary"),
    "intern": Words("インターン", "intern"),
    "other": Words("その他", "other"),
}
_IN_ORDER: Final = tuple(
    key for item in PostingItem for key in (item, POSTING_PAIRS.get(item)) if key is not None
)
"""The eleven items, each pair with its second half behind the first."""

_LABELS: Final[dict[str, Words]] = {
    **{str(item): words for item, words in POSTING_ITEM_LABELS.items()},
    **{str(change): words for change, words in POSTING_CHANGE_LABELS.items()},
}
CONDITION_LABELS: Final[dict[str, Words]] = {
    "title": Words("求人の名前", "title"),
    "occupation": Words("職種", "occupation"),
    "employment": Words("雇用形態", "kind of employment"),
    "term": Words("雇用期間", "term of employment"),
    "pay": Words("賃金額", "amount of pay"),
    "work_place": Words("就業場所の所在地", "address of the workplace"),
    "age": Words("年齢の制限", "limit of age"),
    **{str(key): _LABELS[key] for key in _IN_ORDER},
}


def content_of(opening: Opening) -> dict[str, str]:
    """Return the conditions of an opening as text by key, those without text left out."""
    found = {
        "title": opening.title,
        "occupation": opening.occupation,
        "employment": EMPLOYMENT_LABELS[opening.employment].ja,
        "term": term_of(opening),
        "pay": pay_words(opening).ja,
        "work_place": opening.workplace,
        "age": age_words(opening, on=opening.as_of).ja,
        **{str(key): str(opening.terms.get(key, "")) for key in _IN_ORDER},
    }
    return {key: text for key, text in found.items() if text}


def pay_words(opening: Opening) -> Words:
    """Return the pay as it is shown: 月給 250,000〜300,000円; empty while unknown."""
    least, most = opening.pay_min_yen, opening.pay_max_yen
    if not least:
        return Words("", "")
    unit = PAY_UNITS[opening.pay_unit]
    ja, en = f"{least:,}", f"{least:,}"
    if most != least:
        ja, en = f"{least:,}〜{most:,}", f"{least:,}-{most:,}"
    return Words(f"{unit.ja} {ja}円", f"{en} yen {unit.en}")


def keep_version(opening: Opening, *, actor: Actor, on: date) -> OpeningVersion | None:
    """Keep what the opening says as its next version; None where nothing changed or was shown.

    The number of the version is set on the opening, which the caller saves.

    Args:
        opening: first kept when it is shown, then at every change.
        actor: who made it.
        on: the day from which it holds.
    """
    if opening.version == 0 and opening.state != Opening.State.OPEN:
        return None
    content = content_of(opening)
    last = list_versions(opening_id=opening.id).first()
    changes = find_differences(last.content, content) if last else ()
    if last is not None and not changes:
        return None
    opening.version = last.version + 1 if last else 1
    return OpeningVersion.objects.create(
        organisation_id=opening.organisation_id,
        opening=opening,
        version=opening.version,
        content=content,
        changes=[asdict(one) for one in changes],
        made_on=on,
        made_by_name=actor.name,
    )


def list_versions(*, opening_id: UUID) -> "QuerySet[OpeningVersion, OpeningVersion]":
    """Return the versions of an opening, the newest first."""
    return OpeningVersion.objects.filter(opening_id=opening_id).order_by("-version")


def differences_since(*, opening_id: UUID, before: int, after: int) -> list[PostingDifference]:
    """Return what changed from one version to a later one, in the order of the paper.

    Args:
        opening_id: of the opening.
        before: the version that a person was shown.
        after: the version that holds now.
    """
    rows = OpeningVersion.objects.filter(opening_id=opening_id, version__in=(before, after))
    content = {row.version: row.content for row in rows}
    if before not in content or after not in content:
        return []
    found = find_differences(content[before], content[after])
    order = list(CONDITION_LABELS)
    return sorted(found, key=lambda one: order.index(one.key))


def stored_changes(version: OpeningVersion) -> list[PostingDifference]:
    """Return what a version changed."""
    return [
        PostingDifference(
            key=one["key"],
            kind=ChangeKind(one["kind"]),
            before=one["before"],
            after=one["after"],
        )
        for one in version.changes
    ]
