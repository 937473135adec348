"""What the seals refuse, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class SealError(Refusal):
    """Base of every refusal about seals."""


class UnknownSuiteError(SealError):
    """Nobody in this program knows how to make or prove seals of that kind."""

    code = "seal.suite"
    sentence = _("Nothing here knows the signature suite %(suite)s; register its provider before the worker starts.")


class NotWholeError(SealError):
    """The register has a hole, or a chain is not what was sealed: nothing is sealed over that."""

    code = "seal.not_whole"
    sentence = _(
        "Nothing is sealed: place %(place)s of the register of %(district)s is missing or is not what was sealed before. "
        "Run manage.py verify_journal and call the audit administrator."
    )


class KeyFileError(SealError):
    """A key file that cannot be what the database says it is."""

    code = "seal.key_file"
    sentence = _("The key file %(file)s does not belong to the public key in the database; put the right file there.")


class NoSuchDistrictError(SealError):
    """There is no district of that code."""

    code = "seal.district"
    sentence = _("There is no district with the code %(district)s; check the code.")
