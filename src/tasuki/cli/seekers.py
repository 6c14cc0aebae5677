"""``tasuki seekers``: the book of job seekers at the terminal."""

import json
from datetime import datetime
from typing import Annotated, Any

import typer
from django.utils import timezone
from django.utils.timezone import localdate
from rich.console import Console
from rich.table import Table

from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent.queries import mark_stopped
from tasuki.apps.errors import ActionError
from tasuki.apps.placement.contact import NOTED_WAYS
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.placement.queries import list_job_seekers, mark_banned
from tasuki.apps.placement.receiving import SeekerValues, receive_job_seeker
from tasuki.apps.placement.seekers import CLOSE_REASONS, close_search
from tasuki.cli.office import ByOption, JsonOption, OrgOption, find_agency, member_of, refuse, say

app = typer.Typer(help="求職者 / job seekers of an agency.", no_args_is_help=True)


@app.callback()
def seekers() -> None:
    """Group the commands of job seekers."""


@app.command("list")
def list_seekers(
    org: OrgOption,
    state: Annotated[str, typer.Option("--state", help="Such as received or active.")] = "",
    is_all: Annotated[bool, typer.Option("--all", help="With searches that are over.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the rows of the book by number; no names of people."""
    agency = find_agency(org)
    with bound(agency.pk, None):
        rows = list_job_seekers(is_open=None if is_all else True)
        if state:
            rows = rows.filter(state=state)
        marked = mark_banned(mark_stopped(rows), on=localdate())
        found = [_line(row) for row in marked]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    table = Table("number", "state", "occupation", "accepted", "valid to", "contact")
    for line in found:
        table.add_row(*(str(value or "") for value in line.values()))
    Console().print(table)


@app.command()
def receive(
    org: OrgOption,
    by: ByOption,
    family_name: Annotated[str, typer.Option("--family-name", help="姓")],
    way: Annotated[str, typer.Option("--way", help="phone, mail, paper or visit.")],
    given_name: Annotated[str, typer.Option("--given-name", help="名")] = "",
    kana: Annotated[str, typer.Option("--kana", help="ふりがな")] = "",
    mail: Annotated[str, typer.Option("--mail", help="Mail address of the person.")] = "",
    phone: Annotated[str, typer.Option("--phone", help="Phone of the person.")] = "",
    address: Annotated[str, typer.Option("--address", help="住所")] = "",
    born: Annotated[
        datetime | None, typer.Option("--born", formats=["%Y-%m-%d"], help="YYYY-MM-DD.")
    ] = None,
    occupation: Annotated[str, typer.Option("--occupation", help="希望職種")] = "",
    code: Annotated[str, typer.Option("--code", help="職業分類の番号")] = "",
    received_on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Today if not given.")
    ] = None,
    is_another: Annotated[
        bool, typer.Option("--another", help="Looked at; it is another person.")
    ] = False,
) -> None:
    """Receive the application of a person who came directly; the terms (D6) come next."""
    agency = find_agency(org)
    actor = member_of(agency, by)
    if way not in NOTED_WAYS:
        refuse(f"方法「{way}」は使えません。", f"Use one of {', '.join(NOTED_WAYS)}.")
    values = SeekerValues(
        family_name=family_name,
        given_name=given_name,
        name_kana=kana,
        mail=mail,
        phone=phone,
        address=address,
        birth_date=born.date() if born else None,
        received_way=way,
        received_on=received_on.date() if received_on else localdate(),
        wished_occupation=occupation,
        occupation_code=code,
        is_another=is_another,
    )
    try:
        row = receive_job_seeker(actor=actor, values=values, now=timezone.now())
    except ActionError as error:
        raise say(error) from error
    typer.echo(row.number)


@app.command()
def close(
    number: Annotated[str, typer.Argument(help="Number in the book.")],
    org: OrgOption,
    by: ByOption,
    reason: Annotated[str, typer.Option("--reason", help="own_wish, found_work, no_contact …")],
) -> None:
    """End a search without a hire; the row stays in the book."""
    agency = find_agency(org)
    actor = member_of(agency, by)
    known = [str(one) for one in CLOSE_REASONS]
    if reason not in known:
        listed = ", ".join(known)
        refuse(f"終了の理由「{reason}」は使えません。", f"Use one of {listed}.")
    with bound(agency.pk, actor.account_id):
        row = JobSeeker.objects.filter(number=number).first()
    if row is None:
        refuse(f"求職受付番号「{number}」がありません。", f"No row “{number}”.")
    try:
        done = close_search(actor=actor, job_seeker_id=row.pk, reason=reason, now=timezone.now())
    except ActionError as error:
        raise say(error) from error
    typer.echo(f"{done.number} {done.state}")


def _line(row: Any) -> dict[str, Any]:
    contact = "stopped" if row.is_use_stopped else "banned" if row.is_banned else ""
    return {
        "number": row.number,
        "state": row.state,
        "occupation": f"{row.occupation_code} {row.wished_occupation}".strip(),
        "accepted_on": row.accepted_on.isoformat(),
        "valid_to": row.valid_to.isoformat(),
        "contact": contact,
    }
