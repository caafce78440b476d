"""Makes the same HTML from notes as Anki.

It knows only what our own templates use of Anki's template language. The tests compare
it with Anki's own code, character by character. Formulas stay as they are typed: in
Anki, MathJax renders them only when the card is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.anki.notes import Note

_TAG = re.compile(r"\{\{(.*?)\}\}")
"""A tag of a template: `{{Ask}}`, `{{#Why}}`, `{{/Why}}`."""
_EMPTY = re.compile(r"(?:[ \t\n\v\f\r]|</?(?:br|div) ?/?>)*", re.IGNORECASE)
"""The text of a field that is empty for Anki; an editor may leave such HTML behind."""
# The number, the text and, if there is one, the hint of a blank.
_BLANK = re.compile(r"\{\{c([0-9]+)::(.*?)(?:::(.*?))?\}\}", re.DOTALL | re.ASCII)
_FORMULA_BEGINS = re.compile(r"\\[(\[]")
_FORMULA_ENDS = re.compile(r"\\[)\]]")
_HTML_TAG = re.compile(r"<.*?>", re.DOTALL)
_NAMED_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_FIRST_CODE_POINT_UNCHANGED = 256
"""In attributes, Anki writes characters with a lower code point as references.

ASCII letters and digits are exceptions.
"""


@dataclass(frozen=True, slots=True)
class Sides:
    """The front and the back of one card, as HTML."""

    front: str
    back: str


def render_card(note: Note, ordinal: int) -> Sides:
    """Return the front and the back of a note's card.

    `ordinal` is a blank's number minus one, or the template's index. Raises ValueError
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

    `front` is the filled front if the template is a back, and None if it is a front.
    Raises ValueError for an unknown filter or field, and for conditions that overlap,
    are not closed or were not opened.
    """
    filled: list[str] = []
    open_conditions: list[tuple[str, bool]] = []
    for index, piece in enumerate(_TAG.split(template)):
        is_tag = index % 2 == 1  # text and tags alternate, and text comes first
        if is_tag and piece[:1] in ("#", "^"):
            # `#` is true if the field has a value, and `^` if it is empty.
            name = piece[1:]
            is_empty = _EMPTY.fullmatch(_value(name, values)) is not None
            wants_empty = piece[0] == "^"
            open_conditions.append((name, is_empty == wants_empty))
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
    """Return what replaces a tag that is not a condition."""
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
    """Return a statement as the card of the blank with this number shows it.

    If `is_asked`, that blank is hidden; if not, its text is shown as the answer. All
    other blanks are shown.
    """

    def blank_html(match: re.Match[str]) -> str:
        blank_number, blank_text, hint = match.groups()
        if int(blank_number) != number:
            ordinal = f'data-ordinal="{blank_number}"'
            return f'<span class="cloze-inactive" {ordinal}>{blank_text}</span>'
        ordinal = f'data-ordinal="{number}"'
        if not is_asked:
            return f'<span class="cloze" {ordinal}>{blank_text}</span>'
        hidden_text = f'data-cloze="{_in_attribute(blank_text)}"'
        return f'<span class="cloze" {hidden_text} {ordinal}>[{hint or "..."}]</span>'

    return _with_plain_formulas(_BLANK.sub(blank_html, text))


def _with_plain_formulas(text: str) -> str:
    """Return HTML without tags in formulas.

    MathJax would fail on them, so Anki removes all of them, also the tags of blanks.
    """
    pieces: list[str] = []
    done = 0  # the index up to which `text` is in `pieces`
    # One pattern for a whole formula would be slow on a hostile text: it would read to
    # the end of the text for each beginning without an end.
    while begin := _FORMULA_BEGINS.search(text, done):
        end = _FORMULA_ENDS.search(text, begin.end())
        if end is None:
            break
        formula = text[begin.end() : end.start()]
        pieces += text[done : begin.end()], _HTML_TAG.sub("", formula), end.group()
        done = end.end()
    return "".join([*pieces, text[done:]])


def _in_attribute(text: str) -> str:
    """Return a text as Anki escapes it between the quotes of an attribute."""
    return "".join(map(_reference, text))


def _reference(char: str) -> str:
    if char in _NAMED_REFERENCES:
        return _NAMED_REFERENCES[char]
    is_ascii_letter_or_digit = char.isascii() and char.isalnum()
    if ord(char) >= _FIRST_CODE_POINT_UNCHANGED or is_ascii_letter_or_digit:
        return char
    return f"&#x{ord(char):X};"
