"""The words of every state of a membership, and the closed lists a member chooses from."""

from enum import StrEnum
from typing import Final

from tasuki.core.alumni.machines import AlumniState
from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.words import Words


class LeaveCode(StrEnum):
    """Why the person left, as the company codes it; stored; never medical, never private life."""

    CAREER = "career"
    CONDITIONS = "conditions"
    WORKPLACE = "workplace"
    RELOCATION = "relocation"
    TERM_END = "term_end"
    OTHER = "other"


class Willingness(StrEnum):
    """What a member is open to; stored."""

    REHIRE = "rehire"
    CONTRACT = "contract"
    SIDE = "side"
    REFER = "refer"
    NEWS = "news"


class VisibleField(StrEnum):
    """What other members may see; stored. Without the name nobody is listed."""

    NAME = "name"
    COMPANY = "company"
    ROLE = "role"
    UNITS = "units"
    SKILLS = "skills"


CODE_LABELS: Final[dict[LeaveCode, Words]] = {
    LeaveCode.CAREER: Words("キャリア", "career"),
    LeaveCode.CONDITIONS: Words("待遇", "pay and conditions"),
    LeaveCode.WORKPLACE: Words("職場環境", "workplace"),
    LeaveCode.RELOCATION: Words("転居", "relocation"),
    LeaveCode.TERM_END: Words("契約期間の満了", "end of the contract"),
    LeaveCode.OTHER: Words("その他", "other"),
}
WILLINGNESS_LABELS: Final[dict[Willingness, Words]] = {
    Willingness.REHIRE: Words("再入社", "coming back"),
    Willingness.CONTRACT: Words("業務委託", "contract work"),
    Willingness.SIDE: Words("副業", "side work"),
    Willingness.REFER: Words("知人の紹介（謝礼なし）", "introducing people (unpaid)"),
    Willingness.NEWS: Words("お知らせだけ", "news only"),
}
FIELD_LABELS: Final[dict[VisibleField, Words]] = {
    VisibleField.NAME: Words("氏名", "name"),
    VisibleField.COMPANY: Words("現在の勤務先", "present company"),
    VisibleField.ROLE: Words("現在の仕事", "present work"),
    VisibleField.UNITS: Words("在籍時の部署", "former units"),
    VisibleField.SKILLS: Words("身につけたスキル", "skills gained"),
}


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


ALUMNI_LABELS: Final[dict[AlumniState, StatusLabel]] = {
    AlumniState.PLANNED: _status(
        "招待前", "Not invited yet", Tone.GREY, "退職の30日後に招待", "Invite 30 days after leaving"
    ),
    AlumniState.INVITED: _status(
        "招待中", "Invited", Tone.VIOLET, "本人の参加を待つ", "Wait for the person to join"
    ),
    AlumniState.JOINED: _status("参加", "Joined", Tone.TEAL),
    AlumniState.ACTIVE: _status(
        "交流中", "In touch", Tone.TEAL, "次の連絡を決める", "Plan the next contact"
    ),
    AlumniState.SILENT: _status(
        "音信なし", "Silent", Tone.AMBER, "更新の回答を待つ", "Wait for the yearly answer"
    ),
    AlumniState.RENEWED: _status(
        "参加を継続", "Stays", Tone.GREEN, "次の連絡を決める", "Plan the next contact"
    ),
    AlumniState.LEFT: _status("退会", "Left the network", Tone.GREY),
    AlumniState.EXPIRED: _status("期間の終了", "Period over", Tone.GREY),
}
