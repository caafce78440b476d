"""Choices that a question or a hint writes out, such as *red or blue?*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.characters import (
    CLOSING_BRACKETS,
    COMMAS,
    OPENING_BRACKETS,
    OTHER_ENDS_OF_SENTENCES,
    QUESTION_MARKS,
)
from liverdeck.base.words import words_of
from liverdeck.checker.languages.language import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.facts.answer import Answer

_MOST_WORDS = 5
"""An offered answer has at most this many words."""
_BRACKETS = re.escape(OPENING_BRACKETS + CLOSING_BRACKETS)
_BREAK = re.compile(
    rf"[{QUESTION_MARKS}{OTHER_ENDS_OF_SENTENCES}{_BRACKETS}–—]\s*|[{COMMAS}]\s+"
)
"""The end of the piece of a question that writes out a choice."""


def offered_options(
    text: str, answer: Answer, wrong_texts: Iterable[str], or_words: Iterable[str]
) -> tuple[str, ...]:
    """Return the answers that a text offers as a choice, in its order.

    One of them is the right answer or an alias of it. Each is worded as in the text.
    Empty if the text offers no choice with the right answer. `wrong_texts` are the
    answers that the author calls wrong. They show where the other answers in the text
    begin and end. `or_words` are the words for *or* in the language of the text, if
    they are known.
    """
    any_or = "|".join(map(re.escape, or_words))
    if not any_or:
        return ()
    pattern = rf"^(.*\S),? (?:{any_or})\.? (.+)$"
    match = re.search(pattern, text, re.DOTALL | re.IGNORECASE)
    if match is None:
        return ()
    *earlier, before = _pieces(match.group(1))
    after = _BREAK.split(match.group(2), maxsplit=1)[0]
    endings, beginnings = _endings(before), _beginnings(after)
    wrong = {_plain(wrong_text) for wrong_text in wrong_texts}
    # The author's own text is preferred to its aliases.
    for names in ((answer.text,), answer.right_texts):
        right = {_plain(name) for name in names}
        pair = _answers_around_or(endings, beginnings, right, wrong)
        if pair is not None:
            break
    else:
        return ()
    # More answers may come before only if the answer before the *or* is a whole piece.
    is_whole_piece = len(pair[0].split()) == len(endings)
    listed = _listed_before(earlier, wrong, right) if is_whole_piece else ()
    return (*listed, *pair)


def _answers_around_or(
    endings: list[str], beginnings: list[str], right: set[str], wrong: set[str]
) -> tuple[str, str] | None:
    """Return the answers before and after the *or*; exactly one of them is right.

    `endings` are all texts that may be the answer before it, and `beginnings` all that
    may be the answer after it.
    """
    key_before, key_after = _first_of(endings, right), _first_of(beginnings, right)
    if key_after is not None and key_before is None:
        other = _first_of(endings, wrong) or _first_with_word_count_of(
            endings, key_after
        )
        return None if other is None else (other, key_after)
    if key_before is not None and key_after is None:
        other = _first_of(beginnings, wrong) or _first_with_word_count_of(
            beginnings, key_before
        )
        return None if other is None else (key_before, other)
    return None


def _pieces(text: str) -> list[str]:
    pieces = [piece.strip() for piece in _BREAK.split(text)]
    return [piece for piece in pieces if piece] or [""]


def _listed_before(
    earlier: list[str], wrong: set[str], right: set[str]
) -> tuple[str, ...]:
    """Return the answers before the last two: *mild* of *mild, moderate or severe*."""
    listed: list[str] = []
    for piece in reversed(earlier):
        text = _first_of(_endings(piece), wrong | right)
        if text is None:
            break
        listed.insert(0, text)
    return tuple(listed)


def _endings(text: str) -> list[str]:
    """Return the last words of a text: at most five, then four, down to one."""
    words = text.split()
    most_words = min(_MOST_WORDS, len(words))
    return [" ".join(words[-count:]) for count in range(most_words, 0, -1)]


def _beginnings(text: str) -> list[str]:
    """Return the first words of a text: at most five, then four, down to one."""
    words = text.rstrip(f"{QUESTION_MARKS}{OTHER_ENDS_OF_SENTENCES} ").split()
    most_words = min(_MOST_WORDS, len(words))
    return [" ".join(words[:count]) for count in range(most_words, 0, -1)]


def _first_of(texts: list[str], plain_texts: set[str]) -> str | None:
    """Return the first text that is one of the plain texts; None if none is."""
    return next((text for text in texts if _plain(text) in plain_texts), None)


def _first_with_word_count_of(texts: list[str], model: str) -> str | None:
    """Return the first text that has the same number of words as the model, or None."""
    count = len(model.split())
    return next((text for text in texts if len(text.split()) == count), None)


def _plain(text: str) -> str:
    words = [word for word in words_of(text) if word not in ENGLISH.articles]
    return " ".join(words)
