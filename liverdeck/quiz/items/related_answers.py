"""Related answers: answers of the same answer kind to other questions.

In two cases the deck cannot show that a related answer is wrong: the question asks for
what *may* be true, or answers of that kind are items of lists. Then several answers can
be right, even some that the document does not mention.
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
"""How many shorter answers are considered, and how many longer ones.

They are taken once from the same topic, and once from all topics.
"""
_ANY_TOPIC = ""
"""Stands for all topics together."""


class RelatedAnswers:
    """The cards of a deck that have one answer, sorted by answer kind."""

    def __init__(self, cards: Iterable[PreparedCard]) -> None:
        """Record the cards by answer kind and topic."""
        self._kinds_in_lists: set[str] = set()
        """The answer kinds of list items."""
        cards_by_group: dict[tuple[str, str], list[PreparedCard]] = defaultdict(list)
        for prepared in cards:
            kinds = {answer.kind for answer in prepared.card.answers if answer.kind}
            if prepared.is_list:
                self._kinds_in_lists |= kinds
                continue
            for kind in kinds:
                for topic in (_ANY_TOPIC, prepared.fact.topic):
                    cards_by_group[kind, topic].append(prepared)
        self._by_kind_and_topic = {
            kind_and_topic: _CardsByLength(related_cards)
            for kind_and_topic, related_cards in cards_by_group.items()
        }
        """By answer kind and topic, and by answer kind and `_ANY_TOPIC`."""

    def has_one_right_answer(self, card: PreparedCard) -> bool:
        """Whether a card has only one right answer, so that related answers are wrong.

        False if the answer has no answer kind. If the author did not write
        `one_answer`, it is also false if the question may ask for what *may* be true,
        or if a list item has the same answer kind.
        """
        return not self.why_none_offered(card)

    def why_none_offered(self, card: PreparedCard) -> str:
        """Return why no answer of the same kind is offered; empty if some may be."""
        kind = card.answer_kind
        if kind is None:
            return "the answer has no `kind`"
        if card.says_one_answer:
            return ""
        if kind in self._kinds_in_lists:
            return f"answers of the kind {kind!r} are items of lists"
        if not card.has_one_answer:
            return "the question may have several right answers"
        return ""

    def nearest(self, card: PreparedCard) -> list[PreparedCard]:
        """Return the cards whose answers fit best as distractors of a card.

        Answers of the same topic come first, and among them those of similar length.
        Among answers of similar length, the order is drawn for the card, so that
        different cards get different distractors. Of several cards with the same answer
        text, only one is returned. Empty for an answer without an answer kind.
        """
        fact, part = card.fact, card.part
        by_text: dict[str, PreparedCard] = {}
        for topic in (fact.topic, _ANY_TOPIC):
            related = self._by_kind_and_topic.get((card.answer_kind or "", topic))
            neighbors = [] if related is None else related.around(card)
            for other in neighbors:
                if other.fact.id != fact.id:
                    by_text.setdefault(other.right_text, other)

        def sort_key(text_and_card: tuple[str, PreparedCard]) -> tuple[bool, int, int]:
            text, other = text_and_card
            difference = abs(len(text) - len(card.right_text))
            drawn = crc32(f"{fact.identity}/{part}/{text}".encode())
            return other.fact.topic != fact.topic, difference // _LENGTH_UNIT, drawn

        return [other for _, other in sorted(by_text.items(), key=sort_key)]


class _CardsByLength:
    """Cards with one answer, in order of the answer's length."""

    def __init__(self, cards: Iterable[PreparedCard]) -> None:
        self._cards = sorted(
            cards, key=lambda card: (len(card.right_text), card.right_text)
        )
        self._lengths = [len(card.right_text) for card in self._cards]

    def around(self, card: PreparedCard) -> list[PreparedCard]:
        """Return cards whose answers are about as long as the answer of a card.

        They are the cards before and after a middle card, in order of length. The
        middle card has an answer of exactly the same length as the given card. If
        several cards have one, the middle card is drawn, so that different cards get
        different distractors. If no card has one, the first card with a longer answer
        is the middle card. If no answer is longer, the cards with the longest answers
        are returned.
        """
        length = len(card.right_text)
        first = bisect_left(self._lengths, length)
        end = bisect_right(self._lengths, length)
        drawn = draw(card.fact.identity, card.part, "place")
        middle = first + drawn % max(1, end - first)
        return self._cards[max(0, middle - _MOST_NEIGHBORS) : middle + _MOST_NEIGHBORS]
