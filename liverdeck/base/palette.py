"""The common style of all HTML pages: a palette, and the rules in `page.css`.

A page adds other rules in its own style sheet. Each colour of the palette has one value
for light screens and one for dark screens. These colours have enough contrast: `text`,
`soft`, `main` and `wrong` on `ground` and `panel`, and `wrong` on `wrong-tint`. Cards
do not use the palette, because Anki keeps the style of a released note type.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COLOURS = {
    "ground": ("#f4f5f7", "#191b1e"),
    "panel": ("#ffffff", "#232629"),
    "line": ("#d9dde3", "#3b4046"),
    "text": ("#1d2126", "#e7e9ec"),
    "soft": ("#59616b", "#adb5bf"),
    "main": ("#0b57d0", "#8ab4f8"),
    "wrong": ("#b3261e", "#ffa49c"),
    "wrong-tint": ("#fdecea", "#43201e"),
}
"""Each colour by its name, first for a light and then for a dark screen."""


_PAGE_STYLE = Path(__file__).parent / "page.css"
"""The rules for all pages. In this file, the names of properties have no prefix."""


def with_palette(style: str, *, prefix: str = "", dark_attribute: str = "") -> str:
    """Return a style sheet with the palette and the rules for all pages before it.

    The colours are custom properties. The property of the colour `ground` is
    `--ground`. With the prefix `page-`, it is `--page-ground`.

    If `dark_attribute` is an attribute such as `data-theme="dark"`, the page is dark
    while its root element has this attribute. If it is empty, the page is dark on a
    dark screen.
    """
    light = _properties(prefix, {name: light for name, (light, _) in COLOURS.items()})
    dark = _properties(prefix, {name: dark for name, (_, dark) in COLOURS.items()})
    if dark_attribute:
        rules = (
            f":root {{ color-scheme: light; {light} }}\n"
            f":root[{dark_attribute}] {{ color-scheme: dark; {dark} }}\n"
        )
    else:
        rules = (
            f":root {{ color-scheme: light dark; {light} }}\n"
            f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        )
    shared = _PAGE_STYLE.read_text(encoding="utf-8")
    return rules + shared.replace("var(--", f"var(--{prefix}") + style


def _properties(prefix: str, colours: Mapping[str, str]) -> str:
    """Return the CSS that defines the properties of these colours."""
    return " ".join(f"--{prefix}{name}: {value};" for name, value in colours.items())
