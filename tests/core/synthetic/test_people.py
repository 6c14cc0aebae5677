"""Made-up people are the same for the same seed, and their contacts belong to nobody."""

import re
from collections import Counter

import pytest

from tasuki.core.linkage.keys import link_row
from tasuki.core.synthetic.mixes import MIX_1, MIX_2, MIXES
from tasuki.core.synthetic.people import make_people
from tasuki.core.synthetic.records import make_records
from tasuki.core.synthetic.romaji import spell_romaji

NEVER_ASSIGNED = re.compile(r"0[789]00\d{7}|086800\d{4}|0860\d{6}")
EXAMPLE_MAIL = re.compile(r"[a-z0-9.-]+@(?:old\.)?(?:mail\.)?example\.(?:jp|com|net)")


@pytest.mark.parametrize("mix", MIXES.values(), ids=lambda mix: mix.name)
def test_the_same_seed_makes_the_same_records(mix):
    first = list(make_records(mix, people_count=200, seed=3))

    assert first == list(make_records(mix, people_count=200, seed=3))
    assert first != list(make_records(mix, people_count=200, seed=4))


@pytest.mark.parametrize("count", [0, 1, 50, 20_000])
def test_as_many_people_as_asked_for(count):
    assert sum(1 for _ in make_people(MIX_2, count=count, seed=1)) == count


@pytest.mark.parametrize("count", [300, 20_000])
def test_contacts_are_never_assigned_and_nobody_elses(count):
    people = list(make_people(MIX_2, count=count, seed=1))
    phones = [phone for one in people for phone in (one.phone, one.old_phone)]
    homes = {id(home): home for one in people for home in (one.home, one.old_home)}
    landlines = [home.landline for home in homes.values()]

    assert [phone for phone in phones + landlines if not NEVER_ASSIGNED.fullmatch(phone)] == []
    assert max(Counter(phones).values()) == 1
    assert max(Counter(landlines).values()) == 1
    assert [one.mail for one in people if not EXAMPLE_MAIL.fullmatch(one.mail)] == []


def test_households_share_name_house_and_landline():
    people = list(make_people(MIX_2, count=2_000, seed=1))
    together = [one for one in people if one.has_company]
    by_home = {}
    for one in together:
        by_home.setdefault(id(one.home), []).append(one)

    assert 0.5 < len(together) / len(people) < 0.7
    assert sum(len({one.family for one in home}) == 1 for home in by_home.values()) > 0.95 * len(
        by_home
    )
    assert not any(one.has_company for one in make_people(MIX_1, count=500, seed=1))


def test_a_mix_with_namesakes_has_them_in_one_town():
    people = list(make_people(MIX_2, count=5_000, seed=1))
    names = Counter((one.family.text, one.given.text, one.home.town.city) for one in people)

    assert sum(count - 1 for count in names.values() if count > 1) >= 30


def test_gaps_come_as_often_as_the_mix_says():
    records = [one.values for one in make_records(MIX_1, people_count=5_000, seed=1)]
    shares = {
        field: sum(field in values for values in records) / len(records)
        for field in ("birth_date", "phone", "mail", "postal", "family_kana")
    }

    assert shares["birth_date"] == pytest.approx(0.75 * 0.99, abs=0.02)
    assert shares["phone"] == pytest.approx(0.86, abs=0.02)
    assert shares["mail"] == pytest.approx(0.88, abs=0.02)
    assert shares["postal"] == pytest.approx(0.72, abs=0.02)
    assert shares["family_kana"] == pytest.approx(0.85, abs=0.02)


def test_every_record_can_be_compared():
    for record in make_records(MIX_2, people_count=500, seed=9):
        row = link_row(record.values, id="1")

        assert row.given or row.given_kana


@pytest.mark.parametrize(
    ("kana", "romaji"),
    [
        ("ショウタ", "shouta"),
        ("ジュン", "jun"),
        ("キョウコ", "kyouko"),
        ("ハ？ナ", "hana"),
        ("ャ", ""),
    ],
)
def test_romaji_for_addresses(kana, romaji):
    assert spell_romaji(kana) == romaji


def test_namesakes_never_share_a_home():
    people = list(make_people(MIX_2, count=4_000, seed=3))
    whole = Counter((one.family.text, one.given.text, one.home.landline) for one in people)

    assert set(whole.values()) == {1}
