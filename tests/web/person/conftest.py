"""A running relay, a visitor on a phone, and pages that are read strictly."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

import html5lib
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from tests.apps.relay import intake

from tasuki.core.relay.texts import check_wording

LOOSE = re.compile(r"<[^>]+\sstyle\s*=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']")


@dataclass
class Visitor:
    """Somebody with a phone; every page is parsed strictly and searched for forbidden words."""

    relay: intake.Relay
    client: Client = field(default_factory=Client)
    status: int = 0
    content: str = ""
    path: str = ""

    def get(self, path: str, **options: Any) -> str:
        return self._read(path, self.client.get(path, follow=True, **options))

    def post(self, path: str, values: dict[str, Any] | None = None, **options: Any) -> str:
        return self._read(path, self.client.post(path, values or {}, follow=True, **options))

    def _read(self, path: str, response: Any) -> str:
        self.status, self.content = response.status_code, response.content.decode()
        self.path = response.redirect_chain[-1][0] if response.redirect_chain else path
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
        return check_markup(self.content)

    @property
    def explain_path(self) -> str:
        return reverse("person:explain", args=[self.relay.link.code])

    def start(self, mail: str = "hina@mail.example", **values: Any) -> str:
        """1/3: send the address."""
        given = {"mail": mail, "stage": "first_interview", "result_month": ""}
        return self.post(self.explain_path, given | values)

    def confirm(self, mail: str = "hina@mail.example") -> str:
        """Press the button behind the mailed link; ends on the consent page."""
        return self.post(reverse("person:confirm", args=[self.relay.key_of(mail)]))

    def come_to_wishes(self, mail: str = "hina@mail.example") -> str:
        self.start(mail)
        self.confirm(mail)
        return self.post(self.path, {"placement": "on"})

    def register(self, mail: str = "hina@mail.example", **values: Any) -> str:
        """The whole way; ends on the page of completion."""
        self.come_to_wishes(mail)
        return self.post(self.path, WISHES | values)

    @property
    def home_path(self) -> str:
        return re.match(r"/r/own/[^/]+/", self.path)[0]

    def act(self, act: str, chosen: object) -> str:
        """Tap a button of the own page."""
        return self.post(f"{self.home_path}do/{act}/", {"chosen": str(chosen)})


WISHES = {
    "family_name": "鈴原",
    "given_name": "陽菜",
    "name_kana": "すずはら ひな",
    "phone": "090-0000-0001",
    "birth_date": "1998/4/12",
    "occupation": "品質管理、みなと市",
}


def check_markup(page: str) -> str:
    """Assert strict HTML, no inline code and no forbidden word; return the readable text."""
    html5lib.HTMLParser(strict=True).parse(page)
    assert LOOSE.search(page) is None
    body = re.sub(r"<script.*?</script>|<title>.*?</title>", " ", page, flags=re.DOTALL)
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
    assert [hit.found for hit in check_wording(text)] == []
    return text


@pytest.fixture
def relay(db, monkeypatch) -> intake.Relay:
    """A contract that runs today, and its code."""
    cache.clear()
    monkeypatch.setattr(intake, "TODAY", localdate())
    return intake.make_relay(now=timezone.now())


@pytest.fixture
def visitor(relay) -> Visitor:
    return Visitor(relay)


@pytest.fixture
def english(relay) -> Visitor:
    visitor = Visitor(relay)
    visitor.client.cookies["tasuki_language"] = "en"
    return visitor
