"""A right answer prepared for comparison: its tokens, which of them must be exact, and the other ways to say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.checker.modifiers import Tokens, without_brackets, without_filler
from liverdeck.checker.spelling import inflections
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_CODE = re.compile(r"\b(?:[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[A-Z])\b")
_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9]) (?=[0-9])")
_LONGEST_CODE = 8
_LONGEST_SHOUTED = 6
"""Letters of a word; an answer all in capitals with a longer one is shouted, not coded."""
_SHORTEST_FORGIVEN = 4
"""Letters; in a shorter word every slip makes another word or another code."""
_SHORTEST_PART = 4
"""Letters of a word that says something by itself."""

_LIMITS = (0.0, 0.0, 0.0, 0.0, 0.5, 0.5, 1.0, 1.8, 2.2, 2.2, 2.6, 3.2)
_LIMIT_OF_LONG_WORDS = 3.5


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a right answer."""

    text: str
    spellings: frozenset[str]
    """It, and its singular or plural."""
    limit: float | None
    """The largest slip that is still read as this word (measured, see docs/checker.md); None where it must be exact: a
    number, a sign, an abbreviation, a code, or too short to forgive anything."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say an answer."""

    text: str
    """As the author wrote the answer."""
    tokens: Tokens
    words: tuple[Word, ...]


def phrases_of(text: str) -> list[Phrase]:
    """Return the ways to say one right answer, prepared for comparison."""
    codes = _codes(text)
    return [
        Phrase(text, way, tuple(_word(token, codes) for token in way))
        for way in _ways(text, codes)
    ]


def letters_of(text: str) -> set[str]:
    """Return the letters and digits of each way to say an answer: what is equal there is surely right."""
    return {letters_in(way) for way in _ways(text, _codes(text))}


def letters_in(tokens: Tokens) -> str:
    """Return tokens written together, but for numbers side by side: 1/2 is not 12."""
    return _BETWEEN_NUMBERS.sub("/", " ".join(tokens)).replace(" ", "")


def _ways(text: str, codes: set[str]) -> Iterable[Tokens]:
    # As written, turned round its *of*, without its brackets, and without the words that say nothing.
    outer, inner = without_brackets(text)
    ways = [tokens_of(text)]
    if any(token[0].isdigit() for token in ways[0]):
        ways.append(tokens_of(text, numbers=False))
    if inner and outer.strip():
        ways.append(tokens_of(outer))
        if len(inner) == 1 and is_initials(inner[0], ways[-1]):
            ways.append(tokens_of(inner[0]))
    ways += [turned for tokens in ways[:1] if (turned := turned_round(tokens))]
    if ways[0] and ways[0][0] not in codes:
        ways.append(without_filler(ways[0]))
    return dict.fromkeys(way for way in ways if way)


def turned_round(tokens: Tokens) -> Tokens:
    """Return *colon cancer* for *cancer of colon*; nothing where there is not exactly one *of* between words."""
    if tokens.count("of") != 1:
        return ()
    place = tokens.index("of")
    return tokens[place + 1 :] + tokens[:place] if 0 < place < len(tokens) - 1 else ()


def is_initials(short: str, tokens: Tokens) -> bool:
    """Whether a text is the initials of the tokens, as in *computed tomography (CT)*."""
    letters = re.sub(r"[^a-z]", "", short.lower())
    return len(letters) > 1 and letters == "".join(
        token[0] for token in tokens if token not in ("of", "and", "the")
    )


def missing_from(phrase: Phrase, tokens: Tokens) -> list[str] | None:
    """Return the words of the phrase that the tokens leave out, or None where they hold anything else."""
    rest = list(tokens)
    missing = []
    for word in phrase.words:
        if rest and rest[0] in word.spellings:
            rest.pop(0)
        else:
            missing.append(word.text)
    says_something = any(len(token) >= _SHORTEST_PART for token in tokens)
    return missing if not rest and missing and says_something else None


def around(phrase: Phrase, tokens: Tokens) -> list[str] | None:
    """Return the tokens around the phrase, or None where it is not in there in one piece."""
    size = len(phrase.tokens)
    for start in range(len(tokens) - size + 1):
        if all(
            token in word.spellings
            for token, word in zip(tokens[start:], phrase.words, strict=False)
        ):
            return [*tokens[:start], *tokens[start + size :]]
    return None


def _codes(text: str) -> set[str]:
    if text.isupper() and any(len(word) > _LONGEST_SHOUTED for word in text.split()):
        return set()
    return {
        token
        for word in _CODE.findall(text)
        if len(word) <= _LONGEST_CODE
        for token in tokens_of(word)
    }


def _word(token: str, codes: set[str]) -> Word:
    if not token.isalpha() or len(token) == 1:
        return _exact(token, token)
    if token in codes or len(token) < _SHORTEST_FORGIVEN:
        return _exact(token, token, token + "s")
    limit = _LIMITS[len(token)] if len(token) < len(_LIMITS) else _LIMIT_OF_LONG_WORDS
    return Word(token, inflections(token), limit)


def _exact(token: str, *forms: str) -> Word:
    return Word(token, frozenset(forms), None)
