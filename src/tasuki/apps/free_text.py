"""What nobody may write into a free field: matters that selection must not know (H5).

The text stays with the one who typed it: a page shows it again, an API call and a command have
it still. Nothing of it is stored.
"""

from tasuki.apps.errors import RefusedError
from tasuki.core.law.forbidden import check_attachment, check_forbidden_data


def require_lawful_text(text: str, *, field: str) -> None:
    """Refuse a text that tells what selection must not know.

    Args:
        text: as somebody typed it.
        field: where the refusal is shown.

    Raises:
        RefusedError: H5.

    Source: 職業安定法 5条の5; 公正な採用選考の基本.
    """
    if refusal := check_forbidden_data(text):
        error = RefusedError.by_law(refusal)
        error.field = field
        raise error


def require_lawful_file(name: str, *, first_text: str = "", field: str) -> None:
    """Refuse a file that looks like a paper which selection must not take.

    Args:
        name: the name under which it was uploaded.
        first_text: text of its first page, where it can be read.
        field: where the refusal is shown.

    Raises:
        RefusedError: H5.

    Source: 公正な採用選考の基本 (戸籍, 住民票, 略図, 健康診断書).
    """
    if refusal := check_attachment(name, first_text):
        error = RefusedError.by_law(refusal)
        error.field = field
        raise error
