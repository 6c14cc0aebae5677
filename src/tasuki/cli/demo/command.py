"""`tasuki demo`: prepare the synthetic region, serve it, say how to get in."""

import os
import time
import webbrowser
from fractions import Fraction
from typing import Annotated, Final

import typer
from django.conf import settings
from django.db import connections
from django.utils import timezone
from rich.console import Console

from tasuki.adapters.postgres.settings import embedded_server
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import list_demo_accounts
from tasuki.apps.sample.year import SEED, has_year, live_year
from tasuki.cli import operate
from tasuki.cli.demo.story import tell
from tasuki.core.books.years import BusinessYear

_out: Final = Console()


def demo(
    serve: Annotated[bool, typer.Option(help="Serve after preparing.")] = True,
    reset: Annotated[bool, typer.Option(help="Throw the sample data away first.")] = False,
    host: str = operate.HOST,
    port: int = operate.PORT,
    open_browser: Annotated[bool, typer.Option("--open", help="Open a browser.")] = False,
    year: Annotated[
        str, typer.Option(help="Live a year of one more agency, too: 1, or a part such as 1/20.")
    ] = "",
    seed: Annotated[int, typer.Option(help="What chance decides in that year.")] = SEED,
) -> None:
    """Prepare a synthetic region and serve it with one-click personas.

    The sample data lives in a data folder of its own, never beside real data.
    """
    started = time.monotonic()
    if reset:
        throw_away()
    operate.prepare_database()
    operate.refuse_unsafe()
    if not Organisation.objects.exists():
        with _out.status("見本データを作成中 / making the sample data ..."):
            tell(now=timezone.now())
    if year:
        _live(year, seed=seed)
    connections.close_all()
    if not serve:
        _out.print(f"ready in {time.monotonic() - started:.1f} s")
        return
    os.environ["TASUKI_DEMO"] = "true"

    def say_ready() -> None:
        url = f"http://{host}:{port}"
        if operate.wait_until_served(url):
            _banner(url, time.monotonic() - started)
        if open_browser:
            webbrowser.open(f"http://{host}:{port}/demo/")

    operate.serve_all(host=host, port=port, ready=say_ready)


def _live(year: str, *, seed: int) -> None:
    """Live the business year that ended last, and what came after it up to now."""
    try:
        scale = Fraction(year)
    except (ValueError, ZeroDivisionError) as error:
        raise typer.BadParameter("1, 1/20", param_hint="--year") from error
    if not 0 < scale <= 1:
        raise typer.BadParameter("0 < x <= 1", param_hint="--year")
    now = timezone.now()
    lived = BusinessYear(BusinessYear.of(timezone.localdate(now)).year - 1)
    if has_year(lived):
        _out.print("見本の一年はすでにあります / the sample year is there already")
        return
    found = live_year(
        year=lived,
        scale=scale,
        seed=seed,
        until=now,
        nights=7 if scale == 1 else 14,
        say=_out.print,
        is_persona=True,
    )
    log = found.log
    _out.print(
        f"{len(log.seekers):,} 求職, {len(log.orders):,} 求人, {len(log.cases):,} 紹介, "
        f"{len(log.invoices):,} 請求, {len(log.refusals):,} 不可 / refused"
    )


def throw_away() -> None:
    """Drop the sample database; refuses when an organisation in it is real.

    Raises:
        typer.Exit: 1, real data was found.
    """
    if not os.environ.get("DATABASE_URL"):
        embedded_server(settings.DATA_FOLDER).start()
    operate.prepare_database()
    if Organisation.objects.filter(is_synthetic=False).exists():
        _out.print("[red]refused[/red] 実データがあるため消しません / real data found")
        raise typer.Exit(1)
    connections.close_all()
    operate.drop_database()


def _banner(url: str, seconds: float) -> None:
    _out.print(f"\n[bold]Tasuki 襷 {settings.TASUKI_VERSION}[/bold]  {url}/demo/")
    _out.print(f"データの場所 / data: {settings.DATA_FOLDER}  ({seconds:.0f} s)")
    for account in list_demo_accounts():
        _out.print(f"  ・{account.name}  {account.email}")
    _out.print(
        "見本データ（合成）。外部には何も送りません / synthetic, nothing leaves this machine"
    )
    _out.print("停止 / stop: Ctrl+C\n")
