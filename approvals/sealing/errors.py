"""What this room refuses, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class SealingError(Refusal):
    """Base of what this room refuses."""


class CertificateMissingError(SealingError):
    """An organ without a certificate seals nothing."""

    code = "sealing.certificate_missing"
    sentence = _(
        "There is no certificate for %(uscc)s in %(folder)s, so nothing can be sealed in that organ's name. Put the "
        "organ's key and certificate there, or make ones to try with: manage.py make_test_ca."
    )


class KeyReadableError(SealingError):
    """A key that others can read seals nothing."""

    code = "sealing.key_readable"
    sentence = _("The key file %(file)s can be read by others; take that from them first: chmod 600 %(file)s.")


class SealServerError(SealingError):
    """The seal server has not sealed; the effect is tried again."""

    code = "sealing.server"
    sentence = _("The seal server %(address)s does not seal: %(reason)s The request is sent again by itself.")


class TestCertificatesError(SealingError):
    """Certificates to try with belong to no installation that has force of law."""

    code = "sealing.test_certificates"
    sentence = _("This installation issues licences with force of law; it needs certificates of a licensed authority.")
