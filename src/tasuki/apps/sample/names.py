"""Made-up people. Names are common ones put together by chance; likeness is accident."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

_SURNAMES: Final = (
    ("佐久間", "サクマ"),
    ("髙橋", "タカハシ"),
    ("長谷部", "ハセベ"),
    ("小野寺", "オノデラ"),
    ("吉野", "ヨシノ"),
    ("二階堂", "ニカイドウ"),
    ("早瀬", "ハヤセ"),
    ("宮﨑", "ミヤザキ"),
    ("𠮷田", "ヨシダ"),
    ("渡邊", "ワタナベ"),
    ("大槻", "オオツキ"),
    ("北条", "ホウジョウ"),
    ("水原", "ミズハラ"),
    ("東山", "ヒガシヤマ"),
    ("榊原", "サカキバラ"),
    ("古賀", "コガ"),
    ("秋元", "アキモト"),
    ("神田", "カンダ"),
    ("森永", "モリナガ"),
    ("白石", "シライシ"),
    ("桐生", "キリュウ"),
    ("日向", "ヒュウガ"),
    ("若林", "ワカバヤシ"),
    ("栗原", "クリハラ"),
)
_GIVEN: Final = (
    ("蓮", "レン"),
    ("結衣", "ユイ"),
    ("伊織", "イオリ"),
    ("葵", "アオイ"),
    ("湊", "ミナト"),
    ("光", "ヒカル"),
    ("航", "ワタル"),
    ("美咲", "ミサキ"),
    ("大和", "ヤマト"),
    ("千尋", "チヒロ"),
    ("悠真", "ユウマ"),
    ("彩花", "アヤカ"),
    ("拓海", "タクミ"),
    ("遥", "ハルカ"),
    ("健太", "ケンタ"),
    ("真央", "マオ"),
    ("亮", "リョウ"),
    ("さくら", "サクラ"),
    ("隼人", "ハヤト"),
    ("菜々子", "ナナコ"),
    ("翔太", "ショウタ"),
    ("莉子", "リコ"),
    ("直樹", "ナオキ"),
    ("由香", "ユカ"),
    ("慎吾", "シンゴ"),
    ("麻衣", "マイ"),
    ("和也", "カズヤ"),
    ("優子", "ユウコ"),
    ("哲也", "テツヤ"),
    ("明日香", "アスカ"),
    ("涼介", "リョウスケ"),
    ("恵", "メグミ"),
    ("裕太", "ユウタ"),
    ("綾乃", "アヤノ"),
    ("圭", "ケイ"),
    ("桜子", "サクラコ"),
    ("誠", "マコト"),
    ("奈緒", "ナオ"),
    ("大輔", "ダイスケ"),
    ("文香", "フミカ"),
    ("徹", "トオル"),
    ("智美", "トモミ"),
    ("陸", "リク"),
    ("琴音", "コトネ"),
)
_LATIN: Final = (
    (("Tran", "Nguyen", "Le", "Pham"), ("Van Minh", "Thi Lan", "Duc Anh", "Thu Ha", "Quoc Huy")),
    (("Santos", "Reyes", "Cruz", "Garcia"), ("Maria", "Jose", "Angela", "Marco", "Liza")),
    (("Rai", "Gurung", "Thapa"), ("Anita", "Bikash", "Sita", "Ramesh")),
)
_OCCUPATIONS: Final = (
    "生産管理",
    "経理",
    "営業事務",
    "品質管理",
    "物流",
    "総務",
    "購買",
    "設計補助",
)
_PLACES: Final = ("みなと市内", "みなと市と隣の市", "県内", "通える範囲ならどこでも")
_LATIN_SHARE: Final = 0.06
_DRAWS_MAX: Final = 20
"""Names drawn until one is new; after that somebody has a namesake."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    family_name: str
    given_name: str
    name_kana: str
    mail: str
    phone: str
    birth_date: date
    wishes: dict[str, str]

    @property
    def full_name(self) -> str:
        """The name as its people write it: of those in Latin letters, these families go first."""
        parts = (self.family_name, self.given_name)
        is_last = self.family_name.isascii() and self.family_name not in _LATIN[0][0]
        return " ".join(parts[::-1] if is_last else parts)


class People:
    """An endless queue of people from one seed; no two share an address or a number, few a name."""

    def __init__(self, seed: int, *, born_before: date, prefix: str = "sample") -> None:
        self._dice = Random(seed)  # noqa: S311 - samples, no secrets
        self._born_before, self._prefix = born_before, prefix
        self._count = 0
        self._named: set[tuple[str, str]] = set()

    def next(self) -> Person:
        """Return somebody new."""
        dice = self._dice
        self._count += 1
        for _draw in range(_DRAWS_MAX):
            family, given, kana = self._draw_name()
            if (family, given) not in self._named:
                break
        self._named.add((family, given))
        return Person(
            family_name=family,
            given_name=given,
            name_kana=kana,
            mail=f"{self._prefix}{self._count:04d}@example.invalid",
            phone=f"0900000{self._count:04d}",
            birth_date=self._born_before - timedelta(days=dice.randrange(20 * 365, 55 * 365)),
            wishes={
                "occupation": dice.choice(_OCCUPATIONS),
                "place": dice.choice(_PLACES),
                "pay": f"月給{dice.randrange(21, 34)}万円から",
                "note": f"実務{dice.randrange(2, 12)}年。表計算が得意です。",
            },
        )

    def _draw_name(self) -> tuple[str, str, str]:
        dice = self._dice
        if dice.random() < _LATIN_SHARE:
            families, names = dice.choice(_LATIN)
            return dice.choice(families), dice.choice(names), ""
        (family, family_kana), (given, given_kana) = dice.choice(_SURNAMES), dice.choice(_GIVEN)
        return family, given, f"{family_kana} {given_kana}"


HINA: Final = Person(
    family_name="鈴原",
    given_name="陽菜",
    name_kana="スズハラ ヒナ",
    mail="hina@example.invalid",
    phone="09000009999",
    birth_date=date(1998, 4, 12),
    wishes={"occupation": "生産管理・事務", "place": "みなと市内", "pay": "月給27万円から"},
)
