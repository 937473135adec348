"""Codes people and things are known by, and whether one can be right. Pure: nothing is looked up.

A code that cannot exist is refused. One that only fails its check character is a warning, because a few were issued so:
the filing waits for a supervisor who has seen the licence (domain.md §5.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import ascii_lowercase, ascii_uppercase

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

USCC = "uscc"
"""The kind of a unified social credit code (统一社会信用代码, GB 32100-2015)."""

USCC_LENGTH = 18
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_CATEGORIES = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "123",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
"""Registering department (place 1) and the categories of bodies it registers (place 2), with amendment XG1-2016."""

_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " "}
# str.upper would turn one foreign letter into two and let letters in that are none of the alphabet's.
_UPPER = str.maketrans(ascii_lowercase, ascii_uppercase)
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


class Verdict(StrEnum):
    """What a check comes to: take it, let a supervisor look at it, or send it back."""

    OK = "ok"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """What was typed, what is kept (``normalised``), and the verdict on it; the sentence is empty when all is well."""

    kind: str
    code: str
    normalised: str
    verdict: Verdict
    template: str | Promise = ""
    named: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return str(self.template) % self.named


def normalise(text: str) -> str:
    """A code as it is kept: half-width, in capitals, without what stands around it."""
    half = text.translate(_HALF_WIDTH)
    return half.strip().strip(_INVISIBLE).strip().translate(_UPPER)


def check_uscc(text: str) -> CodeCheck:
    """Check a unified social credit code (GB 32100-2015; domain.md §5.1).

    The organisation code inside has a check character of its own, which old codes do not keep; it is not looked at.
    """
    code = normalise(text)

    def answer(verdict: Verdict, template: str | Promise = "", **named: object) -> CodeCheck:
        return CodeCheck(USCC, text, code, verdict, template, named)

    if len(code) != USCC_LENGTH:
        return answer(
            Verdict.REFUSE,
            _("A unified social credit code has 18 characters, this one has %(length)d; type it again."),
            length=len(code),
        )
    if foreign := _first_foreign(code):
        return answer(
            Verdict.REFUSE,
            _("“%(character)s” at place %(place)d cannot stand there (I, O, S, V and Z never do); type it again."),
            **foreign,
        )
    if code[1] not in _CATEGORIES.get(code[0], ""):
        return answer(
            Verdict.REFUSE,
            _("No registering department issues codes that begin with %(beginning)s; compare it with the licence."),
            beginning=code[:2],
        )
    expected = uscc.calc_check_digit(code[:-1])
    if code[-1] != expected:
        return answer(
            Verdict.WARN,
            _(
                "The check character is %(given)s and should be %(expected)s. Compare the code with the licence; if it "
                "stands there so, file it with a scan, and a supervisor will decide."
            ),
            given=code[-1],
            expected=expected,
        )
    return answer(Verdict.OK)


def _first_foreign(code: str) -> dict[str, object] | None:
    """The first character that cannot stand where it does; places 3 to 8, the division, are digits."""
    for place, character in enumerate(code, start=1):
        alphabet = USCC_ALPHABET[:10] if place in range(3, 9) else USCC_ALPHABET
        if character not in alphabet:
            return {"character": character, "place": place}
    return None
