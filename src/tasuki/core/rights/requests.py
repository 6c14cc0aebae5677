"""Requests of a person about their data: kinds, states, answers and the grounds of a refusal.

Decides what may follow a request.  Refuses to know who asks and whether they proved it.

Source: 個人情報保護法 32条-39条.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words


class RequestKind(StrEnum):
    """What a person asks for; stored."""

    DISCLOSURE = "disclosure"
    PROVISIONS = "provisions"
    PURPOSE = "purpose"
    CORRECTION = "correction"
    STOP_USE = "stop_use"
    ERASURE = "erasure"
    STOP_PROVISION = "stop_provision"


class ClaimGround(StrEnum):
    """Why a person wants the use to stop (article 35); stored."""

    NOT_STATED = ""
    UNLAWFUL_USE = "unlawful_use"
    UNLAWFUL_ACQUISITION = "unlawful_acquisition"
    UNLAWFUL_PROVISION = "unlawful_provision"
    NO_LONGER_NEEDED = "no_longer_needed"
    BREACH = "breach"
    RIGHTS_HARMED = "rights_harmed"


class RefusalGround(StrEnum):
    """Why a holder does not do what was asked; stored."""

    HARM = "harm"
    BUSINESS = "business"
    OTHER_LAW = "other_law"
    NOT_HELD = "not_held"
    PURPOSE_KNOWN = "purpose_known"
    PURPOSE_HARM = "purpose_harm"
    CONTENT_TRUE = "content_true"
    NOT_A_FACT = "not_a_fact"
    NO_VIOLATION = "no_violation"
    SUBSTITUTE = "substitute"
    KEPT_BY_LAW = "kept_by_law"
    IDENTITY = "identity"
    AUTHORITY = "authority"


class IdentityMethod(StrEnum):
    """How it was made sure that the person asks; stored."""

    NONE = ""
    SIGN_IN = "sign_in"
    MAILED_KEY = "mailed_key"
    MAILED_CODE = "mailed_code"
    DOCUMENT = "document"


class RequestState(StrEnum):
    """How far a request is; stored."""

    RECEIVED = "received"
    IDENTIFIED = "identified"
    DISCLOSED = "disclosed"
    CORRECTED = "corrected"
    STOPPED = "stopped"
    ERASED = "erased"
    REFUSED = "refused"
    NOTIFIED = "notified"
    WITHDRAWN = "withdrawn"


class RequestEvent(StrEnum):
    """What happens to a request."""

    IDENTIFY = "identify"
    DISCLOSE = "disclose"
    CORRECT = "correct"
    STOP = "stop"
    ERASE = "erase"
    REFUSE = "refuse"
    NOTIFY = "notify"
    WITHDRAW = "withdraw"


_S, _E = RequestState, RequestEvent
REQUEST: Final = Machine(
    name="請求 (request)",
    initial=_S.RECEIVED,
    transitions=(
        Transition(_S.RECEIVED, _E.IDENTIFY, _S.IDENTIFIED, "RQ1"),
        Transition(_S.IDENTIFIED, _E.DISCLOSE, _S.DISCLOSED, "RQ2"),
        Transition(_S.IDENTIFIED, _E.CORRECT, _S.CORRECTED, "RQ3"),
        Transition(_S.IDENTIFIED, _E.STOP, _S.STOPPED, "RQ4"),
        Transition(_S.IDENTIFIED, _E.ERASE, _S.ERASED, "RQ5"),
        Transition(_S.RECEIVED, _E.REFUSE, _S.REFUSED, "RQ6"),
        Transition(_S.IDENTIFIED, _E.REFUSE, _S.REFUSED, "RQ6"),
        Transition(_S.DISCLOSED, _E.NOTIFY, _S.NOTIFIED, "RQ7"),
        Transition(_S.CORRECTED, _E.NOTIFY, _S.NOTIFIED, "RQ7"),
        Transition(_S.STOPPED, _E.NOTIFY, _S.NOTIFIED, "RQ7"),
        Transition(_S.ERASED, _E.NOTIFY, _S.NOTIFIED, "RQ7"),
        Transition(_S.REFUSED, _E.NOTIFY, _S.NOTIFIED, "RQ7"),
        Transition(_S.RECEIVED, _E.WITHDRAW, _S.WITHDRAWN, "RQ8"),
        Transition(_S.IDENTIFIED, _E.WITHDRAW, _S.WITHDRAWN, "RQ8"),
    ),
)
WAITING_STATES: Final = frozenset({_S.RECEIVED, _S.IDENTIFIED})
"""Nothing is decided yet; a second request of the same kind joins the first."""
OPEN_STATES: Final = frozenset(REQUEST.states) - frozenset(REQUEST.final_states())
"""The clock runs: the person was not told yet."""

_K, _G = RequestKind, RefusalGround


@dataclass(frozen=True, slots=True)
class KindRule:
    """One kind of request.

    Attributes:
        words: its name.
        article: what it rests on.
        granting: the event by which the holder does what was asked.
        grounds: the grounds on which the law lets the holder refuse it.
    """

    words: Words
    article: str
    granting: RequestEvent
    grounds: tuple[RefusalGround, ...]


_ASK_WHO: Final = (_G.IDENTITY, _G.AUTHORITY)
_SHOW: Final = (_G.HARM, _G.BUSINESS, _G.OTHER_LAW, _G.NOT_HELD, *_ASK_WHO)
_STOP: Final = (_G.NO_VIOLATION, _G.SUBSTITUTE, _G.KEPT_BY_LAW, _G.NOT_HELD, *_ASK_WHO)
KINDS: Final[dict[RequestKind, KindRule]] = {
    _K.DISCLOSURE: KindRule(
        Words("保有個人データの開示", "Disclosure of the data held"),
        "個人情報保護法33条1項",
        _E.DISCLOSE,
        _SHOW,
    ),
    _K.PROVISIONS: KindRule(
        Words("第三者提供記録の開示", "Disclosure of the records of provision"),
        "個人情報保護法33条5項",
        _E.DISCLOSE,
        _SHOW,
    ),
    _K.PURPOSE: KindRule(
        Words("利用目的の通知", "Notice of the purpose of use"),
        "個人情報保護法32条2項",
        _E.DISCLOSE,
        (_G.PURPOSE_KNOWN, _G.PURPOSE_HARM, _G.NOT_HELD, *_ASK_WHO),
    ),
    _K.CORRECTION: KindRule(
        Words("内容の訂正・追加・削除", "Correction of the content"),
        "個人情報保護法34条1項",
        _E.CORRECT,
        (_G.CONTENT_TRUE, _G.NOT_A_FACT, _G.OTHER_LAW, _G.NOT_HELD, *_ASK_WHO),
    ),
    _K.STOP_USE: KindRule(
        Words("利用の停止", "Stop of the use"), "個人情報保護法35条1項・5項", _E.STOP, _STOP
    ),
    _K.ERASURE: KindRule(
        Words("データの消去", "Erasure of the data"), "個人情報保護法35条1項・5項", _E.ERASE, _STOP
    ),
    _K.STOP_PROVISION: KindRule(
        Words("第三者への提供の停止", "Stop of the provision to others"),
        "個人情報保護法35条3項・5項",
        _E.STOP,
        _STOP,
    ),
}

CLAIM_WORDS: Final[dict[ClaimGround, Words]] = {
    ClaimGround.NOT_STATED: Words("理由の記載なし", "no reason stated"),
    ClaimGround.UNLAWFUL_USE: Words(
        "目的外または不適正な利用（18条・19条）", "use beyond the purpose or improper (18, 19)"
    ),
    ClaimGround.UNLAWFUL_ACQUISITION: Words("不正な取得（20条）", "improper acquisition (20)"),
    ClaimGround.UNLAWFUL_PROVISION: Words(
        "同意のない第三者提供（27条・28条）", "provision without consent (27, 28)"
    ),
    ClaimGround.NO_LONGER_NEEDED: Words(
        "利用する必要がなくなった（35条5項）", "no longer needed (35, 5)"
    ),
    ClaimGround.BREACH: Words("漏えい等が起きた（35条5項）", "a breach occurred (35, 5)"),
    ClaimGround.RIGHTS_HARMED: Words(
        "権利や正当な利益が害されるおそれ（35条5項）", "rights may be harmed (35, 5)"
    ),
}

REFUSAL_WORDS: Final[dict[RefusalGround, Words]] = {
    _G.HARM: Words(
        "本人または第三者の生命、身体、財産その他の権利利益を害するおそれがあるため（33条2項1号）",
        "It may harm the life, body, property or other rights of the person or others (33 (2) i).",
    ),
    _G.BUSINESS: Words(
        "業務の適正な実施に著しい支障を及ぼすおそれがあるため（33条2項2号）",
        "It may seriously hinder the proper conduct of the business (33 (2) ii).",
    ),
    _G.OTHER_LAW: Words(
        "他の法令の定めによるため（33条2項3号、34条2項）",
        "Another law provides otherwise (33 (2) iii, 34 (2)).",
    ),
    _G.NOT_HELD: Words(
        "請求された保有個人データが存在しないため（33条3項）",
        "Such data is not held (33 (3)).",
    ),
    _G.PURPOSE_KNOWN: Words(
        "利用目的が公表などにより明らかであるため（32条2項1号）",
        "The purpose is already known (32 (2) i).",
    ),
    _G.PURPOSE_HARM: Words(
        "利用目的の通知により権利利益を害するおそれなどがあるため（32条2項2号）",
        "Telling the purpose may harm rights (32 (2) ii).",
    ),
    _G.CONTENT_TRUE: Words(
        "調査の結果、内容が事実と一致していたため（34条2項）",
        "The content was found to be true (34 (2)).",
    ),
    _G.NOT_A_FACT: Words(
        "評価や判断に関する情報で、事実の誤りではないため（34条1項）",
        "It is an assessment and not an error of fact (34 (1)).",
    ),
    _G.NO_VIOLATION: Words(
        "調査の結果、停止や消去を求める理由にあたる事実がなかったため（35条2項・4項・6項）",
        "No fact was found that obliges to stop or erase (35 (2), (4), (6)).",
    ),
    _G.SUBSTITUTE: Words(
        "多額の費用などにより困難で、これに代わる措置をとったため（35条2項・4項・6項のただし書）",
        "It is too difficult, and a substitute measure was taken (provisos of 35 (2), (4), (6)).",
    ),
    _G.KEPT_BY_LAW: Words(
        "法令により保存が義務づけられているため（法令に基づく保存）",
        "A law obliges to keep the data.",
    ),
    _G.IDENTITY: Words(
        "ご本人であることを確認できなかったため（37条1項、施行令12条）",
        "It could not be made sure that the person asks (37 (1)).",
    ),
    _G.AUTHORITY: Words(
        "代理人の権限を確認できなかったため（37条3項、施行令13条）",
        "The authority of the agent could not be made sure (37 (3)).",
    ),
}
IDENTITY_WORDS: Final[dict[IdentityMethod, Words]] = {
    IdentityMethod.NONE: Words("未確認", "not checked yet"),
    IdentityMethod.SIGN_IN: Words("本人のログイン", "the person's own sign-in"),
    IdentityMethod.MAILED_KEY: Words("本人のメールに届いたリンク", "a link mailed to the person"),
    IdentityMethod.MAILED_CODE: Words(
        "登録済みのメールに送った確認コード", "a code mailed to the address on record"
    ),
    IdentityMethod.DOCUMENT: Words("本人確認書類", "a document seen"),
}


def can_grant(kind: RequestKind, event: RequestEvent) -> bool:
    """Return whether an event is an answer to a kind; whoever asks to erase may get a stop."""
    return event == KINDS[kind].granting or (kind, event) == (_K.ERASURE, _E.STOP)
