"""Sources of law for readers of English: 職業安定法 32条の16第3項 is Art. 32-16 (3) of an Act.

What it cannot read stays as written: a source in Japanese is worth more than none.

Source: dictionary of Japanese Law Translation (Ministry of Justice) for 条, 項 and 号.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from tasuki.core.law.citation import Citation, say_number, say_ranks
from tasuki.core.law.citation_names import LAWS, PHRASES, RULES

_YEAR_BEFORE: Final = {"令和": 2018, "令": 2018, "平成": 1988, "平": 1988}
_IROHA: Final = "イロハニホヘトチリヌルヲワカヨタレソツネ"
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def cite(source: str, language: str) -> str:
    """Return a source for a reader: in English for `en` and its variants, else as written.

    Args:
        source: rules of law, apart by ``;``; articles of one law apart by a comma or ``・``.
        language: code of a language, such as ``ja`` or ``en-gb``.
    """
    return _translate(source) if language.startswith("en") else source


@cache
def _translate(source: str) -> str:
    return "; ".join(_translate_part(part.strip()) for part in re.split("[;；]", source))


def _translate_part(part: str) -> str:
    """Return the rules of one law, or of several apart by commas, in English."""
    if not _JAPANESE.search(part):
        return part
    citation, at = Citation(), 0
    while at < len(part):
        for pattern, take in _TOKENS:
            if match := pattern.match(part, at):
                take(citation, match)
                at = match.end()
                break
        else:
            return part
    return citation.text()


def _take_law(citation: Citation, found: re.Match[str]) -> None:
    name, rule = LAWS[found["law"]], found["rule"]
    citation.begin(f"{RULES[rule]} of the {name}" if rule else name)


def _take_rule(citation: Citation, found: re.Match[str]) -> None:
    citation.begin(f"its {RULES[found[0]]}")


def _take_article(citation: Citation, found: re.Match[str]) -> None:
    first = f"{say_number(found['first'])} to " if found["first"] else ""
    text = f"{first}{say_number(found['number'])}{say_ranks(found['ranks'])}"
    citation.add(text, is_article=True)


def _take_ranks(citation: Citation, found: re.Match[str]) -> None:
    citation.extend(f",{say_ranks(found[0])}")


def _take_remark(citation: Citation, found: re.Match[str]) -> None:
    citation.extend(f" ({_translate_part(found[1])})")


def _take_phrase(citation: Citation, found: re.Match[str]) -> None:
    citation.add(PHRASES[found[0]])


def _take_year(citation: Citation, found: re.Match[str]) -> None:
    year = _YEAR_BEFORE[found["era"]] + int(found["year"])
    if found["act"]:
        citation.add(f"Act No. {found['act']} of {year}")
    elif found["notice"]:
        citation.add(f"Ministry of Labour Notice No. {found['notice']} of {year}")
    else:
        heads = {"年度": "fiscal ", "年改正法": "Amending Act of ", "年": ""}
        citation.add(f"{heads[found['kind']]}{year}")


def _take_item(citation: Citation, found: re.Match[str]) -> None:
    letters = (chr(ord("a") + _IROHA.index(sign)) for sign in found[0] if sign in _IROHA)
    citation.add(" ".join(f"({letter})" for letter in letters))


def _take_length(citation: Citation, found: re.Match[str]) -> None:
    number, unit = found[1], {"年": "year", "か月": "month", "日": "day"}[found[2]]
    citation.add(f"{number} {unit}{'' if number == '1' else 's'}")


def _any_of(names: dict[str, str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


type _Take = Callable[[Citation, re.Match[str]], None]
_TOKENS: Final[tuple[tuple[re.Pattern[str], _Take], ...]] = (
    (re.compile(r"[\s,、・]+"), lambda _citation, _found: None),
    (re.compile(_any_of(PHRASES)), _take_phrase),
    (re.compile(rf"(?P<law>{_any_of(LAWS)})(?P<rule>{_any_of(RULES)})?"), _take_law),
    (re.compile(_any_of(RULES)), _take_rule),
    (
        re.compile(
            r"(?:(?P<first>\d+(?:条(?:の\d+)*)?)[-〜])?第?(?P<number>\d+条(?:の\d+)*)"
            r"(?P<ranks>(?:第?\d+[項号])*)"
        ),
        _take_article,
    ),
    (re.compile(r"(?:第?\d+[項号])+"), _take_ranks),
    (re.compile(r"様式第(\d+)号"), lambda citation, found: citation.add(f"Form No. {found[1]}")),
    (
        re.compile(
            r"(?P<era>令和?|平成?)(?P<year>\d+)"
            r"(?:年法(?P<act>\d+)|労告(?P<notice>\d+)|(?P<kind>年度|年改正法|年))"
        ),
        _take_year,
    ),
    (re.compile(r"(\d+)(年|か月|日)"), _take_length),
    (re.compile(rf"[{_IROHA}](?:\([{_IROHA}]\))?"), _take_item),
    (re.compile(r"[（(]([^（）()]+)[）)]"), _take_remark),
    (re.compile(r"[A-Za-z]+"), lambda citation, found: citation.add(found[0])),
)
