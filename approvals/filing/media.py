"""What a file is, by its bytes: its name and what the browser says of it are not asked.

PDF, JPEG, PNG, OFD (GB/T 33190) and DOCX are known. The last two are ZIP containers: told apart by their members, and
unpacked once, into nothing, to see that they can be and how large they are.
"""

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final
from unicodedata import category

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
OFD: Final = "application/ofd"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

NAMES: Final[dict[str, str]] = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG", OFD: "OFD", DOCX: "DOCX"}
"""Every kind that can be kept, and what people call it."""

MEGABYTE: Final = 1024 * 1024
UNPACKED: Final = 200 * MEGABYTE
"""What a container may unpack to, in bytes."""

MOST_MEMBERS: Final = 5_000
LONGEST_NAME: Final = 120

_HEAD: Final = 4096
_PIECE: Final = 256 * 1024
_SHAPES: Final[dict[str, Callable[[bytes], bool]]] = {
    PDF: lambda data: data.startswith(b"%PDF-"),
    JPEG: lambda data: data.startswith(b"\xff\xd8\xff"),
    PNG: lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
}
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!")
_ZIP: Final = b"PK\x03\x04"
_BROKEN: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError),
    *(RuntimeError, NotImplementedError, ValueError, OverflowError, IndexError, KeyError),
)
# zipfile raises RuntimeError for a password, NotImplementedError for an unknown way to pack, and the others for what
# nobody packed. MemoryError and the like are not the file's fault and go on.


@dataclass(frozen=True, slots=True)
class Found:
    """What the bytes are: a media type that can be kept, or None and what people call it; ``sound`` for containers."""

    media: str | None
    kind: str | Promise
    sound: bool = True


def look_at(data: bytes) -> Found:
    """Tell what the bytes are; never raises for what is in them."""
    for media, fits in _SHAPES.items():
        if fits(data):
            return Found(media, NAMES[media])
    if data.startswith(_ZIP):
        return _container(data)
    return Found(None, _strange(data))


def clean_name(name: str, media: str) -> str:
    """A file name as it is kept: no folders, nothing invisible, 120 characters at most, the ending where there is one."""
    last = PurePosixPath(PureWindowsPath(name.replace("\x00", "")).name).name
    shown = "".join(each for each in last if not category(each).startswith("C")).strip(" .")
    if not shown:
        return f"{NAMES[media].lower()}.{NAMES[media].lower()}"
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) >= LONGEST_NAME // 4:
        return shown[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _container(data: bytes) -> Found:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            media = _container_media({member.filename for member in archive.infolist()})
            return Found(media, NAMES[media] if media else _("a ZIP archive"), sound=_unpacks(archive))
    except _BROKEN:
        return Found(None, _("a damaged ZIP archive"), sound=False)


def _container_media(members: set[str]) -> str | None:
    if "OFD.xml" in members:
        return OFD
    # A document with macros is another kind, whatever it calls itself.
    if {"[Content_Types].xml", "word/document.xml"} <= members and "word/vbaProject.bin" not in members:
        return DOCX
    return None


def _unpacks(archive: zipfile.ZipFile) -> bool:
    """Whether every member stays in its folder and unpacks, to no more than is allowed in all."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or not all(_stays_inside(member.filename) for member in members):
        return False
    if sum(member.file_size for member in members) > UNPACKED:
        return False
    left = UNPACKED
    # What a member says of its own size may be a lie, so it is unpacked piece by piece and counted.
    for member in members:
        with archive.open(member) as opened:
            while piece := opened.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    return False
    return True


def _stays_inside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return bool(name) and not name.startswith(("/", "\\")) and ".." not in parts and ":" not in parts[0]


def _strange(data: bytes) -> str | Promise:
    """What people call something that cannot be kept: by its usual ending, where one is known."""
    if data.startswith(_PROGRAMS):
        return _("a program")
    try:
        found = puremagic.magic_string(data[:_HEAD])
    except (puremagic.PureError, ValueError):
        found = []
    endings = [match.extension for match in sorted(found, key=lambda match: -len(match.byte_match)) if match.extension]
    return endings[0].lstrip(".").upper() if endings else _("of an unknown kind")
