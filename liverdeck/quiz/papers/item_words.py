"""The words of an item: what it prints, and what its key is called."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer, words_of
from liverdeck.quiz.items.exact_words import is_long_form
from liverdeck.quiz.items.item import GAP
from liverdeck.quiz.items.question_sorts import term_asked_about
from liverdeck.quiz.items.typed_keys import has_negation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from liverdeck.quiz.items.item import Item

Run = tuple[str, ...]
"""The word stems of words that follow each other, without function words."""

_MOST_WORDS = 8
"""A longer name is not compared, because hardly any item repeats it word for word."""
_FEWEST_LETTERS = 2
"""A shorter name is not compared: one letter may be in a text by accident."""
_FEWEST_LETTERS_OF_LONG_STEM = 6
_FEWEST_LETTERS_OF_FAMILY, _SHARE_OF_FAMILY = 5, 2 / 3
_FEWEST_WORDS_OF_PART = 2
"""An option gives away a name if it is a part of it with this many words."""
_MOST_WORDS_IN_ANY_ORDER = 4
_FEWEST_WORDS_OF_LONG_PART = 3
"""Any text gives away a name if it says a part of it with this many words."""
_MOST_STEMS_WITH_WORD, _MOST_SHARE_WITH_WORD = 3, 0.08
"""A word is in few stems if they are at most this many, or this share of all."""
_GREEK_OR_LATIN_ENDING = re.compile(
    r"(?<=\w{4}[aeo])(?:s|st|t)$|(?<=og)(?:ram|raph)$|(?<=\w{4})[ei]n$"
)
"""What distinguishes word stems of one family, such as *cirrhos-* and *cirrhot-*."""
_UNLIKE = "unlike"
"""Denies what comes after it, though its sentence is not negative."""

_DENIED = re.compile(r"\b(?:not|no|never|neither|without) ([^.,;:?!]+)", re.IGNORECASE)

_NOTHING = re.compile(
    r"^(?:none|nothing|nobody|(?:there|it|they) .*\b(?:none|no)\b|no )"
)


@value_class
class ItemWords:
    """The words of an item, as word stems."""

    names: frozenset[Run]
    """All accepted names of the key, except those that the item's own stem says.

    `common_aliases` are left out, because learners read them everywhere.
    """
    forms: frozenset[Run]
    """The options, if all are words of one family: *artery* and *arteriole*."""
    common_aliases: frozenset[Run]
    """The aliases of the key whose words are in many stems; not among `names`."""
    names_in_stem: frozenset[Run]
    """The accepted names of the key that the item's own stem says, as in a choice."""
    parts: frozenset[Run]
    """The larger parts of `names`: at least two words, and at least half of all."""
    long_parts: frozenset[Run]
    """Those of the larger parts that have at least three words."""
    keys: frozenset[Run]
    """The keys of two to four words, without aliases."""
    asking: frozenset[Run]
    """Every run of words in the stem and the prompts."""
    shown: frozenset[Run]
    """Every run of words that the item prints, in its stem, prompts and options.

    A gap in the stem counts as filled in with each of the options.
    """
    offered: frozenset[Run]
    """The texts to choose from, each as a whole."""
    wrong: frozenset[Run]
    """The wrong options, each as a whole."""
    wrong_in_stem: frozenset[Run]
    """The wrong options that the item's own stem says, as in a choice."""
    denied: frozenset[Run]
    """`asking`, if the stem has a word such as *not*; otherwise empty."""
    denied_things: frozenset[Run]
    """The runs of two words and more that follow such a word: *not nerve cells*."""
    asking_with_choice: frozenset[Run]
    """`asking`, if the stem offers answers to choose from; otherwise empty."""
    offers_none: bool
    """Whether a wrong option says that there is nothing: *there are none*."""
    terms: frozenset[Run]
    """If the stem asks what a term means: the term, and wrong answers of two words."""
    stated: frozenset[Run]
    """`asking`, if the stem is a statement and no question; otherwise empty."""
    spelled_out: frozenset[Run]
    """The words of the key, each alone, if the stem has their abbreviation."""
    choice: frozenset[Run]
    """The answers that the stem itself offers to choose from."""
    other_blanks: frozenset[str]
    """Words for what the stem says in the place of other blanks, aliases included."""
    key_words: frozenset[str]
    """Words of the key that neither the stem nor another option has."""
    asking_words: frozenset[str]
    """The words of the stem and the prompts."""
    context: frozenset[str]
    """Those of these words that few stems have. Empty if that is not known."""


class ItemWordsFinder:
    """Finds the words of a deck's items, and remembers them."""

    def __init__(
        self,
        language: str,
        stems: Collection[str],
        items_about: Callable[[str], Iterable[Item]],
    ) -> None:
        """Take the deck's language tag, and the stems of all its items.

        `items_about` gives all items about a fact, from the id of that fact.
        """
        self._stemmer = TextStemmer(language)
        self._items_about = items_about
        counts = Counter(word for stem in stems for word in set(self._stemmed(stem)))
        most = max(_MOST_STEMS_WITH_WORD, _MOST_SHARE_WITH_WORD * len(stems))
        self.rare_words = frozenset(word for word, n in counts.items() if n <= most)
        """The word stems that are in the stems of few items."""
        self.common_words = counts.keys() - self.rare_words
        """Those that are in the stems of many items."""
        self._words_by_item: dict[str, ItemWords] = {}
        self._names_by_fact: dict[str, set[tuple[Run, ...]]] = {}
        self._wrong_by_target: dict[str, set[Run]] = {}

    def words_of(self, item: Item) -> ItemWords:
        """Return the words of an item."""
        if item.id not in self._words_by_item:
            self._words_by_item[item.id] = self._make_words(item)
        return self._words_by_item[item.id]

    def says_key(self, text: str, item: Item) -> bool:
        """Whether a text says an accepted name of an item's key.

        False if the item has several keys.
        """
        if len(item.right_texts) != 1:
            return False
        said = set(self._runs_in([text]))
        names = self._stemmed_all({*item.key_names, *item.right_texts})
        return any(name in said and _is_comparable(name) for name in names)

    def _names_of_fact(self, fact_id: str) -> set[tuple[Run, ...]]:
        """Return the names of each answer of a fact, the author's text first."""
        if fact_id not in self._names_by_fact:
            self._names_by_fact[fact_id] = {
                tuple(self._stemmed_all(item.key_names))
                for item in self._items_about(fact_id)
                if item.key_names and not item.interaction.is_list
            }
        return self._names_by_fact[fact_id]

    def _wrong_of_target(self, item: Item) -> set[Run]:
        """Return the wrong options of all items that ask for the same as an item."""
        if item.target not in self._wrong_by_target:
            self._wrong_by_target[item.target] = {
                wrong
                for other in self._items_about(item.facts[0])
                if other.target == item.target
                for wrong in self._stemmed_all(
                    option.text for option in other.wrong_options
                )
            }
        return self._wrong_by_target[item.target]

    def _other_blanks_of(self, item: Item, asking: frozenset[Run]) -> Iterator[str]:
        """Yield the words for what a stem says in the place of other blanks."""
        own = set(self._stemmed_all(item.key_names))
        for fact in item.facts:
            for text, *others in self._names_of_fact(fact):
                if text in asking and text not in own:
                    yield from chain(text, *others)

    def _make_words(self, item: Item) -> ItemWords:
        prompts = [pair.prompt for pair in item.pairs]
        asking = frozenset(self._runs_in([item.stem, *prompts]))
        asking_words = frozenset(run[0] for run in asking if len(run) == 1)
        offered = [*(option.text for option in item.options), *item.matches]
        wrong = frozenset(
            self._stemmed_all(option.text for option in item.wrong_options)
        )
        says_unlike = _UNLIKE in words_of(item.stem)
        denies = says_unlike or has_negation(item.stem, self._stemmer)
        all_names = frozenset(self._stemmed_all({*item.key_names, *item.right_texts}))
        right = frozenset(self._stemmed_all(item.right_texts))
        telling = right | frozenset(filter(self._is_telling, all_names))
        names = frozenset(filter(_is_comparable, telling - asking))
        parts = frozenset(chain.from_iterable(map(_large_parts, names))) - asking
        names_in_stem, wrong_in_stem = all_names & asking, wrong & asking
        right_words = set(chain.from_iterable(right))
        return ItemWords(
            names=names,
            forms=frozenset(self._forms_in(option.text for option in item.options)),
            common_aliases=all_names - telling - asking,
            names_in_stem=names_in_stem,
            parts=parts,
            long_parts=frozenset(
                part for part in parts if len(part) >= _FEWEST_WORDS_OF_LONG_PART
            ),
            keys=frozenset(run for run in right - asking if _is_short_phrase(run)),
            asking=asking,
            shown=asking.union(self._runs_in([*offered, *_filled_in(item)])),
            offered=frozenset(self._stemmed_all(offered)) - {()},
            wrong=wrong,
            wrong_in_stem=wrong_in_stem,
            denied=asking if denies else frozenset(),
            denied_things=frozenset(self._denied_things_in(item.stem)),
            asking_with_choice=asking if wrong_in_stem else frozenset(),
            offers_none=any(
                _NOTHING.search(option.text) for option in item.wrong_options
            ),
            terms=self._terms_of(item),
            stated=frozenset() if item.stem.rstrip().endswith("?") else asking,
            spelled_out=frozenset(
                (word,)
                for text in item.right_texts
                if is_long_form(text, item.stem)
                for word in self._stemmed(text)
            ),
            choice=names_in_stem | wrong_in_stem if wrong_in_stem else frozenset(),
            other_blanks=frozenset(self._other_blanks_of(item, asking)),
            key_words=frozenset(right_words.difference(asking_words, *wrong)),
            asking_words=asking_words,
            context=asking_words & self.rare_words,
        )

    def _forms_in(self, options: Iterable[str]) -> Iterator[Run]:
        """Yield the options if each is one word, and all are of one family."""
        runs = list(self._stemmed_all(options))
        words = [run[0] for run in runs if len(run) == 1]
        if words and len(words) == len(runs) and _are_one_family(words):
            yield from runs

    def _denied_things_in(self, stem: str) -> Iterator[Run]:
        for denied in _DENIED.findall(stem):
            run = self._stemmed(denied)
            if len(run) >= _FEWEST_WORDS_OF_PART:
                yield run

    def _is_telling(self, alias: Run) -> bool:
        """Whether an alias has a word that is not in many stems."""
        return not self.common_words.issuperset(alias)

    def _terms_of(self, item: Item) -> frozenset[Run]:
        term = term_asked_about(item.stem)
        if term is None:
            return frozenset()
        wrong = self._wrong_of_target(item)
        names = {name for name in wrong if len(name) >= _FEWEST_WORDS_OF_PART}
        return frozenset({self._stemmed(term), *names}) - {()}

    def _runs_in(self, texts: Iterable[str]) -> Iterator[Run]:
        return chain.from_iterable(map(_runs, self._stemmed_all(texts)))

    def _stemmed_all(self, texts: Iterable[str]) -> Iterator[Run]:
        return map(self._stemmed, texts)

    def _stemmed(self, text: str) -> Run:
        return _stemmed(self._stemmer.code, text)


@lru_cache(maxsize=16384)
def _stemmed(language: str, text: str) -> Run:
    """Return the word stems of a text, without function words.

    The last ones are kept: many items of a deck, and all its papers, share texts.
    """
    stemmer = TextStemmer(language)
    return tuple(
        _family_of(stemmer.stem(word))
        for word in words_of(text)
        if not stemmer.is_function_word(word)
    )


def no_items(_: str) -> Iterable[Item]:
    """Return no items about a fact, where they are not known."""
    return ()


def _filled_in(item: Item) -> list[str]:
    """Return the stem with each of the options in its gap, if it has one."""
    if GAP not in item.stem:
        return []
    return [item.stem.replace(GAP, option.text) for option in item.options]


def _family_of(word_stem: str) -> str:
    """Return what all words of a family begin with, if a word stem is long.

    So *laparoscope* and *laparoscopy* count as one word, and so do *metastasis* and
    *metastatic*, *angiogram* and *angiography*, *abdomen* and *abdominal*.
    """
    short = word_stem.rstrip("aeiouy")
    if len(short) < _FEWEST_LETTERS_OF_LONG_STEM:
        return word_stem
    return _GREEK_OR_LATIN_ENDING.sub("", short)


def _are_one_family(words: Sequence[str]) -> bool:
    """Whether words begin with the same letters.

    These must be at least five, and two thirds of the shortest word.
    """
    letters_by_index = zip(*words, strict=False)
    common = sum(
        1 for _ in takewhile(lambda letters: len({*letters}) == 1, letters_by_index)
    )
    fewest = max(_FEWEST_LETTERS_OF_FAMILY, _SHARE_OF_FAMILY * min(map(len, words)))
    return common >= fewest


def _is_comparable(name: Run) -> bool:
    """Whether a name has the right length to be recognized in a text."""
    if not 0 < len(name) <= _MOST_WORDS:
        return False
    return sum(map(len, name)) >= _FEWEST_LETTERS


def _large_parts(name: Run) -> Iterator[Run]:
    """Yield the runs that are at least half of a name, but not the whole name."""
    fewest = max(_FEWEST_WORDS_OF_PART, (len(name) + 1) // 2)
    return (run for run in _runs(name) if fewest <= len(run) < len(name))


def _is_short_phrase(run: Run) -> bool:
    """Whether a run is so short that a stem may say its words in another order.

    An example is *dark urine*: the stem may say *turn the urine dark*.
    """
    return _FEWEST_WORDS_OF_PART <= len(run) <= _MOST_WORDS_IN_ANY_ORDER


def _runs(word_stems: Run) -> Iterator[Run]:
    """Yield every run of word stems that is not longer than a compared name."""
    for start in range(len(word_stems)):
        last_end = min(start + _MOST_WORDS, len(word_stems))
        for end in range(start + 1, last_end + 1):
            yield word_stems[start:end]
