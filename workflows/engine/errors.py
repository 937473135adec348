# ruff: noqa: N818 - a refusal is named for what is refused
"""What the engine refuses, as sentences a person can act on.

``code`` is for programs and never translated. The sentence is translated when it is shown, in the reader's language.
"""

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class EngineError(Refusal):
    """Base of every refusal; ``named`` holds the values its sentence names."""


class CaseClosed(EngineError):
    """The case has ended (办结); nothing moves it any more."""

    code = "case.closed"
    sentence = _("This case ended at %(at)s; nothing more can be done in it. File a new application instead.")


class CaseNotFound(EngineError):
    """There is no such case, or the actor may not see it: the two look alike on purpose."""

    code = "case.not_found"
    sentence = _("There is no such case; check the case number.")


class Conflict(EngineError):
    """The case moved between reading and writing; reading again helps."""

    code = "case.conflict"
    sentence = _("The case has changed since it was read; load it again and repeat the act.")


class SilenceDue(EngineError):
    """A consequence of silence became due before this act and has to be applied first."""

    code = "case.silence_due"
    sentence = _("At step “%(step)s” a limit ended at %(at)s; load the case again, its consequence comes first.")


class KeyReused(EngineError):
    """The same key arrived with another payload."""

    code = "key.reused"
    sentence = _("The key “%(key)s” was used for another act; send this act with a new key.")


class UnknownStep(EngineError):
    """The case has never stood at that step."""

    code = "step.unknown"
    sentence = _("The case does not stand at step “%(step)s”; load it again and choose one of its open steps.")


class StepTaken(EngineError):
    """Somebody was faster; ``who`` is the id of the person, None for the engine itself."""

    code = "step.taken"
    sentence = _("Step “%(step)s” was already done: %(who)s chose “%(act)s” at %(at)s. Load the case again to go on.")


class StepCalledOff(EngineError):
    """The step was called off when the case moved on."""

    code = "step.called_off"
    sentence = _("Step “%(step)s” was called off at %(at)s when the case moved on. Load the case again to go on.")


class StepClaimed(EngineError):
    """The step is in another person's hands."""

    code = "step.claimed"
    sentence = _("Step “%(step)s” is in the hands of %(who)s; ask them to release it or to finish it.")


class UnknownAct(EngineError):
    """The standard knows no such act at this step."""

    code = "act.unknown"
    sentence = _("“%(act)s” cannot be done at step “%(step)s”; choose one of: %(known)s.")


class UnlawfulOutcome(EngineError):
    """The law of the regime does not know this outcome."""

    code = "act.unlawful"
    sentence = _("The regime %(regime)s does not know “%(outcome)s”; the standard has to be corrected.")


class OnlyOnce(EngineError):
    """The law allows this once in a case (一次性告知, 许可法 32(四))."""

    code = "act.once"
    sentence = _("“%(outcome)s” was already used in this case and is allowed once; accept or refuse instead.")


class WrongPhase(EngineError):
    """The machine of the regime has no such move from the present phase, or the step may not stand in it."""

    code = "phase.wrong"
    sentence = _("In phase %(phase)s “%(move)s” is not lawful; load the case again and choose another act.")


class NoRoute(EngineError):
    """No condition of the act's routes holds for this case."""

    code = "route.none"
    sentence = _("No route of “%(act)s” at step “%(step)s” fits this case; the standard has to be corrected.")


class Stranded(EngineError):
    """The act would leave the case without an open step before its end."""

    code = "case.stranded"
    sentence = _("“%(act)s” at step “%(step)s” would leave the case without a step; the standard has to be corrected.")


class Runaway(EngineError):
    """The steps the engine performs by itself lead to one another without end."""

    code = "case.runaway"
    sentence = _("The automatic steps lead on without end, last to “%(step)s”; the standard has to be corrected.")


class NotAllowed(EngineError):
    """The actor holds no post in force the step waits for."""

    code = "actor.not_allowed"
    sentence = _("Step “%(step)s” waits for somebody else; ask an administrator for a post at its desk.")


class SameHands(EngineError):
    """One person may not do both: reviewer and decision maker differ."""

    code = "actor.same_hands"
    sentence = _("You handled step “%(earlier)s” of this case, so step “%(step)s” has to be done by a colleague.")


class PayloadInvalid(EngineError):
    """The act's form is not filled in as it must be; ``defects`` pairs each field with what is wrong."""

    code = "payload.invalid"
    sentence = _("“%(act)s” cannot be recorded: %(sentence)s Correct the form and send it again.")


class MissingGround(PayloadInvalid):
    """The law wants a ground named."""

    code = "payload.ground_missing"
    sentence = _("“%(act)s” needs a ground; choose one from the list.")


class GroundNotListed(PayloadInvalid):
    """The ground is not on the closed list of this act."""

    code = "payload.ground_not_listed"
    sentence = _("“%(ground)s” is no ground for “%(act)s”; choose one of: %(known)s.")


class MissingOpinion(PayloadInvalid):
    """The law wants a reasoned opinion."""

    code = "payload.opinion_missing"
    sentence = _("“%(act)s” needs an opinion; write down the reasons.")


class MissingItems(PayloadInvalid):
    """A correction notice is complete or it is none (许可法 32(四))."""

    code = "payload.items_missing"
    sentence = _("“%(act)s” needs the complete list of what is to be corrected; add every defect to it.")


class TwoNamesNeeded(PayloadInvalid):
    """An on-site verification is valid with two names only (许可法 34)."""

    code = "payload.two_names"
    sentence = _("“%(act)s” needs the names of two different people, yours among them; add the second one.")


class NoExtension(EngineError):
    """The standard allows no extension of its limit."""

    code = "clock.no_extension"
    sentence = _("The limit of this item cannot be extended; decide within it.")


class UnknownParty(EngineError):
    """The case names no district for a party of its standard."""

    code = "party.unknown"
    sentence = _("No district is named for the party “%(party)s”; the standard or the filing has to be corrected.")


class NotReplayable(EngineError):
    """The journal does not continue the state it is applied to."""

    code = "replay.broken"
    sentence = _("The journal does not fit the case at “%(where)s”; verify the chain of this case before going on.")
