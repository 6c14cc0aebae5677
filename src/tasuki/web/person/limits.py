"""How often one visitor may ask, counted in the cache; nothing is kept about who it was."""

from typing import Final, NamedTuple

from django.core.cache import cache

from tasuki.apps.errors import ActionError
from tasuki.apps.relay.policy import make_risk_source
from tasuki.core.words import Words


class Limit(NamedTuple):
    """At most ``tries`` in ``seconds``, and what a visitor reads after that."""

    tries: int
    seconds: int
    text: Words


_HOUR: Final = 3_600
_SOME_TIME: Final = Words(
    "短い時間に何度も送信されたため、受け付けを止めています。"
    "1時間ほど待ってから、もう一度お試しください。",
    "Too many tries in a short time, so nothing was sent. Wait about an hour and try again.",
)
_A_MINUTE: Final = Words(
    "確認メールは、いま送ったところです。1分ほど待ってから、もう一度送信してください。"
    "迷惑メールのフォルダも確認してください。",
    "The mail was sent just now. Wait about a minute before sending it again, "
    "and look into the spam folder.",
)

START_BY_ADDRESS: Final = Limit(40, _HOUR, _SOME_TIME)
START_BY_DEVICE: Final = Limit(10, _HOUR, _SOME_TIME)
SAME_MAIL: Final = Limit(1, 60, _A_MINUTE)
WRONG_KEY: Final = Limit(60, _HOUR, _SOME_TIME)
CODE_BY_ADDRESS: Final = Limit(40, _HOUR, _SOME_TIME)
CODE_BY_MAIL: Final = Limit(6, _HOUR, _SOME_TIME)
CODE_TRY: Final = Limit(60, _HOUR, _SOME_TIME)
BIRTH_DATE: Final = Limit(5, 24 * _HOUR, _SOME_TIME)


class TooManyTriesError(ActionError):
    """A visitor asked more often than a person does."""

    code = "too_many"
    status = 429


def take(name: str, limit: Limit, *, who: str) -> None:
    """Count one try.

    Args:
        name: what is tried.
        limit: how often it may be.
        who: a device, a network address or a mail address; only its keyed hash is used.

    Raises:
        TooManyTriesError: the limit is reached; it ends by itself.
    """
    key = f"person:{name}:{make_risk_source(device=who, address='')}"
    cache.add(key, 0, limit.seconds)
    try:
        tries = cache.incr(key)
    except ValueError:  # it ended between the two calls
        tries = 1
    if tries > limit.tries:
        raise TooManyTriesError(ja=limit.text.ja, en=limit.text.en)
