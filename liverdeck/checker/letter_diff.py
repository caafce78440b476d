"""What was typed beside what is right, character by character, on the learner's own text."""

from __future__ import annotations

import html
import unicodedata
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["same", "wrong", "missing", "swapped"]

LONGEST = 300
"""Characters; a longer text is shown as one piece, since nobody reads its letters one by one."""

_MARKS = {"same": "", "wrong": "9;31", "missing": "4;32", "swapped": "4;33"}
"""Terminal codes: struck through and red, underlined and green, underlined and yellow."""
_TAGS = {"wrong": "del", "missing": "ins", "swapped": "mark"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that have one fate.

    *same*: as in the answer, letter case and accents aside; *wrong*: typed but not in the answer; *missing*: in the
    answer but not typed; *swapped*: two neighbours typed in the wrong order. Without the *missing* ones, the pieces
    put together are what was typed.
    """

    kind: PieceKind
    text: str


def letter_diff(typed: str, answer: str) -> tuple[Piece, ...]:
    """Return the pieces from left to right; the shortest way from what was typed to the answer."""
    typed, answer = (
        unicodedata.normalize("NFC", typed.strip()),
        unicodedata.normalize("NFC", answer),
    )
    if len(typed) > LONGEST or len(answer) > LONGEST:
        kinds: list[tuple[PieceKind, str]] = (
            [("same", typed)]
            if typed == answer
            else [("wrong", typed), ("missing", answer)]
        )
        return tuple(Piece(kind, text) for kind, text in kinds if text)
    return _joined(_steps(typed, answer))


def as_terminal(pieces: tuple[Piece, ...]) -> str:
    """Return the pieces with the codes of a terminal; control characters are shown as �."""
    return "".join(_marked(piece) for piece in pieces)


def as_html(pieces: tuple[Piece, ...]) -> str:
    """Return the pieces as HTML: `<del>` wrong, `<ins>` missing, `<mark>` swapped, all text escaped."""
    return "".join(_tagged(piece) for piece in pieces)


def _marked(piece: Piece) -> str:
    text = "".join(
        character if character.isprintable() else "�" for character in piece.text
    )
    return f"\x1b[{_MARKS[piece.kind]}m{text}\x1b[0m" if _MARKS[piece.kind] else text


def _tagged(piece: Piece) -> str:
    tag = _TAGS.get(piece.kind)
    text = html.escape(piece.text)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _plain(character: str) -> str:
    return unicodedata.normalize("NFD", character.casefold())[:1]


def _steps(typed: str, answer: str) -> list[tuple[PieceKind, str]]:
    left, right = [_plain(each) for each in typed], [_plain(each) for each in answer]
    costs = _costs(left, right)
    steps: list[tuple[PieceKind, str]] = []
    i, j = len(left), len(right)
    while i or j:
        if (
            i
            and j
            and left[i - 1] == right[j - 1]
            and costs[i][j] == costs[i - 1][j - 1]
        ):
            steps.append(("same", typed[i - 1]))
            i, j = i - 1, j - 1
        elif _swapped(left, right, i, j) and costs[i][j] == costs[i - 2][j - 2] + 1:
            steps.append(("swapped", typed[i - 2 : i]))
            i, j = i - 2, j - 2
        elif j and costs[i][j] == costs[i][j - 1] + 1:
            steps.append(("missing", answer[j - 1]))
            j -= 1
        else:
            steps.append(("wrong", typed[i - 1]))
            i -= 1
    return steps[::-1]


def _costs(left: list[str], right: list[str]) -> list[list[int]]:
    costs = [list(range(len(right) + 1))]
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            best = min(costs[i - 1][j], row[j - 1]) + 1
            if letter == other:
                best = min(best, costs[i - 1][j - 1])
            if _swapped(left, right, i, j):
                best = min(best, costs[i - 2][j - 2] + 1)
            row.append(best)
        costs.append(row)
    return costs


def _swapped(left: list[str], right: list[str], i: int, j: int) -> bool:
    both = (
        i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]
    )
    return both and left[i - 1] != left[i - 2]


def _joined(steps: list[tuple[PieceKind, str]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for kind, text in steps:
        if pieces and pieces[-1].kind == kind and kind != "swapped":
            pieces[-1] = Piece(kind, pieces[-1].text + text)
        else:
            pieces.append(Piece(kind, text))
    return tuple(pieces)
