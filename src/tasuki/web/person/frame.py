"""What all pages of a person share: time, language, easy words, headers, the answer to a no."""

import secrets
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.views import View

from tasuki.apps.errors import ActionError
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.views import Request

DEVICE_COOKIE: Final = "tasuki_device"
"""A random value; only its keyed hash is stored, to see many registrations from one device."""

DEVICE_SECONDS: Final = 30 * 86_400


class PersonView(View):
    """A page of a person, opened without a sign-in unless a subclass asks for one."""

    request: Request

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Return the view; a mark on ``dispatch`` would be lost where a page overrides it."""
        return login_not_required(super().as_view(**initkwargs))

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the clock once."""
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, and let no copy of the address leave or stay."""
        try:
            response = self.open(kwargs)
            if response is None:
                with self.entered():
                    response = super().dispatch(request, *args, **kwargs)
        except ActionError as error:
            response = self.refuse(error)
        return _guarded(response)

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Find out what the address opens; return the page to show where it opens nothing.

        Args:
            places: the parts of the address; what is taken out does not reach the page.
        """
        return None

    def entered(self) -> AbstractContextManager[None]:
        """Return what holds while the page answers; subclasses bind the organisation here."""
        return nullcontext()

    def refuse(self, error: ActionError) -> HttpResponseBase:
        """Return the page for a refusal."""
        return self.show("person/refusal.html", {"error": error}, status=error.status)

    def show(
        self, template: str, context: dict[str, Any], *, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        """Render a page; what was done stands on top, because a toast would hide the buttons."""
        shared = {
            "is_plain": self.is_plain,
            "plain_query": self.query(),
            "said": list(messages.get_messages(self.request)),
            "messages": (),
        }
        return render(self.request, template, shared | context, status=status)

    @property
    def is_plain(self) -> bool:
        """Whether the reader asked for easy Japanese."""
        return self.request.GET.get("plain") == "1"

    def query(self) -> str:
        """Return the part of an address that keeps the easy words on the next page."""
        return f"?{urlencode({'plain': 1})}" if self.is_plain else ""

    def speak(self, language: str) -> None:
        """Use a language unless the reader chose one with the switch."""
        if settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            translation.activate("en" if language.startswith("en") else "ja")


def name_of(name: str, name_en: str) -> str:
    """Return an organisation's name in the language of the page."""
    return name_en if formats.is_english() and name_en else name


def say_all(listed: Iterable[Words]) -> str:
    """Return short texts in one line, in the language of the page: 氏名、メールアドレス."""
    comma = ", " if formats.is_english() else "、"
    return comma.join(formats.say(one) for one in listed)


def network_address(request: HttpRequest) -> str:
    """Return the address that the server saw."""
    return str(request.META.get("REMOTE_ADDR", ""))


def device_of(request: HttpRequest) -> str:
    """Return the value of the device's cookie, or a new one."""
    return request.COOKIES.get(DEVICE_COOKIE) or secrets.token_urlsafe(18)


def keep_device(response: HttpResponseBase, device: str) -> None:
    """Let the device send its value with the next registration."""
    set_own_cookie(response, DEVICE_COOKIE, device, seconds=DEVICE_SECONDS)


def set_own_cookie(response: HttpResponseBase, name: str, value: str, *, seconds: int) -> None:
    """Set a cookie that only the registration pages get and no script can read."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/r/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    """The address may hold a key.

    Not ``no-referrer``: with it browsers send no origin with a form, and the form is refused.
    """
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
