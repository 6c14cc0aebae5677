"""The words of the reasons of a score, in both languages."""

from typing import Final

from tasuki.core.market.fit.features import Part, Wish
from tasuki.core.market.fit.records import Term
from tasuki.core.market.fit.wishes import Side
from tasuki.core.words import Words

PART_WORDS: Final[dict[Part, Words]] = {
    Part.OCCUPATION: Words("職種", "Occupation"),
    Part.SKILLS: Words("スキル", "Skills"),
    Part.CERTIFICATES: Words("資格", "Certificates"),
    Part.EXPERIENCE: Words("経験年数", "Experience"),
    Part.TEXT: Words("仕事の文章", "Text about the work"),
    Part.WISHES: Words("希望", "Wishes"),
}
WISH_WORDS: Final[dict[Wish, Words]] = {
    Wish.OCCUPATION: Words("希望職種", "Wished occupation"),
    Wish.AREA: Words("勤務地域", "Area"),
    Wish.COMMUTE: Words("通勤時間", "Commute"),
    Wish.HOURS: Words("労働時間", "Hours"),
    Wish.TIMES: Words("働く時間帯", "Times of work"),
    Wish.PAY: Words("給与", "Pay"),
    Wish.LANGUAGE: Words("仕事に必要な語学", "Languages the work needs"),
    Wish.START: Words("開始日", "Start"),
    Wish.TERM: Words("雇用の形", "Kind of employment"),
}
MET: Final[dict[Wish, Words]] = {
    Wish.OCCUPATION: Words("希望職種に合う", "A wished occupation"),
    Wish.AREA: Words("希望地域に合う", "In the wished area"),
    Wish.TIMES: Words("希望の時間帯に合う", "At the wished times"),
    Wish.LANGUAGE: Words("必要な語学の水準を満たす", "Has the level of language needed"),
    Wish.START: Words("開始日に間に合う", "Can start in time"),
    Wish.TERM: Words("希望の雇用の形", "The wished kind of employment"),
}
NEAR: Final[dict[Wish, Words]] = {
    Wish.OCCUPATION: Words("希望職種に近い", "Close to a wished occupation"),
    Wish.AREA: Words("希望地域と同じ都道府県", "In the prefecture of a wished area"),
}
MISSED: Final[dict[Wish, Words]] = {
    Wish.OCCUPATION: Words("希望職種と異なる", "Not a wished occupation"),
    Wish.AREA: Words("希望地域の外", "Outside the wished area"),
    Wish.TIMES: Words("希望しない時間帯を含む", "Includes times not wished"),
    Wish.LANGUAGE: Words("必要な語学の水準に届かない", "Below the level of language needed"),
    Wish.START: Words("開始日に間に合わない", "Cannot start in time"),
    Wish.TERM: Words("希望と異なる雇用の形", "Another kind of employment than wished"),
}
SIDE_WORDS: Final[dict[Side, Words]] = {
    Side.PERSON: Words("本人", "person"),
    Side.OPENING: Words("求人", "opening"),
}
LEVELS: Final[dict[int, Words]] = {
    1: Words("学んだ", "has learnt it"),
    2: Words("補助つきでできる", "with guidance"),
    3: Words("一人でできる", "alone"),
    4: Words("教えられる", "teaches it"),
}
TERM_WORDS: Final[dict[Term, Words]] = {
    Term.INDEFINITE: Words("無期・正社員", "permanent, indefinite term"),
    Term.FIXED: Words("有期", "fixed term"),
    Term.PART_TIME: Words("パート", "part-time"),
}
