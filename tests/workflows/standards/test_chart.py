import re
import time
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override

from tests.workflows.engine.every_step import licence
from tests.workflows.engine.factory import act as an_act
from tests.workflows.engine.factory import end, rules, withdrawal
from tests.workflows.engine.factory import step as an_open_step
from tests.workflows.standards.drawn import act, filing, relocation, standard, step, tangle
from workflows.standards.chart import _Chart, _states, chart_svg
from workflows.standards.chart_boxes import BOX_WIDTH, Reader
from workflows.standards.enums import Regime, Times
from workflows.standards.lettering import width_of, wrapped
from workflows.standards.schema import DeskKind, Offer, Route, Standard

SVG = "{http://www.w3.org/2000/svg}"
DONE = ["receipt", "check", "letter", "origin", "review", "decide", "issue", "social"]
OPEN = ["tax", "archive"]
ALL = [filing(), relocation(), *(tangle(seed, 3 + seed) for seed in range(38))]


def drawn(of: Standard, **more: object) -> ET.Element:
    return ET.fromstring(chart_svg(of, **{"language": "zh-Hans", "title": "流程图", **more}))  # type: ignore[arg-type]  # noqa: S314


def geometry(of: Standard) -> _Chart:
    return _Chart(of, "", Reader("zh-Hans", {}, _states((), (), ())))


def segments(points: tuple[tuple[int, int], ...]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(pairwise(points))


@pytest.mark.parametrize("of", ALL, ids=lambda of: f"{of.key}-{len(of.steps)}")
def test_every_step_has_its_box_and_no_two_boxes_touch(of: Standard) -> None:
    chart = geometry(of)
    frames = [(x, y, x + BOX_WIDTH, y + chart.boxes[name].height) for name, (x, y) in chart.drawing.boxes.items()]
    assert len(frames) == len({step.key for step in of.steps})
    for one, other in combinations(frames, 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


@pytest.mark.parametrize("of", ALL, ids=lambda of: f"{of.key}-{len(of.steps)}")
def test_no_line_runs_through_a_box(of: Standard) -> None:
    chart = geometry(of)
    for points in chart.drawing.lines:
        for (x1, y1), (x2, y2) in segments(points):
            assert x1 == x2 or y1 == y2, "lines are right-angled"
            for name, (x, y) in chart.drawing.boxes.items():
                right, bottom = x + BOX_WIDTH, y + chart.boxes[name].height
                assert max(x1, x2) <= x or min(x1, x2) >= right or max(y1, y2) <= y or min(y1, y2) >= bottom


@pytest.mark.parametrize("of", ALL, ids=lambda of: f"{of.key}-{len(of.steps)}")
def test_lines_that_part_do_not_lie_on_one_another(of: Standard) -> None:
    chart = geometry(of)
    pieces = [
        (wire, segment)
        for wire, points in zip(chart.wires, chart.drawing.lines, strict=True)
        for segment in segments(points)
    ]
    for (one, (a, b)), (other, (c, d)) in combinations(pieces, 2):
        if one.net == other.net or one.source == other.source:
            continue
        for along, across in ((0, 1), (1, 0)):
            if a[across] == b[across] == c[across] == d[across]:
                low, high = (
                    max(min(a[along], b[along]), min(c[along], d[along])),
                    min(max(a[along], b[along]), max(c[along], d[along])),
                )
                assert high <= low, f"{one} and {other}"


@pytest.mark.parametrize("of", ALL, ids=lambda of: f"{of.key}-{len(of.steps)}")
def test_labels_are_whole_and_fit_their_boxes(of: Standard) -> None:
    root = drawn(of)
    said = {group.get("data-step"): [t.text or "" for t in group.iter(f"{SVG}text")] for group in root.iter(f"{SVG}g")}
    for item in of.steps:
        assert item.title.zh in "".join(said[item.key])
    for group in root.iter(f"{SVG}g"):
        frame = group.find(f"{SVG}rect")
        if frame is None:
            continue
        left, top = float(frame.get("x", 0)), float(frame.get("y", 0))
        right, bottom = left + float(frame.get("width", 0)), top + float(frame.get("height", 0))
        for line in group.findall(f"{SVG}text"):
            x, y, size = float(line.get("x", 0)), float(line.get("y", 0)), float(line.get("font-size", 0))
            width = width_of(line.text or "", size)
            start = x - width if line.get("text-anchor") == "end" else x
            assert left <= start
            assert start + width <= right + 0.5
            assert top - 6 <= y <= bottom


@pytest.mark.parametrize("of", [filing(), relocation(), tangle(5, 40)], ids=lambda of: of.key)
def test_a_strict_policy_has_nothing_to_refuse(of: Standard) -> None:
    text = chart_svg(of, language="zh-Hans", title="图", open_steps=OPEN, done_steps=DONE)
    assert not re.search(r"<style|\sstyle=|<script|\son[a-z]+=|href=|url\(|javascript:", text)


def test_ids_are_unique_also_beside_other_charts() -> None:
    texts = [
        chart_svg(relocation(), language="zh-Hans", title="图"),
        chart_svg(relocation(), language="zh-Hans", title="图", open_steps=OPEN),
        chart_svg(relocation(), language="en", title="Chart"),
        chart_svg(filing(), language="zh-Hans", title="图"),
    ]
    ids = [found for text in texts for found in re.findall(r'\sid="([^"]+)"', text)]
    assert len(ids) == len(set(ids))
    assert len(ids) == 3 * (16 + 2) + 3 + 2


def test_the_picture_has_a_name_and_says_itself_in_words() -> None:
    root = drawn(relocation(), title="企业迁移流程图", open_steps=OPEN, done_steps=DONE)
    labels = (root.get("aria-labelledby") or "").split()
    named = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert named[labels[0]] == "企业迁移流程图"
    description = named[labels[1]] or ""
    assert root.get("role") == "img"
    for item in relocation().steps:
        assert item.title.zh in description


def test_each_state_is_said_by_class_word_and_shape() -> None:
    with override("en"):
        root = drawn(relocation(), language="en", open_steps=OPEN, done_steps=DONE)
    groups = {group.get("data-step"): group for group in root.iter(f"{SVG}g") if group.get("data-step")}
    expected = {
        "tax": ("open", "In progress", "dot"),
        "receipt": ("done", "Done", "tick"),
        "fund": ("to-come", "To come", None),
    }
    for key, (state, word, shape) in expected.items():
        group = groups[key]
        assert f"chart-{state}" in (group.get("class") or "").split()
        assert word in [line.text for line in group.iter(f"{SVG}text")]
        shapes = {name for element in group for name in (element.get("class") or "").split()}
        assert f"chart-mark-{state}" in shapes
        assert shape is None or f"chart-{shape}" in shapes


def test_a_case_that_has_ended_has_nothing_to_come() -> None:
    root = drawn(relocation(), done_steps=DONE, ended=True)
    classes = {name for element in root.iter(f"{SVG}g") for name in (element.get("class") or "").split()}
    assert "chart-done" in classes
    assert "chart-to-come" not in classes


def test_a_standard_without_a_case_shows_no_states() -> None:
    root = drawn(relocation())
    assert not [e for e in root.iter() if "chart-badge" in (e.get("class") or "")]


def test_lanes_are_desks_while_they_are_few_and_parties_beyond() -> None:
    few = geometry(filing()).placement.lanes
    assert [(lane.party, lane.desk) for lane in few] == [("home", "window"), ("home", "office"), ("system", None)]
    parties = [lane.party for lane in geometry(tangle(3, 40)).placement.lanes]
    assert parties == ["applicant", "home", "origin", "dept", "system"]


def test_desks_carry_the_names_the_standard_gives_them() -> None:
    window = DeskKind.model_validate({"key": "window", "title": {"zh-Hans": "综合窗口", "en": "window"}})
    named = filing().model_copy(update={"desks": [window]})
    texts = [line.text for line in drawn(named).iter(f"{SVG}text")]
    assert "综合窗口" in texts
    assert "office" in texts


def test_a_route_with_a_condition_says_so() -> None:
    routes = [{"to": ["end"], "when": "form.x > 1"}, {"to": ["b"]}]
    of = standard(
        step("a", "home", act("decide", routes=routes, zh="决定")),
        step("b", "home", act("go", "end")),
        step("end", "system"),
    )
    with override("en"):
        texts = " ".join(line.text or "" for line in drawn(of, language="en").iter(f"{SVG}text"))
    assert "decide (on a condition)" in texts
    assert "decide (otherwise)" in texts


def test_markup_in_a_title_stays_text() -> None:
    of = standard(step("a", "home", act("go", "end", zh='<b onload="x">&')), END_, key="markup")
    root = drawn(of, title='"><script>alert(1)</script>')
    assert not list(root.iter(f"{SVG}script"))
    assert '"><script>alert(1)</script>' in [element.text for element in root.iter(f"{SVG}title")]


END_ = step("end", "system")


def test_a_faulty_draft_is_drawn_all_the_same() -> None:
    of = standard(
        step("a", "home", act("go", "nowhere"), act("stay", "a")), step("a", "home"), step("island", "nobody")
    )
    keys = [group.get("data-step") for group in drawn(of).iter(f"{SVG}g") if group.get("data-step")]
    assert keys == ["a", "island"]


def test_a_tangle_of_forty_steps_is_drawn_in_a_moment() -> None:
    of = tangle(99, 40)
    began = time.thread_time()
    chart_svg(of, language="zh-Hans", title="图")
    assert time.thread_time() - began < 2


def test_chinese_lines_neither_begin_nor_end_with_the_wrong_mark() -> None:
    said = "不属于本机关职权（含派出机构），不予受理；告知申请人向有关行政机关申请。"
    for width in range(40, 200, 7):
        lines = wrapped(said, width, 12)
        assert "".join(lines) == said
        assert not [line for line in lines[1:] if line[0] in "，；。）"]
        assert not [line for line in lines[:-1] if line[-1] == "（"]


def test_english_lines_break_between_words() -> None:
    assert wrapped("Refuse acceptance of it", 80, 12) == ["Refuse", "acceptance", "of it"]
    assert "".join(wrapped("Supercalifragilistic", 40, 12)) == "Supercalifragilistic"


def offering() -> Standard:
    """A step on offer beside the second of two, to which no act leads."""
    own = filing()
    first = own.steps[1]
    offered = first.model_copy(
        update={
            "key": "visit",
            "acts": [first.acts[0].model_copy(update={"routes": [Route(to=[])]})],
            "offer": Offer(beside=[first.key], times=Times.MANY),
        }
    )
    return own.model_copy(update={"steps": [*own.steps, offered]})


def test_an_offered_step_is_dashed_and_stands_in_the_row_of_the_step_it_is_beside() -> None:
    of = offering()
    chart = geometry(of)
    number = len(of.steps)
    assert chart.placement.spots[f"step_{number}"].row == chart.placement.spots["step_2"].row
    boxes = [each for each in drawn(of).iter(f"{SVG}rect") if each.get("class") == "chart-box chart-box-offer"]
    assert [each.get("stroke-dasharray") for each in boxes] == ["6 4", "3 2"]
    english = chart_svg(of, language="en", title="t")
    assert "Optional beside 2, any number of times" in english


def test_a_standard_without_offers_is_drawn_as_before() -> None:
    assert "chart-box-offer" not in chart_svg(filing(), language="en", title="t")


def test_a_joint_review_says_how_many_desks_sit_in_it() -> None:
    svg = chart_svg(licence().standard, language="en", title="Chart", open_steps=["joint"])
    assert "3 desks side by side" in svg
    said = ET.fromstring(svg).find(f"{SVG}desc")  # noqa: S314
    assert said is not None
    assert "Open now: name." in (said.text or "")


def test_a_step_that_stands_on_offer_is_not_said_to_be_in_progress() -> None:
    law = rules(
        Regime.SERVICE,
        an_open_step("desk", "review", "IN_PROGRESS", an_act("done", "end")),
        withdrawal(),
        end("COMPLETED"),
    )
    root = ET.fromstring(chart_svg(law.standard, language="en", title="t", open_steps=["desk", "mend"]))  # noqa: S314
    states = {each.get("data-step"): each.get("class") for each in root.iter(f"{SVG}g") if each.get("data-step")}
    assert (states["desk"], states["mend"]) == ("chart-step chart-open", "chart-step chart-offered")
    assert "At any time" in "".join(root.itertext())
