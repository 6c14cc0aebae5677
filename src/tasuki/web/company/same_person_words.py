"""Words and marks that the pages about one person share."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person.models import Merge, Pair
from tasuki.core.same_person.survivorship import RULES, FieldRule
from tasuki.web.components import formats

_PAIR_TONES: Final = {"review": "warn", "later": "", "auto": "key", "same": "ok", "different": ""}
_MERGE_TONES: Final = {"proposed": "warn", "done": "ok", "undone": "", "dropped": ""}


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of two records, side by side, with what differs marked."""

    label: str
    left: SafeString | str
    right: SafeString | str
    verdict: SafeString


def pair_tag(state: str) -> SafeString:
    """The tag of a pair."""
    return formats.tag(str(Pair.State(state).label), _PAIR_TONES[state])


def merge_tag(state: str) -> SafeString:
    """The tag of a merge."""
    return formats.tag(str(Merge.State(state).label), _MERGE_TONES[state])


def write_values(rule: FieldRule, values: Sequence[object]) -> str:
    """Return the values of a field as a person reads them."""
    if rule.name == "birth_date":
        return formats.day(values[0]) if values[0] else ""  # type: ignore[arg-type]  # a date
    if rule.name == "language":
        return gettext(dict(settings.LANGUAGES).get(str(values[0]), str(values[0])))
    return " ".join(str(one) for one in values if one)


def compare_records(left: TalentRecord, right: TalentRecord) -> list[ComparedField]:
    """Return the shown fields of two records; no photo, gender or nationality is among them."""
    return [
        _compare(
            formats.say(rule.label),
            write_values(rule, [getattr(left, name) for name in rule.fields]),
            write_values(rule, [getattr(right, name) for name in rule.fields]),
        )
        for rule in RULES
    ]


def _compare(label: str, left: str, right: str) -> ComparedField:
    if left == right:
        word = formats.tag(_("same"), "ok") if left else formats.tag(_("not known"), "")
        return ComparedField(label, left, right, word)
    if not left or not right:
        return ComparedField(label, left, right, formats.tag(_("one only"), ""))
    parts = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return ComparedField(
        label,
        _marked([(left[a:b], kind != "equal") for kind, a, b, _c, _d in parts]),
        _marked([(right[c:d], kind != "equal") for kind, _a, _b, c, d in parts]),
        formats.tag(_("differs"), "warn"),
    )


def _marked(parts: Sequence[tuple[str, bool]]) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", text) if differs else text,)
            for text, differs in parts
            if text
        ),
    )
