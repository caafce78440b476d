"""HTML and SVG as a tree of elements.

Texts are put into the tree as they are. They are escaped when the tree is written.
"""

from __future__ import annotations

import base64
import hashlib
import re
from xml.etree import ElementTree as ET

Content = ET.Element | str | None
"""An element or a text inside an element; None for nothing."""

_ALLOWED_CHARACTERS = (
    "\\t\\n\\r\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufffd"
    "\\U00010000-\\U0010fffd"
)
"""Part of a regular expression: the characters that XML and HTML may contain.

It leaves out most control characters, the surrogates (from U+D800), and noncharacters
(from U+FDD0, from U+FFFE and from U+10FFFE).
"""
_FORBIDDEN_CHARACTER = re.compile(f"[^{_ALLOWED_CHARACTERS}]")
"""Matches a character that XML or HTML must not contain."""


def readable(text: str) -> str:
    """Return a text with U+FFFD in place of characters that a page must not contain."""
    return _FORBIDDEN_CHARACTER.sub("\ufffd", text)


def element(tag: str, *content: Content, **attributes: str | float) -> ET.Element:
    """Return an element with attributes and content. None as content adds nothing.

    In an attribute's name, `_` stands for `-`, as in `aria_label`. A `_` at its end is
    dropped, as in `class_`. Numbers are written with three decimals at most.
    """
    new_element = ET.Element(
        tag,
        {
            name.rstrip("_").replace("_", "-"): _attribute_text(value)
            for name, value in attributes.items()
        },
    )
    for child in content:
        append(new_element, child)
    return new_element


def append(parent: ET.Element, content: Content) -> None:
    """Put an element or a text at the end of another element. None adds nothing."""
    if isinstance(content, ET.Element):
        parent.append(content)
    elif content and len(parent):
        # ElementTree keeps a text after a child in the child's `tail`.
        parent[-1].tail = (parent[-1].tail or "") + readable(content)
    elif content:
        parent.text = (parent.text or "") + readable(content)


def _attribute_text(value: str | float) -> str:
    if isinstance(value, str):
        return readable(value)
    return f"{value:.3f}".rstrip("0").rstrip(".")


def page(title: str, language: str, style: str, body: ET.Element) -> bytes:
    """Return a whole HTML page; `style` is its CSS.

    The page's Content-Security-Policy allows only this style. It forbids scripts and
    everything from the network.
    """
    style_hash = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{style_hash}'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
    )
    # `element` might change characters, and then the hash would not match.
    style_element = ET.SubElement(head, "style")
    style_element.text = style
    root = element("html", head, body, lang=language)
    html = ET.tostring(root, encoding="unicode", method="html")
    return f"<!doctype html>\n{html}\n".encode()
