"""Why a file is not taken, in words for the person who chose it."""

from tasuki.adapters.tabular.limits import Limits
from tasuki.core.words import Words


class UploadRefusedError(ValueError):
    """The file is not taken; the text is for the person who chose it.

    Attributes:
        text: what is wrong and what to do.
        code: a stable name of the reason.
    """

    def __init__(self, code: str, ja: str, en: str) -> None:
        self.code, self.text = code, Words(ja=ja, en=en)
        super().__init__(en)


def too_large(limits: Limits) -> UploadRefusedError:
    """Return the refusal of a file with too many bytes."""
    size = f"{limits.upload_bytes // 1024**2}"
    return UploadRefusedError(
        "too_large",
        f"ファイルが{size}MBを超えています。分けて取り込んでください。",
        f"The file is larger than {size} MB. Import it in parts.",
    )


def too_dense() -> UploadRefusedError:
    """Return the refusal of a file that grows too much when it is opened."""
    return UploadRefusedError(
        "too_dense",
        "展開すると大きくなりすぎるファイルです。必要な行だけを新しいxlsxに保存してください。",
        "The file grows too much when it is opened. Save only the rows you need as a new xlsx.",
    )


def too_many_cells(limits: Limits) -> UploadRefusedError:
    """Return the refusal of a sheet whose filled area is too large."""
    return UploadRefusedError(
        "too_many_cells",
        f"シートの範囲が{limits.cells:,}セルを超えています。"
        "離れた場所のセルを消し、必要な行と列だけを残してください。",
        f"The sheet spans more than {limits.cells:,} cells. "
        "Clear cells far away and keep only the rows and columns you need.",
    )


def too_many_rows(limits: Limits) -> UploadRefusedError:
    """Return the refusal of a file with too many rows."""
    return UploadRefusedError(
        "too_many_rows",
        f"{limits.rows:,}行を超えています。ファイルを分けて取り込んでください。",
        f"The file has more than {limits.rows:,} rows. Import it in parts.",
    )


def too_many_columns(limits: Limits, line: int) -> UploadRefusedError:
    """Return the refusal of a row with too many columns."""
    return UploadRefusedError(
        "too_many_columns",
        f"{line}行目の列が{limits.columns}を超えています。必要な列だけを残してください。",
        f"Line {line} has more than {limits.columns} columns. Keep only those you need.",
    )


def broken() -> UploadRefusedError:
    """Return the refusal of a file that calls itself a workbook and is none."""
    return UploadRefusedError(
        "not_a_workbook",
        "Excelのファイルとして読み取れません。Excelで開き、xlsx形式で保存し直してください。",
        "This is not a readable workbook. Open it in Excel and save it as xlsx again.",
    )


def encrypted() -> UploadRefusedError:
    """Return the refusal of a file with a password."""
    return UploadRefusedError(
        "encrypted",
        "パスワード付きのファイルです。パスワードを外し、xlsx形式で保存してください。",
        "The file has a password. Save it as xlsx without one.",
    )


def active() -> UploadRefusedError:
    """Return the refusal of a file that can do something when it is opened."""
    return UploadRefusedError(
        "active",
        "マクロ、外部リンク、埋め込みファイルのあるExcelは取り込めません。"
        "値だけを新しいxlsxに貼り付けて保存してください。",
        "Workbooks with macros, external links or embedded files are not taken. "
        "Paste the values into a new xlsx file.",
    )


def not_text() -> UploadRefusedError:
    """Return the refusal of a file that is neither text nor a workbook."""
    return UploadRefusedError(
        "not_text",
        "CSV、TSV、Excelのファイルではありません。表計算ソフトで保存し直してください。",
        "This is neither CSV, TSV nor a workbook. Save it again from your spreadsheet.",
    )


def web_page() -> UploadRefusedError:
    """Return the refusal of a web page that is named like a workbook."""
    return UploadRefusedError(
        "web_page",
        "名前はExcelですが、中身はWebページ（HTML）です。Excelで開き、xlsx形式で保存し直してください。",
        "The file is a web page (HTML) with the name of a workbook. "
        "Open it in Excel and save it as xlsx.",
    )


def other_workbook() -> UploadRefusedError:
    """Return the refusal of a workbook in a form that is not read."""
    return UploadRefusedError(
        "form",
        "このExcelの形式（xlsbなど）は読み取れません。xlsx形式で保存し直してください。",
        "This form of workbook (such as xlsb) is not read. Save it as xlsx.",
    )


def empty() -> UploadRefusedError:
    """Return the refusal of a file without a row."""
    return UploadRefusedError(
        "empty",
        "ファイルに行がありません。別のファイルを選んでください。",
        "The file has no row. Choose another file.",
    )


def unknown_encoding() -> UploadRefusedError:
    """Return the refusal of a text in no encoding that is known."""
    return UploadRefusedError(
        "encoding",
        "文字コードを判定できません。文字コードを選ぶか、UTF-8で保存し直してください。",
        "The encoding of the file is unknown. Choose it by hand, or save the file as UTF-8.",
    )


def wrong_encoding(encoding: str) -> UploadRefusedError:
    """Return the refusal of a text that the chosen encoding cannot read."""
    return UploadRefusedError(
        "encoding",
        f"文字コード（{encoding[:40]}）で読み取れない文字があります。"
        "別の文字コードを選ぶか、UTF-8で保存し直してください。",
        f"Some characters cannot be read as {encoding[:40]}. "
        "Choose another encoding, or save the file as UTF-8.",
    )


def wrong_choice(code: str, ja: str, en: str) -> UploadRefusedError:
    """Return the refusal of a choice of the user that the file does not offer."""
    return UploadRefusedError(
        code,
        f"{ja}がファイルにありません。表示された中から選んでください。",
        f"The file has no such {en}. Choose one of those shown.",
    )
