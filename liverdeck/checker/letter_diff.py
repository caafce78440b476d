"""Compares a typed text with the right one, character by character.

The learner's own text is shown, with what is wrong or missing in it.
"""

from __future__ import annotations

import html
import unicodedata
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["same", "wrong", "missing", "swapped"]

LONGEST = 300
"""Characters. A longer text is shown as one piece; nobody compares so many letters."""

_TERMINAL_CODES = {"same": "", "wrong": "9;31", "missing": "4;32", "swapped": "4;33"}
"""Terminal codes.

Wrong is struck through and red, missing is underlined and green, swapped is underlined
and yellow.
"""
_TAGS = {"wrong": "del", "missing": "ins", "swapped": "mark"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of the same kind.

    *same*: as in the answer, apart from letter case and accents; *wrong*: typed but not
    in the answer; *missing*: in the answer but not typed; *swapped*: two neighbours
    typed in the wrong order. The pieces without the *missing* ones make up the typed
    text.
    """

    kind: PieceKind
    text: str


def letter_diff(typed: str, answer: str) -> tuple[Piece, ...]:
    """Return the pieces from left to right, with as few changes as possible."""
    typed = unicodedata.normalize("NFC", typed.strip())
    answer = unicodedata.normalize("NFC", answer)
    if len(typed) > LONGEST or len(answer) > LONGEST:
        return _whole_texts(typed, answer)
    return _joined(_steps(typed, answer))


def _whole_texts(typed: str, answer: str) -> tuple[Piece, ...]:
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
    """Return a character without case and accents."""
    return unicodedata.normalize("NFD", character.casefold())[:1]


def _steps(typed: str, answer: str) -> list[tuple[PieceKind, str]]:
    """Return the cheapest steps from the typed text to the answer."""
    left = [_plain(character) for character in typed]
    right = [_plain(character) for character in answer]
    costs = _costs(left, right)
    # The way back through the table of costs gives the steps in reverse order.
    steps: list[tuple[PieceKind, str]] = []
    i, j = len(left), len(right)
    while i or j:
        cost = costs[i][j]
        is_same = i and j and left[i - 1] == right[j - 1]
        if is_same and cost == costs[i - 1][j - 1]:
            steps.append(("same", typed[i - 1]))
            i, j = i - 1, j - 1
        elif _is_swapped(left, right, i, j) and cost == costs[i - 2][j - 2] + 1:
            steps.append(("swapped", typed[i - 2 : i]))
            i, j = i - 2, j - 2
        elif j and cost == costs[i][j - 1] + 1:
            steps.append(("missing", answer[j - 1]))
            j -= 1
        else:
            steps.append(("wrong", typed[i - 1]))
            i -= 1
    return steps[::-1]


def _costs(left: list[str], right: list[str]) -> list[list[int]]:
    """Return the costs between the first i characters and the first j characters."""
    costs = [list(range(len(right) + 1))]
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            best = min(costs[i - 1][j], row[j - 1]) + 1
            if letter == other:
                best = min(best, costs[i - 1][j - 1])
            if _is_swapped(left, right, i, j):
                best = min(best, costs[i - 2][j - 2] + 1)
            row.append(best)
        costs.append(row)
    return costs


def _is_swapped(left: list[str], right: list[str], i: int, j: int) -> bool:
    """Whether the two characters before i are those before j in the other order."""
    if i < 2 or j < 2:  # noqa: PLR2004
        return False
    is_crosswise = left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]
    return is_crosswise and left[i - 1] != left[i - 2]


def _joined(steps: list[tuple[PieceKind, str]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for kind, text in steps:
        if pieces and pieces[-1].kind == kind and kind != "swapped":
            pieces[-1] = Piece(kind, pieces[-1].text + text)
        else:
            pieces.append(Piece(kind, text))
    return tuple(pieces)
