"""What of CEL a condition may use, decided on its text before anything is evaluated.

The package compiles more than the language here allows and does not give out its tree, so the rules that keep
evaluation cheap (which names, which functions, how deep macros nest, over what they range) read the tokens.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from workflows.standards.errors import ExpressionError
from workflows.standards.expression_functions import FUNCTIONS

MAX_LENGTH = 500
MAX_NESTING = 2
MAX_PATTERN = 100
MAX_REPEATS = 64

ROOTS = frozenset({"form", "facts", "case", "materials"})
MACROS = frozenset({"all", "exists", "exists_one", "filter"})
METHODS = {"contains": 1, "startsWith": 1, "endsWith": 1, "matches": 1}
WORDS = frozenset({"true", "false", "null", "in"})

_TOKEN = re.compile(
    r"""[\t\n\f\r ]*(?:
    (?P<string>[rR]'[^'\n]*'|[rR]"[^"\n]*"|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    |(?P<float>[0-9]*\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)
    |(?P<int>0[xX][0-9a-fA-F]+|[0-9]+)(?![0-9A-Za-z_])
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?!['"])
    |(?P<mark>&&|\|\||[=!<>]=|[-+*/%!<>?:.,()\[\]])
    )""",
    re.VERBOSE | re.ASCII,
)
_REPEAT = re.compile(r"\{([0-9]+)(?:,([0-9]*))?\}")
_FLAG = re.compile(r"\(\?(?!:)")
_CLASS = re.compile(r"\\[wWdDsSpPbB]")
_PAIRS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a condition: its kind (string, int, name, mark) and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call in the token list: where its name, opening and closing bracket stand, and its arguments."""

    name: str
    at: int
    opens: int
    closes: int
    arguments: int
    method: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What evaluation has to know of a condition to bound its cost."""

    nesting: int
    """How deep its macros nest: 0 without macros."""
    literal: int
    """The most entries a list written in the condition can have."""
    patterns: tuple[str, ...]
    """The regular expressions it uses, as they are written, in their quotes."""
    roots: int
    """How often it names a root: each time all of it may be looked at."""

    @property
    def places(self) -> int:
        """How many places its patterns have to be built for, each time one is asked: 1 for a plain pattern."""
        return sum(map(_places, self.patterns))


def inspect(source: str) -> Shape:
    """Return the shape of a condition; raise ExpressionError when it uses what the language does not have."""
    tokens = list(_tokens(source))
    partners = _partners(tokens)
    calls = [_call(tokens, partners, at) for at in range(len(tokens)) if _is_call(tokens, at)]
    for call in calls:
        _check_call(tokens, call)
    macros = [call for call in calls if call.method and call.name in MACROS]
    for macro in macros:
        _check_range(tokens, partners, macro, macros)
    _check_names(tokens, calls, macros)
    nesting = max((len(_around(macro.at, macros)) + 1 for macro in macros), default=0)
    if nesting > MAX_NESTING:
        raise ExpressionError(
            "expression.nesting",
            _("The condition nests %(depth)s macros; nest at most %(limit)s, or split it into two checks."),
            depth=nesting,
            limit=MAX_NESTING,
        )
    patterns = tuple(tokens[call.opens + 1].text for call in calls if call.name == "matches")
    roots = sum(token.kind == "name" and token.text in ROOTS for token in tokens)
    return Shape(nesting, sum(token.text == "," for token in tokens) + 1, patterns, roots)


def _tokens(source: str) -> Iterator[Token]:
    at, end = 0, len(source.rstrip("\t\n\f\r "))
    before = Token("start", "")
    while at < end:
        found = _TOKEN.match(source, at)
        kind = found.lastgroup if found else None
        if found is None or kind is None:
            raise ExpressionError(
                "expression.character",
                _(
                    "The condition cannot be read from “%(rest)s” on; use names, texts in quotes, numbers and operators."
                ),
                rest=source[at : at + 20],
            )
        token = Token(kind, found[kind])
        _check_neighbours(before, token)
        yield token
        before, at = token, found.end()


def _check_neighbours(before: Token, token: Token) -> None:
    if token.kind == "float":
        raise ExpressionError(
            "expression.float",
            _(
                "The condition contains the decimal number %(number)s, which is inexact;"
                ' compare integers, for example scaled("66.67", 2) >= 6667.'
            ),
            number=token.text,
        )
    # CEL reads two texts side by side as a text in three quotes, and two strokes as a comment: it would see less here.
    glued = before.kind == token.kind == "string" or before.text == token.text == "/"
    rootless = token.text == "." and before.kind == "mark" and before.text not in _PAIRS
    if glued or rootless or (token.text == "." and before.kind == "start"):
        raise ExpressionError(
            "expression.form",
            _("The condition has “%(text)s” where it cannot stand; write names in full and texts in single quotes."),
            text=token.text,
        )


def _partners(tokens: list[Token]) -> dict[int, int]:
    """Return opening and closing brackets by each other's position."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind != "mark" or token.text not in "()[]":
            continue
        if token.text in "([":
            opened.append(at)
        elif opened and tokens[opened[-1]].text == _PAIRS[token.text]:
            partners[at] = opened.pop()
            partners[partners[at]] = at
        else:
            opened.append(at)
            break
    if opened:
        raise ExpressionError("expression.brackets", _("The brackets of the condition do not match; close each one."))
    return partners


def _is_call(tokens: list[Token], at: int) -> bool:
    following = tokens[at + 1].text if at + 1 < len(tokens) and tokens[at + 1].kind == "mark" else ""
    return tokens[at].kind == "name" and tokens[at].text not in WORDS and following == "("


def _call(tokens: list[Token], partners: dict[int, int], at: int) -> Call:
    closes = partners[at + 1]
    arguments, inside = int(closes > at + 2), at + 2
    while inside < closes:
        mark = tokens[inside].text if tokens[inside].kind == "mark" else ""
        arguments += mark == ","
        inside = partners[inside] + 1 if mark in {"(", "["} else inside + 1
    method = at > 0 and tokens[at - 1] == Token("mark", ".")
    return Call(tokens[at].text, at, at + 1, closes, arguments, method)


def _check_call(tokens: list[Token], call: Call) -> None:
    if call.method:
        wanted = 2 if call.name in MACROS else METHODS.get(call.name)
    else:
        wanted = 1 if call.name == "has" else FUNCTIONS[call.name].arguments if call.name in FUNCTIONS else None
    if wanted is None:
        raise ExpressionError(
            "expression.function",
            _(
                "The condition calls %(name)s(), which the language does not have in this place;"
                " see docs/expressions.md for the functions there are."
            ),
            name=call.name,
        )
    if call.arguments != wanted:
        raise ExpressionError(
            "expression.arguments",
            _("The condition gives %(name)s() %(given)s arguments; it takes %(wanted)s."),
            name=call.name,
            given=call.arguments,
            wanted=wanted,
        )
    if call.name == "matches":
        _check_pattern(tokens[call.opens + 1 : call.closes])


def _repeats(pattern: str) -> int:
    return sum(int(most or least) for least, most in _REPEAT.findall(pattern))


def _places(pattern: str) -> int:
    # The package builds a pattern anew for each entry, and a class such as \w anew for each place it is counted for.
    classes = len(_CLASS.findall(pattern))
    return classes + _repeats(pattern) if classes else 1


def _check_pattern(argument: list[Token]) -> None:
    text = argument[0].text if len(argument) == 1 and argument[0].kind == "string" else ""
    repeats = _repeats(text)
    # An escape that CEL resolves, or a flag, could hide a count from the sum.
    hidden = (text[:1] not in {"r", "R"} and "\\" in text) or _FLAG.search(text) or "){" in text or "}{" in text
    if not text or hidden or len(text) > MAX_PATTERN or repeats > MAX_REPEATS:
        raise ExpressionError(
            "expression.pattern",
            _(
                "matches() takes one pattern written as r'…' of at most %(length)s characters, without flags or"
                " counted groups and with counts of together at most %(repeats)s; shorten it."
            ),
            length=MAX_PATTERN,
            repeats=MAX_REPEATS,
        )


def _variable(tokens: list[Token], macro: Call) -> str:
    name, comma = tokens[macro.opens + 1], tokens[macro.opens + 2]
    if name.kind != "name" or comma.text != "," or name.text in ROOTS | WORDS:
        raise ExpressionError(
            "expression.variable",
            _("%(name)s() needs a new short name for the entry first, for example %(name)s(entry, entry.age > 17)."),
            name=macro.name,
        )
    return name.text


def _around(at: int, macros: list[Call]) -> list[Call]:
    return [macro for macro in macros if macro.opens < at < macro.closes]


def _check_range(tokens: list[Token], partners: dict[int, int], macro: Call, macros: list[Call]) -> None:
    """Refuse a macro over a reckoned list: only what was handed in, or written out, has a length known beforehand."""
    filters = {other.closes: other.at for other in macros if other.name == "filter"}
    at = macro.at - 2
    while at >= 0:
        if at in filters:
            at = filters[at] - 2
        elif tokens[at] == Token("mark", "]"):
            if _is_written(tokens, partners[at], at):
                return
            at = partners[at] - 1
        elif tokens[at].kind != "name" or tokens[at].text in WORDS:
            break
        elif at == 0 or tokens[at - 1] != Token("mark", "."):
            return
        else:
            at -= 2
    raise ExpressionError(
        "expression.range",
        _(
            "%(name)s() may range over a list of the data, a filter() of one, or a written list of texts and numbers;"
            " name such a list before it."
        ),
        name=macro.name,
    )


def _is_written(tokens: list[Token], opens: int, closes: int) -> bool:
    """Say whether the square brackets are a list of texts and numbers, rather than an index."""
    before = tokens[opens - 1] if opens else Token("start", "")
    index = before.text in _PAIRS or (before.kind == "name" and before.text not in WORDS)
    inside = tokens[opens + 1 : closes]
    return not index and all(token.kind in {"string", "int"} or token.text == "," for token in inside)


def _check_names(tokens: list[Token], calls: list[Call], macros: list[Call]) -> None:
    called = {call.at for call in calls}
    scopes = {macro: _variable(tokens, macro) for macro in macros}
    for at, token in enumerate(tokens):
        field = at > 0 and tokens[at - 1] == Token("mark", ".")
        if token.kind != "name" or token.text in WORDS or field or at in called:
            continue
        if token.text not in ROOTS and token.text not in {scopes[macro] for macro in _around(at, macros)}:
            raise ExpressionError(
                "expression.name",
                _(
                    "The condition names %(name)s, which is not known; names start with form, facts, case or materials,"
                    " and texts stand in quotes."
                ),
                name=token.text,
            )
