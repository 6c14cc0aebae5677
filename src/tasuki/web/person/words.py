"""What a person reads about the own registration: kinder and fewer words than the agency's.

Whether it was counted is no matter of the person, and no word here says so.
"""

from typing import Final, NamedTuple

from tasuki.core.relay.machines import RegistrationState
from tasuki.core.words import Words


class KindState(NamedTuple):
    """The state as a tag with a tone, and as a sentence."""

    label: Words
    tone: str
    text: Words


_HALFWAY: Final = KindState(
    Words("登録の途中", "Not complete"),
    "warn",
    Words(
        "登録はまだ終わっていません。7日たつと、入力した内容は消えます。",
        "The registration is not complete. After 7 days what you entered is deleted.",
    ),
)
_WAITING: Final = KindState(
    Words("確認中", "Being read"),
    "wait",
    Words(
        "担当者が内容を確認しています。結果はメールでお知らせします。",
        "The agency reads your registration and answers by mail.",
    ),
)
_SERVED: Final = KindState(
    Words("受理済み", "Accepted"),
    "ok",
    Words(
        "担当者が仕事探しを手伝います。合う求人があれば、会社名と条件をお知らせします。",
        "An adviser supports your search. If a job fits, you hear its company and conditions.",
    ),
)

STATES: Final[dict[RegistrationState, KindState]] = {
    RegistrationState.STARTED: _HALFWAY,
    RegistrationState.MAIL_VERIFIED: _HALFWAY,
    RegistrationState.CONSENTED: _HALFWAY,
    RegistrationState.AGENCY_QUEUE: _WAITING,
    RegistrationState.HELD: _WAITING,
    RegistrationState.ACCEPTED: _SERVED,
    RegistrationState.COUNTED: _SERVED,
    RegistrationState.NOT_COUNTED: _SERVED,
    RegistrationState.REVERSED: _SERVED,
    RegistrationState.REFUSED: KindState(
        Words("お受けできませんでした", "Not taken"),
        "",
        Words(
            "今回はお受けできませんでした。理由はメールでお知らせしています。"
            "ご質問は、下の相談先へお寄せください。",
            "The agency could not take this registration. The reason was sent by mail. "
            "For questions, use the contact below.",
        ),
    ),
    RegistrationState.PAUSED: KindState(
        Words("休止中", "Paused"),
        "",
        Words(
            "紹介を休んでいます。再開するまで、どの会社にも紹介されません。",
            "Introductions are paused. Until you resume, you are introduced to no company.",
        ),
    ),
    RegistrationState.WITHDRAWN: KindState(
        Words("取り消し済み", "Cancelled"),
        "",
        Words(
            "登録を取り消しました。応募先の会社には通知されません。",
            "Your registration is cancelled. The company you applied to is not told.",
        ),
    ),
    RegistrationState.ABANDONED: KindState(
        Words("期限切れ", "Ended"),
        "",
        Words(
            "途中のまま7日たったため、入力した内容を消しました。"
            "案内のページから、もう一度登録できます。",
            "It stayed incomplete for 7 days, so what you entered was deleted. "
            "You can register again from the page in the notice.",
        ),
    ),
}
