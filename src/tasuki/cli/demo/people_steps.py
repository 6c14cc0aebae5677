"""People of the main company: its employees, one known well, records alike, a file half read."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.tabular.write import write_csv, write_xlsx
from tasuki.apps.actor import Actor
from tasuki.apps.imports import actions as imports
from tasuki.apps.people.actions import contacts, names, notes, reminders, skills, tags, working
from tasuki.apps.people.models import Employment
from tasuki.apps.same_person import deciding, job, merging, queries, searching
from tasuki.apps.sample import relay_steps
from tasuki.apps.sample.clock import Calendar
from tasuki.core.access import OrganisationKind
from tasuki.core.dates import add_months

_EMPLOYEE_HEAD: Final = (
    "社員番号", "氏名", "フリガナ", "生年月日", "携帯電話", "メールアドレス", "部署", "役職",
    "雇用形態", "入社日", "退職日", "退職理由",
)  # fmt: skip
_EMPLOYEES: Final = (
    ("E-0412", "架空 一郎", "カクウ イチロウ", "1988-05-14", "生産部", "主任", "2014-04-01"),
    ("E-0277", "架空 二郎", "カクウ ジロウ", "1979-11-02", "品質保証部", "課長", "2003-10-01"),
    ("E-0538", "架空 三葉", "カクウ ミツハ", "1994-02-20", "設計部", "", "2019-04-01"),
    ("E-0601", "架空 四季", "カクウ シキ", "1990-08-08", "経理部", "", "2021-04-01"),
    ("E-0355", "髙橋 五月", "タカハシ サツキ", "1985-05-30", "総務部", "係長", "2010-07-01"),
    ("E-0640", "𠮷田 六花", "ヨシダ リッカ", "1997-12-24", "営業部", "", "2022-10-01"),
    ("E-0298", "渡邊 七海", "ワタナベ ナナミ", "1982-07-07", "購買部", "主任", "2006-04-01"),
    ("E-0688", "宮﨑 八雲", "ミヤザキ ヤクモ", "2000-08-18", "生産部", "", "2023-04-01"),
)
_LEFT: Final = (
    "E-0312",
    "水原 九美",
    "ミズハラ クミ",
    "1984-09-09",
    "経理部",
    "主任",
    "2008-04-01",
)
_APPLICANT_HEAD: Final = (
    "応募日", "氏名", "フリガナ", "生年月日", "電話番号", "メールアドレス", "住所", "募集職種",
    "選考ステップ", "応募経路",
)  # fmt: skip
_TOWN: Final = "みなと市港町"
# Who came back after leaving, who changed the family name, three who may have applied twice,
# and two of one household.
_APPLICANTS: Final = (
    ("水原 九美", "ミズハラ クミ", "1984-09-09", "090-0000-7012", "kumi", "", "経理事務"),
    ("森永 詩織", "モリナガ シオリ", "1991-04-04", "090-0000-7021", "shiori.m", "1-2-3", "購買"),
    ("北条 詩織", "ホウジョウ シオリ", "1991-04-04", "090-0000-7021", "shiori.h", "5-6", "購買"),
    ("犬飼 百香", "イヌカイ モモカ", "", "090-0000-7003", "momoka.inukai", "", "品質保証"),
    ("犬飼 百香", "", "1995-06-15", "", "momoka.inukai2", "", "品質保証"),
    ("早乙女 亮", "サオトメ リョウ", "1988-01-11", "", "ryo", "", "営業事務"),
    ("早乙女 亮", "サオトメ リョウ", "", "", "saotome", "7-1", "営業事務"),
    ("越智 渚", "オチ ナギサ", "1998-10-01", "086-000-7005", "nagisa", "2-4-6", "生産管理"),
    ("越智 凪", "オチ ナギ", "1998-10-01", "086-000-7005", "ochi.nagi", "2-4-6", "生産管理"),
)
_DRAFT: Final = (
    (
        "3",
        "東山 一華",
        "ヒガシヤマ イチカ",
        "一次面接",
        "経理事務",
        "3人",
        "ichika@example.invalid",
    ),
    ("5", "榊原 二葉", "サカキバラ フタバ", "顔合わせ", "経理事務", "2人", "futaba@example"),
    ("32", "古賀 三成", "コガ ミツナリ", "書類選考", "機械設計", "5人", "mitsu@example.invalid"),
)


def tell_people(*, company: Actor, calendar: Calendar) -> None:
    """Import employees and applicants, find who is one person, and leave a file half read."""
    _import_employees(company, calendar)
    known = _find_person(company, "E-0412")
    _tell_life(company, known, calendar)
    _import_applicants(company, calendar)
    _find_same(company, calendar)
    _leave_draft(company, calendar)


def _import_employees(company: Actor, calendar: Calendar) -> None:
    rows = [
        (number, name, kana, born, "", f"{number.lower()}@minato.example.invalid", department,
         position, "正社員", joined, "", "")
        for number, name, kana, born, department, position, joined in _EMPLOYEES
    ]  # fmt: skip
    number, name, kana, born, department, position, joined = _LEFT
    left = calendar.month(7) - timedelta(days=1)
    rows.append(
        (number, name, kana, born, "090-0000-7012", "", department, position, "正社員", joined,
         left.isoformat(), "自己都合")
    )  # fmt: skip
    _import(
        company, "社員名簿.csv", [_EMPLOYEE_HEAD, *rows], kind="employees", now=calendar.at(6, 2)
    )


def _import(
    company: Actor, file_name: str, rows: list[tuple[str, ...]], *, kind: str, now: datetime
) -> None:
    since = relay_steps.database_now()
    imports.import_file(
        actor=company, data=write_csv(rows), file_name=file_name, kind=kind, now=now
    )
    relay_steps.date_rows(organisation_id=company.organisation_id, since=since, now=now)


def _find_person(company: Actor, number: str) -> UUID:
    with bound(company.organisation_id, company.account_id):
        return Employment.objects.get(number=number).talent_record_id


def _tell_life(company: Actor, person: UUID, calendar: Calendar) -> None:
    """Everything that can be known of one person."""
    now = calendar.at(5, 12)
    names.add_name(
        actor=company,
        talent_record_id=person,
        values={"kind": "former", "family_name": "仮名", "family_kana": "カナ"},
        now=now,
    )
    for kind, value, label in (
        ("mail", "ichiro@example.invalid", "home"),
        ("phone", "090-0000-7100", "mobile"),
        ("address", f"{_TOWN}9-1", "home"),
    ):
        contacts.add_contact(
            actor=company, talent_record_id=person, kind=kind, value=value, label=label, now=now
        )
    working.save_career(
        actor=company,
        talent_record_id=person,
        values={
            "company": "架空精機株式会社",
            "position": "製造担当",
            "started": "2011-04",
            "ended": "2014-03",
            "text": "切削の工程を3年担当（架空）。",
        },
        now=now,
    )
    _tell_skills(company, person, calendar)
    notes.add_note(
        actor=company,
        talent_record_id=person,
        text="出向の希望を面談で確認。来期に改めて話す（架空）。",
        now=now,
    )
    notes.add_document(
        actor=company,
        talent_record_id=person,
        kind="other",
        title="育成計画",
        data=write_xlsx(
            [("年度", "目標"), ("1年目", "工程の改善を1件（架空）")], sheet_name="育成計画"
        ),
        file_name="育成計画.xlsx",
        now=now,
    )
    tags.tag_people(
        actor=company,
        talent_record_ids=[person],
        tag="面談の予定",
        remind_on=calendar.month(0),
        now=calendar.at(1, 5),
    )
    reminders.remind_tags(actor=_machine(company), now=calendar.now)


def _machine(company: Actor) -> Actor:
    return Actor.for_task(organisation_id=company.organisation_id, kind=OrganisationKind.COMPANY)


def _tell_skills(company: Actor, person: UUID, calendar: Calendar) -> None:
    now = calendar.at(5, 12)
    for skill, level in (("生産管理", 3), ("生産管理業務", 2), ("Excel", 3)):
        skills.set_skill(actor=company, talent_record_id=person, skill=skill, level=level, now=now)
    skills.set_skill(
        actor=company,
        talent_record_id=person,
        skill="危険物取扱者（乙種）",
        obtained_on=date(2016, 7, 1),
        expires_on=add_months(calendar.month(0), 3),
        now=now,
    )


def _import_applicants(company: Actor, calendar: Calendar) -> None:
    now = calendar.now - timedelta(days=2)
    rows = [
        (f"{now:%Y-%m-%d}", name, kana, born, phone, f"{mail}@example.invalid",
         _TOWN + lot if lot else "", job_title, "書類選考", "自社サイト")
        for name, kana, born, phone, mail, lot, job_title in _APPLICANTS
    ]  # fmt: skip
    _import(company, "自社サイトの応募.csv", [_APPLICANT_HEAD, *rows], kind="applicants", now=now)


def _find_same(company: Actor, calendar: Calendar) -> None:
    """Search once; a member says of the likeliest pair that it is one person, and joins it."""
    now = calendar.now - timedelta(days=1)
    with bound(company.organisation_id, company.account_id):
        run = searching.open_search(actor=company, is_training=False, now=now)
    job.run_search(actor=_machine(company), run_id=run.id, clock=lambda: now)
    with bound(company.organisation_id, company.account_id):
        waiting = list(queries.list_pairs(view=queries.QUEUE))
    likeliest = max(waiting, key=lambda pair: pair.probability)
    deciding.decide_pair(actor=company, pair_id=likeliest.id, answer=deciding.Answer.SAME, now=now)
    merging.merge_records(
        actor=company,
        survivor_id=likeliest.left_id,
        absorbed_id=likeliest.right_id,
        now=calendar.now - timedelta(hours=20),
    )


def _leave_draft(company: Actor, calendar: Calendar) -> None:
    """A file whose rows are checked, with an unknown word and two faults to repair."""
    head = ("応募日", "氏名", "フリガナ", "選考ステップ", "募集職種", "家族構成", "メールアドレス")
    rows = [(f"{calendar.month(0):%Y/%m}/{day}", *rest) for day, *rest in _DRAFT]
    now = calendar.now - timedelta(hours=2)
    run = imports.start_draft(
        actor=company, data=write_csv([head, *rows]), file_name="紹介会社の応募.csv", now=now
    )
    imports.choose_columns(actor=company, run_id=run.id, now=now)
    imports.answer_values(actor=company, run_id=run.id, now=now)
