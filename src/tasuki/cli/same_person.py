"""``tasuki same-person``: find records of one person, decide about pairs, take decisions back."""

import json
from dataclasses import asdict
from typing import Annotated, Any, NoReturn
from uuid import UUID

import typer
from django.utils import timezone
from django.utils.translation import get_language

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import list_members
from tasuki.apps.same_person import (
    deciding,
    deciding_many,
    explaining,
    job,
    queries,
    searching,
    undoing,
)
from tasuki.apps.same_person.models import LinkageRun, Pair
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.same_person.queue import UNSEEN_FROM

WRONG_USE = 2
ROWS_MAX = 200

app = typer.Typer(help="本人同定 / which records are one person.")

Org = Annotated[str, typer.Option("--org", help="Short name or number of the company.")]
Member = Annotated[str, typer.Option("--as", help="Mail address of the member who decides.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


@app.command("run")
def run(
    org: Org,
    train: Annotated[bool, typer.Option("--train", help="Learn from own records first.")] = False,
    as_json: Json = False,
) -> None:
    """Compare all records of the company with each other now."""
    actor = _operator(org)
    try:
        with bound(actor.organisation_id, None):
            opened = searching.open_search(actor=actor, is_training=train, now=timezone.now())
    except ActionError as error:
        _refuse(error.text)
    job.run_search(actor=actor, run_id=opened.id, clock=timezone.now)
    with bound(actor.organisation_id, None):
        found = LinkageRun.objects.get(id=opened.id)
    report = {
        "id": str(found.id),
        "state": found.state,
        "records": found.record_count,
        "pairs": found.pair_count,
        "linked": found.linked_count,
        "review": found.review_count,
        "model": found.model_version,
    }
    _say(report, as_json=as_json)


@app.command("list")
def list_pairs(
    org: Org,
    view: Annotated[str, typer.Option("--view", help=", ".join(queries.VIEWS))] = queries.QUEUE,
    strict: Annotated[bool, typer.Option("--strict", help="Strictest keys only.")] = False,
    as_json: Json = False,
) -> None:
    """List pairs, the most pressing first; ids and levels, no names."""
    if view not in queries.VIEWS:
        _refuse(f"--view: {', '.join(queries.VIEWS)}")
    actor = _operator(org)
    with bound(actor.organisation_id, None):
        rows = list(queries.list_pairs(view=view, is_strict_only=strict)[:ROWS_MAX])
        lines = [_line(row) for row in rows]
        queue = asdict(queries.count_queue())
    if as_json:
        typer.echo(json.dumps({"queue": queue, "pairs": lines}, ensure_ascii=False, indent=2))
        return
    for line in lines:
        typer.echo(f"{line['id']}  {line['probability']:.4f}  {line['state']}  {line['why']}")


@app.command("decide")
def decide(
    pair_id: Annotated[UUID, typer.Argument(help="Printed by list.")],
    answer: Annotated[deciding.Answer, typer.Argument(help="What the member says.")],
    org: Org,
    member: Member,
) -> None:
    """Say same, different or later in the name of a member."""
    actor = _member(org, member)
    try:
        pair = deciding.decide_pair(actor=actor, pair_id=pair_id, answer=answer, now=timezone.now())
    except ActionError as error:
        _refuse(error.text)
    typer.echo(pair.state)


@app.command("decide-many")
def decide_many(
    answer: Annotated[deciding.Answer, typer.Argument(help="What the member says.")],
    org: Org,
    member: Member,
    least: Annotated[
        float, typer.Option("--least", min=0.3, max=1.0, help="Pairs from this probability on.")
    ] = UNSEEN_FROM,
    strict: Annotated[bool, typer.Option("--strict", help="Strictest keys only.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else only show the pairs.")] = False,
) -> None:
    """Give one answer to many pairs that wait; without --yes they are only shown."""
    actor = _member(org, member)
    with bound(actor.organisation_id, None):
        rows = queries.list_pairs(is_strict_only=strict).filter(probability__gte=least)
        pairs = list(rows[: deciding_many.PAIRS_MAX])
        lines = [_line(row) for row in pairs]
    if not yes:
        for line in lines:
            typer.echo(f"{line['id']}  {line['probability']:.4f}  {line['state']}  {line['why']}")
        return
    try:
        done = deciding_many.decide_pairs(
            actor=actor, pair_ids=[row.id for row in pairs], answer=answer, now=timezone.now()
        )
    except ActionError as error:
        _refuse(error.text)
    typer.echo(f"{done.done} / {done.done + done.left}")


@app.command("undo")
def undo(
    row_id: Annotated[UUID, typer.Argument(help="A pair or a merge.")],
    org: Org,
    member: Member,
) -> None:
    """Take a decision, an automatic link or a merge back within 30 days."""
    actor, now = _member(org, member), timezone.now()
    with bound(actor.organisation_id, None):
        is_merge = queries.find_merge(merge_id=row_id) is not None
    try:
        if is_merge:
            state = undoing.undo_merge(actor=actor, merge_id=row_id, now=now).state
        else:
            state = deciding.undo_decision(actor=actor, pair_id=row_id, now=now).state
    except ActionError as error:
        _refuse(error.text)
    typer.echo(state)


def _line(pair: Pair) -> dict[str, Any]:
    is_english = (get_language() or "ja").startswith("en")
    told = [line for line in explaining.explain(pair) if line.bits][:3]
    return {
        "id": str(pair.pk),
        "left": str(pair.left_id),
        "right": str(pair.right_id),
        "probability": round(pair.probability, 4),
        "state": pair.state,
        "guards": pair.guards,
        "why": " / ".join(line.text.en if is_english else line.text.ja for line in told),
    }


def _say(report: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    typer.echo("  ".join(f"{name} {value}" for name, value in report.items()))


def _company(org: str) -> Organisation:
    wanted = {"id": int(org)} if org.isdigit() else {"slug": org}
    found = Organisation.objects.filter(kind=OrganisationKind.COMPANY, **wanted).first()
    if found is None:
        _refuse(f"会社「{org}」がありません。 No company “{org}”.")
    return found


def _operator(org: str) -> Actor:
    return Actor.for_task(organisation_id=_company(org).pk, kind=OrganisationKind.COMPANY)


def _member(org: str, mail: str) -> Actor:
    """Return the member in whose name the operator decides: a decision has a name.

    Raises:
        typer.Exit: 2, no such member.
    """
    company = _company(org)
    with bound(company.pk, None):
        found = next((one for one in list_members() if one.email == mail.strip().lower()), None)
    if found is None:
        _refuse(f"所属する人がいません：{mail} No such member.")
    return Actor(
        organisation_id=company.pk,
        kind=OrganisationKind.COMPANY,
        role=Role(found.role),
        account_id=found.account_id,
        name=found.name,
    )


def _refuse(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(WRONG_USE)
