"""How much of a personal value a list may show (个保法 28; domain.md §9.3)."""

_STARS = "**"
_PHONE_LENGTH = 11
_ID_LENGTH = 18


def mask_name(name: str) -> str:
    """张三丰 as 张**: the number of stars says nothing about the name; a name of one character is not shown."""
    name = name.strip()
    return name[:1] + _STARS if len(name) > 1 else _STARS * bool(name)


def mask_id(number: str) -> str:
    """330303198501029011 as 330303********9011; of any other number less is shown."""
    return _between(number, 6, 4) if len(number) == _ID_LENGTH else _mostly_hidden(number)


def mask_phone(number: str) -> str:
    """13812341234 as 138****1234; of a shorter number less is shown."""
    return _between(number, 3, 4) if len(number) >= _PHONE_LENGTH else _mostly_hidden(number)


def _mostly_hidden(number: str) -> str:
    quarter = len(number) // 4
    return _between(number, quarter, quarter)


def _between(text: str, head: int, tail: int) -> str:
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]
