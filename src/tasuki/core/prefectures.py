"""The 47 prefectures by their numbers, in both languages."""

from typing import Final

from tasuki.core.words import Words

PREFECTURES: Final[tuple[Words, ...]] = (
    Words("北海道", "Hokkaido"),
    Words("青森県", "Aomori"),
    Words("岩手県", "Iwate"),
    Words("宮城県", "Miyagi"),
    Words("秋田県", "Akita"),
    Words("山形県", "Yamagata"),
    Words("福島県", "Fukushima"),
    Words("茨城県", "Ibaraki"),
    Words("栃木県", "Tochigi"),
    Words("群馬県", "Gunma"),
    Words("埼玉県", "Saitama"),
    Words("千葉県", "Chiba"),
    Words("東京都", "Tokyo"),
    Words("神奈川県", "Kanagawa"),
    Words("新潟県", "Niigata"),
    Words("富山県", "Toyama"),
    Words("石川県", "Ishikawa"),
    Words("福井県", "Fukui"),
    Words("山梨県", "Yamanashi"),
    Words("長野県", "Nagano"),
    Words("岐阜県", "Gifu"),
    Words("静岡県", "Shizuoka"),
    Words("愛知県", "Aichi"),
    Words("三重県", "Mie"),
    Words("滋賀県", "Shiga"),
    Words("京都府", "Kyoto"),
    Words("大阪府", "Osaka"),
    Words("兵庫県", "Hyogo"),
    Words("奈良県", "Nara"),
    Words("和歌山県", "Wakayama"),
    Words("鳥取県", "Tottori"),
    Words("島根県", "Shimane"),
    Words("岡山県", "Okayama"),
    Words("広島県", "Hiroshima"),
    Words("山口県", "Yamaguchi"),
    Words("徳島県", "Tokushima"),
    Words("香川県", "Kagawa"),
    Words("愛媛県", "Ehime"),
    Words("高知県", "Kochi"),
    Words("福岡県", "Fukuoka"),
    Words("佐賀県", "Saga"),
    Words("長崎県", "Nagasaki"),
    Words("熊本県", "Kumamoto"),
    Words("大分県", "Oita"),
    Words("宮崎県", "Miyazaki"),
    Words("鹿児島県", "Kagoshima"),
    Words("沖縄県", "Okinawa"),
)
"""Names by number: the first one is prefecture 1.

Source: JIS X 0401.
"""


def prefecture_label(number: int, language: str) -> str:
    """Return the name of a prefecture: in English for `en` and its variants, else in Japanese.

    Args:
        number: 1-47.
        language: code of a language, such as ``ja`` or ``en-gb``.

    Raises:
        LookupError: there is no such prefecture.
    """
    if not 1 <= number <= len(PREFECTURES):
        raise LookupError(f"no prefecture {number}")
    return PREFECTURES[number - 1].in_language(language)
