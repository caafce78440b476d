"""A rule against characters that nobody sees, or that change a text's direction."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from liverdeck.base.characters import DIRECTION_MARKS, NO_WIDTH, code_of
from liverdeck.base.problems import Position, Severity
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NEEDS_JOINERS = (
    "\u0590-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff\u2190-\u2bff\ufb1d-\ufefc"
    "\U0001f000-\U0001faff"
)
"""Characters beside which joiners are allowed, as ranges.

These are the letters of scripts that join letters or run from right to left, and
arrows, signs and emoji.
"""
_SIMPLE_MARKS = "\u200e\u200f"
"""The left-to-right mark and the right-to-left mark."""
_QUOTED_CHARACTERS = 20
"""A message quotes this many characters before and after a hidden character."""
_HIDDEN = re.compile(
    rf"[{DIRECTION_MARKS.replace(_SIMPLE_MARKS, '')}{NO_WIDTH}]"
    f"|(?<![{_NEEDS_JOINERS}])[\u200c-\u200f](?![{_NEEDS_JOINERS}])"
)
"""Matches a character that nobody sees.

Joiners and simple marks of direction are allowed beside letters of scripts that need
them, and inside emoji.
"""


@rule("hidden-character", Severity.WARNING)
def hidden_character(context: LintContext) -> Iterator[Finding]:
    r"""No text has characters that hide or that turn the text around them.

    Marks of text direction can show a text in another order than the checker reads it.
    With a character of no width, two words may look the same and yet be different.
    Joiners are allowed where a script needs them, such as in Persian, Hindi and emoji.

    Bad:
        - id: pump
          from: heart
          ask: What does the heart pump?
          answer: "blo\u200bod"

    Good:
        - id: pump
          from: heart
          ask: What does the heart pump?
          answer: blood
    """
    deck = context.deck
    deck_texts = (deck.title, deck.description, deck.anki_name, deck.document.title)
    headings = [(passage.heading, passage.position) for passage in deck.passages]
    texts = [
        *((text, deck.values_position) for text in deck_texts),
        *((topic.title, topic.position) for topic in deck.topics),
        *headings,
    ]
    for text, position in texts:
        yield from _findings(text, position)
    for fact in deck.facts:
        for text, position in _texts_beyond_ascii(fact, fact.position):
            yield from _findings(text, position)


def _texts_beyond_ascii(
    value: object, position: Position
) -> list[tuple[str, Position]]:
    """Return all texts in a value that are not ASCII, each with its position."""
    texts: list[tuple[str, Position]] = []
    if isinstance(value, str):
        return [] if value.isascii() else [(value, position)]
    nearest = getattr(value, "position", position)
    value_type: type = type(value)
    members = value if isinstance(value, tuple) else _members_of(value_type)(value)
    for member in members:
        if isinstance(member, str):
            if not member.isascii():
                texts.append((member, nearest))
        elif member and not isinstance(member, Position | int):
            texts += _texts_beyond_ascii(member, nearest)
    return texts


@cache
def _members_of(value_type: type) -> Callable[[Any], tuple[object, ...]]:
    """Return a function that returns the values of all fields of an object."""
    fields = (
        dataclasses.fields(value_type) if dataclasses.is_dataclass(value_type) else ()
    )
    names = [field.name for field in fields]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _findings(text: str, position: Position) -> Iterator[Finding]:
    if text.isascii():
        return
    match = _HIDDEN.search(text)
    if match is not None:
        code = code_of(match[0])
        name = unicodedata.name(match[0], "a character without a name")
        start = max(0, match.start() - _QUOTED_CHARACTERS)
        quote = text[start : match.end() + _QUOTED_CHARACTERS]
        yield Finding(
            position,
            f"the hidden character {code} ({name.lower()}) in {quote!a}",
            "delete it, and type the words around it again",
        )


RULES = (hidden_character,)
