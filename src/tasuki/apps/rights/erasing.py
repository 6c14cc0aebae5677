"""The person deletes: at chosen organisations, or everything with passport and sign-in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.orgs.actions import remove_unused_account
from tasuki.apps.orgs.models import Account, AccountLink
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.passport.actions import close_for, erase_own
from tasuki.apps.passport.entry import deliver
from tasuki.apps.rights.bundle import list_halfway_actors, list_person_actors
from tasuki.apps.upkeep.accounts import forget_waiting_codes
from tasuki.apps.upkeep.erasure import KeptRecord, erase_person
from tasuki.core.law.citations import cite
from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPlace:
    """What became of the person's data at one organisation.

    Attributes:
        name: the organisation.
        count: rows deleted or emptied.
        kept: what a law orders to keep.
        refusal: why nothing was deleted; None where it was.
    """

    name: str
    count: int = 0
    kept: tuple[KeptRecord, ...] = ()
    refusal: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the person is told after deleting.

    Attributes:
        places: one for each chosen record.
        is_everything: passport and sign-in were to go too.
        is_passport_gone: passport and list of hidden companies are deleted; False where an
            organisation refused, which may go on with the person.
        is_account_gone: the sign-in is deleted; False where somebody still needs it.
    """

    places: tuple[ErasedPlace, ...]
    is_everything: bool
    is_passport_gone: bool
    is_account_gone: bool


def erase_mine(
    *,
    account: Account,
    record_ids: Collection[UUID],
    is_everything: bool,
    language: str,
    now: datetime,
) -> Receipt:
    """Delete what the person chose; the receipts go to the address that was in force.

    Call it only after a code for this purpose came back.

    Args:
        account: the person who is signed in.
        record_ids: own records; ignored where everything goes.
        is_everything: all records, passport, blocked companies and the sign-in itself.
        language: of the receipt.
        now: when.

    Raises:
        NotVisibleError: a record that is not the person's; then nothing is deleted.

    Source: 個人情報保護法 22条, 35条.
    """
    own = list_person_actors(account=account)
    chosen = [one for one in own if is_everything or one.talent_record_id in set(record_ids)]
    if not is_everything and len(chosen) != len(set(record_ids)):
        raise NotVisibleError
    halfway = list_halfway_actors(account=account) if is_everything else []
    # An organisation that refuses goes on with the person: then the list of hidden companies
    # and the way in must stay, so they go last.
    places = tuple(_erase_at(actor, now=now) for actor in [*chosen, *halfway])
    is_refused = any(place.refusal for place in places)
    if is_everything and not is_refused:
        erase_own(account_id=account.pk)
        forget_waiting_codes(mails=[account.email])
        remove_unused_account(email=account.email, talent_record_ids=[])
    receipt = Receipt(
        places=places,
        is_everything=is_everything,
        is_passport_gone=is_everything and not is_refused,
        is_account_gone=not Account.objects.filter(pk=account.pk).exists(),
    )
    if is_everything:  # each organisation mails the receipt for its own records
        _mail_receipt(account.email, receipt, language=language, on=now)
    return receipt


def _erase_at(actor: Actor, *, now: datetime) -> ErasedPlace:
    """Delete at one organisation, in a transaction of its own."""
    name = find_organisation(organisation_id=actor.organisation_id).name
    assert actor.account_id is not None
    try:
        with bound(actor.organisation_id, actor.account_id):
            report = erase_person(
                actor=actor,
                talent_record_id=actor.talent_record_id,
                registration_id=None if actor.talent_record_id else actor.registration_id,
                ground="own_act",
                now=now,
            )
            if actor.talent_record_id is not None:
                AccountLink.objects.filter(talent_record_id=actor.talent_record_id).delete()
    except RefusedError as error:
        return ErasedPlace(name=name, refusal=Words(error.ja, error.en))
    close_for(account_id=actor.account_id, reader_id=actor.organisation_id)
    return ErasedPlace(name=name, count=sum(report.erased.values()), kept=report.kept)


def describe_kept(record: KeptRecord) -> Words:
    """Return what is kept, why and until when, as one line."""
    ja_until = f"{record.until:%Y/%m/%d}まで" if record.until else "終わってから数える期間のあいだ"
    en_until = (
        f"until {record.until.isoformat()}" if record.until else "for a time that starts later"
    )
    basis = record.basis.split(";")[0].split(": ")[0]  # the law; our own rule is not the reason
    return Words(f"{basis}：{ja_until}", f"{cite(basis, 'en')}: {en_until}")


def describe_own(receipt: Receipt) -> list[Words]:
    """Return what became of passport and sign-in; empty where they were not to go."""
    if not receipt.is_everything:
        return []
    if not receipt.is_passport_gone:
        return [
            Words(
                "パスポート、見せない会社、ログイン：消すことができない組織があったため、"
                "残しています。その組織の件が終わってから、もう一度消してください",
                "Passport, hidden companies and sign-in: still here, because an organisation "
                "could not delete. Delete again when that is settled",
            )
        ]
    passport = Words(
        "パスポートと見せない会社：消しました", "Passport and hidden companies: deleted"
    )
    if receipt.is_account_gone:
        return [passport, Words("ログイン：消しました", "Sign-in: deleted")]
    return [
        passport,
        Words(
            "ログイン：このアドレスで組織の担当者としても使われているため、残ります",
            "Sign-in: stays, because this address is also used as a member of an organisation",
        ),
    ]


def _mail_receipt(mail: str, receipt: Receipt, *, language: str, on: datetime) -> None:
    is_english = language.startswith("en")
    lines: list[str] = []
    for place in receipt.places:
        if place.refusal:
            what = place.refusal.in_language(language)
        elif is_english:
            what = "deleted"
        else:
            what = "消しました"
        lines.append(f"・{place.name}: {what}" if is_english else f"・{place.name}：{what}")
        lines += [f"　{describe_kept(one).in_language(language)}" for one in place.kept]
    lines += [f"・{one.in_language(language)}" for one in describe_own(receipt)]
    body = "\n".join(lines)
    if is_english:
        deliver(
            mail=mail,
            subject="Receipt: your data was deleted",
            text=f"You deleted your data on {localdate(on).isoformat()}.\n\n{body}\n\n"
            "What a law orders to keep is locked away and used for nothing else. "
            "If this was not you, answer to the organisation's contact at once.",
        )
        return
    deliver(
        mail=mail,
        subject="データを消した控え",
        text=f"{localdate(on):%Y/%m/%d}に、あなたの操作でデータを消しました。\n\n{body}\n\n"
        "法律で残すものは、ほかの目的に使われないように分けて保管されます。"
        "心当たりがない場合は、すぐに各組織の相談窓口へ連絡してください。",
    )
