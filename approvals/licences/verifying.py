"""Whether a file is a licence as it was issued, who sealed it, and how the licence stands today.

The file's digest has the last word: one changed byte gives another. The seal and the data inside tell what was changed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.licences.enums import LicenceState
from approvals.licences.identifier import parse
from approvals.licences.queries import ShownLicence, licence_shown
from approvals.sealing.asking import judged
from approvals.sealing.judging import Judged


class Verdict(StrEnum):
    """What a file turned out to be."""

    UNALTERED = "unaltered"
    ALTERED = "altered"
    ELSEWHERE = "sealed elsewhere"
    NO_LICENCE = "no licence"


class Finding(StrEnum):
    """What was done to a file."""

    STRIPPED = "seal stripped"
    BROKEN = "content under the seal changed"
    APPENDED = "something added after the seal"
    UNTRUSTED = "sealed by a certificate that is not trusted"
    OTHER_ORGAN = "sealed by another organ than the issuer"
    SWAPPED = "data inside swapped"
    SAVED_ANEW = "not the file that was issued"


SENTENCES: dict[Verdict, str | Promise] = {
    Verdict.UNALTERED: _("The document is the one that was issued, to the last byte."),
    Verdict.ALTERED: _("The document is not the one that was issued: it was changed. Ask its holder for the original."),
    Verdict.ELSEWHERE: _(
        "The document bears a good seal, but no licence of this name was issued here; ask the organ that sealed it."
    ),
    Verdict.NO_LICENCE: _(
        "This is no licence that could be read. Choose the PDF as it was issued; a print that was scanned is never the same."
    ),
}

FOUND: dict[Finding, str | Promise] = {
    Finding.STRIPPED: _("It bears no seal any more."),
    Finding.BROKEN: _("What the seal covers was changed after sealing."),
    Finding.APPENDED: _("Something was added after it was sealed."),
    Finding.UNTRUSTED: _("It is sealed with a certificate nobody vouches for."),
    Finding.OTHER_ORGAN: _("It is sealed by another organ than the one that issued the licence."),
    Finding.SWAPPED: _("The data inside are not those of the licence."),
    Finding.SAVED_ANEW: _("It was written anew, or is of another making."),
}


@dataclass(frozen=True, slots=True)
class Verified:
    """A verdict on a file, with the licence it is, or claims to be, where there is one."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    judged: Judged
    licence: ShownLicence | None
    state: LicenceState | None

    @property
    def sentence(self) -> str:
        """The verdict as a sentence."""
        return str(SENTENCES[self.verdict])

    @property
    def reasons(self) -> list[str]:
        """What was done to the file, as sentences."""
        return [str(FOUND[each]) for each in self.findings]

    @property
    def is_good(self) -> bool:
        """Whether the file is as issued and its licence is in force today."""
        return self.verdict is Verdict.UNALTERED and self.state is LicenceState.CURRENT


def verify(data: bytes, today: date) -> Verified:
    """Say what the bytes are; whatever they are, this gives an answer."""
    found = judged(data)
    issued = licence_shown(sha256(data).hexdigest())
    if issued:
        return Verified(Verdict.UNALTERED, (), found, issued, issued.state_on(today))
    named = _named(found)
    claimed = licence_shown(named) if named else None
    if claimed is None:
        verdict = Verdict.ELSEWHERE if named and found.holds else Verdict.NO_LICENCE
        return Verified(verdict, (), found, None, None)
    return Verified(Verdict.ALTERED, _findings(found, claimed), found, claimed, claimed.state_on(today))


def _named(found: Judged) -> str:
    """The identifier in the data a file carries; empty where there is none."""
    told = str((found.said or {}).get("电子证照标识", ""))
    return told if parse(told) else ""


def _findings(found: Judged, claimed: ShownLicence) -> tuple[Finding, ...]:
    said = found.said or {}
    issuer = claimed.identifier.split(".")[6]
    told = (said.get("持证主体"), said.get("持证主体代码"))
    all_of_them = {
        Finding.STRIPPED: not found.is_sealed,
        Finding.BROKEN: found.is_sealed and not found.is_intact,
        Finding.APPENDED: found.is_intact and not found.is_whole,
        Finding.UNTRUSTED: found.is_intact and not found.is_trusted,
        Finding.OTHER_ORGAN: found.is_intact and found.uscc != issuer,
        Finding.SWAPPED: told != (claimed.holder, claimed.uscc),
    }
    seen = tuple(finding for finding, is_so in all_of_them.items() if is_so)
    return seen or (Finding.SAVED_ANEW,)
