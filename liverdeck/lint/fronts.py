"""The front of a card, and what it says about the answer."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from liverdeck.facts.shapes import Cloze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.base.words import TextStemmer
    from liverdeck.facts.card import Card

_WORDS_FOR_OR = {
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
"""The word for *or*, by language code.

It separates the answers that a question offers, as in `this or that`.
"""
_WORDS_THAT_ASK = frozenset({"which", "what"})
"""English words before the kind of thing that is asked for."""


class Front:
    """The words of a front, in which phrases can be found.

    A phrase is a sequence of words. It is in a choice if it is directly before or
    after the word for *or*, as `this` and `that` in `this or that`. If we do not know
    the language's word for *or*, no phrase is in a choice.
    """

    def __init__(self, words: Sequence[str], stemmer: TextStemmer) -> None:
        """Take the words of the front that a learner reads, in order."""
        self.words = words
        self._stemmer = stemmer
        # Spaces around text and phrase make sure that we find whole words only.
        self._text = f" {' '.join(self.words)} "
        self._word_for_or = _WORDS_FOR_OR.get(stemmer.code)

    def tells(self, phrase: Sequence[str]) -> bool:
        """Whether the phrase is in the front outside a choice, at least once."""
        return not all(self._in_choice_by_occurrence(phrase))

    def offers(self, phrase: Sequence[str]) -> bool:
        """Whether the phrase is in the front in a choice, at least once."""
        return any(self._in_choice_by_occurrence(phrase))

    def given_stems(self) -> frozenset[str]:
        """Return the stems of the words that may tell a learner the answer.

        We leave out the words beside an *or*, and the words after *which* or *what*
        that say what kind of thing is asked for.
        """
        words = self.words
        if self._word_for_or in words:
            words = [
                word
                for index, word in enumerate(words)
                if not self._is_beside_or(index)
            ]
        return self._stemmer.stems(words) - self._stems_asked_for()

    def _in_choice_by_occurrence(self, phrase: Sequence[str]) -> Iterator[bool]:
        """For each occurrence of a phrase, yield whether it is in a choice."""
        wanted = f" {' '.join(phrase)} "
        or_before, or_after = f" {self._word_for_or}", f"{self._word_for_or} "
        start = self._text.find(wanted)
        while start != -1:
            end = start + len(wanted)
            is_after_or = self._text.endswith(or_before, 0, start)
            yield is_after_or or self._text.startswith(or_after, end)
            start = self._text.find(wanted, start + 1)

    def _is_beside_or(self, index: int) -> bool:
        before = self.words[max(0, index - 1) : index]
        after = self.words[index + 1 : index + 2]
        return self._word_for_or in (*before, *after)

    def _stems_asked_for(self) -> frozenset[str]:
        """Return the stems of the words right after *which* or *what*.

        These words end before the first function word. In `which large vessel is the
        ...` they are `large vessel`.
        """
        asked_for: list[str] = []
        for index, word in enumerate(self.words):
            if word in _WORDS_THAT_ASK:
                asked_for += takewhile(self._has_meaning, self.words[index + 1 :])
        return self._stemmer.stems(asked_for)

    def _has_meaning(self, word: str) -> bool:
        return not self._stemmer.is_function_word(word)


def question_with_other_answers(card: Card) -> str:
    """Return the question of a card, with the answers that its front shows.

    For a statement, this is the text between the blanks and the answers of all blanks,
    except the blank that is asked for. Hints are left out.
    """
    shape = card.fact.shape
    if not isinstance(shape, Cloze):
        return card.prompt
    asked_number = int(card.part.removeprefix("c"))
    texts = []
    for piece in shape.pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif piece.number != asked_number:
            texts.append(piece.text)
    return " ".join(texts)


def question_without_answers(card: Card) -> str:
    """Return the question of a card, without any answer.

    For a statement, this is the text between the blanks, and the hint of the blank that
    is asked for.
    """
    shape = card.fact.shape
    if not isinstance(shape, Cloze):
        return card.prompt
    texts = [piece for piece in shape.pieces if isinstance(piece, str)]
    hints = [answer.hint for answer in card.answers if answer.hint]
    return " ".join([*texts, *hints])
