"""The figures in force. Three of them lead; all others explain them.

Source of the formulas: no common definition of the three leading figures exists, so they are
proposed here and shown beside every value; the others follow usual Japanese practice.
"""

from datetime import date
from typing import Final

from tasuki.core.kpi.definitions import Definition, Origin, Theme
from tasuki.core.words import Words

_YEAR: Final = Words("会計年度（4月から3月）", "the fiscal year, April to March")
_SEEN: Final = Words(
    "年度内。再入社は集計日まで", "leaving in the year, return until the day of count"
)
_MARK: Final = Words("年度内に節目の月を迎えた人", "who reached the mark within the year")
_ALL: Final = Words(
    "年度内に入社した人（業務委託を除く）", "joiners of the year, without contractors"
)
_JOINERS: Final = Words("全入社者", "all joiners")
_INTRODUCED: Final = (
    "joined.referral",
    "joined.relay",
    "joined.alumni_introduction",
    "joined.slot",
)


def _part(id: str, key: str, name: Words, numerator: Words, **more: object) -> Definition:
    """Return a share of all joiners."""
    given = {"theme": Theme.HIRING, "is_good_high": None} | more
    return Definition(
        id=id,
        name=name,
        top=(key,),
        bottom=("joined",),
        numerator=numerator,
        denominator=_JOINERS,
        cohort=_ALL,
        window=_YEAR,
        **given,  # type: ignore[arg-type]
    )


def _step(
    id: str, name: Words, top: tuple[str, Words], bottom: tuple[str, Words], **more: object
) -> Definition:
    """Return a rate between two steps of the selection, by application."""
    given = {"theme": Theme.SELECTION, "origin": Origin.USUAL} | more
    return Definition(
        id=id,
        name=name,
        top=(top[0],),
        bottom=(bottom[0],),
        numerator=top[1],
        denominator=bottom[1],
        cohort=Words(
            "年度内の応募（件数で数え、人数ではない）", "applications of the year, not people"
        ),
        window=_YEAR,
        **given,  # type: ignore[arg-type]
    )


def _stay(months: int) -> Definition:
    return Definition(
        id=f"retention_{months}",
        name=Words(f"{months}か月定着率", f"still there after {months} months"),
        top=(f"stayed.{months}",),
        bottom=(f"cohort.{months}",),
        numerator=Words(
            f"入社{months}か月後に在籍していた人", f"still employed after {months} months"
        ),
        denominator=Words(
            f"年度内に入社{months}か月を迎えた人", f"reached month {months} in the year"
        ),
        cohort=Words(
            f"入社から{months}か月たった人だけ", f"only joiners of {months} months ago or more"
        ),
        window=_MARK,
        theme=Theme.STAYING,
        origin=Origin.USUAL,
    )


_APPLIED: Final = ("applied", Words("応募", "applications"))
CATALOGUE: Final[tuple[Definition, ...]] = (
    Definition(
        id="rehire_leavers",
        name=Words("退職者再雇用率（退職年度別）", "re-hired leavers, by year of leaving"),
        top=("left.rehired",),
        bottom=("left",),
        numerator=Words("再雇用された退職者", "leavers who were re-hired"),
        denominator=Words("当該年度の退職者", "leavers of the year"),
        cohort=Words(
            "死亡・グループ内転籍を除く退職者", "leavers without deaths and group transfers"
        ),
        window=_SEEN,
        theme=Theme.HEADLINE,
        note=Words(
            "定年後再雇用率とは別の指標です。集計日までの月数によって増えます。",
            "Not the re-hire after retirement age. It grows with the months observed.",
        ),
    ),
    Definition(
        id="introduced",
        name=Words("紹介経由採用率", "hires through introduction"),
        top=_INTRODUCED,
        bottom=("joined",),
        numerator=Words(
            "入社者（社員紹介＋リレー＋アルムナイ紹介＋枠）",
            "joiners by referral, relay, alumni introduction and slot",
        ),
        denominator=_JOINERS,
        cohort=_ALL,
        window=_YEAR,
        theme=Theme.HEADLINE,
        note=Words(
            "紹介会社経由と、本人が戻る再入社は含みません。",
            "Without hires by agencies and without alumni who return by themselves.",
        ),
    ),
    Definition(
        id="rehire_alumni",
        name=Words("アルムナイ再入社率", "alumni who came back"),
        top=("alumni.rejoined",),
        bottom=("alumni",),
        numerator=Words("年度内に再入社した登録者", "members re-hired in the year"),
        denominator=Words("期首に登録していたアルムナイ", "alumni members at the start"),
        cohort=Words("期首に同意が有効な登録者", "members with a live consent at the start"),
        window=_YEAR,
        theme=Theme.HIRING,
        note=Words(
            "期中に登録した人は次の期から数えます。", "Who joins in the year counts from the next."
        ),
    ),
    Definition(
        id="rehire_retirement",
        name=Words("定年後再雇用率", "kept on after retirement age"),
        top=("retired.continued",),
        bottom=("retired",),
        numerator=Words("継続雇用者", "people kept on"),
        denominator=Words("定年到達者", "people who reached retirement age"),
        cohort=Words("年度内に定年に達した人", "who reached it in the year"),
        window=_YEAR,
        theme=Theme.STAYING,
        origin=Origin.USUAL,
        note=Words("退職者再雇用率には足しません。", "Never added to the re-hire of leavers."),
    ),
    _part(
        "alumni_hires",
        "joined.former",
        Words("アルムナイ採用率", "former employees among joiners"),
        Words("元社員の入社者", "joiners who worked here before"),
        origin=Origin.USUAL,
        benchmarks=("routes_alumni",),
    ),
    _part(
        "referral_hires",
        "joined.referral",
        Words("リファラル採用率", "hires by employee referral"),
        Words("社員紹介による入社者", "joiners by employee referral"),
        origin=Origin.USUAL,
        benchmarks=("routes_referral",),
    ),
    _part(
        "agency_hires",
        "joined.agency",
        Words("紹介会社経由採用率", "hires by agencies"),
        Words("紹介会社経由の入社者", "joiners by agencies"),
        origin=Origin.USUAL,
        benchmarks=("routes_agency",),
        note=Words("紹介経由採用率には含みません。", "Kept apart from hires through introduction."),
    ),
    _part(
        "unknown_route",
        "joined.unknown",
        Words("経路不明の割合", "joiners of unknown route"),
        Words("経路が不明な入社者", "joiners of unknown route"),
        note=Words(
            "10%を超えると、経路別の指標は参考値です。", "Above 10% figures by route are weak."
        ),
        is_good_high=False,
    ),
    _step(
        "pass_document",
        Words("書類通過率（会社）", "passed documents, company"),
        ("document_passed", Words("書類を通過した応募", "passed documents")),
        _APPLIED,
        benchmarks=("pass_document",),
        note=Words(
            "紹介会社の通過率（人数）と混ぜません。", "Never mixed with an agency's rate by person."
        ),
    ),
    _step(
        "pass_interview",
        Words("面接通過率（会社）", "passed interviews, company"),
        ("interview_passed", Words("面接を通過した応募", "passed interviews")),
        ("document_passed", Words("書類を通過した応募", "passed documents")),
    ),
    _step(
        "acceptance",
        Words("内定承諾率", "offers accepted"),
        ("accepted", Words("承諾", "accepted")),
        ("offered", Words("内定", "offers")),
    ),
    _step(
        "withdrawal",
        Words("辞退率", "withdrawals"),
        ("withdrawn", Words("辞退", "withdrawn")),
        _APPLIED,
        is_good_high=False,
    ),
    _step(
        "hired",
        Words("採用率", "hired of those who applied"),
        ("joined", Words("入社", "joined")),
        _APPLIED,
        benchmarks=("applicants_per_hire",),
    ),
    _step(
        "answered",
        Words("不採用者対応率", "people told their result"),
        ("told", Words("結果通知を受けた人", "told their result")),
        ("rejected", Words("見送りになった応募", "not hired")),
        origin=Origin.PROPOSED,
    ),
    _stay(3),
    _stay(12),
    Definition(
        id="early_leaving",
        name=Words("新卒3年以内離職率", "new graduates who left within 3 years"),
        top=("graduates.left.36",),
        bottom=("graduates.36",),
        numerator=Words("3年以内に離職した新卒者", "left within 36 months"),
        denominator=Words("年度内に入社36か月を迎えた新卒者", "new graduates who reached month 36"),
        cohort=Words("新卒で入社し、36か月たった人", "new graduates of 36 months ago"),
        window=_MARK,
        theme=Theme.STAYING,
        origin=Origin.USUAL,
        is_good_high=False,
        benchmarks=("leaving_university", "leaving_high_school"),
    ),
    Definition(
        id="registration",
        name=Words("リレー登録率", "registrations by relay"),
        top=("registered",),
        bottom=("told",),
        numerator=Words("数えた登録", "counted registrations"),
        denominator=Words("届いた結果通知", "result notices delivered"),
        cohort=Words(
            "月次通知書の合計（人は分かりません）", "totals of the statements, without people"
        ),
        window=_YEAR,
        theme=Theme.RELAY,
    ),
    Definition(
        id="slot_hire",
        name=Words("枠→採用率", "hires by slot"),
        top=("slot.used",),
        bottom=("slot",),
        numerator=Words("枠による採用", "hires by slot"),
        denominator=Words("終わった枠の依頼", "slot requests that are closed"),
        cohort=Words("年度内に終わった依頼", "requests closed in the year"),
        window=_YEAR,
        theme=Theme.RELAY,
    ),
    Definition(
        id="internal_fill",
        name=Words("社内公募充足率", "posts filled from inside"),
        top=("post.filled",),
        bottom=("post",),
        numerator=Words("社内で充足した求人", "posts filled"),
        denominator=Words("公募した求人", "posts opened inside"),
        cohort=Words("年度内に公募した求人", "posts opened in the year"),
        window=_YEAR,
        theme=Theme.INSIDE,
    ),
    Definition(
        id="secondment_return",
        name=Words("出向復帰率", "returned from secondment"),
        top=("seconded.returned",),
        bottom=("seconded",),
        numerator=Words("復帰した人", "returned"),
        denominator=Words("年度内に終わった出向", "secondments ended"),
        cohort=Words("終了した出向（延長中を除く）", "ended secondments, running ones apart"),
        window=_YEAR,
        theme=Theme.INSIDE,
    ),
    Definition(
        id="side_work",
        name=Words("副業許可率", "side work approved"),
        top=("side_work.approved",),
        bottom=("side_work",),
        numerator=Words("許可した届出", "approved"),
        denominator=Words("副業の届出", "notified"),
        cohort=Words("年度内の届出", "notices of the year"),
        window=_YEAR,
        theme=Theme.INSIDE,
    ),
    Definition(
        id="regional_match",
        name=Words("相談→成約率", "matches of consultations"),
        top=("matched",),
        bottom=("consulted",),
        numerator=Words("成約", "matches"),
        denominator=Words("相談", "consultations"),
        cohort=Words("年度内の相談と成約", "consultations and matches of the year"),
        window=_YEAR,
        theme=Theme.REGION,
        benchmarks=("regional_match",),
    ),
    Definition(
        id="settled_12",
        name=Words("域内定着率（12か月）", "still in the region after 12 months"),
        top=("settled.12",),
        bottom=("matched.12",),
        numerator=Words("12か月後も地域で働く人", "still working in the region"),
        denominator=Words("年度内に成約12か月を迎えた人", "matched 12 months ago"),
        cohort=Words("成約から12か月たった人", "matches of 12 months ago"),
        window=_MARK,
        theme=Theme.REGION,
    ),
)
RETIRED: Final[tuple[Definition, ...]] = ()
"""Versions that are no longer used; closed months still name them."""


def find_definition(id: str, *, version: int | None = None) -> Definition:
    """Return a definition: the one in force, or a stored version.

    Raises:
        KeyError: there is none.
    """
    for one in (*CATALOGUE, *RETIRED):
        if one.id == id and (version is None or one.version == version):
            return one
    raise KeyError(id)


def list_definitions(*, on: date) -> tuple[Definition, ...]:
    """Return what is in force on a day: of each figure the newest version that holds by then."""
    return tuple(one for one in CATALOGUE if one.valid_from <= on) or CATALOGUE
