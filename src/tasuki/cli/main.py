"""``tasuki``: the command line. Exit status 0 = done, 1 = a finding, 2 = wrong use."""

import os
import sys
from importlib import import_module
from typing import Annotated, Final

from tasuki.adapters.postgres.settings import default_data_dir

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tasuki.conf.settings")
if "demo" in sys.argv[1:2]:
    # Sample data never lies beside real data.
    demo_folder = default_data_dir().with_name("tasuki-demo")
    os.environ.setdefault("TASUKI_DATA", str(demo_folder))
    os.environ.setdefault("TASUKI_DEMO", "true")

import django

django.setup()

import typer  # noqa: E402 - the commands below use models
from django.conf import settings  # noqa: E402
from django.db import Error as DatabaseError  # noqa: E402
from django.utils.translation import override  # noqa: E402

from tasuki.adapters.logs import describe_error  # noqa: E402
from tasuki.adapters.postgres.embedded import EmbeddedPostgresError  # noqa: E402
from tasuki.adapters.postgres.settings import embedded_server  # noqa: E402

COMMANDS: Final = {
    "demo": "demo.command:demo",
    "run": "operate:run",
    "worker": "operate:worker",
    "migrate": "operate:migrate",
    "doctor": "operate:doctor",
    "backup": "operate:backup",
    "restore": "operate:restore",
    "verify": "verify:verify",
    "import": "imports:import_file",
    "import-undo": "imports:undo_import",
    "resolve": "resolve:resolve",
    "books": "books:app",
    "cases": "cases:app",
    "kpi": "figures:kpi",
    "fees": "fees:app",
    "introductions": "introductions:app",
    "keys": "keys:app",
    "law": "law:app",
    "market": "market:app",
    "organisation": "organisation:app",
    "people": "people:app",
    "relay": "relay:app",
    "rights": "rights:app",
    "round": "rounds:app",
    "simulate": "simulate:simulate",
    "retention": "retention:app",
    "seekers": "seekers:app",
    "vocab": "vocab:app",
    "same-person": "same_person:app",
}
"""Word to where the command lives. Only what is asked for is loaded: printing, spreadsheets and
solvers take seconds."""

NEEDS_DATABASE: Final = frozenset(
    {
        "books",
        "fees",
        "import",
        "import-undo",
        "introductions",
        "organisation",
        "retention",
        "relay",
        "rights",
        "round",
        "same-person",
        "seekers",
        "verify",
        "doctor",
        "backup",
        "keys",
        "people",
        "vocab",
    }
)
"""Commands that work on what is there; the others prepare the database themselves."""

app = typer.Typer(
    help="Tasuki 襷: 人材循環プラットフォーム / an open talent circulation platform.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"tasuki {settings.TASUKI_VERSION}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print it."),
    ] = False,
) -> None:
    """Start the embedded database for commands that work on it."""
    is_question = any(argument in {"--help", "-h"} for argument in sys.argv[1:])
    is_ours = not os.environ.get("DATABASE_URL")
    if context.invoked_subcommand in NEEDS_DATABASE and is_ours and not is_question:
        embedded_server(settings.DATA_FOLDER).start()


def _add(word: str) -> None:
    """Load one command."""
    room, _, name = COMMANDS[word].partition(":")
    command = getattr(import_module(f"tasuki.cli.{room}"), name)
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=word)
    else:
        app.command(word)(command)


for _word in [word for word in sys.argv[1:2] if word in COMMANDS] or COMMANDS:
    _add(_word)


def _without_values(error: BaseException) -> str:
    """Return what is wrong; an error of a statement quotes the row that it is about."""
    found = describe_error(error)
    if "sqlstate" not in found:
        return str(error)
    return " ".join(str(found[key]) for key in ("error", "sqlstate", "constraint") if key in found)


def main() -> None:
    """Run the command that the arguments name."""
    try:
        with override(os.environ.get("TASUKI_LANGUAGE", settings.LANGUAGE_CODE)):
            app()
    except (DatabaseError, EmbeddedPostgresError) as error:
        said = _without_values(error)
        typer.echo(f"データベースを使えません。 The database cannot be used: {said}", err=True)
        typer.echo("tasuki doctor / tasuki migrate", err=True)
        raise SystemExit(1) from error
