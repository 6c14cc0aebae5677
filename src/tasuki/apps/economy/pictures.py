"""The simulator's answers as pictures: a question, a drawing, one sentence, the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tasuki.adapters.charts import Range, interval_bars
from tasuki.apps.economy.queries import Answer
from tasuki.core.economy.assumptions import DEFAULTS, SIZE_CLASSES, Unit
from tasuki.core.economy.questions import Frontier, Lever
from tasuki.core.economy.results import CHANNEL_LABELS, Channel, Interval
from tasuki.core.words import Words

_MAN: Final = 10_000
_SIZES: Final = {one.code: one.label for one in SIZE_CLASSES}
_ENDS: Final = (
    Words("10%点", "10th percentile"),
    Words("中央値", "median"),
    Words("90%点", "90th percentile"),
)
CAVEAT: Final = Words(
    "架空の地域の試算であり、保証ではありません。基準は、同じ採用を紹介会社と求人広告だけで"
    "行った場合の費用です。",
    "A calculation on a made-up region, not a promise. The base is the cost of the same hires "
    "through agencies and adverts only.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture in one language; the table's first column names the row."""

    key: str
    question: str
    svg: str
    answer: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Painter:
    """Draws in one language.

    Attributes:
        language: ``ja`` or ``en``.
    """

    language: str

    def reduction(self, answer: Answer) -> Picture:
        """Return by how much the cost per hire falls, whole and by size of company."""
        named = [(self._say(Words("地域全体", "Whole region")), answer.whole.reduction)] + [
            (self._say(_SIZES[code]), one.reduction) for code, one in answer.by_class.items()
        ]
        cut = answer.whole.reduction
        words = Words(
            f"中央値は{_percent(cut.mid)}、10回に8回は{_percent(cut.low)}から{_percent(cut.high)}の間"
            f"でした。40%以上の削減は{_percent(answer.whole.reaching_goal)}の試行で起きました。",
            f"The median is {_percent(cut.mid)}; eight runs of ten lie between "
            f"{_percent(cut.low)} and {_percent(cut.high)}. "
            f"{_percent(answer.whole.reaching_goal)} of the runs reached a cut of 40 %.",
        )
        return self._ranges(
            "reduction",
            Words("採用単価はどれだけ下がる？", "How far does the cost per hire fall?"),
            words,
            [(name, _scaled(one, 100)) for name, one in named],
            "%",
        )

    def savings(self, answer: Answer) -> Picture:
        """Return what each channel saves against the base average."""
        best = max(answer.whole.savings, key=lambda one: answer.whole.savings[one].mid)
        top = answer.whole.savings[best]
        words = Words(
            f"いちばん大きいのは{CHANNEL_LABELS[best].ja}の{_man(top.mid)}万円です。"
            "マイナスは、基準の平均より高い採用です。",
            f"The largest is {CHANNEL_LABELS[best].en} with {_man(top.mid)} (10,000 yen). "
            "Below zero are hires that cost more than the base average.",
        )
        rows = [
            (self._say(CHANNEL_LABELS[one]), _scaled(answer.whole.savings[one], 1 / _MAN))
            for one in Channel
        ]
        unit = self._say(Words("万円", ""))
        return self._ranges(
            "savings",
            Words("どの経路がいくら減らす？", "Which channel saves how much?"),
            words,
            rows,
            unit,
        )

    def people(self, answer: Answer) -> Picture:
        """Return registrations, slots, hires and moves of all years."""
        whole = answer.whole
        named: list[tuple[Words, Interval]] = [
            (Words("登録", "Registrations"), whole.registered),
            (Words("数えられた登録", "Counted"), whole.confirmed),
            (Words("枠の付与", "Slots granted"), whole.slots_granted),
            (Words("枠の採用", "Slot hires"), whole.slots_used),
            (Words("枠の期限切れ", "Slots expired"), whole.slots_expired),
            (CHANNEL_LABELS[Channel.ALUMNI], whole.hires[Channel.ALUMNI]),
            (CHANNEL_LABELS[Channel.REFERRAL], whole.hires[Channel.REFERRAL]),
            (Words("社内異動（別掲）", "Moves inside (apart)"), whole.internal_moves),
        ]
        words = Words(
            f"{answer.region.companies}社の{answer.region.years}年で、枠は{whole.slots_granted.mid:,.0f}"
            f"件付与され、{whole.slots_used.mid:,.0f}件が採用になりました（中央値）。",
            f"In {answer.region.years} years of {answer.region.companies} companies "
            f"{whole.slots_granted.mid:,.0f} slots were granted and {whole.slots_used.mid:,.0f} "
            "ended in a hire (median).",
        )
        return self._ranges(
            "people",
            Words("何人が動く？", "How many people move?"),
            words,
            [(self._say(name), one) for name, one in named],
            "",
        )

    def agency(self, answer: Answer) -> Picture:
        """Return what the agencies keep."""
        net = _scaled(answer.whole.agency_net, 1 / _MAN)
        words = Words(
            f"紹介会社の収支は中央値で{_man(answer.whole.agency_net.mid)}万円です"
            "（有料の決定 − 枠の採用、いずれも平均手数料で計算）。",
            f"The agencies keep {_man(answer.whole.agency_net.mid)} (10,000 yen) in the median: "
            "paid placements less slot hires, each at the average fee.",
        )
        name = self._say(Words("紹介会社の収支", "Agencies' margin"))
        return self._ranges(
            "agency",
            Words("紹介会社は続けられる？", "Can the agencies go on?"),
            words,
            [(name, net)],
            self._say(Words("万円", "")),
        )

    def levers(self, levers: Sequence[Lever], *, most: int = 10) -> Picture:
        """Return what moves the result, the strongest first."""
        first = levers[0]
        label = DEFAULTS[first.code].label
        words = Words(
            f"いちばん効くのは「{label.ja}」で、削減率の中央値は{_percent(first.low)}から"
            f"{_percent(first.high)}まで動きます。",
            f"The strongest is “{label.en}”: it moves the median cut from {_percent(first.low)} "
            f"to {_percent(first.high)}.",
        )
        rows = [
            (
                self._say(DEFAULTS[one.code].label),
                Interval(one.low * 100, (one.low + one.high) * 50, one.high * 100),
            )
            for one in levers[:most]
        ]
        ends = (
            Words("低い値", "at its low"),
            Words("中間", "between"),
            Words("高い値", "at its high"),
        )
        question = Words("何が結果を動かす？", "What moves the result?")
        return self._ranges("levers", question, words, rows, "%", ends)

    def frontier(self, found: Sequence[Frontier]) -> Picture:
        """Return when a cut of 40 % is reachable."""
        reached = [one for one in found if one.reaching_goal >= 0.5]
        best = max(found, key=lambda one: one.reduction.mid)
        words = (
            Words(
                f"40%に届くのは、{len(found)}通りのうち{len(reached)}通りです。",
                f"{len(reached)} of {len(found)} combinations reach 40 % more often than not.",
            )
            if reached
            else Words(
                f"どの組み合わせも40%に届きません。最も下がるのは{best.ratio}人で1枠・登録率"
                f"{_percent(best.registration_rate)}の{_percent(best.reduction.mid)}です。",
                f"No combination reaches 40 %. The best is {best.ratio} to one at a registration "
                f"rate of {_percent(best.registration_rate)}: {_percent(best.reduction.mid)}.",
            )
        )
        rows = [
            (
                self._say(
                    Words(
                        f"{one.ratio}人で1枠・登録率{_percent(one.registration_rate)}",
                        f"{one.ratio} to 1, {_percent(one.registration_rate)} register",
                    )
                ),
                _scaled(one.reduction, 100),
            )
            for one in found
        ]
        question = Words("40%の削減はいつ届く？", "When is a cut of 40 % reachable?")
        return self._ranges("frontier", question, words, rows, "%")

    def _say(self, words: Words) -> str:
        return words.in_language(self.language)

    def _ranges(
        self,
        key: str,
        question: Words,
        answer: Words,
        rows: Sequence[tuple[str, Interval]],
        unit: str,
        ends: tuple[Words, Words, Words] = _ENDS,
    ) -> Picture:
        digits = 1 if unit == "%" else 0
        svg = interval_bars(
            [Range(name, one.low, one.mid, one.high) for name, one in rows],
            key=key,
            title=self._say(question),
            answer=self._say(answer),
            unit=unit,
        )
        return Picture(
            key=key,
            question=self._say(question),
            svg=svg,
            answer=self._say(answer),
            heads=(self._say(Words("区分", "Row")), *(self._say(one) for one in ends)),
            rows=[
                (name, *(f"{value:,.{digits}f}{unit}" for value in (one.low, one.mid, one.high)))
                for name, one in rows
            ],
        )


def list_assumptions(language: str, codes: Sequence[str] = tuple(DEFAULTS)) -> list[list[str]]:
    """Return name, low, most likely, high and basis of the assumptions, ready to be shown."""
    return [
        [
            DEFAULTS[code].label.in_language(language),
            *(_told(value, one.unit) for value in (one.low, one.mid, one.high)),
            one.basis.in_language(language),
        ]
        for code in codes
        for one in (DEFAULTS[code],)
    ]


def _told(value: float, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return f"{value * 100:g}%"
    return f"¥{value:,.0f}" if unit is Unit.YEN else f"{value:g}"


def _scaled(one: Interval, factor: float) -> Interval:
    return Interval(one.low * factor, one.mid * factor, one.high * factor)


def _percent(share: float) -> str:
    return f"{share * 100:.1f}%"


def _man(yen: float) -> str:
    return f"{yen / _MAN:,.0f}"
