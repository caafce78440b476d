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
from liverdeck.quiz.papers.giveaways import GiveAways
from liverdeck.quiz.papers.length_cues import LOWEST_PROBABILITY, LengthCues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.flaws.deck_words import DeckWords, Flaws
    from liverdeck.quiz.items.item import Item

    Rule = Callable[[Item, DeckWords], Flaws]
    """A function that yields how an item breaks one rule, and how to fix that."""

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
"""Each rule with its severity, the most severe first.

The rule id is the name of the function with "-" in place of "_".
"""


def flaws_of(item: Item, words: DeckWords) -> list[Problem]:
    """Return the flaws of an item, errors first.

    The rules are only about items with distractors. For any other item, nothing is
    returned.
    """
    if not item.interaction.offers_distractors:
        return []
    return [
        _problem(item, rule, severity, what, fix)
        for rule, severity in RULES
        for what, fix in rule(item, words)
    ]


def flaws_of_paper(items: Sequence[Item], deck: Deck) -> list[Problem]:
    """Return the flaws of a paper.

    These are the flaws of each item, items that give each other away, and keys that are
    the longest option more often than chance allows.
    """
    words = words_of_deck(deck)
    return [
        *(flaw for item in items for flaw in flaws_of(item, words)),
        *_longest_key_flaws(items),
        *_give_away_flaws(items, deck),
    ]


def _longest_key_flaws(items: Sequence[Item]) -> Iterator[Problem]:
    """Yield one flaw if the keys of a paper are the longest option too often."""
    cues = LengthCues()
    for item in items:
        cues.add(item)
    if items and cues.probability < LOWEST_PROBABILITY:
        yield Problem(
            items[-1].position,
            f"the key is the longest option in {cues.longest_count} "
            f"of {cues.item_count} items",
            "offer longer wrong options, or try another seed",
            Severity.ERROR,
            RuleId("longest-keys"),
        )


def _give_away_flaws(items: Iterable[Item], deck: Deck) -> Iterator[Problem]:
    """Yield a flaw for each item that gives away an earlier one, or the reverse."""
    give_aways = GiveAways(deck.language)
    for item in items:
        if give_aways.conflicts_with(item):
            yield Problem(
                item.position,
                f"{item.id}: it gives away an earlier item, or that item gives it away",
                "leave one of them out with --exclude",
                Severity.WARNING,
                RuleId("overlap"),
            )
        give_aways.add(item)


def _problem(
    item: Item, rule: Rule, severity: Severity, what: str, fix: str
) -> Problem:
    rule_id = RuleId(rule.__name__.replace("_", "-"))
    return Problem(item.position, f"{item.id}: {what}", fix, severity, rule_id)
