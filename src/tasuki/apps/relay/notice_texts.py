"""The texts of a result notice: checked, filled and put together. Reads no row.

The result always stands first; the relay line follows it, or stands on the result page, or
goes out later in a mail of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tasuki.core.law.wording import find_wording
from tasuki.core.relay.texts import (
    DEFAULT_TEXTS,
    MERGE_FIELDS,
    RESULT_LINE_ELEMENTS,
    DefaultText,
    TemplateProblem,
    TextElement,
    TextError,
    check_elements,
    check_template,
    count_elements,
    render,
    used_fields,
)
from tasuki.core.words import Words

BODY_FIELDS: Final = ("name", "company", "job")
LINE_CHARACTERS_MAX: Final = 2_000
LABEL_CHARACTERS_MAX: Final = 60
LANGUAGES: Final = ("ja", "en")

SAMPLE_NAMES: Final = ("架空 花子", "Maximiliana Konstantinopolitanskaya-Montgomery", "林 一")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateValues:
    """What a person types for a notice template.

    Attributes:
        name: 1-25 characters.
        language: ``ja`` or ``en``.
        subject: 1-100 characters, no merge fields, because it is sent to many.
        body: the result; 1-10,000 characters, fields {name} {company} {job}.
        relay_line: stands after the result; fields {agency} {licence} {url} {stop_url}; empty
            for a notice without guidance.
        label_text: name of the text variant, for totals of variants.
    """

    name: str
    language: str = "ja"
    subject: str
    body: str
    relay_line: str = ""
    label_text: str = ""


@dataclass(frozen=True, slots=True)
class NoticeCheck:
    """What a check of a template found.

    Attributes:
        problems: sentences by part (name, language, subject, body, relay_line, label_text).
        elements: the required elements of the relay line; empty without a line.
        present: how many of them are there.
        required: how many there must be.
    """

    problems: Mapping[str, tuple[Words, ...]]
    elements: tuple[TextElement, ...] = ()
    present: int = 0
    required: int = 0

    @property
    def is_complete(self) -> bool:
        """Return whether the line has all required elements; also without a line."""
        return self.present == self.required


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """The agency behind the line, as the running contract names it."""

    agency: str
    licence: str
    url: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """The person a notice is written to."""

    name: str
    company: str
    job: str
    language: str = "ja"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice as it is sent or shown."""

    subject: str
    text: str
    line: str = field(default="")


def check_notice(values: TemplateValues) -> NoticeCheck:
    """Return every problem of a template by part, and the elements of its line."""
    found = check_template(name=values.name, subject=values.subject, body=values.body, is_bulk=True)
    found += [_outside(name) for name in used_fields(values.body) if name in _LINE_ONLY]
    found += _line_problems(values.relay_line)
    if values.language not in LANGUAGES:
        text = Words(
            "言語を日本語か英語から選んでください。", "Choose Japanese or English as the language."
        )
        found.append(TemplateProblem("language", text))
    if len(values.label_text) > LABEL_CHARACTERS_MAX:
        text = Words(
            f"ラベルは{LABEL_CHARACTERS_MAX}文字以内で入力してください。",
            f"Enter a label of at most {LABEL_CHARACTERS_MAX} characters.",
        )
        found.append(TemplateProblem("label_text", text))
    problems: dict[str, tuple[Words, ...]] = {}
    for problem in found:
        problems[problem.part] = (*problems.get(problem.part, ()), problem.text)
    if not values.relay_line.strip():
        return NoticeCheck(problems)
    elements = check_elements(values.relay_line, rules=RESULT_LINE_ELEMENTS)
    return NoticeCheck(problems, elements, *count_elements(elements))


_LINE_ONLY = frozenset(MERGE_FIELDS) - set(BODY_FIELDS)


def _outside(name: str) -> TemplateProblem:
    return TemplateProblem(
        "body",
        Words(
            f"{{{name}}}は案内文だけで使えます。本文から案内文へ移してください。",
            f"{{{name}}} belongs into the relay line. Move it there.",
        ),
    )


def _line_problems(line: str) -> list[TemplateProblem]:
    problems = [
        TemplateProblem(
            "relay_line",
            Words(
                f"{hit.rule}：「{hit.found}」を削除してください。{hit.reason.ja}",
                f"{hit.rule}: delete “{hit.found}”. {hit.reason.en}",
            ),
        )
        for hit in find_wording(line)
    ]
    known = ", ".join(f"{{{name}}}" for name in MERGE_FIELDS)
    problems += [
        TemplateProblem(
            "relay_line",
            Words(
                f"差し込み項目{{{name}}}は使えません。使える項目：{known}",
                f"There is no field {{{name}}}. Fields: {known}",
            ),
        )
        for name in used_fields(line)
        if name not in MERGE_FIELDS
    ]
    if len(line) > LINE_CHARACTERS_MAX:
        text = Words(
            f"案内文は{LINE_CHARACTERS_MAX:,}文字以内で入力してください。",
            f"Enter a relay line of at most {LINE_CHARACTERS_MAX:,} characters.",
        )
        problems.append(TemplateProblem("relay_line", text))
    return problems


def default_line(language: str) -> str:
    """Return the relay line that a new template starts with."""
    return DEFAULT_TEXTS[DefaultText.RESULT_LINE].in_language(language)


def fill_result(values: TemplateValues, addressee: Addressee) -> NoticeText:
    """Return the result without any guidance.

    Raises:
        TextError: a field is unknown, or has no value for this person.
    """
    filled = {"name": addressee.name, "company": addressee.company, "job": addressee.job}
    return NoticeText(values.subject, render(values.body, filled).rstrip())


def fill_line(line: str, guidance: Guidance, addressee: Addressee, *, stop_url: str) -> str:
    """Return the relay line with the agency's name, licence and addresses.

    Raises:
        TextError: a field is unknown, or its value is missing.
    """
    return render(
        line,
        {
            "agency": guidance.agency,
            "licence": guidance.licence,
            "url": guidance.url,
            "stop_url": stop_url,
            "name": addressee.name,
            "company": addressee.company,
            "job": addressee.job,
        },
    )


def with_line(result: NoticeText, line: str) -> NoticeText:
    """Return the notice with the line below the result."""
    return NoticeText(result.subject, f"{result.text}\n\n{line}", line)


def with_page(result: NoticeText, *, result_url: str, language: str) -> NoticeText:
    """Return the notice with the address of the result page; no guidance stands in the mail."""
    words = Words(
        f"この結果は、次のページでもご覧いただけます。\n{result_url}",
        f"You can read this result again on this page:\n{result_url}",
    )
    return NoticeText(result.subject, f"{result.text}\n\n{words.in_language(language)}")


def fill_guidance_mail(
    values: TemplateValues, guidance: Guidance, addressee: Addressee, *, stop_url: str
) -> NoticeText:
    """Return the mail of its own that goes to people who opted in, a day after the result.

    Raises:
        TextError: a field is unknown, or its value is missing.

    Source: 特定電子メールの送信の適正化等に関する法律 3条, 4条.
    """
    line = fill_line(values.relay_line, guidance, addressee, stop_url=stop_url)
    subject = Words(
        f"職業紹介の登録窓口のご案内｜{addressee.company}",
        f"Where you can register for job placement | {addressee.company}",
    )
    opening = Words(
        f"{addressee.name} 様\n\n"
        f"{addressee.company}です。案内のメールを希望された方にお送りしています。",
        f"Dear {addressee.name},\n\n"
        f"this is {addressee.company}. You asked for such notices when you applied.",
    )
    language = values.language
    return NoticeText(
        subject.in_language(language), f"{opening.in_language(language)}\n\n{line}", line
    )


def sample_guidance(language: str) -> Guidance:
    """Return made-up values, for a preview before a contract runs."""
    words = Words("（人材紹介会社の名前）", "(name of the agency)")
    return Guidance(
        agency=words.in_language(language),
        licence="00-ユ-000000",
        url="https://tasuki.example.invalid/r/SAMPLE/",
    )


def first_problem(check: NoticeCheck) -> tuple[str, Words] | None:
    """Return part and sentence of the first problem; None if there is none."""
    return next(((part, sentences[0]) for part, sentences in check.problems.items()), None)


def missing_elements(check: NoticeCheck) -> Sequence[Words]:
    """Return the labels of the required elements that the line lacks."""
    return [element.label for element in check.elements if not element.is_present]


__all__ = [
    "Addressee",
    "Guidance",
    "NoticeCheck",
    "NoticeText",
    "TemplateValues",
    "TextError",
    "check_notice",
    "default_line",
    "fill_line",
    "fill_result",
    "first_problem",
    "missing_elements",
    "sample_guidance",
    "with_line",
    "with_page",
]
