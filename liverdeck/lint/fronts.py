"""Find out what the words of a card's front tell a learner about the answer.

In this module, *stem* means word stem.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.base.words import TextStemmer

_WORDS_THAT_ASK = frozenset({"which", "what"})
"""English words after which a question names the sort of thing that it asks for."""


class Front:
    """The words of a front, which can be searched for phrases.

    A phrase is a sequence of words. A phrase is in a choice if it is directly before or
    after a word for *or*, such as `primary` in `primary or secondary`. If no such word
    is known in the language, no phrase is in a choice.
    """

    def __init__(
        self, words: Sequence[str], stemmer: TextStemmer, or_words: Sequence[str]
    ) -> None:
        """Take the words of the front that a learner reads, in order.

        `or_words` are the words for *or* in the language of the front.
        """
        self.words = words
        self._stemmer = stemmer
        # With spaces around the text and the phrase, only whole words are found.
        self._text = f" {' '.join(self.words)} "
        self._or_words = frozenset(or_words)
        self._or_before_phrase = tuple(f" {word}" for word in or_words)
        self._or_after_phrase = tuple(f"{word} " for word in or_words)

    def tells(self, phrase: Sequence[str]) -> bool:
        """Whether the front has the phrase at least once outside of a choice."""
        return any(not is_in_choice for is_in_choice in self._occurrences(phrase))

    def offers(self, phrase: Sequence[str]) -> bool:
        """Whether the front has the phrase at least once inside of a choice."""
        return any(is_in_choice for is_in_choice in self._occurrences(phrase))

    def given_stems(self) -> frozenset[str]:
        """Return the stems of the words that may tell a learner the answer.

        These are all words of the front, except the words beside an *or*, and except
        the words after *which* or *what* that name the sort of thing that is asked for.
        """
        words = self.words
        if not self._or_words.isdisjoint(words):
            words = [
                word
                for index, word in enumerate(words)
                if not self._is_beside_or(index)
            ]
        return self._stemmer.stems(words) - self._stems_asked_for()

    def _occurrences(self, phrase: Sequence[str]) -> Iterator[bool]:
        """Yield for each occurrence of a phrase whether it is in a choice."""
        phrase_text = f" {' '.join(phrase)} "
        start = self._text.find(phrase_text)
        while start != -1:
            end = start + len(phrase_text)
            is_after_or = self._text.endswith(self._or_before_phrase, 0, start)
            is_before_or = self._text.startswith(self._or_after_phrase, end)
            yield is_after_or or is_before_or
            start = self._text.find(phrase_text, start + 1)

    def _is_beside_or(self, index: int) -> bool:
        """Whether the word at an index is directly before or after an *or*."""
        is_after_or = index > 0 and self.words[index - 1] in self._or_words
        is_last = index == len(self.words) - 1
        return is_after_or or (not is_last and self.words[index + 1] in self._or_words)

    def _stems_asked_for(self) -> frozenset[str]:
        """Return the stems of the words that name the sort of thing that is asked for.

        These are the words between *which* or *what* and the next function word. In
        `which large vessel is the ...` they are `large` and `vessel`.
        """
        asked_words: list[str] = []
        for index, word in enumerate(self.words):
            if word in _WORDS_THAT_ASK:
                asked_words += takewhile(self._is_content_word, self.words[index + 1 :])
        return self._stemmer.stems(asked_words)

    def _is_content_word(self, word: str) -> bool:
        return not self._stemmer.is_function_word(word)
