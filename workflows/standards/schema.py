"""The standard: how one kind of application is handled, as one typed document.

A standard is data. It is written as YAML in the repository or drafted in the studio, typed by these models, published
as canonical JSON and addressed by its digest. Lists stay lists, so that a duplicate is seen and refused, never lost.
What the law fixes (which phase may follow which) is not here but in the machine of the standard's regime.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from workflows.clock.enums import Unit
from workflows.standards.enums import Audience, Effect, Join, Layer, Regime, ResultKind, SilenceBasis, Times

SCHEMA_VERSION: Literal[1] = 1

Key = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Expression = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""A condition in the Common Expression Language over ``form``, ``facts``, ``case`` and ``materials``."""

TypeName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+@[1-9][0-9]*$")]
"""A step type and its version: ``review@1``."""


def _is_absent(value: object) -> bool:
    """Tell whether a field that came after the first release says nothing.

    It is not written out then, so that a version published before keeps its bytes and its digest.
    """
    return not value


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
    """A kind of desk the steps wait at, what people call it, and when it is open; hours nobody wrote are not written."""

    key: Key
    title: Text
    hours: Annotated[Text | None, Field(exclude_if=_is_absent)] = None


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

    ``party`` may also be ``applicant`` (the enterprise acts) or ``system`` (the engine acts). ``desks`` are further
    kinds of desk there that may act as well; the step stands in the queue of ``desk``.
    """

    party: Key
    desk: Key | None = None
    role: Key | None = None
    desks: Annotated[list[Key], Field(exclude_if=_is_absent)] = []

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of desk that may act; empty where any desk of the district may."""
        return frozenset({self.desk, *self.desks}) if self.desk else frozenset()

    @model_validator(mode="after")
    def _queue_first(self) -> Self:
        if self.desks and self.desk is None:
            raise PydanticCustomError("desks_without_desk", "Further desks need the desk at which the step waits.")
        return self


class Route(Part):
    """Where an act leads: the first route whose condition holds is taken.

    ``move`` names the transition of the regime's machine; without it the phase stays. With ``back`` the act itself
    names the step it leads to, one that was done before in this case.
    """

    when: Expression | None = None
    to: list[Key]
    move: Key | None = None
    back: Annotated[bool, Field(exclude_if=_is_absent)] = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.back and self.to:
            raise PydanticCustomError("back_and_on", "A route leads back or on, not both.")
        return self


class Act(Part):
    """What a handler may do at a step. ``outcome`` is one of the step type's outcomes and carries its legal meaning.

    ``desks`` are the kinds of desk that alone may do it; empty where every desk of the step may.
    """

    name: Key
    outcome: Key
    title: Text
    routes: list[Route]
    grounds: list[Key] = []
    desks: Annotated[list[Key], Field(exclude_if=_is_absent)] = []


class Silence(Part):
    """What happens when nobody acts in time; the engine performs ``act`` as the system, at the legal instant."""

    after: Limit
    act: Key
    basis: SilenceBasis
    citation: Basis


class Offer(Part):
    """A step that may be done although no act led to it, as CMMN's discretionary items are.

    While a step named in ``beside`` stands open (a block's key names each of its steps) and ``when`` holds, whoever
    handles the offered step may start it: the act that does so opens it and closes it. ``times`` says whether only while
    it was not done yet, or any number of times.
    """

    beside: Annotated[list[Key], Field(min_length=1)]
    when: Expression | None = None
    times: Times = Times.ONCE

    def names(self, step: "Step") -> bool:
        """Say whether the offer stands beside that step."""
        return step.key in self.beside or step.block in self.beside


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
    offer: Annotated[Offer | None, Field(exclude_if=_is_absent)] = None


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


class LayerRule(Part):
    """How far a district may depart from the standard at one place (``workflows.standards.layers`` has the defaults).

    ``place`` is one of ``limits.promised``, ``steps[KEY].limit``, ``steps[KEY].handler.desk``, ``steps[KEY].title``,
    ``materials[KEY]``, ``desks[KEY].title``, ``desks[KEY].hours`` and ``notices[KEY].text``. A bounded limit may be
    shortened, down to ``at_least``; a bounded material may be done without; a bounded desk may be one of ``among``. An
    open desk may be any kind the standard has, an open text any text. Steps, conditions, checks and fees have no place
    here: they are the same in every district.
    """

    place: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    layer: Layer
    at_least: Limit | None = None
    among: list[Key] = []


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
    """Given these answers and acts, the case stands at these steps, in this district, due on this date.

    ``parties`` names the district of each role the test is meant for; empty, it holds for every district. The district
    expected is a code, or the role whose district it is.
    """

    __test__ = False

    name: str
    parties: Annotated[dict[Key, str], Field(exclude_if=_is_absent)] = {}
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
    layers: Annotated[list[LayerRule], Field(exclude_if=_is_absent)] = []
    """What districts may do otherwise than by default; not written where it says nothing, so that digests stand."""

    def desk_names(self, language: str) -> dict[str, str]:
        """What each kind of desk is called in Chinese, for a language that begins with ``zh``, or in English."""
        chinese = language.lower().startswith("zh")
        return {desk.key: desk.title.zh if chinese else desk.title.en for desk in self.desks}

    def beside(self, offer: Offer) -> frozenset[str]:
        """The steps an offer stands beside, with those of the blocks it names."""
        return frozenset(step.key for step in self.steps if offer.names(step))

    def step(self, key: str) -> Step:
        """The first step of that key; raises KeyError when there is none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)
