"""The words of an item: what it prints, and what its key is called."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from liverdeck.quiz.items.item import Item

Run = tuple[str, ...]
"""The word stems of words that follow each other, without function words."""

_MOST_WORDS = 8
"""A longer name is not compared, because hardly any item repeats it word for word."""
_FEWEST_LETTERS = 2
"""A shorter name is not compared: one letter may be in a text by accident."""
_FEWEST_LETTERS_OF_LONG_STEM = 6
_FEWEST_WORDS_OF_PART = 2
"""An option gives away a name if it is a part of it with so many words."""
_FEWEST_WORDS_OF_LONG_PART = 3
"""Any text gives away a name if it says a part of it with so many words."""
_MOST_STEMS_WITH_WORD, _MOST_SHARE_WITH_WORD = 3, 0.08
"""A word is in few stems if it is in so many, or in this share of all stems."""
_DENIAL = re.compile(r"\b(?:not|no|never|neither|unlike|without)\b", re.IGNORECASE)


@value_class
class ItemWords:
    """The words of an item, as word stems."""

    names: frozenset[Run]
    """All accepted names of the key, except those that the item's own stem says."""
    names_in_stem: frozenset[Run]
    """The accepted names of the key that the item's own stem says, as in a choice."""
    parts: frozenset[Run]
    """The larger parts of `names`: at least two words, and at least half of all."""
    long_parts: frozenset[Run]
    """Those of the larger parts that have at least three words."""
    asking: frozenset[Run]
    """Every run of words in the stem and the prompts."""
    shown: frozenset[Run]
    """Every run of words that the item prints, in its stem, prompts and options."""
    offered: frozenset[Run]
    """The texts to choose from, each as a whole."""
    wrong: frozenset[Run]
    """The wrong options, each as a whole."""
    wrong_in_stem: frozenset[Run]
    """The wrong options that the item's own stem says, as in a choice."""
    denied: frozenset[Run]
    """`asking`, if the stem has a word such as *not*; otherwise empty."""
    asking_words: frozenset[str]
    """The words of the stem and the prompts."""
    context: frozenset[str]
    """Those of these words that few stems have. Empty if that is not known."""


class ItemWordsFinder:
    """Finds the words of a deck's items, and remembers them."""

    def __init__(self, language: str, stems: Collection[str]) -> None:
        """Take the deck's language tag, and the stems of all its items."""
        self._stemmer = TextStemmer(language)
        self.rare_words = self._words_in_few_stems(stems)
        """The word stems that are in the stems of few items."""
        self._words_by_item: dict[str, ItemWords] = {}

    def words_of(self, item: Item) -> ItemWords:
        """Return the words of an item."""
        if item.id not in self._words_by_item:
            self._words_by_item[item.id] = self._make_words(item)
        return self._words_by_item[item.id]

    def says_key(self, text: str, item: Item) -> bool:
        """Whether a text says an accepted name of the one key of an item."""
        if len(item.right_texts) != 1:
            return False
        said = set(self._runs_in([text]))
        names = self._stemmed_all({*item.key_names, *item.right_texts})
        return any(name in said and _is_comparable(name) for name in names)

    def _words_in_few_stems(self, stems: Collection[str]) -> frozenset[str]:
        counts = Counter(word for stem in stems for word in set(self._stemmed(stem)))
        most = max(_MOST_STEMS_WITH_WORD, _MOST_SHARE_WITH_WORD * len(stems))
        return frozenset(word for word, count in counts.items() if count <= most)

    def _make_words(self, item: Item) -> ItemWords:
        prompts = [pair.prompt for pair in item.pairs]
        asking = frozenset(self._runs_in([item.stem, *prompts]))
        asking_words = frozenset(run[0] for run in asking if len(run) == 1)
        offered = [*(option.text for option in item.options), *item.matches]
        wrong = frozenset(
            self._stemmed_all(option.text for option in item.wrong_options)
        )
        denies = _DENIAL.search(item.stem) is not None
        all_names = frozenset(self._stemmed_all({*item.key_names, *item.right_texts}))
        names = frozenset(filter(_is_comparable, all_names - asking))
        parts = frozenset(chain.from_iterable(map(_large_parts, names))) - asking
        return ItemWords(
            names=names,
            names_in_stem=all_names & asking,
            parts=parts,
            long_parts=frozenset(
                part for part in parts if len(part) >= _FEWEST_WORDS_OF_LONG_PART
            ),
            asking=asking,
            shown=asking.union(self._runs_in(offered)),
            offered=frozenset(self._stemmed_all(offered)) - {()},
            wrong=wrong,
            wrong_in_stem=wrong & asking,
            denied=asking if denies else frozenset(),
            asking_words=asking_words,
            context=asking_words & self.rare_words,
        )

    def _runs_in(self, texts: Iterable[str]) -> Iterator[Run]:
        return chain.from_iterable(map(_runs, self._stemmed_all(texts)))

    def _stemmed_all(self, texts: Iterable[str]) -> Iterator[Run]:
        return map(self._stemmed, texts)

    def _stemmed(self, text: str) -> Run:
        """Return the word stems of a text, without function words."""
        return tuple(
            _shortened(self._stemmer.stem(word))
            for word in words_of(text)
            if not self._stemmer.is_function_word(word)
        )


def _shortened(word_stem: str) -> str:
    """Return a word stem without vowels at its end, if it is long.

    So *laparoscope* and *laparoscopy* count as one word.
    """
    short = word_stem.rstrip("aeiouy")
    return short if len(short) >= _FEWEST_LETTERS_OF_LONG_STEM else word_stem


def _is_comparable(name: Run) -> bool:
    """Whether a name has the right length to be recognized in a text."""
    if not 0 < len(name) <= _MOST_WORDS:
        return False
    return sum(map(len, name)) >= _FEWEST_LETTERS


def _large_parts(name: Run) -> Iterator[Run]:
    """Yield the runs that are at least half of a name, but not the whole name."""
    fewest = max(_FEWEST_WORDS_OF_PART, (len(name) + 1) // 2)
    return (run for run in _runs(name) if fewest <= len(run) < len(name))


def _runs(word_stems: Run) -> Iterator[Run]:
    """Yield every run of word stems that is not longer than a compared name."""
    for start in range(len(word_stems)):
        last_end = min(start + _MOST_WORDS, len(word_stems))
        for end in range(start + 1, last_end + 1):
            yield word_stems[start:end]
