"""A right answer, prepared for comparison.

That is its tokens, which of them must be exact, and the other ways to say it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.checker.modifiers import Tokens, without_brackets, without_filler
from liverdeck.checker.spelling import inflections
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CODE = re.compile(r"\b(?:[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[A-Z])\b")
_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9]) (?=[0-9])")
_LONGEST_CODE = 8
_LONGEST_SHOUTED = 6
"""Letters. An answer in capitals with a longer word is just shouted, not a code."""
_SHORTEST_FORGIVEN = 4
"""Letters. In a shorter word every slip makes another word or another code."""
_SHORTEST_PART = 4
"""Letters of a word that says something by itself."""

_LIMITS = (0.0, 0.0, 0.0, 0.0, 0.5, 0.5, 1.0, 1.8, 2.2, 2.2, 2.6, 3.2)
"""The largest slip that is forgiven, by the number of letters."""
_LIMIT_OF_LONG_WORDS = 3.5


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a right answer."""

    text: str
    spellings: frozenset[str]
    """The token, and its singular or plural."""
    limit: float | None
    """The largest slip that still counts as this word (measured, see docs/checker.md).

    None if the word must be exact: a number, a sign, an abbreviation, a code, or a
    word that is too short to forgive anything.
    """


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say an answer."""

    text: str
    """The answer as the author wrote it."""
    tokens: Tokens
    words: tuple[Word, ...]

    def has_spelling(self, tokens: Tokens) -> bool:
        """Whether the tokens are these words, each in the singular or the plural."""
        return len(tokens) == len(self.words) and all(
            token in word.spellings
            for token, word in zip(tokens, self.words, strict=True)
        )


def phrases_of(text: str) -> list[Phrase]:
    """Return the ways to say one right answer."""
    codes = _codes(text)
    return [
        Phrase(text, tokens, tuple(_word(token, codes) for token in tokens))
        for tokens in _ways(text, codes)
    ]


def letters_of(text: str) -> set[str]:
    """Return the letters and digits of each way to say an answer.

    A text with the same letters and digits is surely right.
    """
    return {letters_in(tokens) for tokens in _ways(text, _codes(text))}


def letters_in(tokens: Tokens) -> str:
    """Return tokens without spaces; numbers side by side stay apart: 1/2 is not 12."""
    return _BETWEEN_NUMBERS.sub("/", " ".join(tokens)).replace(" ", "")


def _ways(text: str, codes: set[str]) -> Iterable[Tokens]:
    """Return the ways to say an answer, as tokens.

    As written, with number words as words, without its brackets, reversed at its *of*,
    and without the words that say nothing.
    """
    tokens = tokens_of(text)
    ways = [tokens]
    if any(token[0].isdigit() for token in tokens):
        ways.append(tokens_of(text, numbers=False))

    outer, inner = without_brackets(text)
    if inner and outer.strip():
        outer_tokens = tokens_of(outer)
        ways.append(outer_tokens)
        if len(inner) == 1 and is_initials(inner[0], outer_tokens):
            ways.append(tokens_of(inner[0]))

    ways.append(reversed_at_of(tokens))
    if tokens and tokens[0] not in codes:
        ways.append(without_filler(tokens))
    return dict.fromkeys(way for way in ways if way)


def reversed_at_of(tokens: Tokens) -> Tokens:
    """Return *colon cancer* for *cancer of colon*.

    Empty unless there is exactly one *of*, and it is between words.
    """
    if tokens.count("of") != 1:
        return ()
    index = tokens.index("of")
    if not 0 < index < len(tokens) - 1:
        return ()
    return tokens[index + 1 :] + tokens[:index]


def other_orders(typed: str, tokens: Tokens) -> Iterator[Tokens]:
    """Yield a typed text's tokens in the other orders that mean the same.

    *Cancer of colon* is colon cancer, and *mass, peritoneal* is a peritoneal mass.
    """
    reordered = reversed_at_of(tokens)
    if reordered:
        yield reordered
    before, comma, after = typed.partition(",")
    if comma and "," not in after:
        first, second = without_filler(tokens_of(before)), tokens_of(after)
        if first and second:
            yield second + first


def is_initials(short: str, tokens: Tokens) -> bool:
    """Whether a text is the initials of tokens, as in *computed tomography (CT)*."""
    letters = re.sub(r"[^a-z]", "", short.lower())
    initials = [token[0] for token in tokens if token not in ("of", "and", "the")]
    return len(letters) > 1 and letters == "".join(initials)


def missing_from(phrase: Phrase, tokens: Tokens) -> list[str] | None:
    """Return the words of a phrase that the tokens leave out.

    None if the tokens leave nothing out or hold anything else.
    """
    remaining = list(tokens)
    missing = []
    for word in phrase.words:
        if remaining and remaining[0] in word.spellings:
            remaining.pop(0)
        else:
            missing.append(word.text)
    says_something = any(len(token) >= _SHORTEST_PART for token in tokens)
    return missing if not remaining and missing and says_something else None


def tokens_around(phrase: Phrase, tokens: Tokens) -> list[str] | None:
    """Return the tokens around a phrase; None if it is not there in one piece."""
    size = len(phrase.tokens)
    for start in range(len(tokens) - size + 1):
        end = start + size
        if phrase.has_spelling(tokens[start:end]):
            return [*tokens[:start], *tokens[end:]]
    return None


def _codes(text: str) -> set[str]:
    """Return the tokens of a text that are written as codes, such as AFP."""
    if text.isupper() and any(len(word) > _LONGEST_SHOUTED for word in text.split()):
        return set()
    codes = [word for word in _CODE.findall(text) if len(word) <= _LONGEST_CODE]
    return {token for code in codes for token in tokens_of(code)}


def _word(token: str, codes: set[str]) -> Word:
    if not token.isalpha() or len(token) == 1:
        return Word(token, frozenset((token,)), None)
    if token in codes or len(token) < _SHORTEST_FORGIVEN:
        return Word(token, frozenset((token, token + "s")), None)
    limit = _LIMITS[len(token)] if len(token) < len(_LIMITS) else _LIMIT_OF_LONG_WORDS
    return Word(token, inflections(token), limit)
