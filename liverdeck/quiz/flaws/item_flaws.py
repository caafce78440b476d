"""Item-writing flaws that a program can see, after Haladyna, Downing and Rodriguez (2002) and the NBME guide (2020).

Errors make an item unfair or its key wrong, and stop a paper; the rest is told to the author, because the evidence on
what a flaw does to scores is mixed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Problem, Severity
from liverdeck.quiz.flaws.deck_words import DeckWords, words_of_deck
from liverdeck.quiz.flaws.option_flaws import (
    absolutes,
    catch_all,
    convergence,
    key_count,
    letters_in_reasons,
    lone_letters,
    longest_key,
    mixed_kinds,
    no_reason,
    same_option,
)
from liverdeck.quiz.flaws.stem_flaws import clang, empty_lead_in, grammar, negative_stem
from liverdeck.quiz.papers.giveaways import GiveAways
from liverdeck.quiz.papers.length_cues import SIGNIFICANT, LengthCues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.flaws.deck_words import Found
    from liverdeck.quiz.items.item import Item

CHOICES = ("single", "multiple")

RULES: tuple[tuple[Callable[[Item, DeckWords], Found], Severity], ...] = (
    (key_count, Severity.ERROR),
    (same_option, Severity.ERROR),
    (mixed_kinds, Severity.ERROR),
    (catch_all, Severity.ERROR),
    (letters_in_reasons, Severity.ERROR),
    (lone_letters, Severity.WARNING),
    (longest_key, Severity.WARNING),
    (negative_stem, Severity.WARNING),
    (absolutes, Severity.WARNING),
    (clang, Severity.WARNING),
    (grammar, Severity.WARNING),
    (empty_lead_in, Severity.WARNING),
    (convergence, Severity.ADVICE),
    (no_reason, Severity.ADVICE),
)


def flaws_of(item: Item, words: DeckWords) -> list[Problem]:
    """Return the flaws of a choice, the errors first; what is written has no options, and so none of these."""
    rules = RULES if item.type in CHOICES else ()
    return [
        _problem(item, rule, *found, level)
        for rule, level in rules
        for found in rule(item, words)
    ]


def flaws_of_paper(items: Sequence[Item], deck: Deck) -> list[Problem]:
    """Return the flaws of a whole paper: those of its items, keys that stick out, and items that answer each other."""
    words = words_of_deck(deck)
    return [
        *(flaw for item in items for flaw in flaws_of(item, words)),
        *_of_lengths(items),
        *_of_overlap(items, deck),
    ]


def _of_lengths(items: Iterable[Item]) -> Iterator[Problem]:
    lengths, last = LengthCues(), None
    for item in items:
        lengths.add(item)
        last = item
    if last is not None and lengths.chance < SIGNIFICANT:
        what = f"the key is the longest option in {lengths.longest} of {lengths.items} items"
        mend = "offer longer wrong options, or try another seed"
        yield Problem(last.position, what, mend, Severity.ERROR, "longest-keys")


def _of_overlap(items: Iterable[Item], deck: Deck) -> Iterator[Problem]:
    give_aways = GiveAways(deck.language)
    for item in items:
        if give_aways.involve(item):
            what = (
                f"{item.id}: it gives another item's key away, or the other way round"
            )
            yield Problem(
                item.position,
                what,
                "leave one of them out with --exclude",
                Severity.WARNING,
                "overlap",
            )
        give_aways.add(item)


def _problem(
    item: Item,
    rule: Callable[[Item, DeckWords], Found],
    what: str,
    mend: str,
    level: Severity,
) -> Problem:
    return Problem(
        item.position,
        f"{item.id}: {what}",
        mend,
        level,
        rule.__name__.replace("_", "-"),
    )
