"""The words of letters and mails about requests, in both languages; no row is read here."""

from datetime import date
from typing import Final

from tasuki.core.rights.requests import KINDS, RequestKind
from tasuki.core.words import Words

RECEIVED_SUBJECT: Final = Words(
    "個人データに関する請求を受け付けました（{number}）｜{organisation}",
    "We received your request {number} | {organisation}",
)
RECEIVED_TEXT: Final = Words(
    "{name} 様\n\n"
    "個人データに関する次の請求を受け付けました。\n\n"
    "受付番号：{number}\n請求の種類：{kind}（{article}）\n受付日：{received}\n"
    "回答の期限：{answer_by}\n\n"
    "期限までに回答します。こちらから手続きをお願いする場合は、あらためてご連絡します。\n"
    "お心当たりがない場合は、下記のお問い合わせ先までご連絡ください。",
    "Dear {name},\n\n"
    "we received the following request about personal data.\n\n"
    "Number: {number}\nKind: {kind} ({article})\nReceived on: {received}\n"
    "Answer by: {answer_by}\n\n"
    "You will get an answer by that day. If we need anything from you, we will write again.\n"
    "If you know nothing of this request, please tell us at the contact below.",
)
ANSWERED_SUBJECT: Final = Words(
    "個人データに関する請求への回答（{number}）｜{organisation}",
    "Answer to your request {number} | {organisation}",
)
ANSWERED_TEXT: Final = Words(
    "{name} 様\n\n受付番号{number}（{kind}）の請求に回答します。\n\n{answer}\n\n"
    "回答書などのファイルは、次のアドレスから{until}まで受け取れます。\n{url}\n\n"
    "このアドレスはあなた専用です。ほかの人に渡さないでください。",
    "Dear {name},\n\nthis is the answer to request {number} ({kind}).\n\n{answer}\n\n"
    "The files can be fetched until {until} at\n{url}\n\n"
    "The address is yours alone. Please do not pass it on.",
)
CODE_SUBJECT: Final = Words(
    "本人確認のコードをお知らせください（{number}）｜{organisation}",
    "Tell us this code to confirm your request {number} | {organisation}",
)
CODE_TEXT: Final = Words(
    "{name} 様\n\n"
    "個人データに関する請求（受付番号{number}）について、ご本人であることを確認します。\n"
    "次のコードを、請求の担当者に伝えてください。\n\n確認コード：{code}\n有効期限：{until}\n\n"
    "請求した覚えがない場合は、コードを誰にも伝えず、下記のお問い合わせ先にご連絡ください。",
    "Dear {name},\n\n"
    "please confirm that you made the request {number} about personal data.\n"
    "Tell this code to the person who handles it.\n\nCode: {code}\nValid until: {until}\n\n"
    "If you made no such request, tell the code to nobody and contact us.",
)

_ANSWERS: Final[dict[RequestKind, Words]] = {
    RequestKind.DISCLOSURE: Words(
        "請求された保有個人データを、添付の一覧のとおり開示します。",
        "The data held about you is disclosed in the attached list.",
    ),
    RequestKind.PROVISIONS: Words(
        "第三者への提供と第三者からの受領の記録を、添付の一覧のとおり開示します。",
        "The records of provision and receipt are disclosed in the attached list.",
    ),
    RequestKind.PURPOSE: Words(
        "あなたの個人データの利用目的は、添付の一覧のとおりです。",
        "The purposes for which your data is used are in the attached list.",
    ),
    RequestKind.CORRECTION: Words(
        "調査の結果、下記のとおり訂正しました。",
        "We looked into it and corrected the data as listed below.",
    ),
    RequestKind.STOP_USE: Words(
        "あなたの個人データの利用を停止しました。今後は、この回答に関する連絡のほかには利用しません。",
        "The use of your data has stopped. It is not used any more except for this answer.",
    ),
    RequestKind.ERASURE: Words("あなたの個人データを消去しました。", "Your data has been erased."),
    RequestKind.STOP_PROVISION: Words(
        "あなたの個人データの第三者への提供を停止し、提供先にも停止を伝えました。",
        "The provision of your data to others has stopped, and the recipients were told.",
    ),
}
REFUSED_ANSWER: Final = Words(
    "請求について調査しましたが、次の理由により応じないことを決定しました。\n理由：{ground}",
    "We looked into your request and decided not to follow it.\nGround: {ground}",
)
PARTIAL_ANSWER: Final = Words(
    "ただし、評価に関する次の部分は開示しません。\n理由：{ground}",
    "Assessments are not disclosed. Ground: {ground}",
)
STOPPED_INSTEAD: Final = Words(
    "消去に代えて、あなたの個人データの利用を停止しました。",
    "Instead of being erased, your data is no longer used.",
)
COMPLAINT: Final = Words(
    "この回答に不服がある場合は、上記のお問い合わせ先にお申し出ください。"
    "個人情報保護委員会の相談窓口も利用できます。",
    "If you disagree, please tell the contact above. You may also turn to the "
    "Personal Information Protection Commission.",
)


def draft_answer(kind: RequestKind) -> Words:
    """Return the first sentence of an answer that does what was asked."""
    return _ANSWERS[kind]


def fill(words: Words, language: str, **values: object) -> str:
    """Return a text in one language with its values."""
    return words.in_language(language).format(**values)


def kind_text(kind: RequestKind, language: str) -> str:
    """Return the name of a kind."""
    return KINDS[kind].words.in_language(language)


def day_text(day: date, language: str) -> str:
    """Return a day as it stands in letters: 2026年11月16日 or 2026-11-16."""
    if language.startswith("en"):
        return day.isoformat()
    return f"{day.year}年{day.month}月{day.day}日"
