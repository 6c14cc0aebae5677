"""English names of laws and of what stands beside them in a source.

Source: names as Japanese Law Translation (Ministry of Justice) has them, and its dictionary for
施行令, 施行規則 and 附則.
"""

from typing import Final

_PRIVACY: Final = "Act on the Protection of Personal Information"
_LABOUR_MEASURES: Final = "Act on Comprehensively Advancing Labor Measures"
LAWS: Final[dict[str, str]] = {
    "EU AI Act": "EU AI Act",
    "フリーランス法": "Freelance Act",
    "個人情報の保護に関する法律": _PRIVACY,
    "個人情報保護法": _PRIVACY,
    "労働基準法": "Labor Standards Act",
    "労働契約法": "Labor Contract Act",
    "労働施策総合推進法": _LABOUR_MEASURES,
    "取適法": "Act against Delay in Payment to Small Entrusted Business Operators",  # our words
    "地方税法": "Local Tax Act",
    "最低賃金法": "Minimum Wage Act",
    "民法": "Civil Code",
    "法人税法": "Corporation Tax Act",
    "消費税法": "Consumption Tax Act",
    "特定受託事業者に係る取引の適正化等に関する法律": (
        "Act on Ensuring Proper Transactions Involving Specified Entrusted Business Operators"
    ),
    "男女雇用機会均等法": (
        "Act on Equal Opportunity and Treatment between Men and Women in Employment"
    ),
    "職業安定法": "Employment Security Act",
    "雇用保険法": "Employment Insurance Act",
    "高年齢者雇用安定法": "Act on Stabilization of Employment of Elderly Persons",
}
"""Names of laws, by the full or the short name under which a source has them."""

RULES: Final[dict[str, str]] = {
    "施行令": "Order for Enforcement",
    "施行規則": "Regulation for Enforcement",
}
"""What is issued to enforce a law."""

PHRASES: Final[dict[str, str]] = {
    "地域活性化起業人制度推進要綱": "Guideline on regional revitalisation entrepreneurs",
    "お祝い金の禁止": "no congratulatory money",
    "令和2年改正前": "before the amendment of 2020",
    "公正な採用選考の基本": "Basics of Fair Recruitment and Selection",
    "別表": "Appended Table",
    "副業・兼業の促進に関するガイドライン": "Guidelines for Promoting Side Work and Multiple Jobs",
    "労働施策総合推進法等の改正": f"amendment of the {_LABOUR_MEASURES} and other Acts",
    "地域別最低賃金": "regional minimum wages",
    "実務": "practice",
    "就職から2年間の転職勧奨の禁止": "no urging to change jobs for two years after a placement",
    "所得税法等の一部を改正する法律": "Act Partially Amending the Income Tax Act and Other Acts",
    "指針": "Guidelines",
    "消費税率8%": "consumption tax of 8%",
    "産業雇用安定助成金 支給要領": (
        "Payment Rules of the Industrial Employment Stabilization Subsidy"
    ),
    "総務省 地域活性化起業人推進要綱": (
        "Outline for Regional Revitalization Entrepreneurs (Ministry of Internal Affairs and "
        "Communications)"
    ),
    "職業紹介事業の許可条件": "Licence Conditions of Employment Placement Businesses",
    "許可のない選別は職業紹介にあたる": "to choose people without a licence is placement",
    "許可番号の様式": "form of licence numbers",
    "違約金の明示": "penalties stated openly",
    "附則": "Supplementary Provisions",
}
"""What stands in a source beside the names of laws and the numbers of their articles."""
