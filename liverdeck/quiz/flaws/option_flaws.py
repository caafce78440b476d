"""Flaws of an item's options and of their reasons."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING

from liverdeck.base.words import words_of
from liverdeck.checker.prepared import letters_of
from liverdeck.quiz.items.amounts import measure_of, quantity_of, ranges_overlap

if TYPE_CHECKING:
    from liverdeck.quiz.flaws.deck_words import DeckWords, Flaws
    from liverdeck.quiz.items.item import Item

_TOO_LONG_RATIO = 1.5
_TOO_LONG_LETTERS = 8
"""A key is too long if both limits are exceeded, compared to the median option."""
_FEWEST_WRONG_TO_CONVERGE = 2
_FEWEST_KEY_WORDS_TO_CONVERGE = 2
"""If a key has fewer words of its own, the others are not variations of it."""

_LETTER = r"(?:[A-E]|(?<=options )[1-5]|(?<=and )[1-5])"
_CATCH_ALL = re.compile(
    r"\b(?:(?:all|none|any|both|neither|some|several|two|three|more than one)(?: of)? "
    r"(?:the above|these|those|them)|"
    r"both [a-e] and [a-e])\b|"
    r"^\W*(?:(?:options|answers|choices) )?"
    rf"{_LETTER}(?:, {_LETTER})*,? (?:and|or|&) {_LETTER}\W*$",
    re.IGNORECASE,
)
_ONLY_LETTERS = re.compile(r"^[A-E](?:,? (?:and|or) [A-E]|, [A-E])*$")
"""If several options are like this, they are not about each other.

They are viruses or blood groups, for example.
"""
_BOTH = re.compile(r"\W*both (.+) and (.+?)\W*", re.IGNORECASE)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|only|every(?! \d)|must|completely|impossible|"
    r"all(?!-| (?:of the |the )?(?:two|three|four|five|six|\d)))\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:usually|often|sometimes|generally|frequently|rarely|probably|may)\b|"
    r"^(?:Usually|Often|Sometimes|Generally|Frequently|Rarely|Probably|"
    r"May(?= [a-z])(?! to\b))\b"
)
_NAMED_LETTER = re.compile(
    r"\b(?:[Oo]ption|[Aa]nswer|[Cc]hoice|[Dd]istractor)s? (?:is )?"
    r"\(?[A-E]\b(?!-)(?! [a-z]+ (?:of|in|with|that)\b)|"
    r"\b(?:option|choice|distractor) [a-e]\b(?! \w)"
)
_LONE_LETTER = re.compile(
    r"(?<!\w)\([A-Ea-e]\)|"
    r"(?:^|[.;:(] ?|\b(?:because|since|while|but|that) )"
    r"[A-E](?:, [A-E])*,? (?:and|or) [A-E]\b|"
    r"(?:^|[.;:(] ?)[A-E] (?:is|are|was|were|does|has)\b|(?<!\w)[A-E]\)|"
    r"\b(?:than|like|unlike) [A-E]\b"
    r"(?=[,.;:)]| (?:in|is|are|was|because|since|does|and|or|for|as)\b|$)"
)


def key_count(item: Item, _: DeckWords) -> Flaws:
    """A single best answer has one key, a multiple response at least one.

    Both have at least one wrong option.
    """
    keys = len(item.keys)
    has_too_many = item.type == "single" and keys > 1
    if not keys or has_too_many or not item.wrong_options:
        yield (
            f"{keys} of {len(item.options)} options are right",
            "one best answer has exactly one",
        )


def same_option(item: Item, _: DeckWords) -> Flaws:
    """No two options say the same, even in another spelling or another unit."""
    texts = [option.text for option in item.options]
    forms = {text: letters_of(text) for text in texts}
    numbers = {text: quantity_of(text) for text in texts}
    for one, other in combinations(texts, 2):
        number, other_number = numbers[one], numbers[other]
        numbers_overlap = (
            number is not None
            and other_number is not None
            and ranges_overlap(number, other_number)
        )
        if numbers_overlap or forms[one] & forms[other]:
            yield f"the options {one!r} and {other!r} overlap", "drop one of them"


def mixed_kinds(item: Item, _: DeckWords) -> Flaws:
    """Options are all words, or all numbers with units of the same measure."""
    quantities = [quantity_of(option.text) for option in item.options]
    numbers = [quantity for quantity in quantities if quantity is not None]
    if numbers and len(numbers) < len(quantities):
        yield "some options are numbers and some are not", "offer one sort"
    elif len({measure_of(quantity) for quantity in numbers}) > 1:
        yield "the options are numbers of different units", "offer one unit"


def catch_all(item: Item, _: DeckWords) -> Flaws:
    """No option is *all of the above*, *none of the above* or *both A and B*."""
    texts = [option.text for option in item.options]
    folded_texts = {text.casefold() for text in texts}
    are_letters = sum(_ONLY_LETTERS.search(text) is not None for text in texts) > 1
    for text in texts:
        both = _BOTH.fullmatch(text)
        parts = {part.casefold() for part in both.groups()} if both else set()
        joins_options = both is not None and parts <= folded_texts
        if joins_options or (_CATCH_ALL.search(text) and not are_letters):
            yield f"the option {text!r}", "write one that makes sense on its own"


def letters_in_reasons(item: Item, _: DeckWords) -> Flaws:
    """No reason names an option by its letter, which differs from form to form."""
    for text in _reasons_of(item):
        if _NAMED_LETTER.search(text):
            yield (
                f"a reason names an option by its letter: {text!r}",
                "name what the option says",
            )


def lone_letters(item: Item, _: DeckWords) -> Flaws:
    """No reason has a letter that may mean an option.

    It is only a warning, because the letter may also mean a virus or a class.
    """
    for text in _reasons_of(item):
        if _LONE_LETTER.search(text) and not _NAMED_LETTER.search(text):
            yield (
                f"a reason may name an option by its letter: {text!r}",
                "name what the option says",
            )


def _reasons_of(item: Item) -> tuple[str, ...]:
    return item.rationale, item.note, *(option.why for option in item.options)


def longest_key(item: Item, _: DeckWords) -> Flaws:
    """The key is not much longer than the other options."""
    if item.type != "single":
        return
    usual_length = median(len(option.text) for option in item.options)
    for key in item.keys:
        length = len(key.text)
        exceeds_ratio = length > _TOO_LONG_RATIO * usual_length
        if exceeds_ratio and length - usual_length > _TOO_LONG_LETTERS:
            yield (
                f"the key {key.text!r} is much longer than the other options",
                "shorten it, or offer longer ones",
            )


def absolutes(item: Item, _: DeckWords) -> Flaws:
    """No option says *always*, *never*, *usually* or *may*.

    Such words tell right options from wrong ones by their tone.
    """
    for option in item.options:
        match = _ABSOLUTE.search(option.text) or _VAGUE.search(option.text)
        if match is None:
            continue
        word = match.group()
        is_abbreviation = word.isupper() and len(word) > 1
        if not is_abbreviation:
            yield f"the option {option.text!r} says {word!r}", "say it without"


def convergence(item: Item, _: DeckWords) -> Flaws:
    """The wrong options are not all variations of the key.

    If they are, the key is the option that shares most words with the others.
    """
    has_enough_wrong = len(item.wrong_options) >= _FEWEST_WRONG_TO_CONVERGE
    if item.type != "single" or not item.keys or not has_enough_wrong:
        return
    all_words = {option.id: set(words_of(option.text)) for option in item.options}
    in_every_option = set.intersection(*all_words.values())
    words = {
        option_id: option_words - in_every_option
        for option_id, option_words in all_words.items()
    }
    counts = Counter(word for option_words in words.values() for word in option_words)
    shared_words = {
        option_id: sum(counts[word] - 1 for word in option_words)
        for option_id, option_words in words.items()
    }
    key_id = item.keys[0].id
    key_words = words[key_id]
    if len(key_words) < _FEWEST_KEY_WORDS_TO_CONVERGE:
        return
    if any(counts[word] == 1 for word in key_words):
        return
    most_in_wrong = max(shared_words[option.id] for option in item.wrong_options)
    if shared_words[key_id] > most_in_wrong:
        yield (
            "the wrong options vary the key, word by word",
            "vary them from each other, not all from the key",
        )


def no_reason(item: Item, _: DeckWords) -> Flaws:
    """Each wrong option has a reason why it is wrong."""
    for option in item.wrong_options:
        if not words_of(option.why):
            yield (
                f"no reason why {option.text!r} is wrong",
                "write it under `reject` or `distractors`",
            )
