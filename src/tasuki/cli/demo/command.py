"""`tasuki demo`: prepare the synthetic region, serve it, say how to get in."""

import os
import time
import webbrowser
from typing import Annotated, Final

import typer
from django.conf import settings
from django.db import connections
from django.utils import timezone
from rich.console import Console

from tasuki.adapters.postgres.settings import embedded_server
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import list_demo_accounts
from tasuki.cli import operate
from tasuki.cli.demo.story import tell

_out: Final = Console()


def demo(
    serve: Annotated[bool, typer.Option(help="Serve after preparing.")] = True,
    reset: Annotated[bool, typer.Option(help="Throw the sample data away first.")] = False,
    host: str = operate.HOST,
    port: int = operate.PORT,
    open_browser: Annotated[bool, typer.Option("--open", help="Open a browser.")] = False,
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
