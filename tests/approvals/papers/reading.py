"""What stands in a PDF file, read in Python alone."""

import re
from io import BytesIO
from typing import Any

import pikepdf


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def text_of(data: bytes) -> str:
    """The text of the pages in the order it was set, without any space."""
    with opened(data) as pdf:
        return re.sub(r"\s", "", "".join(_page_text(page) for page in pdf.pages))


def fonts_of(pdf: pikepdf.Pdf) -> list[Any]:
    """Every font of the pages, as its descendant with the descriptor."""
    fonts = {}
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            fonts[font.objgen] = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return list(fonts.values())


def _page_text(page: pikepdf.Page) -> str:
    maps = {name: _to_unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    current: dict[str, str] = {}
    said = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        operator = instruction.operator
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part).hex()
                    said += [current.get(codes[at : at + 4], "") for at in range(0, len(codes), 4)]
    return "".join(said)


def _to_unicode(font: Any) -> dict[str, str]:
    """The characters a font's codes stand for."""
    table = bytes(font.ToUnicode.read_bytes()).decode("ascii", "replace")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", table)
    return {code.lower(): bytes.fromhex(value).decode("utf-16-be") for code, value in pairs}
