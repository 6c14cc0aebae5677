"""Which column of a foreign file means what: a dictionary of headings, and what is dropped.

The dictionary proposes, a human may change it. Columns that selection must not know are struck
out before anything is stored, whatever the mapping says.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tasuki.core.law.forbidden import find_forbidden_fields
from tasuki.core.words import Words

STAGE_DATE: Final = "stage_date"
"""A column that holds the day of one stage; its heading names the stage."""

FIELDS: Final[dict[str, Words]] = {
    "number": Words("応募ID", "application number"),
    "applied_on": Words("応募日", "applied on"),
    "name": Words("氏名", "full name"),
    "family_name": Words("姓", "family name"),
    "given_name": Words("名", "given name"),
    "name_kana": Words("氏名（カナ）", "name in kana"),
    "family_kana": Words("姓（カナ）", "family name in kana"),
    "given_kana": Words("名（カナ）", "given name in kana"),
    "mail": Words("メールアドレス", "mail address"),
    "phone": Words("電話番号", "phone"),
    "birth_date": Words("生年月日", "birth date"),
    "address": Words("住所", "address"),
    "job_title": Words("職種", "job"),
    "channel": Words("応募経路", "channel"),
    "stage": Words("選考段階", "stage"),
    "end_reason": Words("選考終了理由", "end reason"),
    "ended_on": Words("結果日", "ended on"),
    "rejected_on": Words("見送り日", "not selected on"),
    "withdrawn_on": Words("辞退日", "withdrew on"),
    "joined_on": Words("入社日", "joined on"),
    "note": Words("備考", "note"),
    STAGE_DATE: Words("段階の実施日", "day of a stage"),
}

_WORDS: Final[dict[str, str]] = {
    "number": "応募id 応募者id 応募番号 エントリーid 受付番号 候補者id applicationid",
    "applied_on": "応募時刻 応募日時 応募日 エントリー日 エントリー日時 応募受付日"
    " appliedat applied",
    "name": "名前 氏名 お名前 おなまえ 姓名 応募者 応募者名 候補者名 応募者氏名"
    " candidatename fullname name",
    "family_name": "姓 名字 苗字 氏 姓漢字 lastname familyname",
    "given_name": "名 名漢字 firstname givenname",
    "name_kana": "氏名カナ 氏名フリガナ 氏名ふりがな フリガナ ふりがな カナ 名前カナ 名前フリガナ"
    " 応募者氏名カタカナ統一 氏名ヨミガナ namekana",
    "family_kana": "姓カナ 姓フリガナ カナ姓 姓ヨミガナ セイ lastnamekana",
    "given_kana": "名カナ 名フリガナ カナ名 名ヨミガナ メイ firstnamekana",
    "mail": "メールアドレス メール eメール email mail mailaddress れんらくさき 連絡先メール",
    "phone": "電話番号 電話 携帯電話 携帯番号 携帯 tel tel携帯 電話番号1 phone phonenumber",
    "birth_date": "生年月日 誕生日 birthday birthdate dateofbirth",
    "address": "住所 現住所 住所1 address",
    "job_title": "募集職種 求人名 求人名称 求人 応募職種 職種 募集 ポジション job position",
    "channel": "応募経路 経路 媒体 媒体名 応募媒体 流入経路 source channel",
    "stage": "選考ステップ 選考ステータス 最終の選考ステータス 最終ステータス ステータス 段階"
    " 選考段階 到達ステップ 進捗 stage status currentinterviewstage",
    "end_reason": "選考終了理由 終了理由 選考結果 結果 けっか 合否 不合格理由区分 archivereason"
    " outcome result",
    "ended_on": "結果日 選考終了日 判定結果入力日 終了日",
    "rejected_on": "不合格 不合格日 不採用日 見送り日 お見送り日",
    "withdrawn_on": "辞退 辞退日",
    "joined_on": "入社日 入社決定日 入社予定日",
    "note": "備考 メモ めも note notes",
}
_FIELD_OF: Final = {word: field for field, words in _WORDS.items() for word in words.split()}
_STAGE_DATE = re.compile(r"(?P<stage>.+?)[_\s・]*(?:の)?(?:実施日|日程|日時|日)")
_STAGE_WORDS = ("選考", "面接", "面談", "試験", "内定", "エントリー", "適性検査")


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What is proposed for one column.

    Attributes:
        header: as it stands in the file.
        field: a key of ``FIELDS``; empty = kept as it is, not used.
        code: ``F01``..``F14``, ``MN`` or ``H5`` for a column that is dropped; else empty.
        label: why it is dropped; None for others.
    """

    header: str
    field: str = ""
    code: str = ""
    label: Words | None = None

    @property
    def is_dropped(self) -> bool:
        """Return whether the column never reaches the database."""
        return bool(self.code)


def heading_key(header: str) -> str:
    """Return a heading in the form in which the dictionary knows it."""
    folded = unicodedata.normalize("NFKC", header).lower()
    return re.sub(r"[\s_()（）・:：\-*【】\[\]「」/]", "", folded)


def propose_mapping(headers: Sequence[str]) -> list[ColumnProposal]:
    """Return a proposal for each column; every field but a stage's day is used once.

    Args:
        headers: the headings in the order of the file.
    """
    used: set[str] = set()
    proposals = []
    for header in headers:
        proposal = _propose(header)
        if proposal.field and proposal.field != STAGE_DATE:
            if proposal.field in used:
                proposal = ColumnProposal(header)
            used.add(proposal.field)
        proposals.append(proposal)
    return proposals


def _propose(header: str) -> ColumnProposal:
    if forbidden := find_forbidden_fields(header) or find_forbidden_fields(heading_key(header)):
        return ColumnProposal(header, code=forbidden[0].code, label=forbidden[0].label)
    key = heading_key(header)
    if field := _FIELD_OF.get(key):
        return ColumnProposal(header, field)
    if stage_of(header) and any(word in header for word in _STAGE_WORDS):
        return ColumnProposal(header, STAGE_DATE)
    return ColumnProposal(header)


def is_heading(text: str) -> bool:
    """Return whether a text is itself a heading for names, as under merged cells."""
    return _FIELD_OF.get(heading_key(text)) == "name"


def stage_of(header: str) -> str:
    """Return the stage whose day a heading announces (書類選考_実施日 -> 書類選考), or empty."""
    match = _STAGE_DATE.fullmatch(unicodedata.normalize("NFKC", header).strip())
    return match["stage"] if match else ""


def check_mapping(headers: Sequence[str], mapping: Mapping[str, str]) -> list[Words]:
    """Return what is wrong with a mapping; empty if it may be used.

    Args:
        headers: the headings of the file.
        mapping: heading -> field; headings that are missing are not used.
    """
    problems = []
    for header, field in mapping.items():
        if header not in headers:
            problems.append(
                Words(
                    f"列「{header}」はファイルにありません。列の対応を確認してください。",
                    f"The file has no column “{header}”. Check the mapping.",
                )
            )
        if field and field not in FIELDS:
            known = ", ".join(FIELDS)
            problems.append(
                Words(
                    f"項目「{field}」はありません。使える項目：{known}",
                    f"There is no field “{field}”. Fields: {known}",
                )
            )
    chosen = [field for field in mapping.values() if field and field != STAGE_DATE]
    for field in dict.fromkeys(chosen):
        if chosen.count(field) > 1 and field in FIELDS:
            label = FIELDS[field]
            problems.append(
                Words(
                    f"「{label.ja}」に2つ以上の列を選べません。1つだけ選んでください。",
                    f"Two columns are mapped to “{label.en}”. Choose one.",
                )
            )
    return problems + _missing(chosen)


def _missing(chosen: Iterable[str]) -> list[Words]:
    if {"name", "family_name", "given_name"} & set(chosen):
        return []
    return [
        Words(
            "氏名の列がありません。氏名、または姓と名の列を選んでください。",
            "There is no column for the name. Choose one for the full name, or for its parts.",
        )
    ]
