"""What a person does with the own passport and the own list of blocked companies.

These rows belong to no organisation, so no organisation is bound and none of its audit chains
tells of them; the caller names the account that is signed in, and only its rows are there.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from tasuki.adapters.postgres.own import owned
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.free_text import require_lawful_file
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import list_own_records
from tasuki.apps.passport.models import CompanyBlock, OwnKey, PassportGrant, PassportItem
from tasuki.apps.passport.queries import name_index
from tasuki.core.access import OrganisationKind
from tasuki.core.identity.firms import firm_key
from tasuki.core.law.forbidden import check_forbidden_data
from tasuki.core.resume import Reading, read_resume

BLOCKS_MAX: Final = 200
ITEMS_MAX: Final = 200
NAME_CHARACTERS_MAX: Final = 120
TEXT_CHARACTERS_MAX: Final = 2_000
RESUME_CHARACTERS_MAX: Final = 50_000
ITEM_FIELDS: Final = frozenset({"kind", "title", "place", "text", "starts_on", "ends_on"})


def block_company(
    *,
    account_id: int,
    company_id: int | None = None,
    name: str = "",
    is_employer: bool = False,
    now: datetime,
) -> CompanyBlock:
    """Let the person never be proposed to a company; repeating changes nothing.

    Args:
        account_id: the person.
        company_id: a registered company; None for a typed name.
        name: 1-120 characters, where no registered company is chosen.
        is_employer: it is the present employer.
        now: when.

    Raises:
        InvalidInputError: no such company, no name, or a name of nothing but a legal form.
        RefusedError: 200 companies are blocked already.
    """
    if company_id is not None:
        name = _name_of_company(company_id)
    name = " ".join(name.split())
    key = firm_key(name)
    if not key or len(name) > NAME_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"会社の名前を1〜{NAME_CHARACTERS_MAX}文字で入力してください。",
            en=f"Enter the company's name, 1 to {NAME_CHARACTERS_MAX} characters.",
            field="name",
        )
    with owned(account_id):
        if CompanyBlock.objects.count() >= BLOCKS_MAX:
            raise RefusedError(
                ja=f"見せない会社は{BLOCKS_MAX}社までです。不要な会社を外してください。",
                en=f"At most {BLOCKS_MAX} companies can be blocked. Remove some first.",
                code="too_many_blocks",
                field="name",
            )
        found, _ = CompanyBlock.objects.update_or_create(
            account_id=account_id,
            name_index=name_index(key),
            defaults={"name": name, "company_id": company_id, "is_employer": is_employer},
        )
        return found


def unblock_company(*, account_id: int, block_id: UUID, now: datetime) -> str:
    """Let a company see proposals again; return its name.

    Raises:
        NotVisibleError: no such block of the person.
    """
    with owned(account_id):
        found = CompanyBlock.objects.filter(pk=block_id).first()
        if found is None:
            raise NotVisibleError
        name = found.name
        found.delete()
        _forget_idle_key()
        return name


def save_item(
    *, account_id: int, values: Mapping[str, Any], item_id: UUID | None = None, now: datetime
) -> PassportItem:
    """Write one entry of the own passport, or change it.

    Args:
        account_id: the person.
        values: kind, title, place, text, starts_on, ends_on; other fields are an error.
        item_id: the entry to change; None makes a new one.
        now: when.

    Raises:
        InvalidInputError: a value cannot be kept; ``field`` says which.
        RefusedError: H5, a text tells what nobody may ask for; or 200 entries are there.
        NotVisibleError: no such entry of the person.
    """
    checked = _check_values(values)
    with owned(account_id):
        item = PassportItem(account_id=account_id) if item_id is None else _item(item_id)
        if item_id is None and PassportItem.objects.count() >= ITEMS_MAX:
            raise RefusedError(
                ja=f"パスポートの項目は{ITEMS_MAX}件までです。不要な項目を消してください。",
                en=f"A passport holds at most {ITEMS_MAX} entries. Delete some first.",
                code="too_many_items",
            )
        for field, value in checked.items():
            setattr(item, field, value)
        item.updated_at, item.is_proposed = now, False
        item.save()
        return item


def remove_item(*, account_id: int, item_id: UUID, now: datetime) -> None:
    """Delete one entry, also a proposed one; nobody can read it any more.

    Raises:
        NotVisibleError: no such entry of the person.
    """
    with owned(account_id):
        _item(item_id).delete()
        _forget_idle_key()


def accept_item(*, account_id: int, item_id: UUID, now: datetime) -> PassportItem:
    """Take a proposed entry into the passport.

    Raises:
        NotVisibleError: no such entry of the person.
    """
    with owned(account_id):
        item = _item(item_id)
        item.is_proposed, item.updated_at = False, now
        item.save(update_fields=["is_proposed", "updated_at"])
        return item


def propose_items(*, account_id: int, text: str, file_name: str = "", now: datetime) -> Reading:
    """Read a résumé's text and keep what was found as proposals; nothing is taken by itself.

    Proposals of an earlier text that were not taken are dropped. The text itself is not kept.

    Args:
        account_id: the person.
        text: at most 50,000 characters.
        file_name: of the file it was read from; empty if it was pasted.
        now: when.

    Returns:
        What was found, and the lines that were left out because nobody may ask for it.

    Raises:
        InvalidInputError: no text, too much, or nothing in it that looks like an entry.
        RefusedError: H5, the file is a paper that selection must not take, by its name or by
            the heading on it.

    Source: 公正な採用選考の基本 (F01-F14).
    """
    if not 0 < len(text.strip()) <= RESUME_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"職務経歴書などの文章を{RESUME_CHARACTERS_MAX:,}文字以内で貼り付けてください。",
            en=f"Paste the text of a résumé, at most {RESUME_CHARACTERS_MAX:,} characters.",
            field="text",
        )
    if file_name:
        heading = next((line for line in text.splitlines() if line.strip()), "")
        require_lawful_file(file_name, first_text=heading, field="file")
    reading = read_resume(text)
    if not reading.entries and not reading.left_out:
        raise InvalidInputError(
            ja="経歴や資格として読める行がありませんでした。"
            "「2019年4月 株式会社○○ 入社」のように、1行に1つずつ書いてください。",
            en="No line could be read as an entry. Write one entry a line, such as "
            "“2019/4 Minato Seiki, quality control”.",
            field="text",
        )
    with owned(account_id):
        PassportItem.objects.filter(is_proposed=True).delete()
        room = max(0, ITEMS_MAX - PassportItem.objects.count())
        PassportItem.objects.bulk_create(
            PassportItem(
                account_id=account_id,
                kind=one.kind,
                title=one.title[:NAME_CHARACTERS_MAX],
                place=one.place[:NAME_CHARACTERS_MAX],
                text=one.text[:TEXT_CHARACTERS_MAX],
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                is_proposed=True,
                created_at=now + timedelta(microseconds=place),  # they stay in the text's order
                updated_at=now,
            )
            for place, one in enumerate(reading.entries[:room])
        )
    return reading


def open_item(
    *, account_id: int, item_id: UUID, reader_ids: Collection[int], now: datetime
) -> set[int]:
    """Choose which organisations may read one entry; all others may not from now on.

    Args:
        account_id: the person.
        item_id: an entry of the passport that is no proposal.
        reader_ids: organisations that keep a record of the person; empty for nobody.
        now: when.

    Raises:
        InvalidInputError: an organisation that keeps nothing about the person.
        NotVisibleError: no such entry, or it still waits for a yes.
    """
    known = {one.organisation_id for one in list_own_records(account_id=account_id)}
    chosen = set(reader_ids)
    if not chosen <= known:
        raise InvalidInputError(
            ja="あなたの情報を持っている組織の中から選んでください。",
            en="Choose among the organisations that keep something about you.",
            field="readers",
        )
    with owned(account_id):
        item = _item(item_id)
        if item.is_proposed:
            raise NotVisibleError
        PassportGrant.objects.filter(item=item).exclude(reader_id__in=chosen).delete()
        for reader_id in sorted(chosen):
            PassportGrant.objects.get_or_create(
                account_id=account_id, item=item, reader_id=reader_id
            )
    return chosen


def close_for(*, account_id: int, reader_id: int) -> int:
    """Take every entry back from one organisation and return how many it could read."""
    with owned(account_id):
        deleted, _ = PassportGrant.objects.filter(reader_id=reader_id).delete()
        return deleted


def erase_own(*, account_id: int) -> int:
    """Delete the whole passport and the list of blocked companies; return how many rows went.

    The key goes too: what lies in backups is unreadable from then on.
    """
    with owned(account_id):
        keys = OwnKey.objects.all()
        list(keys.select_for_update())  # whoever is writing now ends first
        grants, _ = PassportGrant.objects.all().delete()
        items, _ = PassportItem.objects.all().delete()
        blocks, _ = CompanyBlock.objects.all().delete()
        keys.delete()
        return grants + items + blocks


def _forget_idle_key() -> None:
    """Destroy the key when nothing lies under it any more."""
    keys = OwnKey.objects.all()
    list(keys.select_for_update())
    if not PassportItem.objects.exists() and not CompanyBlock.objects.exists():
        keys.delete()


def _item(item_id: UUID) -> PassportItem:
    found = PassportItem.objects.select_for_update().filter(pk=item_id).first()
    if found is None:
        raise NotVisibleError
    return found


def _name_of_company(company_id: int) -> str:
    found = Organisation.objects.filter(pk=company_id, kind=OrganisationKind.COMPANY).first()
    if found is None:
        raise InvalidInputError(
            ja="会社を検索結果から選んでください。",
            en="Choose a company from the result of the search.",
            field="name",
        )
    return found.name


def _check_values(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := sorted(values.keys() - ITEM_FIELDS):
        raise InvalidInputError(
            ja=f"パスポートに「{unknown[0]}」という項目はありません。",
            en=f"A passport has no field “{unknown[0]}”.",
            field=unknown[0],
        )
    checked = {
        key: value.strip() if isinstance(value, str) else value for key, value in values.items()
    }
    if checked.get("kind") not in PassportItem.Kind.values:
        raise InvalidInputError(
            ja="項目の種類を選んでください。", en="Choose the kind of the entry.", field="kind"
        )
    _check_length("title", checked.get("title", ""), 1, NAME_CHARACTERS_MAX)
    _check_length("place", checked.get("place", ""), 0, NAME_CHARACTERS_MAX)
    _check_length("text", checked.get("text", ""), 0, TEXT_CHARACTERS_MAX)
    for field in ("title", "place", "text"):
        if refusal := check_forbidden_data(checked.get(field, "")):
            error = RefusedError.by_law(refusal)
            error.field = field
            raise error
    starts_on, ends_on = checked.get("starts_on"), checked.get("ends_on")
    if isinstance(starts_on, date) and isinstance(ends_on, date) and ends_on < starts_on:
        raise InvalidInputError(
            ja="終わりの年月が始まりより前です。入力し直してください。",
            en="The end lies before the beginning. Enter it again.",
            field="ends_on",
        )
    return checked


_LABELS: Final = {
    "title": ("見出し", "title"),
    "place": ("会社・場所", "company or place"),
    "text": ("説明", "text"),
}


def _check_length(field: str, value: str, shortest: int, longest: int) -> None:
    if shortest <= len(value) <= longest:
        return
    ja, en = _LABELS[field]
    raise InvalidInputError(
        ja=f"{ja}を{shortest}〜{longest:,}文字で入力してください。",
        en=f"Enter the {en}: {shortest} to {longest:,} characters.",
        field=field,
    )
