"""Turn plain text into HTML for the fields of notes in Anki.

Every text that an author typed and that Anki shows is escaped in this module, exactly
once.
"""

from __future__ import annotations

import html
import re

_ANKI_MARKUP = re.compile(
    r"""
    \[ (?= /?
        (?: sound:              # [sound:beat.mp3]
        |   latex\] | \$\$?\]   # LaTeX: [latex]...[/latex], [$]...[/$], [$$]...[/$$]
        |   anki:               # [anki:tts ...]...[/anki:tts]: speech
        )
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Matches the opening bracket of a tag that is special to Anki."""
_BLANK_SYNTAX = re.compile(r"::|\}\}|\{\{|^[:{]|[:}]$")
"""Matches characters that Anki could read as the syntax of a blank.

It also matches a single colon at the beginning or the end of a text, a single `{` at
the beginning and a single `}` at the end, because the statement may have the same
character beside the text.
"""
_ENTITIES = {":": "&#58;", "{": "&#123;", "}": "&#125;"}
"""The HTML for each character of `_BLANK_SYNTAX`."""


def html_text(text: str) -> str:
    """Return HTML that shows a text as it was typed; a line break becomes `<br>`."""
    if not text:  # many fields are empty
        return ""
    escaped = html.escape(text, quote=False)
    if "[" in escaped:
        escaped = _ANKI_MARKUP.sub("&#91;", escaped)
    return escaped.replace("\n", "<br>")


def html_attribute(text: str) -> str:
    """Return a text for use between double quotes in an HTML tag, on one line.

    Characters that Anki could read as the syntax of a blank are escaped as well.
    """
    escaped = _ANKI_MARKUP.sub("&#91;", html.escape(text, quote=True))
    return _without_blank_syntax(escaped).replace("\n", " ")


def statement_text(text: str) -> str:
    """Return a text for use in a statement or one of its blanks.

    `::` and double braces have a meaning in a statement, so they are escaped as well.
    """
    return _without_blank_syntax(html_text(text))


def _without_blank_syntax(escaped: str) -> str:
    """Return HTML that shows the same text, but without the syntax of blanks."""
    if ":" not in escaped and "{" not in escaped and "}" not in escaped:
        return escaped  # to search the pattern would take three times as long
    return _BLANK_SYNTAX.sub(_as_entities, escaped)


def _as_entities(match: re.Match[str]) -> str:
    return "".join(_ENTITIES[char] for char in match.group())
