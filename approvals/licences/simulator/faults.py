"""How the simulated register misbehaves: read from one line of text, the same for the same seed.

``TONGBAN_REGISTER_FAULTS="delay=2 refuse=0.1 lose=0.2 seed=7"``: it answers at the third question, refuses a tenth of
the requests and loses the first answer to a fifth of them. Empty: every request is taken, and acknowledged at once.
"""

import hashlib
from dataclasses import dataclass
from typing import Self
from uuid import UUID

_LARGEST = 2**32


@dataclass(frozen=True, slots=True)
class Faults:
    """``delay`` counts questions without an answer; ``refuse`` and ``lose`` are shares of the requests, 0 to 1."""

    delay: int = 0
    refuse: float = 0.0
    lose: float = 0.0
    seed: int = 1

    @classmethod
    def read(cls, written: str) -> Self:
        """Read ``name=value`` pairs set apart by spaces or commas. Raise ValueError for anything else."""
        pairs = [pair.partition("=") for pair in written.replace(",", " ").split()]
        given = {name: value for name, _sign, value in pairs}
        if unknown := given.keys() - {"delay", "refuse", "lose", "seed"}:
            raise ValueError(f"TONGBAN_REGISTER_FAULTS knows no {', '.join(sorted(unknown))}.")
        return cls(
            delay=int(given.get("delay", 0)),
            refuse=float(given.get("refuse", 0)),
            lose=float(given.get("lose", 0)),
            seed=int(given.get("seed", 1)),
        )

    def refuses(self, request: UUID) -> bool:
        """Whether this request is one of those refused."""
        return self._draw("refuse", request) < self.refuse

    def loses(self, request: UUID) -> bool:
        """Whether the first answer to this request gets lost on its way."""
        return self._draw("lose", request) < self.lose

    def _draw(self, what: str, request: UUID) -> float:
        drawn = hashlib.sha256(f"{self.seed} {what} {request}".encode()).digest()
        return int.from_bytes(drawn[:4], "big") / _LARGEST
