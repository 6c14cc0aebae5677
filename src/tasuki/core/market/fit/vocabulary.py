"""The words a fit is read with: aliases, related occupations, grades of certificates, names.

It is data of the caller, from the vocabularies of the product; its digest is part of the version
of the model. Codes of occupations are those of the classification of the ministry
(``12_072-06``: major group 12, middle group 12_072).
"""

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

_GRADE: Final = re.compile(r"(?P<before>.*?)(?:第)?(?P<grade>[1-9])(?P<mark>級|種|類)(?P<after>.*)")
_KANJI_GRADES: Final = str.maketrans("一二三四", "1234")
_KANJI_GRADE: Final = re.compile(r"[一二三四](?=級|種|類)")


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What words mean.

    Attributes:
        aliases: another way to write a skill or a certificate -> its key.
        related: code of an occupation -> codes of related ones.
        covers: a certificate -> lower ones it includes.
        names: key or code -> the name that is shown.
        commute_minutes: (municipality stated by the person, municipality of the work) -> minutes.
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    covers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    commute_minutes: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def key(self, word: str) -> str:
        """Return the key of a skill or a certificate; the word itself if it is no alias."""
        return self.aliases.get(word, word)

    def held(self, certificates: Iterable[str]) -> frozenset[str]:
        """Return certificates with all lower ones that they include."""
        found: set[str] = set()
        waiting = [self.key(one) for one in certificates]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self.key(lower) for lower in self.covers.get(one, ()))
        return frozenset(found)

    def name(self, key: str) -> str:
        """Return what is shown for a key or a code."""
        return self.names.get(key, key)

    def minutes(self, start: str | None, work: str | None) -> int | None:
        """Return the commute between two municipalities; None if it is not known."""
        if start is None or work is None:
            return None
        return self.commute_minutes.get((start, work))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that can change a score, in hex."""
        content = [
            sorted(self.aliases.items()),
            sorted((code, sorted(others)) for code, others in self.related.items()),
            sorted((code, sorted(lower)) for code, lower in self.covers.items()),
            sorted((*pair, minutes) for pair, minutes in self.commute_minutes.items()),
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def middle_group(code: str) -> str:
    """Return the middle group of an occupation: ``12_072`` of ``12_072-06``."""
    return code.split("-", 1)[0]


def major_group(code: str) -> str:
    """Return the major group of an occupation: ``12`` of ``12_072-06``."""
    return code.split("_", 1)[0].split("-", 1)[0]


def find_grades(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return for each certificate the lower grades of the same family among the names.

    Only names that differ in nothing but the number of a grade (級) are one family: of types
    (種, 類) one does not include another by its number alone.

    Args:
        names: of certificates.
    """
    families: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for name in names:
        folded = unicodedata.normalize("NFKC", name)
        folded = _KANJI_GRADE.sub(lambda found: found[0].translate(_KANJI_GRADES), folded)
        match = _GRADE.fullmatch(folded)
        if match and match["mark"] == "級":
            families[(match["before"], match["after"])][int(match["grade"])] = name
    return {
        name: tuple(family[lower] for lower in sorted(family) if lower > grade)
        for family in families.values()
        for grade, name in family.items()
        if any(lower > grade for lower in family)
    }
