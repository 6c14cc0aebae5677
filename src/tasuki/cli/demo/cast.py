"""The organisations of the sample region and the personas that stand on the sign-in page."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tasuki.apps.actor import Actor
from tasuki.apps.sample.parties import make_licence, make_member, make_organisation
from tasuki.core.access import OrganisationKind, Role

LICENCE_NUMBER: Final = "13-ユ-000000"
SECOND_LICENCE_NUMBER: Final = "27-ユ-000000"

COMPANIES: Final = (
    ("minato", "みなと精機株式会社", "Minato Seiki Co., Ltd.", "製造（機械部品）、みなと市"),
    ("misaki", "みさき食品株式会社", "Misaki Foods Co., Ltd.", "製造（食品）、みなと市"),
    ("yamate", "山手ロジ株式会社", "Yamate Logistics Co., Ltd.", "運輸、みなと市"),
    ("midori", "緑台ケア株式会社", "Midoridai Care Co., Ltd.", "福祉、みなと市"),
    ("kitako", "北港メカトロ株式会社", "Kitako Mechatronics Co., Ltd.", "製造（電機）、みなと市"),
    ("hamada", "浜田印刷株式会社", "Hamada Printing Co., Ltd.", "印刷、みなと市"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the story; actors by the short name of their organisation."""

    companies: dict[str, Actor]
    managers: dict[str, Actor]
    agency: Actor
    clerk: Actor
    advisor: Actor
    second_agency: Actor
    municipality: Actor


def make_cast(*, today: date) -> Cast:
    """Make organisations, licences and members; returns their actors."""
    agency = make_organisation(
        "aoba",
        OrganisationKind.AGENCY,
        "あおば人材株式会社",
        "Aoba Staffing Co., Ltd.",
        handled_range="事務、営業、製造、IT（港湾・建設を除く）。みなと市と近隣",
    )
    second = make_organisation(
        "wakaba",
        OrganisationKind.AGENCY,
        "わかば紹介株式会社",
        "Wakaba Placement Co., Ltd.",
        handled_range="医療・福祉の事務。県内",
    )
    city = make_organisation(
        "minato-city", OrganisationKind.MUNICIPALITY, "みなと市", "Minato City"
    )
    make_licence(agency, LICENCE_NUMBER, today)
    make_licence(second, SECOND_LICENCE_NUMBER, today)
    companies, managers = {}, {}
    for slug, name, name_en, note in COMPANIES:
        company = make_organisation(
            slug, OrganisationKind.COMPANY, name, name_en, handled_range=note
        )
        is_main = slug == "minato"
        companies[slug] = make_member(
            company,
            Role.COMPANY_OWNER,
            "北村 花" if is_main else f"{name[:3]} 採用担当",
            mail="kitamura@example.invalid" if is_main else f"hr@{slug}.example.invalid",
            title="採用担当",
            is_persona=is_main,
        )
        if is_main:
            managers[slug] = make_member(
                company,
                Role.COMPANY_MANAGER,
                "田中 誠",
                mail="tanaka@example.invalid",
                title="生産管理 課長",
                is_persona=True,
            )
    return Cast(
        companies=companies,
        managers=managers,
        agency=make_member(
            agency,
            Role.AGENCY_OWNER,
            "相沢 直人",
            mail="aizawa@example.invalid",
            title="紹介担当",
            is_persona=True,
        ),
        clerk=make_member(agency, Role.AGENCY_CLERK, "村井 沙織", mail="murai@example.invalid"),
        advisor=make_member(agency, Role.AGENCY_ADVISOR, "大木 晋", mail="oki@example.invalid"),
        second_agency=make_member(
            second, Role.AGENCY_OWNER, "若葉 京子", mail="wakaba@example.invalid"
        ),
        municipality=make_member(
            city,
            Role.MUNICIPALITY_OPERATOR,
            "浜田 実",
            mail="hamada@example.invalid",
            title="産業振興課",
            is_persona=True,
        ),
    )
