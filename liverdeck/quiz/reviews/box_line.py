"""Find the judgement that a colleague gave in the line with the boxes.

Word, LibreOffice and Google Docs write different signs into a box, and people also type
an x before a word, or strike out the words that do not apply.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.characters import (
    CLOSING_BRACKETS,
    COMMAS,
    DASHES,
    JOINER_OF_PERSIAN,
    OPENING_BRACKETS,
    SEMICOLONS,
    UNSEEN,
)
from liverdeck.quiz.papers.judgements import Judgement, judgement_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TICKS = "xX×☒☑✓✔✗✘✅■●"
_MARK = re.compile(
    rf"[{re.escape(OPENING_BRACKETS)}]\s*(?P<inside>[{_TICKS}]?)\s*"
    rf"[{re.escape(CLOSING_BRACKETS)}]|(?P<tick>[{_TICKS}])|[☐□○❏◻⬜]"
)
"""A box, with a tick or without, or a tick alone."""
_BETWEEN = re.compile(
    rf"[{DASHES}\s\0{UNSEEN}{JOINER_OF_PERSIAN}{COMMAS}{SEMICOLONS}/|.·:_]*"
)
"""Characters that may be between words and boxes and have no meaning."""

LONGEST_LINE = 500
"""A longer line is refused, so that the search for boxes does not take long."""


class UnclearJudgementError(Exception):
    """The line does not give one clear judgement. The message says why."""


def judgement_of_line(pieces: Sequence[tuple[str, bool]]) -> Judgement | None:
    """Return the judgement in the pieces of a line; None if nothing is ticked.

    A piece is a text and a flag that says whether it is struck out. If two of the three
    words are struck out or deleted, the third one is the judgement. Raises
    UnclearJudgementError.
    """
    text = "".join(piece for piece, _ in pieces)
    if len(text) > LONGEST_LINE:
        raise UnclearJudgementError(
            f"its line with boxes has more than {LONGEST_LINE} characters"
        )
    is_character_struck = [is_struck for piece, is_struck in pieces for _ in piece]
    spans = _spans_of_words(text)
    if not spans:
        raise UnclearJudgementError("the words beside the boxes are gone")
    not_struck = [
        judgement
        for judgement, (start, end) in spans.items()
        if not all(is_character_struck[start:end])
    ]
    ticked = _ticked(_without_struck(pieces), spans)
    if len(ticked) > 1:
        names = " and ".join(judgement.value for judgement in ticked)
        raise UnclearJudgementError(f"{names} are ticked")
    if ticked and ticked[0] not in not_struck:
        raise UnclearJudgementError(f"{ticked[0].value} is ticked and struck out")
    if ticked:
        return ticked[0]
    if len(not_struck) == len(Judgement):
        return None
    if len(not_struck) == 1:
        return not_struck[0]
    raise UnclearJudgementError("nothing is ticked, but a word is struck out")


def _without_struck(pieces: Sequence[tuple[str, bool]]) -> str:
    """Return the text with a null in place of each character that is struck out."""
    return "".join(
        "\0" * len(piece) if struck else piece.replace("\0", " ")
        for piece, struck in pieces
    )


def _spans_of_words(text: str) -> Mapping[Judgement, tuple[int, int]]:
    """Return the start and the end index of the word for each judgement.

    The words are of the language that has the most of its words in the text.
    """
    return max((_spans_of(text, words) for words in judgement_words()), key=len)


def _spans_of(
    text: str, words: Mapping[Judgement, str]
) -> Mapping[Judgement, tuple[int, int]]:
    spans = {}
    start = 0
    for judgement, word in words.items():
        # There may be no space between an x and its word.
        pattern = rf"(?:(?<!\w)|(?<=\b[xX])){re.escape(word)}(?!\w)"
        match = re.compile(pattern, re.IGNORECASE).search(text, start)
        if match is not None:
            spans[judgement] = match.span()
            start = match.end()
    return spans


def _ticked(text: str, spans: Mapping[Judgement, tuple[int, int]]) -> list[Judgement]:
    """Return the judgements that are ticked, before their words or after them.

    The last mark before a word is its box. A tick before that box, or after the last
    word, belongs to the word before it.
    """
    ticked: list[Judgement] = []
    previous: Judgement | None = None
    previous_end = 0
    for judgement, (start, end) in spans.items():
        *marks_of_previous, box_is_ticked = _marks(text[previous_end:start]) or [False]
        if any(marks_of_previous):
            ticked.append(previous or judgement)
        if box_is_ticked:
            ticked.append(judgement)
        previous, previous_end = judgement, end
    if previous is not None and any(_marks(text[previous_end:])):
        ticked.append(previous)
    return list(dict.fromkeys(ticked))


def _marks(text: str) -> list[bool]:
    """Return, for each mark in a text, whether it is a tick. Refuses any other text."""
    other_text = _BETWEEN.sub("", _MARK.sub("", text))
    if other_text:
        raise UnclearJudgementError(f"{other_text[:20]!r} is not a tick")
    return [bool(match["inside"] or match["tick"]) for match in _MARK.finditer(text)]
