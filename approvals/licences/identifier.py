"""The identifier of an electronic licence (电子证照标识, GB/T 36904; domain.md §4.6). Pure: nothing is looked up."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.iso7064 import mod_37_36

from workflows.organisation.codes import CodeCheck, Verdict, check_uscc, normalise

LICENCE = "licence"
"""The kind of a licence's identifier."""

ROOT = "1.2.156.3005.2"
"""The object identifier every licence identifier begins with."""

_PARTS = {
    "type_code": (r"[0-9A-Z]{18}[0-9]{3}", _("licence type code (a unified social credit code and three digits)")),
    "issuer": (r"[0-9A-Z]{18}|[0-9]{6}|[0-9]{9}|[0-9]{12}", _("issuer (a unified social credit code)")),
    "serial": (r"[0-9A-Z]{1,64}", _("serial number (digits and letters)")),
    "version": (r"(?!000)[0-9]{3}", _("version (three digits from 001)")),
    "check": (r"[0-9A-Z]", _("check character")),
}
"""Each part's form and what it is called. Some issuers put a division code for themselves; that is taken and flagged."""

_DEFINER_LENGTH = 18

_Finding = tuple[Verdict, str | Promise, dict[str, object]]


@dataclass(frozen=True, slots=True)
class LicenceIdentifier:
    """An identifier by its parts. A changed licence keeps them all but ``version`` and ``check``."""

    type_code: str
    issuer: str
    serial: str
    version: str
    check: str

    def __str__(self) -> str:
        return f"{ROOT}.{self.type_code}.{self.issuer}.{self.serial}.{self.version}.{self.check}"

    @property
    def definer(self) -> str:
        """The credit code of the body that defined the licence type."""
        return self.type_code[:_DEFINER_LENGTH]

    @property
    def expected(self) -> str:
        """The check character that follows from the other parts (ISO 7064 MOD 37,36), without root and separators."""
        return str(mod_37_36.calc_check_digit(self.type_code + self.issuer + self.serial + self.version))

    @property
    def names_a_division(self) -> bool:
        """Whether a division code stands where the issuer's credit code should."""
        return len(self.issuer) != _DEFINER_LENGTH


def build(*, type_code: str, issuer: str, serial: str, version: int) -> LicenceIdentifier:
    """Make the identifier of a licence, with its check character. Raise ValueError when a part has not its form."""
    parts = {"type_code": type_code, "issuer": issuer, "serial": serial, "version": f"{version:03d}"}
    for name, value in parts.items():
        if not _fits(name, value):
            raise ValueError(f"{value!r} cannot be the {name} of a licence identifier (GB/T 36904).")
    made = LicenceIdentifier(**parts, check="")
    return LicenceIdentifier(**parts, check=made.expected)


def parse(text: str) -> LicenceIdentifier | None:
    """The parts of an identifier, None where the text has not its form; whether the check character is right is not asked."""
    parts = _split(normalise(text))
    return LicenceIdentifier(*parts) if parts and not _misshapen(parts) else None


def check_licence_identifier(text: str) -> CodeCheck:
    """Check an identifier: refused when it cannot be one, flagged when its issuer or definer cannot be told by it."""
    code = normalise(text)
    verdict, template, named = _finding(code)
    return CodeCheck(LICENCE, text, code, verdict, template, named)


def _fits(name: str, value: str) -> bool:
    return re.fullmatch(_PARTS[name][0], value) is not None


def _split(code: str) -> list[str] | None:
    beginning = ROOT + "."
    parts = code.removeprefix(beginning).split(".")
    return parts if code.startswith(beginning) and len(parts) == len(_PARTS) else None


def _misshapen(parts: list[str]) -> Promise | str:
    """What the first part that has not its form is called; empty when all have."""
    return next((_PARTS[name][1] for name, value in zip(_PARTS, parts, strict=True) if not _fits(name, value)), "")


def _finding(code: str) -> _Finding:
    parts = _split(code)
    if parts is None:
        return (
            Verdict.REFUSE,
            _(
                "A licence identifier is %(root)s and five parts after it, set apart by full stops; copy it from the licence."
            ),
            {"root": ROOT},
        )
    if called := _misshapen(parts):
        return (
            Verdict.REFUSE,
            _("The %(part)s in this licence identifier is not written as one; copy it from the licence."),
            {"part": called},
        )
    identifier = LicenceIdentifier(*parts)
    if identifier.check != identifier.expected:
        return (
            Verdict.REFUSE,
            _(
                "The check character of the licence identifier does not match (it should be %(expected)s); type it again."
            ),
            {"expected": identifier.expected},
        )
    return _flag(identifier) or (Verdict.OK, "", {})


def _flag(identifier: LicenceIdentifier) -> _Finding | None:
    if identifier.names_a_division:
        return (
            Verdict.WARN,
            _(
                "The issuer in this licence identifier, %(issuer)s, is a division code and not an organ's; ask who issued it."
            ),
            {"issuer": identifier.issuer},
        )
    for uscc in (identifier.definer, identifier.issuer):
        if check_uscc(uscc).verdict is not Verdict.OK:
            return (
                Verdict.WARN,
                _(
                    "%(uscc)s in this licence identifier is no unified social credit code that can be right; ask who issued it."
                ),
                {"uscc": uscc},
            )
    return None
