"""What the filing room refuses, as sentences a person can act on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class FilingError(Refusal):
    """Base of what this room refuses."""


class StandardUnknownError(FilingError):
    """No version of the standard is in force."""

    code = "filing.standard_unknown"
    sentence = _("There is no item “%(standard)s” to apply for today; choose one from the catalogue.")


class EnterpriseNeededError(FilingError):
    """The item is about an enterprise that is registered."""

    code = "filing.enterprise_needed"
    sentence = _("This item is applied for by an enterprise; choose the enterprise you act for first.")


class NotReturnedError(FilingError):
    """Only an application that was returned is written again."""

    code = "filing.not_returned"
    sentence = _("Application %(number)s was not returned, so it cannot be sent again; begin a new one.")


class DraftNotFoundError(FilingError):
    """No such draft is the person's."""

    code = "filing.draft_not_found"
    sentence = _("There is no such draft of yours; it may have been sent or discarded. Look at your applications.")


class DraftMovedError(FilingError):
    """The draft was saved elsewhere since it was read; nothing was overwritten."""

    code = "filing.draft_moved"
    sentence = _(
        "This draft was saved elsewhere at %(at)s. What you typed here is still on this page: load the draft in "
        "another window and take over what you need."
    )


class DraftTooLargeError(FilingError):
    """The form is larger than a draft may be."""

    code = "filing.draft_too_large"
    sentence = _(
        "The form has %(size)s KB, and %(limit)s KB is the most. Shorten it; what is long goes into the materials."
    )


class DraftNotJsonError(FilingError):
    """The form is no JSON, or nested without end."""

    code = "filing.draft_not_json"
    sentence = _("The form cannot be read, so it was not saved. Load the page again; what was saved before is kept.")


class DraftSentError(FilingError):
    """The draft was sent already, under another key."""

    code = "filing.draft_sent"
    sentence = _("This application was sent already; its number is %(number)s.")


class MaterialUnknownError(FilingError):
    """The standard has no such material."""

    code = "material.unknown"
    sentence = _("“%(material)s” is not asked for with this application; choose one of the materials on the list.")


class MaterialNotFoundError(FilingError):
    """The draft has no such file."""

    code = "material.not_found"
    sentence = _("This file is not part of the draft; it may have been removed. Load the page again.")


class MaterialEmptyError(FilingError):
    """Nothing was sent."""

    code = "material.empty"
    sentence = _("“%(name)s” is empty (0 bytes); choose the file again.")


class MaterialTooLargeError(FilingError):
    """The file is larger than the material may be."""

    code = "material.too_large"
    sentence = _("“%(name)s” has %(size)s MB, and %(limit)s MB is the most; send a smaller scan.")


class MaterialsTooManyError(FilingError):
    """The draft has as many files as it may."""

    code = "material.too_many"
    sentence = _("%(count)s files were sent already, and %(limit)s is the most; remove one, or join them in one PDF.")


class MaterialKindError(FilingError):
    """The bytes are of a kind the material does not take, whatever the file is called."""

    code = "material.kind"
    sentence = _(
        "“%(name)s” is %(kind)s by its content, and only %(allowed)s can be sent here; save it as one of these."
    )


class MaterialArchiveError(FilingError):
    """The container inside the file is broken, hostile, or unpacks to far more than was sent."""

    code = "material.archive"
    sentence = _(
        "“%(name)s” cannot be opened safely: it is damaged, or unpacks to more than %(limit)s MB. Save it anew, or "
        "send it as PDF."
    )


@dataclass(frozen=True, slots=True)
class FormError:
    """One point to mend. ``path`` leads to the field (``shareholders.0.due_date``), or to a material (``materials.articles``)."""

    path: str
    code: str
    sentence: str


class FilingIncompleteError(FilingError):
    """The application cannot be sent yet; ``errors`` is everything that is to be mended, at once."""

    code = "filing.incomplete"
    sentence = _("The application was not sent; points to mend: %(count)s. %(first)s")

    def __init__(self, errors: Sequence[FormError]) -> None:
        """Keep every point."""
        self.errors = list(errors)
        super().__init__(count=len(self.errors), first=self.errors[0].sentence if self.errors else "")
