"""Related answers: answers of the same answer kind to other questions.

The deck cannot show that a related answer is wrong if a question asks for what *may* be
so, or if answers of that kind are items of lists. Then several answers can be right,
also some that the document does not mention.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING
from zlib import crc32

from liverdeck.quiz.chance import draw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.quiz.items.prepared_facts import PreparedCard

_LENGTH_UNIT = 4
"""Differences in length are counted in units of this many characters."""
_MOST_NEIGHBORS = 8
"""At most this many shorter and this many longer related answers are considered.

They are taken from the answers of the same topic, and again from all answers.
"""
_ANY_TOPIC = ""
"""Stands for all topics together."""


class RelatedAnswers:
    """The cards of a deck that have one answer, by the kind of this answer."""

    def __init__(self, cards: Iterable[PreparedCard]) -> None:
        """Record the cards by answer kind and topic."""
        self._kinds_in_lists: set[str] = set()
        """The answer kinds of list items."""
        related: dict[tuple[str, str], list[PreparedCard]] = defaultdict(list)
        for card in cards:
            kinds = {answer.kind for answer in card.card.answers if answer.kind}
            if card.card.is_list:
                self._kinds_in_lists |= kinds
                continue
            for kind in kinds:
                for topic in (_ANY_TOPIC, card.fact.topic):
                    related[kind, topic].append(card)
        self._by_kind_and_topic = {
            kind_and_topic: _CardsByLength(related_cards)
            for kind_and_topic, related_cards in related.items()
        }
        """By kind and topic, and by kind and `_ANY_TOPIC`."""

    def has_one_right_answer(self, card: PreparedCard) -> bool:
        """Whether only one answer can be right for a card, of those of the same kind.

        False for an answer without a kind.
        """
        kind = card.card.answers[0].kind
        is_open = kind is None or kind in self._kinds_in_lists
        return card.asks_what_is_so and not is_open

    def nearest(self, card: PreparedCard) -> list[PreparedCard]:
        """Return the cards with the best related answers for a card, each text once.

        The first ones have the same topic and a similar length. Among answers of
        similar length, the order is drawn for the card, so that different cards get
        different distractors. Empty for an answer without a kind.
        """
        fact, part, answer = card.fact, card.card.part, card.card.answers[0]
        by_text: dict[str, PreparedCard] = {}
        for topic in (fact.topic, _ANY_TOPIC):
            related = self._by_kind_and_topic.get((answer.kind or "", topic))
            for other in related.around(card) if related else ():
                if other.fact.id != fact.id:
                    by_text.setdefault(other.card.answers[0].text, other)

        def sort_key(text_and_card: tuple[str, PreparedCard]) -> tuple[bool, int, int]:
            text, other = text_and_card
            difference = abs(len(text) - len(answer.text))
            drawn = crc32(f"{fact.id}/{part}/{text}".encode())
            return other.fact.topic != fact.topic, difference // _LENGTH_UNIT, drawn

        return [other for _, other in sorted(by_text.items(), key=sort_key)]


class _CardsByLength:
    """Cards with one answer, in order of the answer's length."""

    def __init__(self, cards: Iterable[PreparedCard]) -> None:
        self._cards = sorted(
            cards,
            key=lambda card: (
                len(card.card.answers[0].text),
                card.card.answers[0].text,
            ),
        )
        self._lengths = [len(card.card.answers[0].text) for card in self._cards]

    def around(self, card: PreparedCard) -> list[PreparedCard]:
        """Return cards whose answers are about as long as the answer of a card.

        If several answers have that length, one of them is drawn for the card, so that
        different cards get different distractors. The cards around this one are
        returned. If no answer has that length, these are the cards around the next
        longer one, or those at the end.
        """
        length = len(card.card.answers[0].text)
        first = bisect_left(self._lengths, length)
        end = bisect_right(self._lengths, length)
        drawn = draw(card.fact.id, card.card.part, "place")
        middle = first + drawn % max(1, end - first)
        return self._cards[max(0, middle - _MOST_NEIGHBORS) : middle + _MOST_NEIGHBORS]
