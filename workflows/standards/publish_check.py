"""Whether a standard may be published: every defect a drafter can make, found before a case can meet it.

Pure: the standard, what the code registered, and the desks of the districts go in, defects come out. What each group
looks for is in its own module; a defect refuses the publication unless it says otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.standards.checks_children import children_defects
from workflows.standards.checks_custody import custody_defects
from workflows.standards.checks_form import form_defects
from workflows.standards.checks_graph import graph_defects
from workflows.standards.checks_joins import join_defects
from workflows.standards.checks_law import law_defects
from workflows.standards.checks_layers import layer_defects
from workflows.standards.checks_limits import limit_defects
from workflows.standards.checks_offers import offer_defects
from workflows.standards.checks_people import Desk, people_defects
from workflows.standards.checks_ports import port_defects
from workflows.standards.checks_sentences import sentence_defects
from workflows.standards.checks_texts import text_defects
from workflows.standards.checks_types import type_defects
from workflows.standards.defects import Defect, DefectCode, ordered
from workflows.standards.registry import Registry
from workflows.standards.schema import Standard

__all__ = ["Defect", "DefectCode", "Desk", "Failure", "may_publish", "publish_check"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An embedded test that failed: where, and a full sentence on what came instead of what was expected."""

    test: str
    sentence: str
    districts: str


def publish_check(
    standard: Standard,
    registry: Registry,
    districts: Mapping[str, Sequence[Desk]],
    run_tests: Callable[[Standard], Sequence[Failure]] | None = None,
    others: Mapping[str, Standard] | None = None,
) -> list[Defect]:
    """Return every defect, ordered and without repetition.

    ``districts`` gives each district code its desks, ``others`` the standards in force by key, where they are known. ``run_tests`` performs the embedded tests; it is called only when
    nothing else refuses, for it needs a standard the interpreter can walk.
    """
    defects = ordered(
        [
            *graph_defects(standard, registry),
            *join_defects(standard),
            *law_defects(standard, registry),
            *limit_defects(standard, registry),
            *offer_defects(standard, registry),
            *people_defects(standard, registry, districts),
            *custody_defects(standard),
            *children_defects(standard, others),
            *port_defects(standard, registry),
            *type_defects(standard, registry),
            *sentence_defects(standard),
            *text_defects(standard),
            *form_defects(standard.form),
            *layer_defects(standard),
        ]
    )
    if run_tests is None or not may_publish(defects):
        return defects
    failed = [
        Defect(
            DefectCode.TEST_FAILED,
            f"tests[{failure.test}]",
            _("The test %(test)s of the standard fails in %(districts)s: %(reason)s Mend the steps or the test.")
            % {"test": failure.test, "districts": failure.districts, "reason": failure.sentence},
        )
        for failure in run_tests(standard)
    ]
    return ordered([*defects, *failed])


def may_publish(defects: Sequence[Defect]) -> bool:
    """Say whether none of the defects refuses the publication."""
    return not any(defect.refuses for defect in defects)
