"""What the studio refuses, as sentences a drafter can act on."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class StudioRefusal(Refusal):
    """Something about a draft that cannot be done."""


class NoStandardError(StudioRefusal):
    """There is nothing published to begin from."""

    code = "studio.no_standard"
    sentence = _("No version of %(standard)s is published; begin with a standard that is.")


class DraftInWorkError(StudioRefusal):
    """One draft of a standard for one person at a time; ``draft`` is its key."""

    code = "studio.draft_in_work"
    sentence = _("You are working on a draft of this standard already; go on with it, or discard it first.")

    def __init__(self, draft: int) -> None:
        """Remember which one."""
        super().__init__()
        self.draft = draft


class NoDraftError(StudioRefusal):
    """The draft is gone."""

    code = "studio.no_draft"
    sentence = _("This draft is not there any more; begin a new one from the list of standards.")


class DraftPublishedError(StudioRefusal):
    """What is published stays as it is."""

    code = "studio.draft_published"
    sentence = _("This draft has been published and stays as it is; begin a new one.")


class DraftUnderWayError(StudioRefusal):
    """What others are deciding on is not thrown away."""

    code = "studio.draft_under_way"
    sentence = _("This draft has been submitted and is not decided yet; withdraw the submission first.")


class DraftMovedError(StudioRefusal):
    """Somebody saved meanwhile; what was typed is still the caller's."""

    code = "studio.draft_moved"
    sentence = _(
        "%(name)s saved this draft at %(when)s, after you opened it. Nothing of yours was saved, and what you typed"
        " still stands below; compare it with what is saved now and save again."
    )

    def __init__(self, name: str, when: datetime) -> None:
        """Name who saved, and when."""
        super().__init__(name=name, when=when)


class NameTakenError(StudioRefusal):
    """Two tests of one name could not be told apart."""

    code = "studio.name_taken"
    sentence = _("This standard has a test named “%(name)s” already; give yours another name.")


class NotOpenError(StudioRefusal):
    """A place the law fixes, or one that does not exist."""

    code = "studio.not_open"
    sentence = _("%(place)s cannot be changed in a draft; it is fixed, or not part of this standard.")

    def __init__(self, place: str) -> None:
        """Name the place."""
        super().__init__(place=place)


class ValuesError(StudioRefusal):
    """Values that cannot be written where they were typed; ``sentences`` has one for each place."""

    code = "studio.values"
    sentence = _("Nothing was saved: %(first)s")

    def __init__(self, sentences: Mapping[str, str]) -> None:
        """Keep every one, and say the first."""
        super().__init__(first=next(iter(sentences.values())))
        self.sentences = dict(sentences)
