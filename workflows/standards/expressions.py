"""Conditions: a small part of the Common Expression Language, evaluated on the server only.

Three answers: TRUE, FALSE, and UNKNOWN when the data does not say (a field is missing, an amount is malformed, types
do not fit). UNKNOWN is never an exception and never TRUE: a check with it has failed, a route with it is not taken.
As in CEL, ``a || b`` is TRUE when one side is, and ``a && b`` FALSE when one side is, whatever the other.

The cost is bounded before evaluation: by the text (``expression_syntax``) and by the size of the data times the rounds
its macros can make. ``docs/expressions.md`` is the reference for those who write conditions.
"""

import logging  # noqa: TID251 - only to silence the package, see below
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

import cel
from django.utils.translation import gettext_lazy as _

from workflows.standards.errors import ExpressionError
from workflows.standards.expression_functions import FUNCTIONS
from workflows.standards.expression_syntax import MAX_LENGTH, METHODS, ROOTS, Shape, inspect

MAX_NODES = 10_000
MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 32
MAX_VISITS = 20_000_000
"""Values a condition may look at, at worst: about a second."""

_CHARACTERS_A_VISIT = 64
_VISITS_A_PLACE = 10_000
_INTEGERS = range(-(2**63), 2**63)
_OPERATORS = frozenset({"_+_", "_-_", "_*_", "_/_", "_%_", "-_", "!_", "_&&_", "_||_", "_?_:_", "_[_]"}) | {
    *("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in", "@not_strictly_false")
}

# The package logs each refusal of our functions to stderr, with whatever the exception says of the applicant's data.
logging.getLogger("cel").disabled = True


class Answer(StrEnum):
    """What a condition says of the data."""

    TRUE = "TRUE"
    FALSE = "FALSE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Result:
    """What an expression gave: a value, or the reason why there is none."""

    value: bool | int | str | None = None
    error: ExpressionError | None = None

    @property
    def answer(self) -> Answer:
        """The value as an answer; UNKNOWN unless it is a truth value."""
        if not isinstance(self.value, bool):
            return Answer.UNKNOWN
        return Answer.TRUE if self.value else Answer.FALSE


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression that is of the language, ready to be evaluated any number of times."""

    source: str
    program: Any
    shape: Shape


@dataclass(frozen=True, slots=True)
class Data:
    """What expressions may see, measured and copied once, so that many can be evaluated over it."""

    variables: dict[str, Any]
    size: int
    longest: int


def compiled(source: str) -> Compiled:
    """Return the compiled expression, from a cache; raise ExpressionError with what to mend when it is not valid."""
    if len(source) > MAX_LENGTH:
        raise ExpressionError(
            "expression.length",
            _("The condition has %(length)s characters; use at most %(limit)s, or split it into two checks."),
            length=len(source),
            limit=MAX_LENGTH,
        )
    return _compiled(source)


@lru_cache(maxsize=4096)
def _compiled(source: str) -> Compiled:
    shape = inspect(source)
    try:
        program = cel.compile(source)
    except BaseException as error:  # noqa: BLE001 - _ours raises what is not the package's again
        raise _ours(error, "expression.syntax", source) from None
    for pattern in shape.patterns:
        _check_pattern(pattern)
    _check_calls(source, program)
    return Compiled(source, program, shape)


def measure(data: Mapping[str, Any]) -> Data:
    """Return the data as expressions see it: JSON values and days, under form, facts, case and materials.

    A root that is missing is an empty object. Raise ExpressionError when there is too much of it or it is not JSON.
    """
    counted = _Counter()
    variables = {root: counted.copy(data.get(root, {}), 0) for root in sorted(ROOTS)}
    return Data(variables, counted.nodes + counted.characters // _CHARACTERS_A_VISIT, counted.longest)


def evaluate(source: str, data: Mapping[str, Any] | Data) -> Result:
    """Return what the expression gives over the data; never raises."""
    try:
        expression = compiled(source)
        measured = data if isinstance(data, Data) else measure(data)
        _check_cost(expression, measured)
        value = _run(expression, measured)
    except ExpressionError as error:
        return Result(error=error)
    if isinstance(value, bool | int | str):
        return Result(value=value)
    return Result(
        error=ExpressionError(
            "expression.result",
            _("The condition %(source)s gives neither a truth value, a number nor a text; compare what it names."),
            source=source,
        )
    )


def answer(source: str, data: Mapping[str, Any] | Data) -> Answer:
    """Return what the condition says of the data; never raises."""
    return evaluate(source, data).answer


def holds(source: str, data: Mapping[str, Any] | Data) -> bool:
    """Say whether the condition is TRUE; FALSE and UNKNOWN both do not hold. Never raises."""
    return answer(source, data) is Answer.TRUE


def holding() -> Callable[[str, Mapping[str, Any]], bool]:
    """Return ``holds`` for whoever asks many conditions about the very same data, which is measured once.

    The data must not change between two questions; what was asked about last is remembered.
    """
    last: tuple[Mapping[str, Any], Mapping[str, Any] | Data] = ({}, {})

    def held(source: str, data: Mapping[str, Any]) -> bool:
        nonlocal last
        known, measured = last
        if known is not data:
            try:
                measured = measure(data)
            except ExpressionError:
                measured = data
            last = data, measured
        return holds(source, measured)

    return held


def _run(expression: Compiled, data: Data) -> Any:
    # What the text does not name it cannot ask for, and handing over a form costs more than most conditions.
    named = {root: value for root, value in data.variables.items() if root in expression.source}
    functions = {name: function.call for name, function in FUNCTIONS.items() if name in expression.source}
    try:
        return expression.program.execute(named | functions)
    except BaseException as error:  # noqa: BLE001 - _ours raises what is not the package's again
        raise _ours(error, "expression.unknown", expression.source) from None


_SENTENCES = {
    "expression.syntax": _("The condition %(source)s is not well formed; mend its operators and brackets."),
    "expression.unknown": _(
        "The condition %(source)s cannot be answered: something it names is missing or of another kind;"
        " ask with has() first, or mend the data."
    ),
}


def _ours(error: BaseException, code: str, source: str) -> ExpressionError:
    """Return our error for one of the package's; a panic of its Rust code derives from BaseException alone."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error
    return ExpressionError(code, _SENTENCES[code], source=source)


def _check_calls(source: str, program: Any) -> None:
    """Ask the package what it read, as the second net under our own reading of the text."""
    strange = sorted(set(program.functions()) - _OPERATORS - METHODS.keys() - FUNCTIONS.keys())
    if strange:
        raise ExpressionError(
            "expression.operator",
            _("The condition %(source)s uses %(names)s, which the language does not have; see docs/expressions.md."),
            source=source,
            names=", ".join(strange),
        )


def _check_pattern(pattern: str) -> None:
    """Refuse a pattern the regular expression engine does not read: it would only show when a case comes by."""
    try:
        cel.compile(f"''.matches({pattern})").execute({})
    except Exception:  # noqa: BLE001 - the package has no exception of its own
        raise ExpressionError(
            "expression.pattern",
            _("The pattern %(pattern)s is not a regular expression; mend it (RE2 syntax)."),
            pattern=pattern,
        ) from None


def _check_cost(expression: Compiled, data: Data) -> None:
    shape = expression.shape
    rounds = max(data.longest, shape.literal) ** shape.nesting
    if rounds * (data.size * max(shape.roots, 1) + _VISITS_A_PLACE * shape.places) > MAX_VISITS:
        raise ExpressionError(
            "expression.cost",
            _("The condition %(source)s would look at too much data; shorten the lists or nest fewer macros."),
            source=expression.source,
        )


class _Counter:
    """Copies data to what the package takes unchanged, and counts it on the way."""

    def __init__(self) -> None:
        self.nodes = self.characters = self.longest = 0

    def copy(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or self.characters > MAX_CHARACTERS or depth > MAX_DEPTH:
            raise ExpressionError(
                "expression.size",
                _(
                    "The data is larger than conditions may see (%(nodes)s values, %(depth)s levels); shorten the lists."
                ),
                nodes=MAX_NODES,
                depth=MAX_DEPTH,
            )
        if isinstance(value, Mapping):
            self.longest = max(self.longest, len(value))
            return {self._text(key): self.copy(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list | tuple):
            self.longest = max(self.longest, len(value))
            return [self.copy(item, depth + 1) for item in value]
        return self._scalar(value)

    def _scalar(self, value: Any) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, float) and math.isfinite(value):
            # JSON has one kind of number: 450.0 is 450, and only integers can be reckoned with.
            return int(value) if value.is_integer() and int(value) in _INTEGERS else value
        if isinstance(value, int) and value in _INTEGERS:
            return int(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        raise _not_json()

    def _text(self, value: Any) -> str:
        if not isinstance(value, str):
            raise _not_json()
        self.characters += len(value)
        return value.encode("utf-8", "replace").decode()


def _not_json() -> ExpressionError:
    return ExpressionError(
        "expression.data",
        _("The data holds a value conditions cannot see; give texts, numbers up to 64 bits, truth values and days."),
    )
