"""The answers of one deck, so that none is taken for a misspelling of another."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from liverdeck.checker.alignment import NO_MATCH, align
from liverdeck.checker.languages.language import ENGLISH, Language
from liverdeck.checker.plain_text import letters_of
from liverdeck.checker.prepared import phrases_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.alignment import Match
    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.prepared import Phrase


class Terms:
    """The answers of one deck and their words, found by their tokens.

    Two `Terms` are equal only if they are the same object. So they can be hashed, and
    `key_of` can cache the `Key` objects that it makes for a deck.
    """

    def __init__(self, texts: Iterable[str], language: Language = ENGLISH) -> None:
        """Take the texts of a deck's answers and aliases, and their language."""
        self.language = language
        self._texts = tuple(dict.fromkeys(texts))

    # Most answers are right as they are typed, and then nothing here is needed.
    @cached_property
    def _by_tokens(self) -> dict[Tokens, Phrase]:
        phrases = [
            phrase for text in self._texts for phrase in phrases_of(text, self.language)
        ]
        # Of several phrases with the same tokens, the first one is used.
        return {phrase.tokens: phrase for phrase in reversed(phrases)}

    @cached_property
    def _by_length(self) -> dict[int, list[Phrase]]:
        by_length: dict[int, list[Phrase]] = {}
        for phrase in self._by_tokens.values():
            by_length.setdefault(len(phrase.tokens), []).append(phrase)
        return by_length

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(map(letters_of, self._texts))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for tokens in self._by_tokens for word in tokens)

    def __contains__(self, word: object) -> bool:
        """Whether a normalized word is in one of the answers."""
        return word in self._words

    def answer_for(self, tokens: Tokens) -> str | None:
        """Return the answer or alias with these tokens; None if there is none."""
        phrase = self._by_tokens.get(tokens)
        return None if phrase is None else phrase.text

    def has_text(self, typed: str) -> bool:
        """Whether a typed text is an answer or alias, letter by letter."""
        return letters_of(typed) in self._letters

    def nearest_other(self, tokens: Tokens, right: Iterable[Phrase]) -> Match:
        """Return the match with the phrase of another answer that tokens fit best.

        Phrases that say the same as a right one are left out.
        """
        right_phrases = [
            phrase for phrase in right if len(phrase.tokens) == len(tokens)
        ]
        nearest = NO_MATCH
        for phrase in self._by_length.get(len(tokens), ()):
            match = align(tokens, phrase)
            # Few phrases get here. So they are compared with the right ones only now.
            if match.cost < nearest.cost and not any(
                phrase.equals(other.tokens) for other in right_phrases
            ):
                nearest = match
        return nearest


NO_TERMS = Terms(())
"""For an answer in English that belongs to no deck."""


@lru_cache(maxsize=64)
def no_terms(language: Language) -> Terms:
    """Return the terms for an answer in a language that belongs to no deck."""
    return NO_TERMS if language is ENGLISH else Terms((), language)
