"""How messy made-up records are: named sets of rates, each with its meaning.

The rates are assumptions for measuring and testing, not facts about people.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mix:
    """Rates of one mix; shares are 0..1 of the records unless another whole is named.

    Attributes:
        name: short name.
        record_shares: share of the people with one, two, three … records.
        variant_people: share of the people who sometimes write another form of a character.
        variant_records: share of their records with that form.
        name_changed: share of women's records under the name before or after marriage.
        former_noted: share of those records that note the former name.
        birth_missing: no date of birth.
        birth_month: only year and month of birth.
        age_only: the age instead of the date of birth.
        phone_changed: an older phone.
        phone_missing: no phone.
        mail_changed: an older mail address.
        mail_missing: no mail address.
        address_present: an address is there.
        address_moved: an older address, of those with one.
        house_missing: an address without the house, of those with one.
        kana_missing: no reading of the name.
        kana_only: the name in kana only.
        swapped: family and given name exchanged.
        typo: one field with one sign wrong.
        household_people: share of the people who live with others of the data.
        landline: the phone of the house instead of the own one, in households.
        family_mail: the mail address of the house instead of the own one, in households.
        namesakes: share of the people with the whole name of another one in their town.
    """

    name: str
    record_shares: tuple[float, ...] = (0.52, 0.30, 0.13, 0.05)
    variant_people: float = 0.25
    variant_records: float = 0.5
    name_changed: float = 0.07
    former_noted: float = 0.2
    birth_missing: float = 0.25
    birth_month: float = 0.01
    age_only: float = 0.01
    phone_changed: float = 0.08
    phone_missing: float = 0.14
    mail_changed: float = 0.18
    mail_missing: float = 0.12
    address_present: float = 0.72
    address_moved: float = 0.08
    house_missing: float = 0.05
    kana_missing: float = 0.15
    kana_only: float = 0.0
    swapped: float = 0.01
    typo: float = 0.02
    household_people: float = 0.0
    landline: float = 0.0
    family_mail: float = 0.0
    namesakes: float = 0.0


MIX_1 = Mix(name="mix-1")
"""One prefecture of single people: changes, gaps and slips of the pen."""

MIX_2 = Mix(
    name="mix-2",
    birth_missing=0.40,
    kana_only=0.03,
    household_people=0.6,
    landline=0.30,
    family_mail=0.15,
    namesakes=0.01,
)
"""Households that share landline, address and family mail; namesakes in one town."""

MIX_ROUGH = Mix(
    name="mix-rough",
    birth_missing=0.30,
    birth_month=0.05,
    age_only=0.05,
    house_missing=0.15,
    kana_only=0.06,
    former_noted=0.4,
    typo=0.12,
    household_people=0.6,
    landline=0.20,
    family_mail=0.10,
    namesakes=0.01,
)
"""Many slips of every kind: a model must have seen each of them."""

MIXES = {mix.name: mix for mix in (MIX_1, MIX_2, MIX_ROUGH)}
