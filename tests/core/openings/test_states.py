"""The table of states of an opening."""

from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.openings.states import POSTING, PostingEvent, PostingState


def test_what_is_shown_was_a_draft_and_was_accepted_or_published():
    ways = {row.source for row in POSTING.transitions if row.target is PostingState.OPEN}

    assert ways == {
        PostingState.DRAFT,
        PostingState.ACCEPTED,
        PostingState.SUSPENDED,
        PostingState.CLOSED,
        PostingState.FILLED,
    }
    assert POSTING.allowed_events(PostingState.REFUSED) == (PostingEvent.REVISE,)
    assert not POSTING.can(PostingState.ACCEPTED, PostingEvent.REFUSE)


@given(st.lists(st.sampled_from(PostingEvent), max_size=12))
def test_no_chain_of_events_leads_from_refused_to_shown_without_a_draft(events):
    state, seen = PostingState.REFUSED, [PostingState.REFUSED]
    for event in events:
        if POSTING.can(state, event):
            state = POSTING.next_state(state, event)
            seen.append(state)

    if PostingState.OPEN in seen:
        assert PostingState.DRAFT in seen[: seen.index(PostingState.OPEN)]
