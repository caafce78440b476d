"""Notes to the HTML that Anki makes of them: what our own templates need of Anki's language, and nothing else.

Compared with the real backend in the tests, character by character. Formulas stay as they are typed: in Anki, MathJax
sets them only when the card is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.anki.notes import Note

_TAG = re.compile(r"\{\{(.*?)\}\}")
_EMPTY = re.compile(r"(?:[ \t\n\v\f\r]|</?(?:br|div) ?/?>)*", re.IGNORECASE)
"""What Anki takes for an empty field: an editor leaves such remains behind."""
_BLANK = re.compile(r"\{\{c([0-9]+)::(.*?)(?:::(.*?))?\}\}", re.DOTALL | re.ASCII)
_FORMULA_BEGINS = re.compile(r"\\[(\[]")
_FORMULA_ENDS = re.compile(r"\\[)\]]")
_HTML_TAG = re.compile(r"<.*?>", re.DOTALL)
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_FIRST_KEPT = 256
"""In attributes Anki writes the characters below as references, except for ASCII letters and digits."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of one card, as HTML."""

    front: str
    back: str


def render_card(note: Note, ordinal: int) -> Sides:
    """Return the sides of a note's card; `ordinal` is a blank's number less one, or the template's place.

    Raises ValueError for a template that uses more of Anki's language than this knows: a mistake in this library.
    """
    values = dict(zip(note.note_type.fields, note.fields, strict=True))
    template = note.note_type.templates[0 if note.note_type.is_cloze else ordinal]
    front = fill(template.front, values, ordinal)
    return Sides(front, fill(template.back, values, ordinal, front))


def fill(
    template: str, values: dict[str, str], ordinal: int, front: str | None = None
) -> str:
    """Return a template with its fields filled in; `front` is the filled front, None while that is being made.

    Raises ValueError for what this does not know: another filter, an unknown field, conditions that cross.
    """
    done: list[str] = []
    conditions: list[tuple[str, bool]] = []
    for place, piece in enumerate(_TAG.split(template)):
        if place % 2 and piece[:1] in ("#", "^"):
            is_empty = _EMPTY.fullmatch(_value(piece[1:], values)) is not None
            conditions.append((piece[1:], is_empty == (piece[0] == "^")))
        elif place % 2 and piece[:1] == "/":
            if not conditions or conditions.pop()[0] != piece[1:]:
                raise ValueError(f"{{{{{piece}}}}} closes nothing")
        elif all(holds for _, holds in conditions):
            done.append(
                _replacement(piece, values, ordinal, front) if place % 2 else piece
            )
    if conditions:
        raise ValueError(f"{{{{#{conditions[-1][0]}}}}} is not closed")
    return "".join(done)


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
    return (
        _with_blanks(value, ordinal + 1, asked=front is None) if filter_name else value
    )


def _with_blanks(text: str, number: int, *, asked: bool) -> str:
    """Return a statement as the card of one blank shows it: that blank asked or answered, all others told."""

    def shown(match: re.Match[str]) -> str:
        inner, hint = match[2], match[3]
        if int(match[1]) != number:
            return (
                f'<span class="cloze-inactive" data-ordinal="{match[1]}">{inner}</span>'
            )
        if not asked:
            return f'<span class="cloze" data-ordinal="{number}">{inner}</span>'
        hidden = f'data-cloze="{_in_attribute(inner)}"'
        return f'<span class="cloze" {hidden} data-ordinal="{number}">[{hint or "..."}]</span>'

    return _with_plain_formulas(_BLANK.sub(shown, text))


def _with_plain_formulas(text: str) -> str:
    """Return HTML without tags in formulas: MathJax would choke on them, so that Anki takes out even blanks' marks."""
    done: list[str] = []
    rest = 0
    # One pattern for a whole formula would read an enemy's text to its end for each beginning that has no end.
    while (begin := _FORMULA_BEGINS.search(text, rest)) and (
        end := _FORMULA_ENDS.search(text, begin.end())
    ):
        done += (
            text[rest : begin.end()],
            _HTML_TAG.sub("", text[begin.end() : end.start()]),
            end.group(),
        )
        rest = end.end()
    return "".join([*done, text[rest:]])


def _in_attribute(text: str) -> str:
    return "".join(map(_reference, text))


def _reference(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    is_kept = ord(char) >= _FIRST_KEPT or (char.isascii() and char.isalnum())
    return char if is_kept else f"&#x{ord(char):X};"
