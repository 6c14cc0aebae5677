"""What is compared between two records, level by level, as data.

Each level is one condition in the part of SQL that all engines share, so DuckDB and Spark
compare by the same words. The first level whose condition holds counts; the last one holds
always. How much a level weighs stands in the model, not here.
"""

from dataclasses import dataclass

from tasuki.core.words import Words

HOUSE_LENGTH_MIN = 2
"""Signs that a house number has at least: one digit alone is no address."""


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement.

    Attributes:
        name: stable name, used in models and stored reasons.
        condition: SQL over the columns of both records (`_l`, `_r`); "ELSE" for the last.
        text: the sentence a person reads.
        rarity: column whose frequency makes an agreement strong or weak; "" if none.
    """

    name: str
    condition: str
    text: Words
    rarity: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field of two records: when it is missing, and its levels, strongest first."""

    name: str
    label: Words
    missing: str
    levels: tuple[Level, ...]

    def level_of(self, gamma: int) -> Level | None:
        """Return the level with this number as engines count (0 = the last, -1 = missing)."""
        return None if gamma < 0 else self.levels[len(self.levels) - 1 - gamma]


def _both(column: str, *, length: int) -> str:
    return f"length({column}_l) >= {length} and length({column}_r) >= {length}"


def _near_sound(name: str) -> str:
    kana = f"{name}_kana"
    return (
        f"{name}_plain_l = {name}_plain_r or "
        f"({_both(kana, length=3)} and levenshtein({kana}_l, {kana}_r) <= 1)"
    )


def _one_missing(column: str) -> str:
    return f"({column}_l is null or {column}_r is null)"


def _any_equal(column: str) -> str:
    pairs = ((column, column), (column, f"{column}2"), (f"{column}2", column))
    found = [f"{left}_l = {right}_r" for left, right in [*pairs, (f"{column}2", f"{column}2")]]
    return "(" + " or ".join(found) + ")"


def _digit_off(column: str, *, digits: str) -> str:
    """One digit wrong, lost or too many, or two digits exchanged."""
    distance = f"levenshtein({column}_l, {column}_r)"
    return f"({distance} <= 1 or ({digits}_l = {digits}_r and {distance} <= 2))"


def _name_missing(name: str) -> str:
    return f"{_one_missing(name)} and {_one_missing(f'{name}_kana')}"


def _persons(column: str, persons: str) -> str:
    return f"{_any_equal(column)} and greatest({column}_persons_l, {column}_persons_r) {persons}"


_SAME_HOUSE = (
    f"(postal_l = postal_r or ({_one_missing('postal')} and city_l = city_r)) "
    f"and house_l = house_r and {_both('house', length=HOUSE_LENGTH_MIN)}"
)

FAMILY = Comparison(
    name="family_name",
    label=Words("姓", "Family name"),
    missing=_name_missing("family"),
    levels=(
        Level("same", "family_l = family_r", Words("姓が同じです", "Same family name"), "family"),
        Level(
            "sound_only",
            f"family_kana_l = family_kana_r and {_one_missing('family')}",
            Words("姓の読みが同じです", "Same reading of the family name"),
            "family_kana",
        ),
        Level(
            "former",
            "former_l = family_r or family_l = former_r or former_l = former_r",
            Words("旧姓または通称が一致します", "A former or business name agrees"),
        ),
        Level(
            "swapped",
            "family_l = given_r and given_l = family_r",
            Words("姓と名が入れ替わっています", "Family and given name are swapped"),
        ),
        Level(
            "sound",
            "family_kana_l = family_kana_r",
            Words(
                "姓の読みが同じで、漢字が違います",
                "Same reading of the family name, other characters",
            ),
            "family_kana",
        ),
        Level(
            "close",
            f"{_near_sound('family')} or "
            "replace(family_l, '斎', '斉') = replace(family_r, '斎', '斉')",
            Words("姓が似ています", "Similar family name"),
        ),
        Level("other", "ELSE", Words("姓が違います", "Other family name")),
    ),
)

GIVEN = Comparison(
    name="given_name",
    label=Words("名", "Given name"),
    missing=_name_missing("given"),
    levels=(
        Level("same", "given_l = given_r", Words("名が同じです", "Same given name"), "given"),
        Level(
            "sound_only",
            f"given_kana_l = given_kana_r and {_one_missing('given')}",
            Words("名の読みが同じです", "Same reading of the given name"),
            "given_kana",
        ),
        Level(
            "swapped",
            "given_l = family_r and family_l = given_r",
            Words("名と姓が入れ替わっています", "Given and family name are swapped"),
        ),
        Level(
            "sound",
            "given_kana_l = given_kana_r",
            Words(
                "名の読みが同じで、漢字が違います",
                "Same reading of the given name, other characters",
            ),
            "given_kana",
        ),
        Level(
            "close_sound",
            _near_sound("given"),
            Words("名の読みが似ています", "Similar reading of the given name"),
        ),
        Level(
            "close_shape",
            f"{_both('given', length=2)} and levenshtein(given_l, given_r) <= 1 "
            f"and {_one_missing('given_kana')}",
            Words("名が一字だけ違います", "Given names differ in one character"),
        ),
        Level("other", "ELSE", Words("名が違います", "Other given name")),
    ),
)

BIRTH = Comparison(
    name="birth_date",
    label=Words("生年月日", "Date of birth"),
    missing=_one_missing("birth_year_from"),
    levels=(
        Level(
            "same",
            f"birth_l = birth_r and {_both('birth', length=8)}",
            Words("生年月日が同じです", "Same date of birth"),
        ),
        Level(
            "close",
            f"{_both('birth', length=8)} and {_digit_off('birth', digits='birth_digits')}",
            Words("生年月日が一字だけ違います", "Dates of birth differ in one digit"),
        ),
        Level(
            "month",
            f"substr(birth_l, 1, 6) = substr(birth_r, 1, 6) and not ({_both('birth', length=8)})",
            Words("生年月が同じです", "Same month of birth"),
        ),
        Level(
            "age",
            f"{_one_missing('birth')} and birth_year_from_l <= birth_year_to_r "
            "and birth_year_from_r <= birth_year_to_l",
            Words("年齢が合います", "The age fits"),
        ),
        Level(
            "age_other",
            _one_missing("birth"),
            Words("年齢が合いません", "The age does not fit"),
        ),
        Level(
            "year",
            "birth_year_from_l = birth_year_from_r",
            Words("生まれた年だけが同じです", "Only the year of birth is the same"),
        ),
        Level("other", "ELSE", Words("生年月日が違います", "Other date of birth")),
    ),
)

PHONE = Comparison(
    name="phone",
    label=Words("電話番号", "Phone"),
    missing=_one_missing("phone"),
    levels=(
        Level(
            "same",
            _persons("phone", "<= 1"),
            Words("電話番号が同じです", "Same phone number"),
            "phone",
        ),
        Level(
            "pair",
            _persons("phone", "= 2"),
            Words("二人が使う電話番号が同じです", "Same phone number, used by two persons"),
            "phone",
        ),
        Level(
            "shared",
            _any_equal("phone"),
            Words(
                "三人以上が使う電話番号が同じです",
                "Same phone number, used by three or more persons",
            ),
            "phone",
        ),
        Level(
            "close",
            _digit_off("phone", digits="phone_digits"),
            Words("電話番号が一字だけ違います", "Phone numbers differ in one digit"),
        ),
        Level("other", "ELSE", Words("電話番号が違います", "Other phone number")),
    ),
)

MAIL = Comparison(
    name="mail",
    label=Words("メールアドレス", "Mail address"),
    missing=_one_missing("mail"),
    levels=(
        Level(
            "same",
            _persons("mail", "<= 1"),
            Words("メールアドレスが同じです", "Same mail address"),
            "mail",
        ),
        Level(
            "pair",
            _persons("mail", "= 2"),
            Words("二人が使うメールアドレスが同じです", "Same mail address, used by two persons"),
            "mail",
        ),
        Level(
            "shared",
            _any_equal("mail"),
            Words(
                "三人以上が使うメールアドレスが同じです",
                "Same mail address, used by three or more persons",
            ),
            "mail",
        ),
        # No level for similar addresses: what stands before the @ often holds the name.
        Level(
            "local_part",
            f"mail_local_l = mail_local_r and {_both('mail_local', length=4)}",
            Words("メールアドレスの@の前が同じです", "Same mail address up to the @"),
            "mail_local",
        ),
        Level("other", "ELSE", Words("メールアドレスが違います", "Other mail address")),
    ),
)

ADDRESS = Comparison(
    name="address",
    label=Words("住所", "Address"),
    missing=f"{_one_missing('postal')} and {_one_missing('city')}",
    levels=(
        Level(
            "home",
            f"{_SAME_HOUSE} and greatest(home_persons_l, home_persons_r) <= 1",
            Words(
                "番地まで同じ住所で、ほかの人の住所ではありません",
                "Same address down to the house, and nobody else's",
            ),
        ),
        Level(
            "house",
            _SAME_HOUSE,
            Words(
                "番地まで同じ住所で、ほかの人も住んでいます",
                "Same address down to the house, where others live too",
            ),
        ),
        Level(
            "postal",
            "postal_l = postal_r",
            Words("郵便番号が同じです", "Same postal code"),
            "postal",
        ),
        Level("city", "city_l = city_r", Words("市区町村が同じです", "Same municipality"), "city"),
        Level("other", "ELSE", Words("住所が違います", "Other address")),
    ),
)

COMPARISONS: tuple[Comparison, ...] = (FAMILY, GIVEN, BIRTH, PHONE, MAIL, ADDRESS)
"""In the order in which reasons are shown."""

type Block = tuple[tuple[str, str], ...]


def _same(*columns: str) -> Block:
    return tuple((column, column) for column in columns)


BLOCKS: tuple[Block, ...] = (
    _same("phone"),
    _same("mail"),
    (("phone", "phone2"),),
    (("phone2", "phone"),),
    (("mail", "mail2"),),
    (("mail2", "mail"),),
    _same("family", "given"),
    _same("family_kana", "given_kana"),
    (("family", "given"), ("given", "family")),
    _same("birth", "given"),
    _same("birth", "given_kana"),
    _same("birth", "family"),
    _same("postal", "given"),
)
"""Only pairs that agree in all columns of one block (left column, right column) are compared."""

TRAINING_BLOCKS: tuple[Block, ...] = (
    _same("birth", "family"),
    _same("family", "given"),
    _same("birth", "given_kana"),
)
"""Blocks of learning: couples and children, who share phone and house, are in none of them."""

CERTAIN_BLOCKS: tuple[Block, ...] = (
    _same("phone", "given"),
    _same("mail", "given"),
    _same("family", "given", "birth"),
)
"""Pairs of these blocks are nearly all one person; they tell how many such pairs there are."""
CERTAIN_RECALL = 0.8
"""Share of all pairs of one person that the certain blocks are taken to find."""

RARITY_COLUMNS: tuple[str, ...] = tuple(
    dict.fromkeys(
        level.rarity for comparison in COMPARISONS for level in comparison.levels if level.rarity
    )
)
"""Columns whose frequencies are counted."""
