"""``tasuki retention``: rules, due list, run, legal holds and certificates."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn
from uuid import UUID

import typer
from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.upkeep import holds
from tasuki.apps.upkeep.certificate import certificate_pdf
from tasuki.apps.upkeep.queries import list_rule_lines, list_runs
from tasuki.apps.upkeep.tasks import dispose_everywhere
from tasuki.core.access import OrganisationKind
from tasuki.core.law.record_kinds import Period

app = typer.Typer(help="保存と消去 / how long records are kept and what is deleted.")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Slug = Annotated[str, typer.Argument(help="Short name of the organisation.")]


@app.command("show")
def show(as_json: Json = False) -> None:
    """List every rule: floor, ceiling, start of the clock, basis."""
    lines = list_rule_lines(on=localdate(timezone.now()))
    if as_json:
        rows = [
            {
                "rule": line.name,
                "floor": _length(line.floor),
                "ceiling": _length(line.ceiling),
                "starts": line.starts or "",
                "act": line.act,
                "basis": line.basis,
            }
            for line in lines
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for line in lines:
        floor, ceiling = _length(line.floor) or "-", _length(line.ceiling) or "-"
        typer.echo(f"{line.name}: {floor} .. {ceiling} ({line.act}); {line.basis}")


@app.command("run")
def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only.")] = False,
    as_json: Json = False,
) -> None:
    """Delete what is past its ceiling in all organisations now; the worker does it every night."""
    counts = dispose_everywhere(dry_run=dry_run, now=timezone.now())
    if as_json:
        typer.echo(json.dumps({"is_dry_run": dry_run, "counts": counts}))
        return
    for name, count in sorted(counts.items()):
        typer.echo(f"{name}: {count}")


@app.command("hold")
def hold(
    organisation: Slug,
    reason: Annotated[str, typer.Option("--reason", help="Why, 5-300 characters.")],
    person: Annotated[str, typer.Option("--person", help="Number of the talent record.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="Kind of record, see show.")] = "",
    until: Annotated[str, typer.Option("--until", help="Last day, YYYY-MM-DD.")] = "",
) -> None:
    """Keep one person's data, or one kind of record, from deletion."""
    actor, now = _operator(organisation), timezone.now()
    with bound(actor.organisation_id, None):
        subject_id = holds.find_record_id(number=person) if person else None
    if person and subject_id is None:
        _refuse(f"該当する人がいません。 No such person: {person}")
    try:
        placed = holds.place_hold(
            actor=actor,
            reason=reason,
            subject_id=subject_id,
            record_name=kind,
            until=date.fromisoformat(until) if until else None,
            now=now,
        )
    except ActionError as error:
        _refuse(error.text)
    typer.echo(str(placed.id))


@app.command("lift")
def lift(
    organisation: Slug,
    hold_id: Annotated[UUID, typer.Argument(help="Printed by hold.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, 5-300 characters.")],
) -> None:
    """End a legal hold."""
    try:
        holds.lift_hold(
            actor=_operator(organisation), hold_id=hold_id, reason=reason, now=timezone.now()
        )
    except ActionError as error:
        _refuse(error.text)


@app.command("certificate")
def certificate(
    organisation: Slug,
    number: Annotated[int, typer.Argument(help="Number of the run.")],
    file: Annotated[Path, typer.Argument(help="Where to write the PDF.")],
) -> None:
    """Write the certificate of disposal (D29 消去証明書) of one run."""
    actor = _operator(organisation)
    with bound(actor.organisation_id, None):
        found = list_runs().filter(number=number).first()
        if found is None:
            _refuse(f"該当する実行がありません。 No such run: {number}")
        file.write_bytes(
            certificate_pdf(
                found, language=settings.LANGUAGE_CODE, printed_by="CLI", now=timezone.now()
            )
        )
    typer.echo(f"{file} {found.certificate_hash}")


def _operator(slug: str) -> Actor:
    """Return the operator at the machine, who acts as the organisation's task.

    Raises:
        typer.Exit: 2, no such organisation.
    """
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        _refuse(f"該当する組織がありません。 No such organisation: {slug}")
    return Actor.for_task(organisation_id=found.pk, kind=OrganisationKind(found.kind))


def _refuse(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(2)


def _length(period: Period | None) -> str:
    if period is None:
        return ""
    return f"{period.months} months" if period.months else f"{period.days} days"
