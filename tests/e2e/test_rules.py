"""A keeper shortens a promised limit; six districts are heard, a second keeper approves; running cases keep the old one."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from approvals.demo.cast import AREAS
from tests.e2e.visitor import Door

LIMIT = "value:limits.promised"
RUNNING = "瑞安市恒阀智控有限公司"
OLD_DUE, NEW_DUE = "2026-05-06", "2026-04-30"
"""When cases of the embedded tests are due, in two working days and in one."""
FAILED = re.compile(r"样例“(?P<name>.+?)”.*?应为(?P<old>[\d-]{10})，实为(?P<new>[\d-]{10})", re.DOTALL)
"""What the studio says of an embedded test that is due on another day."""
TODAY = date(2026, 5, 8)
OPINIONS = """

import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
from workflows.engine.present import present
from workflows.organisation.models import Person
from workflows.standards.promulgation.enums import Opinion
from workflows.standards.promulgation.models import PromulgationTask
from workflows.standards.promulgation.verbs import give_opinion
for task in PromulgationTask.objects.filter(district__isnull=False, opinion="").select_related("district"):
    supervisor = Person.objects.get(username=f"{task.district.code.lower()}.supervisor")
    give_opinion(actor=supervisor, task=task.pk, opinion=Opinion.CONSENT, now=present())
"""


def test_a_limit_is_changed_by_two_people_and_six_districts(door: Door) -> None:
    keeper = door.enter("keeper.a")
    shorten(keeper)
    flow = submit(keeper)

    supervisor = door.enter("lw.supervisor")
    supervisor.goto("/studio/inbox/")
    supervisor.locator("main table a").first.click()
    supervisor.locator("button[name=act][value=consent]").click()
    expect(supervisor.locator("main")).to_contain_text("龙湾督查员")
    door.site.python("-c", OPINIONS)

    second = door.enter("keeper.b")
    second.goto(flow)
    second.locator("button[name=act][value=approve]").click()
    second.locator("dialog [data-yes]").click()
    expect(second.locator(".note.g", has_text="查看该版本")).to_contain_text("第2版")

    # Whoever files now has the new limit; what runs keeps the one it began with.
    owner = door.enter("e4")
    owner.goto("/portal/begin/relocation/")
    expect(owner.locator("main")).to_contain_text(re.compile(r"承诺\s*1\s*个工作日"))
    reviewer = door.enter("ra.reviewer")
    reviewer.goto(f"/desks/{door.site.case_of(RUNNING)}/")
    expect(reviewer.locator(".case-head .tag").first).to_have_text(re.compile(r"v\s*1$"))


def shorten(page: Page) -> None:
    """Change the limit, see which embedded tests it breaks, mend them, and see the difference."""
    page.goto("/studio/")
    page.locator("tr", has_text="迁移").locator("form button").click()
    draft = page.url.split("?", maxsplit=1)[0]
    page.goto(f"{draft}?part=standard")
    page.locator(f"[name='{LIMIT}']").fill("1")
    save(page)
    problems = [FAILED.search(said) for said in page.locator("#problems li").all_inner_texts()]
    broken = {found["name"]: (found["old"], found["new"]) for found in problems if found}
    assert len(broken) == len(problems)
    assert (OLD_DUE, NEW_DUE) in broken.values()
    expect(page.locator(".st-head [aria-disabled=true]")).to_have_count(1)

    page.goto(f"{draft}?part=tests")
    for name, (old, new) in broken.items():
        fields = [
            field for field in page.locator(f"#inspector input[name*='{name}']").all() if field.input_value() == old
        ]
        assert len(fields) == 1
        fields[0].fill(new)
    save(page)
    page.locator("a[href$='/difference/']").click()
    expect(page.locator(".st-changes li")).to_have_count(1 + len(broken))
    expect(page.locator(".st-changes")).to_contain_text("承诺")
    page.go_back()


def save(page: Page) -> None:
    page.locator("#inspector form button[type=submit]").first.click()
    expect(page.locator("#messages")).to_contain_text("已保存为第")


def submit(page: Page) -> str:
    page.locator("a[href$='/submit/']").click()
    page.locator("#valid_from").fill(TODAY.isoformat())
    expect(page.locator("[name=districts]:checked")).to_have_count(len(AREAS))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/studio/promulgations/*/")
    return page.url
