"""What terms are refused for, as sentences a district can act on."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.standards.errors import StandardsError


class TermsError(StandardsError):
    """Something about a district's terms that cannot be accepted."""


class NotTermsError(TermsError):
    """A document that is no difference from a standard, or one that adds; ``sentences`` say what, each in full."""

    def __init__(self, sentences: Sequence[str]) -> None:
        """Keep every sentence, and say the first."""
        super().__init__(
            "terms.adds",
            _("The terms cannot be saved: %(first)s (%(count)s points in all)"),
            first=sentences[0] if sentences else "",
            count=len(sentences),
        )
        self.sentences = list(sentences)


class NoStandardInForceError(TermsError):
    """There is nothing to differ from."""

    def __init__(self, key: str) -> None:
        """Name the standard."""
        super().__init__(
            "terms.no_standard", _("No version of %(key)s is published; terms need one to rest on."), key=key
        )


class StaleBaseError(TermsError):
    """The terms rest on a version that is not the one in force on the day they begin."""

    def __init__(self, number: int, day: date) -> None:
        """Say on which they have to rest."""
        super().__init__(
            "terms.stale_base",
            _("On %(day)s version %(number)s of the standard is in force; re-base the terms onto it first."),
            number=number,
            day=day.isoformat(),
        )


class NoDraftOfTermsError(TermsError):
    """The draft is gone."""

    def __init__(self) -> None:
        """Say where to begin."""
        super().__init__(
            "terms.no_draft", _("This draft of terms is not there any more; begin a new one from the district's page.")
        )


class TermsMovedError(TermsError):
    """Somebody saved meanwhile; what was typed is still the caller's."""

    def __init__(self, name: str) -> None:
        """Name who saved."""
        super().__init__(
            "terms.moved",
            _(
                "%(name)s saved these terms after you opened them. Nothing of yours was saved, and what you typed still"
                " stands below; compare it with what is saved now and save again."
            ),
            name=name,
        )


class TermsUnderWayError(TermsError):
    """What others are deciding on is neither changed nor thrown away."""

    def __init__(self) -> None:
        """Say what to do first."""
        super().__init__(
            "terms.under_way",
            _("These terms have been submitted and are not decided yet; wait for the decision or withdraw them."),
        )
