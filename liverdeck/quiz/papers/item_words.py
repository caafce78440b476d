"""The words of an item: what it prints, and what its key is called."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.base.phrases import ends_question
from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer, words_of
from liverdeck.quiz.items.exact_words import is_long_form
from liverdeck.quiz.items.item import GAP
from liverdeck.quiz.items.question_sorts import term_asked_about
from liverdeck.quiz.items.question_words import stemmed
from liverdeck.quiz.items.typed_keys import has_negation
from liverdeck.quiz.papers.word_runs import (
    FEWEST_WORDS_OF_PART,
    are_one_family,
    is_comparable,
    is_short_phrase,
    large_parts,
    runs_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.question_words import QuestionWords, Run

_FEWEST_WORDS_OF_LONG_PART = 3
"""Any text gives away a name if it has this many words in a row of the name."""
_UNLIKE = "unlike"
"""Denies what comes after it, though its sentence is not negative."""
_DENIED = re.compile(r"\b(?:not|no|never|neither|without) ([^.,;:?!]+)", re.IGNORECASE)
"""What follows a word such as *not*, up to the next punctuation mark."""
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
    word_family: frozenset[Run]
    """The options, if all are words of one family: *artery* and *arteriole*."""
    common_aliases: frozenset[Run]
    """The aliases of the key whose words are in many stems; not among `names`."""
    names_in_stem: frozenset[Run]
    """The accepted names of the key that the stem says, as in an offered choice."""
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
    """The wrong options that the stem says, as in an offered choice."""
    denied: frozenset[Run]
    """`asking`, if the stem has a word such as *not*; otherwise empty."""
    denied_things: frozenset[Run]
    """The runs of two words and more after *not* and the like: *not nerve cells*."""
    asking_with_choice: frozenset[Run]
    """`asking`, if the stem offers answers to choose from; otherwise empty."""
    offers_none: bool
    """Whether a wrong option says that there is nothing: *there are none*."""
    terms: frozenset[Run]
    """The term whose meaning the stem asks for, and wrong options of two or more words.

    Empty if the stem asks for no meaning.
    """
    stated: frozenset[Run]
    """`asking`, if the stem is a statement and no question; otherwise empty."""
    spelled_out: frozenset[Run]
    """The words of the key, each alone, if the stem has their abbreviation."""
    choice: frozenset[Run]
    """The answers that the stem itself offers to choose from."""
    other_blanks: frozenset[str]
    """The words of answers to other blanks that the stem shows, also in aliases."""
    key_words: frozenset[str]
    """Words of the key that neither the stem nor another option has."""
    asking_words: frozenset[str]
    """The words of the stem and the prompts."""
    context: frozenset[str]
    """The `asking_words` that few stems have; empty if other stems are not known."""


@value_class
class _KeyNames:
    """The names of an item's key; most fields are those of `ItemWords`."""

    names: frozenset[Run]
    common_aliases: frozenset[Run]
    names_in_stem: frozenset[Run]
    parts: frozenset[Run]
    long_parts: frozenset[Run]
    short_phrases: frozenset[Run]
    """The field `keys` of `ItemWords`."""
    words: frozenset[str]
    """All words of the key, without aliases."""


class ItemWordsFinder:
    """Finds the words of a deck's items, and remembers them."""

    def __init__(
        self,
        language: str,
        words: QuestionWords,
        items_about: Callable[[str], Iterable[Item]],
    ) -> None:
        """Take the deck's language tag, and the words of all its questions.

        `items_about` gives all items about a fact, from the id of that fact.
        """
        self._stemmer = TextStemmer(language)
        self._items_about = items_about
        self.rare_words = words.rare
        """The word stems that are in few questions."""
        self.common_words = words.common
        """Those that are in many questions."""

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
        runs = set(self._runs_in([text]))
        names = self._stemmed_all({*item.key_names, *item.right_texts})
        return any(name in runs and is_comparable(name) for name in names)

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
        """Yield the words of answers to other blanks that a stem shows."""
        key_names = set(self._stemmed_all(item.key_names))
        for fact in item.facts:
            for text, *aliases in self._names_of_fact(fact):
                if text in asking and text not in key_names:
                    yield from chain(text, *aliases)

    def _make_words(self, item: Item) -> ItemWords:
        asking = frozenset(
            self._runs_in([item.stem, *(pair.prompt for pair in item.pairs)])
        )
        asking_words = frozenset(run[0] for run in asking if len(run) == 1)
        option_texts = [option.text for option in item.options]
        offered = [*option_texts, *item.matches]
        wrong_texts = [option.text for option in item.wrong_options]
        wrong = frozenset(self._stemmed_all(wrong_texts))
        wrong_in_stem = wrong & asking
        key = self._key_names_of(item, asking)
        nothing: frozenset[Run] = frozenset()

        return ItemWords(
            names=key.names,
            word_family=frozenset(self._word_family_in(option_texts)),
            common_aliases=key.common_aliases,
            names_in_stem=key.names_in_stem,
            parts=key.parts,
            long_parts=key.long_parts,
            keys=key.short_phrases,
            asking=asking,
            shown=asking.union(self._runs_in([*offered, *_filled_in(item)])),
            offered=frozenset(self._stemmed_all(offered)) - {()},
            wrong=wrong,
            wrong_in_stem=wrong_in_stem,
            denied=asking if self._is_negative(item.stem) else nothing,
            denied_things=frozenset(self._denied_things_in(item.stem)),
            asking_with_choice=asking if wrong_in_stem else nothing,
            offers_none=any(map(_NOTHING.search, wrong_texts)),
            terms=self._terms_of(item),
            stated=nothing if ends_question(item.stem) else asking,
            spelled_out=frozenset(self._spelled_out_in(item)),
            choice=key.names_in_stem | wrong_in_stem if wrong_in_stem else nothing,
            other_blanks=frozenset(self._other_blanks_of(item, asking)),
            key_words=key.words.difference(asking_words, *wrong),
            asking_words=asking_words,
            context=asking_words & self.rare_words,
        )

    def _key_names_of(self, item: Item, asking: frozenset[Run]) -> _KeyNames:
        """Return the names of an item's key; `asking` is that of its `ItemWords`."""
        right = frozenset(self._stemmed_all(item.right_texts))
        all_names = frozenset(self._stemmed_all({*item.key_names, *item.right_texts}))
        telling = right | frozenset(filter(self._is_telling, all_names))
        names = frozenset(filter(is_comparable, telling - asking))
        parts = frozenset(chain.from_iterable(map(large_parts, names))) - asking
        return _KeyNames(
            names=names,
            common_aliases=all_names - telling - asking,
            names_in_stem=all_names & asking,
            parts=parts,
            long_parts=frozenset(
                part for part in parts if len(part) >= _FEWEST_WORDS_OF_LONG_PART
            ),
            short_phrases=frozenset(filter(is_short_phrase, right - asking)),
            words=frozenset(chain.from_iterable(right)),
        )

    def _is_negative(self, stem: str) -> bool:
        """Whether a stem denies something, with a word such as *not* or *unlike*."""
        return _UNLIKE in words_of(stem) or has_negation(stem, self._stemmer)

    def _spelled_out_in(self, item: Item) -> Iterator[Run]:
        """Yield each word of the key if the stem has the key's abbreviation."""
        for text in item.right_texts:
            if is_long_form(text, item.stem):
                for word in self._stemmed(text):
                    yield (word,)

    def _word_family_in(self, options: Iterable[str]) -> Iterator[Run]:
        """Yield the options if each is one word, and all are of one family."""
        runs = list(self._stemmed_all(options))
        words = [run[0] for run in runs if len(run) == 1]
        if words and len(words) == len(runs) and are_one_family(words):
            yield from runs

    def _denied_things_in(self, stem: str) -> Iterator[Run]:
        for denied in _DENIED.findall(stem):
            run = self._stemmed(denied)
            if len(run) >= FEWEST_WORDS_OF_PART:
                yield run

    def _is_telling(self, alias: Run) -> bool:
        """Whether an alias has a word that is not in many stems."""
        return not self.common_words.issuperset(alias)

    def _terms_of(self, item: Item) -> frozenset[Run]:
        term = term_asked_about(item.stem)
        if term is None:
            return frozenset()
        wrong = self._wrong_of_target(item)
        names = {name for name in wrong if len(name) >= FEWEST_WORDS_OF_PART}
        return frozenset({self._stemmed(term), *names}) - {()}

    def _runs_in(self, texts: Iterable[str]) -> Iterator[Run]:
        return chain.from_iterable(map(runs_of, self._stemmed_all(texts)))

    def _stemmed_all(self, texts: Iterable[str]) -> Iterator[Run]:
        return map(self._stemmed, texts)

    def _stemmed(self, text: str) -> Run:
        return stemmed(self._stemmer.code, text)


def no_items(_: str) -> Iterable[Item]:
    """Return no items: the items about a fact are not known."""
    return ()


def _filled_in(item: Item) -> list[str]:
    """Return the stem with each of the options in its gap, if it has one."""
    if GAP not in item.stem:
        return []
    return [item.stem.replace(GAP, option.text) for option in item.options]
