"""The front of a card, and what it says about the answer."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from liverdeck.facts.shapes import Cloze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.base.words import TextStemmer
    from liverdeck.facts.card import Card

_CHOICE_WORDS = {
    "da": "eller",
    "de": "oder",
    "en": "or",
    "es": "o",
    "fr": "ou",
    "it": "o",
    "nb": "eller",
    "nl": "of",
    "no": "eller",
    "pt": "ou",
    "sv": "eller",
}
"""The word for *or* in each language; it separates the options of a question."""
_WORDS_THAT_ASK = frozenset({"which", "what"})


class Front:
    """The words of a front, in which phrases can be searched."""

    def __init__(self, words: Sequence[str], stemmer: TextStemmer) -> None:
        """Take the words that a learner reads, in order."""
        self.words = words
        self._stemmer = stemmer
        self._joined = f" {' '.join(self.words)} "
        self._choice_word = _CHOICE_WORDS.get(stemmer.code)

    def holds(self, phrase: Sequence[str]) -> bool:
        """Whether the front has the phrase outside a choice (`this or that`)."""
        return not all(self._occurrences(phrase))

    def offers(self, phrase: Sequence[str]) -> bool:
        """Whether the phrase is one side of a choice."""
        return any(self._occurrences(phrase))

    def given_stems(self) -> frozenset[str]:
        """Return the stems of what the front tells a learner.

        Words beside an *or* and the kind of thing that is asked for tell nothing.
        """
        words = self.words
        if self._choice_word in words:
            words = [
                word
                for index, word in enumerate(words)
                if not self._is_beside_choice_word(index)
            ]
        return self._stemmer.stems(words) - self._stems_asked_for()

    def _occurrences(self, phrase: Sequence[str]) -> Iterator[bool]:
        """Yield for each occurrence of a phrase whether it is in a choice."""
        wanted = f" {' '.join(phrase)} "
        word_before, word_after = f" {self._choice_word}", f"{self._choice_word} "
        start = self._joined.find(wanted)
        while start != -1:
            end = start + len(wanted)
            is_after_choice_word = self._joined.endswith(word_before, 0, start)
            yield is_after_choice_word or self._joined.startswith(word_after, end)
            start = self._joined.find(wanted, start + 1)

    def _is_beside_choice_word(self, index: int) -> bool:
        before = self.words[max(0, index - 1) : index]
        after = self.words[index + 1 : index + 2]
        return self._choice_word in (*before, *after)

    def _stems_asked_for(self) -> frozenset[str]:
        """Return the stems of the words right after `which` or `what`."""
        asked: list[str] = []
        for index, word in enumerate(self.words):
            if word in _WORDS_THAT_ASK:
                asked += takewhile(self._has_meaning, self.words[index + 1 :])
        return self._stemmer.stems(asked)

    def _has_meaning(self, word: str) -> bool:
        return not self._stemmer.is_function_word(word)


def stem_text(card: Card) -> str:
    """Return what a front says, without the blank that is asked for and its hint."""
    shape = card.fact.shape
    if not isinstance(shape, Cloze):
        return card.prompt
    asked_number = int(card.part[1:])
    shown = []
    for piece in shape.pieces:
        if isinstance(piece, str):
            shown.append(piece)
        elif piece.number != asked_number:
            shown.append(piece.text)
    return " ".join(shown)


def asked_text(card: Card) -> str:
    """Return what a front says without blanks, and the hint of the one asked for."""
    shape = card.fact.shape
    if not isinstance(shape, Cloze):
        return card.prompt
    texts = [piece for piece in shape.pieces if isinstance(piece, str)]
    hints = [answer.hint for answer in card.answers if answer.hint]
    return " ".join([*texts, *hints])
