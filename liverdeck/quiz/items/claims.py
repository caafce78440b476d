"""Whether other facts of the deck show that an answer may be right for a question.

The fact of the question alone does not show that an answer is wrong. Other facts may
give the answer another name, list it together with the right answer, or ask the same
question.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from liverdeck.base.words import TextStemmer
from liverdeck.facts.card import cards_of
from liverdeck.facts.shapes import Enumeration, GroupedEnumeration
from liverdeck.quiz.items.item import contains_run
from liverdeck.quiz.items.likeness import (
    compared_text,
    normalized_names,
    one_contains_other,
)
from liverdeck.quiz.items.stems import list_answers, question_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact

_CardId = tuple[str, str]
"""The id of a card's fact, and the card's part."""

_SAME_QUESTION_SHARE = 0.6
"""With a larger share of content words in common, questions may ask the same."""
_FEWEST_COMMON_WORDS = 2
"""A short and a long question with fewer common content words do not ask the same."""
_MOST_COMPARED = 100
"""At most this many questions, or lists, with the same answer are compared.

Later ones in the deck are ignored. Without a limit, the time would grow with the square
of their number.
"""


class Claims:
    """Compares the facts of a deck to find out whether an answer may be right."""

    def __init__(self, deck: Deck) -> None:
        """Record every answer of the active facts under each of its names."""
        self._stemmer = TextStemmer(deck.language)
        self._question_texts: dict[_CardId, str] = {}
        self._question_word_stems: dict[_CardId, frozenset[str]] = {}
        self._synonyms: dict[str, set[str]] = {}
        """All names of an answer, by each of these names.

        The names of an answer share the same set object.
        """
        self._lists_by_item: dict[str, list[Fact]] = defaultdict(list)
        self._cards_by_answer: dict[str, list[Card]] = defaultdict(list)
        for fact in deck.active_facts:
            for card in cards_of(fact):
                self._question_texts[_id_of(card)] = question_of(card)
                for answer in card.answers:
                    self._record(fact, card, answer)

    def _record(self, fact: Fact, card: Card, answer: Answer) -> None:
        names = normalized_names(answer)
        self._join_names(names)
        for name in names:
            self._cards_by_answer[name].append(card)
            if isinstance(fact.shape, Enumeration | GroupedEnumeration):
                self._lists_by_item[name].append(fact)

    def _join_names(self, names: frozenset[str]) -> None:
        """Record that these names, and all known synonyms of them, mean the same."""
        # By `id`, so that a set that several names share is here only once.
        known_sets: dict[int, set[str]] = {}
        for name in names:
            synonyms = self._synonyms.get(name)
            if synonyms is not None:
                known_sets[id(synonyms)] = synonyms
        # The smaller sets are merged into the largest one, because that is faster.
        merged = max(known_sets.values(), key=len, default=set())
        for synonym_set in (*known_sets.values(), names):
            if synonym_set is not merged:
                merged |= synonym_set
                self._synonyms |= dict.fromkeys(synonym_set, merged)

    def question_text(self, card: Card) -> str:
        """Return what a card asks, without the hints of its gaps."""
        return self._question_texts[_id_of(card)]

    def _word_stems_of_question(self, card: Card) -> frozenset[str]:
        """Return the word stems of what a card asks."""
        card_id = _id_of(card)
        if card_id not in self._question_word_stems:
            text = self._question_texts[card_id]
            self._question_word_stems[card_id] = self._stemmer.content_stems(text)
        return self._question_word_stems[card_id]

    def may_mean_the_same(self, answer: Answer, others: Iterable[Answer]) -> bool:
        """Whether an answer may mean the same as one of the others.

        So it is if they share a name, or if facts of the deck give both of them a name
        in common, directly or by way of more names.
        """
        meanings = self._meanings_of(answer)
        return any(
            not meanings.isdisjoint(self._meanings_of(other)) for other in others
        )

    def _meanings_of(self, answer: Answer) -> frozenset[str | int]:
        """Return what the names of an answer mean: for each name, one value.

        Synonyms have the same value. It is the identity of their set, because the set
        itself can have as many names as the deck has facts.
        """
        return frozenset(
            id(self._synonyms[name]) if name in self._synonyms else name
            for name in normalized_names(answer)
        )

    def may_be_listed_together(self, card: Card, answer: Answer) -> bool:
        """Whether a list may show that an answer is also right for a card.

        Such a list may be about the card's question. It has the card's own answer among
        its items. It also has the given answer among its items, or leaves it open.
        """
        for fact, listed in self._lists_with(card.answers[0]):
            if not self._may_be_about(card, fact, listed):
                continue
            if self.may_mean_the_same(answer, listed):
                return True
            if any(one_contains_other(text, answer.text) for text in fact.open):
                return True
        return False

    def _lists_with(self, answer: Answer) -> Iterator[tuple[Fact, tuple[Answer, ...]]]:
        """Yield facts whose list has an answer, with all answers of the list.

        There are at most `_MOST_COMPARED` for each name of the answer.
        """
        for name in normalized_names(answer):
            for fact in self._lists_by_item.get(name, ())[:_MOST_COMPARED]:
                if isinstance(fact.shape, Enumeration | GroupedEnumeration):
                    yield fact, list_answers(fact.shape)

    def _may_be_about(self, card: Card, fact: Fact, listed: Sequence[Answer]) -> bool:
        """Whether a list may be about what a card asks.

        That is so if list and card have the same topic or a common content word, or if
        a list item has no answer kind.
        """
        if fact.topic == card.fact.topic or any(item.kind is None for item in listed):
            return True
        list_word_stems = self._word_stems_of_question(cards_of(fact)[0])
        return not self._word_stems_of_question(card).isdisjoint(list_word_stems)

    def is_right_for_same_question(self, answer: Answer, card: Card) -> bool:
        """Whether another fact gives this answer to nearly the same question."""
        for name in normalized_names(answer):
            for other in self._cards_by_answer.get(name, ())[:_MOST_COMPARED]:
                if other.fact.id == card.fact.id:
                    continue
                if self._ask_in_the_same_words(other, card):
                    return True
        return False

    def _ask_in_the_same_words(self, one: Card, other: Card) -> bool:
        """Whether two questions consist mostly of the same content words."""
        first = self._word_stems_of_question(one)
        second = self._word_stems_of_question(other)
        smaller_size, larger_size = sorted((len(first), len(second)))
        if smaller_size < _SAME_QUESTION_SHARE * larger_size:
            # Even if all words of one question were in the other, the share of common
            # words would be too small.
            return False
        return len(first & second) > _SAME_QUESTION_SHARE * len(first | second)

    def questions_overlap(self, one: Card, other: Card) -> bool:
        """Whether two questions may ask the same, or one says the answer to the other.

        They may ask the same if most content words of the shorter question are also in
        the longer one.
        """
        first = self._word_stems_of_question(one)
        second = self._word_stems_of_question(other)
        common_count = len(first & second)
        fewest_to_ask_the_same = _SAME_QUESTION_SHARE * min(len(first), len(second))
        has_enough = common_count >= _FEWEST_COMMON_WORDS
        if has_enough and common_count > fewest_to_ask_the_same:
            return True
        return self._says_answer(one, other) or self._says_answer(other, one)

    def _says_answer(self, asking: Card, answering: Card) -> bool:
        """Whether the question of `asking` says the answer of `answering`.

        It may say the text of the answer or an alias.
        """
        question = compared_text(self.question_text(asking))
        answer = answering.answers[0]
        for text in (answer.text, *answer.accept):
            name = compared_text(text)
            if not name.words <= question.words:
                # This fast comparison is enough for most pairs.
                continue
            if contains_run(name.tokens, question.tokens):
                return True
        return False


def _id_of(card: Card) -> _CardId:
    return card.fact.id, card.part
