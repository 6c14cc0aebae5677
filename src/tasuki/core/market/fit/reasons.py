"""What a score says to a person: one sentence a line, with its points, and what is missing.

The points are shown in hundredths that add up to the shown score exactly. Nothing is said of
anybody else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tasuki.core.market.fit.features import Part, Wish
from tasuki.core.market.fit.parts import best_levels, months_in
from tasuki.core.market.fit.reason_words import (
    LEVELS,
    MET,
    MISSED,
    NEAR,
    PART_WORDS,
    SIDE_WORDS,
    TERM_WORDS,
    WISH_WORDS,
)
from tasuki.core.market.fit.records import FitOpening, FitPerson
from tasuki.core.market.fit.scorer import FitScore, Missing, Scorer
from tasuki.core.market.fit.text import clean_text, find_phrases
from tasuki.core.market.fit.wishes import Pair
from tasuki.core.words import Words

_HUNDREDTH: Final = 10_000
_SHOWN_MAX: Final = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of a score.

    Attributes:
        part: which part.
        wish: which wish; None for the other parts.
        hundredths: points as they are shown; None where nothing is known.
        words: the sentence without the points.
    """

    part: Part
    wish: Wish | None
    hundredths: int | None
    words: Words

    def text(self, language: str) -> str:
        """Return the sentence with its points, such as ``+0.25``."""
        sentence = self.words.in_language(language)
        return sentence if self.hundredths is None else f"{sentence} {show(self.hundredths)}"


def show(hundredths: int) -> str:
    """Return points as they are shown, with their sign."""
    sign = "−" if hundredths < 0 else "+"
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def shown_hundredths(points: list[int]) -> list[int]:
    """Return points in hundredths whose sum is that of the points, rounded.

    Each differs from its points by less than a hundredth; the largest remainders are raised.

    Args:
        points: millionths.
    """
    floors = [point // _HUNDREDTH for point in points]
    missing = (2 * sum(points) + _HUNDREDTH) // (2 * _HUNDREDTH) - sum(floors)
    order = sorted(range(len(points)), key=lambda at: (-(points[at] % _HUNDREDTH), at))
    for at in order[:missing]:
        floors[at] += 1
    return floors


def explain(
    person: FitPerson, opening: FitOpening, score: FitScore, scorer: Scorer
) -> tuple[Reason, ...]:
    """Return the reasons of a score in their order, what is missing last.

    Args:
        person: as scored.
        opening: as scored.
        score: of ``Scorer.score`` for exactly these two.
        scorer: the one that made the score.
    """
    pair = Pair(person, opening, scorer.vocabulary)
    hundredths = shown_hundredths([line.points for line in score.lines])
    told = [
        Reason(
            line.part, line.wish, shown, _sentence(line.part, line.wish, line.points, pair, scorer)
        )
        for line, shown in zip(score.lines, hundredths, strict=True)
    ]
    return (*told, *(_missing(one) for one in score.missing))


def _sentence(part: Part, wish: Wish | None, points: int, pair: Pair, scorer: Scorer) -> Words:
    if wish is not None:
        return _WISH_SENTENCES.get(wish, _plain_wish)(pair, wish, points)
    if part is Part.TEXT:
        return _text(pair, scorer)
    return _PART_SENTENCES[part](pair)


def _missing(one: Missing) -> Reason:
    words = PART_WORDS[one.part] if one.wish is None else WISH_WORDS[one.wish]
    side = SIDE_WORDS[one.side]
    return Reason(
        one.part,
        one.wish,
        None,
        Words(f"{words.ja}: 情報なし（{side.ja}）", f"{words.en}: no information ({side.en})"),
    )


def _occupation(pair: Pair) -> Words:
    code = pair.opening.occupation or ""
    name = pair.vocabulary.name(code)
    done = [one.occupation for one in pair.person.experience or ()]
    if code in done:
        return Words(f"{name}の経験", f"Experience as {name}")
    nearest = next((one for one in done if one[:2] == code[:2]), None)
    if nearest is None:
        return Words(f"{name}とは別の職種の経験", f"Experience in other work than {name}")
    near = pair.vocabulary.name(nearest)
    return Words(f"{name}に近い{near}の経験", f"Experience as {near}, close to {name}")


def _skills(pair: Pair) -> Words:
    asked = best_levels(pair.opening.skills or (), pair)
    held = best_levels(pair.person.skills or (), pair)
    shared = [_skill(key, asked[key], held[key], pair) for key in asked if key in held]
    missing = [pair.vocabulary.name(key) for key in asked if key not in held]
    ja = [f"共通: {_listed([one.ja for one in shared])}"] if shared else []
    en = [f"Shared: {_listed([one.en for one in shared])}"] if shared else []
    if missing:
        ja.append(f"不足: {_listed(missing)}")
        en.append(f"Missing: {_listed(missing)}")
    return Words(" / ".join(ja), " / ".join(en))


def _skill(key: str, needed: int | None, held: int | None, pair: Pair) -> Words:
    name = pair.vocabulary.name(key)
    if needed is None or (held is not None and held >= needed):
        return Words(name, name)
    if held is None:
        return Words(f"{name}（習熟度の情報なし）", f"{name} (level not stated)")
    mine, asked = LEVELS[held], LEVELS[needed]
    return Words(f"{name}（{mine.ja}、求人は{asked.ja}）", f"{name} ({mine.en}; asked: {asked.en})")


def _listed(names: list[str]) -> str:
    rest = len(names) - _SHOWN_MAX
    return ", ".join(names[:_SHOWN_MAX]) + (f" +{rest}" if rest > 0 else "")


def _certificates(pair: Pair) -> Words:
    asked = dict.fromkeys(pair.vocabulary.key(one) for one in pair.opening.certificates)
    held = pair.vocabulary.held(pair.person.certificates or ())
    has = _listed([pair.vocabulary.name(one) for one in asked if one in held])
    lacks = _listed([pair.vocabulary.name(one) for one in asked if one not in held])
    ja = [f"資格: {has}"] if has else []
    en = [f"Certificates: {has}"] if has else []
    if lacks:
        ja.append(f"未取得の歓迎資格: {lacks}")
        en.append(f"Welcome but not held: {lacks}")
    return Words(" / ".join(ja), " / ".join(en))


def _experience(pair: Pair) -> Words:
    months = months_in(pair) or 0
    asked = min(pair.opening.months or 0, 120)
    capped = "（上限10年）" if months > 120 else ""
    capped_en = " (at most 10 years count)" if months > 120 else ""
    return Words(
        f"経験{_span_ja(min(months, 120))}{capped}、求人は{_span_ja(asked)}以上",
        f"{_span_en(min(months, 120))} of experience{capped_en}, {_span_en(asked)} asked",
    )


def _span_ja(months: int) -> str:
    years, rest = divmod(months, 12)
    if not years:
        return f"{rest}か月"
    return f"{years}年" + (f"{rest}か月" if rest else "")


def _span_en(months: int) -> str:
    years, rest = divmod(months, 12)
    said = [_count(years, "year")] if years else []
    return " ".join(said + ([_count(rest, "month")] if rest or not years else []))


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _text(pair: Pair, scorer: Scorer) -> Words:
    phrases = find_phrases(
        scorer.known.grams, clean_text(pair.person.text), clean_text(pair.opening.words)
    )
    if not phrases:
        return Words("文章に共通する言葉が少ない", "Few words in common in the texts")
    quoted = "".join(f"「{one}」" for one in phrases)
    english = ", ".join(f'"{one}"' for one in phrases)
    return Words(f"文章に共通: {quoted}", f"In both texts: {english}")


_PART_SENTENCES: Final[Mapping[Part, Callable[[Pair], Words]]] = MappingProxyType(
    {
        Part.OCCUPATION: _occupation,
        Part.SKILLS: _skills,
        Part.CERTIFICATES: _certificates,
        Part.EXPERIENCE: _experience,
    }
)


def _plain_wish(pair: Pair, wish: Wish, points: int) -> Words:
    if points == 0 and wish in NEAR:
        return NEAR[wish]
    return MET[wish] if points >= 0 else MISSED[wish]


def _commute(pair: Pair, wish: Wish, points: int) -> Words:
    wishes = pair.person.wishes
    minutes = pair.vocabulary.minutes(wishes.commute_from, pair.opening.municipality)
    if pair.opening.is_remote or minutes is None:
        return Words("在宅で働ける", "Can be done from anywhere")
    most = wishes.commute_minutes_most
    return Words(
        f"通勤{minutes}分（希望{most}分以内）",
        f"Commute of {minutes} minutes (wish: {most} at most)",
    )


def _hours(pair: Pair, wish: Wish, points: int) -> Words:
    asked = _hours_of(pair.opening.weekly_minutes)
    most = _hours_of(pair.person.wishes.weekly_minutes_most)
    return Words(
        f"週{asked}時間（希望{most}時間以内）", f"{asked} hours a week (wish: {most} at most)"
    )


def _hours_of(minutes: int | None) -> str:
    hours, rest = divmod(minutes or 0, 60)
    return f"{hours}.{rest * 10 // 60}" if rest else f"{hours}"


def _pay(pair: Pair, wish: Wish, points: int) -> Words:
    most, least = pair.opening.pay_yen_most or 0, pair.person.wishes.pay_yen_least or 0
    return Words(
        f"年収の上限{most // 10_000:,}万円（希望{least // 10_000:,}万円以上）",
        f"Up to {most:,} yen a year (wish: {least:,} at least)",
    )


def _language(pair: Pair, wish: Wish, points: int) -> Words:
    needed = ", ".join(
        f"{one.language} {_EUROPEAN[one.level - 1]}" for one in pair.opening.languages
    )
    met = MET[wish] if points >= 0 else MISSED[wish]
    return Words(f"{met.ja}（{needed}）", f"{met.en} ({needed})")


def _start(pair: Pair, wish: Wish, points: int) -> Words:
    can, wished = pair.person.wishes.starts_on, pair.opening.starts_on
    late = (can - wished).days if can and wished else 0
    if late <= 0:
        return MET[wish]
    return Words(f"開始できる日が{late}日あと", f"Can start {_count(late, 'day')} later")


def _term(pair: Pair, wish: Wish, points: int) -> Words:
    term = TERM_WORDS[pair.opening.term] if pair.opening.term else Words("", "")
    met = MET[wish] if points >= 0 else MISSED[wish]
    return Words(f"{met.ja}（{term.ja}）", f"{met.en} ({term.en})")


_EUROPEAN: Final = ("A1", "A2", "B1", "B2", "C1", "C2")
_WISH_SENTENCES: Final[Mapping[Wish, Callable[[Pair, Wish, int], Words]]] = MappingProxyType(
    {
        Wish.COMMUTE: _commute,
        Wish.HOURS: _hours,
        Wish.PAY: _pay,
        Wish.LANGUAGE: _language,
        Wish.START: _start,
        Wish.TERM: _term,
    }
)
