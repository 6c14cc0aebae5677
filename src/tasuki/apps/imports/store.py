"""The file of an import while it is worked on: sealed, and without what may never be stored."""

from django.core.files.base import ContentFile

from tasuki.adapters.tabular.read import Table
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.imports import engine
from tasuki.apps.imports.copying import pack_table, unpack_table
from tasuki.apps.imports.models import ImportFile, ImportRun


def keep_file(run: ImportRun, data: bytes, *, is_cleaned: bool = False) -> ImportFile:
    """Keep the bytes of an upload in place of those that were there."""
    drop_file(run)
    kept = ImportFile(organisation_id=run.organisation_id, run=run, is_cleaned=is_cleaned)
    kept.content.save(f"{run.id}", ContentFile(data), save=True)
    return kept


def keep_clean_copy(run: ImportRun, table: Table, *, without: set[str]) -> Table:
    """Keep a table instead of its file, without columns that may never be stored (H5).

    Individual Numbers are taken out of every cell. Returns the table as it is kept.
    """
    clean = engine.without_columns(table, without)
    keep_file(run, pack_table(clean), is_cleaned=True)
    return clean


def drop_file(run: ImportRun) -> None:
    """Delete the file of an import; nothing happens when there is none."""
    for kept in ImportFile.objects.filter(run=run):
        kept.content.delete(save=False)
        kept.delete()


def find_file(run: ImportRun) -> ImportFile | None:
    """Return the kept file; None when its time is over."""
    return ImportFile.objects.filter(run=run).first()


def load_table(run: ImportRun) -> Table:
    """Return the table of an import, read in the way that was chosen.

    Raises:
        InvalidInputError: the file is gone, or cannot be read in this way.
    """
    kept = find_file(run)
    if kept is None:
        raise InvalidInputError(
            ja="ファイルの保存期間（7日）が過ぎました。もう一度ファイルを選んでください。",
            en="The file was kept for seven days and is gone. Choose it again.",
            code="file_gone",
            field="file",
        )
    data = kept.content.read()
    if kept.is_cleaned:
        return unpack_table(data)
    return engine.open_table(data, run.file_name, reading=run.reading)
