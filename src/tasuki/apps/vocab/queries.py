"""What the public vocabularies say."""

from collections.abc import Collection
from datetime import date
from typing import Final

from tasuki.apps.vocab.models import Edition, Term
from tasuki.core.identity.normalise import name_key

TERMS_SHOWN: Final = 20
SOURCE_OF_KIND: Final = {
    Term.Kind.OCCUPATION: Edition.Source.JOBTAG,
    Term.Kind.CERTIFICATE: Edition.Source.JOBTAG,
    Term.Kind.MUNICIPALITY: Edition.Source.MUNICIPALITIES,
    Term.Kind.SKILL: Edition.Source.SKILLS,
}


def find_edition(*, source: str, on: date | None = None) -> Edition | None:
    """Return the edition that holds on a day; None where nothing is loaded.

    Args:
        source: ``Edition.Source``.
        on: the day; None for the newest one.
    """
    editions = Edition.objects.filter(source=source)
    if on is not None:
        editions = editions.filter(valid_from__lte=on)
    return editions.order_by("-valid_from", "-id").first()


def list_editions() -> list[Edition]:
    """Return all editions, newest first."""
    return list(Edition.objects.order_by("source", "-valid_from", "-id"))


def find_term(*, kind: str, code: str) -> Term | None:
    """Return a term by its code, of the newest edition that has it; old codes stay readable."""
    found = Term.objects.filter(kind=kind, code=code).select_related("edition")
    return found.order_by("-edition__valid_from", "-id").first()


def find_term_names(*, kind: str, codes: list[str]) -> dict[str, str]:
    """Return the names of codes, of the newest edition that has each."""
    found = Term.objects.filter(kind=kind, code__in=codes)
    return dict(found.order_by("edition__valid_from", "id").values_list("code", "name"))


def search_terms(*, kind: str, text: str, limit: int = TERMS_SHOWN) -> list[Term]:
    """Return terms of the newest edition whose name or other name has all words in it.

    Names that begin with what was typed come first, then the shorter ones.

    Args:
        kind: ``Term.Kind``.
        text: as typed; empty for the first terms.
        limit: at most so many, >= 1.
    """
    edition = find_edition(source=SOURCE_OF_KIND[Term.Kind(kind)])
    if edition is None:
        return []
    rows = Term.objects.filter(edition=edition, kind=kind)
    words = [name_key(word) for word in text.split()]
    for word in words:
        rows = rows.filter(key__contains=word)
    first = words[0] if words else ""
    found = sorted(
        rows, key=lambda term: (not term.key.startswith(first), len(term.name), term.code)
    )
    return found[:limit]


def find_exact_term(*, kind: str, text: str) -> Term | None:
    """Return the term of the newest edition that has exactly this name or other name."""
    key = name_key(text)
    edition = find_edition(source=SOURCE_OF_KIND[Term.Kind(kind)])
    rows = Term.objects.filter(edition=edition, kind=kind, key__contains=key).order_by("code")
    found = [term for term in rows if key in term.key.split("\n")]
    # What is its own name goes before what is another name of something.
    return min(found, key=lambda term: term.key.split("\n")[0] != key, default=None)


def list_attributions(*, sources: list[str]) -> list[str]:
    """Return the texts that must stand where these vocabularies are used."""
    editions = [find_edition(source=source) for source in sources]
    return [one.attribution for one in editions if one is not None]


def match_codes(*, keys: Collection[str]) -> dict[str, str]:
    """Return the codes of the certificates of the newest edition that words are exactly, by key."""
    edition = find_edition(source=Edition.Source.JOBTAG)
    if edition is None or not keys:
        return {}
    found = Term.objects.filter(edition=edition, kind=Term.Kind.CERTIFICATE, key__in=keys)
    return dict(found.values_list("key", "code"))


def match_words(*, keys: Collection[str]) -> dict[str, Term]:
    """Return the words for skills of the newest edition that words are exactly, by key.

    Args:
        keys: of words in any spelling, made by ``name_key``.
    """
    edition = find_edition(source=Edition.Source.SKILLS)
    if edition is None or not keys:
        return {}
    found: dict[str, Term] = {}
    for term in Term.objects.filter(edition=edition, kind=Term.Kind.SKILL).order_by("code"):
        name, *others = term.key.split("\n")
        found |= {key: term for key in others if key not in found}
        found[name] = term  # what is its own name goes before what is another name of something
    return {key: found[key] for key in keys if key in found}
