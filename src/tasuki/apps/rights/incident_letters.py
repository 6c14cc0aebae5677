"""D16: preliminary and final report in the order of the Commission's form, and the notice."""

from datetime import datetime
from typing import Final

from django.utils.timezone import localdate, localtime

from tasuki.adapters.pdf.letter import Letter, Section, render_letter
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.rights import texts
from tasuki.apps.rights.incident_steps import count_affected, duty_of
from tasuki.apps.rights.models import Incident
from tasuki.core.access import OrganisationKind
from tasuki.core.rights.breach import ITEMS, TRIGGER_WORDS
from tasuki.core.words import Words

_TITLES: Final = {
    "preliminary": Words(
        "個人データの漏えい等に関する報告（速報）", "Report of a data breach (preliminary)"
    ),
    "final": Words("個人データの漏えい等に関する報告（確報）", "Report of a data breach (final)"),
    "notice": Words("個人データの漏えい等に関するお知らせ", "Notice of a data breach"),
}
_COMMISSION: Final = Words(
    "個人情報保護委員会 御中", "To the Personal Information Protection Commission"
)
_OPEN: Final = Words("調査中", "under investigation")
_NOTICE_ITEMS: Final = ("overview", "data_items", "cause", "secondary_damage", "other")
"""What the persons are told, of the nine items (施行規則10条)."""
KINDS: Final = tuple(_TITLES)


def notice_subject(incident: Incident, organisation_name: str) -> str:
    """Return the subject of the mail to the persons."""
    return f"大切なお知らせ：あなたの個人情報について（{incident.number}）｜{organisation_name}"[
        :200
    ]


def notice_text(incident: Incident, language: str) -> str:
    """Return the draft of the notice to the persons, from the items of the report."""
    organisation = find_organisation(organisation_id=incident.organisation_id)
    contact = organisation.complaint_contact or organisation.contact_mail or organisation.phone
    lines = [
        f"■ {ITEMS[name].in_language(language)}\n{value}"
        for name, value in _values(incident, language).items()
        if name in _NOTICE_ITEMS and value
    ]
    opening = Words(
        f"{organisation.name}でお預かりしているあなたの個人情報について、次の事故が起きました。"
        "ご迷惑をおかけし、申し訳ありません。",
        f"The following happened to personal data of yours held by {organisation.name}. "
        "We apologise.",
    )
    response = Words("■ あなたへの対応\n", "■ What we do for you\n")
    if incident.response:
        lines.append(response.in_language(language) + incident.response)
    closing = Words(
        "ご不明な点や、この件によると思われる被害がありましたら、下記までご連絡ください。\n"
        f"お問い合わせ：{contact}",
        f"If you have questions or suffered harm, please contact us: {contact}",
    )
    return "\n\n".join([opening.in_language(language), *lines, closing.in_language(language)])


def report_text(incident: Incident, kind: str, language: str) -> str:
    """Return a draft as plain text, to be copied into the Commission's form."""
    if kind == "notice":
        return notice_text(incident, language)
    lines = [_TITLES[kind].in_language(language), ""]
    lines += [f"{label}：{value}" for label, value in _facts(incident, kind, language)]
    lines += [""]
    lines += [
        f"{place}. {ITEMS[name].in_language(language)}\n{value or _OPEN.in_language(language)}\n"
        for place, (name, value) in enumerate(_values(incident, language).items(), 1)
    ]
    return "\n".join(lines)


def print_report(
    incident: Incident, kind: str, *, language: str, printed_by: str, now: datetime
) -> bytes:
    """Return a draft as a PDF: ``preliminary``, ``final`` or ``notice``.

    Args:
        incident: of the organisation bound now.
        kind: one of ``KINDS``.
        language: ``ja`` or ``en``.
        printed_by: who prints it, for the footer.
        now: when.
    """
    organisation = find_organisation(organisation_id=incident.organisation_id)
    is_english = language.startswith("en")
    printed = f"{localtime(now):%Y/%m/%d %H:%M}"
    number = f"D16-{incident.number}"
    paragraphs, sections = _body(incident, kind, language)
    place = " ".join(one for one in (organisation.postal_code, organisation.address) if one)
    addressee = "" if kind == "notice" else _COMMISSION.in_language(language)
    return render_letter(
        Letter(
            language="en" if is_english else "ja",
            title=_TITLES[kind].in_language(language),
            reference=[number, texts.day_text(localdate(now), language)],
            addressee=addressee,
            sender=[one for one in (organisation.name, place, organisation.phone) if one],
            paragraphs=paragraphs,
            sections=sections,
            notes=[],
            footer=f"{number}  Printed {printed} by {printed_by}"
            if is_english
            else f"{number}　出力 {printed}　{printed_by}",
            page_word="Page" if is_english else "ページ",
        )
    )


def _body(incident: Incident, kind: str, language: str) -> tuple[list[str], list[Section]]:
    if kind == "notice":
        return [notice_text(incident, language)], []
    public = incident.organisation.kind == OrganisationKind.MUNICIPALITY
    article = "68条1項" if public else "26条1項"
    opening = Words(
        f"個人情報の保護に関する法律{article}に基づき、次のとおり報告します。",
        f"This report is made under article {article} of the Act on the Protection of "
        "Personal Information.",
    )
    items = [
        (
            f"{place}. {ITEMS[name].in_language(language)}",
            value or _OPEN.in_language(language),
        )
        for place, (name, value) in enumerate(_values(incident, language).items(), 1)
    ]
    return [opening.in_language(language)], [
        Section(title="", rows=_facts(incident, kind, language)),
        Section(title=Words("報告事項", "Items").in_language(language), rows=items),
    ]


def _facts(incident: Incident, kind: str, language: str) -> list[tuple[str, str]]:
    cases = "\n".join(
        TRIGGER_WORDS[one].in_language(language) for one in duty_of(incident).triggers
    )
    happened = texts.day_text(incident.happened_on, language) if incident.happened_on else "-"
    rows = [
        (Words("事故番号", "Number"), incident.number),
        (Words("件名", "Title"), incident.title),
        (Words("発生日", "Happened on"), happened),
        (Words("発覚日時", "Known at"), f"{localtime(incident.known_at):%Y/%m/%d %H:%M}"),
        (Words("報告の対象となる事態", "Case of the report"), cases or "-"),
    ]
    if kind == "final" and incident.preliminary_at:
        sent = f"{localtime(incident.preliminary_at):%Y/%m/%d} {incident.preliminary_receipt}"
        rows.append((Words("速報の提出", "Preliminary report"), sent))
    return [(label.in_language(language), value) for label, value in rows]


def _values(incident: Incident, language: str) -> dict[str, str]:
    count = count_affected(incident)
    unit = Words(f"{count:,}人", f"{count:,} persons").in_language(language)
    return {
        name: unit if name == "person_count" else str(getattr(incident, name)) for name in ITEMS
    }
