"""Papers about a job seeker as PDF: the terms of service (D6) and the job seeker's sheet (D11)."""

from datetime import date, datetime
from typing import Final, NamedTuple

from django.utils.timezone import localdate

from tasuki.adapters.pdf.footer import write_footer
from tasuki.adapters.pdf.letter import Letter, Section, render_letter
from tasuki.adapters.pdf.seeker_sheet import Cell, SeekerSheet, render_seeker_sheet
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import find_licence, find_organisation
from tasuki.apps.placement.cards import pay_words, prefecture_words, term_words
from tasuki.apps.placement.models import TermsDelivery
from tasuki.apps.placement.queries import SeekerDetail
from tasuki.apps.placement.terms import TERMS_LABELS, write_terms
from tasuki.core.identity.phones import shown_phone
from tasuki.core.words import Words

_TERMS_TITLE: Final = Words(
    "取扱職種の範囲等の明示書（求職者用）", "Terms of service for job seekers"
)
_SHEET_TITLE: Final = Words("求職票", "Job seeker's sheet")
_PAGE: Final = Words("ページ", "page")
_RECEIPT: Final = Words("受領の確認", "Receipt")
_PROOF: Final = Words("交付と到達の記録", "Delivery and arrival")
_TO_SIGN: Final = (
    Words("受領日", "received on"),
    Words("氏名（自署）", "name (signature)"),
)
_TO_DATE_AND_SIGN: Final = (Words("日付", "date"), _TO_SIGN[1])


class _Field(NamedTuple):
    label: Words
    name: str
    share: int = 3
    lines: int = 1


_PARTS: Final = (
    (
        Words("本人", "Person"),
        (
            (
                _Field(Words("ふりがな", "reading"), "kana"),
                _Field(Words("生年月日", "birth date"), "born"),
            ),
            (_Field(Words("氏名", "name"), "name", 6, 2),),
            (_Field(Words("住所", "address"), "address", 6),),
            (
                _Field(Words("電話", "phone"), "phone", 2),
                _Field(Words("メール", "mail"), "mail", 4),
            ),
        ),
    ),
    (
        Words("希望", "Wishes"),
        (
            (
                _Field(Words("希望職種", "wished occupation"), "occupation", 4),
                _Field(Words("職業分類の番号", "code"), "code", 2),
            ),
            (
                _Field(Words("希望の勤務地", "wished place"), "place", 4),
                _Field(Words("雇用形態", "term"), "term", 2),
            ),
            (
                _Field(Words("希望の賃金", "wished pay"), "pay"),
                _Field(Words("就業できる時期", "possible start"), "begins"),
            ),
            (_Field(Words("勤務日・時間", "days and hours"), "hours", 6),),
            (_Field(Words("そのほかの希望", "further wishes"), "note", 6, 3),),
        ),
    ),
    (
        Words("経歴", "Working life"),
        (
            (
                _Field(
                    Words("職歴（期間・会社・仕事の内容）", "from, to, firm, work"),
                    "history",
                    6,
                    12,
                ),
            ),
            (_Field(Words("資格・免許", "certificates"), "certificates", 6, 3),),
        ),
    ),
)
_WAYS: Final = {
    TermsDelivery.Way.MAIL: Words("電子メール", "mail"),
    TermsDelivery.Way.PAPER: Words("書面", "paper"),
}
_ARRIVALS: Final = {
    TermsDelivery.Arrival.CONFIRMED: Words(
        "本人が確認ページで受領を確認", "confirmed by the person on the page"
    ),
    TermsDelivery.Arrival.HANDED: Words("書面を手渡し", "paper handed over"),
    TermsDelivery.Arrival.ANSWERED: Words("本人のメールの返信", "answered by mail"),
    TermsDelivery.Arrival.TOLD: Words("電話・来所で本人に確認", "told by phone or in the office"),
}
_CONSENT_LABEL: Final = Words(
    "求人者（会社）への個人情報の提供について", "Giving my data to employers"
)
_CONSENT_TEXT: Final = Words(
    "紹介を受ける会社ごとに、提供する項目の説明を受けて私が同意したときに限り、氏名・連絡先・"
    "職歴などこの票の内容をその会社に提供することを了承します。同意しなくても不利益はなく、"
    "いつでも取り消せます。",
    "For each company to which I may be introduced, I am told what is given; only when I agree to "
    "that company may the content of this sheet (name, contact, working life) go there. A no has "
    "no drawback, and I can take a yes back at any time.",
)
_NOT_ASKED: Final = Words(
    "本籍・出生地、家族、住宅、宗教、支持政党、思想・信条、労働組合、健康状態などは"
    "記入しないでください（職業安定法5条の5）。求職者の方から手数料はいただきません。",
    "Do not write about birthplace, family, home, religion, politics, beliefs, unions or health "
    "(Employment Security Act, article 5-5). Job seekers pay no fee.",
)


def terms_pdf(
    terms: TermsDelivery, *, receiver: str, language: str, printed_by: str, now: datetime
) -> bytes:
    """Return the terms as they were delivered, with their proof or a line to sign for them.

    Args:
        terms: one delivery.
        receiver: name of the job seeker.
        language: of headings; the text stays in the language in which it was delivered.
        printed_by: in the footer.
        now: when it is printed.
    """
    code = f"{terms.job_seeker.number}-D6-{terms.number}"
    if terms.arrived_on is None:
        section = _receipt(language)
    else:
        rows = [
            [_say(label, language), _say(value, language)] for label, value in proof_rows(terms)
        ]
        section = Section(title=_say(_PROOF, language), rows=rows)
    return _terms_letter(
        terms.content,
        code=code,
        day=terms.delivered_on,
        receiver=receiver,
        section=section,
        language=language,
        printed_by=printed_by,
        now=now,
    )


def blank_terms_pdf(
    *, organisation_id: int, language: str, printed_by: str, now: datetime
) -> bytes:
    """Return the terms as they stand today, to be handed over and signed for."""
    today = localdate(now)
    return _terms_letter(
        write_terms(on=today, language=language),
        code=f"D6-{organisation_id}-{today:%Y%m%d}",
        day=today,
        receiver="",
        section=_receipt(language),
        language=language,
        printed_by=printed_by,
        now=now,
    )


def proof_rows(terms: TermsDelivery) -> list[tuple[Words, Words]]:
    """Return how a delivery is proved, label and value."""
    rows = [
        (Words("交付の方法", "way"), _WAYS[TermsDelivery.Way(terms.way)]),
        (Words("交付日", "delivered on"), _day(terms.delivered_on)),
    ]
    if terms.mail_wished_on:
        rows.append((Words("電子メールの希望日", "mail wished on"), _day(terms.mail_wished_on)))
    if terms.arrived_on:
        arrival = _ARRIVALS[TermsDelivery.Arrival(terms.arrival)]
        rows.append((Words("到達日", "arrived on"), _day(terms.arrived_on)))
        rows.append((Words("到達の確認", "proof of arrival"), arrival))
    return rows


def seeker_sheet_pdf(
    detail: SeekerDetail, *, language: str, printed_by: str, now: datetime
) -> bytes:
    """Return the sheet of a job seeker, filled; what is not known stays blank (D11)."""
    agency = find_organisation(organisation_id=detail.row.organisation_id)
    return _sheet(agency, detail, language=language, printed_by=printed_by, now=now)


def blank_sheet_pdf(
    *, organisation_id: int, language: str, printed_by: str, now: datetime
) -> bytes:
    """Return the sheet with blanks for writing by hand (D11)."""
    agency = find_organisation(organisation_id=organisation_id)
    return _sheet(agency, None, language=language, printed_by=printed_by, now=now)


def _say(words: Words, language: str) -> str:
    return words.in_language(language)


def _day(day: date) -> Words:
    return Words(f"{day:%Y/%m/%d}", f"{day:%Y-%m-%d}")


def _receipt(language: str) -> Section:
    rows = [[_say(label, language), ""] for label in _TO_SIGN]
    return Section(title=_say(_RECEIPT, language), rows=rows, is_form=True)


def _terms_letter(
    content: dict[str, str],
    *,
    code: str,
    day: date,
    receiver: str,
    section: Section,
    language: str,
    printed_by: str,
    now: datetime,
) -> bytes:
    rows = [
        [_say(label, language), content.get(key, "") or "－"] for key, label in TERMS_LABELS.items()
    ]
    lead = Words(
        "職業安定法第32条の13にもとづき、次の事項を明示します。",
        "As article 32-13 of the Employment Security Act asks, we state the following.",
    )
    return render_letter(
        Letter(
            language=language,
            title=_say(_TERMS_TITLE, language),
            reference=[code, f"{day:%Y/%m/%d}"],
            addressee=_say(Words(f"{receiver} 様", receiver), language) if receiver else "",
            sender=[],
            paragraphs=[_say(lead, language)],
            sections=[Section(title="", rows=rows), section],
            notes=[],
            footer=write_footer(code, language=language, printed_by=printed_by, now=now),
            page_word=_say(_PAGE, language),
        )
    )


def _sheet(
    agency: Organisation,
    detail: SeekerDetail | None,
    *,
    language: str,
    printed_by: str,
    now: datetime,
) -> bytes:
    licence = find_licence(on=localdate(now))
    values = _values(detail, language=language)
    code = f"{detail.row.number}-D11" if detail else "D11"
    return render_seeker_sheet(
        SeekerSheet(
            language=language,
            title=_say(_SHEET_TITLE, language),
            agency=f"{agency.name}　{licence.number if licence else ''}".strip(),
            facts=_sheet_facts(detail, language=language),
            parts=[
                (
                    _say(title, language),
                    [[_cell(one, values, language=language) for one in line] for line in lines],
                )
                for title, lines in _PARTS
            ],
            consent_label=_say(_CONSENT_LABEL, language),
            consent_text=_say(_CONSENT_TEXT, language),
            signature=[_say(label, language) for label in _TO_DATE_AND_SIGN],
            notes=[_say(_NOT_ASKED, language)],
            footer=write_footer(code, language=language, printed_by=printed_by, now=now),
            page_word=_say(_PAGE, language),
        )
    )


def _cell(field: _Field, values: dict[str, str], *, language: str) -> Cell:
    return Cell(
        label=_say(field.label, language),
        value=values.get(field.name, ""),
        share=field.share,
        lines=field.lines,
    )


def _sheet_facts(detail: SeekerDetail | None, *, language: str) -> list[tuple[str, str]]:
    row = detail.row if detail else None
    blank = "　　　　年　　月　　日" if language == "ja" else "____ / __ / __"
    valid = f"{row.accepted_on:%Y/%m/%d}〜{row.valid_to:%Y/%m/%d}" if row else blank
    return [
        (
            _say(Words("求職受付番号", "Number"), language),
            row.number if row else "　　　　　　　　",
        ),
        (
            _say(Words("受付年月日", "Received on"), language),
            f"{row.accepted_on:%Y/%m/%d}" if row else blank,
        ),
        (_say(Words("有効期間", "Valid"), language), valid),
    ]


def _values(detail: SeekerDetail | None, *, language: str) -> dict[str, str]:
    if detail is None:
        by_hand = Words("　　　　年　　　月　　　日", "____ / ___ / ___")
        return {"born": _say(by_hand, language), "address": _say(Words("〒", ""), language)}
    row, record, wishes = detail.row, detail.record, detail.wishes
    values = {
        "name": row.name,
        "address": row.address,
        "born": f"{row.birth_date:%Y/%m/%d}" if row.birth_date else "",
        "occupation": row.wished_occupation,
        "code": row.occupation_code,
    }
    if record is not None:
        values |= {
            "kana": record.name_kana,
            "phone": shown_phone(record.phone),
            "mail": record.mail,
            "address": row.address or record.address,
        }
    if wishes is not None:
        places = (_say(prefecture_words(wishes.prefectures), language), wishes.place)
        pay = (_say(pay_words(wishes), language), wishes.pay_text)
        values |= {
            "place": " / ".join(part for part in places if part),
            "term": _say(term_words(wishes.term), language),
            "pay": " / ".join(part for part in pay if part),
            "begins": wishes.begins,
            "hours": wishes.hours,
            "note": wishes.note,
            "history": wishes.history,
            "certificates": wishes.certificates,
        }
    return values
