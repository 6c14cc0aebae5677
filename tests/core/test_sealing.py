"""Sealed values open in one place, under one key, unchanged; and blind indexes of one house."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.sealing import (
    INDEX_BYTES,
    DataKey,
    KeyOwner,
    KeyRing,
    Place,
    SealingError,
    UnknownMasterError,
    WrappedKey,
    blind_index,
    key_id_of,
)

MASTERS = {1: b"1" * 32, 2: b"2" * 32}
INDEX_KEY = b"i" * 32
HERE = Place("people_talentrecord", "mail", 1, "r1")
KEY_ID = UUID(int=7)
OWNER = KeyOwner(1, UUID(int=3), KEY_ID)


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_in_its_place(data):
    key = DataKey.new()

    sealed = key.seal(data, HERE, key_id=KEY_ID)

    assert key.open(sealed, HERE) == data
    assert len(sealed) == len(data) + 45
    assert key_id_of(sealed) == KEY_ID


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("people_application", "mail", 1, "r1"),
        Place("people_talentrecord", "phone", 1, "r1"),
        Place("people_talentrecord", "mail", 2, "r1"),
        Place("people_talentrecord", "mail", 1, "r2"),
    ],
    ids=["table", "column", "organisation", "row"],
)
def test_a_value_moved_to_another_place_does_not_open(elsewhere):
    key = DataKey.new()
    sealed = key.seal("花子".encode(), HERE, key_id=KEY_ID)

    with pytest.raises(SealingError, match="moved from another place"):
        key.open(sealed, elsewhere)


def test_no_bit_of_a_sealed_value_can_be_changed():
    key = DataKey.new()
    sealed = key.seal(b"taro@example.jp", HERE, key_id=KEY_ID)

    # The first bytes name the key and are checked by whoever loads it.
    for position in range(17, len(sealed)):
        changed = sealed[:position] + bytes([sealed[position] ^ 1]) + sealed[position + 1 :]
        with pytest.raises(SealingError):
            key.open(changed, HERE)


def test_parts_of_a_place_cannot_be_shifted_into_each_other():
    assert Place("a", "bc", 1, "r").as_bytes() != Place("ab", "c", 1, "r").as_bytes()


def test_the_same_value_is_sealed_differently_each_time():
    key = DataKey.new()

    assert key.seal(b"a", HERE, key_id=KEY_ID) != key.seal(b"a", HERE, key_id=KEY_ID)


def test_a_rotated_key_opens_what_was_sealed_before_and_needs_the_new_master_only():
    before = KeyRing({1: MASTERS[1]})
    key = DataKey.new()
    wrapped = before.wrap(key, OWNER)
    sealed = key.seal(b"a@example.jp", HERE, key_id=KEY_ID)

    rewrapped = KeyRing(MASTERS).rewrap(wrapped, OWNER)

    after = KeyRing({2: MASTERS[2]})
    assert (wrapped.master_version, rewrapped.master_version) == (1, 2)
    assert len(rewrapped.blob) == 60
    assert after.unwrap(rewrapped, OWNER).open(sealed, HERE) == b"a@example.jp"
    with pytest.raises(UnknownMasterError, match="needs master key 1, but only 2 are here"):
        after.unwrap(wrapped, OWNER)


@pytest.mark.parametrize(
    "other",
    [
        KeyOwner(2, UUID(int=3), KEY_ID),
        KeyOwner(1, UUID(int=4), KEY_ID),
        KeyOwner(1, UUID(int=3), UUID(int=8)),
    ],
    ids=["organisation", "person", "key"],
)
def test_a_wrapped_key_opens_for_its_owner_only(other):
    ring = KeyRing(MASTERS)
    wrapped = ring.wrap(DataKey.new(), OWNER)

    with pytest.raises(SealingError, match="does not open under master key 2"):
        ring.unwrap(wrapped, other)


def test_a_file_with_another_key_under_the_same_version_is_found():
    wrapped = KeyRing({1: MASTERS[1]}).wrap(DataKey.new(), OWNER)

    with pytest.raises(SealingError, match="another key than the one that wrapped it"):
        KeyRing({1: MASTERS[2]}).unwrap(wrapped, OWNER)


@pytest.mark.parametrize("masters", [{}, {1: b"short"}])
def test_a_ring_without_a_whole_key_is_refused(masters):
    with pytest.raises(SealingError):
        KeyRing(masters)


@pytest.mark.parametrize("blob", [b"", b"\x01" * 44, b"\x02" * 60])
def test_bytes_that_are_no_sealed_value_are_refused(blob):
    with pytest.raises(SealingError, match="no sealed value"):
        key_id_of(blob)


def test_no_key_shows_itself():
    ring = KeyRing(MASTERS)
    key = DataKey.new()

    assert repr(key) == "<data key>"
    assert repr(ring) == "<key ring (1, 2)>"
    assert repr(WrappedKey(1, b"")) == "WrappedKey(master_version=1, blob=b'')"


def index(value, *, organisation_id=1, kind="mail"):
    return blind_index(value, key=INDEX_KEY, organisation_id=organisation_id, kind=kind)


def test_width_case_and_spaces_make_no_difference_to_an_index():
    assert index(" Taro@Example.JP ") == index("ｔａｒｏ@example.jp")
    assert len(index("a")) == INDEX_BYTES


@given(st.text(), st.integers(1, 9), st.integers(10, 99))
def test_two_organisations_cannot_compare_their_indexes(value, one, other):
    """個人情報保護法27条: a hash that matches across organisations would be a transfer."""
    assert index(value, organisation_id=one) != index(value, organisation_id=other)
    assert index(value, kind="mail") != index(value, kind="phone")


def test_an_index_needs_its_key():
    other = blind_index("a@b.jp", key=b"j" * 32, organisation_id=1, kind="mail")

    assert other != index("a@b.jp")
    with pytest.raises(SealingError, match="a key has 32 bytes"):
        blind_index("a@b.jp", key=b"", organisation_id=1, kind="mail")


def test_forgotten_means_forgotten():
    """A new key of the same person opens nothing that lay under the destroyed one."""
    sealed = DataKey.new().seal(b"a", HERE, key_id=uuid4())

    with pytest.raises(SealingError):
        DataKey.new().open(sealed, HERE)
