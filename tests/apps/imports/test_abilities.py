"""Skills, certificates and labels of a file become those of its people, and go with the import."""

import pytest
from tests.apps.imports.wizard import again, csv, run_draft
from tests.factories import NOW, count_rows, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports import actions
from tasuki.apps.people.actions import tags
from tasuki.apps.people.actions.skills import set_skill
from tasuki.apps.people.models import PersonSkill, PersonTag, Tag, TalentRecord
from tasuki.apps.vocab import actions as vocab
from tasuki.apps.vocab.models import Skill
from tasuki.apps.vocab.skills import list_likely_doubles
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
HEADERS = "応募日,氏名,メールアドレス,選考ステップ,募集職種,スキル,資格,応募ラベル"
HANAKO = (
    "2026/10/05,架空 花子,hanako@example.invalid,一次,営業,Excel;ＡｕｔｏＣＡＤ,普通自動車免許,中途"
)
TARO = "2026/10/06,架空 太郎,taro@example.invalid,一次,営業,Ｅｘｃｅｌ、AutoCAD LT,,中途;即日"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_member(company, Role.COMPANY_OWNER)


def words_of(company, model, column):
    with bound(company.id, None):
        rows = model.objects.values_list("talent_record__given_name", f"{column}__name")
        return sorted(rows)


def test_words_become_statements_and_tags_of_the_person(hr, company):
    run_draft(hr, csv(HANAKO, TARO, headers=HEADERS))

    assert words_of(company, PersonSkill, "skill") == [
        ("太郎", "AutoCAD LT"),
        ("太郎", "Excel"),
        ("花子", "AutoCAD"),
        ("花子", "Excel"),
        ("花子", "普通自動車第一種免許"),
    ]
    assert words_of(company, PersonTag, "tag") == [
        ("太郎", "中途"), ("太郎", "即日"), ("花子", "中途"),
    ]  # fmt: skip
    with bound(company.id, None):
        assert set(PersonSkill.objects.values_list("source", flat=True)) == {"statement"}
        kinds = dict(Skill.objects.values_list("name", "kind"))
    assert (kinds["普通自動車第一種免許"], kinds["Excel"]) == ("certificate", "tool")


def test_another_name_of_a_skill_means_the_skill_and_unknown_words_are_proposed_for_merging(
    hr, company
):
    own = vocab.save_skill(actor=hr, name="架空図面ソフト", kind=Skill.Kind.TOOL, now=NOW)
    vocab.add_alias(actor=hr, skill_id=own.pk, name="Kakuzu", now=NOW)
    excel = "2026/10/07,架空 三子,mitsuko@example.invalid,一次,営業,Excel 表計算,,"

    run_draft(hr, csv(HANAKO.replace("ＡｕｔｏＣＡＤ", "Ｋａｋｕｚｕ"), excel, headers=HEADERS))

    assert ("花子", "架空図面ソフト") in words_of(company, PersonSkill, "skill")
    with bound(company.id, None):
        pairs = {frozenset({one.kept.name, one.other.name}) for one in list_likely_doubles()}
    assert frozenset({"Excel", "Excel 表計算"}) in pairs


def test_undo_takes_words_back_and_leaves_what_others_use(hr, company):
    run = run_draft(hr, csv(HANAKO, headers=HEADERS))
    run_draft(hr, csv(TARO, headers=HEADERS))

    actions.undo_import(actor=hr, run_id=run.id, now=again(run).created_at)

    with bound(company.id, None):
        assert set(Skill.objects.values_list("name", flat=True)) == {"Excel", "AutoCAD LT"}
        assert set(Tag.objects.values_list("name", flat=True)) == {"中途", "即日"}
        assert TalentRecord.objects.get().given_name == "太郎"


def test_statement_of_the_person_is_not_overwritten(hr, company):
    run = run_draft(hr, csv(HANAKO, headers=HEADERS))
    with bound(company.id, None):
        person = TalentRecord.objects.get()
    set_skill(actor=hr, talent_record_id=person.id, skill="Excel", level=3, now=NOW)

    run_draft(hr, csv(HANAKO.replace("一次", "最終"), headers=HEADERS))

    with bound(company.id, None):
        assert PersonSkill.objects.get(skill__name="Excel").level == 3
    assert count_rows(PersonSkill, company) == 3
    assert run.new_count == 1


def test_forbidden_word_becomes_neither_skill_nor_tag(hr, company):
    line = "2026/10/05,架空 花子,hanako@example.invalid,一次,営業,Excel,,支持政党あり"

    run_draft(hr, csv(line, headers=HEADERS))

    assert count_rows(Tag, company) == 0
    assert words_of(company, PersonSkill, "skill") == [("花子", "Excel")]


def test_word_without_room_stays_in_the_imported_cells(hr, company, monkeypatch):
    monkeypatch.setattr(tags, "TAGS_MAX", 1)

    run_draft(hr, csv(TARO, headers=HEADERS))

    assert words_of(company, PersonTag, "tag") == [("太郎", "中途")]
    with bound(company.id, None):
        person = TalentRecord.objects.get()
        assert person.application_set.get().raw["応募ラベル"] == "中途;即日"
