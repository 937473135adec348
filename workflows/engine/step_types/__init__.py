"""The step types: what code offers for standards to arrange."""

from workflows.engine.step_types.applicant_supplement import ApplicantSupplement
from workflows.engine.step_types.automatic_check import AutomaticCheck
from workflows.engine.step_types.base import StepType
from workflows.engine.step_types.children import Children
from workflows.engine.step_types.consult import Consult
from workflows.engine.step_types.custody import Custody, CustodyAnswer
from workflows.engine.step_types.decision import Decision
from workflows.engine.step_types.end import End
from workflows.engine.step_types.external import External
from workflows.engine.step_types.follow_on import FollowOn
from workflows.engine.step_types.front_desk import FrontDesk
from workflows.engine.step_types.hand_over import HandOver
from workflows.engine.step_types.issue import Issue
from workflows.engine.step_types.joint_review import JointReview
from workflows.engine.step_types.result import Result
from workflows.engine.step_types.review import Review
from workflows.engine.step_types.special_procedure import SpecialProcedure
from workflows.engine.step_types.wait import Wait
from workflows.standards.registry import Registry

STEP_TYPES: tuple[StepType, ...] = (
    FrontDesk(),
    Review(),
    JointReview(),
    Consult(),
    SpecialProcedure(),
    ApplicantSupplement(),
    AutomaticCheck(),
    HandOver(),
    Custody(),
    CustodyAnswer(),
    Children(),
    Decision(),
    Issue(),
    Result(),
    External(),
    FollowOn(),
    Wait(),
    End(),
)


def by_name() -> dict[str, StepType]:
    """Return every step type under ``name@version``."""
    return {f"{step_type.name}@{step_type.version}": step_type for step_type in STEP_TYPES}


def register_all(registry: Registry) -> None:
    """Let standards name every step type; raises ValueError when another one has a name."""
    for step_type in STEP_TYPES:
        registry.add_step_type(step_type)
