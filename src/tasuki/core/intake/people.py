"""Names, contacts and addresses of one row."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tasuki.core.identity.addresses import parse_address
from tasuki.core.identity.ids import normalise_postal
from tasuki.core.identity.kana import is_kana, normalise_kana
from tasuki.core.identity.mails import parse_mails
from tasuki.core.identity.names import (
    SPLIT_CONFIDENCE_MIN,
    PersonName,
    clean_name,
    find_former_family_name,
    full_name,
    has_kanji,
    order_parts,
    split_kana,
    split_name,
)
from tasuki.core.identity.phones import parse_phones
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.intake.context import Cell, Context, refuse, warn
from tasuki.core.intake.days import read_birth
from tasuki.core.intake.fields import PEOPLE_KINDS, Kind
from tasuki.core.intake.headings import KNOWN_KEYS, heading_key
from tasuki.core.intake.problems import Draft, Repair
from tasuki.core.intake.sniff import PREFECTURE_NAMES, folded
from tasuki.core.words import Words

type Cells = Mapping[str, Sequence[Cell]]
"""By path of field: the filled cells of the row."""

_NAME_SIGNS: Final = re.compile(r"^[=+@|%＝＋＠-]+\s*")
_AGE: Final = re.compile(r"満?\s*(\d{1,3})\s*(?:歳|才)?")
_AGES: Final = range(10, 121)
_NAMES_MAX: Final = 80


def first(cells: Cells, path: str) -> Cell | None:
    """Return the first filled cell of a field; None if there is none."""
    found = cells.get(path)
    return found[0] if found else None


def read_name(draft: Draft, cells: Cells, context: Context) -> None:
    """Read all parts of the name, wherever they stand."""
    if context.kind not in PEOPLE_KINDS:
        return
    if "family_name" in cells or "given_name" in cells:
        _read_parts(draft, cells)
    elif name := first(cells, "name"):
        _read_full(draft, name, first(cells, "name_kana"))
    elif kana := first(cells, "name_kana"):
        _put_kana(draft, kana[1], "")
    _read_other_names(draft, cells)
    has_name = _NAME_FIELDS & set(draft.values)
    if not has_name and not _is_told_otherwise(cells, context):
        _refuse_missing(draft, cells)


_NAME_FIELDS: Final = frozenset({"name", "family_name", "given_name", "name_kana", "family_kana"})


def _is_told_otherwise(cells: Cells, context: Context) -> bool:
    """Whether a row without a name says who it is about: its file has only numbers."""
    if context.kind is Kind.KNOWN_PERSONS:
        return True
    return "employee_no" in cells and not context.fields & _NAME_FIELDS


def _refuse_missing(draft: Draft, cells: Cells) -> None:
    cell = first(cells, "name") or ("", "")
    refuse(
        draft,
        cell,
        "name",
        Words("氏名を入力してください。", "Enter the name."),
        Repair.ENTER_NAME,
    )


def _read_parts(draft: Draft, cells: Cells) -> None:
    texts = {
        path: _clean(draft, cell, path) if (cell := first(cells, path)) else ""
        for path in ("family_name", "given_name", "family_kana", "given_kana")
    }
    ordered = order_parts(
        PersonName(
            family_name=texts["family_name"],
            given_name=texts["given_name"],
            family_kana=texts["family_kana"],
            given_kana=texts["given_kana"],
        )
    )
    if ordered.warnings and (cell := first(cells, "family_name") or first(cells, "given_name")):
        warn(draft, cell, "family_name", ordered.warnings[0], Repair.CHECK_SWAP)
    texts = {path: getattr(ordered.value, path) for path in texts}
    for path, text in texts.items():
        is_reading = path.endswith("kana")
        draft.put(path, (normalise_kana(text) if is_reading else text)[:_NAMES_MAX])
    if not (texts["family_kana"] or texts["given_kana"]):
        if kana_cell := first(cells, "name_kana"):
            _put_kana(draft, kana_cell[1], texts["family_name"])
    elif texts["family_kana"] or texts["given_kana"]:
        draft.put("kana_source", "file")


def _clean(draft: Draft, cell: Cell, field: str) -> str:
    text = clean_name(cell[1])
    bare = _NAME_SIGNS.sub("", text)
    if bare != text:
        warn(
            draft,
            cell,
            field,
            Words(
                "氏名の前の記号を取り除きました。",
                "A sign in front of the name was removed.",
            ),
            Repair.REMOVED,
        )
    return bare


def _read_full(draft: Draft, name: Cell, kana: Cell | None) -> None:
    if heading_key(name[1]) in KNOWN_KEYS and len(name[1]) > 1:
        refuse(
            draft,
            name,
            "name",
            Words(
                "見出しの行のようです。人の行ではないため、取り込みません。",
                "This looks like a line of headings, not like a person; it is left out.",
            ),
            Repair.ENTER_NAME,
        )
        return
    text, reading = _NAME_SIGNS.sub("", name[1]), kana[1] if kana else ""
    if text != name[1]:
        _clean(draft, name, "name")
    ordered = order_parts(PersonName(family_name=text, family_kana=reading))
    if ordered.warnings:
        text, reading = ordered.value.family_name, ordered.value.family_kana
        warn(draft, name, "name", ordered.warnings[0], Repair.CHECK_SWAP)
    if is_kana(text) and not has_kanji(text) and not reading:
        _put_kana(draft, clean_name(text), "")
        return
    found = split_name(text, kana=reading)
    for warning in found.warnings:
        warn(draft, name, "name", warning)
    parts = found.value
    if parts.given_name and parts.confidence >= SPLIT_CONFIDENCE_MIN:
        draft.put("family_name", parts.family_name[:_NAMES_MAX])
        draft.put("given_name", parts.given_name[:_NAMES_MAX])
    else:
        _ask_split(draft, name, parts.family_name, parts.given_name)
    draft.put("family_kana", parts.family_kana[:_NAMES_MAX])
    draft.put("given_kana", parts.given_kana[:_NAMES_MAX])
    draft.put("kana_source", "file" if parts.family_kana or parts.given_kana else "")
    draft.put("former_family_name", parts.former_family_name)
    draft.put("business_family_name", parts.business_family_name)


def _ask_split(draft: Draft, name: Cell, family: str, given: str) -> None:
    text = " ".join(part for part in (family, given) if part)
    whole = family + given if has_kanji(text) else full_name(family, given)
    draft.put("name", whole[: _NAMES_MAX * 2])
    if draft.values.get("name"):
        warn(
            draft,
            name,
            "name",
            Words(
                "姓と名の区切りがわかりません。間に空白を入れてください。",
                "It is not clear where the family name ends. Put a space there.",
            ),
            Repair.SPLIT_NAME,
            suggestion=text if given else "",
        )


def _put_kana(draft: Draft, text: str, family_name: str) -> None:
    if not is_kana(text):
        return
    family, given = split_kana(text, family_name=family_name)
    if given:
        draft.put("family_kana", family[:_NAMES_MAX])
        draft.put("given_kana", given[:_NAMES_MAX])
    draft.put("name_kana", "" if given and family_name else " ".join((family, given)).strip()[:160])
    draft.put("kana_source", "file")


def _read_other_names(draft: Draft, cells: Cells) -> None:
    for path in ("former_family_name", "business_family_name", "business_given_name"):
        if cell := first(cells, path):
            draft.put(path, clean_name(cell[1])[:_NAMES_MAX])
    if "former_family_name" not in draft.values:
        for _, text in cells.get("note", ()):
            if former := find_former_family_name(text):
                draft.put("former_family_name", former[:_NAMES_MAX])
                return


def read_contact(draft: Draft, cells: Cells, context: Context) -> None:
    """Read mails, phones, the address, birth date and age."""
    _read_mails(draft, [*cells.get("mail", ())])
    _read_phones(draft, [*cells.get("phone", ()), *_joined(cells, "phone")])
    if private := first(cells, "private_mail"):
        found = parse_mails(private[1])
        if isinstance(found, ParseProblem):
            refuse(draft, private, "private_mail", found.text, Repair.FIX_MAIL)
        else:
            draft.put("private_mail", found.value.mail)
    if birth := first(cells, "birth_date"):
        day = read_birth(birth[1], today=context.today, order=context.orders.get(birth[0]))
        if day.problem:
            refuse(draft, birth, "birth_date", day.problem, day.repair, day.suggestion)
        for warning in day.warnings:
            warn(draft, birth, "birth_date", warning)
        draft.put("birth_date", day.text)
    _read_age(draft, cells, context)
    _read_address(draft, cells, context)


def _joined(cells: Cells, base: str) -> list[Cell]:
    """A number that a system cut into parts, as one cell."""
    parts = [cell for number in "123" if (cell := first(cells, f"{base}.{number}"))]
    return [(parts[0][0], "-".join(text.strip() for _, text in parts))] if parts else []


def _read_mails(draft: Draft, found: Sequence[Cell]) -> None:
    mails: list[str] = []
    for cell in found:
        read = parse_mails(cell[1])
        if isinstance(read, ParseProblem):
            refuse(draft, cell, "mail", read.text, Repair.FIX_MAIL, str(read.suggestion or ""))
            continue
        for warning in read.warnings:
            repair = Repair.USE_SUGGESTION if read.suggestion else Repair.NONE
            warn(draft, cell, "mail", warning, repair, read.suggestion)
        mails += [mail for mail in (read.value.mail, read.value.mail2) if mail]
    for name, mail in zip(("mail", "mail2"), dict.fromkeys(mails), strict=False):
        draft.put(name, mail)


def _read_phones(draft: Draft, found: Sequence[Cell]) -> None:
    phones: list[str] = []
    for cell in found:
        read = parse_phones(cell[1])
        if isinstance(read, ParseProblem):
            refuse(draft, cell, "phone", read.text, Repair.FIX_PHONE, str(read.suggestion or ""))
            continue
        for warning in read.warnings:
            warn(draft, cell, "phone", warning)
        phones += [phone for phone in (read.value.phone, read.value.phone2) if phone]
        draft.put("phone_extension", read.value.extension)
    for name, phone in zip(("phone", "phone2"), dict.fromkeys(phones), strict=False):
        draft.put(name, phone)


def _read_age(draft: Draft, cells: Cells, context: Context) -> None:
    cell = first(cells, "age")
    if cell is None:
        return
    match = _AGE.fullmatch(folded(cell[1]))
    if match is None or int(match.group(1)) not in _AGES:
        warn(
            draft,
            cell,
            "age",
            Words(
                "年齢を読み取れないため、空にしました。",
                "The age cannot be read and is left empty.",
            ),
            Repair.FIX_NUMBER,
        )
        return
    draft.put("age", int(match.group(1)))
    if "age_as_of" not in draft.values:
        draft.put("age_as_of", (context.days.as_of or context.today).isoformat())


def _read_address(draft: Draft, cells: Cells, context: Context) -> None:
    """The present address before the registered one; with the table of towns, in its parts."""
    home = "residential_" if "residential_address" in cells else ""
    postal = _postal(draft, cells, f"{home}postal")
    prefecture = _prefecture(draft, cells, f"{home}prefecture_code")
    if not home and (cell := first(cells, "prefecture")):
        prefecture = folded(cell[1])[:10]
    city_cell = first(cells, "city") if not home else None
    city = folded(city_cell[1])[:60] if city_cell else ""
    street = first(cells, f"{home}address")
    rest = street[1] if street else ""
    if building := first(cells, "building"):
        rest = f"{rest} {building[1]}".strip()
    whole = _with_front(prefecture, city, rest)
    if not whole:
        draft.put("postal", postal)
        return
    if context.towns is None or not (street or city):
        _put_plain(draft, whole, postal, prefecture, city)
        return
    found = parse_address(whole[:300], towns=context.towns, postal=postal)
    for warning in found.warnings:
        warn(draft, street or city_cell or ("", whole), "address", warning)
    address = found.value
    draft.put("postal", address.postal or postal)
    draft.put("prefecture", address.prefecture or prefecture)
    draft.put("city", address.city)
    draft.put("city_code", address.city_code)
    draft.put("town", address.town)
    draft.put("address", address.rest)


def _with_front(prefecture: str, city: str, rest: str) -> str:
    """The whole address in one text, where a sheet keeps its parts in several columns."""
    text = rest.strip()
    if city and not text.startswith((city, prefecture + city)):
        text = city + text
    if prefecture and prefecture not in text[: len(prefecture) + 12]:
        text = prefecture + text
    return text


def _put_plain(draft: Draft, whole: str, postal: str, prefecture: str, city: str) -> None:
    text = folded(whole)
    if match := re.match(r"〒?\s*(\d{3})-?(\d{4})(?!\d)\s*", text):
        postal = postal or match.group(1) + match.group(2)
        text = text[match.end() :]
    found = next((one for one in PREFECTURE_NAMES if text.startswith(one)), "")
    draft.put("postal", postal)
    draft.put("prefecture", prefecture or found)
    text = text.removeprefix(prefecture or found)
    draft.put("city", city)
    draft.put("address", text.removeprefix(city).strip()[:200])


def _postal(draft: Draft, cells: Cells, base: str) -> str:
    cell = first(cells, base) or next(iter(_joined(cells, base)), None)
    if cell is None:
        return ""
    found = normalise_postal(cell[1])
    if isinstance(found, ParseProblem):
        warn(draft, cell, "postal", found.text, Repair.FIX_POSTAL)
        return ""
    return found


def _prefecture(draft: Draft, cells: Cells, path: str) -> str:
    """The prefecture of a code that counts from 0, as one system writes it."""
    cell = first(cells, path)
    if cell is None:
        return ""
    text = folded(cell[1])
    if not text.isdecimal() or len(text) > 2 or int(text) >= len(PREFECTURE_NAMES):
        warn(
            draft,
            cell,
            "prefecture",
            Words("都道府県コードを読み取れません。", "The code of the prefecture cannot be read."),
            Repair.FIX_NUMBER,
        )
        return ""
    return PREFECTURE_NAMES[int(text)]
