"""Turns what the rules decided into the rows the SQL functions write: steps, clock and the chained journal."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from workflows.clock import entries as clock_entries
from workflows.clock.entries import Entry as ClockEntry
from workflows.engine.replay import after
from workflows.engine.state import FILE, CaseState, Moves, OpenStep, Turn
from workflows.journal.chain import Entry, canonical
from workflows.journal.enums import Verb

LATER = frozenset({"custody", "children", "told", "family", "deputy_for", "bodies"})
"""What a turn says only where there is something to say: rows written before it existed stay as they are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked for, as the journal remembers it: the key and the digest of the request."""

    key: UUID
    digest: str


@dataclass(slots=True)
class Chain:
    """The journal rows of one write, each linked to the one before."""

    case: int
    seq: int
    head: bytes
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, turn: Turn, base: int, asked: Asked | None) -> None:
        """Add the row of one turn; what a person wrote goes beside the journal, its digest into it."""
        said = turn_json(turn)
        if turn.custody and turn.custody.file:
            said["custody"]["file"] |= {"head": self.head.hex(), "rows": self.seq}
        content = said.pop("payload") or None
        payload = {"base": base, "turn": said} | ({"key": str(asked.key), "digest": asked.digest} if asked else {})
        if content:
            payload["content"] = digest(content)
        verb = Verb.OPEN if turn.act == FILE else Verb.ACT
        behalf = turn.deputy_for or turn.on_behalf_of
        self.link(verb, payload, turn.at, actor=turn.actor, desk=turn.desk, on_behalf_of=behalf)
        self.rows[-1] |= {"content": content, "key": str(asked.key) if asked else None}

    def link(
        self,
        verb: Verb,
        payload: Mapping[str, Any],
        at: datetime,
        *,
        actor: int | None,
        desk: int | None = None,
        on_behalf_of: int | None = None,
    ) -> None:
        """Chain one row to the last."""
        self.seq += 1
        entry = Entry(self.case, self.seq, verb, actor, desk, on_behalf_of, at, payload)
        previous, self.head = self.head, entry.digest(self.head)
        self.rows.append(
            {
                "seq": self.seq,
                "verb": verb.value,
                "actor": actor,
                "desk": desk,
                "on_behalf_of": on_behalf_of,
                "legal_at": at.isoformat(),
                "payload": payload,
                "previous": previous.hex(),
                "hash": self.head.hex(),
            }
        )


def digest(value: Any) -> str:
    """The SHA-256 of the value's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def turn_json(turn: Turn) -> dict[str, Any]:
    """One turn as the journal keeps it."""
    written: dict[str, Any] = Moves(0, (turn,)).to_json()["turns"][0]
    return {name: value for name, value in written.items() if name not in LATER or value not in (None, [], False)}


def custody_path(state: CaseState, moves: Sequence[Moves]) -> list[dict[str, Any]]:
    """How custody stands after each turn that changes anything in it; ``state`` is the case before ``moves``."""
    path: list[dict[str, Any]] = []
    if state.offered_to is None and not any(turn.custody for each in moves for turn in each.turns):
        return path
    for turn in (turn for each in moves for turn in each.turns):
        before, state = state, after(state, turn)
        if _custody(state) != _custody(before):
            path.append({**_custody(state), "districts": sorted(state.districts)})
    return path


def _custody(state: CaseState) -> dict[str, Any]:
    return {
        "district": state.district,
        "offered_to": state.offered_to,
        "parties": dict(state.parties),
        "keeps_sight": list(state.keeps_sight),
    }


def case_row(state: CaseState, moves: Sequence[Moves]) -> dict[str, Any]:
    """The columns of the case after ``moves``, the last of which gives the due dates; ``state`` is the case then."""
    dues = moves[-1].dues
    of_family = any(turn.children or turn.told for each in moves for turn in each.turns)
    return {
        **({"facts": dict(state.facts)} if of_family else {}),
        "next": state.version,
        "phase": state.phase,
        "path": _between(moves),
        "waiting": list(state.waiting),
        "ledger": [_clock_json(entry) for entry in state.ledger],
        "promised_due": _iso(dues.promised),
        "statutory_due": _iso(dues.statutory),
        "provisional": dues.provisional,
        "closed_at": _iso(state.ended_at),
    }


def _between(moves: Sequence[Moves]) -> list[str]:
    """The phases the case passes through before the last one."""
    turns = (turn for each in moves for turn in each.turns)
    return [turn.target for turn in turns if turn.source != turn.target][:-1]


def step_rows(ids: Mapping[int, int], moves: Sequence[Moves]) -> dict[str, list[dict[str, Any]]]:
    """The steps that close and open. ``ids`` are the rows of the steps that stood before, by ordinal.

    A step that opened and was done at once is one new row, already closed.
    """
    closed = {ordinal: closing for each in moves for ordinal, closing in each.closed.items()}
    opened = {step.ordinal: step for each in moves for step in each.opened}
    lent = {turn.ordinal: turn.deputy_for for each in moves for turn in each.turns if turn.deputy_for}
    return {
        "closes": [
            {"id": ids[o], **_closing(c), "closed_for": lent.get(o)} for o, c in closed.items() if o not in opened
        ],
        "opens": [_opening(s) | (_closing(closed[o]) if o in closed else {}) for o, s in opened.items()],
    }


def _closing(closing: tuple[str, str, int | None, datetime]) -> dict[str, Any]:
    act, outcome, actor, at = closing
    return {"act": act, "outcome": outcome, "closed_by": actor, "closed_at": at.isoformat()}


def _opening(step: OpenStep) -> dict[str, Any]:
    return {
        "ordinal": step.ordinal,
        "key": step.key,
        "party": step.party,
        "district": step.district,
        "desk": step.desk,
        "opened_at": step.opened_at.isoformat(),
        "due_at": _iso(step.due_at),
        "silence_at": _iso(step.silence_at),
        "claimed_by": step.claimed_by,
        "claimed_at": step.opened_at.isoformat() if step.claimed_by else None,
    }


def _clock_json(entry: ClockEntry) -> dict[str, Any]:
    return clock_entries.to_json(entry)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
