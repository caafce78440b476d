"""Whether a text has characters that nobody sees, or that change its direction."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from typing import TYPE_CHECKING

from liverdeck.base.characters import DIRECTION_MARKS, NO_WIDTH, code_of
from liverdeck.base.files import DECK_FILE
from liverdeck.base.problems import Position, Severity
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEEDS_JOINERS = (
    "\u0590-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff\u2190-\u2bff\ufb1d-\ufefc"
    "\U0001f000-\U0001faff"
)
"""Characters beside which joiners are allowed, as ranges.

They are those of scripts that join letters or run from right to left, and arrows, signs
and emoji.
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
    deck_position = Position(str(deck.folder / DECK_FILE))
    deck_texts = (deck.title, deck.description, deck.anki_name, deck.document.title)
    headings = [(passage.heading, passage.position) for passage in deck.passages]
    texts = [
        *((text, deck_position) for text in deck_texts),
        *((topic.title, topic.position) for topic in deck.topics),
        *headings,
    ]
    for text, position in texts:
        yield from _findings(text, position)
    for fact in deck.facts:
        yield from _findings_in(fact, fact.position)


def _findings_in(value: object, position: Position) -> Iterator[Finding]:
    """Yield the findings in all texts of a value, at the nearest known position."""
    if isinstance(value, str):
        yield from _findings(value, position)
    elif isinstance(value, tuple):
        for member in value:
            yield from _findings_in(member, position)
    elif dataclasses.is_dataclass(value):
        nearest = getattr(value, "position", position)
        for field in dataclasses.fields(value):
            member = getattr(value, field.name)
            if not isinstance(member, Position | int | None):
                yield from _findings_in(member, nearest)


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
