"""A draft that walks its steps, for the tests of imports."""

from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports import actions, queries
from tasuki.apps.imports.models import ImportRun

HEADERS = "応募日,氏名,メールアドレス,電話番号,応募経路,選考ステップ,募集職種,選考終了理由"
HANAKO = "2026/10/05,架空 花子,hanako@example.invalid,090-0000-0001,社員紹介,一次,営業,不採用"
TARO = "2026/10/06,架空 太郎,taro@example.invalid,090-0000-0002,社員紹介,書類選考,経理,"


def csv(*lines, headers=HEADERS):
    return "\r\n".join([headers, *lines]).encode()


def start(actor, data, name="応募者.csv", **fields):
    return actions.start_draft(actor=actor, data=data, file_name=name, now=NOW, **fields)


def check(actor, data, *, mapping=None, answers=None, **fields):
    """Walk a draft to the preview."""
    run = start(actor, data, **fields)
    actions.choose_columns(actor=actor, run_id=run.id, mapping=mapping, now=NOW)
    return actions.answer_values(actor=actor, run_id=run.id, answers=answers, now=NOW)


def run_draft(actor, data, **fields):
    """Walk a draft to its end."""
    run = check(actor, data, **fields)
    return actions.start_import(actor=actor, run_id=run.id, now=NOW)


def verdicts(run):
    with bound(run.organisation_id, None):
        counts = queries.count_verdicts(run)
    return {name: count for name, count in counts.items() if count}


def rows_of(run, verdict=""):
    with bound(run.organisation_id, None):
        return [row for _, row in queries.list_rows(run, verdict=verdict, limit=1_000)]


def again(run):
    with bound(run.organisation_id, None):
        return ImportRun.objects.get(id=run.id)
