"""Compares a typed text with the right answer, character by character.

The typed text is shown, with what is wrong or missing in it.
"""

from __future__ import annotations

import html
import unicodedata
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["same", "wrong", "missing", "swapped"]

LONGEST = 300
"""If a text has more characters, no letters are compared.

The whole typed text is then shown as wrong and the whole answer as missing; equal texts
are shown as one piece.
"""

_TERMINAL_CODES = {"same": "", "wrong": "9;31", "missing": "4;32", "swapped": "4;33"}
"""Terminal codes.

Wrong is struck through and red, missing is underlined and green, swapped is underlined
and yellow.
"""
_TAGS = {"wrong": "del", "missing": "ins", "swapped": "mark"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one kind: same, wrong, missing or swapped.

    *same*: as in the answer, apart from letter case and accents; *wrong*: typed but not
    in the answer; *missing*: in the answer but not typed; *swapped*: two neighbouring
    characters typed in the wrong order. All pieces but the *missing* ones make up the
    typed text.
    """

    kind: PieceKind
    text: str


def letter_diff(typed: str, answer: str) -> tuple[Piece, ...]:
    """Return the pieces from first to last, with as few changes as possible."""
    typed = unicodedata.normalize("NFC", typed.strip())
    answer = unicodedata.normalize("NFC", answer)
    if len(typed) > LONGEST or len(answer) > LONGEST:
        return _without_comparing(typed, answer)
    return _pieces(_steps(typed, answer))


def _without_comparing(typed: str, answer: str) -> tuple[Piece, ...]:
    if typed == answer:
        pieces = [Piece("same", typed)]
    else:
        pieces = [Piece("wrong", typed), Piece("missing", answer)]
    return tuple(piece for piece in pieces if piece.text)


def as_terminal(pieces: tuple[Piece, ...]) -> str:
    """Return the pieces with terminal codes; control characters are shown as �."""
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
    tag = _TAGS.get(piece.kind)
    text = html.escape(piece.text)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _plain(character: str) -> str:
    """Return a character in lower case and without accents."""
    return unicodedata.normalize("NFD", character.casefold())[:1]


def _steps(typed: str, answer: str) -> list[tuple[PieceKind, str]]:
    """Return the cheapest steps from the typed text to the answer."""
    typed_letters = [_plain(character) for character in typed]
    answer_letters = [_plain(character) for character in answer]
    costs = _costs(typed_letters, answer_letters)
    # The way back through the table of costs gives the steps in reverse order.
    steps: list[tuple[PieceKind, str]] = []
    i, j = len(typed), len(answer)
    while i or j:
        cost = costs[i][j]
        is_same = i and j and typed_letters[i - 1] == answer_letters[j - 1]
        is_swapped = _is_swapped(typed_letters, answer_letters, i, j)
        if is_same and cost == costs[i - 1][j - 1]:
            steps.append(("same", typed[i - 1]))
            i, j = i - 1, j - 1
        elif is_swapped and cost == costs[i - 2][j - 2] + 1:
            steps.append(("swapped", typed[i - 2 : i]))
            i, j = i - 2, j - 2
        elif j and cost == costs[i][j - 1] + 1:
            steps.append(("missing", answer[j - 1]))
            j -= 1
        else:
            steps.append(("wrong", typed[i - 1]))
            i -= 1
    return steps[::-1]


def _costs(typed_letters: list[str], answer_letters: list[str]) -> list[list[int]]:
    """Return a table of costs.

    Row i, column j has the cost of the steps from the first i typed letters to the
    first j letters of the answer.
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

    These are the last two of the first i typed letters. They are compared with the last
    two of the first j letters of the answer.
    """
    if i < 2 or j < 2:  # noqa: PLR2004
        return False
    first, second = typed_letters[i - 2], typed_letters[i - 1]
    is_reversed = answer_letters[j - 2] == second and answer_letters[j - 1] == first
    return is_reversed and first != second


def _pieces(steps: list[tuple[PieceKind, str]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for kind, text in steps:
        if pieces and pieces[-1].kind == kind and kind != "swapped":
            pieces[-1] = Piece(kind, pieces[-1].text + text)
        else:
            pieces.append(Piece(kind, text))
    return tuple(pieces)
