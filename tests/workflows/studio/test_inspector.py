from tests.workflows.studio.conftest import shipped
from workflows.studio.enums import Lock, Part
from workflows.studio.fields import Field
from workflows.studio.inspector import Inspector, place_of

INSPECTOR = Inspector(shipped())


def fields(step: str | None, part: Part = Part.STANDARD) -> dict[str, Field]:
    return {each.path: each for group in INSPECTOR.groups(step, part) for each in group.fields}


def facts(step: str) -> dict[str, str]:
    return dict(fact for group in INSPECTOR.groups(step, Part.STANDARD) for fact in group.facts)


def test_limits_are_fixed_bounded_or_open_as_the_law_has_it() -> None:
    limits = fields(None)
    assert (limits["limits.statutory"].lock, limits["limits.promised"].lock) == (Lock.FIXED, Lock.BOUNDED)
    assert limits["limits.promised"].bound == "at most 3 working days"
    assert "市场主体登记管理条例, article 24, 27, 28" in limits["limits.statutory"].law
    assert limits["title.en"].lock == Lock.OPEN


def test_a_step_shows_who_handles_it_and_what_its_acts_leave_behind() -> None:
    shown = fields("origin_check")
    assert shown["steps[origin_check].handler.desk"].shown == "Registration desk"
    assert shown["steps[origin_check].handler.role"].shown == "Reviewer"
    assert "grounds[evades_penalty].sentence.en" in shown
    assert "results[clearance].title.en" in shown
    assert "notices[objected].text.zh-Hans" in shown
    said = facts("origin_check")
    assert said["District"] == "Origin"
    assert said["When nobody answers"].startswith("after 1 working day: “Clear”, by agreement of the corridor")


def test_a_decision_names_whose_hands_it_needs() -> None:
    assert facts("decision")["Another person than at"] == "Formal review"


def test_the_system_and_the_applicant_have_no_desk() -> None:
    assert not any("handler" in path for path in fields("precheck"))
    assert not any("handler" in path for path in fields("withdrawal"))


def test_the_titles_of_the_form_are_open_at_every_depth() -> None:
    form = fields(None, Part.FORM)
    assert form["form.properties.new_address.properties.area.title"].value == "所在片区"
    assert "form.properties.licences.items.properties.class.x-title-en" in form


def test_what_may_change_has_one_place_each() -> None:
    changeable = INSPECTOR.changeable()
    assert "limits.statutory" not in changeable
    assert {"limits.promised", "checks[votes].sentence.en", "materials[resolution].title.en"} <= set(changeable)
    assert all(each.changeable for each in changeable.values())


def test_an_element_leads_to_the_step_or_the_part_that_shows_it() -> None:
    standard = INSPECTOR.standard
    found = [
        place_of(standard, where)
        for where in (
            "steps[review].limit",
            "notices[granted].text.en",
            "results[clearance].title.en",
            "checks[votes].sentence",
            "form.properties.name.title",
            "tests[全部办结]",
            "limits.promised",
        )
    ]
    assert found == [
        ("review", Part.STANDARD),
        ("decision", Part.STANDARD),
        ("origin_check", Part.STANDARD),
        (None, Part.CHECKS),
        (None, Part.FORM),
        (None, Part.TESTS),
        (None, Part.STANDARD),
    ]
