"""What the cells of a column say about its meaning, against what its heading is like."""

from collections.abc import Sequence
from typing import Final

from tasuki.core.intake import sniff
from tasuki.core.intake.fields import Kind, find_field, list_fields
from tasuki.core.intake.proposals import ColumnProposal, Stage
from tasuki.core.words import Words

_VALUE_TESTS: Final = (
    ("mail", sniff.is_mail, Words("メールアドレス", "mail addresses")),
    ("postal", sniff.is_postal, Words("郵便番号", "postal codes")),
    ("phone", sniff.is_phone, Words("電話番号", "phone numbers")),
    ("prefecture", sniff.is_prefecture, Words("都道府県名", "names of prefectures")),
    ("address", sniff.is_address, Words("住所", "addresses")),
    ("date", sniff.is_date, Words("日付", "dates")),
    ("status", sniff.is_status_word, Words("在籍状況", "words for being employed")),
    ("step", sniff.is_selection_word, Words("選考の段階", "steps of a selection")),
    ("name_kana", sniff.is_katakana, Words("カタカナ", "katakana")),
)
_SAME_SHAPE: Final = {
    "date": {
        "date",
        "birth",
        "moment",
        "end_date",
        "step_date",
        "month",
    },
    "step": {"step", "end"},
    "name_kana": {"kana", "text", "name", "note", "list", "route", "id"},
    "mail": {"mail", "list"},
    "phone": {"phone"},
    "postal": {"postal"},
    "prefecture": {"prefecture", "address"},
    "address": {"address"},
    "status": {"status"},
}
_SHAPED_READERS: Final = frozenset(
    {"mail", "phone", "postal", "prefecture", "birth", "date", "moment", "end_date", "kana"}
)


def judge_by_value(
    header: str, guess: ColumnProposal, sample: Sequence[str], kind: Kind
) -> ColumnProposal:
    """What the cells say; they overrule a likeness, and take it back where they contradict."""
    if not sample:
        return guess
    fields = {field.name for field in list_fields(kind)}
    field = find_field(guess.field) if guess.field else None
    for name, test, label in _VALUE_TESTS:
        found = sniff.share(sample, test)
        if found < sniff.SHARE_MIN:
            continue
        if field is not None and field.reader in _SAME_SHAPE[name]:
            return guess
        target = _target(name, sample, fields)
        if not target:
            return ColumnProposal(header=header) if field is not None else guess
        why = Words(
            f"値の{found:.0%}が{label.ja}の形です。", f"{found:.0%} of the cells are {label.en}."
        )
        return ColumnProposal(
            header=header, field=target, stage=Stage.VALUE, why=why, confidence=found * 0.8
        )
    if field is not None and field.reader in _SHAPED_READERS:
        return ColumnProposal(header=header)
    return guess


def _target(name: str, sample: Sequence[str], fields: set[str]) -> str:
    if name == "date":
        is_birth = "birth_date" in fields and sniff.are_birth_dates(sample)
        return "birth_date" if is_birth else ""
    return name if name in fields else ""
