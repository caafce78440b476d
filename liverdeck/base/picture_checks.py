"""Find what is wrong with a picture: too many pixels, or links to other files.

A small file can contain a picture that needs gigabytes of memory to be shown. So the
size in pixels is read from the file's header, and the picture itself is not decoded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.media_files import PICTURE_TYPES
from liverdeck.base.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST_PIXELS = 40_000_000
"""A picture with more pixels than this is refused. A pixel takes four bytes of memory.

A photograph of 8000 by 5000 pixels is still accepted.
"""
_HEADER_BYTES = 64
"""Within this many first bytes is the size of any picture except JPEG and SVG."""
_LOWEST_14_BITS = 0x3FFF
_START_OF_JPEG = b"\xff\xd8"
_START_OF_SEGMENT = 0xFF
"""The first byte of a segment of a JPEG."""
_JPEG_SIZE_END = 9
"""The size of a JPEG ends this many bytes after the start of a segment."""
_START_OF_GZIP = b"\x1f\x8b"

_Fault = tuple[str, str]
"""The description of a fault, and its fix."""


def picture_fault(path: Path) -> _Fault | None:
    """Return what is wrong with a picture, and the fix. None if nothing is wrong.

    If the size of a picture cannot be read, the picture counts as right. Raises OSError
    if the file cannot be read.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
        is_svg = path.suffix.lower() == ".svg" or header.lstrip()[:1] == b"<"
        if is_svg or header.startswith(_START_OF_JPEG):
            header += file.read()
    if is_svg:
        return _svg_fault(header)
    size = _size_in(header)
    if size is None:
        return None
    return _size_fault(*size)


def _size_fault(width: int, height: int) -> _Fault | None:
    if width * height > MOST_PIXELS:
        limit = f"{MOST_PIXELS // 1_000_000} million"
        return f"has {width} x {height} pixels, more than {limit}", "make it smaller"
    return None


def _svg_size_fault(text: str) -> _Fault | None:
    """Return what is wrong if an SVG is too large, or draws too much."""
    from liverdeck.base.svg_size import SvgSize  # few decks have an SVG

    size = SvgSize(text)
    if size.draws_too_much:
        fix = "draw the parts themselves, or save it as a PNG file"
        return "draws its parts too often, with <use> inside of <use>", fix
    return _size_fault(*size.pixels)


def _size_in(header: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels; None if the header does not have them."""
    for start, read_size in _SIZE_READERS.items():
        if header.startswith(start):
            return read_size(header)
    return None


def _big_endian(data: bytes, start: int, length: int) -> int:
    """Return the number in `length` bytes, with its highest byte first."""
    return int.from_bytes(data[start : start + length], "big")


def _little_endian(data: bytes, start: int, length: int) -> int:
    """Return the number in `length` bytes, with its lowest byte first."""
    return int.from_bytes(data[start : start + length], "little")


def _png_size(data: bytes) -> tuple[int, int] | None:
    # The first chunk is IHDR: length, name, width, height.
    if data[12:16] != b"IHDR" or len(data) < 24:  # noqa: PLR2004  # end of the height
        return None
    return _big_endian(data, 16, 4), _big_endian(data, 20, 4)


def _gif_size(data: bytes) -> tuple[int, int] | None:
    if len(data) < 10:  # noqa: PLR2004  # end of the height
        return None
    return _little_endian(data, 6, 2), _little_endian(data, 8, 2)


def _webp_size(data: bytes) -> tuple[int, int] | None:
    # The format: https://developers.google.com/speed/webp/docs/riff_container
    if data[8:12] != b"WEBP" or len(data) < 30:  # noqa: PLR2004  # end of all headers
        return None
    match data[12:16]:
        case b"VP8X":
            return _little_endian(data, 24, 3) + 1, _little_endian(data, 27, 3) + 1
        case b"VP8L":
            # The lowest 14 bits are the width minus one, the next 14 bits the height
            # minus one.
            bits = _little_endian(data, 21, 4)
            return (bits & _LOWEST_14_BITS) + 1, ((bits >> 14) & _LOWEST_14_BITS) + 1
        case b"VP8 ":
            width = _little_endian(data, 26, 2) & _LOWEST_14_BITS
            return width, _little_endian(data, 28, 2) & _LOWEST_14_BITS
        case _:
            return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Read the segments of a JPEG until the one with the size.

    A segment is the byte 0xFF, its marker, its length in two bytes, and its content.
    """
    index = len(_START_OF_JPEG)
    while index + _JPEG_SIZE_END <= len(data) and data[index] == _START_OF_SEGMENT:
        marker = data[index + 1]
        if marker == _START_OF_SEGMENT:  # a fill byte
            index += 1
            continue
        if marker in _JPEG_SIZE_MARKERS:
            height = _big_endian(data, index + 5, 2)
            return _big_endian(data, index + 7, 2), height
        length = _big_endian(data, index + 2, 2)
        index += 2 + max(2, length)
    return None


_JPEG_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers SOF0 to SOF15."""
_SIZE_READERS: dict[bytes, Callable[[bytes], tuple[int, int] | None]] = {
    b"\x89PNG\r\n\x1a\n": _png_size,
    b"GIF8": _gif_size,
    b"RIFF": _webp_size,
    _START_OF_JPEG: _jpeg_size,
}
"""The functions that read the size, by the first bytes of a file."""

_EMBEDDED_PICTURES = "|".join(
    re.escape(f"data:{media_type}")
    for media_type in sorted(set(PICTURE_TYPES.values()) - {PICTURE_TYPES[".svg"]})
)
_ADDRESS = lazy_pattern(
    rf"""
    (?: \b (?: href | src | data | base | (?P<animated> from | to | values ) )
        \s*+ = \s*+ ["']?+
      | url \( \s*+ ["']?+
      | @import \s*+ (?: url \( )?+ \s*+ ["']?+
    )
    \s*+ (?! \# | {_EMBEDDED_PICTURES} )
    (?P<address> [^\s"'<>)]{{1,60}} )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the address of a file that an SVG loads from outside.

`#name` and pictures in `data:` are left out, because they are in the file itself.
"""
_OUTSIDE = lazy_pattern(
    r"[a-z][a-z0-9+.-]{0,30}:|//|/|\.{1,2}/|[^\s]{0,60}\.[a-z]{2,5}\Z", re.IGNORECASE
)
"""Matches the address of another file or of the web: `https:`, `//`, `../x`, `x.png`.

It is used for the values of an animation, which are mostly numbers, but may be
addresses.
"""
_STYLE_ESCAPE = lazy_pattern(r"\\[0-9a-f]", re.IGNORECASE)
_SVG_FIX = "draw it without links and scripts, or save it as a PNG file"
_FORBIDDEN_IN_SVG = {
    "<!entity": "has an entity, which may load a file or fill the memory",
    "<!doctype": "has a document type, which may load a file",
    "<?xml-stylesheet": "loads a style sheet",
    "<script": "has a script",
    "<foreignobject": "has a foreign object, which may hold a page",
    "<iframe": "has a page inside",
}


def _svg_fault(content: bytes) -> _Fault | None:
    text = _text_of_svg(content)
    if content.startswith(_START_OF_GZIP):
        return "is compressed", "unpack it, or save it as a PNG file"
    if _STYLE_ESCAPE.search(text):
        return "has escaped characters, which may hide an address", _SVG_FIX
    lower = text.lower()
    for start, message in _FORBIDDEN_IN_SVG.items():
        if start in lower and not _is_plain_doctype(start, lower):
            return message, _SVG_FIX
    for match in _ADDRESS.finditer(text):
        address = match["address"]
        if not match["animated"] or _OUTSIDE.match(address):
            return f"loads {address!r} from outside the picture", _SVG_FIX
    return _svg_size_fault(text)


def _is_plain_doctype(start: str, lower: str) -> bool:
    """Whether a document type is the usual type of an SVG, without entities."""
    if start != "<!doctype":
        return False
    document_type = lower.partition(start)[2].partition(">")[0]
    return "[" not in document_type and "-//w3c//dtd svg" in document_type


def _text_of_svg(content: bytes) -> str:
    """Return the text of an SVG, with references to ASCII characters resolved."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = content.decode(encoding, errors="replace").replace("\0", "")
    return _REFERENCE.sub(_resolved, text)


_REFERENCE = lazy_pattern(r"&\#(x[0-9a-f]{1,6}|[0-9]{1,7});", re.IGNORECASE)


def _resolved(match: re.Match[str]) -> str:
    digits = match[1].lower()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return chr(number) if 0 < number < 128 else match[0]  # noqa: PLR2004  # ASCII
