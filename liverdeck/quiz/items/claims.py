"""What a deck says of a text beside the fact at hand: its other names, the lists it stands in, what it answers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from liverdeck.base.words import TextStemmer
from liverdeck.facts.card import cards_of
from liverdeck.facts.shapes import Enumeration, GroupedEnumeration
from liverdeck.quiz.items.item import contains_run
from liverdeck.quiz.items.likeness import compared_text, nested, normalized_forms
from liverdeck.quiz.items.stems import list_items, question_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact

_SAME_QUESTION = 0.6
"""Share of content words from which two questions may ask for the same thing."""
_FEWEST_COMMON = 2
_MOST_COMPARED = 100
"""Questions with one answer, and lists with one item, that are looked at; more would take a time that grows squared."""


class Claims:
    """Answers to "what else does the deck say of this?", over all taught facts."""

    def __init__(self, deck: Deck) -> None:
        """Index every answer by each of its names."""
        self._forms = TextStemmer(deck.language)
        self._stems: dict[tuple[str, str], frozenset[str]] = {}
        self._questions_of: dict[tuple[str, str], str] = {}
        self._group: dict[str, set[str]] = {}
        self._lists: dict[str, list[Fact]] = defaultdict(list)
        self._questions: dict[str, list[Card]] = defaultdict(list)
        for fact in deck.active_facts:
            for card in cards_of(fact):
                self._questions_of[fact.id, card.part] = question_of(card)
                for answer in card.answers:
                    self._index(fact, card, answer)

    def _index(self, fact: Fact, card: Card, answer: Answer) -> None:
        names = normalized_forms(answer)
        self._join(names)
        for name in names:
            self._questions[name].append(card)
            if isinstance(fact.shape, Enumeration | GroupedEnumeration):
                self._lists[name].append(fact)

    def _join(self, names: frozenset[str]) -> None:
        """Take names as those of one thing, and with them all that any of them was another name of."""
        groups = {
            id(group): group
            for name in names
            if (group := self._group.get(name)) is not None
        }
        largest = max(groups.values(), key=len, default=set())
        for each in (*groups.values(), names):
            if each is not largest:
                largest |= each
                self._group |= dict.fromkeys(each, largest)
        self._group |= dict.fromkeys(names, largest)

    def question_of(self, card: Card) -> str:
        """Return what a card asks, without the hints of its gaps."""
        return self._questions_of[card.fact.id, card.part]

    def _asked_by(self, card: Card) -> frozenset[str]:
        name = card.fact.id, card.part
        if name not in self._stems:
            self._stems[name] = self._forms.content_stems(self._questions_of[name])
        return self._stems[name]

    def names_of(self, answer: Answer) -> frozenset[str]:
        """Return every name of an answer, levelled: its own, and those that other facts give to the same thing."""
        own = normalized_forms(answer)
        return own.union(*(self._group[name] for name in own if name in self._group))

    def may_be_listed_together(self, card: Card, answer: Answer) -> bool:
        """Whether a list that a question may be about holds its answer and this one, or leaves this one open."""
        names = self.names_of(answer)
        return any(
            any(not names.isdisjoint(normalized_forms(item)) for item in items)
            or any(nested(text, answer.text) for text in fact.open)
            for fact, items in self._lists_with(card.answers[0])
            if self._may_be_about(card, fact, items)
        )

    def _may_be_about(self, card: Card, fact: Fact, items: Sequence[Answer]) -> bool:
        if fact.topic == card.fact.topic or any(item.kind is None for item in items):
            return True
        asked = self._asked_by(card)
        return not asked.isdisjoint(self._asked_by(cards_of(fact)[0]))

    def _lists_with(self, answer: Answer) -> Iterator[tuple[Fact, tuple[Answer, ...]]]:
        for name in normalized_forms(answer):
            for fact in self._lists.get(name, ())[:_MOST_COMPARED]:
                if isinstance(fact.shape, Enumeration | GroupedEnumeration):
                    yield fact, list_items(fact.shape)

    def answers_the_same(self, answer: Answer, card: Card) -> bool:
        """Whether some other fact asks for what a card asks for, and the answer is right there."""
        others = (
            other
            for name in normalized_forms(answer)
            for other in self._questions.get(name, ())[:_MOST_COMPARED]
        )
        return any(
            other.fact.id != card.fact.id and self.ask_the_same(other, card)
            for other in others
        )

    def ask_the_same(self, one: Card, other: Card) -> bool:
        """Whether two questions may ask for the same thing."""
        first, second = self._asked_by(one), self._asked_by(other)
        if len(first) < _SAME_QUESTION * len(second) or len(
            second
        ) < _SAME_QUESTION * len(first):
            return False
        return len(first & second) > _SAME_QUESTION * len(first | second)

    def may_ask_the_same(self, one: Card, other: Card) -> bool:
        """Whether most of what one question asks stands in the other, or what one asks for is named by the other."""
        first, second = self._asked_by(one), self._asked_by(other)
        common = len(first & second)
        if common >= _FEWEST_COMMON and common > _SAME_QUESTION * min(
            len(first), len(second)
        ):
            return True
        return self._names_the_answer(one, other) or self._names_the_answer(other, one)

    def _names_the_answer(self, asking: Card, answering: Card) -> bool:
        asked = compared_text(self.question_of(asking))
        answer = answering.answers[0]
        for text in (answer.text, *answer.accept):
            named = compared_text(text)
            if named.words <= asked.words and contains_run(named.tokens, asked.tokens):
                return True
        return False
