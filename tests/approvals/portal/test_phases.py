from approvals.portal.phases import WORDS, afterwards, colour_of, words_of
from workflows.clock.enums import Light
from workflows.engine.machines import MACHINES


def test_every_phase_of_every_regime_has_words() -> None:
    phases = {str(phase) for life in MACHINES.values() for phase in life.phases}
    assert phases - WORDS.keys() == set()


def test_the_light_is_the_clocks_while_the_case_runs_and_the_outcomes_afterwards() -> None:
    assert colour_of("UNDER_REVIEW", Light.OVER, ended=False) is Light.OVER
    assert colour_of("ARCHIVED", Light.RED, ended=True) is Light.GREEN
    assert colour_of("REFUSED", Light.GREEN, ended=True) is Light.RED
    assert colour_of("RETURNED", None, ended=True) is Light.YELLOW
    assert colour_of("SUBMITTED", None, ended=False) is Light.GREEN


def test_who_did_not_succeed_is_told_what_they_can_do() -> None:
    assert words_of("REFUSED") == "Refused"
    assert afterwards("REFUSED").startswith("The notice of refusal gives the reasons")
    assert afterwards("UNDER_REVIEW") == ""
