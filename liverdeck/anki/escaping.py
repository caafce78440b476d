"""The door from plain text to Anki's HTML: every text an author typed leaves through here, escaped once."""

from __future__ import annotations

import html
import re

# In a field Anki acts on these even though they are no HTML: sounds, LaTeX, text to speech.
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
    return _blank_syntax_hidden(
        _ANKI_MARKUP.sub("&#91;", html.escape(text, quote=True))
    ).replace("\n", " ")


def statement_text(text: str) -> str:
    """Return a text for use in a statement or one of its blanks, where `::` and braces have a meaning to Anki."""
    return _blank_syntax_hidden(html_text(text))


def _blank_syntax_hidden(escaped: str) -> str:
    return _BLANK_SYNTAX.sub(
        lambda match: "".join(_ENTITIES[char] for char in match.group()), escaped
    )
