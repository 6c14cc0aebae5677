"""Made-up people and openings for the tests of fit."""

from datetime import date, timedelta
from random import Random

from tasuki.core.market.fit.filters import Gate
from tasuki.core.market.fit.records import (
    Experience,
    FitOpening,
    FitPerson,
    FitWishes,
    LanguageLevel,
    SkillLevel,
    Term,
    Time,
)
from tasuki.core.market.fit.vocabulary import Vocabulary

TODAY = date(2026, 11, 23)
GATE = Gate(on=TODAY)
CODES = ("12_072-06", "12_072-01", "12_068-01", "03_025-02", "03_025-04", "09_055-02")
SKILLS = ("excel", "sap", "java", "weld", "drive", "エクセル", "sell", "plan")
CERTIFICATES = ("book1", "book2", "book3", "forklift")
AREAS = ("13", "14", "13101", "13102", "14100")
WORDS = (
    "経理の月次決算を担当。",
    "顧客への提案営業。",
    "工場で溶接の作業。",
    "父は会社員。",
    "給与計算と請求書。",
)
VOCABULARY = Vocabulary(
    aliases={"エクセル": "excel"},
    related={"12_072-06": ("03_025-02",), "09_055-02": ("12_068-01", "03_025-04")},
    covers={"book1": ("book2", "book3"), "book2": ("book3",)},
    names={"12_072-06": "経理", "excel": "Excel", "sap": "SAP", "book2": "日商簿記2級"},
    commute_minutes={("13101", "13102"): 40, ("13101", "14100"): 75, ("14100", "13101"): 80},
)


class Maker:
    """Makes people and openings where everything may be missing."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def maybe(self, value, share=0.75):
        return value if self.random.random() < share else None

    def some(self, words, most=4):
        return tuple(self.random.sample(words, self.random.randint(0, min(most, len(words)))))

    def level(self):
        return self.random.choice((None, 1, 2, 3, 4))

    def skills(self):
        return tuple(SkillLevel(one, self.level()) for one in self.some(SKILLS))

    def languages(self):
        return tuple(
            LanguageLevel(one, self.random.randint(1, 6)) for one in self.some(("en", "zh"))
        )

    def text(self):
        return "".join(self.some(WORDS, 3))

    def person(self, name: str) -> FitPerson:
        pick, number = self.random.choice, self.random.randint
        wishes = FitWishes(
            occupations=self.maybe(self.some(CODES, 2), 0.4),
            areas=self.maybe(self.some(AREAS, 2), 0.6),
            commute_from=self.maybe(pick(("13101", "14100"))),
            commute_minutes_most=self.maybe(number(20, 90), 0.6),
            weekly_minutes_most=self.maybe(number(1_200, 2_600)),
            times=self.maybe(self.some(tuple(Time))),
            pay_yen_least=self.maybe(number(2_000_000, 9_000_000)),
            starts_on=self.maybe(TODAY + timedelta(days=number(0, 120))),
            terms=self.maybe(self.some(tuple(Term))),
        )
        done = tuple(Experience(one, self.maybe(number(0, 200))) for one in self.some(CODES, 3))
        return FitPerson(
            id=name,
            experience=self.maybe(done),
            skills=self.maybe(self.skills()),
            certificates=self.maybe(self.some(CERTIFICATES)),
            languages=self.maybe(self.languages()),
            text=self.text(),
            wishes=wishes,
            released_to=self.some(("a", "b", "c"), 3),
            blocked=self.maybe(("c", "o003"), 0.1) or (),
            valid_to=self.maybe(TODAY + timedelta(days=number(-3, 60)), 0.3),
            may_be_suggested=self.random.random() < 0.95,
        )

    def opening(self, name: str) -> FitOpening:
        pick, number = self.random.choice, self.random.randint
        return FitOpening(
            id=name,
            organisation=pick(("a", "b", "c")),
            title=pick(("経理スタッフ", "営業", "溶接工", "")),
            text=self.text(),
            occupation=self.maybe(pick(CODES), 0.85),
            skills=self.maybe(self.skills(), 0.85),
            certificates=self.some(CERTIFICATES, 2),
            required_certificates=self.maybe((pick(CERTIFICATES),), 0.15) or (),
            months=self.maybe(number(0, 150)),
            languages=self.maybe(self.languages(), 0.3) or (),
            prefecture=self.maybe(pick(("13", "14"))),
            municipality=self.maybe(pick(("13101", "13102", "14100"))),
            is_remote=self.random.random() < 0.1,
            weekly_minutes=self.maybe(number(1_200, 2_900)),
            times=self.maybe(self.some(tuple(Time))),
            pay_yen_most=self.maybe(number(2_000_000, 9_000_000)),
            starts_on=self.maybe(TODAY + timedelta(days=number(0, 120))),
            term=self.maybe(pick(tuple(Term))),
            blocked=self.maybe(("p001",), 0.1) or (),
            as_of=TODAY - timedelta(days=number(0, 33)),
            valid_to=self.maybe(TODAY + timedelta(days=number(-3, 60)), 0.3),
        )

    def people(self, count: int) -> list[FitPerson]:
        return [self.person(f"p{number:03}") for number in range(count)]

    def openings(self, count: int) -> list[FitOpening]:
        return [self.opening(f"o{number:03}") for number in range(count)]
