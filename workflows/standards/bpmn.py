"""A standard as a BPMN 2.0 document: a lane for everybody who acts, gateways with conditions, and the picture.

For exchange with other tools, not for execution there: phases, grounds, clocks and joins that ask who may still arrive
have no counterpart in BPMN.
"""

import json
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from django.utils.translation import override

from workflows.standards.canonical import digest
from workflows.standards.chart_boxes import Reader, limit_words, offer_words, party_title, ways_words
from workflows.standards.placing import Lane, Placement, place
from workflows.standards.plan import Link, Node, NodeKind, Plan, Way, is_automatic
from workflows.standards.registry import registry
from workflows.standards.routing import Drawing, Side, Size, Wire, draw, runs_straight, side_of
from workflows.standards.schema import Standard, Step
from workflows.standards.twin import twin_of

NAMESPACES = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
EXPRESSIONS = "https://cel.dev"
"""Names the language of the conditions."""

HEAD = 40
SIZES = {
    NodeKind.START: Size(36, 36),
    NodeKind.END: Size(36, 36),
    NodeKind.STEP: Size(140, 80),
    NodeKind.CHOICE: Size(50, 50),
    NodeKind.FORK: Size(50, 50),
    NodeKind.JOIN: Size(50, 50),
}
ELEMENTS = {
    NodeKind.START: "bpmn:startEvent",
    NodeKind.END: "bpmn:endEvent",
    NodeKind.CHOICE: "bpmn:exclusiveGateway",
    NodeKind.FORK: "bpmn:parallelGateway",
    NodeKind.JOIN: "bpmn:parallelGateway",
}


def bpmn_xml(standard: Standard, *, language: str) -> str:
    """The BPMN 2.0 document of a standard, with names in ``language``."""
    with override("zh-hans" if language.lower().startswith("zh") else language):
        root = _Document(standard, Reader(language, standard.desk_names(language), lambda _key: None)).root()
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


class _Document:
    """Writes one document; every id begins with the digest, so two documents can be kept in one tool."""

    def __init__(self, standard: Standard, reader: Reader) -> None:
        self.standard, self.reader = standard, reader
        twin = twin_of(standard)
        self.plan: Plan = twin.plan
        links = [(link.source, link.target) for link in self.plan.links]
        self.placement: Placement = place(standard, twin, shown=lambda _node: True, links=links)
        self.wires = [self._wire(link) for link in self.plan.links]
        sizes = {node.name: SIZES[node.kind] for node in self.plan.nodes}
        self.drawing: Drawing = draw(self.placement, sizes, self.wires, HEAD)
        self.prefix = f"S{digest(standard)[:12]}"

    def root(self) -> ET.Element:
        """The whole document."""
        root = ET.Element("bpmn:definitions", NAMESPACES)
        root.attrib |= {"id": self._id("definitions"), "targetNamespace": f"urn:tongban:standard:{self.standard.key}"}
        collaboration = ET.SubElement(root, "bpmn:collaboration", {"id": self._id("collaboration")})
        title = self.reader.said(self.standard.title)
        pool = {"id": self._id("pool"), "name": title, "processRef": self._id("process")}
        ET.SubElement(collaboration, "bpmn:participant", pool)
        process = {"id": self._id("process"), "name": title, "isExecutable": "false"}
        self._write_process(ET.SubElement(root, "bpmn:process", process))
        self._write_picture(ET.SubElement(root, "bpmndi:BPMNDiagram", {"id": self._id("diagram")}))
        return root

    def _id(self, name: str) -> str:
        return f"{self.prefix}_{name}"

    def _flow_id(self, place_: int) -> str:
        return self._id(f"flow_{place_}")

    def _wire(self, link: Link) -> Wire:
        node = self.plan.by_name[link.source]
        back = self.placement.spots[link.target].row <= self.placement.spots[link.source].row
        straight = runs_straight(self.placement, link.source, link.target)
        if straight or (not back and (len(self.plan.out[link.source]) == 1 or node.kind is NodeKind.FORK)):
            return Wire(link.source, link.target, Side.BOTTOM)
        side = side_of(self.placement, link.source, link.target)
        return Wire(link.source, link.target, side, SIZES[node.kind].height // 2, back)

    # -- what there is ---------------------------------------------------------------------------------------------

    def _write_process(self, process: ET.Element) -> None:
        lanes = ET.SubElement(process, "bpmn:laneSet", {"id": self._id("lanes")})
        for place_, lane in enumerate(self.placement.lanes):
            written = ET.SubElement(
                lanes, "bpmn:lane", {"id": self._id(f"lane_{place_}"), "name": self._lane_name(lane)}
            )
            for node in self.plan.nodes:
                if self.placement.spots[node.name].lane == place_:
                    ET.SubElement(written, "bpmn:flowNodeRef").text = self._id(node.name)
        for node in self.plan.nodes:
            self._write_node(process, node)
        for place_, link in enumerate(self.plan.links):
            self._write_flow(process, place_, link)
        for name, anchors in self.plan.beside.items():
            for anchor in anchors:
                ends = {"sourceRef": self._id(anchor), "targetRef": self._id(name)}
                said = {"id": self._id(f"offer_{anchor}_{name}"), "associationDirection": "One"}
                ET.SubElement(process, "bpmn:association", said | ends)

    def _lane_name(self, lane: Lane) -> str:
        title = party_title(lane, self.reader)
        return f"{title} · {self.reader.desk(lane.desk)}" if lane.desk else title

    def _write_node(self, process: ET.Element, node: Node) -> None:
        element = ELEMENTS.get(node.kind) or _element_of(node.step)
        written = ET.SubElement(process, element, {"id": self._id(node.name)})
        if node.kind is NodeKind.STEP:
            written.set("name", self.reader.said(node.step.title))
            if node.step.limit:
                ET.SubElement(written, "bpmn:documentation").text = limit_words(node.step.limit)
            if node.step.offer:
                ET.SubElement(written, "bpmn:documentation").text = offer_words(self.plan, node, self.reader)
        for place_, link in enumerate(self.plan.links):
            if link.target == node.name:
                ET.SubElement(written, "bpmn:incoming").text = self._flow_id(place_)
        for place_, link in enumerate(self.plan.links):
            if link.source == node.name:
                ET.SubElement(written, "bpmn:outgoing").text = self._flow_id(place_)
        self._write_seats(written, node)

    def _write_seats(self, written: ET.Element, node: Node) -> None:
        if node.kind is NodeKind.STEP and (seats := registry.seats_of(node.step)):
            several = ET.SubElement(written, "bpmn:multiInstanceLoopCharacteristics", {"isSequential": "false"})
            formal = {"xsi:type": "bpmn:tFormalExpression"}
            ET.SubElement(several, "bpmn:loopCardinality", formal).text = str(len(seats))

    def _write_flow(self, process: ET.Element, place_: int, link: Link) -> None:
        ends = {"sourceRef": self._id(link.source), "targetRef": self._id(link.target)}
        flow = ET.SubElement(process, "bpmn:sequenceFlow", {"id": self._flow_id(place_), **ends})
        if link.ways:
            flow.set("name", ways_words(link.ways, self.reader))
        if self.plan.by_name[link.source].kind is NodeKind.CHOICE:
            said = {"xsi:type": "bpmn:tFormalExpression", "language": EXPRESSIONS}
            ET.SubElement(flow, "bpmn:conditionExpression", said).text = condition(link.ways)

    # -- where it stands -------------------------------------------------------------------------------------------

    def _write_picture(self, diagram: ET.Element) -> None:
        plane = ET.SubElement(
            diagram, "bpmndi:BPMNPlane", {"id": self._id("plane"), "bpmnElement": self._id("collaboration")}
        )
        width, height = max(self.drawing.width, SIZES[NodeKind.STEP].width), self.drawing.height
        self._write_shape(plane, "pool", (0, 0, width, height), isHorizontal="false")
        for place_, (left, right) in enumerate(self.drawing.lanes):
            self._write_shape(
                plane, f"lane_{place_}", (left, HEAD // 2, right - left, height - HEAD // 2), isHorizontal="false"
            )
        for node in self.plan.nodes:
            x, y = self.drawing.boxes[node.name]
            size = SIZES[node.kind]
            marker = {"isMarkerVisible": "true"} if node.kind is NodeKind.CHOICE else {}
            self._write_shape(plane, node.name, (x, y, size.width, size.height), **marker)
        for place_, points in enumerate(self.drawing.lines):
            edge = {"id": self._id(f"flow_{place_}_edge"), "bpmnElement": self._flow_id(place_)}
            written = ET.SubElement(plane, "bpmndi:BPMNEdge", edge)
            for x, y in points:
                ET.SubElement(written, "di:waypoint", {"x": str(x), "y": str(y)})

    def _write_shape(self, plane: ET.Element, name: str, bounds: Iterable[int], **said: str) -> None:
        shape = {"id": self._id(f"{name}_shape"), "bpmnElement": self._id(name), **said}
        written = ET.SubElement(plane, "bpmndi:BPMNShape", shape)
        ET.SubElement(written, "dc:Bounds", dict(zip(("x", "y", "width", "height"), map(str, bounds), strict=True)))


def _element_of(step: Step) -> str:
    """What kind of task a step is: the engine's, a message that is waited for, or somebody's."""
    if is_automatic(step):
        return "bpmn:serviceTask"
    return "bpmn:receiveTask" if step.type.startswith("wait@") else "bpmn:userTask"


def condition(ways: Iterable[Way]) -> str:
    """When one of these ways is taken: its act is done, its condition holds, and none before it does."""
    return " || ".join(_taken(way) for way in ways)


def _taken(way: Way) -> str:
    terms = [f"case.act.name == {json.dumps(way.act.name, ensure_ascii=False)}"]
    for route in way.act.routes:
        if route is way.route:
            break
        terms.append(f"!({route.when})" if route.when else "false")
    if way.route.when:
        terms.append(f"({way.route.when})")
    return "(" + " && ".join(terms) + ")"
