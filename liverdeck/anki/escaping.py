"""From plain text to Anki's HTML.

Every text that an author typed is escaped here, exactly once.
"""

from __future__ import annotations

import html
import re

# Anki acts on these in a field although they are not HTML: sounds, LaTeX, speech.
_ANKI_MARKUP = re.compile(
    r"\[(?=(?:/?(?:sound:|latex\]|\$\$?\]|anki:)))", re.IGNORECASE
)
_BLANK_SYNTAX = re.compile(r"::|\}\}|\{\{|^[:{]|[:}]$")
_ENTITIES = {":": "&#58;", "{": "&#123;", "}": "&#125;"}


def html_text(text: str) -> str:
    """Return a text as HTML that shows it as typed; line breaks become `<br>`."""
    escaped = html.escape(text, quote=False)
    if "[" in escaped:
        escaped = _ANKI_MARKUP.sub("&#91;", escaped)
    return escaped.replace("\n", "<br>")


def html_attribute(text: str) -> str:
    """Return a text for use between double quotes in a tag."""
    escaped = _ANKI_MARKUP.sub("&#91;", html.escape(text, quote=True))
    return _without_blank_syntax(escaped).replace("\n", " ")


def statement_text(text: str) -> str:
    """Return a text for use in a statement or one of its blanks.

    Anki gives `::` and braces a meaning there, so they are escaped too.
    """
    return _without_blank_syntax(html_text(text))


def _without_blank_syntax(escaped: str) -> str:
    return _BLANK_SYNTAX.sub(
        lambda match: "".join(_ENTITIES[char] for char in match.group()), escaped
    )
