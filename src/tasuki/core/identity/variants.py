"""Character variants of Japanese surnames, folded for comparison only.

What a person writes is stored as written; documents use the person's own form. Related but
different characters (斉 and 斎, 崎 and 埼) stay different.
"""

# Each group: the plain character first, then its variants.
_GROUPS = """
高髙 崎﨑 辺邊邉 斎齋 斉齊 沢澤 浜濱濵 広廣 国國 桜櫻 真眞 徳德 富冨 島嶋嶌 瀬瀨 吉𠮷 桑桒 柳栁 竜龍
滝瀧 関關 塩鹽 恵惠 万萬 寿壽 与與 円圓 会會 蔵藏 浅淺 槙槇 弥彌 栄榮 条條 宝寶 実實 学學 応應 静靜
遥遙 曽曾 礼禮 豊豐 亜亞 桧檜 権權 荘莊 巻卷 将將 縁緣 増增 黒黑 薫薰 禄祿 頼賴 穂穗 満滿 峰峯 兎兔
"""

VARIANT_TABLE: dict[int, str] = {
    ord(variant): group[0] for group in _GROUPS.split() for variant in group[1:]
}
