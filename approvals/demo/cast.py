"""Who and what there is in the demonstration (domain.md §7.2, §10.0): all of it made up, codes with right check digits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from workflows.organisation.enums import PostRole

SINCE: Final = date(2026, 1, 5)
"""The first day of everything."""


@dataclass(frozen=True, slots=True)
class AreaSeed:
    """One district: its organ, and the code under which it acts for itself or for the organ that entrusts it."""

    code: str
    name: str
    name_en: str
    gb2260: str
    organ: str
    organ_en: str
    short_name: str
    uscc: str
    issuer: str = ""
    """The code of the area whose organ entrusts this one (许可法 24); empty when it acts in its own name."""


AREAS: Final = (
    AreaSeed(
        "LW", "龙湾区", "Longwan", "330303", "龙湾区市场监督管理局", "Longwan Administration for Market Regulation",
        "温龙市监", "11330303MB1LW0014C",
    ),
    AreaSeed(
        "OH", "瓯海区", "Ouhai", "330304", "瓯海区市场监督管理局", "Ouhai Administration for Market Regulation",
        "温瓯市监", "11330304MB1QH00254",
    ),
    AreaSeed(
        "RA", "瑞安市", "Rui'an", "330381", "瑞安市市场监督管理局", "Rui'an Administration for Market Regulation",
        "瑞市监", "11330381MB1RA00365",
    ),
    AreaSeed(
        "YQ", "乐清市", "Yueqing", "330382", "乐清市市场监督管理局", "Yueqing Administration for Market Regulation",
        "乐市监", "11330382MB1YQ00484",
    ),
    AreaSeed(
        "ZN", "浙南产业集聚区（温州经开区）", "Zhenan Zone", "330303", "温州经济技术开发区管理委员会",
        "Wenzhou Economic and Technological Development Zone", "温经开", "11330303MB1JK00017", issuer="LW",
    ),
    AreaSeed(
        "GJ", "温州高教园区", "Higher Education Park", "330304", "温州高教园区管理委员会",
        "Wenzhou Higher Education Park", "温高教", "11330304MB1GJ00068", issuer="OH",
    ),
)  # fmt: skip
CITY: Final = AreaSeed(
    "WZ", "温州市", "Wenzhou", "330300", "温州市市场监督管理局", "Wenzhou Administration for Market Regulation",
    "温市监", "11330300MB1WN0058P",
)  # fmt: skip
"""The city's bureau registers companies limited by shares (细则 4); it has no desk in the corridor."""

DESKS: Final[Mapping[str, tuple[str, str]]] = {
    "WINDOW": ("综合窗口", "General window"),
    "REGISTRY": ("登记岗", "Registration desk"),
    "ARCHIVE": ("档案岗", "Archive desk"),
    "TASKS": ("联办岗", "Joint task desk"),
    "SUPERVISION": ("督查岗", "Supervision desk"),
}


@dataclass(frozen=True, slots=True)
class ClerkSeed:
    """A kind of clerk every district has: where, as what, and the posts' part of the user name."""

    key: str
    title: str
    desk: str
    roles: tuple[PostRole, ...]


CLERKS: Final = (
    ClerkSeed("receiver", "收件员", "WINDOW", (PostRole.RECEIVER,)),
    ClerkSeed("reviewer", "审查员甲", "REGISTRY", (PostRole.REVIEWER,)),
    ClerkSeed("reviewer2", "审查员乙", "REGISTRY", (PostRole.REVIEWER,)),
    ClerkSeed("approver", "核准人", "REGISTRY", (PostRole.APPROVER,)),
    ClerkSeed("issuer", "发证员", "WINDOW", (PostRole.ISSUER,)),
    ClerkSeed("archivist", "档案员", "ARCHIVE", (PostRole.ARCHIVIST,)),
    ClerkSeed("tasks", "联办专员", "TASKS", (PostRole.TASK_CLERK,)),
    ClerkSeed("supervisor", "督查员", "SUPERVISION", (PostRole.SUPERVISOR,)),
)

CORRIDOR: Final[Mapping[str, tuple[str, PostRole]]] = {
    "keeper.a": ("标准管理员甲", PostRole.STANDARD_KEEPER),
    "keeper.b": ("标准管理员乙", PostRole.STANDARD_KEEPER),
    "supervisor": ("走廊督查员", PostRole.SUPERVISOR),
    "leading": ("领导小组", PostRole.LEADING_GROUP),
    "admin.system": ("系统管理员", PostRole.SYSTEM_ADMIN),
    "admin.security": ("安全管理员", PostRole.SECURITY_ADMIN),
    "admin.audit": ("审计管理员", PostRole.AUDIT_ADMIN),
}


@dataclass(frozen=True, slots=True)
class EnterpriseSeed:
    """An enterprise as it is registered when the story begins; ``capital`` in 万元, ``area`` where its address lies."""

    key: str
    uscc: str
    name: str
    entity_type: str
    industry: str
    capital: int
    area: str
    authority: str
    street: str
    road: str
    number: str
    legal_representative: str
    status: str = "IN_BUSINESS"


ENTERPRISES: Final = (
    EnterpriseSeed(
        "e1", "91330304MAE1YH662B", "温州睿视智能装备有限公司", "1130", "3491", 800, "OH", "OH",
        "茶山街道", "高教路", "18号", "章睿",
    ),
    EnterpriseSeed(
        "e2", "91330303MAE1LW8819", "温州市龙湾康瞳医疗科技有限公司", "1151", "3587", 300, "LW", "LW",
        "永中街道", "罗东大街", "206号", "康瞳",
    ),
    EnterpriseSeed(
        "e3", "91330381MAE1RA219C", "瑞安市恒阀智控有限公司", "1130", "3443", 1200, "RA", "RA",
        "塘下镇", "广场路", "77号", "阀恒",
    ),
    EnterpriseSeed(
        "e4", "91330382MAE1YQ3251", "乐清市低压电器有限公司", "1130", "3823", 2000, "YQ", "YQ",
        "柳市镇", "新光大道", "1008号", "电器乐",
    ),
    EnterpriseSeed(
        "e5", "91330300MAE2JK301B", "温州走廊科创股份有限公司", "1222", "7320", 5000, "OH", "WZ",
        "南白象街道", "南湖路", "66号", "科创",
    ),
    EnterpriseSeed(
        "e6", "91330304MAE1NM720M", "温州慢山商贸有限公司", "1130", "5219", 100, "OH", "OH",
        "梧田街道", "塘西路", "3号", "山慢", status="LICENCE_REVOKED",
    ),
)  # fmt: skip

FOUNDER: Final = ("founder", "章晓")
AGENT: Final = ("agent", "代办员")
