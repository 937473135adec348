"""The tree is RFC 6962's whatever order it grew in, and every leaf climbs to its root."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.journal.seals.merkle import Tree, climbed


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def leaves(count: int) -> list[bytes]:
    return [sha(b"\x00" + bytes([place])) for place in range(count)]


def by_the_book(row: list[bytes]) -> bytes:
    """RFC 6962 2.1: split at the largest power of two below the number of leaves."""
    if len(row) == 1:
        return row[0]
    half = 1 << (len(row) - 1).bit_length() - 1
    return sha(b"\x01" + by_the_book(row[:half]) + by_the_book(row[half:]))


@pytest.mark.parametrize("count", range(1, 34))
def test_the_root_is_that_of_rfc_6962(count: int) -> None:
    assert Tree(sha, leaves(count)).root() == by_the_book(leaves(count))


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert Tree(sha).root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.integers(1, 40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 255)), max_size=20))
def test_a_tree_that_changed_has_the_root_of_one_made_anew(count: int, changes: list[tuple[int, int]]) -> None:
    row = leaves(count)
    tree = Tree(sha, row)
    for place, word in changes:
        if place < count:
            row[place] = sha(b"\x00new" + bytes([word]))
            tree.put(place, row[place])
    assert tree.root() == by_the_book(row)


@given(st.integers(1, 40))
def test_every_leaf_climbs_to_the_root_and_no_other_does(count: int) -> None:
    row = leaves(count)
    tree = Tree(sha, row)
    for place in range(count):
        assert climbed(row[place], tree.path(place), sha) == tree.root()
        assert climbed(sha(b"another"), tree.path(place), sha) != tree.root()


def test_a_leaf_beyond_the_end_leaves_a_hole_and_is_refused() -> None:
    with pytest.raises(IndexError):
        Tree(sha, leaves(2)).put(3, sha(b""))
