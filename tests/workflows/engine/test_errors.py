import pytest

from workflows.engine import errors

REFUSALS = [
    found
    for found in vars(errors).values()
    if isinstance(found, type) and issubclass(found, errors.EngineError) and found is not errors.EngineError
]


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [refusal.code for refusal in REFUSALS]
    assert len(codes) == len(set(codes)) > 20


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_every_refusal_is_a_full_sentence_that_says_what_to_do(refusal: type[errors.EngineError]) -> None:
    names = [
        "act",
        "actor",
        "ad",
        "at",
        "district",
        "earlier",
        "goal",
        "ground",
        "key",
        "known",
        "move",
        "outcome",
        "party",
        "phase",
        "regime",
        "sentence",
        "step",
        "where",
        "who",
    ]
    sentence = str(refusal(**dict.fromkeys(names, "x") | {"sentence": "“x” is missing."}))
    assert sentence.endswith(".")
    assert any(mark in sentence for mark in (";", ". ", ",")) or " has to " in sentence
