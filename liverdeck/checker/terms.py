"""The answers of one deck, so that none is taken for a misspelling of another."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.checker.alignment import NO_MATCH, align, least_cost
from liverdeck.checker.languages.class_names import name_without_class
from liverdeck.checker.languages.language import ENGLISH, Language
from liverdeck.checker.plain_text import letters_of
from liverdeck.checker.prepared import (
    phrases_of,
    phrases_of_words,
)
from liverdeck.checker.spelling import first_letters_of
from liverdeck.checker.tokens import normalized
from liverdeck.checker.words_alone import may_have_phrase_of, words_alone

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

    # Most answers are right as they are typed, and then nothing here is needed. And few
    # texts of a deck have as many words as the one that was typed.
    @cached_property
    def _words_by_text(self) -> dict[str, list[str]]:
        """The words of each text that is nothing but words; none for any other."""
        has_words = self.language is ENGLISH
        return {text: words_alone(text) if has_words else [] for text in self._texts}

    @cached_property
    def _by_length(self) -> dict[int, dict[Tokens, Phrase]]:
        return {}

    def _phrases_with(self, count: int) -> dict[Tokens, Phrase]:
        """Return the phrases with so many tokens, by their tokens."""
        if count not in self._by_length:
            phrases = [
                phrase
                for text, words in self._words_by_text.items()
                if not words or may_have_phrase_of(count, words)
                for phrase in (
                    phrases_of_words(text, words)
                    if words and text.islower()
                    else phrases_of(text, self.language)
                )
                if len(phrase.tokens) == count
            ]
            # Of several phrases with the same tokens, the first one is used.
            self._by_length[count] = {phrase.tokens: phrase for phrase in phrases[::-1]}
        return self._by_length[count]

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(map(letters_of, self._texts))

    @cached_property
    def _tokens_by_first(self) -> dict[str, frozenset[str]]:
        return {}

    def _tokens_beginning(self, letters: str) -> frozenset[str]:
        """Return the tokens of all answers, but only some with other first letters."""
        if letters not in self._tokens_by_first:
            by_text = self._words_by_text
            words = set(chain.from_iterable(by_text.values()))
            tokens = {normalized(word) for word in words if word[0] in letters}
            for text in self._texts:
                if not by_text[text]:
                    for phrase in phrases_of(text, self.language):
                        tokens.update(phrase.tokens)
            self._tokens_by_first[letters] = frozenset(tokens)
        return self._tokens_by_first[letters]

    @property
    def has_texts(self) -> bool:
        """Whether there is any answer."""
        return bool(self._texts)

    def __contains__(self, word: object) -> bool:
        """Whether a normalized word of several letters is in one of the answers."""
        if not self._texts or not isinstance(word, str):
            return False
        return word in self._tokens_beginning(first_letters_of(word))

    def answer_for(self, tokens: Tokens) -> str | None:
        """Return the answer or alias with these tokens; None if there is none."""
        phrase = self._phrases_with(len(tokens)).get(tokens)
        return None if phrase is None else phrase.text

    def tokens_with(self, count: int) -> Iterable[Tokens]:
        """Return the tokens of each answer and alias that has `count` tokens."""
        return self._phrases_with(count)

    def has_other_with(self, name: Tokens, right: Iterable[Phrase]) -> bool:
        """Whether another answer has the same name: *nervus radialis*, *radialis*.

        `right` are the phrases of the right answer.
        """
        right_tokens = {phrase.tokens for phrase in right}
        for phrase in self._phrases_with(len(name) + 1).values():
            alone = name_without_class(phrase.tokens, self.language)
            is_same = alone is not None and alone.tokens == name
            if is_same and phrase.tokens not in right_tokens:
                return True
        return False

    def has_text(self, typed: str) -> bool:
        """Whether a typed text is an answer or alias, letter by letter."""
        return letters_of(typed) in self._letters

    def nearest_other(
        self, tokens: Tokens, right: Iterable[Phrase], most: float
    ) -> Match:
        """Return the match with the phrase of another answer that tokens fit best.

        Phrases that say the same as a right one are left out, and some of those that
        are farther away than `most`.
        """
        if not self._texts:
            return NO_MATCH
        right_phrases = [
            phrase for phrase in right if len(phrase.tokens) == len(tokens)
        ]
        nearest = NO_MATCH
        for phrase in self._phrases_with(len(tokens)).values():
            if least_cost(tokens, phrase) > most:
                continue
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
