"""Records about made-up people, with the gaps, changes and slips of a mix.

A record has the canonical fields as text; whose it is, is known beside it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from tasuki.core.synthetic.mixes import Mix
from tasuki.core.synthetic.names import NamePart, load_same_sound, load_spellings, other_forms
from tasuki.core.synthetic.people import Person, make_people

type Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class SyntheticRecord:
    """One record and the person it is about."""

    person: int
    values: Values


def make_records(mix: Mix, *, people_count: int, seed: int) -> Iterator[SyntheticRecord]:
    """Give the records of made-up people, the same for the same arguments.

    Args:
        mix: rates of gaps, changes and slips.
        people_count: people drawn; each has one record or more.
        seed: any whole number.
    """
    rng = Random(f"records {seed}")  # noqa: S311 - no secret is made here
    counts = range(1, len(mix.record_shares) + 1)
    sums = list(accumulate(mix.record_shares))
    for person in make_people(mix, count=people_count, seed=seed):
        for _ in range(rng.choices(counts, cum_weights=sums)[0]):
            yield SyntheticRecord(person.number, write_values(person, mix, rng))


def write_values(person: Person, mix: Mix, rng: Random) -> Values:
    """Return one record about a person as somebody might have written it."""
    draw = rng.random
    values = _names(person, mix, rng)
    if draw() >= mix.birth_missing:
        values |= _birth(person, mix, draw())
    if draw() >= mix.phone_missing:
        values["phone"] = _phone(person, mix, rng)
    if draw() >= mix.mail_missing:
        values["mail"] = _mail(person, mix, rng)
    if draw() < mix.address_present:
        home = person.old_home if draw() < mix.address_moved else person.home
        values["postal"] = home.town.postal
        values["city_code"] = home.town.city_code
        values["city"] = home.town.city
        house = "" if draw() < mix.house_missing else home.house
        values["address"] = f"{home.town.name}{house}"
    if draw() < mix.typo:
        slip = SLIPS[int(draw() * len(SLIPS))]
        slip(values, rng)
    return values


AGE_AS_OF = date(2026, 10, 1)
"""The day on which ages are told."""


def _birth(person: Person, mix: Mix, draw: float) -> Values:
    if draw < mix.birth_month:
        return {"birth_date": f"{person.birth:%Y-%m}"}
    if draw < mix.birth_month + mix.age_only:
        is_later = (person.birth.month, person.birth.day) > (AGE_AS_OF.month, AGE_AS_OF.day)
        age = AGE_AS_OF.year - person.birth.year - is_later
        return {"age": str(age), "age_as_of": AGE_AS_OF.isoformat()}
    return {"birth_date": person.birth.isoformat()}


def _names(person: Person, mix: Mix, rng: Random) -> Values:
    draw = rng.random
    family, former = person.family, ""
    if person.other_family is not None and draw() < mix.name_changed:
        family = person.other_family
        former = person.family.text if draw() < mix.former_noted else ""
    text, given = family.text, person.given.text
    if person.writes_variant and draw() < mix.variant_records:
        text, given = other_form(text), other_form(given)
    values: Values = {}
    if draw() >= mix.kana_missing:
        values["family_kana"], values["given_kana"] = _kana(family, rng), _kana(person.given, rng)
        if draw() < mix.kana_only:
            return values
    is_swapped = draw() < mix.swapped
    values["family_name"], values["given_name"] = (given, text) if is_swapped else (text, given)
    if is_swapped and "family_kana" in values:
        values["family_kana"], values["given_kana"] = values["given_kana"], values["family_kana"]
    if former:
        values["former_family_name"] = former
    return values


def other_form(name: str) -> str:
    """Return a name with the other form of its characters (高橋 -> 髙橋)."""
    forms = other_forms()
    return "".join(forms.get(sign, sign) for sign in name)


LONG_SOUNDS_SHARE = 0.03


def _kana(name: NamePart, rng: Random) -> str:
    """Return the reading, now and then with another way to write a long or small sound."""
    kana = name.kana
    if rng.random() >= LONG_SOUNDS_SHARE:
        return kana
    return kana.replace("ョウ", "ヨウ") if "ョウ" in kana else kana.replace("ウウ", "ウー")


def _phone(person: Person, mix: Mix, rng: Random) -> str:
    if person.has_company and rng.random() < mix.landline:
        return person.home.landline
    return person.old_phone if rng.random() < mix.phone_changed else person.phone


def _mail(person: Person, mix: Mix, rng: Random) -> str:
    if person.has_company and rng.random() < mix.family_mail:
        return person.home.mail
    return person.old_mail if rng.random() < mix.mail_changed else person.mail


def _slip_given(values: Values, rng: Random) -> None:
    """Write a given name with the characters of another one of the same sound."""
    spellings = load_spellings().get(values.get("given_kana", ""))
    if spellings and "given_name" in values:
        values["given_name"] = rng.choice(spellings)


def _slip_surname(values: Values, rng: Random) -> None:
    """Write a family name with the characters of another one of the same sound."""
    others = load_same_sound().get(values.get("family_kana", ""))
    if others and "family_name" in values:
        values["family_name"] = rng.choice(others)


def _slip_kana(field: str) -> Callable[[Values, Random], None]:
    def slip(values: Values, rng: Random) -> None:
        kana = values.get(field, "")
        if len(kana) > 2:
            place = rng.randrange(len(kana))
            values[field] = kana[:place] + rng.choice("アカサタナハマヤラワン") + kana[place + 1 :]

    return slip


VOICED = dict(
    zip(
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボ",
        "カキクケコサシスセソタチツテトハヒフヘホ",
        strict=True,
    )
)


def _slip_voice(values: Values, rng: Random) -> None:
    """Lose the voice of one sound (ヤマザキ -> ヤマサキ)."""
    field = rng.choice(("family_kana", "given_kana"))
    kana = values.get(field, "")
    places = [place for place, sign in enumerate(kana) if sign in VOICED]
    if places:
        place = rng.choice(places)
        values[field] = kana[:place] + VOICED[kana[place]] + kana[place + 1 :]


def _slip_birth(values: Values, rng: Random) -> None:
    """Exchange day and month, or miss the year by the length of an era or by one."""
    year, _, rest = values.get("birth_date", "").partition("-")
    month, _, day = rest.partition("-")
    if day and int(day) <= 12 and rng.random() < 0.5:
        values["birth_date"] = f"{year}-{day}-{month}"
    elif day:
        values["birth_date"] = f"{int(year) + rng.choice((-10, -1, 1, 12, 25))}-{month}-{day}"


def _slip_digit(field: str, *, first: int) -> Callable[[Values, Random], None]:
    def slip(values: Values, rng: Random) -> None:
        text = values.get(field, "")
        places = [place for place, sign in enumerate(text) if sign.isdigit() and place >= first]
        if places:
            place = rng.choice(places)
            values[field] = text[:place] + str(rng.randrange(10)) + text[place + 1 :]

    return slip


def _slip_mail(values: Values, rng: Random) -> None:
    mail = values.get("mail", "")
    if mail:
        place = rng.randrange(mail.index("@"))
        values["mail"] = mail[:place] + mail[place] + mail[place:]


SLIPS: tuple[Callable[[Values, Random], None], ...] = (
    _slip_given,
    _slip_surname,
    _slip_kana("given_kana"),
    _slip_kana("family_kana"),
    _slip_voice,
    _slip_birth,
    _slip_digit("birth_date", first=9),
    _slip_digit("birth_date", first=3),
    _slip_digit("phone", first=5),
    _slip_mail,
)
"""What goes wrong in writing; each as often as the others."""
