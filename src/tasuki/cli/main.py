"""``tasuki``: the command line. Exit status 0 = done, 1 = a finding, 2 = wrong use."""

import os
import sys
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
from tasuki.cli import (  # noqa: E402
    books,
    fees,
    imports,
    introductions,
    keys,
    law,
    market,
    operate,
    organisation,
    people,
    relay,
    retention,
    rights,
    rounds,
    same_person,
    seekers,
    vocab,
)
from tasuki.cli.demo.command import demo  # noqa: E402
from tasuki.cli.resolve import resolve  # noqa: E402
from tasuki.cli.verify import verify  # noqa: E402

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


app.command("demo")(demo)
app.command("run")(operate.run)
app.command("worker")(operate.worker)
app.command("migrate")(operate.migrate)
app.command("doctor")(operate.doctor)
app.command("backup")(operate.backup)
app.command("restore")(operate.restore)
app.command("verify")(verify)
app.command("import")(imports.import_file)
app.command("import-undo")(imports.undo_import)
app.command("resolve")(resolve)
app.add_typer(books.app, name="books")
app.add_typer(fees.app, name="fees")
app.add_typer(introductions.app, name="introductions")
app.add_typer(keys.app, name="keys")
app.add_typer(law.app, name="law")
app.add_typer(market.app, name="market")
app.add_typer(organisation.app, name="organisation")
app.add_typer(people.app, name="people")
app.add_typer(relay.app, name="relay")
app.add_typer(rights.app, name="rights")
app.add_typer(retention.app, name="retention")
app.add_typer(rounds.app, name="round")
app.add_typer(seekers.app, name="seekers")
app.add_typer(vocab.app, name="vocab")
app.add_typer(same_person.app, name="same-person")


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
