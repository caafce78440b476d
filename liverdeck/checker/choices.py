"""A typed choice: a letter, the option's text, or true and false."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.checker.key import LONGEST, answer_of, key_of
from liverdeck.checker.modifiers import without_filler
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

_LETTER = re.compile(
    r"\(?\s*(?:option\s+|answer\s+)?([a-z]|[0-9]{1,2})\s*[).:]?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_LETTER = 2
"""Characters: B, or 12."""
_TRUE = frozenset(("true", "t", "yes", "y", "right", "correct"))
_FALSE = frozenset(("false", "f", "no", "n", "wrong", "incorrect", "untrue"))
_NOT_TRUE = frozenset((("not", "true"), ("not", "correct"), ("not", "right")))


def check_choice(typed: str, options: Sequence[str], right: int) -> Verdict:
    """Judge which of the options was meant: by its letter (b, B), (b)), its number from 1, or its text.

    `right` is the place of the right option, from 0. Two options named at once are *ambiguous*. Raises ValueError for
    fewer than two options, an empty one, or a place that is not among them.
    """
    if (
        len(options) < 2  # noqa: PLR2004
        or not 0 <= right < len(options)
        or not all(option.strip() for option in options)
    ):
        raise ValueError(
            f"right is {right}; it must be the place of one of two or more options, none of them empty"
        )
    answer = options[right]
    if not typed.strip() or len(typed) > LONGEST:
        return Verdict(
            "wrong", "unreadable" if typed.strip() else "empty", typed, answer
        )
    chosen = _chosen(typed, options)
    if len(chosen) == 1:
        return Verdict(
            "correct" if right in chosen else "wrong", "choice", typed, answer
        )
    if len(chosen) > 1:
        return Verdict("wrong", "ambiguous", typed, answer)
    doubted = [
        option
        for option in options
        if key_of(answer_of(option)).check(typed).outcome == "retype"
    ]
    if doubted:
        return Verdict("retype", "misspelt", typed, answer, typed.strip())
    return Verdict("wrong", "wrong", typed, answer)


def check_true_false(typed: str, *, right: bool) -> Verdict:
    """Judge a statement marked as true or false: true, T, yes; false, F, no, not true."""
    answer = "true" if right else "false"
    tokens = without_filler(tokens_of(typed[:LONGEST]))
    said: bool | None = None
    if len(tokens) == 1 and tokens[0] in _TRUE | _FALSE:
        said = tokens[0] in _TRUE
    elif tokens in _NOT_TRUE:
        said = False
    if said is None:
        return Verdict(
            "wrong" if not tokens else "retype",
            "ambiguous" if tokens else "empty",
            typed,
            answer,
        )
    return Verdict("correct" if said is right else "wrong", "choice", typed, answer)


def _chosen(typed: str, options: Sequence[str]) -> set[int]:
    by_text = {
        number for number, option in enumerate(options) if _is_text(typed, option)
    }
    exact = {
        number
        for number in by_text
        if key_of(answer_of(options[number])).check(typed).reason != "typo"
    }
    if by_text:
        return exact or by_text
    by_letter = [_place(letter, len(options)) for letter in _letters(typed)]
    if by_letter and all(place is not None for place in by_letter):
        return {place for place in by_letter if place is not None}
    match = _LETTER.fullmatch(typed.strip())
    place = _place(match[1], len(options)) if match else None
    if match is None or place is None or not match[2]:
        return set() if match is None or place is None else {place}
    return (
        {place}
        | {
            number
            for number, option in enumerate(options)
            if _is_text(match[2], option)
        }
        if any(_is_text(match[2], option) for option in options)
        else set()
    )


def _letters(typed: str) -> list[str]:
    parts = re.split(
        r"[\s,;/&+()]+|\band\b|\bor\b", typed.strip().strip("().:").lower()
    )
    letters = [part.strip(".):") for part in parts if part.strip(".):")]
    return (
        letters
        if all(len(letter) == 1 or letter.isdigit() for letter in letters)
        else []
    )


def _place(letter: str, count: int) -> int | None:
    if not letter.isascii() or len(letter) > _LONGEST_LETTER:
        return None
    place = int(letter) - 1 if letter.isdecimal() else ord(letter.lower()) - ord("a")
    return place if 0 <= place < count else None


def _is_text(typed: str, option: str) -> bool:
    return key_of(answer_of(option)).check(typed).outcome == "correct"
