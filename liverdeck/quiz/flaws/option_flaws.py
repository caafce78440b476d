"""Flaws of an item's options and of their reasons.

The docstring of each rule says what is true of a good item. If it is not true of an
item, the rule yields what is wrong and how to fix it.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, combinations
from statistics import median
from typing import TYPE_CHECKING

from liverdeck.base.words import ABSOLUTE_WORDS, words_of
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.numerals import SEVERAL
from liverdeck.checker.prepared import ways_without_spaces
from liverdeck.quiz.flaws.option_letters import letter_patterns
from liverdeck.quiz.items.amounts import measure_of, quantity_of, ranges_overlap

if TYPE_CHECKING:
    from liverdeck.quiz.flaws.deck_words import DeckWords, Flaws
    from liverdeck.quiz.items.item import Item, Option

_LONG_KEY_RATIO = 1.5
_LONG_KEY_DIFFERENCE = 8
"""A key is too long if it is more than 1.5 times as long as the median option, and more
than 8 characters longer.
"""
_FEWEST_WRONG_TO_CONVERGE = 2
"""An item with fewer wrong options is not checked for variations of the key."""
_FEWEST_KEY_WORDS_TO_CONVERGE = 2
"""An item whose key has fewer words is not checked for variations of the key.

Words that all options have do not count.
"""

_BOTH = re.compile(r"\W*both (.+) and (.+?)\W*", re.IGNORECASE)
"""An option such as "both bile and urea"."""
_ALWAYS_ABSOLUTE = "|".join(sorted(ABSOLUTE_WORDS - {"all", "any", "every", "none"}))
_ABSOLUTE = re.compile(
    # "Every" and "all" match, but not in "every 6 hours", "all-cause" or "all of the
    # four". "Any" and "none" never match: they are a catch-all option or a number.
    rf"\b(?:{_ALWAYS_ABSOLUTE}|every(?! \d)|"
    rf"all(?!-| (?:of the |the )?{SEVERAL}))\b",
    re.IGNORECASE,
)
"""A word that allows no exception."""
_VAGUE_ADVERBS = "usually|often|sometimes|generally|frequently|rarely|probably"
_VAGUE = re.compile(
    # A capital letter is allowed only at the beginning of the option. Elsewhere, and in
    # "May to June", "May" is the month.
    rf"\b(?:{_VAGUE_ADVERBS}|may)\b|"
    rf"^(?:{_VAGUE_ADVERBS.title()}|May(?= [a-z])(?! to\b))\b"
)
"""A word that says little about how often something is true."""


def key_count(item: Item, _: DeckWords) -> Flaws:
    """A single best answer has exactly one key, a multiple response at least one.

    Both have at least one wrong option.
    """
    count = len(item.keys)
    has_too_many = item.interaction.asks_for_best_option and count > 1
    if not count or has_too_many or not item.wrong_options:
        yield (
            f"{count} of {len(item.options)} options are right",
            "offer one right option (a multiple response may have more) and wrong ones",
        )


def same_option(item: Item, words: DeckWords) -> Flaws:
    """No two options are spellings of the same text, and no two numbers overlap."""
    texts = [option.text for option in item.options]
    language = language_of(words.stemmer.code)
    spellings = {option: ways_without_spaces(option, language) for option in texts}
    quantities = {option: quantity_of(option) for option in texts}
    for text, other in combinations(texts, 2):
        quantity, other_quantity = quantities[text], quantities[other]
        numbers_overlap = (
            quantity is not None
            and other_quantity is not None
            and ranges_overlap(quantity, other_quantity)
        )
        if numbers_overlap or spellings[text] & spellings[other]:
            yield f"the options {text!r} and {other!r} overlap", "delete one of them"


def mixed_kinds(item: Item, _: DeckWords) -> Flaws:
    """The options are all words, or all numbers that measure the same."""
    quantities = [quantity_of(option.text) for option in item.options]
    numbers = [quantity for quantity in quantities if quantity is not None]
    if numbers and len(numbers) < len(quantities):
        yield "some options are numbers and some are not", "offer only one of the two"
    elif len({measure_of(quantity) for quantity in numbers}) > 1:
        yield "the options are numbers of different measures", "use one unit for all"


def catch_all(item: Item, _: DeckWords) -> Flaws:
    """No option is *all of the above*, *none of the above* or *both A and B*."""
    texts = [option.text for option in item.options]
    folded_texts = {text.casefold() for text in texts}
    patterns = letter_patterns(item)
    only_letters = [text for text in texts if patterns.only_letters.search(text)]
    may_name_options = len(only_letters) <= 1
    for text in texts:
        both_match = _BOTH.fullmatch(text)
        joins_options = both_match is not None and folded_texts.issuperset(
            map(str.casefold, both_match.groups())
        )
        is_catch_all = may_name_options and patterns.catch_all.search(text) is not None
        if joins_options or is_catch_all:
            yield (
                f"the option {text!r} refers to other options",
                "write one that makes sense on its own",
            )


def letters_in_reasons(item: Item, _: DeckWords) -> Flaws:
    """No reason names an option by its letter, which each paper form may change."""
    patterns = letter_patterns(item)
    for text in _reasons_of(item):
        if patterns.named.search(text):
            yield (
                f"a reason names an option by its letter: {text!r}",
                "name what the option says",
            )


def lone_letters(item: Item, _: DeckWords) -> Flaws:
    """No reason has a single letter that may mean an option.

    This is only a warning, because the letter may also mean a virus or a class. Reasons
    that `letters_in_reasons` reports are left out.
    """
    patterns = letter_patterns(item)
    for text in _reasons_of(item):
        if patterns.lone.search(text) and not patterns.named.search(text):
            yield (
                f"a reason may name an option by its letter: {text!r}",
                "name what the option says",
            )


def _reasons_of(item: Item) -> tuple[str, ...]:
    """Return the texts of an item that may say why an option is right or wrong."""
    return item.rationale, item.note, *(option.why for option in item.options)


def longest_key(item: Item, _: DeckWords) -> Flaws:
    """The key is not much longer than the median option."""
    if not item.interaction.asks_for_best_option:
        return
    median_length = median(len(option.text) for option in item.options)
    for key in item.keys:
        length = len(key.text)
        exceeds_ratio = length > _LONG_KEY_RATIO * median_length
        if exceeds_ratio and length - median_length > _LONG_KEY_DIFFERENCE:
            yield (
                f"the key {key.text!r} is much longer than the other options",
                "shorten the key, or offer longer wrong options",
            )


def absolutes(item: Item, _: DeckWords) -> Flaws:
    """No option has a word such as *always*, *never*, *usually* or *may*.

    From such a word, learners can guess whether the option is right.
    """
    for option in item.options:
        match = _ABSOLUTE.search(option.text) or _VAGUE.search(option.text)
        if match is None:
            continue
        word = match.group()
        # An abbreviation such as ALL, which is a leukemia.
        is_abbreviation = word.isupper() and len(word) > 1
        if not is_abbreviation:
            yield (
                f"the option {option.text!r} says {word!r}",
                "reword it without that word",
            )


def convergence(item: Item, _: DeckWords) -> Flaws:
    """The wrong options are not all variations of the key.

    They count as variations if each word of the key is also in a wrong option, and if
    the key has more words in common with the other options than any wrong option has.
    Words that all options have do not count.
    """
    if not item.interaction.asks_for_best_option or not item.keys:
        return
    if len(item.wrong_options) < _FEWEST_WRONG_TO_CONVERGE:
        return
    words = _words_not_in_all_options(item)
    option_counts = Counter(chain.from_iterable(words.values()))
    key_words = words[item.keys[0].id]
    if len(key_words) < _FEWEST_KEY_WORDS_TO_CONVERGE:
        return
    if any(option_counts[word] == 1 for word in key_words):
        return

    def shared_count(option: Option) -> int:
        """Return how many words an option shares with the other options.

        A word that is in two other options counts twice.
        """
        return sum(option_counts[word] - 1 for word in words[option.id])

    if shared_count(item.keys[0]) > max(map(shared_count, item.wrong_options)):
        yield (
            "the wrong options are all variations of the key",
            "write wrong options with words that the key does not have",
        )


def _words_not_in_all_options(item: Item) -> dict[str, set[str]]:
    """Return each option's words by its id, without those that all options have."""
    all_words = {option.id: set(words_of(option.text)) for option in item.options}
    in_all_options = set.intersection(*all_words.values())
    return {option_id: words - in_all_options for option_id, words in all_words.items()}


def no_reason(item: Item, _: DeckWords) -> Flaws:
    """Each wrong option has a reason why it is wrong."""
    for option in item.wrong_options:
        if not words_of(option.why):
            yield (
                f"no reason why {option.text!r} is wrong",
                "write it under `reject` or `distractors`",
            )
