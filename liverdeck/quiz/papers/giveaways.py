"""Items that give each other away: one item tells the answer of another."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.quiz.items.item import Item

_Run = tuple[str, ...]
"""The word stems of words that follow each other, without function words."""

_MOST_WORDS_OF_KEY = 8
"""A longer key is not compared, because hardly any stem repeats it word for word."""
_FEWEST_LETTERS_OF_KEY = 2
"""A shorter key is not compared, because one letter may be in a stem by accident."""


@value_class
class _ItemWords:
    """The words of an item, as word stems."""

    keys: frozenset[_Run]
    """The keys that are compared, except those in the item's own stem or prompts."""
    stem_runs: frozenset[_Run]
    """Every run of words in the stem and prompts, up to `_MOST_WORDS_OF_KEY` words."""
    answers_to_write: frozenset[_Run]
    """The answers that learners have to write."""
    offered_texts: frozenset[_Run]
    """The texts to choose from: options and matches."""


class GiveAways:
    """Remembers the words of a paper's items, to find conflicts with further items."""

    def __init__(self, language: str) -> None:
        """Start with an empty paper; `language` is the deck's language tag."""
        self._stemmer = TextStemmer(language)
        self._keys: set[_Run] = set()
        self._stem_runs: set[_Run] = set()
        self._answers_to_write: set[_Run] = set()
        self._offered_texts: set[_Run] = set()
        self._words_by_item: dict[str, _ItemWords] = {}

    def add(self, item: Item) -> None:
        """Add an item to the paper."""
        words = self._words_of(item)
        self._keys |= words.keys
        self._stem_runs |= words.stem_runs
        self._answers_to_write |= words.answers_to_write
        self._offered_texts |= words.offered_texts

    def conflicts_with(self, item: Item) -> bool:
        """Whether an item gives away an item of the paper, or the reverse.

        That is so if the stem of one item says the key of the other. It is also so if
        one item offers as an option or match what learners must write for the other.
        """
        words = self._words_of(item)
        return (
            _have_common_run(words.keys, self._stem_runs)
            or _have_common_run(words.stem_runs, self._keys)
            or _have_common_run(words.answers_to_write, self._offered_texts)
            or _have_common_run(words.offered_texts, self._answers_to_write)
        )

    def _words_of(self, item: Item) -> _ItemWords:
        if item.id not in self._words_by_item:
            self._words_by_item[item.id] = self._make_words(item)
        return self._words_by_item[item.id]

    def _make_words(self, item: Item) -> _ItemWords:
        """Compute the words of an item; `_words_of` calls this once for each item."""
        prompts = [pair.prompt for pair in item.pairs]
        asking_texts = self._stemmed_all([item.stem, *prompts])
        stem_runs = frozenset(chain.from_iterable(map(_runs, asking_texts)))
        keys = set(self._stemmed_all(item.right_texts)) - stem_runs
        answers_to_write = set(
            self._stemmed_all(answer.text for answer in item.answers)
        )
        options = [option.text for option in item.options]
        return _ItemWords(
            keys=frozenset(filter(_is_recognizable, keys)),
            stem_runs=stem_runs,
            answers_to_write=frozenset(filter(None, answers_to_write)),
            offered_texts=frozenset(self._stemmed_all([*options, *item.matches])),
        )

    def _stemmed_all(self, texts: Iterable[str]) -> Iterator[_Run]:
        return map(self._stemmed, texts)

    def _stemmed(self, text: str) -> _Run:
        """Return the word stems of a text, without function words."""
        return tuple(
            self._stemmer.stem(word)
            for word in words_of(text)
            if not self._stemmer.is_function_word(word)
        )


def _have_common_run(runs_of_item: frozenset[_Run], runs_of_paper: set[_Run]) -> bool:
    return not runs_of_item.isdisjoint(runs_of_paper)


def _is_recognizable(key: _Run) -> bool:
    """Whether a key has the right length to be recognized in a stem."""
    if not 0 < len(key) <= _MOST_WORDS_OF_KEY:
        return False
    letter_count = sum(map(len, key))
    return letter_count >= _FEWEST_LETTERS_OF_KEY


def _runs(word_stems: _Run) -> Iterator[_Run]:
    """Yield every run of at most `_MOST_WORDS_OF_KEY` of a text's word stems."""
    for start in range(len(word_stems)):
        last_end = min(start + _MOST_WORDS_OF_KEY, len(word_stems))
        for end in range(start + 1, last_end + 1):
            yield word_stems[start:end]
