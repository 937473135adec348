import pytest
from pydantic import BaseModel, ValidationError

from workflows.engine.step_types import STEP_TYPES, by_name, register_all
from workflows.engine.step_types.automatic_check import AutomaticCheck, CheckSettings
from workflows.engine.step_types.base import StepType
from workflows.engine.step_types.payloads import Payload
from workflows.standards.enums import Regime
from workflows.standards.registry import Registry
from workflows.standards.registry import StepType as Registered
from workflows.standards.schema import Check

NEEDS = {
    "front_desk.accept": set(),
    "front_desk.deem": set(),
    "front_desk.correct": {"items", "days"},
    "front_desk.return": {"items"},
    "front_desk.refuse": {"ground", "opinion", "remedy"},
    "front_desk.redirect": {"ground", "opinion"},
    "front_desk.not_required": {"opinion"},
    "front_desk.accept_with_gaps": {"gaps", "days"},
    "front_desk.confirm_gaps": set(),
    "front_desk.revoke_acceptance": {"ground", "opinion", "remedy"},
    "review.pass": set(),
    "review.forward": set(),
    "review.send_back": {"opinion"},
    "review.return": {"items"},
    "review.refuse": {"ground", "opinion"},
    "review.consult": {"opinion"},
    "review.ask_extension": {"opinion"},
    "review.special": {"procedure", "days", "opinion"},
    "joint_review.agree": {"opinion"},
    "joint_review.disagree": {"ground", "opinion"},
    "joint_review.no_objection": set(),
    "joint_review.passed": set(),
    "joint_review.failed": set(),
    "consult.answer": {"opinion"},
    "consult.no_comment": set(),
    "consult.no_objection": set(),
    "special_procedure.finish": {"result"},
    "applicant_supplement.resubmit": set(),
    "applicant_supplement.close_gaps": set(),
    "applicant_supplement.gaps_late": set(),
    "applicant_supplement.withdraw": set(),
    "applicant_supplement.lapse": set(),
    "automatic_check.pass": set(),
    "automatic_check.blocked": set(),
    "automatic_check.review": set(),
    "hand_over.cleared": set(),
    "hand_over.held": {"ground", "opinion"},
    "custody.offer": {"opinion"},
    "custody.take_back": set(),
    "custody_answer.accept": set(),
    "custody_answer.refuse": {"opinion"},
    "custody_answer.lapse": set(),
    "children.all_granted": set(),
    "children.some_refused": set(),
    "decision.grant": set(),
    "decision.deny": {"ground", "opinion", "remedy"},
    "decision.extend": {"opinion"},
    "decision.send_back": {"opinion"},
    "decision.terminate": {"opinion"},
    "issue.issue": set(),
    "result.reopen": set(),
    "result.rate": set(),
    "result.close": set(),
    "external.recorded": set(),
    "external.failed": {"opinion"},
    "follow_on.done": set(),
    "follow_on.waive": {"ground", "opinion"},
    "wait.reached": set(),
    "wait.skip": {"opinion"},
}


def test_each_outcome_needs_what_the_law_wants_of_it() -> None:
    found = {f"{t.name}.{name}": set(outcome.needs) for t in STEP_TYPES for name, outcome in t.table.items()}
    assert found == NEEDS


@pytest.mark.parametrize("step_type", STEP_TYPES, ids=lambda step_type: step_type.name)
def test_a_step_type_is_what_the_registry_knows(step_type: StepType) -> None:
    registered: Registered = step_type
    assert registered.outcomes == step_type.table.keys()
    assert step_type.required <= registered.outcomes
    assert all(outcome.meaning.endswith(".") for outcome in step_type.table.values())
    assert issubclass(registered.settings_model, BaseModel)


def test_the_types_register_under_their_version_once() -> None:
    registry = Registry()
    register_all(registry)
    assert registry.step_types == by_name()
    register_all(registry)
    assert set(by_name()) == {
        *[
            "front_desk@1",
            "review@1",
            "joint_review@1",
            "consult@1",
            "special_procedure@1",
            "applicant_supplement@1",
            "automatic_check@1",
            "hand_over@1",
            "custody@1",
            "custody_answer@1",
            "children@1",
            "decision@1",
            "issue@1",
            "follow_on@1",
            "wait@1",
            "end@1",
            "external@1",
            "result@1",
        ]
    }


def test_only_checks_and_ends_are_the_engines() -> None:
    assert {t.name for t in STEP_TYPES if t.automatic} == {"automatic_check", "end"}
    assert {t.name for t in STEP_TYPES if t.ends_case} == {"end"}


def test_a_correction_is_unknown_where_filings_are_returned() -> None:
    table = by_name()["front_desk@1"].table
    assert not table["correct"].regimes & {Regime.REGISTRATION, Regime.RELOCATION}
    assert Regime.LICENCE not in table["return"].regimes
    assert table["deem"].regimes == {Regime.LICENCE}


def test_settings_change_what_a_review_asks_for() -> None:
    review = by_name()["review@1"]
    strict = review.settings_model.model_validate({"two_names": True, "opinion_required": True})
    asked = review.settings_model.model_validate({"opinion_required": True})
    assert review.outcome("pass", strict).needs == {"opinion", "names"}
    assert review.outcome("refuse", strict).needs == {"opinion", "ground", "names"}
    assert review.outcome("pass", asked).needs == {"opinion"}
    assert review.outcome("forward", asked).form is Payload


def test_settings_are_closed() -> None:
    for step_type in STEP_TYPES:
        with pytest.raises(ValidationError):
            step_type.settings_model.model_validate({"colour": "red"})


def test_a_check_needs_routes_for_what_its_checks_can_come_to() -> None:
    def check(name: str, effect: str, **question: str) -> Check:
        basis = [{"law": "条例", "article": "27"}]
        sentence = {"zh-Hans": "名", "en": "name"}
        return Check.model_validate({"id": name, "effect": effect, "basis": basis, "sentence": sentence, **question})

    checks = [
        check("b", "BLOCK", condition="true"),
        check("p", "BLOCK", probe="court"),
        check("r", "REVIEW", condition="true"),
        check("w", "WARN", probe="tax"),
    ]
    kind = AutomaticCheck()
    assert kind.required_outcomes(CheckSettings(checks=("w",)), checks) == {"pass"}
    assert kind.required_outcomes(CheckSettings(checks=("b",)), checks) == {"pass", "blocked"}
    assert kind.required_outcomes(CheckSettings(checks=("p",)), checks) == {"pass", "blocked", "review"}
    assert kind.required_outcomes(CheckSettings(checks=("r",)), checks) == {"pass", "review"}


def test_a_type_that_waits_for_somebody_decides_nothing() -> None:
    review = by_name()["review@1"]
    with pytest.raises(NotImplementedError):
        review.decide(review.settings_model(), [], {}, lambda _condition, _data: True)
