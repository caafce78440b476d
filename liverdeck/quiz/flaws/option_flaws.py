"""Flaws of an item's options and of the reasons that stand with them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING

from liverdeck.base.words import words_of
from liverdeck.checker.prepared import letters_of
from liverdeck.quiz.items.amounts import measure_of, number_in, overlap

if TYPE_CHECKING:
    from liverdeck.quiz.flaws.deck_words import DeckWords, Found
    from liverdeck.quiz.items.item import Item

_TOO_LONG, _MUCH_LONGER = 1.5, 8
_FEWEST_VARIED = 2
"""Wrong options that must vary the key before it stands out as what they have in common."""
_FEWEST_PARTS = 2
"""Words of the key of which each must come back in another option."""

_ONE = r"(?:[A-E]|(?<=options )[1-5]|(?<=and )[1-5])"
_CATCH_ALL = re.compile(
    r"\b(?:(?:all|none|any|both|neither|some|several|two|three|more than one)(?: of)? (?:the above|these|those|them)|"
    r"both [a-e] and [a-e])\b|"
    rf"^\W*(?:(?:options|answers|choices) )?{_ONE}(?:, {_ONE})*,? (?:and|or|&) {_ONE}\W*$",
    re.IGNORECASE,
)
_ONLY_LETTERS = re.compile(r"^[A-E](?:,? (?:and|or) [A-E]|, [A-E])*$")
"""Of several such options none is about the others: they are viruses, or blood groups."""
_BOTH = re.compile(r"\W*both (.+) and (.+?)\W*", re.IGNORECASE)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|only|every(?! \d)|must|completely|impossible|"
    r"all(?!-| (?:of the |the )?(?:two|three|four|five|six|\d)))\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:usually|often|sometimes|generally|frequently|rarely|probably|may)\b|"
    r"^(?:Usually|Often|Sometimes|Generally|Frequently|Rarely|Probably|May(?= [a-z])(?! to\b))\b"
)
_NAMED_LETTER = re.compile(
    r"\b(?:[Oo]ption|[Aa]nswer|[Cc]hoice|[Dd]istractor)s? (?:is )?\(?[A-E]\b(?!-)(?! [a-z]+ (?:of|in|with|that)\b)|"
    r"\b(?:option|choice|distractor) [a-e]\b(?! \w)"
)
_LONE_LETTER = re.compile(
    r"(?<!\w)\([A-Ea-e]\)|"
    r"(?:^|[.;:(] ?|\b(?:because|since|while|but|that) )[A-E](?:, [A-E])*,? (?:and|or) [A-E]\b|"
    r"(?:^|[.;:(] ?)[A-E] (?:is|are|was|were|does|has)\b|(?<!\w)[A-E]\)|"
    r"\b(?:than|like|unlike) [A-E]\b(?=[,.;:)]| (?:in|is|are|was|because|since|does|and|or|for|as)\b|$)"
)


def key_count(item: Item, _: DeckWords) -> Found:
    """A single best answer has one key, a multiple response at least one, and each has something wrong to choose."""
    keys = len(item.keys)
    if (item.type == "single" and keys != 1) or not keys or not item.wrong_options:
        yield (
            f"{keys} of {len(item.options)} options are right",
            "one best answer has exactly one",
        )


def same_option(item: Item, _: DeckWords) -> Found:
    """No two options say the same, however they are spelled or in whatever unit."""
    read = [
        (option.text, letters_of(option.text), number_in(option.text))
        for option in item.options
    ]
    for (one, letters, number), (other, other_letters, other_number) in combinations(
        read, 2
    ):
        if letters & other_letters or (
            number and other_number and overlap(number, other_number)
        ):
            yield f"the options {one!r} and {other!r} overlap", "drop one of them"


def mixed_kinds(item: Item, _: DeckWords) -> Found:
    """Options are all numbers or all words, and numbers all have a unit of one sort."""
    found = [number_in(option.text) for option in item.options]
    numbers = [quantity for quantity in found if quantity is not None]
    if numbers and len(numbers) < len(found):
        yield "some options are numbers and some are not", "offer one sort"
    elif len({measure_of(quantity) for quantity in numbers}) > 1:
        yield "the options are numbers of different units", "offer one unit"


def catch_all(item: Item, _: DeckWords) -> Found:
    """No option is *all of the above*, *none of the above* or *both A and B*."""
    others = {option.text.casefold() for option in item.options}
    letters = sum(
        _ONLY_LETTERS.search(option.text) is not None for option in item.options
    )
    for option in item.options:
        both = _BOTH.fullmatch(option.text)
        names_both = (
            both is not None and {part.casefold() for part in both.groups()} <= others
        )
        if names_both or (_CATCH_ALL.search(option.text) and letters <= 1):
            yield f"the option {option.text!r}", "write one that stands by itself"


def letters_in_reasons(item: Item, _: DeckWords) -> Found:
    """No reason names an option by its letter, which is another one in the next form."""
    for text in _reasons_of(item):
        if _NAMED_LETTER.search(text):
            yield (
                f"a reason names an option by its letter: {text!r}",
                "name what the option says",
            )


def lone_letters(item: Item, _: DeckWords) -> Found:
    """No reason has a letter that may be an option's, though it may be that of a virus or of a class."""
    for text in _reasons_of(item):
        if _LONE_LETTER.search(text) and not _NAMED_LETTER.search(text):
            yield (
                f"a reason may name an option by its letter: {text!r}",
                "name what the option says",
            )


def _reasons_of(item: Item) -> tuple[str, ...]:
    return item.rationale, item.note, *(option.why for option in item.options)


def longest_key(item: Item, _: DeckWords) -> Found:
    """The key is not much longer than the options around it."""
    lengths = median(len(option.text) for option in item.options)
    for key in item.keys if item.type == "single" else ():
        if (
            len(key.text) > _TOO_LONG * lengths
            and len(key.text) - lengths > _MUCH_LONGER
        ):
            yield (
                f"the key {key.text!r} is much longer than the other options",
                "shorten it, or offer longer ones",
            )


def absolutes(item: Item, _: DeckWords) -> Found:
    """Options without *always*, *never*, *usually*, *may*: they tell right from wrong by tone."""
    for option in item.options:
        found = _ABSOLUTE.search(option.text) or _VAGUE.search(option.text)
        if found and not (found.group().isupper() and len(found.group()) > 1):
            yield f"the option {option.text!r} says {found.group()!r}", "say it without"


def convergence(item: Item, _: DeckWords) -> Found:
    """The key is not the option from which the others are varied: the one that shares most words with them."""
    if (
        item.type != "single"
        or len(item.wrong_options) < _FEWEST_VARIED
        or not item.keys
    ):
        return
    words = {option.id: set(words_of(option.text)) for option in item.options}
    in_all = set.intersection(*words.values())
    use = Counter(word for each in words.values() for word in each - in_all)
    leaning = {
        name: sum(use[word] - 1 for word in each - in_all)
        for name, each in words.items()
    }
    key = item.keys[0].id
    own = words[key] - in_all
    if len(own) < _FEWEST_PARTS or any(use[word] == 1 for word in own):
        return
    if all(leaning[key] > leaning[option.id] for option in item.wrong_options):
        yield (
            "the wrong options vary the key, word by word",
            "vary them from each other, not all from the key",
        )


def no_reason(item: Item, _: DeckWords) -> Found:
    """Each wrong option says why it is wrong."""
    for option in item.wrong_options:
        if not words_of(option.why):
            yield (
                f"no reason why {option.text!r} is wrong",
                "write it under `reject` or `distractors`",
            )
