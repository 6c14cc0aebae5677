"""My consents on every place page, and a company's question for its pool after the result."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from tests.apps.relay.counting_world import World
from tests.apps.relay.notices.notice_world import LATER, NoticeWorld
from tests.web.person.conftest import Visitor
from tests.web.person.entry import Phone

from tasuki.api.v1.consents import list_own_consents
from tasuki.apps.actor import Actor
from tasuki.apps.consent.actions import withdraw_consents
from tasuki.apps.consent.models import ConsentEvent, Purpose
from tasuki.apps.consent.queries import find_live_consent
from tasuki.apps.errors import RefusedError
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.actions.pool import answer_pool
from tasuki.apps.relay.models import Release
from tasuki.apps.relay.policy import person_actor
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db
MAIL = "hina@mail.example"
KEY = re.compile(r"/result/([^/]+)/")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def told():
    """An applicant who was told the result; ``path`` is the mailed address of its page."""
    world = NoticeWorld()
    world.run_contract()
    world.application = world.applicant(mail=MAIL)
    world.prepare()
    world.send(world.template())
    world.deliver()
    world.path = reverse("person:result", args=[KEY.search(django_mail.outbox[-1].body)[1]])
    return world


def person_of(world, record_id) -> Actor:
    return Actor(
        organisation_id=world.company.id,
        kind=OrganisationKind.COMPANY,
        role=Role.PERSON,
        talent_record_id=record_id,
    )


def live(world, purpose=Purpose.POOL):
    with world.at_company():
        return find_live_consent(
            talent_record_id=world.application.talent_record_id,
            purpose=purpose,
            on=timezone.localdate(LATER),
        )


def hidden(content: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', content)[1]


def answer(visitor: Visitor, path: str, **values):
    shown = hidden(visitor.content, "shown")
    return visitor.post(path, {"asked": ["pool", "job_mails"], "shown": shown} | values)


def test_pool_is_asked_below_the_result_and_nothing_is_ticked(told):
    visitor = Visitor(told)

    text = visitor.get(told.path)

    assert text.index("今回は採用を見送らせていただきます") < text.index("応募の情報を残し")
    assert re.findall(r'<input type="checkbox"[^>]*checked', visitor.content) == []
    assert live(told) is None


def test_yes_to_the_pool_holds_for_twelve_months_with_the_text_that_was_shown(told):
    visitor = Visitor(told)
    visitor.get(told.path)

    text = answer(visitor, told.path, agree="pool", answer="ticked")

    held = live(told)
    assert held is not None
    assert "みなと精機（みなと市1-1）が、応募の情報を保管し" in held.words_shown
    assert held.channel == "mail"
    assert held.expires_on == timezone.localdate(LATER).replace(year=2027) - timedelta(days=1)
    assert live(told, Purpose.JOB_MAILS) is None
    assert "いつでも、このページで取り下げられます" in text


def test_keep_nothing_beats_a_tick_and_is_kept_as_a_no(told):
    visitor = Visitor(told)
    visitor.get(told.path)

    answer(visitor, told.path, agree="pool", answer="no")

    with told.at_company():
        kinds = list(ConsentEvent.objects.order_by("purpose").values_list("purpose", "kind"))
    assert kinds == [("job_mails", "refused"), ("pool", "refused")]


def test_pool_is_withdrawn_with_one_tap_on_the_same_page(told):
    visitor = Visitor(told)
    visitor.get(told.path)
    answer(visitor, told.path, agree=["pool", "job_mails"], answer="ticked")

    visitor.post(told.path, {"chosen": str(live(told).id)})

    assert live(told) is None
    assert live(told, Purpose.JOB_MAILS) is not None


def test_pool_is_refused_before_the_result_was_told():
    world = NoticeWorld()
    application = world.applicant()
    actor = person_of(world, application.talent_record_id)

    with pytest.raises(RefusedError) as refused, world.at_company():
        answer_pool(
            actor=actor,
            answers={Purpose.POOL: True},
            language="ja",
            channel="page",
            shown=None,
            now=LATER,
        )

    assert refused.value.code == "H3"


def test_pool_is_not_asked_while_another_selection_runs(told):
    with told.at_company():
        Application.objects.create(
            organisation=told.company,
            talent_record=told.application.talent_record,
            number="A-2",
            outcome="running",
        )

    assert "応募の情報を残し" not in Visitor(told).get(told.path)


def test_place_page_of_a_company_shows_answers_and_withdraws_with_one_tap(told):
    visitor = Visitor(told)
    visitor.get(told.path)
    answer(visitor, told.path, agree="pool", answer="ticked")
    phone = Phone()
    overview = phone.enter(MAIL)
    record = told.application.talent_record_id
    page = phone.get("me_home", record)

    after = phone.post("me_answers", {"chosen": str(live(told).id)}, record)

    assert "応募の情報を残し" in overview
    assert "私の同意" in page
    assert "はいと答えました (メールのページで)" in page
    assert live(told) is None
    assert "取り下げました" in after
    assert "いいえと答えました" in after  # the mails about jobs, and all that is over


def test_end_of_keeping_follows_the_consent_to_the_pool(told):
    visitor = Visitor(told)
    visitor.get(told.path)
    phone = Phone()
    before = phone.enter(MAIL)

    answer(visitor, told.path, agree="pool", answer="ticked")

    assert "選考が終わってから6か月" in before
    after = phone.get("home")
    assert "応募の情報を残す同意が続く間。選考が終わってから最長2年" in after
    assert f"({live(told).expires_on:%Y/%m/%d})" in after


def test_place_page_asks_for_the_pool_until_it_is_answered(told):
    phone = Phone()
    phone.enter(MAIL)
    record = told.application.talent_record_id
    asked = phone.get("me_home", record)
    shown = hidden(phone.content, "shown")

    phone.post(
        "me_answers",
        {"asked": ["pool"], "agree": "pool", "answer": "ticked", "shown": shown},
        record,
    )

    assert "新しい募集の案内（希望する方だけ）" in asked
    assert live(told).channel == "page"


def test_answer_of_somebody_else_cannot_be_withdrawn(told):
    visitor = Visitor(told)
    visitor.get(told.path)
    answer(visitor, told.path, agree="pool", answer="ticked")
    other = told.applicant(mail="other@mail.example")
    phone = Phone()
    phone.enter("other@mail.example")

    phone.post("me_answers", {"chosen": str(live(told).id)}, other.talent_record_id)

    assert phone.status == 404
    assert live(told) is not None


@pytest.fixture
def agency_world():
    """A person at an agency who said yes to one company."""
    world = World()
    world.show_slots()
    world.request()
    registration = world.register()
    with world.at_agency():
        registration.mail = MAIL
        registration.save()
        record = TalentRecord.objects.get(pk=registration.talent_record_id)
        record.mail = MAIL
        record.save()
    world.record_id = record.pk
    world.ask(registration=registration, fields=["name", "occupation"])
    return world


def test_agency_page_lists_every_answer_and_takes_back_a_yes_to_one_company(agency_world):
    world = agency_world
    phone = Phone()
    phone.enter(MAIL)
    with world.at_agency():
        release = Release.objects.get()
    phone.post("me_act", {"chosen": str(release.id)}, world.record_id, "release_yes")
    with world.at_agency():
        event = ConsentEvent.objects.get(purpose=Purpose.PROVISION, kind="given")

    before = phone.get("me_home", world.record_id)
    after = phone.post("me_answers", {"chosen": str(event.id)}, world.record_id)

    assert "自分の情報を1社に伝える" in before
    with world.at_agency():
        assert Release.objects.get().state == "withdrawn"
    assert "取り下げました" in after


def test_every_answer_ever_given_is_readable_by_program(agency_world, monkeypatch):
    world = agency_world
    actor = person_actor(organisation_id=world.agency.id, talent_record_id=world.record_id)
    with world.at_agency():
        withdraw_consents(actor=actor, talent_record_id=world.record_id, channel="page", now=LATER)
        request = SimpleNamespace(auth=actor)

        assert list_own_consents(request).items == []
        kinds = [one.kind for one in list_own_consents(request, is_live=False).items]
    assert kinds == ["withdrawn", "given"]
