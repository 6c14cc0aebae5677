"""``tasuki organisation``: make organisations, note licences, and list what is there."""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final, Never

import typer
from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language
from rich.console import Console
from rich.table import Table

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.members.actions import open_organisation
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.apps.orgs.queries import list_members, list_organisations
from tasuki.apps.orgs.registry import LicencePeriod, add_licence
from tasuki.core.access import OrganisationKind

WRONG_USE: Final = 2
app = typer.Typer(help="Organisations: make one, list them, note a licence.", no_args_is_help=True)

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day, YYYY-MM-DD.")]


class Kind(StrEnum):
    """What an organisation is; ``platform`` is who runs this installation."""

    COMPANY = "company"
    AGENCY = "agency"
    MUNICIPALITY = "municipality"
    PLATFORM = "platform"


@app.command()
def add(
    kind: Annotated[Kind, typer.Option("--kind", help="What it is.")],
    name: Annotated[str, typer.Option("--name", help="Name as people read it.")],
    slug: Annotated[str, typer.Option("--slug", help="Short name for commands: a-z, 0-9, -.")],
    owner_mail: Annotated[str, typer.Option("--owner-mail", help="Invited as the first owner.")],
    licence: Annotated[str, typer.Option("--licence", help="Licence number of an agency.")] = "",
    licence_from: Day = None,
    licence_to: Day = None,
) -> None:
    """Make an organisation and mail its first owner an invitation."""
    period = _period(licence, licence_from, licence_to)
    if period and kind is not Kind.AGENCY:
        _refuse("--licence は紹介会社だけに使えます。", "--licence is for --kind agency only.")
    try:
        made = open_organisation(
            kind=OrganisationKind(kind),
            name=name,
            slug=slug,
            owner_mail=owner_mail,
            licence=period,
            language=_language(),
            now=timezone.now(),
        )
    except ActionError as error:
        raise _say(error) from error
    _tell(f"作成しました：{made.organisation.slug}", f"made: {made.organisation.slug}")
    until = f"{localtime(made.until):%Y-%m-%d %H:%M}"
    if settings.ENVIRONMENT.mail_host:
        _tell(
            f"招待のメールを{made.invited}に送信します（{until}まで有効）。",
            f"The invitation goes to {made.invited} (valid until {until}).",
        )
        return
    # Without a server the mail becomes a file; whoever sits here hands the link over.
    _tell(
        f"メールサーバーが未設定です。次のリンクを{made.invited}の方に渡してください（{until}まで有効）。",
        f"No mail server is set. Hand this link to {made.invited} (valid until {until}).",
    )
    typer.echo(made.url)


@app.command()
def licence(
    org: Annotated[str, typer.Option("--org", help="Short name or id of the organisation.")],
    number: Annotated[str, typer.Option("--number", help="Licence number.")],
    valid_from: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day.")],
    valid_to: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day.")],
    responsible: Annotated[str, typer.Option("--responsible", help="職業紹介責任者")] = "",
    lecture_on: Day = None,
) -> None:
    """Note a licence of an agency, first or renewed, or the notification of a municipality."""
    wanted = {"id": int(org)} if org.isdigit() else {"slug": org}
    kinds = (OrganisationKind.AGENCY, OrganisationKind.MUNICIPALITY)
    found = Organisation.objects.filter(kind__in=kinds, **wanted).first()
    if found is None:
        _refuse(f"紹介会社・自治体「{org}」がありません。", f"No agency or municipality “{org}”.")
    period = LicencePeriod(
        number, valid_from.date(), valid_to.date(), responsible, _day(lecture_on)
    )
    try:
        add_licence(
            actor=Actor.for_task(organisation_id=found.id, kind=OrganisationKind(found.kind)),
            licence=period,
            now=timezone.now(),
        )
    except ActionError as error:
        raise _say(error) from error
    _tell(f"登録しました：{number}", f"noted: {number}")


@app.command("list")
def list_all(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the organisations with their members and, for agencies, the licence."""
    rows = [_row(organisation) for organisation in list_organisations()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("id", "slug", "kind", "name", "members", "licence", "valid to")
    for row in rows:
        table.add_row(*(str(value) if value is not None else "-" for value in row.values()))
    Console().print(table)


def _row(organisation: Organisation) -> dict[str, str | int | None]:
    with bound(organisation.id, None):
        members = len(list_members())
        held = Licence.objects.filter(valid_from__lte=localdate()).order_by("-valid_to").first()
    return {
        "id": organisation.id,
        "slug": organisation.slug,
        "kind": organisation.kind,
        "name": organisation.name,
        "members": members,
        "licence": held.number if held else None,
        "licence_to": held.valid_to.isoformat() if held else None,
    }


def _period(number: str, first: datetime | None, last: datetime | None) -> LicencePeriod | None:
    if not number and first is None and last is None:
        return None
    if not number or first is None or last is None:
        _refuse(
            "--licence、--licence-from、--licence-to は3つとも指定してください。",
            "Give all three of --licence, --licence-from and --licence-to.",
        )
    return LicencePeriod(number, first.date(), last.date())


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _language() -> str:
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def _tell(ja: str, en: str) -> None:
    typer.echo(en if _language() == "en" else ja)


def _refuse(ja: str, en: str) -> Never:
    typer.echo(f"{ja}\n{en}", err=True)
    raise typer.Exit(WRONG_USE)


def _say(error: ActionError) -> typer.Exit:
    typer.echo(f"{error.ja}\n{error.en}", err=True)
    return typer.Exit(WRONG_USE)
