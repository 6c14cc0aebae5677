"""A file between its upload and its import, kept for an hour and readable by nobody else.

It is encrypted with a key of its organisation, because the place it waits in has no fence.
"""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from cryptography.fernet import Fernet
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError

KEEP_SECONDS: Final = 3600
_SALT: Final = "tasuki.company.import"


@dataclass(frozen=True, slots=True)
class FileDraft:
    """An uploaded file."""

    key: str
    name: str
    data: bytes


def keep_file(actor: Actor, *, name: str, data: bytes) -> str:
    """Keep a file and return the key of the address that shows it."""
    key = secrets.token_urlsafe(12)
    cache.set(_place(actor, key), (name, _cipher(actor).encrypt(data)), KEEP_SECONDS)
    return key


def find_file(actor: Actor, key: str) -> FileDraft:
    """Return a file that this member of this organisation uploaded within the hour.

    Raises:
        InvalidInputError: it is gone, or somebody else's.
    """
    kept = cache.get(_place(actor, key))
    if kept is None:
        raise InvalidInputError(
            ja="アップロードから1時間が過ぎたため、ファイルを破棄しました。もう一度選んでください。",
            en="The file was discarded an hour after the upload. Choose it again.",
            code="file_gone",
        )
    name, secret = kept
    return FileDraft(key=key, name=name, data=_cipher(actor).decrypt(secret))


def forget_file(actor: Actor, key: str) -> None:
    """Discard a file."""
    cache.delete(_place(actor, key))


def _place(actor: Actor, key: str) -> str:
    return f"import:{actor.organisation_id}:{actor.account_id}:{key}"


def _cipher(actor: Actor) -> Fernet:
    digest = salted_hmac(_SALT, str(actor.organisation_id), algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(digest))
