"""When a job order need not be accepted: all others are accepted (求人の全件受理).

Source: 職業安定法 5条の6第1項.
"""

from enum import StrEnum
from typing import Final

from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words

SOURCE: Final = "職業安定法 5条の6第1項"
DETAIL_CHARACTERS_MIN: Final = 5


class OrderGround(StrEnum):
    """The grounds of the law, in its order; stored."""

    UNLAWFUL = "unlawful"
    FAR_BELOW = "far_below"
    BREACH = "breach"
    NO_CONDITIONS = "no_conditions"
    ANTISOCIAL = "antisocial"
    NO_DECLARATION = "no_declaration"


class DeclarationAnswer(StrEnum):
    """What an employer answered when it was asked about breaches of labour law; stored."""

    CLEAR = "clear"
    LISTED = "listed"
    DECLINED = "declined"


ORDER_GROUND_LABELS: Final[dict[OrderGround, Words]] = {
    OrderGround.UNLAWFUL: Words("申込みの内容が法令に違反する", "the content breaks a law"),
    OrderGround.FAR_BELOW: Words(
        "賃金・労働時間などが通常の条件と比べて著しく不適当である",
        "pay, hours or other conditions are far below what is usual",
    ),
    OrderGround.BREACH: Words(
        "労働関係法令の違反で処分・公表などを受けた求人者である",
        "the employer was punished or published for a listed breach of labour law",
    ),
    OrderGround.NO_CONDITIONS: Words(
        "労働条件が明示されていない", "the working conditions are not shown"
    ),
    OrderGround.ANTISOCIAL: Words(
        "求人者が暴力団員などに当たる", "the employer belongs to organised crime"
    ),
    OrderGround.NO_DECLARATION: Words(
        "正当な理由なく自己申告の求めに応じない",
        "the employer does not make the self-declaration, without a good reason",
    ),
}
ORDER_GROUND_CLAUSES: Final[dict[OrderGround, str]] = {
    OrderGround.UNLAWFUL: "職業安定法 5条の6第1項1号",
    OrderGround.FAR_BELOW: "職業安定法 5条の6第1項2号",
    OrderGround.BREACH: "職業安定法 5条の6第1項3号",
    OrderGround.NO_CONDITIONS: "職業安定法 5条の6第1項4号",
    OrderGround.ANTISOCIAL: "職業安定法 5条の6第1項5号",
    OrderGround.NO_DECLARATION: "職業安定法 5条の6第1項6号",
}
DECLARATION_LABELS: Final[dict[DeclarationAnswer, Words]] = {
    DeclarationAnswer.CLEAR: Words("該当しない", "none stands against it"),
    DeclarationAnswer.LISTED: Words("該当する", "one stands against it"),
    DeclarationAnswer.DECLINED: Words("回答しない", "declined to answer"),
}


def check_order_refusal(
    ground: str, *, detail: str, answer: str, missing_count: int
) -> Refusal | None:
    """Return why an order may not be refused; None if a ground of the law carries it.

    Grounds that the file itself can disprove are held against it: conditions that are all
    there, a declaration that was made.

    Args:
        ground: one of ``OrderGround``.
        detail: what it rests on, in words; the employer reads it.
        answer: the employer's declaration, ``DeclarationAnswer`` or empty.
        missing_count: how many of the eleven items are missing.

    Source: 職業安定法 5条の6第1項.
    """
    if ground not in list(OrderGround):
        return _refuse(
            Words(
                "求人は、法律が定める理由がなければ断れません。",
                "A job order may be refused only on a ground of the law.",
            ),
            Words("当てはまる理由を選ぶか、受理してください。", "Choose the ground, or accept it."),
        )
    if len(detail.strip()) < DETAIL_CHARACTERS_MIN:
        return _refuse(
            Words("断る理由の具体的な内容がありません。", "It is not said what the ground is."),
            Words(
                "求人者に通知する内容を入力してください。", "Write what the employer will be told."
            ),
        )
    if ground == OrderGround.NO_CONDITIONS and not missing_count:
        return _refuse(
            Words("11項目はすべて明示されています。", "All eleven items are shown."),
            Words("別の理由を選ぶか、受理してください。", "Choose another ground, or accept it."),
        )
    contradicts = {
        OrderGround.BREACH: answer == DeclarationAnswer.CLEAR,
        OrderGround.NO_DECLARATION: answer in {DeclarationAnswer.CLEAR, DeclarationAnswer.LISTED},
    }
    if contradicts.get(OrderGround(ground), False):
        return _refuse(
            Words(
                "記録された自己申告の回答と合いません。",
                "It contradicts the declaration that is on file.",
            ),
            Words(
                "自己申告の記録を確かめ、違反が分かった場合は回答を改めてください。",
                "Check the declaration; if a breach became known, record the true answer first.",
            ),
        )
    return None


def _refuse(why: Words, then: Words) -> Refusal:
    return Refusal("order_ground", why.ja, why.en, then.ja, then.en, SOURCE)
