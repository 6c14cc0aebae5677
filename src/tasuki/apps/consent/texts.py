"""Consent texts filled with the facts of the organisation that asks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from tasuki.apps.consent.models import Purpose
from tasuki.apps.consent.parts import LANGUAGES, MONTHS, PARTS, fill, say_items
from tasuki.apps.orgs.models import Licence, Organisation

__all__ = [
    "CONSENT_MONTHS",
    "LANGUAGES",
    "is_valid_on",
    "render_text",
    "text_language",
]

CONSENT_MONTHS: Final = MONTHS[Purpose.PLACEMENT]


def text_language(language: str, *, is_plain: bool = False) -> str:
    """Return which variant of the texts a reader gets.

    Args:
        language: of the page, such as ``ja`` or ``en-us``.
        is_plain: the reader asked for easy Japanese.
    """
    if language.startswith("en"):
        return "en"
    return "ja-simple" if is_plain or language == "ja-simple" else "ja"


def render_text(
    purpose: Purpose,
    language: str,
    *,
    parts: Mapping[str, str],
    items: Sequence[str],
    organisation: Organisation,
    licence: Licence | None,
) -> str:
    """Return a consent text with the data of the organisation that asks.

    Args:
        purpose: what the data is used for.
        language: one of ``LANGUAGES``.
        parts: the text by part, with holes.
        items: what is used; empty where each question names its own.
        organisation: who asks.
        licence: its licence; None leaves the number out.
    """
    is_english = language == "en"
    contact = " / ".join(part for part in (organisation.contact_mail, organisation.phone) if part)
    values = {
        "name": (organisation.name_en if is_english else "") or organisation.name,
        "licence": licence.number if licence else "-",
        "address": organisation.address or "-",
        "range": organisation.handled_range or "-",
        "contact": contact or "-",
        "complaint": organisation.complaint_contact or contact or "-",
        "months": str(MONTHS[purpose]),
    }
    if purpose is not Purpose.PROVISION:
        values["items"] = say_items(items, language)
    shown = [parts[part].strip() for part in PARTS if parts.get(part, "").strip()]
    return fill("\n".join(shown), values)


def is_valid_on(licence: Licence, on: date) -> bool:
    """Return whether a licence is valid on a day."""
    return licence.valid_from <= on <= licence.valid_to
