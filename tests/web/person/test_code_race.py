"""Posts of one browser at the same moment: five tries together, and one of them enters.

Threat 8 (replay and racing of a one-time key).
"""

import threading

import pytest
from django.core import mail as mails
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests.web.person.entry import address, last_code

from tasuki.apps.orgs.models import Account

pytestmark = pytest.mark.usefixtures("committed_db")
MAIL = "race@mail.example"
WAIT_SECONDS = 60


@pytest.fixture
def cookie():
    cache.clear()
    mails.outbox.clear()
    client = Client()
    client.post(address("enter"), {"mail": MAIL})
    return client.cookies["sessionid"].value


def post_all(cookie: str, codes: list[str]) -> list[int]:
    """All codes at once, each in a thread with the same cookie; the statuses, sorted."""
    start, statuses = threading.Barrier(len(codes)), []

    def post(code: str) -> None:
        client = Client()
        client.cookies["sessionid"] = cookie
        start.wait(WAIT_SECONDS)
        try:
            statuses.append(client.post(address("enter_code"), {"code": code}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[code], daemon=True) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    return sorted(statuses)


def wrong_codes(count: int) -> list[str]:
    right = last_code(MAIL)
    return [f"{n:08d}" for n in range(count + 1) if f"{n:08d}" != right][:count]


def test_parallel_wrong_codes_share_five_tries(cookie):
    statuses = post_all(cookie, wrong_codes(8))
    [after] = post_all(cookie, [last_code(MAIL)])

    assert statuses.count(422) == 4
    assert set(statuses) == {302, 410, 422} or set(statuses) == {410, 422}
    assert after == 302  # back to the start: the code is gone
    assert not Account.objects.filter(email=MAIL).exists()


def test_exactly_one_of_many_right_posts_enters(cookie):
    signed_in = []
    code = last_code(MAIL)
    start = threading.Barrier(6)

    def post() -> None:
        client = Client()
        client.cookies["sessionid"] = cookie
        start.wait(WAIT_SECONDS)
        try:
            client.post(address("enter_code"), {"code": code})
            if "_auth_user_id" in client.session:
                signed_in.append(client.session.session_key)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, daemon=True) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)

    assert len(signed_in) == 1


def test_one_visitor_types_sixty_codes_an_hour_at_most(cookie):
    client = Client()
    statuses = []
    for round_number in range(13):
        client.post(address("enter"), {"mail": f"race{round_number}@mail.example"})
        statuses += [
            client.post(address("enter_code"), {"code": "x"}).status_code for _ in range(5)
        ]

    assert statuses.count(429) == 5
