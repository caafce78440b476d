"""Read the blanks of a statement: `{{c1::text}}` or `{{c1::text::hint}}`, as in Anki.

In Anki a blank ends at the first `}}`, and its hint begins at the first `::`. So the
text and the hint of a blank cannot contain these, and `}}}` is unclear. A statement is
refused if a blank seems to contain one of these signs.
"""

from __future__ import annotations

import re

from liverdeck.facts.parts import HIGHEST_BLANK_NUMBER, blank_part, is_blank_part
from liverdeck.facts.shapes import Gap

_LONGEST_QUOTE = 20
"""A message quotes at most this many characters of a statement."""

_OPENING = re.compile(r"\{\{c([0-9]+)::", re.ASCII)
"""Matches the start of a blank. The group is the number."""
_CLOSING = "}}"
_SYNTAX = "a blank is written {{c1::text}} or {{c1::text::hint}}"


class BlankError(ValueError):
    """Raised for a statement whose blanks cannot be read."""

    def __init__(self, message: str, fix: str = _SYNTAX) -> None:
        """Take a message that says what is wrong, and the fix for it."""
        super().__init__(message)
        self.message = message
        self.fix = fix


def parse_statement(statement: str) -> tuple[str | Gap, ...]:
    """Split a statement into plain text and gaps, from left to right.

    Raises BlankError if there is no blank, if a blank is not written as Anki needs it,
    if a number is not from 1 to 99, or if the same number has two different texts.
    """
    pieces: list[str | Gap] = []
    previous_end = 0
    while opening := _OPENING.search(statement, previous_end):
        closing_index = statement.find(_CLOSING, opening.end())
        if closing_index == -1:
            break  # `_plain_text` below refuses the `{{` of this blank
        before = statement[previous_end : opening.start()]
        inside = statement[opening.end() : closing_index]
        previous_end = closing_index + len(_CLOSING)
        pieces += _plain_text(before)
        pieces.append(_gap(opening[1], inside))
        if statement.startswith("}", previous_end):
            _refuse_unclear_brace(opening[1], before, inside)
    pieces += _plain_text(statement[previous_end:])

    gaps = [piece for piece in pieces if isinstance(piece, Gap)]
    if not gaps:
        raise BlankError("no blank in this statement")
    _refuse_two_texts(gaps)
    return tuple(pieces)


def blank_parts_in(statement: str) -> list[str]:
    """Return the parts of a statement's blanks (`c1`, `c2` ...), each once.

    The statement need not be right, so there may be wrong parts, such as `c100`.
    """
    parts = map(blank_part, _OPENING.findall(statement))
    return list(dict.fromkeys(parts))


def _plain_text(text: str) -> list[str]:
    """Return the text beside a blank as a list, which is empty for an empty text.

    Raises BlankError if the text contains doubled braces.
    """
    for braces, spaced_braces in (("{{", "{ {"), ("}}", "} }")):
        if braces in text:
            text_before = text.partition(braces)[0][-_LONGEST_QUOTE:]
            raise BlankError(
                f"{braces} that belongs to no blank, after {text_before!r}",
                f"{_SYNTAX}, without blanks inside; in MathJax write `{spaced_braces}`",
            )
    return [text] if text else []


def _gap(digits: str, inside: str) -> Gap:
    """Return the gap of a blank.

    `digits` are the digits of the blank's number. `inside` is the text between the
    first `::` and the `}}`: the text of the blank and perhaps a hint.
    """
    if not is_blank_part(blank_part(digits)):
        raise BlankError(
            f"a blank numbered {blank_part(digits[:8])}",
            f"number blanks {blank_part(1)} to {blank_part(HIGHEST_BLANK_NUMBER)}",
        )
    if "{{" in inside:
        raise BlankError(
            f"a blank inside blank c{digits}",
            "close the first one before the next; they do not nest",
        )
    text, separator, hint = (piece.strip() for piece in inside.partition("::"))
    # `text:::hint` is refused, because the third colon may belong to either side.
    if "::" in hint or hint.startswith(":"):
        raise BlankError(
            f"more than one :: in blank c{digits}",
            f"{_SYNTAX}; text and hint must not contain ::",
        )
    if not text:
        raise BlankError(f"blank c{digits} has no text")
    if separator and not hint:
        raise BlankError(
            f"blank c{digits} has an empty hint", "write the hint or delete the ::"
        )
    return Gap(int(digits), text, hint or None)


def _refuse_unclear_brace(digits: str, before: str, inside: str) -> None:
    """Raise BlankError if the third brace of `}}}` may belong to the blank.

    It belongs to the text around the blank if a brace was opened `before` the blank,
    and all braces that were opened `inside` the blank are closed there.
    """
    is_opened_before = before.count("{") > before.count("}")
    if not is_opened_before or inside.count("{") > inside.count("}"):
        raise BlankError(
            f"}}}}}} at the end of blank c{digits}, where a blank ends with the first "
            "two braces",
            "if the text of the blank ends with a brace, write a space after it: "
            "`} }}`; if the brace comes after the blank: `}} }`",
        )


def _refuse_two_texts(gaps: list[Gap]) -> None:
    """Raise BlankError if two gaps of the same blank have different texts."""
    first_texts: dict[int, str] = {}
    for gap in gaps:
        first_text = first_texts.setdefault(gap.number, gap.text)
        if first_text != gap.text:
            raise BlankError(
                f"blank c{gap.number} has two texts, {first_text!r} and {gap.text!r}",
                "give the second text a number of its own",
            )
