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


class NotEarlier(EngineError):
    """The case cannot go back to that step: nobody did it, it stands open, or it may not stand in the phase reached."""

    code = "step.not_earlier"
    sentence = _("The case cannot go back to “%(goal)s” from step “%(step)s”; choose one of: %(known)s.")


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


class Recused(EngineError):
    """One of the names keeps away from the case: a conflict was declared, or a supervisor ordered it (公务员法 76)."""

    code = "actor.recused"
    sentence = _("You, or the colleague you stand in for, keep away from this case; step “%(step)s” needs another one.")


class Conflicted(EngineError):
    """One of the names belongs to the applicant (许可法 48; 公务员法 76)."""

    code = "actor.conflicted"
    sentence = _(
        "You, or the colleague you stand in for, belong to the applicant of this case, so step “%(step)s” has to be done "
        "by somebody else."
    )


class LeftToHolder(EngineError):
    """The deputy's limits leave this outcome to the holder of the post."""

    code = "actor.left_to_holder"
    sentence = _("As a deputy you may not do this at step “%(step)s”; it was left to the holder of the post.")


class NotEntrusted(EngineError):
    """The desk's organ has no power of its own and no single entrustment in force (许可法 24)."""

    code = "actor.not_entrusted"
    sentence = _(
        "Step “%(step)s” is an organ's own act, and the organ of your desk has neither power of its own nor an "
        "entrustment in force today: it has ended or was never recorded. Ask the security administrator to record the "
        "document; the case waits."
    )


class NotASupervisor(EngineError):
    """Others are kept away by a supervisor; oneself by whoever works where the case is handled."""

    code = "actor.not_a_supervisor"
    sentence = _("Only a supervisor of a district of this case can order that; you can declare a conflict of your own.")


class AlreadyRecused(EngineError):
    """The person keeps away from the case already."""

    code = "recusal.already"
    sentence = _("%(who)s keeps away from this case already; nothing is left to do.")


class NoApplicant(EngineError):
    """Nobody applied, so there is nobody to keep away from."""

    code = "recusal.no_applicant"
    sentence = _("This case has no applicant on record; declare the conflict for the case alone.")


class SeatFilled(EngineError):
    """One person fills one seat of a joint review, whatever posts they hold (会审由不同的人分别提出意见)."""

    code = "actor.seat_filled"
    sentence = _("You have given your opinion at step “%(step)s”; its other seats have to be filled by colleagues.")


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


class ExtendedBefore(EngineError):
    """The law allows one extension in a case (许可法 42; 条例 19)."""

    code = "clock.extended_before"
    sentence = _("The limit was extended at %(at)s, and the law allows one extension; decide within it as it is now.")


class GapOpen(EngineError):
    """What an acceptance with gaps left open has not been closed, so nothing may be granted (浙规 11)."""

    code = "gaps.open"
    sentence = _(
        "The case was accepted with gaps at %(at)s, and they are still open; nothing can be granted before the desk has"
        " confirmed what was missing."
    )


class GapsLate(EngineError):
    """What was missing did not come in the days told, so the acceptance is revoked (浙规 11)."""

    code = "gaps.late"
    sentence = _("What was missing had not come by %(at)s; revoke the acceptance, with the reason and the remedy.")


class NoDate(EngineError):
    """A step waits for a date the case does not name."""

    code = "wait.no_date"
    sentence = _(
        "Step “%(step)s” waits for a date, and the case names none; the filing or the standard is to be mended."
    )


class UnknownParty(EngineError):
    """The case names no district for a party of its standard."""

    code = "party.unknown"
    sentence = _("No district is named for the party “%(party)s”; the standard or the filing has to be corrected.")


class NotInCharge(EngineError):
    """Only the district that has custody may offer it."""

    code = "custody.not_in_charge"
    sentence = _("The case is in the charge of district %(district)s, so only its desks can offer it to another one.")


class OfferStands(EngineError):
    """The case is offered to a district already, which has not answered yet."""

    code = "custody.offer_stands"
    sentence = _("The case is offered to district %(district)s already; wait for its answer or take the offer back.")


class NoOffer(EngineError):
    """Nothing is offered that could be answered or taken back."""

    code = "custody.no_offer"
    sentence = _("The case is not offered to any district, so there is nothing to answer or to take back.")


class ReceiverNotPossible(EngineError):
    """The district named cannot receive the case."""

    code = "custody.receiver_not_possible"
    sentence = _("The case cannot be handed over to district %(district)s; choose one of: %(known)s.")


class ChildStandardMissing(EngineError):
    """No version of the child's standard is in force when the child is to be opened."""

    code = "child.standard_missing"
    sentence = _("No version of the standard “%(key)s” is in force, so the child case cannot be opened; publish one.")


class NotReplayable(EngineError):
    """The journal does not continue the state it is applied to."""

    code = "replay.broken"
    sentence = _("The journal does not fit the case at “%(where)s”; verify the chain of this case before going on.")
