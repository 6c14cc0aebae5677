"""Sources of law for readers of English: 職業安定法 32条の16第3項 is Art. 32-16 (3) of an Act.

Sources are written in Japanese, because that is how a rule is looked up; this module only
translates them and judges nothing. What it cannot read stays as written: a source in Japanese is
worth more than none.

Source: names as Japanese Law Translation (Ministry of Justice) has them, and its dictionary for
施行令, 施行規則, 附則, 条, 項 and 号.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Final

_PRIVACY: Final = "Act on the Protection of Personal Information"
_LABOUR_MEASURES: Final = "Act on Comprehensively Advancing Labor Measures"
LAWS: Final[dict[str, str]] = {
    "EU AI Act": "EU AI Act",
    "フリーランス法": "Freelance Act",
    "個人情報の保護に関する法律": _PRIVACY,
    "個人情報保護法": _PRIVACY,
    "労働基準法": "Labor Standards Act",
    "労働契約法": "Labor Contract Act",
    "労働施策総合推進法": _LABOUR_MEASURES,
    "取適法": "Act against Delay in Payment to Small Entrusted Business Operators",  # our words
    "地方税法": "Local Tax Act",
    "最低賃金法": "Minimum Wage Act",
    "民法": "Civil Code",
    "法人税法": "Corporation Tax Act",
    "消費税法": "Consumption Tax Act",
    "特定受託事業者に係る取引の適正化等に関する法律": (
        "Act on Ensuring Proper Transactions Involving Specified Entrusted Business Operators"
    ),
    "男女雇用機会均等法": (
        "Act on Equal Opportunity and Treatment between Men and Women in Employment"
    ),
    "職業安定法": "Employment Security Act",
    "高年齢者雇用安定法": "Act on Stabilization of Employment of Elderly Persons",
}
"""Names of laws, by the full or the short name under which a source has them."""

_RULES: Final = {
    "施行令": "Order for Enforcement",
    "施行規則": "Regulation for Enforcement",
}
PHRASES: Final[dict[str, str]] = {
    "お祝い金の禁止": "no congratulatory money",
    "令和2年改正前": "before the amendment of 2020",
    "公正な採用選考の基本": "Basics of Fair Recruitment and Selection",
    "別表": "Appended Table",
    "副業・兼業の促進に関するガイドライン": "Guidelines for Promoting Side Work and Multiple Jobs",
    "労働施策総合推進法等の改正": f"amendment of the {_LABOUR_MEASURES} and other Acts",
    "地域別最低賃金": "regional minimum wages",
    "実務": "practice",
    "就職から2年間の転職勧奨の禁止": "no urging to change jobs for two years after a placement",
    "所得税法等の一部を改正する法律": "Act Partially Amending the Income Tax Act and Other Acts",
    "指針": "Guidelines",
    "消費税率8%": "consumption tax of 8%",
    "産業雇用安定助成金 支給要領": (
        "Payment Rules of the Industrial Employment Stabilization Subsidy"
    ),
    "総務省 地域活性化起業人推進要綱": (
        "Outline for Regional Revitalization Entrepreneurs (Ministry of Internal Affairs and "
        "Communications)"
    ),
    "職業紹介事業の許可条件": "Licence Conditions of Employment Placement Businesses",
    "許可のない選別は職業紹介にあたる": "to choose people without a licence is placement",
    "許可番号の様式": "form of licence numbers",
    "違約金の明示": "penalties stated openly",
    "附則": "Supplementary Provisions",
}
"""What stands in a source beside the names of laws and the numbers of their articles."""

_YEAR_BEFORE: Final = {"令和": 2018, "令": 2018, "平成": 1988, "平": 1988}
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_IROHA: Final = "イロハニホヘトチリヌルヲワカヨタレソツネ"
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_RANK: Final = re.compile(r"第?(\d+)([項号])")


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
    citation, at = _Citation(), 0
    while at < len(part):
        for pattern, take in _TOKENS:
            if match := pattern.match(part, at):
                take(citation, match)
                at = match.end()
                break
        else:
            return part
    return citation.text()


@dataclass(slots=True)
class _Citation:
    """What was read of one part, in its order.

    Attributes:
        groups: one for each law: texts, each with whether it is the number of an article.
    """

    groups: list[list[tuple[str, bool]]] = field(default_factory=list)

    def begin(self, text: str) -> None:
        """Begin a law."""
        self.groups.append([(text, False)])

    def add(self, text: str, *, is_article: bool = False) -> None:
        """Go on within the law."""
        if not self.groups:
            self.groups.append([])
        self.groups[-1].append((text, is_article))

    def extend(self, text: str) -> None:
        """Lengthen the last text."""
        if not self.groups:
            self.add("")
        last, is_article = self.groups[-1].pop()
        self.add(f"{last}{text}", is_article=is_article)

    def text(self) -> str:
        """Return it all."""
        return "; ".join(_say_group(group) for group in self.groups)


def _say_group(group: list[tuple[str, bool]]) -> str:
    said: list[str] = []
    for is_article, items in groupby(group, key=lambda item: item[1]):
        texts = [text for text, _ in items]
        if is_article:
            is_one = len(texts) == 1 and " to " not in texts[0]
            texts[0] = f"{'Art.' if is_one else 'Arts.'} {texts[0]}"
        said += texts
    return ", ".join(said)


def _take_law(citation: _Citation, found: re.Match[str]) -> None:
    name, rule = LAWS[found["law"]], found["rule"]
    citation.begin(f"{_RULES[rule]} of the {name}" if rule else name)


def _take_rule(citation: _Citation, found: re.Match[str]) -> None:
    citation.begin(f"its {_RULES[found[0]]}")


def _take_article(citation: _Citation, found: re.Match[str]) -> None:
    first = f"{_branch(found['first'])} to " if found["first"] else ""
    text = f"{first}{_branch(found['number'])}{_say_ranks(found['ranks'])}"
    citation.add(text, is_article=True)


def _branch(number: str) -> str:
    """5条の6 is Article 5-6."""
    return number.replace("条", "").replace("の", "-")


def _take_ranks(citation: _Citation, found: re.Match[str]) -> None:
    citation.extend(f",{_say_ranks(found[0])}")


def _say_ranks(text: str) -> str:
    return "".join(
        f" ({number if rank == '項' else _roman(int(number))})"
        for number, rank in _RANK.findall(text)
    )


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _take_remark(citation: _Citation, found: re.Match[str]) -> None:
    citation.extend(f" ({_translate_part(found[1])})")


def _take_phrase(citation: _Citation, found: re.Match[str]) -> None:
    citation.add(PHRASES[found[0]])


def _take_year(citation: _Citation, found: re.Match[str]) -> None:
    year = _YEAR_BEFORE[found["era"]] + int(found["year"])
    if found["act"]:
        citation.add(f"Act No. {found['act']} of {year}")
    elif found["notice"]:
        citation.add(f"Ministry of Labour Notice No. {found['notice']} of {year}")
    else:
        heads = {"年度": "fiscal ", "年改正法": "Amending Act of ", "年": ""}
        citation.add(f"{heads[found['kind']]}{year}")


def _take_item(citation: _Citation, found: re.Match[str]) -> None:
    letters = (chr(ord("a") + _IROHA.index(sign)) for sign in found[0] if sign in _IROHA)
    citation.add(" ".join(f"({letter})" for letter in letters))


def _take_length(citation: _Citation, found: re.Match[str]) -> None:
    number, unit = found[1], {"年": "year", "か月": "month", "日": "day"}[found[2]]
    citation.add(f"{number} {unit}{'' if number == '1' else 's'}")


def _any_of(names: dict[str, str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


type _Take = Callable[[_Citation, re.Match[str]], None]
_TOKENS: Final[tuple[tuple[re.Pattern[str], _Take], ...]] = (
    (re.compile(r"[\s,、・]+"), lambda _citation, _found: None),
    (re.compile(_any_of(PHRASES)), _take_phrase),
    (re.compile(rf"(?P<law>{_any_of(LAWS)})(?P<rule>{_any_of(_RULES)})?"), _take_law),
    (re.compile(_any_of(_RULES)), _take_rule),
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
