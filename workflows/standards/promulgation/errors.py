"""What promulgation refuses, as sentences a person can act on."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.standards.defects import Defect
from workflows.standards.errors import StandardsError


class PromulgationError(StandardsError):
    """Something about a change of rules that cannot be done."""


class NotEntitledError(PromulgationError):
    """The person holds no post that allows this."""

    def __init__(self) -> None:
        """Say it without telling what exists."""
        super().__init__(
            "promulgation.not_entitled", _("You hold no post for this today; ask a person whose post allows it.")
        )


class SamePersonError(PromulgationError):
    """Who drafted may neither judge nor approve."""

    def __init__(self) -> None:
        """Ask for a second person."""
        super().__init__(
            "promulgation.same_person", _("You drafted this yourself; a second person has to decide on it.")
        )


class AnotherDrafterError(PromulgationError):
    """Only who drafted may submit or withdraw."""

    def __init__(self, name: str) -> None:
        """Name the drafter."""
        super().__init__(
            "promulgation.another_drafter",
            _("%(name)s drafted this; only they can submit it or withdraw it."),
            name=name,
        )


class DefectsError(PromulgationError):
    """The publish check refuses; ``defects`` say what and where."""

    def __init__(self, defects: Sequence[Defect]) -> None:
        """Keep every defect, and count those that refuse."""
        refusing = [defect for defect in defects if defect.refuses]
        super().__init__(
            "promulgation.defects",
            _("The standard cannot be published: %(first)s (%(count)s defects in all)."),
            first=refusing[0].sentence if refusing else "",
            count=len(refusing),
        )
        self.defects = list(defects)


class PastDateError(PromulgationError):
    """Rules do not begin in the past."""

    def __init__(self, valid_from: date, today: date) -> None:
        """Say from when on is possible."""
        super().__init__(
            "promulgation.past_date",
            _("%(valid_from)s is past; choose %(today)s or a later day."),
            valid_from=valid_from.isoformat(),
            today=today.isoformat(),
        )


class DayTakenError(PromulgationError):
    """Two versions of a standard never begin on one day."""

    def __init__(self, valid_from: date, number: int) -> None:
        """Name the version that begins then."""
        super().__init__(
            "promulgation.day_taken",
            _("Version %(number)s comes into force on %(valid_from)s already; choose another day."),
            valid_from=valid_from.isoformat(),
            number=number,
        )


class NothingChangedError(PromulgationError):
    """The same text is published already."""

    def __init__(self, number: int) -> None:
        """Name the version that has the text."""
        super().__init__(
            "promulgation.nothing_changed",
            _("This is word for word version %(number)s, which is published already; change something first."),
            number=number,
        )


class NoDistrictsError(PromulgationError):
    """Somebody has to be consulted."""

    def __init__(self) -> None:
        """Ask for a district."""
        super().__init__("promulgation.no_districts", _("No district is named; name every district it concerns."))


class UnderWayError(PromulgationError):
    """One change of a subject at a time."""

    def __init__(self, key: str) -> None:
        """Name the subject."""
        super().__init__(
            "promulgation.under_way",
            _("A change of %(key)s is under way already; wait until it is decided, or withdraw it."),
            key=key,
        )


class UnchangedError(PromulgationError):
    """A draft that says what its version says already would give the districts nothing to decide."""

    def __init__(self, number: int) -> None:
        """Name the version and what to do."""
        super().__init__(
            "promulgation.unchanged",
            _("This draft changes nothing in version %(number)s; change it first, or discard it."),
            number=number,
        )


class ReasonMissingError(PromulgationError):
    """An objection, a rejection, a withdrawal, and an approval over an objection need a reason."""

    def __init__(self) -> None:
        """Ask for it."""
        super().__init__("promulgation.reason_missing", _("This needs a reason; write it in a full sentence."))


class FasterError(PromulgationError):
    """Somebody else did it meanwhile; what was typed is still the caller's."""

    def __init__(self, name: str, when: str) -> None:
        """Say who and when."""
        super().__init__(
            "promulgation.faster",
            _("%(name)s was faster and did this at %(when)s; nothing of yours was saved, look at the present state."),
            name=name,
            when=when,
        )


class NotWaitingError(PromulgationError):
    """It does not wait for this: it is not yet its turn, or it is over."""

    def __init__(self) -> None:
        """Say to look again."""
        super().__init__(
            "promulgation.not_waiting", _("This change does not wait for that now; look at its present state.")
        )


class BusyError(PromulgationError):
    """Somebody else is writing the same promulgation for longer than one may wait."""

    def __init__(self) -> None:
        """Ask to try again."""
        super().__init__(
            "promulgation.busy",
            _("Somebody else is working on this change at this moment; try again in a few seconds."),
        )


class NotYetPossibleError(PromulgationError):
    """A subject this code cannot put in force yet."""

    def __init__(self, subject: str) -> None:
        """Name it."""
        super().__init__("promulgation.not_yet_possible", _("%(subject)s cannot be promulgated yet."), subject=subject)
