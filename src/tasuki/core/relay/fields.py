"""What a person may say and release in the relay, with the words for it."""

from typing import Final

from tasuki.core.words import Words

WISH_FIELDS: Final[dict[str, Words]] = {
    "occupation": Words("希望の職種", "wished occupation"),
    "place": Words("希望の勤務地", "wished place"),
    "employment": Words("希望の雇用形態", "wished kind of employment"),
    "start": Words("働き始められる時期", "possible start"),
    "pay": Words("希望の年収", "wished yearly pay"),
    "note": Words("ご希望・ご経験", "wishes and experience"),
}
"""What a person wishes, in the order of the form."""

RELEASE_FIELDS: Final[dict[str, Words]] = {
    "name": Words("氏名", "name"),
    "name_kana": Words("氏名（カナ）", "name in kana"),
    "mail": Words("メールアドレス", "mail address"),
    "phone": Words("電話番号", "phone"),
    "birth_date": Words("生年月日", "birth date"),
    **WISH_FIELDS,
    "passport": Words("パスポートの項目", "passport entries"),
    "referrer": Words("案内した会社の名前", "company that gave the notice"),
}
"""What a person may release to a company, one by one."""
