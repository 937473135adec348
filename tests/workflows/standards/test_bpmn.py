import re
from xml.etree import ElementTree as ET

import pytest

from tests.workflows.standards.drawn import END, act, filing, relocation, standard, step, tangle
from workflows.standards.bpmn import bpmn_xml
from workflows.standards.expressions import holds
from workflows.standards.schema import Standard

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PICTURE = "{http://www.omg.org/spec/BPMN/20100524/DI}"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
NODES = {
    f"{MODEL}{name}"
    for name in ["startEvent", "endEvent", "userTask", "serviceTask", "exclusiveGateway", "parallelGateway"]
}
ALL = [filing(), relocation(), *(tangle(seed, 4 + 2 * seed) for seed in range(18))]


def document(of: Standard, language: str = "zh-Hans") -> ET.Element:
    return ET.fromstring(bpmn_xml(of, language=language))  # noqa: S314


def nodes(root: ET.Element) -> dict[str, ET.Element]:
    return {element.attrib["id"]: element for element in root.iter() if element.tag in NODES}


def shape(root: ET.Element, of: str) -> tuple[float, float, float, float]:
    found = next(s for s in root.iter(f"{PICTURE}BPMNShape") if s.get("bpmnElement") == of)
    bounds = found.find(BOUNDS)
    assert bounds is not None
    x, y, width, height = (float(bounds.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


@pytest.mark.parametrize("of", ALL, ids=lambda of: f"{of.key}-{len(of.steps)}")
def test_every_id_is_unique_and_every_reference_resolves(of: Standard) -> None:
    root = document(of)
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        for name in ("sourceRef", "targetRef", "processRef", "bpmnElement"):
            assert element.get(name) in {None, *ids}
        if element.tag in {f"{MODEL}incoming", f"{MODEL}outgoing", f"{MODEL}flowNodeRef"}:
            assert element.text in ids
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", found) for found in ids), "ids are XML names"


@pytest.mark.parametrize("of", ALL, ids=lambda of: f"{of.key}-{len(of.steps)}")
def test_every_node_has_a_shape_in_its_lane_and_every_flow_an_edge(of: Standard) -> None:
    root = document(of)
    in_lane = {ref.text: lane.attrib["id"] for lane in root.iter(f"{MODEL}lane") for ref in lane}
    assert set(in_lane) == set(nodes(root))
    for name, lane in in_lane.items():
        left, top, right, bottom = shape(root, str(name))
        lane_left, lane_top, lane_right, lane_bottom = shape(root, lane)
        assert lane_left <= left < right <= lane_right
        assert lane_top <= top < bottom <= lane_bottom
    flows = [flow.attrib["id"] for flow in root.iter(f"{MODEL}sequenceFlow")]
    edges = [edge.get("bpmnElement") for edge in root.iter(f"{PICTURE}BPMNEdge")]
    assert sorted(flows) == sorted(filter(None, edges))


@pytest.mark.parametrize("of", ALL, ids=lambda of: f"{of.key}-{len(of.steps)}")
def test_edges_begin_and_end_at_the_border_of_what_they_join(of: Standard) -> None:
    root = document(of)
    flows = {flow.attrib["id"]: flow for flow in root.iter(f"{MODEL}sequenceFlow")}
    for edge in root.iter(f"{PICTURE}BPMNEdge"):
        points = [(float(p.attrib["x"]), float(p.attrib["y"])) for p in edge.iter(WAYPOINT)]
        flow = flows[edge.attrib["bpmnElement"]]
        assert len(points) >= 2
        for (x, y), end in ((points[0], "sourceRef"), (points[-1], "targetRef")):
            left, top, right, bottom = shape(root, flow.attrib[end])
            assert left <= x <= right
            assert top <= y <= bottom
            assert x in {left, right} or y in {top, bottom}


@pytest.mark.parametrize("of", ALL, ids=lambda of: f"{of.key}-{len(of.steps)}")
def test_nodes_list_exactly_the_flows_that_touch_them(of: Standard) -> None:
    root = document(of)
    flows = list(root.iter(f"{MODEL}sequenceFlow"))
    for name, node in nodes(root).items():
        assert [e.text for e in node.iter(f"{MODEL}incoming")] == [
            f.get("id") for f in flows if f.get("targetRef") == name
        ]
        assert [e.text for e in node.iter(f"{MODEL}outgoing")] == [
            f.get("id") for f in flows if f.get("sourceRef") == name
        ]


def test_elements_stand_in_the_order_of_the_schema() -> None:
    root = document(relocation())
    assert [child.tag.split("}")[1] for child in root] == ["collaboration", "process", "BPMNDiagram"]
    process = root.find(f"{MODEL}process")
    assert process is not None
    assert process[0].tag == f"{MODEL}laneSet"
    for node in nodes(root).values():
        order = [child.tag.split("}")[1] for child in node]
        assert order == sorted(order, key=["documentation", "incoming", "outgoing"].index)


def test_forks_and_joins_are_parallel_gateways_and_choices_exclusive_ones() -> None:
    kinds = [element.tag.split("}")[1] for element in nodes(document(relocation())).values()]
    assert kinds.count("parallelGateway") == 2
    assert kinds.count("exclusiveGateway") == 8
    assert kinds.count("startEvent") == 1
    assert kinds.count("serviceTask") == 2


def test_names_are_in_the_language_asked_for() -> None:
    chinese, english = (document(relocation(), language) for language in ("zh-Hans", "en"))
    assert "收件" in [node.get("name") for node in nodes(chinese).values()]
    assert "receipt" in [node.get("name") for node in nodes(english).values()]
    assert [pool.get("name") for pool in english.iter(f"{MODEL}participant")] == ["Relocation"]


def test_exactly_one_condition_of_a_choice_holds() -> None:
    routes = [{"to": ["b"], "when": "form.x > 10"}, {"to": ["c"], "when": "form.x > 1"}, {"to": ["end"]}]
    of = standard(
        step("a", "home", act("go", routes=routes), act("stop", "end")),
        step("b", "home", act("go", "end")),
        step("c", "home", act("go", "end")),
        END,
    )
    root = document(of)
    flows = [flow for flow in root.iter(f"{MODEL}sequenceFlow") if flow.find(f"{MODEL}conditionExpression") is not None]
    taken = {}
    for x, name in ((20, "go"), (5, "go"), (0, "go"), (20, "stop")):
        data = {"form": {"x": x}, "facts": {}, "materials": {}, "case": {"act": {"name": name}}}
        [flow] = [f for f in flows if holds(str(f.findtext(f"{MODEL}conditionExpression")), data)]
        taken[x, name] = flow.attrib["targetRef"].partition("_")[2]
    assert taken == {(20, "go"): "step_2", (5, "go"): "step_3", (0, "go"): "step_4", (20, "stop"): "step_4"}


def test_two_documents_share_no_id() -> None:
    one, other = ({e.get("id") for e in document(of).iter() if e.get("id")} for of in (filing(), relocation()))
    assert not one & other


def test_a_shared_step_and_a_wait_are_the_tasks_bpmn_has_for_them() -> None:
    seats = [{"party": "home"}, {"party": "origin"}]
    root = document(
        standard(
            step("a", "home", act("agree", routes=[]), act("passed", "b"), act("failed", "a"))
            | {"type": "joint_review@1", "settings": {"seats": seats}},
            step("b", "system", act("reached", "end")) | {"type": "wait@1", "limit": {"days": 3}},
            END,
        )
    )
    (shared,) = root.iter(f"{MODEL}userTask")
    several = shared.find(f"{MODEL}multiInstanceLoopCharacteristics")
    assert several is not None
    assert several.attrib == {"isSequential": "false"}
    assert [child.text for child in several] == ["2"]
    (wait,) = root.iter(f"{MODEL}receiveTask")
    assert wait.find(f"{MODEL}documentation") is not None
