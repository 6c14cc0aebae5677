"""Open an uploaded file, with its refusals as answers for the page."""

from tasuki.adapters.tabular.guard import UploadRefusedError
from tasuki.adapters.tabular.read import Table, read_table
from tasuki.apps.errors import InvalidInputError


def open_table(data: bytes, file_name: str) -> Table:
    """Return the table of a file.

    Raises:
        InvalidInputError: too large, dangerous, unreadable or empty; ``field`` is ``file``.
    """
    try:
        return read_table(data, file_name)
    except UploadRefusedError as error:
        raise InvalidInputError(
            ja=error.text.ja, en=error.text.en, code=error.code, field="file"
        ) from error
