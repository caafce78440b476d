"""HTML and SVG as a tree: texts go in as they are and are escaped in one place, when the tree is written."""

from __future__ import annotations

import base64
import hashlib
import re
from xml.etree import ElementTree as ET

Content = ET.Element | str | None

_NO_TEXT = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufffd\\U00010000-\\U0010fffd]"
)
"""What neither XML nor HTML may hold: control characters, halves of pairs, what is no character."""


def readable(text: str) -> str:
    """Return a text with the mark for "unknown character" wherever something stands that a page may not hold."""
    return _NO_TEXT.sub("\ufffd", text)


def element(tag: str, *content: Content, **attributes: str | float) -> ET.Element:
    """Return an element; None as content is nothing.

    An attribute's `_` stands for `-`, and one at its end is dropped: `class_`, `aria_label`. Numbers are written with
    three decimals at most.
    """
    made = ET.Element(
        tag,
        {
            name.rstrip("_").replace("_", "-"): _written(value)
            for name, value in attributes.items()
        },
    )
    for each in content:
        append(made, each)
    return made


def append(parent: ET.Element, content: Content) -> None:
    """Put an element or a text at the end of another element."""
    if isinstance(content, ET.Element):
        parent.append(content)
    elif content and len(parent):
        parent[-1].tail = (parent[-1].tail or "") + readable(content)
    elif content:
        parent.text = (parent.text or "") + readable(content)


def _written(value: str | float) -> str:
    return (
        readable(value)
        if isinstance(value, str)
        else f"{value:.3f}".rstrip("0").rstrip(".")
    )


def page(title: str, language: str, style: str, body: ET.Element) -> bytes:
    """Return a whole page whose policy lets a browser use this style and nothing else: no script, no network."""
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{allowed}'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
    )
    sheet = ET.SubElement(head, "style")
    sheet.text = style
    root = element("html", head, body, lang=language)
    return f"<!doctype html>\n{ET.tostring(root, encoding='unicode', method='html')}\n".encode()
