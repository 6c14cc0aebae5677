"""One way for every operation: who, may they, in their organisation's transaction, one answer.

An operation parses, calls one action or query, and writes its answer in the schema it names.
The answer is written inside the transaction, so nothing is read after it ended.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Router, Schema

from tasuki.adapters.postgres.context import bound
from tasuki.api.auth import ApiRequest, OwnKeyAuth, SessionAuth
from tasuki.api.idempotency import read_call
from tasuki.api.problems import answer_refusal
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError, NotAllowedError, NotVisibleError
from tasuki.core.access import OrganisationKind, Permission

type View = Callable[..., Schema | HttpResponseBase]

COMPANY: Final = (OrganisationKind.COMPANY,)
AGENCY: Final = (OrganisationKind.AGENCY,)
MUNICIPALITY: Final = (OrganisationKind.MUNICIPALITY,)
BOTH_SIDES: Final = (OrganisationKind.COMPANY, OrganisationKind.AGENCY)
EVERY_KIND: Final = tuple(OrganisationKind)
PERSON_AUTH: Final = (OwnKeyAuth(), SessionAuth())
SESSION_AUTH: Final = (SessionAuth(),)
JSON: Final = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call an operation.

    Attributes:
        needs: one of these rights is enough.
        kinds: whose operation it is; for others it does not exist.
    """

    needs: tuple[Permission, ...]
    kinds: tuple[OrganisationKind, ...]

    def check(self, actor: Actor) -> None:
        """Refuse an actor of another kind, or without the right.

        Raises:
            NotVisibleError: the operation is not for this kind of organisation.
            NotAllowedError: none of the rights is there.
        """
        if actor.kind not in self.kinds:
            raise NotVisibleError
        if not any(actor.can(right) for right in self.needs):
            raise NotAllowedError


class Area(Router):
    """The operations of one area."""

    def read(
        self,
        path: str,
        answer: type[Schema] | None,
        *,
        needs: Permission | tuple[Permission, ...],
        kinds: tuple[OrganisationKind, ...] = EVERY_KIND,
        auth: Sequence[Any] | None = None,
        media_type: str = "",
    ) -> Callable[[View], View]:
        """Add a GET operation; with ``media_type`` it answers with a file instead of JSON."""
        return self._add("GET", path, answer, _rule(needs, kinds), auth, media_type)

    def write(
        self,
        path: str,
        answer: type[Schema],
        *,
        needs: Permission | tuple[Permission, ...],
        kinds: tuple[OrganisationKind, ...] = EVERY_KIND,
        auth: Sequence[Any] | None = None,
        method: str = "POST",
    ) -> Callable[[View], View]:
        """Add an operation that changes something; every POST knows the Idempotency-Key."""
        return self._add(method, path, answer, _rule(needs, kinds), auth, "")

    def _add(
        self,
        method: str,
        path: str,
        answer: type[Schema] | None,
        rule: Rule,
        auth: Sequence[Any] | None,
        media_type: str,
    ) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            extra: dict[str, Any] = {
                "x-needs": [str(right) for right in rule.needs],
                "x-kinds": [str(kind) for kind in rule.kinds],
            }
            if media_type:
                file = {"schema": {"type": "string", "format": "binary"}}
                extra["responses"] = {200: {"description": "OK", "content": {media_type: file}}}
            options: dict[str, Any] = {} if auth is None else {"auth": list(auth)}
            self.add_api_operation(
                path,
                [method],
                _in_organisation(view, rule, keeps_answers=method == "POST"),
                response={HTTPStatus.OK: answer},
                operation_id=view.__name__,
                summary=_summary(view),
                description=_details(view),
                openapi_extra=extra,
                **options,
            )
            return view

        return decorate


def act[Result](
    request: ApiRequest, action: Callable[..., Result], given: Schema | None = None, **values: Any
) -> Result:
    """Call an action now for the one who asks.

    Args:
        request: whose actor acts.
        action: what is done.
        given: the body, whose fields are arguments of the action.
        values: further arguments.
    """
    body = {} if given is None else given.model_dump()
    return action(actor=request.auth, now=timezone.now(), **values, **body)


def _rule(needs: Permission | tuple[Permission, ...], kinds: tuple[OrganisationKind, ...]) -> Rule:
    return Rule(needs=needs if isinstance(needs, tuple) else (needs,), kinds=kinds)


def _in_organisation(view: View, rule: Rule, *, keeps_answers: bool) -> View:
    @wraps(view)
    def answer(request: ApiRequest, **values: object) -> HttpResponseBase:
        actor = request.auth
        with bound(actor.organisation_id, actor.account_id):
            # Caught inside: the trace of a refusal is kept although nothing else is.
            try:
                rule.check(actor)
                if not keeps_answers:
                    return _write(view(request, **values))
                return _answer_once(view, request, values)
            except ActionError as error:
                return answer_refusal(error)

    return answer


def _answer_once(view: View, request: ApiRequest, values: dict[str, object]) -> HttpResponseBase:
    actor = request.auth
    call = read_call(request, actor)
    if call is None:
        return _write(view(request, **values))
    known = call.find_answer(actor.organisation_id)
    if known is not None:
        return known
    try:
        response = _write(view(request, **values))
    except ActionError as error:
        response = answer_refusal(error)
    assert isinstance(response, HttpResponse)
    call.keep(actor.organisation_id, response)
    return response


def _write(result: Schema | HttpResponseBase) -> HttpResponseBase:
    if isinstance(result, HttpResponseBase):
        return result
    return HttpResponse(result.model_dump_json(), content_type=JSON)


def _summary(view: View) -> str:
    return (view.__doc__ or view.__name__).strip().partition("\n")[0].rstrip(".")


def _details(view: View) -> str:
    rest = (view.__doc__ or "").strip().partition("\n")[2]
    return " ".join(rest.split())
