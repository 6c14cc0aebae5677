"""How each kind of system writes a person: one function a system, headings included.

Headings follow the public help pages of the systems or stand for them; people, jobs and
departments are made up.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasuki.core.synthetic.names import TOWN_PREFECTURE
from tasuki.core.synthetic.people import Person
from tasuki.core.synthetic.records import other_form
from tasuki.core.synthetic.spelling import (
    any_date,
    any_era_date,
    any_phone,
    half_width,
    hyphened,
    wide,
)

NOTE = "見本データ（架空）"
JOBS = ("経理事務", "Webアプリ開発", "総務・労務", "倉庫管理", "機械設計", "法人営業", "介護職員")
DEPARTMENTS = ("営業部/第一課", "製造部/組立", "開発部", "総務部", "物流部")
STEPS = ("書類選考", "一次選考", "二次選考", "最終選考", "エントリー")
ENDS = ("不採用", "不採用", "不採用", "応募者辞退", "入社決定", "")
ROUTES = ("求人媒体", "求人媒体(スカウト)", "自社サイト", "社員紹介", "エージェント")
LABELS = ("中途", "紹介", "スカウト")
STATES = ("書類選考", "一次面接", "最終面接")
YEAR_START = date(2025, 11, 1)

type Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Look:
    """How one file shows one person: old contacts, gaps, another name.

    Attributes:
        person: who it is.
        number: running number in the file, from 1.
        is_renamed: shown under the family name before or after marriage.
        has_mail: shows the mail address.
        has_phone: shows the phone.
    """

    person: Person
    number: int
    is_renamed: bool = False
    has_mail: bool = True
    has_phone: bool = True

    @property
    def mail(self) -> str:
        """The address, or nothing."""
        return self.person.mail if self.has_mail else ""

    @property
    def phone(self) -> str:
        """The number in digits, or nothing."""
        return self.person.phone if self.has_phone else ""

    @property
    def family(self) -> str:
        """The family name as this file shows it."""
        other = self.person.other_family if self.is_renamed else None
        name = (other or self.person.family).text
        return other_form(name) if self.person.writes_variant else name

    @property
    def family_kana(self) -> str:
        """The reading of the family name as this file shows it."""
        other = self.person.other_family if self.is_renamed else None
        return (other or self.person.family).kana


def _day(rng: Random) -> date:
    return YEAR_START + timedelta(days=rng.randrange(360))


HERP_HEADINGS = (
    "応募時刻", "名前", "メールアドレス", "電話番号", "応募経路", "選考ステップ", "募集職種",
    "選考終了理由", "備考",
)  # fmt: skip


def herp_row(look: Look, rng: Random) -> list[Cell]:
    """Return an applicant as HERP Hire exports one."""
    moment = f"{_day(rng):%Y/%m/%d} {rng.randrange(8, 22):02d}:{rng.randrange(60):02d}"
    return [
        moment, f"{look.family} {look.person.given.text}", look.mail,
        hyphened(look.phone) if look.phone else "", rng.choice(ROUTES), rng.choice(STEPS),
        rng.choice(JOBS), rng.choice(ENDS), NOTE,
    ]  # fmt: skip


HRMOS_HEADINGS = (
    "応募者ID", "氏名", "氏名（フリガナ）", "生年月日", "メールアドレス", "電話番号", "住所",
    "求人名",
    "応募ラベル", "最終の選考ステータス", "書類選考_実施日", "一次面接_実施日", "不合格", "辞退",
    "入社日", "備考",
)  # fmt: skip


def hrmos_row(look: Look, rng: Random) -> list[Cell]:
    """Return an applicant as a template of HRMOS exports one; a lone ' stands for nothing."""
    person, town, day = look.person, look.person.home.town, _day(rng)
    ends = ["", "", ""]
    end = rng.randrange(4)
    if end < len(ends):
        ends[end] = any_era_date(day + timedelta(days=20), rng)
    cells = [cell or rng.choice(("", "'")) for cell in ends]
    place = f"{TOWN_PREFECTURE}{town.city}{town.name}"
    return [
        f"HR{look.number:05d}", f"{look.family}　{person.given.text}",
        half_width(f"{look.family_kana} {person.given.kana}"), any_era_date(person.birth, rng),
        look.mail, any_phone(look.phone, rng) if look.phone else "",
        f"〒{town.postal[:3]}-{town.postal[3:]} {place}{wide(person.home.house)}",
        rng.choice(JOBS), rng.choice(LABELS), rng.choice(STATES),
        any_era_date(day, rng), any_era_date(day + timedelta(days=9), rng), *cells, NOTE,
    ]  # fmt: skip


SMARTHR_HEADINGS = (
    "社員番号", "姓", "名", "姓(ヨミガナ)", "名(ヨミガナ)", "ビジネスネーム：姓",
    "メールアドレス", "電話番号",
    "生年月日", "在籍状況", "雇用形態", "部署", "役職", "入社年月日", "退職年月日", "退職理由",
    "住民票住所(郵便番号)", "住民票住所(都道府県)", "住民票住所(市区町村)",
    "住民票住所(丁目・番地)", "備考",
)  # fmt: skip
LEAVERS_SHARE = 0.15


def smarthr_row(look: Look, rng: Random) -> list[Cell]:
    """Return an employee or leaver as SmartHR exports one."""
    person, town = look.person, look.person.home.town
    joined = person.birth.replace(day=1) + timedelta(days=366 * 20 + rng.randrange(2_000))
    has_left = rng.random() < LEAVERS_SHARE
    left = any_date(joined + timedelta(days=500), rng) if has_left else ""
    business = look.person.other_family if rng.random() < 0.05 else None
    return [
        f"S{look.number:04d}", look.family, person.given.text, look.family_kana,
        person.given.kana, business.text if business else "", look.mail,
        hyphened(look.phone) if look.phone else "", any_date(person.birth, rng),
        "退職" if has_left else "在籍中", rng.choice(("正社員", "契約社員")),
        rng.choice(DEPARTMENTS),
        rng.choice(("", "", "主任", "課長")), any_date(joined, rng), left,
        rng.choice(("自己都合", "契約期間満了")) if has_left else "",
        f"{town.postal[:3]}-{town.postal[3:]}", TOWN_PREFECTURE, town.city,
        f"{town.name}{person.home.house}", NOTE,
    ]  # fmt: skip


KAONAVI_HEADINGS = (
    "社員コード", "氏名", "フリガナ", "メールアドレス", "入社日", "生年月日", "所属", "兼務",
    "メモ", "備考",
)  # fmt: skip


def kaonavi_row(look: Look, rng: Random) -> list[Cell]:
    """Return an employee as カオナビ exports one; a change of name is told in the memo."""
    person = look.person
    memo = f"旧姓 {person.family.text}" if look.is_renamed and rng.random() < 0.6 else ""
    space = rng.choice((" ", "　"))
    joined = YEAR_START - timedelta(days=rng.randrange(5_000))
    birth = f"{person.birth:%Y/%m/%d}" if rng.random() < 0.9 else ""
    return [
        f"{999 + look.number}", f"{look.family}{space}{person.given.text}",
        f"{look.family_kana} {person.given.kana}", look.mail, f"{joined:%Y/%m/%d}", birth,
        rng.choice(DEPARTMENTS), "", memo, NOTE,
    ]  # fmt: skip


SME_TITLES: tuple[tuple[Cell, ...], ...] = (
    ("応募者管理表（架空株式会社）",),
    ("出力日", date(2026, 11, 1)),
)
SME_TOP = ("No", "応募者", "", "連絡先", "", "面接", "", "年齢", "媒体名", "段階", "けっか", "備考")
SME_BELOW = (
    "",
    "氏名",
    "フリガナ",
    "電話番号",
    "メール",
    "面接日程(曜日)",
    "面接時間",
    "",
    "",
    "",
    "",
    "",
)
SME_MERGES = ("B4:C4", "D4:E4", "F4:G4")
WEEKDAYS = "月火水木金土日"


def sme_row(look: Look, rng: Random) -> list[Cell]:
    """Return an applicant as a small firm keeps one in its own sheet."""
    person, day = look.person, _day(rng)
    phone: Cell = hyphened(look.phone) if look.phone else ""
    draw = rng.random()
    if look.phone and draw < 0.2:
        phone = int(look.phone)
    elif look.phone and draw < 0.3:
        phone = f"{hyphened(look.phone)} / {hyphened(person.home.landline)}"
    meeting: Cell = (
        day if rng.random() < 0.5 else f"{day.month}/{day.day}({WEEKDAYS[day.weekday()]})"
    )
    age = YEAR_START.year - person.birth.year
    return [
        look.number, f"{look.family} {person.given.text}",
        f"{look.family_kana} {person.given.kana}", phone, look.mail, meeting,
        f"{rng.randrange(9, 18)}:00", age, rng.choice(("架空求人誌", "架空転職", "紹介")),
        rng.choice(("面接", "書類", "二次面接")), rng.choice(("合", "否", "辞退", "")), NOTE,
    ]  # fmt: skip
