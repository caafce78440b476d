"""What a rule is, and what it looks at."""

from __future__ import annotations

import inspect
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.base.words import TextStemmer, words_of
from liverdeck.facts.card import cards_of
from liverdeck.lint.fronts import stem_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from liverdeck.base.problems import Position, Problem, Severity
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.ledger import Ledger

COMMON_WORD = 0.05
"""A word in more than this share of the prompts (and in more than three) is the deck's subject and tells nothing."""
MOST_TELLING_PROMPTS = 3


class Finding(NamedTuple):
    """One place where a rule is broken."""

    position: Position
    what: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked."""

    id: str
    severity: Severity
    check: Callable[[LintContext], Iterable[Finding]]
    needs_whole_deck: bool
    """It looks at the deck as a whole and is left out while parts of the deck cannot be read."""

    @property
    def text(self) -> str:
        """What it wants and why, then a bad and a good example."""
        return inspect.getdoc(self.check) or ""


def rule(
    rule_id: str, severity: Severity, *, needs_whole_deck: bool = False
) -> Callable[[Callable[[LintContext], Iterable[Finding]]], Rule]:
    """Make a rule of a function that yields what breaks it; its docstring is the rule's page in the manual."""
    return lambda check: Rule(rule_id, severity, check, needs_whole_deck)


class LintContext:
    """A deck as the rules look at it: its taught facts, their cards and their words."""

    def __init__(
        self, deck: Deck, ledger: Ledger | None, problems: Sequence[Problem]
    ) -> None:
        """Take what was loaded, with the problems found while loading."""
        self.deck = deck
        self.ledger = ledger
        self.problems = problems
        self.forms = TextStemmer(deck.language)
        self.content_stems = lru_cache(maxsize=2**16)(self.forms.content_stems)
        """The stems of the words of a text that carry meaning."""
        self.words = lru_cache(maxsize=2**16)(words_of)
        """The words of a text in order."""
        self.passages = {passage.id: passage for passage in deck.passages}

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The cards of all taught facts."""
        return tuple(card for cards in self.cards_by_fact.values() for card in cards)

    @cached_property
    def cards_by_fact(self) -> dict[Position, tuple[Card, ...]]:
        """The cards of each taught fact, by its place: in a broken deck two may have one id."""
        return {fact.position: cards_of(fact) for fact in self.deck.active_facts}

    def answers(self) -> Iterator[tuple[Card, Answer]]:
        """Yield every answer, each item of a list for itself."""
        for card in self.cards:
            for answer in card.answers:
                yield card, answer

    @cached_property
    def subject_stems(self) -> frozenset[str]:
        """Stems that stand in the title or in many prompts, so that they give no answer away."""
        seen = Counter(
            stem for card in self.cards for stem in self.content_stems(stem_text(card))
        )
        least = max(MOST_TELLING_PROMPTS, COMMON_WORD * len(self.cards))
        return self.content_stems(self.deck.title) | {
            stem for stem, count in seen.items() if count > least
        }

    def telling_stems(self, text: str) -> frozenset[str]:
        """Return the stems of a text that tell it from the deck's other texts."""
        return self.content_stems(text) - self.subject_stems

    def passage_stems(self, fact: Fact) -> frozenset[str] | None:
        """Return the stems of all words of the passages a fact names; None if one of them was never indexed."""
        stems = [self._stems_by_passage.get(passage) for passage in fact.passages]
        known = [each for each in stems if each is not None]
        return frozenset().union(*known) if known and len(known) == len(stems) else None

    @cached_property
    def _stems_by_passage(self) -> dict[str, frozenset[str]]:
        return {
            each.id: self.forms.stems(each.words)
            for each in self.deck.passages
            if each.hash is not None
        }
