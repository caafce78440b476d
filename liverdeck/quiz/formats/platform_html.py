"""Texts as the HTML that learning platforms store."""

from __future__ import annotations

import html
import re

_EMOTICON = re.compile(
    r"""
    [:;8BVPx|}^] -? [)(DPpOoIXx|/.\]]          # eyes, a nose if any, and a mouth
    | \( (?:y|n|h|heart|egg|martin|grr) \)     # the name of a picture
    """,
    re.VERBOSE,
)
"""Text that Moodle may replace by a picture, such as (h) in "half-life (h)"."""

_LONGEST_MATCH = 255
"""The most characters of the HTML of a match in Moodle."""


def html_of(text: str) -> str:
    """Return HTML that shows a text as it is, with its line breaks."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def moodle_html(text: str) -> str:
    """Return HTML that shows a text as it is, without pictures for emoticons.

    Moodle's filters do not change an element with the class `nolink`.
    """
    content = html_of(text)
    if _EMOTICON.search(text):
        return f'<span class="nolink">{content}</span>'
    return content


def moodle_match(text: str) -> str:
    """Return the match of a pair as HTML on one line.

    The HTML has no tags, because Moodle removes tags from a match. A match that is too
    long for Moodle is cut and ends with an ellipsis, because Moodle would refuse the
    whole file.
    """
    content = _html_on_one_line(text)
    line = " ".join(text.split())
    end = _LONGEST_MATCH
    while len(content) > _LONGEST_MATCH:
        content = _html_on_one_line(line[:end]) + "…"
        end -= 1
    return content


def is_cut_by_moodle(text: str) -> bool:
    """Whether a text is too long for the match of a pair in Moodle."""
    return len(_html_on_one_line(text)) > _LONGEST_MATCH


def _html_on_one_line(text: str) -> str:
    return html.escape(" ".join(text.split()), quote=False)


def without_wildcards(text: str) -> str:
    """Return a short answer in which Moodle reads an asterisk as an asterisk."""
    return text.replace("*", r"\*")
