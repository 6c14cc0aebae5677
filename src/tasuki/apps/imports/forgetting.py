"""What an import keeps goes in time, and at once when a person is erased."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime

from tasuki.adapters.sealed import ForgottenError
from tasuki.apps.errors import ActionError
from tasuki.apps.imports.models import ImportChange, ImportFile, ImportRun, StagedRow
from tasuki.apps.imports.store import drop_file, load_table


def forget_old(*, before: datetime) -> int:
    """Delete what waited since before a moment in the organisation bound now; return how much.

    Results stay; drafts, files, staged rows and what is needed to take an import back go.
    """
    count = 0
    for kept in ImportFile.objects.filter(created_at__lt=before).select_related("run"):
        drop_file(kept.run)
        count += 1
    for model in (StagedRow, ImportChange):
        count += model.objects.filter(created_at__lt=before).delete()[0]
    drafts = ImportRun.objects.filter(
        created_at__lt=before, state__in=[ImportRun.State.DRAFT, ImportRun.State.CHECKING]
    )
    return count + drafts.delete()[0]


def forget_person(*, is_named_in: Callable[[str], bool]) -> int:
    """Delete every waiting row and file in which a person stands; return how many.

    Args:
        is_named_in: says whether a text names the person.

    Source: 個人情報保護法 35条.
    """
    count = 0
    for staged in StagedRow.objects.iterator(chunk_size=1_000):
        if any(map(is_named_in, _texts_of(staged))):
            staged.delete()
            count += 1
    for kept in ImportFile.objects.select_related("run"):
        if _file_names(kept, is_named_in):
            drop_file(kept.run)
            count += 1
    return count


def _texts_of(staged: StagedRow) -> list[str]:
    content = staged.content
    values = content.get("values", {})
    name = " ".join(str(values.get(part, "")) for part in ("family_name", "given_name"))
    cells = [*content.get("cells", []), *staged.edits.values()]
    return [name.strip(), *_spellings(cells), *(str(value) for value in values.values())]


def _spellings(cells: Sequence[str]) -> list[str]:
    """Return cells as written, folded, and joined: a name may stand in two columns."""
    folded = [unicodedata.normalize("NFKC", cell).lower() for cell in cells]
    return [*cells, *folded, "".join(cells)]


def _file_names(kept: ImportFile, is_named_in: Callable[[str], bool]) -> bool:
    """A file that cannot be read any more goes, too."""
    try:
        table = load_table(kept.run)
    except (ActionError, ForgottenError, OSError):
        return True
    rows = [*table.rows, *(one.cells for one in table.skipped)]
    return any(is_named_in(text) for row in rows for text in _spellings(row))
