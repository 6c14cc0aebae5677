"""The readable paper of everything: words for every value that the file holds, A4."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from tasuki.adapters.pdf.letter import Letter, Section
from tasuki.apps.consent.models import ConsentEvent, Purpose
from tasuki.apps.passport.models import PassportItem
from tasuki.apps.people.models import Application
from tasuki.core.relay.fields import RELEASE_FIELDS, WISH_FIELDS
from tasuki.core.relay.machines import RegistrationState
from tasuki.core.rights.requests import KINDS, RequestKind
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.person.frame import say_all
from tasuki.web.person.lines import ROLES, WAYS
from tasuki.web.person.words import STATES

_PERSON: Final = {
    "number": Words("番号", "number"),
    "family_name": Words("姓", "family name"),
    "given_name": Words("名", "given name"),
    "name_kana": Words("ふりがな", "name in kana"),
    "mail": Words("メールアドレス", "mail address"),
    "phone": Words("電話番号", "phone"),
    "birth_date": Words("生年月日", "birth date"),
    "address": Words("住所", "address"),
    "created_at": Words("記録の開始", "kept since"),
    "stopped_at": Words("利用の停止", "use stopped"),
}
_REGISTRATION: Final = {
    "company_name": Words("案内した会社", "company that gave the notice"),
    "state": Words("状態", "state"),
    "stage_declared": Words("選考の段階（本人の申告）", "stage of the selection, as you said"),
    "result_month": Words("結果の月", "month of the result"),
    "wishes": Words("希望", "wishes"),
    "referrer_name_shown": Words("案内した会社の名前を伝えてよい", "company may be named"),
    "mail_verified_at": Words("アドレスの確認", "address confirmed"),
    "consented_at": Words("同意", "consent"),
    "completed_at": Words("登録", "registered"),
    "ended_at": Words("終わり", "ended"),
    "has_proof_file": Words("添えた資料がある", "a file was added"),
}
_APPLICATION: Final = {
    "number": Words("応募番号", "number"),
    "job_title": Words("求人", "job"),
    "channel": Words("経路", "channel"),
    "stage": Words("段階", "stage"),
    "outcome": Words("結果", "result"),
    "applied_on": Words("応募日", "applied on"),
    "ended_on": Words("終わった日", "ended on"),
}


def make_sheet(bundle: Mapping[str, Any], *, now: datetime) -> Letter:
    """Return the paper of a bundle in the language of the page.

    Args:
        bundle: what ``find_bundle`` returned.
        now: when it is printed.
    """
    sections = [_account(bundle), *_passport(bundle)]
    for place in bundle["organisations"]:
        sections += _place(place)
    return Letter(
        language="en" if formats.is_english() else "ja",
        title=_("Everything that is kept about me"),
        reference=[formats.moment(now)],
        addressee="",
        sender=[],
        paragraphs=[
            _(
                "This paper holds what the organisations that use Tasuki keep about you, why and "
                "until when, and your own passport. The JSON file holds the same for machines."
            )
        ],
        sections=[one for one in sections if one.rows],
        notes=[
            _("Keep this paper safe: it names you."),
            _("For questions and corrections write to the organisation, or file a request."),
        ],
        footer=_("Tasuki, my data, %(day)s") % {"day": formats.moment(now)},
        page_word=_("Page number"),
    )


def _account(bundle: Mapping[str, Any]) -> Section:
    account = bundle["account"]
    rows = [
        (_("Name"), account["name"]),
        (_("Mail address"), account["mail"]),
        (_("Sign-in since"), _say(account["made_at"])),
        (
            _("Companies that get no proposal"),
            _join(one["name"] for one in bundle["blocked_companies"]),
        ),
    ]
    return Section(title=_("Sign-in"), rows=[row for row in rows if row[1]])


def _passport(bundle: Mapping[str, Any]) -> list[Section]:
    kinds = dict(PassportItem.Kind.choices)
    rows = [
        (
            str(kinds[one["kind"]]),
            "\n".join(part for part in (one["title"], one["place"], one["text"]) if part),
            _period(one["starts_on"], one["ends_on"]),
        )
        for one in bundle["passport"]
        if not one["is_proposed"]
    ]
    heads = [_("Kind"), _("Entry"), _("When")]
    return [Section(title=_("My passport"), rows=rows, heads=heads)]


def _place(place: Mapping[str, Any]) -> list[Section]:
    language = "en" if formats.is_english() else "ja"
    name, data = place["name"], place["data"]
    facts = [
        (_("Why"), place["why"][language]),
        (_("Basis"), place["basis"][language]),
        (_("Kept until"), place["kept_until"][language]),
        (_("That is"), _say(place["kept_until_day"])),
    ]
    sections = [Section(title=name, rows=[row for row in facts if row[1]])]
    sections += [_values(_("The person"), one, _PERSON) for one in data["records"]]
    sections += [_values(_("Registration"), one, _REGISTRATION) for one in data["registrations"]]
    sections += [_values(_("Application"), one, _APPLICATION) for one in data["applications"]]
    sections += [
        Section(title=_("Consents"), rows=[_consent(one) for one in data["consents"]]),
        Section(
            title=_("Questions about companies"), rows=[_release(one) for one in data["releases"]]
        ),
        Section(title=_("Who got your data"), rows=[_provision(one) for one in data["provisions"]]),
        Section(
            title=_("Who looked at the record"),
            rows=[
                (_say(one["first_at"]), f"{ROLES.get(one['role'], '')} {WAYS.get(one['way'], '')}")
                for one in data["views"]
            ],
        ),
        Section(title=_("My requests"), rows=[_request(one) for one in place["requests"]]),
    ]
    return sections


def _values(title: str, one: Mapping[str, Any], labels: Mapping[str, Words]) -> Section:
    rows = [(formats.say(words), _say(one.get(key), key)) for key, words in labels.items()]
    return Section(title=title, rows=[row for row in rows if row[1]])


def _consent(one: Mapping[str, Any]) -> tuple[str, str]:
    purposes, kinds = dict(Purpose.choices), dict(ConsentEvent.Kind.choices)
    text = f"{purposes.get(one['purpose'], one['purpose'])}: {kinds.get(one['kind'], one['kind'])}"
    until = _say(one["expires_on"])
    return _say(one["happened_at"]), f"{text} ({_('until')} {until})" if until else text


def _release(one: Mapping[str, Any]) -> tuple[str, str]:
    state = formats.say(formats.status_label("release", one["state"]).label)
    items = say_all(RELEASE_FIELDS[key] for key in one["fields"] if key in RELEASE_FIELDS)
    return f"{one['company_name']} {one['job_title']}", f"{state}\n{items}"


def _provision(one: Mapping[str, Any]) -> tuple[str, str]:
    language = "en" if formats.is_english() else "ja"
    items = say_all(RELEASE_FIELDS[key] for key in one["items"] if key in RELEASE_FIELDS)
    return (
        f"{one['recipient_name']}\n{_say(one['provided_at'])}",
        f"{items}\n{one['purpose'][language]}",
    )


def _request(one: Mapping[str, Any]) -> tuple[str, str]:
    kind = formats.say(KINDS[RequestKind(one["kind"])].words)
    return f"{one['number']} {kind}", f"{_say(one['received_at'])}\n{one['answer']}".strip()


def _say(value: Any, key: str = "") -> str:
    """Return a value as people read it; empty for nothing."""
    if value is None or value == "" or value is False:
        return ""
    if value is True:
        return _("yes")
    if key == "state":
        return formats.say(STATES[RegistrationState(value)].label)
    if key == "outcome":
        return str(dict(Application.Outcome.choices).get(value, value))
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Mapping):
        pairs = ((WISH_FIELDS.get(name), text) for name, text in value.items())
        return "\n".join(f"{formats.say(words)}: {text}" for words, text in pairs if words)
    return str(value)


def _period(starts_on: date | None, ends_on: date | None) -> str:
    if starts_on is None and ends_on is None:
        return ""
    return f"{formats.month(starts_on)}-{formats.month(ends_on)}"


def _join(names: Iterable[str]) -> str:
    return (", " if formats.is_english() else "、").join(names)
