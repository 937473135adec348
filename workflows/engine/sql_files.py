"""The engine's SQL, kept as files so that it can be read and highlighted as what it is."""

from pathlib import Path

FOLDER = Path(__file__).parent / "sql"


def statement(name: str) -> str:
    """The text of ``sql/<name>.sql``."""
    return (FOLDER / f"{name}.sql").read_text()
