"""A keeper tries a draft with past cases, and moves running cases to a new version; one of them is put back."""

from playwright.sync_api import Page, expect

from tests.e2e.looking import look
from tests.e2e.test_rules import OPINIONS
from tests.e2e.visitor import Door

VERSIONS = """
import json, os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
from datetime import date
from django.utils.timezone import localdate
from workflows.engine.present import present
from workflows.organisation.models import Person
from workflows.standards.canonical import parse
from workflows.standards.models import StandardVersion
from workflows.standards.verbs import publish
keepers = {who: Person.objects.get(username=f"keeper.{name}") for who, name in (("actor", "a"), ("second", "b"))}
body = StandardVersion.objects.get(key="registration", number=1).body
body["materials"][0]["max_megabytes"] += 1
publish(standard=parse(body), valid_from=localdate(present()), now=present(), **keepers)
renamed = json.loads(json.dumps(body).replace('"decision"', '"ruling"'))
publish(standard=parse(renamed), valid_from=date(2040, 1, 1), now=present(), **keepers)
"""
"""A second version that differs by a size, and one of a later day in which a step has another name."""


def test_running_cases_move_after_everybody_was_asked(door: Door) -> None:
    door.site.python("-c", VERSIONS)
    keeper = door.enter("keeper.a")
    choosing = begin(keeper, target="3")
    expect(keeper.locator("#choices")).to_be_visible(timeout=30_000)
    assert look(keeper, "plan-choices") == []
    keeper.goto(f"{choosing}cases/")
    assert look(keeper, "plan-cases") == []

    plan = begin(keeper, target="2")
    expect(keeper.locator("#submit")).to_be_visible(timeout=30_000)
    keeper.locator("button[name=act][value=submit]").click()
    keeper.wait_for_url("**/studio/promulgations/*/")
    flow = keeper.url
    door.site.python("-c", OPINIONS)
    second = door.enter("keeper.b")
    second.goto(flow)
    assert look(second, "plan-decision") == []
    second.locator("button[name=act][value=approve]").click()
    second.locator("dialog [data-yes]").click()
    # Looking leaves the other language behind; whoever comes in anew reads Chinese.
    keeper = door.enter("keeper.a")
    keeper.goto(plan)
    expect(keeper.locator("#live")).to_contain_text("完成于", timeout=30_000)
    assert look(keeper, "plan-done") == []

    keeper = door.enter("keeper.a")
    keeper.goto(f"{plan}cases/?verdict=SAFE")
    keeper.locator("button[name=act][value=put_back]").first.click()
    keeper.locator("dialog [data-yes]").click()
    expect(keeper.locator("#messages")).to_contain_text("办件已转回原版本")


def test_a_draft_is_tried_with_the_cases_of_a_period(door: Door) -> None:
    keeper = door.enter("keeper.b")
    keeper.goto("/studio/")
    keeper.locator("tr", has_text="设立").locator("form button").click()
    keeper.locator("a[href$='/rehearsal/']").click()
    keeper.locator("#since").fill("2026-03-01")
    keeper.locator("#until").fill("2026-05-31")
    keeper.locator("main form button[type=submit]").last.click()
    expect(keeper.locator("#live")).to_contain_text("已全部试运行", timeout=30_000)
    expect(keeper.locator("#live .light", has_text="办理过程相同").first).to_be_visible(timeout=30_000)
    assert look(keeper, "rehearsal") == []


def begin(page: Page, *, target: str) -> str:
    page.goto("/studio/standards/registration/1/")
    page.locator("a[href$='/moving/']").click()
    page.locator("#source").select_option("1")
    page.locator("#target").select_option(target)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/studio/plans/*/")
    return page.url
