"""Compares a typed text with the right answer, character by character.

The result shows the typed text, with what is wrong in it and what is missing.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

from liverdeck.base.values import value_class

PieceKind = Literal["same", "wrong", "missing", "swapped"]

_LONGEST_COMPARED = 300
"""At most this many characters are compared.

If a text is longer, the whole typed text is shown as wrong and the whole answer as
missing. Equal texts are still shown as one piece.
"""

_TERMINAL_CODES = {"same": "", "wrong": "9;31", "missing": "4;32", "swapped": "4;33"}
"""How a terminal shows a piece.

Wrong is struck through and red, missing is underlined and green, swapped is underlined
and yellow.
"""
_HTML_TAGS = {"wrong": "del", "missing": "ins", "swapped": "mark"}


@value_class
class Piece:
    """A run of characters of one kind: same, wrong, missing or swapped.

    *same*: as in the answer, apart from letter case and accents; *wrong*: typed but not
    in the answer; *missing*: in the answer but not typed; *swapped*: two neighbouring
    characters typed in the wrong order. Together, all pieces that are not *missing*
    are the typed text.
    """

    kind: PieceKind
    text: str


def letter_diff(typed: str, answer: str) -> tuple[Piece, ...]:
    """Compare a typed text with an answer, with as few changes as possible."""
    typed = unicodedata.normalize("NFC", typed.strip())
    answer = unicodedata.normalize("NFC", answer)
    if len(typed) > _LONGEST_COMPARED or len(answer) > _LONGEST_COMPARED:
        return _without_comparing(typed, answer)
    return _pieces(_edits(typed, answer))


def _without_comparing(typed: str, answer: str) -> tuple[Piece, ...]:
    if typed == answer:
        pieces = [Piece("same", typed)]
    else:
        pieces = [Piece("wrong", typed), Piece("missing", answer)]
    return tuple(piece for piece in pieces if piece.text)


def as_terminal_text(pieces: tuple[Piece, ...]) -> str:
    """Return the pieces with terminal codes and with � for control characters."""
    return "".join(_for_terminal(piece) for piece in pieces)


def as_html(pieces: tuple[Piece, ...]) -> str:
    """Return the pieces as HTML, with the text escaped.

    `<del>` is wrong, `<ins>` is missing, `<mark>` is swapped.
    """
    return "".join(_for_html(piece) for piece in pieces)


def _for_terminal(piece: Piece) -> str:
    text = "".join(
        character if character.isprintable() else "�" for character in piece.text
    )
    code = _TERMINAL_CODES[piece.kind]
    return f"\x1b[{code}m{text}\x1b[0m" if code else text


def _for_html(piece: Piece) -> str:
    import html  # takes 5 ms, and only pages need it

    tag = _HTML_TAGS.get(piece.kind)
    text = html.escape(piece.text)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _plain(character: str) -> str:
    """Return a character in lower case and without accents, for comparing."""
    return unicodedata.normalize("NFD", character.casefold())[:1]


def _edits(typed: str, answer: str) -> list[tuple[PieceKind, str]]:
    """Return the cheapest edits that turn the typed text into the answer.

    A character that stays as it is comes as *same*.
    """
    typed_letters = [_plain(character) for character in typed]
    answer_letters = [_plain(character) for character in answer]
    costs = _costs(typed_letters, answer_letters)
    # We go back through the table from its last cost. So the edits come in reverse
    # order. i and j are row and column.
    edits: list[tuple[PieceKind, str]] = []
    i, j = len(typed), len(answer)
    while i or j:
        cost = costs[i][j]
        is_same = i and j and typed_letters[i - 1] == answer_letters[j - 1]
        is_swapped = _is_swapped(typed_letters, answer_letters, i, j)
        if is_same and cost == costs[i - 1][j - 1]:
            edits.append(("same", typed[i - 1]))
            i, j = i - 1, j - 1
        elif is_swapped and cost == costs[i - 2][j - 2] + 1:
            edits.append(("swapped", typed[i - 2 : i]))
            i, j = i - 2, j - 2
        elif j and cost == costs[i][j - 1] + 1:
            edits.append(("missing", answer[j - 1]))
            j -= 1
        else:
            edits.append(("wrong", typed[i - 1]))
            i -= 1
    return edits[::-1]


def _costs(typed_letters: list[str], answer_letters: list[str]) -> list[list[int]]:
    """Return a table of costs.

    Row i, column j has the least number of edits that turn the first i typed letters
    into the first j letters of the answer.
    """
    costs = [list(range(len(answer_letters) + 1))]
    for i, typed in enumerate(typed_letters, 1):
        row = [i]
        for j, right in enumerate(answer_letters, 1):
            best = min(costs[i - 1][j], row[j - 1]) + 1
            if typed == right:
                best = min(best, costs[i - 1][j - 1])
            if _is_swapped(typed_letters, answer_letters, i, j):
                best = min(best, costs[i - 2][j - 2] + 1)
            row.append(best)
        costs.append(row)
    return costs


def _is_swapped(
    typed_letters: list[str], answer_letters: list[str], i: int, j: int
) -> bool:
    """Whether two neighbouring letters are typed in the wrong order.

    They are the typed letters i - 1 and i, counted from 1. They are compared with the
    letters j - 1 and j of the answer.
    """
    if i < 2 or j < 2:  # noqa: PLR2004
        return False
    first, second = typed_letters[i - 2], typed_letters[i - 1]
    is_reversed = answer_letters[j - 2] == second and answer_letters[j - 1] == first
    return is_reversed and first != second


def _pieces(edits: list[tuple[PieceKind, str]]) -> tuple[Piece, ...]:
    """Join neighbouring edits of the same kind, except swaps, into pieces."""
    pieces: list[Piece] = []
    for kind, text in edits:
        if pieces and pieces[-1].kind == kind and kind != "swapped":
            pieces[-1] = Piece(kind, pieces[-1].text + text)
        else:
            pieces.append(Piece(kind, text))
    return tuple(pieces)
