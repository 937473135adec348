"""The standard: how one kind of application is handled, as one typed document.

A standard is data. It is written as YAML in the repository or drafted in the studio, typed by these models, published
as canonical JSON and addressed by its digest. Lists stay lists, so that a duplicate is seen and refused, never lost.
What the law fixes (which phase may follow which) is not here but in the machine of the standard's regime.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from workflows.clock.enums import Unit
from workflows.standards.enums import Audience, Effect, Join, Regime, ResultKind, SilenceBasis

SCHEMA_VERSION: Literal[1] = 1

Key = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Expression = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""A condition in the Common Expression Language over ``form``, ``facts``, ``case`` and ``materials``."""

TypeName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+@[1-9][0-9]*$")]
"""A step type and its version: ``review@1``."""


class Part(BaseModel):
    """Base of every part of the document: nothing unknown is accepted, nothing is changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(Part):
    """One text in both languages of the corridor."""

    zh: str = Field(alias="zh-Hans", serialization_alias="zh-Hans")
    en: str


class Basis(Part):
    """The article a rule rests on."""

    law: str
    article: str


class Limit(Part):
    """A length of time: 0 and 0.5 working days mean the start day itself (see ``workflows.clock``)."""

    days: Annotated[Decimal, Field(ge=0, le=3660, decimal_places=1)]
    unit: Unit = Unit.WORKING


class Limits(Part):
    """The statutory limit (法定时限), the promised one (承诺时限) and the one extension the law allows."""

    statutory: Limit | None
    promised: Limit
    extension: Limit | None = None


class Party(Part):
    """A role a district plays in a case, and the expression that names the district's code."""

    role: Key
    title: Text
    district: Expression


class DeskKind(Part):
    """A kind of desk the steps wait at, and what people call it."""

    key: Key
    title: Text


class Material(Part):
    """A document the applicant may have to hand in."""

    key: Key
    title: Text
    required_when: Expression = "true"
    tolerable_gap: bool = False
    reusable_from: list[str] = []
    media: list[str] = ["application/pdf", "image/jpeg", "image/png"]
    max_megabytes: Annotated[int, Field(gt=0, le=200)] = 20
    basis: list[Basis] = []


class Check(Part):
    """One rule: a condition that must hold, or a named probe that must answer well, and what its failure does.

    The same checks serve the applicant's page, the API and the desk. ``field`` names the part of the form the
    sentence stands beside. ``values`` are what the sentence says in ``{name}``, each reckoned from the case's data.
    """

    id: Key
    condition: Expression | None = None
    probe: Key | None = None
    applies_when: Expression = "true"
    effect: Effect
    basis: list[Basis] = []
    sentence: Text
    values: dict[Key, Expression] = {}
    field: str | None = None

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        if (self.condition is None) == (self.probe is None):
            raise PydanticCustomError("check_question", "A check needs either a condition or a probe.")
        if self.effect is Effect.BLOCK and not self.basis:
            raise PydanticCustomError("block_without_basis", "A check that blocks needs a legal basis.")
        return self


class Ground(Part):
    """One entry of a closed list of grounds (理由) an act must choose from."""

    key: Key
    sentence: Text
    basis: list[Basis] = []


class Handler(Part):
    """Who a step waits for: a desk of a kind in the district of a party, and the post's role there.

    ``party`` may also be ``applicant`` (the enterprise acts) or ``system`` (the engine acts).
    """

    party: Key
    desk: Key | None = None
    role: Key | None = None


class Route(Part):
    """Where an act leads: the first route whose condition holds is taken.

    ``move`` names the transition of the regime's machine; without it the phase stays.
    """

    when: Expression | None = None
    to: list[Key]
    move: Key | None = None


class Act(Part):
    """What a handler may do at a step. ``outcome`` is one of the step type's outcomes and carries its legal meaning."""

    name: Key
    outcome: Key
    title: Text
    routes: list[Route]
    grounds: list[Key] = []


class Silence(Part):
    """What happens when nobody acts in time; the engine performs ``act`` as the system, at the legal instant."""

    after: Limit
    act: Key
    basis: SilenceBasis
    citation: Basis


class Step(Part):
    """One step: a versioned type, where it may stand, who handles it and where its acts lead."""

    key: Key
    type: TypeName
    title: Text
    phases: Annotated[list[Key], Field(min_length=1)]
    handler: Handler
    settings: dict[str, Any] = {}
    limit: Limit | None = None
    acts: list[Act] = []
    join: Join = Join.EACH
    block: Key | None = None
    silence: Silence | None = None


class Block(Part):
    """A group of steps that belong together on the chart and in the applicant's progress."""

    key: Key
    title: Text


class Result(Part):
    """A paper or licence made when ``act`` is performed at ``step``."""

    key: Key
    kind: ResultKind
    template: Key
    title: Text
    step: Key
    act: Key


class Notice(Part):
    """A message sent when ``act`` is performed at ``step``."""

    key: Key
    audience: Audience
    step: Key
    act: Key
    text: Text


class Expectation(Part):
    """What an embedded test expects after its acts."""

    steps: list[Key]
    phase: Key
    district: Key | None = None
    due: str | None = None


class TestAct(Part):
    """One act of an embedded test, at an ISO 8601 instant."""

    __test__ = False

    step: Key
    act: Key
    at: str
    payload: dict[str, Any] = {}


class StandardTest(Part):
    """Given these answers and acts, the case stands at these steps, in this district, due on this date."""

    __test__ = False

    name: str
    answers: dict[str, Any]
    facts: dict[str, Any] = {}
    received: str
    acts: list[TestAct] = []
    expect: Expectation


class Standard(Part):
    """One version of a standard, whole."""

    schema_version: Literal[1] = SCHEMA_VERSION
    key: Key
    title: Text
    regime: Regime
    item_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{12}$")]
    item_short: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
    basis: list[Basis]
    limits: Limits
    parties: list[Party]
    desks: list[DeskKind] = []
    form: dict[str, Any]
    materials: list[Material] = []
    checks: list[Check] = []
    grounds: list[Ground] = []
    blocks: list[Block] = []
    start: Key
    steps: list[Step]
    results: list[Result] = []
    notices: list[Notice] = []
    tests: list[StandardTest] = []

    def desk_names(self, language: str) -> dict[str, str]:
        """What each kind of desk is called in Chinese, for a language that begins with ``zh``, or in English."""
        chinese = language.lower().startswith("zh")
        return {desk.key: desk.title.zh if chinese else desk.title.en for desk in self.desks}

    def step(self, key: str) -> Step:
        """The first step of that key; raises KeyError when there is none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)
