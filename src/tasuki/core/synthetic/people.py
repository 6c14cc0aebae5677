"""Made-up people in households, with phones and mail addresses that belong to nobody.

Phone numbers lie in ranges that are never assigned (a zero after 070, 080, 090 or the area
code), mail addresses under example domains.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasuki.core.synthetic.mixes import Mix
from tasuki.core.synthetic.names import (
    NamePart,
    Town,
    load_given_names,
    load_surnames,
    load_towns,
)
from tasuki.core.synthetic.romaji import spell_romaji

MAIL_DOMAINS = ("example.jp", "example.com", "example.net", "mail.example.jp")
MOBILE_PREFIXES = ("070", "080", "090")
BATCH = 10_000
"""People drawn at a time."""
YOUNGEST_BIRTH = date(2007, 12, 31)
BIRTH_DAYS = 44 * 365
MOBILES_SMALL = 10_000
"""Numbers behind one prefix that begin with four zeros."""
MOBILES_ALL = 10_000_000
LANDLINES_SMALL = 10_000
LANDLINES_ALL = 1_000_000
HOUSEHOLD_SIZES = ((2, 0.5), (3, 0.3), (4, 0.2))


@dataclass(slots=True)
class Home:
    """Where people live together."""

    town: Town
    house: str
    landline: str
    mail: str


@dataclass(slots=True)
class Person:
    """One made-up person.

    Attributes:
        number: counts from 1.
        is_woman: draws the list of given names; written nowhere.
        family: name and reading.
        given: name and reading.
        other_family: family name before or after a marriage; None if there is none.
        birth: date of birth.
        phone: own mobile number.
        old_phone: an earlier one.
        mail: own address.
        old_mail: an earlier one.
        home: where the person lives.
        old_home: where the person lived.
        has_company: others of the data live in the same home.
        writes_variant: sometimes writes another form of a character.
    """

    number: int
    is_woman: bool
    family: NamePart
    given: NamePart
    other_family: NamePart | None
    birth: date
    phone: str
    old_phone: str
    mail: str
    old_mail: str
    home: Home
    old_home: Home
    has_company: bool
    writes_variant: bool


def make_people(mix: Mix, *, count: int, seed: int) -> Iterator[Person]:
    """Give made-up people, the same for the same mix, count and seed.

    Args:
        mix: share of households, namesakes and changes of name.
        count: number of people; >= 0.
        seed: any whole number.
    """
    rng = Random(f"people {seed}")  # noqa: S311 - no secret is made here
    numbers = _Numbers(count, seed=seed)
    made = 0
    last_by_city: dict[str, Person] = {}
    for home, size in _homes(mix, rng, numbers, count):
        lead: Person | None = None
        taken: set[str] = set()
        for place in range(size):
            made += 1
            person = _make_person(mix, rng, numbers, home, made, has_company=size > 1)
            while person.given.text in taken:
                person.given = numbers.given(rng, "female" if person.is_woman else "male")
            _relate(person, lead, place, rng)
            _take_namesake(person, last_by_city, mix, rng, taken=taken)
            taken.add(person.given.text)
            lead = lead or person
            _address(person, rng)
            yield person
        if lead is not None:
            # Namesakes live in one town, never in one home.
            last_by_city[home.town.city_code] = lead


def _homes(mix: Mix, rng: Random, numbers: "_Numbers", count: int) -> Iterator[tuple[Home, int]]:
    """Give homes with the number of people, until all people have one."""
    towns = load_towns()
    sizes = [size for size, _ in HOUSEHOLD_SIZES]
    shares = [share for _, share in HOUSEHOLD_SIZES]
    mean = sum(size * share for size, share in HOUSEHOLD_SIZES)
    together = mix.household_people / mean
    shared = together / (together + 1 - mix.household_people)
    left = count
    while left:
        size = 1
        if rng.random() < shared:
            size = rng.choices(sizes, shares)[0]
        size = min(size, left)
        left -= size
        yield _make_home(rng, numbers, towns), size


def _make_home(rng: Random, numbers: "_Numbers", towns: tuple[Town, ...]) -> Home:
    number = numbers.landline()
    # Few towns hold most of the people.
    town = towns[int(len(towns) * rng.random() ** 1.7)]
    house = f"{1 + int(rng.random() * 30)}-{1 + int(rng.random() * 40)}"
    return Home(town=town, house=house, landline=number, mail=f"ie{number[2:]}@example.jp")


def _make_person(
    mix: Mix, rng: Random, numbers: "_Numbers", home: Home, number: int, *, has_company: bool
) -> Person:
    is_woman = rng.random() < 0.5
    family = numbers.surname(rng)
    return Person(
        number=number,
        is_woman=is_woman,
        family=family,
        given=numbers.given(rng, "female" if is_woman else "male"),
        other_family=numbers.surname(rng) if is_woman else None,
        birth=YOUNGEST_BIRTH - timedelta(days=int(rng.random() * BIRTH_DAYS)),
        phone=numbers.mobile(),
        old_phone=numbers.mobile(),
        mail="",
        old_mail="",
        home=home,
        old_home=_make_home(rng, numbers, load_towns()),
        has_company=has_company,
        writes_variant=rng.random() < mix.variant_people,
    )


def _relate(person: Person, lead: Person | None, place: int, rng: Random) -> None:
    """Give people of one home the family name, and children or parents their years."""
    if lead is None:
        return
    person.family = lead.family
    if place > 1:
        years = 22 + int(rng.random() * 10)
        between = timedelta(days=years * 365 + int(rng.random() * 365))
        is_child = lead.birth + between <= YOUNGEST_BIRTH
        person.birth = lead.birth + between if is_child else lead.birth - between


def _take_namesake(
    person: Person, last_by_city: dict[str, Person], mix: Mix, rng: Random, *, taken: set[str]
) -> None:
    other = last_by_city.get(person.home.town.city_code)
    if other is None or other.given.text in taken:
        return
    if mix.namesakes and rng.random() < mix.namesakes:
        person.family, person.given = other.family, other.given
        person.is_woman = other.is_woman


def _address(person: Person, rng: Random) -> None:
    """Give the mail addresses: names, a number, an example domain."""
    family, given = spell_romaji(person.family.kana), spell_romaji(person.given.kana)
    draw = rng.random()
    if draw < 0.6:
        local = f"{given}.{family}{person.number}"
    elif draw < 0.8:
        local = f"{given[:1]}-{family}{person.number % 97}"
    else:
        local = f"{family}{person.birth:%m%d}"
    person.mail = f"{local}@{MAIL_DOMAINS[int(rng.random() * 4)]}"
    old = local if rng.random() < 0.3 else f"{given}{person.birth.year}{person.number % 13}"
    person.old_mail = f"{old}@old.{MAIL_DOMAINS[int(rng.random() * 3)]}"


class _Numbers:
    """Phone numbers that are never assigned, each once, and names drawn in batches."""

    def __init__(self, people_count: int, *, seed: int) -> None:
        is_small = 2 * people_count <= len(MOBILE_PREFIXES) * MOBILES_SMALL
        self._mobiles = MOBILES_SMALL if is_small else MOBILES_ALL
        is_small = 2 * people_count <= LANDLINES_SMALL
        self._landlines = LANDLINES_SMALL if is_small else LANDLINES_ALL
        self._mobile_count = self._landline_count = seed % 97
        self._batches: dict[str, list[NamePart]] = {}

    def mobile(self) -> str:
        count = self._mobile_count = self._mobile_count + 1
        number = count * 7_919_003 % self._mobiles
        return f"{MOBILE_PREFIXES[count % 3]}0{number:07d}"

    def landline(self) -> str:
        count = self._landline_count = self._landline_count + 1
        number = count * 790_091 % self._landlines
        return f"086800{number:04d}" if self._landlines == LANDLINES_SMALL else f"0860{number:06d}"

    def surname(self, rng: Random) -> NamePart:
        return self._next(rng, "surname")

    def given(self, rng: Random, kind: str) -> NamePart:
        return self._next(rng, kind)

    def _next(self, rng: Random, kind: str) -> NamePart:
        batch = self._batches.get(kind)
        if not batch:
            names = load_surnames() if kind == "surname" else load_given_names(kind)
            batch = self._batches[kind] = names.draw(rng, BATCH)
        return batch.pop()
