"""What the words of a card's front tell a learner about the answer.

In this module, *stem* means word stem.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.base.words import TextStemmer

_WORDS_THAT_ASK = frozenset({"which", "what"})
"""After these English words, a question says what sort of thing it asks for."""


class Front:
    """The words of a front, in which phrases can be found.

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
        # Spaces around text and phrase make sure that we find whole words only.
        self._text = f" {' '.join(self.words)} "
        self._or_words = frozenset(or_words)
        self._or_before_phrase = tuple(f" {word}" for word in or_words)
        self._or_after_phrase = tuple(f"{word} " for word in or_words)

    def tells(self, phrase: Sequence[str]) -> bool:
        """Whether the phrase is in the front outside a choice, at least once."""
        return not all(self._in_choice_by_occurrence(phrase))

    def offers(self, phrase: Sequence[str]) -> bool:
        """Whether the phrase is in the front in a choice, at least once."""
        return any(self._in_choice_by_occurrence(phrase))

    def given_stems(self) -> frozenset[str]:
        """Return the stems of the words that may tell a learner the answer.

        These are all words of the front, except the words beside an *or*, and the words
        after *which* or *what* that say what sort of thing is asked for.
        """
        words = self.words
        if not self._or_words.isdisjoint(words):
            words = [
                word
                for index, word in enumerate(words)
                if not self._is_beside_or(index)
            ]
        return self._stemmer.stems(words) - self._stems_asked_for()

    def _in_choice_by_occurrence(self, phrase: Sequence[str]) -> Iterator[bool]:
        """For each occurrence of a phrase, yield whether it is in a choice."""
        wanted = f" {' '.join(phrase)} "
        start = self._text.find(wanted)
        while start != -1:
            end = start + len(wanted)
            is_after_or = self._text.endswith(self._or_before_phrase, 0, start)
            yield is_after_or or self._text.startswith(self._or_after_phrase, end)
            start = self._text.find(wanted, start + 1)

    def _is_beside_or(self, index: int) -> bool:
        """Whether the word at an index is directly before or after an *or*."""
        before = self.words[max(0, index - 1) : index]
        after = self.words[index + 1 : index + 2]
        return not self._or_words.isdisjoint((*before, *after))

    def _stems_asked_for(self) -> frozenset[str]:
        """Return the stems of the words that say what sort of thing is asked for.

        These are the words between *which* or *what* and the next function word. In
        `which large vessel is the ...` they are `large` and `vessel`.
        """
        asked_for: list[str] = []
        for index, word in enumerate(self.words):
            if word in _WORDS_THAT_ASK:
                asked_for += takewhile(self._has_meaning, self.words[index + 1 :])
        return self._stemmer.stems(asked_for)

    def _has_meaning(self, word: str) -> bool:
        return not self._stemmer.is_function_word(word)
