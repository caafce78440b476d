"""Make the HTML of a note's cards, exactly as Anki does.

This module knows only the parts of Anki's template language that our templates use. The
tests compare its HTML with Anki's, character by character. Formulas remain LaTeX,
because MathJax renders them in Anki only when the card is shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.anki.gaps import with_gaps_replaced
from liverdeck.anki.note_fields import is_empty_to_anki
from liverdeck.base.values import value_class
from liverdeck.facts.card import hidden_text

if TYPE_CHECKING:
    from liverdeck.anki.gaps import WrittenGap
    from liverdeck.anki.notes import Note

_TAG = re.compile(r"\{\{([^{}\n]*)\}\}")
"""Matches a tag of a template: `{{Ask}}`, `{{#Why}}`, `{{/Why}}`."""
_FORMULA_START = re.compile(r"\\[(\[]")  # `\(` or `\[`
_FORMULA_END = re.compile(r"\\[)\]]")  # `\)` or `\]`
_NAMED_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_FIRST_UNCHANGED_CODE_POINT = 256
"""In attributes, Anki does not change characters from this code point on.

It does not change ASCII letters and digits either. It writes all other characters as
references, such as `&#x20;` or the references in `_NAMED_REFERENCES`.
"""


@value_class
class Sides:
    """The front and the back of one card, as HTML."""

    front: str
    back: str


def render_card(note: Note, ordinal: int) -> Sides:
    """Return the front and the back of a note's card.

    `ordinal` is a blank's number minus one, or the template's index. Raises ValueError
    for a template that this module cannot fill. This would be a bug in LiverDeck.
    """
    note_type = note.note_type
    values = dict(zip(note_type.fields, note.fields, strict=True))
    template = note_type.templates[0 if note_type.is_cloze else ordinal]
    front = fill(template.front, values, ordinal)
    return Sides(front, fill(template.back, values, ordinal, front))


def fill(
    template: str, values: dict[str, str], ordinal: int, front: str | None = None
) -> str:
    """Return a template with the values of the fields filled in.

    `values` has each field's value by its name. `front` is the filled front if the
    template is a back; it is None if the template is a front. Raises ValueError for an
    unknown filter or field, and for conditions that overlap, are not closed or were not
    opened.
    """
    filled: list[str] = []
    open_conditions: list[tuple[str, bool]] = []  # field name, and whether it is true
    for index, piece in enumerate(_TAG.split(template)):
        is_tag = index % 2 == 1  # texts and tags alternate, and a text comes first
        if is_tag and piece[:1] in ("#", "^"):
            # `#` is true if the field has a value, and `^` if it is empty.
            name = piece[1:]
            is_empty = is_empty_to_anki(_value(name, values))
            wants_empty = piece[0] == "^"
            open_conditions.append((name, is_empty == wants_empty))
        elif is_tag and piece[:1] == "/":
            if not open_conditions or open_conditions.pop()[0] != piece[1:]:
                raise ValueError(f"{{{{{piece}}}}} closes nothing")
        elif not all(is_true for _, is_true in open_conditions):
            continue
        elif is_tag:
            filled.append(_replacement(piece, values, ordinal, front))
        else:
            filled.append(piece)
    if open_conditions:
        raise ValueError(f"{{{{#{open_conditions[-1][0]}}}}} is not closed")
    return "".join(filled)


def _value(name: str, values: dict[str, str]) -> str:
    if name not in values:
        raise ValueError(f"no field {name!r}")
    return values[name]


def _replacement(
    tag: str, values: dict[str, str], ordinal: int, front: str | None
) -> str:
    """Return the text that replaces a tag. The tag is not a condition."""
    if tag == "FrontSide":
        return front or ""
    filter_name, _, name = tag.rpartition(":")
    if filter_name not in ("", "cloze"):
        raise ValueError(f"no filter {filter_name!r}")
    value = _value(name, values)
    if filter_name == "cloze":
        return _statement_html(value, ordinal + 1, is_front=front is None)
    return value


def _statement_html(text: str, number: int, *, is_front: bool) -> str:
    """Return one side of the card that asks for the blank with this number.

    `text` is the statement. The front hides the blank, and the back shows its text as
    the answer. Both sides show all other blanks.
    """

    def gap_html(gap: WrittenGap) -> str:
        if int(gap.number) != number:
            attribute = f'data-ordinal="{gap.number}"'
            return f'<span class="cloze-inactive" {attribute}>{gap.text}</span>'
        attribute = f'data-ordinal="{number}"'
        if not is_front:
            return f'<span class="cloze" {attribute}>{gap.text}</span>'
        attributes = f'data-cloze="{_in_attribute(gap.text)}" {attribute}'
        return f'<span class="cloze" {attributes}>{hidden_text(gap.hint)}</span>'

    return _with_plain_formulas(with_gaps_replaced(text, gap_html))


def _with_plain_formulas(text: str) -> str:
    """Return HTML without the tags inside formulas.

    MathJax would fail on such tags. So Anki removes them, even the tags of blanks.
    """
    pieces: list[str] = []
    copied_until = 0  # the index up to which `text` is in `pieces`
    # One pattern for a whole formula would be slow for a hostile text: for each start
    # of a formula without an end, it would search to the end of the text.
    while start := _FORMULA_START.search(text, copied_until):
        end = _FORMULA_END.search(text, start.end())
        if end is None:
            break
        pieces.append(text[copied_until : start.end()])
        pieces.append(_without_tags(text[start.end() : end.start()]))
        pieces.append(end.group())
        copied_until = end.end()
    pieces.append(text[copied_until:])
    return "".join(pieces)


def _without_tags(html: str) -> str:
    """Return HTML without its tags. A tag goes from `<` to the next `>`."""
    pieces: list[str] = []
    copied_until = 0
    while (start := html.find("<", copied_until)) >= 0:
        end = html.find(">", start)
        if end < 0:
            break
        pieces.append(html[copied_until:start])
        copied_until = end + 1
    pieces.append(html[copied_until:])
    return "".join(pieces)


def _in_attribute(text: str) -> str:
    """Return a text as Anki escapes it between the quotes of an attribute."""
    return "".join(map(_char_in_attribute, text))


def _char_in_attribute(char: str) -> str:
    if char in _NAMED_REFERENCES:
        return _NAMED_REFERENCES[char]
    is_ascii_letter_or_digit = char.isascii() and char.isalnum()
    if ord(char) >= _FIRST_UNCHANGED_CODE_POINT or is_ascii_letter_or_digit:
        return char
    return f"&#x{ord(char):X};"
