"""Everything that is not an answer, as a problem document (RFC 9457) in the caller's language.

A rule that says no keeps its code, so that a machine can tell H6 from a conflict.
"""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, Throttled
from ninja.errors import ValidationError as RequestError
from pydantic import BaseModel, Field

from tasuki.apps.errors import ActionError, NotVisibleError
from tasuki.core.words import Words

MEDIA_TYPE: Final = "application/problem+json"

type _Raised = Exception | type[Exception]


class FieldProblem(BaseModel):
    """One value that cannot be used."""

    field: str = Field(description="place of the value, such as body.title")
    code: str
    text: str


class Problem(BaseModel):
    """Why nothing was done, and what to do next (RFC 9457)."""

    type: str = Field(description="urn:tasuki:problem: and the code")
    title: str = Field(description="in the language asked for by Accept-Language")
    status: int
    detail_ja: str
    detail_en: str
    code: str = Field(description="stable name, such as H6, N5 or conflict")
    field: str = ""
    errors: list[FieldProblem] = []


SIGNED_OUT: Final = Words(
    ja="サインインしていないか、APIキーが無効です。APIキーを確認してください。",
    en="You are signed out, or the API key does not work. Check the API key.",
)
NO_CSRF: Final = Words(
    ja="ブラウザからの変更にはCSRFトークンが必要です。ページを読み込み直してください。",
    en="A change from a browser needs the CSRF token. Load the page again.",
)
TOO_MANY_CALLS: Final = Words(
    ja="呼び出しが多すぎます。Retry-Afterの秒数だけ待ってから、もう一度送ってください。",
    en="Too many calls. Wait for the seconds in Retry-After and send again.",
)
TOO_LARGE: Final = Words(
    ja="送られた内容が大きすぎます。分けて送ってください。",
    en="What was sent is too large. Send it in parts.",
)
UNREADABLE: Final = Words(
    ja="本文をJSONとして読めません。形式を確認してください。",
    en="The body cannot be read as JSON. Check its form.",
)
INVALID: Final = Words(
    ja="使えない値があります。errorsの項目を直して、もう一度送ってください。",
    en="Some values cannot be used. Correct those named in errors and send again.",
)
_ANY_VALUE: Final = Words(
    ja="この値は使えません。仕様を確認してください。",
    en="This value cannot be used. Check the description of the field.",
)
_FIELD_TEXTS: Final[Mapping[str, Words]] = {
    "missing": Words(ja="必須です。値を入れてください。", en="Required. Give a value."),
    "extra_forbidden": Words(
        ja="この項目は受け付けません。取り除いてください。",
        en="This field is not accepted. Remove it.",
    ),
    "string_too_long": Words(ja="長すぎます。短くしてください。", en="Too long. Shorten it."),
    "string_too_short": Words(ja="短すぎます。入力してください。", en="Too short. Fill it in."),
    "too_long": Words(ja="多すぎます。分けて送ってください。", en="Too many. Send them in parts."),
    "too_short": Words(ja="1つ以上入れてください。", en="Give at least one."),
    "enum": Words(ja="選択肢にない値です。", en="Not one of the choices."),
    "literal_error": Words(ja="選択肢にない値です。", en="Not one of the choices."),
    "uuid_parsing": Words(ja="IDの形式ではありません。", en="Not the form of an id."),
    "int_parsing": Words(ja="整数を入れてください。", en="Give a whole number."),
    "bool_parsing": Words(ja="trueかfalseを入れてください。", en="Give true or false."),
    "date_from_datetime_parsing": Words(
        ja="日付をYYYY-MM-DDで入れてください。", en="Give a date as YYYY-MM-DD."
    ),
    "greater_than_equal": Words(ja="小さすぎます。", en="Too small."),
    "less_than_equal": Words(ja="大きすぎます。", en="Too large."),
    "timezone_aware": Words(
        ja="時差のついた日時を入れてください。", en="Give a time with its zone."
    ),
}


def problem_response(problem: Mapping[str, Any]) -> HttpResponse:
    """Return the answer that carries a problem document."""
    return JsonResponse(problem, status=problem["status"], content_type=MEDIA_TYPE)


def answer_refusal(error: ActionError) -> HttpResponse:
    """Return the problem document of a refused act."""
    return problem_response(error.as_problem())


def make_problem(
    code: str, status: int, words: Words, errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """Return a problem of the door itself, which no action has seen."""
    problem = {
        "type": f"urn:tasuki:problem:{code}",
        "title": words.in_language(get_language() or "ja"),
        "status": status,
        "detail_ja": words.ja,
        "detail_en": words.en,
        "code": code,
    }
    return problem_response(problem | ({"errors": errors} if errors else {}))


def install_handlers(api: NinjaAPI) -> None:
    """Turn every refusal of the API into a problem document."""
    api.add_exception_handler(ActionError, _refused)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(RequestError, _invalid)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(AuthenticationError, _signed_out)
    for kind, code, status, words in (
        (AuthorizationError, "csrf", HTTPStatus.FORBIDDEN, NO_CSRF),
        (Throttled, "too_many_calls", HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY_CALLS),
        (RequestDataTooBig, "too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE),
        (TooManyFieldsSent, "too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE),
    ):
        api.add_exception_handler(kind, partial(_fixed, code=code, status=status, words=words))


def not_found(request: HttpRequest) -> HttpResponse:
    """Return that there is no such address in the API."""
    return answer_refusal(NotVisibleError())


def _fixed(
    request: HttpRequest, exc: _Raised, *, code: str, status: int, words: Words
) -> HttpResponse:
    return make_problem(code, status, words)


def _refused(request: HttpRequest, exc: _Raised) -> HttpResponse:
    assert isinstance(exc, ActionError)
    return answer_refusal(exc)


def _not_found(request: HttpRequest, exc: _Raised) -> HttpResponse:
    return answer_refusal(NotVisibleError())


def _signed_out(request: HttpRequest, exc: _Raised) -> HttpResponse:
    response = make_problem("signed_out", HTTPStatus.UNAUTHORIZED, SIGNED_OUT)
    response["WWW-Authenticate"] = 'Bearer realm="tasuki"'
    return response


def _unreadable(request: HttpRequest, exc: _Raised) -> HttpResponse:
    return make_problem("unreadable", HTTPStatus.BAD_REQUEST, UNREADABLE)


def _invalid(request: HttpRequest, exc: _Raised) -> HttpResponse:
    assert isinstance(exc, RequestError)
    errors = [_field_problem(error) for error in exc.errors]
    return make_problem("invalid", HTTPStatus.UNPROCESSABLE_ENTITY, INVALID, errors)


def _field_problem(error: Mapping[str, Any]) -> dict[str, str]:
    place = [str(part) for part in error.get("loc", ())]
    if len(place) > 1 and place[0] in {"body", "query", "path"}:
        place = [place[0], *place[2:]] if place[1] in {"given", "page", "filters"} else place
    code = str(error.get("type", "invalid"))
    words = _FIELD_TEXTS.get(code, _ANY_VALUE)
    return {
        "field": ".".join(place),
        "code": code,
        "text": words.in_language(get_language() or "ja"),
    }
