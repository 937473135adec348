from tests.workflows.studio.conftest import TODAY, Studio
from workflows.organisation.models import Desk
from workflows.standards.canonical import canonical_value, parse
from workflows.standards.schema import Standard
from workflows.studio import verdicts
from workflows.studio.verdicts import verdict_on


def changed(standard: Standard, days: str) -> Standard:
    raw = canonical_value(standard)
    raw["limits"]["promised"]["days"] = days
    return parse(raw)


def test_every_embedded_test_passes_in_the_corridor(studio: Studio) -> None:
    verdict = verdict_on(studio.standard, TODAY)
    assert (verdict.refusing, verdict.tests_ran, verdict.failed) == ([], True, 0)
    assert verdict.passed == verdict.tests == len(studio.standard.tests)


def test_a_shorter_promise_fails_the_tests_that_expect_a_day(studio: Studio) -> None:
    verdict = verdict_on(changed(studio.standard, "1"), TODAY)
    assert verdict.tests_ran
    assert verdict.failed == len([test for test in studio.standard.tests if test.expect.due])


def test_the_tests_wait_until_nothing_else_refuses(studio: Studio) -> None:
    verdict = verdict_on(changed(studio.standard, "9"), TODAY)
    assert [defect.element for defect in verdict.refusing] == ["limits.promised"]
    assert not verdict.tests_ran


def test_a_result_is_remembered_and_may_be_forgotten(studio: Studio) -> None:
    verdict_on(studio.standard, TODAY)
    Desk.objects.filter(kind="TASKS").update(valid_to=TODAY)
    assert verdict_on(studio.standard, TODAY).refusing == []
    verdicts.forget()
    assert len(verdict_on(studio.standard, TODAY).refusing) > 0
