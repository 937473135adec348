"""The law of changes to a licence in one table: who may start each, why, when the holder is heard, and what it brings."""

from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from approvals.licences.enums import LIVING, Ground, LicenceState, LicenceVerb, Side
from approvals.licences.enums import LicenceVerb as V

_S = LicenceState
_ENDED = (_S.REVOKED, _S.WITHDRAWN, _S.CANCELLED, _S.EXPIRED)


@dataclass(frozen=True, slots=True)
class Rule:
    """One lawful change.

    ``word`` names the decision and ``kind`` is its word in a document's number. ``hears_for``: the holder is told first
    and has so many working days to state their case and ask for a hearing. ``rests``: it rests on a decision made
    elsewhere, by its number. ``renews``: it brings the next version; otherwise the state becomes ``target``.
    """

    sides: frozenset[Side]
    sources: frozenset[LicenceState]
    basis: str
    article: str
    word: str
    kind: str
    target: LicenceState | None = None
    grounds: tuple[Ground, ...] = ()
    hears_for: int = 0
    rests: bool = False

    @property
    def renews(self) -> bool:
        """Whether it brings the next version."""
        return self.target is None


def _rule(  # noqa: PLR0913 - a table is read by its columns
    sides: Collection[Side],
    sources: Collection[LicenceState],
    basis: str,
    article: str,
    word: str,
    kind: str,
    *,
    target: LicenceState | None = None,
    grounds: tuple[Ground, ...] = (),
    hears_for: int = 0,
    rests: bool = False,
) -> Rule:
    return Rule(frozenset(sides), frozenset(sources), basis, article, word, kind, target, grounds, hears_for, rests)


_G = Ground
_LICENSING = "《中华人民共和国行政许可法》"
_PENALTIES = "《中华人民共和国行政处罚法》"
_PROCEDURE = "《市场监督管理行政许可程序暂行规定》"

RULES: Final = MappingProxyType(
    {
        V.CHANGE: _rule((Side.HOLDER,), (_S.CURRENT,), "许可法 49", f"{_LICENSING}第四十九条", "准予变更", "变"),
        V.RENEW: _rule((Side.HOLDER,), (_S.CURRENT,), "许可法 50", f"{_LICENSING}第五十条", "准予延续", "延续"),
        V.REISSUE: _rule(
            (Side.HOLDER,),
            (_S.CURRENT,),
            "16号令 29",
            f"{_PROCEDURE}第二十九条",
            "准予补发",
            "补发",
            grounds=(_G.LOST, _G.DAMAGED),
        ),
        V.CORRECT: _rule(
            (Side.HOLDER, Side.ISSUER),
            (_S.CURRENT,),
            "16号令 28",
            f"{_PROCEDURE}第二十八条",
            "更正",
            "更",
            grounds=(_G.CLERICAL,),
        ),
        V.SUSPEND: _rule(
            (Side.ISSUER,),
            (_S.CURRENT,),
            "行政处罚法 9",
            f"{_PENALTIES}第九条",
            "暂扣",
            "暂扣",
            target=_S.SUSPENDED,
            grounds=(_G.PENALTY,),
            rests=True,
        ),
        V.RESUME: _rule(
            (Side.ISSUER,),
            (_S.SUSPENDED,),
            "行政处罚法 9",
            f"{_PENALTIES}第九条",
            "发还",
            "发还",
            target=_S.CURRENT,
            grounds=(_G.TIME_SERVED,),
        ),
        V.WITHDRAW: _rule(
            (Side.ISSUER,),
            LIVING,
            "许可法 8",
            f"{_LICENSING}第八条",
            "撤回",
            "撤回",
            target=_S.WITHDRAWN,
            grounds=(_G.LAW_CHANGED, _G.FACTS_CHANGED),
            hears_for=5,
        ),
        V.REVOKE: _rule(
            (Side.ISSUER, Side.SUPERIOR),
            LIVING,
            "许可法 69",
            f"{_LICENSING}第六十九条",
            "撤销",
            "撤",
            target=_S.REVOKED,
            grounds=(_G.ABUSE, _G.BEYOND_POWER, _G.PROCEDURE, _G.UNQUALIFIED, _G.FRAUD),
            hears_for=5,
        ),
        V.CANCEL: _rule(
            (Side.ISSUER,),
            LIVING,
            "行政处罚法 9",
            f"{_PENALTIES}第九条",
            "吊销",
            "吊",
            target=_S.CANCELLED,
            grounds=(_G.PENALTY,),
            hears_for=5,
            rests=True,
        ),
        V.DEREGISTER: _rule(
            (Side.HOLDER, Side.ISSUER),
            (*LIVING, *_ENDED),
            "许可法 70",
            f"{_LICENSING}第七十条",
            "注销",
            "注",
            target=_S.DEREGISTERED,
            grounds=(_G.NOT_RENEWED, _G.HOLDER_ENDED, _G.TAKEN_AWAY, _G.FORCE_MAJEURE, _G.GIVEN_UP),
        ),
        V.EXPIRE: _rule(
            (Side.SYSTEM,), LIVING, "许可法 70(一)", f"{_LICENSING}第七十条第一项", "届满", "满", target=_S.EXPIRED
        ),
    }
)
"""Every verb has its rule; a test compares the table with the machine of ``Licence``."""

_DEREGISTRATION: Final = MappingProxyType(
    {
        _G.NOT_RENEWED: frozenset({_S.EXPIRED}),
        _G.TAKEN_AWAY: frozenset({_S.REVOKED, _S.WITHDRAWN, _S.CANCELLED}),
    }
)
"""Grounds that fit some states only; every other ground ends a licence that is still there."""


def grounds_for(verb: LicenceVerb, state: LicenceState, side: Side) -> tuple[Ground, ...]:
    """The grounds that may be named for a licence in that state by that side; giving up is the holder's alone."""
    grounds = RULES[verb].grounds
    if verb != V.DEREGISTER:
        return grounds
    if side == Side.HOLDER:
        return (_G.GIVEN_UP,) if state in LIVING else ()
    fitting = [each for each in grounds if state in _DEREGISTRATION.get(each, frozenset(LIVING))]
    return tuple(each for each in fitting if each != _G.GIVEN_UP)


def verbs_for(side: Side, state: LicenceState) -> tuple[LicenceVerb, ...]:
    """What that side may start on a licence in that state."""
    return tuple(
        verb
        for verb, rule in RULES.items()
        if side in rule.sides and state in rule.sources and (not rule.grounds or grounds_for(verb, state, side))
    )
