"""What is hidden stays hidden, in one table and across all of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.core.kpi.counting import sum_counts
from tasuki.core.kpi.disclosure import protect, whole_of
from tasuki.core.kpi.masking import Mask


def _row(*counts):
    return {
        frozenset({"joined", f"joined.{at}"}): count for at, count in enumerate(counts) if count
    }


def test_small_count_takes_a_partner_with_it():
    assert protect(_row(3, 12, 20)) == {
        "joined": 35,
        "joined.0": Mask.SMALL,
        "joined.1": Mask.PARTNER,
        "joined.2": 20,
    }


def test_a_small_row_is_hidden_with_its_zero_and_its_total():
    shown = protect(_row(0, 2, 1), keys=("joined", "joined.0"))

    assert shown["joined"] is Mask.SMALL
    assert shown["joined.0"] is Mask.PARTNER
    assert shown["joined.1"] is shown["joined.2"] is Mask.SMALL


def test_zero_beside_a_large_whole_is_shown():
    assert protect(_row(9, 20), keys=("joined.7",))["joined.7"] == 0


def test_marks_alone_solve_nothing():
    # All four are "under five" and add up to what four ones, or four fours, add up to.
    for row in ((1, 1, 1, 1, 1), (4, 4)):
        shown = protect(_row(*row))
        assert shown["joined"] in set(Mask), row


def test_the_rest_of_a_rate_is_protected_too():
    shown = protect({frozenset({"left", "left.rehired"}): 18, frozenset({"left"}): 2})

    assert shown["left.rehired"] is Mask.PARTNER


def test_what_is_public_already_is_not_hidden_for_others():
    shown = protect(
        {frozenset({"cohort.12", "stayed.12"}): 18, frozenset({"cohort.12"}): 2},
        known=frozenset({"cohort.12"}),
    )

    assert shown == {"cohort.12": 20, "stayed.12": Mask.PARTNER}


def test_wholes():
    assert [
        whole_of(key) for key in ("joined", "tile.13", "flow.A>B", "stayed.12", "slot.used")
    ] == [
        "",
        "joined",
        "moved",
        "cohort.12",
        "slot",
    ]


KEYS = ("a", "b", "c")
ATOMS = st.dictionaries(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).map(
        lambda both: frozenset({"joined", f"joined.{both[0]}", f"tile.{both[1]}"})
    ),
    st.integers(min_value=1, max_value=20),
    min_size=1,
)


@settings(deadline=None, max_examples=60)
@given(ATOMS)
def test_no_small_count_is_shown(atoms):
    counts = sum_counts(atoms)
    for key, cell in protect(atoms).items():
        if isinstance(cell, Mask):
            continue
        assert cell == counts[key]
        assert not 0 < cell < 5


def test_large_counts_are_shown():
    assert protect(_row(5, 12, 20)) == sum_counts(_row(5, 12, 20))
