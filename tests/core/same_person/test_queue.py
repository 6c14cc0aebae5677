"""What may be called one person together with others, without a look of its own."""

import pytest

from tasuki.core.same_person.queue import may_accept_unseen


@pytest.mark.parametrize(
    ("probability", "guards", "may"),
    [
        (0.95, (), True),
        (0.949, (), False),
        (0.999, ("family_name",), True),
        (0.999, ("shared_contact",), True),
        (0.999, ("given_name",), False),
        (0.999, ("birth_date", "family_name"), False),
        (0.999, ("cluster_size",), False),
        (0.999, ("cluster_birth_dates",), False),
    ],
)
def test_what_speaks_against_it_needs_a_look_of_its_own(probability, guards, may):
    assert may_accept_unseen(probability=probability, guards=guards) is may
