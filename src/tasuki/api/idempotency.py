"""A repeated call with the same Idempotency-Key gets the first answer and does nothing again.

The answer is kept in the transaction of the call itself.  A call that dies leaves neither effect
nor answer, so the repeat does the work; two at once are told apart by a lock that ends with the
transaction, so nothing can stay locked.
"""

import hashlib
import re
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse

from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.orgs.models import ApiCall

HEADER: Final = "Idempotency-Key"
REPLAYED_HEADER: Final = "Idempotency-Replayed"
KEY_FORM: Final = r"^[!-~]{1,100}$"
_KEY: Final = re.compile(KEY_FORM)
_ROUTE_CHARACTERS_MAX: Final = 200


class KeptCall:
    """One call with a key, between its beginning and its answer."""

    def __init__(self, key: str, route: str, fingerprint: str) -> None:
        """Keep what tells this call from others."""
        self.key, self.route, self.fingerprint = key, route, fingerprint

    def find_answer(self, organisation_id: int) -> HttpResponse | None:
        """Return the answer of the first call, or None if this is the first.

        Raises:
            RefusedError: the first call still runs (``call_in_flight``).
            InvalidInputError: the key belongs to a different call (``key_reused``).
        """
        if not _lock(organisation_id, self.key):
            raise RefusedError(
                ja="同じIdempotency-Keyの呼び出しを処理中です。少し待ってから、"
                "同じキーでもう一度送ってください。",
                en="A call with this Idempotency-Key is still running. Wait a moment and send "
                "it again with the same key.",
                code="call_in_flight",
            )
        known = ApiCall.objects.filter(key=self.key).first()
        if known is None:
            return None
        if known.fingerprint != self.fingerprint:
            raise InvalidInputError(
                ja="このIdempotency-Keyは別の呼び出しで使われています。新しいキーで送ってください。",
                en="This Idempotency-Key was used for a different call. Send with a new key.",
                code="key_reused",
                field=HEADER,
            )
        response = HttpResponse(known.body, status=known.status, content_type=known.content_type)
        response[REPLAYED_HEADER] = "true"
        return response

    def keep(self, organisation_id: int, response: HttpResponse) -> None:
        """Keep the answer for repeats."""
        ApiCall.objects.create(
            organisation_id=organisation_id,
            key=self.key,
            route=self.route,
            fingerprint=self.fingerprint,
            status=response.status_code,
            content_type=response.headers["Content-Type"],
            body=response.content.decode(),
        )


def read_call(request: HttpRequest, actor: Actor) -> KeptCall | None:
    """Return the call to be kept, or None when it carries no key.

    Raises:
        InvalidInputError: the key has no usable form.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not _KEY.match(key):
        raise InvalidInputError(
            ja="Idempotency-Keyは1〜100文字の英数字と記号にしてください。",
            en="Idempotency-Key must be 1 to 100 printable ASCII characters.",
            field=HEADER,
        )
    route = f"{request.method} {request.path}"[:_ROUTE_CHARACTERS_MAX]
    return KeptCall(key, route, _fingerprint(request, actor))


def _fingerprint(request: HttpRequest, actor: Actor) -> str:
    """Hash what makes two calls the same: who, where, with which rights, and what was sent."""
    who = actor.account_id or actor.registration_id or actor.talent_record_id
    parts = [request.method or "", request.get_full_path(), str(who), str(actor.role)]
    parts += sorted(actor.scopes or ())
    digest = hashlib.sha256("\n".join(parts).encode())
    if request.content_type == "multipart/form-data":  # its borders differ in every call
        for name, values in sorted(request.POST.lists()):
            digest.update(repr((name, values)).encode())
        for name in sorted(request.FILES):
            file = request.FILES[name]
            assert isinstance(file, UploadedFile)
            digest.update(f"\n{name}:{file.name}:{file.size}:".encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    else:
        digest.update(b"\n" + request.body)
    return digest.hexdigest()


def _lock(organisation_id: int, key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"api:{organisation_id}:{key}"],
        )
        return bool(cursor.fetchone()[0])
