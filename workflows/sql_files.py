"""The kernel's SQL, kept as files in the room it belongs to, so that it can be read and highlighted as what it is."""

from pathlib import Path


def statement(room: str, name: str) -> str:
    """The text of ``<room>/sql/<name>.sql``; raises FileNotFoundError for none."""
    return (Path(__file__).parent / room / "sql" / f"{name}.sql").read_text()
