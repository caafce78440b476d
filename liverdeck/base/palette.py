"""The style that all pages on a screen have in common, for a light and a dark one.

It is the palette, and the rules in `page.css`. A page adds its own in a style sheet.
What is in this palette has enough contrast: `text`, `soft`, `main` and `wrong` on
`ground` and `panel`, and `wrong` on its tint. Cards have colours of their own: Anki
keeps the style of a released note type.
"""

from __future__ import annotations

from pathlib import Path

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
"""The rules for all pages, with the names of the properties without prefix."""


def with_palette(style: str, *, prefix: str = "", switch: str = "") -> str:
    """Return a style sheet with the palette and the rules for all pages before it.

    The colours are custom properties. The property of the colour `ground` is
    `--ground`. With the prefix `page-`, it is `--page-ground`. A page is dark if the
    screen is. With a `switch`, it is dark if the root element has this attribute, such
    as `data-theme="dark"`.
    """
    light = _properties(prefix, 0)
    dark = _properties(prefix, 1)
    if switch:
        rules = (
            f":root {{ color-scheme: light; {light} }}\n"
            f":root[{switch}] {{ color-scheme: dark; {dark} }}\n"
        )
    else:
        rules = (
            f":root {{ color-scheme: light dark; {light} }}\n"
            f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        )
    shared = _PAGE_STYLE.read_text(encoding="utf-8")
    return rules + shared.replace("var(--", f"var(--{prefix}") + style


def _properties(prefix: str, index: int) -> str:
    return " ".join(
        f"--{prefix}{name}: {light_and_dark[index]};"
        for name, light_and_dark in COLOURS.items()
    )
