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
    """Counts the calls of one actor; a caller who is signed out never gets this far."""

    calls_per_window = CALLS_PER_WINDOW

    def allow_request(self, request: HttpRequest) -> bool:
        """Return whether one more call is allowed in this minute."""
        actor: Actor = request.auth  # type: ignore[attr-defined]
        window = int(time.time() // WINDOW_SECONDS)
        who = actor.account_id or actor.registration_id or actor.talent_record_id
        key = f"api-calls:{actor.organisation_id}:{who}:{window}"
        if cache.add(key, 1, timeout=2 * WINDOW_SECONDS):
            return True
        try:
            return cache.incr(key) <= self.calls_per_window
        except ValueError:  # the entry ended between the two steps
            return True

    def wait(self) -> float:
        """Return the seconds until the next minute begins."""
        return math.ceil(WINDOW_SECONDS - time.time() % WINDOW_SECONDS)
