"""Texts as the HTML that learning platforms store."""

from __future__ import annotations

import html
import re

_EMOTICON = re.compile(
    r"[:;8BVPx|}^]-?[)(DPpOoIXx|/.\]]|\((?:y|n|h|heart|egg|martin|grr)\)"
)
"""What Moodle's filter may draw as a face, such as the (h) in "half-life (h)"."""


def html_of(text: str) -> str:
    """Return a text as HTML that shows it as it is."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def moodle_html(text: str) -> str:
    """Return a text as HTML in which Moodle draws no faces."""
    content = html_of(text)
    return f'<span class="nolink">{content}</span>' if _has_face(text) else content


def _has_face(text: str) -> bool:
    return _EMOTICON.search(text) is not None


def moodle_match(text: str) -> str:
    """Return the right side of a matching, from which Moodle removes all tags."""
    return html.escape(" ".join(text.split()), quote=False)
