"""D15: request form, answer, notice of a refusal, and the list of the data, as PDF and JSON."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.apps import apps as django_apps
from django.utils.timezone import localdate, localtime
from django.utils.translation import override

from tasuki.adapters.pdf.letter import Letter, Section, render_letter
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rights import texts
from tasuki.apps.rights.collectors import PROVISION_NAMES, Collected, collect
from tasuki.apps.rights.executing import subject_of
from tasuki.apps.rights.models import RightsRequest
from tasuki.core.law.citations import cite
from tasuki.core.rights.requests import (
    CLAIM_WORDS,
    IDENTITY_WORDS,
    KINDS,
    REFUSAL_WORDS,
    ClaimGround,
    IdentityMethod,
    RefusalGround,
    RequestKind,
    RequestState,
)
from tasuki.core.words import Words

DISCLOSING: Final = frozenset({RequestKind.DISCLOSURE, RequestKind.PROVISIONS, RequestKind.PURPOSE})
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})")
_TITLES: Final = {
    "form": Words("保有個人データ開示等請求書", "Request about personal data held"),
    "answer": Words(
        "保有個人データ開示等請求への回答書", "Answer to a request about personal data"
    ),
    "refusal": Words("保有個人データの不開示等の理由通知書", "Notice of the reasons of a refusal"),
    "data": Words("保有個人データ一覧", "List of the personal data held"),
}
_LABELS: Final = {
    "number": Words("受付番号", "Number"),
    "received": Words("受付日", "Received on"),
    "kind": Words("請求の種類", "Kind of request"),
    "article": Words("根拠", "Legal ground"),
    "scope": Words("請求の内容", "What is asked for"),
    "claim": Words("請求の理由", "Reason stated"),
    "form": Words("希望する回答の方法", "Form of the answer"),
    "name": Words("氏名", "Name"),
    "mail": Words("メールアドレス", "Mail address"),
    "address": Words("住所", "Address"),
    "agent": Words("代理人", "Agent"),
    "identity": Words("本人確認", "Identity check"),
    "decision": Words("決定", "Decision"),
    "decided": Words("決定日", "Decided on"),
    "ground": Words("理由", "Ground"),
    "facts": Words("理由の説明（36条）", "Explanation (36)"),
    "changes": Words("訂正した内容", "What was corrected"),
    "kept": Words("法令に基づく保存", "Kept by law"),
    "wanted": Words("訂正してほしい内容", "Corrections wanted"),
    "signature": Words("署名（紙で提出する場合）", "Signature (on paper)"),
    "papers": Words("本人確認のために提示する書類", "Document shown"),
}
_FORM_WORDS: Final = {
    RightsRequest.Form.ELECTRONIC: Words("電子データ", "electronic file"),
    RightsRequest.Form.PAPER: Words("書面", "paper"),
}
_AGENT_WORDS: Final = {
    RightsRequest.Agent.LEGAL: Words("法定代理人", "legal representative"),
    RightsRequest.Agent.APPOINTED: Words("任意代理人", "appointed agent"),
}
_DECISIONS: Final = {
    RequestState.DISCLOSED: Words("請求のとおり開示（通知）します", "Disclosed as asked"),
    RequestState.CORRECTED: Words("訂正しました", "Corrected"),
    RequestState.STOPPED: Words("停止しました", "Stopped"),
    RequestState.ERASED: Words("消去しました", "Erased"),
    RequestState.REFUSED: Words("応じないことを決定しました", "Not followed"),
}


def can_print(request: RightsRequest, name: str) -> bool:
    """Return whether a paper of this name exists for a request in its present state."""
    if name == "form":
        return True
    if name == "refusal":
        return request.outcome == RequestState.REFUSED
    if name in {"data", "json"}:
        return request.kind in DISCLOSING and request.outcome == RequestState.DISCLOSED
    return name == "answer" and bool(request.outcome)


def print_paper(
    request: RightsRequest, name: str, *, language: str, printed_by: str, now: datetime
) -> bytes:
    """Return one paper of a request as a PDF.

    Args:
        request: of the organisation bound now.
        name: ``form``, ``answer``, ``refusal`` or ``data``; see ``can_print``.
        language: ``ja`` or ``en``.
        printed_by: who prints it, for the footer.
        now: when.
    """
    made = {"form": _form, "answer": _answer, "refusal": _refusal, "data": _data}[name]
    with override("en" if language.startswith("en") else "ja"):
        paragraphs, sections, notes = made(request, language)
        organisation = find_organisation(organisation_id=request.organisation_id)
        return render_letter(
            _letter(
                request,
                name,
                organisation,
                (paragraphs, sections, notes),
                language,
                printed_by,
                now,
            )
        )


def find_data(request: RightsRequest) -> list[Collected]:
    """Return what is disclosed in answer to a request, as it stands now."""
    names = PROVISION_NAMES if request.kind == RequestKind.PROVISIONS else None
    found = collect(
        subject_of(request), names=names, without_assessments=bool(request.refusal_ground)
    )
    return [one for one in found if one.rows]


def write_json(request: RightsRequest, *, now: datetime) -> bytes:
    """Return what is disclosed as JSON; a request for the purposes names them only."""
    organisation = find_organisation(organisation_id=request.organisation_id)
    found = find_data(request)
    document: dict[str, Any] = {
        "organisation": organisation.name,
        "request": request.number,
        "made_at": localtime(now).isoformat(),
        "purposes": {one.collector.name: one.collector.purpose.ja for one in found},
    }
    if request.kind != RequestKind.PURPOSE:
        document["data"] = {one.collector.name: list(one.rows) for one in found}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _letter(
    request: RightsRequest,
    name: str,
    organisation: Organisation,
    content: tuple[list[str], list[Section], list[str]],
    language: str,
    printed_by: str,
    now: datetime,
) -> Letter:
    paragraphs, sections, notes = content
    is_english = language.startswith("en")
    day = request.decided_at if name != "form" and request.decided_at else request.received_at
    printed = f"{localtime(now):%Y/%m/%d %H:%M}"
    sender = _sender(organisation, language)
    title = _say(_TITLES[name], language)
    number = f"D15-{request.number}"
    return Letter(
        language="en" if is_english else "ja",
        title=title,
        reference=[number, texts.day_text(localdate(day), language)],
        addressee=_addressee(request, organisation, name, language),
        sender=[] if name == "form" else sender,
        paragraphs=paragraphs,
        sections=sections,
        notes=notes,
        footer=(
            f"{number}  Printed {printed} by {printed_by}"
            if is_english
            else f"{number}　出力 {printed}　{printed_by}"
        ),
        page_word="Page" if is_english else "ページ",
    )


def _addressee(request: RightsRequest, organisation: Organisation, name: str, language: str) -> str:
    if name == "form":
        return organisation.name if language.startswith("en") else f"{organisation.name} 御中"
    who = request.claimant_name
    return f"Dear {who}" if language.startswith("en") else f"{who} 様"


def _sender(organisation: Organisation, language: str) -> list[str]:
    name = (organisation.name_en if language.startswith("en") else "") or organisation.name
    place = " ".join(one for one in (organisation.postal_code, organisation.address) if one)
    contact = organisation.complaint_contact or organisation.contact_mail or organisation.phone
    label = "Contact: " if language.startswith("en") else "お問い合わせ："
    return [one for one in (name, place, f"{label}{contact}" if contact else "") if one]


def _facts(request: RightsRequest, language: str) -> list[tuple[str, str]]:
    kind = RequestKind(request.kind)
    rows = [
        ("number", request.number),
        ("received", texts.day_text(localdate(request.received_at), language)),
        ("kind", texts.kind_text(kind, language)),
        ("article", cite(KINDS[kind].article, language)),
    ]
    if request.claim_ground:
        claim = CLAIM_WORDS[ClaimGround(request.claim_ground)]
        rows.append(("claim", _say(claim, language)))
    return [(_say(_LABELS[label], language), value) for label, value in rows]


def _form(request: RightsRequest, language: str) -> tuple[list[str], list[Section], list[str]]:
    form = _FORM_WORDS[RightsRequest.Form(request.form_wanted)]
    rows = [
        *_facts(request, language),
        (_say(_LABELS["scope"], language), request.scope),
        (_say(_LABELS["form"], language), _say(form, language)),
    ]
    who = [
        (_say(_LABELS["name"], language), request.claimant_name),
        (_say(_LABELS["address"], language), request.claimant_address),
        (_say(_LABELS["mail"], language), request.claimant_mail),
        (_say(_LABELS["agent"], language), _agent_text(request, language)),
        (_say(_LABELS["papers"], language), request.identity_note),
        (_say(_LABELS["signature"], language), ""),
    ]
    wanted = [(field_name(name), value) for name, value in request.wanted.items()]
    sections = [
        Section(title="", rows=rows, is_form=True),
        Section(title="", rows=who, is_form=True),
    ]
    if wanted:
        sections.insert(1, Section(title=_say(_LABELS["wanted"], language), rows=wanted))
    paragraph = Words(
        "個人情報の保護に関する法律に基づき、次のとおり請求します。",
        "Under the Act on the Protection of Personal Information I request the following.",
    )
    return [_say(paragraph, language)], sections, []


def _answer(request: RightsRequest, language: str) -> tuple[list[str], list[Section], list[str]]:
    decision = _say(_DECISIONS[RequestState(request.outcome)], language)
    rows = [*_facts(request, language), (_say(_LABELS["decision"], language), decision)]
    if request.decided_at:
        day = texts.day_text(localdate(request.decided_at), language)
        rows.append((_say(_LABELS["decided"], language), day))
    method = IDENTITY_WORDS[IdentityMethod(request.identity_method)]
    rows.append((_say(_LABELS["identity"], language), _say(method, language)))
    sections = [Section(title="", rows=rows)]
    sections += _effects(request, language)
    return [request.answer_text], sections, [_say(texts.COMPLAINT, language)]


def _effects(request: RightsRequest, language: str) -> list[Section]:
    sections = []
    if request.changes:
        heads = ("項目", "訂正前", "訂正後")
        if language.startswith("en"):
            heads = ("Item", "Before", "After")
        rows = [(field_name(name), *pair) for name, pair in request.changes.items()]
        sections.append(Section(title=_say(_LABELS["changes"], language), rows=rows, heads=heads))
    if request.kept:
        heads = ("記録", "保存の期限", "根拠")
        if language.startswith("en"):
            heads = ("Record", "Kept until", "Basis")
        rows = [
            (_model_name(one["name"]), one["until"], cite(one["basis"], language))
            for one in request.kept
        ]
        sections.append(Section(title=_say(_LABELS["kept"], language), rows=rows, heads=heads))
    return sections


def _refusal(request: RightsRequest, language: str) -> tuple[list[str], list[Section], list[str]]:
    opening = Words(
        "次の請求について調査した結果、応じないことを決定しましたので、理由とともに通知します。",
        "The following request was looked into and is not followed. The reasons are stated below.",
    )
    ground = REFUSAL_WORDS[RefusalGround(request.refusal_ground)]
    rows = [
        *_facts(request, language),
        (_say(_LABELS["decision"], language), _say(_DECISIONS[RequestState.REFUSED], language)),
        (_say(_LABELS["ground"], language), _say(ground, language)),
        (_say(_LABELS["facts"], language), request.decision_note),
    ]
    return (
        [_say(opening, language)],
        [Section(title="", rows=rows)],
        [_say(texts.COMPLAINT, language)],
    )


def _data(request: RightsRequest, language: str) -> tuple[list[str], list[Section], list[str]]:
    found = find_data(request)
    if request.kind == RequestKind.PURPOSE:
        rows = [
            (_say(one.collector.words, language), _say(one.collector.purpose, language))
            for one in found
        ]
        title = _say(KINDS[RequestKind.PURPOSE].words, language)
        return [request.answer_text], [Section(title=title, rows=rows)], []
    sections = [
        Section(
            title=f"{_say(one.collector.words, language)} {place}/{len(one.rows)}",
            rows=_lines(one, row),
        )
        for one in found
        for place, row in enumerate(one.rows, 1)
    ]
    return [request.answer_text], sections, []


def _lines(found: Collected, row: dict[str, Any]) -> Sequence[tuple[str, str]]:
    """Return the filled values of a row in words; opaque ids stand in the JSON file only."""
    fields = {one.attname: one for one in found.collector.model._meta.concrete_fields}
    lines = []
    for name, value in row.items():
        if value in (None, "", [], {}) or _UUID.fullmatch(str(value)):
            continue
        field = fields.get(name)
        choices = dict(field.flatchoices) if field and isinstance(value, str) else {}
        words = choices.get(value, value) if choices else value
        lines.append((str(field.verbose_name) if field else name, _value_text(words)))
    return lines


def _value_text(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "-"
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_value_text(one)}" for name, one in value.items())
    if isinstance(value, list):
        return "\n".join(_value_text(one) for one in value)
    if moment := _MOMENT.match(str(value)):
        return f"{moment[1].replace('-', '/')} {moment[2]}"
    return str(value)


def _agent_text(request: RightsRequest, language: str) -> str:
    if not request.agent_kind:
        return ""
    words = _AGENT_WORDS[RightsRequest.Agent(request.agent_kind)]
    return f"{request.agent_name}（{_say(words, language)}）"


def field_name(name: str) -> str:
    """Return how a field of a record is called in the language of the moment."""
    return str(TalentRecord._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _model_name(label: str) -> str:
    try:
        return str(django_apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def _say(words: Words, language: str) -> str:
    return words.in_language(language)
