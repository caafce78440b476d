"""Item-writing flaws that a program can see, after Haladyna, Downing and Rodriguez (2002) and the NBME guide (2020).

Errors make an item unfair or its key wrong, and stop a paper; the rest is told to the author, because the evidence on
what a flaw does to scores is mixed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING

from liverdeck.check.quantity import read_quantity
from liverdeck.check.right import letters_of
from liverdeck.facts.problems import Problem, Severity
from liverdeck.facts.text import WordForms, words_of
from liverdeck.quiz.cues import SIGNIFICANT, Lengths
from liverdeck.quiz.items import GAP
from liverdeck.quiz.leaks import Leaks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from liverdeck.check.quantity import Quantity
    from liverdeck.facts.nouns import Deck
    from liverdeck.quiz.items import Item

    Found = Iterator[tuple[str, str]]
    """What is wrong, and how to mend it."""

CHOICES = ("single", "multiple")
_TOO_LONG, _MUCH_LONGER = 1.5, 8
_FEWEST_WORDS = 4
_CONVERGING = 3
"""Options that must lean on the key before it stands out as their common part."""

_CATCH_ALL = re.compile(r"\b(?:(?:all|none|any|both|neither) of (?:the above|these|them)|both [a-e] and [a-e])\b|"
                        r"^\W*(?:options? )?[A-E] (?:and|or) [A-E]\W*$", re.IGNORECASE)  # fmt: skip
_NEGATIVE = re.compile(r"\b(?:not|except|(?<!at )(?<!At )least|false|incorrect)\b")
_ABSOLUTE = re.compile(r"\b(?:always|never|only|all|none|every|must|completely|impossible)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:usually|often|may|sometimes|generally|frequently|rarely|probably)\b", re.IGNORECASE)
_LETTER = re.compile(r"\b(?:[Oo]ption|[Aa]nswer|[Cc]hoice|[Dd]istractor)s? \(?[A-E]\b|(?<!\w)\([A-E]\)")
_EMPTY_LEAD_IN = re.compile(r"^\W*(?:which (?:one )?(?:of (?:the following|these) )?(?:statements? )?(?:is|are) "
                            r"(?:true|correct|right|false))\W*$", re.IGNORECASE)  # fmt: skip
_ARTICLE_AT_THE_END = re.compile(rf"\b(a|an)\W*(?:{GAP})?\W*$", re.IGNORECASE)
_ASKS = re.compile(r"[?.:؟？。]\s*$")


@dataclass(frozen=True)
class DeckWords:
    """The words of a deck, by its language."""

    forms: WordForms
    subject: frozenset[str]
    """Stems of the deck's title: its subject, which tells no option from another."""


def words_of_deck(deck: Deck) -> DeckWords:
    """Return how the words of a deck are compared."""
    forms = WordForms(deck.language)
    return DeckWords(forms, forms.content_stems(deck.title))


def key_count(item: Item, _: DeckWords) -> Found:
    """A single best answer has one key, a multiple response at least one, and each has something wrong to choose."""
    keys = len(item.keys)
    if (item.type == "single" and keys != 1) or not keys or not item.wrong:
        yield f"{keys} of {len(item.options)} options are right", "one best answer has exactly one"


def same_option(item: Item, _: DeckWords) -> Found:
    """No two options say the same, however they are spelled or in whatever unit."""
    for one, other in combinations(item.options, 2):
        if letters_of(one.text) & letters_of(other.text) or _overlap(one.text, other.text):
            yield f"the options {one.text!r} and {other.text!r} overlap", "drop one of them"


def mixed_kinds(item: Item, _: DeckWords) -> Found:
    """Options are all numbers or all words, and numbers all have a unit of one sort."""
    found = [read_quantity(option.text) for option in item.options]
    numbers = [quantity for quantity in found if quantity is not None]
    if numbers and len(numbers) < len(found):
        yield "some options are numbers and some are not", "offer one sort"
    elif len({_measure(quantity) for quantity in numbers}) > 1:
        yield "the options are numbers of different units", "offer one unit"


def catch_all(item: Item, _: DeckWords) -> Found:
    """No option is *all of the above*, *none of the above* or *both A and B*."""
    for option in item.options:
        if _CATCH_ALL.search(option.text):
            yield f"the option {option.text!r}", "write one that stands by itself"


def letters_in_reasons(item: Item, _: DeckWords) -> Found:
    """No reason names an option by its letter, which is another one in the next form."""
    for text in (item.rationale, item.note, *(option.why for option in item.options)):
        if _LETTER.search(text):
            yield f"a reason names an option by its letter: {text!r}", "name what the option says"


def longest_key(item: Item, _: DeckWords) -> Found:
    """The key is not much longer than the options around it."""
    lengths = median(len(option.text) for option in item.options)
    for key in item.keys if item.type == "single" else ():
        if len(key.text) > _TOO_LONG * lengths and len(key.text) - lengths > _MUCH_LONGER:
            yield f"the key {key.text!r} is much longer than the other options", "shorten it, or offer longer ones"


def negative_stem(item: Item, _: DeckWords) -> Found:
    """A stem asks for what is so; where it asks for what is not, the word is in capitals."""
    found = _NEGATIVE.search(item.stem)
    if found and item.stem.rstrip().endswith("?"):
        yield f"the stem asks with {found.group()!r}", "ask for what is so, or write it in capitals"


def absolutes(item: Item, _: DeckWords) -> Found:
    """Options without *always*, *never*, *usually*, *may*: they tell right from wrong by tone."""
    for option in item.options:
        found = _ABSOLUTE.search(option.text) or _VAGUE.search(option.text)
        if found:
            yield f"the option {option.text!r} says {found.group()!r}", "say it without"


def clang(item: Item, words: DeckWords) -> Found:
    """The key does not repeat a word of the stem that no wrong option repeats."""
    forms = words.forms
    wrong = frozenset().union(*(forms.content_stems(option.text) for option in item.wrong))
    telling = forms.content_stems(item.stem) - wrong - words.subject
    for key in item.keys if item.type == "single" else ():
        shared = [word for word in forms.content_words(key.text) if forms.stem(word) in telling]
        if shared:
            yield f"stem and key share {shared[0]!r}, and no wrong option does", "reword the stem"


def grammar(item: Item, _: DeckWords) -> Found:
    """Stem and options fit together: no *a* or *an* at the end that fits only some."""
    article = _ARTICLE_AT_THE_END.search(item.stem)
    if article:
        fits = {bool(re.match(r"[aeiou]", option.text, re.IGNORECASE)) for option in item.options}
        if len(fits) > 1:
            yield f"the stem ends with {article.group(1)!r}, which does not fit every option", "write 'a or an'"


def convergence(item: Item, _: DeckWords) -> Found:
    """The key is not what most other options have in common."""
    if item.type != "single" or len(item.wrong) < _CONVERGING or not item.keys:
        return
    key = set(words_of(item.keys[0].text))
    leaning = sum(len(key & set(words_of(option.text))) * 2 >= len(key) for option in item.wrong)
    if len(key) > 1 and leaning >= _CONVERGING:
        yield "most wrong options repeat half of the key", "vary them"


def empty_lead_in(item: Item, _: DeckWords) -> Found:
    """The stem can be answered with the options covered."""
    short = len(words_of(item.stem)) < _FEWEST_WORDS and GAP not in item.stem
    if short or _EMPTY_LEAD_IN.match(item.stem) or not (_ASKS.search(item.stem) or GAP in item.stem):
        yield f"the stem does not say what is asked: {item.stem!r}", "ask a whole question"


def no_reason(item: Item, _: DeckWords) -> Found:
    """Each wrong option says why it is wrong."""
    for option in item.wrong:
        if not option.why:
            yield f"no reason why {option.text!r} is wrong", "write it under `reject` or `distractors`"


RULES: tuple[tuple[Callable[[Item, DeckWords], Found], Severity], ...] = (
    (key_count, Severity.ERROR),
    (same_option, Severity.ERROR),
    (mixed_kinds, Severity.ERROR),
    (catch_all, Severity.ERROR),
    (letters_in_reasons, Severity.ERROR),
    (longest_key, Severity.WARNING),
    (negative_stem, Severity.WARNING),
    (absolutes, Severity.WARNING),
    (clang, Severity.WARNING),
    (grammar, Severity.WARNING),
    (empty_lead_in, Severity.WARNING),
    (convergence, Severity.ADVICE),
    (no_reason, Severity.ADVICE),
)

_OF_EVERY_TYPE = tuple(each for each in RULES if each[0] is letters_in_reasons)


def flaws_of(item: Item, words: DeckWords) -> list[Problem]:
    """Return the flaws of one item, the errors first; of a written answer only its reasons are looked at."""
    rules = RULES if item.type in CHOICES else _OF_EVERY_TYPE
    return [_problem(item, rule, *found, level) for rule, level in rules for found in rule(item, words)]


def flaws_of_paper(items: Sequence[Item], deck: Deck) -> list[Problem]:
    """Return the flaws of a whole paper: those of its items, keys that stick out, and items that answer each other."""
    words = words_of_deck(deck)
    return [*(flaw for item in items for flaw in flaws_of(item, words)), *_of_lengths(items), *_of_overlap(items, deck)]


def _of_lengths(items: Iterable[Item]) -> Iterator[Problem]:
    lengths, last = Lengths(), None
    for item in items:
        lengths.add(item)
        last = item
    if last is not None and lengths.chance < SIGNIFICANT:
        what = f"the key is the longest option in {lengths.longest} of {lengths.items} items"
        mend = "offer longer wrong options, or try another seed"
        yield Problem(last.at, what, mend, Severity.ERROR, "longest-keys")


def _of_overlap(items: Iterable[Item], deck: Deck) -> Iterator[Problem]:
    leaks = Leaks(deck.language)
    for item in items:
        if leaks.between(item):
            what = f"{item.id}: it gives another item's key away, or the other way round"
            yield Problem(item.at, what, "leave one of them out with --exclude", Severity.WARNING, "overlap")
        leaks.add(item)


def _problem(item: Item, rule: Callable[[Item, DeckWords], Found], what: str, mend: str, level: Severity) -> Problem:
    return Problem(item.at, f"{item.id}: {what}", mend, level, rule.__name__.replace("_", "-"))


def _measure(quantity: Quantity) -> object:
    return (quantity.unit.kinds, quantity.unit.counted) if quantity.unit else None


def _overlap(one: str, other: str) -> bool:
    first, second = read_quantity(one), read_quantity(other)
    if first is None or second is None or _measure(first) != _measure(second):
        return False
    (low, high), (other_low, other_high) = _ends(first), _ends(second)
    only_touch = high == other_low or other_high == low
    return low <= other_high and other_low <= high and not (only_touch and _excludes_its_end(first, second))


def _excludes_its_end(*quantities: Quantity) -> bool:
    return any(quantity.comparator in ("<", ">") for quantity in quantities)


def _ends(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the least and the largest number that it may be."""
    endless = Decimal("Infinity")
    low = -endless if quantity.comparator.startswith("<") else quantity.low
    high = endless if quantity.comparator.startswith(">") else quantity.high
    return low, high
