"""Papers of moves as PDF: consent (D18, D19), agreement on side work (D21), the notice (D22).

The texts of a paper are Japanese with the English words beside them in the language that is
asked for; the numbers come from the row as it stands, its version stands in the footer.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils.timezone import localdate

from tasuki.adapters.pdf.footer import write_footer
from tasuki.adapters.pdf.letter import Letter, Section, render_letter
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork, SideWorkMonth
from tasuki.apps.moves.policy import laws_of, notice_items
from tasuki.apps.moves.queries.months import find_premium, list_days
from tasuki.apps.moves.terms import (
    Rows,
    hours_of,
    secondment_conditions,
    secondment_facts,
    side_work_caps,
    side_work_facts,
    upstream_rows,
)
from tasuki.apps.orgs.queries import find_organisation
from tasuki.core.law.contract_work import NOTICE_LABELS, NoticeItem
from tasuki.core.law.hours import HoursModel
from tasuki.core.law.secondment import MoveKind
from tasuki.core.words import Words

_TO_SIGN: Final = (
    (Words("日付", "date"), ""),
    (Words("氏名（自署）", "name (signature)"), ""),
)
_SIXTY_DAYS: Final = Words(
    "報酬は、検査の有無にかかわらず、受領した日から数えて60日以内に支払います。",
    "The fee is paid within 60 days of receipt, inspected or not.",
)


class _Writer:
    """Collects a letter in one language."""

    def __init__(
        self, *, number: str, organisation_id: int, language: str, printed_by: str, now: datetime
    ) -> None:
        self.language = "en" if language.startswith("en") else "ja"
        self.number = number
        self.organisation = find_organisation(organisation_id=organisation_id)
        self.printed_by = printed_by
        self.now = now

    def say(self, words: Words) -> str:
        return words.in_language(self.language)

    def rows(self, pairs: Rows) -> list[list[str]]:
        return [[self.say(label), self.say(value) or "－"] for label, value in pairs]

    def hours(self, minutes: int) -> str:
        return self.say(hours_of(minutes))

    def letter(
        self,
        *,
        title: Words,
        addressee: str,
        paragraphs: Sequence[Words],
        sections: Sequence[Section],
        notes: Sequence[Words] = (),
        version: int = 1,
    ) -> bytes:
        footer = write_footer(
            self.number,
            language=self.language,
            printed_by=self.printed_by,
            now=self.now,
            version=version,
        )
        return render_letter(
            Letter(
                language=self.language,
                title=self.say(title),
                reference=[self.number, f"{localdate(self.now):%Y/%m/%d}"],
                addressee=addressee,
                sender=[self.organisation.name, self.organisation.address],
                paragraphs=[self.say(one) for one in paragraphs],
                sections=sections,
                notes=[self.say(one) for one in notes],
                footer=footer,
                page_word=self.say(Words("ページ", "page")),
            )
        )


def consent_pdf(row: Secondment, *, language: str, printed_by: str, now: datetime) -> bytes:
    """Return the consent form of one person for one move (D18; for a transfer D19).

    Source: 労働契約法 14条; 労働基準法 15条; 民法 625条1項.
    """
    writer = _Writer(
        number=row.number,
        organisation_id=row.organisation_id,
        language=language,
        printed_by=printed_by,
        now=now,
    )
    is_secondment = row.kind == MoveKind.SECONDMENT
    say = writer.say
    title = (
        Words("出向同意書", "Consent to a secondment")
        if is_secondment
        else Words("転籍同意書", "Consent to a transfer")
    )
    text = Words(
        "下記の条件の説明を受け、内容を読みました。同意するかどうかは自由で、"
        "断っても不利益な扱いはありません。",
        "I was told the conditions below and have read them. I am free to say no, and a no has no "
        "drawback.",
    )
    sections = [
        Section(
            title=say(Words("内容", "What it is about")), rows=writer.rows(secondment_facts(row))
        ),
        Section(
            title=say(Words("労働条件", "Conditions")), rows=writer.rows(secondment_conditions(row))
        ),
        Section(
            title=say(Words("本人の同意", "Consent of the person")),
            rows=[[say(label), value] for label, value in _TO_SIGN],
            is_form=True,
        ),
    ]
    notes = [
        Words(
            "この同意は、上の一人・一件についてだけ有効です。開始までは取り消せます。",
            "This consent holds for this person and this move only, and can be taken back before "
            "the start.",
        )
    ]
    return writer.letter(
        title=title,
        addressee=f"{row.person_name} 様" if writer.language == "ja" else row.person_name,
        paragraphs=[text],
        sections=sections,
        notes=notes,
    )


def side_work_pdf(row: SideWork, *, language: str, printed_by: str, now: datetime) -> bytes:
    """Return the agreement on side work; under the model it is the notice to the other (D21).

    Source: 副業・兼業の促進に関するガイドライン.
    """
    writer = _Writer(
        number=row.number,
        organisation_id=row.organisation_id,
        language=language,
        printed_by=printed_by,
        now=now,
    )
    is_model = row.hours_model == HoursModel.MANAGEMENT
    say = writer.say
    model = Words(
        "管理モデル：当社は法定外の時間に、副業先はその全部の時間に割増賃金を支払います。"
        "それぞれが上限の範囲で働かせ、相手の実際の時間を知る必要はありません。",
        "Management model: we pay premium for hours beyond the law, the other party for all its "
        "hours. Each stays within its cap and need not know the other's real hours.",
    )
    plain = Words(
        "月末に労働時間を報告してください。合計は1か月100時間未満、2〜6か月平均80時間以下です。",
        "Tell your hours at the end of each month. The sum stays below 100 hours a month and "
        "within 80 on average of 2 to 6 months.",
    )
    return writer.letter(
        title=Words("管理モデル導入の通知", "Notice of the management model")
        if is_model
        else Words("副業に関する合意書", "Agreement on side work"),
        addressee=f"{row.person_name} 様" if writer.language == "ja" else row.person_name,
        paragraphs=[model if is_model else plain],
        sections=[
            Section(
                title=say(Words("届出の内容", "The notice")), rows=writer.rows(side_work_facts(row))
            ),
            Section(title=say(Words("時間の上限", "Caps")), rows=writer.rows(side_work_caps(row))),
            Section(
                title=say(Words("確認", "Read and agreed")),
                rows=[[say(label), value] for label, value in _TO_SIGN],
                is_form=True,
            ),
        ],
    )


def month_pdf(sheet: SideWorkMonth, *, language: str, printed_by: str, now: datetime) -> bytes:
    """Return the sheet of one month (D21)."""
    row = sheet.side_work
    writer = _Writer(
        number=f"{row.number}-{sheet.month:%Y%m}",
        organisation_id=row.organisation_id,
        language=language,
        printed_by=printed_by,
        now=now,
    )
    say, hours = writer.say, writer.hours
    premium = find_premium(sheet)
    heads = (
        Words("日", "day"),
        Words("当社 所定", "here, scheduled"),
        Words("当社 所定外", "here, extra"),
        Words("副業先 所定", "there, scheduled"),
        Words("副業先 所定外", "there, extra"),
        Words("休日", "day off"),
    )
    days = [
        [
            f"{one.worked_on:%m/%d}",
            hours(one.own_scheduled_minutes),
            hours(one.own_extra_minutes),
            hours(one.other_scheduled_minutes),
            hours(one.other_extra_minutes),
            hours(one.own_holiday_minutes + one.other_holiday_minutes),
        ]
        for one in list_days(sheet_id=sheet.pk)
    ]
    sums = (
        (Words("当社の時間外・休日", "here"), hours_of(sheet.own_minutes)),
        (Words("副業先の時間外・休日", "there"), hours_of(sheet.other_minutes)),
        (Words("ほかの副業先", "further side works"), hours_of(sheet.elsewhere_minutes)),
        (Words("合計", "sum"), hours_of(sheet.total_minutes)),
        (Words("割増賃金の対象（当社）", "premium pay by us"), hours_of(premium.own)),
        (
            Words("割増賃金の対象（副業先）", "premium pay by the other party"),
            hours_of(premium.other),
        ),
    )
    return writer.letter(
        title=Words(
            f"副業の月次時間表（{sheet.month.year}年{sheet.month.month}月）",
            f"Hours of side work, {sheet.month:%Y-%m}",
        ),
        addressee=row.person_name,
        paragraphs=[],
        sections=[
            Section(title=say(Words("合計", "Sums")), rows=writer.rows(sums)),
            Section(
                title=say(Words("日ごと", "Days")), heads=[say(one) for one in heads], rows=days
            ),
        ],
    )


def notice_pdf(row: ContractWork, *, language: str, printed_by: str, now: datetime) -> bytes:
    """Return the notice of nine items (3条通知; where the other act holds, 4条通知) (D22).

    Source: フリーランス法 3条; 取適法 4条.
    """
    writer = _Writer(
        number=row.number,
        organisation_id=row.organisation_id,
        language=language,
        printed_by=printed_by,
        now=now,
    )
    say = writer.say
    laws = laws_of(row, on=localdate(now))
    items = notice_items(row)
    rows = [
        [f"{number}. {say(NOTICE_LABELS[item])}", items[item] or "－"]
        for number, item in enumerate(NoticeItem, start=1)
    ]
    sections = [Section(title="", rows=rows)]
    if row.upstream_name:
        sections.append(
            Section(
                title=say(Words("再委託の追加項目", "Extra items of a re-consignment")),
                rows=writer.rows(upstream_rows(row)),
            )
        )
    title = (
        Words("業務委託の通知（3条・4条通知）", "Notice of an order (both acts)")
        if laws.is_toriteki
        else Words("業務委託の通知（3条通知）", "Notice of an order (Freelance Act 3)")
    )
    return writer.letter(
        title=title,
        addressee=f"{row.supplier_name} 様" if writer.language == "ja" else row.supplier_name,
        paragraphs=[
            Words("下記のとおり業務を委託します。", "We order the following work from you.")
        ],
        sections=sections,
        notes=[] if upstream_rows(row) else [_SIXTY_DAYS],
        version=max(1, row.notice_version),
    )
