"""Turns plain text into HTML for the fields of notes in Anki.

Every text that an author typed and that Anki shows is escaped here, exactly once.
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
"""Matches the opening bracket of a tag that Anki knows besides those of HTML."""
_BLANK_SYNTAX = re.compile(r"::|\}\}|\{\{|^[:{]|[:}]$")
"""Matches what Anki could take for the syntax of a blank.

It also matches a single colon at the beginning or the end of a text, a single `{` at
the beginning and a single `}` at the end, because the statement may have a second one
beside the text.
"""
_ENTITIES = {":": "&#58;", "{": "&#123;", "}": "&#125;"}
"""HTML that shows a character of `_BLANK_SYNTAX`, by this character."""


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

    What Anki could take for the syntax of a blank is escaped as well.
    """
    escaped = _ANKI_MARKUP.sub("&#91;", html.escape(text, quote=True))
    return _without_blank_syntax(escaped).replace("\n", " ")


def statement_text(text: str) -> str:
    """Return a text for use in a statement or one of its blanks.

    `::` and double braces have a meaning there, so they are escaped as well.
    """
    return _without_blank_syntax(html_text(text))


def _without_blank_syntax(escaped: str) -> str:
    """Return HTML that shows the same, but without the syntax of blanks."""
    if ":" not in escaped and "{" not in escaped and "}" not in escaped:
        return escaped  # the pattern would take three times as long to find this out
    return _BLANK_SYNTAX.sub(_as_entities, escaped)


def _as_entities(match: re.Match[str]) -> str:
    return "".join(_ENTITIES[char] for char in match.group())
