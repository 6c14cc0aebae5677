"""The monthly mail: what a month closed with, in the words of the leading figures."""

from datetime import date

from tasuki.apps.insights.queries.board import Board
from tasuki.core.kpi.definitions import Definition, Theme
from tasuki.core.kpi.rates import change_in_points
from tasuki.core.words import Words

_NOTHING = Words("算出不可（対象者なし）", "cannot be computed (nobody to count)")
_HIDDEN = Words("非公開（人数が少ないため）", "hidden (few people)")


def write_month(
    *, name: str, month: date, board: Board, before: Board | None, url: str
) -> tuple[Words, Words]:
    """Return subject and text of the mail that tells the figures of a closed month.

    Args:
        name: of the organisation.
        month: first day of the month.
        board: the fiscal year up to the end of the month.
        before: the fiscal year before, to compare with.
        url: of the page of figures.
    """
    subject = Words(
        f"【月次レポート】{month.year}年{month.month}月の指標", f"Monthly figures: {month:%Y-%m}"
    )
    leading = [one for one in board.definitions if one.theme is Theme.HEADLINE]
    lines = [_line(one, board, before) for one in leading]
    ja = "\n\n".join(one.ja for one in lines)
    en = "\n\n".join(one.en for one in lines)
    return subject, Words(
        f"{name} 御中\n\n{month.year}年{month.month}月を締めました。"
        f"年度の始めから{board.until:%Y/%m/%d}までの主な指標は、次のとおりです。\n\n{ja}\n\n"
        f"図・内訳・定義は、次のページで確認できます。\n{url}\n\n"
        "締めた月の数値は変わりません。訂正は、開いている月に新しい行で入力してください。\n"
        "このメールは「指標」の「データの入力」で止められます。",
        f"{name}\n\n{month:%Y-%m} is closed. The leading figures from the begin of the fiscal year "
        f"to {board.until.isoformat()}:\n\n{en}\n\n"
        f"Pictures, parts and definitions:\n{url}\n\n"
        "A closed month does not change; corrections are entered in an open month.\n"
        "This mail is turned off under “Figures”, “Enter data”.",
    )


def _line(one: Definition, board: Board, before: Board | None) -> Words:
    value = _value(one, board)
    rate = board.rate(one)
    counts = f"{rate.numerator:,} ÷ {rate.denominator:,}" if rate is not None else ""
    earlier = before.rate(one) if before is not None else None
    change = change_in_points(rate, earlier) if rate is not None and earlier is not None else None
    sign = "＋" if change is not None and change > 0 else ""
    ja = f"（前年度との差 {sign}{change}ポイント）" if change is not None else ""
    en = f" ({sign}{change} points to the year before)" if change is not None else ""
    return Words(
        f"■ {one.name.ja}：{value.ja}{ja}\n　{counts}　{one.formula.ja}",
        f"- {one.name.en}: {value.en}{en}\n  {counts}  {one.formula.en}",
    )


def _value(one: Definition, board: Board) -> Words:
    rate = board.rate(one)
    if rate is None:
        return _HIDDEN
    if rate.percent is None:
        return _NOTHING
    return Words(f"{rate.percent}%", f"{rate.percent}%")
