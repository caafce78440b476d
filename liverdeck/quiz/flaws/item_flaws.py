"""Flaws in how items are written, as far as LiverDeck can find them.

The rules follow Haladyna, Downing and Rodriguez (2002) and the NBME guide (2020).
A flaw that is an error makes the item unfair or its key wrong, so no paper is made.
Other flaws are only reported, because the evidence on how they affect scores is mixed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Problem, RuleId, Severity
from liverdeck.quiz.flaws.deck_words import words_of_deck
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
from liverdeck.quiz.papers.length_cues import LOWEST_PROBABILITY, LengthCues
from liverdeck.quiz.papers.pool import give_aways_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from liverdeck.base.problems import Position
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.flaws.deck_words import DeckWords, Flaws
    from liverdeck.quiz.items.item import Item

    Rule = Callable[[Item, DeckWords], Flaws]
    """A function that yields how an item breaks one rule, and how to fix that."""
    PaperFlaws = Iterator[tuple[Position, str, str]]
    """Where a paper has a flaw, what is wrong, and how to fix it."""
    PaperRule = Callable[[Sequence[Item], Deck, Sequence[Item]], PaperFlaws]
    """A function that yields how a paper breaks one rule."""

RULES: tuple[tuple[Rule, Severity], ...] = (
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
"""Each rule about an item with its severity, the most severe first.

The rule id is the name of the function with "-" in place of "_" (see `rule_id`).
"""


def flaws_of(item: Item, words: DeckWords) -> list[Problem]:
    """Return the flaws of an item, errors first.

    The rules are only about items with distractors. For any other item, nothing is
    returned.
    """
    if not item.interaction.offers_distractors:
        return []
    return [
        Problem(item.position, f"{item.id}: {what}", fix, severity, rule_id(rule))
        for rule, severity in RULES
        for what, fix in rule(item, words)
    ]


def flaws_of_paper(
    items: Sequence[Item], deck: Deck, bank: Sequence[Item] = ()
) -> list[Problem]:
    """Return the flaws of a paper.

    These are the flaws of each item, items that give each other away, and keys that are
    the longest option more often than chance allows. With the `bank` of the deck, it is
    also known what other items say about the same facts.
    """
    words = words_of_deck(deck)
    return [
        *(flaw for item in items for flaw in flaws_of(item, words)),
        *(
            Problem(position, what, fix, severity, rule_id(rule))
            for rule, severity in PAPER_RULES
            for position, what, fix in rule(items, deck, bank)
        ),
    ]


def longest_keys(items: Sequence[Item], _: Deck, __: Sequence[Item]) -> PaperFlaws:
    """The key is not the longest option more often than chance allows."""
    cues = LengthCues()
    for item in items:
        cues.add(item)
    if items and cues.probability < LOWEST_PROBABILITY:
        what = (
            f"the key is the longest option in {cues.longest_count} "
            f"of {cues.item_count} items"
        )
        fix = "offer longer wrong options, or try another seed"
        yield items[-1].position, what, fix


def overlap(items: Sequence[Item], deck: Deck, bank: Sequence[Item]) -> PaperFlaws:
    """No item gives away another."""
    give_aways = give_aways_of(deck, bank)
    option = "--exclude" if deck.is_from_files else "`exclude`"
    for item in items:
        if give_aways.conflicts_with(item):
            yield (
                item.position,
                f"{item.id}: it gives away an earlier item, or that item gives it away",
                f"leave one of them out with {option}",
            )
        give_aways.add(item)


PAPER_RULES: tuple[tuple[PaperRule, Severity], ...] = (
    (longest_keys, Severity.ERROR),
    (overlap, Severity.WARNING),
)
"""Each rule about a whole paper with its severity, the most severe first."""


def rule_id(rule: Rule | PaperRule) -> RuleId:
    """Return the id by which messages name a rule."""
    return RuleId(rule.__name__.replace("_", "-"))
