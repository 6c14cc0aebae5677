"""Words of the room that core does not decide."""

from typing import Final

from tasuki.core.relay.parameters import SelectionStage
from tasuki.core.words import Words

STAGE_LABELS: Final[dict[SelectionStage, Words]] = {
    SelectionStage.APPLICATION: Words("応募のみ", "applied"),
    SelectionStage.DOCUMENT_SCREENING: Words("書類選考", "documents"),
    SelectionStage.TEST: Words("適性検査", "test"),
    SelectionStage.FIRST_INTERVIEW: Words("一次面接", "first interview"),
    SelectionStage.LATER_INTERVIEW: Words("二次以降の面接", "later interview"),
    SelectionStage.FINAL_INTERVIEW: Words("最終面接", "final interview"),
}
