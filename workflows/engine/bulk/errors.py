# ruff: noqa: N818 - a refusal is named for what is refused
"""What is refused of a bulk order, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.engine.errors import EngineError


class NothingChosen(EngineError):
    """An order without a case."""

    code = "order.empty"
    sentence = _("Choose the cases first, then what to do with them.")


class TooMany(EngineError):
    """More cases than one order takes."""

    code = "order.too_many"
    sentence = _("One order takes at most %(most)d cases, and you chose %(chosen)d; narrow the filter.")


class NotInBulk(EngineError):
    """The act asks for something that belongs to one case."""

    code = "order.not_in_bulk"
    sentence = _("“%(act)s” asks for something to be written for each case, so each has to be handled by itself.")


class OrderNotFound(EngineError):
    """There is no such order, or somebody else gave it: the two look alike on purpose."""

    code = "order.not_found"
    sentence = _("There is no such order; choose one of your own from the list.")


class Faulty(EngineError):
    """The system failed at this case; the log says how."""

    code = "order.fault"
    sentence = _("A fault of the system kept this case from being done, and it is logged; handle the case by itself.")
