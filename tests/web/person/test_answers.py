"""The pages behind mailed keys: one company's question, the result of a selection, the stop."""

import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from tests.apps.relay.counting_world import World
from tests.apps.relay.notices.notice_world import LATER, NoticeWorld
from tests.factories import NOW
from tests.web.person.conftest import Visitor

from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.actions.releases import present_candidate
from tasuki.apps.relay.models import Invite, Release

pytestmark = pytest.mark.django_db
KEY = re.compile(r"/(?:release|result|stop)/([^/]+)/")


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """The pages read the clock of the worlds below."""
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def asked(db):
    """A person who was asked about one company; ``path`` is the mailed address."""
    world = World()
    world.show_slots()
    world.request()
    world.release, _ = world.ask(fields=["name", "occupation"])
    with world.at_agency():
        text = OutboxMail.objects.get(kind="release").text
    world.path = reverse("person:release", args=[KEY.search(text)[1]])
    return world


def state_of(world):
    with world.at_agency():
        return Release.objects.get(id=world.release.id).state


def test_question_lists_company_job_items_and_the_last_day(asked):
    text = Visitor(asked).get(asked.path)

    assert f"{asked.company.name}に氏名を伝えますか" in text
    assert "氏名、希望の職種" in text
    assert "11/30（月）までに返事がなければ、何も伝わりません。" in text
    assert state_of(asked) == "asked"


def test_yes_and_no_have_the_same_weight(asked):
    visitor = Visitor(asked)

    visitor.get(asked.path)

    buttons = re.findall(r'<button class="([^"]+)" name="answer"', visitor.content)
    assert buttons == ["btn wide", "btn wide"]


def test_yes_is_kept_and_can_be_taken_back(asked):
    visitor = Visitor(asked)

    yes = visitor.post(asked.path, {"answer": "release_yes"})
    after_yes = state_of(asked)
    back = visitor.post(asked.path, {"answer": "release_back"})

    assert "この会社に、並べた項目を伝えます。" in yes
    assert (after_yes, state_of(asked)) == ("yes", "withdrawn")
    assert "取り消しました。" in back


def test_no_tells_the_company_nothing(asked):
    text = Visitor(asked).post(asked.path, {"answer": "release_no"})

    assert state_of(asked) == "no"
    assert "この会社には何も伝わりません。" in text


def test_second_answer_does_not_change_the_first(asked):
    visitor = Visitor(asked)
    visitor.post(asked.path, {"answer": "release_no"})

    visitor.post(asked.path, {"answer": "release_yes"})

    assert state_of(asked) == "no"
    assert 'class="note err mt"' in visitor.content


def test_answer_that_is_none_of_the_two_changes_nothing(asked):
    Visitor(asked).post(asked.path, {"answer": "maybe"})

    assert state_of(asked) == "asked"


def test_after_seven_days_the_page_has_no_buttons(asked, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=7, hours=20))
    visitor = Visitor(asked)

    text = visitor.get(asked.path)
    visitor.post(asked.path, {"answer": "release_yes"})

    assert "この会社に氏名を伝える" not in text
    assert state_of(asked) == "asked"


def test_unknown_key_gives_404(db):
    text = Visitor(None).get(reverse("person:release", args=["x" * 30]))

    assert "このリンクは開けません" in text


@pytest.fixture
def notified(db, monkeypatch):
    """An applicant whose result stands on a page; the mail carries its address."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    world = NoticeWorld()
    world.run_contract()
    application = world.applicant()
    world.prepare()
    world.send(world.template())
    world.deliver()
    world.path = reverse("person:result", args=[KEY.search(django_mail.outbox[-1].body)[1]])
    world.invite = world.invite_of(application)
    return world


def stop_path_of(visitor):
    return f"/stop/{re.search(r'/stop/([^/]+)/', visitor.content)[1]}/"


def test_result_stands_whole_above_the_way_to_the_agency(notified):
    visitor = Visitor(notified)

    text = visitor.get(notified.path)

    assert text.index("今回は採用を見送らせていただきます") < text.index("あおば人材")
    assert "MINATO-A1B2" in visitor.content


def test_stop_needs_the_button(notified):
    visitor = Visitor(notified)
    visitor.get(notified.path)
    path = stop_path_of(visitor)

    asked = visitor.get(path)
    with notified.at_company():
        before = TalentRecord.objects.get().stopped_at
    stopped = visitor.post(path)

    assert "みなと精機から今後この案内は届きません" in asked
    assert before is None
    assert "案内を停止しました" in stopped


def test_after_a_stop_before_the_opening_only_the_result_is_shown(notified):
    visitor = Visitor(notified)
    visitor.post(notified.path.replace("/result/", "/stop/"))

    text = visitor.get(notified.path)

    assert "今回は採用を見送らせていただきます" in text
    assert "あおば人材" not in text


@pytest.mark.parametrize("page", ["result", "stop"])
def test_unknown_result_or_stop_key_gives_404(db, page):
    visitor = Visitor(None)

    visitor.get(reverse(f"person:{page}", args=["x" * 30]))

    assert visitor.status == 404


def test_opening_the_result_is_no_answer_to_anything(notified):
    Visitor(notified).get(notified.path)

    with notified.at_company():
        invite = Invite.objects.get(id=notified.invite.id)
    assert invite.state == "invited"


@pytest.fixture
def own(asked):
    """The own page of the person who was asked."""
    with asked.at_agency():
        key = make_door(
            kind=Door.Kind.REGISTRATION,
            subject=asked.release.registration_id,
            expires_at=NOW + timedelta(days=30),
        )
    visitor = Visitor(asked)
    visitor.path = reverse("person:own_home", args=[key])
    return visitor


def test_own_page_shows_the_proposal_with_what_goes_and_what_does_not(own):
    text = own.get(own.path)

    assert "届いている提案 1件" in text
    assert "渡すもの：氏名、希望の職種" in text
    assert "渡さないもの：応募した会社名、選考の結果、氏名（カナ）" in text


def test_own_page_takes_yes_and_no_and_both_buttons_look_the_same(own, asked):
    own.get(own.path)
    shown = re.findall(r'do/(release_\w+)/">.*?<button class="([^"]+)"', own.content)

    own.act("release_no", asked.release.id)

    assert shown == [("release_yes", "btn wide"), ("release_no", "btn wide")]
    assert state_of(asked) == "no"


def test_own_page_lists_who_received_what_and_takes_it_back(own, asked):
    own.act("release_yes", asked.release.id)
    present_candidate(
        actor=asked.owner, slot_id=asked.slot().id, release_id=asked.release.id, now=NOW
    )

    before = own.get(own.path)
    after = own.act("release_back", asked.release.id)

    assert "いま、あなたの氏名を知っている紹介先の会社は 1社 です。" in before
    assert f"{asked.company.name}が受け取り：氏名、希望の職種" in before
    assert "会社はあなたの情報を見られなくなりました" in after
    assert state_of(asked) == "withdrawn"


def test_purpose_of_what_was_handed_over_is_told_in_the_language_of_the_reader(own, asked):
    own.act("release_yes", asked.release.id)
    present_candidate(
        actor=asked.owner, slot_id=asked.slot().id, release_id=asked.release.id, now=NOW
    )
    own.client.cookies["tasuki_language"] = "en"

    english = own.get(own.home_path)
    own.client.cookies["tasuki_language"] = "ja"
    japanese = own.get(own.home_path)

    words = asked.release.purpose_words
    assert english.count(words.en) == 2
    assert english.count(words.ja) == 1  # the consent's text, exactly as it was shown
    assert japanese.count(words.ja) == 3  # once as the text that was shown


def test_proposal_to_somebody_else_cannot_be_answered(own, asked):
    other = asked.register()
    release, _ = asked.ask(registration=other)

    own.act("release_yes", release.id)

    assert own.status == 404
    with asked.at_agency():
        assert Release.objects.get(id=release.id).state == "asked"
