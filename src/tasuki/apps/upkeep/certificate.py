"""D29 消去証明書: what one run deleted or emptied, by rule, with the hash of the list."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from tasuki.adapters.pdf.letter import Letter, Section, render_letter
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.upkeep.declarations import find_rule
from tasuki.apps.upkeep.models import DisposalRun
from tasuki.core.law.citations import cite
from tasuki.core.words import Words

_TITLE = Words("個人情報消去証明書", "Certificate of disposal of personal data")
_TEXT = Words(
    "保存期間の規則に基づき、次の記録を消去したことを証明します。"
    "件数は本人を特定しない統計として残します。",
    "This certifies that the records below were disposed of under the rules on retention. "
    "The numbers stay as statistics without persons.",
)
_HEADS = Words(
    "記録|方法|計画|消去|保全中|期間の起点|根拠",
    "Record|How|Planned|Done|On hold|Clock started|Basis",
)
_ACTS = {"delete": Words("削除", "deleted"), "empty": Words("個人の項目を消去", "emptied")}
_NOTES = (
    Words(
        "計画のハッシュと実行のハッシュが同じとき、事前に確認した一覧のとおりに消去しています。",
        "Equal hashes of plan and run: exactly the list that was planned went.",
    ),
    Words(
        "バックアップの写しには消去前の内容が残ることがあります。写しは保存期限に従って消去します。",
        "Copies in backups may hold what was there before; they end with their own period.",
    ),
)


def certificate_pdf(run: DisposalRun, *, language: str, printed_by: str, now: datetime) -> bytes:
    """Return the certificate of a run of the organisation bound now.

    Args:
        run: finished or open; an open one says so.
        language: ``ja`` or ``en``.
        printed_by: who prints.
        now: printed at.
    """
    return render_letter(_letter(run, language=language, printed_by=printed_by, now=now))


def _letter(run: DisposalRun, *, language: str, printed_by: str, now: datetime) -> Letter:
    organisation = Organisation.objects.get(id=run.organisation_id)

    def say(ja: str, en: str) -> str:
        return Words(ja, en).in_language(language)

    number = f"D29-{run.number:04d}"
    facts = [
        [say("基準日時", "As of"), _moment(run.as_of)],
        [say("開始", "Started"), _moment(run.started_at)],
        [say("完了", "Finished"), _moment(run.finished_at) or say("実行中", "still running")],
        [say("実行した人", "Started by"), run.started_by_name],
        [say("計画した件数", "Rows planned"), f"{run.total_count:,}"],
        [say("消去した件数", "Rows disposed of"), f"{run.done_count:,}"],
        [say("法的保全により残した件数", "Rows kept by legal holds"), f"{run.held_count:,}"],
        [say("計画の一覧のハッシュ", "Hash of the planned list"), run.planned_digest],
        [say("実行の一覧のハッシュ", "Hash of what was done"), run.digest],
        [say("証明書のハッシュ", "Hash of this certificate"), run.certificate_hash],
    ]
    return Letter(
        language=language,
        title=_TITLE.in_language(language),
        reference=(number, f"{localtime(run.finished_at or now):%Y/%m/%d}"),
        addressee="",
        sender=(organisation.name, organisation.address),
        paragraphs=(_TEXT.in_language(language),),
        sections=(
            Section(title=say("概要", "Summary"), rows=facts),
            Section(
                title=say("規則ごとの件数", "By rule"),
                heads=_HEADS.in_language(language).split("|"),
                rows=[_row(line, language) for line in run.lines],
            ),
        ),
        notes=[note.in_language(language) for note in _NOTES],
        footer=f"{number} / {localtime(now):%Y/%m/%d %H:%M} / {printed_by}",
        page_word=say("ページ", "page"),
    )


def _row(line: dict[str, Any], language: str) -> list[str]:
    rule = find_rule(line["rule"])
    name = str(rule.model._meta.verbose_name) if rule else line["rule"]
    days = " – ".join(dict.fromkeys(day for day in (line["first"], line["last"]) if day))
    act = _ACTS[line["act"]].in_language(language)
    counts = [f"{line[key]:,}" for key in ("planned", "done", "held")]
    return [name, act, *counts, days, cite(line["basis"], language)]


def _moment(moment: datetime | None) -> str:
    return f"{localtime(moment):%Y/%m/%d %H:%M}" if moment else ""
