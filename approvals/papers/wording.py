"""How papers write dates, limits, articles and addresses, in Chinese. Papers are documents of Chinese law."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from workflows.clock.enums import Unit
from workflows.standards.schema import Basis, Limit

_DIGITS: Final = "零一二三四五六七八九"
_ARTICLE: Final = re.compile(r"^(\d{1,3})(?:[（(]([一二三四五六七八九十]+)[)）])?$")
_RANGE: Final = re.compile(r"^(\d{1,3})[–—-](\d{1,3})$")


def day_of(instant: datetime) -> str:
    """The day of an instant by the clock on the wall: 2026年3月2日."""
    return day(timezone.localtime(instant).date())


def day(value: date) -> str:
    """A day as papers write it (GB/T 9704: Arabic figures, no leading noughts)."""
    return f"{value.year}年{value.month}月{value.day}日"


def due_day(instant: datetime) -> str:
    """The last day of a limit that ends at 24:00, which is the next day's midnight."""
    local = timezone.localtime(instant)
    return day(local.date() if local.time() > local.min.time() else date.fromordinal(local.toordinal() - 1))


def minute_of(instant: datetime) -> str:
    """An instant to the minute: 2026年3月2日10时05分."""
    return f"{day_of(instant)}{timezone.localtime(instant):%H时%M分}"


def written_day(value: object) -> str:
    """A day of a form (2026-03-02) as papers write it; anything else as it stands."""
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def limit_text(limit: Limit | None) -> str:
    """A length of time: 当日办结, 3个工作日, 30日; – for none."""
    if limit is None:
        return "–"
    if limit.days < 1:
        return "当日办结"
    days = f"{Decimal(limit.days).normalize():f}"
    return f"{days}个工作日" if limit.unit == Unit.WORKING else f"{days}日"


def clause(basis: Iterable[Basis]) -> str:
    """The articles a rule rests on: 《市场主体登记管理条例》第十七条、第四十条."""
    return "，".join(f"《{each.law}》{_articles(each.article)}" for each in basis)


def _articles(text: str) -> str:
    return "、".join(_article(part.strip()) for part in text.replace("，", ",").replace("、", ",").split(","))


def _article(part: str) -> str:
    if found := _ARTICLE.match(part):
        item = f"第{found[2]}项" if found[2] else ""
        return f"第{numeral(int(found[1]))}条{item}"
    if found := _RANGE.match(part):
        return f"第{numeral(int(found[1]))}条至第{numeral(int(found[2]))}条"
    return part


def numeral(number: int) -> str:
    """A number from 1 to 999 in Chinese, as the law numbers its articles: 第一百零三条."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def address_text(address: Mapping[str, Any], area: str) -> str:
    """An address of a form in one line; ``area`` is the name of its district."""
    return area + "".join(str(address.get(part) or "") for part in ("street", "road", "number", "building", "room"))
