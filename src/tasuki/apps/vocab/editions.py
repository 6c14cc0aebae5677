"""What an edition of a vocabulary is before it is stored, and how it is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from tasuki.core.identity.normalise import name_key

CODE_CHARACTERS_MAX: Final = 120
_BLOCK_ROWS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One term before it is stored."""

    kind: str
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What is searched: name and other names, folded, one a line."""
        return "\n".join(name_key(one) for one in (self.name, *self.aliases))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """An edition before it is stored."""

    source: str
    name: str
    valid_from: date
    attribution: str
    file_hash: str
    words: tuple[Word, ...]


def write_edition(
    edition_model: Any,
    term_model: Any,
    facts: EditionFacts,
    *,
    now: datetime | None,
    using: str = "default",
) -> Any:
    """Store an edition beside the others and return it.

    Args:
        edition_model: the model, or a migration's picture of it.
        term_model: the same for the terms.
        facts: what to store.
        now: when; None for what comes with the program.
        using: the connection.
    """
    edition = edition_model.objects.using(using).create(
        source=facts.source,
        name=facts.name,
        valid_from=facts.valid_from,
        attribution=facts.attribution,
        file_hash=facts.file_hash,
        loaded_at=now,
    )
    rows = (
        term_model(
            edition_id=edition.pk,
            kind=word.kind,
            code=word.code,
            name=word.name,
            aliases=list(word.aliases),
            details=word.details,
            key=word.key,
        )
        for word in facts.words
    )
    term_model.objects.using(using).bulk_create(rows, batch_size=_BLOCK_ROWS)
    return edition


def certificate_words(holders: Iterable[tuple[str, str]]) -> list[Word]:
    """Return certificates with the occupations that name them.

    Args:
        holders: pairs of certificate and code of an occupation.
    """
    found: dict[str, list[str]] = {}
    for name, code in holders:
        found.setdefault(name, []).append(code)
    return [
        Word(
            kind="certificate",
            code=name[:CODE_CHARACTERS_MAX],
            name=name,
            details={"occupations": list(dict.fromkeys(codes))},
        )
        for name, codes in sorted(found.items())
    ]
