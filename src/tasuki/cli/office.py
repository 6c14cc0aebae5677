"""What the commands of an agency share: which agency, which member, where files go."""

from pathlib import Path
from typing import Annotated, Final, Never

import typer

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.orgs.models import Membership, Organisation
from tasuki.core.access import OrganisationKind, Role

WRONG_USE: Final = 2
OrgOption = Annotated[str, typer.Option("--org", help="Short name or number of the agency.")]
ByOption = Annotated[
    str, typer.Option("--by", help="Mail address of the member who does it; named in the log.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def find_any(org: str) -> Organisation:
    """Return an organisation of any kind; exit with status 2 when there is none."""
    wanted = {"id": int(org)} if org.isdigit() else {"slug": org}
    found = Organisation.objects.filter(**wanted).first()
    if found is None:
        refuse(f"組織「{org}」がありません。", f"No organisation “{org}”.")
    return found


def find_agency(org: str) -> Organisation:
    """Return an agency; exit with status 2 when there is none."""
    wanted = {"id": int(org)} if org.isdigit() else {"slug": org}
    found = Organisation.objects.filter(kind=OrganisationKind.AGENCY, **wanted).first()
    if found is None:
        refuse(f"紹介会社「{org}」がありません。", f"No agency “{org}”.")
    return found


def program_of(organisation: Organisation) -> Actor:
    """Return the actor of a program that runs at the terminal of the server."""
    kind = OrganisationKind(organisation.kind)
    return Actor.for_task(organisation_id=organisation.pk, kind=kind)


def member_of(agency: Organisation, mail: str) -> Actor:
    """Return a member who acts, by mail address; exit with status 2 when there is none."""
    with bound(agency.pk, None):
        row = (
            Membership.objects.select_related("account")
            .filter(ended_at=None, account__is_active=True, account__email__iexact=mail.strip())
            .first()
        )
    if row is None:
        refuse(f"メンバー「{mail}」がいません。", f"No member “{mail}”.")
    return Actor(
        organisation_id=agency.pk,
        kind=OrganisationKind(agency.kind),
        role=Role(row.role),
        account_id=row.account_id,
        name=str(row.account),
    )


def write_file(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, and say where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)
    typer.echo(str(path))


def refuse(ja: str, en: str) -> Never:
    """Say what is wrong and exit with status 2."""
    typer.echo(f"{ja}\n{en}", err=True)
    raise typer.Exit(WRONG_USE)


def say(error: ActionError) -> typer.Exit:
    """Say why an act was refused."""
    typer.echo(f"{error.ja}\n{error.en}", err=True)
    return typer.Exit(1)
