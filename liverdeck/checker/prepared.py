"""Prepares texts of authors, so that typed answers can be compared with them.

The texts are right answers, rejected answers and open answers. Each becomes one or more
phrases. A phrase is one way to say the text: its tokens, each with the largest slip
that is forgiven.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.base.values import value_class
from liverdeck.checker.disease_names import names_of_disease
from liverdeck.checker.eponyms import name_alone
from liverdeck.checker.initials import LONGEST_CODE, is_initials
from liverdeck.checker.known_words import names_of_one_substance
from liverdeck.checker.languages.language import ENGLISH, Language, Tokens
from liverdeck.checker.languages.ordinals import other_way_of_ordinal
from liverdeck.checker.modifiers import (
    SPELLINGS_OF_SIGNS,
    split_at_brackets,
    without_filler,
)
from liverdeck.checker.numerals import (
    ORDINAL,
    has_digit,
)
from liverdeck.checker.phrase_words import Word, word_in, word_of, words_of_phrase
from liverdeck.checker.tokens import (
    ABBREVIATED_ARTERY,
    ARTICLE_OR_LETTER,
    tokens_of,
    tokens_of_words,
)
from liverdeck.checker.word_orders import number_last, reversed_at_of
from liverdeck.checker.words_alone import LEFT_OUT, words_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CODE = lazy_pattern(
    r"""
    \b(?:
        [A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*   # two capitals or more: AFP, mRNA
        | [A-Z]                                 # one capital alone: the A of vitamin A
    )\b
    """,
    re.VERBOSE,
)
"""A code, in which no slip is forgiven."""
_NUMERALS_ALONE = {"I": "1", "V": "5", "X": "10"}
"""Numerals that are read only beside a word, but are the whole answer here."""
_SPACE_BETWEEN_DIGITS = lazy_pattern(r"(?<=[0-9]) (?=[0-9])")
_SIGNS_WITH_WORDS = frozenset("↑↓")
"""Signs that a learner may write as a word: *raised* for ↑."""
_LONGEST_IF_ALL_CAPITALS = 6
"""A text all in capitals has codes only if no word has more letters than this."""
_SHORTEST_MEANINGFUL = 4
"""A typed answer is not called incomplete if all its words have fewer letters."""


@value_class
class Phrase:
    """One way to say a right answer, a rejected answer or an open answer."""

    text: str
    """The whole text as the author wrote it."""
    tokens: Tokens
    codes: frozenset[str] = frozenset()
    """The tokens that are codes, in which no slip is forgiven."""
    language: Language = ENGLISH

    @property
    def words(self) -> tuple[Word, ...]:
        """One for each token. They are made when they are first asked for."""
        if self.language is not ENGLISH:
            return tuple(map(self.word, range(len(self.tokens))))
        return words_of_phrase(self.tokens, self.codes)

    def word(self, index: int) -> Word:
        """Return the word for the token at an index, without making the others."""
        token = self.tokens[index]
        if self.language is not ENGLISH:
            is_last = index + 1 == len(self.tokens)
            # *2 Rippen* is not *2. Rippe*.
            is_code = token in self.codes or any(map(has_digit, self.tokens))
            return word_in(self.language, token, is_code=is_code, is_last=is_last)
        return word_of(token, is_code=token in self.codes)

    def equals(self, tokens: Tokens) -> bool:
        """Whether the tokens are this phrase, each in the singular or the plural."""
        return len(tokens) == len(self.tokens) and all(
            word.is_spelled(token)
            for token, word in zip(tokens, self.words, strict=True)
        )


def phrases_of(text: str, language: Language = ENGLISH) -> list[Phrase]:
    """Return the phrases of an author's text. The first one is the whole text.

    Returns an empty list if the text has no tokens.
    """
    if language is not ENGLISH:
        return _phrases_in(text, language)
    if ways := _ways_of_words_alone(text):
        return [Phrase(text, tokens) for tokens in ways]
    codes = _codes(text)
    return [Phrase(text, tokens, codes) for tokens in _ways(text, codes)]


def phrases_of_words(text: str, words: list[str]) -> list[Phrase]:
    """Return the phrases of an author's text in small letters with these words alone.

    None of the other ways to say a text is possible.
    """
    return [Phrase(text, tokens) for tokens in _ways_of_words(text, words)]


def _ways_of_words(text: str, words: list[str]) -> Iterable[Tokens]:
    tokens = tokens_of_words(words)
    if LEFT_OUT.isdisjoint(tokens):
        return (tokens,)
    name = name_alone(text, tokens)
    ways = (tokens, reversed_at_of(tokens), name, without_filler(tokens))
    return dict.fromkeys(way for way in ways if way)


def _phrases_in(text: str, language: Language) -> list[Phrase]:
    """Return the phrases of a text in a language other than English.

    These are the whole text, the text without brackets, only the code in brackets if it
    is short for the text outside, and the text without filler.
    """
    codes = _codes(text, language)
    ways = [tokens_of(text, language)]
    outside, in_brackets = split_at_brackets(text)
    if in_brackets and outside.strip():
        ways.append(tokens_of(outside, language))
        if len(in_brackets) == 1 and _abbreviates(in_brackets[0], outside):
            ways.append(tokens_of(in_brackets[0], language))
    ways.append(other_way_of_ordinal(text, ways[0]))
    ways += _with_numeral_in_front(text, ways[0], language)
    ways += names_of_disease(text, ways[0], language)
    if ways[0] and ways[0][0] not in codes:
        ways.append(without_filler(ways[0], language))
    found = dict.fromkeys(way for way in ways if way)
    return [Phrase(text, tokens, codes, language) for tokens in found]


def _with_numeral_in_front(
    text: str, tokens: Tokens, language: Language
) -> list[Tokens]:
    """Return *10* for *X*, and *5 hirnnerv* for *V. Hirnnerv*; *V. cava* has none."""
    digits = _NUMERALS_ALONE.get(text.strip()[:1])
    is_numeral = len(tokens) == 1 == len(text.strip()) or (
        len(tokens) > 1
        and len(tokens[0]) == 1
        and tokens[1] in language.words_before_numeral
    )
    if not digits or not is_numeral:
        return []
    return [(digits, *tokens[1:]), (digits, ORDINAL, *tokens[1:])]


def _abbreviates(code: str, text: str) -> bool:
    """Whether a code is short for a text: *MRT* for *Magnetresonanztomographie*."""
    letters = iter(text.lower().strip())
    is_code = len(code) > 1 and code.isalpha() and code.isupper()
    return (
        is_code
        and text.strip()[:1].lower() == code[0].lower()
        and all(letter in letters for letter in code.lower())
    )


def ways_without_spaces(text: str, language: Language = ENGLISH) -> set[str]:
    """Return each way to say an author's text, normalized and without spaces.

    A typed text says the same if, normalized and without spaces, it is one of these.
    """
    if language is not ENGLISH:
        return {without_spaces(phrase.tokens) for phrase in _phrases_in(text, language)}
    letters = list(map(_letters_of_plain_word, text.split(" ")))
    if all(letters):
        return {"".join(letters)}
    ways = _ways_of_words_alone(text) or _ways(text, _codes(text))
    found = set(map(without_spaces, ways))
    for tokens in ways:
        # Few texts have such a word, and this is asked of all texts of a deck.
        if not _words_with_others().isdisjoint(tokens):
            found.update(map(without_spaces, _in_other_words(tokens)))
    return found


@lru_cache(maxsize=2**16)
def _letters_of_plain_word(word: str) -> str:
    """Return the letters of a word that a text says in one way, whatever is beside it.

    Returns no letters for any other word. Most texts of a deck have only such words.
    """
    ways = list(_ways_of_words_alone(word)) if word.isalpha() else []
    tokens = ways[0] if ways else ()
    is_plain = LEFT_OUT.isdisjoint(tokens) and _words_with_others().isdisjoint(tokens)
    return "".join(tokens) if is_plain else ""


@cache
def _words_with_others() -> frozenset[str]:
    """Return the tokens that `_in_other_words` says in other words."""
    return _SIGNS_WITH_WORDS.union(names_of_one_substance())


def _in_other_words(tokens: Tokens) -> Iterator[Tokens]:
    """Yield the tokens with other names of a substance, or with words for a sign."""
    for index, token in enumerate(tokens):
        names = names_of_one_substance().get(token, frozenset())
        words = SPELLINGS_OF_SIGNS[token] if token in _SIGNS_WITH_WORDS else ()
        for other in (*names, *words):
            yield (*tokens[:index], other, *tokens[index + 1 :])


def without_spaces(tokens: Tokens) -> str:
    """Return the tokens without spaces, except between two numbers.

    Otherwise 1 2 would be the same as 12.
    """
    joined = "".join(tokens)
    if joined.isalpha():
        return joined
    return _SPACE_BETWEEN_DIGITS.sub("_", " ".join(tokens)).replace(" ", "")


def _ways_of_words_alone(text: str) -> Iterable[Tokens]:
    """Return what `_ways` returns for words in small letters and nothing else.

    Most texts of a deck are such words. Returns no ways for any other text.
    """
    words = words_alone(text) if text.islower() else []
    return _ways_of_words(text, words) if words else ()


def _ways(text: str, codes: frozenset[str]) -> Iterable[Tokens]:
    """Return the ways to say an author's text, as tokens.

    These are:

    - the whole text, with number words as digits
    - the whole text, with number words left as words
    - the text without brackets and what is in them
    - only the text in brackets, if it is the initials of the words outside
    - the text with the number last, such as *week 20* for *20th week*
    - the text reversed at its *of*, such as *colon cancer* for *cancer of colon*
    - only the name in *Parkinson's disease* or *Marfan syndrome*
    - the text without filler in front
    - *a brachialis* for *a. brachialis*
    """
    tokens = tokens_of(text)
    ways = [tokens]
    if any(token[0].isdigit() for token in tokens):
        ways.append(tokens_of(text, number_words_as_digits=False))

    outside, in_brackets = split_at_brackets(text)
    if in_brackets and outside.strip():
        outside_tokens = tokens_of(outside)
        ways.append(outside_tokens)
        if len(in_brackets) == 1 and is_initials(in_brackets[0], outside_tokens):
            ways.append(tokens_of(in_brackets[0]))

    ways.append(reversed_at_of(tokens))
    ways.append(number_last(tokens))
    ways.append(name_alone(text, tokens))
    if tokens[:1] == (ABBREVIATED_ARTERY,):
        ways.append((ARTICLE_OR_LETTER, *tokens[1:]))  # its point may be left out
    # The IT of "IT band" is a code and not the filler "it".
    if tokens and tokens[0] not in codes:
        ways.append(without_filler(tokens))
    return dict.fromkeys(way for way in ways if way)


def words_left_out(phrase: Phrase, tokens: Tokens) -> list[str] | None:
    """Return the words of a phrase that typed tokens leave out.

    Returns None if no word is left out, if a token is not in the phrase or comes in
    another order, or if all tokens are too short to mean anything.
    """
    if all(len(token) < _SHORTEST_MEANINGFUL for token in tokens):
        return None
    remaining = list(tokens)
    left_out = []
    for word in phrase.words:
        if remaining and word.is_spelled(remaining[0]):
            remaining.pop(0)
        else:
            left_out.append(word.text)
    return left_out if left_out and not remaining else None


def tokens_around(phrase: Phrase, tokens: Tokens) -> list[str] | None:
    """Return the typed tokens before and after a phrase.

    Returns None if the tokens do not contain the whole phrase, word after word.
    """
    size = len(phrase.tokens)
    for start in range(len(tokens) - size + 1):
        end = start + size
        if phrase.equals(tokens[start:end]):
            return [*tokens[:start], *tokens[end:]]
    return None


def _codes(text: str, language: Language = ENGLISH) -> frozenset[str]:
    """Return the tokens of the words in a text that are codes, such as AFP."""
    if text.islower():
        return frozenset()
    longest_length = max(map(len, text.split()), default=0)
    if text.isupper() and longest_length > _LONGEST_IF_ALL_CAPITALS:
        return frozenset()
    code_words = [word for word in _CODE.findall(text) if len(word) <= LONGEST_CODE]
    return frozenset(
        token for word in code_words for token in tokens_of(word, language)
    )
