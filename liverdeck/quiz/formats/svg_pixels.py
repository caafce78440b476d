"""Draw an SVG as a PNG, for output formats that cannot show an SVG.

Needs `pip install 'liverdeck[docx]'`.
"""

from __future__ import annotations

from functools import lru_cache

from liverdeck.base.problems import Position, Problem
from liverdeck.quiz.formats.job import UnwritableError

_LONGEST_SIDE_PIXELS = 1200
"""The longer side of the PNG, whatever size the SVG asks for.

If only the width were limited, a very tall SVG would need terabytes of memory.
"""


def png_of_svg(content: bytes, file: str) -> bytes:
    """Return the PNG of an SVG, on white.

    `file` is the name of the picture in problems. Raises UnwritableError if resvg-py is
    not installed, or if it cannot draw the picture.
    """
    try:
        import resvg_py  # noqa: F401  # see below
    except ModuleNotFoundError as error:
        raise _unwritable(
            f"the picture {file} is an SVG, which needs resvg-py in a Word file",
            "pip install 'liverdeck[docx]', or save the picture as PNG",
        ) from error
    try:
        return _png_of_svg_text(content.decode())
    except (ValueError, UnicodeDecodeError) as error:
        raise _unwritable(
            f"the picture {file} cannot be drawn: {error}", "save it as PNG"
        ) from error


@lru_cache(maxsize=16)
def _png_of_svg_text(svg: str) -> bytes:
    """Return the PNG of an SVG. A few are cached, because papers share pictures."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=_LONGEST_SIDE_PIXELS,
            height=_LONGEST_SIDE_PIXELS,
            background="white",
        )
    )


def _unwritable(message: str, fix: str) -> UnwritableError:
    return UnwritableError([Problem(Position("docx"), message, fix)])
