"""Makes the same HTML from notes as Anki.

It knows only the part of Anki's template language that our own templates use. The tests
compare it with the real backend, character by character. Formulas stay as they are
typed: in Anki, MathJax renders them only when the card is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.anki.notes import Note

_TAG = re.compile(r"\{\{(.*?)\}\}")
_EMPTY = re.compile(r"(?:[ \t\n\v\f\r]|</?(?:br|div) ?/?>)*", re.IGNORECASE)
"""A field that is empty for Anki; an editor may leave such HTML behind."""
_BLANK = re.compile(r"\{\{c([0-9]+)::(.*?)(?:::(.*?))?\}\}", re.DOTALL | re.ASCII)
_FORMULA_BEGINS = re.compile(r"\\[(\[]")
_FORMULA_ENDS = re.compile(r"\\[)\]]")
_HTML_TAG = re.compile(r"<.*?>", re.DOTALL)
_NAMED_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_FIRST_UNCHANGED = 256
"""In attributes, Anki writes characters below this code point as references.

ASCII letters and digits are exceptions.
"""


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of one card, as HTML."""

    front: str
    back: str


def render_card(note: Note, ordinal: int) -> Sides:
    """Return both sides of a note's card.

    `ordinal` is a blank's number less one, or the template's index. Raises ValueError
    for a template that uses more of Anki's language than this module knows. That would
    be a bug in LiverDeck.
    """
    note_type = note.note_type
    values = dict(zip(note_type.fields, note.fields, strict=True))
    template = note_type.templates[0 if note_type.is_cloze else ordinal]
    front = fill(template.front, values, ordinal)
    return Sides(front, fill(template.back, values, ordinal, front))


def fill(
    template: str, values: dict[str, str], ordinal: int, front: str | None = None
) -> str:
    """Return a template with its fields filled in.

    `front` is the filled front, and None while the front itself is filled. Raises
    ValueError for an unknown filter or field, and for conditions that overlap or are
    not closed.
    """
    filled: list[str] = []
    open_conditions: list[tuple[str, bool]] = []
    for index, piece in enumerate(_TAG.split(template)):
        is_tag = index % 2 == 1  # text and tags alternate, and text comes first
        if is_tag and piece[:1] in ("#", "^"):
            name = piece[1:]
            is_empty = _EMPTY.fullmatch(_value(name, values)) is not None
            is_true = is_empty if piece[0] == "^" else not is_empty
            open_conditions.append((name, is_true))
        elif is_tag and piece[:1] == "/":
            if not open_conditions or open_conditions.pop()[0] != piece[1:]:
                raise ValueError(f"{{{{{piece}}}}} closes nothing")
        elif all(is_true for _, is_true in open_conditions):
            filled.append(
                _replacement(piece, values, ordinal, front) if is_tag else piece
            )
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
    if tag == "FrontSide":
        return front or ""
    filter_name, _, name = tag.rpartition(":")
    if filter_name not in ("", "cloze"):
        raise ValueError(f"no filter {filter_name!r}")
    value = _value(name, values)
    if filter_name == "cloze":
        return _with_blanks(value, ordinal + 1, is_asked=front is None)
    return value


def _with_blanks(text: str, number: int, *, is_asked: bool) -> str:
    """Return a statement as the card of one blank shows it.

    The card hides that blank if it is asked. It shows all other blanks.
    """

    def blank_html(match: re.Match[str]) -> str:
        other_number, inner, hint = match.groups()
        if int(other_number) != number:
            ordinal = f'data-ordinal="{other_number}"'
            return f'<span class="cloze-inactive" {ordinal}>{inner}</span>'
        ordinal = f'data-ordinal="{number}"'
        if not is_asked:
            return f'<span class="cloze" {ordinal}>{inner}</span>'
        hidden = f'data-cloze="{_in_attribute(inner)}"'
        return f'<span class="cloze" {hidden} {ordinal}>[{hint or "..."}]</span>'

    return _with_plain_formulas(_BLANK.sub(blank_html, text))


def _with_plain_formulas(text: str) -> str:
    """Return HTML without tags in formulas.

    MathJax would fail on them, so Anki removes them all, also those of blanks.
    """
    pieces: list[str] = []
    rest = 0
    # One pattern for a whole formula would be slow on a hostile text: it would read to
    # the end of the text for each beginning without an end.
    while (begin := _FORMULA_BEGINS.search(text, rest)) and (
        end := _FORMULA_ENDS.search(text, begin.end())
    ):
        formula = text[begin.end() : end.start()]
        pieces += text[rest : begin.end()], _HTML_TAG.sub("", formula), end.group()
        rest = end.end()
    return "".join([*pieces, text[rest:]])


def _in_attribute(text: str) -> str:
    return "".join(map(_reference, text))


def _reference(char: str) -> str:
    if char in _NAMED_REFERENCES:
        return _NAMED_REFERENCES[char]
    is_ascii_letter_or_digit = char.isascii() and char.isalnum()
    if ord(char) >= _FIRST_UNCHANGED or is_ascii_letter_or_digit:
        return char
    return f"&#x{ord(char):X};"
