"""Short ways in for tests: a code by mail, as a person enters."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.core import mail as mails
from django.test import Client
from django.urls import reverse
from tests.web.person.conftest import check_markup

CODE = re.compile(r"^(\d{4}) (\d{4})$", re.MULTILINE)


@dataclass
class Phone:
    """A browser of one person; follows redirects and reads every page strictly."""

    client: Client = field(default_factory=Client)
    status: int = 0
    path: str = ""
    content: str = ""

    def get(self, name: str, *args: Any, **query: Any) -> str:
        return self._read(self.client.get(address(name, *args), query, follow=True))

    def post(self, name: str, values: dict[str, Any] | None = None, *args: Any) -> str:
        return self._read(self.client.post(address(name, *args), values or {}, follow=True))

    def ask_for_code(self, mail: str) -> str:
        return self.post("enter", {"mail": mail})

    def enter(self, mail: str) -> str:
        """The whole way in; ends on the overview."""
        self.ask_for_code(mail)
        return self.post("enter_code", {"code": last_code(mail)})

    def _read(self, response: Any) -> str:
        self.status, self.content = response.status_code, response.content.decode()
        self.path = response.redirect_chain[-1][0] if response.redirect_chain else ""
        return check_markup(self.content)


def address(name: str, *args: Any) -> str:
    return reverse(f"person:{name}", args=args)


def mails_to(mail: str) -> list[Any]:
    return [one for one in mails.outbox if mail in one.to[0]]


def last_code(mail: str) -> str:
    """The code in the newest mail to an address."""
    found = CODE.search(mails_to(mail)[-1].body)
    assert found
    return "".join(found.groups())
