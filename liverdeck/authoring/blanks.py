"""The blanks of a statement: `{{c1::text}}` or `{{c1::text::hint}}`, as in Anki.

Anki ends a blank at the first `}}` and begins its hint at the first `::`. So a blank
whose text would need either of them is refused here, and nothing is guessed.
"""

from __future__ import annotations

import re

from liverdeck.facts.shapes import Gap

HIGHEST_NUMBER = 99
"""A blank with a higher number is refused."""

_OPENING = re.compile(r"\{\{c([0-9]+)::", re.ASCII)
_CLOSING = "}}"
_AS_IN_ANKI = "a blank is written {{c1::text}} or {{c1::text::hint}}"


class BlankError(ValueError):
    """The blanks of a statement cannot be read."""

    def __init__(self, message: str, fix: str = _AS_IN_ANKI) -> None:
        """Say what is wrong and how to fix it."""
        super().__init__(message)
        self.message = message
        self.fix = fix


def parse_statement(say: str) -> tuple[str | Gap, ...]:
    """Split a statement into plain text and gaps, from left to right.

    Raises BlankError when there is no blank, when a blank is not written as Anki needs
    it, or when one number has two different texts.
    """
    pieces: list[str | Gap] = []
    end = 0
    while opening := _OPENING.search(say, end):
        closing = say.find(_CLOSING, opening.end())
        if closing == -1:
            break
        pieces += _plain_text(say[end : opening.start()])
        pieces.append(_gap(opening[1], say[opening.end() : closing]))
        end = closing + len(_CLOSING)
    pieces += _plain_text(say[end:])

    gaps = [piece for piece in pieces if isinstance(piece, Gap)]
    if not gaps:
        raise BlankError("no blank in this statement")
    _refuse_two_texts(gaps)
    return tuple(pieces)


def _plain_text(text: str) -> list[str]:
    """Return a text between blanks as one piece, or as none if it is empty."""
    for braces, spaced in (("{{", "{ {"), ("}}", "} }")):
        if braces in text:
            before = text.partition(braces)[0][-20:]
            raise BlankError(
                f"{braces} that belongs to no blank, after {before!r}",
                f"{_AS_IN_ANKI}, without blanks inside; in MathJax write `{spaced}`",
            )
    return [text] if text else []


def _gap(digits: str, inside: str) -> Gap:
    if digits.startswith("0") or len(digits) > len(str(HIGHEST_NUMBER)):
        raise BlankError(
            f"a blank numbered c{digits[:8]}", f"number blanks c1 to c{HIGHEST_NUMBER}"
        )
    if "{{" in inside:
        raise BlankError(
            f"a blank inside blank c{digits}",
            "close the first one before the next; they do not nest",
        )
    text, separator, hint = (piece.strip() for piece in inside.partition("::"))
    # In `text:::hint`, the text or the hint may have the third colon.
    if "::" in hint or hint.startswith(":"):
        raise BlankError(
            f"more than one :: in blank c{digits}",
            f"{_AS_IN_ANKI}; text and hint must not contain ::",
        )
    if not text:
        raise BlankError(f"blank c{digits} has no text")
    if separator and not hint:
        raise BlankError(
            f"blank c{digits} has an empty hint", "write the hint or delete the ::"
        )
    return Gap(int(digits), text, hint or None)


def _refuse_two_texts(gaps: list[Gap]) -> None:
    texts: dict[int, str] = {}
    for gap in gaps:
        first_text = texts.setdefault(gap.number, gap.text)
        if first_text != gap.text:
            raise BlankError(
                f"blank c{gap.number} has two texts, {first_text!r} and {gap.text!r}",
                "give the second text a number of its own",
            )
