"""How a cell may be put right; problems with the same repair are shown and solved together."""

from enum import StrEnum
from typing import Final

from tasuki.core.words import Words


class Repair(StrEnum):
    """One way to put cells right; problems with the same one are repaired together."""

    NONE = ""
    USE_SUGGESTION = "use_suggestion"
    ENTER_DATE = "enter_date"
    SET_YEAR = "set_year"
    CHOOSE_ORDER = "choose_order"
    FIX_MAIL = "fix_mail"
    FIX_PHONE = "fix_phone"
    FIX_POSTAL = "fix_postal"
    FIX_NUMBER = "fix_number"
    ENTER_NAME = "enter_name"
    SPLIT_NAME = "split_name"
    CHECK_SWAP = "check_swap"
    CHOOSE_VALUE = "choose_value"
    CONFIRM_RESULT = "confirm_result"
    FILL_REQUIRED = "fill_required"
    MOVE_SURPLUS = "move_surplus"
    SHORTEN = "shorten"
    CHECK_VALUE = "check_value"
    REMOVED = "removed"


REPAIR_LABELS: Final[dict[Repair, Words]] = {
    Repair.NONE: Words("お知らせ", "notice"),
    Repair.USE_SUGGESTION: Words("候補の値にする", "use the suggestion"),
    Repair.ENTER_DATE: Words("日付を入力し直す", "enter the date again"),
    Repair.SET_YEAR: Words("年を補う", "set the year"),
    Repair.CHOOSE_ORDER: Words("月と日の順を選ぶ", "choose the order of day and month"),
    Repair.FIX_MAIL: Words("メールアドレスを直す", "put the mail address right"),
    Repair.FIX_PHONE: Words("電話番号を直す", "put the phone number right"),
    Repair.FIX_POSTAL: Words("郵便番号を直す", "put the postal code right"),
    Repair.FIX_NUMBER: Words("数字を直す", "put the number right"),
    Repair.ENTER_NAME: Words("氏名を入力する", "enter the name"),
    Repair.SPLIT_NAME: Words("姓と名に分ける", "split the name"),
    Repair.CHECK_SWAP: Words("入れ替えた値を確認する", "check what was swapped"),
    Repair.CHOOSE_VALUE: Words("言葉の意味を選ぶ", "choose what the word means"),
    Repair.CONFIRM_RESULT: Words("結果を確認する", "confirm the result"),
    Repair.FILL_REQUIRED: Words("必要な値を入力する", "enter what is needed"),
    Repair.MOVE_SURPLUS: Words("余った値を正しい列に移す", "move surplus values"),
    Repair.SHORTEN: Words("短くする", "shorten"),
    Repair.CHECK_VALUE: Words("値を確認する", "check the value"),
    Repair.REMOVED: Words("取り除いた値を確認する", "see what was removed"),
}
"""Names of the repairs for the screen."""
