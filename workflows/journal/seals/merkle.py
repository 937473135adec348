"""A Merkle tree over leaves in a row, as RFC 6962 draws it: a node without a neighbour goes up as it is.

Leaves and nodes are hashed in domains of their own, so that no node can be passed off as a leaf. The tree is kept as
plain bytes, 64 a leaf, and changes one path at a time.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Literal

Hash = Callable[[bytes], bytes]
Side = Literal["left", "right"]
Path = list[tuple[Side, bytes]]
"""The neighbours from a leaf up to the root, and on which side each stands."""

WIDTH = 32
"""Bytes of a hash."""


class Domain(bytes, Enum):
    """What is hashed, as the byte before it."""

    LEAF = b"\x00"
    NODE = b"\x01"
    DISTRICT = b"\x02"
    STATEMENT = b"\x03"


class Tree:
    """A tree that leaves are appended to and replaced in."""

    def __init__(self, hash_: Hash, leaves: Sequence[bytes] = ()) -> None:
        """Begin with these leaves, each hashed already."""
        self._hash = hash_
        self._levels = [bytearray()]
        for place, leaf in enumerate(leaves):
            self.put(place, leaf)

    def __len__(self) -> int:
        """Return how many leaves there are."""
        return len(self._levels[0]) // WIDTH

    def put(self, place: int, leaf: bytes) -> None:
        """Set the leaf at a place, or append it at the place after the last. Raise IndexError beyond that."""
        if place > len(self):
            raise IndexError(place)
        node, depth = leaf, 0
        while True:
            level = self._levels[depth]
            level[place * WIDTH : (place + 1) * WIDTH] = node
            if len(level) == WIDTH:
                return
            even = place - place % 2
            left, right = self._at(depth, even), self._at(depth, even + 1)
            node = self._hash(Domain.NODE.value + left + right) if right else left
            place, depth = place // 2, depth + 1
            if depth == len(self._levels):
                self._levels.append(bytearray())

    def root(self) -> bytes:
        """Return the root; of no leaves, the hash of nothing."""
        return bytes(self._levels[-1]) if len(self) else self._hash(b"")

    def path(self, place: int) -> Path:
        """Return what a leaf needs to give the root."""
        path: Path = []
        for depth in range(len(self._levels) - 1):
            beside = place - 1 if place % 2 else place + 1
            if neighbour := self._at(depth, beside):
                path.append(("left" if place % 2 else "right", neighbour))
            place //= 2
        return path

    def _at(self, depth: int, place: int) -> bytes:
        return bytes(self._levels[depth][place * WIDTH : (place + 1) * WIDTH])


def climbed(leaf: bytes, path: Path, hash_: Hash) -> bytes:
    """Return the root a leaf gives by a path."""
    for side, neighbour in path:
        pair = neighbour + leaf if side == "left" else leaf + neighbour
        leaf = hash_(Domain.NODE.value + pair)
    return leaf
