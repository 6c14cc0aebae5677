"""``tasuki law``: ask the law about one case in a JSON file; nothing is stored.

Exit status 0 = nothing stands against it, 1 = refused, 2 = the file cannot be used.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from django.utils import timezone
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tasuki.apps.law_cases import CASE_RULES, check_case
from tasuki.core.law.acts import Act, LegalRole, check_act
from tasuki.core.law.ages import AgeLimit
from tasuki.core.law.hours import hours_plan_from_json, list_hours_refusals
from tasuki.core.law.parameters import UnknownParameterError
from tasuki.core.law.posting import PostingFacts, check_posting
from tasuki.core.law.record_kinds import RecordKind, find_record_rule
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.stops import LicenceFacts, check_licence
from tasuki.core.law.wages import PayFloor
from tasuki.core.words import Words

WRONG_USE = 2
REFUSED = 1
_EXAMPLES = """
\b
act.json        {"act": "recommend", "kind": "employer"}
\b
hours.json      {"months": [{"month": "2026-11", "minutes": [2700, 3300]}]}
\b
posting.json    {"title": "経理",
                 "items": {"duties": "経理", "duties_change": "なし"},
                 "confirmed_on": "2026-11-01",
                 "declared_on": "2026-11-01",
                 "age": {"most": 35, "code": "3i",
                         "is_indefinite": false},
                 "pay": {"amount_yen": 1100, "unit": "hour",
                         "prefecture": 33}}
\b
retention.json  {"kind": "placement_book",
                 "started_on": "2026-03-31",
                 "delete_on": "2027-04-01"}
\b
stop H4         {"beneficiary": "candidate"}
stop H7         {"hired_on": "2026-04-01",
                 "is_indefinite_term": true}
stop H12        {"decided_by": "", "reason": ""}
"""

app = typer.Typer(
    help="法律の確認 / Ask the law about one case; FILE is JSON, - reads the standard input.",
    epilog=_EXAMPLES,
    no_args_is_help=True,
)


class Language(StrEnum):
    """Language of the answer."""

    JA = "ja"
    EN = "en"


File = Annotated[str, typer.Argument(help="JSON file, or - for the standard input.")]
Lang = Annotated[Language | None, typer.Option("--lang", help="Language of the answer.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class _Case(BaseModel):
    model_config = ConfigDict(extra="forbid")
    on: date | None = None

    def day(self) -> date:
        """Return the day whose law is asked for; today in Japan if none is given."""
        return self.on or timezone.localdate()


class _Licence(BaseModel):
    model_config = ConfigDict(extra="forbid")
    number: str
    valid_from: date
    valid_to: date


class _ActCase(_Case):
    act: Act
    kind: LegalRole
    is_condition_met: bool = False
    occupation: str = ""
    licence: _Licence | None = None


class _Age(BaseModel):
    model_config = ConfigDict(extra="forbid")
    least: int | None = None
    most: int | None = None
    code: str = ""
    reason: str = ""
    is_indefinite: bool = True
    retirement_age: int | None = None
    asks_experience: bool = False
    occupation: str = ""


class _Pay(BaseModel):
    model_config = ConfigDict(extra="forbid")
    amount_yen: int
    unit: str
    minutes: int = 0
    prefecture: int | None = None


class _PostingCase(_Case):
    items: dict[str, str]
    title: str = ""
    occupation: str = ""
    is_fixed_term: bool = False
    confirmed_on: date | None = None
    declared_on: date | None = None
    age: _Age | None = None
    pay: _Pay | None = None


class _RetentionCase(_Case):
    kind: RecordKind
    started_on: date
    first_started_on: date | None = None
    delete_on: date | None = Field(None, description="day on which somebody wants to delete it")


@dataclass(frozen=True, slots=True)
class _Answer:
    refusals: Sequence[Refusal | None]
    facts: Mapping[str, Any]
    words: Words


_NOTHING_AGAINST = Words("法律上の支障はありません。", "Nothing in the law stands against it.")


@app.callback()
def law() -> None:
    """Group the questions."""


@app.command("act", epilog=_EXAMPLES)
def ask_act(file: File, lang: Lang = None, as_json: Json = False) -> None:
    """Ask whether a kind of organisation may do an act between people and posts (H1)."""
    case = _read(_ActCase, file)
    day, licence = case.day(), case.licence
    refusal = check_act(case.act, kind=case.kind, is_condition_met=case.is_condition_met)
    facts = LicenceFacts(**licence.model_dump()) if licence else None
    if refusal is None and (licence or case.occupation):
        with _on_record():
            refusal = check_licence(facts, on=day, occupation_code=case.occupation or None)
    _say(_Answer([refusal], {"on": day}, _NOTHING_AGAINST), lang, as_json=as_json)


@app.command("hours", epilog=_EXAMPLES)
def ask_hours(file: File, lang: Lang = None, as_json: Json = False) -> None:
    """Ask whether a plan of hours over several employers may be approved (H10)."""
    data = _load(file)
    try:
        day = date.fromisoformat(str(data.pop("on", timezone.localdate())))
        with _on_record():
            found = list_hours_refusals(hours_plan_from_json(data), on=day)
    except ValueError as error:
        _stop(str(error))
    _say(_Answer(found, {"on": day}, _NOTHING_AGAINST), lang, as_json=as_json)


@app.command("posting", epilog=_EXAMPLES)
def ask_posting(file: File, lang: Lang = None, as_json: Json = False) -> None:
    """Ask what a posting lacks before it may be shown (H6)."""
    case = _read(_PostingCase, file)
    facts = PostingFacts(
        items=case.items,
        is_fixed_term=case.is_fixed_term,
        confirmed_on=case.confirmed_on,
        title=case.title,
        occupation=case.occupation,
        declared_on=case.declared_on,
        age=AgeLimit(**case.age.model_dump()) if case.age else None,
        pay=PayFloor(**case.pay.model_dump()) if case.pay else None,
    )
    with _on_record():
        refusal = check_posting(facts, on=case.day())
    _say(_Answer([refusal], {"on": case.day()}, _NOTHING_AGAINST), lang, as_json=as_json)


@app.command("retention", epilog=_EXAMPLES)
def ask_retention(file: File, lang: Lang = None, as_json: Json = False) -> None:
    """Ask how long a record must be kept, and whether it may be deleted on a day (H8)."""
    case = _read(_RetentionCase, file)
    with _on_record():
        rule = find_record_rule(case.kind, on=case.day())
    kept = rule.kept_through(case.started_on)
    gone = rule.gone_after(case.started_on, first_start=case.first_started_on)
    refusal = None
    if case.delete_on and kept and case.delete_on <= kept:
        refusal = Refusal(
            "H8",
            f"「{rule.label.ja}」は{kept:%Y/%m/%d}まで保存する義務があります。",
            f"{rule.label.en}: must be kept through {kept.isoformat()}.",
            "その日を過ぎてから削除してください。",
            "Delete it after that day.",
            rule.basis,
        )
    words = Words(
        f"保存の義務：{_day_ja(kept)}　保存できる最後の日：{_day_ja(gone)}　根拠：{rule.basis}",
        f"Keep through: {kept or 'no floor'}. Last day: {gone or 'no ceiling'}. By: {rule.basis}",
    )
    facts = {"on": case.day(), "kept_through": kept, "gone_after": gone, "basis": rule.basis}
    _say(_Answer([refusal], facts, words), lang, as_json=as_json)


@app.command("stop", epilog=_EXAMPLES)
def ask_stop(
    rule: Annotated[str, typer.Argument(help=f"{', '.join(CASE_RULES)}")],
    file: File,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Ask one hard stop about a case: what leaves, who is paid, who decided (H2-H5, H7, H9...)."""
    data = _load(file)
    try:
        day = date.fromisoformat(str(data.pop("on", timezone.localdate())))
        with _on_record():
            found = check_case(rule=rule.upper(), facts=data, on=day)
    except ValueError as error:
        _stop(str(error))
    _say(_Answer(found, {"on": day}, _NOTHING_AGAINST), lang, as_json=as_json)


@contextmanager
def _on_record() -> Iterator[None]:
    """Say plainly that nothing is on record for the day that was asked about."""
    try:
        yield
    except UnknownParameterError as error:
        _stop(
            f"この日の法令の数値は登録されていません。 Nothing is on record for that day: {error}"
        )


def _day_ja(day: date | None) -> str:
    return f"{day:%Y/%m/%d}" if day else "なし"


def _load(file: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        found = json.loads(text)
    except (OSError, ValueError) as error:
        _stop(str(error))
    if not isinstance(found, dict):
        _stop(f"{file}: not a JSON object")
    return found


def _read[Case: _Case](shape: type[Case], file: str) -> Case:
    try:
        return shape.model_validate(_load(file))
    except ValidationError as error:
        first = error.errors()[0]
        _stop(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")


def _stop(problem: str) -> NoReturn:
    typer.echo(f"ファイルを読み取れません。 The file cannot be used: {problem}", err=True)
    typer.echo("tasuki law --help", err=True)
    raise typer.Exit(WRONG_USE)


def _say(answer: _Answer, lang: Language | None, *, as_json: bool) -> None:
    language = str(lang or get_language() or "ja")
    refusals = [one for one in answer.refusals if one is not None]
    if as_json:
        body = {
            "ok": not refusals,
            "refusals": [
                {
                    "rule": one.rule,
                    "reason": {"ja": one.reason_ja, "en": one.reason_en},
                    "next": {"ja": one.next_ja, "en": one.next_en},
                    "source": one.source,
                }
                for one in refusals
            ],
            **{key: _plain(value) for key, value in answer.facts.items()},
        }
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        for one in refusals:
            typer.echo(one.in_language(language))
            typer.echo(f"  {one.source}")
        if not refusals:
            typer.echo(answer.words.in_language(language))
    if refusals:
        raise typer.Exit(REFUSED)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
