"""How often one caller may call: a fixed number in each minute, counted in the cache."""

import math
import time
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from tasuki.apps.actor import Actor

WINDOW_SECONDS: Final = 60
CALLS_PER_WINDOW: Final = 600


class CallerThrottle(BaseThrottle):
    """Counts the calls of one actor, or of one address where nobody signs in."""

    calls_per_window = CALLS_PER_WINDOW

    def allow_request(self, request: HttpRequest) -> bool:
        """Return whether one more call is allowed in this minute."""
        window = int(time.time() // WINDOW_SECONDS)
        key = f"api-calls:{_caller(request)}:{window}"
        if cache.add(key, 1, timeout=2 * WINDOW_SECONDS):
            return True
        try:
            return cache.incr(key) <= self.calls_per_window
        except ValueError:  # the entry ended between the two steps
            return True

    def wait(self) -> float:
        """Return the seconds until the next minute begins."""
        return math.ceil(WINDOW_SECONDS - time.time() % WINDOW_SECONDS)


def _caller(request: HttpRequest) -> str:
    actor: Actor | None = getattr(request, "auth", None)
    if actor is None:
        return f"address:{request.META.get('REMOTE_ADDR', '')}"
    who = actor.account_id or actor.registration_id or actor.talent_record_id
    return f"{actor.organisation_id}:{who}"
