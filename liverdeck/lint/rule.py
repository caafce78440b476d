"""The class of lint's rules, and the class that tells rules about a deck.

In this module, *stem* means word stem.
"""

from __future__ import annotations

import inspect
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.base.problems import RuleId, Severity
from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer, words_of
from liverdeck.checker.languages.table import language_of
from liverdeck.facts.card import cards_of
from liverdeck.facts.card_texts import question_with_other_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from liverdeck.base.problems import Position, Problem
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck, Passage
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.ledger import Ledger

COMMON_SHARE = 0.05
"""A word is common if more than this share of a deck's questions contain it.

A common word belongs to the subject of the whole deck, so it does not give an answer
away.
"""
FEWEST_COMMON = 4
"""A word in fewer questions than this is not common, even in a small deck."""


class Finding(NamedTuple):
    """A position where a rule is broken, with what is wrong and how to fix it."""

    position: Position
    message: str
    fix: str = ""


@value_class
class Rule:
    """A rule against which decks are checked."""

    id: RuleId
    severity: Severity
    check: Callable[[LintContext], Iterable[Finding]]
    needs_whole_deck: bool
    """Whether the rule is checked only in a deck that was loaded without errors."""
    documented_function: Callable[..., object]
    """The function whose docstring explains the rule."""

    @property
    def text(self) -> str:
        """The explanation of the rule, in most cases with a bad and a good example."""
        return inspect.getdoc(self.documented_function) or ""


def rule(
    rule_id: str, severity: Severity, *, needs_whole_deck: bool = False
) -> Callable[[Callable[[LintContext], Iterable[Finding]]], Rule]:
    """Return a decorator that makes a rule of a function that yields findings.

    The docstring of the function explains the rule in the manual.
    """

    def rule_of(check: Callable[[LintContext], Iterable[Finding]]) -> Rule:
        return Rule(RuleId(rule_id), severity, check, needs_whole_deck, check)

    return rule_of


def reading_rule(rule_id: RuleId) -> Callable[[Callable[[], None]], Rule]:
    """Return a decorator that makes the rule for problems that the loader reports.

    The decorated function does nothing. Only its docstring is used: it explains the
    rule in the manual.
    """

    def rule_of(function: Callable[[], None]) -> Rule:
        return Rule(
            rule_id,
            Severity.ERROR,
            _find_nothing,
            needs_whole_deck=False,
            documented_function=function,
        )

    return rule_of


def _find_nothing(_: LintContext) -> tuple[Finding, ...]:
    return ()


@value_class
class UnionOfSets:
    """Several sets that behave like their union, without the time to make the union."""

    sets: tuple[frozenset[str], ...]

    def __contains__(self, text: object) -> bool:
        """Whether a text is in any of the sets."""
        return any(text in texts for texts in self.sets)

    def has_all(self, texts: Iterable[str]) -> bool:
        """Whether each text is in any of the sets."""
        return all(text in self for text in texts)


class LintContext:
    """A deck, with the data that rules need: cards, answers, words and stems."""

    def __init__(
        self, deck: Deck, ledger: Ledger | None, problems: Sequence[Problem]
    ) -> None:
        """Take the deck, its ledger, and the problems that were found while loading."""
        self.deck = deck
        self.ledger = ledger
        self.problems = problems
        self.language = language_of(deck.language)
        self.stemmer = TextStemmer(deck.language)
        # Several rules need the words and stems of the same texts, so they are
        # remembered.
        self.words = lru_cache(maxsize=2**16)(words_of)
        """The function that returns the words of a text in order."""
        self.content_stems = lru_cache(maxsize=2**16)(self._content_stems)
        """The function that returns the stems of a text, without function words."""
        self._stems_by_passage: dict[str, frozenset[str]] = {}

    def _content_stems(self, text: str) -> frozenset[str]:
        is_function_word = self.stemmer.is_function_word
        return self.stemmer.stems(
            word for word in self.words(text) if not is_function_word(word)
        )

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The cards of all active facts."""
        return tuple(card for cards in self.cards_by_fact.values() for card in cards)

    @cached_property
    def cards_by_fact(self) -> dict[Position, tuple[Card, ...]]:
        """The cards of each active fact, by the fact's position.

        The key is not the id, because in a deck with errors two facts may have the same
        id.
        """
        return {fact.position: cards_of(fact) for fact in self.deck.active_facts}

    def answers(self) -> Iterator[tuple[Card, Answer]]:
        """Yield each answer with its card. Each item of a list is an answer."""
        for card in self.cards:
            for answer in card.answers:
                yield card, answer

    @cached_property
    def subject_stems(self) -> frozenset[str]:
        """The stems of the words in the deck's title, and of its common words."""
        questions = map(question_with_other_answers, self.cards)
        counts = Counter(
            stem for question in questions for stem in self.content_stems(question)
        )
        common_count = COMMON_SHARE * len(self.cards)
        common = {
            stem
            for stem, count in counts.items()
            if count > common_count and count >= FEWEST_COMMON
        }
        return self.content_stems(self.deck.title) | common

    def telling_stems(self, text: str) -> frozenset[str]:
        """Return the stems of those words of a text that may give an answer away.

        Function words and words of the deck's subject give no answer away.
        """
        return self.content_stems(text) - self.subject_stems

    def passage_words(self, fact: Fact) -> UnionOfSets | None:
        """Return the words of the passages that a fact names.

        Returns None if the fact names no passage, or names a passage that does not
        exist or was never indexed.
        """
        passages = [self._indexed_passages.get(passage) for passage in fact.passages]
        if not passages or None in passages:
            return None
        return UnionOfSets(tuple(passage.words for passage in passages if passage))

    def passage_stems(self, fact: Fact) -> UnionOfSets:
        """Return the stems of `passage_words`, which must not be None."""
        # Many facts name the same passages, so the stems of each passage are
        # remembered.
        for passage_id in fact.passages:
            if passage_id not in self._stems_by_passage:
                words = self._indexed_passages[passage_id].words
                self._stems_by_passage[passage_id] = self.stemmer.stems(words)
        sets = [self._stems_by_passage[passage_id] for passage_id in fact.passages]
        return UnionOfSets(tuple(sets))

    @cached_property
    def _indexed_passages(self) -> dict[str, Passage]:
        """The passages whose words are known, by id."""
        return {
            passage.id: passage
            for passage in self.deck.passages
            if passage.hash is not None
        }
