"""Identity numbers: whether one can be right, and how it is kept. Pure: nothing is looked up.

The division is only looked at for its form: people keep the number of a division that has long been renamed.
"""

from datetime import date
from functools import partial
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from enterprises.identity.enums import IdType
from enterprises.identity.text import shown, unwritable
from workflows.organisation.codes import CodeCheck, Verdict, normalise

ID = "id"
"""The kind of a citizen's identity number (公民身份号码, GB 11643)."""

ID_LENGTH = 18
LONGEST_OTHER = 64

_DIGITS = "0123456789"
_PROVINCES = frozenset(
    map(
        str,
        chain(
            range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), (71, 81, 82, 83)
        ),
    )
)
"""What a division code begins with (GB/T 2260); 83 stands on residence permits of people from Taiwan."""

_Fault = tuple[str | Promise, dict[str, object]]


def check_id(text: str, today: date | None = None) -> CodeCheck:
    """Check a citizen's identity number (GB 11643; domain.md §5.2); born by ``today``, where a day is given.

    A wrong check character is refused: unlike a few credit codes, no identity number was issued with one.
    """
    code = normalise(text)
    if fault := _fault(code, today):
        template, named = fault
        return CodeCheck(ID, text, code, Verdict.REFUSE, template, named)
    return CodeCheck(ID, text, code, Verdict.OK)


def check_identity(id_type: str, text: str, today: date | None = None) -> CodeCheck:
    """Check the number of an identity document of any kind; one whose rule is not known is kept as it was given."""
    if id_type == IdType.RESIDENT:
        return check_id(text, today)
    refused = partial(CodeCheck, id_type, text, text, Verdict.REFUSE)
    if not text.strip():
        return refused(_("The number of the identity document is missing; type it as it stands there."))
    if len(text) > LONGEST_OTHER:
        return refused(
            _("The number of an identity document has %(longest)d characters at most, this one has %(length)d."),
            {"longest": LONGEST_OTHER, "length": len(text)},
        )
    if character := unwritable(text):
        return refused(
            _("“%(character)s” cannot stand in the number of an identity document; type it again."),
            {"character": shown(character)},
        )
    return CodeCheck(id_type, text, text, Verdict.OK)


def _fault(code: str, today: date | None) -> _Fault | None:
    return _misshapen(code) or _misdated(code, today) or _miscounted(code)


def _misshapen(code: str) -> _Fault | None:
    if len(code) != ID_LENGTH:
        return _("An identity number has 18 characters, this one has %(length)d; type it again."), {"length": len(code)}
    for place, character in enumerate(code, start=1):
        if character not in (_DIGITS + "X" if place == ID_LENGTH else _DIGITS):
            return (
                _(
                    "“%(character)s” at place %(place)d cannot stand there: an identity number is 17 digits and a digit or X."
                ),
                {"character": shown(character), "place": place},
            )
    if code[:2] not in _PROVINCES:
        return (
            _("No division of China begins with %(beginning)s; compare the number with the identity card."),
            {"beginning": code[:2]},
        )
    return None


def _misdated(code: str, today: date | None) -> _Fault | None:
    written = code[6:14]
    try:
        born = ric.get_birth_date(code)
    except InvalidComponent:
        return _("The date of birth in it, %(written)s, does not exist; type it again."), {"written": written}
    if today and born > today:
        return _("The date of birth in it, %(written)s, is yet to come; type it again."), {"written": written}
    return None


def _miscounted(code: str) -> _Fault | None:
    expected = ric.calc_check_digit(code)
    if code[-1] == expected:
        return None
    return _("The check character of the identity number is wrong (it should be %(expected)s)."), {"expected": expected}
