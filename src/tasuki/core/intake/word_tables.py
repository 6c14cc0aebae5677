"""Words of other systems with their codes: one line for each code, folded by ``word_key``."""

import re
import unicodedata
from typing import Final

_STEP_WORDS: Final = """
ENTRY エントリー 応募 新規 新規応募 応募受付 受付 applicationreview lead newapplicant applied
CASUAL カジュアル面談 面談 カジュアル
DOCUMENT 書類選考 書類 書類審査 書類選考中 書類確認 resumereview resumescreen
FIRST 一次選考 一次面接 一次 面接 1次面接 1次選考 1次 第一次面接 firstinterview interview
SECOND 二次選考 二次面接 二次 2次面接 2次選考 2次 第二次面接 secondinterview
FINAL 最終選考 最終面接 最終 役員面接 社長面接 finalinterview
OFFER 内定 内定通知 オファー offer
ACCEPTED 内定承諾 承諾 offeraccepted
"""
_END_WORDS: Final = """
JOINED 入社決定 入社 入社済 入社済み 合 採用 採用決定 hired ok joined
REJECTED 不採用 不合格 お見送り 見送り 否 ng × x ✕ ✖ rejected notselected
WITHDRAWN 応募者辞退 辞退 選考辞退 内定辞退 候補者辞退 withdrawn withdrew candidatewithdrew
OUT_OF_SCOPE 非選考対象 対象外 選考対象外
DUPLICATE 重複応募 重複
ENDED archived declined 終了 選考終了 クローズ closed
RUNNING active pending 選考中 進行中 inprocess
"""
_ROUTE_WORDS: Final = """
MEDIA 求人媒体 求人サイト 媒体 求人広告 求人誌 求人情報誌 折込 折込チラシ 新聞折込 チラシ jobboard
MEDIA_SCOUT 求人媒体スカウト スカウト ダイレクトリクルーティング ダイレクトスカウト sourced
OWN_SITE 自社サイト 自社hp 自社ホームページ hp ホームページ 採用サイト companywebsite
REFERRAL_EMPLOYEE 社員紹介 リファラル リファーラル referral
REFERRAL_ALUMNI アルムナイ紹介 退職者紹介
RELAY リレー経由 リレー
SLOT 無料枠
AGENCY エージェント 紹介会社 人材紹介 人材紹介会社 agency
ALUMNI_SELF 本人再応募アルムナイ 本人再応募 アルムナイ 再応募 出戻り
HELLOWORK ハローワーク 職安 公共職業安定所
POOL タレントプール再接触 タレントプール
OTHER その他 other
UNKNOWN 不明 unknown
"""
_MEDIA_NAME_WORDS: Final = """
ビズリーチ doda デューダ リクナビ リクナビnext マイナビ マイナビ転職 マイナビバイト indeed
インディード エン転職 en転職 タウンワーク バイトル wantedly green type 女の転職type
airワーク エンゲージ engage 求人ボックス linkedin スタンバイ rikunabi bizreach
フロムエー
"""
MEDIA_NAMES: Final = frozenset(_MEDIA_NAME_WORDS.split())
_STATUS_WORDS: Final = """
ACTIVE 在籍 在籍中 在職 在職中 就業中 employed active
LEAVE 休職 休職中 休業 休業中 育休中 育児休業中 産休中 産休 育休 介護休業中 absent leave onleave
LEFT 退職 退職済 退職済み 退社 離職 retired left terminated resigned
"""
_YES_NO_WORDS: Final = """
YES 可 可能 はい ○ 〇 ◯ yes y true 有 あり 1
NO 否 不可 いいえ × ✕ no n false 無 0
"""


def _table(text: str) -> dict[str, str]:
    return {
        word_key(word): code
        for code, *words in (line.split() for line in text.strip().splitlines())
        for word in words
    }


def word_key(text: str) -> str:
    """Return a word in the form in which the tables know it."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\s()\[\]「」『』・._/:-]", "", folded)


STEP_TABLE: Final = _table(_STEP_WORDS)
END_TABLE: Final = _table(_END_WORDS)
ROUTE_TABLE: Final = _table(_ROUTE_WORDS)
STATUS_TABLE: Final = _table(_STATUS_WORDS)
YES_NO_TABLE: Final = _table(_YES_NO_WORDS)
