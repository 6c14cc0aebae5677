"""Character variants of Japanese names, folded for comparison only.

What a person writes is stored as written; documents use the person's own form. Related but
different characters (斉 and 斎) are never folded together; a comparison may give them a lower
level. 崎 and 埼 have nothing to do with each other.
"""

import re
import unicodedata
from typing import Final

# Each group: the plain character first, then its variants. The first block holds what surnames
# are made of, the second the old forms (旧字体) that given names, towns and firms keep.
_GROUPS: Final = """
高髙 崎﨑嵜 辺邊邉 斎齋 斉齊 沢澤 浜濱濵 広廣 国國 桜櫻 真眞 徳德 富冨 島嶋嶌 瀬瀨 吉𠮷 桑桒
柳栁 竜龍 滝瀧 関關 塩鹽 恵惠 万萬 寿壽 与與 円圓 会會 蔵藏 浅淺 槙槇 弥彌 栄榮 条條 宝寶 実實
学學 応應 静靜 峰峯 遥遙 曽曾 礼禮 豊豐 亜亞 桧檜 権權 荘莊 巻卷 将將 縁緣 増增 黒黑 薫薰 禄祿
頼賴 穂穗 満滿 兎兔 渕淵 籠篭 藪薮 角⻆ 昂昻 清淸 青靑 郷鄕鄉 戸戶 呂吕 内內 呉吳 彦彥 顔顏 温溫
横橫 歩步 緑綠 説說 鋭銳 悦悅

圧壓 囲圍 医醫 為爲 壱壹 隠隱 営營 衛衞 駅驛 奥奧 欧歐 殴毆 仮假 価價 画畫 絵繪 壊壞 懐懷 覚覺
岳嶽 楽樂 勧勸 歓歡 観觀 陥陷 気氣 帰歸 亀龜 偽僞 戯戲 犠犧 旧舊 拠據 挙擧 峡峽 挟挾 狭狹 暁曉
区區 駆驅 勲勳 径徑 渓溪 経經 継繼 茎莖 蛍螢 軽輕 鶏鷄 芸藝 撃擊 県縣 倹儉 剣劍 圏圈 検檢 献獻
険險 顕顯 験驗 厳嚴 効效 鉱鑛 号號 済濟 砕碎 剤劑 参參 桟棧 蚕蠶 賛贊 残殘 歯齒 児兒 辞辭 湿濕
釈釋 収收 従從 渋澁 獣獸 縦縱 粛肅 処處 緒緖 叙敍 奨奬 焼燒 称稱 証證 乗乘 剰剩 壌壤 嬢孃 畳疊
縄繩 譲讓 醸釀 嘱囑 触觸 尽盡 慎愼 図圖 粋粹 酔醉 随隨 枢樞 数數 声聲 摂攝 窃竊 専專 戦戰 践踐
潜潛 繊纖 銭錢 禅禪 双雙 壮壯 捜搜 挿插 争爭 総總 聡聰 装裝 騒騷 臓臟 属屬 続續 堕墮 体體 対對
帯帶 滞滯 台臺 択擇 単單 担擔 胆膽 団團 弾彈 断斷 遅遲 痴癡 虫蟲 昼晝 鋳鑄 庁廳 聴聽 鎮鎭 逓遞
鉄鐵 転轉 点點 伝傳 党黨 灯燈 当當 盗盜 闘鬪 独獨 読讀 届屆 弐貳 悩惱 脳腦 覇霸 廃廢 拝拜 売賣
麦麥 発發 髪髮 抜拔 蛮蠻 秘祕 払拂 仏佛 並竝 変變 弁辨瓣辯 舗舖 黙默 訳譯 薬藥 予豫 余餘 誉譽
揺搖 様樣 謡謠 来來 乱亂 覧覽 両兩 猟獵 涙淚 塁壘 励勵 霊靈 齢齡 暦曆 歴歷 恋戀 炉爐 労勞 楼樓
録錄 湾灣 尭堯 晋晉 穣穰 凛凜 瑶瑤 晃晄 毎每
"""
VARIANT_TABLE: Final[dict[int, str]] = {
    ord(variant): group[0] for group in _GROUPS.split() for variant in group[1:]
}
# Different characters that clerks and parents take for each other: a lower level than equal.
RELATED_CHARACTERS: Final = ("斎斉", "藤籐", "館舘", "野埜", "崎碕", "鉄鐡銕", "柏栢")
_RELATED_TABLE: Final = {
    ord(other): group[0] for group in RELATED_CHARACTERS for other in group[1:]
}
_IGNORED: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200b-\u200f\u2060\ufeff\u00ad]")
_REPEATED: Final = re.compile(r"([\u4e00-\u9fff])(々+)")


def fold(text: str) -> str:
    """Return a text as it is compared: one form for each character, one space, one case.

    NFKC, variation selectors and unseen characters off, old and variant forms to the plain
    one, 々 written out, lower case. Equal keys are no proof that two people are one.

    Args:
        text: a name, a town or a word as written.
    """
    before, folded = None, fold_characters(text)
    while folded != before:  # a folded capital may be another character for NFKC
        before = folded
        folded = fold_characters(folded.casefold())
    return folded


def fold_characters(text: str) -> str:
    """Return a text with one form for each character and single spaces; the case stays."""
    if text.isascii():
        return " ".join(text.split())
    before, folded = None, text
    while folded != before:
        before = folded
        folded = _IGNORED.sub("", unicodedata.normalize("NFKC", folded)).translate(VARIANT_TABLE)
        if "々" in folded:
            folded = _REPEATED.sub(lambda match: match[1] * (1 + len(match[2])), folded)
    return " ".join(folded.split())


def related_fold(text: str) -> str:
    """Return the folded text with related characters (斉, 斎) taken as one: a weaker key."""
    return fold(text).translate(_RELATED_TABLE)
