"""The question of a release as the person reads it: the consent text with this company in it."""

from typing import Final

from tasuki.apps.actor import Actor
from tasuki.apps.consent.actions import ensure_consent_texts
from tasuki.apps.consent.models import ConsentText, Purpose
from tasuki.apps.consent.parts import fill
from tasuki.apps.consent.queries import find_text_at
from tasuki.apps.consent.texts import text_language
from tasuki.apps.relay.models import Release
from tasuki.core.relay.fields import RELEASE_FIELDS, WISH_FIELDS

_ITEM_OF: Final = {"name", "name_kana", "mail", "phone", "birth_date"}


def find_question_text(*, actor: Actor, release: Release, language: str) -> ConsentText:
    """Return the version that was in force when the person was asked.

    Args:
        actor: who acts for the agency, the person included.
        release: the question.
        language: of the reader, such as ``ja-simple``.
    """
    variant = text_language(language)
    found = find_text_at(purpose=Purpose.PROVISION, language=variant, at=release.asked_at)
    if found is not None:
        return found
    texts = ensure_consent_texts(actor=actor, now=release.asked_at)
    return next(one for one in texts if (one.purpose, one.language) == (Purpose.PROVISION, variant))


def say_question(release: Release, text: ConsentText) -> str:
    """Return the whole text with company, items and purpose, exactly as it is kept."""
    is_english = text.language == "en"
    labels = [RELEASE_FIELDS[name] for name in release.fields]
    words = release.purpose_words
    return fill(
        text.body,
        {
            "recipient": release.company_name,
            "purpose": words.en if is_english else words.ja,
            "items": ", ".join(one.en for one in labels)
            if is_english
            else "、".join(one.ja for one in labels),
        },
    )


def consent_items(fields: list[str]) -> list[str]:
    """Return which items of the agency's own consent the fields of a release come from."""
    items = {name for name in fields if name in _ITEM_OF}
    if any(name in WISH_FIELDS for name in fields):
        items.add("wishes")
    return sorted(items)
