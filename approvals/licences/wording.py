"""How a business licence words what it says (细则 23; domain.md §2.5). Pure; licences are written in Chinese."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import override

from enterprises.registration.enums import EntityType

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_FEN_OF_YUAN = 100
_FEN_OF_TEN_THOUSAND_YUAN = Decimal(1_000_000)

_ORDINARY = "一般项目：{items}（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"
_PERMITTED = "许可项目：{items}（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）"


def scope_text(items: Sequence[str], permitted: Sequence[str]) -> str:
    """The business scope as printed: ordinary items, then those that need a permit (细则 12)."""
    ordinary = [item for item in items if item not in permitted]
    needing = [item for item in items if item in permitted]
    parts = ((_ORDINARY, ordinary), (_PERMITTED, needing))
    return "".join(text.format(items="；".join(listed)) + "。" for text, listed in parts if listed)


def capital_in_fen(ten_thousand_yuan: str) -> int:
    """Registered capital in 分, from 万元 as the form has it. Raise ValueError for less than a whole 分."""
    fen = Decimal(ten_thousand_yuan) * _FEN_OF_TEN_THOUSAND_YUAN
    if fen != fen.to_integral_value():
        raise ValueError(f"{ten_thousand_yuan} 万元 is no whole number of 分.")
    return int(fen)


def capital_text(fen: int) -> str:
    """An amount in capital numerals: 500000000 分 is 伍佰万元整."""
    yuan, rest = divmod(fen, _FEN_OF_YUAN)
    tenth, hundredth = divmod(rest, 10)
    whole = f"{_whole(yuan)}元"
    if not rest:
        return whole + "整"
    return whole + (f"{_DIGITS[tenth]}角" if tenth else "零") + (f"{_DIGITS[hundredth]}分" if hundredth else "")


def term_text(begins: date, ends: date | None) -> str:
    """The business term: from a day to a day, or without end."""
    return f"{day_text(begins)}至{day_text(ends)}" if ends else "长期"


def day_text(day: date) -> str:
    """A day as licences write it."""
    return f"{day.year}年{day.month:02d}月{day.day:02d}日"


def type_text(code: str) -> str:
    """The name of an enterprise type, in Chinese whatever the reader's language is."""
    with override("zh-hans"):
        return str(EntityType(code).label)


def _whole(number: int) -> str:
    if not number:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        gap = said and (group < 1000 or groups[place + 1] == 0)  # noqa: PLR2004 - a thousand fills its group
        said += ("零" if gap else "") + _group(group) + _GROUPS[place]
    return said


def _group(number: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return said
