"""D12 and D13 as PDF: consent form, registers, and what was handed over about one person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate, localtime

from tasuki.adapters.pdf.consent_form import ConsentBox, ConsentSheet, render_consent_form
from tasuki.adapters.pdf.register import RegisterSheet, render_register
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.actions import ensure_consent_texts
from tasuki.apps.consent.models import (
    Basis,
    ConsentText,
    Method,
    ProvisionRecord,
    Purpose,
    ReceiptRecord,
)
from tasuki.apps.consent.parts import ITEMS
from tasuki.apps.consent.provision import find_keep_until
from tasuki.apps.consent.queries import list_provisions
from tasuki.apps.consent.texts import text_language
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import RecordView, TalentRecord
from tasuki.apps.people.views import record_view, record_views
from tasuki.core.relay.fields import RELEASE_FIELDS
from tasuki.core.words import Words

BASIS_WORDS: Final[Mapping[str, Words]] = {
    Basis.CONSENT: Words("本人の同意", "consent of the person"),
    Basis.LAW: Words("法令に基づく", "order by law"),
}
METHOD_WORDS: Final[Mapping[str, Words]] = {
    Method.SCREEN: Words("相手の画面", "recipient's pages"),
    Method.API: Words("API", "API"),
    Method.MAIL: Words("メール", "mail"),
    Method.FILE: Words("ファイル", "file"),
    Method.PAPER: Words("書面", "paper"),
}
PROVISION_COLUMNS: Final = (
    Words("記録番号", "Number"),
    Words("提供年月日", "Provided on"),
    Words("本人の氏名", "Person"),
    Words("提供先", "Recipient"),
    Words("提供先の住所・代表者", "Address, representative"),
    Words("項目", "Items"),
    Words("目的", "Purpose"),
    Words("根拠", "Basis"),
    Words("方法", "Method"),
    Words("保存期限", "Keep until"),
)
RECEIPT_COLUMNS: Final = (
    Words("記録番号", "Number"),
    Words("受領年月日", "Received on"),
    Words("本人の氏名", "Person"),
    Words("提供元", "Provider"),
    Words("提供元の住所・代表者", "Address, representative"),
    Words("項目", "Items"),
    Words("取得の経緯", "How it was acquired"),
    Words("目的", "Purpose"),
    Words("根拠", "Basis"),
    Words("保存期限", "Keep until"),
)
_KEEP_NOTE: Final = Words(
    "個人情報保護法29条・30条の記録。同じ相手への最後の提供から3年間保存します。",
    "Records under articles 29 and 30 of the Act on the Protection of Personal Information, "
    "kept for three years from the last provision to the same recipient.",
)


def say_item_names(names: Sequence[str], language: str) -> str:
    """Return the words of items, whether of a release or typed by hand."""
    known = ITEMS | RELEASE_FIELDS
    words = [known[one].in_language(language) if one in known else one for one in names]
    return (", " if language.startswith("en") else "、").join(words)


def record_number(provision_id: UUID) -> str:
    """Return the short number that both sides print for one transfer."""
    return f"P-{provision_id.hex[:8].upper()}"


def register_pdf(
    *,
    actor: Actor,
    rows: Iterable[ProvisionRecord] | Iterable[ReceiptRecord],
    is_provision: bool,
    language: str,
    now: datetime,
) -> bytes:
    """Return D13 as A4 landscape: 提供記録簿, or 受領記録簿.

    Args:
        actor: prints; the organisation is bound.
        rows: what the filters leave.
        is_provision: the register of what went out; else of what came in.
        language: ``ja`` or ``en``.
        now: moment of printing.

    Source: 個人情報保護法 29条, 30条; 施行規則 19条-25条.
    """
    title = Words("第三者提供記録簿", "Register of provisions")
    columns = PROVISION_COLUMNS if is_provision else RECEIPT_COLUMNS
    if not is_provision:
        title = Words("第三者提供受領記録簿", "Register of receipts")
    printed: list[ProvisionRecord | ReceiptRecord] = list(rows)
    cells = [_cells(row, language) for row in printed]
    record_views(
        actor=actor,
        talent_record_ids=[
            row.talent_record_id if isinstance(row, ProvisionRecord) else row.provision_record_id
            for row in printed
        ],
        way=RecordView.Way.PRINTED,
        now=now,
    )
    name = Organisation.objects.get(pk=actor.organisation_id).name
    facts = [
        (Words("事業者", "Organisation"), name),
        (Words("件数", "Records"), f"{len(cells):,}"),
    ]
    _record_print(actor, "provisions" if is_provision else "receipts", len(cells), now=now)
    return render_register(
        _sheet(title, facts, columns, cells, language=language, by=actor.name, now=now)
    )


def person_statement_pdf(
    *, actor: Actor, talent_record_id: UUID, language: str, now: datetime
) -> bytes:
    """Return 本人別提供状況通知: everything that was handed over about one person.

    Args:
        actor: the person, or a member who answers the person; the organisation is bound.
        talent_record_id: the person's record.
        language: ``ja`` or ``en``.
        now: moment of printing.

    Raises:
        NotVisibleError: no such person, and nothing was handed over about one.

    Source: 個人情報保護法 33条5項 (the records are disclosed to the person).
    """
    found = list_provisions(talent_record_id=talent_record_id)
    record = TalentRecord.objects.filter(id=talent_record_id).first()
    if record is None and not found:
        raise NotVisibleError
    record_view(actor=actor, talent_record_id=talent_record_id, way=RecordView.Way.PRINTED, now=now)
    name = next((one.subject_name for one in found if one.subject_name), "")
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    facts = [
        (Words("本人", "Person"), (record.full_name if record else "") or name or "-"),
        (Words("事業者", "Organisation"), organisation.name),
        (Words("問い合わせ", "Contact"), organisation.contact_mail or organisation.phone or "-"),
        (Words("現在", "As of"), f"{localtime(now):%Y-%m-%d %H:%M}"),
    ]
    title = Words("第三者提供状況の通知", "What was handed over about you")
    skipped = 2  # the name stands above the table
    columns = [one for place, one in enumerate(PROVISION_COLUMNS) if place != skipped]
    cells = [
        [cell for place, cell in enumerate(_provision_cells(one, language)) if place != skipped]
        for one in found
    ]
    _record_print(actor, "person statement", len(cells), now=now)
    return render_register(
        _sheet(title, facts, columns, cells, language=language, by=actor.name, now=now)
    )


def consent_form_pdf(
    *, actor: Actor, address: str, qr_svg: str, language: str, now: datetime
) -> bytes:
    """Return D12: guidance and consent form with one empty box for each purpose.

    Args:
        actor: a member of the agency; the agency is bound.
        address: of the registration page; empty where no code is on offer.
        qr_svg: the same as a drawing.
        language: ``ja``, ``en`` or ``ja-simple``.
        now: moment of printing; the texts of that day are printed.
    """
    variant = text_language(language)
    texts = {
        one.purpose: one
        for one in ensure_consent_texts(actor=actor, now=now)
        if one.language == variant
    }
    organisation = Organisation.objects.get(pk=actor.organisation_id)

    def say(words: Words) -> str:
        return words.in_language(variant)

    printed = f"{localtime(now):%Y-%m-%d %H:%M}"
    return render_consent_form(
        ConsentSheet(
            language="en" if variant == "en" else "ja",
            title=say(
                Words(
                    f"{organisation.name}への登録のご案内と同意書",
                    f"Registration with {organisation.name_en or organisation.name}: "
                    "guidance and consent form",
                )
            ),
            lead=[say(line) for line in _LEAD],
            qr_svg=qr_svg,
            address=address,
            address_label=say(
                Words(
                    "ご自身の端末からの登録と回答はこちら", "Register and answer on your own device"
                )
            ),
            boxes=[_box(texts[one], variant) for one in _BOXES if one in texts],
            lines=[say(Words("氏名（自署）", "Name")), say(Words("記入日", "Date"))],
            footer=f"D12 {printed} {actor.name}",
            page_word=say(Words("ページ", "page")),
        )
    )


_BOXES: Final[Mapping[Purpose, tuple[Words, Words]]] = {
    Purpose.PLACEMENT: (
        Words("職業紹介のための利用に同意します", "I agree to the use for job placement"),
        Words("登録に必要です。", "Needed to register."),
    ),
    Purpose.JOB_MAILS: (
        Words("求人のメールを受け取ることに同意します", "I agree to mails about jobs"),
        Words(
            "任意です。選ばなくても不利益はありません。",
            "As you like; without it nothing is lost.",
        ),
    ),
}


def _box(text: ConsentText, variant: str) -> ConsentBox:
    """Return one question with its whole text, its version, and an empty box."""
    label, note = _BOXES[Purpose(text.purpose)]
    return ConsentBox(
        label=label.in_language(variant),
        text=text.body,
        note=f"{note.in_language(variant)} ({text.purpose} v{text.version})",
    )


_LEAD: Final = (
    Words(
        "登録は任意・無料です。登録の有無は、今回や今後の選考に影響しません。",
        "Registering is optional and free. It has no effect on this or any later selection.",
    ),
    Words(
        "2つの四角は別々の同意です。どちらも空欄のままで構いません。",
        "The two boxes are separate. You may leave either of them empty.",
    ),
    Words(
        "ほかの会社に名前を伝えるかどうかは、後で会社ごとにお尋ねします。",
        "Whether a company learns your name is asked later, company by company.",
    ),
    Words(
        "同意は、ご本人が登録のページで選んだときに記録されます。",
        "A consent is recorded when you choose it yourself on the page.",
    ),
)


def _record_print(actor: Actor, name: str, count: int, *, now: datetime) -> None:
    """Every paper that leaves is an export: who took what, and how much."""
    audit.record(
        actor=actor,
        kind="list.export",
        object_kind="list",
        object_id=name,
        now=now,
        data={"format": "pdf", "row_count": count},
    )


def _sheet(
    title: Words,
    facts: Sequence[tuple[Words, str]],
    columns: Sequence[Words],
    cells: Sequence[Sequence[str]],
    *,
    language: str,
    by: str,
    now: datetime,
) -> RegisterSheet:
    printed = f"{localtime(now):%Y-%m-%d %H:%M}"
    return RegisterSheet(
        language="en" if language.startswith("en") else "ja",
        title=title.in_language(language),
        facts=[(label.in_language(language), value) for label, value in facts],
        columns=[one.in_language(language) for one in columns],
        rows=cells,
        empty=Words("記録はありません。", "There are no records.").in_language(language),
        notes=[_KEEP_NOTE.in_language(language)],
        footer=Words(f"D13　印刷 {printed} {by}", f"D13, printed {printed} {by}").in_language(
            language
        ),
        page_word=Words("ページ", "page").in_language(language),
    )


def _cells(row: ProvisionRecord | ReceiptRecord, language: str) -> list[str]:
    if isinstance(row, ProvisionRecord):
        return _provision_cells(row, language)
    return _receipt_cells(row, language)


def _provision_cells(row: ProvisionRecord, language: str) -> list[str]:
    basis = BASIS_WORDS[row.basis].in_language(language)
    if row.document_number:
        basis = f"{basis} {row.document_number}"
    return [
        record_number(row.id),
        localdate(row.provided_at).isoformat(),
        row.subject_name or "-",
        row.recipient_name,
        _place(row.recipient_address, row.recipient_representative),
        say_item_names(row.items, language),
        row.purpose,
        basis,
        METHOD_WORDS[row.method].in_language(language),
        find_keep_until(row).isoformat(),
    ]


def _receipt_cells(row: ReceiptRecord, language: str) -> list[str]:
    return [
        record_number(row.provision_record_id),
        localdate(row.received_at).isoformat(),
        row.subject_name or "-",
        row.provider_name,
        _place(row.provider_address, row.provider_representative),
        say_item_names(row.items, language),
        row.acquired_how or "-",
        row.purpose,
        BASIS_WORDS[row.basis].in_language(language),
        row.keep_until.isoformat(),
    ]


def _place(address: str, representative: str) -> str:
    return " / ".join(part for part in (address, representative) if part) or "-"
