"""Papers of openings as PDF: job sheet (D8), notice of changes (D9), notice of a refusal.

Labels are in the language that is asked for; the conditions stay in Japanese, as they were
shown by law. The version stands in the footer.

Source: 職業安定法 5条の3, 5条の6; 施行規則 4条の2.
"""

from datetime import date, datetime
from typing import Final

from django.utils.timezone import localdate

from tasuki.adapters.pdf.footer import write_footer
from tasuki.adapters.pdf.job_sheet import (
    ChangeRow,
    ChangeSheet,
    JobSheet,
    SheetRow,
    render_change_sheet,
    render_job_sheet,
)
from tasuki.adapters.pdf.letter import Letter, Section, render_letter
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.policy import age_words
from tasuki.apps.openings.versions import (
    CONDITION_LABELS,
    EMPLOYMENT_LABELS,
    differences_since,
    list_versions,
    pay_words,
)
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import find_licence, find_organisation
from tasuki.apps.placement.orders import list_orders_of, term_of
from tasuki.core.law.order_refusals import ORDER_GROUND_CLAUSES, ORDER_GROUND_LABELS, OrderGround
from tasuki.core.law.posting import POSTING_ITEM_LABELS, POSTING_PAIRS, PostingItem
from tasuki.core.law.posting_changes import CHANGE_LABELS
from tasuki.core.words import Words

_NONE: Final = "－"
_AT_HIRING: Final = Words("（雇入れ直後）", "(right after hiring)")
_RANGE: Final = Words("（変更の範囲）", "(range of change)")


class _Desk:
    """Who hands a paper out, and in which language."""

    def __init__(self, opening: Opening, *, language: str, printed_by: str, now: datetime) -> None:
        self.language = "en" if language.startswith("en") else "ja"
        self.opening, self.printed_by, self.now = opening, printed_by, now
        self.agency: Organisation = find_organisation(organisation_id=opening.organisation_id)

    def say(self, ja: str, en: str) -> str:
        return Words(ja, en).in_language(self.language)

    def words(self, words: Words) -> str:
        return words.in_language(self.language)

    def day(self, value: date | None) -> str:
        return f"{value:%Y/%m/%d}" if value else _NONE

    @property
    def employer(self) -> str:
        return self.opening.employer.name if self.opening.employer else self.agency.name

    @property
    def sender(self) -> list[str]:
        licence = find_licence(on=localdate(self.now))
        permit = f"{self.say('職業紹介の許可番号', 'Licence')} {licence.number}" if licence else ""
        agency = self.agency
        contact = " / ".join(part for part in (agency.phone, agency.contact_mail) if part)
        return [agency.name, permit, agency.address, contact]

    def footer(self, number: str, version: int | str) -> str:
        return write_footer(
            number,
            language=self.language,
            printed_by=self.printed_by,
            now=self.now,
            version=version,
        )

    @property
    def page_word(self) -> str:
        return self.say("ページ", "Page")


def write_job_sheet(opening: Opening, *, language: str, printed_by: str, now: datetime) -> bytes:
    """Return the job sheet (求人票, D8).

    Args:
        opening: of which job; with its employer.
        language: ``ja`` or ``en``, of the labels.
        printed_by: stands in the footer.
        now: when it is printed.
    """
    desk = _Desk(opening, language=language, printed_by=printed_by, now=now)
    version = desk.say(f"第{opening.version}版", f"Version {opening.version}")
    return render_job_sheet(
        JobSheet(
            language=desk.language,
            title=desk.say("求人票", "Job sheet"),
            job=opening.title,
            employer=desk.employer,
            facts=_facts(desk, opening),
            rows=[_row(desk, opening, item) for item in PostingItem],
            rows_title=desk.say(
                "労働条件（職業安定法5条の3の明示事項）", "Conditions (Employment Security Act 5-3)"
            ),
            notes=[
                desk.say(
                    f"この求人票は{opening.as_of:%Y/%m/%d}時点の内容です。"
                    "内容が変わった場合は、契約の前に変更した点を書面などで明示します。",
                    f"True on {opening.as_of.isoformat()}. Changes are shown to you in writing "
                    "before a contract.",
                ),
                desk.say(
                    "労働条件通知書（雇用契約書）とは別の書面です。",
                    "This is not the notice of conditions of a contract.",
                ),
            ],
            sender=desk.sender,
            footer=desk.footer(opening.number, version),
            page_word=desk.page_word,
        )
    )


def _facts(desk: _Desk, opening: Opening) -> list[tuple[str, str]]:
    order = list_orders_of(opening_id=opening.id).first() if opening.employer_id else None
    employer = opening.employer
    address = (employer.office or employer.address) if employer else desk.agency.address
    persons = desk.say(f"{opening.person_count}名", f"{opening.person_count}")
    occupation = " ".join(part for part in (opening.occupation_code, opening.occupation) if part)
    return [
        (desk.say("求人番号", "Number"), opening.number),
        (desk.say("求人受理番号", "Order"), order.number if order else _NONE),
        (desk.say("受付日", "Received on"), desk.day(opening.received_on)),
        (desk.say("有効期限", "Valid to"), desk.day(opening.valid_to)),
        (desk.say("職種", "Occupation"), occupation or _NONE),
        (desk.say("求人数", "Persons"), persons),
        (
            desk.say("雇用形態", "Employment"),
            desk.words(EMPLOYMENT_LABELS[opening.employment]),
        ),
        (desk.say("雇用期間", "Term"), term_of(opening)),
        (desk.say("賃金額", "Pay"), desk.words(pay_words(opening)) or _NONE),
        (desk.say("年齢", "Age"), desk.words(age_words(opening, on=opening.as_of))),
        (desk.say("求人者の所在地", "Employer's address"), address or _NONE),
        (desk.say("内容の時点", "True on"), desk.day(opening.as_of)),
    ]


def _row(desk: _Desk, opening: Opening, item: PostingItem) -> SheetRow:
    number = list(PostingItem).index(item) + 1
    label = f"{number} {desk.words(POSTING_ITEM_LABELS[item])}"
    text = str(opening.terms.get(item, ""))
    change = POSTING_PAIRS.get(item)
    if change is None:
        return SheetRow(label=label, text=text or _NONE)
    later = str(opening.terms.get(change, ""))
    if not later:  # both halves stand in one text
        return SheetRow(label=label, text=text or _NONE)
    return SheetRow(
        label=label, pairs=[(desk.words(_AT_HIRING), text), (desk.words(_RANGE), later)]
    )


def write_change_notice(
    opening: Opening,
    *,
    before: int,
    after: int,
    addressee: str = "",
    language: str,
    printed_by: str,
    now: datetime,
) -> bytes:
    """Return the notice of changed conditions (労働条件変更明示書, D9).

    Args:
        opening: of which job; with its employer.
        before: the version that the person was shown.
        after: the version that holds.
        addressee: to whom; empty for a line to be filled in by hand.
        language: ``ja`` or ``en``, of the labels.
        printed_by: stands in the footer.
        now: when it is printed.

    Source: 職業安定法 5条の3第3項; 施行規則 4条の2.
    """
    desk = _Desk(opening, language=language, printed_by=printed_by, now=now)
    made = {
        row.version: row.made_on
        for row in list_versions(opening_id=opening.id).filter(version__in=(before, after))
    }
    return render_change_sheet(
        ChangeSheet(
            language=desk.language,
            title=desk.say("労働条件変更明示書", "Notice of changed conditions"),
            addressee=f"{addressee} {desk.say('様', '')}".strip(),
            lead=desk.say(
                "求人票などでお示しした労働条件に変更がありました。変更した点は次のとおりです。"
                "労働契約を結ぶ前に、必ずご確認ください。",
                "Conditions that you were shown have changed. Please read what changed before you "
                "agree to a contract.",
            ),
            facts=[
                (desk.say("求人", "Job"), f"{opening.number} {opening.title}"),
                (desk.say("求人者", "Employer"), desk.employer),
                (_version(desk, before), desk.day(made.get(before))),
                (_version(desk, after), desk.day(made.get(after))),
            ],
            columns=(
                desk.say("労働条件", "Condition"),
                desk.say("区分", "Kind"),
                desk.say("変更前", "Before"),
                desk.say("変更後", "After"),
            ),
            rows=_change_rows(desk, opening, before, after),
            empty=desk.say("変更した労働条件はありません。", "No condition changed."),
            notes=_change_notes(desk),
            receipt=[
                desk.say("受領日", "Received on"),
                desk.say("氏名（自署）", "Name (signature)"),
            ],
            sender=desk.sender,
            footer=desk.footer(opening.number, f"{before}→{after}"),
            page_word=desk.page_word,
        )
    )


def _change_rows(desk: _Desk, opening: Opening, before: int, after: int) -> list[ChangeRow]:
    return [
        ChangeRow(
            label=desk.words(CONDITION_LABELS[one.key]),
            kind=desk.words(CHANGE_LABELS[one.kind]),
            before=one.before,
            after=one.after,
        )
        for one in differences_since(opening_id=opening.id, before=before, after=after)
    ]


def _change_notes(desk: _Desk) -> list[str]:
    return [
        desk.say(
            "区分：特定＝範囲で示した条件を一つに決めた／変更＝示した条件を別のものにした"
            "／削除＝示した条件を外した／追加＝示していなかった条件を加えた"
            "（職業安定法5条の3第3項）",
            "Kinds: specified within what was shown / changed / removed / added "
            "(Employment Security Act 5-3 (3))",
        ),
        desk.say(
            "変更の理由やご不明な点は、下記までお問い合わせください。",
            "Ask us for the reasons and about anything that is unclear.",
        ),
    ]


def _version(desk: _Desk, number: int) -> str:
    return desk.say(f"第{number}版の日付", f"Version {number} of")


def write_refusal_notice(
    opening: Opening, *, language: str, printed_by: str, now: datetime
) -> bytes:
    """Return the notice to an employer whose order was refused, with the ground.

    Args:
        opening: a refused one, with its employer.
        language: ``ja`` or ``en``.
        printed_by: stands in the footer.
        now: when it is printed.

    Source: 職業安定法 5条の6第1項.
    """
    desk = _Desk(opening, language=language, printed_by=printed_by, now=now)
    ground = OrderGround(opening.refusal_ground)
    clause = ORDER_GROUND_CLAUSES[ground]
    return render_letter(
        Letter(
            language=desk.language,
            title=desk.say("求人不受理通知書", "Notice: job order not accepted"),
            reference=[opening.number, desk.day(opening.refused_on)],
            addressee=desk.say(f"{desk.employer} 御中", desk.employer),
            sender=[line for line in desk.sender if line],
            paragraphs=[
                desk.say(
                    "お申し込みいただいた次の求人は、職業安定法の定める理由により"
                    "受理できませんでした。理由とあわせてお知らせします。",
                    "We could not accept the following job order. The ground of the Employment "
                    "Security Act and the reason are given below.",
                )
            ],
            sections=[
                Section(
                    title=desk.say("求人", "Job order"),
                    rows=[
                        [desk.say("求人番号", "Number"), opening.number],
                        [desk.say("求人の名前", "Job"), opening.title],
                        [desk.say("職種", "Occupation"), opening.occupation or _NONE],
                        [desk.say("受付日", "Received on"), desk.day(opening.received_on)],
                    ],
                ),
                Section(
                    title=desk.say("受理しない理由", "Ground"),
                    rows=[
                        [desk.say("理由", "Ground"), desk.words(ORDER_GROUND_LABELS[ground])],
                        [desk.say("根拠", "Rule"), clause],
                        [desk.say("具体的な内容", "In this case"), opening.refusal_text],
                    ],
                ),
            ],
            notes=[
                desk.say(
                    "内容を改めてお申し込みいただければ、あらためて受理の可否を確認します。",
                    "You may change the order and apply again.",
                )
            ],
            footer=desk.footer(opening.number, 1),
            page_word=desk.page_word,
        )
    )
