"""What stands on a card's front, and what may be found there."""

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
"""By language: what stands between the two things that a question offers."""
_ASKS_FOR_A_SORT = frozenset({"which", "what"})


class Front:
    """The words of a front, searched by phrases."""

    def __init__(self, words: Sequence[str], forms: TextStemmer) -> None:
        """Take the words that a learner reads, in order."""
        self.words = words
        self._forms = forms
        self._joined = f" {' '.join(self.words)} "
        self._choice_word = _CHOICE_WORDS.get(forms.code)

    def holds(self, phrase: Sequence[str]) -> bool:
        """Whether the words stand there one behind the other, elsewhere than in a choice (`this or that`)."""
        return not all(self._places(phrase))

    def offers(self, phrase: Sequence[str]) -> bool:
        """Whether the words are one side of a choice."""
        return any(self._places(phrase))

    def given_stems(self) -> frozenset[str]:
        """Return the stems of what it tells: neither offered in a choice, nor the sort of thing that is asked for."""
        told = self.words
        if self._choice_word in told:
            told = [
                word
                for place, word in enumerate(told)
                if not self._is_beside_choice_word(place)
            ]
        return self._forms.stems(told) - self._sort_asked_for()

    def _places(self, phrase: Sequence[str]) -> Iterator[bool]:
        """Yield for each place of the phrase whether it stands in a choice."""
        wanted = f" {' '.join(phrase)} "
        place = self._joined.find(wanted)
        while place != -1:
            end = place + len(wanted)
            behind, before = f" {self._choice_word}", f"{self._choice_word} "
            yield self._joined.endswith(behind, 0, place) or self._joined.startswith(
                before, end
            )
            place = self._joined.find(wanted, place + 1)

    def _is_beside_choice_word(self, place: int) -> bool:
        beside = (
            *self.words[max(0, place - 1) : place],
            *self.words[place + 1 : place + 2],
        )
        return self._choice_word in beside

    def _sort_asked_for(self) -> frozenset[str]:
        """Return the stems of the words right behind `which` or `what`."""
        sort: list[str] = []
        for place, word in enumerate(self.words):
            if word in _ASKS_FOR_A_SORT:
                following = (
                    self.words[later] for later in range(place + 1, len(self.words))
                )
                sort += takewhile(
                    lambda each: not self._forms.is_function_word(each), following
                )
        return self._forms.stems(sort)


def stem_text(card: Card) -> str:
    """Return what a front says besides the blank asked for and its hint."""
    shape = card.fact.shape
    if not isinstance(shape, Cloze):
        return card.prompt
    asked = int(card.part[1:])
    shown = (
        piece if isinstance(piece, str) else piece.text
        for piece in shape.pieces
        if _is_shown(piece, asked)
    )
    return " ".join(shown)


def asked_text(card: Card) -> str:
    """Return what a front says besides all blanks, and the hint of the one asked for."""
    shape = card.fact.shape
    if not isinstance(shape, Cloze):
        return card.prompt
    told = [piece for piece in shape.pieces if isinstance(piece, str)]
    return " ".join((*told, *(answer.hint for answer in card.answers if answer.hint)))


def _is_shown(piece: object, asked: int) -> bool:
    return getattr(piece, "number", None) != asked
